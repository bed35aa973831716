package file

import (
	"encoding/json"
	"strings"

	"entente"
	"entente/source/article"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metaNames lists, for each thing a page states of its article, the names of
// its meta elements, the most trusted first.
var metaNames = map[string][]string{
	"title":    {"og:title", "citation_title", "dc.title", "twitter:title", "headline"},
	"outlet":   {"og:site_name", "application-name", "citation_journal_title", "dc.publisher", "publisher", "twitter:site"},
	"authors":  {"author", "article:author", "citation_author", "dc.creator", "parsely-author", "sailthru.author", "byl"},
	"date":     {"article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "citation_publication_date", "dc.date", "dc.date.issued", "dcterms.created", "article.published", "og:article:published_time", "cxenseparse:recs:publishtime"},
	"language": {"og:locale", "language", "dc.language", "content-language"},
	"section":  {"article:section", "section", "parsely-section"},
	"address":  {"og:url"},
}

// readMeta reads what a page states of its article, from JSON-LD, then meta
// elements, then the page itself, and the article's text where JSON-LD holds it.
func readMeta(root *html.Node) (article.Meta, string) {
	stated := metaElements(root)
	get := func(what string) string {
		for _, name := range metaNames[what] {
			for _, v := range stated[name] {
				return v
			}
		}
		return ""
	}
	m := article.Meta{
		Title: get("title"), Outlet: strings.TrimPrefix(get("outlet"), "@"), Language: get("language"), Section: get("section"), Address: webAddress(get("address")),
	}
	for _, name := range metaNames["authors"] {
		for _, v := range stated[name] {
			m.Authors = append(m.Authors, article.SplitNames(v)...)
		}
		if len(m.Authors) > 0 {
			break
		}
	}
	m.Published, _ = article.FindDay(get("date"))
	data := linkedData(root)
	if data == nil {
		return fromPage(root, m), ""
	}
	return fromPage(root, metaOf(data).Or(m)), html.UnescapeString(words(data["articleBody"]))
}

// metaElements are the contents of the page's meta elements by name in lower
// case.
func metaElements(root *html.Node) map[string][]string {
	out := map[string][]string{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		content, _ := attribute(n, "content")
		if content = strings.TrimSpace(content); content == "" {
			continue
		}
		for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
			if name, ok := attribute(n, key); ok {
				name = strings.ToLower(name)
				out[name] = append(out[name], content)
				break
			}
		}
	}
	return out
}

// fromPage fills what is not stated from the page: its language, canonical
// address (as it is written), first heading, title element and time elements.
func fromPage(root *html.Node, m article.Meta) article.Meta {
	heading, title := "", ""
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			if v, ok := attribute(n, "lang"); ok && m.Language == "" {
				m.Language = v
			}
		case atom.Link:
			if rel, _ := attribute(n, "rel"); strings.EqualFold(rel, "canonical") && m.Address == "" {
				v, _ := attribute(n, "href")
				m.Address = strings.TrimSpace(v) // may be relative
			}
		case atom.Title:
			if title == "" && n.Namespace == "" {
				title = inlineText(n)
			}
		case atom.H1:
			if heading == "" {
				heading = inlineText(n)
			}
		case atom.Time:
			if v, _ := attribute(n, "datetime"); m.Published.IsZero() && v != "" {
				m.Published, _ = article.FindDay(v)
			} else if m.Published.IsZero() {
				m.Published, _ = article.FindDay(inlineText(n))
			}
		}
	}
	title, site := article.SplitTitle(title, m.Outlet)
	if m.Outlet == "" {
		m.Outlet = site
	}
	switch {
	case m.Title != "":
		m.Title, _ = article.SplitTitle(m.Title, m.Outlet)
	case heading != "" && (title == "" || article.SameTitle(heading, title)):
		m.Title = heading
	case title != "":
		m.Title = title
	default:
		m.Title = heading
	}
	return m
}

func inlineText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// articleTypes are the types of JSON-LD that an article can have beside those
// that end in "Article".
var articleTypes = map[string]bool{"BlogPosting": true, "Report": true, "PressRelease": true, "LiveBlogPosting": true, "Statement": true}

// linkedData is the first article of the page's JSON-LD, or nil. Blocks that are no
// JSON, as happens, are passed over.
func linkedData(root *html.Node) map[string]any {
	for n := range root.Descendants() {
		if n.DataAtom != atom.Script || n.FirstChild == nil {
			continue
		}
		if kind, _ := attribute(n, "type"); !strings.HasPrefix(strings.ToLower(strings.TrimSpace(kind)), "application/ld+json") {
			continue
		}
		var v any
		if err := json.Unmarshal([]byte(n.FirstChild.Data), &v); err != nil {
			continue
		}
		if object := findArticle(v, 0); object != nil {
			return object
		}
	}
	return nil
}

// findArticle is the first object of an article's type, lists and graphs
// searched in order.
func findArticle(v any, level int) map[string]any {
	const deepestData = 6
	if level > deepestData {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if o := findArticle(item, level+1); o != nil {
				return o
			}
		}
	case map[string]any:
		if t := typeOf(v); strings.HasSuffix(t, "Article") || articleTypes[t] {
			return v
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if o := findArticle(v[key], level+1); o != nil {
				return o
			}
		}
	}
	return nil
}

// typeOf is the type of an object; of several the one that says most: not
// "Article".
func typeOf(o map[string]any) string {
	list, ok := o["@type"].([]any)
	if !ok {
		return words(o["@type"])
	}
	best := ""
	for _, t := range list {
		if s := words(t); best == "" || best == "Article" {
			best = s
		}
	}
	return best
}

func metaOf(o map[string]any) article.Meta {
	m := article.Meta{
		Title: words(o["headline"]), Outlet: words(o["publisher"]), Language: words(o["inLanguage"]),
		Type: typeOf(o), Section: words(o["articleSection"]), Address: webAddress(words(o["url"])),
	}
	if m.Title == "" {
		m.Title = words(o["name"])
	}
	for _, a := range names(o["author"]) {
		m.Authors = append(m.Authors, article.SplitNames(a)...)
	}
	m.Published, _ = article.FindDay(words(o["datePublished"]))
	if m.Published == entente.Day(0) {
		m.Published, _ = article.FindDay(words(o["dateCreated"]))
	}
	m.Title = html.UnescapeString(m.Title)
	return m
}
