package engine

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entente"
	"entente/brief"
	"entente/coding/actor"
	"entente/ledger"
)

// mostRows bounds how many rows of event tables the desk holds, a hundred bytes
// each; of more, the first by date are held, and views say so.
const mostRows = 1_500_000

// loadRows takes the rows of event tables anew. It reports whether sights that were
// there are gone or stand elsewhere.
func (d *Desk) loadRows(ctx context.Context, l ledger.Ledger) (bool, error) {
	moved := d.taken > 0
	if moved {
		d.sights = slices.DeleteFunc(d.sights, func(s sight) bool { return s.document < 0 })
		at := 0
		for i := range d.documents {
			n := d.documents[i].to - d.documents[i].from
			d.documents[i].from, d.documents[i].to = at, at+n
			at += n
		}
	}
	d.taken = 0
	var fresh []seen
	for o, err := range l.Observations(ctx, ledger.Slice{Imported: true, Limit: mostRows}) {
		if err != nil {
			return moved, keep(CodeLedger, err, "", "read the rows")
		}
		d.see(&o, -1)
		d.taken++
		for _, id := range []entente.ActorID{o.A, o.B} {
			untold, err := d.meetParty(id)
			if err != nil {
				return moved, err
			}
			if untold {
				fresh = append(fresh, seen{id, o.Record})
			}
		}
	}
	return moved, d.nameByRows(ctx, l, fresh)
}

// seen is an actor and the first row that names it.
type seen struct {
	id     entente.ActorID
	record entente.RecordID
}

// nameByRows gives actors that no table of actors knows the names that rows give them.
func (d *Desk) nameByRows(ctx context.Context, l ledger.Ledger, list []seen) error {
	for _, s := range list {
		r, err := l.Row(ctx, s.record)
		if err != nil {
			return keep(CodeLedger, err, "", "read the row %s", s.record)
		}
		for _, p := range []entente.Party{r.Actor, r.Recipient} {
			if name := brief.Line(p.Name); p.Actor == s.id && name != "" {
				d.actors[d.symbols.of(string(s.id))].label = spelt(name)
			}
		}
	}
	return nil
}

// meetParty makes an actor that only event tables name known by the shipped
// table of actors. It reports whether that table has no name for it.
func (d *Desk) meetParty(id entente.ActorID) (untold bool, err error) {
	n := d.symbols.of(string(id))
	if d.actors[n] != nil {
		return false, nil
	}
	if d.labels == nil {
		if d.labels, err = actor.New(actor.DefaultOptions()); err != nil {
			return false, wrap(CodeInternal, err, "this is a fault of the build", "read the table of actors")
		}
	}
	p := &person{id: n, label: d.labels.Label(id), labels: map[string]int{}, kind: entente.ActorGroup}
	country, sector, part := strings.Cut(string(id), ".")
	switch {
	case strings.HasPrefix(string(id), "x:") || len(country) != 3:
	case !part:
		p.kind, p.country = entente.ActorState, country
	default:
		p.country, p.sector = country, sector
		if kind, ok := sectorTypes[sector]; ok {
			p.kind = kind
		}
	}
	untold = p.label == "" && strings.HasPrefix(string(id), "x:")
	if p.label == "" {
		p.label = wordsOf(id)
	}
	d.actors[n] = p
	if part { // its state is what it is filed under, and need not be named
		_, err = d.meetParty(entente.ActorID(country))
	}
	return untold, err
}

// wordsOf are the words of the id of an actor that no table knows:
// "Northern Rebels" of "x:northern-rebels".
func wordsOf(id entente.ActorID) string {
	s, made := strings.CutPrefix(string(id), "x:")
	if !made || s == "" {
		return string(id)
	}
	return spelt(strings.ReplaceAll(s, "-", " "))
}

// sectorTypes are the types of a state's organs by PLOVER sector.
var sectorTypes = map[string]entente.ActorType{
	"GOV": entente.ActorGovernment, "MIL": entente.ActorMilitary, "LEG": entente.ActorParliament, "JUD": entente.ActorCourt,
	"COP": entente.ActorPolice, "SPY": entente.ActorIntelligence,
}

// rowTelling fills a telling with what its row says.
func (d *Desk) rowTelling(ctx context.Context, t *Telling) error {
	l, err := d.engine.open(ctx, existing)
	if err != nil {
		return err
	}
	r, err := l.Row(ctx, entente.RecordID(t.Record))
	if err != nil {
		return keep(CodeLedger, err, "", "read the row %s", t.Record)
	}
	t.Row = &RowView{
		Actor: brief.Line(cmp.Or(r.Actor.Name, string(r.Actor.Actor))), Recipient: brief.Line(cmp.Or(r.Recipient.Name, string(r.Recipient.Actor))),
		Code: brief.Line(r.Code), Key: brief.Line(r.Key), File: brief.Line(r.File), Line: r.Line, Address: brief.Line(r.Address),
		Place: brief.Line(r.Place.Name), Mentions: r.Mentions,
	}
	if r.Deaths != nil {
		t.Row.Deaths = r.Deaths.Best
	}
	return nil
}
