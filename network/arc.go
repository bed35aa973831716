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
