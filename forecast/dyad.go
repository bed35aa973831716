package forecast

import (
	"cmp"
	"slices"
)

// Act is one event of a directed pair as Dyads count it.
type Act struct {
	A, B   int32
	Class  Class
	Day    int32
	Weight float32
}

// dyad is what A did to B.
type dyad struct {
	a, b  int32
	acts  []int32 // into Dyads.acts, by day
	class counters
}

// actor is what one did, and what was done to it.
type actor struct {
	acts     []int32
	out, in  counters
	partners int // on how many others it acted
}

// Dyads is the counted past of directed pairs. An act is taken in in constant
// time and memory; taking one out leaves the very state in which it never was.
// It is not safe for concurrent use while it changes.
type Dyads struct {
	decay   *decay
	place   func(actor int32) (country, sector int32)
	acts    []Act
	gone    []bool
	dyads   []*dyad
	lent    []bool // dyads that are another's, to be copied before they change
	of      layered[int32]
	actors  []actor
	country layered[*counters]
	sector  layered[*counters]
	world   counters
	last    int32
}

// NewDyads returns an empty past. place tells the country and the sector of an
// actor as numbers, -1 where not known; nil knows neither. It must not change
// its answers.
func NewDyads(place func(actor int32) (country, sector int32)) *Dyads {
	if place == nil {
		place = func(int32) (int32, int32) { return -1, -1 }
	}
	return &Dyads{decay: newDecay(), place: place, of: newLayered[int32](), country: newLayered[*counters](), sector: newLayered[*counters]()}
}

// fork returns the same past, on its own: what is added to or taken out of it leaves d
// as it is; d itself is not to be changed as long as the fork is used. What is counted
// is shared until it changes; so are lists of acts, with no room behind them, so that
// one that grows or shrinks is made anew. place answers as that of d, for more actors.
func (d *Dyads) fork(place func(actor int32) (country, sector int32)) *Dyads {
	out := *d
	out.place = place
	out.acts, out.gone = slices.Clip(d.acts), slices.Clone(d.gone)
	out.of, out.country, out.sector = d.of.over(), d.country.over(), d.sector.over()
	out.dyads, out.lent = slices.Clone(d.dyads), slices.Repeat([]bool{true}, len(d.dyads))
	out.actors = slices.Clone(d.actors)
	for i := range out.actors {
		out.actors[i].acts = slices.Clip(out.actors[i].acts)
	}
	return &out
}

// own is a dyad that may be changed.
func (d *Dyads) own(i int32) *dyad {
	if int(i) < len(d.lent) && d.lent[i] {
		y := *d.dyads[i]
		y.acts = slices.Clip(y.acts)
		d.dyads[i], d.lent[i] = &y, false
	}
	return d.dyads[i]
}

// Len is the number of acts ever added.
func (d *Dyads) Len() int { return len(d.acts) }

// Act returns an act by its number, in the order of adding.
func (d *Dyads) Act(i int32) Act { return d.acts[i] }

// Add takes in an act and returns its number. Acts of a pair may come in any
// order of days, though in the order of days it is fastest.
func (d *Dyads) Add(a Act) int32 {
	i := int32(len(d.acts))
	d.acts = append(d.acts, a)
	d.gone = append(d.gone, false)
	d.last = max(d.last, a.Day)
	for need := int(max(a.A, a.B)) + 1; len(d.actors) < need; {
		d.actors = append(d.actors, actor{})
	}
	k := key(a.A, a.B)
	di, ok := d.of.get(k)
	if !ok {
		di = int32(len(d.dyads))
		d.of.own[k] = di
		d.dyads = append(d.dyads, &dyad{a: a.A, b: a.B})
	}
	y := d.own(di)
	if len(y.acts) == 0 {
		d.actors[a.A].partners++
	}
	y.acts = append(y.acts, i)
	for n := len(y.acts) - 1; n > 0 && d.acts[y.acts[n-1]].Day > a.Day; n-- {
		y.acts[n-1], y.acts[n] = y.acts[n], y.acts[n-1]
	}
	d.actors[a.A].acts = append(d.actors[a.A].acts, i)
	d.actors[a.B].acts = append(d.actors[a.B].acts, i)
	for _, c := range d.counters(a, true) {
		if c != nil {
			d.decay.add(c, a.Day, a.Weight)
		}
	}
	return i
}

// counters are those that an act counts in, to be changed or only looked at; then nil
// where there is none.
func (d *Dyads) counters(a Act, change bool) [6]*counter {
	c := a.Class.index()
	di, _ := d.of.get(key(a.A, a.B))
	y, of := d.dyads[di], look
	if change {
		y, of = d.own(di), edit
	}
	out := [6]*counter{&y.class[c], &d.actors[a.A].out[c], &d.actors[a.B].in[c], &d.world[c]}
	ca, sa := d.place(a.A)
	cb, sb := d.place(a.B)
	if ca >= 0 && cb >= 0 {
		out[4] = of(d.country, key(ca, cb), c)
	}
	if sa >= 0 && sb >= 0 {
		out[5] = of(d.sector, key(sa, sb), c)
	}
	return out
}

// Remove takes an act out: every count it touched is counted anew without it, in
// the order in which the acts came, so that nothing of it is left, not even in
// the last bit. It costs time in proportion to all acts.
func (d *Dyads) Remove(i int32) {
	if d.gone[i] {
		return
	}
	d.gone[i] = true
	a := d.acts[i]
	touched := d.counters(a, true)
	for _, c := range touched {
		if c != nil {
			*c = counter{}
		}
	}
	di, _ := d.of.get(key(a.A, a.B))
	y := d.own(di)
	if y.acts = without(y.acts, i); len(y.acts) == 0 {
		d.actors[a.A].partners--
	}
	d.actors[a.A].acts = without(d.actors[a.A].acts, i)
	d.actors[a.B].acts = without(d.actors[a.B].acts, i)
	d.last = 0
	for j := range d.acts {
		if d.gone[j] {
			continue
		}
		b := d.acts[j]
		d.last = max(d.last, b.Day)
		if b.Class != a.Class {
			continue
		}
		for k, c := range d.counters(b, false) {
			if c != nil && c == touched[k] {
				d.decay.add(c, b.Day, b.Weight)
			}
		}
	}
}

// without is a list of its own that lacks v; a clone may hold the old one.
func without(list []int32, v int32) []int32 {
	i := slices.Index(list, v)
	if i < 0 {
		return list
	}
	return slices.Concat(list[:i], list[i+1:])
}

// recent returns the acts of a on b on the days [from, to), by day; of one class,
// or of all where it is 0.
func (d *Dyads) recent(a, b int32, c Class, from, to int32) []int32 {
	di, ok := d.of.get(key(a, b))
	if !ok {
		return nil
	}
	y := d.dyads[di]
	day := func(i int32) int32 { return d.acts[i].Day }
	lo, _ := slices.BinarySearchFunc(y.acts, from, func(i, v int32) int { return cmp.Compare(day(i), v) })
	hi, _ := slices.BinarySearchFunc(y.acts, to, func(i, v int32) int { return cmp.Compare(day(i), v) })
	if c == 0 {
		return y.acts[lo:hi]
	}
	var out []int32
	for _, i := range y.acts[lo:hi] {
		if d.acts[i].Class == c {
			out = append(out, i)
		}
	}
	return out
}

// Pair is a directed pair of actors.
type Pair struct{ A, B int32 }

// riskDays and riskActs say which pairs are worth asking about.
const (
	riskDays = 90
	riskActs = 2
)

// AtRisk lists the pairs with at least two acts in the 90 days before a day, in
// the order in which they first acted.
func (d *Dyads) AtRisk(day int32) []Pair {
	var out []Pair
	for _, y := range d.dyads {
		if len(y.acts) >= riskActs && len(d.recent(y.a, y.b, 0, day-riskDays, day)) >= riskActs {
			out = append(out, Pair{y.a, y.b})
		}
	}
	return out
}

// Happened reports whether a did something of a class to b on the days [from, to).
func (d *Dyads) Happened(p Pair, c Class, from, to int32) bool {
	di, ok := d.of.get(key(p.A, p.B))
	if !ok {
		return false
	}
	for _, i := range d.dyads[di].acts {
		if a := &d.acts[i]; a.Class == c && a.Day >= from && a.Day < to {
			return true
		}
	}
	return false
}
