package forecast

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestTopIsTheHeadOfTheSortedList compares the selection with a whole sort.
func TestTopIsTheHeadOfTheSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w []weighted
		for i, v := range rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "weights") {
			w = append(w, weighted{int32(i), float32(v)})
		}
		n := rapid.IntRange(1, 8).Draw(t, "n")
		want := slices.Clone(w)
		slices.SortStableFunc(want, func(a, b weighted) int { return int(b.w - a.w) })
		want = want[:min(n, len(want))]
		top(&w, n)
		if !slices.Equal(w, want) {
			t.Fatalf("%v, want %v", w, want)
		}
	})
}

func TestPagedFindsWhatWasSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p paged
		want := map[int32]int32{}
		for i, n := range rapid.SliceOf(rapid.Int32Range(0, 5000)).Draw(t, "numbers") {
			p.set(n, int32(i))
			want[n] = int32(i)
		}
		for n := range int32(6000) {
			place, ok := want[n]
			if !ok {
				place = -1
			}
			if p.at(n) != place {
				t.Fatalf("%d is at %d, want %d", n, p.at(n), place)
			}
		}
	})
}

// TestRemovingFromHistoryLeavesNothing takes an event out and asks a ranker that
// has asked before: scores are those of a past in which it never was.
func TestRemovingFromHistoryLeavesNothing(t *testing.T) {
	facts := crowd(600, 40, 5)
	country, sector := make([]int32, 40), make([]int32, 40)
	for i := range country {
		country[i], sector[i] = int32(i%6)-1, int32(i%4)
	}
	questions := Questions(facts[:40], 5)
	for i := range questions {
		questions[i].Day = 800
	}
	ask := func(m *Ranker) map[[3]int32]float32 {
		out := make([]map[[3]int32]float32, len(questions))
		m.Rank(questions, func(i int, cands []int32, scores []float32) {
			out[i] = map[[3]int32]float32{}
			for k, c := range cands {
				out[i][[3]int32{questions[i].Subject, questions[i].Relation, c}] = scores[k]
			}
		})
		all := map[[3]int32]float32{}
		for _, m := range out {
			maps.Copy(all, m)
		}
		return all
	}
	ranker := func(h *History) *Ranker {
		m := NewRanker(h, DefaultRankOptions())
		for i := range m.shared {
			m.shared[i] = float32(i%7) / 7
		}
		return m
	}
	h, never := NewHistory(40, 5, country, sector), NewHistory(40, 5, country, sector)
	for i, f := range facts {
		if h.Add(f); i != 300 {
			never.Add(f)
		}
	}
	m := ranker(h)
	before := ask(m)
	h.Remove(300)
	got, want := ask(m), ask(ranker(never))
	if !maps.Equal(got, want) {
		t.Error("an event that was taken out still moves scores")
	}
	if maps.Equal(before, want) {
		t.Error("the event moved nothing before: the test shows nothing")
	}
}
