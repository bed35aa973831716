package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

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

// traced keeps the lineage of a ledger as long as no document comes or is read anew.
type traced struct {
	mu       sync.Mutex
	readings int
	held     *lineage
	keeping  sync.WaitGroup // what is still given to the ledger to keep
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
	held := keptLineage(ctx, l)
	if held == nil {
		if held, err = trace(ctx, e.counted(l.Texts(ctx, ledger.Query{}), state.Documents)); err != nil {
			return nil, err
		}
		// The answer waits for the ledger no more than it depends on it.
		t.keeping.Go(func() { _ = keepLineage(context.WithoutCancel(ctx), l, state, held) })
	}
	t.held, t.readings = held, state.Readings
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
	fresh, err := trace(ctx, e.counted(l.Texts(ctx, ledger.Query{}), before.Documents))
	if err != nil {
		return false, false, err
	}
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

// trace finds who copied whom among documents that come in the order of their days.
// Of the texts it keeps those of one day and what the finder does.
func trace(ctx context.Context, documents iter.Seq2[*entente.Document, error]) (*lineage, error) {
	f := resolve.NewFinder()
	var copies []resolve.Copy
	var day []*entente.Document
	evening := func() error {
		sources := make([]resolve.Source, len(day))
		each(len(day), func(i int) { sources[i] = sourceOf(day[i]) })
		slices.SortFunc(sources, resolve.Earlier)
		for _, s := range sources {
			if err := ctx.Err(); err != nil { // documents without a date are many of one day
				return err
			}
			if c, ok := f.Trace(s); ok {
				copies = append(copies, c)
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
	slices.SortFunc(copies, func(a, b resolve.Copy) int { return cmp.Compare(a.Document, b.Document) })
	return lineageOf(copies), nil
}

func lineageOf(copies []resolve.Copy) *lineage {
	return &lineage{copies, resolve.Origins(copies)}
}

// each calls do with 0 to n-1 on as many processors as there are.
func each(n int, do func(i int)) {
	var wait sync.WaitGroup
	workers := min(n, runtime.GOMAXPROCS(0))
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	wait.Wait()
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
