// Package ledgertest is the suite that every ledger passes. It runs random
// operations on a ledger and on Model, which keeps everything in slices and is
// obviously right, and compares what they answer; and it tests what a model
// cannot show: batches that fail, cancelled work, several at once. Start with
// Run.
package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"entente"
	"entente/ledger"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Place is where a ledger lies. Calling it opens the ledger there for a program
// of the given reading; it may be opened several times at once. It ends the test
// where it cannot be opened.
type Place func(reading string) ledger.Ledger

// Run tests a kind of ledger. A call of fresh gives an empty place.
func Run(t *testing.T, fresh func(t *testing.T) Place) {
	for _, tt := range []struct {
		name string
		test func(t *testing.T, open Place)
	}{
		{"an empty ledger answers", testEmpty},
		{"a batch is stored whole or not at all", testWhole},
		{"a cancelled batch leaves nothing", testCancelled},
		{"a listing is complete while documents are added", testListing},
		{"a listing may be left early", testLeave},
		{"what is new is listed in order of arrival", testAfter},
		{"what is new is listed whole while documents are added", testAfterAtOnce},
		{"appends at once agree", testAtOnce},
		{"one opening sees what another appends", testTwo},
		{"a snippet holds the word", testSnippet},
		{"judgements are kept in order", testJudgements},
		{"rows are stored once and counted right", testRows},
		{"what is derived is kept until documents come", testDerived},
		{"what is derived is whole while documents come", testDerivedAtOnce},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, fresh(t)) })
	}
	t.Run("random operations agree with the model", func(t *testing.T) {
		rapid.Check(t, func(r *rapid.T) { testRandom(r, fresh(t)) })
	})
}

// testRandom runs random operations on the ledger and the model.
func testRandom(t *rapid.T, open Place) {
	ctx := t.Context()
	m := NewModel("reading one")
	l := open("reading one")
	defer func() { _ = l.Close() }()
	docs := rapid.SliceOfN(Document(), 1, 6).Draw(t, "documents")
	for range rapid.IntRange(1, 8).Draw(t, "operations") {
		switch rapid.SampledFrom([]string{"append", "append", "append", "rows", "rows", "reopen", "ask"}).Draw(t, "operation") {
		case "append":
			var batch []*entente.Records
			for _, d := range rapid.SliceOfN(rapid.SampledFrom(docs), 0, 4).Draw(t, "batch") {
				batch = append(batch, Records(d).Draw(t, "records"))
			}
			want := m.Append(batch...)
			got, err := l.Append(ctx, batch...)
			if err != nil {
				t.Fatalf("Append: %v", err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("Append's receipt (-want +got):\n%s", diff)
			}
		case "rows":
			batch := rapid.SliceOfN(Row(), 0, 4).Draw(t, "rows")
			want := m.AppendRows(batch)
			got, err := l.AppendRows(ctx, batch)
			if err != nil || got != want {
				t.Fatalf("AppendRows = %+v, %v, want %+v", got, err, want)
			}
		case "reopen":
			if err := l.Close(); err != nil {
				t.Fatalf("Close: %v", err)
			}
			m.Reading = rapid.SampledFrom([]string{"reading one", "reading two"}).Draw(t, "reading")
			l = open(m.Reading)
		case "ask":
			Compare(t, m, l, Query().Draw(t, "query"), rapid.SampledFrom(searches).Draw(t, "search"))
			CompareRows(t, m, l, slice().Draw(t, "slice"), rapid.SampledFrom(windows).Draw(t, "window"))
			compareAfter(t, m, l, rapid.IntRange(0, len(m.turns)+1).Draw(t, "after"))
		}
	}
	compareAfter(t, m, l, 0)
	Compare(t, m, l, ledger.Query{}, searches[0])
	CompareRows(t, m, l, ledger.Slice{}, ledger.Window{})
}

func testEmpty(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	if _, err := l.Document(t.Context(), "d-none"); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("Document of an empty ledger: %v, want ErrNotFound", err)
	}
	if r, err := l.Append(t.Context()); err != nil || r != (ledger.Receipt{}) {
		t.Errorf("Append of nothing = %+v, %v", r, err)
	}
	Compare(t, NewModel("r"), l, ledger.Query{}, "velk")
	for range l.Search(t.Context(), `"" * - AND (`, 5) {
		t.Error("a search without words found something")
	}
}

func testWhole(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	unsealed := Numbered(2)
	unsealed.Document.ID = ""
	changed := Numbered(3)
	changed.Document.Text += "!"
	for _, bad := range []*entente.Records{unsealed, changed} {
		if _, err := l.Append(t.Context(), Numbered(1), bad); err == nil {
			t.Error("a document that was not sealed, or changed afterwards, was stored")
		}
		if has, err := l.Has(t.Context(), Numbered(1).Document.ID); has || err != nil {
			t.Errorf("half of a batch was stored: %v, %v", has, err)
		}
	}
}

func testCancelled(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Append(ctx, Numbered(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("Append with a cancelled context: %v", err)
	}
	if has, err := l.Has(t.Context(), Numbered(1).Document.ID); has || err != nil {
		t.Errorf("a cancelled batch was stored: %v, %v", has, err)
	}
	for _, err := range l.Material(ctx, ledger.Query{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Material with a cancelled context: %v", err)
		}
	}
}

func testListing(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	const n = 600
	var batch []*entente.Records
	for i := range n {
		batch = append(batch, Numbered(i))
	}
	if _, err := l.Append(t.Context(), batch...); err != nil {
		t.Fatal(err)
	}
	seen, more := map[entente.DocumentID]int{}, n
	for d, err := range l.Documents(t.Context(), ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[d.ID]++; len(seen)%100 == 0 {
			if _, err := l.Append(t.Context(), Numbered(more)); err != nil {
				t.Fatal(err)
			}
			more++
		}
	}
	for _, r := range batch {
		if seen[r.Document.ID] != 1 {
			t.Errorf("%s was listed %d times", r.Document.ID, seen[r.Document.ID])
		}
	}
}

func testLeave(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	if _, err := l.Append(t.Context(), Numbered(1), Numbered(2)); err != nil {
		t.Fatal(err)
	}
	for range l.Documents(t.Context(), ledger.Query{}) {
		break
	}
	for range l.DocumentsAfter(t.Context(), 0) {
		break
	}
	for range l.Material(t.Context(), ledger.Query{}) {
		break
	}
	for range l.Search(t.Context(), "velk", 10) {
		break
	}
	for range l.Actors(t.Context()) {
		break
	}
	if _, err := l.Append(t.Context(), Numbered(3)); err != nil {
		t.Errorf("Append after listings that were left early: %v", err)
	}
}

func testAtOnce(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	const each, workers = 20, 4
	m := NewModel("r")
	for i := range each {
		m.Append(Numbered(i))
	}
	receipts := make([]ledger.Receipt, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range each {
				// Every worker appends every document, each from another place.
				r, err := l.Append(t.Context(), Numbered((i+w*5)%each))
				if err != nil {
					t.Error(err)
				}
				receipts[w].Added += r.Added
				receipts[w].Known += r.Known
				for range l.Documents(t.Context(), ledger.Query{}) {
					break
				}
			}
		})
	}
	wg.Wait()
	var sum ledger.Receipt
	for _, r := range receipts {
		sum.Added += r.Added
		sum.Known += r.Known
	}
	if want := (ledger.Receipt{Added: each, Known: each * (workers - 1)}); sum != want {
		t.Errorf("%d workers appending the same documents: %+v, want %+v", workers, sum, want)
	}
	Compare(t, m, l, ledger.Query{}, "velk")
}

func testTwo(t *testing.T, open Place) {
	one, two := open("r"), open("r")
	defer closing(t, one)
	defer closing(t, two)
	m := NewModel("r")
	for i := range 5 {
		for _, l := range []ledger.Ledger{one, two} {
			want := m.Append(Numbered(i))
			got, err := l.Append(t.Context(), Numbered(i))
			if err != nil || got != want {
				t.Fatalf("Append = %+v, %v, want %+v", got, err, want)
			}
		}
		Compare(t, m, one, ledger.Query{}, "velk")
		Compare(t, m, two, ledger.Query{}, "velk")
	}
}

func testSnippet(t *testing.T, open Place) {
	l := open("r")
	defer closing(t, l)
	if _, err := l.Append(t.Context(), Numbered(7)); err != nil {
		t.Fatal(err)
	}
	n := 0
	for h, err := range l.Search(t.Context(), "paragraph7", 10) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if !contains(h.Snippet, "paragraph7") || len(h.Snippet) > 400 {
			t.Errorf("a hit for %q shows %q", "paragraph7", h.Snippet)
		}
	}
	if n == 0 {
		t.Error("nothing was found")
	}
}

func closing(t *testing.T, l ledger.Ledger) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// Numbered returns the records of a document of a number, the same ones for the
// same number: a paragraph of its own, an event, a tie and a claim.
func Numbered(n int) *entente.Records {
	text := fmt.Sprintf("Title %d\n\nParagraph%d: velk brok %d tarn, the guild of Arnor met the envoys of Rohan about dorm %d.", n, n, n, n)
	title := len(fmt.Sprintf("Title %d", n))
	d := entente.Document{
		URI: fmt.Sprintf("folder/%d.txt", n), Title: fmt.Sprintf("Title %d", n), Outlet: "The Courier", Text: text, Language: "en",
		Published: entente.NewDay(2031, 1, 1+n%400), Sentences: 2,
		Parts: []entente.Part{
			{Kind: entente.PartTitle, Span: entente.Span{End: title}},
			{Kind: entente.PartBody, Span: entente.Span{Start: title + 2, End: len(text)}},
		},
	}
	d.Seal("")
	base := func(kind entente.Kind) entente.Base {
		at := d.Parts[1].Span
		return entente.Base{Kind: kind, ID: entente.NewRecordID(kind, d.ID, at), Document: d.ID, Evidence: at}
	}
	a, b := entente.ActorID("ARN"), entente.ActorID("ROH.GOV")
	claim := entente.Claim{Base: base(entente.KindClaim), Text: d.Parts[1].Of(text), Stance: entente.StanceAsserted}
	return &entente.Records{
		Document: d,
		Actors: []entente.Actor{
			{Base: base(entente.KindActor), Actor: a, Label: "Arnor", Type: entente.ActorState, Mentions: []entente.Span{d.Parts[1].Span}},
			{Base: base(entente.KindActor), Actor: b, Label: "government of Rohan", Type: entente.ActorGovernment, Mentions: []entente.Span{d.Parts[1].Span}},
		},
		Claims: []entente.Claim{claim},
		Events: []entente.Event{{
			Base: base(entente.KindEvent), Claim: claim.ID, Actor: []entente.ActorID{a}, Recipient: []entente.ActorID{b},
			Type: "CONSULT", Quad: 1, Intensity: 1.9, Layer: entente.LayerDiplomatic, Sign: 1, Confidence: 0.9,
		}},
		Ties: []entente.Tie{{Base: base(entente.KindTie), Claim: claim.ID, A: a, B: b, Layer: entente.LayerTrade, Sign: 1, Relation: "trades", Confidence: 0.8}},
	}
}
