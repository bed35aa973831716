package forecast

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"slices"

	"entente"
)

// Entry is one probability that was shown, as the log keeps it: a line of JSON.
type Entry struct {
	ID        string          `json:"id"`
	A         entente.ActorID `json:"a"`
	B         entente.ActorID `json:"b"`
	Class     Class           `json:"quad"`
	AsOf      entente.Day     `json:"as_of"` // last day of the data
	Horizon   int             `json:"horizon"`
	Until     entente.Day     `json:"until"`
	P         float64         `json:"p"`
	Rate      float64         `json:"rate"`
	Base      float64         `json:"base"`
	Method    string          `json:"method"`
	Apart     bool            `json:"apart,omitempty"`
	Hindsight bool            `json:"hindsight,omitempty"` // made as of a day that the data had passed
	// Type is of a forecast of who comes next: that a is among those who do such acts
	// to b, or b among those to whom a does them, on the next day on which the given
	// one has part in any. Of other forecasts both are empty.
	Type  string          `json:"type,omitempty"`
	Given entente.ActorID `json:"given,omitempty"`
}

// Entries are what an outlook adds to the log.
func (o *Outlook) Entries(apart, hindsight bool) []Entry {
	var out []Entry
	for _, l := range o.Lines {
		e := Entry{A: o.A, B: o.B, Class: l.Class, AsOf: o.AsOf, Horizon: o.Horizon, Until: o.Until, P: l.P, Rate: l.Rate, Base: l.Base, Method: l.Method, Apart: apart, Hindsight: hindsight}
		e.identify()
		out = append(out, e)
	}
	return out
}

func (e *Entry) identify() {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\x00%s\x00%d\x00%s\x00%d\x00%.9f\x00%t\x00%t", e.A, e.B, e.Class, e.AsOf, e.Horizon, e.P, e.Apart, e.Hindsight)
	if e.Type != "" {
		fmt.Fprintf(h, "\x00%s\x00%s", e.Type, e.Given)
	}
	e.ID = fmt.Sprintf("f-%016x", h.Sum64())
}

// whomWaits is for how many days a forecast of who comes next waits for an act.
const whomWaits = 90

// Entries are what an answer of who comes next adds to the log, as Outlook.Entries.
func (w *Whom) Entries(asOf entente.Day, apart, hindsight bool) []Entry {
	var out []Entry
	for _, p := range w.Partners {
		e := Entry{
			A: w.Actor, B: p.Actor, Class: w.Class, AsOf: asOf, Horizon: whomWaits, Until: asOf.Add(whomWaits), P: p.P, Rate: p.Rate, Base: p.Base,
			Method: w.Method, Apart: apart, Hindsight: hindsight, Type: w.Type, Given: w.Actor,
		}
		if !w.Acting {
			e.A, e.B = e.B, e.A
		}
		e.identify()
		out = append(out, e)
	}
	return out
}

// Entries are what a line for one actor adds to the log, as Outlook.Entries.
func (n *Next) Entries(asOf entente.Day, horizon int, apart, hindsight bool) []Entry {
	o := Outlook{A: n.A, B: n.B, AsOf: asOf, Horizon: horizon, Until: asOf.Add(horizon)}
	o.Lines = []Line{{Class: n.Class, P: n.P, Rate: n.Rate, Base: n.Base, Method: n.Method}}
	return o.Entries(apart, hindsight)
}

// ReadLog reads a log. A line that is no entry is an error with its place; a last
// line that was cut off is left aside.
func ReadLog(r io.Reader, name string) ([]Entry, error) {
	var out []Entry
	seen := map[string]bool{}
	sc := bufio.NewReader(r)
	for line := 1; ; line++ {
		b, err := sc.ReadBytes('\n')
		if err == io.EOF {
			return out, nil // what has no end of line was not wholly written
		}
		if err != nil {
			return out, fmt.Errorf("%s: %w", name, err)
		}
		if len(b) == 1 {
			continue
		}
		var e Entry
		if err := json.Unmarshal(b, &e); err != nil {
			return out, &entente.SyntaxError{File: name, Line: line, Msg: err.Error()}
		}
		if e.Class < 1 || int(e.Class) > len(Classes) || e.P < 0 || e.P > 1 || e.Horizon < 1 {
			return out, &entente.SyntaxError{File: name, Line: line, Msg: "this is no forecast"}
		}
		if !seen[e.ID] {
			seen[e.ID] = true
			out = append(out, e)
		}
	}
}

// Record is how forecasts turned out.
type Record struct {
	Closed  int        `json:"closed"` // their period is over
	Open    int        `json:"open"`
	Score   Score      `json:"score"`
	ByClass []Part     `json:"by_class"`
	ByMonth []Part     `json:"by_month"` // of the day they were made as of
	Bins    []Bin      `json:"bins"`
	Whom    WhomRecord `json:"whom"`
	// Outcomes are the closed and open ones themselves, in the order of the log.
	Outcomes []Outcome `json:"-"`
}

// Outcome is a forecast of an outlook and what came of it so far.
type Outcome struct {
	*Entry
	Closed   bool
	Happened bool
	On       entente.Day // the first day it did; zero where it has not
}

// WhomRecord is how forecasts of who comes next turned out: each when an act of the
// kind is first told of, and no record of those for which none came.
type WhomRecord struct {
	Closed int   `json:"closed"`
	Open   int   `json:"open"`
	Void   int   `json:"void"` // no such act came in 90 days
	Score  Score `json:"score"`
	Bins   []Bin `json:"bins"`
}

// Part is a part of a record.
type Part struct {
	Name string `json:"name"`
	Score
}

// Score sums up closed forecasts: mean squared errors of the forecast, of the
// reference rate and of the share of pairs at risk.
type Score struct {
	N        int     `json:"n"`
	Happened int     `json:"happened"`
	Brier    float64 `json:"brier"`
	Rate     float64 `json:"brier_rate"`
	Base     float64 `json:"brier_base"`
	Skill    float64 `json:"skill"` // 1 - Brier/Base
}

func (s *Score) add(e *Entry, happened bool) {
	o := 0.0
	if happened {
		o = 1
		s.Happened++
	}
	s.N++
	s.Brier += (e.P - o) * (e.P - o)
	s.Rate += (e.Rate - o) * (e.Rate - o)
	s.Base += (e.Base - o) * (e.Base - o)
}

func (s *Score) close() {
	if s.N == 0 {
		return
	}
	if s.Base > 0 {
		s.Skill = 1 - s.Brier/s.Base
	}
	n := float64(s.N)
	s.Brier, s.Rate, s.Base = s.Brier/n, s.Rate/n, s.Base/n
}

// Track scores entries against what pasts tell: of acts on the days after AsOf up
// to Until. past gives the past that keeps organs apart or not. A forecast is
// closed once the data that tell of its actors reach its last day; one of who comes next,
// beyond the day of the next act.
func Track(entries []Entry, past func(apart bool) *Past) *Record {
	r := &Record{ByClass: []Part{}, ByMonth: []Part{}, Bins: []Bin{}}
	class, month := map[string]*Score{}, map[string]*Score{}
	var all, whom said
	told := map[bool]*told{}
	for i := range entries {
		e := &entries[i]
		if told[e.Apart] == nil {
			told[e.Apart] = tell(past(e.Apart))
		}
		if e.Type != "" {
			r.Whom.add(e, told[e.Apart], &whom)
			continue
		}
		o := Outcome{Entry: e, Closed: told[e.Apart].until(e.A, e.B) >= e.Until}
		for _, d := range told[e.Apart].days[question{e.A, e.B, e.Class.String()}] {
			if d > e.AsOf && d <= e.Until {
				o.Happened, o.On = true, d
				break
			}
		}
		r.Outcomes = append(r.Outcomes, o)
		if !o.Closed {
			r.Open++
			continue
		}
		happened := o.Happened
		r.Closed++
		r.Score.add(e, happened)
		into(class, e.Class.String()).add(e, happened)
		into(month, e.AsOf.String()[:7]).add(e, happened)
		all.add(e.P, happened)
	}
	r.Score.close()
	r.Bins = Reliability(all.p, all.happened, 10)
	r.Whom.Score.close()
	r.Whom.Bins = Reliability(whom.p, whom.happened, 10)
	for _, c := range Classes {
		if s := class[c.String()]; s != nil {
			s.close()
			r.ByClass = append(r.ByClass, Part{c.String(), *s})
		}
	}
	for _, name := range sortedKeys(month) {
		month[name].close()
		r.ByMonth = append(r.ByMonth, Part{name, *month[name]})
	}
	return r
}

// add scores a forecast of who comes next.
func (r *WhomRecord) add(e *Entry, t *told, s *said) {
	first := t.first(e)
	switch {
	case first.IsZero() && t.until(e.Given, "") >= e.Until:
		r.Void++
	case first.IsZero() || first >= t.until(e.Given, ""): // of the last day more may come
		r.Open++
	default:
		happened := slices.Contains(t.days[question{e.A, e.B, e.Type}], first)
		r.Closed++
		r.Score.add(e, happened)
		s.add(e.P, happened)
	}
}

// said is probabilities and what came of them.
type said struct {
	p        []float64
	happened []bool
}

func (s *said) add(p float64, happened bool) {
	s.p, s.happened = append(s.p, p), append(s.happened, happened)
}

// question is what was asked: did a do such acts to b? The kind is a class or a type;
// an empty actor is anybody.
type question struct {
	a, b entente.ActorID
	kind string
}

// told is what a past answers to questions: the days, in order.
type told struct {
	days  map[question][]entente.Day
	until func(a, b entente.ActorID) entente.Day // the end of the data that tell of them
}

func tell(p *Past) *told {
	t := &told{map[question][]entente.Day{}, p.End}
	for i := range p.Events {
		e := &p.Events[i]
		put := func(a, b entente.ActorID, kind string) {
			k := question{a, b, kind}
			if d := t.days[k]; len(d) == 0 || d[len(d)-1] != e.Day {
				t.days[k] = append(d, e.Day)
			}
		}
		put(e.A, e.B, e.Class.String())
		if e.Type != "" {
			put(e.A, e.B, e.Type)
		}
		put(e.A, "", e.kind())
		put("", e.B, e.kind())
	}
	return t
}

// first is the first day after a forecast of who comes next on which the given one has
// part in an act of the kind; zero where none came in time.
func (t *told) first(e *Entry) entente.Day {
	k := question{a: e.A, kind: e.Type}
	if e.Given == e.B {
		k = question{b: e.B, kind: e.Type}
	}
	for _, d := range t.days[k] {
		if d > e.AsOf {
			if d > e.Until {
				return 0
			}
			return d
		}
	}
	return 0
}

func into(m map[string]*Score, name string) *Score {
	if m[name] == nil {
		m[name] = &Score{}
	}
	return m[name]
}
