package forecast

import "math"

// Reason is a group of terms that a reader can check together.
type Reason int8

// The reasons of a dyad's forecast, in the order in which they are told.
const (
	ReasonSame    Reason = iota // the same was done before
	ReasonOther                 // other acts of A on B
	ReasonReverse               // what B did to A
	ReasonRule                  // what followed such acts in all pairs
	ReasonActor                 // how active A is
	ReasonTarget                // how often B is acted on
	ReasonPlace                 // their countries and sectors
	reasons
)

// feature is one column of a dyad's row.
type feature struct {
	name   string
	reason Reason
}

// dyadFeatures lists the columns; row fills them in this order.
var dyadFeatures = func() (f []feature) {
	add := func(r Reason, names ...string) {
		for _, n := range names {
			f = append(f, feature{n, r})
		}
	}
	add(ReasonSame, "rate", "same 3d", "same 15d", "same 60d", "same ever", "days 30", "days 90", "days all", "age")
	for _, c := range Classes {
		add(ReasonOther, c.String()+" 15d", c.String()+" ever")
	}
	for _, c := range Classes {
		add(ReasonReverse, c.String()+" 15d", c.String()+" ever")
	}
	add(ReasonReverse, "same 3d back")
	add(ReasonActor, "A same 15d", "A same 60d", "A all 15d", "A partners", "A targeted 15d")
	add(ReasonTarget, "B same 15d", "B same 60d", "B all 15d", "B acts same 15d")
	add(ReasonPlace, "countries 15d", "countries ever", "one country", "sectors")
	for range 2 * len(Classes) {
		add(ReasonRule, "rule")
	}
	return f
}()

// sinceBuckets are the days within which the last act of a class lies, for rules.
var sinceBuckets = [...]int32{2, 7, 14, 30, 60, 90, 180}

func sinceBucket(days int32) int8 {
	for i, d := range sinceBuckets {
		if days <= d {
			return int8(i)
		}
	}
	return int8(len(sinceBuckets))
}

// body is what a rule starts from: an act of a class, in one direction or the
// other, some days ago.
type body struct {
	back  bool // B's act on A
	class Class
	since int8 // bucket
}

// bodies are the states of a pair before a day, one for each direction and
// class; since is len(sinceBuckets) where it is long ago or never was.
func (d *Dyads) bodies(p Pair, day int32) (out [2 * len(Classes)]body) {
	n := 0
	for _, back := range [2]bool{false, true} {
		a, b := p.A, p.B
		if back {
			a, b = b, a
		}
		var class *counters
		if di, ok := d.of.get(key(a, b)); ok {
			class = &d.dyads[di].class
		}
		for _, c := range Classes {
			since := int8(len(sinceBuckets))
			if class != nil && class[c.index()].count[rates-1] > 0 {
				since = sinceBucket(day - class[c.index()].last)
			}
			out[n] = body{back, c, since}
			n++
		}
	}
	return out
}

// row fills the columns for a pair and a class before a day, all but those of
// the rate and the rules, which are fitted; it returns the acts of that class in
// 90 days, each as it weighs.
func (d *Dyads) row(p Pair, c Class, day int32, out []float32) (n90 float64) {
	q := c.index()
	log := func(v float32) float64 { return math.Log1p(4 * float64(v)) }
	at := func(x *counter, k int) float32 { return d.decay.at(x, k, day) }
	var own, back counters
	if di, ok := d.of.get(key(p.A, p.B)); ok {
		own = d.dyads[di].class
	}
	if di, ok := d.of.get(key(p.B, p.A)); ok {
		back = d.dyads[di].class
	}
	i := 1
	put := func(v float64) {
		out[i] = float32(v)
		i++
	}
	for k := range rates {
		put(log(at(&own[q], k)))
	}
	var days30, days90, all float64
	first, last := day, int32(math.MinInt32)
	for _, j := range d.recent(p.A, p.B, c, math.MinInt32, day) {
		a := &d.acts[j]
		first = min(first, a.Day)
		if a.Day >= day-riskDays {
			n90 += float64(a.Weight)
		}
		if a.Day == last {
			continue
		}
		last = a.Day
		all++
		if a.Day >= day-30 {
			days30++
		}
		if a.Day >= day-riskDays {
			days90++
		}
	}
	put(math.Log1p(days30))
	put(math.Log1p(days90))
	put(math.Log1p(all))
	put(math.Log1p(float64(day-first)) / 4)
	for k := range own {
		put(log(at(&own[k], 1)))
		put(log(at(&own[k], 3)))
	}
	for k := range back {
		put(log(at(&back[k], 1)))
		put(log(at(&back[k], 3)))
	}
	put(log(at(&back[q], 0)))
	sum := func(cs *counters, k int) (s float32) {
		for j := range cs {
			s += at(&cs[j], k)
		}
		return s
	}
	a, b := &d.actors[p.A], &d.actors[p.B]
	put(log(at(&a.out[q], 1)))
	put(log(at(&a.out[q], 2)))
	put(log(sum(&a.out, 1)))
	put(math.Log1p(float64(a.partners)))
	put(log(at(&a.in[q], 1)))
	put(log(at(&b.in[q], 1)))
	put(log(at(&b.in[q], 2)))
	put(log(sum(&b.in, 1)))
	put(log(at(&b.out[q], 1)))
	ca, sa := d.place(p.A)
	cb, sb := d.place(p.B)
	var v15, vAll, same, sectors float64
	if ca >= 0 && cb >= 0 {
		if x, ok := d.country.get(key(ca, cb)); ok {
			v15, vAll = log(at(&x[q], 1)), log(at(&x[q], 3))
		}
		if ca == cb {
			same = 1
		}
	}
	if sa >= 0 && sb >= 0 {
		if x, ok := d.sector.get(key(sa, sb)); ok {
			if all := x[0].count[rates-1] + x[1].count[rates-1] + x[2].count[rates-1] + x[3].count[rates-1]; all > 0 {
				sectors = logit(float64(x[q].count[rates-1]+0.5) / float64(all+2))
			}
		}
	}
	put(v15)
	put(vAll)
	put(same)
	put(sectors)
	return n90
}
