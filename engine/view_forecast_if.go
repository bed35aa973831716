package engine

import (
	"context"

	"entente/forecast"
)

// ForecastIfView is a forecast before and after something is supposed: what the same
// model would say, not what would happen.
type ForecastIfView struct {
	A Party `json:"a"`
	B Party `json:"b"`
	ForecastFrame
	Added   []ForecastAct   `json:"added" doc:"acts that were supposed"`
	Removed []ForecastAct   `json:"removed" doc:"acts that were taken out"`
	Changes []ForecastShift `json:"changes" doc:"what A may do to B, then what B may do to A, class by class; empty where missing says why"`
}

// ForecastShift is one probability before and after.
type ForecastShift struct {
	A       Party            `json:"a"`
	B       Party            `json:"b"`
	Quad    int              `json:"quad" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"`
	Class   string           `json:"class"`
	Before  float64          `json:"before"`
	After   float64          `json:"after"`
	Words   string           `json:"words" doc:"the phrase of ICD 203 for after"`
	Reasons []ForecastReason `json:"reasons" doc:"those that moved, with the change of their log-odds: the changes add up to that of p"`
}

// ForecastIf tells how a pair's forecast changes where acts are added, worded
// "A TYPE B" or "A TYPE B DAY", and records taken out. Organs act for their state.
// Nothing is logged: a supposition is no forecast.
func (d *Desk) ForecastIf(ctx context.Context, a, b string, add, remove []string, f ForecastFilter) (*ForecastIfView, error) {
	if len(add)+len(remove) == 0 {
		return nil, Errorf(CodeBadValue, `give add="A SANCTION B" or remove, a record's id`, "nothing is supposed")
	}
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	ids, err := d.states(a, b)
	if err != nil {
		return nil, err
	}
	if ids[0] == ids[1] {
		return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", string(ids[0]))
	}
	v := &ForecastIfView{Added: []ForecastAct{}, Removed: []ForecastAct{}, Changes: []ForecastShift{}}
	if v.Horizon, err = f.days(); err != nil {
		return nil, err
	}
	d.mu.RLock()
	v.A, v.B = d.called(ids[0]), d.called(ids[1])
	d.mu.RUnlock()
	var wrong error // with what was asked, which no words on a page excuse
	err = d.consult(ctx, f.Scope, ids[0], ids[1], func(x *forecast.Forecaster, frame *Forecast) error {
		v.fill(frame)
		var change ForecastChange
		after, err := d.engine.suppose(ctx, x, add, remove, false, &change)
		if err != nil {
			wrong = err
			return nil
		}
		for _, p := range [][2]int{{0, 1}, {1, 0}} {
			before, err := x.Ask(ids[p[0]], ids[p[1]], v.Horizon)
			if err != nil {
				return untold(err)
			}
			then, err := after.Ask(ids[p[0]], ids[p[1]], v.Horizon)
			if err != nil {
				return untold(err)
			}
			v.Lessons = before.Lessons
			v.Changes = append(v.Changes, d.shifts(before, then)...)
		}
		d.mu.RLock()
		defer d.mu.RUnlock()
		v.Added, v.Removed = d.acts(change.Added), d.acts(change.Removed)
		return nil
	})
	if v.Missing, err = unsaid(err); wrong != nil {
		return nil, wrong
	}
	return v, err
}

// shifts pairs the lines of an outlook before and after.
func (d *Desk) shifts(before, after *forecast.Outlook) []ForecastShift {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []ForecastShift
	for i, l := range before.Lines {
		m := after.Lines[i]
		out = append(out, ForecastShift{d.called(before.A), d.called(before.B), int(l.Class), l.Name, l.P, m.P, m.Words, d.reasons(forecast.Moved(l.Terms, m.Terms))})
	}
	return out
}

// acts words acts; the caller holds the desk.
func (d *Desk) acts(list []forecast.Event) []ForecastAct {
	out := []ForecastAct{}
	for i := range list {
		out = append(out, d.act(&list[i]))
	}
	return out
}
