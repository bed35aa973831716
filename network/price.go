package network

import (
	"cmp"
	"slices"
)

// price finds, for each tie that does not fit, the shortest cycle that ties which fit
// close it to, where that is shorter than 1 by the lengths of a program; each counts
// a little more, so that of equal cycles the one of fewest ties is found. Bad marks
// the ties that do not fit, by direction.
func (p *program) price(bad []bool) [][]int32 {
	s := &shortest{p: p, bad: bad, dist: make([]float64, len(p.c.nodes)), via: make([]int32, len(p.c.nodes)), seen: make([]int32, len(p.c.nodes)), done: make([]int32, len(p.c.nodes))}
	type found struct {
		cycle []int32
		short float64
	}
	var all []found
	for u := range p.c.nodes {
		var want []int32
		for e := p.c.start[u]; e < p.c.start[u+1]; e++ {
			if bad[e] && p.c.to[e] > int32(u) && p.dual(e) < 1-1e-6 {
				want = append(want, e)
			}
		}
		if len(want) == 0 {
			continue
		}
		if !p.c.meter.spend(s.from(int32(u), want)) {
			break
		}
		for _, e := range want {
			if cycle, ok := s.cycle(int32(u), e); ok {
				if short := p.short(cycle); short > 1e-6 {
					all = append(all, found{cycle, short})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(x, y found) int { return cmp.Compare(y.short, x.short) })
	out := make([][]int32, len(all))
	for i := range all {
		out[i] = all[i].cycle
	}
	return out
}

// shortest finds shortest ways over ties that fit (Dijkstra 1959).
type shortest struct {
	p     *program
	bad   []bool
	dist  []float64
	via   []int32 // tie by which a node is reached
	seen  []int32 // round in which it was
	done  []int32
	round int32
	heap  []far
}

type far struct {
	at float64
	u  int32
}

// hop is what each tie adds to its length.
const hop = 1e-5

// from finds the ways from a node to the ends of ties and returns the ties looked at.
func (s *shortest) from(u int32, want []int32) (looked int) {
	s.round++
	c := s.p.c
	s.heap = append(s.heap[:0], far{0, u})
	s.dist[u], s.seen[u], s.via[u] = 0, s.round, -1
	limit, left := 0.0, len(want)
	for _, e := range want {
		limit = max(limit, 1-s.p.dual(e))
	}
	for len(s.heap) > 0 && left > 0 {
		x := s.pop()
		if s.done[x.u] == s.round {
			continue
		}
		s.done[x.u] = s.round
		for _, e := range want {
			if c.to[e] == x.u {
				left--
			}
		}
		for e := c.start[x.u]; e < c.start[x.u+1]; e++ {
			v := c.to[e]
			looked++
			if s.bad[e] || s.done[v] == s.round {
				continue
			}
			d := x.at + hop + s.p.dual(min(e, s.p.twin[e]))
			if d < limit && (s.seen[v] != s.round || d < s.dist[v]) {
				s.dist[v], s.seen[v], s.via[v] = d, s.round, e
				s.push(far{d, v})
			}
		}
	}
	return 2 * looked
}

// cycle closes a tie by the way to its end.
func (s *shortest) cycle(u, e int32) ([]int32, bool) {
	c := s.p.c
	v := c.to[e]
	if s.done[v] != s.round {
		return nil, false
	}
	out := []int32{e}
	for v != u {
		k := s.via[v]
		out = append(out, min(k, s.p.twin[k]))
		v = c.to[s.p.twin[k]]
	}
	return out, true
}

func (f far) before(g far) bool { return f.at < g.at || f.at == g.at && f.u < g.u }

func (s *shortest) push(x far) {
	s.heap = append(s.heap, x)
	for i := len(s.heap) - 1; i > 0 && s.heap[i].before(s.heap[(i-1)/2]); i = (i - 1) / 2 {
		s.heap[i], s.heap[(i-1)/2] = s.heap[(i-1)/2], s.heap[i]
	}
}

func (s *shortest) pop() far {
	out, last := s.heap[0], len(s.heap)-1
	s.heap[0] = s.heap[last]
	s.heap = s.heap[:last]
	for i := 0; 2*i+1 < last; {
		k := 2*i + 1
		if k+1 < last && s.heap[k+1].before(s.heap[k]) {
			k++
		}
		if !s.heap[k].before(s.heap[i]) {
			break
		}
		s.heap[i], s.heap[k] = s.heap[k], s.heap[i]
		i = k
	}
	return out
}
