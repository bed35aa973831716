package network

import "entente"

// Unique reports whether no other split into two camps costs as little as the one
// of b, and whether that is proved. Two splits differ where some pair that a tie
// of a spanning forest binds stands the other way round; so each of those pairs is
// held the other way, and what that costs is found. Networks that are not connected
// have several best splits only within their parts: which way a part is turned does
// not count. A balance that is not proved is not known to be unique.
func Unique(n *Network, b *Balance, budget Budget) (unique, proved bool) {
	if !b.Proved {
		return false, false
	}
	g, index := n.graph()
	camp := make([]int8, len(n.Actors))
	for k, c := range b.Camps {
		for _, a := range c {
			camp[index[a]] = 1 - 2*int8(k)
		}
	}
	c := g.core()
	s := make([]int8, len(c.nodes))
	for i, u := range c.nodes {
		s[i] = camp[u]
	}
	for u := range c.nodes { // an actor that can change its camp at no cost
		var gain int64
		for e := c.start[u]; e < c.start[u+1]; e++ {
			gain += c.w[e] * int64(s[u]) * int64(s[c.to[e]])
		}
		if gain == 0 {
			return false, true
		}
	}
	budget.Restarts = min(budget.Restarts, 6)
	proved = true
	for _, t := range n.forest() {
		h, at := n.graph()
		u, v := at[t[0]], at[t[1]]
		sign := int8(1)
		if camp[u] == camp[v] {
			sign = -1
		}
		h.merge(u, v, sign)
		_, lower, upper := solve(h, budget)
		if upper <= b.Upper {
			return false, true
		}
		proved = proved && lower > b.Upper
	}
	return proved, proved
}

// forest returns the pairs of a spanning forest of the network.
func (n *Network) forest() [][2]entente.ActorID {
	up := map[entente.ActorID]entente.ActorID{}
	find := func(a entente.ActorID) entente.ActorID {
		for up[a] != "" {
			a = up[a]
		}
		return a
	}
	var out [][2]entente.ActorID
	for _, t := range n.Ties {
		if t.Weight() == 0 {
			continue
		}
		a, b := find(t.A), find(t.B)
		if a != b {
			up[b] = a
			out = append(out, [2]entente.ActorID{t.A, t.B})
		}
	}
	return out
}
