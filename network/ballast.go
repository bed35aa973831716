package network

import (
	"slices"
	"sync"

	"entente"
)

// Ballast is what it takes to move a pair: the best cost with both in one camp
// and in opposite camps, their own tie left out.
type Ballast struct {
	A        entente.ActorID `json:"a"`
	B        entente.ActorID `json:"b"`
	Same     int64           `json:"same"`
	Opposite int64           `json:"opposite"`
	Proved   bool            `json:"proved"`
	// Own is the pair's own tie, nil where there is none or its sides are equal.
	Own *Tie `json:"own,omitempty"`
	// Status says in which best splits the pair's own tie is contradicted: "never",
	// "sometimes", "always"; "" where there is none. Margin is how much more the best
	// split costs in which it stands the other way.
	Status string `json:"status,omitempty"`
	Margin int64  `json:"margin"`
	// Flipped is the change of the frustration index if the own tie changed its sign.
	Flipped int64 `json:"flipped"`
	// Needed is the least weight that must change to bring both into one camp: more
	// friendly weight between the two, than which no other change is smaller. It is 0
	// or less where a best split has them there already; at exactly this weight both
	// ways cost the same.
	Needed int64 `json:"needed"`
	// Strained are the ties that are not contradicted in today's camps (those of
	// Frustration) and are in the best split with both in one camp that is nearest to
	// them: it moves the fewest actors. Moved are these.
	Strained []Tie             `json:"strained,omitempty"`
	Moved    []entente.ActorID `json:"moved,omitempty"`
	Nearest  bool              `json:"nearest"` // proved that no best split is nearer
}

// Ballast is Same less Opposite: a friendly tie that weighs more puts the pair
// into one camp.
func (b *Ballast) Ballast() int64 { return b.Same - b.Opposite }

// Weigh finds the ballast of a pair of actors of the network; ok is false where
// one is not in it.
func Weigh(n *Network, a, b entente.ActorID, budget Budget) (out *Ballast, ok bool) {
	return Solve(n, budget).Weigh(a, b)
}

// Weigh finds the ballast of a pair of actors; ok is false where one is not in the
// network.
func (x *Solved) Weigh(a, b entente.ActorID) (out *Ballast, ok bool) {
	n, budget := x.net, x.budget
	u, in := slices.BinarySearch(n.Actors, a)
	v, too := slices.BinarySearch(n.Actors, b)
	if !in || !too || a == b {
		return nil, false
	}
	out = &Ballast{A: a, B: b}
	rest := &Network{Actors: n.Actors}
	for i := range n.Ties {
		if t := &n.Ties[i]; t.A == min(a, b) && t.B == max(a, b) {
			out.Own = t
		} else {
			rest.Ties = append(rest.Ties, *t)
		}
	}
	var apart sync.WaitGroup
	apart.Go(func() {
		opposite, _ := rest.graph()
		opposite.merge(int32(u), int32(v), -1)
		_, lower, upper := solve(opposite, budget)
		out.Opposite, out.Proved = upper, lower == upper
	})
	camp := x.today().camp
	same, _ := rest.graph()
	same.merge(int32(u), int32(v), 1)
	near := nearest(same, camp, budget)
	apart.Wait()
	out.Same, out.Proved, out.Nearest = near.upper, out.Proved && near.proved(), near.proved() && near.nearest
	out.own()
	out.Strained = rest.strained(camp, near.camp)
	out.Moved = n.moved(camp, near.camp)
	return out, true
}

// own says how the pair's own tie stands.
func (b *Ballast) own() {
	b.Needed = b.Ballast()
	if b.Own == nil {
		return
	}
	w := b.Own.Weight()
	b.Needed -= w
	satisfied, frustrated := b.Same, b.Opposite+w
	if w < 0 {
		satisfied, frustrated = b.Opposite, b.Same-w
	}
	if w == 0 {
		b.Own = nil
		return
	}
	b.Margin = abs(frustrated - satisfied)
	switch {
	case satisfied < frustrated:
		b.Status = "never"
	case satisfied > frustrated:
		b.Status = "always"
	default:
		b.Status = "sometimes"
	}
	b.Flipped = min(satisfied+abs(w), frustrated-abs(w)) - min(satisfied, frustrated)
}

// strained are the ties that the split after contradicts and before does not.
func (n *Network) strained(before, after []int8) []Tie {
	var out []Tie
	for i := range n.Ties {
		t := &n.Ties[i]
		u, _ := slices.BinarySearch(n.Actors, t.A)
		v, _ := slices.BinarySearch(n.Actors, t.B)
		contradicts := func(s []int8) bool { return t.Weight() != 0 && (s[u] == s[v]) != (t.Weight() > 0) }
		if contradicts(after) && !contradicts(before) {
			out = append(out, *t)
		}
	}
	return out
}

// moved are the actors whose camp differs.
func (n *Network) moved(before, after []int8) []entente.ActorID {
	var out []entente.ActorID
	for i, a := range n.Actors {
		if before[i] != after[i] {
			out = append(out, a)
		}
	}
	return out
}
