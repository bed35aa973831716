package forecast

import "math"

// Interval is the middle 90 % of what a share may be after hits in trials, by
// Jeffreys' prior: the quantiles of Beta(hits+1/2, trials-hits+1/2).
func (t Tally) Interval() (low, high float64) {
	a, b := float64(t.Hits)+0.5, float64(t.Trials-t.Hits)+0.5
	return betaQuantile(0.05, a, b), betaQuantile(0.95, a, b)
}

func betaQuantile(p, a, b float64) float64 {
	lo, hi := 0.0, 1.0
	for range 60 {
		mid := (lo + hi) / 2
		if betaShare(mid, a, b) < p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// betaShare is the regularised incomplete beta function, by its continued
// fraction (Abramowitz and Stegun 26.5.8, evaluated after Lentz).
func betaShare(x, a, b float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaShare(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log(1-x)) / a
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for i := range 400 {
		m := float64(i / 2)
		var v float64
		switch {
		case i == 0:
			v = 1
		case i%2 == 0:
			v = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			v = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 + v*d
		if math.Abs(d) < tiny {
			d = tiny
		}
		d = 1 / d
		c = 1 + v/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		f *= c * d
		if math.Abs(1-c*d) < 1e-12 {
			break
		}
	}
	return front * (f - 1)
}
