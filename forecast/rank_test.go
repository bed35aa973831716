package forecast

import (
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
