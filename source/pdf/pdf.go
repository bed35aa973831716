// Package pdf reads the text of PDF files as paragraphs: it takes words and their
// places from PDFium (compiled to WebAssembly and run within the program, without
// cgo and with no access to files or network) and does the rest itself: running
// heads and page numbers go, hyphens at the ends of lines are taken back,
// paragraphs are put together across lines, columns and pages, headings and notes
// are told by their type. It makes no documents: package file does. Start with
// New and Reader.Read.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"entente/source/article"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Errors of PDF files.
var (
	ErrDamaged   = errors.New("it is no PDF, or damaged")
	ErrProtected = errors.New("it is protected by a password")
	ErrNoText    = errors.New("it holds no text")
	ErrTooLong   = errors.New("it takes too long")
)

// Limits of one file. Its memory is that of the machine that PDFium runs in, and
// does not touch the program's.
const (
	memoryPages = 1 << 30 >> 16 // of 64 KiB
	mostPages   = 20_000
	mostText    = 64 << 20 // bytes
	mostTime    = 5 * time.Minute
)

// Options say how PDFium is loaded.
type Options struct {
	// Cache is the folder in which the compiled PDFium is kept: compiling it takes
	// some seconds, loading it again a tenth of one. "" keeps it nowhere.
	Cache string
}

// Reader reads PDF files. It loads PDFium at the first file. It is safe for
// concurrent use, but reads one file at a time.
type Reader struct {
	options Options
	mu      sync.Mutex
	cache   wazero.CompilationCache
	pool    pdfium.Pool
}

// New returns a reader that has loaded nothing.
func New(o Options) *Reader { return &Reader{options: o} }

// Text is what a PDF holds.
type Text struct {
	article.Meta
	Blocks []article.Block
	Pages  int
	Failed []PageError // pages that could not be read, in order
}

// PageError is a page that could not be read.
type PageError struct {
	Page int // from 1
	Err  error
}

// Read reads a PDF of so many bytes. A page that cannot be read is noted and the
// others are read. A cancelled context ends it with its error, between pages.
func (r *Reader) Read(ctx context.Context, content io.ReadSeeker, size int64) (t *Text, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.load(); err != nil {
		return nil, err
	}
	engine, err := r.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	defer func() {
		// PDFium is stopped by its machine where a file breaks it.
		if cause := recover(); cause != nil {
			t, err = nil, fmt.Errorf("%w: %v", ErrDamaged, cause)
		}
		if e := engine.Close(); e != nil && err == nil {
			err = fmt.Errorf("stop PDFium: %w", e)
		}
	}()
	opened, err := engine.OpenDocument(&requests.OpenDocument{FileReader: content, FileReaderSize: size})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return nil, ErrProtected
	case err != nil:
		return nil, ErrDamaged
	}
	return (&file{engine: engine, document: opened.Document}).read(ctx)
}

// Close frees what the reader has loaded.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool == nil {
		return nil
	}
	err := r.pool.Close()
	if r.cache != nil {
		err = errors.Join(err, r.cache.Close(context.Background()))
	}
	r.pool, r.cache = nil, nil
	return err
}

// load compiles PDFium, or takes what was compiled before.
func (r *Reader) load() error {
	if r.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if r.options.Cache != "" {
		// Without a folder to write to it is only slower.
		if c, err := wazero.NewCompilationCacheWithDir(r.options.Cache); err == nil {
			r.cache = c
			config = config.WithCompilationCache(c)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard, RandomSource: strings.NewReader(strings.Repeat("entente ", 1024)),
	})
	if err != nil {
		return fmt.Errorf("load PDFium: %w", err)
	}
	r.pool = pool
	return nil
}

// file is an opened PDF.
type file struct {
	engine   pdfium.Pdfium
	document references.FPDF_DOCUMENT
}

func (f *file) read(ctx context.Context) (*Text, error) {
	count, err := f.engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.document})
	if err != nil {
		return nil, ErrDamaged
	}
	t := &Text{Meta: f.meta(), Pages: count.PageCount}
	if t.Pages > mostPages {
		return nil, fmt.Errorf("%w: %d pages", ErrTooLong, t.Pages)
	}
	begin, length := time.Now(), 0
	var pages []page
	for i := range t.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if time.Since(begin) > mostTime || length > mostText {
			t.Failed = append(t.Failed, PageError{i + 1, fmt.Errorf("%w: the pages from here on are not read", ErrTooLong)})
			break
		}
		p, err := f.page(i)
		if err != nil {
			t.Failed = append(t.Failed, PageError{i + 1, err})
			continue
		}
		for _, l := range p.lines {
			length += len(l.text)
		}
		pages = append(pages, p)
	}
	t.Blocks = layOut(pages)
	if len(t.Blocks) == 0 {
		if len(t.Failed) > 0 {
			return nil, t.Failed[0].Err
		}
		return nil, ErrNoText
	}
	return t, nil
}

// meta is what the file states of its making.
func (f *file) meta() article.Meta {
	get := func(tag string) string {
		r, err := f.engine.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: f.document, Tag: tag})
		if err != nil {
			return ""
		}
		return r.Value
	}
	m := article.Meta{FileTitle: get("Title"), FileAuthor: get("Author")}
	// D:20310402103000+02'00'
	if made := strings.TrimPrefix(get("CreationDate"), "D:"); len(made) >= 8 {
		m.FileMade, _ = article.FindDay(made[:8])
	}
	return m
}
