package attribution

import (
	"math/rand/v2"
)

// hideRate is the part of words whose form and lemma are hidden in training, so
// that words not seen then are known by their class, groups and place.
const hideRate = 0.1

// crossCues scores the words of each lesson by a model trained on the others.
func (t *trainer) crossCues(ls []*lesson) {
	t.both(func(n int) {
		w := &worker{k: t.k, m: &models{cue: t.cue(without(ls, n), false, cueBits)}}
		for i := n; i < len(ls); i += folds {
			w.v = ls[i].v
			w.scoreCues(w.m.cue, 0, len(w.v.words), w.v.cue)
		}
	}, folds)
	var hit, out, gold float64
	for _, l := range ls {
		for i, s := range l.v.cue {
			if s > 0 {
				out++
				if l.head[i] {
					hit++
				}
			}
		}
		gold += float64(len(l.head))
	}
	t.progress("cue heads, cross-checked: P %.1f R %.1f F %.1f", 100*hit/out, 100*hit/gold, 200*hit/(out+gold))
}

// crossExtents cuts each gold cue by a model trained on the other lessons, so that
// roles are learned beside cues as they will be met.
func (t *trainer) crossExtents(ls []*lesson) {
	t.both(func(n int) {
		w := &worker{k: t.k, m: &models{extent: t.extent(without(ls, n))}}
		for i := n; i < len(ls); i += folds {
			w.v = ls[i].v
			for g := range ls[i].gold {
				m := &ls[i].gold[g]
				m.first, m.last = w.extent(m.head)
			}
		}
	}, folds)
	right, all := 0, 0
	for _, l := range ls {
		for _, g := range l.gold {
			n := 0
			for i := g.first; i < g.last; i++ {
				if g.cue[i] {
					n++
				}
			}
			all++
			if n == len(g.cue) && n == g.last-g.first {
				right++
			}
		}
	}
	t.progress("cues cut exactly, cross-checked: %.1f", 100*float64(right)/float64(all))
}

// extent trains which words around a head belong to its cue.
func (t *trainer) extent(ls []*lesson) *learner {
	m := newLearner(extentBits, 1, 0.05, 0)
	r := rand.New(rand.NewPCG(7, 8))
	var f []uint32
	for range extentPasses {
		for _, n := range r.Perm(len(ls)) {
			v := ls[n].v
			for i := range ls[n].gold {
				g := &ls[n].gold[i]
				s := int(v.words[g.head].sentence)
				for j := max(v.first[s], g.head-arm); j < min(v.first[s+1], g.head+arm+1); j++ {
					if j == g.head {
						continue
					}
					f = extentFeatures(v, g.head, j, f[:0])
					var s, d [1]float32
					m.score(f, s[:])
					d[0] = logistic(s[0])
					if g.cue[j] {
						d[0]--
					}
					m.step(f, d[:])
				}
			}
		}
	}
	return m
}

// cue trains the scores of cue heads by logistic regression. For inner cues the
// words within contents are left out, since cues there are not marked.
func (t *trainer) cue(ls []*lesson, inner bool, bits int) *learner {
	m := newLearner(bits, 1, 0.012, 0)
	r := rand.New(rand.NewPCG(1, 2))
	var f []uint32
	for range cuePasses {
		for _, n := range r.Perm(len(ls)) {
			l := ls[n]
			for i := range l.v.words {
				if !l.v.words[i].candidate && !l.head[i] || inner && l.in[i] && !l.head[i] {
					continue
				}
				if known := l.v.words[i]; r.Float32() < hideRate {
					l.v.words[i].hide()
					f = t.k.cueFeatures(l.v, i, f[:0])
					l.v.words[i] = known
				} else {
					f = t.k.cueFeatures(l.v, i, f[:0])
				}
				var s, g [1]float32
				m.score(f, s[:])
				g[0] = logistic(s[0])
				if l.head[i] {
					g[0]--
				}
				if g[0] > 0.001 || g[0] < -0.001 {
					m.step(f, g[:])
				}
			}
		}
	}
	return m
}

// hide makes a word one that was never seen, known by its class and groups alone.
func (w *word) hide() {
	w.form, w.lemma, w.suffix = hidden, hidden, hidden
}

var hidden = name("?")
