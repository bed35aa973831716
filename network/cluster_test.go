package network

import (
	"math"
	"math/bits"
	"slices"
	"strconv"
	"testing"

	"entente"

	"pgregory.net/rapid"
)

// bruteClusters finds the least cost of a small network by dynamic programming over
// sets of actors: the camp of the first actor of a set, and the best of the rest.
func bruteClusters(n *Network) int64 {
	size := len(n.Actors)
	var friendly int64
	net := make([][]int64, size)
	for i := range net {
		net[i] = make([]int64, size)
	}
	for _, t := range n.Ties {
		u, _ := slices.BinarySearch(n.Actors, t.A)
		v, _ := slices.BinarySearch(n.Actors, t.B)
		net[u][v], net[v][u] = t.Weight(), t.Weight()
		friendly += t.Plus
	}
	within := make([]int64, 1<<size) // net weight of the ties within a set
	for m := 1; m < len(within); m++ {
		u := bits.TrailingZeros(uint(m))
		rest := m & (m - 1)
		within[m] = within[rest]
		for v := range size {
			if rest>>v&1 == 1 {
				within[m] += net[u][v]
			}
		}
	}
	best := make([]int64, 1<<size)
	for m := 1; m < len(best); m++ {
		first, rest := m&-m, m&(m-1)
		best[m] = math.MinInt64
		for camp := rest; ; camp = (camp - 1) & rest {
			best[m] = max(best[m], within[camp|first]+best[rest&^camp])
			if camp == 0 {
				break
			}
		}
	}
	return friendly - best[len(best)-1]
}

func TestClusterabilityIsThatOfAllSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 14)
		got := Clusterability(n, DefaultBudget())
		want := bruteClusters(n)
		if got.Lower > want || got.Upper < want {
			t.Fatalf("[%d, %d] does not hold %d", got.Lower, got.Upper, want)
		}
		if !got.Proved || got.Upper != want {
			t.Fatalf("[%d, %d], proved %v, is %d", got.Lower, got.Upper, got.Proved, want)
		}
		camp := map[entente.ActorID]int{}
		for k, c := range got.Camps {
			for _, a := range c {
				camp[a] = k
			}
		}
		var cost int64
		for _, x := range n.Ties {
			if camp[x.A] == camp[x.B] {
				cost += x.Minus
			} else {
				cost += x.Plus
			}
		}
		if cost != want || len(camp) != len(n.Actors) {
			t.Fatalf("the camps %v cost %d, not %d", got.Camps, cost, want)
		}
	})
}

func TestClusterabilityOfRealNetworks(t *testing.T) {
	if c := Clusterability(signed(t, "tribes.tsv"), DefaultBudget()); !c.Proved || c.Upper != 2 || len(c.Camps) != 3 {
		t.Errorf("tribes: [%d, %d] in %d camps, want 2 in 3", c.Lower, c.Upper, len(c.Camps))
	}
	proved, found := 0, 0
	rows := table(t, "expected_cow.tsv")
	for _, row := range rows {
		want, err := strconv.ParseInt(row["clusterability_kfree"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		c := Clusterability(signed(t, "cow/cow_"+row["window"]+".tsv"), DefaultBudget())
		if c.Lower > want || c.Upper < want {
			t.Errorf("%s: [%d, %d] does not hold %d", row["window"], c.Lower, c.Upper, want)
		}
		if c.Proved {
			proved++
		}
		if c.Upper == want {
			found++
		}
	}
	if proved < len(rows) || found < len(rows) {
		t.Errorf("of %d windows %d are proved, the best split found in %d", len(rows), proved, found)
	}
}
