package engine

import (
	"context"
	"os"
	"slices"

	"entente"
	"entente/network"
)

// NetworkBrokers is who stands between the camps of a network.
type NetworkBrokers struct {
	Actors int                 `json:"actors"`
	Ties   int                 `json:"ties"`
	Unit   int64               `json:"unit"` // weight of one observation of full trust, or of a tie
	Camps  [][]entente.ActorID `json:"camps"`
	Proved bool                `json:"proved"` // that no split costs less than the camps
	// Bridges are the friendly ties between camps, heaviest first.
	Bridges []network.Tie    `json:"bridges"`
	Brokers []network.Broker `json:"brokers"`
}

// BrokersOf says how brokers are looked for.
type BrokersOf struct {
	Free     bool // camps of any number instead of two
	Directed bool // ties have a direction: the first actor acts on the second
}

// Brokers finds who stands between the camps of a network.
func (e *Engine) Brokers(ctx context.Context, of NetworkOf, how BrokersOf, b network.Budget) (*NetworkBrokers, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	out := &NetworkBrokers{Actors: len(n.Actors), Ties: len(n.Ties), Unit: of.unit(n)}
	if how.Free {
		c := network.Clusterability(n, b)
		out.Camps, out.Proved = c.Camps, c.Proved
	} else {
		c := network.Frustration(n, b)
		out.Camps, out.Proved = c.Camps[:], c.Proved
	}
	camp := map[entente.ActorID]int{}
	for i, c := range out.Camps {
		for _, a := range c {
			camp[a] = i + 1
		}
	}
	arcs := n.Arcs()
	if how.Directed {
		if arcs, err = e.arcs(ctx, of); err != nil {
			return nil, err
		}
	}
	out.Bridges, out.Brokers = network.Bridges(n, camp), network.Brokers(arcs, camp)
	return out, nil
}

// arcs are the ties of a network with their directions.
func (e *Engine) arcs(ctx context.Context, of NetworkOf) (network.Arcs, error) {
	if of.Edges != "" {
		f, err := os.Open(of.Edges)
		if err != nil {
			return nil, Errorf(CodeUsage, "is the path right?", "open the ties: %v", err)
		}
		defer f.Close()
		arcs, err := network.ReadArcs(f, of.Edges)
		if err != nil {
			return nil, Errorf(CodeUnreadable, tableHint, "%v", err)
		}
		return arcs, nil
	}
	observations, rules, err := e.told(ctx, of)
	if err != nil {
		return nil, err
	}
	arcs, err := network.BuildArcs(observations, rules)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	return arcs, nil
}

// NetworkDoors is through whom one actor reaches another.
type NetworkDoors struct {
	From   entente.ActorID `json:"from"`
	To     entente.ActorID `json:"to"`
	Unit   int64           `json:"unit"`
	Direct *network.Tie    `json:"direct,omitempty"` // the tie of the pair itself
	Doors  []network.Door  `json:"doors"`
}

// Doors lists the actors through whom one reaches another by two friendly ties.
func (e *Engine) Doors(ctx context.Context, of NetworkOf, from, to string) (*NetworkDoors, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	ids, err := e.members(ctx, n, of, from, to)
	if err != nil {
		return nil, err
	}
	if ids[0] == ids[1] {
		return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", from)
	}
	out := &NetworkDoors{From: ids[0], To: ids[1], Unit: of.unit(n)}
	out.Doors, out.Direct = network.Doors(n, ids[0], ids[1])
	return out, nil
}

// Similar compares an actor with all others of a network, the most alike first.
func (e *Engine) Similar(ctx context.Context, of NetworkOf, name string) ([]network.Similarity, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	ids, err := e.members(ctx, n, of, name)
	if err != nil {
		return nil, err
	}
	out, _ := network.Similarities(n, ids[0])
	return out, nil
}

// NetworkHidden is the pairs that the rest of a network suggests and nothing
// states.
type NetworkHidden struct {
	Unit      int64              `json:"unit"`
	Questions []network.Question `json:"questions"`
}

// Hidden lists pairs without a tie that third parties, or records that do not
// count as done, suggest: at most limit, and where name is not empty, only those
// with that actor.
func (e *Engine) Hidden(ctx context.Context, of NetworkOf, name string, limit int) (*NetworkHidden, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	how := network.Asking{Limit: limit}
	if name != "" {
		ids, err := e.members(ctx, n, of, name)
		if err != nil {
			return nil, err
		}
		how.Of = ids[0]
	}
	if of.Edges == "" && !of.Rules.Open {
		open := of
		open.Rules.Open = true
		if how.Hints, err = e.Network(ctx, open); err != nil {
			return nil, err
		}
	}
	return &NetworkHidden{Unit: of.unit(n), Questions: network.Hidden(n, how)}, nil
}

// backtestParts is in how many parts the ties of a network are hidden in turn.
const backtestParts = 10

// HiddenBacktest hides the ties of a network and looks where the questions rank
// them.
func (e *Engine) HiddenBacktest(ctx context.Context, of NetworkOf) (*network.Backtest, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	b := network.HideAndAsk(n, backtestParts, 1)
	return &b, nil
}

// members are the actors of names, all of which must have ties in the network.
func (e *Engine) members(ctx context.Context, n *network.Network, of NetworkOf, names ...string) ([]entente.ActorID, error) {
	ids := make([]entente.ActorID, len(names))
	for i, name := range names {
		ids[i] = entente.ActorID(name)
		if _, ok := slices.BinarySearch(n.Actors, ids[i]); ok {
			continue
		}
		if of.Edges == "" {
			found, err := e.find(ctx, name)
			if err != nil {
				return nil, err
			}
			ids[i] = found
		}
		if _, ok := slices.BinarySearch(n.Actors, ids[i]); !ok {
			return nil, Errorf(CodeUnknownActor, `"entente network balance" lists those that have ties`, "%s has no tie in this network", name)
		}
	}
	return ids, nil
}

// unit is the weight of one observation of full trust, or of a tie of a table.
func (of *NetworkOf) unit(n *network.Network) int64 {
	switch {
	case of.Unit:
		return 1
	case of.Edges != "":
		return n.Unit
	}
	return network.Unit
}
