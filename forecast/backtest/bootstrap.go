package backtest

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Interval is the middle 95 % of a figure over 1,000 resamples of whole groups
// (dyads), so that what hangs together is drawn together. sums gives, for each
// group, what adds up; figure turns the sums of a resample into the figure. The
// same data give the same interval.
func Interval(sums [][]float64, figure func(sum []float64) float64) (low, high float64) {
	if len(sums) == 0 {
		return 0, 0
	}
	r := rand.New(rand.NewPCG(20140101, 1000))
	values := make([]float64, 1000)
	total := make([]float64, len(sums[0]))
	for i := range values {
		clear(total)
		for range sums {
			for k, v := range sums[r.IntN(len(sums))] {
				total[k] += v
			}
		}
		values[i] = figure(total)
	}
	slices.Sort(values)
	return values[25], values[974]
}

// grouped adds up rows by a key, in the order in which keys are first seen.
func grouped[K cmp.Ordered](n int, of func(i int) (K, []float64)) [][]float64 {
	at := map[K]int{}
	var out [][]float64
	for i := range n {
		k, row := of(i)
		g, ok := at[k]
		if !ok {
			g = len(out)
			at[k] = g
			out = append(out, make([]float64, len(row)))
		}
		for j, v := range row {
			out[g][j] += v
		}
	}
	return out
}

// MRRInterval is the interval of a mean reciprocal rank, in per cent, over
// resamples of dyads (subject and answer, whichever was asked for).
func (r *RankReport) MRRInterval() (low, high float64) {
	sums := grouped(len(r.Ranks), func(i int) (uint64, []float64) {
		a, b := r.Queries[i].Subject, r.Queries[i].Answer
		return uint64(uint32(min(a, b)))<<32 | uint64(uint32(max(a, b))), []float64{1 / r.Ranks[i], 1}
	})
	return Interval(sums, func(s []float64) float64 { return 100 * s[0] / s[1] })
}
