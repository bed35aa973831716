package pdf

import (
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// page is a page's lines in the order in which the file holds them, which is
// that of reading in all but odd files.
type page struct {
	width, height float64 // points, of 1/72 inch
	lines         []line
}

// line is a line of text. Its box is that of its type, not of its letters: two
// lines in one size have boxes of one height. Points count from the lower left.
type line struct {
	text                     string
	left, right, top, bottom float64
	weight                   int // of the type: 400 is regular, 700 bold; 0 not known
}

func (l *line) size() float64 { return l.top - l.bottom }

// page reads a page.
func (f *file) page(i int) (page, error) {
	at := requests.Page{ByIndex: &requests.PageByIndex{Document: f.document, Index: i}}
	size, err := f.engine.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: f.document, Index: i})
	if err != nil {
		return page{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	text, err := f.engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: at})
	if err != nil {
		return page{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer f.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	n, err := f.engine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return page{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	p := page{width: size.Width, height: size.Height}
	if n.Count <= 0 {
		return p, nil
	}
	all, err := f.engine.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text.TextPage, Count: n.Count})
	if err != nil {
		return page{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	p.lines = f.lines(text.TextPage, strings.TrimRight(all.Text, "\x00"))
	return p, nil
}

// lines cuts the text of a page into lines and finds where they stand. PDFium
// writes a word that a hyphen parts in one line, with a mark in it.
func (f *file) lines(page references.FPDF_TEXTPAGE, text string) []line {
	var out []line
	at := 0 // in units of UTF-16, by which PDFium counts
	for s := range splitAfter(text) {
		begin := at
		for _, r := range s {
			at += utf16.RuneLen(max(r, 0))
		}
		words := strings.TrimSpace(s)
		if words == "" {
			continue
		}
		first := begin + units(s[:strings.Index(s, words)])
		letter := first // the mark of a list is often of other type
		if i := strings.IndexFunc(words, unicode.IsLetter); i > 0 {
			letter += units(words[:i])
		}
		l := line{text: words}
		if f.place(page, &l, first, letter, first+units(words)-1) {
			out = append(out, l)
		}
	}
	return out
}

// splitAfter cuts text behind line ends and the hyphens that PDFium marks.
func splitAfter(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := 0
		for i, r := range text {
			if r == '\n' || r == 0x02 || r == '\uFFFE' {
				end := i + utf8.RuneLen(r)
				if !yield(text[start:end]) {
					return
				}
				start = end
			}
		}
		yield(text[start:])
	}
}

func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// place sets a line's box by its first and last character and its first letter.
// It reports false for one that does not run from left to right, like a stamp
// along the margin.
func (f *file) place(page references.FPDF_TEXTPAGE, l *line, first, letter, last int) bool {
	a, err := f.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: page, Index: letter})
	if err != nil {
		return true // its words are read all the same
	}
	begin := a
	if letter > first {
		if b, err := f.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: page, Index: first}); err == nil && b.Rect.Left < a.Rect.Left {
			begin = b
		}
	}
	l.left, l.right, l.top, l.bottom = float64(begin.Rect.Left), float64(a.Rect.Right), float64(a.Rect.Top), float64(a.Rect.Bottom)
	for ; last > first; last-- {
		// A hyphen or space that PDFium put there itself has no box.
		b, err := f.engine.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: page, Index: last})
		if err != nil || b.Rect.Right <= b.Rect.Left {
			continue
		}
		if across := float64(b.Rect.Right) - l.left; across < 0 || b.Rect.Bottom > a.Rect.Top || b.Rect.Top < a.Rect.Bottom {
			return !(last-first > 3 && across < 2*l.size())
		}
		l.right = max(l.right, float64(b.Rect.Right))
		break
	}
	if w, err := f.engine.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: page, Index: letter}); err == nil {
		l.weight = w.FontWeight
	}
	return true
}

// isHyphen reports whether a character parts a word at the end of a line. PDFium
// writes one that it knows for such as U+0002 or U+FFFE.
func isHyphen(r rune) bool {
	return r == '-' || r == '\u2010' || r == '\u00AD' || r == 0x02 || r == '\uFFFE'
}

// softHyphen reports whether a character can be nothing else.
func softHyphen(r rune) bool { return r == '\u00AD' || r == 0x02 || r == '\uFFFE' }

// hasLetter reports whether s has a letter.
func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
