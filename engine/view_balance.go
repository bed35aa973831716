package engine

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"entente/network"
)

// unfitShown is how many ties that do not fit one view lists.
const unfitShown = 100

// BalanceView is how far a network is from two camps of friends within and foes
// between: what a model says of what is told.
type BalanceView struct {
	Counted
	Lower    float64    `json:"lower" doc:"no split contradicts less weight"`
	Upper    float64    `json:"upper" doc:"the split below contradicts this weight"`
	Proved   bool       `json:"proved" doc:"both are one: the frustration index"`
	Unique   string     `json:"unique" enum:"yes,no,not known" doc:"whether no other split contradicts as little"`
	Weight   float64    `json:"weight" doc:"of all ties"`
	Camps    [][]Party  `json:"camps" doc:"two, the larger first; who is bound to nobody else is in the first"`
	Unfit    []UnfitTie `json:"unfit" doc:"ties that contradict the camps, the heaviest first"`
	UnfitAll int        `json:"unfit_all" doc:"how many there are"`
	Triads   TriadsView `json:"triads"`
}

// TriadsView counts the triangles of a network by how many of their ties are hostile.
type TriadsView struct {
	Counts   []int   `json:"counts" doc:"with 0, 1, 2, 3 hostile ties; those with 0 and 2 are balanced"`
	Balanced float64 `json:"balanced" doc:"share of balanced ones; 0 where there are none"`
}

// NetworkBalance finds the two camps of what is told, as hard as f says.
func (d *Desk) NetworkBalance(ctx context.Context, f NetworkFilter) (*BalanceView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	s, err := d.signedOf(f)
	if err != nil {
		return nil, err
	}
	return s.answers.balance(), nil
}

// signedOf is the network of a filter with its answers, which are worked out
// without holding the desk.
func (d *Desk) signedOf(f NetworkFilter) (*signed, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return remember(d, signedKey("answers", f), func() (*signed, error) {
		s, err := d.signed(f)
		if err != nil {
			return nil, err
		}
		out := &signed{counted: s.counted, budget: f.budget(), net: s.net, names: s.names}
		out.answers = answers{balance: sync.OnceValue(out.balance), blocs: sync.OnceValue(out.blocs)}
		return out, nil
	})
}

func (s *signed) balance() *BalanceView {
	b := balanceOf(s.net, network.Unit, s.budget, 0)
	v := &BalanceView{
		Counted: s.counted, Lower: records(b.Balance.Lower), Upper: records(b.Balance.Upper), Proved: b.Balance.Proved, Unique: b.Unique,
		Weight: records(b.Weight), Unfit: []UnfitTie{}, Camps: [][]Party{s.parties(b.Balance.Camps[0]), s.parties(b.Balance.Camps[1])},
		Triads: TriadsView{Counts: b.Triads.Counts[:], Balanced: b.Triads.Index()},
	}
	camp := b.Balance.Camp()
	for i := range b.Balance.Frustrated {
		t := &b.Balance.Frustrated[i]
		u := UnfitTie{WeighedTie: s.tie(t), Within: camp[t.A] == camp[t.B], Against: records(t.Plus)}
		if u.Within {
			u.Against = records(t.Minus)
		}
		v.Unfit = append(v.Unfit, u)
	}
	v.Unfit, v.UnfitAll = heaviest(v.Unfit)
	return v
}

// heaviest are the ties that contradict most, and how many there are.
func heaviest(ties []UnfitTie) ([]UnfitTie, int) {
	slices.SortStableFunc(ties, func(x, y UnfitTie) int { return cmp.Compare(y.Against, x.Against) })
	return ties[:min(unfitShown, len(ties))], len(ties)
}
