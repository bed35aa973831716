package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"entente"
	"entente/api"
	"entente/api/client"
	"entente/engine"
	"entente/internal/golddata"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/web"
)

// loadDocuments and loadRows are the size of the load run.
const (
	loadDocuments = 1000
	loadRows      = 200_000
)

// slowest is the time below which 95 of 100 answers of each page must be; slower may
// be what no page shows as it opens: a file about an actor that nearly all documents
// name, and who stood together year by year as known on another day.
const slowest = 100 * time.Millisecond

var slower = map[string]time.Duration{"report actor": time.Second, "blocs by year of a day": 300 * time.Millisecond}

// TestLoad reads a thousand documents and as many made-up rows as a large event
// table has into a ledger, and measures every route and page. It runs where
// ENTENTE_LOAD is set and the data folder is there: it takes minutes. Where
// ENTENTE_LOAD names a folder, the ledger stays there and the next run uses it again.
func TestLoad(t *testing.T) {
	keep := os.Getenv("ENTENTE_LOAD")
	if keep == "" {
		t.Skip("a load run: make load, or set ENTENTE_LOAD=1")
	}
	folder := t.TempDir()
	if filepath.IsAbs(keep) {
		folder = keep
	}
	parts := defaultParts()
	parts.Ledger = func(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
		return embedded.Open(ctx, c.Ledger, embedded.DefaultOptions("test"))
	}
	e := engine.Open(engine.Config{Ledger: filepath.Join(folder, "ledger.db"), Workers: 1}, parts)
	t.Cleanup(func() { _ = e.Close() })
	if _, err := os.Stat(e.Config().Ledger); err != nil {
		fillLoad(t, e)
	}

	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := d.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("desk loaded in %v", time.Since(begin).Round(time.Millisecond))
	pages, err := web.New(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := api.New(e, d, api.Options{Version: "test", Who: "Ana", Pages: pages, Folder: t.TempDir(), Watched: filepath.Join(t.TempDir(), "watched.json")})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s)
	t.Cleanup(func() { h.Close(); s.Close() })
	s.Prepare()
	l := loader{T: t, server: h, routes: map[string][]string{}}
	l.plan()
	t.Logf("first forecast, asked as the server starts: %v", l.ask(t, http.MethodGet, "/api/pairs/"+l.pairs[0][0]+"/"+l.pairs[0][1]+"/forecast", nil).Round(time.Millisecond))
	l.measure()
	t.Run("fit", l.fit)
	t.Run("judged", l.judge)
}

// fillLoad reads the documents and appends the rows of the load run.
func fillLoad(t *testing.T, e *engine.Engine) {
	begin := time.Now()
	report, err := e.Read(t.Context(), engine.Input{Files: loadTexts(t, golddata.Path(t))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents read in %v", report.Added, time.Since(begin).Round(time.Millisecond))
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	begin = time.Now()
	l, err := embedded.Open(t.Context(), e.Config().Ledger, embedded.DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.AppendRows(t.Context(), madeUpRows(loadRows)); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows appended in %v", loadRows, time.Since(begin).Round(time.Millisecond))
}

// loader asks a server over the loopback and keeps the times.
type loader struct {
	*testing.T
	server *httptest.Server
	routes map[string][]string // by name, what is asked
	pairs  [][2]string         // those with most behind them
}

// add puts a pattern's addresses under a name: %s stands for each of the values.
func (l *loader) add(name, pattern string, values ...string) {
	for _, v := range values {
		l.routes[name] = append(l.routes[name], strings.ReplaceAll(pattern, "%s", v))
	}
}

// plan names what is asked: every route that a page asks and every page, of many
// actors, pairs, documents and claims, and as known on days that nobody asked before.
func (l *loader) plan() {
	c := client.New(l.server.URL, nil)
	over, err := c.Overview(l.Context(), 0, client.Scope{})
	if err != nil {
		l.Fatal(err)
	}
	l.Logf("overview: %d documents, %d records, %d claims, %d actors", over.Documents, over.Records, over.Claims, over.Actors)
	network, err := c.Network(l.Context(), "", 200)
	if err != nil {
		l.Fatal(err)
	}
	var pairs, busy, actors, documents, claims, days []string
	r := rand.New(rand.NewPCG(1, 2))
	for _, i := range r.Perm(len(network.Ties))[:min(150, len(network.Ties))] {
		tie := network.Ties[i]
		pairs = append(pairs, network.Actors[tie.A].ID+"/"+network.Actors[tie.B].ID)
	}
	for _, p := range over.Pairs {
		busy = append(busy, p.A.ID+"/"+p.B.ID)
		l.pairs = append(l.pairs, [2]string{p.A.ID, p.B.ID})
	}
	pairs = append(pairs, busy...)
	for _, a := range network.Actors[:min(100, len(network.Actors))] {
		actors = append(actors, a.ID)
	}
	list, err := c.Documents(l.Context(), engine.DocumentFilter{Limit: 500})
	if err != nil {
		l.Fatal(err)
	}
	for _, i := range r.Perm(len(list.Documents))[:150] {
		documents = append(documents, list.Documents[i].ID)
	}
	said, err := c.Claims(l.Context(), "", 150)
	if err != nil {
		l.Fatal(err)
	}
	for _, x := range said.Claims {
		claims = append(claims, x.Claim)
	}
	for i := range 40 {
		days = append(days, entente.NewDay(2012, 1, 1).Add(97*i).String())
	}
	for name, paths := range map[string][]string{
		"overview": {"/api/overview"}, "claims": {"/api/claims", "/api/claims?stance=denied"}, "outlets": {"/api/outlets"}, "portraits": {"/api/outlets/portraits"},
		"network": {"/api/network", "/api/network?center=USA", "/api/network?to=2020-01-01"}, "graph": {"/api/network?limit=5000&places=true"}, "map": {"/api/network?limit=200"},
		"queue": {"/api/queue", "/api/queue?decided=true"}, "documents": {"/api/documents", "/api/documents?actor=USA", "/api/documents?copies=true"}, "actors": {"/api/actors", "/api/actors?q=min"},
		"search": {"/api/search?q=president", "/api/search?q=russia+sanctions", "/api/search?q=who+supports+russia"}, "suggest": {"/api/suggest?q=uni", "/api/suggest?q=russia+ir"},
		"balance": {"/api/network/balance", "/api/network/balance?layer=military", "/api/network/balance?to=2020-01-01"},
		"blocs":   {"/api/network/blocs", "/api/network/blocs?layer=military", "/api/network/blocs?window=year"},
		"record":  {"/api/forecasts/record", "/api/forecasts/record?hindsight=true"}, "feeds": {"/api/feeds"}, "runs": {"/api/runs"}, "session": {"/api/session"}, "judgements": {"/api/judgements"},
		"pages": {"/", "/claims", "/outlets", "/network", "/map", "/import", "/check", "/documents", "/actors", "/forecasts", "/search?q=russia+sanctions"},
	} {
		l.add(name, "%s", paths...)
	}
	l.add("pair", "/api/pairs/%s", pairs...)
	l.add("pair context", "/api/pairs/%s/context", pairs...)
	l.add("pair page", "/pair/%s", pairs...)
	l.add("pair filtered", "/api/pairs/%s?layer=military&order=new", pairs...)
	l.add("cite", "/api/cite?title=A+pair&address=/pair/%s", pairs...)
	l.add("cite document", "/api/cite?document=%s", documents...)
	l.add("report pair", "/api/report/pair/%s?format=html", busy...)
	l.add("report actor", "/api/report/actor/%s?format=docx", actors[:20]...)
	l.add("what-if", "/api/network/whatif/%s?suppose=flip", busy...)
	l.add("forecast", "/api/pairs/%s/forecast", busy...)
	for _, p := range busy {
		a, b, _ := strings.Cut(p, "/")
		l.add("forecast if", "/api/pairs/"+p+"/forecast/whatif?add=%s", url.QueryEscape(a+" SANCTION "+b), url.QueryEscape(b+" CONSULT "+a))
	}
	l.add("actor forecast", "/api/actors/%s/forecast", actors...)
	l.add("actor", "/api/actors/%s", actors...)
	l.add("actor page", "/actor/%s", actors...)
	l.add("document", "/api/documents/%s", documents...)
	l.add("document page", "/document/%s", documents...)
	l.add("claim", "/api/claims/%s", claims...)
	l.add("claim page", "/claim/%s", claims...)
	for name, path := range map[string]string{
		"overview": "/api/overview?", "pair": "/api/pairs/" + busy[0] + "?", "pair context": "/api/pairs/" + busy[0] + "/context?", "actor": "/api/actors/" + actors[0] + "?", "claims": "/api/claims?", "outlets": "/api/outlets?",
		"portraits": "/api/outlets/portraits?", "network": "/api/network?", "balance": "/api/network/balance?", "blocs": "/api/network/blocs?", "what-if": "/api/network/whatif/" + busy[0] + "?", "blocs by year": "/api/network/blocs?window=year&",
		"documents": "/api/documents?", "search": "/api/search?q=russia+sanctions&", "queue": "/api/queue?",
	} {
		l.add(name+" of a day", path+"known=%s", days...)
	}
}

// measure asks everything that is planned, one after the other.
func (l *loader) measure() {
	for _, name := range slices.Sorted(maps.Keys(l.routes)) {
		l.Run(name, func(t *testing.T) {
			var took []time.Duration
			paths := l.routes[name]
			for len(paths) < 40 {
				paths = append(paths, paths...)
			}
			for _, path := range paths {
				took = append(took, l.ask(t, http.MethodGet, path, nil))
			}
			tell(t, name, took)
		})
	}
}

// read asks for JSON that no method of the client returns.
func (l *loader) read(path string, out any) {
	res, err := l.server.Client().Get(l.server.URL + path)
	if err == nil {
		err = json.NewDecoder(res.Body).Decode(out)
		_ = res.Body.Close()
	}
	if err != nil {
		l.Fatal(err)
	}
}

// ask sends a request and returns how long its answer took.
func (l *loader) ask(t *testing.T, method, path string, body any) time.Duration {
	t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, l.server.URL+path, bytes.NewReader(sent))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	begin := time.Now()
	res, err := l.server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	took := time.Since(begin)
	if res.StatusCode != http.StatusOK {
		t.Errorf("%s %s: %s", method, path, res.Status)
	}
	return took
}

// fit asks for the first forecast of a few days, which learns from all that was told
// before each: it is printed, not held against what a page may take.
func (l *loader) fit(t *testing.T) {
	var took []time.Duration
	for _, day := range []string{"2016-03-01", "2019-09-01", "2023-06-01"} {
		took = append(took, l.ask(t, http.MethodGet, "/api/pairs/"+l.pairs[0][0]+"/"+l.pairs[0][1]+"/forecast?known="+day, nil))
	}
	t.Logf("first forecast as known on each of %d days: %v", len(took), took)
}

// tell prints what 95 of 100 answers took, and fails where that is too long.
func tell(t *testing.T, name string, took []time.Duration) {
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	t.Logf("%-20s n %4d  p50 %8v  p95 %8v  max %8v", name, len(took), took[len(took)/2].Round(10*time.Microsecond), p95.Round(10*time.Microsecond), took[len(took)-1].Round(10*time.Microsecond))
	if most := cmp.Or(slower[name], slowest); p95 > most {
		t.Errorf("%s: p95 %v, want at most %v", name, p95, most)
	}
}

// judge stores decisions on hundreds of records at once, takes them back, and asks
// what each page then has to work out anew.
func (l *loader) judge(t *testing.T) {
	var ids []string
	for _, p := range l.pairs {
		var queue engine.QueueView
		l.read("/api/queue?limit=500&a="+p[0]+"&b="+p[1], &queue)
		for i := range queue.Items {
			ids = append(ids, queue.Items[i].Telling.Record)
		}
	}
	after := map[string][]time.Duration{}
	for i := range 20 {
		bulk := ids[i*7%max(1, len(ids)-200):][:min(200, len(ids))]
		for _, verdict := range []string{[]string{"accepted", "rejected"}[i%2], "withdrawn"} {
			var list []engine.Decision
			for _, id := range bulk {
				list = append(list, engine.Decision{Subject: id, Verdict: verdict})
			}
			after["bulk "+verdict] = append(after["bulk "+verdict], l.ask(t, http.MethodPost, "/api/judgements", map[string]any{"decisions": list}))
			for name, path := range map[string]string{
				"overview": "/api/overview", "pair": "/api/pairs/" + l.pairs[0][0] + "/" + l.pairs[0][1], "queue": "/api/queue", "portraits": "/api/outlets/portraits", "network": "/api/network",
				"balance": "/api/network/balance", "blocs": "/api/network/blocs",
			} {
				after[name+" judged"] = append(after[name+" judged"], l.ask(t, http.MethodGet, path, nil))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		tell(t, name, after[name])
	}
}

// loadTexts are news articles, filled up with pages on countries, as JSON Lines.
func loadTexts(t *testing.T, data string) fstest.MapFS {
	var out []byte
	n := 0
	for _, name := range []string{"attribution/train.jsonl.gz", "attribution/dev.jsonl.gz", "actors/factbook.jsonl.gz"} {
		f, err := os.Open(filepath.Join(data, name))
		if err != nil {
			t.Skip(err)
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(z)
		for n < loadDocuments {
			var x map[string]any
			if err := d.Decode(&x); err != nil {
				break
			}
			line := map[string]any{"title": x["title"], "outlet": x["publisher"], "date": x["date"], "text": x["text"]}
			if x["text"] == nil { // a page on a country: its words in a row
				b, _ := json.Marshal(x)
				line = map[string]any{"title": fmt.Sprint("page ", n), "outlet": "factbook", "date": "2026-05-01", "text": string(b[:min(len(b), 6000)])}
			}
			b, err := json.Marshal(line)
			if err != nil {
				t.Fatal(err)
			}
			out = append(append(out, b...), '\n')
			n++
		}
		_ = f.Close()
	}
	return fstest.MapFS{"load.jsonl": {Data: out}}
}

// madeUpRows are rows of an event table that does not exist: pairs as uneven as
// real ones (Zipf), over sixteen years.
func madeUpRows(n int) []entente.Row {
	r := rand.New(rand.NewPCG(3, 4))
	states := []entente.ActorID{"USA", "RUS", "CHN", "IRN", "ISR", "TUR", "UKR", "SYR", "IRQ", "GBR", "FRA", "DEU", "IND", "PAK", "SAU", "YEM", "EGY", "PRK", "KOR", "JPN", "AFG", "LBN", "QAT", "ARE", "POL", "HUN", "GRC", "CYP", "ARM", "AZE", "GEO", "KAZ", "UZB", "TKM", "VEN", "COL", "BRA", "ARG", "MEX", "CAN", "CUB", "NGA", "ETH", "SDN", "SSD", "LBY", "TUN", "DZA", "MAR", "ZAF"}
	for i := range 400 { // and parts of states, as event tables have them
		states = append(states, states[i%50]+entente.ActorID([]string{".MIL", ".GOV", ".REB", ".CVL", ".BUS", ".JRN", ".OPP", ".COP"}[i/50]))
	}
	z := rand.NewZipf(r, 1.15, 3, uint64(len(states)-1))
	types := []struct {
		typ   string
		layer entente.Layer
		sign  entente.Sign
		quad  int8
	}{
		{"CONSULT", entente.LayerDiplomatic, 1, 1},
		{"AGREE", entente.LayerDiplomatic, 1, 1},
		{"COOPERATE", entente.LayerMilitary, 1, 2},
		{"AID", entente.LayerFinance, 1, 2},
		{"ACCUSE", entente.LayerDiplomatic, -1, 3},
		{"THREATEN", entente.LayerMilitary, -1, 3},
		{"SANCTION", entente.LayerTrade, -1, 4},
		{"ASSAULT", entente.LayerMilitary, -1, 4},
		{"REQUEST", entente.LayerDiplomatic, 0, 1},
	}
	first := entente.NewDay(2008, 1, 1)
	out := make([]entente.Row, 0, n)
	for i := 0; len(out) < n; i++ {
		a, b := states[z.Uint64()], states[z.Uint64()]
		if a == b {
			continue
		}
		k := types[r.IntN(len(types))]
		day := first.Add(r.IntN(16 * 365))
		row := entente.Row{
			DataSet: "LOAD", Key: fmt.Sprint(i), File: "load.csv", Line: i + 1, Actor: entente.Party{Actor: a, Name: string(a)}, Recipient: entente.Party{Actor: b, Name: string(b)},
			Type: k.typ, Layer: k.layer, Sign: k.sign, Quad: k.quad, Intensity: float32(k.sign) * 4, Date: entente.Interval{From: day, To: day, Precision: entente.PrecisionDay}, Known: day, Confidence: 1,
		}
		row.Seal()
		out = append(out, row)
	}
	return out
}
