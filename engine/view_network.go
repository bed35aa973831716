package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/network"
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
	X       float64 `json:"x" doc:"-1 to 1; 0 where places were not asked for"`
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
	Limit    int  // actors; 24 where 0, 5000 at most
	Places   bool // with places for a picture
	Harder   bool // questions of balance are worked at for about a second
}

// mostActors is how many actors one view holds.
const mostActors = 5000

// Network returns the pairs of sides with their counts. The place of an actor
// depends on all records of the ledger, not on the period, so that it does not
// jump as the period moves.
func (d *Desk) Network(ctx context.Context, f NetworkFilter) (*NetworkView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return rememberCounts(d, fmt.Sprintf("network %+v", f), func() (*NetworkView, error) { return d.network(f) })
}

func (d *Desk) network(f NetworkFilter) (*NetworkView, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = 24
	}
	limit = min(limit, mostActors)
	v := &NetworkView{From: f.From.String(), To: f.To.String(), Actors: []NetworkNode{}, Ties: []NetworkTie{}}
	var first, last entente.Day
	weight := map[symbol]int{}
	edges := map[[2]symbol]*NetworkTie{}
	told := make([]NetworkTie, len(d.pairs))
	for s := range d.all(f.Scope) {
		if s.pair < 0 {
			continue
		}
		if w := s.when; w != 0 {
			if first == 0 || w < first {
				first = w
			}
			last = max(last, w)
		}
		if f.Layer != "" && d.symbols.word(s.layer) != f.Layer || !inside(s.when, f.From, f.To) {
			continue
		}
		switch e := &told[s.pair]; {
		case s.sign > 0 && d.firm(s):
			e.Plus++
		case s.sign < 0 && d.firm(s):
			e.Minus++
		default:
			e.Open++
		}
	}
	for i := range told {
		if n := told[i].Plus + told[i].Minus + told[i].Open; n > 0 {
			k := d.pairs[i]
			edges[k] = &told[i]
			weight[k[0]] += n
			weight[k[1]] += n
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
	if f.Places {
		return v, d.put(v, f)
	}
	return v, nil
}

// put gives the actors of a view their places in the picture of everything that
// the ledger holds, so that nobody jumps as the period or the layer moves.
func (d *Desk) put(v *NetworkView, f NetworkFilter) error {
	everything := NetworkFilter{Scope: Scope{Unjudged: f.Unjudged}, Limit: mostActors}
	places, err := rememberCounts(d, fmt.Sprintf("places %+v", everything), func() (*map[string][2]float64, error) {
		all, err := d.network(everything)
		if err != nil {
			return nil, err
		}
		place(all.Actors, all.Ties)
		out := make(map[string][2]float64, len(all.Actors))
		for _, a := range all.Actors {
			out[a.ID] = [2]float64{a.X, a.Y}
		}
		return &out, nil
	})
	if err != nil {
		return err
	}
	for i := range v.Actors {
		a := &v.Actors[i]
		p := (*places)[a.ID]
		a.X, a.Y = p[0], p[1]
	}
	return nil
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

// place gives the actors their places.
func place(nodes []NetworkNode, ties []NetworkTie) {
	ids := make([]string, len(nodes))
	for i := range nodes {
		ids[i] = nodes[i].ID
	}
	springs := make([]network.Spring, len(ties))
	for i, t := range ties {
		springs[i] = network.Spring{A: t.A, B: t.B, Pull: network.PullOf(float64(t.Plus+t.Open), float64(t.Minus))}
	}
	for i, at := range network.Layout(ids, springs) {
		nodes[i].X, nodes[i].Y = at.X, at.Y
	}
}
