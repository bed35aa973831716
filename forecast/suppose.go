package forecast

import (
	"maps"
	"slices"

	"entente"
)

// Fork returns a forecaster of the same models over the same past: what is supposed of
// it does not touch f, of which nothing is to be supposed as long as the fork is used.
func (f *Forecaster) Fork() *Forecaster {
	p := *f.Past
	p.actors, p.number = slices.Clip(p.actors), maps.Clone(p.number)
	p.supposed = slices.Clip(p.supposed)
	return &Forecaster{Past: &p, Label: f.Label, models: f.models, days: f.days, dyads: f.dyads.fork(p.places())}
}

// Suppose adds an event to the past, as if it were told; the models stay as they
// were fitted.
func (f *Forecaster) Suppose(e Event) {
	e.Supposed, e.Told = true, 1
	f.whom = nil
	f.Past.supposed = append(f.Past.supposed, e)
	f.dyads.Add(f.Past.act(&e))
}

// Strike takes out every act that a record tells alone and returns them. Acts
// that other records tell too stay, as they would.
func (f *Forecaster) Strike(id entente.RecordID) (struck []Event, kept int) {
	for i := range int32(f.dyads.Len()) {
		e := f.Past.event(i)
		if e.Record != id || f.dyads.gone[i] {
			continue
		}
		if e.Told > 1 {
			kept++
			continue
		}
		f.dyads.Remove(i)
		f.whom = nil
		struck = append(struck, *e)
	}
	return struck, kept
}

// Moved lists the terms of a line that differ from those before, as they are worded
// after, with the change of their log-odds.
func Moved(before, after []Term) []Term {
	out := []Term{}
	for i, t := range after {
		if t.LogOdds -= before[i].LogOdds; t.LogOdds != 0 {
			out = append(out, t)
		}
	}
	return out
}
