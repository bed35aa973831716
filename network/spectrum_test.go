package network

import (
	"fmt"
	"math"
	"testing"

	"entente"

	"pgregory.net/rapid"
)

func TestConflictIsTheLeastEigenvalue(t *testing.T) {
	for _, tt := range []struct {
		name, ties string
		want       float64
	}{
		{"balanced", "K+L L-M K-M", 0},
		{"three foes", "K-L L-M K-M", 1},
		{"two friends, one foe of one of them", "K+L L+M K-M", 1},
		{"a square with one hostile tie", "K+L L+M M+N K-N", 2 - math.Sqrt2},
	} {
		if got := SpectrumOf(drawing("one", tt.ties).Net).Conflict; math.Abs(got-tt.want) > 1e-6 {
			t.Errorf("%s: %.8f, want %.8f", tt.name, got, tt.want)
		}
	}
}

// Who has no tie is no part of a network, and a balanced part, however large its hub,
// makes the least eigenvalue 0.
func TestConflictOfPartsAndHubs(t *testing.T) {
	foes := drawing("one", "K-L L-M K-M").Net
	foes.Actors = append(foes.Actors, "Z")
	if got := SpectrumOf(foes).Conflict; math.Abs(got-1) > 1e-6 {
		t.Errorf("three foes beside one without ties: %g, want 1", got)
	}
	star := &Network{Actors: []entente.ActorID{"hub"}}
	for i := range 600 {
		leaf := entente.ActorID(fmt.Sprintf("leaf%03d", i))
		star.Actors = append(star.Actors, leaf)
		tie := Tie{A: "hub", B: leaf, Plus: Unit}
		if i%2 == 0 {
			tie.Plus, tie.Minus = 0, Unit
		}
		star.Ties = append(star.Ties, tie)
	}
	if got := SpectrumOf(star).Conflict; got != 0 {
		t.Errorf("a star: %g, want 0", got)
	}
}

func TestStandingSolvesItsEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 10)
		s := SpectrumOf(n)
		if s == nil {
			return
		}
		g, index := n.graph()
		x := make([]float64, len(n.Actors))
		for _, a := range s.Standing {
			x[index[a.Actor]] = a.PN
		}
		for u, m := range g.ties {
			want := 1.0
			for v, w := range m {
				if w > 0 {
					want += x[v] / float64(2*len(x)-2)
				} else {
					want -= 2 * x[v] / float64(2*len(x)-2)
				}
			}
			if math.Abs(x[u]-want) > 1e-9 {
				t.Fatalf("%s stands at %.12f, its ties say %.12f", n.Actors[u], x[u], want)
			}
		}
	})
}

func TestStandingOfTwo(t *testing.T) {
	for ties, want := range map[string]float64{"K+L": 2, "K-L": .5} {
		if got := SpectrumOf(drawing("one", ties).Net).Standing[0].PN; math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %g, want %g", ties, got, want)
		}
	}
}
