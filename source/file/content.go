package file

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"entente"
	"entente/source"
	"entente/source/archive"
	"entente/source/article"
)

// headBytes is how much of a file is looked at to tell its format.
const headBytes = 64 << 10

// item is the content of one file, entry of an archive, record or page.
type item struct {
	name   string       // as the user knows it
	meta   article.Meta // what is known beside its content; its URI is the name unless it has another
	kind   string       // its media type where somebody states it, "" else
	r      *bufio.Reader
	at     io.ReaderAt // the same content, where any place of it can be read
	size   int64       // of at
	budget *archive.Budget
	inside bool // it lies within an archive
	online bool // it was got from the web
}

// item is the content of a file of its own.
func (w *walk) item(name string, r io.Reader) *item {
	it := &item{name: name, meta: article.Meta{URI: name}, r: bufio.NewReaderSize(r, headBytes), budget: archive.NewBudget(archive.DefaultLimits())}
	if at, ok := r.(io.ReaderAt); ok {
		if f, ok := r.(fs.File); ok {
			if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
				it.at, it.size = at, info.Size()
			}
		}
	}
	return it
}

// entry is the content of an entry of an archive that an item is.
func (it *item) entry(e archive.Entry, b *archive.Budget) *item {
	name := it.name + "!/" + e.Name
	return &item{name: name, meta: article.Meta{URI: name}, r: bufio.NewReaderSize(e.R, headBytes), budget: b, inside: true}
}

// over is the item with another content.
func (it *item) over(r io.Reader) *item {
	it.r = bufio.NewReaderSize(r, headBytes)
	return it
}

// all reads the whole of an item, which may have so many bytes.
func (it *item) all(most int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(it.r, most+1))
	switch {
	case err != nil:
		return nil, it.failure(err)
	case int64(len(raw)) > most:
		return nil, it.error(fmt.Errorf("larger than %d MiB", most>>20), "split it into one file for each document, or write JSON Lines")
	}
	return raw, nil
}

// error says what is wrong with an item.
func (it *item) error(err error, hint string) *source.Error {
	return &source.Error{Name: it.name, Err: err, Hint: hint}
}

// failure is an error of reading an item, with what to try.
func (it *item) failure(err error) *source.Error {
	if e := (*source.Error)(nil); errors.As(err, &e) {
		return e
	}
	switch {
	case archive.IsLimit(err):
		return it.error(err, "unpack it yourself and name the folder, if you trust it")
	case errors.Is(err, article.ErrTooLong):
		return it.error(err, "cut it into one file for each article or chapter, or write JSON Lines")
	case errors.Is(err, archive.ErrDamaged):
		return it.error(err, "get it again, or open and save it anew")
	case errors.Is(err, archive.ErrEncrypted):
		return it.error(err, "save it without a password")
	}
	return it.error(cause(err), hintFor(err))
}

// content reads the documents of one item by what is in it.
func (w *walk) content(it *item) bool {
	head, err := it.r.Peek(headBytes)
	if err != nil && err != io.EOF {
		return w.stop(it.failure(err))
	}
	if len(bytes.TrimSpace(head)) == 0 && len(head) < headBytes {
		return w.fail(it.name, 0, errEmpty, "")
	}
	f := tell(it.name, head)
	switch f {
	case zipped:
		return w.zip(it)
	case gzipped, bzipped:
		return w.unpack(it, f)
	case tarred:
		return w.tar(it)
	case pdfFile:
		return w.pdf(it)
	case warcFile:
		return w.warc(it)
	case unknown:
		return w.stop(it.unknown(head))
	case jsonLines:
		return w.lines(it.name, it.r)
	}
	raw, err := it.all(MaxBytes)
	if err != nil {
		return w.stop(err)
	}
	switch f {
	case jsonText:
		return w.json(it.name, raw)
	case feedFile:
		return w.feed(it, raw)
	case opmlFile:
		return w.opml(it, raw)
	case message:
		return w.mail(it, raw)
	}
	doc, err := parse(f, it, raw)
	if err != nil {
		return w.stop(it.failure(err))
	}
	return w.yield(doc, nil)
}

// stop yields the error of an item; the walk goes on with the next.
func (w *walk) stop(err error) bool { return w.yield(nil, err) }

// yieldUnless is a yield that leaves out the errors of which skip is true.
func yieldUnless(yield func(*entente.Document, error) bool, skip func(error) bool) func(*entente.Document, error) bool {
	return func(d *entente.Document, err error) bool {
		if err != nil && skip(err) {
			return true
		}
		return yield(d, err)
	}
}
