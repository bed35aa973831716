package backtest

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// surer is a report of a model that is too sure: right half as often as it says.
func surer(first, days, perDay int) *RankReport {
	r := rand.New(rand.NewPCG(uint64(first), 9))
	out := &RankReport{}
	for d := range days {
		for range perDay {
			p := 0.2 + 0.7*r.Float64()
			out.Top, out.Right = append(out.Top, p), append(out.Right, r.Float64() < p/2)
			out.Queries = append(out.Queries, Query{Day: int32(first + d)})
		}
	}
	return out
}

// TestRecalibratedKnowsTheDaysBeforeAlone changes what came of a day: what was said on
// it and before stays, what is said later moves.
func TestRecalibratedKnowsTheDaysBeforeAlone(t *testing.T) {
	before, asked := surer(0, 3, 500), surer(3, 4, 500)
	want := Recalibrated(before, asked)
	other := *asked
	other.Right = slices.Clone(asked.Right)
	for i, q := range asked.Queries {
		if q.Day == 5 {
			other.Right[i] = true
		}
	}
	got := Recalibrated(before, &other)
	for i, q := range asked.Queries {
		if moved := got[i] != want[i]; moved != (q.Day > 5) {
			t.Fatalf("of day %d: %g, and %g where day 5 ended otherwise", q.Day, want[i], got[i])
		}
	}
}

// TestRecalibratedSaysWhatComesTrue corrects a model that is twice too sure.
func TestRecalibratedSaysWhatComesTrue(t *testing.T) {
	before, asked := surer(0, 5, 2000), surer(5, 5, 2000)
	raw, got := ECE(asked.Top, asked.Right), ECE(Recalibrated(before, asked), asked.Right)
	if raw < 0.2 || got > 0.02 || math.IsNaN(got) {
		t.Errorf("calibration error %.3f, %.3f before", got, raw)
	}
}
