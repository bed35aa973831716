package embedded_test

import (
	"path/filepath"
	"testing"

	"entente"
	"entente/ledger/ledgertest"
)

// Rows that come by date fill their blocks; those that come between others leave
// room; none is broken over two pages.
func TestBlocksFitAPage(t *testing.T) {
	const page, n = 4096, 6000
	path := filepath.Join(t.TempDir(), "l.db")
	l := open(t, path, "r")
	defer l.Close()
	put := func(from, step int) {
		var batch []entente.Row
		for k := from; k < n; k += step {
			batch = append(batch, wide(k, n))
		}
		if r, err := l.AppendRows(t.Context(), batch); err != nil || r.Added != len(batch) {
			t.Fatalf("%d rows: %+v, %v", len(batch), r, err)
		}
	}
	full := func() float64 {
		t.Helper()
		var most, sum, blocks, overflown int64
		if err := raw(t, path).QueryRow("SELECT max(length(packed)), sum(length(packed)), count(*) FROM rows").Scan(&most, &sum, &blocks); err != nil {
			t.Fatal(err)
		}
		if err := raw(t, path).QueryRow("SELECT count(*) FROM dbstat WHERE name = 'rows' AND pagetype = 'overflow'").Scan(&overflown); err != nil {
			t.Logf("whether pages overflow is not told: %v", err)
		}
		if most > page || overflown > 0 {
			t.Errorf("a block of %d bytes, %d pages that overflow", most, overflown)
		}
		return float64(sum) / float64(blocks*page)
	}
	put(0, 2)
	if f := full(); f < 0.9 {
		t.Errorf("blocks of rows that came by date are %.0f %% full", 100*f)
	}
	put(1, 4)
	put(3, 4)
	if f := full(); f < 0.5 {
		t.Errorf("blocks of rows that came between are %.0f %% full", 100*f)
	}
	for k := range n {
		r := wide(k, n)
		if _, err := l.Row(t.Context(), r.ID); err != nil {
			t.Fatalf("row %d: %v", k, err)
		}
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A row that no place can hold is refused with its place, and nothing of its batch
// is stored.
func TestARowOfAFarDayIsRefused(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "l.db"), "r")
	defer l.Close()
	far := ledgertest.NumberedRow(2, 90, 9)
	far.Date = entente.Interval{From: 5_000_000, To: 5_000_000}
	far.Seal()
	if _, err := l.AppendRows(t.Context(), []entente.Row{ledgertest.NumberedRow(1, 90, 9), far}); err == nil {
		t.Error("a row of the year 15,660 was stored")
	}
	if s, err := l.Stats(t.Context()); err != nil || s.Rows != 0 {
		t.Errorf("%d rows, %v", s.Rows, err)
	}
}
