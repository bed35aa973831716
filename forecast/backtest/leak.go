package backtest

import "entente/forecast"

// SubjectLeak tells a model one bit of each candidate: whether it is the subject
// of another question of the day, asked in the same direction. Models that encode
// the day's questions together can read it. Nobody knows tomorrow's subjects.
func SubjectLeak(relations int) Leak {
	return leak(1, func(q, of *forecast.Question) bool {
		return (q.Relation < int32(relations)) == (of.Relation < int32(relations))
	})
}

// RelationLeak tells whether a candidate is the subject of another question of
// the day with the same relation.
func RelationLeak() Leak {
	return leak(2, func(q, of *forecast.Question) bool { return q.Relation == of.Relation })
}

// leak adds weight to the log-odds of the candidates that are subjects of other
// questions that count. Weights were the best of 1, 2 and 3 on ICEWS14's
// validation.
func leak(weight float32, counts func(q, of *forecast.Question) bool) Leak {
	return func(day []forecast.Question) func(*forecast.Question, []int32, []float32) {
		by := map[int32][]*forecast.Question{}
		for i := range day {
			by[day[i].Subject] = append(by[day[i].Subject], &day[i])
		}
		return func(q *forecast.Question, cands []int32, scores []float32) {
			for i, c := range cands {
				for _, of := range by[c] {
					if of != q && counts(q, of) {
						scores[i] += weight
						break
					}
				}
			}
		}
	}
}
