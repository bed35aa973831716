package engine

import (
	"context"
	"slices"
	"sync"

	"entente"
	"entente/network"
)

// WhatIfView is what would move a pair between camps, and which ties would come
// under strain if both stood in one: a consequence of the model of two camps, no
// prediction.
type WhatIfView struct {
	Counted
	A        Party       `json:"a"`
	B        Party       `json:"b"`
	Same     float64     `json:"same" doc:"weight that a best split with both in one camp contradicts, their own tie left out"`
	Opposite float64     `json:"opposite" doc:"with both in opposite camps"`
	Ballast  float64     `json:"ballast" doc:"same less opposite: what the rest of the network puts between the pair"`
	Proved   bool        `json:"proved" doc:"no split contradicts less"`
	Own      *WeighedTie `json:"own,omitempty" doc:"the pair's own tie; absent where nothing, or as much of both, is told"`
	Status   string      `json:"status,omitempty" enum:"never,sometimes,always" doc:"in which best splits the own tie is contradicted"`
	Margin   float64     `json:"margin" doc:"how much more the best split contradicts in which the own tie stands the other way"`
	Flipped  float64     `json:"flipped" doc:"change of the frustration index if the own tie changed its sign"`
	Needed   float64     `json:"needed" doc:"least friendly weight to bring both into one camp; 0 or less where a best split has them there"`
	// Strained are the ties that would be contradicted and are not today.
	Strained    []WeighedTie `json:"strained" doc:"ties that both in one camp would contradict, and that today's camps do not, the heaviest first"`
	StrainedAll int          `json:"strained_all" doc:"how many there are"`
	Moved       []Party      `json:"moved" doc:"who would change camp"`
	Nearest     bool         `json:"nearest" doc:"proved that no best split moves fewer"`
	Supposed    *Supposal    `json:"supposed,omitempty" doc:"where a change was asked for"`
}

// Supposition is a change of a pair's own tie that is only supposed; the zero value
// is none.
type Supposition struct {
	Kind   network.SupposeKind // flip, add, remove
	Weight float64             // in records, of what is added; below 0 hostile
}

// Supposal is what the model of two camps makes of a changed tie.
type Supposal struct {
	Change   string       `json:"change" enum:"flip,add,remove"`
	Weight   float64      `json:"weight" doc:"added, in records; below 0 hostile"`
	Before   IndexView    `json:"before"`
	After    IndexView    `json:"after"`
	Camps    [][]Party    `json:"camps" doc:"two, the larger first, of a best split after the change that is nearest to today's"`
	Moved    []Party      `json:"moved" doc:"who changes camp between the two"`
	Nearest  bool         `json:"nearest" doc:"proved that no best split moves fewer"`
	Strained []WeighedTie `json:"strained" doc:"ties that the changed camps contradict and today's do not, the heaviest first"`
	Relieved []WeighedTie `json:"relieved" doc:"ties that today's camps contradict and the changed ones do not"`
}

// IndexView is a frustration index or its bounds, in records.
type IndexView struct {
	Lower  float64 `json:"lower"`
	Upper  float64 `json:"upper"`
	Proved bool    `json:"proved" doc:"both are one"`
}

// NetworkWhatIf weighs what moves a pair of the network between camps, and what a
// change of its own tie would make of them, as hard as f says.
func (d *Desk) NetworkWhatIf(ctx context.Context, a, b string, f NetworkFilter, change Supposition) (*WhatIfView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	s, ids, err := d.signedPair(a, b, f)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		if _, ok := slices.BinarySearch(s.net.Actors, id); !ok {
			return nil, Errorf(CodeUnknownActor, "nothing friendly or hostile is told of it as done", "%s has no tie in this network", []string{a, b}[i])
		}
	}
	var beside sync.WaitGroup
	var supposed *Supposal
	if change.Kind != "" {
		beside.Go(func() { supposed, err = s.suppose(ids[0], ids[1], change) })
	}
	w, _ := s.camps.Weigh(ids[0], ids[1])
	beside.Wait()
	v := &WhatIfView{
		Counted: s.counted, A: s.names[w.A], B: s.names[w.B], Same: records(w.Same), Opposite: records(w.Opposite), Ballast: records(w.Ballast()), Proved: w.Proved,
		Status: w.Status, Margin: records(w.Margin), Flipped: records(w.Flipped), Needed: records(w.Needed),
		Strained: s.ties(w.Strained, unfitShown), StrainedAll: len(w.Strained), Moved: s.parties(w.Moved), Nearest: w.Nearest, Supposed: supposed,
	}
	if w.Own != nil {
		own := s.tie(w.Own)
		v.Own = &own
	}
	return v, err
}

// mostSupposed bounds the weight that can be added, in records.
const mostSupposed = 1_000_000

// suppose changes the tie of two actors and compares the camps before and after.
func (s *signed) suppose(a, b entente.ActorID, c Supposition) (*Supposal, error) {
	change := network.Supposition{Kind: c.Kind, A: a, B: b}
	switch c.Kind {
	case network.SupposeAdd:
		if c.Weight == 0 || !(max(c.Weight, -c.Weight) <= mostSupposed) {
			return nil, Errorf(CodeBadValue, "a number of records other than 0, below 0 for hostile ones", "weight: %v cannot be added", c.Weight)
		}
		if change.Weight = int64(c.Weight * network.Unit); change.Weight == 0 {
			return nil, Errorf(CodeBadValue, "a larger one", "weight: %v is too small to count", c.Weight)
		}
	case network.SupposeFlip, network.SupposeRemove:
		c.Weight = 0
	default:
		return nil, Errorf(CodeBadValue, "flip, add or remove", "%q is no change of a tie", c.Kind)
	}
	after, missed := network.Suppose(s.net, []network.Supposition{change})
	if len(missed) > 0 {
		return nil, Errorf(CodeBadValue, "add one instead", "nothing friendly or hostile is told of the two as done, so there is no tie to %s", c.Kind)
	}
	o := s.camps.Compare(after)
	return &Supposal{
		Change: string(c.Kind), Weight: c.Weight, Before: indexView(o.Before), After: indexView(o.After), Camps: [][]Party{s.parties(o.Camps[0]), s.parties(o.Camps[1])},
		Moved: s.parties(o.Moved), Nearest: o.Nearest, Strained: s.ties(o.Strained, unfitShown), Relieved: s.ties(o.Relieved, unfitShown),
	}, nil
}

func indexView(i network.Index) IndexView {
	return IndexView{records(i.Lower), records(i.Upper), i.Proved}
}

// signedPair is the network of a filter with the sides of two actors in it.
func (d *Desk) signedPair(a, b string, f NetworkFilter) (*signed, []entente.ActorID, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var sides []symbol
	var ids []entente.ActorID
	for _, name := range []string{a, b} {
		n, err := d.find(name)
		if err != nil {
			return nil, nil, err
		}
		sides = append(sides, d.side(n))
		ids = append(ids, entente.ActorID(d.symbols.word(d.side(n))))
	}
	if ids[0] == ids[1] {
		return nil, nil, Errorf(CodeBadValue, "name two different actors", "%q and %q are one side", a, b)
	}
	s, err := d.signedWith(f) // the network that the page has already
	if err == nil && !(s.has(ids[0]) && s.has(ids[1])) {
		s, err = d.signedWith(f, sides...)
	}
	return s, ids, err
}
