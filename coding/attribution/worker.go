package attribution

import (
	"cmp"
	"math"
	"slices"
)

// models are the trained parts: cue scores the head of an outermost cue, inner
// that of any cue within a content, extent the words of a cue, role and step the roles of words beside a
// head, accept a whole proposal.
type models struct{ cue, inner, extent, role, step, accept scorer }

// worker tags one text; it is scratch of one goroutine.
type worker struct {
	k *knowledge
	m *models
	v *view
	f []uint32
	q sequence
	// steps keeps the scores of going on to each word, which no cue changes; nil
	// while they are being trained.
	steps []step
}

// step is the scores of going on to a word, by role before and now, and their
// exponentials.
type step struct {
	known bool
	score [roles * roles]float32
	odds  [roles * roles]float64
}

// proposal is an attribution that may be made: a cue head and the roles of the
// words from lo on.
type proposal struct {
	head, lo int
	role     []uint8
	logp     float32 // logarithm of the probability of role
	score    float32 // of accept
}

func (p *proposal) is(i int, role uint8) bool {
	return i >= p.lo && i < p.lo+len(p.role) && p.role[i-p.lo] == role
}

// scoreCues scores every word of [lo, hi) as the head of a cue.
func (w *worker) scoreCues(m scorer, lo, hi int, out []float32) {
	var sum [1]float32
	for i := lo; i < hi; i++ {
		out[i] = never
		if w.v.words[i].candidate {
			w.f = w.k.cueFeatures(w.v, i, w.f[:0])
			sum[0] = 0
			m.score(w.f, sum[:])
			out[i] = sum[0]
		}
	}
}

// never is the score of a word that cannot be a cue.
const never = -20

// fill writes the scores of the roles of [lo, hi) beside a cue head.
func (w *worker) fill(c *scene) {
	w.q.reset(c.hi - c.lo)
	for j := c.lo; j < c.hi; j++ {
		w.f = c.features(j, w.f[:0])
		w.m.role.score(w.f, w.q.node[j-c.lo][:])
		if j > c.lo {
			w.stepTo(j, j-c.lo)
		}
	}
	w.q.pin(c.head - c.lo)
}

// stepTo writes the scores of going on to word j, which is not the first, to
// place i of the sequence.
func (w *worker) stepTo(j, i int) {
	sum := &w.q.step[i]
	if w.steps == nil {
		w.f = w.v.step(j, w.f[:0])
		w.m.step.score(w.f, sum[:])
		return
	}
	s := &w.steps[j]
	if !s.known {
		w.f = w.v.step(j, w.f[:0])
		w.m.step.score(w.f, s.score[:])
		for k, x := range s.score {
			s.odds[k] = math.Exp(float64(x))
		}
		s.known = true
	}
	*sum, w.q.odds[i] = s.score, &s.odds
}

// propose finds the best roles around a cue head within words [lo, hi).
func (w *worker) propose(head, lo, hi int) *proposal {
	kf, kl := w.extent(head)
	return w.proposeCue(head, lo, hi, max(lo, kf), min(hi, kl))
}

// proposeCue finds the best roles around the cue [kf, kl).
func (w *worker) proposeCue(head, lo, hi, kf, kl int) *proposal {
	c := w.v.newScene(head, lo, hi, kf, kl)
	w.fill(c)
	p := &proposal{head: head, lo: lo, role: make([]uint8, hi-lo)}
	best := w.q.best(p.role)
	p.logp = best - float32(w.logTotal())
	p.trim(w.v)
	return p
}

// logTotal is the logarithm of the sum over all sequences of exp(score).
func (w *worker) logTotal() float64 {
	if w.steps == nil {
		return w.q.forward()
	}
	return w.q.logTotal()
}

// trim takes roles back from signs at the rim of a stretch of source or cue, and
// from stretches of signs alone.
func (p *proposal) trim(v *view) {
	n := len(p.role)
	for a := 0; a < n; {
		b := a + 1
		for b < n && p.role[b] == p.role[a] {
			b++
		}
		words := false
		for i := a; i < b; i++ {
			words = words || v.words[p.lo+i].sign == signNone || p.role[a] == roleCue
		}
		if !words {
			for i := a; i < b; i++ {
				p.role[i] = roleNone
			}
		}
		a = b
	}
}

// count returns how many words, signs left out, have a role, and the first and
// last of them.
func (p *proposal) count(v *view, role uint8) (n, first, last int) {
	first, last = -1, -1
	for i, r := range p.role {
		if r == role && v.words[p.lo+i].sign == signNone {
			if first < 0 {
				first = p.lo + i
			}
			n, last = n+1, p.lo+i
		}
	}
	return n, first, last
}

// lowest is the score from which a word is tried as a cue head, certain and
// certainInside those from which an outermost and an inner attribution are made.
// They were chosen on the development articles.
const lowest, certain, certainInside = -1.2, -0.2, 0

// outer returns the outermost attributions of the text, by their heads.
func (w *worker) outer() []*proposal {
	v := w.v
	v.cue = make([]float32, len(v.words))
	w.scoreCues(w.m.cue, 0, len(v.words), v.cue)
	all := w.proposals()
	return resolve(v, all, certain)
}

func (w *worker) proposals() []*proposal {
	var all []*proposal
	for i, s := range w.v.cue {
		if s > lowest {
			lo, hi := w.v.window(i)
			if p := w.propose(i, lo, hi); slices.Contains(p.role, roleContent) {
				all = append(all, p)
			}
		}
	}
	w.judge(all)
	return all
}

// judge scores proposals against each other. Without a trained judge, while it is
// being trained, their scores stay 0.
func (w *worker) judge(all []*proposal) {
	if w.m.accept == nil {
		return
	}
	for _, p := range all {
		var sum [1]float32
		w.f = acceptFeatures(w.v, p, all, w.f[:0])
		w.m.accept.score(w.f, sum[:])
		p.score = sum[0]
		if w.v.passesOn(p.head) {
			p.score = max(p.score, certain+5)
		}
	}
}

// resolve takes proposals from the best on, and leaves out those that stand in
// the content of one taken, hold one taken in theirs, or tell the same again.
func resolve(v *view, all []*proposal, least float32) []*proposal {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b *proposal) int { return cmp.Compare(b.score, a.score) })
	var taken []*proposal
next:
	for _, p := range order {
		if p.score < least {
			break
		}
		if !slices.Contains(p.role, roleContent) {
			continue
		}
		for _, t := range near(taken, p.head) {
			if t.is(p.head, roleContent) || p.is(t.head, roleContent) || t.is(p.head, roleCue) || p.is(t.head, roleCue) || shared(v, t, p) > 0.5 {
				continue next
			}
		}
		at, _ := slices.BinarySearchFunc(taken, p.head, byHead)
		taken = slices.Insert(taken, at, p)
	}
	return taken
}

func byHead(p *proposal, head int) int { return cmp.Compare(p.head, head) }

// near returns those of proposals, in the order of their heads, that may share
// words with one of a head: none reaches further than longest to either side.
func near(ordered []*proposal, head int) []*proposal {
	first, _ := slices.BinarySearchFunc(ordered, head-2*longest, byHead)
	last, _ := slices.BinarySearchFunc(ordered, head+2*longest+1, byHead)
	return ordered[first:last]
}

// shared is the part of the smaller content that lies in both.
func shared(v *view, a, b *proposal) float64 {
	n, _, _ := a.count(v, roleContent)
	m, _, _ := b.count(v, roleContent)
	both := 0
	for i := max(a.lo, b.lo); i < min(a.lo+len(a.role), b.lo+len(b.role)); i++ {
		if a.is(i, roleContent) && b.is(i, roleContent) && v.words[i].sign == signNone {
			both++
		}
	}
	return float64(both) / float64(max(1, min(n, m)))
}
