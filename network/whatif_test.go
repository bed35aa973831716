package network

import (
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWhatIfTables(t *testing.T) {
	for _, tt := range []struct {
		file string
		unit bool
	}{{"tribes", true}, {"sampson_affect_t2", true}, {"landscape_2016_mideast", false}} {
		n := signed(t, tt.file+".tsv")
		if tt.unit {
			n = n.Signs()
		}
		for _, row := range table(t, tt.file+"_whatif.tsv") {
			w, ok := Weigh(n, entente.ActorID(row["u"]), entente.ActorID(row["v"]), DefaultBudget())
			if !ok || !w.Proved {
				t.Fatalf("%s: %s, %s: not proved", tt.file, row["u"], row["v"])
			}
			got := []string{fmt.Sprint(w.Same), fmt.Sprint(w.Opposite), fmt.Sprint(w.Ballast()), w.Status}
			want := []string{row["m_same_without_tie"], row["m_opp_without_tie"], row["ballast"], strings.Trim(row["frustrated_in_optima"], "-")}
			if w.Own != nil {
				got, want = append(got, fmt.Sprint(w.Flipped)), append(want, row["dL_if_sign_flipped"])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s, %s: %s", tt.file, row["u"], row["v"], diff)
			}
		}
	}
}

func TestReconciliationStrainsTies(t *testing.T) {
	n := signed(t, "cow/cow_1975-1978.tsv")
	w, _ := Weigh(n, "EGY", "ISR", DefaultBudget())
	var strained []string
	for _, x := range w.Strained {
		strained = append(strained, string(x.A+" "+x.B))
	}
	if w.Same != 49 || w.Opposite != 48 || !w.Nearest {
		t.Errorf("%+v", w)
	}
	if diff := cmp.Diff([]string{"ISR LEB", "ISR SAU", "ISR SYR", "ISR UGA"}, strained); diff != "" {
		t.Error(diff)
	}
	w, _ = Weigh(signed(t, "cow/cow_1962-1965.tsv"), "USA", "RUS", DefaultBudget())
	if w.Same != 52 || w.Opposite != 36 || w.Ballast() != 16 || !w.Proved {
		t.Errorf("%+v", w)
	}
}

func TestTheNearestBestSplitMovesFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 10)
		if len(n.Actors) < 2 {
			return
		}
		a, b := n.Actors[0], n.Actors[1]
		w, _ := Weigh(n, a, b, DefaultBudget())
		camp := Frustration(n, DefaultBudget()).Camp()
		today := 0
		for i, x := range n.Actors {
			today |= (camp[x] - 1) << i
		}
		rest := *n
		rest.Ties = slices.DeleteFunc(slices.Clone(n.Ties), func(t Tie) bool { return t.A == a && t.B == b })
		fewest := len(n.Actors)
		splits(&rest, func(m int, cost int64) {
			if cost == w.Same && m&1 == m>>1&1 {
				d := bits.OnesCount(uint(m ^ today))
				fewest = min(fewest, d, len(n.Actors)-d)
			}
		})
		if !w.Nearest || len(w.Moved) != fewest {
			t.Fatalf("%v move, %d are enough, nearest %v", w.Moved, fewest, w.Nearest)
		}
	})
}

func TestOwnTieStandsAsInAllBestSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		if len(n.Ties) == 0 {
			return
		}
		x := rapid.SampledFrom(n.Ties).Draw(t, "tie")
		w, _ := Weigh(n, x.A, x.B, DefaultBudget())
		u, _ := slices.BinarySearch(n.Actors, x.A)
		v, _ := slices.BinarySearch(n.Actors, x.B)
		least, in, out := brute(n, nil), 0, 0
		splits(n, func(m int, cost int64) {
			switch {
			case cost != least:
			case (m>>u&1 == m>>v&1) == (x.Weight() > 0):
				in++
			default:
				out++
			}
		})
		want := "sometimes"
		switch {
		case out == 0:
			want = "never"
		case in == 0:
			want = "always"
		}
		after, _ := Suppose(n, []Supposition{{Kind: SupposeFlip, A: x.A, B: x.B}})
		if flipped := brute(after, nil) - least; w.Status != want || w.Flipped != flipped {
			t.Fatalf("%s and %d, want %s and %d", w.Status, w.Flipped, want, flipped)
		}
		more, _ := Suppose(n, []Supposition{{Kind: SupposeAdd, A: x.A, B: x.B, Weight: max(0, w.Needed)}})
		together := func(s map[entente.ActorID]bool) bool { return s[x.A] == s[x.B] }
		if brute(more, together) != brute(more, nil) {
			t.Fatalf("%d more does not bring %s and %s together", w.Needed, x.A, x.B)
		}
		if less, _ := Suppose(n, []Supposition{{Kind: SupposeAdd, A: x.A, B: x.B, Weight: w.Needed - 1}}); w.Needed > 0 && brute(less, together) == brute(less, nil) {
			t.Fatalf("less than %d brings %s and %s together", w.Needed, x.A, x.B)
		}
	})
}

func TestChangesAreSolvedAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		if len(n.Actors) < 3 {
			return
		}
		a, b := n.Actors[0], n.Actors[2]
		changes := []Supposition{
			{Kind: SupposeAdd, A: b, B: a, Weight: rapid.Int64Range(-3, 3).Draw(t, "added")},
			{Kind: SupposeWeigh, A: n.Actors[1], Factor: 2},
			{Kind: SupposeRemove, A: n.Ties[0].A, B: n.Ties[0].B},
		}
		after, missed := Suppose(n, changes)
		if len(missed) > 0 {
			t.Fatalf("missed %v", missed)
		}
		o := Compare(n, after, DefaultBudget())
		if o.Before.Upper != brute(n, nil) || o.After.Upper != brute(after, nil) || !o.After.Proved || !o.Nearest {
			t.Fatalf("%+v, want %d and %d", o, brute(n, nil), brute(after, nil))
		}
	})
}

func TestSupposeSaysWhatItMissed(t *testing.T) {
	n := New([]Tie{{A: "KES", B: "VOL", Minus: 2}, {A: "KES", B: "MAR", Plus: 3}})
	got, missed := Suppose(n, []Supposition{{Kind: SupposeFlip, A: "MAR", B: "VOL"}, {Kind: SupposeWeigh, A: "KES", Factor: .5}})
	if len(missed) != 1 || missed[0].A != "MAR" {
		t.Errorf("missed %v", missed)
	}
	if diff := cmp.Diff([]Tie{{A: "KES", B: "MAR", Plus: 2}, {A: "KES", B: "VOL", Minus: 1}}, got.Ties); diff != "" {
		t.Error(diff)
	}
}

func TestSwingsCostWhatAMoveCosts(t *testing.T) {
	n := New([]Tie{{A: "KES", B: "MAR", Plus: 5}, {A: "KES", B: "VOL", Minus: 4}, {A: "MAR", B: "VOL", Plus: 3}})
	got := Swings(n, map[entente.ActorID]int{"KES": 1, "MAR": 1, "VOL": 2})
	want := []Swing{{Actor: "VOL", Cost: 1, Ties: 7, Alone: 3}, {Actor: "MAR", Cost: 2, Ties: 8, Alone: 3}, {Actor: "KES", Cost: 9, Ties: 9}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMinimaAreTheSplitsThatNobodyLeaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 8)
		g, _ := n.graph()
		if len(n.Actors) == 0 || len(g.core().nodes) < len(n.Actors) {
			return // an actor without ties stands in both
		}
		costs := map[int]int64{}
		all := 1<<len(n.Actors) - 1
		splits(n, func(m int, cost int64) { costs[m], costs[all^m] = cost, cost })
		minima := 0
		for m, cost := range costs {
			leaves := false
			for i := range n.Actors {
				leaves = leaves || costs[m^1<<i] < cost
			}
			if !leaves {
				minima++
			}
		}
		if got := Minima(n); !got.All || 2*len(got.Minima) > minima || len(got.Minima) == 0 || got.Minima[0].Cost != brute(n, nil) {
			t.Fatalf("%d minima, want at most %d, the least at %d", len(got.Minima), minima/2, brute(n, nil))
		}
	})
}

func TestLandscapeHasThePublishedEnergies(t *testing.T) {
	n := signed(t, "landscape_2016_mideast.tsv")
	camp := make([]int8, len(n.Actors))
	rows := table(t, "landscape_2016_mideast_published_energy.tsv")
	for _, row := range rows {
		for i, a := range n.Actors {
			camp[i] = 1
			if row[string(a)] == "2" {
				camp[i] = -1
			}
		}
		g, _ := n.graph()
		if got := strconv.FormatInt(n.energy(g.cost(camp)), 10); got != row["energy"] {
			t.Fatalf("%v: energy %s, want %s", row, got, row["energy"])
		}
	}
	l := Minima(n)
	if len(rows) != 1024 || !l.All || len(l.Minima) != 1 || l.Minima[0].Energy != -83200 || l.Minima[0].Cost != 9800 {
		t.Errorf("%d energies, %+v", len(rows), l)
	}
}
