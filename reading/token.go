package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// maxTokenBytes cuts runs of characters without space, which are never words.
const maxTokenBytes = 256

// tokenise cuts text[span] into words in the manner of the English treebanks:
// clitics and punctuation are words of their own, abbreviations keep their
// points, hyphenated compounds are cut unless they start with a prefix.
func (l *lexicon) tokenise(text string, span entente.Span, out []entente.Span) []entente.Span {
	for i := span.Start; i < span.End; {
		r, size := utf8.DecodeRuneInString(text[i:span.End])
		if isSpace(r) {
			i += size
			continue
		}
		end := i
		for end < span.End {
			r, size := utf8.DecodeRuneInString(text[end:span.End])
			if isSpace(r) || end-i+size > maxTokenBytes {
				break
			}
			end += size
		}
		out = l.chunk(text, entente.Span{Start: i, End: end}, out)
		i = end
	}
	return out
}

// isSpace reports white space and characters that show nothing.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r)
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r) || r == '_'
}

// chunk cuts one run of characters without space.
func (l *lexicon) chunk(text string, c entente.Span, out []entente.Span) []entente.Span {
	for c.Start < c.End {
		s := c.Of(text)
		if n := addressLength(s); n > 0 {
			out = append(out, entente.Span{Start: c.Start, End: c.Start + n})
			c.Start += n
			continue
		}
		n := l.wordLength(s)
		if n == 0 {
			n = punctuationLength(s)
			out = append(out, entente.Span{Start: c.Start, End: c.Start + n})
		} else {
			out = l.clitics(text, entente.Span{Start: c.Start, End: c.Start + n}, out)
		}
		c.Start += n
	}
	return out
}

// addressLength returns the length of a web or mail address that s starts with,
// without closing punctuation, or 0.
func addressLength(s string) int {
	i := strings.IndexAny(s, "@:/.")
	if i <= 0 {
		return 0
	}
	web := strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")
	mail := s[i] == '@' && strings.Contains(s[i:], ".") && isWord(rune(s[0]))
	if !web && !mail {
		return 0
	}
	return len(strings.TrimRight(s, ".,;:!?)]}>\"'’”"))
}

// punctuationLength returns how much of s is one sign: a run of points, dashes
// or the same mark, else one character.
func punctuationLength(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(".-!?*=_~<>'`", r) {
		return size
	}
	n := size
	for n < len(s) {
		next, size := utf8.DecodeRuneInString(s[n:])
		if next != r && !(strings.ContainsRune("!?", r) && strings.ContainsRune("!?", next)) {
			break
		}
		n += size
	}
	return n
}

// wordLength returns the length of the word that s starts with, with the signs
// that belong inside words, or 0 where s starts with a sign.
func (l *lexicon) wordLength(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case isWord(r):
	case (r == '\'' || r == '’') && decade(s[n:]) > 0: // '60s
		return n + decade(s[n:])
	default:
		return 0
	}
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if isWord(r) {
			n += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[n+size:])
		inside := n+size < len(s) && isWord(next)
		switch {
		case r == '.' && inside && l.pointInside(s[:n], s[n+size:]),
			(r == ',' || r == ':') && inside && digitBefore(s[:n]) && isDigit(next),
			r == '/' && inside && digitBefore(s[:n]) && isDigit(next),
			(r == '\'' || r == '’') && inside,
			r == '&' && inside && isUpper(s[:n]) && unicode.IsUpper(next),
			r == '-' && inside && l.joined(s[:n], s[n+size:]):
			n += size
		case r == '.' && l.abbreviation(s[:n], s[n+size:]):
			return n + size
		default:
			return n
		}
	}
	return n
}

// decade returns the length of "60s" at the start of s, or 0.
func decade(s string) int {
	if len(s) >= 3 && isDigit(rune(s[0])) && isDigit(rune(s[1])) && s[2] == 's' {
		return 3
	}
	return 0
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func digitBefore(s string) bool { return s != "" && isDigit(rune(s[len(s)-1])) }

func isUpper(s string) bool { return s != "" && strings.ToUpper(s) == s && strings.ToLower(s) != s }

// pointInside reports whether a point between before and after is part of the
// word: 3.5, U.S, example.com.
func (l *lexicon) pointInside(before, after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	if digitBefore(before) || isDigit(next) {
		return true
	}
	letters := before[strings.LastIndexByte(before, '.')+1:]
	if utf8.RuneCountInString(letters) == 1 {
		return true
	}
	return unicode.IsLower(next) && !strings.Contains(before, "’") // "word.next" is a name of a site or file
}

// abbreviation reports whether a point after before belongs to it: an initial,
// letters with points, or a listed word.
func (l *lexicon) abbreviation(before, after string) bool {
	if strings.HasPrefix(after, ".") { // an ellipsis
		return false
	}
	if strings.Contains(before, ".") {
		letters := before[strings.LastIndexByte(before, '.')+1:]
		return utf8.RuneCountInString(letters) <= 2 && !isDigit(rune(before[0]))
	}
	r, size := utf8.DecodeRuneInString(before)
	if size == len(before) {
		return unicode.IsUpper(r) && r != 'I'
	}
	_, ok := l.abbreviations[strings.ToLower(before)]
	return ok
}

// joined reports whether a hyphen between before and after stays in the word.
func (l *lexicon) joined(before, after string) bool {
	if digitBefore(before) {
		// A telephone number or code has more than two parts.
		return isDigit(rune(after[0])) && (strings.Contains(before, "-") || strings.Count(after, "-") > 0)
	}
	if strings.Contains(before, "-") {
		return false
	}
	_, ok := l.prefixes[strings.ToLower(before)]
	return ok
}

// clitics cuts "don't" into do and n't, "John's" into John and 's, and the like.
func (l *lexicon) clitics(text string, w entente.Span, out []entente.Span) []entente.Span {
	s := strings.ReplaceAll(strings.ToLower(w.Of(text)), "’", "'")
	at := 0 // byte in s where the clitic starts; its length in text may differ
	for _, c := range [...]string{"n't", "'s", "'re", "'ve", "'ll", "'d", "'m"} {
		if strings.HasSuffix(s, c) && len(s) > len(c) {
			at = len(s) - len(c)
			break
		}
	}
	if at == 0 {
		at = l.fused[s]
	}
	if at == 0 || decade(s[max(0, at-2):]) > 0 {
		return append(out, w)
	}
	// Characters before the cut are the same in s and in the text, but for
	// letters whose lower case has another length; then leave the word whole.
	if tail := len(w.Of(text)) - runeTail(w.Of(text), utf8.RuneCountInString(s[at:])); tail > 0 {
		return append(out, entente.Span{Start: w.Start, End: w.Start + tail}, entente.Span{Start: w.Start + tail, End: w.End})
	}
	return append(out, w)
}

// runeTail returns the length in bytes of the last n characters of s.
func runeTail(s string, n int) int {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return len(s) - i
}
