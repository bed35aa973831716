package embedded_test

import (
	"errors"
	"path/filepath"
	"testing"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

func TestBackupIsALedgerOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	l, err := embedded.Open(t.Context(), filepath.Join(dir, "l.db"), embedded.DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	m := ledgertest.NewModel("r")
	rows := []entente.Row{ledgertest.NumberedRow(1, 90, 9), ledgertest.NumberedRow(2, 90, 9)}
	m.Append(ledgertest.Numbered(1))
	m.AppendRows(rows)
	if _, err := l.Append(t.Context(), ledgertest.Numbered(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.AppendRows(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "copy.db")
	if err := l.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := l.Backup(t.Context(), copied); err == nil {
		t.Error("a backup was written over another file")
	}
	if _, err := l.Append(t.Context(), ledgertest.Numbered(2)); err != nil {
		t.Fatal(err)
	}
	c, err := embedded.Open(t.Context(), copied, embedded.DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ledgertest.Compare(t, m, c, ledger.Query{}, "velk")
	ledgertest.CompareRows(t, m, c, ledger.Slice{}, ledger.Window{})
	if err := c.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestCheckCountsAgain(t *testing.T) {
	for name, harm := range map[string]string{
		"a tally that is too high":  "UPDATE tallies SET packed = (SELECT packed FROM tallies x WHERE x.id <> tallies.id LIMIT 1)",
		"a tally that is missing":   "DELETE FROM tallies",
		"tallies of who receives":   "DELETE FROM received",
		"sums that are missing":     "UPDATE sums SET packed = x''",
		"places that are missing":   "DELETE FROM places",
		"a month of nothing":        "INSERT INTO places SELECT id + 4294967296 * 500, packed FROM places",
		"a block that breaks off":   "UPDATE rows SET packed = substr(packed, 1, length(packed) - 1)",
		"a row of another key":      "UPDATE rows SET packed = cast(replace(cast(packed AS TEXT), 'b-1', 'b-2') AS BLOB)",
		"rows that are not counted": "UPDATE totals SET count = 5",
		"a data set that is not":    "UPDATE sets SET rows = 2",
		"an observation of nothing": "UPDATE observations SET record = 'e-none'",
		"a number of another actor": "UPDATE terms SET text = text || 'X' WHERE id = (SELECT a FROM observations LIMIT 1)",
	} {
		path := filepath.Join(t.TempDir(), "l.db")
		l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), ledgertest.Numbered(1)); err != nil {
			t.Fatal(err)
		}
		if _, err := l.AppendRows(t.Context(), []entente.Row{ledgertest.NumberedRow(1, 90, 9)}); err != nil {
			t.Fatal(err)
		}
		if err := l.Check(t.Context()); err != nil {
			t.Fatalf("a whole ledger: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		run(t, raw(t, path), harm)
		if l, err = embedded.Open(t.Context(), path, embedded.DefaultOptions("r")); err != nil {
			t.Fatal(err)
		}
		if err := l.Check(t.Context()); err == nil {
			t.Errorf("%s is not found", name)
		}
		_ = l.Close()
	}
}

// A ledger is told from one that something else has open, also where that only
// stands by.
func TestAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	l := open(t, path, "r")
	defer l.Close()
	other := open(t, path, "r")
	if _, err := other.Stats(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.Alone(t.Context()); !errors.Is(err, embedded.ErrLocked) {
		t.Errorf("with another that has it open: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Alone(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := l.AppendRows(t.Context(), []entente.Row{ledgertest.NumberedRow(1, 30, 20)}); err != nil {
		t.Error(err)
	}
	if s, err := l.Stats(t.Context()); err != nil || s.Rows != 1 {
		t.Errorf("afterwards: %+v, %v", s, err)
	}
}
