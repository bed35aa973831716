package forecast

import (
	"math"
	"slices"
	"sync"
)

// contexts are five of how much is known of the subject's acts of the kind, for
// each side that may be asked for: each has weights of its own.
const contexts = 10

// contextOf is how much is known of a subject's acts of a kind, and which side is
// asked for.
func (m *Ranker) contextOf(s, r int32) int {
	c := 0
	if ai, ok := m.hist.actOf[key(s, r)]; ok {
		switch n := m.hist.actSum[ai].count[rates-1]; {
		case n <= 2:
			c = 1
		case n <= 8:
			c = 2
		case n <= 30:
			c = 3
		default:
			c = 4
		}
	}
	if r >= m.hist.relations {
		c += 5
	}
	return c
}

// score fills the scores of the rows.
func (m *Ranker) score(x *scratch, s, r int32) {
	c := m.contextOf(s, r)
	for i := range x.weight {
		x.weight[i] = m.shared[i] + m.relation[r][i] + m.context[c][i]
	}
	if w := m.subject[s]; w != nil {
		for i := range x.weight {
			x.weight[i] += w[i]
		}
	}
	if m.embedding != nil {
		x.query = slices.Grow(x.query[:0], m.embedding.d)[:m.embedding.d]
		m.embedding.of(s, r, x.query)
	}
	x.scores = slices.Grow(x.scores[:0], len(x.cands))[:len(x.cands)]
	w := x.weight[:numbers]
	for i := range x.cands {
		f := x.rows[i*numbers : i*numbers+numbers]
		var a, b, c, d float32
		for k := 0; k+3 < numbers; k += 4 {
			a += f[k] * w[k]
			b += f[k+1] * w[k+1]
			c += f[k+2] * w[k+2]
			d += f[k+3] * w[k+3]
		}
		v := a + b + c + d
		for j, hot := range x.hot[i] {
			v += x.weight[numbers+j*buckets+int(hot)]
		}
		if m.embedding != nil {
			v += m.embedding.dot(x.query, x.cands[i])
		}
		x.scores[i] = v
	}
}

// gradient adds up the loss's derivatives, one softmax for each answer with the
// day's other answers to the question left out; false where no answer is a
// candidate.
func (m *Ranker) gradient(x *scratch, q *Question, g []float32) bool {
	n := len(x.cands)
	x.probs = slices.Grow(x.probs[:0], n)[:n]
	best := float32(math.Inf(-1))
	for _, v := range x.scores {
		best = max(best, v)
	}
	for i, v := range x.scores {
		x.probs[i] = float32(math.Exp(float64(v - best)))
	}
	var rest float32
	for _, a := range q.Answers {
		if x.mark[a] == x.epoch {
			x.probs[x.at[a]] *= -1 // an answer
		}
	}
	for _, p := range x.probs {
		if p > 0 {
			rest += p
		}
	}
	any := false
	var coef float32 // of what is no answer: sum over answers of 1/(p_a+rest)
	for _, a := range q.Answers {
		if x.mark[a] != x.epoch {
			continue
		}
		any = true
		p := -x.probs[x.at[a]]
		coef += 1 / (p + rest + 1e-30)
	}
	if !any {
		return false
	}
	x.touched, x.coef = x.touched[:0], x.coef[:0]
	for i := range x.probs {
		p := x.probs[i]
		var c float32
		if p <= 0 {
			p = -p
			c = p/(p+rest+1e-30) - 1
		} else {
			c = p * coef
			if c < 1e-4 {
				continue
			}
		}
		if m.embedding != nil {
			x.touched, x.coef = append(x.touched, x.cands[i]), append(x.coef, c)
		}
		f := x.rows[i*numbers : i*numbers+numbers]
		for k := range f {
			g[k] += c * f[k]
		}
		for j, hot := range x.hot[i] {
			g[numbers+j*buckets+int(hot)] += c
		}
	}
	return true
}

// each runs do for every group, spread over workers; do must not write what
// others read.
func (m *Ranker) each(questions []Question, do func(x *scratch, i int)) {
	if len(m.workers) == 1 {
		for i := range questions {
			do(m.workers[0], i)
		}
		return
	}
	var wg sync.WaitGroup
	n := len(m.workers)
	for w, x := range m.workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := len(questions) * w / n; i < len(questions)*(w+1)/n; i++ {
				do(x, i)
			}
		}()
	}
	wg.Wait()
}

// step is one of AdaGrad (Duchi, Hazan and Singer, 2011).
func step(w, g2, g []float32, rate, shrink float32) {
	for i, v := range g {
		if v == 0 {
			continue
		}
		v += shrink * w[i]
		g2[i] += v * v
		w[i] -= rate * v / (float32(math.Sqrt(float64(g2[i]))) + 1e-6)
	}
}

// all lists the weights that are averaged.
func (m *Ranker) all() [][]float32 {
	return append(append([][]float32{m.shared}, m.relation...), m.context...)
}

// average folds the weights into their running mean, once a day.
func (m *Ranker) average() {
	if m.opt.Mean <= 0 {
		return
	}
	all := m.all()
	if m.mean == nil {
		for _, w := range all {
			m.mean = append(m.mean, slices.Clone(w))
		}
		return
	}
	share := float32(m.opt.Mean)
	for i, w := range all {
		for k, v := range w {
			m.mean[i][k] += share * (v - m.mean[i][k])
		}
	}
}

// started are sums of squares to begin with.
func started(v float64) []float32 {
	return slices.Repeat([]float32{float32(v)}, weights)
}

// lesson is what one question teaches.
type lesson struct {
	gradient     [weights]float32
	ok           bool // an answer was among the candidates
	trials, hits []int32
	touched      []int32
	coef         []float32
}

// study works out a lesson at the weights as they are.
func (m *Ranker) study(x *scratch, q *Question, l *lesson) {
	clear(l.gradient[:])
	l.ok = m.gradient(x, q, l.gradient[:])
	l.trials, l.hits = append(l.trials[:0], x.trials...), append(l.hits[:0], x.hits...)
	l.touched, l.coef = append(l.touched[:0], x.touched...), append(l.coef[:0], x.coef...)
}

// take changes rules and weights by a lesson.
func (m *Ranker) take(q *Question, l *lesson) {
	for _, k := range l.trials {
		m.rule[k][1]++
	}
	for _, k := range l.hits {
		m.rule[k][0]++
	}
	if !l.ok {
		return
	}
	if m.embedding != nil {
		m.embedding.learn(q.Subject, q.Relation, l.touched, l.coef)
	}
	shrink := float32(m.opt.Shrink)
	step(m.shared, m.sharedSq, l.gradient[:], float32(m.opt.Rate), 0)
	step(m.relation[q.Relation], m.relationSq[q.Relation], l.gradient[:], float32(m.opt.RelationRate), shrink)
	if m.opt.ContextRate > 0 {
		c := m.contextOf(q.Subject, q.Relation)
		step(m.context[c], m.contextSq[c], l.gradient[:], float32(m.opt.ContextRate), shrink)
	}
	if m.opt.SubjectRate > 0 {
		if m.subject[q.Subject] == nil {
			m.subject[q.Subject], m.subjectSq[q.Subject] = make([]float32, weights), started(max(1, m.opt.Start))
		}
		step(m.subject[q.Subject], m.subjectSq[q.Subject], l.gradient[:], float32(m.opt.SubjectRate), shrink)
	}
}
