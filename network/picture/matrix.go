package picture

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"entente"
	"entente/network"
)

// Matrix draws the ties of a network as a matrix, actors by camp and then by the
// weight of their ties: where two camps hold, the squares on the diagonal are
// friendly and the rest hostile. Cells that contradict the split are framed.
func Matrix(w io.Writer, x Split) error {
	s := x.shown()
	slices.SortStableFunc(s.actors, func(a, b entente.ActorID) int { return cmp.Compare(s.camp[a], s.camp[b]) })
	n := float64(max(1, len(s.actors)))
	cell := math.Round(max(8, min(26, 780/n)))
	size := min(12, cell*.8)
	label := 20.0
	for _, a := range s.actors {
		label = max(label, widthOf(short(string(a), 18), size)+10)
	}
	left, top := margin+label, header+label+6
	p := newSheet(max(720, left+n*cell+margin), top+n*cell+70, x.Title, s.sentence("Every tie twice, actors by camp:"))
	number := map[entente.ActorID]int{}
	for i, a := range s.actors {
		number[a] = i
		at := float64(i)*cell + cell/2
		p.text(left-6, top+at+size*.35, size, "end", ink, short(string(a), 18), "")
		p.text(0, 0, size, "start", ink, short(string(a), 18), fmt.Sprintf(`transform="translate(%.1f %.1f) rotate(-90)"`, left+at+size*.35, top-6))
		p.rect(left+float64(i)*cell, top+float64(i)*cell, cell, cell, "#efefef", "")
	}
	for i := range len(s.actors) + 1 {
		at := float64(i) * cell
		p.line(left+at, top, left+at, top+n*cell, .5, faint, "")
		p.line(left, top+at, left+n*cell, top+at, .5, faint, "")
	}
	heaviest := int64(1)
	for _, t := range s.ties {
		heaviest = max(heaviest, t.Plus, t.Minus)
	}
	for i := range s.ties {
		t := &s.ties[i]
		s.cell(p, t, left+float64(number[t.A])*cell, top+float64(number[t.B])*cell, cell, heaviest, false)
		s.cell(p, t, left+float64(number[t.B])*cell, top+float64(number[t.A])*cell, cell, heaviest, true)
	}
	for i := 1; i < len(s.actors); i++ {
		if at := float64(i) * cell; s.camp[s.actors[i]] != s.camp[s.actors[i-1]] {
			p.line(left+at, top-4, left+at, top+n*cell, 1.6, ink, "")
			p.line(left-4, top+at, left+n*cell, top+at, 1.6, ink, "")
		}
	}
	matrixLegend(p, top+n*cell+34)
	return p.write(w)
}

// cell draws a tie: friendly filled, hostile filled with a stroke across, both as
// two halves.
func (s *shown) cell(p *sheet, t *network.Tie, x, y, size float64, heaviest int64, under bool) {
	strength := func(w int64) float64 { return .3 + .7*math.Sqrt(float64(w)/float64(heaviest)) }
	title := fmt.Sprintf("%s - %s: friendly %s, hostile %s", t.A, t.B, weights(t.Plus, s.Unit), weights(t.Minus, s.Unit))
	p.put("<g><title>%s</title>", escape(title))
	x, y, size = x+.5, y+.5, size-1
	plus, minus := fmt.Sprintf(`opacity="%.2f"`, strength(t.Plus)), fmt.Sprintf(`opacity="%.2f"`, strength(t.Minus))
	switch {
	case t.Minus == 0:
		p.rect(x, y, size, size, friendly, plus)
	case t.Plus == 0:
		p.rect(x, y, size, size, hostile, minus)
		p.line(x+size*.2, y+size/2, x+size*.8, y+size/2, max(1, size*.1), paper, "")
	default:
		p.put(`<path d="M%.1f %.1fh%.1fl%.1f %.1fz" fill="%s" %s/>`, x, y, size, -size, size, friendly, plus)
		p.put(`<path d="M%.1f %.1fv%.1fh%.1fz" fill="%s" %s/>`, x+size, y, size, -size, hostile, minus)
	}
	if s.against(t) {
		p.rect(x+.5, y+.5, size-1, size-1, "none", `stroke="#000000" stroke-width="1.5"`)
	}
	p.put("</g>")
}

func matrixLegend(p *sheet, y float64) {
	x := float64(margin)
	for _, e := range [...]struct {
		words string
		draw  func()
	}{
		{"friendly", func() { p.rect(x, y-7, 14, 14, friendly, "") }},
		{"hostile", func() { p.rect(x, y-7, 14, 14, hostile, ""); p.line(x+3, y, x+11, y, 1.4, paper, "") }},
		{"told as both", func() {
			p.put(`<path d="M%.1f %.1fh14l-14 14z" fill="%s"/><path d="M%.1f %.1fv14h-14z" fill="%s"/>`, x, y-7, friendly, x+14, y-7, hostile)
		}},
		{"does not fit the camps", func() { p.rect(x+.5, y-6.5, 13, 13, "none", `stroke="#000000" stroke-width="1.5"`) }},
		{"deeper: more weight", func() { p.rect(x, y-7, 7, 14, friendly, `opacity=".35"`); p.rect(x+7, y-7, 7, 14, friendly, "") }},
	} {
		e.draw()
		p.text(x+20, y+4, 11, "start", ink, e.words, "")
		x += 42 + widthOf(e.words, 11)
	}
}
