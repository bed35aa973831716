package network

import (
	"cmp"
	"iter"
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

// newGraph makes a graph of nodes that are to have so many ties.
func newGraph(degree []int32) *graph {
	g := &graph{ties: make([]map[int32]int64, len(degree)), live: len(degree)}
	for i, n := range degree {
		g.ties[i] = make(map[int32]int64, n)
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

// core is that of the nodes that have ties.
func (g *graph) core() *core {
	var nodes []int32
	for i, m := range g.ties {
		if len(m) > 0 {
			nodes = append(nodes, int32(i))
		}
	}
	return g.lay(nodes)
}

// laid is the graph as a core of all its nodes, each by its own number.
func (g *graph) laid() *core {
	nodes := make([]int32, len(g.ties))
	for i := range nodes {
		nodes[i] = int32(i)
	}
	return g.lay(nodes)
}

// lay makes the core of nodes among which all ties are.
func (g *graph) lay(nodes []int32) *core {
	number, ends := make([]int32, len(g.ties)), 0
	for i, u := range nodes {
		number[u] = int32(i)
		ends += len(g.ties[u])
	}
	c := &core{nodes: nodes, start: make([]int32, len(nodes)+1), to: make([]int32, ends), w: make([]int64, ends), meter: g.meter}
	for i, u := range nodes {
		c.start[i+1] = c.start[i] + int32(len(g.ties[u]))
	}
	next := slices.Clone(c.start)
	for i, u := range nodes { // each tie is entered at its other end, so that all are in order
		for k, w := range g.ties[u] {
			at := &next[number[k]]
			c.to[*at], c.w[*at] = int32(i), w
			*at++
		}
	}
	return c
}

// row is the ties of a node, by the number of the other.
type row []end

// end is where a tie leads, with its weight.
type end struct {
	to int32
	w  int64
}

// summed makes a row of ties in any order, which it uses up.
func summed(ties []end) row {
	slices.SortFunc(ties, func(a, b end) int { return cmp.Compare(a.to, b.to) })
	out := row(ties[:0])
	for _, x := range ties {
		switch last := len(out) - 1; {
		case last < 0 || out[last].to != x.to:
			out = append(out, x)
		default:
			out[last].w += x.w
		}
	}
	return slices.DeleteFunc(out, func(x end) bool { return x.w == 0 })
}

// find is the place of a node in a row, or where it would stand.
func (r row) find(to int32) (int, bool) {
	return slices.BinarySearchFunc(r, to, func(x end, to int32) int { return cmp.Compare(x.to, to) })
}

// weight is that of the tie to a node, 0 where there is none.
func (r row) weight(to int32) int64 {
	if i, ok := r.find(to); ok {
		return r[i].w
	}
	return 0
}

// add adds to a weight; a tie of none is taken out.
func (r *row) add(to int32, w int64) {
	i, ok := r.find(to)
	switch {
	case !ok && w != 0:
		*r = slices.Insert(*r, i, end{to, w})
	case ok && (*r)[i].w+w == 0:
		*r = slices.Delete(*r, i, i+1)
	case ok:
		(*r)[i].w += w
	}
}

// near yields the nodes that a node is tied to, in order, with the weights.
func (c *core) near(u int) iter.Seq2[int32, int64] {
	return func(yield func(int32, int64) bool) {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if !yield(c.to[e], c.w[e]) {
				return
			}
		}
	}
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
