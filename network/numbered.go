package network

import (
	"math"
	"slices"

	"entente"
)

// Numbered makes networks of pairs that its user has numbered, and of observations that
// he has found to count: what Build and Windows do, without a look-up of words for each
// observation. It is not safe for concurrent use, and done with its Network or Windows.
type Numbered struct {
	rules  Rules
	all    *gathering
	at     []int32 // of each pair its place among all, from 1; 0 for none yet
	doses  []cited
	shared []entente.Observation
}

// NewNumbered begins a network of pairs numbered from 0 to below n. Of the rules only
// the origins and the least weight are asked.
func NewNumbered(n int, r Rules) *Numbered {
	return &Numbered{rules: r, all: newGathering(), at: make([]int32, n)}
}

// Expect makes room for so many observations to be dated.
func (b *Numbered) Expect(n int) { b.doses = slices.Grow(b.doses, n) }

// Told is an observation of a pair, as a network counts it.
type Told struct {
	A, B   entente.ActorID // not equal
	Record entente.RecordID
	Sign   entente.Sign
	Trust  float32
	Day    entente.Day // to count it under, for Windows; zero where not known
}

// Tell counts what is told of a pair by a document that has no copies.
func (b *Numbered) Tell(pair int32, o Told) {
	k := b.place(pair, o)
	b.all.tell(k, o.Record)
	b.all.add(k, int64(math.Round(valued(o.Sign, o.Trust))))
}

// Date keeps what is told of a pair by a document that has no copies, for Windows.
func (b *Numbered) Date(pair int32, o Told) {
	if !o.Day.IsZero() {
		b.doses = append(b.doses, cited{dose: dose{b.place(pair, o), o.Day, valued(o.Sign, o.Trust)}, record: o.Record})
	}
}

// place is that of a pair among all.
func (b *Numbered) place(pair int32, o Told) int32 {
	if b.at[pair] == 0 {
		b.at[pair] = b.all.pair(o.A, o.B) + 1
	}
	return b.at[pair] - 1
}

// Share takes what a document tells that has copies or is one: what several of one
// origin tell alike counts once.
func (b *Numbered) Share(o entente.Observation) { b.shared = append(b.shared, o) }

// Network is what was told.
func (b *Numbered) Network() *Network {
	for _, o := range b.rules.firsts(b.shared) {
		k := b.all.pair(o.A, o.B)
		b.all.tell(k, o.Record)
		b.all.add(k, int64(math.Round(valued(o.Sign, o.Trust))))
	}
	return b.all.network(b.rules.Least)
}

// Windows is what was dated, window by window, as Windows makes them.
func (b *Numbered) Windows(span, step Step) []Window {
	for _, o := range b.rules.firsts(b.shared) {
		if d := o.Date(); !d.IsZero() {
			b.doses = append(b.doses, cited{dose: dose{b.all.pair(o.A, o.B), d, valued(o.Sign, o.Trust)}, record: o.Record})
		}
	}
	h := b.all.held(b.doses)
	if len(h.doses) == 0 {
		return nil
	}
	return h.windows(&b.rules, span, step)
}

// valued is the signed weight of an observation of a trust, full where it is not said.
func valued(sign entente.Sign, trust float32) float64 {
	w := float64(Unit)
	if trust > 0 {
		w *= float64(trust)
	}
	if sign < 0 {
		w = -w
	}
	return w
}
