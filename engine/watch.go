package engine

import (
	"context"
	"errors"
	"time"

	"entente"
	"entente/ingest"
	"entente/ledger"
	"entente/source/feed"
)

// WatchOptions say what is watched.
type WatchOptions struct {
	Feeds    []string      // addresses, and files with lists of them
	Journal  string        // file that remembers what was seen; "" is one beside the ledger
	Interval time.Duration // between times that a feed is asked
	Once     bool          // ask once and end
	// Wait waits for the next round; nil waits by the clock.
	Wait func(ctx context.Context, until time.Time) error
}

// Round is what one round of watching did.
type Round struct {
	feed.Report
	ledger.Receipt
	Documents []entente.DocumentID `json:"-"`
	Sentences int                  `json:"sentences"`
	Failures  []error              `json:"-"`
	Next      time.Time            `json:"next,omitzero"` // when a feed is asked again
}

// roundItems is how many items are read before the journal notes that they are
// stored.
const roundItems = 200

// Watch asks feeds for new items, reads them into the ledger, and waits for the
// next round, until the context is cancelled, which is no error between rounds,
// or once. Show is told of each round, and progress, where not nil, of each
// document.
func (e *Engine) Watch(ctx context.Context, o WatchOptions, show func(Round) error, progress func(Progress)) error {
	if o.Interval < time.Minute {
		return Errorf(CodeBadValue, "at least 1m; feeds change a few times an hour", "an interval of %s is too short", o.Interval)
	}
	if o.Journal == "" {
		o.Journal = e.config.Ledger + ".feeds"
	}
	if o.Wait == nil {
		o.Wait = waitUntil
	}
	l, err := e.open(ctx, making)
	if err != nil {
		return err
	}
	p, err := e.pipeline()
	if err != nil {
		return err
	}
	w, err := e.parts.Watch(ctx, e.config, o)
	if err != nil {
		return keep(CodeUnreadable, err, "", "watch feeds")
	}
	defer w.Journal.Close()
	for {
		r, err := e.round(ctx, w, p, l, progress)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if e := show(r); e != nil {
			return e
		}
		switch {
		case ctx.Err() != nil && o.Once:
			return ctx.Err()
		case ctx.Err() != nil, o.Once:
			return nil
		case r.Next.IsZero():
			return Errorf(CodeNoInput, "take them off the list", "none of these feeds is there any more")
		}
		if o.Wait(ctx, r.Next) != nil {
			return nil
		}
	}
}

// round asks the feeds that are due and reads what there is.
func (e *Engine) round(ctx context.Context, w *feed.Watch, p *ingest.Pipeline, l ledger.Ledger, progress func(Progress)) (Round, error) {
	var r Round
	for {
		before := w.Ready()
		report, err := p.Store(ctx, l, w.Round(ctx, roundItems), progress)
		noted := w.Stored(report.Documents, err == nil)
		r.add(w.Report(), report)
		r.Next = w.Next()
		switch {
		case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
			return r, errors.Join(err, noted)
		case err != nil:
			return r, keep(CodeLedger, err, "is there room, and may you write there?", "write the ledger")
		case noted != nil:
			return r, wrap(CodeInternal, noted, "is there room, and may you write there?", "note what was read")
		case w.Ready() == 0, before > 0 && w.Ready() >= before:
			return r, nil
		}
	}
}

func (r *Round) add(f feed.Report, s *ingest.Report) {
	r.Asked, r.Unchanged, r.Report.Failed, r.New = r.Asked+f.Asked, r.Unchanged+f.Unchanged, r.Report.Failed+f.Failed, r.New+f.New
	r.Waiting = f.Waiting
	r.Added, r.Known, r.Reread, r.Copies = r.Added+s.Added, r.Known+s.Known, r.Reread+s.Reread, r.Copies+s.Copies
	r.Documents, r.Failures = append(r.Documents, s.Documents...), append(r.Failures, s.Failed...)
	r.Sentences += s.Sentences
}

func waitUntil(ctx context.Context, until time.Time) error {
	t := time.NewTimer(max(time.Until(until), time.Second))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
