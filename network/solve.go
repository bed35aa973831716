package network

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// search finds a good split of a core by tabu search from spanning-tree and
// random starts. The numbers drawn follow from the seed alone.
func (c *core) search(seed uint64, restarts int) ([]int8, int64) {
	n := len(c.nodes)
	if n == 0 {
		return nil, 0
	}
	x := rand.New(rand.NewPCG(seed, uint64(n)))
	best, bestCost := make([]int8, n), int64(-1)
	for r := range restarts {
		s := c.startAt(x, r)
		c.sweep(s)
		cost := c.tabu(x, s)
		if bestCost < 0 || cost < bestCost {
			bestCost = cost
			copy(best, s)
		}
		if bestCost == 0 || !c.meter.isLeft() {
			break
		}
	}
	return best, max(bestCost, 0)
}

// startAt makes a split that satisfies the ties of a spanning tree from a random
// root, every fourth one at random.
func (c *core) startAt(x *rand.Rand, round int) []int8 {
	n := len(c.nodes)
	s := make([]int8, n)
	if round%4 == 3 {
		for i := range s {
			s[i] = int8(2*x.IntN(2) - 1)
		}
		return s
	}
	order := x.Perm(n)
	for _, root := range order {
		if s[root] != 0 {
			continue
		}
		s[root] = 1
		stack := []int32{int32(root)}
		for len(stack) > 0 {
			at := len(stack) - 1
			if round%2 == 1 {
				at = x.IntN(len(stack))
			}
			u := stack[at]
			stack[at] = stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for e := c.start[u]; e < c.start[u+1]; e++ {
				if v := c.to[e]; s[v] == 0 {
					s[v] = s[u]
					if c.w[e] < 0 {
						s[v] = -s[u]
					}
					stack = append(stack, v)
				}
			}
		}
	}
	return s
}

// sweep moves each node in turn to the other camp where that gains, until none does.
func (c *core) sweep(s []int8) {
	for moved := true; moved && c.meter.spend(len(c.to)); {
		moved = false
		for u := range s {
			var gain int64
			for e := c.start[u]; e < c.start[u+1]; e++ {
				gain += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
			}
			if gain < 0 {
				s[u] = -s[u]
				moved = true
			}
		}
	}
}

// tabuAtMost bounds the nodes looked at in vain, so that a large core leaves work for
// the bound.
const tabuAtMost = 8_000_000

// tabu improves s in place by changing one node's camp at a time, also for the
// worse, never the same node twice within some steps, and returns the best cost;
// s is the best split then.
func (c *core) tabu(x *rand.Rand, s []int8) int64 {
	n := len(c.nodes)
	gain := make([]int64, n) // cost of changing a node's camp
	for u := range n {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			gain[u] += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
		}
	}
	cost := c.cost(s)
	best, bestCost := slices.Clone(s), cost
	last := make([]int, n)
	for i := range last {
		last[i] = -1 << 30
	}
	tenure := max(3, min(20, n/10))
	idle, patience := 0, max(200, min(20*n, 20_000, tabuAtMost/n))
	for step := 0; idle < patience && c.meter.spend(n); step++ {
		pick := -1
		for u := range n {
			if step-last[u] < tenure && cost+gain[u] >= bestCost {
				continue
			}
			if pick < 0 || gain[u] < gain[pick] || gain[u] == gain[pick] && last[u] < last[pick] {
				pick = u
			}
		}
		if pick < 0 {
			pick = x.IntN(n)
		}
		cost += gain[pick]
		gain[pick] = -gain[pick]
		s[pick] = -s[pick]
		for e := c.start[pick]; e < c.start[pick+1]; e++ {
			v := c.to[e]
			gain[v] += 2 * c.w[e] * int64(s[pick]) * int64(s[v])
		}
		last[pick] = step + x.IntN(3)
		if cost < bestCost {
			bestCost, idle = cost, 0
			copy(best, s)
		} else {
			idle++
		}
		if bestCost == 0 {
			break
		}
	}
	copy(s, best)
	return bestCost
}

// twins gives each directed tie's number in the other direction.
func (c *core) twins() []int32 {
	out := make([]int32, len(c.to))
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			v := c.to[e]
			k, _ := slices.BinarySearch(c.to[c.start[v]:c.start[v+1]], int32(u))
			out[e] = c.start[v] + int32(k)
		}
	}
	return out
}

// bound is the best lower bound found in some tries, at most enough. Fixed, where
// not nil, marks the ties that every split satisfies that costs less than enough.
func (c *core) bound(seed uint64, s []int8, tries int, enough int64, fixed []bool) int64 {
	x := rand.New(rand.NewPCG(seed, 99))
	var best int64
	for i := range tries {
		times := int64(1)
		if i%2 == 1 {
			times = 12
		}
		if i > 0 && !c.meter.isLeft() {
			break
		}
		if best = max(best, c.packed(x, s, times, enough, fixed)); best >= enough {
			break
		}
	}
	return best
}

// bestBound is the bound of the best packing in fractions of the cycles that one tie
// which contradicts s closes, at most enough. Fixed is marked as by bound. Length says
// of each tie by how much it is contradicted, 0 to 1, in the dual: the fractions of
// ties that cost least so that each cycle has one contradicted tie in sum.
func (c *core) bestBound(seed uint64, s []int8, enough int64, fixed []bool) (low int64, length []float64) {
	bad := make([]bool, len(c.to))
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			bad[e] = (c.w[e] > 0) != (s[u] == s[c.to[e]])
		}
	}
	p := newProgram(c, rand.New(rand.NewPCG(seed, 98)))
	p.solve(bad, float64(enough-1)+.01)
	times := c.parts()
	total, left := p.packed(times)
	for e := range fixed {
		fixed[e] = fixed[e] || (total+left[e]+times-1)/times >= enough
	}
	length = make([]float64, len(c.to))
	for e := range length {
		length[e] = p.dual(min(int32(e), p.twin[e]))
	}
	return min(enough, (total+times-1)/times), length
}

// byLength lists each tie once, the least contradicted and of these the heaviest
// first.
func (c *core) byLength(length []float64) (ends [][2]int32, ties []int32) {
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if int32(u) < c.to[e] {
				ties = append(ties, e)
			}
		}
	}
	from := make([]int32, len(c.to))
	for u := range c.nodes {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			from[e] = int32(u)
		}
	}
	slices.SortStableFunc(ties, func(a, b int32) int {
		return cmp.Or(cmp.Compare(math.Round(1e6*length[a]), math.Round(1e6*length[b])), cmp.Compare(abs(c.w[b]), abs(c.w[a])))
	})
	for _, e := range ties {
		ends = append(ends, [2]int32{from[e], c.to[e]})
	}
	return ends, ties
}

// rounded is a split into two camps that satisfies the ties which a dual contradicts
// least, as far as they form no cycle, and then moves nodes one by one as long as that
// gains.
func (c *core) rounded(length []float64) ([]int8, int64) {
	up, turn := make([]int32, len(c.nodes)), make([]int8, len(c.nodes))
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
	ends, ties := c.byLength(length)
	for i, e := range ties {
		a, x := find(ends[i][0])
		b, y := find(ends[i][1])
		if a == b {
			continue
		}
		sign := x * y
		if c.w[e] < 0 {
			sign = -sign
		}
		up[a], turn[a] = b, sign
	}
	s := make([]int8, len(c.nodes))
	for u := range s {
		_, s[u] = find(int32(u))
	}
	return s, c.fall(s)
}

// parts is how many parts of a unit amounts are rounded to, so that sums stay exact.
func (c *core) parts() int64 {
	sum := int64(1)
	for _, w := range c.w {
		sum += abs(w)
	}
	return max(1, min(1<<20, (1<<60)/sum))
}
