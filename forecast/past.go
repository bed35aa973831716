package forecast

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"entente"
)

// Place tells the country and the sector of an actor, empty where not known.
type Place func(a entente.ActorID) (country, sector string)

// ByID reads country and sector off an actor's id: "AZE.GOV" is of AZE and GOV, and
// of what no table knows ("x:...") nothing is said.
func ByID(a entente.ActorID) (country, sector string) {
	if strings.HasPrefix(string(a), "x:") {
		return "", ""
	}
	country, sector, _ = strings.Cut(string(a), ".")
	return country, sector
}

// Reading says which observations count.
type Reading struct {
	// AsOf is the last day that counts: what happened later, or became known
	// later, is left out. Zero takes the last day that something is told of.
	AsOf entente.Day
	// Apart keeps the organs of a state apart from it; else "AZE.GOV" acts for
	// "AZE".
	Apart bool
	Place Place // nil for ByID
}

// Event is an act with what it rests on.
type Event struct {
	A        entente.ActorID    `json:"a"`
	B        entente.ActorID    `json:"b"`
	Type     string             `json:"type"`
	Class    Class              `json:"quad"`
	Day      entente.Day        `json:"day"`
	Weight   float64            `json:"weight"`
	Record   entente.RecordID   `json:"record"`
	Document entente.DocumentID `json:"document,omitempty"`
	DataSet  string             `json:"data_set,omitempty"`
	Supposed bool               `json:"supposed,omitempty"` // added by a what-if
	Told     int                `json:"told"`               // records that tell it
}

// Past is the acts that a ledger tells of, in the order of their days. What is
// told twice of one pair, type and day is one act, as sure as its surest record.
type Past struct {
	Events  []Event
	AsOf    entente.Day
	Read    int // observations read
	NotDone int // left out: planned, feared, denied, hedged, demanded
	Undated int // left out: without a day, or with a vague one
	Later   int // left out: after AsOf
	Other   int // left out: ties, and events of no known class

	supposed []Event // by a what-if, numbered after Events

	told tellers

	actors []entente.ActorID
	number map[entente.ActorID]int32
	place  Place
}

// vagueDays is how long a stretch may be that an event is dated by.
const vagueDays = 31

// ReadPast collects what observations tell.
func ReadPast(observations iter.Seq2[entente.Observation, error], r Reading) (*Past, error) {
	p := &Past{AsOf: r.AsOf, number: map[entente.ActorID]int32{}, place: r.Place, told: newTellers()}
	if p.place == nil {
		p.place = ByID
	}
	type same struct {
		a, b entente.ActorID
		typ  string
		day  entente.Day
	}
	at := map[same]int{}
	last := entente.Day(0)
	for o, err := range observations {
		if err != nil {
			return nil, err
		}
		p.Read++
		day := o.Date()
		switch {
		case o.Kind != entente.KindEvent || o.Quad < 1 || o.Quad > 4:
			p.Other++
			continue
		case !o.Done():
			p.NotDone++
			continue
		case day.IsZero() || o.Past && o.When.From.IsZero() || o.When.From != 0 && o.When.To-o.When.From > vagueDays || o.Known != 0 && day > o.Known:
			p.Undated++
			continue
		case r.AsOf != 0 && (day > r.AsOf || o.Known > r.AsOf):
			p.Later++
			continue
		}
		last = max(last, day, o.Known)
		source := p.told.source(o.DataSet, max(day, o.Known))
		a, b := o.A, o.B
		if !r.Apart {
			a, b = Owner(a), Owner(b)
		}
		if a == b {
			p.Other++
			continue
		}
		p.told.tell(source, a, b, day)
		put := func(a, b entente.ActorID) {
			k := same{a, b, o.Type, day}
			w := float64(o.Trust)
			if w <= 0 {
				w = 0.01
			}
			if i, ok := at[k]; ok {
				p.Events[i].Told++
				p.Events[i].Weight = max(p.Events[i].Weight, w)
				return
			}
			at[k] = len(p.Events)
			p.Events = append(p.Events, Event{A: a, B: b, Type: o.Type, Class: Class(o.Quad), Day: day, Weight: w, Record: o.Record, Document: o.Document, DataSet: o.DataSet, Told: 1})
		}
		put(a, b)
		if !o.Directed {
			put(b, a)
		}
	}
	if p.AsOf.IsZero() {
		p.AsOf = last
	}
	p.settle()
	return p, nil
}

// Owner is the state an organ belongs to: "AZE" for "AZE.GOV".
func Owner(a entente.ActorID) entente.ActorID {
	if strings.HasPrefix(string(a), "x:") {
		return a
	}
	state, _, _ := strings.Cut(string(a), ".")
	return entente.ActorID(state)
}

// settle orders the events and numbers the actors by where they first act.
func (p *Past) settle() {
	slices.SortStableFunc(p.Events, func(x, y Event) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Type, y.Type), cmp.Compare(x.Record, y.Record))
	})
	for i := range p.Events {
		p.numbered(p.Events[i].A)
		p.numbered(p.Events[i].B)
	}
}

func (p *Past) numbered(a entente.ActorID) int32 {
	n, ok := p.number[a]
	if !ok {
		n = int32(len(p.actors))
		p.number[a] = n
		p.actors = append(p.actors, a)
	}
	return n
}

// event is that of a number: of those told, then of those supposed.
func (p *Past) event(i int32) *Event {
	if n := len(p.Events); int(i) >= n {
		return &p.supposed[int(i)-n]
	}
	return &p.Events[i]
}

// Actors are those that act or are acted on, by where they first do.
func (p *Past) Actors() []entente.ActorID { return p.actors }

// Knows reports whether an actor acts or is acted on.
func (p *Past) Knows(a entente.ActorID) bool {
	_, ok := p.number[a]
	return ok
}

// places numbers the countries and sectors of the actors.
func (p *Past) places() func(int32) (int32, int32) {
	words := map[string]int32{}
	number := func(kind, w string) int32 {
		if w == "" {
			return -1
		}
		n, ok := words[kind+w]
		if !ok {
			n = int32(len(words))
			words[kind+w] = n
		}
		return n
	}
	var known [][2]int32
	return func(a int32) (int32, int32) {
		for int(a) >= len(known) {
			c, s := p.place(p.actors[len(known)])
			known = append(known, [2]int32{number("c", c), number("s", s)})
		}
		return known[a][0], known[a][1]
	}
}

func (p *Past) act(e *Event) Act {
	return Act{A: p.numbered(e.A), B: p.numbered(e.B), Class: e.Class, Day: int32(e.Day), Weight: float32(e.Weight)}
}
