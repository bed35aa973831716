package engine

import (
	"context"
	"iter"

	"entente"
	"entente/brief"
	"entente/ledger"
)

// Progress says how far a reading is. Total is 0 where it is not known.
type Progress struct {
	Done, Total int // documents
	Sentences   int
}

// ReadReport is what a reading did.
type ReadReport struct {
	ledger.Receipt
	Documents []entente.DocumentID // everything read or known before, in order
	Sentences int                  // of the documents coded now
	Failed    []error              // inputs that could not be read, in order
}

// readBatch is how many documents are appended together.
const readBatch = 32

// Read reads documents into the ledger. A document that is there is not coded
// again; an input that cannot be read is noted and the next follows. Batches
// that were appended before an interruption stay. Show, where not nil, is told
// of each document.
func (e *Engine) Read(ctx context.Context, in Input, show func(Progress)) (*ReadReport, error) {
	report := &ReadReport{}
	l, err := e.open(ctx, making)
	if err != nil {
		return report, err
	}
	r, err := e.Reader()
	if err != nil {
		return report, err
	}
	c, err := e.Coder()
	if err != nil {
		return report, err
	}
	work := func(d *entente.Document) *entente.Records {
		if has, err := l.Has(ctx, d.ID); err == nil && has {
			return &entente.Records{Document: entente.Document{ID: d.ID}} // known: no text
		}
		return c.Code(r.Read(d))
	}
	w := &writer{ledger: l, report: report, show: show}
	for records, err := range inOrder(ctx, e.config.Workers, e.parts.Documents(ctx, in), work) {
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			report.Failed = append(report.Failed, err)
			continue
		}
		if err := w.put(ctx, records); err != nil {
			return report, err
		}
	}
	// What was coded is kept also where the reading was interrupted.
	if err := w.flush(context.WithoutCancel(ctx)); err != nil {
		return report, err
	}
	if err := ctx.Err(); err != nil {
		return report, err
	}
	if len(report.Documents) == 0 && len(report.Failed) == 0 {
		return report, Errorf(CodeNoInput, "name files, folders or globs with text, Markdown, HTML or JSON Lines in them", "there is nothing to read")
	}
	return report, nil
}

// writer appends records in batches.
type writer struct {
	ledger ledger.Ledger
	report *ReadReport
	show   func(Progress)
	batch  []*entente.Records
}

func (w *writer) put(ctx context.Context, r *entente.Records) error {
	w.report.Documents = append(w.report.Documents, r.Document.ID)
	if r.Document.Text == "" {
		w.report.Known++
	} else {
		w.batch = append(w.batch, r)
		w.report.Sentences += r.Document.Sentences
	}
	if w.show != nil {
		w.show(Progress{Done: len(w.report.Documents), Sentences: w.report.Sentences})
	}
	if len(w.batch) >= readBatch {
		return w.flush(ctx)
	}
	return nil
}

func (w *writer) flush(ctx context.Context) error {
	if len(w.batch) == 0 {
		return nil
	}
	receipt, err := w.ledger.Append(ctx, w.batch...)
	if err != nil {
		return wrap(CodeLedger, err, "is there room, and may you write there?", "write the ledger")
	}
	w.report.Added += receipt.Added
	w.report.Reread += receipt.Reread
	w.report.Known += receipt.Known
	w.report.Copies += receipt.Copies
	w.batch = w.batch[:0]
	return nil
}

// BriefOf makes a brief of some documents of the ledger, in the order of ids.
func (e *Engine) BriefOf(ctx context.Context, ids []entente.DocumentID) (*brief.Brief, error) {
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
