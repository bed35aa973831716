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
		c := g.core()
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

// narrow searches and bounds a graph. Fixed marks the ties that every better
// split satisfies.
func (t *clusterTree) narrow(g *graph, c *core, round int) (part []int32, low int64, fixed []bool) {
	t.seed++
	restarts, tries := t.budget.Restarts, t.budget.Tries
	if t.upper >= 0 {
		restarts, tries = max(3, restarts/6), max(2, tries/4)
	}
	part, cost := c.clusters(t.seed, restarts)
	if up := g.base + cost; cost < t.hard && (t.upper < 0 || up < t.upper) {
		t.upper = up
		t.keep(g, c, part)
	}
	enough := t.hard
	if t.upper >= 0 {
		enough = t.upper - g.base
	}
	fixed = make([]bool, len(c.to))
	if enough > 0 {
		low = c.bound(t.seed, slices.Repeat([]int8{1}, len(c.nodes)), tries, enough, fixed)
	}
	return part, low, fixed
}

// branch holds the ends of a contradicted tie the other way and then as they are.
func (t *clusterTree) branch(g *graph, c *core, part []int32, lower int64) int64 {
	u, v := hardest(c, part)
	if u < 0 {
		return lower
	}
	together := part[u] == part[v]
	least := int64(-1)
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

// clusters finds a good split into camps: nodes move to the camp that costs least,
// or to one of their own, until none gains; then some are moved at random and it
// begins again.
func (c *core) clusters(seed uint64, restarts int) ([]int32, int64) {
	n := len(c.nodes)
	if n == 0 {
		return nil, 0
	}
	x := rand.New(rand.NewPCG(seed, uint64(n)+17))
	s := make([]int32, n)
	for i := range s {
		s[i] = int32(i)
	}
	best, bestCost := slices.Clone(s), int64(-1)
	pull := make([]int64, n) // of each camp, for one node
	for r := range restarts {
		switch {
		case r%5 == 4:
			for i := range s {
				s[i] = int32(x.IntN(1 + n/8))
			}
		case r > 0:
			copy(s, best)
			for range 1 + n/6 {
				s[x.IntN(n)] = s[x.IntN(n)]
			}
		}
		order := x.Perm(n)
		size := make([]int, n) // of each camp
		for _, k := range s {
			size[k]++
		}
		var spare []int32 // camps that may be empty
		for k, z := range size {
			if z == 0 {
				spare = append(spare, int32(k))
			}
		}
		for moved := true; moved && c.meter.spend(2*len(c.to)+n); {
			moved = false
			for _, u := range order {
				var near []int32
				for e := c.start[u]; e < c.start[u+1]; e++ {
					k := s[c.to[e]]
					if pull[k] == 0 {
						near = append(near, k)
					}
					pull[k] += c.w[e]
				}
				to, most := s[u], pull[s[u]]
				for _, k := range near {
					if pull[k] > most || pull[k] == most && k < to && k != s[u] && most > pull[s[u]] {
						to, most = k, pull[k]
					}
				}
				for _, k := range near {
					pull[k] = 0
				}
				pull[s[u]] = 0
				if most < 0 && size[s[u]] > 1 {
					for to = spare[len(spare)-1]; size[to] > 0; to = spare[len(spare)-1] {
						spare = spare[:len(spare)-1]
					}
				}
				if to != s[u] {
					if size[s[u]]--; size[s[u]] == 0 {
						spare = append(spare, s[u])
					}
					size[to]++
					s[u] = to
					moved = true
				}
			}
		}
		if cost := c.clusterCost(s); bestCost < 0 || cost < bestCost {
			bestCost = cost
			copy(best, s)
		}
		if bestCost == 0 {
			break
		}
	}
	return best, bestCost
}
