package network

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// packing is cycles that share no weight: a tie that a split contradicts, closed by
// ties that it satisfies.
type packing struct {
	c     *core
	x     *rand.Rand
	twin  []int32
	left  []int64 // weight of each tie that no cycle took
	bad   []bool  // ties that are contradicted
	open  []contradicted
	cycle []int32 // ties of the one found last
	from  []int32 // node from which a node was reached
	queue []int32
	seen  []int32 // round in which a node was reached, where ties are looked at one by one
	round int32

	// Where nodes have many ties, rows of bits say to which nodes satisfied ties lead
	// that have weight left, and which were reached.
	words   int // of a row, 0 where nodes have few ties
	free    []uint64
	reached []uint64
}

// contradicted is a tie with its ends.
type contradicted struct{ u, v, e int32 }

func newPacking(c *core, x *rand.Rand, s []int8, times int64) *packing {
	n := len(c.nodes)
	p := &packing{c: c, x: x, twin: c.twins(), left: make([]int64, len(c.w)), bad: make([]bool, len(c.w)), from: make([]int32, n), queue: make([]int32, 0, n)}
	for u := range n {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			p.left[e] = abs(c.w[e]) * times
			v := c.to[e]
			if p.bad[e] = (c.w[e] > 0) != (s[u] == s[v]); p.bad[e] && int32(u) < v {
				p.open = append(p.open, contradicted{int32(u), v, e})
			}
		}
	}
	if len(c.to) >= n*((n+63)/64) {
		p.byBits()
	} else {
		p.byTies()
	}
	return p
}

// byBits prepares to look at rows of bits.
func (p *packing) byBits() {
	c, n := p.c, len(p.c.nodes)
	p.words = (n + 63) / 64
	p.free, p.reached = make([]uint64, n*p.words), make([]uint64, p.words)
	for u := range n {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if v := c.to[e]; !p.bad[e] && p.left[e] > 0 {
				p.free[u*p.words+int(v>>6)] |= 1 << (v & 63)
			}
		}
	}
}

// byTies prepares to look at ties one by one.
func (p *packing) byTies() { p.words, p.seen = 0, make([]int32, len(p.c.nodes)) }

// close looks for satisfied ties, at most so many, that close a contradicted one to a
// cycle; cut says that there may be a longer way. Looked counts what it looked at.
func (p *packing) close(t contradicted, limit int) (found, cut bool, looked int) {
	p.queue = append(p.queue[:0], t.u)
	p.round++
	if p.words > 0 {
		clear(p.reached)
		p.reached[t.u>>6] |= 1 << (t.u & 63)
	} else {
		p.seen[t.u] = p.round
	}
	depth, edge, last := 0, 1, 0
	for h := 0; h < len(p.queue) && !found; h++ {
		if h == edge {
			depth++
			edge = len(p.queue)
		}
		if depth >= limit {
			cut = true
			break
		}
		u := p.queue[h]
		deg := p.c.start[u+1] - p.c.start[u]
		off := int32(0)
		if deg > 1 {
			off = int32(p.x.IntN(int(deg)))
		}
		looked += int(deg)
		switch {
		case p.words == 0:
			found = p.spread(u, off, t.v)
		case depth == limit-1: // what is reached now leads no further
			var n int
			n, found = p.last(u, p.c.to[p.c.start[u]+off], t.v)
			last += n
		default:
			found = p.reach(u, p.c.to[p.c.start[u]+off], t.v)
		}
	}
	return found, cut || last > 0, looked + len(p.queue) + last
}

// spread reaches the nodes that a node's ties lead to, beginning with one of them, up
// to a node that is looked for.
func (p *packing) spread(u, off, goal int32) bool {
	c := p.c
	for _, part := range [2][2]int32{{c.start[u] + off, c.start[u+1]}, {c.start[u], c.start[u] + off}} {
		for e := part[0]; e < part[1]; e++ {
			v := c.to[e]
			if p.left[e] == 0 || p.bad[e] || p.seen[v] == p.round {
				continue
			}
			p.seen[v], p.from[v] = p.round, u
			if v == goal {
				return true
			}
			p.queue = append(p.queue, v)
		}
	}
	return false
}

// fresh are the nodes of a word of a row that a node's ties lead to and that were not
// reached, of those numbered from low to below high.
func (p *packing) fresh(u int32, word int, low, high int32) uint64 {
	b := p.free[int(u)*p.words+word] &^ p.reached[word]
	first := int32(word) << 6
	if low > first {
		b &= ^uint64(0) << (low - first)
	}
	if high < first+64 {
		b &= 1<<(high-first) - 1
	}
	return b
}

// reach is spread by rows of bits: begin is the node to begin with.
func (p *packing) reach(u, begin, goal int32) bool {
	for _, part := range [2][2]int32{{begin, int32(len(p.from))}, {0, begin}} {
		for word := int(part[0] >> 6); word<<6 < int(part[1]); word++ {
			for b := p.fresh(u, word, part[0], part[1]); b != 0; b &= b - 1 {
				v := int32(word)<<6 + int32(bits.TrailingZeros64(b))
				p.reached[word] |= 1 << (v & 63)
				p.from[v] = u
				if v == goal {
					return true
				}
				p.queue = append(p.queue, v)
			}
		}
	}
	return false
}

// last is reach where nobody asks from where the nodes before the goal were reached:
// it counts them.
func (p *packing) last(u, begin, goal int32) (n int, found bool) {
	found = p.free[int(u)*p.words+int(goal>>6)]&(1<<(goal&63)) != 0
	parts := [2][2]int32{{begin, int32(len(p.from))}, {0, begin}}
	if found {
		p.from[goal] = u
		if goal >= begin {
			parts = [2][2]int32{{begin, goal}}
		} else {
			parts[1][1] = goal
		}
	}
	for _, part := range parts {
		for word := int(part[0] >> 6); word<<6 < int(part[1]); word++ {
			b := p.fresh(u, word, part[0], part[1])
			p.reached[word] |= b
			n += bits.OnesCount64(b)
		}
	}
	return n, found
}

// take takes weight for the cycle found last, which a contradicted tie and the way
// between its ends make, at most so much, and returns how much.
func (p *packing) take(t contradicted, most int64) int64 {
	p.cycle = append(p.cycle[:0], t.e)
	least := p.left[t.e]
	for v := t.v; v != t.u; v = p.from[v] {
		e := p.c.tie(p.from[v], v)
		p.cycle = append(p.cycle, e)
		least = min(least, p.left[e])
	}
	least = min(least, most)
	for _, e := range p.cycle {
		p.left[e] -= least
		p.left[p.twin[e]] -= least
		if p.words > 0 && p.left[e] == 0 {
			u, v := p.c.to[p.twin[e]], p.c.to[e]
			p.free[int(u)*p.words+int(v>>6)] &^= 1 << (v & 63)
			p.free[int(v)*p.words+int(u>>6)] &^= 1 << (u & 63)
		}
	}
	return least
}

// drop takes a tie out of those to be closed.
func (p *packing) drop(i int) {
	p.open[i] = p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
}

// tie is the number of the tie from a node to another, which must be there.
func (c *core) tie(u, v int32) int32 {
	k, _ := slices.BinarySearch(c.to[c.start[u]:c.start[u+1]], v)
	return c.start[u] + int32(k)
}

// packed is a lower bound of the cost: negative cycles that share no weight each
// cost what they share at least. The split s makes the graph one whose negative
// ties are those that s contradicts; each of them is closed by satisfied ties to
// cycles, as short as there are, and cycles take weight until none is left.
// Weights are taken times, so that a cycle may take a part of a tie: the packed
// weight divided by times, rounded up, is the bound. A tie that has weight left
// costs that much more where it is contradicted; fixed marks those with which the
// bound is enough.
func (c *core) packed(x *rand.Rand, s []int8, times int64, enough int64, fixed []bool) int64 {
	p := newPacking(c, x, s, times)
	x.Shuffle(len(p.open), func(i, k int) { p.open[i], p.open[k] = p.open[k], p.open[i] })
	var total int64
	// The longest a cycle may be grows, so that short ones, which take least, go
	// first; within a length every open tie takes one unit in turn.
	for limit := 2; limit <= len(c.nodes) && len(p.open) > 0; limit++ {
		for again := true; again; {
			took, looked := p.turn(limit, times, (enough-1)*times-total)
			total += took
			again = took > 0
			if total > (enough-1)*times {
				return enough
			}
			if !c.meter.spend(looked) {
				again, limit = false, len(c.nodes)
			}
		}
	}
	for e := range fixed {
		fixed[e] = fixed[e] || (total+p.left[e]+times-1)/times >= enough
	}
	return (total + times - 1) / times
}

// turn closes each open tie once, until more is taken than a ceiling.
func (p *packing) turn(limit int, times, ceiling int64) (took int64, looked int) {
	for i := 0; i < len(p.open); i++ {
		t := p.open[i]
		if p.left[t.e] == 0 {
			p.drop(i)
			i--
			continue
		}
		found, cut, n := p.close(t, limit)
		looked += n
		if !found {
			if !cut { // no way is left, however long
				p.drop(i)
				i--
			}
			continue
		}
		most := p.left[t.e]
		if times > 1 {
			most = max(1, abs(p.c.w[t.e])*times/8)
		}
		if took += p.take(t, most); took > ceiling {
			break
		}
	}
	return took, looked
}
