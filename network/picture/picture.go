// Package picture draws networks as static SVG: the network itself, its signed
// matrix, blocs over time, and a pair over time. Each picture says in a sentence
// what it shows and has a legend; colours can be told apart by colour-blind
// readers, and no meaning rests on colour alone. The same network always gives the
// same picture. Start with Network.
package picture

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"
)

// Colours after Okabe and Ito (2008), which colour-blind readers can tell apart.
const (
	friendly = "#0072B2" // blue
	hostile  = "#D55E00" // vermilion
	ink      = "#222222"
	soft     = "#666666"
	faint    = "#d9d9d9"
	paper    = "#ffffff"
)

// palette colours blocs and camps.
var palette = [...]string{"#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00", "#8C8C8C"}

// sheet is a picture in the making. Lengths are pixels.
type sheet struct {
	b             strings.Builder
	width, height float64
}

// Margins of a sheet.
const (
	margin = 28
	header = 92 // title and sentence
)

// newSheet begins a picture with its title and the sentence that says what it
// shows.
func newSheet(width, height float64, title, sentence string) *sheet {
	s := &sheet{width: math.Ceil(width), height: math.Ceil(height)}
	s.text(margin, 34, 18, "start", ink, title, `font-weight="600"`)
	lines := wrap(sentence, width-2*margin, 12)
	for i, line := range lines[:min(3, len(lines))] {
		s.text(margin, 53+15*float64(i), 12, "start", soft, line, "")
	}
	fmt.Fprintf(&s.b, "<title>%s</title><desc>%s</desc>\n", escape(title), escape(sentence))
	return s
}

// write writes the picture.
func (s *sheet) write(w io.Writer) error {
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]g %[2]g" width="%[1]g" height="%[2]g" role="img" font-family="'Helvetica Neue', Arial, 'Liberation Sans', sans-serif">
<rect width="100%%" height="100%%" fill="%[3]s"/>
%[4]s</svg>
`, s.width, s.height, paper, s.b.String())
	return err
}

// put writes an element.
func (s *sheet) put(format string, args ...any) {
	fmt.Fprintf(&s.b, format, args...)
	s.b.WriteByte('\n')
}

// text writes words; more holds further attributes.
func (s *sheet) text(x, y, size float64, anchor, fill, words, more string) {
	if more != "" {
		more = " " + more
	}
	s.put(`<text x="%.1f" y="%.1f" font-size="%g" text-anchor="%s" fill="%s"%s>%s</text>`, x, y, size, anchor, fill, more, escape(words))
}

// line draws a line; more holds further attributes.
func (s *sheet) line(x1, y1, x2, y2, width float64, stroke, more string) {
	s.put(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%.2f"%s/>`, x1, y1, x2, y2, stroke, width, spaced(more))
}

// rect draws a rectangle.
func (s *sheet) rect(x, y, w, h float64, fill, more string) {
	s.put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"%s/>`, x, y, w, h, fill, spaced(more))
}

func spaced(more string) string {
	if more == "" {
		return ""
	}
	return " " + more
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

// widthOf is about how wide words are.
func widthOf(words string, size float64) float64 {
	return 0.53 * size * float64(utf8.RuneCountInString(words))
}

// wrap breaks words into lines no wider than width.
func wrap(words string, width, size float64) []string {
	var lines []string
	line := ""
	for _, w := range strings.Fields(words) {
		if line != "" && widthOf(line+" "+w, size) > width {
			lines = append(lines, line)
			line = w
			continue
		}
		line = strings.TrimSpace(line + " " + w)
	}
	return append(lines, line)
}

// short cuts words that are too long.
func short(words string, most int) string {
	words = strings.TrimPrefix(words, "x:")
	if r := []rune(words); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return words
}

// counted words a number of things.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// weights words a weight in a unit.
func weights(w, unit int64) string {
	x := float64(w) / float64(max(1, unit))
	if math.Abs(x) >= 1000 { // no powers of ten
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.4g", x)
}
