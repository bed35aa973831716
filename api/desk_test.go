package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"entente"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/sample"

	"github.com/google/go-cmp/cmp"
)

// failing is a ledger of which one kind of reading fails behind some entries, once.
type failing struct {
	ledger.Ledger
	what   string
	behind int
	with   func() error // what happens then; nil where nothing does
	looks  int          // how often it was asked whether anything changed
}

func (f *failing) State(ctx context.Context) (ledger.State, error) {
	f.looks++
	return f.Ledger.State(ctx)
}

func failingAt[T any](f *failing, what string, all iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		n := 0
		fail := func() bool {
			if f.what != what || f.with == nil || n < f.behind {
				return false
			}
			with := f.with
			f.with = nil
			var none T
			if err := with(); err != nil {
				yield(none, err)
				return true
			}
			return false
		}
		for x, err := range all {
			if fail() || !yield(x, err) {
				return
			}
			n++
		}
		fail()
	}
}

func (f *failing) Material(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Records, error] {
	return failingAt(f, "material", f.Ledger.Material(ctx, q))
}

func (f *failing) Documents(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return failingAt(f, "documents", f.Ledger.Documents(ctx, q))
}

func (f *failing) DocumentsAfter(ctx context.Context, n int) iter.Seq2[*entente.Document, error] {
	return failingAt(f, "documents", f.Ledger.DocumentsAfter(ctx, n))
}

func (f *failing) Observations(ctx context.Context, s ledger.Slice) iter.Seq2[entente.Observation, error] {
	return failingAt(f, "observations", f.Ledger.Observations(ctx, s))
}

func (f *failing) JudgementsAfter(ctx context.Context, n int) iter.Seq2[entente.Judgement, error] {
	return failingAt(f, "judgements", f.Ledger.JudgementsAfter(ctx, n))
}

// answersOf is what a desk tells of everything, as text.
func answersOf(t *testing.T, d *engine.Desk) string {
	t.Helper()
	var all []any
	see := func(v any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	see(d.Overview(t.Context(), 0, engine.Scope{}))
	see(d.Network(t.Context(), engine.NetworkFilter{Limit: 50, Places: true}))
	see(d.NetworkBalance(t.Context(), engine.NetworkFilter{}, 0))
	see(d.Queue(t.Context(), engine.QueueFilter{PairFilter: engine.PairFilter{Limit: 400}}))
	see(d.Queue(t.Context(), engine.QueueFilter{PairFilter: engine.PairFilter{Limit: 400}, Decided: true}))
	see(d.Verdicts(t.Context()))
	b, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func deskOver(t *testing.T, path string, around func(ledger.Ledger) ledger.Ledger) *engine.Desk {
	t.Helper()
	e := engine.Open(engine.Config{Ledger: path, Workers: 1}, engine.Parts{Ledger: func(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
		l, err := embedded.Open(ctx, c.Ledger, embedded.DefaultOptions("test"))
		if err == nil && around != nil {
			return around(l), nil
		}
		return l, err
	}})
	t.Cleanup(func() { _ = e.Close() })
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sampleRecords are the records of the invented reporting, in the order of a ledger.
func sampleRecords(t *testing.T) []*entente.Records {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.db")
	e := workplaceAt(t, path)
	if _, err := e.Read(t.Context(), engine.Input{Files: sample.Files()}, nil); err != nil {
		t.Fatal(err)
	}
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out []*entente.Records
	for r, err := range l.Material(t.Context(), ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// TestALookThatFailsLeavesNothingHalfRead ends a desk's look at its ledger halfway, by an
// error and by those who asked going away, and asks it again.
func TestALookThatFailsLeavesNothingHalfRead(t *testing.T) {
	records := sampleRecords(t)
	third := len(records) / 3
	rows := importedRows(300)
	var judgements []entente.Judgement
	for i := range records[0].Events {
		j := entente.Judgement{Subject: string(records[0].Events[i].ID), Verdict: entente.VerdictRejected, Who: "Ben", When: clock.Add(time.Duration(i) * time.Second)}
		judgements = append(judgements, j)
	}
	if len(judgements) < 2 {
		t.Fatal("the first document tells of fewer than two events")
	}
	broken := errors.New("the disk is gone")
	for _, way := range []string{"error", "gone"} {
		for _, fault := range []struct {
			what   string
			behind int
		}{{"material", 3}, {"documents", 5}, {"judgements", 0}, {"judgements", 1}, {"observations", 0}, {"observations", 20}} {
			path := filepath.Join(t.TempDir(), "ledger.db")
			other, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("test"))
			if err != nil {
				t.Fatal(err)
			}
			f := &failing{}
			d := deskOver(t, path, func(l ledger.Ledger) ledger.Ledger { f.Ledger = l; return f })
			must := func(_ any, err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			for _, stage := range []struct {
				name   string
				change func()
			}{
				{"at first", func() { must(other.Append(t.Context(), records[:third]...)) }},
				{"documents and rows came", func() {
					must(other.Append(t.Context(), records[third:2*third]...))
					must(other.AppendRows(t.Context(), rows[:100]))
					must(nil, other.Judge(t.Context(), judgements[:1]...))
				}},
				{"more of all came", func() {
					must(other.Append(t.Context(), records[2*third:]...))
					must(other.AppendRows(t.Context(), rows[100:]))
					must(nil, other.Judge(t.Context(), judgements[1:]...))
				}},
			} {
				stage.change()
				ctx, leave := context.WithCancel(t.Context())
				*f = failing{Ledger: f.Ledger, what: fault.what, behind: fault.behind, with: func() error {
					if way == "gone" {
						leave()
						return nil
					}
					return broken
				}}
				for f.looks == 0 { // it looks again after a while
					_ = d.Refresh(ctx)
				}
				leave()
				f.with = nil
				if diff := cmp.Diff(answersOf(t, deskOver(t, path, nil)), answersOf(t, d)); diff != "" {
					t.Errorf("%s, %s behind %d by %s (-a fresh desk +one that failed before):\n%.3000s", stage.name, fault.what, fault.behind, way, diff)
				}
			}
			_ = other.Close()
		}
	}
}
