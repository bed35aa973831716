package network

import (
	"cmp"
	"slices"

	"entente"
)

// gathering is pairs as they are told of, one after the other, small enough for
// millions: actors are numbers, and the records that a pair names are a chain.
type gathering struct {
	number map[entente.ActorID]int32
	actors []entente.ActorID
	at     map[uint64]int32 // place of a pair by the numbers of its actors
	pairs  []gathered
	named  []link
}

// gathered is what is told of a pair.
type gathered struct {
	a, b        int32
	records     int32
	first, last int32 // links, from 1
	plus, minus int64
}

// link is a record that a pair names, and the next of the pair, 0 for none.
type link struct {
	record entente.RecordID
	next   int32
}

func newGathering() *gathering {
	return &gathering{number: map[entente.ActorID]int32{}, at: map[uint64]int32{}}
}

// actor is the number of an actor.
func (g *gathering) actor(a entente.ActorID) int32 {
	i, ok := g.number[a]
	if !ok {
		i = int32(len(g.actors))
		g.number[a] = i
		g.actors = append(g.actors, a)
	}
	return i
}

// pair is the place of a pair of two different actors, in either order.
func (g *gathering) pair(a, b entente.ActorID) int32 {
	u, v := g.actor(a), g.actor(b)
	key := uint64(min(u, v))<<32 | uint64(max(u, v))
	i, ok := g.at[key]
	if !ok {
		i = int32(len(g.pairs))
		g.at[key] = i
		if b < a {
			u, v = v, u
		}
		g.pairs = append(g.pairs, gathered{a: u, b: v})
	}
	return i
}

// tell counts a record of a pair, which names it if it is among the first.
func (g *gathering) tell(pair int32, r entente.RecordID) {
	p := &g.pairs[pair]
	if p.records++; p.records > evidenceKept {
		return
	}
	g.named = append(g.named, link{record: r})
	k := int32(len(g.named))
	if p.first == 0 {
		p.first = k
	} else {
		g.named[p.last-1].next = k
	}
	p.last = k
}

// add adds a signed weight to a pair.
func (g *gathering) add(pair int32, w int64) {
	if p := &g.pairs[pair]; w > 0 {
		p.plus += w
	} else {
		p.minus -= w
	}
}

// network makes ties of the pairs that weigh something and at least so much.
func (g *gathering) network(least int64) *Network {
	kept := slices.DeleteFunc(g.pairs, func(p gathered) bool { return p.plus+p.minus == 0 || p.plus+p.minus < least })
	g.pairs, g.at, g.number = nil, nil, nil
	rank := g.ranks()
	slices.SortFunc(kept, func(x, y gathered) int {
		return cmp.Or(cmp.Compare(rank[x.a], rank[y.a]), cmp.Compare(rank[x.b], rank[y.b]))
	})
	n, names := &Network{Ties: make([]Tie, len(kept))}, 0
	tied := make([]bool, len(g.actors))
	for _, p := range kept {
		names += int(min(p.records, evidenceKept))
		tied[p.a], tied[p.b] = true, true
	}
	evidence := make([]entente.RecordID, 0, names)
	for i, p := range kept {
		from := len(evidence)
		for k := p.first; k != 0; k = g.named[k-1].next {
			evidence = append(evidence, g.named[k-1].record)
		}
		n.Ties[i] = Tie{A: g.actors[p.a], B: g.actors[p.b], Plus: p.plus, Minus: p.minus, Records: int(p.records), Evidence: evidence[from:len(evidence):len(evidence)]}
	}
	for i, a := range g.actors {
		if tied[i] {
			n.Actors = append(n.Actors, a)
		}
	}
	slices.Sort(n.Actors)
	return n
}

// ranks is the place of each actor in the order of their ids.
func (g *gathering) ranks() []int32 {
	order := make([]int32, len(g.actors))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int { return cmp.Compare(g.actors[x], g.actors[y]) })
	rank := make([]int32, len(order))
	for i, u := range order {
		rank[u] = int32(i)
	}
	return rank
}
