package network

import (
	"strconv"
	"testing"

	"entente"

	"pgregory.net/rapid"
)

// bruteClusters tries every split into camps of a small network.
func bruteClusters(n *Network) int64 {
	best := int64(-1)
	s := make([]int, len(n.Actors))
	var try func(i, camps int)
	try = func(i, camps int) {
		if i == len(s) {
			at := map[entente.ActorID]int{}
			for k, a := range n.Actors {
				at[a] = s[k]
			}
			var cost int64
			for _, t := range n.Ties {
				if at[t.A] == at[t.B] {
					cost += t.Minus
				} else {
					cost += t.Plus
				}
			}
			if best < 0 || cost < best {
				best = cost
			}
			return
		}
		for k := range camps + 1 {
			s[i] = k
			try(i+1, max(camps, k+1))
		}
	}
	try(0, 0)
	return max(best, 0)
}

func TestClusterabilityIsThatOfAllSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawn(t, 8)
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
