// Package net runs the reader's network: a vector for each type of word, layers
// of bidirectional simple recurrent units over the sentence, and heads for tags,
// names and a biaffine parser. Weights and activations are of 7 bits, sums exact, and
// the vector kernels give the bits of the scalar ones, so that every machine
// reads the same. It knows words and not text; package reading cuts the text.
// Start with Load and Model.Predict.
package net

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
)

// magic starts a weight file.
const magic = "ENTRDR02"

// Model is a loaded network. It is not changed after Load and may be used by
// several goroutines, each with a Scratch of its own.
type Model struct {
	UPOS, XPOS, Rel, NameLabels []string // labels by index

	sizes  header
	word   table // by vocabulary index; row 0 is zero
	hashed table
	vocab  map[string]int32
	layers []layer
	heads  packed // upos, xpos, names, mlp, one below the other
	bias   []float32
	arc    packed    // [A head side out, A in]: see loadArc
	arcb   []float32 // A
	rel    packed    // [R, 3B]: dependent, head, their product
	relb   []float32
	// The virtual root's vectors, which no sentence changes.
	rootArc, rootRel []float32
	trans            []float32 // names: [from label or start, to label]
}

// header is the weight file's description of itself.
type header struct {
	D, H, P, L, A, B, NH int
	UPOS, XPOS, Rel, Ner []string
	Words, WordRows      int // words of the vocabulary; rows of their table, the first for unknown words
	Tensors              []tensor
}

type tensor struct {
	Name, Type    string
	Shape         []int
	Offset, Bytes int
}

// layer is one recurrent layer in both directions. The first reads the word
// types and has a highway of its own; the others read the layer before through a
// bottleneck, and that layer is their highway.
type layer struct {
	down packed       // [P, 2H], empty in the first
	up   packed       // [8H, D] or [6H, P]: candidate, forget, reset (, highway) of each direction
	v, b [2][]float32 // of each direction: forget row, reset row
}

// table holds int8 rows with a scale each.
type table struct {
	q     []int8
	scale []float32
	width int
}

func (t *table) addTo(x []float32, row int) {
	q, s := t.q[row*t.width:(row+1)*t.width], t.scale[row]
	for i, n := range q {
		x[i] += float32(s * float32(n))
	}
}

// file is a weight file being read; the first error stays.
type file struct {
	header
	payload []byte
	byName  map[string]tensor
	err     error
}

// Load reads a weight file. The model keeps no reference to b.
func Load(b []byte) (*Model, error) {
	f, err := open(b)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	m := &Model{UPOS: f.UPOS, XPOS: f.XPOS, Rel: f.Rel, NameLabels: f.Ner, sizes: f.header}
	m.word, m.hashed = f.table("word"), f.table("hash")
	m.loadVocabulary(f)
	for l := range f.L {
		m.layers = append(m.layers, f.layer(l))
	}
	m.loadHeads(f)
	if f.err != nil {
		return nil, fmt.Errorf("read weights: %w", f.err)
	}
	m.sizes.Tensors = nil
	return m, nil
}

func open(b []byte) (*file, error) {
	if len(b) < len(magic)+4 || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("not a weight file: it does not start with %q", magic)
	}
	rest := b[len(magic)+4:]
	n := int(binary.LittleEndian.Uint32(b[len(magic):]))
	if n > len(rest) {
		return nil, fmt.Errorf("header of %d bytes in a file of %d", n, len(b))
	}
	f := &file{payload: rest[n:], byName: map[string]tensor{}}
	if err := json.Unmarshal(rest[:n], &f.header); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	for _, n := range []int{f.D, f.H, f.P, f.A, f.B} {
		if n <= 0 || n%lanes != 0 {
			return nil, fmt.Errorf("sizes D=%d H=%d P=%d A=%d B=%d are not multiples of %d", f.D, f.H, f.P, f.A, f.B, lanes)
		}
	}
	if f.L <= 0 || f.NH <= 0 {
		return nil, fmt.Errorf("%d layers and %d hashed rows", f.L, f.NH)
	}
	for _, t := range f.Tensors {
		f.byName[t.Name] = t
	}
	return f, nil
}

// raw returns a tensor's bytes.
func (f *file) raw(name, typ string) []byte {
	t, ok := f.byName[name]
	switch {
	case f.err != nil:
	case !ok || t.Type != typ:
		f.err = fmt.Errorf("tensor %s of type %s is missing", name, typ)
	case t.Offset < 0 || t.Bytes < 0 || t.Offset > len(f.payload)-t.Bytes:
		f.err = fmt.Errorf("tensor %s lies outside the file", name)
	default:
		return f.payload[t.Offset : t.Offset+t.Bytes]
	}
	return nil
}

func (f *file) floats(name string, n int) []float32 {
	b := f.raw(name, "f32")
	if f.err == nil && len(b) != 4*n {
		f.err = fmt.Errorf("tensor %s has %d bytes, want %d numbers", name, len(b), n)
	}
	if f.err != nil {
		return make([]float32, n)
	}
	x := make([]float32, n)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x
}

func (f *file) bytes(name string, n int) []int8 {
	b := f.raw(name, "i8")
	if f.err == nil && len(b) != n {
		f.err = fmt.Errorf("tensor %s has %d bytes, want %d", name, len(b), n)
	}
	x := make([]int8, n)
	if f.err == nil {
		for i, v := range b {
			x[i] = int8(v)
		}
	}
	return x
}

func (f *file) table(name string) table {
	rows := f.NH
	if name == "word" {
		rows = f.WordRows
	}
	return table{f.bytes(name+".q", rows*f.D), f.floats(name+".s", rows), f.D}
}

func (f *file) layer(l int) layer {
	n := fmt.Sprintf(".%d", l)
	var out layer
	if l == 0 {
		out.up = f.matrix("up"+n, 8*f.H, f.D)
	} else {
		out.down, out.up = f.matrix("down"+n, f.P, 2*f.H), f.matrix("up"+n, 6*f.H, f.P)
	}
	v, b := f.floats("v"+n, 4*f.H), f.floats("b"+n, 4*f.H)
	for d := range 2 {
		out.v[d], out.b[d] = v[d*2*f.H:(d+1)*2*f.H], b[d*2*f.H:(d+1)*2*f.H]
	}
	return out
}

func (f *file) matrix(name string, out, in int) packed {
	return pack(f.bytes(name+".q", out*in), f.floats(name+".s", out), out, in)
}

// loadVocabulary maps words to rows; words may share one.
func (m *Model) loadVocabulary(f *file) {
	words, rows := strings.Split(string(f.raw("vocab", "str")), "\n"), f.raw("rows", "i32")
	if f.err == nil && (len(words) != f.Words || len(rows) != 4*f.Words) {
		f.err = fmt.Errorf("%d words and %d bytes of rows, want %d words", len(words), len(rows), f.Words)
	}
	if f.err != nil {
		return
	}
	m.vocab = make(map[string]int32, len(words))
	for i, w := range words {
		row := int32(binary.LittleEndian.Uint32(rows[4*i:]))
		if row < 0 || int(row) >= f.WordRows {
			f.err = fmt.Errorf("word %q has row %d of %d", w, row, f.WordRows)
			return
		}
		m.vocab[w] = row // of the string copied from the file
	}
}

// loadHeads joins the heads that read the last layer into one matrix and
// computes what the virtual root gives.
func (m *Model) loadHeads(f *file) {
	in := 2 * f.H
	var q []int8
	var scale []float32
	for _, h := range []struct {
		name string
		out  int
	}{{"upos", len(f.UPOS)}, {"xpos", len(f.XPOS)}, {"ner", len(f.Ner)}, {"mlp", 2*f.A + 2*f.B}} {
		q = append(q, f.bytes(h.name+".q", h.out*in)...)
		scale = append(scale, f.floats(h.name+".s", h.out)...)
		m.bias = append(m.bias, f.floats(h.name+".b", h.out)...)
	}
	m.heads = pack(q, scale, len(scale), in)
	m.trans = f.floats("trans", (len(f.Ner)+1)*len(f.Ner))
	m.loadArc(f)
	r := len(f.Rel)
	m.rel, m.relb = f.matrix("rel", r, 3*f.B), f.floats("rel.b", r)
	if f.err != nil {
		return
	}
	root := f.floats("root", in)
	var a activations
	a.resize(1, in)
	a.set(0, root)
	out := make([]float32, tileRows*m.heads.cols())
	m.heads.multiply(&a, 1, out)
	mlp := m.mlp(out[:m.heads.cols()])
	m.rootArc = slices.Clone(mlp[f.A : 2*f.A])
	m.rootRel = slices.Clone(mlp[2*f.A+f.B : 2*f.A+2*f.B])
}

// loadArc quantises the arc matrix [A dependent, A head] by rows, so that its
// product with a head's vector meets the dependents' vectors in dot products.
func (m *Model) loadArc(f *file) {
	w := f.floats("arc", f.A*f.A)
	q, scale := make([]int8, f.A*f.A), make([]float32, f.A)
	for i := range f.A {
		scale[i], _ = quantiseScalar(w[i*f.A:(i+1)*f.A], q[i*f.A:(i+1)*f.A])
	}
	m.arc, m.arcb = pack(q, scale, f.A, f.A), f.floats("arcb", f.A)
}

// mlp adds the bias to a row of the heads' product and returns the part that
// the parser reads, after its leaky rectifier: arc dependent, arc head, relation
// dependent, relation head.
func (m *Model) mlp(row []float32) []float32 {
	first := len(m.UPOS) + len(m.XPOS) + len(m.NameLabels)
	x := row[first:len(m.bias)]
	bias := m.bias[first:]
	for i := range bias {
		v := float32(x[i] + bias[i])
		x[i] = max(v, float32(v*0.1))
	}
	return x
}
