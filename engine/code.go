package engine

import (
	"context"
	"iter"
	"sync"

	"entente"
)

// Code reads and codes documents without a ledger and yields their records in
// the order of the documents. An input that cannot be read yields its error and
// the next follows; a cancelled context ends the sequence with its error.
// Documents are coded side by side, as many as Config.Workers.
func (e *Engine) Code(ctx context.Context, in Input) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		r, err := e.Reader()
		if err != nil {
			yield(nil, err)
			return
		}
		c, err := e.Coder()
		if err != nil {
			yield(nil, err)
			return
		}
		one := func(d *entente.Document) *entente.Records { return c.Code(r.Read(d)) }
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for rec, err := range inOrder(ctx, e.config.Workers, e.parts.Documents(ctx, in), one) {
			if !yield(rec, err) {
				return
			}
		}
	}
}

// result is what became of one document.
type result struct {
	records *entente.Records
	err     error
}

// inOrder runs work over documents on n goroutines and yields the results in
// the order of the documents. It returns when all its goroutines have ended.
func inOrder(ctx context.Context, n int, docs iter.Seq2[*entente.Document, error], work func(*entente.Document) *entente.Records) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		type job struct {
			doc  *entente.Document
			done chan result
		}
		jobs := make(chan job)
		queue := make(chan chan result, max(n, 1)) // bounds how far reading runs ahead
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()
		for range max(n, 1) {
			wg.Go(func() {
				for j := range jobs {
					j.done <- result{records: work(j.doc)}
				}
			})
		}
		wg.Go(func() {
			defer close(queue)
			defer close(jobs)
			for d, err := range docs {
				done := make(chan result, 1)
				select {
				case queue <- done:
				case <-ctx.Done():
					return
				}
				if err != nil {
					done <- result{err: err}
					continue
				}
				select {
				case jobs <- job{d, done}:
				case <-ctx.Done():
					done <- result{err: ctx.Err()}
					return
				}
			}
		})
		for done := range queue {
			r := <-done
			if !yield(r.records, r.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}
