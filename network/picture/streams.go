package picture

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/network"
)

// streamsAtMost is how many blocs are drawn apart; smaller ones are drawn
// together.
const streamsAtMost = 8

// others is the stream of actors that have ties and stand in no bloc that is drawn.
const others = ""

// streams is blocs over time as they are drawn.
type streams struct {
	c       *network.Coalitions
	names   []string // of the blocs drawn, as they were named
	color   map[string]string
	at      []map[entente.ActorID]string // by window, bloc of each actor
	sizes   []map[string]int             // by window
	left    float64
	step    float64 // from one window to the next
	actor   float64 // height of an actor
	top     float64
	stacked []map[string]float64 // by window, where each bloc begins
}

// bar is the width of a window's column, gap the space between blocs.
const (
	bar = 13
	gap = 9
)

// Streams draws blocs over time: a column for each window, in which each bloc is as
// high as it has members, and bands that lead actors from column to column.
func Streams(w io.Writer, title string, c *network.Coalitions) error {
	s := newStreams(c)
	width := s.left + s.step*float64(max(1, len(c.Windows)-1)) + 290
	p := newSheet(max(900, width), s.top+s.height()+96, title, s.sentence())
	for i := 1; i < len(c.Windows); i++ {
		s.bands(p, i)
	}
	for i := range c.Windows {
		s.column(p, i)
	}
	s.legend(p, s.left+s.step*float64(max(0, len(c.Windows)-1))+34)
	return p.write(w)
}

func newStreams(c *network.Coalitions) *streams {
	s := &streams{c: c, color: map[string]string{others: faint}, left: margin + 56, top: header + 30}
	total := map[string]int{}
	for _, b := range c.Windows {
		for _, x := range b.Blocs {
			total[x.Name] += len(x.Members)
		}
	}
	for name := range total {
		s.names = append(s.names, name)
	}
	slices.SortFunc(s.names, func(x, y string) int { return cmp.Or(cmp.Compare(total[y], total[x]), order(x, y)) })
	s.names = s.names[:min(len(s.names), streamsAtMost)]
	slices.SortFunc(s.names, order)
	for i, name := range s.names {
		s.color[name] = palette[i%len(palette)]
	}
	most := 1
	for _, b := range c.Windows {
		at, sizes := map[entente.ActorID]string{}, map[string]int{}
		for _, x := range b.Blocs {
			for _, m := range x.Members {
				at[m.Actor] = s.drawn(x.Name)
			}
		}
		for _, a := range b.Alone {
			at[a] = others
		}
		for _, name := range at {
			sizes[name]++
		}
		s.at, s.sizes = append(s.at, at), append(s.sizes, sizes)
		most = max(most, len(at))
	}
	s.actor = min(16, 460/float64(most))
	s.step = min(190, max(54, 760/float64(max(1, len(c.Windows)-1))))
	for i := range c.Windows {
		s.stacked = append(s.stacked, s.stack(i))
	}
	return s
}

func order(x, y string) int { return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) }

func (s *streams) drawn(name string) string {
	if slices.Contains(s.names, name) {
		return name
	}
	return others
}

// stack is where each bloc of a window begins: in the order of names, the others
// last.
func (s *streams) stack(i int) map[string]float64 {
	out, y := map[string]float64{}, s.top
	for _, name := range slices.Concat(s.names, []string{others}) {
		if n := s.sizes[i][name]; n > 0 {
			out[name] = y
			y += float64(n)*s.actor + gap
		}
	}
	return out
}

func (s *streams) height() float64 {
	most := 0.0
	for i := range s.stacked {
		for name, y := range s.stacked[i] {
			most = max(most, y-s.top+float64(s.sizes[i][name])*s.actor)
		}
	}
	return most
}

func (s *streams) x(i int) float64 { return s.left + s.step*float64(i) }

// sentence says what is drawn.
func (s *streams) sentence() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Each column is a window, each block a bloc as high as it has members; bands lead actors from one window to the next. Blocs by %s", s.c.By)
	if s.c.By == network.ByBalance {
		proved := 0
		for _, w := range s.c.Windows {
			if w.Proved {
				proved++
			}
		}
		fmt.Fprintf(&b, ", proved in %d of %s", proved, counted(len(s.c.Windows), "window"))
	}
	b.WriteString(". A bloc is what ties make, no alliance that anybody declared.")
	return b.String()
}

// column draws a window.
func (s *streams) column(p *sheet, i int) {
	x := s.x(i)
	for _, name := range slices.Concat(s.names, []string{others}) {
		n := s.sizes[i][name]
		if n == 0 {
			continue
		}
		y, h := s.stacked[i][name], float64(n)*s.actor
		p.rect(x, y, bar, h, s.color[name], fmt.Sprintf(`stroke="%s" stroke-width="%.1f"`, ink, map[bool]float64{true: .3, false: .8}[name == others]))
		if name != others {
			p.text(x+bar+4, y+min(h, 13)/2+4, 11, "start", ink, fmt.Sprintf("%s %d", name, n), `paint-order="stroke" stroke="#ffffff" stroke-width="3"`)
		}
	}
	name, bottom := s.c.Windows[i].Name, s.top+s.height()+18
	if from, to, ok := strings.Cut(name, " to "); ok {
		name = from[:min(len(from), 7)] + " to " + to[:min(len(to), 7)]
	}
	if widthOf(name, 10) < s.step-6 {
		p.text(x+bar/2, bottom, 10, "middle", soft, name, "")
		return
	}
	p.text(0, 0, 10, "end", soft, name, fmt.Sprintf(`transform="translate(%.1f %.1f) rotate(-40)"`, x+bar, bottom-6))
}

// bands draws the ways of actors from window i-1 to window i.
func (s *streams) bands(p *sheet, i int) {
	flows := map[[2]string]int{}
	for a, from := range s.at[i-1] {
		if to, ok := s.at[i][a]; ok {
			flows[[2]string{from, to}]++
		}
	}
	names := slices.Concat(s.names, []string{others})
	out, in := map[string]float64{}, map[string]float64{}
	type band struct {
		from, to string
		y0, y1   float64
		h        float64
	}
	var bands []band
	for _, from := range names {
		for _, to := range names {
			n := flows[[2]string{from, to}]
			if n == 0 {
				continue
			}
			h := float64(n) * s.actor
			bands = append(bands, band{from, to, s.stacked[i-1][from] + out[from], s.stacked[i][to] + in[to], h})
			out[from] += h
			in[to] += h
		}
	}
	x0, x1 := s.x(i-1)+bar, s.x(i)
	m := (x0 + x1) / 2
	for _, stays := range [...]bool{true, false} { // who moves is drawn over who stays
		for _, b := range bands {
			if (b.from == b.to) != stays {
				continue
			}
			opacity := .45
			if !stays {
				opacity = .75
			}
			n := flows[[2]string{b.from, b.to}]
			p.put(`<path d="M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fv%.1fC%.1f %.1f %.1f %.1f %.1f %.1fz" fill="%s" opacity="%.2f"><title>%s</title></path>`,
				x0, b.y0, m, b.y0, m, b.y1, x1, b.y1, b.h, m, b.y1+b.h, m, b.y0+b.h, x0, b.y0+b.h, s.color[b.from], opacity,
				escape(fmt.Sprintf("%s from %s to %s", counted(n, "actor"), stream(b.from), stream(b.to))))
		}
	}
}

func stream(name string) string {
	if name == others {
		return "none or a small bloc"
	}
	return "bloc " + name
}

// legend names the blocs with those best rooted in the last window that has them.
func (s *streams) legend(p *sheet, x float64) {
	y := s.top + 6
	x += 26
	for _, name := range s.names {
		p.rect(x, y-9, 11, 11, s.color[name], fmt.Sprintf(`stroke="%s" stroke-width=".8"`, ink))
		lines := wrap(s.leaders(name), 190, 10)
		p.text(x+17, y, 11, "start", ink, "bloc "+name, `font-weight="600"`)
		for _, line := range lines[:min(3, len(lines))] {
			y += 13
			p.text(x+17, y, 10, "start", soft, line, "")
		}
		y += 21
	}
	p.rect(x, y-9, 11, 11, faint, "")
	p.text(x+17, y, 11, "start", ink, "none or a small bloc", "")
}

// leaders names the actors best rooted in a bloc when it was last there.
func (s *streams) leaders(name string) string {
	for i := len(s.c.Windows) - 1; i >= 0; i-- {
		for _, b := range s.c.Windows[i].Blocs {
			if b.Name != name {
				continue
			}
			var ids []string
			for _, m := range b.Members[:min(6, len(b.Members))] {
				ids = append(ids, short(string(m.Actor), 16))
			}
			out := strings.Join(ids, ", ")
			if n := len(b.Members) - len(ids); n > 0 {
				out += fmt.Sprintf(" and %d more", n)
			}
			return out
		}
	}
	return ""
}
