package file

import (
	"bufio"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"entente/source"
	"entente/source/archive"
	"entente/source/article"
)

// pageTypes are the media types of a web archive that may hold an article.
var pageTypes = map[string]bool{
	"text/html": true, "application/xhtml+xml": true, "text/plain": true, "text/markdown": true, "application/pdf": true, "application/epub+zip": true,
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": true, "application/vnd.oasis.opendocument.text": true,
}

// warc reads the pages of a web archive. What is no page, was not there, or holds
// no article (lists, fronts) is left out and counted.
func (w *walk) warc(it *item) bool {
	b, err := it.budget.Within()
	if err != nil {
		return w.stop(it.failure(err))
	}
	skipped := source.Skipped{Unsupported: map[string]int{}}
	for r, err := range archive.WARC(it.r, b) {
		if w.done() {
			return false
		}
		if err != nil {
			e := it.failure(err)
			e.Part = fmt.Sprintf("record %d", r.Number)
			if !w.stop(e) {
				return false
			}
			continue
		}
		kind, _, _ := mime.ParseMediaType(r.Kind)
		switch {
		case r.Status != http.StatusOK:
			skipped.Unsupported[fmt.Sprintf("answer %d", r.Status)]++
			continue
		case !pageTypes[kind] || strings.HasSuffix(r.URI, "/robots.txt"):
			if kind == "" {
				kind = "no type"
			}
			skipped.Unsupported[kind]++
			continue
		}
		page := &item{
			name: it.name + "!/" + r.URI, r: bufio.NewReaderSize(r.R, headBytes), kind: r.Kind, budget: b, inside: true,
			meta: article.Meta{URI: it.name + "!/" + r.URI},
		}
		if isAddress(r.URI) {
			page.meta.URI, page.meta.Address = r.URI, r.URI
		}
		if !w.without(page, func() { skipped.Unsupported["without an article"]++ }) {
			return false
		}
	}
	w.tellSkipped(it.name, skipped)
	return true
}

// without reads an item; one without reporting is no error, but told to none.
func (w *walk) without(it *item, none func()) bool {
	inner := *w
	inner.yield = yieldUnless(w.yield, func(err error) bool {
		if !errors.Is(err, errNoReporting) && !errors.Is(err, errEmpty) {
			return false
		}
		none()
		return true
	})
	goOn := inner.content(it)
	w.pdfs = inner.pdfs
	return goOn
}
