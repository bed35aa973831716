package engine

import (
	"context"
	"slices"

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
}

// NetworkWhatIf weighs what moves a pair of the network between camps, within a
// second.
func (d *Desk) NetworkWhatIf(ctx context.Context, a, b string, f NetworkFilter) (*WhatIfView, error) {
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
	w, _ := network.Weigh(s.net, ids[0], ids[1], signedBudget())
	v := &WhatIfView{
		Counted: s.counted, A: s.names[w.A], B: s.names[w.B], Same: records(w.Same), Opposite: records(w.Opposite), Ballast: records(w.Ballast()), Proved: w.Proved,
		Status: w.Status, Margin: records(w.Margin), Flipped: records(w.Flipped), Needed: records(w.Needed),
		Strained: s.ties(w.Strained, unfitShown), StrainedAll: len(w.Strained), Moved: s.parties(w.Moved), Nearest: w.Nearest,
	}
	if w.Own != nil {
		own := s.tie(w.Own)
		v.Own = &own
	}
	return v, nil
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
	if members, _ := d.signedMembers(f, nil); members[sides[0]] && members[sides[1]] {
		sides = nil // the network that the page has already
	}
	s, err := d.signed(f, sides...)
	return s, ids, err
}
