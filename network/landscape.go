package network

import (
	"math/rand/v2"
	"slices"

	"entente"
)

// Landscape is the splits of a network into two camps that no single actor would
// leave (Axelrod and Bennett 1993): minima of the energy, the friendly less hostile
// weight of pairs in opposite camps, each pair counted both ways.
type Landscape struct {
	Minima []Minimum `json:"minima"` // lowest energy first
	// All says that every split was looked at; else Minima are those that descents
	// from random splits reached, and there may be more.
	All bool `json:"all"`
}

// Minimum is a split that no single actor would leave.
type Minimum struct {
	Energy int64 `json:"energy"`
	Cost   int64 `json:"cost"` // weight of the ties that it contradicts
	// Basin is the share of splits from which always moving the actor that gains most
	// leads here.
	Basin float64              `json:"basin"`
	Camps [2][]entente.ActorID `json:"camps"`
}

// lookedAtMost is the number of actors with ties up to which all splits are looked
// at, descents how many random splits are begun from otherwise.
const (
	lookedAtMost = 16
	descents     = 4096
)

// energy is that of a split with such a cost: 2 (cost - W), W being all hostile
// weight, since within camps nothing counts.
func (n *Network) energy(cost int64) int64 {
	var hostile int64
	for i := range n.Ties {
		hostile += n.Ties[i].Minus
	}
	return 2 * (cost - hostile)
}

// Minima finds the landscape of a network.
func Minima(n *Network) *Landscape {
	g, _ := n.graph()
	c := g.core()
	out := &Landscape{All: len(c.nodes) <= lookedAtMost}
	seen := map[string]*Minimum{}
	total := 0
	fall := func(s []int8) {
		total++
		cost := c.fall(s)
		if s[0] < 0 {
			for i := range s {
				s[i] = -s[i]
			}
		}
		key := make([]byte, len(s))
		for i := range s {
			key[i] = byte(s[i])
		}
		m := seen[string(key)]
		if m == nil {
			m = &Minimum{Cost: g.base + cost, Energy: n.energy(g.base + cost)}
			for i, u := range c.nodes {
				k := 0
				if s[i] < 0 {
					k = 1
				}
				m.Camps[k] = append(m.Camps[k], n.Actors[u])
			}
			seen[string(key)] = m
		}
		m.Basin++
	}
	switch {
	case len(c.nodes) == 0:
		return out
	case out.All:
		c.eachSplit(func(s []int8, _ int64) { fall(slices.Clone(s)) })
	default:
		x := rand.New(rand.NewPCG(1, uint64(len(c.nodes))))
		for range descents {
			s := make([]int8, len(c.nodes))
			for i := range s {
				s[i] = int8(2*x.IntN(2) - 1)
			}
			fall(s)
		}
	}
	for _, m := range seen {
		m.Basin /= float64(total)
		out.Minima = append(out.Minima, *m)
	}
	slices.SortFunc(out.Minima, func(x, y Minimum) int {
		if x.Cost != y.Cost {
			return int(max(-1, min(1, x.Cost-y.Cost)))
		}
		return slices.Compare(x.Camps[0], y.Camps[0])
	})
	return out
}

// fall moves the node that gains most, of equals the first, until none gains, and
// returns the cost.
func (c *core) fall(s []int8) int64 {
	gain := make([]int64, len(s))
	for u := range s {
		for e := c.start[u]; e < c.start[u+1]; e++ {
			gain[u] += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
		}
	}
	for {
		pick := 0
		for u := range gain {
			if gain[u] < gain[pick] {
				pick = u
			}
		}
		if gain[pick] >= 0 {
			return c.cost(s)
		}
		s[pick], gain[pick] = -s[pick], -gain[pick]
		for e := c.start[pick]; e < c.start[pick+1]; e++ {
			v := c.to[e]
			gain[v] += 2 * c.w[e] * int64(s[pick]) * int64(s[v])
		}
	}
}
