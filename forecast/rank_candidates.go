package forecast

import (
	"math"
	"slices"
)

// scratch is what one worker needs to answer a question.
type scratch struct {
	// candidates of the question
	epoch int32
	mark  []int32 // entity -> epoch in which it became a candidate
	at    []int32 // entity -> its place among them
	cands []int32
	rows  []float32     // numbers, one row for each candidate
	hot   [][hots]uint8 // buckets
	raw   [][6]float32  // counts of (s, r, o) and of (s, o) at 15 and 60 days and ever

	// what the subject alone says
	subject, day int32
	version      int
	so           []pairRow
	near         []weighted // whom it deals with most
	similar      []weighted // whom one reaches in two steps
	hopEpoch     int32
	hopMark      []int32
	hop          []float32 // probability of two steps
	hopList      []int32

	places     []placeRow     // by country of the object
	sectors    []sectorRow    // by sector of the object
	subjPlaces []subjectPlace // by country of the object
	objects    []objectRow

	weight, scores, probs, query []float32
	trials, hits                 []int32 // rules that were asked, and that were right
	touched                      []int32 // candidates with a gradient
	coef                         []float32
}

// pairRow is what a pair says whatever the relation.
type pairRow struct {
	object int32
	hot    uint8
	row    [10]float32
	raw    [3]float32
}

// placeRow is what a question says of a country, if it is of that question.
type placeRow struct {
	question int32
	crc, arc [2]float32
}

// sectorRow is what a question says of a sector.
type sectorRow struct {
	question int32
	ars      [2]float32
	srs      float32
}

// subjectPlace is what a subject says of a country, whatever the relation.
type subjectPlace struct {
	subject int32
	cc      float32
	sc      [3]float32
}

// objectRow is what an object says whatever the question.
type objectRow struct {
	at    stamp
	all   [rates]float32
	side  [2][2]float32
	fresh [3]float32
	hot   uint8
}

type weighted struct {
	entity int32
	w      float32
}

func newScratch(entities, countries, sectors int) *scratch {
	return &scratch{
		mark: make([]int32, entities), at: make([]int32, entities), hopMark: make([]int32, entities), hop: make([]float32, entities),
		subject: -1, day: -1, weight: make([]float32, weights), places: make([]placeRow, countries), sectors: make([]sectorRow, sectors),
		subjPlaces: make([]subjectPlace, countries), objects: make([]objectRow, entities),
	}
}

// ln1 is log(1+x) for x >= 0 to three digits, from the bits of the number.
func ln1(x float32) float32 {
	b := math.Float32bits(1 + x)
	e := float32(int32(b>>23) - 127)
	m := math.Float32frombits(b&0x7fffff|0x3f800000) - 1
	return (e + m*(1.4246-m*(0.5925-m*0.1679))) * 0.6931472
}

// logCounts fills the four counts of a counter.
func (h *History) logCounts(c *counter, day int32, out []float32) {
	dt := day - c.last
	for k := range rates {
		out[k] = ln1(8 * c.count[k] * h.decay.factor(k, dt))
	}
}

// prepare fills what depends on the subject alone.
func (m *Ranker) prepare(x *scratch, s, day int32) {
	h := m.hist
	if x.subject == s && x.day == day && x.version == h.version {
		return
	}
	x.subject, x.day, x.version = s, day, h.version
	x.so = x.so[:0]
	x.near = x.near[:0]
	tot1 := h.decay.at(&h.subj[s], 1, day) + 1
	tot3 := h.decay.at(&h.subj[s], 3, day) + 1
	for _, pi := range h.bySubj[s] {
		p := &h.pairs[pi]
		e := pairRow{object: p.object, hot: recency(day - p.last)}
		h.logCounts(&p.counter, day, e.row[:4])
		d1 := h.decay.factor(1, day-p.last)
		e.row[4], e.row[5] = ln1(8*p.out[1]*d1), ln1(8*p.out[3])
		e.row[6], e.row[7] = ln1(8*p.in[1]*d1), ln1(8*p.in[3])
		e.row[8], e.row[9] = p.count[1]*d1/tot1, p.count[3]/tot3
		e.raw = [3]float32{p.count[1] * d1, h.decay.at(&p.counter, 2, day), p.count[3]}
		x.so = append(x.so, e)
		x.near = append(x.near, weighted{p.object, h.decay.at(&p.counter, 2, day)})
	}
	top(&x.near, 30)
	// two steps: P(z|s) P(o|z)
	x.hopEpoch++
	x.hopList = x.hopList[:0]
	var sum float32
	for _, z := range x.near {
		sum += z.w
	}
	for _, z := range x.near {
		pz := z.w / (sum + 1)
		zt := h.decay.at(&h.subj[z.entity], 2, day) + 1
		ps := h.bySubj[z.entity]
		if len(ps) > 200 {
			ps = ps[:200] // the oldest acquaintances are the most frequent
		}
		for _, pi := range ps {
			p := &h.pairs[pi]
			v := pz * h.decay.at(&p.counter, 2, day) / zt
			if x.hopMark[p.object] != x.hopEpoch {
				x.hopMark[p.object] = x.hopEpoch
				x.hop[p.object] = 0
				x.hopList = append(x.hopList, p.object)
			}
			x.hop[p.object] += v
		}
	}
	x.similar = x.similar[:0]
	for _, o := range x.hopList {
		if o != s {
			x.similar = append(x.similar, weighted{o, x.hop[o]})
		}
	}
	top(&x.similar, max(m.opt.TwoHop, 20))
	m.subjectPlaces(x, s, day)
}

// top keeps the n heaviest, heaviest first.
func top(w *[]weighted, n int) {
	if len(*w) > 2*n {
		heaviest(*w, n)
		*w = (*w)[:n]
	}
	slices.SortFunc(*w, func(a, b weighted) int {
		switch {
		case a.before(b):
			return -1
		case b.before(a):
			return 1
		}
		return 0
	})
	if len(*w) > n {
		*w = (*w)[:n]
	}
}

// before reports whether a is heavier, of two alike the one of the lower number.
func (a weighted) before(b weighted) bool { return a.w > b.w || a.w == b.w && a.entity < b.entity }

// heaviest puts the n heaviest first, in any order (quickselect, Hoare 1961).
func heaviest(w []weighted, n int) {
	for lo, hi := 0, len(w)-1; lo < hi; {
		pivot := w[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for w[i].before(pivot) {
				i++
			}
			for pivot.before(w[j]) {
				j--
			}
			if i <= j {
				w[i], w[j] = w[j], w[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n-1 <= j:
			hi = j
		case n-1 >= i:
			lo = i
		default:
			return
		}
	}
}

// topOf fills the candidates that a relation brings on a day.
func (m *Ranker) topOf(r, day int32) {
	h := m.hist
	if m.popularAt[r] == h.stamp(day) {
		return
	}
	m.popularAt[r] = h.stamp(day)
	ws := make([]weighted, len(h.rel[r]))
	for i := range h.rel[r] {
		c := &h.rel[r][i]
		ws[i] = weighted{c.object, h.decay.at(&c.counter, 1, day)*2 + h.decay.at(&c.counter, 3, day)*0.3}
	}
	top(&ws, m.opt.Popular)
	m.popular[r] = m.popular[r][:0]
	for _, w := range ws {
		m.popular[r] = append(m.popular[r], w.entity)
	}
}

// localOf fills the candidates that a country brings on a day.
func (m *Ranker) localOf(c, day int32) {
	h := m.hist
	if m.localAt[c] == h.stamp(day) {
		return
	}
	m.localAt[c] = h.stamp(day)
	ws := make([]weighted, len(h.inCountry[c]))
	for i, e := range h.inCountry[c] {
		ws[i] = weighted{e, h.decay.at(&h.subj[e], 1, day)*2 + h.subj[e].count[3]*0.3}
	}
	top(&ws, m.opt.Country)
	m.local[c] = m.local[c][:0]
	for _, w := range ws {
		m.local[c] = append(m.local[c], w.entity)
	}
}

// ready makes the lists that several questions share; each depends on the past
// and its own relation or country alone.
func (m *Ranker) ready(groups []Question) {
	for i := range groups {
		m.topOf(groups[i].Relation, groups[i].Day)
		if h := m.hist; h.country != nil && h.country[groups[i].Subject] >= 0 {
			m.localOf(h.country[groups[i].Subject], groups[i].Day)
		}
	}
}

// add makes an entity a candidate and returns its place.
func (x *scratch) add(o int32) int32 {
	if x.mark[o] == x.epoch {
		return x.at[o]
	}
	x.mark[o] = x.epoch
	i := int32(len(x.cands))
	x.at[o] = i
	x.cands = append(x.cands, o)
	return i
}
