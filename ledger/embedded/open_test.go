package embedded_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// raw opens a file as a database, past the ledger.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestOpenSaysWhatIsWrongAndWhatToTry(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		want error
		hint string
	}{
		{"a text", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("No ledger, but words. ", 300)), 0o644); err != nil {
				t.Fatal(err)
			}
		}, embedded.ErrForeign, "--ledger"},
		{"a short text", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte("words"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, embedded.ErrForeign, "--ledger"},
		{"another program's database", func(t *testing.T, path string) {
			run(t, raw(t, path), "CREATE TABLE recipes (name TEXT)")
		}, embedded.ErrForeign, "--ledger"},
		{"a folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o755); err != nil {
				t.Fatal(err)
			}
		}, embedded.ErrForeign, "--ledger"},
		{"a newer schema", func(t *testing.T, path string) {
			if err := open(t, path, "r").Close(); err != nil {
				t.Fatal(err)
			}
			run(t, raw(t, path), "PRAGMA user_version = 99")
		}, embedded.ErrNewer, "newer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			tt.make(t, path)
			before, _ := os.ReadFile(path)
			_, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
			var e *entente.Error
			if !errors.Is(err, tt.want) || !errors.As(err, &e) || !strings.Contains(e.Hint, tt.hint) || !strings.Contains(e.Message, path) {
				t.Errorf("got %v, want %v with path and hint %q", err, tt.want, tt.hint)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestOpenInAFolderThatIsNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "ledger.db")
	_, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestEmptyFileBecomesALedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	l := open(t, path, "r")
	defer l.Close()
	if s, err := l.Stats(t.Context()); err != nil || s.Version < 1 {
		t.Errorf("Stats = %+v, %v", s, err)
	}
}

func TestLockedLedgerSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := embedded.Open(t.Context(), path, embedded.Options{Reading: "r", Wait: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	other := raw(t, path)
	other.SetMaxOpenConns(1)
	run(t, other, "BEGIN IMMEDIATE")
	if _, err := l.Append(t.Context(), ledgertest.Numbered(1)); !errors.Is(err, embedded.ErrLocked) {
		t.Errorf("Append while another writes: %v", err)
	}
	if _, err := l.Stats(t.Context()); err != nil {
		t.Errorf("reading while another writes: %v", err)
	}
	run(t, other, "ROLLBACK")
	if _, err := l.Append(t.Context(), ledgertest.Numbered(1)); err != nil {
		t.Errorf("Append after the other is done: %v", err)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	tests := []struct{ name, damage string }{
		{"a changed text", "UPDATE documents SET text = text || '.' WHERE seq = 2"},
		{"an entry of no reading", "PRAGMA foreign_keys = 0; UPDATE entries SET reading = 77 WHERE reading = 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			l := open(t, path, "r")
			defer l.Close()
			if _, err := l.Append(t.Context(), ledgertest.Numbered(1), ledgertest.Numbered(2)); err != nil {
				t.Fatal(err)
			}
			if err := l.Check(t.Context()); err != nil {
				t.Fatalf("a sound ledger: %v", err)
			}
			run(t, raw(t, path), tt.damage)
			if err := l.Check(t.Context()); !errors.Is(err, embedded.ErrDamaged) {
				t.Errorf("Check = %v, want damage", err)
			}
		})
	}
}

func TestDamagedPagesAreReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := open(t, path, "r")
	for i := range 200 {
		if _, err := l.Append(t.Context(), ledgertest.Numbered(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(b) / 2; i < len(b)/2+20_000; i++ {
		b[i] = 0xAA
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	l, err = embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
	if err == nil {
		err = l.Check(t.Context())
		l.Close()
	}
	if !errors.Is(err, embedded.ErrDamaged) {
		t.Errorf("got %v, want damage", err)
	}
}

func TestLogStaysBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := open(t, path, "r")
	defer l.Close()
	most := int64(0)
	n := 0
	for range l.Documents(t.Context(), ledger.Query{}) {
		t.Fatal("the ledger is not empty")
	}
	for i := range rounds(100) {
		var many []*entente.Records
		for k := range 100 {
			many = append(many, ledgertest.Numbered(100*i+k))
		}
		if _, err := l.Append(t.Context(), many...); err != nil {
			t.Fatal(err)
		}
		for range l.Documents(t.Context(), ledger.Query{}) {
			if n++; n%50 == 0 {
				break // a listing that was left holds nothing
			}
		}
		if info, err := os.Stat(path + "-wal"); err == nil {
			most = max(most, info.Size())
		}
	}
	if most > 16<<20 {
		t.Errorf("the log grew to %d bytes", most)
	}
	t.Logf("the log grew to %d bytes", most)
}

func TestOldEntriesStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	for _, reading := range []string{"1", "2", "1", "2"} {
		l := open(t, path, reading)
		if _, err := l.Append(t.Context(), ledgertest.Numbered(1)); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var readings, turns int
	if err := raw(t, path).QueryRow("SELECT (SELECT count(*) FROM readings), (SELECT count(*) FROM currents)").Scan(&readings, &turns); err != nil {
		t.Fatal(err)
	}
	if readings != 2 || turns != 4 {
		t.Errorf("%d readings and %d turns, want 2 and 4", readings, turns)
	}
}

func TestLogThatAKilledProcessLeftIsFoldedAtTheNextOpening(t *testing.T) {
	made := filepath.Join(t.TempDir(), "ledger.db")
	l, err := embedded.Open(t.Context(), made, embedded.DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	db := raw(t, made)
	db.SetMaxOpenConns(1)
	run(t, db, "PRAGMA wal_autocheckpoint = 0")
	run(t, db, "CREATE TABLE ballast (bytes BLOB)")
	run(t, db, "INSERT INTO ballast VALUES (zeroblob(40000000))")
	path := filepath.Join(t.TempDir(), "ledger.db") // as it lies on the disk when the process is killed now
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(made + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+end, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	logged := func() int64 {
		t.Helper()
		info, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}

	other := raw(t, path)
	other.SetMaxOpenConns(1)
	run(t, other, "BEGIN IMMEDIATE") // another process writes
	begin := time.Now()
	l, err = embedded.Open(t.Context(), path, embedded.Options{Reading: "r", Wait: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("opening waited %v for a process that writes", took)
	}
	if n := logged(); n < 40_000_000 {
		t.Errorf("the log has %d bytes while another writes, it was made with 40 million", n)
	}
	run(t, other, "ROLLBACK")
	second, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	if n := logged(); n != 0 {
		t.Errorf("the log has %d bytes after the opening, want 0", n)
	}
	var bytes int
	if err := other.QueryRow("SELECT length(bytes) FROM ballast").Scan(&bytes); err != nil || bytes != 40_000_000 {
		t.Errorf("%d bytes are left of what the log held: %v", bytes, err)
	}
	for _, l := range []*embedded.Ledger{l, second} {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}
