// Package network makes a signed, weighted, layered graph of who stands with whom
// out of observations of pairs, and asks what holds it together: how far it is
// from two camps that are friends within and foes between (balance), which ties
// do not fit, and what would change if a tie did. It reads no ledger: it takes an
// iterator. Every tie opens onto the records it was made of. Start with Build and
// Frustration.
package network

import (
	"cmp"
	"iter"
	"slices"

	"entente"
)

// Rules say how observations become ties.
type Rules struct {
	// From and To bound the dates that count; zero is open.
	From, To entente.Day
	// Known leaves out what was not known by that day; zero takes all.
	Known entente.Day
	// Layers, where not empty, lists the layers that count.
	Layers []entente.Layer
	// Speakers, where not empty, count what one of these actors, or who belongs
	// to it, is the innermost voice of; Outlets what one of these published, by
	// name without regard to case.
	Speakers []entente.ActorID
	Outlets  []string
	// Stances, where not empty, lists the ways of telling that count; Open is
	// then of no account.
	Stances []entente.Stance
	// Origins names, of a document whose words are another's, where they come
	// from. What several documents of one origin tell of a pair in the same way
	// counts once. Without an entry a document is its own origin.
	Origins map[entente.DocumentID]entente.DocumentID
	// Open counts what is only planned, feared, hedged, demanded, denied or
	// believed as if it were done; otherwise it does not count.
	Open bool
	// HalfLife is the days after which an observation counts half, at the last
	// day that counts; 0 for no decay.
	HalfLife int
	// States counts what belongs to a state (its government, forces, people) as
	// the state.
	States bool
	// Intense weighs an event by its intensity, 0 to 10; otherwise every
	// observation with a sign counts 1.
	Intense bool
	// Least drops ties whose weight is smaller, in thousandths of an
	// observation; 0 keeps all.
	Least int64
}

// DefaultRules counts every observation told as done once, for states.
func DefaultRules() Rules { return Rules{States: true} }

// Unit is the weight of one observation of full trust: weights are whole numbers
// of thousandths, so that sums are exact and their order does not matter.
const Unit = 1000

// evidenceKept is how many records a tie names.
const evidenceKept = 20

// Tie is what is told of a pair, all layers together. Plus and Minus are the
// weights of friendly and hostile observations; neither hides the other.
type Tie struct {
	A        entente.ActorID    `json:"a"` // before B
	B        entente.ActorID    `json:"b"`
	Plus     int64              `json:"plus"`
	Minus    int64              `json:"minus"`
	Records  int                `json:"records"`
	Evidence []entente.RecordID `json:"evidence,omitempty"` // of the first records, as they came
}

// dose is an observation's weight before it decays.
type dose struct {
	tie   int32
	day   entente.Day
	value float64
}

// add adds a signed weight.
func (t *Tie) add(w int64) {
	if w > 0 {
		t.Plus += w
	} else {
		t.Minus -= w
	}
}

// Weight is Plus less Minus.
func (t *Tie) Weight() int64 { return t.Plus - t.Minus }

// Network is actors and their ties. It is not changed after Build.
type Network struct {
	Actors []entente.ActorID // sorted
	Ties   []Tie             // by A, then B
	// Unit is the weight that counts as one where the network was read from a table:
	// 1 where all weights are whole, else so large that they are. 0 for others.
	Unit  int64
	Loops int // ties of an actor with itself that were left out, in a table
	// Periods is how many periods a table tells of that are taken together, 1 where it
	// has no column for them.
	Periods int
}

// Build makes a network of observations. It fails with the first error among
// them. The order of the observations matters only for which records a tie names.
func Build(observations iter.Seq2[entente.Observation, error], r Rules) (*Network, error) {
	g := newGathering()
	last, dated := r.To, !r.To.IsZero()
	var held []dose // with a half-life and no last day: until the last day is known
	for o, err := range r.admit(observations) {
		if err != nil {
			return nil, err
		}
		a, b := r.ends(&o)
		if a == b {
			continue
		}
		i, d := g.pair(a, b), o.Date()
		g.tell(i, o.Record)
		if r.HalfLife == 0 || !r.To.IsZero() {
			g.add(i, r.decayed(r.value(&o), d, last))
			continue
		}
		held = append(held, dose{i, d, r.value(&o)})
		if !d.IsZero() && (!dated || d > last) {
			last, dated = d, true
		}
	}
	for _, h := range held {
		g.add(h.tie, r.decayed(h.value, h.day, last))
	}
	return g.network(r.Least), nil
}

// New makes a network of ties that are given.
func New(ties []Tie) *Network {
	n := &Network{Ties: slices.Clone(ties)}
	for i := range n.Ties {
		if t := &n.Ties[i]; t.B < t.A {
			t.A, t.B = t.B, t.A
		}
	}
	n.finish()
	return n
}

func (n *Network) finish() {
	slices.SortFunc(n.Ties, func(x, y Tie) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	for i := range n.Ties {
		n.Actors = append(n.Actors, n.Ties[i].A, n.Ties[i].B)
	}
	slices.Sort(n.Actors)
	n.Actors = slices.Compact(n.Actors)
}

// stateOf is the state that an actor belongs to, or the actor.
func stateOf(a entente.ActorID) entente.ActorID {
	for i := range len(a) {
		if a[i] == '.' && i == 3 {
			return a[:i]
		}
	}
	return a
}

// Signs returns the network with every tie weighing 1, by the sign of its weight;
// ties whose friendly and hostile weights are equal are left out.
func (n *Network) Signs() *Network {
	out := &Network{Actors: n.Actors, Loops: n.Loops, Periods: n.Periods}
	for _, t := range n.Ties {
		switch w := t.Weight(); {
		case w > 0:
			t.Plus, t.Minus = 1, 0
		case w < 0:
			t.Plus, t.Minus = 0, 1
		default:
			continue
		}
		out.Ties = append(out.Ties, t)
	}
	return out
}
