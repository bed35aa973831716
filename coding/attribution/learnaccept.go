package attribution

import (
	"math"
	"math/rand/v2"
)

// accept trains the judge of proposals on those that models make of lessons they
// have not seen; a proposal is right where it would be usable.
func (t *trainer) accept(ls []*lesson, parts *[folds]*models) *learner {
	type item struct {
		f     []uint32
		right bool
	}
	items := make([][]item, len(ls))
	t.both(func(n int) {
		w := &worker{k: t.k, m: parts[n]}
		for i := n; i < len(ls); i += folds {
			w.v = ls[i].v
			all := w.proposals()
			for _, p := range all {
				items[i] = append(items[i], item{acceptFeatures(w.v, p, all, nil), ls[i].usable(p)})
			}
		}
	}, folds)
	m := newLearner(acceptBits, 1, 0.02, 0)
	r := rand.New(rand.NewPCG(5, 6))
	for pass := range acceptPasses {
		loss, n := 0.0, 0
		for _, i := range r.Perm(len(ls)) {
			for _, x := range items[i] {
				var s, g [1]float32
				m.score(x.f, s[:])
				g[0] = logistic(s[0])
				if x.right {
					loss -= math.Log(float64(max(g[0], 1e-6)))
					g[0]--
				} else {
					loss -= math.Log(float64(max(1-g[0], 1e-6)))
				}
				n++
				m.step(x.f, g[:])
			}
		}
		t.progress("proposals: pass %d, loss %.4f over %d", pass+1, loss/float64(n), n)
	}
	return m
}

// usable reports whether a proposal matches a gold attribution well enough to be
// of use: half the content (Dice) and half the smaller source.
func (l *lesson) usable(p *proposal) bool {
	for g := range l.gold {
		m := &l.gold[g]
		if m.head < p.lo-200 || m.head > p.lo+len(p.role)+200 {
			continue
		}
		c, cp, cg := l.overlap(p, roleContent, m.content)
		s, sp, sg := l.overlap(p, roleSource, m.source)
		if 4*c >= cp+cg && c > 0 && (sp+sg == 0 || 2*s >= min(sp, sg) && s > 0) {
			return true
		}
	}
	return false
}

// overlap counts words, signs left out, in both, proposed and gold.
func (l *lesson) overlap(p *proposal, role uint8, gold map[int]bool) (both, got, want int) {
	for i, r := range p.role {
		if r == role && l.v.words[p.lo+i].sign == signNone {
			got++
			if gold[p.lo+i] {
				both++
			}
		}
	}
	for i := range gold {
		if l.v.words[i].sign == signNone {
			want++
		}
	}
	return both, got, want
}
