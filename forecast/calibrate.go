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

// FitPlatt fits the correction; with fewer than 20 of either outcome it corrects
// nothing.
func FitPlatt(logits []float64, happened []bool) Platt {
	rows := make([][columns]float64, len(logits))
	for i, z := range logits {
		rows[i] = [columns]float64{z, 0, 0, 1}
	}
	w := fitLogit(rows, happened)
	return Platt{w[0], w[columns-1]}
}

// columns of a fit: log-odds, two things else that are known, and 1.
const columns = 4

// logitFit is what a correction is fitted to.
type logitFit struct {
	rows   [][columns]float64
	target []float64
}

// logitStart is no correction, and logitRidge how firmly a fit is pulled to it.
var (
	logitStart = [columns]float64{1, 0, 0, 0}
	logitRidge = [columns]float64{1e-3, 1e-3, 1e-3, 1e-9}
)

// fitLogit fits weights of columns by Newton's method, each step halved until the
// loss falls; with fewer than 20 of either outcome they are those of no correction.
func fitLogit(rows [][columns]float64, happened []bool) [columns]float64 {
	pos := 0
	for _, h := range happened {
		if h {
			pos++
		}
	}
	neg := len(happened) - pos
	if pos < 20 || neg < 20 {
		return logitStart
	}
	f := logitFit{rows, make([]float64, len(rows))}
	for i, h := range happened {
		f.target[i] = 1 / float64(neg+2)
		if h {
			f.target[i] = float64(pos+1) / float64(pos+2)
		}
	}
	w, loss := logitStart, f.loss(logitStart)
	for range 100 {
		next, fell := f.step(w, loss)
		if fell <= 1e-12*loss {
			break
		}
		w, loss = next, loss-fell
	}
	return w
}

// dot is the log-odds that weights give a row.
func dot(w, row [columns]float64) float64 {
	return w[0]*row[0] + w[1]*row[1] + w[2]*row[2] + w[3]*row[3]
}

// loss is the penalised negative log-likelihood.
func (f *logitFit) loss(w [columns]float64) float64 {
	sum := 0.0
	for k, v := range w {
		sum += logitRidge[k] / 2 * (v - logitStart[k]) * (v - logitStart[k])
	}
	for i, r := range f.rows {
		v := dot(w, r)
		sum += math.Max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) - f.target[i]*v
	}
	return sum
}

// step is the best of Newton's step and its halves, and by how much the loss falls;
// 0 where none lowers it.
func (f *logitFit) step(w [columns]float64, loss float64) ([columns]float64, float64) {
	grad, hess := make([]float64, columns), make([]float64, columns*columns)
	for k, v := range w {
		grad[k] = logitRidge[k] * (v - logitStart[k])
		hess[k*columns+k] = logitRidge[k]
	}
	for i, r := range f.rows {
		p := logistic(dot(w, r))
		for a, v := range r {
			grad[a] += (p - f.target[i]) * v
			for b := range a + 1 {
				hess[a*columns+b] += p * (1 - p) * v * r[b]
			}
		}
	}
	down := solve(hess, grad)
	for t := 1.0; t > 1e-12; t /= 2 {
		next := w
		for k := range next {
			next[k] -= t * down[k]
		}
		if fell := loss - f.loss(next); fell > 0 {
			return next, fell
		}
	}
	return w, 0
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
