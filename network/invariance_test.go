package network

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestClusterabilityKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 9)
		want := Clusterability(n, DefaultBudget())
		mixed := slices.Clone(n.Ties)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
		renamed := slices.Clone(n.Ties) // the first actor becomes the last
		for i := range renamed {
			if x := &renamed[i]; x.A == n.Actors[0] {
				x.A = "Z"
			}
		}
		if a, b := Clusterability(New(mixed), DefaultBudget()), Clusterability(New(renamed), DefaultBudget()); a.Upper != want.Upper || b.Upper != want.Upper {
			t.Fatalf("%d becomes %d in another order, %d under other names", want.Upper, a.Upper, b.Upper)
		}
	})
}

func TestSwitchingAnActorChangesNoUniqueness(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 10)
		if len(n.Actors) == 0 {
			return
		}
		who := rapid.SampledFrom(n.Actors).Draw(t, "who")
		switched := New(n.Ties)
		for i := range switched.Ties {
			if x := &switched.Ties[i]; x.A == who || x.B == who {
				x.Plus, x.Minus = x.Minus, x.Plus
			}
		}
		one, ok := Unique(n, Frustration(n, DefaultBudget()), DefaultBudget())
		two, too := Unique(switched, Frustration(switched, DefaultBudget()), DefaultBudget())
		if one != two || !ok || !too {
			t.Fatalf("unique %v (%v) becomes %v (%v)", one, ok, two, too)
		}
	})
}

// scattered draws a network with so many ties an actor, half of them hostile.
func scattered(actors, degree int) *Network {
	x := rand.New(rand.NewPCG(uint64(actors), uint64(degree)))
	seen := map[[2]int]bool{}
	var ties []Tie
	for len(ties) < actors*degree/2 {
		a, b := x.IntN(actors), x.IntN(actors)
		if a >= b || seen[[2]int{a, b}] {
			continue
		}
		seen[[2]int{a, b}] = true
		tie := Tie{A: actor(a), B: actor(b), Plus: 1}
		if x.IntN(2) == 0 {
			tie.Plus, tie.Minus = 0, 1
		}
		ties = append(ties, tie)
	}
	return New(ties)
}

func TestATimeLimitLeavesAnHonestInterval(t *testing.T) {
	n := scattered(200, 4)
	const two, free = 57, 27 // proved without a limit
	for _, looks := range []int{0, 2, 8} {
		asked := 0
		b := DefaultBudget()
		b.Steps, b.Stop = 0, func() bool { asked++; return asked > looks }
		f, c := Frustration(n, b), Clusterability(n, b)
		if f.Lower > two || f.Upper < two || f.Proved != (f.Lower == f.Upper) || f.Upper > 80 {
			t.Errorf("two camps: [%d, %d], proved %v, is %d", f.Lower, f.Upper, f.Proved, two)
		}
		if c.Lower > free || c.Upper < free || c.Proved != (c.Lower == c.Upper) || c.Upper > f.Upper {
			t.Errorf("any camps: [%d, %d], proved %v, is %d", c.Lower, c.Upper, c.Proved, free)
		}
		if unique, proved := Unique(n, f, b); !f.Proved && (unique || proved) {
			t.Error("what is not proved is said to be unique")
		}
	}
}

func TestStepsGiveTheSameIntervalAgain(t *testing.T) {
	n := scattered(300, 5)
	b := DefaultBudget()
	b.Steps = 20_000_000
	one, two := Frustration(n, b), Frustration(n, b)
	if one.Lower != two.Lower || one.Upper != two.Upper || !slices.Equal(one.Camps[0], two.Camps[0]) {
		t.Errorf("[%d, %d] and then [%d, %d]", one.Lower, one.Upper, two.Lower, two.Upper)
	}
}

func BenchmarkQuestions(b *testing.B) {
	n := signed(b, "cow/cow_1996-1999.tsv")
	for _, q := range []struct {
		name string
		ask  func()
	}{
		{"two camps", func() { Frustration(n, DefaultBudget()) }},
		{"any camps", func() { Clusterability(n, DefaultBudget()) }},
		{"what if", func() { Weigh(n, "USA", "RUS", DefaultBudget()) }},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.ask()
			}
		})
	}
}
