package network

import (
	"math/rand/v2"
	"slices"

	"entente"
)

// Clustering is how far a network is from any number of camps that are friends
// within and foes between (Davis 1967): the least weight of friendly ties between
// camps and hostile ones within.
type Clustering struct {
	Lower  int64 `json:"lower"`
	Upper  int64 `json:"upper"`
	Proved bool  `json:"proved"`
	// Camps are those of a best split, the largest first; actors without a friend
	// stand alone.
	Camps [][]entente.ActorID `json:"camps"`
}

// Clusterability finds the best split into any number of camps. Within the budget
// it is proved; else Lower and Upper bound it.
func Clusterability(n *Network, b Budget) *Clustering {
	g, index := n.graph()
	return clusterability(n, g, index, b)
}

// clusterability is Clusterability of a network's graph, which it uses up.
func clusterability(n *Network, g *graph, index map[entente.ActorID]int32, b Budget) *Clustering {
	g.meter = b.meter()
	t := &clusterTree{budget: b, upper: -1, best: make([]int32, len(n.Actors)), hard: 1}
	for _, x := range n.Ties {
		t.hard += x.Plus + x.Minus
	}
	lower := t.solve(g, 0)
	out := &Clustering{Lower: min(lower, t.upper), Upper: t.upper, Proved: lower >= t.upper}
	at := map[int32]int{}
	for _, a := range n.Actors {
		c := t.best[index[a]]
		k, ok := at[c]
		if !ok {
			k = len(out.Camps)
			at[c] = k
			out.Camps = append(out.Camps, nil)
		}
		out.Camps[k] = append(out.Camps[k], a)
	}
	slices.SortStableFunc(out.Camps, func(x, y []entente.ActorID) int { return len(y) - len(x) })
	return out
}

// clusterTree is a search by branch and bound: two nodes are held to be in one
// camp, then in different ones, which a hostile tie heavier than all others says.
type clusterTree struct {
	budget Budget
	depth  int
	seed   uint64
	upper  int64
	best   []int32 // camp of each node of the network
	hard   int64
}

// solve returns a lower bound of the splits of g that are better than the best,
// at least known, and makes upper and best better where it finds such a split.
func (t *clusterTree) solve(g *graph, known int64) int64 {
	lower := known
	for round := 0; ; round++ {
		g.cluster()
		c := g.friends()
		if blocks, unit := c.blocks(), c.unit(); len(blocks) > 1 || unit > 1 {
			return max(lower, t.apart(g, c, blocks))
		}
		part, low, fixed := t.narrow(g, c, round)
		lower = max(lower, g.base+low)
		if t.upper >= 0 && lower >= t.upper || !g.meter.isLeft() {
			return lower
		}
		if c.together(g, fixed) == 0 {
			return t.branch(g, c, part, lower)
		}
	}
}

// friends is the core of a graph without the hostile ties between actors whom no
// friendly ties connect: they cost nothing.
func (g *graph) friends() *core {
	up := make([]int32, len(g.ties))
	for i := range up {
		up[i] = int32(i)
	}
	find := func(u int32) int32 {
		for up[u] != u {
			up[u] = up[up[u]]
			u = up[u]
		}
		return u
	}
	for u, m := range g.ties {
		for v, w := range m {
			if w > 0 {
				up[find(int32(u))] = find(v)
			}
		}
	}
	parts := map[int32]bool{}
	for u := range up {
		if up[u] = find(int32(u)); len(g.ties[u]) > 0 {
			parts[up[u]] = true
		}
	}
	if len(parts) < 2 {
		return g.core()
	}
	for u, m := range g.ties {
		for v := range m {
			if up[u] != up[v] {
				delete(m, v)
			}
		}
	}
	return g.core()
}

// apart solves the blocks of a core one by one and returns a lower bound of the
// splits that are better than the best.
func (t *clusterTree) apart(g *graph, c *core, blocks [][]int32) int64 {
	lower, cost, whole := g.base, g.base, true
	part, number := slices.Repeat([]int32{-1}, len(c.nodes)), make([]int32, len(c.nodes))
	next := int32(0)
	for _, nodes := range blocks {
		h, unit := c.block(nodes, number)
		sub := &clusterTree{budget: t.budget, depth: t.depth, seed: t.seed, upper: -1, best: make([]int32, len(nodes)), hard: t.hard/unit + 1}
		if t.upper >= 0 {
			sub.upper = max(0, (t.upper-lower+unit-1)/unit)
		}
		ceiling := sub.upper
		low := sub.solve(h, 0)
		t.seed = sub.seed
		if sub.upper < 0 { // none without a tie that is held
			return max(lower, t.upper)
		}
		lower += unit * min(low, sub.upper)
		if t.upper >= 0 && lower >= t.upper {
			return lower
		}
		if whole = whole && (ceiling < 0 || sub.upper < ceiling); whole {
			cost += unit * sub.upper
			next = glueCamps(nodes, sub.best, part, next)
		}
	}
	if whole {
		t.offer(g, c, part, cost-g.base)
	}
	return lower
}

// glueCamps writes the camps of a block, numbered from next, but that of the node it
// shares with what is written, which stays, and returns the next number.
func glueCamps(nodes, s, into []int32, next int32) int32 {
	camp := map[int32]int32{}
	for i, u := range nodes {
		if into[u] >= 0 {
			camp[s[i]] = into[u]
		}
	}
	for i, u := range nodes {
		k, ok := camp[s[i]]
		if !ok {
			k = next
			next++
			camp[s[i]] = k
		}
		into[u] = k
	}
	return next
}

// narrow searches and bounds a graph: a little search, the bound, and the rest of the
// search where that leaves a gap. Fixed marks the ties that every better split
// satisfies.
func (t *clusterTree) narrow(g *graph, c *core, round int) (part []int32, low int64, fixed []bool) {
	const at = 3 // restarts at a time
	restarts := t.budget.Restarts
	if t.depth > 0 || round > 0 {
		restarts = max(at, restarts/6)
	}
	fixed = make([]bool, len(c.to))
	cost := int64(-1)
	for done := 0; done < max(1, restarts); done += at {
		t.seed++
		if p, k := c.clusters(t.seed, max(1, min(at, restarts-done))); cost < 0 || k < cost {
			part, cost = p, k
			t.offer(g, c, part, cost)
		}
		if done == 0 && (t.upper < 0 || g.base+low < t.upper) {
			var q []int32
			if q, low = t.bound(g, c, fixed); q != nil {
				if k := c.clusterCost(q); k < cost {
					part, cost = q, k
					t.offer(g, c, part, cost)
				}
			}
		}
		if t.upper >= 0 && g.base+low >= t.upper || !g.meter.isLeft() {
			break
		}
	}
	return part, low, fixed
}

// bound is a lower bound of a graph, at most what a split must cost to be no better
// than the best, and the split that its dual rounds to, nil where there is none.
func (t *clusterTree) bound(g *graph, c *core, fixed []bool) (part []int32, low int64) {
	enough := t.hard
	if t.upper >= 0 {
		enough = t.upper - g.base
	}
	if enough <= 0 {
		return nil, 0
	}
	one := slices.Repeat([]int8{1}, len(c.nodes))
	if len(c.to) > packedFrom {
		if low = c.bound(t.seed, one, min(1, t.budget.Tries), enough, fixed); low >= enough || !g.meter.isLeft() {
			return nil, low
		}
	}
	best, length := c.bestBound(t.seed, one, enough, fixed)
	return c.joined(length), max(low, best)
}

// offer takes a split of the core if it is better than the best and breaks no tie
// that is held.
func (t *clusterTree) offer(g *graph, c *core, part []int32, cost int64) {
	if up := g.base + cost; cost < t.hard && (t.upper < 0 || up < t.upper) {
		t.upper = up
		t.keep(g, c, part)
	}
}

// branch holds the ends of a contradicted tie the other way and then as they are.
func (t *clusterTree) branch(g *graph, c *core, part []int32, lower int64) int64 {
	u, v := hardest(c, part)
	if u < 0 {
		return lower
	}
	together := part[u] == part[v]
	least := int64(-1)
	t.depth++
	for _, asIs := range []bool{false, true} {
		h := g.clone()
		a, b := c.nodes[u], c.nodes[v]
		if together == asIs {
			h.merge(a, b, 1)
		} else {
			if w := h.ties[a][b]; w > 0 {
				h.base += w
			}
			h.ties[a][b], h.ties[b][a] = -t.hard, -t.hard
		}
		if low := t.solve(h, lower); least < 0 || low < least {
			least = low
		}
	}
	t.depth--
	return max(lower, least)
}

// together joins the ends of marked friendly ties and returns how many nodes that
// took away.
func (c *core) together(g *graph, marked []bool) int {
	friendly := slices.Clone(marked)
	for e := range friendly {
		friendly[e] = friendly[e] && c.w[e] > 0
	}
	return c.fix(g, friendly)
}

// cluster joins nodes by friendly ties that outweigh all else of a node, and takes
// the ties of nodes without friends away: they stand alone at no cost.
func (g *graph) cluster() {
	for changed := true; changed; {
		changed = false
		for i := range g.ties {
			u := int32(i)
			m := g.ties[u]
			if len(m) == 0 {
				continue
			}
			best, others, friends := int32(-1), int64(0), false
			for k, w := range m {
				others += abs(w)
				friends = friends || w > 0
				if w > 0 && (best < 0 || w > m[best] || w == m[best] && k < best) {
					best = k
				}
			}
			if !friends {
				for k := range m {
					delete(g.ties[k], u)
				}
				clear(m)
				changed = true
				continue
			}
			if 2*m[best] >= others {
				g.merge(u, best, 1)
				changed = true
			}
		}
	}
}

// keep writes the camps of all nodes of the network.
func (t *clusterTree) keep(g *graph, c *core, part []int32) {
	for i := range t.best {
		t.best[i] = int32(len(t.best) + i) // alone
	}
	for i, u := range c.nodes {
		t.best[u] = part[i]
	}
	for i := len(g.join) - 1; i >= 0; i-- {
		t.best[g.join[i].u] = t.best[g.join[i].v]
	}
}

// clusterCost is the weight that a split into camps contradicts.
func (c *core) clusterCost(s []int32) int64 {
	var sum int64
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if v := c.to[e]; int32(u) < v && (c.w[e] > 0) != (s[u] == s[v]) {
				sum += abs(c.w[e])
			}
		}
	}
	return sum
}

// joined is a split into camps that joins the ends of friendly ties which a dual
// contradicts by less than half, and then moves nodes as long as that gains.
func (c *core) joined(length []float64) []int32 {
	up := make([]int32, len(c.nodes))
	for i := range up {
		up[i] = int32(i)
	}
	find := func(u int32) int32 {
		for up[u] != u {
			up[u] = up[up[u]]
			u = up[u]
		}
		return u
	}
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if c.w[e] > 0 && length[e] < .5 {
				up[find(int32(u))] = find(c.to[e])
			}
		}
	}
	s := make([]int32, len(c.nodes))
	for u := range s {
		s[u] = find(int32(u))
	}
	m := newMoving(c)
	m.settle(s, m.all())
	return s
}

// moving moves nodes of a core between camps.
type moving struct {
	c    *core
	pull []int64 // of each camp, for one node
	size []int   // of each camp
	near []int32
	free []int32 // camps that may be empty
}

func newMoving(c *core) *moving {
	return &moving{c: c, pull: make([]int64, len(c.nodes)), size: make([]int, len(c.nodes))}
}

// all are the nodes in their order.
func (m *moving) all() []int {
	out := make([]int, len(m.c.nodes))
	for i := range out {
		out[i] = i
	}
	return out
}

// settle moves each node, in an order, to the camp that costs least, or to one of its
// own, until none gains.
func (m *moving) settle(s []int32, order []int) {
	clear(m.size)
	for _, k := range s {
		m.size[k]++
	}
	m.free = m.free[:0]
	for k, z := range m.size {
		if z == 0 {
			m.free = append(m.free, int32(k))
		}
	}
	for moved := true; moved && m.c.meter.spend(2*len(m.c.to)+len(s)); {
		moved = false
		for _, u := range order {
			if to := m.best(s, u); to != s[u] {
				if m.size[s[u]]--; m.size[s[u]] == 0 {
					m.free = append(m.free, s[u])
				}
				m.size[to]++
				s[u] = to
				moved = true
			}
		}
	}
}

// best is the camp in which a node costs least.
func (m *moving) best(s []int32, u int) int32 {
	c := m.c
	m.near = m.near[:0]
	for e := c.start[u]; e < c.start[u+1]; e++ {
		k := s[c.to[e]]
		if m.pull[k] == 0 {
			m.near = append(m.near, k)
		}
		m.pull[k] += c.w[e]
	}
	to, most := s[u], m.pull[s[u]]
	for _, k := range m.near {
		if m.pull[k] > most || m.pull[k] == most && k < to && k != s[u] && most > m.pull[s[u]] {
			to, most = k, m.pull[k]
		}
	}
	for _, k := range m.near {
		m.pull[k] = 0
	}
	m.pull[s[u]] = 0
	if most < 0 && m.size[s[u]] > 1 {
		for to = m.free[len(m.free)-1]; m.size[to] > 0; to = m.free[len(m.free)-1] {
			m.free = m.free[:len(m.free)-1]
		}
	}
	return to
}

// polish moves nodes and joins camps until neither gains.
func (m *moving) polish(s []int32, x *rand.Rand) {
	for m.settle(s, x.Perm(len(s))); m.c.meter.isLeft() && m.c.join(s, x, 0); {
		m.settle(s, x.Perm(len(s)))
	}
}

// clusters finds a good split into camps: camps are joined and nodes moved until
// neither gains; then some nodes are set apart, or all, and it begins again.
func (c *core) clusters(seed uint64, restarts int) ([]int32, int64) {
	n := len(c.nodes)
	if n == 0 {
		return nil, 0
	}
	x := rand.New(rand.NewPCG(seed, uint64(n)+17))
	s := make([]int32, n)
	best, bestCost := make([]int32, n), int64(-1)
	m := newMoving(c)
	for r := range restarts {
		if r%3 == 0 {
			for i := range s {
				s[i] = int32(i)
			}
			noise := 0.0
			if r > 0 {
				noise = 1
			}
			c.join(s, x, noise)
		} else {
			copy(s, best)
			m.scatter(s, x, 1+n/(4+x.IntN(12)))
		}
		m.polish(s, x)
		if cost := c.clusterCost(s); bestCost < 0 || cost <= bestCost {
			bestCost = cost
			copy(best, s)
		}
		if bestCost == 0 || !c.meter.isLeft() {
			break
		}
	}
	return best, bestCost
}

// scatter sets some nodes apart, each in a camp of its own.
func (m *moving) scatter(s []int32, x *rand.Rand, some int) {
	taken := make([]bool, len(s))
	for _, k := range s {
		taken[k] = true
	}
	next := 0
	for range some {
		for next < len(s) && taken[next] {
			next++
		}
		if next == len(s) {
			return
		}
		taken[next] = true
		s[x.IntN(len(s))] = int32(next)
	}
}
