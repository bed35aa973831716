package file

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"entente/source"
	"entente/source/feed"
	"entente/source/office/officetest"
	"entente/source/web"

	"github.com/google/go-cmp/cmp"
)

const pageText = `<html><head><title>Kestria meets Voldania | Aldan Courier</title><meta property="article:published_time" content="2031-03-04">` +
	`<link rel=canonical href="/2031/talks?utm_source=x#top"></head><body><article><h1>Kestria meets Voldania</h1><p>` + told + `</p><p>Talks go on in May, the League said.</p></article></body></html>`

// record is one of a web archive.
func record(kind, uri, contentType, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, contentType, len(block), block)
}

func answer(status, kind, body string) string {
	return "HTTP/1.1 " + status + "\r\nContent-Type: " + kind + "\r\n\r\n" + body
}

func chunked(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(zipped1([]byte(body))), zipped1([]byte(body)))
}

func members(parts ...string) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(p))
		_ = z.Close()
	}
	return b.Bytes()
}

func TestWebArchive(t *testing.T) {
	records := []string{
		record("warcinfo", "", "application/warc-fields", "software: x\r\n"),
		record("response", "https://courier.example/a", "application/http", answer("200 OK", "text/html", pageText)),
		record("request", "https://courier.example/a", "application/http", "GET / HTTP/1.1\r\n\r\n"),
		record("response", "https://courier.example/b", "application/http", chunked(pageText)),
		record("response", "https://courier.example/gone", "application/http", answer("404 Not Found", "text/html", "x")),
		record("response", "https://courier.example/x.png", "application/http", answer("200 OK", "image/png", "\x89PNG")),
		record("response", "https://courier.example/list", "application/http", answer("200 OK", "text/html", "<p> </p>")),
		record("response", "https://courier.example/bad", "application/http", "no answer"),
		record("conversion", "https://courier.example/c", "text/plain", "Kestria and Voldania meet\n\n"+told+"\n"),
	}
	want := []string{
		"https://courier.example/2031/talks: Kestria meets Voldania", "https://courier.example/2031/talks: Kestria meets Voldania",
		"error: NAME, record 8: it is damaged or breaks off: an answer that is none (get it again, or open and save it anew)",
		"https://courier.example/c: Kestria and Voldania meet", "left out: NAME: 3 of other kinds (answer 404 1, image/png 1, without an article 1)",
	}
	for name, data := range map[string][]byte{"a.warc": []byte(strings.Join(records, "")), "b.warc.gz": members(records...), "c.dat": members(strings.Join(records, ""))} {
		in := Input{Files: fstest.MapFS{name: {Data: data}}}
		if name == "c.dat" { // read by its content where it is named
			in = Input{Paths: []string{"-"}, Stdin: bytes.NewReader(data)}
			name = "-"
		}
		got := readInput(t, in)
		shown := strings.ReplaceAll(strings.Join(want, "\n"), "NAME", strings.TrimSuffix(name, ".gz"))
		if diff := cmp.Diff(strings.Split(shown, "\n"), got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

const letter = "From 1@x Mon Mar  4 08:00:00 2031\r\nReceived: by x\r\nFrom: =?utf-8?q?Aldan_Courier_=E2=80=93_Daily?= <news@courier.example>\r\nTo: a@b.example\r\n" +
	"Subject: Re: =?iso-8859-1?q?Kestria_meets_Voldania_in_S=F8ndre?=\r\nDate: Tue, 4 Mar 2031 08:10:00 +0100\r\nMIME-Version: 1.0\r\nList-Id: <daily>\r\n" +
	"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n" +
	"--i\r\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	"The governments of Kestria and Voldania met in S=F8ndre on Monday, =20\r\nthe Straits League said. It was the first time in two years that they met, =20\r\nand the last before the elections of May.\r\n\r\nTalks go on in May, a spokesman of the League told reporters.\r\n\r\n-- \r\nThe Courier\r\n" +
	"--i\r\nContent-Type: text/html\r\n\r\n<p>other</p>\r\n--i--\r\n" +
	"--o\r\nContent-Type: text/markdown; name=note.md\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=note.md\r\n\r\n" +
	"IyBTbm93IGluIEx1bWUK\r\nCkl0IHNub3dlZCBpbiBMdW1lLgo=\r\n--o\r\nContent-Type: image/png; name=x.png\r\n\r\nx\r\n--o--\r\n"

func TestMail(t *testing.T) {
	want := []string{"a.eml: Kestria meets Voldania in Søndre", "a.eml!/note.md: Snow in Lume", "left out: a.eml: 1 of other kinds (image/png 1)"}
	if diff := cmp.Diff(want, readAll(t, "a.eml", []byte(letter))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	d := first1(t, Input{Paths: []string{"-"}, Stdin: strings.NewReader(letter)})
	wantDoc := "# uri: -\n# outlet: Aldan Courier – Daily\n# published: 2031-03-04\n# language: en\n# genre: news\n# because: it reports \"Monday, the Straits League said\"\n" +
		"title | Kestria meets Voldania in Søndre\n" +
		"body | The governments of Kestria and Voldania met in Søndre on Monday,  the Straits League said. It was the first time in two years that they met,  and the last before the elections of May.\n" +
		"body | Talks go on in May, a spokesman of the League told reporters.\n"
	if diff := cmp.Diff(wantDoc, d); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSavedPage(t *testing.T) {
	page := "From: <Saved by Blink>\nSnapshot-Content-Location: https://courier.example/a\nSubject: x\nDate: Tue, 4 Mar 2031 08:10:00 -0000\nMIME-Version: 1.0\n" +
		"Content-Type: multipart/related; boundary=b; type=\"text/html\"\n\n--b\nContent-Type: text/html\nContent-Location: https://courier.example/a\n\n" + pageText + "\n--b--\n"
	if diff := cmp.Diff([]string{"https://courier.example/2031/talks: Kestria meets Voldania"}, readAll(t, "a.mhtml", []byte(page))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// readInput is readAll of any input.
func readInput(t *testing.T, in Input) []string {
	t.Helper()
	var out []string
	in.Skipped = func(f string, s source.Skipped) { out = append(out, "left out: "+f+": "+s.String()) }
	for d, err := range Documents(context.Background(), in) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		wantSound(t, d)
		out = append(out, d.URI+": "+d.Title)
	}
	return out
}

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Aldan Courier</title><language>en</language>
<item><title>Kestria meets Voldania</title><link>https://courier.example/a</link><pubDate>Tue, 04 Mar 2031 08:10:00 GMT</pubDate><description>Short.</description></item>
<item><title>Held whole</title><link>https://courier.example/whole</link><content:encoded><![CDATA[<p>LONG</p>]]></content:encoded></item>
<item><title>Closed</title><link>https://courier.example/closed</link><description>Short.</description></item></channel></rss>`

func TestAddresses(t *testing.T) {
	long := strings.Repeat("Kestria and Voldania met in Lume on Monday. ", 50)
	pages := map[string]*web.Page{
		"https://courier.example/a":         {Type: "text/html; charset=utf-8", Body: []byte(pageText)},
		"https://courier.example/talks.pdf": {Type: "text/html", Body: officetest.DOCX("", "", "", paragraphs...)}, // its type is wrong
		"https://courier.example/rss":       {Type: "application/xml", Body: []byte(strings.Replace(rss, "LONG", long, 1))},
		"https://courier.example/list":      {Type: "text/xml", Body: []byte(`<opml version="2.0"><body><outline text="f"><outline xmlUrl="https://courier.example/rss"/></outline></body></opml>`)},
		"https://courier.example/latin":     {Type: "text/html; charset=iso-8859-2", Body: []byte("<title>T</title><p>Premi\xe9r Ko\xb9ta said on Monday that the talks with Voldania would go on in May.")},
	}
	in := Input{Fetch: func(_ context.Context, address string) (*web.Page, error) {
		p := pages[address]
		if p == nil {
			return nil, web.ErrForbidden
		}
		p.Address = address
		return p, nil
	}}
	for address, want := range map[string][]string{
		"https://courier.example/a":         {"https://courier.example/2031/talks: Kestria meets Voldania"},
		"https://courier.example/talks.pdf": {"https://courier.example/talks.pdf: Kestria and Voldania meet"},
		"https://courier.example/list": {
			"https://courier.example/2031/talks: Kestria meets Voldania", "https://courier.example/whole: Held whole",
			"error: https://courier.example/closed: robots.txt does not allow it (its owner does not want programs to read it; save the page from a browser and read the file)",
		},
		"https://courier.example/latin": {"https://courier.example/latin: T"},
	} {
		in.Paths = []string{address}
		if diff := cmp.Diff(want, readInput(t, in)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", address, diff)
		}
	}
	in.Paths = []string{"https://courier.example/latin"}
	if d := first1(t, in); !strings.Contains(d, "Premiér Košta") {
		t.Errorf("the charset of the answer was not taken: %s", d)
	}
	// A feed that lies in a file is read as it is.
	want := []string{"https://courier.example/whole: Held whole"}
	got := readAll(t, "feed.xml", []byte(strings.Replace(rss, "LONG", long, 1)))
	if diff := cmp.Diff(want, got[1:2]); diff != "" || len(got) != 3 {
		t.Errorf("-want +got:\n%s\n%q", diff, got)
	}
	for d, err := range FeedItem(t.Context(), in, feed.Item{Link: "https://courier.example/a", Title: "Other title", Outlet: "Feed"}) {
		if err != nil || d.Title != "Kestria meets Voldania" || d.Outlet != "Aldan Courier" {
			t.Errorf("got %v, %v", d, err)
		}
	}
}

func TestCanonicalAddress(t *testing.T) {
	for _, c := range []struct{ got, stated, want string }{
		{"https://a.example/x?id=1&utm_source=y#z", "", "https://a.example/x?id=1"},
		{"https://m.a.example/x", "https://www.a.example/2031/x", "https://www.a.example/2031/x"},
		{"https://a.example/x", "/y", "https://a.example/y"},
		{"https://a.example/x", "https://b.example/x", "https://a.example/x"},
		{"https://a.example/x", "https://a.example/", "https://a.example/x"},
		{"", "https://a.example/x", "https://a.example/x"},
		{"https://a.example/x", "javascript:x", "https://a.example/x"},
	} {
		if got := canonical(c.got, c.stated); got != c.want {
			t.Errorf("canonical(%q, %q) = %q, want %q", c.got, c.stated, got, c.want)
		}
	}
}

func TestForeignTextIsKept(t *testing.T) {
	d := one(t, "a.docx", officetest.DOCX("", "", "", officetest.Paragraph{Style: "Title", Text: "La rencontre de Lume"},
		officetest.Paragraph{Text: "Le ministère des Affaires étrangères de la Voldanie a condamné lundi la livraison de drones à la Kestrie et a convoqué l'ambassadeur. " +
			"Le gouvernement de la Kestrie a déclaré que ces appareils ne sont pas armés et qu'ils surveilleront la frontière."}))
	if d.Language != "fr" || !strings.Contains(d.Text, "Voldanie") {
		t.Errorf("got %s", describe(d))
	}
}

// first1 describes the first document of an input.
func first1(t *testing.T, in Input) string {
	t.Helper()
	for d, err := range Documents(t.Context(), in) {
		if err != nil {
			t.Fatal(err)
		}
		return describe(d)
	}
	t.Fatal("no document")
	return ""
}
