package engine

import (
	"context"
	"iter"

	"entente"
	"entente/ingest"
)

// Code reads and codes documents without a ledger and yields their records in
// the order of the documents. An input that cannot be read yields its error and
// the next follows; a cancelled context ends the sequence with its error.
// Documents are coded side by side, as many as Config.Workers.
func (e *Engine) Code(ctx context.Context, in Input) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		p, err := e.pipeline()
		if err != nil {
			yield(nil, err)
			return
		}
		docs, _ := e.documents(ctx, in, nil)
		p.Records(ctx, docs)(yield)
	}
}

// pipeline is the reader and the coder, put together.
func (e *Engine) pipeline() (*ingest.Pipeline, error) {
	r, c, err := e.Load()
	if err != nil {
		return nil, err
	}
	return &ingest.Pipeline{Reader: r, Coder: c, Workers: e.config.Workers}, nil
}
