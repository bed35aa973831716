package engine

import (
	"context"
	"iter"

	"entente"
	"entente/ledger"
	"entente/network"
)

// Dyad tells how a pair stands over time, against a baseline.
func (e *Engine) Dyad(ctx context.Context, of NetworkOf, a, b string, step network.Step, base network.Baseline) (*network.Series, error) {
	if of.Edges != "" {
		return nil, Errorf(CodeUsage, "leave --edges out: the ledger knows when", "a table of ties has no dates to make a series of")
	}
	var ids [2]entente.ActorID
	for i, name := range []string{a, b} {
		id, err := e.find(ctx, name)
		if err != nil {
			return nil, err
		}
		ids[i] = of.Rules.Actor(id)
	}
	if ids[0] == ids[1] {
		return nil, Errorf(CodeBadValue, "name two different actors; --apart keeps a state's organs apart", "%q and %q are one actor here", a, b)
	}
	m, err := e.telling(ctx, of)
	if err != nil {
		return nil, err
	}
	observations := m.ledger.Observations(ctx, m.slice)
	if base == network.BaselineOthers {
		observations = ofEither(ctx, m.ledger, m.slice, ids)
	}
	s, err := network.Over(asJudged(observations, m.judged), ids[0], ids[1], m.rules, step, base)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	return s, nil
}

// ofEither yields what is told of one of two actors with anybody, each once.
func ofEither(ctx context.Context, l ledger.Ledger, s ledger.Slice, ids [2]entente.ActorID) iter.Seq2[entente.Observation, error] {
	return func(yield func(entente.Observation, error) bool) {
		for i, id := range ids {
			s.A = id
			for o, err := range l.Observations(ctx, s) {
				if i == 1 && err == nil && (ledger.Belongs(o.A, ids[0]) || ledger.Belongs(o.B, ids[0])) {
					continue
				}
				if !yield(o, err) {
					return
				}
			}
		}
	}
}
