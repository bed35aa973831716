// Package ingest is the one place where source, reading, coding and ledger
// meet: documents come in, are read and coded side by side, and their records
// go out in the order of the documents, to the caller or into a ledger. It
// knows nothing of where documents come from nor of what is in them. Start with
// Pipeline.
package ingest

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"entente"
	"entente/document"
)

// Reader reads language: package reading. It is used by several goroutines at
// once.
type Reader interface {
	Read(doc *entente.Document) *document.Text
}

// Coder codes politics: package coding. It is used by several goroutines at
// once.
type Coder interface {
	Code(t *document.Text) *entente.Records
}

// Pipeline reads and codes documents. It holds at most a few documents for each
// worker in memory, besides a batch on its way into the ledger.
type Pipeline struct {
	Reader  Reader
	Coder   Coder
	Workers int // documents read at once; below 1 means 1
}

// Records reads and codes documents and yields their records in the order of
// the documents, whatever the number of workers. A document that could not be
// had yields its error and the next follows; a cancelled context ends the
// sequence with its error. When it returns, all its goroutines have ended.
func (p *Pipeline) Records(ctx context.Context, docs iter.Seq2[*entente.Document, error]) iter.Seq2[*entente.Records, error] {
	return inOrder(ctx, p.Workers, docs, func(d *entente.Document) (*entente.Records, error) {
		return p.Coder.Code(p.Reader.Read(d)), nil
	})
}

// result is what became of one document.
type result[T any] struct {
	value T
	err   error
}

// job is a document on its way to a worker, and where the result goes.
type job[T any] struct {
	doc  *entente.Document
	done chan result[T]
}

// inOrder runs work over documents on n goroutines and yields the results in
// the order of the documents. One goroutine pulls documents and puts a place
// for each result in a queue, whose length bounds how far it runs ahead; the
// caller takes the results from the queue's front.
func inOrder[T any](ctx context.Context, n int, docs iter.Seq2[*entente.Document, error], work func(*entente.Document) (T, error)) iter.Seq2[T, error] {
	n = max(n, 1)
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		jobs, queue := make(chan job[T]), make(chan chan result[T], n)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()
		for range n {
			wg.Go(func() {
				for j := range jobs {
					j.done <- guarded(work, j.doc)
				}
			})
		}
		wg.Go(func() {
			defer close(queue)
			defer close(jobs)
			feed(ctx, docs, jobs, queue)
		})
		for done := range queue {
			r := <-done
			if ctx.Err() != nil {
				break
			}
			if !yield(r.value, r.err) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			var none T
			yield(none, err)
		}
	}
}

// guarded runs work on a document. Where it panics, a fault of the program that
// one document brings out, the others are still read, and the error names it.
func guarded[T any](work func(*entente.Document) (T, error), d *entente.Document) (r result[T]) {
	defer func() {
		if cause := recover(); cause != nil {
			r = result[T]{err: fmt.Errorf("%s: reading it broke the program, please report it with the document: %v", d.URI, cause)}
		}
	}()
	v, err := work(d)
	return result[T]{v, err}
}

// feed hands the documents to the workers, and their errors straight to the
// queue, until there are no more or the context is cancelled. Every place in the
// queue gets its result.
func feed[T any](ctx context.Context, docs iter.Seq2[*entente.Document, error], jobs chan<- job[T], queue chan<- chan result[T]) {
	for d, err := range docs {
		done := make(chan result[T], 1)
		select {
		case queue <- done:
		case <-ctx.Done():
			return
		}
		if err != nil {
			done <- result[T]{err: err}
			continue
		}
		select {
		case jobs <- job[T]{d, done}:
		case <-ctx.Done():
			done <- result[T]{err: ctx.Err()}
			return
		}
	}
}
