package network

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Similarity is how alike two actors stand to all others: +1 friendly, 0 no tie,
// -1 hostile, compared over all third actors of the network. S is 1 less twice
// the mean distance over the greatest one (Signorino and Ritter 1999), absolute
// distances and every actor weighing the same; Pi and Kappa put chance out of it
// (Scott 1955, Cohen 1960; after Häge 2011, with squared distances). All are 1 where both stand
// alike; Pi and Kappa are 0 where they agree as much as chance would have it, and
// 0 too where nothing varies.
type Similarity struct {
	A      entente.ActorID `json:"a"`
	B      entente.ActorID `json:"b"`
	S      float64         `json:"s"`
	Pi     float64         `json:"pi"`
	Kappa  float64         `json:"kappa"`
	Shared int             `json:"shared"` // third actors to whom both have a tie
	Alike  int             `json:"alike"`  // of them, those with the same sign
	Tied   int             `json:"tied"`   // the sign of the pair's own tie, 0 without one
}

// stands is the sign of each actor's ties by the number of the other actor.
func (n *Network) stands() []map[int32]int8 {
	g, _ := n.graph()
	out := make([]map[int32]int8, len(n.Actors))
	for u, m := range g.ties {
		out[u] = make(map[int32]int8, len(m))
		for v, w := range m {
			out[u][v] = int8(cmp.Compare(w, 0))
		}
	}
	return out
}

// Similarities compares an actor with all others of the network, the most alike
// first; ok is false where the actor is not in it.
func Similarities(n *Network, a entente.ActorID) (out []Similarity, ok bool) {
	i, ok := slices.BinarySearch(n.Actors, a)
	if !ok {
		return nil, false
	}
	stands := n.stands()
	for j, b := range n.Actors {
		if j != i {
			s := compare(stands, int32(i), int32(j))
			s.A, s.B = a, b
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(x, y Similarity) int {
		return cmp.Or(cmp.Compare(y.Pi, x.Pi), cmp.Compare(y.Shared, x.Shared), cmp.Compare(x.B, y.B))
	})
	return out, true
}

// compare compares two rows over third actors. Sums and squares come from the
// ties alone, the rest being zeros.
func compare(stands []map[int32]int8, i, j int32) Similarity {
	var s Similarity
	third := float64(len(stands) - 2)
	var sx, sy, qx, qy, abs, square float64
	for k, v := range stands[i] {
		if k == j {
			s.Tied = int(v)
			continue
		}
		w := stands[j][k]
		x, y := float64(v), float64(w)
		sx, qx = sx+x, qx+x*x
		abs, square = abs+math.Abs(x-y), square+(x-y)*(x-y)
		if w != 0 {
			s.Shared++
			if v == w {
				s.Alike++
			}
		}
	}
	for k, w := range stands[j] {
		if k == i {
			continue
		}
		y := float64(w)
		sy, qy = sy+y, qy+y*y
		if _, both := stands[i][k]; !both {
			abs, square = abs+1, square+1
		}
	}
	if third <= 0 {
		return s
	}
	s.S = 1 - abs/third
	mx, my := sx/third, sy/third
	m := (mx + my) / 2
	square /= third
	// Expected squared distance: of two draws from the pooled row (pi), or one draw
	// from each (kappa).
	if e := 2 * ((qx+qy)/(2*third) - m*m); e > 1e-12 {
		s.Pi = 1 - square/e
	}
	if e := (qx+qy)/third - 2*mx*my; e > 1e-12 {
		s.Kappa = 1 - square/e
	}
	return s
}
