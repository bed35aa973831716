// Package engine is an opened workplace: every use case of the program is a
// method of Engine, and the command line, the API and the tests call these. It
// holds the configuration and opens what a use case needs, when it needs it: a
// question to the ledger loads no weights. It prints nothing. Start with Open.
package engine

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"

	"entente"
	"entente/document"
	"entente/ledger"
	"entente/source"
	"entente/source/feed"
)

// Reader reads language: package reading.
type Reader interface {
	Read(doc *entente.Document) *document.Text
}

// Coder codes politics: package coding.
type Coder interface {
	// Annotate finds mentions, attributions and quantities and writes them on t.
	Annotate(t *document.Text)
	// Code annotates t and returns its records.
	Code(t *document.Text) *entente.Records
}

// Input is what is read.
type Input struct {
	Paths []string  // files, folders, globs; "-" for Stdin
	Stdin io.Reader // read where Paths hold "-"
	Files fs.FS     // read instead of Paths where it is not nil
	// Expect, where not nil, is told how many more documents are to come, as far
	// as that is known cheaply; it may take some back. By a goroutine of the
	// engine's.
	Expect func(more int)
	// Skipped, where not nil, is told of each folder in which files were left
	// out, by a goroutine of the engine's while it reads.
	Skipped func(folder string, s source.Skipped)
}

// Parts build what an engine works with.
type Parts struct {
	// Reader, Coder and Ledger are called at most once, when they are first needed.
	Reader func() (Reader, error)
	Coder  func(c Config) (Coder, error)
	// Ledger opens the ledger that c names; what c says of dictionaries is part of
	// the reading it is opened for.
	Ledger func(ctx context.Context, c Config) (ledger.Ledger, error)
	// Documents yields the documents of an input in a fixed order. An input
	// that cannot be read yields an error that names it, and the next follows.
	Documents func(ctx context.Context, c Config, in Input) iter.Seq2[*entente.Document, error]
	// Rows yields the rows of event tables; one that cannot be read yields an
	// error that names it, and the next follows.
	Rows rows
	// Tracing, where not nil, is told of how many documents of how many it was
	// found whom they copy, where that takes long.
	Tracing func(done, total int)
	// Watch makes the watch over feeds, with its journal open.
	Watch func(ctx context.Context, c Config, o WatchOptions) (*feed.Watch, error)
}

// Engine is an opened workplace. It is safe for concurrent use.
type Engine struct {
	config Config
	parts  Parts
	reader func() (Reader, error)
	coder  func() (Coder, error)

	mu     sync.Mutex
	ledger ledger.Ledger

	traced traced
}

// Open returns the workplace of a configuration. Nothing is opened or loaded
// yet.
func Open(c Config, p Parts) *Engine {
	e := &Engine{config: c, parts: p.complete()}
	p = e.parts
	e.reader = sync.OnceValues(func() (Reader, error) {
		r, err := p.Reader()
		return r, keep(CodeInternal, err, "", "load the reader")
	})
	e.coder = sync.OnceValues(func() (Coder, error) {
		k, err := p.Coder(c)
		return k, keep(CodeBadConfig, err, "check the dictionaries of the configuration", "load the coder")
	})
	return e
}

// complete puts an error in place of every part that is not given.
func (p Parts) complete() Parts {
	missing := func(what string) error {
		return Errorf(CodeInternal, "this is a fault of the build", "the program was built without %s", what)
	}
	if p.Reader == nil {
		p.Reader = func() (Reader, error) { return nil, missing("a reader") }
	}
	if p.Coder == nil {
		p.Coder = func(Config) (Coder, error) { return nil, missing("a coder") }
	}
	if p.Ledger == nil {
		p.Ledger = func(context.Context, Config) (ledger.Ledger, error) { return nil, missing("a ledger") }
	}
	if p.Documents == nil {
		p.Documents = func(context.Context, Config, Input) iter.Seq2[*entente.Document, error] {
			return func(yield func(*entente.Document, error) bool) { yield(nil, missing("sources")) }
		}
	}
	if p.Rows == nil {
		p.Rows = func(context.Context, Tables) iter.Seq2[entente.Row, error] {
			return func(yield func(entente.Row, error) bool) { yield(entente.Row{}, missing("event tables")) }
		}
	}
	if p.Watch == nil {
		p.Watch = func(context.Context, Config, WatchOptions) (*feed.Watch, error) { return nil, missing("feeds") }
	}
	return p
}

// Config returns the configuration.
func (e *Engine) Config() Config { return e.config }

// Close releases the ledger, if it was opened.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ledger == nil {
		return nil
	}
	e.traced.keeper.close()
	err := e.ledger.Close()
	e.ledger = nil
	return wrap(CodeLedger, err, "", "close %s", e.config.Ledger)
}

// Reader returns the reader, loading it at the first call.
func (e *Engine) Reader() (Reader, error) { return e.reader() }

// Coder returns the coder, loading it at the first call.
func (e *Engine) Coder() (Coder, error) { return e.coder() }

// Load returns the reader and the coder, loading side by side what is not there yet.
func (e *Engine) Load() (Reader, Coder, error) {
	var c Coder
	var coding error
	var wait sync.WaitGroup
	wait.Go(func() { c, coding = e.coder() })
	r, err := e.reader()
	wait.Wait()
	if err == nil {
		err = coding
	}
	if err != nil {
		return nil, nil, err
	}
	return r, c, nil
}

// open opens the ledger; make says whether one that is not there is made.
func (e *Engine) open(ctx context.Context, mode mode) (ledger.Ledger, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ledger != nil {
		return e.ledger, nil
	}
	path := e.config.Ledger
	if mode == existing {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, Errorf(CodeNoLedger, `read something first: "entente read FILE..."; or try "entente demo"`, "%s: there is no ledger yet", path)
		}
	} else if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, wrap(CodeLedger, err, "name another place with --ledger", "make the folder of the ledger")
	}
	l, err := e.parts.Ledger(ctx, e.config)
	if err != nil {
		return nil, keep(CodeLedger, err, "is it a ledger, and may you write there? name another with --ledger", "open the ledger %s", path)
	}
	e.ledger = l
	return l, nil
}

// mode says whether a ledger that is not there is made.
type mode int

const (
	existing mode = iota
	making
)
