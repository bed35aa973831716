package network

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Flow is what a model of continuous change makes of a network (Kulakowski, Gawronski
// and Gronek 2005; Marvel, Kleinberg, Kleinberg and Strogatz 2011), no prediction:
// every pair moves by what third parties suggest, dX/dt = X X, X being the net
// weights. In closed form X(t) = X0 (I - X0 t)^-1, which grows without bound as t nears
// 1/l, l being the greatest eigenvalue of X0; its signs are then those of v v', v being
// the eigenvector: two camps without a contradiction. Time is counted from 0, now, to 1,
// that end.
type Flow struct {
	Camps [2][]entente.ActorID `json:"camps"` // by the sign of v, the larger first
	// Apart are the actors without a part in v: none of their ties leads to who has one,
	// or what draws them to one side draws them as much to the other.
	Apart []entente.ActorID `json:"apart"`
	// Weak are the actors in camps whose part in v is below a hundredth of the largest:
	// a small change may put them into the other camp.
	Weak []entente.ActorID `json:"weak"`
	Cost int64             `json:"cost"` // weight of ties that the camps contradict
	// Turns are the ties between the camps' actors whose sign is another at the end, by
	// when it changes; Time is 0 where that was not worked out (more than 200 actors).
	Turns []FlowTurn `json:"turns"`
}

// FlowTurn is a tie whose sign changes at a time.
type FlowTurn struct {
	Tie
	Time float64 `json:"time"`
}

// flowAtMost is the number of actors up to which X(t) is worked out, at flowTimes
// times.
const (
	flowAtMost = 200
	flowTimes  = 50
)

// FlowOf finds the end of the flow of a network.
func FlowOf(n *Network) *Flow {
	g, index := n.graph()
	v, l := g.leading()
	out := &Flow{Apart: []entente.ActorID{}, Weak: []entente.ActorID{}, Turns: []FlowTurn{}}
	top := 0.0
	for _, x := range v {
		top = max(top, math.Abs(x))
	}
	side := make([]int8, len(v))
	for i, a := range n.Actors {
		switch x := v[i]; {
		case l <= 0 || math.Abs(x) < 1e-9*top:
			out.Apart = append(out.Apart, a)
		case x > 0:
			side[i], out.Camps[0] = 1, append(out.Camps[0], a)
		default:
			side[i], out.Camps[1] = -1, append(out.Camps[1], a)
		}
		if side[i] != 0 && math.Abs(v[i]) < .01*top {
			out.Weak = append(out.Weak, a)
		}
	}
	if len(out.Camps[1]) > len(out.Camps[0]) {
		out.Camps[0], out.Camps[1] = out.Camps[1], out.Camps[0]
	}
	at := g.turning(side, l)
	for _, t := range n.Ties {
		u, w := index[t.A], index[t.B]
		if side[u] == 0 || side[w] == 0 {
			continue
		}
		against := t.Minus
		if side[u] != side[w] {
			against = t.Plus
		}
		out.Cost += against
		if x := g.ties[u][w]; x != 0 && (x > 0) != (side[u] == side[w]) {
			out.Turns = append(out.Turns, FlowTurn{t, at[[2]int32{min(u, w), max(u, w)}]})
		}
	}
	slices.SortStableFunc(out.Turns, func(x, y FlowTurn) int { return cmp.Compare(x.Time, y.Time) })
	return out
}

// leading is the eigenvector of the greatest eigenvalue of the net weights, of length
// 1, and the eigenvalue, by power iteration on weights shifted so that it is the
// greatest in size.
func (g *graph) leading() ([]float64, float64) {
	s := newSparse(g, false)
	shift := 0.0
	for u, m := range g.ties {
		var sum float64
		for e := s.start[u]; e < s.start[u+1]; e++ {
			s.sign[e] = float64(m[s.to[e]])
			sum += math.Abs(s.sign[e])
		}
		shift = max(shift, sum)
	}
	v, next := make([]float64, len(g.ties)), make([]float64, len(g.ties))
	for i := range v {
		v[i] = 1 + .1*math.Sin(float64(i+1)) // any vector that is not orthogonal to it
	}
	var l float64
	for range 20_000 {
		var norm, dot, length float64
		for u := range v {
			sum := shift / 2 * v[u]
			for e := s.start[u]; e < s.start[u+1]; e++ {
				sum += s.sign[e] * v[s.to[e]]
			}
			next[u] = sum
			norm, dot, length = norm+sum*sum, dot+sum*v[u], length+v[u]*v[u]
		}
		if norm == 0 {
			return v, 0
		}
		norm = math.Sqrt(norm)
		moved := 0.0
		for u := range v {
			x := next[u] / norm
			moved = max(moved, math.Abs(x-v[u]))
			v[u] = x
		}
		if l = dot/length - shift/2; moved < 1e-13 {
			break
		}
	}
	return v, l
}

// turning is when ties that the camps contradict change their signs, from 0 to 1;
// empty for larger networks.
func (g *graph) turning(side []int8, l float64) map[[2]int32]float64 {
	out := map[[2]int32]float64{}
	if len(g.ties) > flowAtMost || l <= 0 {
		return out
	}
	for k := 1; k < flowTimes; k++ {
		time := float64(k) / flowTimes
		x := g.flow(time / l)
		for u, m := range g.ties {
			for v, w := range m {
				key := [2]int32{int32(u), v}
				if _, done := out[key]; int32(u) < v && !done && (w > 0) != (side[u] == side[v]) && (x[u][v] > 0) != (w > 0) {
					out[key] = time
				}
			}
		}
	}
	for u, m := range g.ties {
		for v := range m {
			if key := [2]int32{int32(u), v}; out[key] == 0 {
				out[key] = 1
			}
		}
	}
	return out
}

// flow is X0 (I - X0 t)^-1, by Gauss-Jordan elimination: t below the end of the flow,
// where I - X0 t is positive definite and needs no pivots.
func (g *graph) flow(t float64) [][]float64 {
	n := len(g.ties)
	a, x := make([][]float64, n), make([][]float64, n)
	for u, m := range g.ties {
		a[u], x[u] = make([]float64, n), make([]float64, n)
		a[u][u] = 1
		for v, w := range m {
			a[u][v], x[u][v] = -t*float64(w), float64(w)
		}
	}
	for k := range n {
		p := a[k][k]
		for j := range n {
			a[k][j] /= p
			x[k][j] /= p
		}
		for i := range n {
			f := a[i][k]
			if i == k || f == 0 {
				continue
			}
			for j := range n {
				a[i][j] -= f * a[k][j]
				x[i][j] -= f * x[k][j]
			}
		}
	}
	return x
}
