package engine

import (
	"cmp"
	"context"
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

// traced keeps the lineage of a ledger as long as no document comes or is read anew.
type traced struct {
	mu       sync.Mutex
	readings int
	held     *lineage
}

// lineage finds who copied whom among all documents of the ledger.
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
	held, err := trace(l.Texts(ctx, ledger.Query{}))
	if err != nil {
		return nil, err
	}
	t.held, t.readings = held, state.Readings
	return held, nil
}

// trace finds who copied whom among documents that come in the order of their days.
// Of the texts it keeps those of one day and what the finder does.
func trace(documents iter.Seq2[*entente.Document, error]) (*lineage, error) {
	f := resolve.NewFinder()
	x := &lineage{}
	var day []*entente.Document
	evening := func() {
		sources := make([]resolve.Source, len(day))
		each(len(day), func(i int) { sources[i] = sourceOf(day[i]) })
		slices.SortFunc(sources, resolve.Earlier)
		for _, s := range sources {
			if c, ok := f.Trace(s); ok {
				x.copies = append(x.copies, c)
			}
		}
		day = day[:0]
	}
	for d, err := range documents {
		if err != nil {
			return nil, err
		}
		if len(day) > 0 && day[0].Published != d.Published {
			evening()
		}
		day = append(day, d)
	}
	evening()
	slices.SortFunc(x.copies, func(a, b resolve.Copy) int { return cmp.Compare(a.Document, b.Document) })
	x.origins = resolve.Origins(x.copies)
	return x, nil
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

// sourceOf is a document as copies are told by: its body.
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
