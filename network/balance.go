package network

import (
	"slices"

	"entente"
)

// Budget bounds the work of the exact solver; it counts steps, not time, so that
// the same network gives the same answer everywhere.
type Budget struct {
	Restarts int // of the search for a good split
	Tries    int // of each lower bound
	Branches int // of branch and bound
}

// DefaultBudget proves most networks of states in well under a second.
func DefaultBudget() Budget { return Budget{Restarts: 30, Tries: 12, Branches: 400} }

// Balance is how far a network is from two camps with friends within and foes
// between: the frustration index (line index of balance; Harary 1959), the least
// weight of ties that contradict a split into two camps.
type Balance struct {
	Lower  int64 `json:"lower"` // no split costs less
	Upper  int64 `json:"upper"` // the split below costs this
	Proved bool  `json:"proved"`
	// Camps are the actors of the two camps of a best split, the larger first;
	// actors that no tie binds to the others are in the first.
	Camps [2][]entente.ActorID `json:"camps"`
	// Frustrated are the ties that contradict the split.
	Frustrated []Tie `json:"frustrated,omitempty"`
}

// Frustration finds the frustration index of a network. Within the budget it is
// proved; else Lower and Upper bound it.
func Frustration(n *Network, b Budget) *Balance {
	g, index := n.graph()
	s, lower, upper := solve(g, b)
	out := &Balance{Lower: lower, Upper: upper, Proved: lower == upper}
	for _, a := range n.Actors {
		k := 0
		if s[index[a]] < 0 {
			k = 1
		}
		out.Camps[k] = append(out.Camps[k], a)
	}
	if len(out.Camps[1]) > len(out.Camps[0]) || len(out.Camps[1]) == len(out.Camps[0]) && len(out.Camps[0]) > 0 && out.Camps[1][0] < out.Camps[0][0] {
		out.Camps[0], out.Camps[1] = out.Camps[1], out.Camps[0]
	}
	for _, t := range n.Ties {
		same := s[index[t.A]] == s[index[t.B]]
		if same && t.Minus > 0 || !same && t.Plus > 0 {
			out.Frustrated = append(out.Frustrated, t)
		}
	}
	return out
}

// graph is the network as the solver takes it, and the number of each actor.
func (n *Network) graph() (*graph, map[entente.ActorID]int32) {
	index := make(map[entente.ActorID]int32, len(n.Actors))
	for i, a := range n.Actors {
		index[a] = int32(i)
	}
	g := newGraph(len(n.Actors))
	for _, t := range n.Ties {
		g.add(index[t.A], index[t.B], t.Plus)
		g.add(index[t.A], index[t.B], -t.Minus)
	}
	return g, index
}

// solve finds a best split of a graph, which it changes. Lower and upper bound
// its cost and are equal where it is proved.
func solve(g *graph, b Budget) (s []int8, lower, upper int64) {
	n := len(g.ties)
	g.reduce()
	if g.live < 64 {
		b.Restarts = min(b.Restarts, 12)
	}
	best := make([]int8, n)
	c := g.core()
	part, cost := c.search(1, b.Restarts)
	g.place(c, part, best)
	upper = g.base + cost
	lower = g.base + c.bound(2, part, b.Tries, cost)
	if lower < upper && len(c.nodes) <= 20 {
		part, cost = c.every()
		clear(best)
		g.place(c, part, best)
		return best, g.base + cost, g.base + cost
	}
	if lower == upper {
		return best, lower, upper
	}
	t := &tree{budget: b, left: b.Branches, best: best, upper: upper}
	least := t.branch(g, c, part, lower)
	return t.best, min(least, t.upper), t.upper
}

// place writes the camps of the core's nodes and then of all.
func (g *graph) place(c *core, part, into []int8) {
	clear(into)
	for i, u := range c.nodes {
		into[u] = part[i]
	}
	g.split(into)
}

// every tries all splits of at most 20 nodes in the order of a Gray code.
func (c *core) every() ([]int8, int64) {
	n := len(c.nodes)
	s := make([]int8, n)
	for i := range s {
		s[i] = 1
	}
	cost := c.cost(s)
	best, bestCost := slices.Clone(s), cost
	if n < 2 {
		return best, bestCost
	}
	for i := 1; i < 1<<(n-1); i++ {
		u := 0
		for k := i; k&1 == 0; k >>= 1 {
			u++
		}
		for e := c.start[u]; e < c.start[u+1]; e++ {
			cost += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
		}
		s[u] = -s[u]
		if cost < bestCost {
			bestCost = cost
			copy(best, s)
		}
	}
	return best, bestCost
}

// tree is a search by branch and bound: a pair of nodes is held to be in one
// camp, then in opposite ones.
type tree struct {
	budget Budget
	left   int
	best   []int8
	upper  int64
}

// branch returns a lower bound of the splits of g, and makes best and upper
// better where it finds a better one. Part is a good split of its core, lower a
// bound that is known.
func (t *tree) branch(g *graph, c *core, part []int8, lower int64) int64 {
	if lower >= t.upper {
		return lower
	}
	if t.left == 0 {
		return lower
	}
	t.left--
	u, v := c.strained(part)
	if u < 0 {
		return lower
	}
	same := part[u] == part[v]
	least := int64(-1)
	for _, asIs := range []bool{false, true} {
		h := g.clone()
		h.join = g.join
		h.join = slices.Clone(h.join)
		sign := int8(1)
		if same != asIs {
			sign = -1
		}
		h.merge(c.nodes[u], c.nodes[v], sign)
		h.reduce()
		k := h.core()
		p, cost := k.search(uint64(t.left), max(2, t.budget.Restarts/8))
		if up := h.base + cost; up < t.upper {
			t.upper = up
			h.place(k, p, t.best)
		}
		low := h.base
		if len(k.nodes) <= 20 {
			q, exact := k.every()
			if up := h.base + exact; up < t.upper {
				t.upper = up
				h.place(k, q, t.best)
			}
			low += exact
		} else {
			low = max(lower, low+k.bound(uint64(t.left), p, max(2, t.budget.Tries/2), max(cost, t.upper-h.base)))
			low = t.branch(h, k, p, low)
		}
		if least < 0 || low < least {
			least = low
		}
	}
	return max(lower, least)
}

// strained picks the contradicted tie whose ends have most other ties: holding
// its ends one way or the other changes most.
func (c *core) strained(s []int8) (a, b int32) {
	a, b = -1, -1
	best := int64(-1)
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			v := c.to[e]
			if int32(u) >= v || (c.w[e] > 0) == (s[u] == s[v]) {
				continue
			}
			if score := int64(c.start[u+1]-c.start[u]) * int64(c.start[v+1]-c.start[v]); score > best {
				best, a, b = score, int32(u), v
			}
		}
	}
	return a, b
}

// Ballast is what it takes to move a pair: the best cost with both in one camp
// and in opposite camps, their own tie left out.
type Ballast struct {
	A        entente.ActorID `json:"a"`
	B        entente.ActorID `json:"b"`
	Same     int64           `json:"same"`
	Opposite int64           `json:"opposite"`
	Proved   bool            `json:"proved"`
	// Strained are the ties that are contradicted where both are in one camp and
	// not where they are in opposite ones, in the splits that were found.
	Strained []Tie `json:"strained,omitempty"`
}

// Ballast is Same less Opposite: a friendly tie that weighs more puts the pair
// into one camp.
func (b *Ballast) Ballast() int64 { return b.Same - b.Opposite }

// Weigh finds the ballast of a pair of actors of the network; ok is false where
// one is not in it.
func Weigh(n *Network, a, b entente.ActorID, budget Budget) (out *Ballast, ok bool) {
	if _, ok := slices.BinarySearch(n.Actors, a); !ok || a == b {
		return nil, false
	}
	if _, ok := slices.BinarySearch(n.Actors, b); !ok {
		return nil, false
	}
	out = &Ballast{A: a, B: b, Proved: true}
	var splits [2][]int8
	var index map[entente.ActorID]int32
	for i, sign := range []int8{1, -1} {
		rest := New(slices.DeleteFunc(slices.Clone(n.Ties), func(t Tie) bool {
			return t.A == a && t.B == b || t.A == b && t.B == a
		}))
		rest.Actors = n.Actors
		var g *graph
		g, index = rest.graph()
		g.merge(index[a], index[b], sign)
		s, lower, upper := solve(g, budget)
		splits[i] = s
		out.Proved = out.Proved && lower == upper
		if i == 0 {
			out.Same = upper
		} else {
			out.Opposite = upper
		}
	}
	frustrated := func(t *Tie, s []int8) bool {
		same := s[index[t.A]] == s[index[t.B]]
		return t.Weight() != 0 && same != (t.Weight() > 0)
	}
	for _, t := range n.Ties {
		if t.A == a && t.B == b || t.A == b && t.B == a {
			continue
		}
		if frustrated(&t, splits[0]) && !frustrated(&t, splits[1]) {
			out.Strained = append(out.Strained, t)
		}
	}
	return out, true
}
