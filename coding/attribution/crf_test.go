package attribution

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The sum over all sequences is the same from logarithms and from exponentials.
func TestLogTotalAgreesWithForward(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var q sequence
		n := 1 + r.IntN(40)
		q.reset(n)
		for i := range n {
			for b := range roles {
				q.node[i][b] = float32(r.NormFloat64() * 20)
			}
			if i > 0 {
				q.odds[i] = new([roles * roles]float64)
				for k := range q.step[i] {
					q.step[i][k] = float32(r.NormFloat64() * 3)
					q.odds[i][k] = math.Exp(float64(q.step[i][k]))
				}
			}
		}
		q.pin(r.IntN(n))
		if got, want := q.logTotal(), q.forward(); math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Fatalf("%d words: %v, want %v", n, got, want)
		}
	}
}
