package engine_test

import (
	"context"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"entente"
	"entente/engine"
	"entente/ledger"
)

// desk is a ledger of papers and rows of tables that can be opened and observed.
type desk struct {
	papers
	rows []entente.Observation
}

func (d *desk) Observations(context.Context, ledger.Slice) iter.Seq2[entente.Observation, error] {
	return func(yield func(entente.Observation, error) bool) {
		for _, r := range d.docs {
			for o := range r.Observations() {
				if !yield(o, nil) {
					return
				}
			}
		}
		for _, o := range d.rows {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// TestPairsAreForecastFromTheEndOfTheDataThatTellOfThem has a table that ends years before
// the documents and another table do.
func TestPairsAreForecastFromTheEndOfTheDataThatTellOfThem(t *testing.T) {
	row := func(set string, a, b entente.ActorID, day entente.Day) entente.Observation {
		return entente.Observation{
			Kind: entente.KindEvent, Record: entente.RecordID(set + day.String()), DataSet: set, A: a, B: b, Directed: true, Type: "ASSAULT", Quad: 4,
			When: entente.Interval{From: day, To: day}, Known: day, Stance: entente.StanceAsserted, Trust: 1,
		}
	}
	old, late := entente.NewDay(2018, 6, 2), entente.NewDay(2022, 5, 1)
	l := &desk{rows: []entente.Observation{
		row("Old", "XKE", "XMA", old-40), row("Old", "XKE", "XMA", old-2), row("Old", "XTH", "XMA", old),
		row("New", "XKE", "XVO", late-300), row("New", "XKE", "XVO", late),
	}}
	path := filepath.Join(t.TempDir(), "l.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return l, nil }})
	defer e.Close()
	for _, tt := range []struct {
		name, a, b string
		known, day entente.Day
		stale      bool
		sources    int
	}{
		{"told by what ended", "XKE", "XMA", 0, old, true, 1},
		{"told by what goes on", "XKE", "XVO", 0, late, false, 1},
		{"told of by nobody together", "XTH", "XKE", 0, old, true, 0},
		{"one actor", "XTH", "", 0, old, true, 1},
		{"one actor of both", "XKE", "", 0, late, false, 2},
		{"on a day that is asked for", "XKE", "XMA", late - 10, late - 10, true, 1},
	} {
		f, err := (*engine.Forecast)(nil), error(nil)
		if of := (engine.ForecastOf{AsOf: tt.known, Horizons: []int{30}, Limit: 5}); tt.b == "" {
			f, err = e.ForecastWho(t.Context(), tt.a, of)
		} else {
			f, err = e.Forecast(t.Context(), tt.a, tt.b, of)
		}
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if f.AsOf != tt.day || f.Stale != tt.stale || len(f.Sources) != tt.sources || f.Hindsight != (tt.known != 0) {
			t.Errorf("%s: from %s, stale %v, hindsight %v, sources %v; want %s, %v and %d", tt.name, f.AsOf, f.Stale, f.Hindsight, f.Sources, tt.day, tt.stale, tt.sources)
		}
	}
	if r, err := e.ForecastRecord(t.Context(), false); err != nil || r.Closed > 0 || r.Open == 0 {
		t.Errorf("%+v, %v: what nobody tells of is scored as if it had not happened", r, err)
	}
}

// TestForecastsFollowJudgementsToTheNewReading rejects a record and reads its document
// anew, by which the record has another id.
func TestForecastsFollowJudgementsToTheNewReading(t *testing.T) {
	event := func(id string, span entente.Span, day int, recipient entente.ActorID) entente.Event {
		on := entente.NewDay(2031, 3, day)
		return entente.Event{
			Base:  entente.Base{ID: entente.RecordID(id), Evidence: span},
			Actor: []entente.ActorID{"XKE"}, Recipient: []entente.ActorID{recipient}, Type: "ASSAULT", Quad: 4, Date: entente.Interval{From: on, To: on}, Confidence: 0.9,
		}
	}
	l := &desk{papers: papers{docs: []*entente.Records{{
		Document: entente.Document{ID: "d-1", Published: entente.NewDay(2031, 3, 20), Text: "Kestria shelled Dorm in Voldania. Kestria shelled Marisia."},
		Events:   []entente.Event{event("e-old", entente.Span{Start: 0, End: 32}, 18, "XVO"), event("e-other", entente.Span{Start: 34, End: 58}, 19, "XMA")},
	}}}}
	path := filepath.Join(t.TempDir(), "l.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	acts := func() int {
		t.Helper()
		e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return l, nil }})
		defer e.Close()
		f, err := e.ForecastWho(t.Context(), "XKE", engine.ForecastOf{Horizons: []int{30}, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		return f.Events
	}
	judge := func(subject entente.RecordID, v entente.Verdict) {
		t.Helper()
		for i := range l.docs[0].Events {
			if x := &l.docs[0].Events[i]; x.ID == subject {
				record, err := json.Marshal(x)
				if err != nil {
					t.Fatal(err)
				}
				j := entente.Judgement{Subject: string(subject), Kind: entente.KindEvent, Document: "d-1", Evidence: x.Evidence, Record: record, Verdict: v, Who: "me", When: time.Unix(1, 0)}
				if err := j.Seal(); err != nil {
					t.Fatal(err)
				}
				l.judged = append(l.judged, j)
			}
		}
	}
	want := func(n int, when string) {
		t.Helper()
		if got := acts(); got != n {
			t.Errorf("%s: %d acts, want %d", when, got, n)
		}
	}
	want(2, "before")
	judge("e-old", entente.VerdictRejected)
	want(1, "rejected")
	l.docs[0].Events[0] = event("e-new", entente.Span{Start: 0, End: 20}, 18, "XVO")
	want(1, "read anew")
	judge("e-new", entente.VerdictWithdrawn)
	want(2, "taken back under the new id")
	judge("e-new", entente.VerdictRejected)
	l.docs[0].Events[0] = event("e-newer", entente.Span{Start: 0, End: 20}, 18, "XTH")
	want(2, "read as something else, which nobody judged")
}
