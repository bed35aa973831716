package web_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"entente"
	"entente/coding"
	"entente/coding/actor"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/reading"
	"entente/sample"
	"entente/source/file"
	"entente/web"
)

// served are the pages over some documents' records, as a server.
func served(t *testing.T, records ...*entente.Records) *httptest.Server {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	open := func(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
		return embedded.Open(ctx, c.Ledger, embedded.DefaultOptions("test"))
	}
	if len(records) > 0 {
		l, err := open(t.Context(), engine.Config{Ledger: path})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append(t.Context(), records...); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: open})
	t.Cleanup(func() { _ = e.Close() })
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	p, err := web.New(d)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(p)
	t.Cleanup(h.Close)
	return h
}

func fetch(t *testing.T, h *httptest.Server, path string) (int, string) {
	t.Helper()
	r, err := http.Get(h.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

// coded reads the included sample.
func coded(t *testing.T) []*entente.Records {
	t.Helper()
	r, err := reading.New()
	if err != nil {
		t.Fatal(err)
	}
	o := coding.DefaultOptions()
	d, err := actor.Load("actors.tsv", bytes.NewReader(sample.Actors()))
	if err != nil {
		t.Fatal(err)
	}
	o.Actors.Dictionaries = append(o.Actors.Dictionaries, d)
	k, err := coding.New(o)
	if err != nil {
		t.Fatal(err)
	}
	var out []*entente.Records
	for doc, err := range file.Documents(t.Context(), file.Input{Files: sample.Files()}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, k.Code(r.Read(doc)))
	}
	return out
}

var document = regexp.MustCompile(`/document/d-[0-9a-f]{16}`)

func TestPagesReadWithoutAScript(t *testing.T) {
	h := served(t, coded(t)...)
	_, pair := fetch(t, h, "/pair/XKE/XMA")
	for _, want := range []string{"<h1><a href=\"/actor/XKE\">Kestria</a> and <a href=\"/actor/XMA\">Marisia</a></h1>", "What does not fit", "Marisia buys energy from Kestria", "<blockquote>", "Stated reasons"} {
		if !strings.Contains(pair, want) {
			t.Errorf("the pair page does not hold %q", want)
		}
	}
	doc := document.FindString(pair)
	claim := regexp.MustCompile(`/claim/c-[0-9a-f]{16}`).FindString(pair)
	for path, want := range map[string]string{
		"/": "Who stands with whom", "/actor/XKE": "With whom, against whom", doc: "What is told in it", claim: "Voices, from the outermost inwards",
		"/documents": "Northern Wire", "/actors": "Kestria", "/claims": "claim", "/outlets": "Who repeats whom", "/search?q=drones": "patrol drones",
		"/check": "Check", "/network": "Network", "/pair/XKE/XMA?known=2031-03-15": "As known on 15 March 2031",
	} {
		status, page := fetch(t, h, path)
		if status != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("%s: %d, without %q", path, status, want)
		}
		if strings.Contains(page, "<script>") || regexp.MustCompile(`\son[a-z]+=|\sstyle=`).MatchString(page) {
			t.Errorf("%s holds a script, a handler or a style that the policy forbids", path)
		}
	}
	for path, want := range map[string]int{"/pair/XKE/nowhere": 404, "/nothing": 404, "/document/d-0": 404, "/claim/c-0": 404, "/pair/XKE/XKE": 400, "/pair/XKE/XMA?known=soon": 400, "/assets/none.js": 404, "/assets/../web.go": 404} {
		if status, _ := fetch(t, h, path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

func TestLinksKeepTheDay(t *testing.T) {
	h := served(t, coded(t)...)
	_, page := fetch(t, h, "/pair/XKE/XMA?known=2031-03-15&judgements=without&layer=energy")
	links := regexp.MustCompile(`<a [^>]*href="(/[^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) < 10 {
		t.Fatalf("%d links", len(links))
	}
	for _, l := range links {
		u, err := url.Parse(html.UnescapeString(l[1]))
		if err != nil || u.Query().Get("known") != "2031-03-15" || u.Query().Get("judgements") != "without" || u.Query().Get("layer") != "" {
			t.Errorf("%s loses the day, or keeps the layer (%v)", l[1], err)
		}
	}
	if !strings.Contains(page, `name="known" value="2031-03-15"`) {
		t.Error("the search loses the day")
	}
	_, page = fetch(t, h, "/pair/XKE/XMA")
	if strings.Contains(page, "known=") {
		t.Error("links are asked with a day that nobody gave")
	}
	_, page = fetch(t, h, `/outlets?known=2031-03-15&x="><b>`)
	if strings.Contains(page, "<b>") {
		t.Error("what an address holds stands in the page")
	}
}

func TestAnEmptyLedgerHasPages(t *testing.T) {
	h := served(t)
	for _, path := range []string{"/", "/documents", "/actors", "/claims", "/outlets", "/search?q=x"} {
		if status, page := fetch(t, h, path); status != http.StatusOK || !strings.Contains(page, "<h1>") {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestHostileWordsDoNothing(t *testing.T) {
	const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>"'{{.}}` + "\u202e\u0000"
	r := coded(t)[0]
	d := &r.Document
	d.Title, d.Outlet, d.URI, d.Authors = evil, evil, "javascript:alert(3)", []string{evil}
	for i := range r.Actors {
		r.Actors[i].Label, r.Actors[i].Aliases = evil, []string{evil}
		r.Actors[i].Roles = append(r.Actors[i].Roles, entente.Role{Title: evil})
	}
	for i := range r.Claims {
		for k := range r.Claims[i].Chain {
			r.Claims[i].Chain[k].Name = evil
		}
	}
	h := served(t, r)
	pages := []string{"/", "/pair/XKE/XMA", "/actor/XKE", "/document/" + string(d.ID), "/documents", "/actors", "/claims", "/outlets", "/search?q=" + "%3Cscript%3Ealert(1)%3C/script%3E", "/actor/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/pair/XKE/XMA?known=%3Cscript%3E"}
	if len(r.Claims) > 0 {
		pages = append(pages, "/claim/"+string(r.Claims[0].ID))
	}
	for _, path := range pages {
		_, page := fetch(t, h, path)
		low := strings.ToLower(page)
		for _, bad := range []string{"<script>alert", "<img", `href="javascript:`, "\u202e"} {
			if strings.Contains(low, bad) {
				t.Errorf("%s holds %q", path, bad)
			}
		}
	}
}
