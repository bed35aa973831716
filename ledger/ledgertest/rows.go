package ledgertest

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"entente"
	"entente/ledger"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// AppendRows stores rows as ledger.Ledger's AppendRows does.
func (m *Model) AppendRows(batch []entente.Row) ledger.RowReceipt {
	var receipt ledger.RowReceipt
	for _, r := range batch {
		if m.row(r.ID) != nil {
			receipt.Known++
			continue
		}
		m.rows = append(m.rows, r)
		receipt.Added++
	}
	return receipt
}

func (m *Model) row(id entente.RecordID) *entente.Row {
	for i := range m.rows {
		if m.rows[i].ID == id {
			return &m.rows[i]
		}
	}
	return nil
}

// Observations returns what a slice takes, in order.
func (m *Model) Observations(s ledger.Slice) []entente.Observation {
	var out []entente.Observation
	for _, o := range m.observations() {
		if !s.Matches(&o) {
			continue
		}
		if s.After != "" {
			day, dated, record, a, b, err := s.After.Place()
			at := entente.Observation{Record: record, A: a, B: b}
			if dated {
				at.Known = day
			}
			if err != nil || ledger.Order(&o, &at) <= 0 {
				continue
			}
		}
		out = append(out, o)
	}
	if s.Limit > 0 {
		out = out[:min(len(out), s.Limit)]
	}
	return out
}

func (m *Model) observations() []entente.Observation {
	var out []entente.Observation
	for _, h := range m.docs {
		out = slices.AppendSeq(out, h.records().Observations())
	}
	for i := range m.rows {
		if o, ok := m.rows[i].Observation(); ok {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b entente.Observation) int { return ledger.Order(&a, &b) })
	return out
}

// Tallies counts everything again.
func (m *Model) Tallies(w ledger.Window) []ledger.Tally {
	type key struct {
		month ledger.Month
		a, b  entente.ActorID
		class ledger.Class
	}
	sums := map[key]ledger.Tally{}
	for _, o := range m.observations() {
		k := key{ledger.MonthOf(o.Date()), o.A, o.B, ledger.ClassOf(&o)}
		if !o.Directed && k.b < k.a {
			k.a, k.b = k.b, k.a
		}
		if !w.Holds(k.month) {
			continue
		}
		t := sums[k]
		t.Month, t.A, t.B, t.Class = k.month, k.a, k.b, k.class
		t.Count++
		t.Strength += float64(o.Strength)
		sums[k] = t
	}
	var out []ledger.Tally
	for _, t := range sums {
		out = append(out, t)
	}
	slices.SortFunc(out, orderTallies)
	return out
}

// Months sums up what the tallies tell of an actor.
func (m *Model) Months(a entente.ActorID, w ledger.Window) []ledger.Sum {
	sums := map[ledger.Sum]ledger.Sum{}
	add := func(t *ledger.Tally, received bool) {
		k := ledger.Sum{Month: t.Month, Received: received, Class: t.Class}
		s, ok := sums[k]
		if !ok {
			s = k
		}
		s.Count += t.Count
		s.Strength += t.Strength
		sums[k] = s
	}
	for _, t := range m.Tallies(w) {
		switch {
		case ledger.Belongs(t.A, a):
			add(&t, false)
		case ledger.Belongs(t.B, a):
			add(&t, true)
		}
	}
	return bySumClass(slices.Collect(maps.Values(sums)))
}

// bySumClass orders sums; the order of classes is a ledger's own.
func bySumClass(sums []ledger.Sum) []ledger.Sum {
	slices.SortFunc(sums, func(x, y ledger.Sum) int {
		return cmp.Or(cmp.Compare(x.Month, y.Month), cmp.Compare(flag(x.Received), flag(y.Received)), orderTallies(ledger.Tally{Class: x.Class}, ledger.Tally{Class: y.Class}))
	})
	return sums
}

// Told counts what the tallies tell as done of each actor.
func (m *Model) Told(w ledger.Window) map[entente.ActorID]int {
	out := map[entente.ActorID]int{}
	for _, t := range m.Tallies(w) {
		if t.Done {
			out[t.A] += t.Count
			out[t.B] += t.Count
		}
	}
	return out
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func orderTallies(x, y ledger.Tally) int {
	return cmp.Or(cmp.Compare(x.Month, y.Month), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Kind, y.Kind), cmp.Compare(flag(x.Done), flag(y.Done)),
		cmp.Compare(x.Quad, y.Quad), cmp.Compare(x.Layer, y.Layer), cmp.Compare(x.Sign, y.Sign))
}

// Row draws a sealed row with any values.
func Row() *rapid.Generator[entente.Row] {
	value := func(g *rapid.Generator[any]) *rapid.Generator[any] { return g }
	config := rapid.MakeConfig{Types: map[reflect.Type]*rapid.Generator[any]{
		reflect.TypeFor[entente.ActorID](): value(rapid.SampledFrom(ids).AsAny()),
		reflect.TypeFor[entente.Day]():     value(rapid.SampledFrom(days).AsAny()),
	}}
	return rapid.Custom(func(t *rapid.T) entente.Row {
		r := rapid.MakeCustom[entente.Row](config).Draw(t, "row")
		for i, c := range r.Contexts { // words without line ends
			r.Contexts[i] = "c" + string([]rune{rune('a' + len(c)%26)})
		}
		for _, v := range []*float32{&r.Intensity, &r.Confidence} {
			if f := float64(*v); math.IsNaN(f) || math.IsInf(f, 0) || math.Abs(f) > 1e6 {
				*v = -4.4
			}
		}
		for _, v := range []**float64{&r.Place.Latitude, &r.Place.Longitude} {
			if *v != nil && (math.IsNaN(**v) || math.IsInf(**v, 0)) {
				*v = nil
			}
		}
		r.Key = rapid.SampledFrom([]string{"1", "2", "3", "odd \u202e key"}).Draw(t, "key")
		r.DataSet = rapid.SampledFrom([]string{"ICEWS", "GDELT 2.0"}).Draw(t, "data set")
		r.Line = rapid.IntRange(0, 1<<40).Draw(t, "line")
		r.Mentions = rapid.IntRange(0, 1<<40).Draw(t, "mentions")
		r.Seal()
		return r
	})
}

// slice draws a slice.
func slice() *rapid.Generator[ledger.Slice] {
	return rapid.Custom(func(t *rapid.T) ledger.Slice {
		s := ledger.Slice{
			A: rapid.SampledFrom(ids).Draw(t, "a"), From: rapid.SampledFrom(days).Draw(t, "from"), To: rapid.SampledFrom(days).Draw(t, "to"),
			Known: rapid.SampledFrom(days).Draw(t, "known"), Limit: rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "limit"),
			Read: rapid.IntRange(0, 4).Draw(t, "read") == 0, Imported: rapid.IntRange(0, 4).Draw(t, "imported") == 0,
		}
		if s.A != "" {
			s.B = rapid.SampledFrom(ids).Draw(t, "b")
		}
		if rapid.Bool().Draw(t, "kinds") {
			s.Kinds = []entente.Kind{entente.KindTie}
		}
		switch rapid.IntRange(0, 7).Draw(t, "told") {
		case 0:
			s.Outlets = []string{rapid.SampledFrom(outlets).Draw(t, "by outlet"), "North One"}
		case 1:
			s.Stances = []entente.Stance{entente.StanceAsserted}
		case 2:
			s.Speakers = []entente.ActorID{rapid.SampledFrom(ids[1:]).Draw(t, "speaker")}
		}
		return s
	})
}

// CompareRows asks a ledger for observations and tallies and reports where it
// differs from the model.
func CompareRows(t TB, m *Model, l ledger.Ledger, s ledger.Slice, w ledger.Window) {
	t.Helper()
	ctx := t.Context()
	same := func(what string, want, got any) {
		t.Helper()
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApprox(1e-9, 1e-3)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	sets, err := l.Sets(ctx)
	if err != nil {
		t.Errorf("Sets: %v", err)
	}
	same("Sets", m.Sets(), sets)
	for i := range m.rows {
		got, err := l.Row(ctx, m.rows[i].ID)
		if err != nil {
			t.Errorf("Row(%s): %v", m.rows[i].ID, err)
			continue
		}
		same("Row", &m.rows[i], got)
	}
	if _, err := l.Row(ctx, "r-000000000000000000000"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("a row that is not there: %v", err)
	}
	same("Observations", m.Observations(s), all(t, "Observations", l.Observations(ctx, s)))

	var paged []entente.Observation
	for p := (ledger.Slice{Limit: 2}); ; {
		page := all(t, "Observations", l.Observations(ctx, p))
		paged = append(paged, page...)
		if len(page) < 2 {
			break
		}
		p.After = ledger.CursorOf(&page[1])
	}
	same("Observations page by page", m.Observations(ledger.Slice{}), paged)

	byClass := func(tallies []ledger.Tally) []ledger.Tally {
		slices.SortFunc(tallies, orderTallies) // the order of classes is a ledger's own
		return tallies
	}
	same("Tallies", m.Tallies(w), byClass(all(t, "Tallies", l.Tallies(ctx, w))))
	var series []ledger.Tally
	for _, x := range m.Tallies(w) {
		one, other := ledger.Belongs(x.A, s.A), ledger.Belongs(x.B, s.A)
		if s.A != "" && (s.B == "" && (one || other) || s.B != "" && (one && ledger.Belongs(x.B, s.B) || other && ledger.Belongs(x.A, s.B))) {
			series = append(series, x)
		}
	}
	told, err := l.Told(ctx, w)
	if err != nil {
		t.Errorf("Told: %v", err)
	}
	same("Told", m.Told(w), told)
	if s.A != "" {
		same("Months", m.Months(s.A, w), bySumClass(all(t, "Months", l.Months(ctx, s.A, w))))
		same("Series", series, byClass(all(t, "Series", l.Series(ctx, s.A, s.B, w))))
	}
}

// windows are what tallies are asked for.
var windows = []ledger.Window{{}, {From: ledger.MonthOf(days[2])}, {To: ledger.MonthOf(days[3])}, {From: ledger.MonthOf(days[1]), To: ledger.MonthOf(days[4])}}

// NumberedRow returns a row of a number, the same for the same number, of one of
// so many days and pairs of actors.
func NumberedRow(n, days, actors int) entente.Row {
	x := rand.New(rand.NewPCG(uint64(n), 7))
	u := x.Float64() // few actors act often, many seldom
	a := int(u * u * u * float64(actors))
	v := x.Float64()
	b := (a + 1 + int(v*v*v*float64(actors-1))) % actors
	party := func(i int) entente.Party {
		return entente.Party{Actor: entente.ActorID("A" + string(rune('A'+i/26%26)) + string(rune('A'+i%26)) + []string{"", ".GOV", ".MIL"}[i%3]), Name: "actor"}
	}
	on := entente.NewDay(2010, 1, 1).Add(n * days / (n + days))
	if days > 0 {
		on = entente.NewDay(2010, 1, 1).Add(n % days)
	}
	r := entente.Row{
		DataSet: "Numbers", Key: string(rune('a'+n%26)) + "-" + itoa(n), File: "numbers.tsv", Line: n + 1, Actor: party(a), Recipient: party(b),
		Type: []string{"CONSULT", "AID", "ACCUSE", "ASSAULT"}[n%4], Quad: int8(n%4 + 1), Intensity: []float32{1, 7, -3, -9}[n%4], Sign: []entente.Sign{1, 1, -1, -1}[n%4],
		Layer: entente.LayerDiplomatic, Date: entente.Interval{From: on, To: on, Precision: entente.PrecisionDay}, Known: on, Outlet: "North One", Address: "https://north.example/" + itoa(n), Confidence: 1,
	}
	r.Seal()
	return r
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func testRows(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	m := NewModel("r")
	for round := range 3 {
		var batch []entente.Row
		for i := range 150 {
			batch = append(batch, NumberedRow(i*(round+1), 90, 12))
		}
		want := m.AppendRows(batch)
		got, err := l.AppendRows(t.Context(), batch)
		if err != nil || got != want {
			t.Fatalf("AppendRows = %+v, %v, want %+v", got, err, want)
		}
		again, err := l.AppendRows(t.Context(), batch)
		if err != nil || again.Added != 0 || again.Known != len(batch) {
			t.Fatalf("the same batch again: %+v, %v", again, err)
		}
	}
	if _, err := l.Append(t.Context(), Numbered(1)); err != nil {
		t.Fatal(err)
	}
	m.Append(Numbered(1))
	CompareRows(t, m, l, ledger.Slice{A: "AAA"}, ledger.Window{})

	bad := NumberedRow(9999, 90, 12)
	bad.ID = "r-1"
	if _, err := l.AppendRows(t.Context(), []entente.Row{NumberedRow(9998, 90, 12), bad}); err == nil {
		t.Error("a row that is not sealed was stored")
	}
	if _, err := l.Row(t.Context(), NumberedRow(9998, 90, 12).ID); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("half of a batch was stored: %v", err)
	}

	w := ledger.Window{From: ledger.MonthOf(entente.NewDay(2010, 3, 1)), To: ledger.MonthOf(entente.NewDay(2010, 3, 1))}
	before := ledger.Window{From: w.From - 2, To: w.From - 1}
	changes, err := l.Changes(t.Context(), w, before, 5)
	if err != nil || len(changes) != 5 {
		t.Fatalf("Changes = %v, %v", changes, err)
	}
	for i := range changes {
		c := &changes[i]
		var now, past float64
		for _, x := range m.Tallies(ledger.Window{}) {
			if x.A == c.A && x.B == c.B && x.Done {
				if w.Holds(x.Month) {
					now += x.Strength
				}
				if before.Holds(x.Month) {
					past += x.Strength / 2
				}
			}
		}
		if math.Abs(now-c.Now) > 1e-6 || math.Abs(past-c.Before) > 1e-6 || i > 0 && math.Abs(c.Delta()) > math.Abs(changes[i-1].Delta())+1e-9 {
			t.Errorf("%s %s: %v to %v, want %v to %v", c.A, c.B, c.Before, c.Now, past, now)
		}
	}
	busiest, err := l.Changes(t.Context(), w, w, 3)
	if err != nil || len(busiest) != 3 {
		t.Fatalf("Changes of a window against itself = %v, %v", busiest, err)
	}
	every, err := l.Changes(t.Context(), w, w, 0)
	if err != nil || !slices.IsSortedFunc(every, func(x, y ledger.Change) int { return cmp.Compare(y.Count, x.Count) }) || !slices.Equal(every[:3], busiest) {
		t.Errorf("the busiest pairs are %v, want the first of %v, most told of first (%v)", busiest, every, err)
	}
	if _, err := l.Changes(t.Context(), ledger.Window{}, before, 5); err == nil {
		t.Error("a window without bounds has changes")
	}
}
