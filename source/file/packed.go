package file

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"entente"
	"entente/source"
	"entente/source/archive"
	"entente/source/article"
	"entente/source/office"
)

// mostPacked is the most bytes that a zip or PDF may have which cannot be read in
// place: from standard input, or within another archive.
const mostPacked = 256 << 20

// zip reads an office document, or the files of a zip that is none.
func (w *walk) zip(it *item) bool {
	at, err := it.place(mostPacked)
	if err != nil {
		return w.stop(err)
	}
	defer at.close()
	z, err := archive.OpenZip(at, at.size, it.budget)
	if err != nil {
		return w.stop(it.failure(err))
	}
	switch kind := office.KindOf(z); kind {
	case "":
		return w.entries(it, z.Files())
	case office.Sheet, office.Slide:
		return w.fail(it.name, 0, errors.New("a "+string(kind)+" is not read"), "save its text as DOCX, PDF or text; tables of events are imported")
	default:
		t, err := office.Read(z, kind)
		if err != nil {
			return w.stop(it.officeFailure(err))
		}
		return w.office(it, t)
	}
}

// officeFailure is an error of an office document, with what to try.
func (it *item) officeFailure(err error) error {
	switch {
	case errors.Is(err, office.ErrProtected):
		return it.error(err, "save it without a password")
	case errors.Is(err, office.ErrNoText):
		return it.error(err, "is its text a picture? save it as text")
	}
	return it.failure(err)
}

// office yields the document of an office text, or the articles of a periodical.
func (w *walk) office(it *item, t *office.Text) bool {
	m := it.meta.Or(t.Meta)
	switch {
	case t.Chapters == nil:
		return w.made(it.name, article.FromBlocks(m, t.Blocks))
	case t.Periodical:
		return w.periodical(it, m, t)
	}
	blocks, err := bookBlocks(t)
	if err != nil {
		return w.stop(it.officeFailure(err))
	}
	return w.made(it.name, article.FromBlocks(m, blocks))
}

// bookBlocks are the paragraphs of the chapters of a book. A missing chapter does
// not take the others with it.
func bookBlocks(t *office.Text) ([]article.Block, error) {
	var blocks []article.Block
	var size article.Size
	var failed error
	for c, err := range t.Chapters {
		var own []article.Block
		if err == nil {
			own, err = chapter(c.Page)
		}
		for _, b := range own {
			size.Bytes, size.Paragraphs = size.Bytes+len(b.Text), size.Paragraphs+1
		}
		if err == nil {
			err = size.Err()
		}
		switch {
		case err == nil:
			blocks = append(blocks, own...)
		case errors.Is(err, archive.ErrDamaged), errors.Is(err, archive.ErrEncrypted):
			failed = err
		default:
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	if len(blocks) == 0 {
		return nil, cmp.Or(failed, office.ErrNoText)
	}
	return blocks, nil
}

// periodical yields each chapter as an article of its own. One that cannot be
// read is an error, and one without reporting is a cover or a list.
func (w *walk) periodical(it *item, m article.Meta, t *office.Text) bool {
	for c, err := range t.Chapters {
		if w.done() {
			return false
		}
		own := m
		own.URI, own.Title, own.Authors = it.name+"!/"+c.Name, "", nil
		if own.Outlet == "" {
			own.Outlet = m.Title
		}
		var b []article.Block
		if err == nil {
			b, err = chapter(c.Page)
		}
		if err != nil {
			if !w.stop((&item{name: own.URI}).officeFailure(err)) {
				return false
			}
			continue
		}
		doc, err := worth(own.URI, article.FromBlocks(own, b))
		if errors.Is(err, errNoReporting) {
			continue
		}
		if !w.yield(doc, err) {
			return false
		}
	}
	return true
}

// made yields a document, or that there is no reporting in it.
func (w *walk) made(name string, doc *entente.Document) bool {
	doc, err := worth(name, doc)
	return w.yield(doc, err)
}

// unpack reads what a packed stream holds: a tar, a WARC, or one file.
func (w *walk) unpack(it *item, f format) bool {
	var r io.Reader
	var err error
	if f == bzipped {
		r = archive.Bunzip2(it.r, it.budget)
	} else if r, err = archive.Gunzip(it.r, it.budget); err != nil {
		return w.stop(it.failure(err))
	}
	b, err := it.budget.Within()
	if err != nil {
		return w.stop(it.failure(err))
	}
	inner := *it
	inner.at, inner.budget = nil, b
	switch ext := path.Ext(it.name); strings.ToLower(ext) {
	case ".gz", ".bz2":
		inner.name = strings.TrimSuffix(it.name, ext)
	case ".tgz", ".tbz2":
		inner.name = strings.TrimSuffix(it.name, ext) + ".tar"
	}
	if it.meta.URI == it.name {
		inner.meta.URI = inner.name
	}
	return w.content(inner.over(r))
}

// tar reads the files of a tar.
func (w *walk) tar(it *item) bool { return w.entries(it, archive.Tar(it.r, it.budget)) }

// entries reads the files of an archive. Those that are hidden or of a kind that
// is not read are left out, as in a folder.
func (w *walk) entries(it *item, files iter.Seq2[archive.Entry, error]) bool {
	b, err := it.budget.Within()
	if err != nil {
		return w.stop(it.failure(err))
	}
	skipped := source.Skipped{Unsupported: map[string]int{}}
	for e, err := range files {
		if w.done() {
			return false
		}
		inner := &item{name: it.name}
		if e.Name != "" {
			inner.name += "!/" + e.Name
		}
		switch {
		case err != nil && archive.IsLimit(err):
			return w.stop(it.failure(err))
		case err != nil:
			if !w.stop(inner.failure(err)) {
				return false
			}
		case isHidden(e.Name):
			skipped.Hidden++
		case formatOf(e.Name) == "":
			skipped.Unsupported[strings.ToLower(path.Ext(e.Name))]++
		default:
			if !w.content(it.entry(e, b)) {
				return false
			}
		}
	}
	w.tellSkipped(it.name, skipped)
	return true
}

// isHidden reports whether a path has a name that starts with ".", or is one of
// the shadows that some systems pack beside each file.
func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.HasPrefix(name, "__MACOSX/")
}
