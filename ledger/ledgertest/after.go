package ledgertest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"entente"
	"entente/ledger"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// compareAfter compares what is new with the model's. Both must have come in one order.
func compareAfter(t TB, m *Model, l ledger.Ledger, n int) {
	t.Helper()
	got := all(t, "DocumentsAfter", l.DocumentsAfter(t.Context(), n))
	if diff := cmp.Diff(m.DocumentsAfter(n), got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("documents after %d (-want +got):\n%s", n, diff)
	}
}

// testAfter lists what came, or was read anew, after a state, in another opening too.
func testAfter(t *testing.T, open Place) {
	ctx := t.Context()
	one, two := open("reading one"), open("reading two")
	defer closing(t, one)
	defer closing(t, two)
	add := func(l ledger.Ledger, numbers ...int) {
		t.Helper()
		for _, n := range numbers {
			if _, err := l.Append(ctx, Numbered(n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	readings := func() int {
		t.Helper()
		s, err := one.State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return s.Readings
	}
	want := func(after int, numbers ...int) {
		t.Helper()
		var want []*entente.Document
		for _, n := range numbers {
			want = append(want, &Numbered(n).Document)
		}
		for _, l := range []ledger.Ledger{one, two} {
			if diff := cmp.Diff(want, all(t, "DocumentsAfter", l.DocumentsAfter(ctx, after))); diff != "" {
				t.Errorf("documents after %d (-want +got):\n%s", after, diff)
			}
		}
	}

	want(0)
	add(one, 9, 1, 5)
	first := readings()
	want(0, 9, 1, 5)
	want(first)
	want(first + 7)
	add(one, 1) // it is there
	want(first)
	add(one, 4, 3)
	want(first, 4, 3)
	add(two, 9, 4) // read anew
	want(first, 3, 9, 4)
	add(one, 9) // its first reading again
	want(first, 3, 4, 9)
	want(0, 1, 5, 3, 4, 9)
	if _, err := one.AppendRows(ctx, []entente.Row{NumberedRow(1, 90, 12)}); err != nil {
		t.Fatal(err)
	}
	want(readings())

	stopped, stop := context.WithCancel(ctx)
	stop()
	var err error
	for _, err = range one.DocumentsAfter(stopped, 0) {
		break
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("DocumentsAfter with a cancelled context: %v", err)
	}
}

// testAfterAtOnce follows a ledger while several goroutines append to it: going on from
// the state before, nothing is missed and all come in order.
func testAfterAtOnce(t *testing.T, open Place) {
	ctx := t.Context()
	l := open("r")
	defer closing(t, l)
	const each, workers = 30, 3
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := range each {
				if _, err := l.Append(ctx, Numbered(w*each+i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	seen := map[entente.DocumentID]bool{}
	var order []entente.DocumentID
	for after := 0; len(seen) < each*workers && !t.Failed(); {
		s, err := l.State(ctx)
		if err != nil {
			t.Error(err)
			break
		}
		come := 0
		for d, err := range l.DocumentsAfter(ctx, after) {
			if err != nil {
				t.Error(err)
				break
			}
			if come++; !seen[d.ID] {
				seen[d.ID], order = true, append(order, d.ID)
			}
		}
		if come < s.Readings-after {
			t.Errorf("%d documents came after %d readings, of %d", come, after, s.Readings)
		}
		after = s.Readings
	}
	wait.Wait()
	var again []entente.DocumentID
	for _, d := range all(t, "DocumentsAfter", l.DocumentsAfter(ctx, 0)) {
		again = append(again, d.ID)
	}
	if !slices.Equal(order, again) {
		t.Errorf("%d documents came in another order while they were added than afterwards, or not all", len(order))
	}
}
