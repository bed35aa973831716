package forecast

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPlattStaysSane fits log-odds that Newton's whole step leads astray: what is
// said is never worse by log loss than what was said before, and a surer question
// stays surer.
func TestPlattStaysSane(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name string
		draw func(i int) (logit float64, happened bool)
	}{
		{"parted by zero", func(i int) (float64, bool) { return float64(i%2*2-1) * (1 + r.Float64()), i%2 == 1 }},
		{"parted far out", func(i int) (float64, bool) { return 30 + float64(i%2)*10, i%2 == 1 }},
		{"too sure by far", func(int) (float64, bool) { return 40 * r.NormFloat64(), r.IntN(2) == 0 }},
		{"far too high", func(i int) (float64, bool) { return 25 + r.Float64(), i%20 == 0 }},
		{"tiny log-odds", func(int) (float64, bool) {
			z := r.NormFloat64()
			return z * 1e-4, r.Float64() < logistic(z)
		}},
	} {
		var z []float64
		var y []bool
		for i := range 400 {
			v, happened := c.draw(i)
			z, y = append(z, v), append(y, happened)
		}
		p := FitPlatt(z, y)
		if before, after := meanLoss(z, y, Platt{1, 0}), meanLoss(z, y, p); math.IsNaN(after) || after > before+1e-9 {
			t.Errorf("%s: log loss %g, %g before, with %+v", c.name, after, before, p)
		}
		if before, after := meanLoss(z, y, Platt{0, 0}), meanLoss(z, y, p); after > before+1e-9 {
			t.Errorf("%s: log loss %g, %g by tossing a coin, with %+v", c.name, after, before, p)
		}
	}
}

func meanLoss(z []float64, y []bool, p Platt) float64 {
	sum := 0.0
	for i, v := range z {
		v = p.Apply(v)
		if y[i] {
			v = -v
		}
		sum += math.Max(v, 0) + math.Log1p(math.Exp(-math.Abs(v)))
	}
	return sum / float64(len(z))
}

// TestPlattFindsTheCorrection draws outcomes from corrected log-odds.
func TestPlattFindsTheCorrection(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	want := Platt{0.6, -0.8}
	var z []float64
	var y []bool
	for range 20000 {
		v := 3 * r.NormFloat64()
		z, y = append(z, v), append(y, r.Float64() < logistic(want.Apply(v)))
	}
	if got := FitPlatt(z, y); math.Abs(got.Slope-want.Slope) > 0.05 || math.Abs(got.Shift-want.Shift) > 0.1 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := FitPlatt(z[:19], y[:19]); got != (Platt{1, 0}) {
		t.Errorf("19 outcomes move it: %+v", got)
	}
}
