package backtest

import (
	"math"

	"entente/forecast"
)

// ClosedQuestions is how many of the latest answered questions correct a day's
// probabilities, at least: whole days.
const ClosedQuestions = 10000

// Recalibrated are the probabilities of the first candidates of what was asked, each
// day's corrected by what came of the questions of the days before it, in what was
// asked before and in itself: a day knows the days before it alone.
func Recalibrated(before, asked *RankReport) []float64 {
	day := append(append([]int32{}, daysOf(before)...), daysOf(asked)...)
	z, right := make([]float64, 0, len(day)), append(append([]bool{}, before.Right...), asked.Right...)
	for _, p := range append(append([]float64{}, before.Top...), asked.Top...) {
		p = min(max(p, 1e-9), 1-1e-9)
		z = append(z, math.Log(p/(1-p)))
	}
	out := make([]float64, 0, len(asked.Top))
	for i := len(before.Top); i < len(day); {
		from := max(0, i-ClosedQuestions)
		for from > 0 && day[from-1] == day[from] {
			from--
		}
		curve := forecast.FitCurve(z[from:i], right[from:i])
		for today := day[i]; i < len(day) && day[i] == today; i++ {
			out = append(out, 1/(1+math.Exp(-curve.Apply(z[i]))))
		}
	}
	return out
}

// daysOf lists the days of a report's questions.
func daysOf(r *RankReport) []int32 {
	out := make([]int32, len(r.Queries))
	for i, q := range r.Queries {
		out[i] = q.Day
	}
	return out
}
