package engine

import (
	"context"

	"entente"
	"entente/network"
)

// NetworkBallast is what moves a pair of a network between camps.
type NetworkBallast struct {
	Unit int64 `json:"unit"` // weight of one observation of full trust, or of a tie
	*network.Ballast
}

// WhatIf weighs what moves a pair of a network between camps.
func (e *Engine) WhatIf(ctx context.Context, of NetworkOf, a, b string, budget network.Budget) (*NetworkBallast, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	ids, err := e.members(ctx, n, of, a, b)
	if err != nil {
		return nil, err
	}
	if ids[0] == ids[1] {
		return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", a)
	}
	out, _ := network.Weigh(n, ids[0], ids[1], budget)
	return &NetworkBallast{of.unit(n), out}, nil
}

// NetworkOutcome is what changes would make of a network.
type NetworkOutcome struct {
	Unit    int64                 `json:"unit"`
	Changes []network.Supposition `json:"changes"`
	*network.Outcome
}

// Suppose finds what changes would make of the camps of a network. Weights that are
// added are in units of a network, as its ties are.
func (e *Engine) Suppose(ctx context.Context, of NetworkOf, changes []Supposed, budget network.Budget) (*NetworkOutcome, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	out := &NetworkOutcome{Unit: of.unit(n)}
	for _, c := range changes {
		names := []string{c.A, c.B}
		if c.B == "" {
			names = names[:1]
		}
		ids, err := e.members(ctx, n, of, names...)
		if err != nil {
			return nil, err
		}
		s := network.Supposition{Kind: c.Kind, A: ids[0]}
		if len(ids) > 1 {
			s.B = ids[1]
		}
		if s.A == s.B {
			return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", c.A)
		}
		if c.Kind == network.SupposeAdd {
			s.Weight = int64(c.Number * float64(out.Unit))
		} else {
			s.Factor = c.Number
		}
		out.Changes = append(out.Changes, s)
	}
	after, missed := network.Suppose(n, out.Changes)
	if len(missed) > 0 {
		return nil, Errorf(CodeBadValue, "only a tie that is there can be changed; --add makes one", "%s and %s have no tie", missed[0].A, missed[0].B)
	}
	out.Outcome = network.Compare(n, after, budget)
	return out, nil
}

// Supposed is a change of a network as a person names it.
type Supposed struct {
	Kind   network.SupposeKind
	A, B   string  // names or ids; B "" for all ties of A
	Number float64 // weight to add, or factor
}

// NetworkSwings is what it costs each actor to change camp.
type NetworkSwings struct {
	Unit   int64                `json:"unit"`
	Camps  [2][]entente.ActorID `json:"camps"`
	Proved bool                 `json:"proved"` // that no split costs less
	Swings []network.Swing      `json:"swings"`
}

// Swings lists the actors of a network by what it costs if they alone change camp.
func (e *Engine) Swings(ctx context.Context, of NetworkOf, budget network.Budget) (*NetworkSwings, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	b := network.Frustration(n, budget)
	return &NetworkSwings{of.unit(n), b.Camps, b.Proved, network.Swings(n, b.Camp())}, nil
}

// NetworkLandscape is the splits of a network that no single actor would leave.
type NetworkLandscape struct {
	Unit int64 `json:"unit"`
	*network.Landscape
}

// Landscape finds the splits of a network that no single actor would leave.
func (e *Engine) Landscape(ctx context.Context, of NetworkOf) (*NetworkLandscape, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	return &NetworkLandscape{of.unit(n), network.Minima(n)}, nil
}

// NetworkDrift is what constrained triad dynamics make of a network.
type NetworkDrift struct {
	Unit int64 `json:"unit"`
	*network.Drift
}

// driftRuns is how many runs of the dynamics are made.
const driftRuns = 200

// Drift runs constrained triad dynamics on a network: a model, no prediction.
func (e *Engine) Drift(ctx context.Context, of NetworkOf) (*NetworkDrift, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	return &NetworkDrift{of.unit(n), network.DriftOf(n, driftRuns, 1)}, nil
}

// NetworkFlow is what the model of continuous change makes of a network.
type NetworkFlow struct {
	Unit int64 `json:"unit"`
	*network.Flow
}

// Flow finds the end of the continuous model of a network: a model, no prediction.
func (e *Engine) Flow(ctx context.Context, of NetworkOf) (*NetworkFlow, error) {
	n, err := e.Network(ctx, of)
	if err != nil {
		return nil, err
	}
	return &NetworkFlow{of.unit(n), network.FlowOf(n)}, nil
}
