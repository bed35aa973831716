package feed

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/source/web"

	"github.com/google/go-cmp/cmp"
)

const rss = `<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Aldan &amp;amp; Courier</title><atom:link rel="next" href="/rss?page=2"/><language>en-gb</language>
<item><guid isPermaLink="false">1</guid><title>Kestria meets &lt;i&gt;Voldania&lt;/i&gt;</title><link>/a</link><pubDate>Tue, 04 Mar 2031 08:10:00 GMT</pubDate><author>nadia@courier.example (Nadia Orr)</author>
<description>Short.</description><content:encoded><![CDATA[<p>The governments met in S` + "\xf8" + `ndre.</p>]]></content:encoded></item>
<item><title>No link</title><description>x` + "\x0b" + `y</description></item></channel></rss>`

const atom1 = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Northern Wire</title><entry><id>urn:1</id><title>Snow</title><link href="https://wire.example/snow"/><published>2031-03-04T23:30:00-05:00</published><author><name>Lev Orsan</name></author><summary>It snowed.</summary></entry></feed>`

const json1 = `{"version":"https://jsonfeed.org/version/1.1","title":"Wire","next_url":"https://wire.example/2.json","items":[{"id":"1","url":"https://wire.example/a","title":"Snow","content_html":"<p>It snowed.</p>","date_published":"2031-03-04T08:00:00Z"}]}`

// describe writes down a feed without the keys.
func describe(f *Feed) []string {
	out := []string{f.Title + " | " + f.Language + " | next " + f.Next}
	for _, i := range f.Items {
		out = append(out, fmt.Sprintf("%s | %s | %s | %s | %s", i.Title, i.Link, i.Published, strings.Join(i.Authors, "; "), i.Content))
	}
	return out
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"RSS":  {rss, []string{"Aldan & Courier | en-gb | next https://courier.example/rss?page=2", "Kestria meets Voldania | https://courier.example/a | 2031-03-04 | Nadia Orr | <p>The governments met in Søndre.</p>", "No link |  |  |  | x y"}},
		"Atom": {atom1, []string{"Northern Wire |  | next ", "Snow | https://wire.example/snow | 2031-03-04 | Lev Orsan | It snowed."}},
		"JSON": {json1, []string{"Wire |  | next https://wire.example/2.json", "Snow | https://wire.example/a | 2031-03-04 |  | <p>It snowed.</p>"}},
	} {
		if KindOf([]byte(c.in)) != News {
			t.Errorf("%s: not told for a feed", name)
		}
		f, err := Parse([]byte(c.in), "https://courier.example/rss")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, describe(f)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"a page":       {"<!doctype html><html><p>x</html>", ErrNoFeed},
		"nothing":      {"", ErrNoFeed},
		"breaks off":   {rss[:300], ErrDamaged},
		"deep":         {"<rss><channel><item>" + strings.Repeat("<a>", 100_000), ErrTooDeep},
		"many":         {"<rss><channel>" + strings.Repeat("<a/>", mostElements+1), ErrTooMany},
		"entities":     {`<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>`, nil},
		"JSON in part": {`{"version":"https://jsonfeed.org/version/1.1","items":[`, ErrDamaged},
	} {
		f, err := Parse([]byte(c.in), "")
		if !errors.Is(err, c.want) || c.want == nil && err == nil && len(f.Title) > 20 {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestKindOf(t *testing.T) {
	for in, want := range map[string]Kind{
		"<html><rss></html>": "", `<?xml version="1.0"?><!-- c --><opml>`: List, "<rdf:RDF xmlns=x>": News, `{"a": 1}`: "", "plain <rss>": "", "<feedback>": "", "": "",
		"\uFEFF<rss version='2.0'>": News, `<document xmlns="x"><p>`: "",
	} {
		if got := KindOf([]byte(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	opml := write("list.xml", `<opml version="1.0"><body><outline text="World"><outline text="A" xmlUrl="https://a.example/rss"/><outline xmlUrl="https://b.example/rss"/></outline><outline xmlUrl="file:///etc/passwd"/></body></opml>`)
	lines := write("list.txt", "# ours\nhttps://c.example/rss # the third\n\nhttps://a.example/rss\n")
	bad := write("bad.txt", "https://c.example/rss\nnews\n")
	get := func(context.Context, string) (*web.Page, error) {
		return &web.Page{Body: []byte(`<opml><body><outline xmlUrl="https://d.example/rss"/></body></opml>`)}, nil
	}
	got, err := Addresses(t.Context(), []string{opml, lines, "https://x.example/all.OPML", "https://e.example/rss"}, get)
	want := []string{"https://a.example/rss", "https://b.example/rss", "https://c.example/rss", "https://d.example/rss", "https://e.example/rss"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v: -want +got:\n%s", err, diff)
	}
	for name, want := range map[string]string{
		bad:  bad + `:2: "news" is no address (one address (https://...) a line, or OPML)`,
		"no": "no: file does not exist (name an address (https://...) or a file with addresses)",
		dir:  dir + ": it is no list of feeds (a list is OPML, or one address a line)",
	} {
		if _, err := Addresses(t.Context(), []string{name}, get); err == nil || err.Error() != want {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestDiscover(t *testing.T) {
	page := `<html><head><link rel=alternate type="application/rss+xml" href="/rss"><link rel=alternate hreflang=de href="/de"><link rel=stylesheet href=x></head></html>`
	if diff := cmp.Diff([]string{"https://a.example/rss"}, Discover([]byte(page), "https://a.example/news")); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(rss))
	f.Add([]byte(atom1))
	f.Add([]byte(json1))
	f.Add([]byte("<rdf:RDF><item><title>a</title><media:content><media:x/></media:content></item></rdf:RDF>"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		KindOf(raw)
		feed, err := Parse(raw, "https://courier.example/rss")
		if err != nil {
			return
		}
		for _, i := range feed.Items {
			if len(i.Key) != 16 || i.Link != "" && !strings.HasPrefix(i.Link, "http") {
				t.Fatalf("item %+v", i)
			}
		}
	})
}

func FuzzParseOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline xmlUrl="https://a.example/rss"><outline/></outline></body></opml>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		feeds, err := ParseOPML(raw)
		if err == nil && len(feeds) == 0 {
			t.Fatal("no feed and no error")
		}
	})
}
