// Package linear holds linear models over hashed features with weights of a byte
// each, and trains them. Start with Read and Table.Score, or with NewLearner.
package linear

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
)

// Scorer is a model that is being trained or one that is done.
type Scorer interface {
	// Score is the sum of the weights of features.
	Score(features []uint32) float32
}

// Mix hashes a feature: which template it fills and with which two values. The
// constants are those of the finaliser of MurmurHash3 and of xxHash32.
func Mix(template, a, b uint32) uint32 {
	h := a*0x9E3779B1 ^ (b<<13|b>>19)*0x85EBCA6B ^ template*0xC2B2AE35
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	return h
}

// Hash is FNV-1a of a word.
func Hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// Table is a model that is done: a signed byte a bucket, times scale. It is not
// changed and may be used by several goroutines.
type Table struct {
	mask  uint32 // buckets - 1, a power of two less one
	scale float32
	rows  string
}

// Score implements Scorer.
func (t *Table) Score(features []uint32) float32 {
	n := int32(0)
	for _, f := range features {
		n += int32(int8(t.rows[f&t.mask]))
	}
	return float32(n) * t.scale
}

// largest is the most buckets a table may have.
const largest = 1 << 22

// Read lays a table over a file that begins with magic, then the number of
// buckets less one and the scale, of four bytes each, little end first, and a
// byte a weight. It copies nothing.
func Read(file, magic string) (*Table, error) {
	if len(file) < len(magic)+8 || file[:len(magic)] != magic {
		return nil, fmt.Errorf("not a file of weights that begins with %q", magic)
	}
	head := []byte(file[len(magic) : len(magic)+8])
	t := &Table{mask: binary.LittleEndian.Uint32(head), scale: math.Float32frombits(binary.LittleEndian.Uint32(head[4:])), rows: file[len(magic)+8:]}
	if t.mask >= largest || bits.OnesCount32(t.mask+1) != 1 || len(t.rows) != int(t.mask)+1 {
		return nil, fmt.Errorf("a table of %d buckets and %d bytes", t.mask+1, len(t.rows))
	}
	return t, nil
}

// Write writes t as Read reads it.
func (t *Table) Write(w io.Writer, magic string) error {
	head := append([]byte(magic), make([]byte, 8)...)
	binary.LittleEndian.PutUint32(head[len(magic):], t.mask)
	binary.LittleEndian.PutUint32(head[len(magic)+4:], math.Float32bits(t.scale))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := io.WriteString(w, t.rows)
	return err
}

// Learner trains a model by AdaGrad (Duchi, Hazan and Singer 2011): each weight
// moves by rate*g/sqrt(sum of g squared), and is pulled to zero by decay. It
// belongs to one goroutine.
type Learner struct {
	mask        uint32
	rate, decay float32
	w, squares  []float32
	sum         []float32
	kept        int
}

// NewLearner makes a learner of 1<<bits buckets.
func NewLearner(bits int, rate, decay float32) *Learner {
	n := 1 << bits
	return &Learner{mask: uint32(n - 1), rate: rate, decay: decay, w: make([]float32, n), squares: make([]float32, n), sum: make([]float32, n)}
}

// Score implements Scorer.
func (l *Learner) Score(features []uint32) float32 {
	sum := float32(0)
	for _, f := range features {
		sum += l.w[f&l.mask]
	}
	return sum
}

// Step moves the weights of features against gradient.
func (l *Learner) Step(features []uint32, gradient float32) {
	for _, f := range features {
		w := &l.w[f&l.mask]
		g := gradient + l.decay**w
		s := &l.squares[f&l.mask]
		*s += g * g
		*w -= l.rate * g / (float32(math.Sqrt(float64(*s))) + 1e-6)
	}
}

// Keep adds the weights as they are now to the mean that Table takes.
func (l *Learner) Keep() {
	for i, w := range l.w {
		l.sum[i] += w
	}
	l.kept++
}

// Table rounds to bytes the mean of the weights that were kept, or those of now if
// none were. Weights beyond clip times their root mean square are rare and are cut.
func (l *Learner) Table() *Table {
	const clip = 16
	w := l.w
	if l.kept > 0 {
		w = make([]float32, len(l.sum))
		for i, x := range l.sum {
			w[i] = x / float32(l.kept)
		}
	}
	sum, n := 0.0, 0
	for _, x := range w {
		if x != 0 {
			sum += float64(x) * float64(x)
			n++
		}
	}
	t := &Table{mask: l.mask, scale: 1}
	if n > 0 {
		t.scale = float32(clip * math.Sqrt(sum/float64(n)) / 127)
	}
	rows := make([]byte, len(w))
	for i, x := range w {
		rows[i] = byte(int8(max(-127, min(127, math.Round(float64(x/t.scale))))))
	}
	t.rows = string(rows)
	return t
}
