package forecast

import "slices"

// subject is a question with what of its past is asked again and again.
type subject struct {
	s, r, day       int32
	country, sector int32
	targets         []target // objects of r by the subject's country
	act             int32    // the subject's acts by r, -1 where there are none
	learn           bool
	answers         []int32
}

// features finds the candidates of a question and fills their rows. It reads the
// past and the question, and nothing of the day's other questions.
func (m *Ranker) features(x *scratch, q *Question, learn bool) {
	h := m.hist
	m.prepare(x, q.Subject, q.Day)
	u := subject{s: q.Subject, r: q.Relation, day: q.Day, country: -1, sector: -1, act: -1, learn: learn, answers: q.Answers}
	if h.country != nil {
		u.country, u.sector = h.country[u.s], h.sector[u.s]
	}
	if u.country >= 0 {
		u.targets = h.byGroup[groupOf(countryTarget, u.country, u.r, -1)]
	}
	if ai, ok := h.actOf[key(u.s, u.r)]; ok {
		u.act = ai
	}
	m.candidates(x, &u)
	m.questionPlaces(x, &u)
	m.pairColumns(x)
	m.sameColumns(x, &u)
	m.ruleColumns(x, &u)
	m.countryColumns(x, &u)
	m.objectColumns(x, &u)
	m.echo(x, u.r, u.day, x.near, fHop+1)
	m.echo(x, u.r, u.day, x.similar[:min(len(x.similar), 20)], fHop+2)
}

// countryTargets is how many objects of a country and relation are candidates.
const countryTargets = 100

// candidates are those the subject knows, the relation's usual objects, those
// two steps away, and those of the subject's country; their rows start empty.
func (m *Ranker) candidates(x *scratch, u *subject) {
	x.epoch++
	x.cands = x.cands[:0]
	for i := range x.so {
		x.add(x.so[i].object) // first, so that their places are those of x.so
	}
	for _, o := range m.popular[u.r] {
		x.add(o)
	}
	for _, z := range x.similar[:min(len(x.similar), m.opt.TwoHop)] {
		x.add(z.entity)
	}
	if u.country >= 0 {
		for i := range u.targets[:min(len(u.targets), countryTargets)] {
			x.add(u.targets[i].object)
		}
		for _, o := range m.local[u.country] {
			x.add(o)
		}
	}
	n := len(x.cands)
	x.rows = slices.Grow(x.rows[:0], n*numbers)[:n*numbers]
	clear(x.rows)
	x.hot = slices.Grow(x.hot[:0], n)[:n]
	for i := range x.hot {
		x.hot[i] = [hots]uint8{never, never, never, never, never, never}
	}
	x.raw = slices.Grow(x.raw[:0], n)[:n]
	clear(x.raw)
}

func (x *scratch) row(i int32) []float32 { return x.rows[int(i)*numbers:][:numbers] }

func (m *Ranker) pairColumns(x *scratch) {
	for i := range x.so {
		p, f := &x.so[i], x.row(int32(i))
		copy(f[fSO:], p.row[:4])
		copy(f[fOut:], p.row[4:6])
		copy(f[fIn:], p.row[6:8])
		copy(f[fSOs:], p.row[8:10])
		x.hot[i][hSO] = p.hot
		copy(x.raw[i][3:], p.raw[:])
	}
}

func (m *Ranker) sameColumns(x *scratch, u *subject) {
	if u.act < 0 {
		return
	}
	h := m.hist
	sum := &h.actSum[u.act]
	t1, t3 := h.decay.at(sum, 1, u.day)+0.5, sum.count[3]+0.5
	for _, ci := range h.acts[u.act] {
		c := &h.cells[ci]
		i := x.at[c.object]
		f := x.row(i)
		h.logCounts(&c.counter, u.day, f[fSRO:])
		n1 := h.decay.at(&c.counter, 1, u.day)
		f[fSROs], f[fSROs+1] = n1/t1, c.count[3]/t3
		x.hot[i][hSRO] = recency(u.day - c.last)
		x.hot[i][hJoint] = joint(u.day-c.last, c.count[3])
		x.raw[i][0], x.raw[i][1], x.raw[i][2] = n1, h.decay.at(&c.counter, 2, u.day), c.count[3]
	}
}

// ruleHits and ruleTrials are what a rule's share is shrunk by.
const (
	ruleHits   = 0.05
	ruleTrials = 5
)

// ruleColumns reads the counted rules r(s, o) <- b(s, o): in which share of cases
// in which b was last seen so many days ago, and so often, r followed.
func (m *Ranker) ruleColumns(x *scratch, u *subject) {
	h := m.hist
	base := int(u.r) * 2 * int(h.relations)
	x.trials, x.hits = x.trials[:0], x.hits[:0]
	for i, pi := range h.bySubj[u.s] {
		var best, sum float32
		answer := u.learn && slices.Contains(u.answers, x.so[i].object)
		for _, ci := range h.pairs[pi].cells {
			c := &h.cells[ci]
			days := u.day - c.last
			if days >= ruleDays {
				continue
			}
			k := (base+int(c.relation))*ruleBuckets + ruleBucket(days, c.count[3])
			t := &m.rule[k]
			p := (t[0] + ruleHits) / (t[1] + ruleTrials)
			best = max(best, p)
			sum += p
			if u.learn {
				x.trials = append(x.trials, int32(k))
				if answer {
					x.hits = append(x.hits, int32(k))
				}
			}
		}
		f := x.row(int32(i))
		f[fRule], f[fRule+1] = ln1(best*1000)*0.5, ln1(sum*1000)*0.5
	}
}

func (m *Ranker) countryColumns(x *scratch, u *subject) {
	h := m.hist
	if u.country < 0 {
		return
	}
	var total float32
	if c := h.groups[groupOf(countryTarget, u.country, u.r, -1)]; c != nil {
		total = c.count[3]
	}
	for i := range u.targets {
		c := &u.targets[i]
		if x.mark[c.object] != x.epoch {
			continue
		}
		j := x.at[c.object]
		f := x.row(j)
		f[fCRO] = ln1(8 * h.decay.at(c.counter, 1, u.day))
		f[fCRO+1] = ln1(8 * h.decay.at(c.counter, 2, u.day))
		f[fCRO+2] = ln1(8 * c.count[3])
		f[fCRO+3] = c.count[3] / (total + 2)
		x.hot[j][hCRO] = recency(u.day - c.last)
	}
}

// objectColumns are those that are asked of every candidate.
func (m *Ranker) objectColumns(x *scratch, u *subject) {
	h := m.hist
	sum := &h.relSum[u.r]
	r1, r2, r3 := h.decay.at(sum, 1, u.day)+1, h.decay.at(sum, 2, u.day), sum.count[3]+1
	own := &h.subj[u.s]
	t := [3]float32{h.decay.at(own, 1, u.day), h.decay.at(own, 2, u.day), own.count[3]}
	var a [3]float32
	if u.act >= 0 {
		c := &h.actSum[u.act]
		a = [3]float32{h.decay.at(c, 1, u.day), h.decay.at(c, 2, u.day), c.count[3]}
	}
	side := 1
	if u.r >= h.relations {
		side = 0
	}
	all := float32(len(h.facts))*2 + 1
	for i, o := range x.cands {
		f := x.row(int32(i))
		var ro [3]float32
		if oi := h.objRel[u.r].at(o); oi >= 0 {
			c := &h.rel[u.r][oi].counter
			h.logCounts(c, u.day, f[fRO:])
			ro = [3]float32{h.decay.at(c, 1, u.day), h.decay.at(c, 2, u.day), c.count[3]}
			f[fROs], f[fROs+1] = 10*ro[0]/r1, 10*ro[2]/r3
			x.hot[i][hRO] = recency(u.day - c.last)
		}
		e := x.object(h, o, u.day)
		copy(f[fO:], e.all[:])
		copy(f[fSide:], e.side[side][:])
		copy(f[fNew:], e.fresh[:])
		x.hot[i][hO] = e.hot
		// P(o), then P(o | r), P(o | s), P(o | s, r), each with the one before as
		// prior of a few cases
		popular := (h.subj[o].count[3] + 0.1) / all
		p := [3]float32{(ro[0] + 3*popular) / (r1 + 3), (ro[1] + 5*popular) / (r2 + 5), (ro[2] + 5*popular) / (r3 + 5)}
		for k := range p {
			p[k] = (x.raw[i][3+k] + 3*p[k]) / (t[k] + 3)
			p[k] = (x.raw[i][k] + 3*p[k]) / (a[k] + 3)
			f[fBack+k] = ln1(10000*p[k]) * 0.5
		}
		if x.hopMark[o] == x.hopEpoch {
			f[fHop] = ln1(1000*x.hop[o]) * 0.5
		}
		if h.country != nil {
			m.placeColumns(x, f, u, o)
		}
	}
}

// object is what an object says whatever the question; it is looked up once a
// day.
func (x *scratch) object(h *History, o, day int32) *objectRow {
	e := &x.objects[o]
	if now := h.stamp(day); e.at != now {
		*e = objectRow{at: now, hot: never}
		if c := &h.subj[o]; c.count[3] > 0 {
			h.logCounts(c, day, e.all[:])
			e.hot = recency(day - c.last)
		}
		for k := range h.side {
			if c := &h.side[k][o]; c.count[3] > 0 {
				e.side[k] = [2]float32{ln1(8 * h.decay.at(c, 1, day)), ln1(8 * c.count[3])}
			}
		}
		if c := &h.fresh[o]; c.count[3] > 0 {
			e.fresh = [3]float32{ln1(8 * h.decay.at(c, 1, day)), ln1(8 * h.decay.at(c, 2, day)), ln1(8 * float32(len(h.bySubj[o])))}
		}
	}
	return e
}

func (m *Ranker) placeColumns(x *scratch, f []float32, u *subject, o int32) {
	h := m.hist
	co, so := h.country[o], h.sector[o]
	if co >= 0 {
		if v := &x.places[co]; v.question == x.epoch {
			copy(f[fCRC:], v.crc[:])
			copy(f[fARC:], v.arc[:])
		}
		if v := &x.subjPlaces[co]; v.subject == x.hopEpoch {
			f[fCC] = v.cc
			copy(f[fSC:], v.sc[:])
		}
		if co == u.country {
			f[fSame] = 1
		}
	}
	if u.country >= 0 {
		if mi := h.meets[u.country].at(o); mi >= 0 {
			c := &h.met[mi]
			f[fKnow], f[fKnow+1] = ln1(8*h.decay.at(c, 1, u.day)), ln1(8*c.count[3])
		}
	}
	if so >= 0 {
		if so == u.sector {
			f[fSame+1] = 1
		}
		if v := &x.sectors[so]; v.question == x.epoch {
			copy(f[fARS:], v.ars[:])
			f[fSRS] = v.srs
		}
	}
}

// subjectPlaces fills what the subject alone says of countries.
func (m *Ranker) subjectPlaces(x *scratch, s, day int32) {
	h := m.hist
	if h.country == nil {
		return
	}
	row := func(co int32) *subjectPlace {
		v := &x.subjPlaces[co]
		if v.subject != x.hopEpoch {
			*v = subjectPlace{subject: x.hopEpoch}
		}
		return v
	}
	list := h.subjPlaces[s].list
	for i := range list {
		c := &list[i]
		row(c.object).sc = [3]float32{ln1(8 * h.decay.at(&c.counter, 1, day)), ln1(8 * c.count[3]), c.count[3] / (h.subj[s].count[3] + 1)}
	}
	if cs := h.country[s]; cs >= 0 {
		any := &h.anyPlaces[cs]
		for i := range any.list {
			c := &any.list[i]
			row(c.object).cc = ln1(1000*c.count[3]/(any.all.count[3]+5)) * 0.5
		}
	}
}

// questionPlaces fills what the question says of countries and sectors.
func (m *Ranker) questionPlaces(x *scratch, u *subject) {
	h := m.hist
	if h.country == nil {
		return
	}
	two := func(c *counter) [2]float32 { return [2]float32{ln1(8 * h.decay.at(c, 1, u.day)), ln1(8 * c.count[3])} }
	place := func(co int32) *placeRow {
		v := &x.places[co]
		if v.question != x.epoch {
			*v = placeRow{question: x.epoch}
		}
		return v
	}
	sector := func(so int32) *sectorRow {
		v := &x.sectors[so]
		if v.question != x.epoch {
			*v = sectorRow{question: x.epoch}
		}
		return v
	}
	if u.act >= 0 {
		list := h.actPlaces[u.act].list
		for i := range list {
			place(list[i].object).arc = two(&list[i].counter)
		}
		list = h.actSectors[u.act].list
		for i := range list {
			sector(list[i].object).ars = two(&list[i].counter)
		}
	}
	if u.country >= 0 {
		if to := h.placePlaces[groupOf(countryCountry, u.country, u.r, -1)]; to != nil {
			for i := range to.list {
				place(to.list[i].object).crc = two(&to.list[i].counter)
			}
		}
	}
	if u.sector >= 0 {
		if to := h.sectorPairs[groupOf(sectorSector, u.sector, u.r, -1)]; to != nil {
			for i := range to.list {
				sector(to.list[i].object).srs = ln1(1000*to.list[i].count[3]/(to.all.count[3]+5)) * 0.5
			}
		}
	}
}

// echoActs is how many of an actor's latest acquaintances by a relation count.
const echoActs = 60

// echo adds up what others do by the relation, each as it weighs.
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
		for _, ci := range acts[max(0, len(acts)-echoActs):] {
			c := &h.cells[ci]
			if x.mark[c.object] == x.epoch {
				x.row(x.at[c.object])[at] += pz * h.decay.at(&c.counter, 2, day)
			}
		}
	}
	for i := range x.cands {
		if v := &x.rows[i*numbers+at]; *v > 0 {
			*v = ln1(1000**v) * 0.5
		}
	}
}
