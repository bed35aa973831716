package network

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestDriftEndsBalancedOrJammed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		got := DriftOf(n, 5, 1)
		triads := CountTriads(n)
		begin := triads.Counts[1] + triads.Counts[3]
		if got.Begin != begin || got.Runs != 5 || got.Balanced+got.Jammed > 5 || got.End > float64(begin) {
			t.Fatalf("%+v, %d unbalanced triangles at first", got, begin)
		}
		if begin == 0 && (got.Balanced != 5 || got.Changes != 0 || len(got.Ties) > 0) {
			t.Fatalf("a balanced network changes: %+v", got)
		}
		if got.Balanced == 5 && got.End != 0 {
			t.Fatalf("%g unbalanced triangles after runs that all ended balanced", got.End)
		}
	})
}

func TestDriftOfOneTriangle(t *testing.T) {
	n := drawing("one", "K+L L+M K-M V+W").Net
	got := DriftOf(n, 300, 1)
	if got.Balanced != 300 || got.Changes != 1 || len(got.Ties) != 3 {
		t.Fatalf("%+v, want one change a run, of one of three ties", got)
	}
	for _, x := range got.Ties {
		if x.Share < .25 || x.Share > .42 {
			t.Errorf("%s - %s changes in %.2f of the runs, want a third", x.A, x.B, x.Share)
		}
	}
}

// TestAJammedStateStays takes the smallest jammed state of a complete graph, nine
// actors in three hostile groups of three (Antal, Krapivsky and Redner 2005).
func TestAJammedStateStays(t *testing.T) {
	var ties []Tie
	for a := range 9 {
		for b := range a {
			tie := Tie{A: actor(a), B: actor(b), Minus: 1}
			if a/3 == b/3 {
				tie.Plus, tie.Minus = 1, 0
			}
			ties = append(ties, tie)
		}
	}
	if got := DriftOf(New(ties), 3, 1); got.Jammed != 3 || got.Changes != 0 || got.End != 27 {
		t.Errorf("%+v, want it jammed at once with 27 unbalanced triangles", got)
	}
}

func TestFlowIsTheClosedFormOfItsEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 7)
		g, _ := n.graph()
		_, l := g.leading()
		if l <= 0 {
			return
		}
		const steps = 4000
		end := .5 / l
		x := g.flow(0)
		for range steps { // the midpoint rule
			half := product(x, x)
			for i := range x {
				for j := range x {
					half[i][j] = x[i][j] + end/steps/2*half[i][j]
				}
			}
			by := product(half, half)
			for i := range x {
				for j := range x {
					x[i][j] += end / steps * by[i][j]
				}
			}
		}
		want := g.flow(end)
		for i := range x {
			for j := range x {
				if math.Abs(x[i][j]-want[i][j]) > 1e-4*(1+math.Abs(want[i][j])) {
					t.Fatalf("X[%d][%d] is %g by steps, %g in closed form", i, j, x[i][j], want[i][j])
				}
			}
		}
	})
}

func product(a, b [][]float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range a {
		out[i] = make([]float64, len(a))
		for k, x := range a[i] {
			for j := range b[k] {
				out[i][j] += x * b[k][j]
			}
		}
	}
	return out
}

func TestFlowEndsInTheCampsOfABalancedNetwork(t *testing.T) {
	got := FlowOf(drawing("one", "K+L L+M K+M V+W K-V M-W L-V X+Y*1").Net)
	if len(got.Turns) > 0 || got.Cost != 0 || len(got.Camps[0]) != 3 || len(got.Camps[1]) != 2 || len(got.Apart) != 2 {
		t.Errorf("%+v", got)
	}
	turned := FlowOf(drawing("one", "K+L*5 L+M*5 K-M*1").Net)
	if len(turned.Turns) != 1 || turned.Turns[0].Time <= 0 || turned.Turns[0].Time >= 1 || len(turned.Camps[0]) != 3 {
		t.Errorf("%+v, want K and M to become friends on the way", turned)
	}
}
