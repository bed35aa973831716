package ingest

import (
	"context"
	"fmt"
	"iter"

	"entente"
	"entente/ledger"
)

// A batch goes into the ledger when it holds so many documents or so many bytes
// of their text.
const (
	batchDocuments = 32
	batchBytes     = 4 << 20
)

// Progress says how far a reading is.
type Progress struct {
	Done, Total int // documents; Total is 0 where it is not known
	Known       int // of those done, that were there before
	Sentences   int
}

// Report is what a reading into a ledger did.
type Report struct {
	ledger.Receipt
	Documents []entente.DocumentID // everything read or known before, in order
	Sentences int                  // of the documents read now
	Failed    []error              // documents that could not be had, in order
}

// Store reads documents into a ledger, in batches. A document that is there,
// read by the ledger's reading, is not read again, so that a reading that broke
// off goes on where it was. A document that could not be had is noted and the
// next follows. An error of the ledger ends the work; a cancelled context does,
// with its error, after what was read is stored. The report says in each case
// what was done. Show, where not nil, is told of each document, in order, by
// the caller's goroutine.
func (p *Pipeline) Store(ctx context.Context, l ledger.Ledger, docs iter.Seq2[*entente.Document, error], show func(Progress)) (*Report, error) {
	w := &writer{ledger: l, show: show}
	work := func(d *entente.Document) (outcome, error) {
		known, err := l.Has(ctx, d.ID)
		if err != nil {
			return outcome{}, &ledgerError{fmt.Errorf("look for %s (%s): %w", d.ID, d.URI, err)}
		}
		if known {
			return outcome{id: d.ID}, nil
		}
		return outcome{id: d.ID, records: p.Coder.Code(p.Reader.Read(d))}, nil
	}
	for o, err := range inOrder(ctx, p.Workers, docs, work) {
		if ctx.Err() != nil {
			break
		}
		if e, ok := err.(*ledgerError); ok {
			return &w.report, e.error
		}
		if err := w.put(ctx, o, err); err != nil {
			return &w.report, err
		}
	}
	if err := w.flush(ctx); err != nil {
		return &w.report, err
	}
	return &w.report, ctx.Err()
}

// ledgerError is an error of the ledger among those of documents.
type ledgerError struct{ error }

// outcome is what became of a document: its records, or nil where it was known.
type outcome struct {
	id      entente.DocumentID
	records *entente.Records
}

// writer appends records to a ledger in batches and counts what it does.
type writer struct {
	ledger ledger.Ledger
	report Report
	show   func(Progress)
	batch  []*entente.Records
	bytes  int
}

func (w *writer) put(ctx context.Context, o outcome, failure error) error {
	if failure != nil {
		w.report.Failed = append(w.report.Failed, failure)
		return nil
	}
	w.report.Documents = append(w.report.Documents, o.id)
	if o.records == nil {
		w.report.Known++
	} else {
		w.batch = append(w.batch, o.records)
		w.bytes += len(o.records.Document.Text)
		w.report.Sentences += o.records.Document.Sentences
	}
	if w.show != nil {
		w.show(Progress{Done: len(w.report.Documents), Known: w.report.Known, Sentences: w.report.Sentences})
	}
	if len(w.batch) >= batchDocuments || w.bytes >= batchBytes {
		return w.flush(ctx)
	}
	return nil
}

func (w *writer) flush(ctx context.Context) error {
	if len(w.batch) == 0 {
		return nil
	}
	// A batch that is whole is stored whole, also when the work is called off.
	receipt, err := w.ledger.Append(context.WithoutCancel(ctx), w.batch...)
	if err != nil {
		return fmt.Errorf("append %d documents: %w", len(w.batch), err)
	}
	w.report.Added += receipt.Added
	w.report.Reread += receipt.Reread
	w.report.Known += receipt.Known
	w.report.Copies += receipt.Copies
	clear(w.batch) // they need not stay in memory until the next batch is full
	w.batch, w.bytes = w.batch[:0], 0
	return nil
}
