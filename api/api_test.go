package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/api"
	"entente/api/client"
	"entente/coding"
	"entente/coding/actor"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/reading"
	"entente/sample"
	"entente/source/eventtable"
	"entente/source/feed"
	"entente/source/file"
	"entente/source/web"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite openapi.json")

var clock = time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)

// workplace is an engine with the real reader and coder over the included
// sample's actors, and an empty ledger.
func workplace(t testing.TB) *engine.Engine {
	t.Helper()
	return workplaceAt(t, filepath.Join(t.TempDir(), "ledger.db"))
}

// workplaceAt is a workplace over the ledger of a path.
func workplaceAt(t testing.TB, path string) *engine.Engine {
	t.Helper()
	e := engine.Open(engine.Config{Ledger: path, Workers: 1}, engine.Parts{
		Reader: func() (engine.Reader, error) { return reading.New() },
		Coder: func(engine.Config) (engine.Coder, error) {
			o := coding.DefaultOptions()
			d, err := actor.Load("actors.tsv", bytes.NewReader(sample.Actors()))
			if err != nil {
				return nil, err
			}
			o.Actors.Dictionaries = append(o.Actors.Dictionaries, d)
			return coding.New(o)
		},
		Ledger: func(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
			return embedded.Open(ctx, c.Ledger, embedded.DefaultOptions("test"))
		},
		Documents: func(ctx context.Context, _ engine.Config, in engine.Input) iter.Seq2[*entente.Document, error] {
			return file.Documents(ctx, file.Input{Paths: in.Paths, Stdin: in.Stdin, Files: in.Files, Fetch: onePage})
		},
		Watch: func(_ context.Context, _ engine.Config, o engine.WatchOptions) (*feed.Watch, error) {
			j, err := feed.OpenJournal(o.Journal)
			return &feed.Watch{
				Feeds: o.Feeds, Journal: j, Interval: o.Interval, Eager: o.Once, Fetch: onePage, Now: time.Now,
				Open: func(ctx context.Context, i feed.Item) iter.Seq2[*entente.Document, error] {
					return file.FeedItem(ctx, file.Input{Fetch: onePage}, i)
				},
			}, err
		},
		Rows: func(ctx context.Context, t engine.Tables) iter.Seq2[entente.Row, error] {
			return eventtable.Rows(ctx, eventtable.Input{Paths: t.Paths})
		},
	})
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// onePage is a web of one page, and a feed that names it.
func onePage(_ context.Context, address string) (*web.Page, error) {
	if address == "https://paper.example/rss" {
		return &web.Page{Address: address, Type: "application/rss+xml", Body: []byte(`<rss version="2.0"><channel><title>Paper</title><item><title>A note</title><link>https://paper.example/note</link></item></channel></rss>`)}, nil
	}
	if address != "https://paper.example/note" {
		return nil, errors.New("no such page")
	}
	return &web.Page{Address: address, Type: "text/html", Body: []byte("<html><head><title>A note</title></head><body><article><h1>A note</h1>" +
		"<p>Kestria attacked Voldania on Monday, and Marisia helped Kestria.</p></article></body></html>")}, nil
}

// serve starts a server on the loopback, over the sample where full.
func serve(t testing.TB, full bool, change func(*api.Options)) *httptest.Server {
	t.Helper()
	e := workplace(t)
	if full {
		if _, err := e.Read(t.Context(), engine.Input{Files: sample.Files()}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return serveOver(t, e, change)
}

// serveOver starts a server on the loopback over a workplace.
func serveOver(t testing.TB, e *engine.Engine, change func(*api.Options)) *httptest.Server {
	t.Helper()
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	o := api.Options{Version: "test", Who: "Ana", Folder: t.TempDir(), Now: func() time.Time { return clock }}
	if change != nil {
		change(&o)
	}
	s, err := api.New(e, d, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Prepare()
	h := httptest.NewServer(s)
	t.Cleanup(func() {
		h.Close()
		s.Close()
	})
	return h
}

func fetch(t testing.TB, h *httptest.Server, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
	}
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, string(b)
}

// document is what the tests read of the OpenAPI document.
type document struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		OperationID string                     `json:"operationId"`
		Parameters  []map[string]any           `json:"parameters"`
		Responses   map[string]json.RawMessage `json:"responses"`
	} `json:"paths"`
}

func TestTheDocumentIsTheOneThatIsKept(t *testing.T) {
	h := serve(t, false, nil)
	_, got := fetch(t, h, "/openapi.json")
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(got), "", "    "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	text := strings.ReplaceAll(pretty.String(), `"version": "test"`, `"version": "0"`)
	if *update {
		if err := os.WriteFile("openapi.json", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("api/openapi.json is not what the server says; rewrite it by go test ./api -update, then the types by npm run types in ui (-kept +said):\n%s", diff)
	}
}

func TestEveryRouteIsInTheDocumentAndAnswers(t *testing.T) {
	h := serve(t, true, nil)
	_, text := fetch(t, h, "/openapi.json")
	var doc document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("the document is OpenAPI %s, want 3.1", doc.OpenAPI)
	}
	c := client.New(h.URL, nil)
	pair, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{})
	if err != nil {
		t.Fatal(err)
	}
	telling := pair.Statements[0].Tellings[0]
	if _, err := c.Upload(t.Context(), "note.txt", strings.NewReader("Kestria met Marisia in Lume.")); err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("/api/actors/{id}", "/api/actors/XKE", "/api/documents/{id}", "/api/documents/"+telling.Paper.ID,
		"/api/claims/{id}", "/api/claims/"+telling.Claim, "/api/runs/{id}", "/api/runs/run-1", "{a}", "XKE", "{b}", "XMA")
	for path, methods := range doc.Paths {
		for method, op := range methods {
			if op.OperationID == "" {
				t.Errorf("%s %s has no operationId", method, path)
			}
			if method != "get" {
				continue
			}
			to := fill.Replace(path)
			if path == "/api/cite" {
				to += "?title=x&address=y"
			}
			if strings.HasSuffix(path, "/forecast/whatif") {
				to += "?add=XKE+SANCTION+XMA"
			}
			want := http.StatusOK
			if path == "/api/accounts" {
				want = http.StatusNotFound // this server has none
			}
			if r, body := fetch(t, h, to); r.StatusCode != want {
				t.Errorf("GET %s: %s %s", to, r.Status, body)
			}
		}
	}
	page := readFile(t, filepath.Join("..", "docs", "api.md"))
	for path := range doc.Paths {
		if !strings.Contains(page, "`"+path+"`") {
			t.Errorf("docs/api.md does not name %s", path)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestErrorsAreProblemsWithCodes(t *testing.T) {
	h := serve(t, true, nil)
	for _, tt := range []struct {
		path   string
		status int
		code   entente.Code
	}{
		{"/api/pairs/XKE/nowhere", 404, engine.CodeUnknownActor},
		{"/api/pairs/XKE/XKE", 400, engine.CodeBadValue},
		{"/api/pairs/XKE/XMA?known=yesterday", 400, engine.CodeBadValue},
		{"/api/pairs/XKE/XMA?order=sideways", 422, engine.CodeBadValue},
		{"/api/pairs/XKE/XMA?cursor=%00", 400, engine.CodeBadValue},
		{"/api/documents/d-0", 404, engine.CodeNotFound},
		{"/api/claims/c-0", 404, engine.CodeNotFound},
		{"/api/runs/run-9", 404, engine.CodeNotFound},
		{"/api/nothing", 404, engine.CodeNotFound},
		{"/api/cite", 400, engine.CodeBadValue},
	} {
		r, body := fetch(t, h, tt.path)
		var p api.Problem
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Errorf("%s: %v: %s", tt.path, err, body)
			continue
		}
		if r.StatusCode != tt.status || p.Status != tt.status || p.Code != string(tt.code) || p.Detail == "" || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s (%s), want %d with code %s as problem+json", tt.path, r.StatusCode, body, r.Header.Get("Content-Type"), tt.status, tt.code)
		}
	}
}

func TestWhatDidNotChangeIsNotSentAgain(t *testing.T) {
	h := serve(t, true, nil)
	r, _ := fetch(t, h, "/api/pairs/XKE/XMA")
	tag := r.Header.Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	if r, body := fetch(t, h, "/api/pairs/XKE/XMA", "If-None-Match", tag); r.StatusCode != http.StatusNotModified || body != "" {
		t.Errorf("asked again: %s with %d bytes, want 304 with none", r.Status, len(body))
	}
	c := client.New(h.URL, nil)
	pair, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Judge(t.Context(), engine.Decision{Subject: pair.Statements[0].Tellings[0].Record, Verdict: "accepted"}); err != nil {
		t.Fatal(err)
	}
	if r, _ := fetch(t, h, "/api/pairs/XKE/XMA", "If-None-Match", tag); r.StatusCode != http.StatusOK {
		t.Errorf("after a judgement: %s, want the new answer", r.Status)
	}
	if r, _ := fetch(t, h, "/api/pairs/XKE/nowhere"); r.Header.Get("ETag") != "" {
		t.Error("a problem has an ETag")
	}
}

func TestPagesOfAListHoldEverythingOnce(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	all, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{Limit: 100, Tellings: 100})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	f := engine.PairFilter{Limit: 3, Tellings: 100}
	for {
		page, err := c.Pair(t.Context(), "XKE", "XMA", f)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range page.Statements {
			keys = append(keys, s.Key)
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	var want []string
	for _, s := range all.Statements {
		want = append(want, s.Key)
	}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Errorf("statements by pages (-whole +pages):\n%s", diff)
	}
}

func TestEveryTellingOpensOntoItsSentence(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	over, err := c.Overview(t.Context(), 0, client.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, p := range over.Pairs {
		v, err := c.Pair(t.Context(), p.A.ID, p.B.ID, engine.PairFilter{Limit: 100, Tellings: 500})
		if err != nil {
			t.Fatal(err)
		}
		records := 0
		for _, s := range v.Statements {
			records += s.Records
			for _, x := range s.Tellings {
				seen++
				if x.Paper == nil || x.Paragraph < 1 || x.Sentence == "" || x.Words == "" || x.Claim == "" {
					t.Errorf("%s – %s: %q has a telling without evidence: %+v", p.A.ID, p.B.ID, s.Wording, x)
				}
			}
		}
		if records != v.Records {
			t.Errorf("%s – %s: %d records in the statements, %d said", p.A.ID, p.B.ID, records, v.Records)
		}
	}
	if seen < 30 {
		t.Errorf("only %d tellings looked at", seen)
	}
}

func TestMarksSliceTheTextTheyName(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	list, err := c.Documents(t.Context(), engine.DocumentFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list.Documents {
		v, err := c.Document(t.Context(), p.ID, engine.Scope{})
		if err != nil {
			t.Fatal(err)
		}
		units := map[int]uint16{}
		for _, part := range v.Parts {
			at := part.Start
			for _, r := range part.Text {
				units[at] = uint16(r)
				if at++; r > 0xFFFF {
					at++
				}
			}
			if at != part.End {
				t.Errorf("%s: the part at %d ends at %d, its text at %d", p.ID, part.Start, part.End, at)
			}
		}
		for _, m := range slices.Concat(v.Records, v.Actors) {
			first := []rune(m.Words)[0]
			if units[m.Start] != uint16(first) && m.Kind != "check" {
				t.Errorf("%s: %s %s starts at %d with %q, its words with %q", p.ID, m.Kind, m.ID, m.Start, rune(units[m.Start]), first)
			}
		}
	}
}

func TestAsKnownOnADay(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	day := entente.NewDay(2031, 3, 15)
	then, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{Scope: engine.Scope{Known: day}, Limit: 100, Tellings: 100})
	if err != nil {
		t.Fatal(err)
	}
	now, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if then.Records == 0 || then.Records >= now.Records {
		t.Errorf("%d records as known on %s, %d now", then.Records, day, now.Records)
	}
	for _, s := range then.Statements {
		for _, x := range s.Tellings {
			if x.Paper.Published == "" || x.Paper.Published > day.String() {
				t.Errorf("%q published %q is known on %s", s.Wording, x.Paper.Published, day)
			}
		}
	}
}

func TestSearchActorsDocumentsAndClaimsAsKnownOnADay(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	ctx, o := t.Context(), engine.Scope{Known: entente.NewDay(2031, 3, 15)}
	now, err := c.Search(ctx, "Kestria", 100, engine.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	then, err := c.Search(ctx, "Kestria", 100, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(then.Hits) == 0 || len(then.Actors) == 0 || then.Actors[0].Documents >= now.Actors[0].Documents {
		t.Errorf("%d passages, %d actors as known on %s: %+v, now %+v", len(then.Hits), len(then.Actors), o.Known, then.Actors, now.Actors)
	}
	for _, x := range then.Hits {
		if x.Paper.Published == "" || x.Paper.Published > o.Known.String() {
			t.Errorf("a passage of %q, published %q, is found as known on %s", x.Paper.Title, x.Paper.Published, o.Known)
		}
	}
	before, err := c.Actors(ctx, "", "", 500, engine.Scope{Known: entente.NewDay(1990, 1, 1)})
	if err != nil || before.Total != 0 {
		t.Errorf("before anything was published: %+v, %v", before, err)
	}
	for _, x := range now.Hits {
		if x.Record == "" || x.Paper.Published != "" && x.Paper.Published <= o.Known.String() {
			continue
		}
		_, late := c.Document(ctx, x.Paper.ID, o)
		_, unsaid := c.Claim(ctx, x.Record, o)
		for _, err := range []error{late, unsaid} {
			if e := (&entente.Error{}); !errors.As(err, &e) || e.Code != engine.CodeNotFound || !strings.Contains(e.Message, "not known on 2031-03-15") {
				t.Errorf("%s of %q: %v", x.Record, x.Paper.Published, err)
			}
		}
		return
	}
	t.Error("no claim was found that came later")
}

func TestDocumentsAreListedByWhoIsNamedAndWhatIsCopied(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	ctx := t.Context()
	a, err := c.Actor(ctx, "XKE", engine.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	named, err := c.Documents(ctx, engine.DocumentFilter{Actor: "Kestria"})
	if err != nil || named.Total != a.Documents || named.Actor == nil || named.Actor.ID != "XKE" {
		t.Errorf("%d documents of %d name %v: %v", named.Total, a.Documents, named.Actor, err)
	}
	var out engine.OutletsView
	_, text := fetch(t, h, "/api/outlets")
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	for _, x := range out.Outlets {
		if v, err := c.Documents(ctx, engine.DocumentFilter{Outlet: x.Name, Copies: true}); err != nil || v.Total != x.Copies {
			t.Errorf("%s: %d copies listed of %d: %v", x.Name, v.Total, x.Copies, err)
		}
	}
	for _, x := range out.Copies {
		if v, err := c.Documents(ctx, engine.DocumentFilter{Outlet: x.From, Of: x.Of}); err != nil || v.Total != x.N {
			t.Errorf("%s of %s: %d listed of %d: %v", x.From, x.Of, v.Total, x.N, err)
		}
	}
	if len(out.Copies) == 0 {
		t.Error("the sample has no copy")
	}
}

func TestJudgementsChangeViewsAndCanBeLeftOut(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	ctx := t.Context()
	count := func(o engine.Scope) int {
		v, err := c.Pair(ctx, "XKE", "XMA", engine.PairFilter{Scope: o})
		if err != nil {
			t.Fatal(err)
		}
		return v.Records
	}
	v, err := c.Pair(ctx, "XKE", "XMA", engine.PairFilter{})
	if err != nil {
		t.Fatal(err)
	}
	record := v.Statements[0].Tellings[0].Record
	before := count(engine.Scope{})
	out, err := c.Judge(ctx, engine.Decision{Subject: record, Verdict: "rejected", Note: "another village"})
	if err != nil {
		t.Fatal(err)
	}
	if out[0].Who != "Ana" || out[0].When != "2031-05-01T12:00:00.000Z" {
		t.Errorf("the judgement is of %s at %s", out[0].Who, out[0].When)
	}
	if with, without := count(engine.Scope{}), count(engine.Scope{Unjudged: true}); with != before-1 || without != before {
		t.Errorf("after a rejection %d records with judgements and %d without, want %d and %d", with, without, before-1, before)
	}
	if _, err := c.Judge(ctx, engine.Decision{Subject: record, Verdict: "withdrawn"}); err != nil {
		t.Fatal(err)
	}
	if n := count(engine.Scope{}); n != before {
		t.Errorf("after withdrawing %d records, want %d", n, before)
	}
	if _, err := c.Judge(ctx, engine.Decision{Subject: record, Verdict: "corrected", Correction: map[string]string{"stance": "denied", "layer": "trade"}}); err != nil {
		t.Fatal(err)
	}
	f := engine.PairFilter{Layer: "trade", Stance: "denied", Tellings: 100}
	v, err = c.Pair(ctx, "XKE", "XMA", f)
	if err != nil {
		t.Fatal(err)
	}
	if v.Matching != 1 || v.Statements[0].Tellings[0].Record != record || v.Statements[0].Firm {
		t.Errorf("corrected to a denial of trade: %d records match, want the corrected one, open", v.Matching)
	}
	for _, bad := range []engine.Decision{
		{Subject: record, Verdict: "corrected"},
		{Subject: record, Verdict: "corrected", Correction: map[string]string{"truth": "yes"}},
		{Subject: record, Verdict: "corrected", Correction: map[string]string{"stance": "sworn"}},
		{Subject: record, Verdict: "corrected", Correction: map[string]string{"sign": "9"}},
		{Subject: record, Verdict: "corrected", Correction: map[string]string{"negated": "perhaps"}},
		{Subject: "e-0000000000000000", Verdict: "accepted"},
		{Subject: "outlet:Northern Wire", Verdict: "rejected"},
	} {
		if _, err := c.Judge(ctx, bad); !errors.As(err, new(*entente.Error)) {
			t.Errorf("%+v: got %v, want an error with a code", bad, err)
		}
	}
}

func TestUploadsAreReadAndWatched(t *testing.T) {
	h := serve(t, false, nil)
	c := client.New(h.URL, nil)
	ctx := t.Context()
	run, err := c.Upload(ctx, `..\..//<b>note</b>.txt`, strings.NewReader("Kestria attacked Voldania on Monday.\n"))
	if err != nil {
		t.Fatal(err)
	}
	end, err := c.Watch(ctx, run.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if end.State != "done" || end.Added != 1 || len(end.IDs) != 1 {
		t.Fatalf("the run ended as %+v", end)
	}
	if v, err := c.Document(ctx, end.IDs[0], engine.Scope{}); err != nil || len(v.Records) == 0 {
		t.Errorf("the uploaded document: %v, %v", v, err)
	}
	v, err := c.Pair(ctx, "XKE", "XVO", engine.PairFilter{})
	if err != nil || v.Records == 0 {
		t.Errorf("the pair of the uploaded document: %v, %v", v, err)
	}
	again, err := c.Upload(ctx, "bad.pdf", strings.NewReader("\x00\x01\x02"))
	if err != nil {
		t.Fatal(err)
	}
	end, err = c.Watch(ctx, again.ID, nil)
	if err != nil || end.State == "running" || end.Added != 0 || end.Error == nil && end.FailedN == 0 {
		t.Errorf("what is no text ended as %+v (%v), want a reason", end, err)
	}
}

func TestTablesAreImportedByTheirOwnName(t *testing.T) {
	h := serve(t, false, nil)
	c := client.New(h.URL, nil)
	head := "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\t" +
		"Story ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
	row := "1\t2018-06-01\tKenya\tGovernment\tKenya\tConsult\t040\t1.0\tUganda\tGovernment\tUganda\t1\t1\tPaper\t\t\t\tKenya\t\t\n"
	run, err := c.Import(t.Context(), "june.tab", strings.NewReader(head+row+"2\tnever\n"))
	if err != nil {
		t.Fatal(err)
	}
	end, err := c.Watch(t.Context(), run.ID, nil)
	if err != nil || end.State != "done" || end.Rows != 1 || end.Added != 1 || end.FailedN != 1 {
		t.Fatalf("the import ended as %+v (%v), want one row and one failure", end, err)
	}
	if m := end.Failed[0].Message; !strings.HasPrefix(m, "june.tab") {
		t.Errorf("the failure is %q, want it to begin with the name of the file as it was sent", m)
	}
	v, err := c.Pair(t.Context(), "KEN", "UGA", engine.PairFilter{})
	if err != nil || v.Records != 1 || v.A.Label != "Kenya" {
		t.Fatalf("the pair of the row: %+v, %v", v, err)
	}
	if row := v.Statements[0].Tellings[0].Row; row == nil || row.File != "june.tab" {
		t.Errorf("the row says it is of %+v, want june.tab", row)
	}
}

func TestAddressesAreReadAndPathsAreNot(t *testing.T) {
	h := serve(t, false, nil)
	c := client.New(h.URL, nil)
	run, err := c.Fetch(t.Context(), " https://paper.example/note ", false)
	if err != nil {
		t.Fatal(err)
	}
	end, err := c.Watch(t.Context(), run.ID, nil)
	if err != nil || end.State != "done" || end.Added != 1 {
		t.Fatalf("the page was read as %+v (%v)", end, err)
	}
	run, err = c.Fetch(t.Context(), "https://paper.example/other", false)
	if err != nil {
		t.Fatal(err)
	}
	if end, err = c.Watch(t.Context(), run.ID, nil); err != nil || end.FailedN != 1 {
		t.Errorf("a page that is not there ended as %+v (%v), want a failure with its reason", end, err)
	}
	for _, address := range []string{"api_test.go", "/etc/hosts", "file:///etc/hosts", "-", "https://"} {
		var e *entente.Error
		if _, err := c.Fetch(t.Context(), address, false); !errors.As(err, &e) || e.Code != engine.CodeBadValue {
			t.Errorf("%q: %v, want %s", address, err, engine.CodeBadValue)
		}
	}
}

func TestFeedsAreWatched(t *testing.T) {
	list := filepath.Join(t.TempDir(), "watched.json")
	h := serve(t, false, func(o *api.Options) { o.Watched = list })
	c := client.New(h.URL, nil)
	for _, address := range []string{"https://paper.example/rss", "https://paper.example/gone"} {
		if _, err := c.WatchFeed(t.Context(), address); err != nil {
			t.Fatal(err)
		}
	}
	var e *entente.Error
	for _, address := range []string{"https://paper.example/rss", "/etc/feeds.opml", "ftp://paper.example/rss"} {
		if _, err := c.WatchFeed(t.Context(), address); !errors.As(err, &e) || e.Code != engine.CodeBadValue {
			t.Errorf("%q: %v, want %s", address, err, engine.CodeBadValue)
		}
	}
	asked := func() []engine.Watched {
		feeds, err := c.Feeds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return feeds
	}
	feeds := asked()
	for t.Context().Err() == nil && slices.ContainsFunc(feeds, func(w engine.Watched) bool { return w.Asked == "" }) {
		runs, err := c.Runs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			if _, err := c.Watch(t.Context(), r.ID, nil); err != nil && !errors.As(err, &e) {
				t.Fatal(err)
			}
		}
		feeds = asked()
	}
	if len(feeds) != 2 || feeds[0].Added != 1 || feeds[0].FailedN != 0 || feeds[0].Next == "" {
		t.Errorf("the feed brought %+v, want one document", feeds)
	}
	if feeds[1].Total != 0 || len(feeds[1].Failed) != 1 || !strings.Contains(feeds[1].Failed[0].Message, "no such page") {
		t.Errorf("a feed that is not there: %+v, want a failure with its reason", feeds[1])
	}
	if err := c.UnwatchFeed(t.Context(), "https://paper.example/gone"); err != nil {
		t.Fatal(err)
	}
	again := serve(t, false, func(o *api.Options) { o.Watched = list })
	kept, err := client.New(again.URL, nil).Feeds(t.Context())
	if err != nil || len(kept) != 1 || kept[0].Address != "https://paper.example/rss" || kept[0].Total != 1 {
		t.Errorf("another server watches %+v (%v), want the one feed that is left", kept, err)
	}
	none := client.New(serve(t, false, nil).URL, nil)
	if _, err := none.WatchFeed(t.Context(), "https://paper.example/rss"); !errors.As(err, &e) || e.Code != engine.CodeForbidden {
		t.Errorf("a server that watches nothing: %v, want %s", err, engine.CodeForbidden)
	}
}

func TestAStoppedReadingKeepsWhatItRead(t *testing.T) {
	h := serve(t, false, nil)
	c := client.New(h.URL, nil)
	ctx := t.Context()
	var lines strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&lines, `{"text": "Kestria met Voldania in Lume on Monday, said paper %d. Marisia was not asked.", "title": "Paper %d"}`+"\n", i, i)
	}
	run, err := c.Upload(ctx, "many.jsonl", strings.NewReader(lines.String()))
	if err != nil {
		t.Fatal(err)
	}
	stopped := false
	end, err := c.Watch(ctx, run.ID, func(r *engine.Run) {
		if !stopped && r.Documents >= 50 {
			stopped = true
			if err := c.Stop(ctx, run.ID); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if end.State != "stopped" || end.Added < 50 || end.Added >= 3000 {
		t.Fatalf("the run ended %s with %d documents", end.State, end.Added)
	}
	over, err := c.Overview(ctx, 0, client.Scope{})
	if err != nil || over.Documents != end.Added {
		t.Errorf("%d documents in the ledger (%v), %d were read", over.Documents, err, end.Added)
	}
}

func TestOthersCannotUseTheLoopback(t *testing.T) {
	h := serve(t, true, nil)
	for host, want := range map[string]int{"127.0.0.1:1": 200, "localhost": 200, "[::1]:80": 200, "evil.example": 403, "127.0.0.1.evil.example": 403, "192.168.0.1": 403} {
		if r, _ := fetch(t, h, "/api/overview", "Host", host); r.StatusCode != want {
			t.Errorf("Host %s: %s, want %d", host, r.Status, want)
		}
	}
	post := func(headers ...string) int {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, h.URL+"/api/judgements", strings.NewReader(`{"decisions":[{"subject":"outlet:X","verdict":"withdrawn"}]}`))
		req.Header.Set("Content-Type", "application/json")
		for i := 0; i+1 < len(headers); i += 2 {
			req.Header.Set(headers[i], headers[i+1])
		}
		r, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r.StatusCode
	}
	for _, tt := range []struct {
		headers []string
		want    int
	}{
		{nil, 200},
		{[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Origin", "https://evil.example"}, 403},
	} {
		if got := post(tt.headers...); got != tt.want {
			t.Errorf("POST with %v: %d, want %d", tt.headers, got, tt.want)
		}
	}
	r, _ := fetch(t, h, "/api/overview")
	if p := r.Header.Get("Content-Security-Policy"); !strings.Contains(p, "script-src 'self'") || strings.Contains(p, "unsafe") {
		t.Errorf("content security policy %q", p)
	}
}

func TestReportsCiteEveryLine(t *testing.T) {
	h := serve(t, true, nil)
	r, body := fetch(t, h, "/api/report/pair/XKE/XMA?format=docx")
	if !strings.HasPrefix(body, "PK") || !strings.Contains(r.Header.Get("Content-Disposition"), `entente-XKE-XMA.docx`) {
		t.Errorf("the report: %s, %q", r.Status, r.Header.Get("Content-Disposition"))
	}
	if _, html := fetch(t, h, "/api/report/actor/XKE?format=html"); !strings.Contains(html, "Kestria") || strings.Contains(html, "<script") {
		t.Error("the actor's report does not name it, or holds a script")
	}
}

func TestReportsAreOfADayAndAsJudged(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	report := func(query string) string {
		t.Helper()
		r, body := fetch(t, h, "/api/report/pair/XKE/XMA?format=md"+query)
		if r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", r.Status, body)
		}
		return body
	}
	then, now := report("&known=2031-03-15"), report("")
	if !strings.Contains(then, "as known on 15 March 2031") || strings.Contains(then, "April 2031") || !strings.Contains(now, "April 2031") {
		t.Errorf("the report as known on 15 March:\n%s", then)
	}
	pair, err := c.Pair(t.Context(), "XKE", "XMA", engine.PairFilter{Limit: 100, Tellings: 100})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(pair.Statements, func(s engine.Statement) bool { return s.Records == 1 && strings.Contains(now, s.Wording) })
	if i < 0 {
		t.Fatal("no statement of one record stands in the report")
	}
	s := pair.Statements[i]
	if _, err := c.Judge(t.Context(), engine.Decision{Subject: s.Tellings[0].Record, Verdict: "rejected"}); err != nil {
		t.Fatal(err)
	}
	if strings.Count(report(""), s.Wording) >= strings.Count(now, s.Wording) {
		t.Errorf("%q was rejected and stands in the report as before", s.Wording)
	}
	if report("&judgements=without") != now {
		t.Error("without judgements the report is not what it was before them")
	}
}

// TestForecastsAddUpAndAreLogged asks twice and rejects a record it cites.
func TestForecastsAddUpAndAreLogged(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	v, err := c.Forecast(t.Context(), "XMA", "XKE", 30, client.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Sides) != 2 || v.AsOf == "" || v.Missing != "" {
		t.Fatalf("%+v", v)
	}
	cited := ""
	for _, s := range v.Sides {
		for _, l := range s.Lines {
			sum := 0.0
			for _, r := range l.Reasons {
				sum += r.LogOdds
				for _, a := range r.Cites {
					if a.Told == 1 {
						cited = a.Record
					}
					if _, err := c.Claim(t.Context(), a.Record, engine.Scope{}); err != nil {
						t.Errorf("%s is cited and does not open: %v", a.Record, err)
					}
				}
			}
			if odds := math.Log(l.P / (1 - l.P)); math.Abs(sum-odds) > 1e-6 {
				t.Errorf("%s on %s, %s: reasons add up to %g, log-odds are %g", s.A.ID, s.B.ID, l.Class, sum, odds)
			}
		}
	}
	r, err := c.ForecastRecord(t.Context(), false)
	if err != nil || r.Open != 8 {
		t.Errorf("%d forecasts are open, want 8: %v", r.Open, err)
	}
	for _, open := range []bool{true, false} {
		list, err := c.Forecasts(t.Context(), open, false, 3)
		want, shown := r.Closed, 0
		if open {
			want, shown = r.Open, 3
		}
		if err != nil || list.Total != want || len(list.Forecasts) != shown {
			t.Fatalf("open %v: %d of %d forecasts are listed, want %d of %d: %v", open, len(list.Forecasts), list.Total, shown, want, err)
		}
		for _, f := range list.Forecasts {
			if f.P <= 0 || f.P >= 1 || f.A.Label == "" || f.Until <= f.AsOf || f.Happened {
				t.Errorf("an open forecast reads %+v", f)
			}
		}
	}
	if _, err := c.Judge(t.Context(), engine.Decision{Subject: cited, Verdict: "rejected"}); err != nil {
		t.Fatal(err)
	}
	judged, err := c.Forecast(t.Context(), "XMA", "XKE", 30, client.Scope{})
	if err != nil || judged.Acts >= v.Acts {
		t.Errorf("%d acts after %s was rejected, %d before: %v", judged.Acts, cited, v.Acts, err)
	}
	coded, err := c.Forecast(t.Context(), "XMA", "XKE", 30, client.Scope{Unjudged: true})
	if err != nil || coded.Acts != v.Acts {
		t.Errorf("%d acts as coded, want %d: %v", coded.Acts, v.Acts, err)
	}
	who, err := c.ForecastWho(t.Context(), "XKE", 7, client.Scope{})
	if err != nil || len(who.Next) == 0 || who.Next[0].P < who.Next[len(who.Next)-1].P {
		t.Errorf("%+v: %v", who, err)
	}
}

// TestForecastsChangeByWhatIsSupposed adds an act and takes one out: the changes of the
// reasons add up, and the forecast itself stays as it was.
func TestForecastsChangeByWhatIsSupposed(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	before, err := c.Forecast(t.Context(), "XKE", "XMA", 30, client.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	cited := before.Sides[0].Lines[0].Reasons[1].Cites
	if len(cited) == 0 {
		t.Fatal("no act of XKE on XMA is cited")
	}
	v, err := c.ForecastIf(t.Context(), "XKE", "XMA", []string{"Kestria SANCTION Marisia"}, []string{cited[0].Record}, 30, client.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Added) != 1 || len(v.Removed) == 0 || v.Removed[0].Record != cited[0].Record || len(v.Changes) != 8 {
		t.Fatalf("%+v", v)
	}
	for i, s := range v.Changes {
		sum := 0.0
		for _, r := range s.Reasons {
			sum += r.LogOdds
		}
		odds := func(p float64) float64 { return math.Log(p / (1 - p)) }
		if math.Abs(sum-odds(s.After)+odds(s.Before)) > 1e-6 {
			t.Errorf("%s: reasons change by %g, log-odds by %g", s.Class, sum, odds(s.After)-odds(s.Before))
		}
		if want := before.Sides[i/4].Lines[i%4].P; s.Before != want {
			t.Errorf("%s: %g before, the forecast says %g", s.Class, s.Before, want)
		}
	}
	if sanction := v.Changes[3]; sanction.Quad != 4 || sanction.After <= sanction.Before {
		t.Errorf("a sanction makes material conflict no likelier: %+v", sanction)
	}
	if verbal := v.Changes[0]; verbal.After >= verbal.Before {
		t.Errorf("without %s verbal cooperation is no less likely: %+v", cited[0].Record, verbal)
	}
	after, err := c.Forecast(t.Context(), "XKE", "XMA", 30, client.Scope{})
	if diff := cmp.Diff(before, after); diff != "" || err != nil {
		t.Errorf("the supposition stayed: %v\n%s", err, diff)
	}
	for name, try := range map[string][2][]string{
		"nothing": {nil, nil}, "no act": {{"XKE LIKES XMA"}, nil}, "no record": {nil, {"e-0000000000000000"}},
	} {
		if _, err := c.ForecastIf(t.Context(), "XKE", "XMA", try[0], try[1], 30, client.Scope{}); err == nil {
			t.Errorf("%s is supposed, and answered", name)
		}
	}
}

func TestEveryTriangleThatIsCountedIsListed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []entente.Row
	states := []entente.ActorID{"XKE", "XMA", "XVO", "XOR", "XAL", "XGO", "XRO", "XTH"}
	on := entente.NewDay(2030, 1, 1)
	for i, a := range states {
		for _, b := range states[:i] {
			r := entente.Row{
				DataSet: "INVENTED", Key: string(a + b), Actor: entente.Party{Actor: a}, Recipient: entente.Party{Actor: b}, Type: "ACCUSE", Layer: entente.LayerDiplomatic,
				Sign: -1, Quad: 3, Intensity: -2, Date: entente.Interval{From: on, To: on, Precision: entente.PrecisionDay}, Known: on, Confidence: 1,
			}
			r.Seal()
			rows = append(rows, r)
		}
	}
	if _, err := l.AppendRows(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	h := serveOver(t, workplaceAt(t, path), nil)
	for query, want := range map[string]int{"": 6, "?triangles=20": 20, "?triangles=1000": 56} {
		var v engine.BalanceView
		_, body := fetch(t, h, "/api/network/balance"+query)
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		if v.Triads.Counts[3] != 56 || len(v.Triads.Heaviest) != want {
			t.Errorf("%q: %d of %d triangles are listed, want %d", query, len(v.Triads.Heaviest), v.Triads.Counts[3], want)
		}
	}
}

func TestBalanceOpensOntoRecords(t *testing.T) {
	h := serve(t, true, nil)
	c := client.New(h.URL, nil)
	b, err := c.Balance(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	against := 0.0
	for _, x := range b.Unfit {
		against += x.Against
		for _, id := range x.Evidence {
			if _, err := c.Claim(t.Context(), id, engine.Scope{}); err != nil {
				t.Errorf("%s and %s rest on %s: %v", x.A.Label, x.B.Label, id, err)
			}
		}
	}
	if len(b.Triads.Heaviest) == 0 {
		t.Error("no triangle is shown")
	}
	for _, x := range b.Triads.Heaviest {
		hostile := 0
		for _, s := range x.Ties {
			p, err := c.Pair(t.Context(), s.A.ID, s.B.ID, engine.PairFilter{})
			if err != nil || p.Records < s.Records {
				t.Errorf("%s and %s: %d records are told, the tie counts %d: %v", s.A.Label, s.B.Label, p.Records, s.Records, err)
			}
			if s.Minus > s.Plus {
				hostile++
			}
		}
		if len(x.Ties) != 3 || hostile != x.Hostile {
			t.Errorf("%+v has %d hostile ties", x, hostile)
		}
	}
	if !b.Proved || len(b.Camps[0]) < 2 || math.Abs(against-b.Upper) > 1e-9 {
		t.Errorf("index %v (proved: %v), but %v contradicts the camps %v", b.Upper, b.Proved, against, b.Camps)
	}
	whole, err := c.Blocs(t.Context(), nil)
	if err != nil || len(whole.Windows) != 1 || whole.Windows[0].Cost > b.Upper {
		t.Errorf("%+v, %v: any number of blocs fits no worse than two", whole, err)
	}
	w, err := c.WhatIf(t.Context(), "XKE", "XVO", nil)
	if err != nil || w.Own == nil || math.Abs(w.Needed-(w.Ballast-w.Own.Plus+w.Own.Minus)) > 1e-9 {
		t.Errorf("%+v, %v: what is needed is the ballast less the own tie", w, err)
	}
	for _, tt := range []struct {
		suppose, weight string
		want            float64
	}{
		{"flip", "", b.Upper + w.Flipped},
		{"remove", "", min(w.Same, w.Opposite)},
		{"add", "-100", min(w.Same+w.Own.Minus+100, w.Opposite+w.Own.Plus)},
	} {
		x, err := c.WhatIf(t.Context(), "XKE", "XVO", url.Values{"suppose": {tt.suppose}, "weight": {tt.weight}})
		if err != nil || x.Supposed == nil || !x.Supposed.After.Proved || math.Abs(x.Supposed.After.Upper-tt.want) > 1e-9 || x.Supposed.Before.Upper != b.Upper {
			t.Errorf("%s of a tie: %+v, %v; want an index of %v", tt.suppose, x.Supposed, err, tt.want)
		}
	}
	early, err := c.Balance(t.Context(), url.Values{"known": {"1990-01-01"}})
	if err != nil || early.Ties != 0 {
		t.Errorf("as known before all: %+v, %v", early, err)
	}
}
