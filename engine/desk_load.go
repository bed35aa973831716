package engine

import (
	"cmp"
	"context"
	"slices"

	"entente"
	"entente/ledger"
)

// catchUp brings the desk to a state of the ledger. Where that fails it leaves it
// empty, as half of what came is not filed; and so it goes on with what it adds to
// where whoever asked has gone away, as all would have to be read again.
func (d *Desk) catchUp(ctx context.Context, l ledger.Ledger, state ledger.State) error {
	if d.stale {
		d.reset()
	}
	if len(d.documents) > 0 {
		ctx = context.WithoutCancel(ctx)
	}
	err := d.load(ctx, l, state)
	if err != nil {
		d.reset()
	}
	return err
}

// load brings the desk to a state of the ledger: it adds the documents, rows and
// judgements that it does not have, and takes everything anew where documents that it
// has were read again.
func (d *Desk) load(ctx context.Context, l ledger.Ledger, state ledger.State) error {
	before, held := len(d.sights), len(d.documents)
	var err error
	if held == 0 {
		err = d.loadAll(ctx, l)
	} else if state.Readings != d.state.Readings {
		err = d.loadFresh(ctx, l)
	}
	if err != nil {
		return err
	}
	if err := d.trace(ctx, l); err != nil {
		return err
	}
	fresh := len(d.documents) - held
	if held > 0 && state.Readings-d.state.Readings > fresh {
		d.reset()
		return d.load(ctx, l, state)
	}
	changed, err := d.loadJudgements(ctx, l, fresh > 0)
	if err != nil {
		return err
	}
	again := false
	if state.Rows != d.state.Rows {
		if again, err = d.loadRows(ctx, l); err != nil {
			return err
		}
	}
	if again {
		before = 0
	}
	if fresh > 0 || state.Rows != d.state.Rows {
		d.index(before)
		d.order()
	}
	if changed || fresh > 0 || state.Rows != d.state.Rows || state.Readings != d.state.Readings {
		d.facts++
	}
	d.mark()
	d.arrived = state.Readings
	state.Judgements = len(d.judgements) // some may have come since
	state.Readings = max(state.Readings, d.state.Readings+fresh)
	d.state = state
	d.generation++
	return nil
}

// loadAll takes every document.
func (d *Desk) loadAll(ctx context.Context, l ledger.Ledger) error {
	for r, err := range l.Material(ctx, ledger.Query{}) {
		if err != nil {
			return keep(CodeLedger, err, "", "read the ledger")
		}
		d.take(r)
	}
	return nil
}

// loadFresh takes the documents that are not there.
func (d *Desk) loadFresh(ctx context.Context, l ledger.Ledger) error {
	var fresh []entente.DocumentID
	for doc, err := range l.DocumentsAfter(ctx, d.arrived) {
		if err != nil {
			return keep(CodeLedger, err, "", "list the documents")
		}
		if _, ok := d.numbers[doc.ID]; ok {
			continue
		}
		fresh = append(fresh, doc.ID)
	}
	for _, id := range fresh {
		r, err := l.Document(ctx, id)
		if err != nil {
			return keep(CodeLedger, err, "", "read %s", id)
		}
		d.take(r)
	}
	return nil
}

// trace marks the documents that repeat another's words.
func (d *Desk) trace(ctx context.Context, l ledger.Ledger) error {
	if len(d.documents) == 0 {
		return nil
	}
	from, err := d.engine.lineage(ctx, l)
	if err != nil {
		return keep(CodeLedger, err, "", "look for copies")
	}
	for i := range d.documents {
		h := d.documents[i].header
		h.CopyOf = from.origins[h.ID]
	}
	return nil
}

// sequence is the sights from a number to below another.
type sequence struct{ from, to int }

// order lists the sights in the order of the ledger, whenever they came: those of
// documents by the day and id of these, then the rows.
func (d *Desk) order() {
	list := make([]int, len(d.documents))
	for n := range list {
		list[n] = n
	}
	slices.SortFunc(list, func(x, y int) int {
		a, b := d.documents[x].header, d.documents[y].header
		return cmp.Or(compareKnown(a.Published, b.Published), cmp.Compare(a.ID, b.ID))
	})
	d.runs = nil
	add := func(from, to int) {
		if n := len(d.runs); n > 0 && d.runs[n-1].to == from {
			d.runs[n-1].to = to
		} else if from < to {
			d.runs = append(d.runs, sequence{from, to})
		}
	}
	for _, n := range list {
		add(d.documents[n].from, d.documents[n].to)
	}
	at := 0
	for n := range d.documents {
		add(at, d.documents[n].from)
		at = d.documents[n].to
	}
	add(at, len(d.sights))
}
