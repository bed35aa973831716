package forecast

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Platt corrects log-odds: logit' = Slope logit + Shift (Platt 1999), fitted on a
// closed period with his targets (n+1)/(n+2) and 1/(n+2) in place of 1 and 0.
type Platt struct{ Slope, Shift float64 }

// FitPlatt fits the correction by Newton's method, each step halved until the loss
// falls; with fewer than 20 of either outcome it corrects nothing.
func FitPlatt(logits []float64, happened []bool) Platt {
	pos := 0
	for _, h := range happened {
		if h {
			pos++
		}
	}
	neg := len(happened) - pos
	if pos < 20 || neg < 20 {
		return Platt{1, 0}
	}
	f := plattFit{logits, make([]float64, len(logits))}
	for i, h := range happened {
		f.target[i] = 1 / float64(neg+2)
		if h {
			f.target[i] = float64(pos+1) / float64(pos+2)
		}
	}
	p, loss := Platt{1, 0}, f.loss(Platt{1, 0})
	for range 100 {
		next, fell := f.step(p, loss)
		if fell <= 1e-12*loss {
			break
		}
		p, loss = next, loss-fell
	}
	return p
}

// plattFit is what a correction is fitted to.
type plattFit struct{ logits, target []float64 }

// plattRidge pulls the slope towards 1.
const plattRidge = 1e-3

// loss is the penalised negative log-likelihood.
func (f *plattFit) loss(p Platt) float64 {
	sum := plattRidge / 2 * (p.Slope - 1) * (p.Slope - 1)
	for i, z := range f.logits {
		v := p.Apply(z)
		sum += math.Max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) - f.target[i]*v
	}
	return sum
}

// step is the best of Newton's step and its halves, and by how much the loss falls;
// 0 where none lowers it.
func (f *plattFit) step(p Platt, loss float64) (Platt, float64) {
	ga, gb, haa, hab, hbb := plattRidge*(p.Slope-1), 0.0, plattRidge, 0.0, 1e-9
	for i, z := range f.logits {
		v := logistic(p.Apply(z))
		w := v * (1 - v)
		ga += (v - f.target[i]) * z
		gb += v - f.target[i]
		haa += w * z * z
		hab += w * z
		hbb += w
	}
	det := haa*hbb - hab*hab
	if det <= 0 {
		return p, 0
	}
	da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
	for t := 1.0; t > 1e-12; t /= 2 {
		next := Platt{p.Slope - t*da, p.Shift - t*db}
		if fell := loss - f.loss(next); fell > 0 {
			return next, fell
		}
	}
	return p, 0
}

// Apply corrects log-odds.
func (p Platt) Apply(logit float64) float64 { return p.Slope*logit + p.Shift }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func logit(p float64) float64 {
	p = min(max(p, 1e-9), 1-1e-9)
	return math.Log(p / (1 - p))
}

// sortedKeys are the keys of a map in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}

// Bin is one point of a reliability diagram.
type Bin struct {
	From  float64 `json:"from"` // of probability
	To    float64 `json:"to"`   // belongs to the next bin, but for 1
	N     int     `json:"n"`
	Mean  float64 `json:"mean"`  // probability
	Share float64 `json:"share"` // of those in which it happened
}

// Reliability puts probabilities in n bins of equal width; empty bins are left
// out. The expected calibration error is the mean of |Mean-Share| weighted by N.
func Reliability(p []float64, happened []bool, n int) []Bin {
	bins := make([]Bin, n)
	for i, v := range p {
		b := &bins[min(n-1, max(0, int(v*float64(n))))]
		b.N++
		b.Mean += v
		if happened[i] {
			b.Share++
		}
	}
	out := []Bin{}
	for i, b := range bins {
		if b.N == 0 {
			continue
		}
		b.From, b.To = float64(i)/float64(n), float64(i+1)/float64(n)
		b.Mean /= float64(b.N)
		b.Share /= float64(b.N)
		out = append(out, b)
	}
	return out
}
