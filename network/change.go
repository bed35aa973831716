package network

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Change is a period from which on a pair's tone differs from before.
type Change struct {
	At     entente.Day `json:"at"`
	Before float64     `json:"before"` // mean of Plus less Minus a period, in observations
	After  float64     `json:"after"`
	// Gain is by how much the change makes the fit better, in penalties: above 1.
	Gain    float64            `json:"gain"`
	Records []entente.RecordID `json:"records"` // of the new tone, from the first three periods, the heaviest first
}

// change finds the periods from which on the mean of Plus less Minus differs.
func (s *Series) change(own []weighed, step Step) {
	x, told := make([]float64, len(s.Periods)), make([]int, len(s.Periods))
	for i, p := range s.Periods {
		x[i] = float64(p.Net()) / Unit
	}
	var spread float64
	for _, w := range own {
		told[w.at-step.number(s.Periods[0].From)]++
		spread += float64(w.weight) * float64(w.weight) / (Unit * Unit)
	}
	f := newFit(x, told, spread)
	ends := f.segments()
	for i := 1; i+1 < len(ends); i++ {
		a, k, z := ends[i-1], ends[i], ends[i+1]
		c := Change{
			At: s.Periods[k].From, Before: f.mean(a, k), After: f.mean(k, z),
			Gain: (f.cost(a, z) - f.cost(a, k) - f.cost(k, z)) / f.penalty,
		}
		from := step.number(c.At)
		c.Records = behind(own, from, min(from+changeRecords, from+z-k), c.After > c.Before)
		s.Changes = append(s.Changes, c)
	}
}

// changeRecords is the number of periods from which the records behind a change
// are taken.
const changeRecords = 3

// behind lists the records of a sign from the periods [from, to), the heaviest
// first.
func behind(own []weighed, from, to int, friendly bool) []entente.RecordID {
	var of []weighed
	for _, w := range own {
		if w.at >= from && w.at < to && w.weight > 0 == friendly {
			of = append(of, w)
		}
	}
	slices.SortFunc(of, func(x, y weighed) int {
		return cmp.Or(cmp.Compare(abs(y.weight), abs(x.weight)), cmp.Compare(x.at, y.at), cmp.Compare(x.record, y.record))
	})
	out := []entente.RecordID{}
	for _, w := range of {
		if len(out) < seriesRecords && !slices.Contains(out, w.record) {
			out = append(out, w.record)
		}
	}
	return out
}

// fit is a series as stretches of one mean each fit it.
type fit struct {
	sum, square []float64 // of the first k values
	told        []int     // records behind the first k values
	penalty     float64   // of a stretch
}

// leastStretch is the fewest periods of a stretch: one that stands out alone is a
// spike, no change.
const leastStretch = 2

// leastTold is the fewest records of a stretch that has a tone: with fewer it is
// fitted as silence.
const leastTold = 3

// newFit takes the records behind each value, and the sum of the squares of their
// weights. The noise is the larger of two: of the median of the steps between
// neighbours, which a few changes do not move, and of records that come at random
// (compound Poisson: the sum of squares a period). The penalty of a stretch is 3 v ln n,
// v being the variance of the noise (Yao 1988 has 2 v ln n for normal noise, which
// counts do not have).
func newFit(x []float64, told []int, spread float64) *fit {
	n := len(x)
	f := &fit{sum: make([]float64, n+1), square: make([]float64, n+1), told: make([]int, n+1)}
	var steps []float64
	for i, v := range x {
		f.sum[i+1], f.square[i+1], f.told[i+1] = f.sum[i]+v, f.square[i]+v*v, f.told[i]+told[i]
		if i > 0 {
			steps = append(steps, math.Abs(v-x[i-1]))
		}
	}
	if n < 2*leastStretch {
		return f
	}
	slices.Sort(steps)
	noise := steps[len(steps)/2] / (0.6745 * math.Sqrt2)
	f.penalty = 3 * max(noise*noise, spread/float64(n)) * math.Log(float64(n))
	return f
}

// mean is that of the values [i, k), 0 where fewer than leastTold records tell it.
func (f *fit) mean(i, k int) float64 {
	if f.told[k]-f.told[i] < leastTold {
		return 0
	}
	return (f.sum[k] - f.sum[i]) / float64(k-i)
}

// cost is the sum of squares of the values [i, k) about their mean.
func (f *fit) cost(i, k int) float64 {
	m := f.mean(i, k)
	return max(0, f.square[k]-f.square[i]-2*m*(f.sum[k]-f.sum[i])+m*m*float64(k-i))
}

// segments returns the ends of the stretches with the least sum of squares plus
// penalties, from 0 to the number of values: optimal partitioning by dynamic
// programming (Jackson and others 2005).
func (f *fit) segments() []int {
	n := len(f.sum) - 1
	if f.penalty <= 0 {
		return []int{0, n}
	}
	best, from := make([]float64, n+1), make([]int, n+1)
	best[0] = -f.penalty
	for k := 1; k <= n; k++ {
		best[k] = math.Inf(1)
		for i := max(0, k-longestStretch); i <= k-leastStretch; i++ {
			if c := best[i] + f.cost(i, k) + f.penalty; c < best[k]-1e-9 {
				best[k], from[k] = c, i
			}
		}
	}
	ends := []int{n}
	for k := n; k > 0; k = from[k] {
		ends = append(ends, from[k])
	}
	slices.Reverse(ends)
	return ends
}

// longestStretch is the most periods of one stretch, so that the work on a series
// of many centuries stays within bounds.
const longestStretch = 5000
