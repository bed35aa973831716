package network

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"testing"

	"entente"
)

// reported yields so many observations of pairs of a world in which few actors are told
// of often: 200 states with 4 organs each and 4,000 other actors, over ten years.
func reported(events int) iter.Seq2[entente.Observation, error] {
	var actors []entente.ActorID
	for s := range 200 {
		for _, organ := range []string{"", ".GOV", ".MIL", ".CVL", ".OPP"} {
			actors = append(actors, entente.ActorID(fmt.Sprintf("S%02X%s", s, organ)))
		}
	}
	for k := range 4000 {
		actors = append(actors, entente.ActorID(fmt.Sprintf("x:actor-%d", k)))
	}
	first := entente.NewDay(2031, 1, 1)
	return func(yield func(entente.Observation, error) bool) {
		x := rand.New(rand.NewPCG(1, 2))
		draw := func() entente.ActorID {
			return actors[int(math.Pow(x.Float64(), 8)*float64(len(actors)))]
		}
		for i := range events {
			o := entente.Observation{
				Kind: entente.KindEvent, Record: entente.RecordID(fmt.Sprintf("e-%d", i)), A: draw(), B: draw(), Directed: true, Sign: 1, Strength: 3,
				Layer: entente.LayerDiplomatic, Stance: entente.StanceAsserted, Trust: .8, When: entente.Interval{From: first.Add(i % 3650)}, Known: first.Add(i % 3650),
			}
			if x.IntN(3) == 0 {
				o.Sign, o.Strength = -1, -5
			}
			if !yield(o, nil) {
				return
			}
		}
	}
}

// BenchmarkBuild makes networks of reports, also with decay, for which the days are
// kept.
func BenchmarkBuild(b *testing.B) {
	for _, events := range []int{100_000, 1_000_000, 10_000_000} {
		for name, half := range map[string]int{"plain": 0, "decay": 365} {
			b.Run(fmt.Sprintf("%d/%s", events, name), func(b *testing.B) {
				r := DefaultRules()
				r.HalfLife = half
				b.ReportAllocs()
				for b.Loop() {
					if n, err := Build(reported(events), r); err != nil || len(n.Ties) == 0 {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkWindows(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if w, err := Windows(reported(1_000_000), DefaultRules(), Year, Year); err != nil || len(w) != 10 {
			b.Fatal(len(w), err)
		}
	}
}
