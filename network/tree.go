package network

import "slices"

// solve finds a best split of a graph, which it changes. Lower and upper bound
// its cost and are equal where it is proved.
func solve(g *graph, b Budget) (s []int8, lower, upper int64) {
	t := &tree{budget: b, best: make([]int8, len(g.ties)), upper: -1}
	g.meter = b.meter()
	lower = t.solve(g, 0)
	return t.best, min(lower, t.upper), t.upper
}

// solveBelow looks for a split that costs less than a ceiling, none less than
// floor. Found is nil where there is none, or none was found; proved then says
// which.
func solveBelow(g *graph, b Budget, floor, ceiling int64) (found []int8, proved bool) {
	t := &tree{budget: b, best: make([]int8, len(g.ties)), upper: ceiling}
	g.meter = b.meter()
	lower := t.solve(g, floor)
	if t.upper < ceiling {
		return t.best, lower >= t.upper
	}
	return nil, lower >= ceiling
}

// tree is a search by branch and bound: a pair of nodes is held to be in one
// camp, then in opposite ones.
type tree struct {
	budget Budget
	depth  int
	seed   uint64
	best   []int8
	upper  int64 // cost of best, -1 before there is one
}

// triedAtOnce is the number of nodes up to which all splits are tried before
// anything else is.
const triedAtOnce = 10

// packedFrom is the number of ties, each way, from which cycles are packed greedily
// before the best packing is looked for, which takes longer then.
const packedFrom = 6000

// triedAtMost is the number of nodes up to which all splits are tried.
const triedAtMost = 16

// solve returns a lower bound of the splits of g that are better than the best,
// at least known, and makes best and upper better where it finds such a split.
func (t *tree) solve(g *graph, known int64) int64 {
	lower := known
	for round := 0; ; round++ {
		g.reduce()
		c := g.core()
		if blocks, unit := c.blocks(), c.unit(); len(blocks) > 1 || unit > 1 {
			return max(lower, t.apart(g, c, blocks))
		}
		if len(c.nodes) <= triedAtOnce {
			q, exact := c.every()
			t.offer(g, c, q, exact)
			return max(lower, g.base+exact)
		}
		part, low, fixed := t.narrow(g, c, round)
		lower = max(lower, g.base+low)
		if lower >= t.upper || !g.meter.isLeft() {
			return lower
		}
		if len(c.nodes) <= triedAtMost {
			q, exact := c.every()
			t.offer(g, c, q, exact)
			return max(lower, g.base+exact)
		}
		if c.fix(g, fixed) == 0 {
			return t.branch(g, c, part, lower)
		}
	}
}

// apart solves the blocks of a core one by one and returns a lower bound of the
// splits that are better than the best.
func (t *tree) apart(g *graph, c *core, blocks [][]int32) int64 {
	lower, cost, whole := g.base, g.base, true
	part, number := make([]int8, len(c.nodes)), make([]int32, len(c.nodes))
	for _, nodes := range blocks {
		h, unit := c.block(nodes, number)
		sub := &tree{budget: t.budget, depth: t.depth, seed: t.seed, best: make([]int8, len(nodes)), upper: -1}
		if t.upper >= 0 { // what others cost at least leaves this much to the block
			sub.upper = max(0, (t.upper-lower+unit-1)/unit)
		}
		ceiling := sub.upper
		low := sub.solve(h, 0)
		t.seed = sub.seed
		lower += unit * min(low, sub.upper)
		if t.upper >= 0 && lower >= t.upper {
			return lower
		}
		if whole = whole && (ceiling < 0 || sub.upper < ceiling); whole {
			cost += unit * sub.upper
			glue(nodes, sub.best, part)
		}
	}
	if whole {
		t.offer(g, c, part, cost-g.base)
	}
	return lower
}

// glue writes the split of a block so that the node it shares with what is written
// stays as it is.
func glue(nodes []int32, s, into []int8) {
	turn := int8(1)
	for i, u := range nodes {
		if into[u] != 0 {
			turn = into[u] * s[i]
		}
	}
	for i, u := range nodes {
		into[u] = turn * s[i]
	}
}

// offer takes a split of the core if it is better than the best.
func (t *tree) offer(g *graph, c *core, part []int8, cost int64) {
	if up := g.base + cost; t.upper < 0 || up < t.upper {
		t.upper = up
		g.place(c, part, t.best)
	}
}

// narrow searches and bounds a graph: a little of both, then the best packing, and
// the rest of the search where that leaves a gap. Fixed marks the ties that every
// better split satisfies.
func (t *tree) narrow(g *graph, c *core, round int) (part []int8, low int64, fixed []bool) {
	const at = 4 // restarts at a time
	restarts, tries := t.budget.Restarts, t.budget.Tries
	if t.depth > 0 || round > 0 {
		restarts, tries = max(at, restarts/8), max(2, tries/4)
	}
	fixed = make([]bool, len(c.to))
	cost := int64(-1)
	for done := 0; done < max(1, restarts); done += at {
		t.seed++
		if p, k := c.search(t.seed, max(1, min(at, restarts-done))); cost < 0 || k < cost {
			part, cost = p, k
			t.offer(g, c, part, cost)
		}
		if done == 0 && g.base+low < t.upper {
			if len(c.to) > packedFrom {
				low = c.bound(t.seed, part, min(2, tries), t.upper-g.base, fixed)
			}
			if g.base+low < t.upper && g.meter.isLeft() {
				best, length := c.bestBound(t.seed, part, t.upper-g.base, fixed)
				low = max(low, best)
				if q, k := c.rounded(length); k < cost {
					part, cost = q, k
					t.offer(g, c, part, cost)
				}
			}
		}
		if g.base+low >= t.upper || !g.meter.isLeft() {
			return part, low, fixed
		}
	}
	return part, low, fixed
}

// branch holds the ends of a contradicted tie the other way and then as they are.
func (t *tree) branch(g *graph, c *core, part []int8, lower int64) int64 {
	u, v := hardest(c, part)
	if u < 0 {
		return lower
	}
	sign := int8(-1)
	if part[u] == part[v] {
		sign = 1
	}
	least := int64(-1)
	t.depth++
	for _, sign := range []int8{-sign, sign} {
		h := g.clone()
		h.merge(c.nodes[u], c.nodes[v], sign)
		if low := t.solve(h, lower); least < 0 || low < least {
			least = low
		}
	}
	t.depth--
	return max(lower, least)
}

// fix joins the ends of marked ties as their signs say and returns how many nodes
// that took away. Where marked ties contradict each other the cost of those left
// over is certain, which merge counts.
func (c *core) fix(g *graph, marked []bool) int {
	up := make([]int32, len(c.nodes))
	turn := make([]int8, len(c.nodes))
	for i := range up {
		up[i], turn[i] = int32(i), 1
	}
	find := func(u int32) (int32, int8) {
		sign := int8(1)
		for up[u] != u {
			sign *= turn[u]
			u = up[u]
		}
		return u, sign
	}
	gone := 0
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if !marked[e] || c.to[e] < int32(u) {
				continue
			}
			a, x := find(int32(u))
			b, y := find(c.to[e])
			if a == b {
				continue
			}
			sign := x * y
			if c.w[e] < 0 {
				sign = -sign
			}
			up[a], turn[a] = b, sign
			g.merge(c.nodes[a], c.nodes[b], sign)
			gone++
		}
	}
	return gone
}

// place writes the camps of the core's nodes and then of all.
func (g *graph) place(c *core, part, into []int8) {
	clear(into)
	for i, u := range c.nodes {
		into[u] = part[i]
	}
	g.split(into)
}

// every tries all splits of a few nodes in the order of a Gray code.
func (c *core) every() ([]int8, int64) {
	best, least := []int8(nil), int64(-1)
	c.eachSplit(func(s []int8, cost int64) {
		if least < 0 || cost < least {
			least = cost
			best = append(best[:0], s...)
		}
	})
	return best, least
}

// eachSplit calls visit with every split of a few nodes and its cost, each once
// for both of its sides; s is only lent.
func (c *core) eachSplit(visit func(s []int8, cost int64)) {
	n := len(c.nodes)
	s := slices.Repeat([]int8{1}, n)
	cost := c.cost(s)
	visit(s, cost)
	if n < 2 {
		return
	}
	c.meter.spend(len(c.to) << (n - 1) / n)
	for i := 1; i < 1<<(n-1); i++ {
		u := 0
		for k := i; k&1 == 0; k >>= 1 {
			u++
		}
		for e := c.start[u]; e < c.start[u+1]; e++ {
			cost += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
		}
		s[u] = -s[u]
		visit(s, cost)
	}
}

// hardest picks the contradicted tie whose ends have most other ties, given each
// node's camp, -1 where there is none: holding its ends one way or the other changes
// most.
func hardest[C int8 | int32](c *core, camp []C) (a, b int32) {
	a, b = -1, -1
	best := int64(-1)
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			v := c.to[e]
			if int32(u) >= v || (c.w[e] > 0) == (camp[u] == camp[v]) {
				continue
			}
			if score := int64(c.start[u+1]-c.start[u]) * int64(c.start[v+1]-c.start[v]); score > best {
				best, a, b = score, int32(u), v
			}
		}
	}
	return a, b
}
