package network

import "slices"

// modular is a signed graph in which groups are sought that hold more friendly and
// less hostile weight than chance would give them.
type modular struct {
	core         *core     // of all nodes
	plus, minus  []float64 // weight of the ties of each node, by sign
	allPlus, all float64   // of every tie
	allMinus     float64
}

func newModular(c *core) *modular {
	m := &modular{core: c, plus: make([]float64, len(c.nodes)), minus: make([]float64, len(c.nodes))}
	for u := range c.nodes {
		for v, w := range c.near(u) {
			if w > 0 {
				m.plus[u] += float64(w)
				if int32(u) < v {
					m.allPlus += float64(w)
				}
			} else {
				m.minus[u] -= float64(w)
				if int32(u) < v {
					m.allMinus -= float64(w)
				}
			}
		}
	}
	m.all = m.allPlus + m.allMinus
	return m
}

// chance is k+ K+ / 2W+ - k- K- / 2W-: what chance gives two groups between them.
func (m *modular) chance(plus, minus, toPlus, toMinus float64) float64 {
	var out float64
	if m.allPlus > 0 {
		out += plus * toPlus / (2 * m.allPlus)
	}
	if m.allMinus > 0 {
		out -= minus * toMinus / (2 * m.allMinus)
	}
	return out
}

// of is the signed modularity of groups (Gómez, Jensen and Arenas 2009):
//
//	Q = 1 / (2W+ + 2W-) sum over pairs of one group of (w_ij - k+_i k+_j / 2W+ + k-_i k-_j / 2W-)
//
// -1 to 1, 0 for a network without ties.
func (m *modular) of(s []int32) float64 {
	if m.all == 0 {
		return 0
	}
	plus, minus := map[int32]float64{}, map[int32]float64{}
	var q float64
	var within int64
	var groups []int32 // sums of fractions are made in one order
	for u, c := range s {
		if _, ok := plus[c]; !ok {
			groups = append(groups, c)
		}
		plus[c] += m.plus[u]
		minus[c] += m.minus[u]
		for v, w := range m.core.near(u) {
			if int32(u) < v && s[v] == c {
				within += w
			}
		}
	}
	for _, c := range groups {
		q -= m.chance(plus[c], minus[c], plus[c], minus[c]) / 2
	}
	return (float64(within) + q) / m.all
}

// groups moves nodes, and then whole groups, to where modularity rises most until
// nothing rises it (Blondel and others 2008, with signed weights). Nodes go in
// their order, so that the answer is always the same.
func (m *modular) groups() []int32 {
	s := make([]int32, len(m.core.nodes))
	for i := range s {
		s[i] = int32(i)
	}
	level := m
	for {
		t, moved := level.settle()
		if !moved {
			return s
		}
		for i := range s {
			s[i] = t[s[i]]
		}
		level = level.joined(t)
	}
}

// settle moves single nodes; the groups it returns are numbered densely.
func (m *modular) settle() (s []int32, any bool) {
	n := len(m.core.nodes)
	s = make([]int32, n)
	plus, minus := slices.Clone(m.plus), slices.Clone(m.minus)
	for i := range s {
		s[i] = int32(i)
	}
	pull, seen := make([]int64, n), make([]bool, n)
	var groups []int32
	for moved := true; moved; {
		moved = false
		for u := range n {
			own := s[u]
			groups = append(groups[:0], own)
			seen[own] = true
			for v, w := range m.core.near(u) {
				c := s[v]
				if !seen[c] {
					seen[c] = true
					groups = append(groups, c)
				}
				pull[c] += w
			}
			plus[own] -= m.plus[u]
			minus[own] -= m.minus[u]
			gain := func(c int32) float64 {
				return float64(pull[c]) - m.chance(m.plus[u], m.minus[u], plus[c], minus[c])
			}
			best, most := own, gain(own)
			for _, c := range groups[1:] {
				if g := gain(c); g > most+1e-9 {
					best, most = c, g
				}
			}
			for _, c := range groups {
				pull[c], seen[c] = 0, false
			}
			plus[best] += m.plus[u]
			minus[best] += m.minus[u]
			if best != own {
				s[u], moved, any = best, true, true
			}
		}
	}
	return dense(s), any
}

// dense numbers groups from 0 in the order of their first node.
func dense(s []int32) []int32 {
	number := map[int32]int32{}
	out := make([]int32, len(s))
	for i, c := range s {
		k, ok := number[c]
		if !ok {
			k = int32(len(number))
			number[c] = k
		}
		out[i] = k
	}
	return out
}

// joined is the graph of groups. What lies within a group moves nothing any more.
func (m *modular) joined(s []int32) *modular {
	n := int(slices.Max(s)) + 1
	out := &modular{plus: make([]float64, n), minus: make([]float64, n), allPlus: m.allPlus, allMinus: m.allMinus, all: m.all}
	g := newGraph(make([]int32, n))
	for u, c := range s {
		out.plus[c] += m.plus[u]
		out.minus[c] += m.minus[u]
		for v, w := range m.core.near(u) {
			if s[v] != c {
				g.ties[c][s[v]] += w
			}
		}
	}
	out.core = g.laid()
	return out
}
