package forecast

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"

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
}

// Entries are what an outlook adds to the log.
func (o *Outlook) Entries(apart, hindsight bool) []Entry {
	var out []Entry
	for _, l := range o.Lines {
		e := Entry{A: o.A, B: o.B, Class: l.Class, AsOf: o.AsOf, Horizon: o.Horizon, Until: o.Until, P: l.P, Rate: l.Rate, Base: l.Base, Method: l.Method, Apart: apart, Hindsight: hindsight}
		h := fnv.New64a()
		fmt.Fprintf(h, "%s\x00%s\x00%d\x00%s\x00%d\x00%.9f\x00%t\x00%t", e.A, e.B, e.Class, e.AsOf, e.Horizon, e.P, apart, hindsight)
		e.ID = fmt.Sprintf("f-%016x", h.Sum64())
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
	Closed  int    `json:"closed"` // their period is over
	Open    int    `json:"open"`
	Score   Score  `json:"score"`
	ByClass []Part `json:"by_class"`
	ByMonth []Part `json:"by_month"` // of the day they were made as of
	Bins    []Bin  `json:"bins"`
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
// closed once the data reach beyond its last day.
func Track(entries []Entry, past func(apart bool) *Past) *Record {
	type question struct {
		a, b  entente.ActorID
		class Class
	}
	acts := map[bool]map[question][]entente.Day{}
	r := &Record{ByClass: []Part{}, ByMonth: []Part{}, Bins: []Bin{}}
	class, month := map[string]*Score{}, map[string]*Score{}
	var p []float64
	var y []bool
	for i := range entries {
		e := &entries[i]
		told := past(e.Apart)
		if told.AsOf < e.Until {
			r.Open++
			continue
		}
		if acts[e.Apart] == nil {
			acts[e.Apart] = map[question][]entente.Day{}
			for _, x := range told.Events {
				k := question{x.A, x.B, x.Class}
				acts[e.Apart][k] = append(acts[e.Apart][k], x.Day)
			}
		}
		happened := false
		for _, d := range acts[e.Apart][question{e.A, e.B, e.Class}] {
			happened = happened || d > e.AsOf && d <= e.Until
		}
		r.Closed++
		r.Score.add(e, happened)
		into(class, e.Class.String()).add(e, happened)
		into(month, e.AsOf.String()[:7]).add(e, happened)
		p, y = append(p, e.P), append(y, happened)
	}
	r.Score.close()
	r.Bins = Reliability(p, y, 10)
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

func into(m map[string]*Score, name string) *Score {
	if m[name] == nil {
		m[name] = &Score{}
	}
	return m[name]
}
