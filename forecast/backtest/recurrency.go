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
// list by the mean reciprocal rank on validation.
type Recurrency struct {
	entities int
	days     map[[3]int32][]int32 // of (s, r, o)
	byActor  map[[2]int32][]int32 // objects of (s, r)
	of       []relationCounts
	lambda   []float64
	alpha    []float64
}

type relationCounts struct {
	objects     []int32
	count       map[int32]int
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
	r := &Recurrency{lambda: slices.Repeat([]float64{1.0001}, n), alpha: slices.Repeat([]float64{0.99999}, n)}
	r.reset(d)
	for _, f := range d.Train {
		r.Add(f)
	}
	byLambda, byAlpha := make([][]float64, n), make([][]float64, n)
	answers := AnswersOf(d.Valid, d.Relations)
	trial := func(pick func(rel int32), sums [][]float64, values []float64, set func(rel int32, v float64)) {
		for day := range days(d.Valid) {
			for _, q := range Queries(day, d.Relations) {
				pick(q.Relation)
				if sums[q.Relation] == nil {
					sums[q.Relation] = make([]float64, len(values))
				}
				for i, v := range values {
					set(q.Relation, v)
					sums[q.Relation][i] += 1 / Rank(r.Scores(q), q.Answer, answers.Of(q), d.Entities)
				}
			}
			for _, f := range day {
				r.Add(f)
			}
		}
		for rel := range sums {
			best, at := 0.0, -1
			for i, v := range sums[rel] {
				if v > best {
					best, at = v, i
				}
			}
			if at >= 0 {
				set(int32(rel), values[at])
			}
		}
		r.reset(d)
		for _, f := range d.Train {
			r.Add(f)
		}
	}
	trial(func(rel int32) { r.alpha[rel] = 1 }, byLambda, lambdas, func(rel int32, v float64) { r.lambda[rel] = v })
	trial(func(int32) {}, byAlpha, alphas, func(rel int32, v float64) { r.alpha[rel] = v })
	for rel := range r.alpha {
		r.alpha[rel] = min(r.alpha[rel], 0.99999) // what was never seen for the subject still ranks behind what was
	}
	r.reset(d)
	return r
}

func (r *Recurrency) reset(d *Data) {
	r.entities = d.Entities
	r.days, r.byActor, r.of = map[[3]int32][]int32{}, map[[2]int32][]int32{}, make([]relationCounts, 2*d.Relations)
	for i := range r.of {
		r.of[i].count = map[int32]int{}
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
		if c.count[g.Object]++; c.count[g.Object] == 1 {
			c.objects = append(c.objects, g.Object)
		}
		if c.total == 0 {
			c.first = g.Day
		}
		c.total++
		c.last = g.Day
	}
}

// Ranks asks about facts day by day and then counts them.
func (r *Recurrency) Ranks(d *Data, facts []forecast.Fact) []float64 {
	var ranks []float64
	answers := AnswersOf(facts, d.Relations)
	for day := range days(facts) {
		for _, q := range Queries(day, d.Relations) {
			ranks = append(ranks, Rank(r.Scores(q), q.Answer, answers.Of(q), d.Entities))
		}
		for _, f := range day {
			r.Add(f)
		}
	}
	return ranks
}

// Scores are the scores of a query; entities that are not listed have 0.
func (r *Recurrency) Scores(q Query) []Score {
	c := &r.of[q.Relation]
	if c.total == 0 {
		return nil
	}
	lambda, alpha := r.lambda[q.Relation], r.alpha[q.Relation]
	sum := 1e-15
	if lambda == 0 {
		sum = max(sum, float64(c.last-c.first))
	} else {
		x := math.Exp2(-lambda)
		// sum over j = first .. last-1 of x^(t-j)
		sum = max(sum, (math.Pow(x, float64(q.Day-c.last+1))-math.Pow(x, float64(q.Day-c.first+1)))/(1-x))
	}
	out := make([]Score, 0, len(c.objects))
	strict := map[int32]float64{}
	for _, o := range r.byActor[[2]int32{q.Subject, q.Relation}] {
		v := 0.0
		for _, k := range r.days[[3]int32{q.Subject, q.Relation, o}] {
			v += math.Exp2(lambda * float64(k-q.Day))
		}
		strict[o] = v / sum
	}
	for _, o := range c.objects {
		out = append(out, Score{o, alpha*strict[o] + (1-alpha)*float64(c.count[o])/float64(c.total)})
	}
	return out
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
