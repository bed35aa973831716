package network

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Triads counts the triangles of a network by their signs: three friendly ties,
// two and one hostile, one and two hostile, three hostile. The first and third
// are balanced (Cartwright and Harary 1956).
type Triads struct {
	Counts [4]int `json:"counts"` // by the number of hostile ties
	// Weights is the same with each triangle weighing the third root of the product
	// of the weights of its ties (Onnela and others 2005), in the network's weights.
	Weights [4]float64 `json:"weights"`
}

// Index is the share of balanced triangles, 0 where there are none.
func (t *Triads) Index() float64 {
	all := t.Counts[0] + t.Counts[1] + t.Counts[2] + t.Counts[3]
	if all == 0 {
		return 0
	}
	return float64(t.Counts[0]+t.Counts[2]) / float64(all)
}

// Weighted is the share of the weight of balanced triangles, 0 where there are none.
func (t *Triads) Weighted() float64 {
	all := t.Weights[0] + t.Weights[1] + t.Weights[2] + t.Weights[3]
	if all == 0 {
		return 0
	}
	return (t.Weights[0] + t.Weights[2]) / all
}

// CountTriads counts triangles of ties with a sign.
func CountTriads(n *Network) *Triads {
	g, _ := n.graph()
	out := &Triads{}
	g.eachTriangle(func(_, _, _ int32, hostile int, product float64) {
		out.Counts[hostile]++
		out.Weights[hostile] += math.Cbrt(product)
	})
	return out
}

// Triangle is three actors of whom each two are tied.
type Triangle struct {
	Actors  [3]entente.ActorID `json:"actors"` // by id
	Hostile int                `json:"hostile"`
	Weight  float64            `json:"weight"` // third root of the product of the weights of its ties, in the network's weights
}

// HeaviestTriangles are those of each number of hostile ties that weigh most, most at
// most, the heaviest first.
func HeaviestTriangles(n *Network, most int) (out [4][]Triangle) {
	g, _ := n.graph()
	before := func(x, y Triangle) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), slices.Compare(x.Actors[:], y.Actors[:]))
	}
	g.eachTriangle(func(u, v, w int32, hostile int, product float64) {
		list := out[hostile]
		if full := len(list) == most; full && (most == 0 || product < list[most-1].Weight) {
			return // Weight holds the product until all are found
		}
		t := Triangle{Actors: [3]entente.ActorID{n.Actors[u], n.Actors[v], n.Actors[w]}, Hostile: hostile, Weight: product}
		slices.Sort(t.Actors[:])
		i, _ := slices.BinarySearchFunc(list, t, before)
		list = slices.Insert(list, i, t)
		out[hostile] = list[:min(len(list), most)]
	})
	for _, list := range out {
		for i := range list {
			list[i].Weight = math.Cbrt(list[i].Weight)
		}
	}
	return out
}

// eachTriangle calls f once for each triangle, in one order, with the number of its
// hostile ties and the product of the sizes of its weights.
func (g *graph) eachTriangle(f func(u, v, w int32, hostile int, product float64)) {
	order := make([]int32, len(g.ties)) // by number of ties: each triangle is found at its least node
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(len(g.ties[a]), len(g.ties[b])), cmp.Compare(a, b)) })
	rank := make([]int, len(g.ties))
	for i, u := range order {
		rank[u] = i
	}
	for i := range g.ties {
		u := int32(i)
		var up []int32
		for v := range g.ties[u] {
			if rank[v] > rank[u] {
				up = append(up, v)
			}
		}
		slices.Sort(up)
		for i, v := range up {
			for _, w := range up[i+1:] {
				third, ok := g.ties[v][w]
				if !ok {
					continue
				}
				hostile, product := 0, 1.0
				for _, x := range [...]int64{g.ties[u][v], g.ties[u][w], third} {
					if x < 0 {
						hostile++
					}
					product *= math.Abs(float64(x))
				}
				f(u, v, w, hostile, product)
			}
		}
	}
}
