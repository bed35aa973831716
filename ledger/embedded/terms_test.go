package embedded

import (
	"path/filepath"
	"testing"
)

// A transaction can be undone by itself, as when its context ends, and the next may
// begin before whoever wrote the first knows of it: a number that was given in it is
// nobody's then, or another word's.
func TestNumbersThatWereNotCommittedAreForgotten(t *testing.T) {
	ctx := t.Context()
	l, err := Open(ctx, filepath.Join(t.TempDir(), "l.db"), DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	begin := func() *press {
		t.Helper()
		tx, err := l.writer.BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = tx.Rollback() })
		return l.press(tx)
	}
	number := func(p *press, word string) int64 {
		t.Helper()
		n, err := p.numbered(ctx, word)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	undone := begin()
	number(undone, "AAA")
	if err := undone.tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	next := begin()
	b, a := number(next, "BBB"), number(next, "AAA")
	if again := number(next, "AAA"); a == b || a != again {
		t.Errorf("AAA has the numbers %d and %d, BBB has %d", a, again, b)
	}
	if err := next.commit(); err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]int64{"AAA": a, "BBB": b} {
		if held, ok := l.terms.find(word); !ok || held != want {
			t.Errorf("after the commit %d, %t is held of %s, want %d", held, ok, word, want)
		}
	}
}
