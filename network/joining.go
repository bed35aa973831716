package network

import (
	"container/heap"
	"math/rand/v2"
)

// joining joins camps of a split, those first that gain most, until none gains
// (Keuper and others 2015).
type joining struct {
	ties []row   // net weight between camps
	up   []int32 // the camp that a camp was joined to, itself for others
	heap pairHeap
}

// bond is what is gained by joining two camps.
type bond struct {
	gain float64
	a, b int32
	w    int64
}

type pairHeap []bond

func (h pairHeap) Len() int { return len(h) }

func (h pairHeap) Less(i, k int) bool {
	x, y := h[i], h[k]
	if x.gain != y.gain {
		return x.gain > y.gain
	}
	return x.a < y.a || x.a == y.a && x.b < y.b
}

func (h pairHeap) Swap(i, k int) { h[i], h[k] = h[k], h[i] }
func (h *pairHeap) Push(x any)   { *h = append(*h, x.(bond)) }
func (h *pairHeap) Pop() any {
	out := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return out
}

// join joins camps of s in place and reports whether any gained. Noise is by what
// share gains are raised at random, so that another order is tried.
func (c *core) join(s []int32, x *rand.Rand, noise float64) bool {
	j := &joining{ties: make([]row, len(s)), up: make([]int32, len(s))}
	for i := range j.up {
		j.up[i] = int32(i)
	}
	for u := range s {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			if a, b := s[u], s[c.to[e]]; a != b {
				j.ties[a] = append(j.ties[a], end{b, c.w[e]})
			}
		}
	}
	for a := range j.ties {
		j.ties[a] = summed(j.ties[a])
	}
	gain := func(w int64) float64 {
		if noise == 0 {
			return float64(w)
		}
		return float64(w) * (1 + noise*x.Float64())
	}
	for a := range j.ties {
		for _, x := range j.ties[a] {
			if x.w > 0 && int32(a) < x.to {
				j.heap = append(j.heap, bond{gain(x.w), int32(a), x.to, x.w})
			}
		}
	}
	heap.Init(&j.heap)
	any := false
	for len(j.heap) > 0 {
		p := heap.Pop(&j.heap).(bond)
		if j.ties[p.a].weight(p.b) != p.w {
			continue
		}
		any = true
		a, b := p.a, p.b
		if len(j.ties[a]) < len(j.ties[b]) {
			a, b = b, a
		}
		j.ties[a].add(b, -p.w)
		for _, x := range j.ties[b] {
			if x.to == a {
				continue
			}
			j.ties[x.to].add(b, -x.w)
			j.add(a, x.to, x.w)
			if w := j.ties[a].weight(x.to); w > 0 {
				heap.Push(&j.heap, bond{gain(w), min(a, x.to), max(a, x.to), w})
			}
		}
		c.meter.spend(20 * len(j.ties[b]))
		j.ties[b], j.up[b] = nil, a
	}
	for u := range s {
		for j.up[s[u]] != s[u] {
			s[u] = j.up[s[u]]
		}
	}
	return any
}

// add adds to the weight between two camps.
func (j *joining) add(a, b int32, w int64) {
	j.ties[a].add(b, w)
	j.ties[b].add(a, w)
}
