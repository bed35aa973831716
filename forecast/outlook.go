package forecast

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"entente"
)

// Forecaster is a past with the models fitted to it. It answers one question at
// a time.
type Forecaster struct {
	Past *Past
	// Label names an actor in the words of reasons; nil for its id.
	Label  func(entente.ActorID) string
	dyads  *Dyads
	models map[int]*Model
	days   []int
	whom   *whom // nil until it is asked
}

// Teaching bounds what is learnt from: at most so many origins, and pairs of
// each; a month apart, a week where the horizon is shorter.
const (
	maxOrigins = 16
	maxPairs   = 3000
)

// NewForecaster fits models of the horizons, in days from 1, to a past: questions
// asked at earlier days, answered since. The last closed period calibrates.
func NewForecaster(p *Past, horizons []int) (*Forecaster, error) {
	f := &Forecaster{Past: p, dyads: NewDyads(p.places()), models: map[int]*Model{}}
	f.days = slices.Compact(slices.Sorted(slices.Values(horizons)))
	lessons := map[int]*Lessons{}
	asked := map[int32][]int{}
	calibrate := map[int]int32{}
	next := int32(p.AsOf) + 1
	first := next
	if len(p.Events) > 0 {
		first = int32(p.Events[0].Day)
	}
	for _, h := range f.days {
		if h < 1 || h > 366 {
			return nil, fmt.Errorf("a horizon of %d days: 1 to 366 can be asked for", h)
		}
		o := NewHorizon(h)
		o.Pairs = maxPairs
		lessons[h] = NewLessons(o)
		step, held := int32(30), int32(1)
		if h < 30 {
			step = int32(max(h, 7))
			held = max(1, 28/step)
		}
		n := int32(0)
		for day := next - int32(h); day >= first+riskDays && n < maxOrigins; day -= step {
			asked[day] = append(asked[day], h)
			n++
			if n == held {
				calibrate[h] = day
			}
		}
		if n <= 2*held {
			calibrate[h] = math.MaxInt32 // too short a past to hold anything out
		}
	}
	i := 0
	for _, day := range sortedKeys(asked) {
		for ; i < len(p.Events) && int32(p.Events[i].Day) < day; i++ {
			f.dyads.Add(p.act(&p.Events[i]))
		}
		for _, h := range asked[day] {
			lessons[h].Ask(f.dyads, day)
		}
	}
	for ; i < len(p.Events); i++ {
		f.dyads.Add(p.act(&p.Events[i]))
	}
	for _, h := range f.days {
		lessons[h].Close(f.dyads, next)
		f.models[h] = lessons[h].Fit(calibrate[h])
	}
	return f, nil
}

// Horizons are the horizons in days, the shortest first.
func (f *Forecaster) Horizons() []int { return f.days }

// Outlook is how likely A's acts on B are.
type Outlook struct {
	A       entente.ActorID `json:"a"`
	B       entente.ActorID `json:"b"`
	AsOf    entente.Day     `json:"as_of"`
	Horizon int             `json:"horizon"`
	Until   entente.Day     `json:"until"`
	Lines   []Line          `json:"lines"` // one for each class
	Lessons int             `json:"lessons"`
	Held    int             `json:"held"` // questions of the last closed period, on which it is calibrated
}

// Line is the probability of at least one act of a class.
type Line struct {
	Class  Class   `json:"quad"`
	Name   string  `json:"class"`
	P      float64 `json:"p"`
	Words  string  `json:"words"`  // ICD 203
	Rate   float64 `json:"rate"`   // of the reference, the gamma-Poisson rate
	Base   float64 `json:"base"`   // of pairs at risk
	Method string  `json:"method"` // "model", or "rate" where there was too little to learn from
	Terms  []Term  `json:"terms"`  // their log-odds add up to those of P
}

// Term is one reason of a probability.
type Term struct {
	Reason  string  `json:"reason"`
	Words   string  `json:"words"`
	LogOdds float64 `json:"log_odds"`
	Cites   []Event `json:"cites"` // the latest first
}

// Ask says how likely A's acts on B are within a horizon that the forecaster was
// made for, from the day after Past.AsOf on.
func (f *Forecaster) Ask(a, b entente.ActorID, horizon int) (*Outlook, error) {
	m := f.models[horizon]
	if m == nil {
		return nil, fmt.Errorf("no model of %d days was fitted", horizon)
	}
	na, oka := f.Past.number[a]
	nb, okb := f.Past.number[b]
	out := &Outlook{A: a, B: b, AsOf: f.Past.AsOf, Until: f.Past.AsOf.Add(horizon), Horizon: horizon, Lessons: m.taught, Held: m.held}
	if !oka || !okb {
		return nil, &UnknownActor{a, b, oka, okb, f.Past.AsOf}
	}
	day := int32(f.Past.AsOf) + 1
	s := ask(f.dyads, Pair{na, nb}, day, horizon)
	for _, c := range Classes {
		out.Lines = append(out.Lines, f.line(&s, c, m))
	}
	return out, nil
}

// UnknownActor says that nothing countable is told of an actor.
type UnknownActor struct {
	A, B       entente.ActorID
	HasA, HasB bool
	By         entente.Day // last day of what was looked at
}

func (e *UnknownActor) Error() string {
	id := e.A
	if e.HasA {
		id = e.B
	}
	return fmt.Sprintf("no dated act of or on %s is told of by %s", id, e.By)
}

// line computes a probability and takes it apart.
func (f *Forecaster) line(s *sample, c Class, m *Model) Line {
	q := c.index()
	k := &m.class[q]
	ch := k.chance(s, q, m.horizon.Days)
	l := Line{Class: c, Name: c.String(), P: ch.P, Words: Words(ch.P), Rate: ch.Rate, Base: ch.Base, Method: m.method(q)}
	var odds [reasons]float64
	var rules [2 * len(Classes)]float64 // log-odds of each, from the last columns
	base := 0.0
	if k.enough {
		row := k.fill(s, q, m.horizon.Days)
		base = k.platt.Apply(k.intercept)
		for j, v := range row {
			part := k.platt.Slope * k.weight[j] * (float64(v) - k.mean[j]) / k.dev[j]
			odds[dyadFeatures[j].reason] += part
			if i := j - (len(row) - len(rules)); i >= 0 {
				rules[i] = part
			}
		}
	} else {
		base = logit(k.rate.P(0, m.horizon.Days))
		odds[ReasonSame] = logit(k.rate.P(s.n90[q], m.horizon.Days)) - base
	}
	words := fmt.Sprintf("where an average pair with %d acts or more in %d days stands (%s of such pairs did it within %d days)", riskActs, riskDays, percent(k.base), m.horizon.Days)
	if !k.enough {
		words = fmt.Sprintf("where a pair stands of which no such act is known in %d days", riskDays)
	}
	l.Terms = append(l.Terms, Term{Reason: "base", Words: words, LogOdds: base, Cites: []Event{}})
	for r := range reasons {
		if !k.enough && r != ReasonSame {
			continue
		}
		l.Terms = append(l.Terms, f.term(s, c, r, m, odds[r], rules))
	}
	return l
}

var reasonNames = [reasons]string{"same", "other acts", "answer", "rule", "actor", "target", "places"}

// citesShown is how many events a term cites.
const citesShown = 3

// term words one reason and cites its events.
func (f *Forecaster) term(s *sample, c Class, r Reason, m *Model, odds float64, rules [2 * len(Classes)]float64) Term {
	t := Term{Reason: reasonNames[r], LogOdds: odds, Cites: []Event{}}
	day := s.origin
	a, b := f.name(s.pair.A), f.name(s.pair.B)
	switch r {
	case ReasonSame:
		acts := f.dyads.recent(s.pair.A, s.pair.B, c, math.MinInt32, day)
		in90 := len(f.dyads.recent(s.pair.A, s.pair.B, c, day-riskDays, day))
		t.Words = fmt.Sprintf("%s of %s on %s: none is told of", c, a, b)
		if len(acts) > 0 {
			t.Words = fmt.Sprintf("%s of %s on %s: %s in %d days, %d ever%s", c, a, b, times(in90), riskDays, len(acts), f.since(acts, day))
		}
		t.Cites = f.cite(acts)
	case ReasonOther:
		t.Words, t.Cites = f.mix(s.pair.A, s.pair.B, c, day, fmt.Sprintf("other acts of %s on %s", a, b))
	case ReasonReverse:
		t.Words, t.Cites = f.mix(s.pair.B, s.pair.A, 0, day, fmt.Sprintf("acts of %s on %s", b, a))
	case ReasonRule:
		t.Words, t.Cites = f.rule(s, c, m, odds, rules)
	case ReasonActor:
		acts := f.by(s.pair.A, c, day, true)
		t.Words = fmt.Sprintf("%s of %s on anybody: %s in %d days; it acts on %s", c, a, times(len(acts)), riskDays, count(f.dyads.actors[s.pair.A].partners, "actor"))
		t.Cites = f.cite(acts)
	case ReasonTarget:
		acts := f.by(s.pair.B, c, day, false)
		t.Words = fmt.Sprintf("%s of anybody on %s: %s in %d days", c, b, times(len(acts)), riskDays)
		t.Cites = f.cite(acts)
	case ReasonPlace:
		t.Words = f.places(s.pair, c)
	}
	return t
}

// mix words what one did to another by class, all but one class.
func (f *Forecaster) mix(a, b int32, but Class, day int32, what string) (string, []Event) {
	var parts []string
	var all []int32
	for _, c := range Classes {
		if c == but {
			continue
		}
		acts := f.dyads.recent(a, b, c, day-riskDays, day)
		if len(acts) > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", times(len(acts)), c))
		}
		all = append(all, acts...)
	}
	f.byDay(all)
	if len(parts) == 0 {
		parts = []string{"none"}
	}
	return fmt.Sprintf("%s in %d days: %s", what, riskDays, strings.Join(parts, ", ")), f.cite(all)
}

// rule words, of the counted rules that hold, the one that moves the probability
// most in the direction in which they move it together.
func (f *Forecaster) rule(s *sample, c Class, m *Model, odds float64, rules [2 * len(Classes)]float64) (string, []Event) {
	k, days := &m.class[c.index()], m.horizon.Days
	best, held := -1, 0
	size := math.Inf(-1)
	for i, b := range s.bodies {
		if int(b.since) == len(sinceBuckets) {
			continue
		}
		held++
		if v := math.Copysign(1, odds) * rules[i]; v > size {
			best, size = i, v
		}
	}
	a, b := f.name(s.pair.A), f.name(s.pair.B)
	if best < 0 {
		return fmt.Sprintf("nothing told between %s and %s in %d days that a rule starts from", a, b, sinceBuckets[len(sinceBuckets)-1]), []Event{}
	}
	x := s.bodies[best]
	t := k.rules[x]
	low, high := t.Interval()
	from, to, way := s.pair.A, s.pair.B, ""
	if x.back {
		from, to, way = to, from, " the other way"
	}
	acts := f.dyads.recent(from, to, x.class, math.MinInt32, s.origin)
	words := "counted rule: "
	if held > 1 {
		words = fmt.Sprintf("%d counted rules, first: ", held)
	}
	words += fmt.Sprintf("%s of %s on %s, %s before: in %d of %d cases in which one had last done so to another %s before, %s followed%s within %d days (%s to %s)",
		x.class, f.name(from), f.name(to), count(int(s.origin-f.dyads.acts[acts[len(acts)-1]].Day), "day"),
		t.Hits, t.Trials, within(x.since), c, way, days, percent(low), percent(high))
	return words, f.cite(acts)
}

// by lists the acts of a class that one did, or that were done to it, in 90 days.
func (f *Forecaster) by(who int32, c Class, day int32, acting bool) []int32 {
	var out []int32
	for _, i := range f.dyads.actors[who].acts {
		a := &f.dyads.acts[i]
		if a.Class == c && a.Day >= day-riskDays && a.Day < day && (acting && a.A == who || !acting && a.B == who) {
			out = append(out, i)
		}
	}
	f.byDay(out)
	return out
}

// around lists all that one did, and that was done to it, on the days [from, to).
func (f *Forecaster) around(who, from, to int32) []int32 {
	var out []int32
	for _, i := range f.dyads.actors[who].acts {
		if a := &f.dyads.acts[i]; a.Day >= from && a.Day < to {
			out = append(out, i)
		}
	}
	f.byDay(out)
	return out
}

// byDay orders acts by their day, those of one day by their number.
func (f *Forecaster) byDay(acts []int32) {
	slices.SortFunc(acts, func(x, y int32) int {
		return cmp.Or(cmp.Compare(f.dyads.acts[x].Day, f.dyads.acts[y].Day), cmp.Compare(x, y))
	})
}

func (f *Forecaster) places(p Pair, c Class) string {
	ca, sa := f.Past.place(f.Past.actors[p.A])
	cb, sb := f.Past.place(f.Past.actors[p.B])
	var parts []string
	switch {
	case ca != "" && ca == cb:
		parts = append(parts, "both are of "+f.called(ca))
	case ca != "" && cb != "":
		parts = append(parts, fmt.Sprintf("%s between %s and %s, whoever acts for them", c, f.called(ca), f.called(cb)))
	}
	if sa != "" && sb != "" {
		parts = append(parts, fmt.Sprintf("what %s does to %s", sa, sb))
	}
	if len(parts) == 0 {
		return "country or sector not known"
	}
	return strings.Join(parts, "; ")
}

func (f *Forecaster) name(a int32) string { return f.called(string(f.Past.actors[a])) }

// called is the label of an actor, else its id.
func (f *Forecaster) called(id string) string {
	if f.Label != nil {
		return f.Label(entente.ActorID(id))
	}
	return id
}

func (f *Forecaster) since(acts []int32, day int32) string {
	if len(acts) == 0 {
		return ""
	}
	d := day - f.dyads.acts[acts[len(acts)-1]].Day
	return fmt.Sprintf(", last %s before", count(int(d), "day"))
}

// cite returns the latest events of a list by day, the latest first.
func (f *Forecaster) cite(acts []int32) []Event {
	out := []Event{}
	for i := len(acts) - 1; i >= 0 && len(out) < citesShown; i-- {
		out = append(out, *f.Past.event(acts[i]))
	}
	return out
}

// within words a bucket of days: "1 to 2 days", "15 to 30 days".
func within(since int8) string {
	if since == 0 {
		return fmt.Sprintf("1 to %d days", sinceBuckets[0])
	}
	return fmt.Sprintf("%d to %d days", sinceBuckets[since-1]+1, sinceBuckets[since])
}

func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func percent(p float64) string {
	if p < 0.0995 {
		return fmt.Sprintf("%.1f %%", 100*p)
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}

// Next is whom an actor may act on, and who on it.
type Next struct {
	A      entente.ActorID `json:"a"`
	B      entente.ActorID `json:"b"`
	Class  Class           `json:"quad"`
	Name   string          `json:"class"`
	P      float64         `json:"p"`
	Words  string          `json:"words"`
	Rate   float64         `json:"rate"`
	Base   float64         `json:"base"`
	Method string          `json:"method"`
	Terms  []Term          `json:"terms"` // their log-odds add up to those of P
}

// Who lists, for an actor, the acts between it and those it has dealt with lately
// that are likeliest within a horizon, the likeliest first, limit at most, each
// with its reasons.
func (f *Forecaster) Who(a entente.ActorID, horizon, limit int) ([]Next, error) {
	m := f.models[horizon]
	na, ok := f.Past.number[a]
	if m == nil || !ok {
		return nil, &UnknownActor{A: a, By: f.Past.AsOf}
	}
	day := int32(f.Past.AsOf) + 1
	var out []Next
	from := map[Pair]*sample{}
	for _, p := range f.dyads.AtRisk(day) {
		if p.A != na && p.B != na {
			continue
		}
		s := ask(f.dyads, p, day, horizon)
		from[p] = &s
		for q, c := range Classes {
			ch := m.class[q].chance(&s, q, horizon)
			out = append(out, Next{f.Past.actors[p.A], f.Past.actors[p.B], c, c.String(), ch.P, Words(ch.P), ch.Rate, ch.Base, m.method(q), nil})
		}
	}
	slices.SortFunc(out, func(x, y Next) int {
		return cmp.Or(cmp.Compare(y.P, x.P), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Class, y.Class))
	})
	out = out[:min(limit, len(out))]
	for i := range out {
		n := &out[i]
		n.Terms = f.line(from[Pair{f.Past.number[n.A], f.Past.number[n.B]}], n.Class, m).Terms
	}
	return out, nil
}

func (m *Model) method(q int) string {
	if m.class[q].enough {
		return "model"
	}
	return "rate"
}
