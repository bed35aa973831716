package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"entente"
	"entente/network"
)

// unfitShown is how many ties that do not fit one view lists.
const unfitShown = 100

// BalanceView is how far a network is from two camps of friends within and foes
// between: what a model says of what is told.
type BalanceView struct {
	Counted
	Lower    float64    `json:"lower" doc:"no split contradicts less weight"`
	Upper    float64    `json:"upper" doc:"the split below contradicts this weight"`
	Proved   bool       `json:"proved" doc:"both are one: the frustration index"`
	Unique   string     `json:"unique" enum:"yes,no,not known" doc:"whether no other split contradicts as little"`
	Weight   float64    `json:"weight" doc:"of all ties"`
	Camps    [][]Party  `json:"camps" doc:"two, the larger first; who is bound to nobody else is in the first"`
	Unfit    []UnfitTie `json:"unfit" doc:"ties that contradict the camps, the heaviest first"`
	UnfitAll int        `json:"unfit_all" doc:"how many there are"`
	Triads   TriadsView `json:"triads"`
}

// TriadsView counts the triangles of a network by how many of their ties are hostile.
type TriadsView struct {
	Counts   []int          `json:"counts" doc:"with 0, 1, 2, 3 hostile ties; those with 0 and 2 are balanced"`
	Balanced float64        `json:"balanced" doc:"share of balanced ones; 0 where there are none"`
	Heaviest []TriangleView `json:"heaviest" doc:"those that weigh most, of each number of hostile ties as many as are asked for"`
}

// TriangleView is three actors of whom each two are tied.
type TriangleView struct {
	Hostile int       `json:"hostile" doc:"of its ties; none or two are balanced"`
	Ties    []SideTie `json:"ties" doc:"its three ties; the records behind one are those of the pair in the same layer and days"`
}

// SideTie is a tie of a triangle.
type SideTie struct {
	A       Party   `json:"a"`
	B       Party   `json:"b"`
	Plus    float64 `json:"plus" doc:"weight of friendly records"`
	Minus   float64 `json:"minus" doc:"weight of hostile records"`
	Records int     `json:"records"`
}

// Of each number of hostile ties a view lists trianglesShown triangles, or as many as are
// asked for, mostTriangles at most.
const (
	trianglesShown = 6
	mostTriangles  = 1000
)

// NetworkBalance finds the two camps of what is told, as hard as f says, and lists so many
// triangles of each number of hostile ties; 0 is a few.
func (d *Desk) NetworkBalance(ctx context.Context, f NetworkFilter, triangles int) (*BalanceView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	s, err := d.signedOf(f)
	if err != nil {
		return nil, err
	}
	v := s.answers.balance()
	if triangles > 0 {
		more := *v // v is everybody's
		more.Triads.Heaviest = s.triangles(min(triangles, mostTriangles))
		v = &more
	}
	return v, nil
}

// signedOf is the network of a filter with its answers, which are worked out
// without holding the desk.
func (d *Desk) signedOf(f NetworkFilter) (*signed, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.signedWith(f)
}

// signedWith is signedOf with pinned actors in the network, however few their records.
// The caller holds the desk.
func (d *Desk) signedWith(f NetworkFilter, pinned ...symbol) (*signed, error) {
	return rememberCounts(d, signedKey("answers", f)+fmt.Sprint(pinned), func() (*signed, error) {
		s, err := d.signed(f, pinned...)
		if err != nil {
			return nil, err
		}
		out := &signed{counted: s.counted, budget: f.budget(), net: s.net, names: s.names, camps: network.Solve(s.net, f.budget())}
		out.answers = answers{balance: sync.OnceValue(out.balance), blocs: sync.OnceValue(out.blocs)}
		return out, nil
	})
}

func (s *signed) balance() *BalanceView {
	var triads *network.Triads
	var beside sync.WaitGroup
	var triangles []TriangleView
	beside.Go(func() { triads, triangles = network.CountTriads(s.net), s.triangles(trianglesShown) })
	b := s.camps.Balance()
	unique := uniqueWord(s.net, b, s.budget)
	beside.Wait()
	v := &BalanceView{
		Counted: s.counted, Lower: records(b.Lower), Upper: records(b.Upper), Proved: b.Proved, Unique: unique,
		Unfit: []UnfitTie{}, Camps: [][]Party{s.parties(b.Camps[0]), s.parties(b.Camps[1])},
		Triads: TriadsView{Counts: triads.Counts[:], Balanced: triads.Index(), Heaviest: triangles},
	}
	weight := int64(0)
	for i := range s.net.Ties {
		weight += s.net.Ties[i].Plus + s.net.Ties[i].Minus
	}
	v.Weight = records(weight)
	camp := b.Camp()
	v.Unfit, v.UnfitAll = heaviest(b.Frustrated, func(t *network.Tie) (bool, int64) {
		if camp[t.A] == camp[t.B] {
			return true, t.Minus
		}
		return false, t.Plus
	}, s)
	return v
}

// triangles are the heaviest of each kind, so many at most, with their ties.
func (s *signed) triangles(most int) []TriangleView {
	at := make(map[[2]entente.ActorID]*network.Tie, len(s.net.Ties))
	for i := range s.net.Ties {
		t := &s.net.Ties[i]
		at[[2]entente.ActorID{min(t.A, t.B), max(t.A, t.B)}] = t
	}
	out := []TriangleView{}
	for _, list := range network.HeaviestTriangles(s.net, most) {
		for _, t := range list {
			v := TriangleView{Hostile: t.Hostile}
			for _, k := range [][2]entente.ActorID{{t.Actors[0], t.Actors[1]}, {t.Actors[0], t.Actors[2]}, {t.Actors[1], t.Actors[2]}} {
				x := at[k]
				v.Ties = append(v.Ties, SideTie{s.names[k[0]], s.names[k[1]], records(x.Plus), records(x.Minus), x.Records})
			}
			out = append(out, v)
		}
	}
	return out
}

// heaviest are the ties that contradict most, and how many there are; of says of each
// whether it lies within a group, and how much of it contradicts.
func heaviest(ties []network.Tie, of func(*network.Tie) (within bool, against int64), s *signed) ([]UnfitTie, int) {
	type place struct {
		within  bool
		against int64
		i       int
	}
	order := make([]place, len(ties))
	for i := range ties {
		within, against := of(&ties[i])
		order[i] = place{within, against, i}
	}
	slices.SortFunc(order, func(x, y place) int { return cmp.Or(cmp.Compare(y.against, x.against), cmp.Compare(x.i, y.i)) })
	out := []UnfitTie{}
	for _, p := range order[:min(unfitShown, len(order))] {
		out = append(out, UnfitTie{WeighedTie: s.tie(&ties[p.i]), Within: p.within, Against: records(p.against)})
	}
	return out, len(ties)
}
