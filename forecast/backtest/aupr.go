package backtest

import (
	"cmp"
	"slices"
)

// aupr is the area under the curve of precision over recall, as average
// precision; those of one probability count together.
func aupr(p []float64, y []bool) float64 {
	order := make([]int, len(p))
	total := 0
	for i := range order {
		order[i] = i
		if y[i] {
			total++
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[b], p[a]) })
	area, hits := 0.0, 0
	for i := 0; i < len(order); {
		j, before := i, hits
		for ; j < len(order) && p[order[j]] == p[order[i]]; j++ {
			if y[order[j]] {
				hits++
			}
		}
		area += float64(hits-before) * float64(hits) / float64(j)
		i = j
	}
	if total == 0 {
		return 0
	}
	return area / float64(total)
}
