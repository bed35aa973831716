package network

import (
	"cmp"
	"iter"
	"slices"

	"entente"
)

// Tone is weight by sign.
type Tone struct {
	Plus  int64 `json:"plus"`
	Minus int64 `json:"minus"`
}

// Share is (Plus - Minus) / (Plus + Minus), -1 to 1, 0 where nothing is told.
func (t Tone) Share() float64 {
	if t.Plus+t.Minus == 0 {
		return 0
	}
	return float64(t.Plus-t.Minus) / float64(t.Plus+t.Minus)
}

// Net is Plus less Minus.
func (t Tone) Net() int64 { return t.Plus - t.Minus }

func (t *Tone) add(w int64) {
	if w > 0 {
		t.Plus += w
	} else {
		t.Minus -= w
	}
}

// Baseline names what a pair is held against.
type Baseline string

// Baselines. In each period the same rules count.
const (
	BaselineOthers Baseline = "others" // what is told of either of the pair with all others
	BaselineAll    Baseline = "all"    // what is told of all other pairs
)

// Period is what is told of a pair in a month, quarter or year.
type Period struct {
	From entente.Day `json:"from"`
	Tone
	Quads    [5]int                 `json:"quads"` // observations by quad; 0: ties
	Layers   map[entente.Layer]Tone `json:"layers,omitempty"`
	AtoB     Tone                   `json:"a_to_b"` // what A is told to do to B
	BtoA     Tone                   `json:"b_to_a"`
	Baseline Tone                   `json:"baseline"`
	Records  []entente.RecordID     `json:"records,omitempty"` // the heaviest first, seriesRecords at most
}

// seriesRecords is how many records a period or a change names.
const seriesRecords = 5

// Divergence is two layers whose tones point apart.
type Divergence struct {
	Friendly entente.Layer `json:"friendly"`
	Hostile  entente.Layer `json:"hostile"`
	Shares   [2]float64    `json:"shares"` // of the friendly and the hostile one
}

// Series is a pair over time. Periods run without a gap from the first to the last
// in which the pair is told of.
type Series struct {
	A        entente.ActorID        `json:"a"`
	B        entente.ActorID        `json:"b"`
	Step     string                 `json:"step"`
	Unit     int64                  `json:"unit"` // weight of one observation of full trust
	Periods  []Period               `json:"periods"`
	Changes  []Change               `json:"changes"`
	Layers   map[entente.Layer]Tone `json:"layers"`
	Diverge  []Divergence           `json:"diverge"`
	Tone     Tone                   `json:"tone"`
	AtoB     Tone                   `json:"a_to_b"`
	BtoA     Tone                   `json:"b_to_a"`
	Named    Baseline               `json:"baseline_name"`
	Baseline Tone                   `json:"baseline"` // over the periods of the pair
	Undated  int                    `json:"undated"`  // observations of the pair without a date, left out
}

// Over makes the series of a pair out of observations, by the rules of Build but
// for HalfLife, which does not count here. Memory is that of the periods and of
// the pair's own records.
func Over(observations iter.Seq2[entente.Observation, error], a, b entente.ActorID, r Rules, step Step, base Baseline) (*Series, error) {
	r.HalfLife = 0
	s := &Series{A: a, B: b, Step: step.String(), Unit: Unit, Named: base, Layers: map[entente.Layer]Tone{}, Changes: []Change{}, Diverge: []Divergence{}, Periods: []Period{}}
	periods, baseline := map[int]*Period{}, map[int]*Tone{}
	var own []weighed
	for o, err := range r.admit(observations) {
		if err != nil {
			return nil, err
		}
		x, y := r.ends(&o)
		if x == y {
			continue
		}
		pair := x == a && y == b || x == b && y == a
		d := o.Date()
		if d.IsZero() {
			if pair {
				s.Undated++
			}
			continue
		}
		w, at := r.decayed(r.value(&o), d, 0), step.number(d)
		if !pair {
			if base == BaselineAll || x == a || x == b || y == a || y == b {
				tone(baseline, at).add(w)
			}
			continue
		}
		p := periods[at]
		if p == nil {
			p = &Period{Layers: map[entente.Layer]Tone{}}
			periods[at] = p
		}
		p.count(&o, w, x == a)
		own = append(own, weighed{at, w, o.Record})
	}
	if s.fill(periods, baseline, step); len(own) > 0 {
		s.name(own, step)
		s.change(own, step)
	}
	s.sum()
	return s, nil
}

// weighed is a record of the pair with its period.
type weighed struct {
	at     int
	weight int64
	record entente.RecordID
}

func tone(m map[int]*Tone, at int) *Tone {
	if m[at] == nil {
		m[at] = &Tone{}
	}
	return m[at]
}

// count adds an observation of the pair; forth where it is of A and B in this order.
func (p *Period) count(o *entente.Observation, w int64, forth bool) {
	p.add(w)
	p.Quads[min(max(o.Quad, 0), 4)]++
	l := p.Layers[o.Layer]
	l.add(w)
	p.Layers[o.Layer] = l
	switch {
	case o.Directed && forth:
		p.AtoB.add(w)
	case o.Directed:
		p.BtoA.add(w)
	}
}

// fill puts the periods in order, with empty ones between.
func (s *Series) fill(periods map[int]*Period, baseline map[int]*Tone, step Step) {
	var told []int
	for at := range periods {
		told = append(told, at)
	}
	if len(told) == 0 {
		return
	}
	for at := slices.Min(told); at <= slices.Max(told); at++ {
		p := Period{}
		if periods[at] != nil {
			p = *periods[at]
		}
		p.From = step.first(at)
		if t := baseline[at]; t != nil {
			p.Baseline = *t
		}
		s.Periods = append(s.Periods, p)
	}
}

// name gives each period its heaviest records.
func (s *Series) name(own []weighed, step Step) {
	slices.SortFunc(own, func(x, y weighed) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(abs(y.weight), abs(x.weight)), cmp.Compare(x.record, y.record))
	})
	for _, w := range own {
		p := &s.Periods[w.at-step.number(s.Periods[0].From)]
		if len(p.Records) < seriesRecords && !slices.Contains(p.Records, w.record) {
			p.Records = append(p.Records, w.record)
		}
	}
}

// sum adds the periods up and compares the layers.
func (s *Series) sum() {
	for _, p := range s.Periods {
		s.Tone.Plus, s.Tone.Minus = s.Tone.Plus+p.Plus, s.Tone.Minus+p.Minus
		s.AtoB.Plus, s.AtoB.Minus = s.AtoB.Plus+p.AtoB.Plus, s.AtoB.Minus+p.AtoB.Minus
		s.BtoA.Plus, s.BtoA.Minus = s.BtoA.Plus+p.BtoA.Plus, s.BtoA.Minus+p.BtoA.Minus
		s.Baseline.Plus, s.Baseline.Minus = s.Baseline.Plus+p.Baseline.Plus, s.Baseline.Minus+p.Baseline.Minus
		for l, t := range p.Layers {
			s.Layers[l] = Tone{s.Layers[l].Plus + t.Plus, s.Layers[l].Minus + t.Minus}
		}
	}
	layers := s.LayerNames()
	for _, x := range layers {
		for _, y := range layers {
			if p, q := s.Layers[x].leaning(), s.Layers[y].leaning(); p >= divergeAt && q <= -divergeAt {
				s.Diverge = append(s.Diverge, Divergence{x, y, [2]float64{p, q}})
			}
		}
	}
}

// leaning is Share, 0 where less than two observations of full trust are told.
func (t Tone) leaning() float64 {
	if t.Plus+t.Minus < 2*Unit {
		return 0
	}
	return t.Share()
}

// divergeAt is the share beyond which a layer counts as friendly or hostile: three
// of five records.
const divergeAt = .2

// LayerNames lists the layers of the pair by name.
func (s *Series) LayerNames() []entente.Layer {
	var out []entente.Layer
	for l := range s.Layers {
		out = append(out, l)
	}
	slices.Sort(out)
	return out
}
