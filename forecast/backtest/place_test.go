package backtest

import (
	"math"
	"testing"
)

// TestPlacesByChance holds the means against all orders counted one by one.
func TestPlacesByChance(t *testing.T) {
	for _, p := range []Place{{0, 0}, {2, 3}, {8, 4}, {12, 0}, {150, 600}, {0, 7000}} {
		var want Metrics
		for rank := p.Above + 1; rank <= p.Above+1+p.Alike; rank++ {
			want.MRR += 1 / float64(rank)
			if rank <= 10 {
				want.Hits10++
			}
		}
		want.MRR *= 100 / float64(p.Alike+1)
		want.Hits10 *= 100 / float64(p.Alike+1)
		got := MeasureByChance([]Place{p})
		if math.Abs(got.MRR-want.MRR) > 1e-6 || math.Abs(got.Hits10-want.Hits10) > 1e-6 {
			t.Errorf("%+v: MRR %g, hits@10 %g; want %g, %g", p, got.MRR, got.Hits10, want.MRR, want.Hits10)
		}
	}
}
