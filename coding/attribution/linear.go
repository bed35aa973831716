package attribution

import (
	"math"

	"entente/internal/linear"
)

// mix hashes a feature: which template it fills and with which two values.
func mix(template, a, b uint32) uint32 { return linear.Mix(template, a, b) }

// name hashes a word.
func name(s string) uint32 { return linear.Hash(s) }

// table is a linear model over hashed features: one row of columns a bucket. A
// score is the sum of the rows of the features that are on, times scale.
type table struct {
	columns int
	mask    uint32 // buckets - 1, a power of two less one
	scale   float32
	rows    string // a signed byte a weight
}

// score adds the rows of features to sum, which has one entry a column.
func (t *table) score(features []uint32, sum []float32) {
	switch t.columns {
	case 1:
		n := int32(0)
		for _, f := range features {
			n += int32(int8(t.rows[f&t.mask]))
		}
		sum[0] += float32(n) * t.scale
	case roles:
		scoreRoles(t, features, sum)
	default:
		for _, f := range features {
			at := int(f&t.mask) * t.columns
			for i, w := range []byte(t.rows[at : at+t.columns]) {
				sum[i] += float32(int8(w)) * t.scale
			}
		}
	}
}

// scoreRoles is score for a table of four columns. Raised by 128 to be positive,
// the bytes of a row are added two to a number, 16 bits apart, which holds the sum
// of 257 rows.
func scoreRoles(t *table, features []uint32, sum []float32) {
	const most = 257
	var n [roles]int32
	for len(features) > 0 {
		some := features[:min(len(features), most)]
		features = features[len(some):]
		var even, odd uint32
		for _, f := range some {
			r := t.rows[int(f&t.mask)*roles:]
			_ = r[roles-1]
			x := (uint32(r[0]) | uint32(r[1])<<8 | uint32(r[2])<<16 | uint32(r[3])<<24) ^ 0x80808080
			even += x & 0x00FF00FF
			odd += x >> 8 & 0x00FF00FF
		}
		raised := 128 * int32(len(some))
		n[0] += int32(even&0xFFFF) - raised
		n[1] += int32(odd&0xFFFF) - raised
		n[2] += int32(even>>16) - raised
		n[3] += int32(odd>>16) - raised
	}
	for i := range n {
		sum[i] += float32(n[i]) * t.scale
	}
}

// logistic is 1/(1+exp(-x)).
func logistic(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// learner trains a table by AdaGrad (Duchi, Hazan and Singer 2011): each weight
// moves by rate*g/sqrt(sum of g squared), and is pulled to zero by decay.
type learner struct {
	columns     int
	mask        uint32
	rate, decay float32
	w, squares  []float32
}

func newLearner(bits, columns int, rate, decay float32) *learner {
	n := columns << bits
	return &learner{columns: columns, mask: 1<<bits - 1, rate: rate, decay: decay, w: make([]float32, n), squares: make([]float32, n)}
}

func (l *learner) score(features []uint32, sum []float32) {
	for _, f := range features {
		at := int(f&l.mask) * l.columns
		for i, w := range l.w[at : at+l.columns] {
			sum[i] += w
		}
	}
}

// step moves the weights of features against gradient, one entry a column.
func (l *learner) step(features []uint32, gradient []float32) {
	for _, f := range features {
		at := int(f&l.mask) * l.columns
		for i, g := range gradient {
			w := &l.w[at+i]
			g += l.decay * *w
			l.squares[at+i] += g * g
			*w -= l.rate * g / (float32(math.Sqrt(float64(l.squares[at+i]))) + 1e-6)
		}
	}
}

// table rounds the weights to bytes. Weights beyond clip times their root mean
// square are rare and are cut.
func (l *learner) table() *table {
	const clip = 16
	sum, n := 0.0, 0
	for _, w := range l.w {
		if w != 0 {
			sum += float64(w) * float64(w)
			n++
		}
	}
	t := &table{columns: l.columns, mask: l.mask, scale: 1}
	if n > 0 {
		t.scale = float32(clip * math.Sqrt(sum/float64(n)) / 127)
	}
	rows := make([]byte, len(l.w))
	for i, w := range l.w {
		rows[i] = byte(int8(max(-127, min(127, math.Round(float64(w/t.scale))))))
	}
	t.rows = string(rows)
	return t
}

// scorer is a model that is being trained or one that is done.
type scorer interface {
	score(features []uint32, sum []float32)
}
