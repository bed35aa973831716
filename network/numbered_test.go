package network

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// invented yields random observations of a few actors by documents, some of which are
// copies of others, and by rows.
func invented(x *rand.Rand, n int) []entente.Observation {
	var out []entente.Observation
	for i := range n {
		a, b := x.IntN(7), x.IntN(7)
		if a == b {
			continue
		}
		o := entente.Observation{
			Kind: entente.KindEvent, Record: entente.RecordID(fmt.Sprintf("e-%d", i)), A: actorOf(a), B: actorOf(b), Type: []string{"AID", "ACCUSE"}[x.IntN(2)],
			Layer: entente.LayerTrade, Sign: entente.Sign(2*x.IntN(2) - 1), Stance: entente.StanceAsserted, Trust: float32(x.IntN(4)) / 4,
		}
		if x.IntN(10) > 0 {
			o.When.From = entente.NewDay(2031, 1, 1).Add(x.IntN(400))
			o.Known = o.When.From
		}
		if d := x.IntN(9); d < 6 {
			o.Document = entente.DocumentID(fmt.Sprintf("d-%d", d))
		}
		out = append(out, o)
	}
	return out
}

func actorOf(i int) entente.ActorID { return entente.ActorID(fmt.Sprintf("A%02d", i)) }

// numbered passes observations on as one does who has numbered the pairs.
func numbered(all []entente.Observation, r Rules, plain func(*Numbered) func(int32, Told)) *Numbered {
	n := NewNumbered(49, r)
	for _, o := range all {
		if _, copied := r.Origins[o.Document]; copied || o.Document == "d-0" {
			n.Share(o)
			continue
		}
		a, b := min(o.A, o.B), max(o.A, o.B)
		var i, k int32
		_, _ = fmt.Sscanf(string(a+" "+b), "A%d A%d", &i, &k)
		plain(n)(7*i+k, Told{A: a, B: b, Record: o.Record, Sign: o.Sign, Trust: o.Trust, Day: o.Date()})
	}
	return n
}

func TestPairsThatAreNumberedMakeTheSameNetworks(t *testing.T) {
	x := rand.New(rand.NewPCG(5, 6))
	r := Rules{Origins: map[entente.DocumentID]entente.DocumentID{"d-1": "d-0", "d-2": "d-0"}}
	for range 100 {
		all := invented(x, x.IntN(300))
		given := func(yield func(entente.Observation, error) bool) {
			for _, o := range all {
				if !yield(o, nil) {
					return
				}
			}
		}
		want, err := Build(given, r)
		if err != nil {
			t.Fatal(err)
		}
		got := numbered(all, r, func(n *Numbered) func(int32, Told) { return n.Tell }).Network()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("networks (-want +got):\n%s", diff)
		}
		windows, err := Windows(given, r, Quarter, Quarter)
		if err != nil {
			t.Fatal(err)
		}
		over := numbered(all, r, func(n *Numbered) func(int32, Told) { return n.Date }).Windows(Quarter, Quarter)
		if diff := cmp.Diff(windows, over); diff != "" {
			t.Fatalf("windows (-want +got):\n%s", diff)
		}
	}
}

// TestPackingsAreTheSameByBitsAndByTies packs cycles of random networks both ways.
func TestPackingsAreTheSameByBitsAndByTies(t *testing.T) {
	x := rand.New(rand.NewPCG(7, 8))
	for round := range 200 {
		n := 5 + x.IntN(140)
		g := newGraph(make([]int32, n))
		for range n * (2 + x.IntN(n)) {
			u, v := int32(x.IntN(n)), int32(x.IntN(n))
			if u != v {
				g.add(u, v, int64(x.IntN(9)-4))
			}
		}
		c := g.core()
		if len(c.nodes) == 0 {
			continue
		}
		s := make([]int8, len(c.nodes))
		for i := range s {
			s[i] = int8(2*x.IntN(2) - 1)
		}
		times := int64(1 + 11*x.IntN(2))
		bits, ties := newPacking(c, rand.New(rand.NewPCG(1, 2)), s, times), newPacking(c, rand.New(rand.NewPCG(1, 2)), s, times)
		bits.byBits()
		ties.byTies()
		for limit := 2; limit <= 5; limit++ {
			took, looked := bits.turn(limit, times, 1<<60)
			took2, looked2 := ties.turn(limit, times, 1<<60)
			if took != took2 || looked != looked2 || !slices.Equal(bits.left, ties.left) || !slices.Equal(bits.open, ties.open) {
				t.Fatalf("round %d, %d nodes, cycles of %d: %d packed by bits and %d by ties, %d and %d ties looked at", round, n, limit+1, took, took2, looked, looked2)
			}
		}
	}
}
