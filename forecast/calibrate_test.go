package forecast

import (
	"math"
	"math/rand/v2"
	"testing"
)

// correction is what Platt and Curve have in common.
type correction interface{ Apply(logit float64) float64 }

// TestCorrectionsStaySane fits log-odds that Newton's whole step leads astray: what is
// said is never worse by log loss than what was said before, or than a coin.
func TestCorrectionsStaySane(t *testing.T) {
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
		for _, p := range []correction{FitPlatt(z, y), FitCurve(z, y)} {
			if before, after := meanLoss(z, y, Platt{1, 0}), meanLoss(z, y, p); math.IsNaN(after) || after > before+1e-9 {
				t.Errorf("%s: log loss %g, %g before, with %+v", c.name, after, before, p)
			}
			if before, after := meanLoss(z, y, Platt{0, 0}), meanLoss(z, y, p); after > before+1e-9 {
				t.Errorf("%s: log loss %g, %g by tossing a coin, with %+v", c.name, after, before, p)
			}
		}
	}
}

func meanLoss(z []float64, y []bool, p correction) float64 {
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

// TestCurveBendsWhereALineCannot draws outcomes of log-odds that are right at both
// ends and too sure in the middle.
func TestCurveBendsWhereALineCannot(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	truth := func(z float64) float64 { return z - 1.5*max(0, 1-math.Abs(z-2)/2) }
	var z []float64
	var y []bool
	for range 40000 {
		v := 8*r.Float64() - 2
		z, y = append(z, v), append(y, r.Float64() < logistic(truth(v)))
	}
	curve, line := FitCurve(z, y), FitPlatt(z, y)
	for _, v := range []float64{-1, 0, 2, 4, 5} {
		got, straight := logistic(curve.Apply(v)), logistic(line.Apply(v))
		if want := logistic(truth(v)); math.Abs(got-want) > 0.04 {
			t.Errorf("of log-odds %g: %.3f, want %.3f; a line says %.3f", v, got, want, straight)
		}
	}
	if (Curve{}).Apply(0.7) != 0.7 {
		t.Error("the zero curve corrects")
	}
}
