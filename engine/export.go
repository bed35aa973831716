package engine

import (
	"context"
	"io"
	"iter"

	"entente"
	"entente/export"
	"entente/ledger"
)

// Material yields the documents of the ledger with their records, by date, or of
// those that the actors named by id or label appear in.
func (e *Engine) Material(ctx context.Context, actors ...string) (iter.Seq2[*entente.Records, error], error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return nil, err
	}
	from, err := e.lineage(ctx, l)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	return from.mark(l.Material(ctx, ledger.Query{Actors: ids})), nil
}

// rowsAbout yields what rows of event tables say of the pairs that all of the
// actors are in, of all pairs where none is named.
func rowsAbout(ctx context.Context, l ledger.Ledger, ids []entente.ActorID) iter.Seq2[entente.Observation, error] {
	s := ledger.Slice{Imported: true}
	switch len(ids) {
	case 0:
	case 1:
		s.A = ids[0]
	case 2:
		s.A, s.B = ids[0], ids[1]
	default: // no pair has three
		return func(func(entente.Observation, error) bool) {}
	}
	return l.Observations(ctx, s)
}

// Export writes the ledger, or the documents that actors appear in, in a format:
// to w, or through create where the format is several files.
func (e *Engine) Export(ctx context.Context, f export.Format, w io.Writer, create export.Create, actors ...string) error {
	l, err := e.open(ctx, existing)
	if err != nil {
		return err
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return err
	}
	from, err := e.lineage(ctx, l)
	if err != nil {
		return wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	material := func(ctx context.Context) iter.Seq2[*entente.Records, error] {
		return from.mark(l.Material(ctx, ledger.Query{Actors: ids}))
	}
	rows := func(ctx context.Context) iter.Seq2[entente.Observation, error] { return rowsAbout(ctx, l, ids) }
	if f.IsFolder() {
		err = f.WriteFolder(ctx, material, rows, create)
	} else {
		err = f.Write(ctx, material, rows, w)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return wrap(CodeLedger, err, "is there room, and may you write there?", "export %s", f.Name)
}
