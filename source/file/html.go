package file

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"entente"
	"entente/source/article"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leastTold is the least text, in bytes, that JSON-LD must hold to be taken for
// the article's.
const leastTold = 200

// chapter reads the paragraphs of a page of a book: all of it is text.
func chapter(raw []byte) ([]article.Block, error) {
	root, err := parsePage(decode(raw, "text/html"))
	if err != nil {
		return nil, err
	}
	if body := first(root, atom.Body); body != nil {
		root = body
	}
	return blocksOf(root), nil
}

// fragment reads the paragraphs of HTML that is no page, or of text.
func fragment(s string) []article.Block {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	if !strings.Contains(s, "<") {
		var out []article.Block
		for _, p := range strings.Split(html.UnescapeString(s), "\n\n") {
			out = append(out, article.Block{Text: p})
		}
		return out
	}
	root, err := parsePage(s)
	if err != nil {
		return nil
	}
	apart := takeApart(root)
	return append(blocksOf(root), apart...)
}

// page is what was read off a web page.
type page struct {
	article.Meta
	Blocks []article.Block
}

// parseHTML makes the document of a web page.
func parseHTML(it *item, raw []byte) (*entente.Document, error) {
	p, err := readPage(raw, it.kind, it.meta.Address)
	if err != nil {
		return nil, it.pageFailure(err)
	}
	m := p.Meta.Or(it.meta)
	m.URI, m.Address = it.meta.URI, canonical(it.meta.Address, m.Address)
	if m.Address != "" {
		m.URI = m.Address
	}
	return article.FromBlocks(m, p.Blocks), nil
}

// pageFailure is an error of a web page, with what to try.
func (it *item) pageFailure(err error) error {
	if errors.Is(err, article.ErrTooLong) {
		return it.failure(err)
	}
	return it.error(err, "save the page again, or its text")
}

// canonical is the address of a page that was got at one and states another: the
// stated one where it is of the same site, and never without its host. A page
// that repeats another site's stays where it was got.
func canonical(got, stated string) string {
	if got == "" {
		return webAddress(stated)
	}
	g, err := url.Parse(got)
	if err != nil {
		return got
	}
	if s, err := g.Parse(stated); err == nil && stated != "" && site(s) == site(g) && (s.Path != "" && s.Path != "/" || g.Path == "" || g.Path == "/") {
		g = s
	}
	g.Fragment, g.RawFragment, g.User = "", "", nil
	q := g.Query()
	for key := range q {
		if tracking.MatchString(key) {
			q.Del(key)
			g.RawQuery = q.Encode()
		}
	}
	return g.String()
}

// tracking are parts of an address that tell where a reader came from.
var tracking = regexp.MustCompile(`^(?:utm_\w+|fbclid|gclid|mc_[ce]id|at_(?:medium|campaign)|ref_src|cmpid)$`)

// site is the host of an address without what stands for its form for phones.
func site(u *url.URL) string {
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "amp.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

// htmlKind is the media type to tell the encoding of a page by.
func htmlKind(kind string) string {
	if strings.Contains(kind, "html") {
		return kind
	}
	return "text/html"
}

// readPage reads the paragraphs and what is stated of the article off a page.
// Kind is its media type and address where it was got, "" where they are only
// known from the page.
func readPage(raw []byte, kind, address string) (p *page, err error) {
	defer func() {
		// Finding the article is others' work, whose faults are the page's.
		if cause := recover(); cause != nil {
			p, err = nil, fmt.Errorf("the page breaks its parser: %v", cause)
		}
	}()
	// Parse refuses pages whose elements stand too deep within each other, so
	// that what follows may recurse.
	root, err := parsePage(decode(raw, htmlKind(kind)))
	if err != nil {
		return nil, err
	}
	m, told := readMeta(root)
	p = &page{Meta: m}
	apart := takeApart(root)
	where := address
	if where == "" {
		where = webAddress(p.Address)
	}
	body := mainContent(root, where)
	p.Blocks = blocksOf(body)
	if len(told) > leastTold && len(told) > 2*len(textOf(body)) {
		// The page is filled by a script; its JSON-LD holds the text.
		p.Blocks = nil
		for _, s := range strings.Split(told, "\n") {
			p.Blocks = append(p.Blocks, article.Block{Text: s})
		}
	}
	p.Blocks = append(p.Blocks, apart...)
	return p, nil
}

// apartRule tells an element that is not reporting by its tag and by the words
// of its class and id.
type apartRule struct {
	kind    entente.PartKind // "" to drop it
	names   *regexp.Regexp
	example string
}

var apartRules = []apartRule{
	{entente.PartDisclaimer, regexp.MustCompile(`(?i)(^|[\s_-])(disclaimer|editorial-?note|legal-?note)s?($|[\s_-])`), `<section class="disclaimer">`},
	{entente.PartRights, regexp.MustCompile(`(?i)(^|[\s_-])(copyright|rights|licen[cs]e|republish)($|[\s_-])`), `<p class="copyright">`},
	{entente.PartRelated, regexp.MustCompile(`(?i)(^|[\s_-])(related|recommend(ed|ations?)?|read-?(more|also|next)|more-?(stories|articles|news|from|on)|most-?(read|popular|viewed)|trending|popular|see-?also|also-?read|suggest(ed|ions)|outbrain|taboola|promo|teasers?)($|[\s_-])`), `<aside class="related">`},
	{entente.PartByline, regexp.MustCompile(`(?i)(^|[\s_-])(byline|author(s|-?(name|bio|info|box))?|dateline|pub(lish(ed)?)?-?date|timestamp|entry-meta|article-meta|post-meta)($|[\s_-])`), `<p class="byline">`},
	{"", regexp.MustCompile(`(?i)(^|[\s_-])(nav(bar|igation)?|menu|breadcrumbs?|comments?(-list|-area)?|share|sharing|social|newsletter|subscribe|paywall|cookie|consent|advert(isement)?|ads?|sponsor(ed)?|sidebar|skip-?link|visually-?hidden|sr-only|tags?|toolbar|popup|modal)($|[\s_-])`), `<div class="share">`},
}

// apartTags are elements that hold no reporting. Those that take up half of a
// page are kept all the same, but for the codeTags: some pages are one form.
var apartTags = map[atom.Atom]entente.PartKind{
	atom.Nav: "", atom.Script: "", atom.Style: "", atom.Noscript: "", atom.Template: "", atom.Form: "", atom.Button: "", atom.Iframe: "",
	atom.Svg: "", atom.Select: "", atom.Textarea: "", atom.Object: "", atom.Dialog: "",
	atom.Aside: entente.PartRelated, atom.Footer: pageFoot,
}

// pageFoot marks the foot of a page, of which only notices are kept.
const pageFoot entente.PartKind = "foot"

// codeTags are elements that hold no words at all.
var codeTags = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Svg: true, atom.Object: true,
}

// takeApart takes the elements off the page that are not reporting and returns
// the paragraphs of those that are kept as parts.
func takeApart(root *html.Node) []article.Block {
	var blocks []article.Block
	whole := len(textOf(root))
	var visit func(n *html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if kind, apart := apartKind(c); apart && (codeTags[c.DataAtom] || 2*len(textOf(c)) < whole) {
				n.RemoveChild(c)
				blocks = append(blocks, apartBlocks(c, kind)...)
			} else {
				visit(c)
			}
			c = next
		}
	}
	visit(root)
	return blocks
}

// apartKind reports whether an element stands apart from the reporting, and as
// what kind of part it is kept.
func apartKind(n *html.Node) (entente.PartKind, bool) {
	if n.Type == html.CommentNode {
		return "", true
	}
	if n.Type != html.ElementNode || n.DataAtom == atom.Html || n.DataAtom == atom.Body || n.DataAtom == atom.Head {
		return "", false
	}
	if _, ok := attribute(n, "hidden"); ok {
		return "", true
	}
	if v, _ := attribute(n, "aria-hidden"); v == "true" {
		return "", true
	}
	if n.DataAtom == atom.Article || n.DataAtom == atom.Main || n.DataAtom == atom.H1 {
		return "", false
	}
	class, _ := attribute(n, "class")
	id, _ := attribute(n, "id")
	if names := class + " " + id; names != " " {
		for _, r := range apartRules {
			if r.names.MatchString(names) {
				return r.kind, true
			}
		}
	}
	kind, ok := apartTags[n.DataAtom]
	return kind, ok
}

// apartBlocks are the paragraphs of an element that stands apart. Of a footer
// only notices are kept, and the rules must tell them.
func apartBlocks(n *html.Node, kind entente.PartKind) []article.Block {
	if kind == "" {
		return nil
	}
	var out []article.Block
	for _, b := range blocksOf(n) {
		if kind == pageFoot {
			if k := article.Notice(b.Text); k != "" {
				out = append(out, article.Block{Kind: k, Text: b.Text})
			}
			continue
		}
		out = append(out, article.Block{Kind: kind, Text: b.Text})
	}
	return out
}

// mainContent is the element with the article's text: as readability finds it,
// or the page's article, main or body element where it finds less than half of
// that.
func mainContent(root *html.Node, address string) *html.Node {
	own := first(root, atom.Article)
	if own == nil || len(textOf(own)) < 200 {
		if m := first(root, atom.Main); m != nil {
			own = m
		}
	}
	where, err := url.Parse(address)
	if err != nil || address == "" {
		where = &url.URL{Scheme: "http", Host: "localhost"}
	}
	parser := readability.NewParser()
	parser.KeepClasses = true
	parser.DisableJSONLD = true
	found, err := parser.ParseDocument(root, where)
	if err == nil && found.Node != nil {
		n := len(textOf(found.Node))
		if n > 0 && (own == nil || n*2 >= len(textOf(own))) {
			return found.Node
		}
	}
	if own == nil {
		own = first(root, atom.Body)
	}
	if own == nil {
		own = root
	}
	return own
}

// blockTags end a paragraph before and behind them.
var blockTags = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Header: true, atom.Footer: true,
	atom.Aside: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Blockquote: true,
	atom.Figure: true, atom.Figcaption: true, atom.Table: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Caption: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Hr: true, atom.Pre: true,
	atom.Address: true, atom.Details: true, atom.Summary: true, atom.Tbody: true, atom.Thead: true, atom.Body: true, atom.Html: true,
}

// blocksOf cuts an element into paragraphs; headings and captions are told by
// their tags.
func blocksOf(n *html.Node) []article.Block {
	var blocks []article.Block
	var b strings.Builder
	flush := func(kind entente.PartKind) {
		if text := strings.Join(strings.Fields(b.String()), " "); text != "" {
			blocks = append(blocks, article.Block{Kind: kind, Text: text})
		}
		b.Reset()
	}
	var visit func(n *html.Node, kind entente.PartKind)
	visit = func(n *html.Node, kind entente.PartKind) {
		switch n.Type {
		case html.TextNode:
			b.WriteString(n.Data)
			return
		case html.CommentNode:
			return
		}
		tag := tagOf(n)
		if tag == atom.Br {
			if br := n.NextSibling; br != nil && nextBreak(br) {
				flush(kind)
			}
			b.WriteByte(' ')
			return
		}
		if codeTags[tag] || tag == atom.Nav || tag == atom.Button || tag == atom.Select {
			return
		}
		if !blockTags[tag] {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				visit(c, kind)
			}
			return
		}
		flush(kind)
		inner := kind
		switch tag {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			inner = entente.PartHeading
		case atom.Figcaption, atom.Caption:
			inner = entente.PartCaption
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, inner)
		}
		flush(inner)
	}
	visit(n, "")
	flush("")
	return blocks
}

// tagOf is the tag of an element; readability leaves DataAtom out of those it
// makes.
func tagOf(n *html.Node) atom.Atom {
	if n.DataAtom == 0 && n.Type == html.ElementNode {
		return atom.Lookup([]byte(n.Data))
	}
	return n.DataAtom
}

// nextBreak reports whether the next thing after a line break is another one:
// together they part paragraphs.
func nextBreak(n *html.Node) bool {
	for ; n != nil; n = n.NextSibling {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		return tagOf(n) == atom.Br
	}
	return false
}

// first is the first element of a kind, in the order of the page, or nil.
func first(root *html.Node, kind atom.Atom) *html.Node {
	for n := range root.Descendants() {
		if n.DataAtom == kind && n.Type == html.ElementNode {
			return n
		}
	}
	return nil
}

// textOf is the text within an element, without that of scripts.
func textOf(n *html.Node) string {
	var b bytes.Buffer
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Parent.DataAtom != atom.Script && c.Parent.DataAtom != atom.Style {
			b.WriteString(strings.TrimSpace(c.Data))
		}
	}
	if n.Type == html.TextNode {
		b.WriteString(strings.TrimSpace(n.Data))
	}
	return b.String()
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}
