package ledger

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"entente"
)

// RowReceipt says what an AppendRows did.
type RowReceipt struct {
	Added int `json:"added"` // rows new to the ledger
	Known int `json:"known"` // rows that were there, or twice in the batch
}

// Slice selects observations. The zero Slice selects all.
type Slice struct {
	// A and B select what is told of a pair, in either direction; B alone is
	// not allowed. An actor stands for what belongs to it too: "AZE" finds
	// "AZE.GOV".
	A, B entente.ActorID
	// From and To bound Observation.Date, inclusive; zero is open. What has no
	// date lies within no bound.
	From, To entente.Day
	// Known leaves out what became known after that day, or it is not said when;
	// zero takes all.
	Known entente.Day
	// Layers and Kinds, where not empty, list what is taken.
	Layers []entente.Layer
	Kinds  []entente.Kind
	// Speakers, where not empty, take what one of these actors, or who belongs to
	// it, is the innermost voice of; Outlets what one of these published, by name
	// without regard to case; Stances what is told in one of these ways.
	Speakers []entente.ActorID
	Outlets  []string
	Stances  []entente.Stance
	// Read leaves out the rows of event tables, Imported what was read from
	// documents.
	Read, Imported bool
	// After leaves out what comes before and at a cursor; Limit is the most to
	// yield, 0 or less for no limit.
	After Cursor
	Limit int
}

// Matches reports whether a slice takes an observation, whatever its cursor.
func (s *Slice) Matches(o *entente.Observation) bool {
	if !s.pairs(o) || s.Read && o.DataSet != "" || s.Imported && o.DataSet == "" {
		return false
	}
	d := o.Date()
	if !s.From.IsZero() && (d.IsZero() || d < s.From) || !s.To.IsZero() && (d.IsZero() || d > s.To) {
		return false
	}
	if !s.Known.IsZero() && (o.Known.IsZero() || o.Known > s.Known) {
		return false
	}
	return (len(s.Layers) == 0 || slices.Contains(s.Layers, o.Layer)) && (len(s.Kinds) == 0 || slices.Contains(s.Kinds, o.Kind)) && s.told(o)
}

// told reports whether an observation is told by whom and as a slice asks.
func (s *Slice) told(o *entente.Observation) bool {
	return (len(s.Speakers) == 0 || slices.ContainsFunc(s.Speakers, func(a entente.ActorID) bool { return Belongs(o.Speaker, a) })) &&
		(len(s.Outlets) == 0 || slices.ContainsFunc(s.Outlets, func(name string) bool { return strings.EqualFold(name, o.Outlet) })) &&
		(len(s.Stances) == 0 || slices.Contains(s.Stances, o.Stance))
}

func (s *Slice) pairs(o *entente.Observation) bool {
	switch {
	case s.A == "":
		return true
	case s.B == "":
		return Belongs(o.A, s.A) || Belongs(o.B, s.A)
	}
	return Belongs(o.A, s.A) && Belongs(o.B, s.B) || Belongs(o.A, s.B) && Belongs(o.B, s.A)
}

// Belongs reports whether an actor is another or belongs to it.
func Belongs(a, to entente.ActorID) bool {
	return a == to || strings.HasPrefix(string(a), string(to)+".")
}

// Cursor is a place in the order of observations: by date, those without last,
// then by record, then by actors. The empty Cursor stands before all. What it
// holds is this package's business.
type Cursor string

// place is what a cursor holds.
type place struct {
	Day    int64              `json:"d"` // sortable
	Record entente.RecordID   `json:"r"`
	Pair   [2]entente.ActorID `json:"p"`
}

// CursorOf is the place of an observation.
func CursorOf(o *entente.Observation) Cursor {
	b, err := json.Marshal(place{sortable(o.Date()), o.Record, [2]entente.ActorID{o.A, o.B}})
	if err != nil {
		panic(err) // strings and numbers can be written
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(b))
}

// Place reads a cursor: the day (0 and dated false for what has no date), record
// and actors of the observation it stands at.
func (c Cursor) Place() (day entente.Day, dated bool, record entente.RecordID, a, b entente.ActorID, err error) {
	var p place
	raw, err := base64.RawURLEncoding.DecodeString(string(c))
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		return 0, false, "", "", "", fmt.Errorf("%q is no cursor", string(c))
	}
	if p.Day == undated {
		return 0, false, p.Record, p.Pair[0], p.Pair[1], nil
	}
	return entente.Day(p.Day), true, p.Record, p.Pair[0], p.Pair[1], nil
}

// undated sorts behind all days.
const undated = 1 << 33

// sortable is a day as a number that sorts as days do, unknown ones last.
func sortable(d entente.Day) int64 {
	if d.IsZero() {
		return undated
	}
	return int64(d)
}

// Order compares observations as their cursors do.
func Order(a, b *entente.Observation) int {
	return cmp.Or(cmp.Compare(sortable(a.Date()), sortable(b.Date())), cmp.Compare(a.Record, b.Record), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

// Month is a month as the months since January of the year 0.
type Month int32

// NoMonth stands for what has no date: after all months.
const NoMonth Month = 1 << 30

// MonthOf is the month of a day.
func MonthOf(d entente.Day) Month {
	if d.IsZero() {
		return NoMonth
	}
	t := d.Time()
	return Month(t.Year()*12 + int(t.Month()) - 1)
}

// First is the first day of a month; 0 for NoMonth.
func (m Month) First() entente.Day {
	if m == NoMonth {
		return 0
	}
	return entente.NewDay(int(m)/12, time.Month(int(m)%12+1), 1)
}

// String is "2006-01", or "" for NoMonth.
func (m Month) String() string {
	if m == NoMonth {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1)
}

// MarshalText writes String.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Tally counts what is told of a directed pair in a month, of one kind, quad
// class, layer and sign, told as done (or standing) or not. What has no
// direction counts for the pair in the order of its ids.
type Tally struct {
	Month Month           `json:"month"`
	A     entente.ActorID `json:"a"`
	B     entente.ActorID `json:"b"`
	Class
	Count    int     `json:"count"`
	Strength float64 `json:"strength"` // sum of the observations' strengths
}

// Sum counts what is told of an actor in a month with everybody, of one class: of
// what it does, or what it receives.
type Sum struct {
	Month    Month `json:"month"`
	Received bool  `json:"received,omitempty"`
	Class
	Count    int     `json:"count"`
	Strength float64 `json:"strength"`
}

// Class is what a tally does not mix.
type Class struct {
	Kind  entente.Kind  `json:"kind"`
	Quad  int8          `json:"quad"`
	Layer entente.Layer `json:"layer,omitempty"`
	Sign  entente.Sign  `json:"sign"`
	Done  bool          `json:"done"`
}

// Layers lists the layers that tallies tell apart.
func Layers() []entente.Layer {
	return []entente.Layer{
		entente.LayerDiplomatic, entente.LayerMilitary, entente.LayerIntelligence, entente.LayerEnergy, entente.LayerTrade,
		entente.LayerFinance, entente.LayerLobbying, entente.LayerKinship, entente.LayerTerritorial, entente.LayerInformation,
	}
}

// ClassOf is the class of an observation. A quad class that is none counts as 0,
// a layer that is not among Layers as none, a sign by its direction.
func ClassOf(o *entente.Observation) Class {
	c := Class{entente.KindEvent, o.Quad, o.Layer, max(-1, min(1, o.Sign)), o.Done()}
	if o.Kind == entente.KindTie {
		c.Kind = entente.KindTie
	}
	if c.Quad < 0 || c.Quad > 4 {
		c.Quad = 0
	}
	if !slices.Contains(Layers(), c.Layer) {
		c.Layer = ""
	}
	return c
}

// Window is a stretch of months, both inclusive; zero ends are open.
type Window struct{ From, To Month }

// Holds reports whether a month lies within the window. NoMonth lies within the
// window that is open at both ends.
func (w Window) Holds(m Month) bool {
	if m == NoMonth {
		return w == Window{}
	}
	return (w.From == 0 || m >= w.From) && (w.To == 0 || m <= w.To)
}

// Change is how much more, or less, friendly what is told of a directed pair is
// in a window than in its baseline: monthly means of the strength of what is
// told as done.
type Change struct {
	A      entente.ActorID `json:"a"`
	B      entente.ActorID `json:"b"`
	Now    float64         `json:"now"`
	Before float64         `json:"before"`
	Count  int             `json:"count"`        // in the window
	Past   int             `json:"count_before"` // in the baseline
}

// Delta is Now less Before.
func (c *Change) Delta() float64 { return c.Now - c.Before }
