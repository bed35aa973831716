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
	// them whose products with the first layer it keeps too, of 7 kB each.
	cachedTypes    = 1 << 15
	cachedProducts = 1 << 11
)

// Scratch is working memory for one goroutine; the zero value is ready.
type Scratch struct {
	types  map[string]*typeRow
	rows   []*typeRow // of the words of a batch
	kept   int        // types with products
	in     activations
	u, h   []float32
	state  []float32
	arcs   activations
	g      []float32 // arc matrix times each head
	scores []float32
	gold   []float32
	back   []uint8
	tree   treeScratch

	fresh    []int32   // words without kept products
	products []float32 // theirs

	starts, groups, grouped []int32 // words by their heads
}

// typeRow is a word type's vector, quantised, and its products with the two
// directions of the first layer, nil where they are not kept.
type typeRow struct {
	q        []int8
	scale    float32
	shift    int32
	met      bool // before the batch at hand
	products [2][]float32
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

// multiplyTypes writes the products of the batch's words with direction d of the
// first layer to s.u. Those of a type met before are kept, up to cachedProducts
// types, and not taken again.
func (m *Model) multiplyTypes(s *Scratch, d int) {
	w := &m.layers[0][d].w
	cols := w.cols()
	s.fresh = s.fresh[:0]
	for i, row := range s.rows {
		if row.products[d] == nil {
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
	k := 0
	for i, row := range s.rows {
		to := s.u[i*cols : (i+1)*cols]
		if k == len(s.fresh) || int(s.fresh[k]) != i {
			copy(to, row.products[d])
			continue
		}
		copy(to, s.products[k*cols:(k+1)*cols])
		k++
	}
	for _, i := range s.fresh {
		s.keep(s.rows[i], d, s.u[int(i)*cols:(int(i)+1)*cols])
	}
}

// keep keeps the product of a type that was met before.
func (s *Scratch) keep(row *typeRow, d int, product []float32) {
	switch {
	case row.products[d] != nil:
	case !row.met:
		row.met = d == 1
	case s.kept < 2*cachedProducts:
		s.kept++
		row.products[d] = slices.Clone(product)
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
	row.scale, row.shift = scale, 128*sum
	return row
}

// run sends the words through the recurrent layers; the result, 2H floats a
// word, is valid until the next call.
func (m *Model) run(s *Scratch, sentences [][]string, words int) []float32 {
	h := m.sizes.H
	padded := (words + tileRows - 1) / tileRows * tileRows
	s.state = grow(s.state, h)
	for l := range m.layers {
		if l > 0 {
			s.in.resize(words, 2*h)
			for i := range words {
				s.in.set(i, s.h[i*2*h:(i+1)*2*h])
			}
		}
		s.h = grow(s.h, padded*2*h)
		for d := range 2 {
			layer := &m.layers[l][d]
			cols := layer.w.cols()
			s.u = grow(s.u, padded*cols)
			if l == 0 {
				m.multiplyTypes(s, d)
			} else {
				layer.w.multiply(&s.in, words, s.u)
			}
			at := 0
			for _, sentence := range sentences {
				first, step := at, 1
				if d == 1 {
					first, step = at+len(sentence)-1, -1
				}
				clear(s.state)
				if len(sentence) > 0 {
					sru(s.u, first*cols, step*cols, len(sentence), layer.v, layer.b, s.state, s.h, first*2*h+d*h, step*2*h)
				}
				at += len(sentence)
			}
		}
	}
	return s.h
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

// relate chooses the relation of each word to its head. The product of the
// relation matrix with a head is taken once for all that depend on it.
func (m *Model) relate(s *Scratch, mlp func(int) []float32, out []Word) {
	a, b, labels := m.sizes.A, m.sizes.B, len(m.Rel)
	s.groupByHead(out)
	head := func(g int) []float32 {
		if h := out[s.grouped[s.groups[g]]].Head; h >= 0 {
			return mlp(int(h))[2*a+b : 2*a+2*b]
		}
		return m.rootRel
	}
	cols := m.rel.cols()
	s.g = grow(s.g, tileRows*cols)
	s.gold = grow(s.gold, 3*labels)
	x, y, z := s.gold[:labels], s.gold[labels:2*labels], s.gold[2*labels:3*labels]
	groups := len(s.groups) - 1
	for at := 0; at < groups; at += tileRows {
		rows := min(tileRows, groups-at)
		s.arcs.resize(rows, b)
		for g := range rows {
			s.arcs.set(g, head(at+g))
		}
		m.rel.multiply(&s.arcs, rows, s.g)
		for g := range rows {
			dots(head(at+g), m.relh, b, labels, z)
			for _, i := range s.grouped[s.groups[at+g]:s.groups[at+g+1]] {
				dep := mlp(int(i))[2*a : 2*a+b]
				dots(dep, s.g[g*cols:], b, labels, x)
				dots(dep, m.reld, b, labels, y)
				for r := range x {
					x[r] = float32(float32(x[r]+y[r]) + z[r])
				}
				out[i].Rel = best(x, m.reldb)
			}
		}
	}
}

// groupByHead lists the words of each head in s.grouped, head after head, and
// where each head's words start, and the end, in s.groups.
func (s *Scratch) groupByHead(out []Word) {
	s.starts = grow(s.starts, len(out)+2)
	clear(s.starts)
	for i := range out {
		s.starts[out[i].Head+2]++
	}
	s.groups = s.groups[:0]
	for h := 1; h < len(s.starts); h++ {
		if s.starts[h] > 0 {
			s.groups = append(s.groups, s.starts[h-1])
		}
		s.starts[h] += s.starts[h-1]
	}
	s.groups = append(s.groups, int32(len(out)))
	s.grouped = grow(s.grouped, len(out))
	for i := range out {
		at := &s.starts[out[i].Head+1]
		s.grouped[*at] = int32(i)
		*at++
	}
}
