package file

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"entente"
	"entente/source/article"
	"entente/source/feed"
	"entente/source/web"
)

// Fetch gets a page of the web; web.Client.Get is one.
type Fetch func(ctx context.Context, address string) (*web.Page, error)

// Feeds hold whole articles or only how they begin: an item with a link is read
// from there unless the feed holds so many bytes of its text. A beginning is
// taken, where the page cannot be had, from so many bytes on.
const (
	wholeItem = 1500
	leastItem = 150
)

// isAddress reports whether a path is an address of the web.
func isAddress(path string) bool {
	return len(path) > 8 && (strings.EqualFold(path[:7], "http://") || strings.EqualFold(path[:8], "https://"))
}

// address reads what an address of the web leads to: a page, a file, a feed.
func (w *walk) address(address string, m article.Meta) bool {
	if w.in.Fetch == nil {
		return w.fail(address, 0, errors.New("pages of the web are not read here"), "save the page and read the file")
	}
	p, err := w.in.Fetch(w.ctx, address)
	if w.done() {
		return false
	}
	if err != nil {
		return w.fail(address, 0, err, web.Hint(err))
	}
	return w.content(w.page(address, p, m))
}

// page is the content of a page of the web.
func (w *walk) page(name string, p *web.Page, m article.Meta) *item {
	it := w.item(name, strings.NewReader(string(p.Body)))
	m.URI, m.Address = p.Address, p.Address
	it.meta, it.kind, it.online = m, p.Type, true
	return it
}

// feed reads the items of a feed, each from the feed or from where it links to.
func (w *walk) feed(it *item, raw []byte) bool {
	f, err := feed.Parse(raw, it.meta.Address)
	if err != nil {
		return w.fail(it.name, 0, err, "get it again; its maker may have to mend it")
	}
	if len(f.Items) == 0 {
		return w.fail(it.name, 0, errors.New("the feed is empty"), "")
	}
	for i, e := range f.Items {
		if w.done() || !w.feedItem(fmt.Sprintf("%s#%d", it.name, i+1), e, it.online) {
			return false
		}
	}
	return true
}

// opml reads the feeds of a list. A list that lies in a file is not followed: it
// is watched.
func (w *walk) opml(it *item, raw []byte) bool {
	feeds, err := feed.ParseOPML(raw)
	switch {
	case err != nil:
		return w.fail(it.name, 0, err, "get it again, or name the feeds themselves")
	case !it.online && w.in.Fetch == nil:
		return w.fail(it.name, 0, errors.New("it is a list of feeds"), `to read them: "entente watch"`)
	}
	for _, f := range feeds {
		if w.done() || !w.address(f.Address, article.Meta{}) {
			return false
		}
	}
	return true
}

// feedItem reads an item of a feed. Name is what errors call one without a link;
// online says that its link may be followed.
func (w *walk) feedItem(name string, e feed.Item, online bool) bool {
	m := article.Meta{URI: name, Address: e.Link, Title: e.Title, Authors: e.Authors, Outlet: e.Outlet, Published: e.Published, Language: e.Language}
	if e.Link != "" {
		m.URI, name = e.Link, e.Link
	}
	blocks := fragment(e.Content)
	held := 0
	for _, b := range blocks {
		held += len(b.Text)
	}
	if online && e.Link != "" && held < wholeItem && w.in.Fetch != nil {
		p, err := w.in.Fetch(w.ctx, e.Link)
		switch {
		case w.done():
			return false
		case err == nil:
			return w.content(w.page(e.Link, p, m))
		case held < leastItem:
			return w.fail(e.Link, 0, err, web.Hint(err))
		}
	}
	if held < leastItem && held < len(e.Title) {
		return w.fail(name, 0, errors.New("the feed holds no text of it"), "read the address it links to, or watch the feed")
	}
	return w.made(name, article.FromBlocks(m, blocks))
}

// FeedItem reads one item of a feed, from the feed or from where it links to.
// It yields the item's document, or several where it links to an archive.
func FeedItem(ctx context.Context, in Input, e feed.Item) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		w := &walk{ctx: ctx, in: in, yield: yield}
		defer w.close()
		w.feedItem("an item of "+e.Outlet, e, true)
	}
}
