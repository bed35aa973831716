package network

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// expDiagonal is the diagonal of exp of a matrix of signs, by its power series.
func expDiagonal(g *graph, plain bool) []float64 {
	n := len(g.ties)
	power, sum := make([][]float64, n), make([]float64, n)
	for i := range power {
		power[i] = make([]float64, n)
		power[i][i] = 1
		sum[i] = 1
	}
	for k := 1; k < 80; k++ {
		next := make([][]float64, n)
		for i := range next {
			next[i] = make([]float64, n)
			for v, w := range g.ties[i] {
				sign := 1.0
				if w < 0 && !plain {
					sign = -1
				}
				for j := range n {
					next[i][j] += sign * power[v][j] / float64(k)
				}
			}
			sum[i] += next[i][i]
		}
		power = next
	}
	return sum
}

func TestWalkBalanceIsThatOfThePowerSeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 12)
		got := WalkBalance(n)
		if len(n.Ties) == 0 {
			if got != nil {
				t.Fatal("no ties and yet walks")
			}
			return
		}
		g, index := n.graph()
		signed, plain := expDiagonal(g, false), expDiagonal(g, true)
		var up, down float64
		for i := range signed {
			up, down = up+signed[i], down+plain[i]
		}
		if want := up / down; math.Abs(got.Balance-want) > 1e-8 {
			t.Fatalf("walk balance %.12f, by the series %.12f", got.Balance, want)
		}
		for _, l := range got.Local {
			if i := index[l.Actor]; math.Abs(l.Walks-signed[i]/plain[i]) > 1e-8 {
				t.Fatalf("around %s %.12f, by the series %.12f", l.Actor, l.Walks, signed[i]/plain[i])
			}
		}
	})
}

func TestWalkBalanceOfTheTribes(t *testing.T) {
	n := signed(t, "tribes.tsv")
	if got := WalkBalance(n).Balance; math.Abs(got-.3575761) > 1e-7 {
		t.Errorf("walk balance %.7f, want .3575761", got)
	}
}

func TestABalancedNetworkHasOnlyBalancedWalks(t *testing.T) {
	w := drawing("one", "K+L L+M K+M V+W K-V M-W L-V")
	got := WalkBalance(w.Net)
	if math.Abs(got.Balance-1) > 1e-9 {
		t.Errorf("walk balance %g, want 1", got.Balance)
	}
	for _, l := range got.Local {
		if l.Of > 0 && l.Triangles != 1 {
			t.Errorf("%s: %g of %d triangles are balanced", l.Actor, l.Triangles, l.Of)
		}
	}
}

func TestTriadsWeigh(t *testing.T) {
	got := CountTriads(drawing("one", "K+L*8 L+M K+M V-W W-X V+X*8").Net)
	if got.Counts != [4]int{1, 0, 1, 0} || math.Abs(got.Weights[0]-2) > 1e-12 || math.Abs(got.Weights[2]-2) > 1e-12 {
		t.Errorf("%+v, want one +++ and one +--, each of weight 2", got)
	}
}
