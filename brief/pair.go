package brief

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// dyad is an unordered pair of sides, the smaller id first.
type dyad [2]entente.ActorID

func newDyad(a, b entente.ActorID) dyad { return dyad{min(a, b), max(a, b)} }

// dyads returns the pairs that a statement is filed under. Sides of one state
// stay apart as the actors they are.
func (b *builder) dyads(s *Statement) []dyad {
	var out []dyad
	put := func(x, y entente.ActorID) {
		d := newDyad(b.names.side(x), b.names.side(y))
		if d[0] == d[1] {
			d = newDyad(x, y)
		}
		if d[0] != d[1] && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	for i, a := range s.A {
		for _, r := range s.B {
			put(a.ID, r.ID)
		}
		if len(s.B) == 0 {
			for _, r := range s.A[i+1:] {
				put(a.ID, r.ID)
			}
		}
	}
	return out
}

// wants reports whether a pair is asked about.
func (b *builder) wants(d dyad) bool {
	one := func(asked entente.ActorID) bool { return b.names.is(d[0], asked) || b.names.is(d[1], asked) }
	switch len(b.asked) {
	case 0:
		return true
	case 1:
		return one(b.asked[0])
	}
	x, y := b.asked[0], b.asked[1]
	return b.names.is(d[0], x) && b.names.is(d[1], y) || b.names.is(d[0], y) && b.names.is(d[1], x)
}

// pairs files statements, which come in order, under the pairs asked about, the
// pair with most behind it first.
func (b *builder) pairs(all []*Statement) []Pair {
	held := map[dyad]*Pair{}
	for _, s := range all {
		for _, d := range b.dyads(s) {
			if !b.wants(d) {
				continue
			}
			p := held[d]
			if p == nil {
				x, y := b.order(d)
				p = &Pair{A: b.names.name(x), B: b.names.name(y)}
				held[d] = p
			}
			p.add(s)
		}
	}
	out := make([]Pair, 0, len(held))
	for _, p := range held {
		p.sum()
		out = append(out, *p)
	}
	slices.SortFunc(out, func(x, y Pair) int {
		return cmp.Or(
			cmp.Compare(y.Weight, x.Weight),
			strings.Compare(string(x.A.ID), string(y.A.ID)), strings.Compare(string(x.B.ID), string(y.B.ID)),
		)
	})
	return out
}

// order puts the actor asked about first.
func (b *builder) order(d dyad) (x, y entente.ActorID) {
	if len(b.asked) > 0 && !b.names.is(d[0], b.asked[0]) {
		return d[1], d[0]
	}
	return d[0], d[1]
}

func (p *Pair) add(s *Statement) {
	i := slices.IndexFunc(p.Layers, func(l Layer) bool { return l.Layer == s.Layer })
	if i < 0 {
		i = len(p.Layers)
		p.Layers = append(p.Layers, Layer{Layer: s.Layer})
	}
	l := &p.Layers[i]
	l.Statements = append(l.Statements, *s)
	p.Weight += s.weight()
	if s.Disputed {
		l.Disputed++
	}
	switch {
	case !s.Firm:
		l.Open++
	case s.Sign > 0:
		l.Plus++
	case s.Sign < 0:
		l.Minus++
	}
}

// sum orders the layers by what stands behind them and finds the signs.
func (p *Pair) sum() {
	weight := func(l Layer) (w float64) {
		for i := range l.Statements {
			w += l.Statements[i].weight()
		}
		return w
	}
	slices.SortFunc(p.Layers, func(x, y Layer) int {
		return cmp.Or(cmp.Compare(weight(y), weight(x)), strings.Compare(string(x.Layer), string(y.Layer)))
	})
	for _, l := range p.Layers {
		switch {
		case l.Plus > l.Minus:
			p.Friendly = append(p.Friendly, l.Layer)
		case l.Minus > l.Plus:
			p.Hostile = append(p.Hostile, l.Layer)
		}
	}
}

// joint returns, for a pair asked about, the statements in which both stand on
// one side towards somebody else.
func (b *builder) joint(all []*Statement) []Statement {
	if len(b.asked) != 2 {
		return nil
	}
	var out []Statement
	for _, s := range all {
		if len(s.B) > 0 && (b.holdsBoth(s.A) || b.holdsBoth(s.B)) {
			out = append(out, *s)
		}
	}
	return out
}

func (b *builder) holdsBoth(side []Name) bool {
	has := func(asked entente.ActorID) bool {
		return slices.ContainsFunc(side, func(n Name) bool { return b.names.is(n.ID, asked) })
	}
	return has(b.asked[0]) && has(b.asked[1])
}

// acts returns the statements of one side with nobody named on the other.
func (b *builder) acts(all []*Statement) []Statement {
	if len(b.asked) == 2 {
		return nil
	}
	var out []Statement
	for _, s := range all {
		if len(s.A) != 1 || len(s.B) > 0 || len(b.asked) == 1 && !b.names.is(s.A[0].ID, b.asked[0]) {
			continue
		}
		out = append(out, *s)
	}
	return out
}

// countThirds notes who else is named in the sentences about a pair asked about.
func (b *builder) countThirds(p *page, s *Statement, c Citation) {
	if len(b.asked) != 2 || !slices.ContainsFunc(b.dyads(s), b.wants) {
		return
	}
	for _, id := range p.touched(c.Span) {
		side := b.names.side(id)
		if b.names.is(side, b.asked[0]) || b.names.is(side, b.asked[1]) || b.names.is(id, b.asked[0]) || b.names.is(id, b.asked[1]) {
			continue
		}
		t := b.thirds[side]
		if t == nil {
			t = &Third{Name: Name{ID: side}}
			b.thirds[side] = t
		}
		if !slices.ContainsFunc(t.Citations, func(o Citation) bool { return o.Number == c.Number && o.Span == c.Span }) {
			t.Passages++
			t.Citations = append(t.Citations, c)
		}
	}
}
