package pdf

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
	"entente/source/article"
)

// How type tells the parts of a text; shares of the size of its body.
const (
	headingSize  = 1.12
	titleSize    = 1.35
	noteSize     = 0.90 // and smaller
	sameSize     = 0.06 // lines whose sizes differ by no more are of one size
	boldWeight   = 600
	wideGap      = 1.45 // of the usual distance of lines: a new paragraph
	indent       = 0.8  // of the size: a first line
	longestHead  = 24   // words
	widestColumn = 0.04 // of the page: right margins that differ by less are one
)

// paragraph is one as it is put together.
type paragraph struct {
	text string
	kind entente.PartKind
	last line // that was put to it
	page int
	note bool
}

// layOut puts the lines of pages together into paragraphs.
func layOut(pages []page) []article.Block {
	dropFurniture(pages)
	body := bodySize(pages)
	words := vocabulary(pages)
	var done []paragraph
	var notes []paragraph
	open := -1 // the paragraph of done that goes on
	titled := false
	for i := range pages {
		p := &pages[i]
		leading := p.leading(body)
		for k := range p.lines {
			l := &p.lines[k]
			if l.isNote(p, body) {
				if n := len(notes); k > 0 && n > 0 && notes[n-1].page == i && !noteMark.MatchString(l.text) {
					notes[n-1].add(l, words)
				} else {
					notes = append(notes, paragraph{text: l.text, kind: entente.PartRelated, last: *l, page: i, note: true})
				}
				continue
			}
			kind := l.kind(p, body, i == 0 && !titled)
			if open >= 0 && done[open].goesOn(p, i, l, kind, leading) {
				done[open].add(l, words)
				done[open].page = i
				continue
			}
			if open >= 0 && done[open].kind == entente.PartTitle {
				titled = true
				if kind == entente.PartTitle {
					kind = entente.PartHeading
				}
			}
			done = append(done, paragraph{text: l.text, kind: kind, last: *l, page: i})
			open = len(done) - 1
		}
	}
	var out []article.Block
	for _, p := range append(done, notes...) {
		text := clean(p.text)
		if text == "" {
			continue
		}
		if p.kind != "" && !p.note && len(strings.Fields(text)) > longestHead {
			p.kind = "" // large type throughout
		}
		out = append(out, article.Block{Kind: p.kind, Text: text})
	}
	return out
}

// bodySize is the size in which most letters are set, in half points.
func bodySize(pages []page) float64 {
	letters := map[float64]int{}
	for i := range pages {
		for k := range pages[i].lines {
			l := &pages[i].lines[k]
			letters[math.Round(2*l.size())/2] += len(l.text)
		}
	}
	best, most := 0.0, 0
	for size, n := range letters {
		if size > 0 && (n > most || n == most && size < best) {
			best, most = size, n
		}
	}
	return best
}

// leading is the usual distance from one line to the next below it, in points.
func (p *page) leading(body float64) float64 {
	count := map[int]int{}
	for k := 1; k < len(p.lines); k++ {
		if d := p.lines[k-1].bottom - p.lines[k].bottom; d > 0 && d < 3*body {
			count[int(math.Round(d*2))]++
		}
	}
	best, most := 0, 0
	for d, n := range count {
		if n > most || n == most && d < best {
			best, most = d, n
		}
	}
	if best == 0 {
		return 1.2 * body
	}
	return float64(best) / 2
}

// kind tells a line of a title or heading by its type.
func (l *line) kind(p *page, body float64, first bool) entente.PartKind {
	if body == 0 || l.size() == 0 || !hasLetter(l.text) {
		return ""
	}
	switch share := l.size() / body; {
	case share >= titleSize && first && l.bottom > p.height/3:
		return entente.PartTitle
	case share >= headingSize:
		return entente.PartHeading
	}
	return ""
}

// noteMark opens a note under the text.
var noteMark = regexp.MustCompile(`^(?:\d{1,3}|[*†‡§]+|\[\d{1,3}\])[ .)\]]?`)

// isNote tells a line of the notes: small, in the lower part of the page, and
// with nothing in the size of the body under it.
func (l *line) isNote(p *page, body float64) bool {
	if body == 0 || l.size() == 0 || l.size() > noteSize*body || l.top > p.height*0.6 {
		return false
	}
	for k := range p.lines {
		o := &p.lines[k]
		if o.top <= l.bottom+1 && o.size() > noteSize*body && o.left < l.right && l.left < o.right {
			return false
		}
	}
	return true
}

// listMark opens an entry of a list.
var listMark = regexp.MustCompile(`^(?:[•●▪■◦‣–—*·-]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)`)

// goesOn reports whether a line goes on with a paragraph.
func (a *paragraph) goesOn(p *page, index int, l *line, kind entente.PartKind, leading float64) bool {
	b := &a.last
	if a.kind != kind || !alike(b.size(), l.size()) && b.size() > 0 && l.size() > 0 {
		return false
	}
	ended := endsSentence(a.text)
	if l.size() == 0 || b.size() == 0 { // no places are known
		return !ended
	}
	if listMark.MatchString(l.text) && (ended || l.left <= b.left+1) && !b.hyphenated() {
		return false
	}
	bold, wasBold := l.weight >= boldWeight, b.weight >= boldWeight
	if kind == "" && bold != wasBold && !b.hyphenated() && (ended || !startsLower(l.text)) && b.right < l.right-l.size() {
		return false // a heading in the size of the body
	}
	if index != a.page || l.bottom >= b.bottom-1 { // another page or column
		return kind == "" && (b.hyphenated() || !ended && !listMark.MatchString(l.text) && (startsLower(l.text) || a.full(p, b)))
	}
	distance := b.bottom - l.bottom
	if distance > wideGap*max(leading, l.size()*0.9) {
		return false
	}
	if kind != "" || b.hyphenated() {
		return true
	}
	if l.left > b.left+indent*l.size() && !listMark.MatchString(a.text) && ended {
		return false
	}
	return !(ended && a.hadRoom(p, b, l))
}

// alike reports whether sizes are one.
func alike(a, b float64) bool { return math.Abs(a-b) <= sameSize*max(a, b) }

// full reports whether a line reaches the right margin of its column.
func (a *paragraph) full(p *page, b *line) bool {
	return b.right >= p.margin(b)-2*b.size()
}

// hadRoom reports whether the first word of line l had room behind line b: its
// paragraph ends there.
func (a *paragraph) hadRoom(p *page, b, l *line) bool {
	word, _, _ := strings.Cut(l.text, " ")
	n := max(utf8.RuneCountInString(l.text), 1)
	need := (l.right - l.left) / float64(n) * float64(utf8.RuneCountInString(word)+1)
	return p.margin(b)-b.right > need
}

// margin is where the column of a line ends: the right end of the longest line
// that begins about where it does.
func (p *page) margin(b *line) float64 {
	right := b.right
	for k := range p.lines {
		o := &p.lines[k]
		if math.Abs(o.left-b.left) < 4*b.size() && alike(o.size(), b.size()) {
			right = max(right, o.right)
		}
	}
	return right
}

func (l *line) hyphenated() bool {
	r, n := utf8.DecodeLastRuneInString(l.text)
	if !isHyphen(r) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(l.text[:len(l.text)-n])
	return unicode.IsLetter(before)
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// endsSentence reports whether s ends like a sentence or a heading with a colon.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)] ")
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsDigit(r) && superscript(r) })
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…:", r) && s != ""
}

func superscript(r rune) bool { return r == '¹' || r == '²' || r == '³' || r >= '⁰' && r <= '⁹' }
