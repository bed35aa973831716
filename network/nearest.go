package network

// near is a best split of a graph that is as near as can be to another split.
type near struct {
	camp         []int8
	lower, upper int64
	nearest      bool // proved that no best split is nearer
}

func (n *near) proved() bool { return n.lower == n.upper }

// nearest finds, among the splits of g that cost least, one that moves the fewest
// nodes from where today has them. Ties that every best split satisfies are joined;
// what is left is solved with weights so large that moves only decide between best
// splits, and a tie of weight 1 of each node to one that stands for today. Which
// camp is which is chosen so that the fewest move.
func nearest(g *graph, today []int8, budget Budget) *near {
	whole := g.clone()
	camp, lower, upper := solve(whole, budget)
	out := &near{camp: camp, lower: lower, upper: upper}
	if !out.proved() {
		out.camp = turned(camp, today)
		return out
	}
	g.meter = budget.meter()
	g.settle(camp, upper, budget)
	n := len(g.ties)
	big := newGraph(make([]int32, n+1))
	scale := int64(n) + 1
	for u, m := range g.ties {
		for v, w := range m {
			if int32(u) < v {
				big.add(int32(u), v, w*scale)
			}
		}
	}
	at, sign := g.stands()
	for i := range today {
		big.add(at[i], int32(n), int64(today[i]*sign[i]))
	}
	s, least, most := solve(big, budget)
	found := make([]int8, n)
	for i := range found {
		found[i] = s[at[i]] * sign[i] * s[n]
	}
	check := g.cost(found)
	out.camp = turned(camp, today)
	if check == upper {
		out.camp, out.nearest = found, least == most
	}
	return out
}

// stands gives for each node the live node that it stands with, and on which side
// of it.
func (g *graph) stands() (at []int32, sign []int8) {
	at, sign = make([]int32, len(g.ties)), make([]int8, len(g.ties))
	for i := range at {
		at[i], sign[i] = int32(i), 1
	}
	for i := len(g.join) - 1; i >= 0; i-- {
		j := g.join[i]
		at[j.u], sign[j.u] = at[j.v], sign[j.v]*j.sign
	}
	return at, sign
}

// cost is what a split costs that has joined nodes as they were joined.
func (g *graph) cost(s []int8) int64 {
	sum := g.base
	for u, m := range g.ties {
		for v, w := range m {
			if int32(u) < v && (w > 0) != (s[u] == s[v]) {
				sum += abs(w)
			}
		}
	}
	return sum
}

// turned is a split with its camps named so that fewer actors move.
func turned(s, today []int8) []int8 {
	moved := 0
	for i := range s {
		if s[i] != today[i] {
			moved++
		}
	}
	if 2*moved <= len(s) {
		return s
	}
	out := make([]int8, len(s))
	for i := range s {
		out[i] = -s[i]
	}
	return out
}
