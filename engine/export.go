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
	return l.Material(ctx, ledger.Query{Actors: ids}), nil
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
	material := func(ctx context.Context) iter.Seq2[*entente.Records, error] {
		return l.Material(ctx, ledger.Query{Actors: ids})
	}
	if f.IsFolder() {
		err = f.WriteFolder(ctx, material, create)
	} else {
		err = f.Write(ctx, material, w)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return wrap(CodeLedger, err, "is there room, and may you write there?", "export %s", f.Name)
}
