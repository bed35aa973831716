package network

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Supposition is something that is supposed of a network.
type Supposition struct {
	Kind   SupposeKind     `json:"kind"`
	A      entente.ActorID `json:"a"`
	B      entente.ActorID `json:"b,omitempty"`      // "" for all ties of A
	Weight int64           `json:"weight,omitempty"` // that is added, below 0 for a hostile one
	Factor float64         `json:"factor,omitempty"` // of all weights
}

// SupposeKind is a kind of change.
type SupposeKind string

// The kinds of change.
const (
	SupposeFlip   SupposeKind = "flip"   // friendly becomes hostile and the other way round
	SupposeAdd    SupposeKind = "add"    // weight is added to a tie, or a tie is made
	SupposeRemove SupposeKind = "remove" // a tie, or all of an actor, is gone
	SupposeWeigh  SupposeKind = "weigh"  // the weight of a tie, or of all of an actor, is multiplied
)

// Suppose returns the network as it were if changes happened, one after the other.
// Actors stay, also without ties. Missed are changes that found no tie.
func Suppose(n *Network, changes []Supposition) (out *Network, missed []Supposition) {
	out = &Network{Actors: slices.Clone(n.Actors), Ties: slices.Clone(n.Ties)}
	for _, c := range changes {
		hit := false
		for i := range out.Ties {
			t := &out.Ties[i]
			if !c.meets(t) {
				continue
			}
			hit = true
			switch c.Kind {
			case SupposeFlip:
				t.Plus, t.Minus = t.Minus, t.Plus
			case SupposeAdd:
				t.Plus, t.Minus = t.Plus+max(0, c.Weight), t.Minus+max(0, -c.Weight)
			case SupposeRemove:
				t.Plus, t.Minus = 0, 0
			case SupposeWeigh:
				t.Plus, t.Minus = int64(math.Round(float64(t.Plus)*c.Factor)), int64(math.Round(float64(t.Minus)*c.Factor))
			}
		}
		if !hit && c.Kind == SupposeAdd && c.B != "" && c.A != c.B {
			out.Ties = append(out.Ties, Tie{A: min(c.A, c.B), B: max(c.A, c.B), Plus: max(0, c.Weight), Minus: max(0, -c.Weight)})
			out.Actors = append(out.Actors, c.A, c.B)
			hit = true
		}
		if !hit {
			missed = append(missed, c)
		}
	}
	out.Ties = slices.DeleteFunc(out.Ties, func(t Tie) bool { return t.Plus == 0 && t.Minus == 0 })
	slices.SortFunc(out.Ties, func(x, y Tie) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	slices.Sort(out.Actors)
	out.Actors = slices.Compact(out.Actors)
	return out, missed
}

// meets reports whether a change is about a tie.
func (c *Supposition) meets(t *Tie) bool {
	if c.B == "" {
		return t.A == c.A || t.B == c.A
	}
	return t.A == min(c.A, c.B) && t.B == max(c.A, c.B)
}

// Outcome is what a model of two camps makes of changes: a consequence, no
// prediction.
type Outcome struct {
	Before Index `json:"before"`
	After  Index `json:"after"`
	// Camps are those of a best split after the changes, the nearest to today's.
	Camps [2][]entente.ActorID `json:"camps"`
	// Moved are the actors that change camp between the two.
	Moved []entente.ActorID `json:"moved"`
	// Strained are the ties that the changed camps contradict and today's did not,
	// Relieved those of today that are no longer contradicted, as they are after the
	// changes.
	Strained []Tie `json:"strained"`
	Relieved []Tie `json:"relieved"`
	Nearest  bool  `json:"nearest"` // proved that no best split moves fewer actors
}

// Index is a frustration index or its bounds.
type Index struct {
	Lower  int64 `json:"lower"`
	Upper  int64 `json:"upper"`
	Proved bool  `json:"proved"`
}

// Compare finds what changes make of the camps of a network; after is the network
// with them (Suppose).
func Compare(n, after *Network, budget Budget) *Outcome { return Solve(n, budget).Compare(after) }

// Compare finds what changes make of the camps of the network; after is the network
// with them (Suppose).
func (x *Solved) Compare(after *Network) *Outcome {
	today := x.before(after.Actors) // actors that a change brings in stand apart before
	camp := today.camp
	h, _ := after.graph()
	next := nearest(h, camp, x.budget)
	out := &Outcome{
		Before: Index{today.lower, today.upper, today.lower == today.upper}, After: Index{next.lower, next.upper, next.proved()},
		Moved: after.moved(camp, next.camp), Nearest: next.nearest,
		Strained: after.strained(camp, next.camp), Relieved: after.strained(next.camp, camp),
	}
	for i, a := range after.Actors {
		k := 0
		if next.camp[i] < 0 {
			k = 1
		}
		out.Camps[k] = append(out.Camps[k], a)
	}
	if len(out.Camps[1]) > len(out.Camps[0]) {
		out.Camps[0], out.Camps[1] = out.Camps[1], out.Camps[0]
	}
	return out
}

// Swing is what it costs if an actor alone changes camp.
type Swing struct {
	Actor entente.ActorID `json:"actor"`
	Cost  int64           `json:"cost"`  // satisfied less contradicted weight of its ties
	Ties  int64           `json:"ties"`  // weight of its ties
	Alone int64           `json:"alone"` // contradicted weight now
}

// Swings lists the actors by what it costs if they change camp while all others
// stay, the cheapest first; those at 0 can stand in either. Actors without ties are
// left out.
func Swings(n *Network, camp map[entente.ActorID]int) []Swing {
	at := map[entente.ActorID]*Swing{}
	for i := range n.Ties {
		t := &n.Ties[i]
		w := t.Weight()
		for _, a := range [2]entente.ActorID{t.A, t.B} {
			s := at[a]
			if s == nil {
				s = &Swing{Actor: a}
				at[a] = s
			}
			s.Ties += abs(w)
			if w != 0 && (w > 0) != (camp[t.A] == camp[t.B]) {
				s.Alone += abs(w)
				s.Cost -= abs(w)
			} else {
				s.Cost += abs(w)
			}
		}
	}
	out := make([]Swing, 0, len(at))
	for _, a := range n.Actors {
		if s := at[a]; s != nil {
			out = append(out, *s)
		}
	}
	slices.SortStableFunc(out, func(x, y Swing) int { return cmp.Compare(x.Cost, y.Cost) })
	return out
}
