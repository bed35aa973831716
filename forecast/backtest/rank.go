package backtest

import (
	"math"
	"slices"

	"entente/forecast"
)

// Query asks who stands at the other end of a fact: (subject, relation, ?) on a
// day. Relations from Data.Relations on are inverse: the question who did it.
type Query struct {
	Subject, Relation, Day int32
	Answer                 int32
	Fact                   int32 // which fact of the stretch asks
}

// Queries returns two queries for each fact, in the order of the facts.
func Queries(facts []forecast.Fact, relations int) []Query {
	out := make([]Query, 0, 2*len(facts))
	for i, f := range facts {
		g := f.Inverse(int32(relations))
		out = append(out, Query{f.Subject, f.Relation, f.Day, f.Object, int32(i)}, Query{g.Subject, g.Relation, g.Day, g.Object, int32(i)})
	}
	return out
}

// Answers are the true answers of (subject, relation, day), both ways round:
// what the filter takes out of a ranking.
type Answers map[[3]int32][]int32

// AnswersOf collects the answers of facts.
func AnswersOf(facts []forecast.Fact, relations int) Answers {
	a := Answers{}
	for _, q := range Queries(facts, relations) {
		k := [3]int32{q.Subject, q.Relation, q.Day}
		if !slices.Contains(a[k], q.Answer) {
			a[k] = append(a[k], q.Answer)
		}
	}
	return a
}

// Of returns the true answers of a query, its own among them.
func (a Answers) Of(q Query) []int32 { return a[[3]int32{q.Subject, q.Relation, q.Day}] }

// Score is what a model says of one entity.
type Score struct {
	Entity int32
	Score  float64
}

// Rank is the average rank, from 1, of the answer among n entities: those of
// scores (each at most once) as scored, all others alike below them. The other
// true answers are taken out before.
func Rank(scores []Score, answer int32, others []int32, n int) float64 {
	own, found := 0.0, false
	for _, s := range scores {
		if s.Entity == answer {
			own, found = s.Score, s.Score == s.Score // a score that is no number ranks nobody
			break
		}
	}
	above, alike, listed := 0, 0, 0
	for _, s := range scores {
		if s.Entity == answer {
			continue
		}
		if len(others) > 1 && slices.Contains(others, s.Entity) {
			continue
		}
		listed++
		switch {
		case found && s.Score > own:
			above++
		case found && s.Score == own:
			alike++
		}
	}
	if !found {
		removed := 0
		for _, o := range others {
			if o != answer {
				removed++
			}
		}
		above, alike = listed, n-removed-listed-1
	}
	return 1 + float64(above) + float64(alike)/2
}

// Place is where an answer stands: so many others above it, so many alike.
type Place struct{ Above, Alike int }

// Mean is the mean rank, from 1.
func (p Place) Mean() float64 { return 1 + float64(p.Above) + float64(p.Alike)/2 }

// reciprocal is the mean of 1/rank where chance orders those alike.
func (p Place) reciprocal() float64 {
	sum := 0.0
	for i := p.Above + 1; i <= p.Above+1+p.Alike; i++ {
		if i > 200 { // the rest of the harmonic sum as an integral, right to eight digits
			sum += math.Log((float64(p.Above+p.Alike) + 1.5) / (float64(i) - 0.5))
			break
		}
		sum += 1 / float64(i)
	}
	return sum / float64(p.Alike+1)
}

// within is the share of orders by chance in which the rank is k at most.
func (p Place) within(k int) float64 {
	return min(1, max(0, float64(k-p.Above)/float64(p.Alike+1)))
}

// MeasureByChance sums up places where ties are broken by chance, as the mean
// over all orders: what programs that shuffle ties report on average.
func MeasureByChance(places []Place) Metrics {
	m := Metrics{N: len(places)}
	for _, p := range places {
		m.MRR += p.reciprocal()
		m.Hits1 += p.within(1)
		m.Hits3 += p.within(3)
		m.Hits10 += p.within(10)
	}
	m.perCent()
	return m
}

// MeanRanks are the mean ranks of places.
func MeanRanks(places []Place) []float64 {
	out := make([]float64, len(places))
	for i, p := range places {
		out[i] = p.Mean()
	}
	return out
}

// Metrics sum up ranks, in per cent.
type Metrics struct {
	MRR, Hits1, Hits3, Hits10 float64
	N                         int
}

// Measure sums up ranks.
func Measure(ranks []float64) Metrics {
	m := Metrics{N: len(ranks)}
	for _, r := range ranks {
		m.MRR += 1 / r
		if r <= 1 {
			m.Hits1++
		}
		if r <= 3 {
			m.Hits3++
		}
		if r <= 10 {
			m.Hits10++
		}
	}
	m.perCent()
	return m
}

func (m *Metrics) perCent() {
	k := 100 / float64(max(1, m.N))
	m.MRR, m.Hits1, m.Hits3, m.Hits10 = m.MRR*k, m.Hits1*k, m.Hits3*k, m.Hits10*k
}
