package article

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// Clean makes text fit to be read: valid UTF-8 without byte order mark, zero
// width and control characters, lines ending in "\n". Invalid bytes become
// U+FFFD, other control characters spaces.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\uFEFF' || r == '\u200B' || r == '\u2060' || r == '\u00AD':
			return -1
		case r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\v' || r == '\f':
			return '\n'
		case unicode.IsControl(r) || r >= '\uFDD0' && r <= '\uFDEF' || r&0xFFFE == 0xFFFE:
			return ' '
		}
		return r
	}, s)
}

// plain reports whether s is ASCII that Clean leaves as it is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7F || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// fold trims s and makes every run of white space one space.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// line is a line of text without the white space around it.
type line struct {
	entente.Span
	runes int
	blank bool
}

// paragraphs cuts text at empty lines and, where lines are not a paragraph
// wrapped to a width, at each line. The spans hold no white space at their ends.
func paragraphs(text string) []entente.Span {
	lines := cutLines(text)
	width := wrapWidth(lines)
	var out []entente.Span
	for i, l := range lines {
		switch {
		case l.blank:
		case len(out) > 0 && i > 0 && !lines[i-1].blank && continues(text, lines[i-1], l, width):
			out[len(out)-1].End = l.End
		default:
			out = append(out, l.Span)
		}
	}
	return out
}

func cutLines(text string) []line {
	var lines []line
	for start := 0; start <= len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		s := text[start:end]
		left := len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		s = strings.TrimSpace(s)
		lines = append(lines, line{
			Span: entente.Span{Start: start + left, End: start + left + len(s)}, runes: utf8.RuneCountInString(s), blank: s == "",
		})
		start = end + 1
	}
	return lines
}

// Lines wrapped to a width are this wide at most, and so many before it shows.
const (
	widestWrap  = 110
	fewestLines = 4
)

// wrapWidth is the width to which the lines of a text are wrapped, in
// characters, or 0: nineteen of twenty lines are no wider.
func wrapWidth(lines []line) int {
	var widths []int
	for _, l := range lines {
		if !l.blank {
			widths = append(widths, l.runes)
		}
	}
	if len(widths) < fewestLines {
		return 0
	}
	sort.Ints(widths)
	if w := widths[len(widths)*19/20]; w <= widestWrap {
		return w
	}
	return 0
}

// continues reports whether line b goes on with the paragraph of line a just
// above it: a was full, so that b's first word had no room in it, or b goes on
// in the middle of a sentence.
func continues(text string, a, b line, width int) bool {
	next := b.Of(text)
	first, _ := utf8.DecodeRuneInString(next)
	if strings.ContainsRune("-*•–—#>|", first) {
		return false
	}
	if unicode.IsLower(first) && !ended(a.Of(text)) {
		return true
	}
	word, _, _ := strings.Cut(next, " ")
	return width > 0 && a.runes > width/2 && a.runes+1+utf8.RuneCountInString(word) > width
}

// ended reports whether s ends in the punctuation that ends a sentence, with or
// without closing marks behind it.
func ended(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]`)
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…", r) && s != ""
}
