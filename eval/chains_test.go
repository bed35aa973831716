package eval

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestChainsTextbook is the worked example of Pradhan et al., "Scoring Coreference
// Partitions of Predicted Mentions" (ACL 2014): key {a,b,c} {d,e,f,g}, response
// {a,b} {c,d} {f,g,h,i}.
func TestChainsTextbook(t *testing.T) {
	gold := chains{'a': 1, 'b': 1, 'c': 1, 'd': 2, 'e': 2, 'f': 2, 'g': 2}
	got := chains{'a': 1, 'b': 1, 'c': 2, 'd': 2, 'f': 3, 'g': 3, 'h': 3, 'i': 3}
	for _, x := range []struct {
		name              string
		score             coreferenceScore
		recall, precision float64
	}{
		{"MUC", muc(gold, got), 2.0 / 5, 2.0 / 5},
		{"B3", bCubed(gold, got), (4.0/3 + 1.0/3 + 1.0/4 + 4.0/4) / 7, (4.0/2 + 1.0/2 + 1.0/2 + 4.0/4) / 8},
		{"CEAF-e", ceafE(gold, got), 1.3 / 2, 1.3 / 3},
	} {
		if r := x.score.recall.value(); math.Abs(r-x.recall) > 1e-9 {
			t.Errorf("%s: recall %.4f, want %.4f", x.name, r, x.recall)
		}
		if p := x.score.precision.value(); math.Abs(p-x.precision) > 1e-9 {
			t.Errorf("%s: precision %.4f, want %.4f", x.name, p, x.precision)
		}
	}
}

// TestMUCVilain is the example of Vilain et al. (1995): key A-B-C-D in one chain,
// response A-B and C-D: two of three links.
func TestMUCVilain(t *testing.T) {
	s := muc(chains{'A': 1, 'B': 1, 'C': 1, 'D': 1}, chains{'A': 1, 'B': 1, 'C': 2, 'D': 2})
	if r, p := s.recall.value(), s.precision.value(); math.Abs(r-2.0/3) > 1e-9 || p != 1 {
		t.Errorf("recall %.3f, precision %.3f; want 2/3 and 1", r, p)
	}
}

// TestBCubedBagga is the example of Bagga and Baldwin (1998): joining a chain of 5
// with one of 5 costs more precision than joining it with one of 2.
func TestBCubedBagga(t *testing.T) {
	truth := chains{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 3, 9: 3, 10: 3, 11: 3, 12: 3}
	small := chains{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 2, 9: 2, 10: 2, 11: 2, 12: 2}
	large := chains{1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 2, 7: 2, 8: 1, 9: 1, 10: 1, 11: 1, 12: 1}
	for _, x := range []struct {
		got  chains
		want float64
	}{{small, 16.0 / 21}, {large, 7.0 / 12}} {
		if p := bCubed(truth, x.got).precision.value(); math.Abs(p-x.want) > 1e-9 {
			t.Errorf("precision %.4f, want %.4f", p, x.want)
		}
	}
}

// TestAssignment compares the method with trying everything.
func TestAssignment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 5).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "columns")
		gain := make([][]float64, n)
		for i := range gain {
			gain[i] = make([]float64, m)
			for j := range gain[i] {
				gain[i][j] = float64(rapid.IntRange(0, 9).Draw(t, "gain"))
			}
		}
		if got, want := assignment(gain), everyAssignment(gain, 0, map[int]bool{}); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v: %v, want %v", gain, got, want)
		}
	})
}

func everyAssignment(gain [][]float64, i int, taken map[int]bool) float64 {
	if i == len(gain) {
		return 0
	}
	best := everyAssignment(gain, i+1, taken)
	for j, g := range gain[i] {
		if !taken[j] {
			taken[j] = true
			best = max(best, g+everyAssignment(gain, i+1, taken))
			delete(taken, j)
		}
	}
	return best
}
