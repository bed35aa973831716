package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
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

// slowest is the time below which 95 of 100 answers of each page must be.
const slowest = 100 * time.Millisecond

// TestLoad reads a thousand documents and as many made-up rows as a large event
// table has into a ledger, and measures every page. It runs where ENTENTE_LOAD
// is set and the data folder is there: it takes minutes.
func TestLoad(t *testing.T) {
	if os.Getenv("ENTENTE_LOAD") == "" {
		t.Skip("a load run: set ENTENTE_LOAD=1")
	}
	data := golddata.Path(t)
	parts := defaultParts()
	parts.Ledger = func(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
		return embedded.Open(ctx, c.Ledger, embedded.DefaultOptions("test"))
	}
	e := engine.Open(engine.Config{Ledger: filepath.Join(t.TempDir(), "ledger.db"), Workers: 1}, parts)
	t.Cleanup(func() { _ = e.Close() })
	begin := time.Now()
	report, err := e.Read(t.Context(), engine.Input{Files: loadTexts(t, data)}, nil)
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

	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	begin = time.Now()
	if err := d.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("desk loaded in %v", time.Since(begin).Round(time.Millisecond))
	pages, err := web.New(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := api.New(e, d, api.Options{Version: "test", Who: "Ana", Pages: pages, Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s)
	t.Cleanup(func() { h.Close(); s.Close() })
	measure(t, h)
}

func measure(t *testing.T, h *httptest.Server) {
	c := client.New(h.URL, nil)
	over, err := c.Overview(t.Context(), 0, client.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("overview: %d documents, %d records, %d claims, %d actors", over.Documents, over.Records, over.Claims, over.Actors)
	network, err := c.Network(t.Context(), "", 200)
	if err != nil {
		t.Fatal(err)
	}
	var pairs, actors, documents, claims []string
	r := rand.New(rand.NewPCG(1, 2))
	for _, i := range r.Perm(len(network.Ties))[:min(150, len(network.Ties))] {
		tie := network.Ties[i]
		pairs = append(pairs, "/"+network.Actors[tie.A].ID+"/"+network.Actors[tie.B].ID)
	}
	for _, p := range over.Pairs { // those with most behind them
		pairs = append(pairs, "/"+p.A.ID+"/"+p.B.ID)
	}
	for _, a := range network.Actors[:min(100, len(network.Actors))] {
		actors = append(actors, "/"+a.ID)
	}
	list, err := c.Documents(t.Context(), engine.DocumentFilter{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range r.Perm(len(list.Documents))[:150] {
		documents = append(documents, "/"+list.Documents[i].ID)
	}
	said, err := c.Claims(t.Context(), "", 150)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range said.Claims {
		claims = append(claims, "/"+x.Claim)
	}
	routes := map[string][]string{
		"overview": {"/api/overview"}, "overview page": {"/"}, "claims": {"/api/claims", "/api/claims?stance=denied"}, "outlets": {"/api/outlets"}, "portraits": {"/api/outlets/portraits"},
		"network": {"/api/network", "/api/network?center=USA", "/api/network?to=2020-01-01"}, "map": {"/api/network?limit=200"}, "queue": {"/api/queue"}, "documents": {"/api/documents"}, "actors": {"/api/actors"},
		"search": {"/api/search?q=president", "/api/search?q=russia+sanctions", "/api/search?q=who+supports+russia"}, "suggest": {"/api/suggest?q=uni", "/api/suggest?q=russia+ir"},
		"balance": {"/api/network/balance", "/api/network/balance?layer=military", "/api/network/balance?to=2020-01-01"},
		"blocs":   {"/api/network/blocs", "/api/network/blocs?layer=military", "/api/network/blocs?window=year"},
		"record":  {"/api/forecasts/record"},
	}
	for _, p := range pairs {
		routes["pair"] = append(routes["pair"], "/api/pairs"+p)
		routes["pair context"] = append(routes["pair context"], "/api/pairs"+p+"/context")
		routes["pair page"] = append(routes["pair page"], "/pair"+p)
		routes["pair filtered"] = append(routes["pair filtered"], "/api/pairs"+p+"?layer=military&order=new")
	}
	for _, p := range over.Pairs {
		routes["what-if"] = append(routes["what-if"], "/api/network/whatif/"+p.A.ID+"/"+p.B.ID+"?suppose=flip")
		routes["forecast"] = append(routes["forecast"], "/api/pairs/"+p.A.ID+"/"+p.B.ID+"/forecast")
	}
	for _, a := range actors {
		routes["actor forecast"] = append(routes["actor forecast"], "/api/actors"+a+"/forecast")
		routes["actor"] = append(routes["actor"], "/api/actors"+a)
		routes["actor page"] = append(routes["actor page"], "/actor"+a)
	}
	for _, p := range documents {
		routes["document"] = append(routes["document"], "/api/documents"+p)
		routes["document page"] = append(routes["document page"], "/document"+p)
	}
	for _, p := range claims {
		routes["claim"] = append(routes["claim"], "/api/claims"+p)
	}
	names := make([]string, 0, len(routes))
	for name := range routes {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		var took []time.Duration
		paths := routes[name]
		for len(paths) < 40 {
			paths = append(paths, paths...)
		}
		for _, path := range paths {
			begin := time.Now()
			res, err := h.Client().Get(h.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, res.Body)
			_ = res.Body.Close()
			took = append(took, time.Since(begin))
			if res.StatusCode != 200 {
				t.Errorf("%s: %s", path, res.Status)
			}
		}
		slices.Sort(took)
		p95 := took[len(took)*95/100]
		t.Logf("%-14s n %4d  p50 %8v  p95 %8v  max %8v", name, len(took), took[len(took)/2].Round(10*time.Microsecond), p95.Round(10*time.Microsecond), took[len(took)-1].Round(10*time.Microsecond))
		if p95 > slowest {
			t.Errorf("%s: p95 %v, want at most %v", name, p95, slowest)
		}
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
