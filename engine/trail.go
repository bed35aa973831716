package engine

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"entente"
	"entente/ledger"
	"entente/resolve"
)

// Bounds of what is kept to go on from.
const (
	// trailMost is how many passages a trail may hold, of eight bytes each, and with what
	// finds them twenty: those of seventy thousand news of 350 words, half a gigabyte.
	trailMost = 24 << 20
	// undoMost is how many documents a trail can take back. To trace so many again takes
	// 1.6 seconds of a processor, a third of what all from their texts on do.
	undoMost = 20_000
	// freshMost is how many documents are added to a trail at once, each a few
	// kilobytes while they are.
	freshMost = 10_000
	// atOnce is how many documents are made ready, or traced without asking whether
	// anybody waits for it, at once.
	atOnce = 256
)

// trail is who copied whom among documents of a ledger, to go on from.
type trail struct {
	*resolve.Trail
	readings int // all that had become current after so many of the ledger's were added
}

// goOn adds what came until a state of the ledger. It reports false where there is no
// trail, or all documents are to be traced anew.
func (t *trail) goOn(ctx context.Context, l ledger.Ledger, state ledger.State) (bool, error) {
	if t == nil || state.Readings < t.readings || state.Readings-t.readings > freshMost {
		return false, nil
	}
	var fresh []resolve.Source
	var batch []*entente.Document
	for d, err := range l.DocumentsAfter(ctx, t.readings) {
		if err != nil {
			return false, err
		}
		if batch = append(batch, d); len(batch) == atOnce {
			fresh, batch = append(fresh, sourcesOf(batch, runtime.GOMAXPROCS(0))...), batch[:0]
		}
	}
	fresh = append(fresh, sourcesOf(batch, runtime.GOMAXPROCS(0))...)
	if !t.Add(fresh) {
		return false, nil
	}
	t.readings = state.Readings
	return true, nil
}

// follow has a trail made where there is none, off the way of those who ask: the next
// document that comes need not wait for it.
func (e *Engine) follow(ctx context.Context) error {
	l, err := e.open(ctx, existing)
	if err != nil {
		return err
	}
	t := &e.traced
	t.way.Lock()
	defer t.way.Unlock()
	if t.trail != nil {
		return nil
	}
	state, err := l.State(ctx)
	if err != nil {
		return err
	}
	traced, err := trace(ctx, l.Texts(ctx, ledger.Query{}), tracing{undo: undoMost, most: trailMost, workers: 1})
	if err == nil {
		t.trail = &trail{traced, state.Readings}
	} else if errors.Is(err, errLarge) {
		err = nil // as before, all are traced again when a document comes
	}
	return err
}

// tracing says how documents are traced.
type tracing struct {
	undo    int // documents that the trail can take back at least
	most    int // passages above which it is given up, with errLarge; 0 is no limit
	workers int // processors
}

var errLarge = errors.New("a trail of all documents is too large")

// trace finds who copied whom among documents that come in the order of their days. Of the
// texts it keeps those of one day and what the trail does.
func trace(ctx context.Context, documents iter.Seq2[*entente.Document, error], o tracing) (*resolve.Trail, error) {
	t := resolve.NewTrail(o.undo)
	var day []*entente.Document
	evening := func() error {
		sources := sourcesOf(day, o.workers)
		slices.SortFunc(sources, resolve.Earlier)
		for some := range slices.Chunk(sources, atOnce) {
			if err := ctx.Err(); err != nil { // documents without a date are many of one day
				return err
			}
			if !t.Add(some) {
				return errors.New("documents do not come in the order of their days")
			}
			if o.most > 0 && t.Held() > o.most {
				return errLarge
			}
		}
		day = day[:0]
		return nil
	}
	for d, err := range documents {
		if err != nil {
			return nil, err
		}
		if len(day) > 0 && day[0].Published != d.Published {
			if err := evening(); err != nil {
				return nil, err
			}
		}
		day = append(day, d)
	}
	if err := evening(); err != nil {
		return nil, err
	}
	return t, nil
}

// sourcesOf are documents as copies are told by, made on so many processors.
func sourcesOf(documents []*entente.Document, workers int) []resolve.Source {
	out := make([]resolve.Source, len(documents))
	each(len(documents), workers, func(i int) { out[i] = sourceOf(documents[i]) })
	return out
}

// each calls do with 0 to n-1 on so many processors.
func each(n, workers int, do func(i int)) {
	var wait sync.WaitGroup
	workers = min(n, workers)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	wait.Wait()
}

// sourceOf is a document as copies are told by: its body. Who changes what is compared
// raises resolve.CopyVersion.
func sourceOf(d *entente.Document) resolve.Source {
	var b strings.Builder
	for _, p := range d.Parts {
		if p.Kind == entente.PartBody && p.Valid(d.Text) {
			b.WriteString(p.Of(d.Text))
			b.WriteByte('\n')
		}
	}
	body := b.String()
	if len(d.Parts) == 0 {
		body = d.Text
	}
	return resolve.Source{ID: d.ID, Outlet: d.Outlet, Published: d.Published, Text: resolve.NewText(body)}
}
