package api_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/api/client"
	"entente/engine"
	"entente/ledger/embedded"
	"entente/sample"

	"github.com/google/go-cmp/cmp"
)

// askedAnew are routes whose answers are kept, or made of what is kept.
func askedAnew() []string {
	var out []string
	for _, path := range []string{
		"/api/overview", "/api/network", "/api/network?center=XKE", "/api/network?places=true", "/api/network/balance", "/api/network/balance?layer=military",
		"/api/network/blocs", "/api/network/blocs?window=month", "/api/network/whatif/XKE/XMA?suppose=flip", "/api/network/whatif/XKE/XMA?suppose=add&weight=-3",
		"/api/pairs/XKE/XMA", "/api/pairs/XKE/XMA/context", "/api/pairs/XKE/XMA/forecast", "/api/pairs/XKE/XMA/forecast/whatif?add=XKE+SANCTION+XMA",
		"/api/actors/XKE", "/api/actors/XKE/forecast", "/api/actors", "/api/outlets", "/api/outlets/portraits", "/api/queue", "/api/queue?decided=true", "/api/claims",
		"/api/documents", "/api/judgements", "/api/report/pair/XKE/XMA?format=md", "/api/report/actor/XKE?format=md", "/api/report/actor/XVO.MIL?format=md",
	} {
		more := "&"
		if !strings.Contains(path, "?") {
			more = "?"
		}
		out = append(out, path, path+more+"known=2031-03-20", path+more+"judgements=without")
	}
	return out
}

// TestAnswersAreThoseOfAFreshServer changes what the ledger holds, here and by another
// process, and asks everything again of the server that has answered before and of
// one that has not.
func TestAnswersAreThoseOfAFreshServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	e := workplaceAt(t, path)
	records := sampleRecords(t)
	late := []*entente.Records{records[1], records[len(records)/2], records[len(records)-1]}
	other, again := openAs(t, path, "test"), openAs(t, path, "another reading")
	for _, r := range records {
		if slices.Contains(late, r) {
			continue
		}
		if _, err := other.Append(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	old := serveOver(t, e, nil)
	c := client.New(old.URL, nil)
	var queue engine.QueueView
	if _, body := fetch(t, old, "/api/queue?limit=40"); json.Unmarshal([]byte(body), &queue) != nil || len(queue.Items) < 40 {
		t.Fatalf("%d records wait, want 40: %s", len(queue.Items), body)
	}
	decide := func(from, to int, verdict string, fix map[string]string) {
		t.Helper()
		var list []engine.Decision
		for i := from; i < to; i++ {
			list = append(list, engine.Decision{Subject: queue.Items[i].Telling.Record, Verdict: verdict, Correction: fix})
		}
		if _, err := c.Judge(t.Context(), list...); err != nil {
			t.Fatal(err)
		}
	}
	for _, stage := range []struct {
		name   string
		change func()
	}{
		{"nothing was judged", func() {}},
		{"many were accepted", func() { decide(0, 20, "accepted", nil) }},
		{"many were rejected", func() { decide(10, 30, "rejected", nil) }},
		{"some were corrected", func() {
			decide(25, 40, "corrected", map[string]string{"sign": "-1", "layer": "trade", "type": "ACCUSE"})
		}},
		{"all but the last were withdrawn", func() { decide(0, 39, "withdrawn", nil) }},
		{"another process judged and imported", func() {
			seen := tag(t, old)
			j := entente.Judgement{Subject: queue.Items[3].Telling.Record, Verdict: entente.VerdictRejected, Who: "Ben", When: clock}
			if err := other.Judge(t.Context(), j); err != nil {
				t.Fatal(err)
			}
			if _, err := other.AppendRows(t.Context(), importedRows(200)); err != nil {
				t.Fatal(err)
			}
			for tag(t, old) == seen { // until the server looks at the ledger again
			}
		}},
		{"another process read documents", func() {
			seen := tag(t, old)
			if _, err := other.Append(t.Context(), late...); err != nil {
				t.Fatal(err)
			}
			for tag(t, old) == seen {
			}
		}},
		{"another process read documents anew", func() {
			seen := tag(t, old)
			var anew []*entente.Records
			for _, r := range records[:len(records)/2] {
				less := *r
				less.Events, less.Ties = r.Events[len(r.Events)/2:], r.Ties[len(r.Ties)/2:]
				anew = append(anew, &less)
			}
			if _, err := again.Append(t.Context(), anew...); err != nil {
				t.Fatal(err)
			}
			for tag(t, old) == seen {
			}
		}},
	} {
		stage.change()
		fresh := serveOver(t, workplaceAt(t, path), nil)
		for _, p := range askedAnew() {
			was, want := fetch(t, old, p)
			_, got := fetch(t, fresh, p)
			if was.StatusCode >= 500 || got != want {
				t.Errorf("%s: %s: %s (-a server that has answered before +a fresh one):\n%s", stage.name, p, was.Status, cmp.Diff(want, got))
			}
		}
	}
}

// openAs opens a ledger for a reading.
func openAs(t *testing.T, path, reading string) *embedded.Ledger {
	t.Helper()
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions(reading))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// tag is what a server says of the state of its ledger.
func tag(t *testing.T, h *httptest.Server) string {
	r, _ := fetch(t, h, "/api/judgements")
	return r.Header.Get("ETag")
}

// importedRows are rows of an invented event table.
func importedRows(n int) []entente.Row {
	states := []entente.ActorID{"XKE", "XMA", "XVO", "XVO.MIL", "XOR"}
	var out []entente.Row
	for i := range n {
		day := entente.NewDay(2030, 1, 1).Add(i * 2)
		r := entente.Row{
			DataSet: "INVENTED", Key: fmt.Sprint(i), Actor: entente.Party{Actor: states[i%5]}, Recipient: entente.Party{Actor: states[(i*2+1)%5]},
			Type: "ACCUSE", Layer: entente.LayerDiplomatic, Sign: -1, Quad: 3, Intensity: -2, Date: entente.Interval{From: day, To: day, Precision: entente.PrecisionDay}, Known: day, Confidence: 1,
		}
		if i%3 == 0 {
			r.Type, r.Sign, r.Quad, r.Intensity = "CONSULT", 1, 1, 2
		}
		if r.Actor == r.Recipient {
			continue
		}
		r.Seal()
		out = append(out, r)
	}
	return out
}

// TestReportsAreThoseOfTheLedger makes reports from what the desk holds and from the
// ledger alone.
func TestReportsAreThoseOfTheLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	e := workplaceAt(t, path)
	if _, err := e.Read(t.Context(), engine.Input{Files: sample.Files()}, nil); err != nil {
		t.Fatal(err)
	}
	other, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	if _, err := other.AppendRows(t.Context(), importedRows(300)); err != nil {
		t.Fatal(err)
	}
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	queue, err := d.Queue(t.Context(), engine.QueueFilter{PairFilter: engine.PairFilter{Limit: 30}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range queue.Items {
		x := engine.Decision{Subject: queue.Items[i].Telling.Record, Verdict: []string{"rejected", "accepted", "corrected"}[i%3]}
		if x.Verdict == "corrected" {
			x.Correction = map[string]string{"layer": "trade", "sign": "-1", "type": "ACCUSE"}
		}
		if _, err := d.Judge(t.Context(), "Ana", clock, x); err != nil {
			t.Fatal(err)
		}
	}
	for _, actors := range [][]string{{"XKE"}, {"XMA", "XKE"}, {"XVO.MIL"}, {"XOR", "XKE"}, {"Kestria"}, {"nobody at all"}, {"XKE", "XKE"}} {
		for _, o := range []engine.Scope{{}, {Unjudged: true}, {Known: entente.NewDay(2031, 3, 20)}} {
			want, wrong := e.Report(t.Context(), o, actors...)
			got, err := d.Report(t.Context(), o, actors...)
			if fmt.Sprint(wrong) != fmt.Sprint(err) {
				t.Errorf("%s, %+v: %v, of the ledger %v", actors, o, err, wrong)
			}
			a, _ := json.Marshal(want)
			b, _ := json.Marshal(got)
			if diff := cmp.Diff(string(a), string(b)); diff != "" {
				t.Errorf("%s, %+v (-of the ledger +of the desk):\n%.2000s", actors, o, diff)
			}
		}
	}
}
