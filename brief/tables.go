package brief

import (
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
)

// Tables is what event tables hold of the pair or actor that a brief is about, or all:
// claims of data sets, kept apart from what documents say.
type Tables struct {
	Rows     int            `json:"rows"`
	More     bool           `json:"more,omitempty"` // there are more than were looked through
	DataSets map[string]int `json:"data_sets"`
	Years    []Year         `json:"years"`  // in order
	Latest   []entente.Row  `json:"latest"` // latest last
	// Sets and Busiest are told in a brief about the whole ledger, which has no
	// Years and no Latest.
	Sets    []ledger.SetCount `json:"sets,omitempty"`
	Busiest *Busiest          `json:"busiest,omitempty"`
}

// Busiest are the pairs that most is told of in some months, the busiest first.
// Documents count too.
type Busiest struct {
	From  ledger.Month `json:"from"`
	To    ledger.Month `json:"to"`
	Pairs []BusyPair   `json:"pairs"`
}

// BusyPair is how often something is told as done by one actor to another.
type BusyPair struct {
	A     entente.ActorID `json:"a"`
	B     entente.ActorID `json:"b"`
	Count int             `json:"count"`
}

// AddSet counts the rows of a data set.
func (t *Tables) AddSet(s ledger.SetCount) {
	t.Rows += s.Rows
	if t.DataSets == nil {
		t.DataSets = map[string]int{}
	}
	t.DataSets[s.Name] += s.Rows
	t.Sets = append(t.Sets, s)
}

// holdings words the data sets with the time that they tell of, and the busiest
// pairs.
func (t *Tables) holdings() []string {
	var out []string
	for _, s := range t.Sets {
		line := fmt.Sprintf("%s: %s", s.Name, count(s.Rows, "row", "rows"))
		if !s.First.IsZero() {
			line += fmt.Sprintf(", %s to %s", day(s.First), day(s.Last))
		}
		out = append(out, line)
	}
	if b := t.Busiest; b != nil && len(b.Pairs) > 0 {
		var pairs []string
		for _, p := range b.Pairs {
			pairs = append(pairs, fmt.Sprintf("%s → %s %d", p.A, p.B, p.Count))
		}
		out = append(out, fmt.Sprintf("told of most from %s to %s, in documents and rows: %s", b.From, b.To, strings.Join(pairs, ", ")))
	}
	return out
}

// Year counts the rows of a year by quad class: verbal cooperation, material
// cooperation, verbal conflict, material conflict.
type Year struct {
	Year  int    `json:"year"`
	Quads [4]int `json:"quads"`
}

// Add counts an observation of a row.
func (t *Tables) Add(o *entente.Observation) {
	t.Rows++
	if t.DataSets == nil {
		t.DataSets = map[string]int{}
	}
	t.DataSets[o.DataSet]++
	d := o.Date()
	if d.IsZero() || o.Quad < 1 || o.Quad > 4 {
		return
	}
	y := d.Time().Year()
	i, ok := slices.BinarySearchFunc(t.Years, y, func(x Year, y int) int { return x.Year - y })
	if !ok {
		t.Years = slices.Insert(t.Years, i, Year{Year: y})
	}
	t.Years[i].Quads[o.Quad-1]++
}

// quadNames are the names of the quad classes, of one and of several.
var quadNames = [4][2]string{
	{"statement of cooperation", "statements of cooperation"},
	{"deed of cooperation", "deeds of cooperation"},
	{"statement of conflict", "statements of conflict"},
	{"deed of conflict", "deeds of conflict"},
}

// summary words how many rows of which data sets.
func (t *Tables) summary() string {
	var sets []string
	for s, n := range t.DataSets {
		sets = append(sets, fmt.Sprintf("%s %d", s, n))
	}
	slices.Sort(sets)
	more := ""
	if t.More {
		more = "the first "
	}
	return fmt.Sprintf("%s%s: %s", more, count(t.Rows, "row", "rows"), strings.Join(sets, ", "))
}

// line words a year: "2018: 12 statements of cooperation, 1 deed of conflict".
func (y *Year) line() string {
	var parts []string
	for i, n := range y.Quads {
		if n > 0 {
			parts = append(parts, count(n, quadNames[i][0], quadNames[i][1]))
		}
	}
	return fmt.Sprintf("%d: %s", y.Year, strings.Join(parts, ", "))
}

// rowLine words a row with where it stands.
func rowLine(r *entente.Row) string {
	name := func(p entente.Party) string {
		if p.Name == "" || p.Name == string(p.Actor) {
			return string(p.Actor)
		}
		return fmt.Sprintf("%s (%s)", p.Name, p.Actor)
	}
	what := strings.ToLower(strings.TrimSpace(r.Type + " " + r.Mode))
	if what == "" {
		what = "code " + r.Code
	}
	s := fmt.Sprintf("%s, %s → %s: %s", day(r.Day()), name(r.Actor), name(r.Recipient), what)
	if r.Deaths != nil {
		s += ", " + count(r.Deaths.Best, "death", "deaths")
		if r.Deaths.Low != r.Deaths.High {
			s += fmt.Sprintf(" (%d to %d)", r.Deaths.Low, r.Deaths.High)
		}
	}
	if r.Outlet != "" {
		s += ", by " + r.Outlet
	}
	return s + fmt.Sprintf(" [%s %s, %s:%d]", r.DataSet, r.Key, r.File, r.Line)
}

func (m *markdown) tables(f *Brief) {
	if f.Tables == nil || f.Tables.Rows == 0 {
		return
	}
	t := f.Tables
	m.heading(2, "In event tables")
	m.line("Claims of data sets, %s.\n", esc(t.summary()))
	for _, s := range t.holdings() {
		m.line("- %s", esc(s))
	}
	for i := range t.Years {
		m.line("- %s", esc(t.Years[i].line()))
	}
	if len(t.Latest) > 0 {
		m.line("\nThe latest:\n")
	}
	for i := range t.Latest {
		m.line("- %s", esc(rowLine(&t.Latest[i])))
	}
}
