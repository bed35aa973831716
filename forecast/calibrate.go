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
	rows := make([][]float64, len(logits))
	for i, z := range logits {
		rows[i] = []float64{z, 1}
	}
	w := fitLogit(rows, happened, []float64{1, 0}, []float64{1e-3, 1e-9})
	return Platt{w[0], w[1]}
}

// Curve corrects log-odds by a line that bends at the knots: what is too sure at one
// end may be right at the other.
type Curve struct{ weights []float64 }

// knots are the log-odds at which a Curve bends, chosen on the validation of ICEWS14
// and YAGO.
var knots = [...]float64{-2, 0, 2, 4}

// FitCurve fits the correction; with fewer than 20 of either outcome it corrects
// nothing.
func FitCurve(logits []float64, happened []bool) Curve {
	rows := make([][]float64, len(logits))
	for i, z := range logits {
		rows[i] = bent(z)
	}
	start, ridge := bent(0), bent(0)
	for k := range start {
		start[k], ridge[k] = 0, 1
	}
	start[0], ridge[0], ridge[1] = 1, 1e-3, 1e-9
	return Curve{fitLogit(rows, happened, start, ridge)}
}

// Apply corrects log-odds; the zero Curve corrects nothing.
func (c Curve) Apply(logit float64) float64 {
	if c.weights == nil {
		return logit
	}
	return dot(c.weights, bent(logit))
}

// bent is the columns that a Curve weighs: the log-odds, 1, and how far they lie
// beyond each knot.
func bent(z float64) []float64 {
	row := []float64{z, 1}
	for _, k := range knots {
		row = append(row, max(0, z-k))
	}
	return row
}

// logitFit is a logistic regression whose weights are pulled to where they start.
type logitFit struct {
	rows         [][]float64
	target       []float64
	start, ridge []float64
}

// fitLogit fits weights of columns by Newton's method, each step halved until the
// loss falls; with fewer than 20 of either outcome they stay where they start.
func fitLogit(rows [][]float64, happened []bool, start, ridge []float64) []float64 {
	pos := 0
	for _, h := range happened {
		if h {
			pos++
		}
	}
	neg := len(happened) - pos
	if pos < 20 || neg < 20 {
		return start
	}
	f := logitFit{rows, make([]float64, len(rows)), start, ridge}
	for i, h := range happened {
		f.target[i] = 1 / float64(neg+2)
		if h {
			f.target[i] = float64(pos+1) / float64(pos+2)
		}
	}
	w, loss := start, f.loss(start)
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
func dot(w, row []float64) float64 {
	sum := 0.0
	for k, v := range row {
		sum += w[k] * v
	}
	return sum
}

// loss is the penalised negative log-likelihood.
func (f *logitFit) loss(w []float64) float64 {
	sum := 0.0
	for k, v := range w {
		sum += f.ridge[k] / 2 * (v - f.start[k]) * (v - f.start[k])
	}
	for i, r := range f.rows {
		v := dot(w, r)
		sum += math.Max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) - f.target[i]*v
	}
	return sum
}

// step is the best of Newton's step and its halves, and by how much the loss falls;
// 0 where none lowers it.
func (f *logitFit) step(w []float64, loss float64) ([]float64, float64) {
	n := len(w)
	grad, hess := make([]float64, n), make([]float64, n*n)
	for k, v := range w {
		grad[k] = f.ridge[k] * (v - f.start[k])
		hess[k*n+k] = f.ridge[k]
	}
	for i, r := range f.rows {
		p := logistic(dot(w, r))
		for a, v := range r {
			grad[a] += (p - f.target[i]) * v
			for b := range a + 1 {
				hess[a*n+b] += p * (1 - p) * v * r[b]
			}
		}
	}
	down := solve(hess, grad)
	for t := 1.0; t > 1e-12; t /= 2 {
		next := slices.Clone(w)
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
