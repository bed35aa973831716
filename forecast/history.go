package forecast

import "slices"

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

// seen is an entity, a country or a sector with its counter.
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
	sectors   int // how many there are
	facts     []Fact
	version   int // counts the changes

	cells []cell
	pairs []pair

	pairOf    map[uint64]int32 // (subject, object) -> pairs
	cellOf    map[uint64]int32 // (pair, relation) -> cells
	actOf     map[uint64]int32 // (subject, relation) -> acts
	acts      [][]int32        // cells
	actSum    []counter
	bySubj    [][]int32    // subject -> pairs
	subj      []counter    // entity -> all its events
	side      [2][]counter // by which side the entity stands on: acting, acted upon
	fresh     []counter    // entity -> its first events with somebody
	objRel    []paged      // relation: object -> rel[r]
	rel       [][]seen
	relSum    []counter
	byGroup   map[groupKey][]target // (country, relation) -> objects
	groups    map[groupKey]*counter // (country, relation, object), and over all objects
	inCountry [][]int32
	meets     []paged   // country: object -> met
	met       []counter // anything between a country and an object

	// Counts by the country or the sector of the object; fanAt tells the place of
	// one in its fan.
	fanAt       map[groupKey]int32
	subjPlaces  []fan             // subject
	actPlaces   []fan             // act
	actSectors  []fan             // act
	anyPlaces   []fan             // country
	placePlaces map[groupKey]*fan // (country, relation)
	sectorPairs map[groupKey]*fan // (sector, relation)
}

// fan counts something by the country or the sector of the object, and in all.
type fan struct {
	list []seen
	all  counter
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
	actorAny              // subject, -, country
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
		objRel: make([]paged, 2*relations), rel: make([][]seen, 2*relations), relSum: make([]counter, 2*relations),
		groups: map[groupKey]*counter{}, byGroup: map[groupKey][]target{}, fanAt: map[groupKey]int32{}, subjPlaces: make([]fan, entities),
		placePlaces: map[groupKey]*fan{}, sectorPairs: map[groupKey]*fan{},
	}
	for _, c := range country {
		for int(c) >= len(h.inCountry) {
			h.inCountry, h.meets, h.anyPlaces = append(h.inCountry, nil), append(h.meets, nil), append(h.anyPlaces, fan{})
		}
	}
	for _, c := range sector {
		h.sectors = max(h.sectors, int(c)+1)
	}
	return h
}

// Add takes in an event, both ways round.
func (h *History) Add(f Fact) {
	h.facts = append(h.facts, f)
	h.version++
	h.add(f)
	h.add(f.Inverse(h.relations))
}

// Remove takes the i-th event added out: all is counted anew without it, in the
// order in which it came, so that nothing of it is left. It costs as much as adding
// all. What was learnt from the past is not unlearnt.
func (h *History) Remove(i int) {
	kept, version := slices.Delete(h.facts, i, i+1), h.version
	*h = *NewHistory(len(h.bySubj), int(h.relations), h.country, h.sector)
	for _, f := range kept {
		h.Add(f)
	}
	h.version = version + 1
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
			h.actPlaces, h.actSectors = append(h.actPlaces, fan{}), append(h.actSectors, fan{})
			h.actSum = append(h.actSum, counter{})
		}
		h.acts[ai] = append(h.acts[ai], ci)
	}
	d.add(&h.cells[ci].counter, f.Day, f.Weight)
	act := h.actOf[key(s, r)]
	d.add(&h.actSum[act], f.Day, f.Weight)
	if h.subj[s].count[rates-1] == 0 && h.country != nil && h.country[s] >= 0 {
		h.inCountry[h.country[s]] = append(h.inCountry[h.country[s]], s)
	}
	d.add(&h.subj[s], f.Day, f.Weight)
	if r < h.relations {
		d.add(&h.side[0][s], f.Day, f.Weight)
	} else {
		d.add(&h.side[1][s], f.Day, f.Weight)
	}
	oi := h.objRel[r].at(o)
	if oi < 0 {
		oi = int32(len(h.rel[r]))
		h.objRel[r].set(o, oi)
		h.rel[r] = append(h.rel[r], seen{object: o})
	}
	d.add(&h.rel[r][oi].counter, f.Day, f.Weight)
	d.add(&h.relSum[r], f.Day, f.Weight)
	if h.country != nil {
		h.addPlaces(f, act)
	}
}

// addPlaces counts the countries and sectors of an event.
func (h *History) addPlaces(f Fact, act int32) {
	s, r, o := f.Subject, f.Relation, f.Object
	cs, co, ss, so := h.country[s], h.country[o], h.sector[s], h.sector[o]
	if cs >= 0 {
		if c, fresh := h.group(groupOf(countryTarget, cs, r, o), f); fresh {
			g := groupOf(countryTarget, cs, r, -1)
			h.byGroup[g] = append(h.byGroup[g], target{o, c})
		}
		h.group(groupOf(countryTarget, cs, r, -1), f)
		mi := h.meets[cs].at(o)
		if mi < 0 {
			mi = int32(len(h.met))
			h.meets[cs].set(o, mi)
			h.met = append(h.met, counter{})
		}
		h.decay.add(&h.met[mi], f.Day, f.Weight)
	}
	if co >= 0 {
		h.spread(&h.subjPlaces[s], groupOf(actorAny, s, 0, co), co, f)
		h.spread(&h.actPlaces[act], groupOf(actorCountry, s, r, co), co, f)
		if cs >= 0 {
			h.spread(&h.anyPlaces[cs], groupOf(countryAny, cs, 0, co), co, f)
			h.spread(made(h.placePlaces, groupOf(countryCountry, cs, r, -1)), groupOf(countryCountry, cs, r, co), co, f)
		}
	}
	if so >= 0 {
		h.spread(&h.actSectors[act], groupOf(actorSector, s, r, so), so, f)
		if ss >= 0 {
			h.spread(made(h.sectorPairs, groupOf(sectorSector, ss, r, -1)), groupOf(sectorSector, ss, r, so), so, f)
		}
	}
}

// made is the fan of a key, made where it was not there.
func made(m map[groupKey]*fan, k groupKey) *fan {
	v := m[k]
	if v == nil {
		v = &fan{}
		m[k] = v
	}
	return v
}

// spread counts an event under the country or sector n of its object.
func (h *History) spread(to *fan, k groupKey, n int32, f Fact) {
	i, ok := h.fanAt[k]
	if !ok {
		i = int32(len(to.list))
		h.fanAt[k] = i
		to.list = append(to.list, seen{object: n})
	}
	h.decay.add(&to.list[i].counter, f.Day, f.Weight)
	h.decay.add(&to.all, f.Day, f.Weight)
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
	day     int32
	version int
}

func (h *History) stamp(day int32) stamp { return stamp{day, h.version + 1} }
