package embedded_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"

	"github.com/google/go-cmp/cmp"
)

// TestOlderLedgersAreBroughtUpToDate opens kept ledgers of older schemas, each of
// two documents, and asks for what those schemas did not have.
func TestOlderLedgersAreBroughtUpToDate(t *testing.T) {
	for file, rows := range map[string]int{"schema1.db.gz": 0, "schema3.db.gz": 3, "schema4.db.gz": 3} {
		t.Run(file, func(t *testing.T) { testOlder(t, older(t, file), rows, rows) })
	}
	for _, file := range []string{"schema5.db.gz", "schema6.db.gz"} {
		t.Run(file, func(t *testing.T) { testOlderRows(t, older(t, file)) })
	}
}

// testOlderRows tests an older ledger with the rows of keptRows.
func testOlderRows(t *testing.T, l *embedded.Ledger) {
	rows, paired := keptRows(), 0
	for i := range rows {
		if rows[i].Paired() {
			paired++
		}
		if got, err := l.Row(t.Context(), rows[i].ID); err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(&rows[i], got); diff != "" {
			t.Errorf("row %d is another than before (-want +got):\n%s", i, diff)
		}
	}
	if r, err := l.AppendRows(t.Context(), rows); err != nil || r.Added != 0 {
		t.Errorf("the same rows again: %+v, %v", r, err)
	}
	testOlder(t, l, len(rows), paired)
}

// older opens a kept ledger.
func older(t *testing.T, file string) *embedded.Ledger {
	l := open(t, olderFile(t, file), "r")
	t.Cleanup(func() { l.Close() })
	return l
}

// olderFile unpacks a kept ledger.
func olderFile(t *testing.T, file string) string {
	in, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// testOlder tests an older ledger with rows of one data set, some of pairs.
func testOlder(t *testing.T, l *embedded.Ledger, rows, paired int) {
	want, documents := 0, 0
	for r, err := range l.Material(t.Context(), ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		documents++
		for range r.Observations() {
			want++
		}
	}
	got, tallied := 0, 0
	for o, err := range l.Observations(t.Context(), ledger.Slice{Read: true}) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Document(t.Context(), o.Document); err != nil || o.Record == "" {
			t.Errorf("an observation of %q in %q: %v", o.Record, o.Document, err)
		}
		got++
	}
	for x, err := range l.Tallies(t.Context(), ledger.Window{}) {
		if err != nil {
			t.Fatal(err)
		}
		tallied += x.Count
	}
	if documents != 2 || want == 0 || got != want || tallied != want+paired {
		t.Errorf("%d documents with %d observations: %d are kept, %d tallied", documents, want, got, tallied)
	}
	if s, err := l.Stats(t.Context()); err != nil || s.Rows != rows || s.First == 0 || s.Last < s.First {
		t.Errorf("Stats = %+v, %v, want %d rows and the months they lie in", s, err, rows)
	} else if c, err := l.Changes(t.Context(), ledger.Window{From: s.Last, To: s.Last}, ledger.Window{From: s.First, To: max(s.First, s.Last-1)}, 5); err != nil || len(c) == 0 {
		t.Errorf("Changes = %v, %v", c, err)
	}
	if sets, err := l.Sets(t.Context()); err != nil || len(sets) != min(rows, 1) || rows > 0 && (sets[0].Rows != rows || sets[0].First.IsZero()) {
		t.Errorf("Sets = %+v, %v, want %d rows of one data set", sets, err, rows)
	}
	at, err := l.State(t.Context())
	if err == nil {
		err = l.KeepDerived(t.Context(), "kin", at, []byte("new"))
	}
	if data, e := l.Derived(t.Context(), "kin"); err != nil || e != nil || string(data) != "new" {
		t.Errorf("Derived = %q, %v, %v", data, err, e)
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := l.AppendRows(t.Context(), []entente.Row{}); err != nil {
		t.Error(err)
	}
}
