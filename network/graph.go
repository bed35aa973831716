package network

import (
	"cmp"
	"slices"
)

// graph is a signed graph with whole weights in which nodes can be joined: two
// nodes are held to be in one camp, or in opposite camps, and become one. The
// cost that no split can avoid is kept in base.
type graph struct {
	ties  []map[int32]int64 // by node: other node, signed weight; nil for a node that was joined
	base  int64             // cost that is certain
	live  int
	join  []joined // in order
	meter *meter
}

// joined says that node u stands as node v does, times sign.
type joined struct {
	u, v int32
	sign int8
}

func newGraph(n int) *graph {
	g := &graph{ties: make([]map[int32]int64, n), live: n}
	for i := range g.ties {
		g.ties[i] = map[int32]int64{}
	}
	return g
}

// add adds weight to the tie of u and v; parallel ties of opposite sign cost the
// lesser, whatever the camps.
func (g *graph) add(u, v int32, w int64) {
	if w == 0 || u == v {
		return
	}
	old := g.ties[u][v]
	if old != 0 && (old > 0) != (w > 0) {
		g.base += min(abs(old), abs(w))
	}
	if sum := old + w; sum != 0 {
		g.ties[u][v], g.ties[v][u] = sum, sum
	} else {
		delete(g.ties[u], v)
		delete(g.ties[v], u)
	}
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

func (g *graph) clone() *graph {
	c := &graph{ties: make([]map[int32]int64, len(g.ties)), base: g.base, live: g.live, join: slices.Clone(g.join), meter: g.meter}
	steps := 0
	for i, m := range g.ties {
		if m == nil {
			continue
		}
		steps += 40 * len(m) // copying a map costs about as much
		c.ties[i] = make(map[int32]int64, len(m))
		for k, w := range m {
			c.ties[i][k] = w
		}
	}
	g.meter.spend(steps)
	return c
}

// merge puts u where v is (sign +1) or opposite (sign -1).
func (g *graph) merge(u, v int32, sign int8) {
	if w := g.ties[u][v]; w != 0 {
		if (w > 0) != (sign > 0) {
			g.base += abs(w)
		}
		delete(g.ties[v], u)
		delete(g.ties[u], v)
	}
	for k, w := range g.ties[u] {
		delete(g.ties[k], u)
		if sign < 0 {
			w = -w
		}
		g.add(v, k, w)
	}
	g.ties[u] = nil
	g.live--
	g.join = append(g.join, joined{u, v, sign})
}

// reduce joins nodes by ties that outweigh all others of a node together: in some
// best split they are satisfied, since otherwise the node can change its camp at
// no cost. Nodes with one or two ties go this way.
func (g *graph) reduce() { g.contract(0) }

// contract joins nodes by ties that outweigh all others of a node together by so
// much: with 1, every best split satisfies them.
func (g *graph) contract(by int64) {
	queue := make([]int32, 0, len(g.ties))
	for i := range g.ties {
		queue = append(queue, int32(i))
	}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		m := g.ties[u]
		if len(m) == 0 {
			continue
		}
		best, total := int32(-1), int64(0)
		for k, w := range m {
			total += abs(w)
			if best < 0 || abs(w) > abs(m[best]) || abs(w) == abs(m[best]) && k < best {
				best = k
			}
		}
		if 2*abs(m[best]) < total+by {
			continue
		}
		touched := make([]int32, 0, len(m))
		for k := range m {
			touched = append(touched, k)
		}
		slices.Sort(touched)
		sign := int8(1)
		if m[best] < 0 {
			sign = -1
		}
		g.merge(u, best, sign)
		queue = append(queue, touched...)
	}
}

// split writes the camps of all nodes, +1 and -1, given those of the nodes that
// were not joined (0 for nodes without ties, which go to +1).
func (g *graph) split(camps []int8) {
	for i := range camps {
		if camps[i] == 0 && g.ties[i] != nil {
			camps[i] = 1
		}
	}
	for i := len(g.join) - 1; i >= 0; i-- {
		j := g.join[i]
		camps[j.u] = camps[j.v] * j.sign
	}
}

// core is the nodes that have ties left, densely numbered, with sorted ties: the
// form that searches run over.
type core struct {
	nodes []int32 // of the graph
	start []int32
	to    []int32
	w     []int64
	meter *meter
}

func (g *graph) core() *core {
	c := &core{meter: g.meter}
	number := make([]int32, len(g.ties))
	for i, m := range g.ties {
		if len(m) > 0 {
			number[i] = int32(len(c.nodes))
			c.nodes = append(c.nodes, int32(i))
		}
	}
	c.start = append(c.start, 0)
	for _, u := range c.nodes {
		from := len(c.to)
		for k := range g.ties[u] {
			c.to = append(c.to, number[k])
		}
		slices.SortFunc(c.to[from:], func(a, b int32) int { return cmp.Compare(a, b) })
		for _, k := range c.to[from:] {
			c.w = append(c.w, g.ties[u][c.nodes[k]])
		}
		c.start = append(c.start, int32(len(c.to)))
	}
	return c
}

// cost is the weight of ties that a split of the core's nodes contradicts.
func (c *core) cost(s []int8) int64 {
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
