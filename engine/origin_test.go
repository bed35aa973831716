package engine_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"

	"github.com/google/go-cmp/cmp"
)

// story is n reprints of a wire story and two texts of their own, each of which tells
// of one attack.
func story(n int) []*entente.Records {
	const sentence = "Shells number %d fell on the village of Dorm at dawn while %s watched from the old mill by the river. "
	var out []*entente.Records
	add := func(i int, body string) {
		r := shelled(fmt.Sprintf("%03d", i), fmt.Sprintf("Outlet %d", i%3), 1+(i*7)%20, body, "", entente.StanceAsserted)
		r.Document.Title = fmt.Sprint("Report ", i)
		r.Document.Parts = []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(body)}}}
		r.Document.Seal("")
		r.Claims[0].Kind, r.Claims[0].Document, r.Claims[0].Text = entente.KindClaim, r.Document.ID, body[:6]
		r.Claims[0].Evidence = entente.Span{End: 6}
		r.Events[0].Kind, r.Events[0].Document = entente.KindEvent, r.Document.ID
		for k, id := range []entente.ActorID{"XKE", "XVO"} {
			r.Actors = append(r.Actors, entente.Actor{
				Base:  entente.Base{Kind: entente.KindActor, ID: entente.RecordID(fmt.Sprintf("a-%03d-%d", i, k)), Document: r.Document.ID, Evidence: entente.Span{End: 6}},
				Actor: id, Label: string(id), Type: entente.ActorState, Mentions: []entente.Span{{End: 6}},
			})
		}
		out = append(out, r)
	}
	for i := range n {
		var b strings.Builder
		for k := range 12 {
			if k != i%12 { // one sentence is cut out
				fmt.Fprintf(&b, sentence, k, []string{"Orr", "Venn", "Pell"}[k%3])
			}
		}
		fmt.Fprintf(&b, "Editing by desk %d.", i%50)
		add(i, b.String())
	}
	add(n, "Nobody in the valley could say on Sunday who had opened fire first, and the guards kept silent about it.")
	add(n+1, "A letter to this paper asks what the envoys were doing at the border that night, and why no one was told.")
	return out
}

// counts is what the commands and the workbench count.
type counts struct{ Read, Brief, Pair, Sources, Same, Desk, Marked, Listed int }

func TestAllAnswersCountTheSameOrigins(t *testing.T) {
	const n = 200
	docs := story(n)
	want := counts{3, 3, 3, 3, 3, 3, 3, 3}
	var first map[entente.DocumentID]string
	for round, procs := range []int{1, 4} {
		old := runtime.GOMAXPROCS(procs)
		if round == 1 {
			slices.Reverse(docs)
		}
		got, of := originsOf(t, docs)
		runtime.GOMAXPROCS(old)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("round %d: %s", round, diff)
		}
		if first == nil {
			first = of
		}
		if diff := cmp.Diff(first, of); diff != "" {
			t.Errorf("the order of reading changes what is copied:\n%s", diff)
		}
	}
}

// originsOf reads documents in their order and counts origins in every way.
func originsOf(t *testing.T, docs []*entente.Records) (counts, map[entente.DocumentID]string) {
	t.Helper()
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "l.db")
	l, err := embedded.Open(ctx, path, embedded.DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []entente.DocumentID
	for _, r := range docs {
		if _, err := l.Append(ctx, r); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Document.ID)
	}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return l, nil }})
	defer e.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var c counts
	read, err := e.BriefOf(ctx, ids)
	must(err)
	whole, err := e.Report(ctx, engine.Scope{})
	must(err)
	pair, err := e.Report(ctx, engine.Scope{}, "XKE", "XVO")
	must(err)
	sources, err := e.Sources(ctx)
	must(err)
	same, err := e.SameEvents(ctx)
	must(err)
	desk, err := e.Desk()
	must(err)
	page, err := desk.Pair(ctx, "XKE", "XVO", engine.PairFilter{})
	must(err)
	list, err := desk.Documents(ctx, engine.DocumentFilter{Limit: len(docs)})
	must(err)
	c.Read, c.Brief, c.Pair, c.Sources, c.Desk = read.Origins, whole.Origins, pair.Origins, sources.Origins, page.Origins
	for _, o := range same {
		c.Same = max(c.Same, o.Origins)
	}
	listed, err := e.Documents(ctx)
	must(err)
	for _, d := range listed {
		if d.CopyOf == "" {
			c.Listed++
		}
	}
	of := map[entente.DocumentID]string{}
	for _, p := range list.Documents {
		of[entente.DocumentID(p.ID)] = p.CopyOf
		if p.CopyOf == "" {
			c.Marked++
		}
	}
	return c, of
}
