package forecast

// cell counts one relation of one directed pair.
type cell struct {
	relation int32
	pair     int32
	object   int32
	counter
}

// pair is what was counted between two entities, seen from one of them.
type pair struct {
	object int32
	cells  []int32        // into History.cells
	out    [rates]float32 // events in which the one acts
	in     [rates]float32
	counter
}

// seen is what an entity, a relation or a place was counted with.
type seen struct {
	object int32
	counter
}

// History is the counted past: for each key, when it was last seen and how often
// at several rates of fading. An event is taken in in constant time.
type History struct {
	relations int32 // number of relations; inverse ones are numbered from here on
	decay     *decay
	country   []int32 // of an entity, -1 where not known
	sector    []int32
	facts     []Fact

	cells []cell
	pairs []pair

	pairOf    map[uint64]int32 // (subject, object) -> pairs
	cellOf    map[uint64]int32 // (pair, relation) -> cells
	actOf     map[uint64]int32 // (subject, relation) -> acts
	acts      [][]int32        // cells
	actSum    []counter
	bySubj    [][]int32         // subject -> pairs
	subj      []counter         // entity -> all its events
	side      [2][]counter      // by which side the entity stands on: acting, acted upon
	fresh     []counter         // entity -> its first events with somebody
	objRel    []map[int32]int32 // relation -> object -> index into rel[r]
	rel       [][]seen
	relSum    []counter
	groups    map[groupKey]*counter
	byGroup   map[groupKey][]target // (country, relation) -> objects
	inCountry [][]int32
	toCountry map[uint64]*counter // (subject, country of object)
}

// target is an object with its counter.
type target struct {
	object int32
	*counter
}

// groupKey packs a kind of key with an entity or place, a relation, and another
// entity or place (-1 for the sum over all of them).
type groupKey uint64

func groupOf(kind uint64, a, r, b int32) groupKey {
	return groupKey(kind<<60 | uint64(a)<<36 | uint64(r)<<24 | uint64(b)&0xffffff)
}

const (
	countryTarget  = iota // country of subject, relation, object
	countryCountry        // country, relation, country
	sectorSector          // sector, relation, sector
	countryAny            // country, -, country
	countryKnows          // country, -, object
	actorCountry          // subject, relation, country
	actorSector           // subject, relation, sector
)

func key(a, b int32) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

// NewHistory returns an empty history of n entities.
func NewHistory(entities, relations int, country, sector []int32) *History {
	h := &History{
		relations: int32(relations), decay: newDecay(), country: country, sector: sector,
		pairOf: map[uint64]int32{}, cellOf: map[uint64]int32{}, actOf: map[uint64]int32{},
		bySubj: make([][]int32, entities), subj: make([]counter, entities), side: [2][]counter{make([]counter, entities), make([]counter, entities)}, fresh: make([]counter, entities),
		objRel: make([]map[int32]int32, 2*relations), rel: make([][]seen, 2*relations), relSum: make([]counter, 2*relations),
		groups: map[groupKey]*counter{}, byGroup: map[groupKey][]target{}, toCountry: map[uint64]*counter{},
	}
	for i := range h.objRel {
		h.objRel[i] = map[int32]int32{}
	}
	for _, c := range country {
		for int(c) >= len(h.inCountry) {
			h.inCountry = append(h.inCountry, nil)
		}
	}
	return h
}

// Add takes in an event, both ways round.
func (h *History) Add(f Fact) {
	h.facts = append(h.facts, f)
	h.add(f)
	h.add(f.Inverse(h.relations))
}

func (h *History) add(f Fact) {
	s, r, o := f.Subject, f.Relation, f.Object
	d := h.decay
	pk := key(s, o)
	pi, ok := h.pairOf[pk]
	if !ok {
		pi = int32(len(h.pairs))
		h.pairOf[pk] = pi
		h.pairs = append(h.pairs, pair{object: o})
		h.bySubj[s] = append(h.bySubj[s], pi)
		d.add(&h.fresh[s], f.Day, f.Weight)
	}
	p := &h.pairs[pi]
	lastPair := p.last
	if p.count[rates-1] == 0 {
		lastPair = f.Day
	}
	// direction counts share the pair's clock
	for k := range p.out {
		x := d.factor(k, max(0, f.Day-lastPair))
		p.out[k] *= x
		p.in[k] *= x
		if r < h.relations {
			p.out[k] += f.Weight
		} else {
			p.in[k] += f.Weight
		}
	}
	d.add(&p.counter, f.Day, f.Weight)
	ck := key(pi, r)
	ci, ok := h.cellOf[ck]
	if !ok {
		ci = int32(len(h.cells))
		h.cellOf[ck] = ci
		h.cells = append(h.cells, cell{relation: r, pair: pi, object: o})
		p.cells = append(p.cells, ci)
		ak := key(s, r)
		ai, ok := h.actOf[ak]
		if !ok {
			ai = int32(len(h.acts))
			h.actOf[ak] = ai
			h.acts = append(h.acts, nil)
			h.actSum = append(h.actSum, counter{})
		}
		h.acts[ai] = append(h.acts[ai], ci)
	}
	d.add(&h.cells[ci].counter, f.Day, f.Weight)
	d.add(&h.actSum[h.actOf[key(s, r)]], f.Day, f.Weight)
	if h.subj[s].count[rates-1] == 0 && h.country != nil && h.country[s] >= 0 {
		h.inCountry[h.country[s]] = append(h.inCountry[h.country[s]], s)
	}
	d.add(&h.subj[s], f.Day, f.Weight)
	if r < h.relations {
		d.add(&h.side[0][s], f.Day, f.Weight)
	} else {
		d.add(&h.side[1][s], f.Day, f.Weight)
	}
	oi, ok := h.objRel[r][o]
	if !ok {
		oi = int32(len(h.rel[r]))
		h.objRel[r][o] = oi
		h.rel[r] = append(h.rel[r], seen{object: o})
	}
	d.add(&h.rel[r][oi].counter, f.Day, f.Weight)
	d.add(&h.relSum[r], f.Day, f.Weight)
	if h.country != nil {
		cs, co, ss, so := h.country[s], h.country[o], h.sector[s], h.sector[o]
		if cs >= 0 {
			if c, fresh := h.group(groupOf(countryTarget, cs, r, o), f); fresh {
				g := groupOf(countryTarget, cs, r, -1)
				h.byGroup[g] = append(h.byGroup[g], target{o, c})
			}
			h.group(groupOf(countryTarget, cs, r, -1), f)
			if co >= 0 {
				h.group(groupOf(countryCountry, cs, r, co), f)
				h.group(groupOf(countryAny, cs, 0, co), f)
				h.group(groupOf(countryAny, cs, 0, -1), f)
			}
		}
		if cs >= 0 {
			h.group(groupOf(countryKnows, cs, 0, o), f)
		}
		if co >= 0 {
			h.group(groupOf(actorCountry, s, r, co), f)
		}
		if so >= 0 {
			h.group(groupOf(actorSector, s, r, so), f)
		}
		if ss >= 0 && so >= 0 {
			h.group(groupOf(sectorSector, ss, r, so), f)
			h.group(groupOf(sectorSector, ss, r, -1), f)
		}
		if co >= 0 {
			k := key(s, co)
			c := h.toCountry[k]
			if c == nil {
				c = &counter{}
				h.toCountry[k] = c
			}
			d.add(c, f.Day, f.Weight)
		}
	}
}

// group counts a key of places or sectors and reports whether it is new.
func (h *History) group(k groupKey, f Fact) (*counter, bool) {
	c := h.groups[k]
	fresh := c == nil
	if fresh {
		c = &counter{}
		h.groups[k] = c
	}
	h.decay.add(c, f.Day, f.Weight)
	return c, fresh
}

// stamp tells apart what was made for a day and a past from what was made for
// another; the zero stamp is of neither.
type stamp struct {
	day   int32
	facts int
}

func (h *History) stamp(day int32) stamp { return stamp{day, len(h.facts) + 1} }
