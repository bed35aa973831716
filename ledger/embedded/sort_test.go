package embedded

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// What is told is sorted as comparing it would, few or many, whatever of it differs.
func TestTalliesSortAsTheyCompare(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 7))
	for _, n := range []int{0, 1, 2, fewSorted - 1, fewSorted, 5000} {
		for _, most := range []int64{1, 3, 1 << 10, 1 << 30} {
			all := make([]told, n)
			places := make([]stood, n)
			for i := range all {
				pack := packID(random.Int64N(5)-2, random.Int64N(most))
				all[i] = told{pack, random.Int64N(most), random.Int64N(1 << classBits), int64(i), 0}
				places[i] = stood{pack, random.Int64N(most), random.Int64N(1 << nearbyBits)}
			}
			want, wantPlaces := slices.Clone(all), slices.Clone(places)
			slices.SortStableFunc(want, func(x, y told) int { return x.compare(&y) })
			slices.SortStableFunc(wantPlaces, func(x, y stood) int { return x.compare(&y) })
			sortTold(all)
			sortStood(places)
			if !slices.Equal(all, want) {
				t.Errorf("%d tallies of numbers below %d are not sorted as they compare", n, most)
			}
			if !slices.Equal(places, wantPlaces) {
				t.Errorf("%d places of numbers below %d are not sorted as they compare", n, most)
			}
		}
	}
}
