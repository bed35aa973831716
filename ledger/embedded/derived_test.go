package embedded_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// kept is a ledger of a document, with something worked out from it.
func kept(t *testing.T) (l *embedded.Ledger, path string, at ledger.State) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "ledger.db")
	l, err := embedded.Open(t.Context(), path, embedded.Options{Reading: "r", Wait: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := l.Append(t.Context(), ledgertest.Numbered(1)); err != nil {
		t.Fatal(err)
	}
	if at, err = l.State(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.KeepDerived(t.Context(), "kin", at, bytes.Repeat([]byte("kin "), 1000)); err != nil {
		t.Fatal(err)
	}
	return l, path, at
}

func TestKeepingWaitsForNobody(t *testing.T) {
	l, path, at := kept(t)
	other := raw(t, path)
	other.SetMaxOpenConns(1)
	run(t, other, "BEGIN IMMEDIATE") // another process writes
	begin := time.Now()
	if err := l.KeepDerived(t.Context(), "kin", at, []byte("new")); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("it waited %v", took)
	}
	if data, err := l.Derived(t.Context(), "kin"); err != nil || len(data) != 4000 {
		t.Errorf("Derived = %d bytes, %v, want what was kept before", len(data), err)
	}
	run(t, other, "ROLLBACK")
}

func TestDamagedDerivedIsNotThere(t *testing.T) {
	for _, damage := range []string{"X'1F8B'", "''", "zeroblob(100)", "substr(packed, 1, length(packed) - 5)", "CAST(substr(packed, 1, length(packed) - 8) || X'0000000000000000' AS BLOB)"} {
		l, path, at := kept(t)
		db := raw(t, path)
		run(t, db, "UPDATE derived SET packed = "+damage)
		if data, err := l.Derived(t.Context(), "kin"); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("%s: Derived = %d bytes, %v", damage, len(data), err)
		}
		if err := l.KeepDerived(t.Context(), "kin", at, []byte("mended")); err != nil {
			t.Error(err)
		}
		if data, err := l.Derived(t.Context(), "kin"); err != nil || string(data) != "mended" {
			t.Errorf("%s: Derived = %q, %v after it was kept again", damage, data, err)
		}
		if err := l.Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// What programs keep under names of their own does not add up.
func TestOutdatedNamesGoAway(t *testing.T) {
	l, path, _ := kept(t)
	if _, err := l.Append(t.Context(), ledgertest.Numbered(2)); err != nil {
		t.Fatal(err)
	}
	at, err := l.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := l.KeepDerived(t.Context(), "kin of a newer program", at, []byte("new")); err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := raw(t, path).QueryRow("SELECT count(*) FROM derived").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d are kept: %v", n, err)
	}
}

func TestLedgerThatCannotBeWrittenAnswers(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("who may do everything may write every file")
	}
	now, path, at := kept(t)
	now.Close()
	for path, keeps := range map[string]bool{path: true, olderFile(t, "schema6.db.gz"): false} {
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
		l := open(t, path, "r")
		if data, err := l.Derived(t.Context(), "kin"); (err == nil) != keeps || keeps && len(data) != 4000 {
			t.Errorf("Derived = %d bytes, %v", len(data), err)
		}
		if err := l.KeepDerived(t.Context(), "kin", at, []byte("new")); err != nil {
			t.Errorf("KeepDerived: %v", err)
		}
		if s, err := l.Stats(t.Context()); err != nil || s.Documents == 0 {
			t.Errorf("Stats = %+v, %v", s, err)
		}
		if err := l.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := l.Append(t.Context(), ledgertest.Numbered(7)); !errors.Is(err, embedded.ErrReadOnly) {
			t.Errorf("Append: %v", err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}
