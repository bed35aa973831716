package network

import "slices"

// blocks lists the nodes of each block of a core: the largest parts that stay
// connected whichever node is taken away (Hopcroft and Tarjan 1973). Cycles lie
// within blocks, so that the least cost is the sum over blocks. Two blocks share one
// node at most; in the order given, each block shares one with those before it, or
// none with any.
func (c *core) blocks() [][]int32 {
	b := &blocking{c: c, at: make([]int32, len(c.nodes)), low: make([]int32, len(c.nodes))}
	for u := range c.nodes {
		if b.at[u] == 0 {
			b.visit(int32(u))
		}
	}
	slices.Reverse(b.found)
	return b.found
}

// blocking is a search in depth for blocks.
type blocking struct {
	c     *core
	at    []int32 // when a node was first met, from 1
	low   []int32 // the earliest node that what lies below a node is tied to
	clock int32
	stack []int32
	walk  []place
	found [][]int32
}

// place is how far the ties of a node have been followed.
type place struct{ u, from, e int32 }

// visit finds the blocks of what is connected with a node.
func (b *blocking) visit(root int32) {
	b.enter(root, -1)
	for len(b.walk) > 0 {
		p := &b.walk[len(b.walk)-1]
		if p.e == b.c.start[p.u+1] {
			b.leave()
			continue
		}
		v := b.c.to[p.e]
		p.e++
		switch {
		case b.at[v] == 0:
			b.enter(v, p.u)
		case v != p.from:
			b.low[p.u] = min(b.low[p.u], b.at[v])
		}
	}
	b.stack = b.stack[:0]
}

func (b *blocking) enter(u, from int32) {
	b.clock++
	b.at[u], b.low[u] = b.clock, b.clock
	b.stack = append(b.stack, u)
	b.walk = append(b.walk, place{u, from, b.c.start[u]})
}

// leave ends a node; where nothing below is tied to above its parent, what lies
// below and the parent are a block.
func (b *blocking) leave() {
	u, from := b.walk[len(b.walk)-1].u, b.walk[len(b.walk)-1].from
	b.walk = b.walk[:len(b.walk)-1]
	if from < 0 {
		return
	}
	b.low[from] = min(b.low[from], b.low[u])
	if b.low[u] < b.at[from] {
		return
	}
	i := len(b.stack) - 1
	for b.stack[i] != u {
		i--
	}
	block := append(slices.Clone(b.stack[i:]), from)
	b.stack = b.stack[:i]
	slices.Sort(block)
	b.found = append(b.found, block)
}

// block makes a graph of some nodes of a core with the ties between them, in units
// of their greatest common divisor, which it returns.
func (c *core) block(nodes []int32, number []int32) (*graph, int64) {
	degree := make([]int32, len(nodes)) // in the core, so at most
	for i, u := range nodes {
		number[u], degree[i] = int32(i)+1, c.start[u+1]-c.start[u]
	}
	unit := int64(0)
	g := newGraph(degree)
	for i, u := range nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if k := number[c.to[e]]; k > 0 {
				g.ties[i][k-1] = c.w[e]
				unit = divisor(unit, abs(c.w[e]))
			}
		}
	}
	if unit > 1 {
		for _, m := range g.ties {
			for k := range m {
				m[k] /= unit
			}
		}
	}
	for _, u := range nodes {
		number[u] = 0
	}
	g.meter = c.meter
	return g, max(1, unit)
}

// divisor is the greatest common divisor; that of 0 and b is b.
func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// unit is the greatest common divisor of the weights of a core, 1 where there are
// none.
func (c *core) unit() int64 {
	unit := int64(0)
	for _, w := range c.w {
		if unit = divisor(unit, abs(w)); unit == 1 {
			break
		}
	}
	return max(1, unit)
}
