package network

// Unique reports whether no other split into two camps costs as little as the one
// of b, and whether that is proved. Ties that every best split satisfies are joined
// first: those that outweigh all others of an actor, and those that have weight left
// where negative cycles are packed to the full cost. Where actors are left, two best
// splits differ in some pair that a tie of a spanning forest binds; so each of these
// pairs is held the other way, and a split that costs as little is looked for.
// Networks that are not connected have several best splits only within their parts:
// which way a part is turned does not count. A balance that is not proved is not
// known to be unique.
func Unique(n *Network, b *Balance, budget Budget) (unique, proved bool) {
	if !b.Proved {
		return false, false
	}
	g, index := n.graph()
	camp := make([]int8, len(n.Actors))
	for k, c := range b.Camps {
		for _, a := range c {
			camp[index[a]] = 1 - 2*int8(k)
		}
	}
	c := g.core()
	s := c.part(camp)
	for u := range c.nodes { // an actor that can change its camp at no cost
		var gain int64
		for e := c.start[u]; e < c.start[u+1]; e++ {
			gain += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
		}
		if gain == 0 {
			return false, true
		}
	}
	g.meter = budget.meter()
	parts := g.live - len(c.forest())
	c = g.settle(camp, b.Upper, budget)
	if g.live-len(c.forest()) > parts { // ties that cancel out: each side of them can be turned
		return false, true
	}
	if len(c.nodes) <= triedAtMost {
		best := 0
		c.eachSplit(func(_ []int8, cost int64) {
			if g.base+cost == b.Upper {
				best++
			}
		})
		return best == 1<<max(0, len(c.nodes)-len(c.forest())-1), true
	}
	proved = true
	for _, t := range c.forest() {
		h := g.clone()
		u, v := c.nodes[t[0]], c.nodes[t[1]]
		h.merge(u, v, -camp[u]*camp[v])
		each := budget
		if each.Steps > 0 {
			each.Steps = max(1, g.meter.left)
		}
		found, all := solveBelow(h, each, b.Upper, b.Upper+1)
		if found != nil {
			return false, true
		}
		proved = proved && all
		if h.meter != nil && each.Steps > 0 {
			g.meter.left = h.meter.left
		}
	}
	return proved, proved
}

// settle joins the ends of ties that every split satisfies that costs least, and
// returns what is left. Camp is such a split of the nodes of g.
func (g *graph) settle(camp []int8, least int64, budget Budget) *core {
	for seed := uint64(1); ; seed++ {
		g.contract(1)
		c := g.core()
		fixed := make([]bool, len(c.to))
		c.bound(seed, c.part(camp), max(2, budget.Tries/2), least+1-g.base, fixed)
		if c.fix(g, fixed) == 0 || !g.meter.isLeft() {
			return g.core()
		}
	}
}

// part is a split of the graph's nodes, for those of the core.
func (c *core) part(camp []int8) []int8 {
	s := make([]int8, len(c.nodes))
	for i, u := range c.nodes {
		s[i] = camp[u]
	}
	return s
}

// forest returns the pairs of a spanning forest of the core.
func (c *core) forest() [][2]int32 {
	up := make([]int32, len(c.nodes))
	for i := range up {
		up[i] = int32(i)
	}
	find := func(a int32) int32 {
		for up[a] != a {
			up[a] = up[up[a]]
			a = up[a]
		}
		return a
	}
	var out [][2]int32
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if a, b := find(int32(u)), find(c.to[e]); a != b {
				up[b] = a
				out = append(out, [2]int32{int32(u), c.to[e]})
			}
		}
	}
	return out
}
