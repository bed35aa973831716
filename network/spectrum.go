package network

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Spectrum is what the matrix of signs says of a network as a whole and of each actor.
type Spectrum struct {
	// Conflict is the algebraic conflict: the least eigenvalue of D - A, D being the
	// number of ties of each actor and A the signs (Kunegis and others 2010); 0 where
	// some part of the network that ties connect is balanced.
	Conflict float64 `json:"conflict"`
	// Standing is the PN centrality of actors, the best placed first.
	Standing []Standing `json:"standing"`
}

// Standing is the PN centrality of an actor (Everett and Borgatti 2014): x = (I - (P -
// 2N) / (2n - 2))^-1 1, P being the friendly and N the hostile ties and n the number of
// actors; 1 without ties, more with friends who have friends, less with foes.
type Standing struct {
	Actor entente.ActorID `json:"actor"`
	PN    float64         `json:"pn"`
}

// spectrumRounds bounds the iterations.
const spectrumRounds = 5000

// SpectrumOf finds the spectrum of a network; nil where it has no ties.
func SpectrumOf(n *Network) *Spectrum {
	if len(n.Ties) == 0 {
		return nil
	}
	g, _ := n.graph()
	s := newSparse(g, false)
	out := &Spectrum{Conflict: s.conflict()}
	for i, x := range s.standing() {
		out.Standing = append(out.Standing, Standing{n.Actors[i], x})
	}
	slices.SortStableFunc(out.Standing, func(x, y Standing) int { return cmp.Compare(y.PN, x.PN) })
	return out
}

// conflict is the least eigenvalue of the signed Laplacian, by power iteration on what
// it lacks to its bound, twice the most ties of a node.
func (s *sparse) conflict() float64 {
	n := len(s.start) - 1
	most := int32(0)
	for u := range n {
		most = max(most, s.start[u+1]-s.start[u])
	}
	if most == 0 || s.hasBalancedPart() {
		return 0
	}
	v, next := make([]float64, n), make([]float64, n)
	for i := range v {
		if s.start[i] < s.start[i+1] { // who has no tie is no part of it
			v[i] = 1 + .5*math.Sin(float64(i+1)) // any vector that is not orthogonal to it
		}
	}
	low := math.Inf(1)
	for round := range spectrumRounds {
		var length, dot, norm float64
		for u := range n {
			sum := float64(2*most-(s.start[u+1]-s.start[u])) * v[u]
			for e := s.start[u]; e < s.start[u+1]; e++ {
				sum += s.sign[e] * v[s.to[e]]
			}
			next[u] = sum
			length, dot, norm = length+v[u]*v[u], dot+sum*v[u], norm+sum*sum
		}
		now := float64(2*most) - dot/length
		if norm = math.Sqrt(norm); norm == 0 || round%50 == 49 && math.Abs(low-now) < 1e-12 {
			return max(0, now)
		}
		if round%50 == 49 {
			low = now
		}
		for u := range v {
			v[u] = next[u] / norm
		}
	}
	return max(0, low)
}

// hasBalancedPart reports whether the nodes that some ties connect fall into two camps
// without a contradiction: then the least eigenvalue is 0.
func (s *sparse) hasBalancedPart() bool {
	n := len(s.start) - 1
	side, queue := make([]float64, n), []int32{}
	for first := range n {
		if side[first] != 0 || s.start[first] == s.start[first+1] {
			continue
		}
		fits := true
		side[first], queue = 1, append(queue[:0], int32(first))
		for len(queue) > 0 {
			u := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for e := s.start[u]; e < s.start[u+1]; e++ {
				x := side[u] * sign(s.sign[e])
				switch v := s.to[e]; side[v] {
				case 0:
					side[v], queue = x, append(queue, v)
				case x:
				default:
					fits = false
				}
			}
		}
		if fits {
			return true
		}
	}
	return false
}

func sign(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}

// standing is the PN centrality of each node, by damped iteration.
func (s *sparse) standing() []float64 {
	n := len(s.start) - 1
	x, next := slices.Repeat([]float64{1}, n), make([]float64, n)
	for range spectrumRounds {
		moved := 0.0
		for u := range n {
			sum := 0.0
			for e := s.start[u]; e < s.start[u+1]; e++ {
				w := 1.0
				if s.sign[e] < 0 {
					w = -2
				}
				sum += w * x[s.to[e]]
			}
			next[u] = (x[u] + 1 + sum/float64(2*n-2)) / 2
			moved = max(moved, math.Abs(next[u]-x[u]))
		}
		x, next = next, x
		if moved < 1e-13 {
			break
		}
	}
	return x
}
