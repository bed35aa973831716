package article

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// Bounds of lines and paragraphs, in words.
const (
	longestHeading = 12 // a line between paragraphs that is no sentence
	longestItem    = 24 // an entry of a list of other articles
	longestCaption = 40
	// A line that asks is more often a sentence; headings that ask are short.
	longestQuestion = 7
)

// tellParts gives every block of the draft a kind. It works from the rims
// inward: lists of other articles, then what comes before the first paragraph
// of reporting, then what follows the last, then the lines between.
func (d *draft) tellParts() {
	d.tellLists()
	d.tellPages()
	first := d.tellHead()
	d.takeBylines()
	last := d.tellTail(first)
	d.tellLines(first, last)
	for i := range d.blocks {
		if d.blocks[i].kind == "" {
			d.blocks[i].kind = entente.PartBody
		}
	}
	d.splitDateline()
	d.takeBylines()
	d.takeOutlet()
}

// tellLists marks the heads of lists of other articles ("Related") and the
// lines under them, up to the first paragraph that is one.
func (d *draft) tellLists() {
	inside := false
	for i := range d.blocks {
		b := &d.blocks[i]
		heading := b.kind == entente.PartHeading
		if b.kind != "" && !heading {
			inside = inside && b.kind == entente.PartRelated
			continue
		}
		if heading || isLine(b.words, longestHeading) || strings.HasSuffix(b.words, ":") {
			if r, _ := d.rules.match(b.words, whereList); r != nil {
				b.kind, inside = r.kind, true
				continue
			}
		}
		item := !heading && len(strings.Fields(b.words)) <= longestItem && (!ended(b.words) || strings.HasSuffix(b.words, "?"))
		if !inside || !item {
			inside = false
			continue
		}
		if r, _ := d.rules.match(b.words, whereEdge, whereTail); r != nil {
			inside = false // a disclaimer or notice behind the list
			continue
		}
		b.kind = entente.PartRelated
	}
}

// tellPages marks what can be told anywhere on a page.
func (d *draft) tellPages() {
	for i := range d.blocks {
		b := &d.blocks[i]
		if b.kind != "" || len(strings.Fields(b.words)) > longestCaption {
			continue
		}
		if r, _ := d.rules.match(b.words, wherePage); r != nil {
			b.kind = r.kind
		}
	}
}

// tellTail marks, from the end, what follows the reporting that starts at block
// first, and returns the index behind its last block.
func (d *draft) tellTail(first int) int {
	i := len(d.blocks)
	for i > first {
		b := &d.blocks[i-1]
		if b.kind == "" && !d.apart(i-1, whereTail, whereEdge) || b.kind.IsReporting() && b.kind != entente.PartCaption {
			break
		}
		i--
	}
	return i
}

// tellHead marks what stands between the title and the first paragraph of
// reporting, and returns that paragraph's index.
func (d *draft) tellHead() int {
	for i := 0; i < len(d.blocks); i++ { // apart may cut a block into several
		b := &d.blocks[i]
		switch {
		case b.kind != "":
		case opening.MatchString(b.words) && !dateline.MatchString(b.words):
			return i // reporting behind a dateline
		case d.apart(i, whereHead, whereEdge):
		case d.isByDateline(i), d.isKnownAuthor(b.words):
			b.kind = entente.PartByline
		case isLine(b.words, longestItem):
			// a line under the title: left to tellLines
		default:
			return i
		}
	}
	return len(d.blocks)
}

// apart marks block i by a rule for one of the places, unless it reads like
// reporting after all.
func (d *draft) apart(i int, places ...where) bool {
	b := &d.blocks[i]
	r, _ := d.rules.match(b.words, places...)
	if r == nil {
		return false
	}
	switch r.kind {
	case entente.PartDisclaimer, entente.PartRights:
		if reports(b.words) {
			return false
		}
		b.kind = r.kind
		d.splitApart(i, places)
		return true
	case entente.PartByline:
		if i > 0 && (reports(b.words) || !d.isOnAuthor(i, r)) {
			return false
		}
	}
	b.kind = r.kind
	return true
}

// Notice tells whether a paragraph from the foot of a page is a disclaimer or
// a notice of rights, or neither: "".
func Notice(s string) entente.PartKind {
	r, _ := table().match(fold(s), whereEdge, whereTail)
	if r != nil && (r.kind == entente.PartDisclaimer || r.kind == entente.PartRights) {
		return r.kind
	}
	return ""
}

// reports tells a sentence somebody said from one that a page says of itself.
func reports(s string) bool {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "said", "told", "says", "added", "ruled", "argued":
			return true
		}
	}
	return false
}

// splitApart cuts a block that begins as one of disclaimer and rights and goes
// on as the other, at the sentences where a rule says so. Block i is the last
// that was told, so that those behind it only move.
func (d *draft) splitApart(i int, places []where) {
	whole := d.blocks[i]
	pieces := []block{}
	for _, s := range sentences(whole.Of(d.text)) {
		s.Start, s.End = s.Start+whole.Start, s.End+whole.Start
		words := fold(s.Of(d.text))
		kind := whole.kind
		if len(pieces) > 0 {
			kind = pieces[len(pieces)-1].kind
		}
		if r, _ := d.rules.match(words, places...); r != nil && (r.kind == entente.PartDisclaimer || r.kind == entente.PartRights) {
			kind = r.kind
		}
		if n := len(pieces); n > 0 && pieces[n-1].kind == kind {
			pieces[n-1].End = s.End
			pieces[n-1].words += " " + words
			continue
		}
		pieces = append(pieces, block{Span: s, kind: kind, words: words})
	}
	d.blocks = append(d.blocks[:i:i], append(pieces, d.blocks[i+1:]...)...)
}

// sentences cuts text roughly, where a full stop, white space and a capital
// follow each other.
func sentences(text string) []entente.Span {
	var out []entente.Span
	start, stop, space := 0, false, 0
	for i, r := range text {
		switch {
		case unicode.IsSpace(r):
			if stop && space == 0 {
				space = i
			}
		case space > 0 && (unicode.IsUpper(r) || strings.ContainsRune(`"“'‘©`, r)):
			out = append(out, entente.Span{Start: start, End: space})
			start, stop, space = i, false, 0
		default:
			stop, space = strings.ContainsRune(".!?", r) || stop && strings.ContainsRune(`"'”’)]`, r), 0
		}
	}
	if start < len(text) {
		out = append(out, entente.Span{Start: start, End: len(text)})
	}
	return out
}

// tellLines marks the lines that are no sentences between the paragraphs of
// reporting: captions of pictures and headings. Of two such lines in a row the
// first belongs to a picture, as a heading stands before what it heads; under
// the title it is the other way about only if the line does not join two things
// by a dash.
func (d *draft) tellLines(first, last int) {
	for i := range last {
		b := &d.blocks[i]
		if b.kind != "" || !isLine(b.words, longestItem) {
			continue
		}
		if r, _ := d.rules.match(b.words, whereLine); r != nil {
			b.kind = r.kind
			continue
		}
		if i > first && !isLine(b.words, longestHeading) {
			continue
		}
		next := i + 1
		for next < last && d.blocks[next].kind != "" && !d.blocks[next].kind.IsReporting() {
			next++
		}
		switch {
		case next >= last:
			// A line behind all the paragraphs heads nothing.
		case i < first && strings.ContainsAny(b.words, "-–—") && strings.Contains(b.words, " - "),
			i > first && d.isLineAt(next):
			b.kind = entente.PartCaption
		default:
			b.kind = entente.PartHeading
		}
	}
}

func (d *draft) isLineAt(i int) bool {
	return (d.blocks[i].kind == "" || d.blocks[i].kind == entente.PartHeading) && isLine(d.blocks[i].words, longestHeading)
}

// question is the opening of a turn of an interview.
var question = regexp.MustCompile(`^[QA](?:[:.] |\p{Lu}[\p{Ll}'’])`)

// isLine reports whether s is a line that is no sentence: at most so many
// words, with a letter, opening with a capital or a digit and not ending like a
// sentence or in the middle of one.
func isLine(s string, words int) bool {
	if strings.HasSuffix(s, "?") {
		words = min(words, longestQuestion)
	}
	if s == "" || ended(strings.TrimSuffix(s, "?")) || question.MatchString(s) || strings.HasSuffix(s, ":") || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ";") {
		return false
	}
	if len(strings.Fields(s)) > words || !strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first) || unicode.IsDigit(first) || !unicode.IsLower(first) && unicode.IsLetter(first)
}
