package coref

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
)

// scorer is a model that is being trained or one that is done.
type scorer interface {
	// score is the sum of the weights of features.
	score(features []uint32) float32
}

// table is a linear model over hashed features: a signed byte a bucket, times scale.
type table struct {
	mask  uint32 // buckets - 1, a power of two less one
	scale float32
	rows  string
}

func (t *table) score(features []uint32) float32 {
	n := int32(0)
	for _, f := range features {
		n += int32(int8(t.rows[f&t.mask]))
	}
	return float32(n) * t.scale
}

// magic begins a file of weights; the digit is the version of its layout.
const magic = "coref1\n"

// largest is the most buckets a table may have.
const largest = 1 << 22

// readTable reads magic, then the number of buckets less one and the scale, of four
// bytes each, little end first, and a byte a weight.
func readTable(file string) (*table, error) {
	if len(file) < len(magic)+8 || file[:len(magic)] != magic {
		return nil, fmt.Errorf("not a file of coreference weights")
	}
	head := []byte(file[len(magic) : len(magic)+8])
	t := &table{mask: binary.LittleEndian.Uint32(head), scale: math.Float32frombits(binary.LittleEndian.Uint32(head[4:])), rows: file[len(magic)+8:]}
	if t.mask >= largest || bits.OnesCount32(t.mask+1) != 1 || len(t.rows) != int(t.mask)+1 {
		return nil, fmt.Errorf("a table of %d buckets and %d bytes", t.mask+1, len(t.rows))
	}
	return t, nil
}

// Write writes the model's weights as New reads them.
func (m *Model) Write(w io.Writer) error {
	t, ok := m.table.(*table)
	if !ok {
		return fmt.Errorf("the model is still being trained")
	}
	head := append([]byte(magic), make([]byte, 8)...)
	binary.LittleEndian.PutUint32(head[len(magic):], t.mask)
	binary.LittleEndian.PutUint32(head[len(magic)+4:], math.Float32bits(t.scale))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := io.WriteString(w, t.rows)
	return err
}

// learner trains a table by AdaGrad (Duchi, Hazan and Singer 2011): each weight
// moves by rate*g/sqrt(sum of g squared), and is pulled to zero by decay.
type learner struct {
	mask        uint32
	rate, decay float32
	w, squares  []float32
}

func newLearner(bits int, rate, decay float32) *learner {
	return &learner{mask: 1<<bits - 1, rate: rate, decay: decay, w: make([]float32, 1<<bits), squares: make([]float32, 1<<bits)}
}

func (l *learner) score(features []uint32) float32 {
	sum := float32(0)
	for _, f := range features {
		sum += l.w[f&l.mask]
	}
	return sum
}

// step moves the weights of features against gradient.
func (l *learner) step(features []uint32, gradient float32) {
	for _, f := range features {
		w := &l.w[f&l.mask]
		g := gradient + l.decay**w
		s := &l.squares[f&l.mask]
		*s += g * g
		*w -= l.rate * g / (float32(math.Sqrt(float64(*s))) + 1e-6)
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
	t := &table{mask: l.mask, scale: 1}
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
