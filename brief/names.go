package brief

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// known is what the documents together tell of an actor.
type known struct {
	Actor
	country string
	sector  string
	in      []entente.ActorID // what the actor holds office in
	titles  []string
}

// names are the actors of all documents read so far.
type names map[entente.ActorID]*known

func (n names) add(p *page) {
	for i := range p.Actors {
		a := &p.Actors[i]
		c, ok := p.cite(a.ID, a.Evidence)
		if !ok {
			continue
		}
		k := n[a.Actor]
		if k == nil {
			label := clean(a.Label)
			k = &known{Actor: Actor{Name: Name{a.Actor, cmp.Or(label, string(a.Actor)), Plural(label, a.Type)}, Type: a.Type, Citation: c}, country: a.Country, sector: a.Sector}
			n[a.Actor] = k
		}
		if !p.copies || k.Documents == 0 {
			k.Documents++
			k.Mentions += len(a.Mentions)
		}
		for _, r := range a.Roles {
			if r.In != "" && !slices.Contains(k.in, r.In) {
				k.in = append(k.in, r.In)
			}
			if title := clean(r.Title); title != "" && !slices.ContainsFunc(k.titles, func(t string) bool { return strings.EqualFold(t, title) }) {
				k.titles = append(k.titles, title)
				k.Roles = append(k.Roles, role(title, r, n))
			}
		}
	}
}

// role words an office with where and when it is held.
func role(title string, r entente.Role, n names) string {
	if in := n[r.In]; in != nil && !strings.Contains(strings.ToLower(title), strings.ToLower(in.Label)) {
		title += ", " + in.Label
	}
	switch {
	case !r.Since.IsZero() && !r.Until.IsZero():
		title += " (" + r.Since.String() + " to " + r.Until.String() + ")"
	case !r.Since.IsZero():
		title += " (since " + r.Since.String() + ")"
	case !r.Until.IsZero():
		title += " (until " + r.Until.String() + ")"
	}
	return title
}

// name returns an actor's name; of one that no document names, the id twice.
func (n names) name(id entente.ActorID) Name {
	if k := n[id]; k != nil {
		return k.Name
	}
	return Name{ID: id, Label: string(id)}
}

// stateTypes are the organs that speak and act for their state.
var stateTypes = []entente.ActorType{
	entente.ActorState, entente.ActorGovernment, entente.ActorMilitary, entente.ActorParliament,
	entente.ActorCourt, entente.ActorPolice, entente.ActorIntelligence,
}

// stateSectors are the PLOVER sectors of a state's organs.
var stateSectors = []string{"GOV", "MIL", "LEG", "JUD", "COP", "SPY"}

// side returns the actor under which id is filed in pairs: the state for its
// organs and office holders, the actor itself for everybody else.
func (n names) side(id entente.ActorID) entente.ActorID {
	k := n[id]
	if k == nil {
		return id
	}
	state := entente.ActorID(k.country)
	switch {
	case len(k.country) != 3 || k.country == "IGO":
		return id
	case slices.Contains(stateTypes, k.Type):
		return state
	case k.Type == entente.ActorPerson && slices.Contains(stateSectors, k.sector):
		return state
	case k.Type == entente.ActorPerson && slices.ContainsFunc(k.in, func(in entente.ActorID) bool { return n.isOrgan(in, k.country) }):
		return state
	}
	return id
}

// isOrgan reports whether id is a state or an organ of it.
func (n names) isOrgan(id entente.ActorID, country string) bool {
	k := n[id]
	return k != nil && k.country == country && slices.Contains(stateTypes, k.Type)
}

// is reports whether id is the actor asked about or belongs to it.
func (n names) is(id, asked entente.ActorID) bool {
	return id == asked || strings.HasPrefix(string(id), string(asked)+".") || n.side(id) == asked
}

// most returns the actors in order of documents, then mentions; those asked
// about come first.
func (n names) most(asked []entente.ActorID) []Actor {
	out := make([]Actor, 0, len(n))
	for _, k := range n {
		out = append(out, k.Actor)
	}
	first := func(a Actor) int {
		if slices.Contains(asked, a.ID) {
			return 0
		}
		return 1
	}
	slices.SortFunc(out, func(a, b Actor) int {
		return cmp.Or(
			cmp.Compare(first(a), first(b)), cmp.Compare(b.Mentions, a.Mentions),
			cmp.Compare(b.Documents, a.Documents), strings.Compare(string(a.ID), string(b.ID)),
		)
	})
	return out
}
