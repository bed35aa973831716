package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"entente"
	"entente/ledger"
	"entente/resolve"
)

// lineage is who copied whom among all documents of a ledger. What a document
// copies depends on those published before it only, so that what is known on a day is
// a part of what is known later; and on nothing that a question asks, so that all
// answers count the same origins. It is not changed.
type lineage struct {
	copies  []resolve.Copy // by document
	origins map[entente.DocumentID]entente.DocumentID
}

// copiesName is what the ledger keeps copies under.
const copiesName = "copies/" + resolve.CopyVersion

// traced keeps the lineage of a ledger as long as no document comes or is read anew, and
// the trail that it goes on from when one does.
type traced struct {
	mu       sync.Mutex
	readings int
	held     *lineage
	keeper   keeper // of what the ledger is to keep

	follows atomic.Bool // the trail is kept: documents may come while the program runs
	way     sync.Mutex  // of the trail; who has mu may wait for it, and nobody the other way round
	trail   *trail      // nil where there is none
}

// lineage finds who copied whom among all documents of the ledger, or has the ledger
// say it where it was found before.
func (e *Engine) lineage(ctx context.Context, l ledger.Ledger) (*lineage, error) {
	state, err := l.State(ctx)
	if err != nil {
		return nil, err
	}
	t := &e.traced
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held != nil && t.readings == state.Readings {
		return t.held, nil
	}
	if t.held != nil {
		t.follows.Store(true)
	}
	held, err := e.findLineage(ctx, l, state)
	if err != nil {
		return nil, err
	}
	t.held, t.readings = held, state.Readings
	return held, nil
}

// findLineage goes on from the trail, takes what the ledger keeps, or traces all
// documents, whichever is the first that can be done.
func (e *Engine) findLineage(ctx context.Context, l ledger.Ledger, state ledger.State) (*lineage, error) {
	t := &e.traced
	if !t.way.TryLock() { // the trail is in the making, and that takes long
		if kept := keptLineage(ctx, l); kept != nil {
			return kept, nil
		}
		t.way.Lock()
	}
	defer t.way.Unlock()
	found, err := t.trail.goOn(ctx, l, state)
	if err != nil {
		return nil, err
	}
	if !found {
		t.trail = nil
		if kept := keptLineage(ctx, l); kept != nil {
			return kept, nil
		}
		o := tracing{workers: runtime.GOMAXPROCS(0)}
		if t.follows.Load() {
			o.undo = undoMost
		}
		traced, err := trace(ctx, e.counted(l.Texts(ctx, ledger.Query{}), state.Documents), o)
		if err != nil {
			return nil, err
		}
		t.trail = &trail{traced, state.Readings}
	}
	held := lineageOf(t.trail.Copies())
	if !t.follows.Load() || t.trail.Held() > trailMost {
		t.trail = nil
	}
	// The answer waits for the ledger no more than it depends on it.
	ctx = context.WithoutCancel(ctx)
	t.keeper.keep(func() { _ = keepLineage(ctx, l, state, held) })
	return held, nil
}

// keptLineage is the lineage that the ledger keeps of the documents that are there,
// nil where there is none that can be read, or what is kept is none.
func keptLineage(ctx context.Context, l ledger.Ledger) *lineage {
	data, err := l.Derived(ctx, copiesName)
	if err != nil {
		return nil
	}
	var copies []resolve.Copy
	if err := json.Unmarshal(data, &copies); err != nil {
		return nil
	}
	if x := lineageOf(copies); x.isOne() {
		return x
	}
	return nil
}

// isOne reports whether copies are in order, each document's once, and none leads
// back to itself.
func (x *lineage) isOne() bool {
	for i := range x.copies {
		if c := &x.copies[i]; i > 0 && x.copies[i-1].Document >= c.Document || x.origins[c.Document] == c.Document {
			return false
		}
	}
	return true
}

// keepLineage has the ledger keep a lineage of a state of it.
func keepLineage(ctx context.Context, l ledger.Ledger, at ledger.State, x *lineage) error {
	data, err := json.Marshal(x.copies)
	if err != nil {
		return err
	}
	return l.KeepDerived(ctx, copiesName, at, data)
}

// mendLineage finds anew who copied whom where the ledger keeps it, and reports
// whether what it keeps is wrong, and whether it could be replaced.
func (e *Engine) mendLineage(ctx context.Context, l ledger.Ledger) (wrong, mended bool, err error) {
	before, err := l.State(ctx)
	kept := keptLineage(ctx, l)
	if err != nil || kept == nil {
		return false, false, err
	}
	traced, err := trace(ctx, e.counted(l.Texts(ctx, ledger.Query{}), before.Documents), tracing{workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		return false, false, err
	}
	fresh := lineageOf(traced.Copies())
	after, err := l.State(ctx)
	if err != nil || after.Readings != before.Readings || slices.Equal(kept.copies, fresh.copies) {
		return false, false, err
	}
	e.traced.mu.Lock()
	e.traced.held, e.traced.readings = fresh, before.Readings
	e.traced.mu.Unlock()
	err = keepLineage(ctx, l, before, fresh)
	kept = keptLineage(ctx, l)
	return true, kept == nil || slices.Equal(kept.copies, fresh.copies), err
}

// counted passes documents on, and tells Parts.Tracing of each.
func (e *Engine) counted(documents iter.Seq2[*entente.Document, error], total int) iter.Seq2[*entente.Document, error] {
	if e.parts.Tracing == nil {
		return documents
	}
	return func(yield func(*entente.Document, error) bool) {
		done := 0
		for d, err := range documents {
			if !yield(d, err) {
				return
			}
			done++
			e.parts.Tracing(done, total)
		}
	}
}

func lineageOf(copies []resolve.Copy) *lineage {
	return &lineage{copies, resolve.Origins(copies)}
}

// origin is the document whose words a document repeats, or itself.
func (x *lineage) origin(id entente.DocumentID) entente.DocumentID {
	return cmp.Or(x.origins[id], id)
}

// mark yields material in which documents that repeat another's words, the same, cut,
// edited or with lines added, say so.
func (x *lineage) mark(material iter.Seq2[*entente.Records, error]) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		for r, err := range material {
			if err == nil {
				r.Document.CopyOf = x.origins[r.Document.ID]
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
