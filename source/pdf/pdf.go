// Package pdf reads the text of PDF files as paragraphs: it takes words and their
// places from PDFium (compiled to WebAssembly and run within the program, without
// cgo and with no access to files or network) and does the rest itself: running
// heads and page numbers go, hyphens at the ends of lines are taken back,
// paragraphs are put together across lines, columns and pages, headings and notes
// are told by their type. It makes no documents: package file does. Start with
// New and Reader.Read.
package pdf

import (
	"bytes"
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
	ErrNoText    = errors.New("it holds no text") // but pictures or drawings
	ErrBlank     = errors.New("its pages show nothing: they are blank or damaged")
	ErrTooLong   = errors.New("it takes too long")
)

// Limits of one file. Its memory is that of the machine that PDFium runs in, and
// does not touch the program's.
const (
	memoryPages = 256 << 20 >> 16 // of 64 KiB
	mostSought  = 32 << 20        // bytes of a file without its end in which pages are looked for
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
	cut := breaksOff(content, size)
	if cut && size > mostSought {
		return nil, fmt.Errorf("%w: its end is missing", ErrDamaged)
	}
	opened, err := engine.OpenDocument(&requests.OpenDocument{FileReader: content, FileReaderSize: size})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return nil, ErrProtected
	case err != nil:
		return nil, ErrDamaged
	}
	t, err = (&file{engine: engine, document: opened.Document}).read(ctx)
	switch {
	case cut && errors.Is(err, ErrBlank):
		return nil, fmt.Errorf("%w: it breaks off", ErrDamaged)
	case cut && err == nil:
		t.Failed = append(t.Failed, PageError{t.Pages, errBreaksOff})
	}
	return t, err
}

// errBreaksOff is noted at the last page of a file that has lost its end.
var errBreaksOff = errors.New("the file breaks off: pages behind this one may be missing")

// breaksOff reports whether a file lacks the mark that ends one (ISO 32000, 7.5.5).
func breaksOff(content io.ReadSeeker, size int64) bool {
	tail := make([]byte, min(size, 8<<10))
	_, err := content.Seek(size-int64(len(tail)), io.SeekStart)
	if err == nil {
		_, err = io.ReadFull(content, tail)
	}
	if _, back := content.Seek(0, io.SeekStart); err != nil || back != nil {
		return false // whoever reads it next will tell
	}
	return !bytes.Contains(tail, []byte("startxref")) && !bytes.Contains(tail, []byte("%%EOF"))
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
	begin, length, shown := time.Now(), 0, false
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
		shown = shown || len(p.lines) > 0 || f.draws(i)
		pages = append(pages, p)
	}
	t.Blocks = layOut(pages)
	if len(t.Blocks) == 0 {
		if len(t.Failed) > 0 {
			return nil, t.Failed[0].Err
		}
		if !shown {
			return nil, ErrBlank
		}
		return nil, ErrNoText
	}
	return t, nil
}

// draws reports whether a page holds anything that is drawn: pictures, lines.
func (f *file) draws(i int) bool {
	n, err := f.engine.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: f.document, Index: i}}})
	return err == nil && n.Count > 0
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
