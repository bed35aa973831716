package ledgertest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"entente"
	"entente/ledger"
)

// testDerived keeps what was worked out from documents and finds it again, in another
// opening too, until a document comes or is read anew.
func testDerived(t *testing.T, open Place) {
	ctx := t.Context()
	one, two := open("reading one"), open("reading one")
	defer closing(t, one)
	defer closing(t, two)
	keep := func(l ledger.Ledger, name string, at ledger.State, data string) {
		t.Helper()
		if err := l.KeepDerived(ctx, name, at, []byte(data)); err != nil {
			t.Fatalf("KeepDerived: %v", err)
		}
	}
	want := func(name, data string) {
		t.Helper()
		for _, l := range []ledger.Ledger{one, two} {
			if got, err := l.Derived(ctx, name); err != nil || string(got) != data {
				t.Errorf("Derived(%s) = %q, %v, want %q", name, got, err, data)
			}
		}
	}
	none := func(name string) {
		t.Helper()
		for _, l := range []ledger.Ledger{one, two} {
			if got, err := l.Derived(ctx, name); !errors.Is(err, ledger.ErrNotFound) {
				t.Errorf("Derived(%s) = %q, %v, want ErrNotFound", name, got, err)
			}
		}
	}
	add := func(l ledger.Ledger, r ...*entente.Records) ledger.State {
		t.Helper()
		if _, err := l.Append(ctx, r...); err != nil {
			t.Fatal(err)
		}
		s, err := l.State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}

	none("kin")
	keep(one, "kin", ledger.State{}, "of no documents")
	want("kin", "of no documents")
	first := add(one, Numbered(1))
	none("kin")

	long := strings.Repeat("\x00 velk \xff", 100_000)
	keep(one, "kin", first, "short")
	keep(two, "kin", first, long)
	keep(one, "an empty one", first, "")
	want("kin", long)
	want("an empty one", "")
	none("Kin")
	none("")

	if _, err := one.AppendRows(ctx, []entente.Row{NumberedRow(1, 90, 12)}); err != nil {
		t.Fatal(err)
	}
	add(two, Numbered(1)) // it is there
	want("kin", long)

	second := add(two, Numbered(2))
	none("kin")
	none("an empty one")
	keep(one, "kin", first, "outdated")
	none("kin")
	keep(one, "kin", second, "of two")
	keep(one, "kin", first, "outdated")
	want("kin", "of two")

	other := open("reading two")
	defer closing(t, other)
	add(other, Numbered(2))
	none("kin")
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	one = open("reading one")
	none("kin")
}

// testDerivedAtOnce keeps and asks while documents come: what is found is whole, and of
// the documents that were there when it was asked for.
func testDerivedAtOnce(t *testing.T, open Place) {
	ctx := t.Context()
	l := open("r")
	defer closing(t, l)
	state := func() ledger.State {
		s, err := l.State(ctx)
		if err != nil {
			t.Error(err)
		}
		return s
	}
	told := func(s ledger.State) []byte {
		return bytes.Repeat(fmt.Appendf(nil, "%d documents. ", s.Readings), 5000)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := range 30 {
			if _, err := l.Append(ctx, Numbered(i)); err != nil {
				t.Error(err)
			}
		}
	})
	for range 3 {
		wait.Go(func() {
			for range 30 {
				before := state()
				if err := l.KeepDerived(ctx, "count", before, told(before)); err != nil {
					t.Error(err)
				}
				before = state()
				data, err := l.Derived(ctx, "count")
				if errors.Is(err, ledger.ErrNotFound) {
					continue
				}
				after, found := state(), ledger.State{}
				if _, e := fmt.Sscan(string(data[:min(len(data), 10)]), &found.Readings); err != nil || e != nil {
					t.Errorf("Derived: %v, %v", err, e)
				}
				if !bytes.Equal(data, told(found)) || found.Readings < before.Readings || found.Readings > after.Readings {
					t.Errorf("between %d and %d readings, what was worked out of %d was found, %d bytes", before.Readings, after.Readings, found.Readings, len(data))
				}
			}
		})
	}
	wait.Wait()
	last := state()
	if err := l.KeepDerived(ctx, "count", last, told(last)); err != nil {
		t.Fatal(err)
	}
	if data, err := l.Derived(ctx, "count"); err != nil || !bytes.Equal(data, told(last)) {
		t.Errorf("Derived when nobody writes: %d bytes, %v", len(data), err)
	}
}
