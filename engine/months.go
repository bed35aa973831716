package engine

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
)

// Months is what is told of a pair, or of one actor with everybody, by month and
// direction, from documents and event tables together.
type Months struct {
	Actors []entente.ActorID `json:"actors"`
	Months []MonthCount      `json:"months"`
}

// MonthCount is a month of one direction. Organs of an actor count as the actor.
type MonthCount struct {
	Month    ledger.Month    `json:"month"` // empty for what has no date
	A        entente.ActorID `json:"a"`
	B        entente.ActorID `json:"b,omitempty"` // empty: everybody
	Quads    [4]int          `json:"quads"`       // told as done: verbal and material cooperation, verbal and material conflict
	Ties     int             `json:"ties"`        // standing relations
	Open     int             `json:"open"`        // planned, feared, denied and the like
	Strength float64         `json:"strength"`    // mean of what is told as done
	done     int
}

// Series sums up a pair, or one actor with everybody, by month.
func (e *Engine) Series(ctx context.Context, w ledger.Window, actors ...string) (*Months, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return nil, err
	}
	if w.From > w.To && w.To != 0 {
		return nil, Errorf(CodeBadValue, "exchange them", "the first month, %s, is later than the last, %s", w.From, w.To)
	}
	if len(ids) < 1 || len(ids) > 2 {
		return nil, Errorf(CodeUsage, "name one or two", "months are those of one actor or of a pair")
	}
	b := entente.ActorID("")
	if len(ids) == 2 {
		b = ids[1]
	}
	tallies := l.Series(ctx, ids[0], b, w)
	if b == "" {
		tallies = withAll(ids[0], l.Months(ctx, ids[0], w))
	}
	out := &Months{Actors: ids, Months: []MonthCount{}}
	for t, err := range tallies {
		if err != nil {
			return nil, keep(CodeLedger, err, "", "read %s", e.config.Ledger)
		}
		out.add(&t)
	}
	for i := range out.Months {
		if m := &out.Months[i]; m.done > 0 {
			m.Strength /= float64(m.done)
		}
	}
	return out, nil
}

// withAll yields sums of an actor as tallies of it with nobody in particular.
func withAll(a entente.ActorID, sums iter.Seq2[ledger.Sum, error]) iter.Seq2[ledger.Tally, error] {
	return func(yield func(ledger.Tally, error) bool) {
		for s, err := range sums {
			t := ledger.Tally{Month: s.Month, A: a, Class: s.Class, Count: s.Count, Strength: s.Strength}
			if s.Received {
				t.A, t.B = "", a
			}
			if !yield(t, err) {
				return
			}
		}
	}
}

// add adds a tally; they come by month.
func (m *Months) add(t *ledger.Tally) {
	c := MonthCount{Month: t.Month, A: m.Actors[0]}
	forward := ledger.Belongs(t.A, m.Actors[0])
	if len(m.Actors) == 2 {
		c.B = m.Actors[1]
	}
	if !forward {
		c.A, c.B = c.B, c.A
	}
	i := len(m.Months)
	for i > 0 && m.Months[i-1].Month == t.Month {
		if i--; m.Months[i].A == c.A && m.Months[i].B == c.B {
			m.Months[i].count(t)
			return
		}
	}
	c.count(t)
	m.Months = append(m.Months, c)
}

func (c *MonthCount) count(t *ledger.Tally) {
	switch {
	case !t.Done:
		c.Open += t.Count
		return
	case t.Kind == entente.KindTie:
		c.Ties += t.Count
	case t.Quad >= 1 && t.Quad <= 4:
		c.Quads[t.Quad-1] += t.Count
	}
	c.done += t.Count
	c.Strength += t.Strength
}

// ChangesOf says which changes are asked for.
type ChangesOf struct {
	To       ledger.Month // last month of the window; 0 for the last in which anything is told as done
	Months   int          // of the window, from 1
	Baseline int          // months before it, from 1
	Limit    int
	Actor    string // "" for all pairs
}

// Moved is what changed most.
type Moved struct {
	Window   [2]ledger.Month `json:"window"`
	Baseline [2]ledger.Month `json:"baseline"`
	Pairs    []PairChange    `json:"pairs"`
}

// PairChange is a change with its difference.
type PairChange struct {
	ledger.Change
	Delta float64 `json:"delta"`
}

// Changes returns the pairs of which what is told as done grew most friendly or
// more hostile, from documents and event tables together: monthly sums of
// intensity.
func (e *Engine) Changes(ctx context.Context, o ChangesOf) (*Moved, error) {
	if o.Months < 1 || o.Baseline < 1 || o.Limit < 1 {
		return nil, Errorf(CodeBadValue, "give numbers from 1", "a window, baseline or list of nothing")
	}
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	if o.To == 0 {
		if o.To, err = lastDone(ctx, l); err != nil {
			return nil, keep(CodeLedger, err, "", "read %s", e.config.Ledger)
		}
		if o.To == 0 {
			return &Moved{Pairs: []PairChange{}}, nil
		}
	}
	window := ledger.Window{From: o.To - ledger.Month(o.Months) + 1, To: o.To}
	baseline := ledger.Window{From: window.From - ledger.Month(o.Baseline), To: window.From - 1}
	var changes []ledger.Change
	if o.Actor == "" {
		changes, err = l.Changes(ctx, window, baseline, o.Limit)
	} else {
		changes, err = actorChanges(ctx, l, o.Actor, window, baseline)
	}
	if err != nil {
		return nil, keep(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	out := &Moved{Window: [2]ledger.Month{window.From, window.To}, Baseline: [2]ledger.Month{baseline.From, baseline.To}, Pairs: []PairChange{}}
	for _, c := range changes[:min(o.Limit, len(changes))] {
		if c.Delta() != 0 {
			out.Pairs = append(out.Pairs, PairChange{c, c.Delta()})
		}
	}
	return out, nil
}

// lastDone is the last month in which something is told as done, 0 where none is:
// what is planned for a year to come is no end of what is told.
func lastDone(ctx context.Context, l ledger.Ledger) (ledger.Month, error) {
	held, err := l.Stats(ctx)
	if err != nil || held.Last == 0 {
		return 0, err
	}
	for m := held.Last; m >= held.First; m-- {
		told, err := l.Told(ctx, ledger.Window{From: m, To: m})
		if err != nil || len(told) > 0 {
			return m, err
		}
	}
	return 0, nil
}

// actorChanges are the changes of an actor and its organs with everybody, largest
// first.
func actorChanges(ctx context.Context, l ledger.Ledger, name string, window, baseline ledger.Window) ([]ledger.Change, error) {
	ids, err := named(ctx, l, []string{name})
	if err != nil {
		return nil, err
	}
	at := map[[2]entente.ActorID]int{}
	var out []ledger.Change
	for t, err := range l.Series(ctx, ids[0], "", ledger.Window{From: baseline.From, To: window.To}) {
		if err != nil {
			return nil, err
		}
		if !t.Done {
			continue
		}
		k := [2]entente.ActorID{t.A, t.B}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, ledger.Change{A: t.A, B: t.B})
		}
		if window.Holds(t.Month) {
			out[i].Now += t.Strength / float64(window.To-window.From+1)
			out[i].Count += t.Count
		} else {
			out[i].Before += t.Strength / float64(baseline.To-baseline.From+1)
			out[i].Past += t.Count
		}
	}
	slices.SortFunc(out, func(x, y ledger.Change) int {
		return cmp.Or(cmp.Compare(math.Abs(y.Delta()), math.Abs(x.Delta())), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out, nil
}

// ParseMonth reads a month, "2031-03"; "" is none.
func ParseMonth(text string) (ledger.Month, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	d, err := entente.ParseDay(text + "-01")
	if err != nil {
		return 0, Errorf(CodeBadValue, "write it as 2031-03", "%q is no month", text)
	}
	return ledger.MonthOf(d), nil
}
