package picture

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/network"
)

// Split is a network with a split of its actors into camps.
type Split struct {
	Title string
	Net   *network.Network
	Camps [][]entente.ActorID
	Cost  string // what of it does not fit, in words: "index 7 of 58, proved"
	Unit  int64  // of weights
	Most  int    // actors drawn, those with most weight; 0 for all
}

// shown is the part of a split that is drawn.
type shown struct {
	Split
	actors []entente.ActorID
	camp   map[entente.ActorID]int
	weight map[entente.ActorID]int64
	ties   []network.Tie
	left   int // actors left out
}

func (x Split) shown() *shown {
	s := &shown{Split: x, camp: map[entente.ActorID]int{}, weight: map[entente.ActorID]int64{}}
	for k, camp := range x.Camps {
		for _, a := range camp {
			s.camp[a] = k
		}
	}
	for _, t := range x.Net.Ties {
		s.weight[t.A] += t.Plus + t.Minus
		s.weight[t.B] += t.Plus + t.Minus
	}
	s.actors = slices.Clone(x.Net.Actors)
	slices.SortStableFunc(s.actors, func(p, q entente.ActorID) int { return cmp.Compare(s.weight[q], s.weight[p]) })
	if x.Most > 0 && len(s.actors) > x.Most {
		s.left = len(s.actors) - x.Most
		s.actors = s.actors[:x.Most]
	}
	drawn := map[entente.ActorID]bool{}
	for _, a := range s.actors {
		drawn[a] = true
	}
	for _, t := range x.Net.Ties {
		if drawn[t.A] && drawn[t.B] {
			s.ties = append(s.ties, t)
		}
	}
	return s
}

// against reports whether a tie contradicts the split.
func (s *shown) against(t *network.Tie) bool {
	if s.camp[t.A] == s.camp[t.B] {
		return t.Minus > 0
	}
	return t.Plus > 0
}

// sentence says what is drawn.
func (s *shown) sentence(what string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %s.", what, counted(len(s.actors), "actor"), counted(len(s.ties), "tie"))
	if s.left > 0 {
		fmt.Fprintf(&b, " %s with less weight left out.", counted(s.left, "actor"))
	}
	if s.Cost != "" {
		fmt.Fprintf(&b, " Does not fit two camps: %s.", s.Cost)
	}
	b.WriteString(" It follows from what is told and from a model; it says nothing of who is right.")
	return b.String()
}

// Network draws actors where the layout puts them: friends near each other, foes
// apart. The shape and colour of an actor tell its camp, its size the weight of its
// ties; ties that contradict the split are drawn over the others.
func Network(w io.Writer, x Split) error {
	s := x.shown()
	const width, height = 1000, 800
	p := newSheet(width, height, x.Title, s.sentence("Friends are near each other, foes apart:"))
	if len(s.actors) == 0 {
		return p.write(w)
	}
	at := s.places(width, height)
	heaviest := int64(1)
	for _, t := range s.ties {
		heaviest = max(heaviest, t.Plus+t.Minus)
	}
	slices.SortStableFunc(s.ties, func(a, b network.Tie) int {
		rank := func(t *network.Tie) int {
			if s.against(t) {
				return 1
			}
			return 0
		}
		return rank(&a) - rank(&b)
	})
	for i := range s.ties {
		s.draw(p, &s.ties[i], at, heaviest)
	}
	s.nodes(p, at)
	s.legend(p, height-34)
	return p.write(w)
}

// places are the actors' places on the sheet.
func (s *shown) places(width, height float64) map[entente.ActorID]network.Spot {
	ids, number := make([]string, len(s.actors)), map[entente.ActorID]int{}
	order := slices.Clone(s.actors)
	slices.Sort(order)
	for i, a := range order {
		ids[i], number[a] = string(a), i
	}
	var springs []network.Spring
	for _, t := range s.ties {
		springs = append(springs, network.Spring{A: number[t.A], B: number[t.B], Pull: network.PullOf(float64(t.Plus)/float64(max(1, s.Unit)), float64(t.Minus)/float64(max(1, s.Unit)))})
	}
	spots := network.Layout(ids, springs)
	xs, ys := make([]float64, len(spots)), make([]float64, len(spots))
	for i, spot := range spots {
		xs[i], ys[i] = spot.X, spot.Y
	}
	xs, ys = spread(xs, 80, width-100), spread(ys, header+30, height-80)
	out := map[entente.ActorID]network.Spot{}
	for i, a := range order {
		out[a] = network.Spot{X: xs[i], Y: ys[i]}
	}
	return out
}

// spread fits values between two bounds, half by value and half by rank, so that
// close groups can be read.
func spread(values []float64, from, to float64) []float64 {
	low, high := slices.Min(values), slices.Max(values)
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	out := make([]float64, len(values))
	for rank, i := range order {
		at := .5
		if high > low {
			at = ((values[i]-low)/(high-low) + float64(rank)/float64(len(values)-1)) / 2
		}
		out[i] = from + at*(to-from)
	}
	return out
}

// draw draws a tie: friendly solid, hostile dashed, both side by side where it is
// told as both.
func (s *shown) draw(p *sheet, t *network.Tie, at map[entente.ActorID]network.Spot, heaviest int64) {
	a, b := at[t.A], at[t.B]
	length := max(1, math.Hypot(b.X-a.X, b.Y-a.Y))
	nx, ny := -(b.Y-a.Y)/length, (b.X-a.X)/length
	same := s.camp[t.A] == s.camp[t.B]
	p.put(`<g><title>%s - %s: friendly %s, hostile %s</title>`, escape(string(t.A)), escape(string(t.B)), weights(t.Plus, s.Unit), weights(t.Minus, s.Unit))
	for _, side := range [...]struct {
		w     int64
		shift float64
		color string
		fits  bool
		more  string
	}{{t.Plus, 1, friendly, same, ""}, {t.Minus, -1, hostile, !same, ` stroke-dasharray="5 4"`}} {
		if side.w == 0 {
			continue
		}
		shift := 0.0
		if t.Plus > 0 && t.Minus > 0 {
			shift = side.shift * 1.8
		}
		opacity := .95
		if side.fits {
			opacity = .35
		}
		thick := .8 + 3.2*math.Sqrt(float64(side.w)/float64(heaviest))
		p.line(a.X+nx*shift, a.Y+ny*shift, b.X+nx*shift, b.Y+ny*shift, thick, side.color, fmt.Sprintf(`opacity="%.2f"`, opacity)+side.more)
	}
	p.put("</g>")
}

// box is a rectangle that labels keep clear of.
type box struct{ x, y, w, h float64 }

func (b box) meets(o box) bool {
	return b.x < o.x+o.w && o.x < b.x+b.w && b.y < o.y+o.h && o.y < b.y+b.h
}

// nodes draws the actors with their names, each where it meets nothing drawn
// before, if there is such a place beside it.
func (s *shown) nodes(p *sheet, at map[entente.ActorID]network.Spot) {
	top := float64(max(1, s.weight[s.actors[0]]))
	var taken []box
	radius := map[entente.ActorID]float64{}
	for _, a := range s.actors {
		r := 4 + 8*math.Sqrt(float64(s.weight[a])/top)
		radius[a] = r
		taken = append(taken, box{at[a].X - r, at[a].Y - r, 2 * r, 2 * r})
	}
	for _, a := range slices.Backward(s.actors) {
		s.mark(p, at[a].X, at[a].Y, radius[a], s.camp[a], fmt.Sprintf("%s, weight %s", a, weights(s.weight[a], s.Unit)))
	}
	const size = 11
	for _, a := range s.actors {
		r, name := radius[a], short(string(a), 18)
		x, y, wide := at[a].X, at[a].Y, widthOf(name, size)
		best, least := 0, math.MaxInt
		places := [...]struct {
			box    box
			anchor string
			x, y   float64
		}{
			{box{x + r + 3, y - 6, wide, 12}, "start", x + r + 3, y + 4},
			{box{x - r - 3 - wide, y - 6, wide, 12}, "end", x - r - 3, y + 4},
			{box{x - wide/2, y - r - 14, wide, 12}, "middle", x, y - r - 4},
			{box{x - wide/2, y + r + 2, wide, 12}, "middle", x, y + r + 12},
		}
		for i, c := range places {
			n := 0
			for _, b := range taken {
				if b.meets(c.box) {
					n++
				}
			}
			if c.box.x < 4 || c.box.x+c.box.w > p.width-4 {
				n += 100
			}
			if n < least {
				best, least = i, n
			}
		}
		c := places[best]
		taken = append(taken, c.box)
		p.text(c.x, c.y, size, c.anchor, ink, name, `paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-linejoin="round"`)
	}
}

// mark draws an actor: circles are the first camp, squares the second, further ones
// have other shapes.
func (s *shown) mark(p *sheet, x, y, r float64, camp int, title string) {
	more := fmt.Sprintf(`fill="%s" stroke="%s" stroke-width="1"`, palette[camp%len(palette)], ink)
	switch camp % 4 {
	case 0:
		p.put(`<circle cx="%.1f" cy="%.1f" r="%.1f" %s><title>%s</title></circle>`, x, y, r, more, escape(title))
	case 1:
		p.put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" %s><title>%s</title></rect>`, x-r*.9, y-r*.9, 1.8*r, 1.8*r, more, escape(title))
	case 2:
		p.put(`<path d="M%.1f %.1fL%.1f %.1fL%.1f %.1fZ" %s><title>%s</title></path>`, x, y-1.1*r, x+1.05*r, y+.8*r, x-1.05*r, y+.8*r, more, escape(title))
	default:
		p.put(`<path d="M%.1f %.1fL%.1f %.1fL%.1f %.1fL%.1f %.1fZ" %s><title>%s</title></path>`, x, y-1.2*r, x+1.2*r, y, x, y+1.2*r, x-1.2*r, y, more, escape(title))
	}
}

// legend explains marks and lines.
func (s *shown) legend(p *sheet, y float64) {
	x := float64(margin)
	say := func(words string) {
		p.text(x, y+4, 11, "start", ink, words, "")
		x += widthOf(words, 11) + 18
	}
	for k := range min(4, len(s.Camps)) {
		if len(s.Camps[k]) == 0 {
			continue
		}
		s.mark(p, x+6, y, 6, k, "")
		x += 17
		say(fmt.Sprintf("camp %d (%d)", k+1, len(s.Camps[k])))
	}
	p.line(x, y, x+28, y, 2.5, friendly, `opacity=".5"`)
	x += 34
	say("friendly")
	p.line(x, y, x+28, y, 2.5, hostile, `opacity=".5" stroke-dasharray="5 4"`)
	x += 34
	say("hostile")
	p.line(x, y-2, x+28, y-2, 3, friendly, "")
	p.line(x, y+3, x+28, y+3, 3, hostile, `stroke-dasharray="5 4"`)
	x += 34
	say("does not fit the camps")
	say("size and width: weight")
}
