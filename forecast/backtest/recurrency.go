package backtest

import (
	"math"
	"slices"

	"entente/forecast"
)

// Recurrency is the baseline of Gastinger et al., "History Repeats Itself: A
// Baseline for Temporal Knowledge Graph Forecasting" (IJCAI 2024): what happened
// before happens again. With k the days of earlier facts (s, r, o, k),
//
//	score(o) = alpha sum_k 2^(lambda (k-t)) / sum_{j=first}^{last-1} 2^(lambda (j-t)) + (1-alpha) n(r, o) / n(r)
//
// where first and last are the first and last day on which r was seen, and n
// counts facts. lambda and then alpha are taken for each relation from a short
// list by the mean reciprocal rank on validation, with ties broken by chance as
// in the paper (see Place).
type Recurrency struct {
	entities int
	days     map[[3]int32][]int32 // of (s, r, o)
	byActor  map[[2]int32][]int32 // objects of (s, r)
	of       []relationCounts
	lambda   []float64
	alpha    []float64
	sheet    sheet
}

type relationCounts struct {
	objects     []int32
	count       []float64 // of each object
	at          map[int32]int32
	total       int
	first, last int32
}

// The values tried, as the paper's program has them.
var (
	lambdas = []float64{0, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.5, 0.9, 1.0001}
	alphas  = []float64{0, 0.00001, 0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1}
)

// NewRecurrency returns the baseline fitted to a set: values chosen on
// validation, nothing counted yet.
func NewRecurrency(d *Data) *Recurrency {
	n := 2 * d.Relations
	r := &Recurrency{lambda: slices.Repeat([]float64{1.0001}, n), alpha: slices.Repeat([]float64{1}, n)}
	r.choose(d, r.lambda, lambdas, func(s *sheet, _ int32, v float64) Place {
		s.weigh(v)
		return s.place(1)
	})
	r.choose(d, r.alpha, alphas, func(s *sheet, rel int32, v float64) Place {
		s.weigh(r.lambda[rel])
		return s.place(v)
	})
	for rel := range r.alpha {
		r.alpha[rel] = min(r.alpha[rel], 0.99999) // what was never seen for the subject still ranks behind what was
	}
	r.reset(d)
	return r
}

// choose tries values on validation and takes the best for each relation.
func (r *Recurrency) choose(d *Data, into []float64, values []float64, try func(s *sheet, rel int32, v float64) Place) {
	r.reset(d)
	for _, f := range d.Train {
		r.Add(f)
	}
	sums := make([][]float64, len(into))
	answers := AnswersOf(d.Valid, d.Relations)
	for day := range days(d.Valid) {
		for _, q := range Queries(day, d.Relations) {
			if sums[q.Relation] == nil {
				sums[q.Relation] = make([]float64, len(values))
			}
			s := r.ask(q, answers.Of(q))
			for i, v := range values {
				sums[q.Relation][i] += try(s, q.Relation, v).reciprocal()
			}
		}
		for _, f := range day {
			r.Add(f)
		}
	}
	for rel := range sums {
		best := 0.0
		for i, v := range sums[rel] {
			if v > best {
				best, into[rel] = v, values[i]
			}
		}
	}
}

func (r *Recurrency) reset(d *Data) {
	r.entities = d.Entities
	r.days, r.byActor, r.of = map[[3]int32][]int32{}, map[[2]int32][]int32{}, make([]relationCounts, 2*d.Relations)
	for i := range r.of {
		r.of[i].at = map[int32]int32{}
	}
}

// Add counts a fact, both ways round.
func (r *Recurrency) Add(f forecast.Fact) {
	for _, g := range [2]forecast.Fact{f, f.Inverse(int32(len(r.of) / 2))} {
		k := [3]int32{g.Subject, g.Relation, g.Object}
		if r.days[k] == nil {
			p := [2]int32{g.Subject, g.Relation}
			r.byActor[p] = append(r.byActor[p], g.Object)
		}
		r.days[k] = append(r.days[k], g.Day)
		c := &r.of[g.Relation]
		at, ok := c.at[g.Object]
		if !ok {
			at = int32(len(c.objects))
			c.at[g.Object] = at
			c.objects, c.count = append(c.objects, g.Object), append(c.count, 0)
		}
		c.count[at]++
		if c.total == 0 {
			c.first = g.Day
		}
		c.total++
		c.last = g.Day
	}
}

// Places asks about facts day by day and then counts them.
func (r *Recurrency) Places(d *Data, facts []forecast.Fact) []Place {
	var out []Place
	answers := AnswersOf(facts, d.Relations)
	for day := range days(facts) {
		for _, q := range Queries(day, d.Relations) {
			s := r.ask(q, answers.Of(q))
			s.weigh(r.lambda[q.Relation])
			out = append(out, s.place(r.alpha[q.Relation]))
		}
		for _, f := range day {
			r.Add(f)
		}
	}
	return out
}

// sheet is what one question is scored from: the objects of its relation, in
// step with strict; objects that are other true answers are taken out.
type sheet struct {
	counts   *relationCounts
	day      int32
	entities int       // that may be ranked
	own      int       // place of the answer among the objects, -1 where it is none
	seen     [][]int32 // days of each object that the subject has met
	at       []int32   // its place
	strict   []float64
	lambda   float64 // that strict was filled with, -1 for none
	out      []bool
}

// ask fills the sheet of a question.
func (r *Recurrency) ask(q Query, others []int32) *sheet {
	c, s := &r.of[q.Relation], &r.sheet
	s.counts, s.day, s.own, s.lambda = c, q.Day, -1, -1
	s.entities = r.entities - len(others) + 1
	s.seen, s.at = s.seen[:0], s.at[:0]
	s.strict = slices.Grow(s.strict[:0], len(c.objects))[:len(c.objects)]
	s.out = slices.Grow(s.out[:0], len(c.objects))[:len(c.objects)]
	clear(s.strict)
	clear(s.out)
	for _, o := range r.byActor[[2]int32{q.Subject, q.Relation}] {
		s.seen, s.at = append(s.seen, r.days[[3]int32{q.Subject, q.Relation, o}]), append(s.at, c.at[o])
	}
	if at, ok := c.at[q.Answer]; ok {
		s.own = int(at)
	}
	for _, o := range others {
		if at, ok := c.at[o]; ok && o != q.Answer {
			s.out[at] = true
		}
	}
	return s
}

// weigh fills the strict part of the scores.
func (s *sheet) weigh(lambda float64) {
	c := s.counts
	if c.total == 0 || s.lambda == lambda {
		return
	}
	s.lambda = lambda
	sum := 1e-15
	if lambda == 0 {
		sum = max(sum, float64(c.last-c.first))
	} else {
		x := math.Exp2(-lambda)
		// sum over j = first .. last-1 of x^(t-j)
		sum = max(sum, (math.Pow(x, float64(s.day-c.last+1))-math.Pow(x, float64(s.day-c.first+1)))/(1-x))
	}
	for i, days := range s.seen {
		v := 0.0
		for _, k := range days {
			v += math.Exp2(lambda * float64(k-s.day))
		}
		s.strict[s.at[i]] = v / sum
	}
}

// place ranks the answer: objects of the relation by score, all others alike
// with 0.
func (s *sheet) place(alpha float64) Place {
	c, own, total := s.counts, 0.0, float64(max(1, s.counts.total))
	score := func(i int) float64 { return alpha*s.strict[i] + (1-alpha)*c.count[i]/total }
	if s.own >= 0 {
		own = score(s.own)
	}
	var p Place
	look := func(i int) {
		if i == s.own || s.out[i] {
			return
		}
		switch v := score(i); {
		case v > own:
			p.Above++
		case v == own:
			p.Alike++
		}
	}
	if alpha == 1 { // only what the subject has met has a score
		for _, i := range s.at {
			look(int(i))
		}
	} else {
		for i := range c.objects {
			look(i)
		}
	}
	if own == 0 {
		p.Alike = s.entities - 1 - p.Above
	}
	return p
}

// days cuts facts by their day.
func days(facts []forecast.Fact) func(func([]forecast.Fact) bool) {
	return func(yield func([]forecast.Fact) bool) {
		for start := 0; start < len(facts); {
			end := start
			for end < len(facts) && facts[end].Day == facts[start].Day {
				end++
			}
			if !yield(facts[start:end]) {
				return
			}
			start = end
		}
	}
}
