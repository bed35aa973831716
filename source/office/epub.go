package office

import (
	"encoding/xml"
	"net/url"
	"path"
	"strings"

	"entente/source/archive"
	"entente/source/article"
)

// mostChapter is the most bytes that a chapter of a book may have.
const mostChapter = 16 << 20

// readEPUB reads a book (EPUB 2 and 3): the chapters of its spine.
func readEPUB(z *archive.Zip) (*Text, error) {
	c := &container{}
	if err := part(z, "META-INF/container.xml", c); err != nil {
		return nil, err
	}
	o := &packageFile{root: c.root, items: map[string]item{}, skip: map[string]bool{}}
	if err := part(z, c.root, o); err != nil {
		return nil, err
	}
	locked := &encryption{files: map[string]bool{}}
	if z.Has("META-INF/encryption.xml") {
		if err := part(z, "META-INF/encryption.xml", locked); err != nil {
			return nil, err
		}
	}
	names := o.chapters()
	if len(names) == 0 {
		return nil, ErrNoText
	}
	for _, name := range names {
		if locked.files[name] {
			return nil, ErrProtected
		}
	}
	t := &Text{Meta: o.meta(), Periodical: o.periodical, Chapters: func(yield func(Chapter, error) bool) {
		for _, name := range names {
			b, err := z.Read(name, mostChapter)
			if !yield(Chapter{Name: name, Page: b}, err) {
				return
			}
		}
	}}
	return t, nil
}

// chapters are the names of the files of the spine that are text, each once.
func (p *packageFile) chapters() []string {
	var names []string
	listed := map[string]bool{}
	for _, id := range p.spine {
		it, ok := p.items[id]
		name := resolve(p.root, it.href)
		if ok && !it.nav && !listed[name] && !p.skip[name] && strings.Contains(it.kind, "html") {
			listed[name] = true
			names = append(names, name)
		}
	}
	return names
}

// container names the package file of a book.
type container struct{ root string }

func (c *container) start(e *xml.StartElement) {
	if e.Name.Local == "rootfile" && c.root == "" {
		c.root = strings.TrimPrefix(attribute(e, "full-path"), "/")
	}
}
func (c *container) end(xml.Name) {}
func (c *container) text([]byte)  {}

// encryption lists the files of a book that are encrypted. Fonts often are, and
// do not matter.
type encryption struct{ files map[string]bool }

func (c *encryption) start(e *xml.StartElement) {
	if e.Name.Local == "CipherReference" && len(c.files) < mostListed {
		c.files[resolve("", attribute(e, "URI"))] = true
	}
}
func (c *encryption) end(xml.Name) {}
func (c *encryption) text([]byte)  {}

// item is a file of a book.
type item struct {
	href, kind string
	nav        bool
}

// packageFile is what a book states of itself and its chapters.
type packageFile struct {
	values
	root       string // its own name
	items      map[string]item
	spine      []string
	skip       map[string]bool // covers and tables of contents, by name
	periodical bool
	inMeta     bool
}

func (p *packageFile) start(e *xml.StartElement) {
	switch e.Name.Local {
	case "metadata":
		p.inMeta = true
	case "meta":
		if attribute(e, "name") == "calibre:publication_type" && strings.HasPrefix(attribute(e, "content"), "periodical") {
			p.periodical = true
		}
	case "item":
		id := attribute(e, "id")
		if _, twice := p.items[id]; !twice && id != "" && len(p.items) < mostListed {
			p.items[id] = item{attribute(e, "href"), attribute(e, "media-type"), strings.Contains(" "+attribute(e, "properties")+" ", " nav ")}
		}
	case "itemref":
		if attribute(e, "linear") != "no" && len(p.spine) < mostListed {
			p.spine = append(p.spine, attribute(e, "idref"))
		}
	case "reference":
		if k := attribute(e, "type"); (k == "toc" || k == "cover") && len(p.skip) < mostListed {
			p.skip[resolve(p.root, attribute(e, "href"))] = true
		}
	}
	if p.inMeta {
		p.values.start(e)
	}
}

func (p *packageFile) end(n xml.Name) {
	if n.Local == "metadata" {
		p.inMeta = false
	}
	if p.inMeta {
		p.values.end(n)
	}
}

func (p *packageFile) text(s []byte) {
	if p.inMeta {
		p.values.text(s)
	}
}

func (p *packageFile) meta() article.Meta {
	m := article.Meta{Title: p.first["title"], Outlet: p.first["publisher"], Language: p.first["language"]}
	for _, a := range p.all["creator"] {
		m.Authors = append(m.Authors, article.SplitNames(a)...)
	}
	m.Published, _ = article.FindDay(p.first["date"])
	return m
}

// resolve is the name of the file that a reference in another one means.
func resolve(from, href string) string {
	href, _, _ = strings.Cut(href, "#")
	if s, err := url.PathUnescape(href); err == nil {
		href = s
	}
	return strings.TrimPrefix(path.Join("/", path.Dir(from), href), "/")
}
