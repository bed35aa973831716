package forecast

import "math"

// Rate is the reference that every forecast stands beside: acts of a pair come
// as a Poisson process whose rate has a gamma prior, so that with n acts in 90
// days
//
//	P(at least one in H days) = 1 - ((beta+90)/(beta+90+H))^(alpha+n)
//
// alpha and beta are those of the least log loss on closed periods, from a grid.
type Rate struct{ Alpha, Beta float64 }

// P is the probability of at least one act in h days after n in 90.
func (r Rate) P(n float64, h int) float64 {
	return 1 - math.Pow((r.Beta+riskDays)/(r.Beta+riskDays+float64(h)), r.Alpha+n)
}

// fitRate returns the best of a grid of priors.
func fitRate(n []float64, happened []bool, h int) Rate {
	hits, trials := map[float64]float64{}, map[float64]float64{}
	for i, v := range n {
		trials[v]++
		if happened[i] {
			hits[v]++
		}
	}
	counts := sortedKeys(trials)
	best, at := math.Inf(1), Rate{0.1, 10}
	for _, alpha := range []float64{0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1, 1.5} {
		for _, beta := range []float64{0, 5, 10, 20, 40, 60, 90, 130, 180, 260, 400} {
			r, loss := Rate{alpha, beta}, 0.0
			for _, c := range counts {
				p := min(max(r.P(c, h), 1e-6), 1-1e-6)
				loss -= hits[c]*math.Log(p) + (trials[c]-hits[c])*math.Log(1-p)
			}
			if loss < best {
				best, at = loss, r
			}
		}
	}
	return at
}
