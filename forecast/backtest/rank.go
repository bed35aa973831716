package backtest

import (
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
	if m.N > 0 {
		k := 100 / float64(m.N)
		m.MRR, m.Hits1, m.Hits3, m.Hits10 = m.MRR*k, m.Hits1*k, m.Hits3*k, m.Hits10*k
	}
	return m
}
