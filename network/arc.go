package network

import (
	"cmp"
	"iter"
	"slices"

	"entente"
)

// Arc is what one actor does to another or how it stands to it: a tie with a
// direction. What is told without a direction counts as an arc each way.
type Arc struct {
	From, To entente.ActorID
	Plus     int64
	Minus    int64
}

// Arcs are sorted by From, then To, each pair once.
type Arcs []Arc

// BuildArcs makes arcs of observations by the rules that Build follows, but for
// HalfLife, which counts only where To is set.
func BuildArcs(observations iter.Seq2[entente.Observation, error], r Rules) (Arcs, error) {
	at := map[[2]entente.ActorID]int{}
	var out Arcs
	for o, err := range r.admit(observations) {
		if err != nil {
			return nil, err
		}
		w := r.decayed(r.value(&o), o.Date(), r.To)
		a, b := r.ends(&o)
		if w == 0 || a == b {
			continue
		}
		out = out.add(at, a, b, w)
		if !o.Directed {
			out = out.add(at, b, a, w)
		}
	}
	return out.sorted(), nil
}

func (x Arcs) add(at map[[2]entente.ActorID]int, a, b entente.ActorID, w int64) Arcs {
	i, ok := at[[2]entente.ActorID{a, b}]
	if !ok {
		i = len(x)
		at[[2]entente.ActorID{a, b}] = i
		x = append(x, Arc{From: a, To: b})
	}
	if w > 0 {
		x[i].Plus += w
	} else {
		x[i].Minus -= w
	}
	return x
}

func (x Arcs) sorted() Arcs {
	slices.SortFunc(x, func(a, b Arc) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return x
}

// Arcs are the ties of a network, each way.
func (n *Network) Arcs() Arcs {
	out := make(Arcs, 0, 2*len(n.Ties))
	for _, t := range n.Ties {
		out = append(out, Arc{t.A, t.B, t.Plus, t.Minus}, Arc{t.B, t.A, t.Plus, t.Minus})
	}
	return out.sorted()
}

// Directions returns the network with each tie weighing as many as its directions
// have a sign, by that: what two do to each other with one sign counts two, with
// different ones one each, friendly and hostile. Arcs are those of the network.
func (n *Network) Directions(arcs Arcs) *Network {
	out := &Network{Actors: n.Actors, Unit: n.Unit, Loops: n.Loops, Periods: n.Periods}
	signs := make(map[[2]entente.ActorID][2]int64, len(n.Ties))
	for _, a := range arcs {
		key := [2]entente.ActorID{min(a.From, a.To), max(a.From, a.To)}
		s := signs[key]
		switch {
		case a.Plus > a.Minus:
			s[0]++
		case a.Plus < a.Minus:
			s[1]++
		}
		signs[key] = s
	}
	for _, t := range n.Ties {
		s := signs[[2]entente.ActorID{t.A, t.B}]
		if t.Plus, t.Minus = s[0], s[1]; t.Plus+t.Minus > 0 {
			out.Ties = append(out.Ties, t)
		}
	}
	return out
}
