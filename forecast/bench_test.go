package forecast

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
)

// crowd is n made-up facts over two years: some actors do most, as in the world.
func crowd(n, actors, relations int) []Fact {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	z := rand.NewZipf(r, 1.2, 20, uint64(actors-1))
	out := make([]Fact, n)
	for i := range out {
		s := int32(z.Uint64())
		o := (s*7 + int32(z.Uint64())) % int32(actors)
		if o == s {
			o = (o + 1) % int32(actors)
		}
		out[i] = Fact{Subject: s, Relation: int32(r.IntN(relations)), Object: o, Day: int32(i * 730 / n), Weight: 1}
	}
	return out
}

func BenchmarkAdd(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		facts := crowd(n, 20_000, 16)
		b.Run(fmt.Sprintf("history/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h := NewHistory(20_000, 16, nil, nil)
				for _, f := range facts {
					h.Add(f)
				}
				held(b, h)
			}
		})
		b.Run(fmt.Sprintf("dyads/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d := NewDyads(nil)
				for _, f := range facts {
					d.Add(Act{f.Subject, f.Object, Classes[f.Relation%4], f.Day, 1})
				}
				held(b, d)
			}
		})
	}
}

// held tells the megabytes of a past that was just made.
func held(b *testing.B, past any) {
	b.StopTimer()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB")
	runtime.KeepAlive(past)
	b.StartTimer()
}

func BenchmarkAsk(b *testing.B) {
	d := NewDyads(nil)
	facts := crowd(200_000, 5_000, 16)
	for _, f := range facts {
		d.Add(Act{f.Subject, f.Object, Classes[f.Relation%4], f.Day, 1})
	}
	pairs := d.AtRisk(730)
	b.Run("row", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			ask(d, pairs[i%len(pairs)], 730, 30)
		}
	})
	h := NewHistory(5_000, 16, nil, nil)
	for _, f := range facts {
		h.Add(f)
	}
	m := NewRanker(h, DefaultRankOptions())
	questions := Questions(crowd(2_000, 5_000, 16), 16)
	for i := range questions {
		questions[i].Day = 731
	}
	b.Run("rank", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			m.Rank(questions[i%len(questions):][:1], func(int, []int32, []float32) {})
		}
	})
}
