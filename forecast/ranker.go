package forecast

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// Options of a ranker.
type Options struct {
	Rate                                    float64 // AdaGrad's step of the shared weights
	RelationRate                            float64 // and of each relation's own
	Shrink                                  float64
	Start                                   float64
	Embedding                               int
	EmbeddingRate, EmbeddingShrink          float64
	ContextRate, SubjectRate, SubjectShrink float64
	Batch                                   int
	Workers                                 int
	Popular                                 int // candidates from the objects of a relation
	TwoHop                                  int // candidates two steps away
	Country                                 int // candidates of the subject's country
}

// DefaultOptions were chosen on ICEWS14's validation month.
func DefaultOptions() Options {
	return Options{Rate: 0.1, RelationRate: 0.025, Start: 1, Shrink: 0.01, ContextRate: 0.05, SubjectRate: 0.005, EmbeddingRate: 0.05, EmbeddingShrink: 0, SubjectShrink: 0.01, Batch: 16, Workers: 2, Popular: 150, TwoHop: 120, Country: 60}
}

// dense features
const (
	fSRO   = 0  // 4 counts
	fSROs  = 4  // 2 shares
	fSO    = 6  // 4 counts
	fOut   = 10 // 2
	fIn    = 12 // 2
	fSOs   = 14 // 2 shares
	fRule  = 16 // max, sum
	fRO    = 18 // 4
	fROs   = 22 // 2
	fO     = 24 // 4
	fCRO   = 28 // 3 + share
	fCRC   = 32 // 2 share logs
	fCC    = 34 // 1
	fSC    = 35 // 2 + share
	fSRS   = 38 // 1
	fHop   = 39 // p2, typed, similar
	fSame  = 42 // same country, same sector
	fBack  = 44 // 3 backed-off probabilities
	fSide  = 47 // 2: o stands on the asked side
	fNew   = 49 // 3: first meetings, degree
	fKnow  = 52 // 2: compatriots know o
	fARC   = 54 // 2: s does r to o's country
	fARS   = 56 // 2: s does r to o's sector
	nDense = 60
)

// hot features: one of a list of buckets each.
const (
	hSRO = iota
	hSO
	hRO
	hO
	hCRO
	hJoint
	nHot
)

const contexts = 10

const buckets = 12

const nWeights = nDense + nHot*buckets

var bucketOf = func() (b [decayDays]uint8) {
	limits := []int32{1, 2, 3, 5, 8, 14, 30, 60, 120, 240}
	for d := range b {
		i := 0
		for i < len(limits) && int32(d) > limits[i] {
			i++
		}
		b[d] = uint8(i)
	}
	return
}()

const never = buckets - 1

func recency(days int32) uint8 {
	if days >= decayDays {
		return never - 1
	}
	return bucketOf[days]
}

var ruleBucket = func() (b [decayDays]uint8) {
	limits := []int32{1, 3, 7, 15, 30, 60}
	for d := range b {
		i := 0
		for i < len(limits) && int32(d) > limits[i] {
			i++
		}
		b[d] = uint8(i)
	}
	return
}()

const ruleBuckets = 7 * 3

// joint is a bucket of recency and frequency together.
func joint(days int32, n float32) uint8 {
	b := uint8(0)
	switch {
	case days <= 1:
	case days <= 4:
		b = 3
	case days <= 20:
		b = 6
	default:
		return 9
	}
	switch {
	case n < 1.5:
	case n < 4.5:
		b++
	default:
		b += 2
	}
	return b
}

// Group is the questions of one day that share subject and relation.
type Group struct {
	Subject, Relation, Day int32
	Answers                []int32 // distinct
}

// Groups collects the questions that facts of one day ask, those of one subject
// together, otherwise in the order of the facts.
func Groups(facts []Fact, relations int) []Group {
	at, block := map[uint64]int{}, map[int32]int{}
	var blocks [][]Group
	for _, f := range facts {
		for _, g := range [2]Fact{f, f.Inverse(int32(relations))} {
			b, ok := block[g.Subject]
			if !ok {
				b = len(blocks)
				block[g.Subject] = b
				blocks = append(blocks, nil)
			}
			k := key(g.Subject, g.Relation)
			i, ok := at[k]
			if !ok {
				i = len(blocks[b])
				at[k] = i
				blocks[b] = append(blocks[b], Group{Subject: g.Subject, Relation: g.Relation, Day: g.Day})
			}
			if q := &blocks[b][i]; !slices.Contains(q.Answers, g.Object) {
				q.Answers = append(q.Answers, g.Object)
			}
		}
	}
	return slices.Concat(blocks...)
}

// Ranker is the model of who acts on whom.
type Ranker struct {
	opt  Options
	hist *History
	w    []float32 // shared
	g2   []float32
	wr   [][]float32
	gr2  [][]float32
	wc   [contexts][]float32
	gc2  [contexts][]float32
	mean [][]float32
	emb  *embedding
	ws   [][]float32
	gs2  [][]float32
	rule [][2]float32 // hits, trials

	popular  [][]int32
	popDay   []int32
	local    [][]int32
	localDay []int32
	locals   []int32
	scratch  []*scratch
}

// NewRanker returns a model that knows nothing.
func NewRanker(h *History, opt Options) *Ranker {
	n := 2 * int(h.relations)
	m := &Ranker{opt: opt, hist: h, w: make([]float32, nWeights), g2: make([]float32, nWeights), wr: make([][]float32, n), gr2: make([][]float32, n), rule: make([][2]float32, n*n*ruleBuckets), popular: make([][]int32, n), popDay: make([]int32, n), local: make([][]int32, len(h.inCountry)), localDay: slices.Repeat([]int32{-1}, len(h.inCountry))}
	for i := range m.wr {
		m.wr[i], m.gr2[i] = make([]float32, nWeights), make([]float32, nWeights)
		m.popDay[i] = -1
	}
	for i := range m.wc {
		m.wc[i], m.gc2[i] = make([]float32, nWeights), make([]float32, nWeights)
	}
	for _, g := range append(append([][]float32{m.g2}, m.gr2...), m.gc2[:]...) {
		for k := range g {
			g[k] = float32(opt.Start)
		}
	}
	if opt.Embedding > 0 {
		m.emb = newEmbedding(opt.Embedding, len(h.bySubj), n, opt.EmbeddingRate, opt.EmbeddingShrink)
	}
	m.ws, m.gs2 = make([][]float32, len(h.bySubj)), make([][]float32, len(h.bySubj))
	for range max(1, opt.Workers) {
		m.scratch = append(m.scratch, newScratch(len(h.bySubj), len(h.inCountry)))
	}
	return m
}

// soEntry is what a subject's pair says whatever the relation.
type soEntry struct {
	object int32
	hot    uint8
	dense  [10]float32
	raw    [3]float32
}

type scratch struct {
	epoch   int32
	mark    []int32 // entity -> epoch
	at      []int32 // entity -> candidate
	cands   []int32
	dense   []float32
	hot     [][nHot]uint8
	sro     [][6]float32
	w       []float32
	scores  []float32
	subject int32
	day     int32
	so      []soEntry
	hopMark []int32
	hop     []float32
	hopList []int32
	hopEp   int32
	similar []weighted
	near    []weighted
	cv      []countryValues
	cvMark  []int32
	trials  []int32 // rule indices, answers' own counted apart
	hits    []int32
	probs   []float32
	query   []float32
	touched []int32
	coef    []float32
}

type weighted struct {
	entity int32
	w      float32
}

type countryValues struct {
	crc [2]float32
	arc [2]float32
	cc  float32
	sc  [3]float32
}

func newScratch(n, countries int) *scratch {
	s := &scratch{
		mark: make([]int32, n), at: make([]int32, n), hopMark: make([]int32, n), hop: make([]float32, n), subject: -1, day: -1,
		w: make([]float32, nWeights), cv: make([]countryValues, countries), cvMark: make([]int32, countries),
	}
	return s
}

// ln1 is log(1+x) for x >= 0 to three digits.
func ln1(x float32) float32 {
	b := math.Float32bits(1 + x)
	e := float32(int32(b>>23) - 127)
	m := math.Float32frombits(b&0x7fffff|0x3f800000) - 1
	return (e + m*(1.4246-m*(0.5925-m*0.1679))) * 0.6931472
}

func (h *History) logCounts(c *counter, day int32, out []float32) {
	dt := day - c.last
	for k := range rates {
		out[k] = ln1(8 * c.count[k] * h.decay.factor(k, dt))
	}
}

// prepare fills what depends on the subject alone.
func (m *Ranker) prepare(x *scratch, s, day int32) {
	if x.subject == s && x.day == day {
		return
	}
	h := m.hist
	x.subject, x.day = s, day
	x.so = x.so[:0]
	x.near = x.near[:0]
	tot1 := h.decay.at(&h.subj[s], 1, day) + 1
	tot3 := h.decay.at(&h.subj[s], 3, day) + 1
	for _, pi := range h.bySubj[s] {
		p := &h.pairs[pi]
		e := soEntry{object: p.object, hot: recency(day - p.last)}
		h.logCounts(&p.counter, day, e.dense[:4])
		d1 := h.decay.factor(1, day-p.last)
		e.dense[4], e.dense[5] = ln1(8*p.out[1]*d1), ln1(8*p.out[3])
		e.dense[6], e.dense[7] = ln1(8*p.in[1]*d1), ln1(8*p.in[3])
		e.dense[8], e.dense[9] = p.count[1]*d1/tot1, p.count[3]/tot3
		e.raw = [3]float32{p.count[1] * d1, h.decay.at(&p.counter, 2, day), p.count[3]}
		x.so = append(x.so, e)
		x.near = append(x.near, weighted{p.object, h.decay.at(&p.counter, 2, day)})
	}
	top(&x.near, 30)
	// two steps: P(z|s) P(o|z)
	x.hopEp++
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
			if x.hopMark[p.object] != x.hopEp {
				x.hopMark[p.object] = x.hopEp
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
}

// top keeps the n heaviest, heaviest first.
func top(w *[]weighted, n int) {
	slices.SortFunc(*w, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(b.w, a.w), cmp.Compare(a.entity, b.entity))
	})
	if len(*w) > n {
		*w = (*w)[:n]
	}
}

// topOf fills the candidates that a relation brings on a day.
func (m *Ranker) topOf(r, day int32) {
	if m.popDay[r] == day {
		return
	}
	m.popDay[r] = day
	h := m.hist
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
	if m.localDay[c] == day {
		return
	}
	m.localDay[c] = day
	h := m.hist
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

func (m *Ranker) ready(groups []Group) {
	for i := range groups {
		m.topOf(groups[i].Relation, groups[i].Day)
		if h := m.hist; h.country != nil && h.country[groups[i].Subject] >= 0 {
			m.localOf(h.country[groups[i].Subject], groups[i].Day)
		}
	}
}

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

// features fills candidates and their rows.
func (m *Ranker) features(x *scratch, q *Group, learn bool) {
	h := m.hist
	s, r, day := q.Subject, q.Relation, q.Day
	m.prepare(x, s, day)
	x.epoch++
	x.cands = x.cands[:0]
	for i := range x.so {
		x.add(x.so[i].object)
	}
	for _, o := range m.popular[r] {
		x.add(o)
	}
	for _, z := range x.similar[:min(len(x.similar), m.opt.TwoHop)] {
		x.add(z.entity)
	}
	var cs, ss int32 = -1, -1
	var crTargets []target
	if h.country != nil {
		cs, ss = h.country[s], h.sector[s]
	}
	if cs >= 0 {
		crTargets = h.byGroup[groupOf(countryTarget, cs, r, -1)]
		for i := range crTargets[:min(len(crTargets), 100)] {
			x.add(crTargets[i].object)
		}
		for _, o := range m.local[cs] {
			x.add(o)
		}
	}
	n := len(x.cands)
	x.dense = slices.Grow(x.dense[:0], n*nDense)[:n*nDense]
	clear(x.dense)
	x.hot = slices.Grow(x.hot[:0], n)[:n]
	for i := range x.hot {
		x.hot[i] = [nHot]uint8{never, never, never, never, never, never}
	}
	x.sro = slices.Grow(x.sro[:0], n)[:n]
	clear(x.sro)
	row := func(i int32) []float32 { return x.dense[int(i)*nDense : int(i)*nDense+nDense] }
	for i := range x.so {
		f := row(int32(i))
		copy(f[fSO:], x.so[i].dense[:4])
		copy(f[fOut:], x.so[i].dense[4:6])
		copy(f[fIn:], x.so[i].dense[6:8])
		copy(f[fSOs:], x.so[i].dense[8:10])
		x.hot[i][hSO] = x.so[i].hot
		x.sro[i][3], x.sro[i][4], x.sro[i][5] = x.so[i].raw[0], x.so[i].raw[1], x.so[i].raw[2]
	}
	// the same act before
	if ai, ok := h.actOf[key(s, r)]; ok {
		t1, t3 := h.decay.at(&h.actSum[ai], 1, day)+0.5, h.actSum[ai].count[3]+0.5
		for _, ci := range h.acts[ai] {
			c := &h.cells[ci]
			i := x.at[c.object]
			f := row(i)
			h.logCounts(&c.counter, day, f[fSRO:])
			f[fSROs] = h.decay.at(&c.counter, 1, day) / t1
			f[fSROs+1] = c.count[3] / t3
			x.hot[i][hSRO] = recency(day - c.last)
			x.hot[i][hJoint] = joint(day-c.last, c.count[3])
			x.sro[i][0], x.sro[i][1], x.sro[i][2] = h.decay.at(&c.counter, 1, day), h.decay.at(&c.counter, 2, day), c.count[3]
		}
	}
	// rules
	base := int(r) * 2 * int(h.relations)
	x.trials, x.hits = x.trials[:0], x.hits[:0]
	for i, pi := range h.bySubj[s] {
		var best, sum float32
		isHit := false
		if learn {
			isHit = slices.Contains(q.Answers, x.so[i].object)
		}
		for _, ci := range h.pairs[pi].cells {
			c := &h.cells[ci]
			dt := day - c.last
			if dt >= 200 {
				continue
			}
			fr := 0
			if n := c.count[3]; n > 3.5 {
				fr = 2
			} else if n > 1.5 {
				fr = 1
			}
			k := (base+int(c.relation))*ruleBuckets + int(ruleBucket[dt])*3 + fr
			t := &m.rule[k]
			p := (t[0] + 0.05) / (t[1] + 5)
			if p > best {
				best = p
			}
			sum += p
			if learn {
				x.trials = append(x.trials, int32(k))
				if isHit {
					x.hits = append(x.hits, int32(k))
				}
			}
		}
		f := row(int32(i))
		f[fRule] = ln1(best*1000) * 0.5
		f[fRule+1] = ln1(sum*1000) * 0.5
	}
	// the relation's objects, objects alone, places
	for i := range crTargets {
		c := &crTargets[i]
		if x.mark[c.object] != x.epoch {
			continue
		}
		j := x.at[c.object]
		f := row(j)
		dt := day - c.last
		f[fCRO] = ln1(8 * c.count[1] * h.decay.factor(1, dt))
		f[fCRO+1] = ln1(8 * c.count[2] * h.decay.factor(2, dt))
		f[fCRO+2] = ln1(8 * c.count[3])
		x.hot[j][hCRO] = recency(dt)
	}
	var crTotal float32
	if cs >= 0 {
		if c := h.groups[groupOf(countryTarget, cs, r, -1)]; c != nil {
			crTotal = c.count[3]
		}
		for i := range crTargets {
			if x.mark[crTargets[i].object] == x.epoch {
				row(x.at[crTargets[i].object])[fCRO+3] = crTargets[i].count[3] / (crTotal + 2)
			}
		}
	}
	rt1, rt3 := h.decay.at(&h.relSum[r], 1, day)+1, h.relSum[r].count[3]+1
	for i, o := range x.cands {
		f := row(int32(i))
		if oi, ok := h.objRel[r][o]; ok {
			c := &h.rel[r][oi]
			h.logCounts(&c.counter, day, f[fRO:])
			f[fROs] = 10 * h.decay.at(&c.counter, 1, day) / rt1
			f[fROs+1] = 10 * c.count[3] / rt3
			x.hot[i][hRO] = recency(day - c.last)
		}
		if c := &h.subj[o]; c.count[3] > 0 {
			h.logCounts(c, day, f[fO:])
			x.hot[i][hO] = recency(day - c.last)
		}
		if x.hopMark[o] == x.hopEp {
			f[fHop] = ln1(1000*x.hop[o]) * 0.5
		}
		if h.country != nil {
			m.places(x, f, s, r, o, cs, ss, day)
		}
	}
	var a1, a3 float32
	if ai, ok := h.actOf[key(s, r)]; ok {
		a1, a3 = h.decay.at(&h.actSum[ai], 1, day), h.actSum[ai].count[3]
	}
	a2 := float32(0)
	if ai, ok := h.actOf[key(s, r)]; ok {
		a2 = h.decay.at(&h.actSum[ai], 2, day)
	}
	side := 1
	if r >= h.relations {
		side = 0
	}
	t1, t2, t3 := h.decay.at(&h.subj[s], 1, day), h.decay.at(&h.subj[s], 2, day), h.subj[s].count[3]
	all := float32(len(h.facts))*2 + 1
	for i, o := range x.cands {
		f := row(int32(i))
		c := &h.subj[o]
		var ro [3]float32
		if oi, ok := h.objRel[r][o]; ok {
			e := &h.rel[r][oi]
			ro = [3]float32{h.decay.at(&e.counter, 1, day), h.decay.at(&e.counter, 2, day), e.count[3]}
		}
		pop := (c.count[3] + 0.1) / all
		p1 := (ro[0] + 3*pop) / (rt1 + 3)
		p2 := (ro[1] + 5*pop) / (h.decay.at(&h.relSum[r], 2, day) + 5)
		p3 := (ro[2] + 5*pop) / (rt3 + 5)
		sc := &x.sro[i]
		p1 = (sc[3] + 3*p1) / (t1 + 3)
		p2 = (sc[4] + 3*p2) / (t2 + 3)
		p3 = (sc[5] + 3*p3) / (t3 + 3)
		p1 = (sc[0] + 3*p1) / (a1 + 3)
		p2 = (sc[1] + 3*p2) / (a2 + 3)
		p3 = (sc[2] + 3*p3) / (a3 + 3)
		f[fBack], f[fBack+1], f[fBack+2] = ln1(10000*p1)*0.5, ln1(10000*p2)*0.5, ln1(10000*p3)*0.5
		if sd := &h.side[side][o]; sd.count[3] > 0 {
			f[fSide], f[fSide+1] = ln1(8*h.decay.at(sd, 1, day)), ln1(8*sd.count[3])
		}
		if fr := &h.fresh[o]; fr.count[3] > 0 {
			f[fNew], f[fNew+1] = ln1(8*h.decay.at(fr, 1, day)), ln1(8*h.decay.at(fr, 2, day))
			f[fNew+2] = ln1(8 * float32(len(h.bySubj[o])))
		}
	}
	// neighbours, and those alike, that do it to whom
	m.echo(x, r, day, x.near, fHop+1)
	m.echo(x, r, day, x.similar[:min(len(x.similar), 20)], fHop+2)
}

// echo adds up what others do in the same relation.
func (m *Ranker) echo(x *scratch, r, day int32, others []weighted, at int) {
	h := m.hist
	var sum float32
	for _, z := range others {
		sum += z.w
	}
	if sum == 0 {
		return
	}
	for _, z := range others {
		ai, ok := h.actOf[key(z.entity, r)]
		if !ok {
			continue
		}
		pz := z.w / sum / (h.decay.at(&h.actSum[ai], 2, day) + 1)
		acts := h.acts[ai]
		if len(acts) > 60 {
			acts = acts[len(acts)-60:]
		}
		for _, ci := range acts {
			c := &h.cells[ci]
			if x.mark[c.object] == x.epoch {
				x.dense[int(x.at[c.object])*nDense+at] += pz * h.decay.at(&c.counter, 2, day)
			}
		}
	}
	for i := range x.cands {
		if v := &x.dense[i*nDense+at]; *v > 0 {
			*v = ln1(1000**v) * 0.5
		}
	}
}

func (m *Ranker) places(x *scratch, f []float32, s, r, o, cs, ss, day int32) {
	h := m.hist
	co, so := h.country[o], h.sector[o]
	if co >= 0 {
		v := &x.cv[co]
		if x.cvMark[co] != x.epoch {
			x.cvMark[co] = x.epoch
			*v = countryValues{}
			if c := h.toCountry[key(s, co)]; c != nil {
				v.sc[0] = ln1(8 * h.decay.at(c, 1, day))
				v.sc[1] = ln1(8 * c.count[3])
				v.sc[2] = c.count[3] / (h.subj[s].count[3] + 1)
			}
			if c := h.groups[groupOf(actorCountry, s, r, co)]; c != nil {
				v.arc = [2]float32{ln1(8 * h.decay.at(c, 1, day)), ln1(8 * c.count[3])}
			}
			if cs >= 0 {
				if c := h.groups[groupOf(countryCountry, cs, r, co)]; c != nil {
					v.crc[0] = ln1(8 * h.decay.at(c, 1, day))
					v.crc[1] = ln1(8 * c.count[3])
				}
				if c := h.groups[groupOf(countryAny, cs, 0, co)]; c != nil {
					t := h.groups[groupOf(countryAny, cs, 0, -1)]
					v.cc = ln1(1000*c.count[3]/(t.count[3]+5)) * 0.5
				}
			}
		}
		f[fCRC], f[fCRC+1] = v.crc[0], v.crc[1]
		f[fCC] = v.cc
		f[fARC], f[fARC+1] = v.arc[0], v.arc[1]
		f[fSC], f[fSC+1], f[fSC+2] = v.sc[0], v.sc[1], v.sc[2]
		if co == cs {
			f[fSame] = 1
		}
	}
	if cs >= 0 {
		if c := h.groups[groupOf(countryKnows, cs, 0, o)]; c != nil {
			f[fKnow], f[fKnow+1] = ln1(8*h.decay.at(c, 1, day)), ln1(8*c.count[3])
		}
	}
	if so >= 0 {
		if c := h.groups[groupOf(actorSector, s, r, so)]; c != nil {
			f[fARS], f[fARS+1] = ln1(8*h.decay.at(c, 1, day)), ln1(8*c.count[3])
		}
	}
	if ss >= 0 && so >= 0 {
		if ss == so {
			f[fSame+1] = 1
		}
		if c := h.groups[groupOf(sectorSector, ss, r, so)]; c != nil {
			t := h.groups[groupOf(sectorSector, ss, r, -1)]
			f[fSRS] = ln1(1000*c.count[3]/(t.count[3]+5)) * 0.5
		}
	}
}

// context is how much is known of a subject's acts of a kind, and which side is
// asked for.
func (m *Ranker) context(s, r int32) int {
	c := 0
	if ai, ok := m.hist.actOf[key(s, r)]; ok {
		switch n := m.hist.actSum[ai].count[rates-1]; {
		case n <= 2:
			c = 1
		case n <= 8:
			c = 2
		case n <= 30:
			c = 3
		default:
			c = 4
		}
	}
	if r >= m.hist.relations {
		c += 5
	}
	return c
}

// score fills the scores of the rows.
func (m *Ranker) score(x *scratch, s, r int32) {
	c := m.context(s, r)
	for i := range x.w {
		x.w[i] = m.w[i] + m.wr[r][i] + m.wc[c][i]
	}
	if ws := m.ws[s]; ws != nil {
		for i := range x.w {
			x.w[i] += ws[i]
		}
	}
	if m.emb != nil {
		x.query = slices.Grow(x.query[:0], m.emb.d)[:m.emb.d]
		m.emb.of(s, r, x.query)
	}
	x.scores = slices.Grow(x.scores[:0], len(x.cands))[:len(x.cands)]
	w := x.w[:nDense]
	for i := range x.cands {
		f := x.dense[i*nDense : i*nDense+nDense]
		var a, b, c, d float32
		for k := 0; k+3 < nDense; k += 4 {
			a += f[k] * w[k]
			b += f[k+1] * w[k+1]
			c += f[k+2] * w[k+2]
			d += f[k+3] * w[k+3]
		}
		v := a + b + c + d
		for j, hot := range x.hot[i] {
			v += x.w[nDense+j*buckets+int(hot)]
		}
		if m.emb != nil {
			v += m.emb.dot(x.query, x.cands[i])
		}
		x.scores[i] = v
	}
}

// gradient of the loss of a group, nil where no answer is a candidate.
func (m *Ranker) gradient(x *scratch, q *Group, g []float32) bool {
	n := len(x.cands)
	x.probs = slices.Grow(x.probs[:0], n)[:n]
	best := float32(math.Inf(-1))
	for _, v := range x.scores {
		best = max(best, v)
	}
	for i, v := range x.scores {
		x.probs[i] = float32(math.Exp(float64(v - best)))
	}
	var rest float32
	for _, a := range q.Answers {
		if x.mark[a] == x.epoch {
			x.probs[x.at[a]] *= -1 // an answer
		}
	}
	for _, p := range x.probs {
		if p > 0 {
			rest += p
		}
	}
	any := false
	var coef float32 // of what is no answer: sum over answers of 1/(p_a+rest)
	for _, a := range q.Answers {
		if x.mark[a] != x.epoch {
			continue
		}
		any = true
		p := -x.probs[x.at[a]]
		coef += 1 / (p + rest + 1e-30)
	}
	if !any {
		return false
	}
	x.touched, x.coef = x.touched[:0], x.coef[:0]
	for i := range x.probs {
		p := x.probs[i]
		var c float32
		if p <= 0 {
			p = -p
			c = p/(p+rest+1e-30) - 1
		} else {
			c = p * coef
			if c < 1e-4 {
				continue
			}
		}
		if m.emb != nil {
			x.touched, x.coef = append(x.touched, x.cands[i]), append(x.coef, c)
		}
		f := x.dense[i*nDense : i*nDense+nDense]
		for k := range f {
			g[k] += c * f[k]
		}
		for j, hot := range x.hot[i] {
			g[nDense+j*buckets+int(hot)] += c
		}
	}
	return true
}

// each runs do for every group, spread over workers; do must not write what
// others read.
func (m *Ranker) each(groups []Group, do func(x *scratch, i int)) {
	if len(m.scratch) == 1 {
		for i := range groups {
			do(m.scratch[0], i)
		}
		return
	}
	var wg sync.WaitGroup
	n := len(m.scratch)
	for w, x := range m.scratch {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := len(groups) * w / n; i < len(groups)*(w+1)/n; i++ {
				do(x, i)
			}
		}()
	}
	wg.Wait()
}

// Rank calls see with the candidates and scores of each group of one day; calls
// may come side by side.
func (m *Ranker) Rank(groups []Group, see func(i int, cands []int32, scores []float32)) {
	m.ready(groups)
	m.each(groups, func(x *scratch, i int) {
		m.features(x, &groups[i], false)
		m.score(x, groups[i].Subject, groups[i].Relation)
		see(i, x.cands, x.scores)
	})
}

// Learn takes the questions of one day as lessons, before the day is added.
func (m *Ranker) Learn(groups []Group) {
	m.ready(groups)
	type lesson struct {
		g            [nWeights]float32
		ok           bool
		trials, hits []int32
		touched      []int32
		coef         []float32
	}
	lessons := make([]lesson, m.opt.Batch)
	for start := 0; start < len(groups); start += m.opt.Batch {
		part := groups[start:min(start+m.opt.Batch, len(groups))]
		m.each(part, func(x *scratch, i int) {
			l := &lessons[i]
			clear(l.g[:])
			m.features(x, &part[i], true)
			m.score(x, part[i].Subject, part[i].Relation)
			l.ok = m.gradient(x, &part[i], l.g[:])
			l.touched, l.coef = append(l.touched[:0], x.touched...), append(l.coef[:0], x.coef...)
			l.trials, l.hits = append(l.trials[:0], x.trials...), append(l.hits[:0], x.hits...)
		})
		for i := range part {
			l := &lessons[i]
			for _, k := range l.trials {
				m.rule[k][1]++
			}
			for _, k := range l.hits {
				m.rule[k][0]++
			}
			if l.ok && m.emb != nil {
				m.emb.learn(part[i].Subject, part[i].Relation, l.touched, l.coef)
			}
			if l.ok {
				step(m.w, m.g2, l.g[:], float32(m.opt.Rate), 0)
				c := m.context(part[i].Subject, part[i].Relation)
				if m.opt.ContextRate > 0 {
					step(m.wc[c], m.gc2[c], l.g[:], float32(m.opt.ContextRate), float32(m.opt.Shrink))
				}
				if m.opt.SubjectRate > 0 {
					sj := part[i].Subject
					if m.ws[sj] == nil {
						m.ws[sj], m.gs2[sj] = make([]float32, nWeights), make([]float32, nWeights)
						for i := range m.gs2[sj] {
							m.gs2[sj][i] = max(1, float32(m.opt.Start))
						}
					}
					step(m.ws[sj], m.gs2[sj], l.g[:], float32(m.opt.SubjectRate), float32(m.opt.SubjectShrink))
				}
				step(m.wr[part[i].Relation], m.gr2[part[i].Relation], l.g[:], float32(m.opt.RelationRate), float32(m.opt.Shrink))
			}
		}
	}
}

// step is one of AdaGrad (Duchi, Hazan and Singer, 2011).
func step(w, g2, g []float32, rate, shrink float32) {
	for i, v := range g {
		if v == 0 {
			continue
		}
		v += shrink * w[i]
		g2[i] += v * v
		w[i] -= rate * v / (float32(math.Sqrt(float64(g2[i]))) + 1e-6)
	}
}

// all lists the weight vectors.
func (m *Ranker) all() [][]float32 {
	out := [][]float32{m.w}
	out = append(out, m.wr...)
	return append(out, m.wc[:]...)
}

// Average folds the weights into their running mean.
func (m *Ranker) Average(a float32) {
	all := m.all()
	if m.mean == nil {
		for _, w := range all {
			m.mean = append(m.mean, slices.Clone(w))
		}
		return
	}
	for i, w := range all {
		for k, v := range w {
			m.mean[i][k] += a * (v - m.mean[i][k])
		}
	}
}

// Settle puts the running mean in place of the weights.
func (m *Ranker) Settle() {
	for i, w := range m.all() {
		copy(w, m.mean[i])
	}
}

// Forget drops rules.
func (m *Ranker) Forget() {
	clear(m.rule)
	for i := range m.popDay {
		m.popDay[i] = -1
	}
	for _, x := range m.scratch {
		x.day = -1
	}
}
