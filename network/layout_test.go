package network

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// grown is a made-up network of n actors and m ties in two camps: friendly
// within, hostile between.
func grown(n, m int) ([]string, []Spring) {
	rng := rand.New(rand.NewPCG(1, 2))
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("x:actor-%d", i)
	}
	springs := make([]Spring, 0, m)
	for len(springs) < m {
		a, b := rng.IntN(n), int(float64(n)*math.Pow(rng.Float64(), 3))
		if a == b {
			continue
		}
		told := float64(1 + rng.IntN(5))
		s := Spring{A: a, B: b, Pull: PullOf(told, 0)}
		if a%2 != b%2 {
			s.Pull = PullOf(0, told)
		}
		springs = append(springs, s)
	}
	return ids, springs
}

func TestFriendsStandNearerThanFoes(t *testing.T) {
	for _, n := range []int{40, 600} {
		ids, springs := grown(n, 3*n)
		spots := Layout(ids, springs)
		var near, far, friends, foes float64
		for _, s := range springs {
			l := math.Hypot(spots[s.A].X-spots[s.B].X, spots[s.A].Y-spots[s.B].Y)
			if s.Pull > 0 {
				near, friends = near+l, friends+1
			} else {
				far, foes = far+l, foes+1
			}
		}
		if near/friends > 0.8*(far/foes) {
			t.Errorf("%d actors: friends stand %.2f apart, foes %.2f", n, near/friends, far/foes)
		}
		for i, p := range spots {
			if math.IsNaN(p.X+p.Y) || math.Abs(p.X) > 1 || math.Abs(p.Y) > 1 {
				t.Fatalf("%s lies at %g, %g", ids[i], p.X, p.Y)
			}
		}
		if again := Layout(ids, springs); !slices.Equal(again, spots) {
			t.Errorf("%d actors: the same graph was laid out otherwise the second time", n)
		}
	}
}

func TestOneMoreTieMovesLittle(t *testing.T) {
	ids, springs := grown(60, 150)
	spots, more := Layout(ids, springs[:149]), Layout(ids, springs)
	moved := 0.0
	for i := range spots {
		moved += math.Hypot(spots[i].X-more[i].X, spots[i].Y-more[i].Y) / 60
	}
	if moved > 0.15 {
		t.Errorf("one more tie moved an actor by %.3f on average, of a picture 2 wide", moved)
	}
}

func BenchmarkLayout(b *testing.B) {
	for _, size := range [][2]int{{26, 100}, {800, 1000}, {5000, 50000}} {
		b.Run(fmt.Sprint(size[0]), func(b *testing.B) {
			ids, springs := grown(size[0], size[1])
			b.ReportAllocs()
			for b.Loop() {
				Layout(ids, springs)
			}
		})
	}
}
