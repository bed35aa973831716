package file

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"entente/source"
	"entente/source/article"
	"entente/source/pdf"
)

// mostPDF is the most bytes that a PDF may have: most of them are pictures.
const mostPDF = 512 << 20

// pdf reads a PDF. PDFium is loaded at the first one.
func (w *walk) pdf(it *item) bool {
	at, err := it.place(mostPacked)
	if err != nil {
		return w.stop(err)
	}
	defer at.close()
	if at.size > mostPDF {
		return w.fail(it.name, 0, fmt.Errorf("larger than %d MiB", mostPDF>>20), "cut it into parts, or save its text")
	}
	if w.pdfs == nil {
		o := pdf.Options{}
		if w.in.Cache != "" {
			o.Cache = filepath.Join(w.in.Cache, "pdfium")
		}
		w.pdfs = pdf.New(o)
	}
	t, err := w.pdfs.Read(w.ctx, io.NewSectionReader(at, 0, at.size), at.size)
	switch {
	case w.ctx.Err() != nil:
		return !w.done()
	case errors.Is(err, pdf.ErrNoText):
		return w.fail(it.name, 0, err, "are its pages pictures? run text recognition (OCR) over it first")
	case errors.Is(err, pdf.ErrBlank):
		return w.fail(it.name, 0, err, "open it: where it shows text, print it to a new PDF; else get it again")
	case errors.Is(err, pdf.ErrProtected):
		return w.fail(it.name, 0, err, "save it without a password")
	case errors.Is(err, pdf.ErrDamaged):
		return w.fail(it.name, 0, err, "get it again, or open it and print it to a new PDF")
	case err != nil:
		return w.fail(it.name, 0, err, "")
	}
	m := it.meta.Or(t.Meta)
	doc, err := worth(it.name, article.FromBlocks(m, t.Blocks))
	if !w.yield(doc, err) {
		return false
	}
	for _, p := range t.Failed {
		e := &source.Error{Name: it.name, Part: fmt.Sprintf("page %d", p.Page), Err: p.Err, Hint: "the other pages were read"}
		if !w.stop(e) {
			return false
		}
	}
	return true
}
