package network

import (
	"math"

	"entente"
)

// Numbered makes a network of pairs that its user has numbered, and of observations
// that he has found to count: what Build does, without a look-up of words for each
// observation. It is not safe for concurrent use, and done with its Network.
type Numbered struct {
	rules  Rules
	all    *gathering
	at     []int32 // of each pair its place among all, from 1; 0 for none yet
	shared []entente.Observation
}

// NewNumbered begins a network of pairs numbered from 0 to below n. Of the rules only
// the origins and the least weight are asked.
func NewNumbered(n int, r Rules) *Numbered {
	return &Numbered{rules: r, all: newGathering(), at: make([]int32, n)}
}

// Told is an observation of a pair, as a network counts it.
type Told struct {
	A, B   entente.ActorID // not equal
	Record entente.RecordID
	Sign   entente.Sign
	Trust  float32
}

// Tell counts what is told of a pair by a document that has no copies.
func (b *Numbered) Tell(pair int32, o *Told) {
	k := b.at[pair]
	if k == 0 {
		k = b.all.pair(o.A, o.B) + 1
		b.at[pair] = k
	}
	b.all.tell(k-1, o.Record)
	b.all.add(k-1, int64(math.Round(valued(o.Sign, o.Trust))))
}

// Share counts what a document tells that has copies or is one: what several of one
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
