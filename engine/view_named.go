package engine

import (
	"cmp"

	"entente"
)

// naming is how often a document names an actor.
type naming struct {
	actor symbol
	times int32
}

// tallied is in how many documents an actor is named, and how often.
type tallied struct{ documents, mentions int }

// isOut reports whether a document had been published by the day of a scope.
func (d *Desk) isOut(n int32, o Scope) bool {
	h := d.documents[n].header
	return o.Known == 0 || h.Published != 0 && h.Published <= o.Known
}

// notYet is the error for a document that was not out by the day of a scope.
func (d *Desk) notYet(n int32, o Scope) error {
	p := d.paper(n)
	when := "it has no date"
	if p.Published != "" {
		when = "it was published on " + p.Published
	}
	return Errorf(CodeNotFound, "ask without a day", "%q was not known on %s: %s", p.Title, o.Known, when)
}

// naming counts the documents that name an actor in a scope, as a function of the
// actor. What everybody knows is counted already.
func (d *Desk) naming(o Scope) func(*person) tallied {
	if o.Known == 0 {
		return func(p *person) tallied { return tallied{p.documents, p.mentions} }
	}
	counts := map[symbol]tallied{}
	for n := range d.documents {
		if !d.isOut(int32(n), o) {
			continue
		}
		for _, x := range d.documents[n].named {
			c := counts[x.actor]
			counts[x.actor] = tallied{c.documents + 1, c.mentions + int(x.times)}
		}
	}
	return func(p *person) tallied { return counts[p.id] }
}

// names reports whether a document names an actor.
func (d *Desk) names(n int32, a symbol) bool {
	for _, x := range d.documents[n].named {
		if x.actor == a {
			return true
		}
	}
	return false
}

// actorRow is an actor in a list, with what counts in a scope.
func (d *Desk) actorRow(f *found, o Scope) ActorRow {
	return ActorRow{Party: d.party(f.p.id), Documents: f.documents, Mentions: f.mentions, Records: len(d.gather(d.bySide[f.p.id], o))}
}

// DocumentFilter says which documents are listed.
type DocumentFilter struct {
	Scope
	Outlet string // published by
	Actor  string // named in them: id or label
	Copies bool   // only those that repeat the words of another
	Of     string // outlet whose words they repeat
	Cursor string
	Limit  int
}

// lets reports whether a filter lets a document through; a is its actor, 0 for
// any.
func (f *DocumentFilter) lets(d *Desk, n int32, a symbol) bool {
	h := d.documents[n].header
	o := d.origin(n)
	return d.isOut(n, f.Scope) &&
		(f.Outlet == "" || outletName(h) == f.Outlet) &&
		(a == 0 || d.names(n, a)) &&
		(!f.Copies || h.CopyOf != "") &&
		(f.Of == "" || o != n && outletName(d.documents[o].header) == f.Of)
}

// byDay orders documents, those published last first.
func (d *Desk) byDay(x, y int32) int {
	a, b := d.documents[x].header, d.documents[y].header
	return cmp.Or(cmp.Compare(b.Published, a.Published), cmp.Compare[entente.DocumentID](a.ID, b.ID))
}
