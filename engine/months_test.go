package engine

import (
	"context"
	"testing"

	"entente"
	"entente/ledger"
)

// tolder is a ledger whose months hold what is told as done, or only open.
type tolder struct {
	ledger.Ledger
	stats ledger.Stats
	done  map[ledger.Month]int
}

func (t tolder) Stats(context.Context) (ledger.Stats, error) { return t.stats, nil }

func (t tolder) Told(_ context.Context, w ledger.Window) (map[entente.ActorID]int, error) {
	out := map[entente.ActorID]int{}
	for m, n := range t.done {
		if w.Holds(m) {
			out["KES"] += n
		}
	}
	return out, nil
}

func TestWhatIsPlannedIsNoEndOfWhatIsTold(t *testing.T) {
	march, err := ParseMonth("2031-03")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		l    tolder
		want ledger.Month
	}{
		{"something is planned for later", tolder{stats: ledger.Stats{First: march - 9, Last: march + 34}, done: map[ledger.Month]int{march - 9: 1, march: 2}}, march},
		{"only plans", tolder{stats: ledger.Stats{First: march, Last: march}}, 0},
		{"nothing has a date", tolder{}, 0},
	} {
		if got, err := lastDone(t.Context(), tt.l); err != nil || got != tt.want {
			t.Errorf("%s: %v %v, want %v", tt.name, got, err, tt.want)
		}
	}
}
