package engine

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
)

// NetworkView is who stands with whom, as a matrix or a graph.
type NetworkView struct {
	Center string        `json:"center,omitempty" doc:"the actor whose neighbours these are; absent for the whole"`
	From   string        `json:"from,omitempty"`
	To     string        `json:"to,omitempty"`
	First  string        `json:"first,omitempty" doc:"earliest day with a record"`
	Last   string        `json:"last,omitempty"`
	Actors []NetworkNode `json:"actors"`
	Ties   []NetworkTie  `json:"ties"`
	All    int           `json:"all" doc:"actors before the smallest were left out"`
}

// NetworkNode is an actor with its place; places stay alike over time.
type NetworkNode struct {
	Party
	Records int     `json:"records"`
	X       float64 `json:"x" doc:"-1 to 1"`
	Y       float64 `json:"y"`
}

// NetworkTie is a pair.
type NetworkTie struct {
	A     int `json:"a" doc:"index in actors"`
	B     int `json:"b"`
	Plus  int `json:"plus"`
	Minus int `json:"minus"`
	Open  int `json:"open"`
}

// NetworkFilter says what is counted.
type NetworkFilter struct {
	Scope
	Center   string
	Layer    string
	From, To entente.Day
	Limit    int // actors; 24 where 0, 5000 at most
}

// Network returns the pairs of sides with their counts. The place of an actor
// depends on all records of the ledger, not on the period, so that it does not
// jump as the period moves.
func (d *Desk) Network(ctx context.Context, f NetworkFilter) (*NetworkView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return remember(d, fmt.Sprintf("network %+v", f), func() (*NetworkView, error) { return d.network(f) })
}

func (d *Desk) network(f NetworkFilter) (*NetworkView, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = 24
	}
	limit = min(limit, 5000)
	v := &NetworkView{From: f.From.String(), To: f.To.String(), Actors: []NetworkNode{}, Ties: []NetworkTie{}}
	var first, last entente.Day
	weight := map[symbol]int{}
	edges := map[[2]symbol]*NetworkTie{}
	for s := range d.all(f.Scope) {
		x, y := d.side(s.a), d.side(s.b)
		if x == y {
			continue
		}
		if w := s.when; w != 0 {
			if first == 0 || w < first {
				first = w
			}
			last = max(last, w)
		}
		if f.Layer != "" && d.symbols.word(s.layer) != f.Layer {
			continue
		}
		k := d.pair(x, y)
		if !inside(s.when, f.From, f.To) {
			continue
		}
		e := edges[k]
		if e == nil {
			e = &NetworkTie{}
			edges[k] = e
		}
		weight[x]++
		weight[y]++
		switch {
		case s.sign > 0 && d.firm(s):
			e.Plus++
		case s.sign < 0 && d.firm(s):
			e.Minus++
		default:
			e.Open++
		}
	}
	v.First, v.Last = first.String(), last.String()
	members, err := d.members(f.Center, weight, edges, limit, v)
	if err != nil {
		return nil, err
	}
	number := map[symbol]int{}
	for i, a := range members {
		number[a] = i
		v.Actors = append(v.Actors, NetworkNode{Party: d.party(a), Records: weight[a]})
	}
	for k, e := range edges {
		a, okA := number[k[0]]
		b, okB := number[k[1]]
		if okA && okB {
			e.A, e.B = a, b
			v.Ties = append(v.Ties, *e)
		}
	}
	slices.SortFunc(v.Ties, func(x, y NetworkTie) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	place(v.Actors, v.Ties)
	return v, nil
}

// members are the actors shown: a centre and its neighbours, or those with most
// records.
func (d *Desk) members(center string, weight map[symbol]int, edges map[[2]symbol]*NetworkTie, limit int, v *NetworkView) ([]symbol, error) {
	var list []symbol
	if center != "" {
		c, err := d.find(center)
		if err != nil {
			return nil, err
		}
		c = d.side(c)
		v.Center = d.symbols.word(c)
		near := map[symbol]int{}
		for k, e := range edges {
			switch c {
			case k[0]:
				near[k[1]] = e.Plus + e.Minus + e.Open
			case k[1]:
				near[k[0]] = e.Plus + e.Minus + e.Open
			}
		}
		for a := range near {
			list = append(list, a)
		}
		slices.SortFunc(list, func(x, y symbol) int {
			return cmp.Or(cmp.Compare(near[y], near[x]), strings.Compare(d.symbols.word(x), d.symbols.word(y)))
		})
		v.All = len(list) + 1
		return append([]symbol{c}, list[:min(len(list), limit-1)]...), nil
	}
	for a := range weight {
		list = append(list, a)
	}
	slices.SortFunc(list, func(x, y symbol) int {
		return cmp.Or(cmp.Compare(weight[y], weight[x]), strings.Compare(d.symbols.word(x), d.symbols.word(y)))
	})
	v.All = len(list)
	return list[:min(len(list), limit)], nil
}

// place lays a signed graph out: friends pull each other, foes push, everybody
// keeps a distance (Fruchterman and Reingold 1991 with signed springs). It starts
// from places that ids alone decide and runs a fixed number of rounds, so that
// the same graph always looks the same and one more tie moves little.
func place(nodes []NetworkNode, ties []NetworkTie) {
	n := len(nodes)
	if n == 0 {
		return
	}
	for i := range nodes {
		h := fnv(nodes[i].ID)
		angle, radius := float64(h%3600)/3600*2*math.Pi, 0.2+0.8*float64(h/3600%1000)/1000
		nodes[i].X, nodes[i].Y = radius*math.Cos(angle), radius*math.Sin(angle)
	}
	rounds := 120
	if n > 400 {
		rounds = 30
	}
	k := 1.4 / math.Sqrt(float64(n))
	dx, dy := make([]float64, n), make([]float64, n)
	for round := range rounds {
		clear(dx)
		clear(dy)
		repel(nodes, dx, dy, k)
		for _, t := range ties {
			pull(nodes, dx, dy, &t, k)
		}
		heat := 0.12 * (1 - float64(round)/float64(rounds))
		for i := range nodes {
			dx[i] -= 0.12 * nodes[i].X
			dy[i] -= 0.12 * nodes[i].Y
			if l := math.Hypot(dx[i], dy[i]); l > 0 {
				step := min(l, heat)
				nodes[i].X += dx[i] / l * step
				nodes[i].Y += dy[i] / l * step
			}
		}
	}
	far := 1e-9
	for i := range nodes {
		far = max(far, math.Abs(nodes[i].X), math.Abs(nodes[i].Y))
	}
	for i := range nodes {
		nodes[i].X = math.Round(nodes[i].X/far*1e4) / 1e4
		nodes[i].Y = math.Round(nodes[i].Y/far*1e4) / 1e4
	}
}

// repel pushes all actors apart; in large graphs only those in neighbouring
// cells of a grid.
func repel(nodes []NetworkNode, dx, dy []float64, k float64) {
	push := func(i, j int) {
		x, y := nodes[i].X-nodes[j].X, nodes[i].Y-nodes[j].Y
		l := max(x*x+y*y, 1e-6)
		f := k * k / l
		dx[i] += x * f
		dy[i] += y * f
		dx[j] -= x * f
		dy[j] -= y * f
	}
	if len(nodes) <= 400 {
		for i := range nodes {
			for j := range i {
				push(i, j)
			}
		}
		return
	}
	type cell struct{ x, y int }
	grid := map[cell][]int{}
	size := 3 * k
	for i := range nodes {
		c := cell{int(math.Floor(nodes[i].X / size)), int(math.Floor(nodes[i].Y / size))}
		grid[c] = append(grid[c], i)
	}
	for i := range nodes {
		c := cell{int(math.Floor(nodes[i].X / size)), int(math.Floor(nodes[i].Y / size))}
		for x := c.x - 1; x <= c.x+1; x++ {
			for y := c.y - 1; y <= c.y+1; y++ {
				near := grid[cell{x, y}]
				for _, j := range near[:min(len(near), 40)] {
					if j < i {
						push(i, j)
					}
				}
			}
		}
	}
}

// pull moves the two of a tie together where it is friendly, apart where it is
// hostile.
func pull(nodes []NetworkNode, dx, dy []float64, t *NetworkTie, k float64) {
	x, y := nodes[t.B].X-nodes[t.A].X, nodes[t.B].Y-nodes[t.A].Y
	l := max(math.Hypot(x, y), 1e-6)
	weight := math.Log1p(float64(t.Plus+t.Open)) - 0.6*math.Log1p(float64(t.Minus))
	f := weight * l / k / 2
	if weight < 0 {
		f = weight * k / l
	}
	dx[t.A] += x / l * f * l
	dy[t.A] += y / l * f * l
	dx[t.B] -= x / l * f * l
	dy[t.B] -= y / l * f * l
}

// fnv is the 64-bit FNV-1a hash.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
