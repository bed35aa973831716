package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// finish sorts the mentions, puts them on the text and completes the actors.
func (d *desk) finish() {
	t := d.text
	t.Mentions = t.Mentions[:0]
	for i := range d.work {
		m := d.work[i].mentions
		slices.SortStableFunc(m, func(a, b document.Mention) int {
			if a.Start != b.Start {
				return a.Start - b.Start
			}
			if a.End != b.End {
				return b.End - a.End
			}
			return strings.Compare(string(a.Actor), string(b.Actor))
		})
		for k := range m {
			if f := d.figureOf[m[k].Actor]; f != nil && f.id != m[k].Actor {
				m[k].Actor = f.id // a surname whose full name came later
			}
			if k > 0 && m[k].Span == m[k-1].Span && m[k].Actor == m[k-1].Actor {
				continue
			}
			t.Mentions = append(t.Mentions, m[k])
		}
	}
	for id, f := range d.figureOf {
		if id != f.id {
			if a := d.actors[id]; a != nil && d.actors[f.id] == nil {
				a.Actor, a.Label = f.id, f.label
				d.actors[f.id] = a
			}
			delete(d.actors, id)
		}
	}
	d.complete()
}

// complete gives each actor its mentions, roles, aliases and record, and drops
// those that no mention names.
func (d *desk) complete() {
	t := d.text
	for _, m := range t.Mentions {
		a := d.actors[m.Actor]
		if a == nil {
			continue
		}
		if len(a.Mentions) > 0 && a.Mentions[len(a.Mentions)-1] == m.Span {
			continue
		}
		a.Mentions = append(a.Mentions, m.Span)
		if words := t.String(m.Span); m.Kind == document.MentionName && words != a.Label && len(a.Aliases) < 8 && !slices.Contains(a.Aliases, words) {
			a.Aliases = append(a.Aliases, words)
		}
	}
	for _, f := range d.people {
		a := d.actors[f.id]
		if a == nil {
			continue
		}
		a.Country, a.Sector, a.Label, a.Roles = f.country, f.sector, f.label, nil
		if f.thing != nil {
			for _, r := range f.thing.roles {
				a.Roles = append(a.Roles, entente.Role{Title: r.title, In: entente.ActorID(r.country), Since: r.since, Until: r.until, Source: r.source})
			}
		}
		a.Roles = append(a.Roles, f.roles...)
	}
	for id, a := range d.actors {
		if len(a.Mentions) == 0 {
			delete(d.actors, id)
			continue
		}
		a.Base = entente.Base{
			Kind: entente.KindActor, Document: t.Document.ID, Evidence: a.Mentions[0],
			ID: entente.NewRecordID(entente.KindActor, t.Document.ID, a.Mentions[0], string(id)),
		}
	}
	t.Actors = d.actors
}
