package network

import "entente"

// Balance is how far a network is from two camps with friends within and foes
// between: the frustration index (line index of balance; Harary 1959), the least
// weight of ties that contradict a split into two camps.
type Balance struct {
	Lower  int64 `json:"lower"` // no split costs less
	Upper  int64 `json:"upper"` // the split below costs this
	Proved bool  `json:"proved"`
	// Camps are the actors of the two camps of a best split, the larger first;
	// actors that no tie binds to the others are in the first.
	Camps [2][]entente.ActorID `json:"camps"`
	// Frustrated are the ties that contradict the split.
	Frustrated []Tie `json:"frustrated,omitempty"`
	// Within and Between are the weights of ties within camps and between them.
	// Cohesiveness is the friendly share of the first, Divisiveness the hostile share of
	// the second (Aref, Dinh, Rezapour and Diesner 2020); 0 where there is none.
	Within       int64   `json:"within"`
	Between      int64   `json:"between"`
	Cohesiveness float64 `json:"cohesiveness"`
	Divisiveness float64 `json:"divisiveness"`
}

// Frustration finds the frustration index of a network. Within the budget it is
// proved; else Lower and Upper bound it.
func Frustration(n *Network, b Budget) *Balance { return Solve(n, b).Balance() }

// Balance is the frustration index of the network.
func (x *Solved) Balance() *Balance {
	n, found := x.net, x.today()
	s, index := found.camp, n.index()
	out := &Balance{Lower: found.lower, Upper: found.upper, Proved: found.lower == found.upper}
	for i, a := range n.Actors {
		k := 0
		if s[i] < 0 {
			k = 1
		}
		out.Camps[k] = append(out.Camps[k], a)
	}
	if len(out.Camps[1]) > len(out.Camps[0]) || len(out.Camps[1]) == len(out.Camps[0]) && len(out.Camps[0]) > 0 && out.Camps[1][0] < out.Camps[0][0] {
		out.Camps[0], out.Camps[1] = out.Camps[1], out.Camps[0]
	}
	var friends, foes int64 // within, between
	for _, t := range n.Ties {
		same := s[index[t.A]] == s[index[t.B]]
		if same {
			out.Within, friends = out.Within+t.Plus+t.Minus, friends+t.Plus
		} else {
			out.Between, foes = out.Between+t.Plus+t.Minus, foes+t.Minus
		}
		if same && t.Minus > 0 || !same && t.Plus > 0 {
			out.Frustrated = append(out.Frustrated, t)
		}
	}
	out.Cohesiveness = float64(friends) / float64(max(1, out.Within))
	out.Divisiveness = float64(foes) / float64(max(1, out.Between))
	return out
}

// graph is the network as the solver takes it, and the number of each actor.
func (n *Network) graph() (*graph, map[entente.ActorID]int32) {
	index := n.index()
	return n.graphOf(n.ends(index)), index
}

// ends are the numbers of the two actors of each tie.
func (n *Network) ends(index map[entente.ActorID]int32) [][2]int32 {
	out := make([][2]int32, len(n.Ties))
	for i := range n.Ties {
		out[i] = [2]int32{index[n.Ties[i].A], index[n.Ties[i].B]}
	}
	return out
}

// graphOf is the graph of a network with the ends of its ties.
func (n *Network) graphOf(ends [][2]int32) *graph {
	degree := make([]int32, len(n.Actors))
	for _, e := range ends {
		degree[e[0]]++
		degree[e[1]]++
	}
	g := newGraph(degree)
	for i, e := range ends {
		g.add(e[0], e[1], n.Ties[i].Plus)
		g.add(e[0], e[1], -n.Ties[i].Minus)
	}
	return g
}

// index is the number of each actor.
func (n *Network) index() map[entente.ActorID]int32 {
	index := make(map[entente.ActorID]int32, len(n.Actors))
	for i, a := range n.Actors {
		index[a] = int32(i)
	}
	return index
}
