package engine

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"

	"entente"
	"entente/brief"
	"entente/ingest"
	"entente/ledger"
)

// Progress says how far a reading is.
type Progress = ingest.Progress

// ReadReport is what a reading did.
type ReadReport = ingest.Report

// Read reads documents into the ledger, as ingest.Pipeline.Store says: what is
// there is not read again, what cannot be read is noted, and what was read
// before an interruption stays. Show, where not nil, is told of each document.
func (e *Engine) Read(ctx context.Context, in Input, show func(Progress)) (*ReadReport, error) {
	l, err := e.open(ctx, making)
	if err != nil {
		return &ReadReport{}, err
	}
	p, err := e.pipeline()
	if err != nil {
		return &ReadReport{}, err
	}
	docs, show := e.documents(ctx, in, show)
	report, err := p.Store(ctx, l, docs, show)
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return report, err
	case err != nil:
		return report, keep(CodeLedger, err, "is there room, and may you write there?", "write the ledger")
	case len(report.Documents) == 0 && len(report.Failed) == 0:
		return report, Errorf(CodeNoInput, "name files, folders, globs or addresses of articles", "there is nothing to read")
	}
	return report, nil
}

// documents yields the documents of an input, and has show told of how many there
// are, as far as that is known.
func (e *Engine) documents(ctx context.Context, in Input, show func(Progress)) (iter.Seq2[*entente.Document, error], func(Progress)) {
	if show == nil {
		return e.parts.Documents(ctx, e.config, in), nil
	}
	var total atomic.Int64
	in.Expect = func(more int) { total.Add(int64(more)) }
	return e.parts.Documents(ctx, e.config, in), func(p Progress) {
		if n := int(total.Load()); n >= p.Done {
			p.Total = n
		}
		show(p)
	}
}

// BriefOf makes a brief of some documents of the ledger, in the order of ids.
func (e *Engine) BriefOf(ctx context.Context, ids []entente.DocumentID) (*brief.Brief, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	from, err := e.lineage(ctx, l)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	b, err := brief.Make(from.mark(documents(ctx, l, ids)), brief.Options{})
	return b, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

// ShortOf makes a brief of some documents of the ledger for brief.Short. Of a single one
// it does not look for whom it copies, as BriefOf does, but takes what the ledger says: all
// that Short leaves out is the word copy in citations of one that was cut or edited. So to
// read one document after another costs no more in a large ledger than in a small one.
func (e *Engine) ShortOf(ctx context.Context, ids []entente.DocumentID) (*brief.Brief, error) {
	if len(ids) > 1 {
		return e.BriefOf(ctx, ids)
	}
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	b, err := brief.Make(documents(ctx, l, ids), brief.Options{})
	return b, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

// documents yields each document named, once.
func documents(ctx context.Context, l ledger.Ledger, ids []entente.DocumentID) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		seen := map[entente.DocumentID]bool{}
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			if !yield(l.Document(ctx, id)) {
				return
			}
		}
	}
}
