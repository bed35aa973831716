package engine

import "entente"

// moment is a day no more exactly than it is told.
type moment struct {
	day   entente.Day
	grain grain
}

// grain is how exactly a day is told: a month or year stands at its first day.
type grain int8

const (
	grainDay grain = iota
	grainMonth
	grainYear
)

// grainOf is how exactly the day that an observation counts under is told.
func grainOf(o *entente.Observation) grain {
	if o.When.From == 0 && o.When.To == 0 {
		return grainDay // the day it was known
	}
	switch o.When.Precision {
	case entente.PrecisionMonth:
		return grainMonth
	case entente.PrecisionSeason, entente.PrecisionQuarter, entente.PrecisionYear, entente.PrecisionDecade, entente.PrecisionCentury:
		return grainYear
	}
	return grainDay
}

// String is "2031-03-04", "2031-03" or "2031"; "" for the zero moment.
func (m moment) String() string {
	s := m.day.String()
	if s == "" {
		return s
	}
	return s[:len(s)-3*int(m.grain)]
}

// stretch is the first and the last moment of some sights.
type stretch struct{ first, last moment }

func (t *stretch) add(s *sight) {
	m := moment{s.when, s.grain}
	if m.day == 0 {
		return
	}
	if f := t.first; f.day == 0 || m.day < f.day || m.day == f.day && m.grain < f.grain {
		t.first = m
	}
	if l := t.last; m.day > l.day || m.day == l.day && m.grain < l.grain {
		t.last = m
	}
}

// done reports whether a sight is told as having happened, or as standing.
func (d *Desk) done(s *sight) bool { return !s.negated && s.stance == d.asserted }

// doneWithin is from when to when what is told as done was; of sights of which none is
// told so, all of them.
func (d *Desk) doneWithin(list []sight) stretch {
	var done, all stretch
	for i := range list {
		all.add(&list[i])
		if d.done(&list[i]) {
			done.add(&list[i])
		}
	}
	if done == (stretch{}) {
		return all
	}
	return done
}
