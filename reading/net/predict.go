package net

import "slices"

// Word is what the network says of a word: label indices, and the index of its
// head in the sentence, -1 for the root.
type Word struct {
	UPOS, XPOS, Rel, Name uint8
	Head                  int16
}

const (
	// batchWords is about how many words run through the layers at once.
	batchWords = 480
	// cachedTypes bounds the word types a Scratch keeps, cachedProducts those of
	// them whose products with the first layer it keeps too, of 5 to 8 kB each.
	cachedTypes    = 1 << 15
	cachedProducts = 1 << 12
)

// Scratch is working memory for one goroutine; the zero value is ready.
type Scratch struct {
	types  map[string]*typeRow
	rows   []*typeRow // of the words of a batch
	kept   int        // types with products
	in     activations
	u      []float32 // products with a layer
	h, g   []float32 // what a layer gave, and the one before; then the arc matrix times each head
	state  []float32
	arcs   activations
	scores []float32
	gold   []float32
	back   []uint8
	tree   treeScratch

	first    [][]float32 // products of the words with the first layer
	fresh    []int32     // words without kept products
	products []float32   // theirs
}

// typeRow is a word type's vector, quantised, and its product with the first
// layer, nil where it is not kept.
type typeRow struct {
	q       []int8
	scale   float32
	shift   int32
	met     bool // before the batch at hand
	product []float32
}

// Predict tags and parses sentences, each a list of words, writing out[i] of the
// same length for sentences[i]. A sentence may have up to 1<<14 words; time and
// memory grow with the square of its length, so the caller cuts long ones.
func (m *Model) Predict(s *Scratch, sentences [][]string, out [][]Word) {
	for len(sentences) > 0 {
		n, words := 0, 0
		for n < len(sentences) && (n == 0 || words+len(sentences[n]) <= batchWords) {
			words += len(sentences[n])
			n++
		}
		if words > 0 {
			m.predict(s, sentences[:n], out[:n], words)
		}
		sentences, out = sentences[n:], out[n:]
	}
}

func (m *Model) predict(s *Scratch, sentences [][]string, out [][]Word, words int) {
	m.look(s, sentences)
	x := m.run(s, sentences, words)
	width := 2 * m.sizes.H
	s.in.resize(words, width)
	for i := range words {
		s.in.set(i, x[i*width:(i+1)*width])
	}
	padded := len(s.in.scale)
	cols := m.heads.cols()
	s.u = grow(s.u, padded*cols)
	m.heads.multiply(&s.in, words, s.u)
	at := 0
	for i, sentence := range sentences {
		if len(sentence) > 0 {
			m.label(s, s.u[at*cols:], cols, out[i])
			m.parse(s, s.u[at*cols:], cols, out[i])
		}
		at += len(sentence)
	}
}

// look finds the types of the words of a batch.
func (m *Model) look(s *Scratch, sentences [][]string) {
	if s.types == nil || len(s.types) > cachedTypes {
		s.types, s.kept = make(map[string]*typeRow, 4096), 0
	}
	s.rows = s.rows[:0]
	for _, sentence := range sentences {
		for _, w := range sentence {
			row, ok := s.types[w]
			if !ok {
				row = m.embedType(w)
				s.types[w] = row
			}
			s.rows = append(s.rows, row)
		}
	}
}

// multiplyTypes finds the products of the batch's words with the first layer, in
// s.first. Those of a type met before are kept, up to cachedProducts types, and not
// taken again.
func (m *Model) multiplyTypes(s *Scratch) {
	w := &m.layers[0].up
	cols := w.cols()
	s.first = grow(s.first, len(s.rows))
	s.fresh = s.fresh[:0]
	for i, row := range s.rows {
		if s.first[i] = row.product; row.product == nil {
			s.fresh = append(s.fresh, int32(i))
		}
	}
	s.in.resize(len(s.fresh), m.sizes.D)
	for k, i := range s.fresh {
		row := s.rows[i]
		copy(s.in.q[k*m.sizes.D:], row.q)
		s.in.scale[k], s.in.shift[k] = row.scale, row.shift
	}
	s.products = grow(s.products, len(s.in.scale)*cols)
	w.multiply(&s.in, len(s.fresh), s.products)
	for k, i := range s.fresh {
		s.first[i] = s.products[k*cols : (k+1)*cols]
		s.keep(s.rows[i], s.first[i])
	}
}

// keep keeps the product of a type that was met before.
func (s *Scratch) keep(row *typeRow, product []float32) {
	switch {
	case row.product != nil:
	case !row.met:
		row.met = true
	case s.kept < cachedProducts:
		s.kept++
		row.product = slices.Clone(product)
	}
}

func (m *Model) embedType(w string) *typeRow {
	t := m.features(w)
	x := make([]float32, m.sizes.D)
	m.word.addTo(x, int(t.row))
	for _, r := range t.hashed {
		m.hashed.addTo(x, int(r))
	}
	row := &typeRow{q: make([]int8, m.sizes.D)}
	scale, sum := quantise(x, row.q)
	row.scale, row.shift = scale, offset*sum
	return row
}

// run sends the words through the recurrent layers; the result, 2H floats a
// word, is valid until the next call.
func (m *Model) run(s *Scratch, sentences [][]string, words int) []float32 {
	h := m.sizes.H
	padded := (words + tileRows - 1) / tileRows * tileRows
	s.state = grow(s.state, h)
	s.h, s.g = grow(s.h, padded*2*h), grow(s.g, padded*2*h)
	m.multiplyTypes(s)
	for l := range m.layers {
		layer := &m.layers[l]
		cols := layer.up.cols()
		if l > 0 {
			s.h, s.g = s.g, s.h
			m.narrow(s, layer, words)
			s.u = grow(s.u, padded*cols)
			layer.up.multiply(&s.in, words, s.u)
		}
		for d := range 2 {
			at := 0
			for _, sentence := range sentences {
				from, way := at, 1
				if d == 1 {
					from, way = at+len(sentence)-1, -1
				}
				at += len(sentence)
				clear(s.state)
				out := strided{s.h, from*2*h + d*h, way * 2 * h}
				if l > 0 && len(sentence) > 0 {
					sru(strided{s.u, from*cols + d*3*h, way * cols}, strided{s.g, out.at, out.step}, layer.v[d], layer.b[d], s.state, out, len(sentence))
				}
				for i := from; l == 0 && i >= at-len(sentence) && i < at; i += way {
					product := s.first[i] // its own highway is its fourth part
					sru(strided{product, d * 4 * h, 0}, strided{product, d*4*h + 3*h, 0}, layer.v[d], layer.b[d], s.state, out, 1)
					out.at += out.step
				}
			}
		}
	}
	return s.h
}

// narrow brings what the layer before gave through a layer's bottleneck into s.in.
func (m *Model) narrow(s *Scratch, l *layer, words int) {
	width, p := 2*m.sizes.H, m.sizes.P
	s.in.resize(words, width)
	for i := range words {
		s.in.set(i, s.g[i*width:(i+1)*width])
	}
	cols := l.down.cols()
	s.products = grow(s.products, len(s.in.scale)*cols)
	l.down.multiply(&s.in, words, s.products)
	s.in.resize(words, p)
	for i := range words {
		s.in.set(i, s.products[i*cols:i*cols+p])
	}
}

// label sets tags and names of a sentence from its rows of the heads' product.
func (m *Model) label(s *Scratch, rows []float32, cols int, out []Word) {
	nu, nx := len(m.UPOS), len(m.XPOS)
	for i := range out {
		row := rows[i*cols:]
		out[i].UPOS = best(row[:nu], m.bias[:nu])
		out[i].XPOS = best(row[nu:nu+nx], m.bias[nu:nu+nx])
	}
	m.nameWords(s, rows[nu+nx:], cols, out)
}

// nameWords finds the likeliest sequence of name labels (Viterbi 1967) by the
// labels' scores and the transitions between them.
func (m *Model) nameWords(s *Scratch, rows []float32, cols int, out []Word) {
	k := len(m.NameLabels)
	bias := m.bias[len(m.UPOS)+len(m.XPOS):]
	s.scores = grow(s.scores, 2*k)
	s.back = grow(s.back, len(out)*k)
	now, next := s.scores[:k], s.scores[k:2*k]
	for y := range k {
		now[y] = float32(float32(rows[y]+bias[y]) + m.trans[k*k+y])
	}
	for i := 1; i < len(out); i++ {
		for y := range k {
			top, from := float32(now[0]+m.trans[y]), 0
			for x := 1; x < k; x++ {
				if v := float32(now[x] + m.trans[x*k+y]); v > top {
					top, from = v, x
				}
			}
			next[y] = float32(top + float32(rows[i*cols+y]+bias[y]))
			s.back[i*k+y] = uint8(from)
		}
		now, next = next, now
	}
	y := argmax(now)
	for i := len(out) - 1; i >= 0; i-- {
		out[i].Name = uint8(y)
		y = int(s.back[i*k+y])
	}
}

// best returns the index of the largest x+b, the first of equals.
func best(x, b []float32) uint8 {
	top, at := float32(x[0]+b[0]), 0
	for i := 1; i < len(x); i++ {
		if v := float32(x[i] + b[i]); v > top {
			top, at = v, i
		}
	}
	return uint8(at)
}

// parse sets heads and relations of a sentence.
func (m *Model) parse(s *Scratch, rows []float32, cols int, out []Word) {
	n, a, b := len(out), m.sizes.A, m.sizes.B
	mlp := func(i int) []float32 {
		first := len(m.UPOS) + len(m.XPOS) + len(m.NameLabels)
		return rows[i*cols+first : i*cols+first+2*a+2*b]
	}
	s.arcs.resize(n+1, a)
	s.arcs.set(0, m.rootArc)
	s.gold = grow(s.gold, n+1) // arcb . head
	dots(m.arcb, m.rootArc, a, 1, s.gold[:1])
	for i := range n {
		m.mlp(rows[i*cols : (i+1)*cols])
		head := mlp(i)[a : 2*a]
		s.arcs.set(i+1, head)
		dots(m.arcb, head, a, 1, s.gold[i+1:i+2])
	}
	width := m.arc.cols()
	s.g = grow(s.g, len(s.arcs.scale)*width)
	m.arc.multiply(&s.arcs, n+1, s.g)
	s.scores = grow(s.scores, n*(n+1))
	for i := range n {
		row := s.scores[i*(n+1) : (i+1)*(n+1)]
		dots(mlp(i)[:a], s.g, width, n+1, row)
		for j := range row {
			row[j] = float32(row[j] + s.gold[j])
		}
	}
	heads := s.tree.decode(s.scores, n)
	for i, h := range heads {
		out[i].Head = int16(h - 1)
	}
	m.relate(s, mlp, out)
}

// relate chooses the relation of each word to its head by the two vectors and
// their product.
func (m *Model) relate(s *Scratch, mlp func(int) []float32, out []Word) {
	a, b := m.sizes.A, m.sizes.B
	s.gold = grow(s.gold, 3*b)
	s.arcs.resize(len(out), 3*b)
	for i := range out {
		head := m.rootRel
		if h := out[i].Head; h >= 0 {
			head = mlp(int(h))[2*a+b : 2*a+2*b]
		}
		x := s.gold[:3*b]
		copy(x, mlp(i)[2*a:2*a+b])
		copy(x[b:], head)
		for k := range b {
			x[2*b+k] = float32(x[k] * x[b+k])
		}
		s.arcs.set(i, x)
	}
	cols := m.rel.cols()
	s.g = grow(s.g, len(s.arcs.scale)*cols)
	m.rel.multiply(&s.arcs, len(out), s.g)
	for i := range out {
		out[i].Rel = best(s.g[i*cols:i*cols+len(m.Rel)], m.relb)
	}
}
