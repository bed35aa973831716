package network

import (
	"slices"
	"sync"

	"entente"
)

// Solved is the split of a network into two camps that a budget finds, worked out when
// it is first asked for, once for all questions that begin with it. It is safe for
// concurrent use.
type Solved struct {
	net    *Network
	budget Budget
	today  func() solved
}

// solved is a split with the bounds of its cost.
type solved struct {
	camp         []int8 // of each actor
	lower, upper int64
}

// Solve begins with the split of a network.
func Solve(n *Network, b Budget) *Solved {
	return &Solved{n, b, sync.OnceValue(func() solved { return n.solved(b) })}
}

func (n *Network) solved(b Budget) solved {
	g, _ := n.graph()
	camp, lower, upper := solve(g, b)
	return solved{camp, lower, upper}
}

// before is the split of the network with more actors, who stand apart.
func (s *Solved) before(actors []entente.ActorID) solved {
	if slices.Equal(actors, s.net.Actors) {
		return s.today()
	}
	return (&Network{Actors: actors, Ties: s.net.Ties}).solved(s.budget)
}
