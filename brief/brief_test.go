package brief_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"entente"
	"entente/brief"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func makeBrief(t *testing.T, actors ...entente.ActorID) *brief.Brief {
	t.Helper()
	b, err := brief.Make(brief.Slice(reporting(t)...), brief.Options{Actors: actors})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (go test ./brief -update rewrites it):\n%s", name, diff)
	}
}

func TestBriefsReadAsInTheGoldenFiles(t *testing.T) {
	quotes := brief.DefaultView()
	quotes.Quotes = true
	tests := []struct {
		name   string
		actors []entente.ActorID
		view   brief.View
	}{
		{"all", nil, brief.DefaultView()},
		{"one", ids("GON"), brief.DefaultView()},
		{"pair", ids("ROH", "MOR"), quotes},
	}
	for _, tt := range tests {
		b := makeBrief(t, tt.actors...)
		var md, html, js, short bytes.Buffer
		for _, err := range []error{brief.Markdown(&md, b, tt.view), brief.HTML(&html, b, tt.view), brief.JSON(&js, b), brief.Short(&short, b)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		golden(t, tt.name+".md", md.Bytes())
		golden(t, tt.name+".html", html.Bytes())
		golden(t, tt.name+".json", js.Bytes())
		golden(t, tt.name+".txt", short.Bytes())
	}
}

// Every citation anywhere in a brief must slice the document it names.
func TestEveryCitationResolves(t *testing.T) {
	docs := map[entente.DocumentID]*entente.Document{}
	for _, r := range reporting(t) {
		docs[r.Document.ID] = &r.Document
	}
	n := 0
	walk(reflect.ValueOf(makeBrief(t)), func(c brief.Citation) {
		n++
		d := docs[c.Document]
		if d == nil || !c.Span.Valid(d.Text) || d.Paragraph(c.Span.Start) != c.Paragraph || c.Paragraph == 0 {
			t.Errorf("citation %+v does not resolve", c)
		}
		if c.Quote == "" {
			t.Errorf("citation %+v has no sentence", c)
		}
	})
	if n < 10 {
		t.Errorf("only %d citations were found", n)
	}
}

func walk(v reflect.Value, visit func(brief.Citation)) {
	switch v.Kind() {
	case reflect.Pointer:
		walk(v.Elem(), visit)
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Struct:
		if c, ok := v.Interface().(brief.Citation); ok {
			visit(c)
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), visit)
			}
		}
	}
}

func TestDeniedIsNotCountedAsDone(t *testing.T) {
	b, err := brief.Make(brief.Slice(denial(t).r), brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := b.Pairs[0].Layers[0]
	if l.Plus != 0 || l.Minus != 0 || l.Open != 1 {
		t.Errorf("a denied attack counts as +%d -%d (%d open), want open only", l.Plus, l.Minus, l.Open)
	}
}

func TestCopyIsNoSecondOrigin(t *testing.T) {
	b := makeBrief(t)
	if b.Origins != 2 || len(b.Documents) != 3 || b.Documents[1].CopyOf != 1 {
		t.Errorf("%d origins of %d documents, document 2 copies %d", b.Origins, len(b.Documents), b.Documents[1].CopyOf)
	}
	for _, p := range b.Pairs {
		for _, l := range p.Layers {
			for _, s := range l.Statements {
				if s.Relation == "supplies" && (s.Voices != 1 || s.Origins != 1 || s.Documents != 2) {
					t.Errorf("copied statement: %d voices, %d origins, %d documents; want 1, 1, 2", s.Voices, s.Origins, s.Documents)
				}
			}
		}
	}
}

// Whoever does not look whom a single document copies, and tells it in short, leaves a
// word out of citations and nothing else.
func TestACopyAloneIsCalledOneInCitationsOnly(t *testing.T) {
	for _, r := range reporting(t) {
		var told [2]string
		for i, of := range []entente.DocumentID{"", "d-elsewhere"} {
			r.Document.CopyOf = of
			b, err := brief.Make(brief.Slice(r), brief.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var short bytes.Buffer
			if err := brief.Short(&short, b); err != nil {
				t.Fatal(err)
			}
			told[i] = strings.ReplaceAll(short.String(), " copy]", "]")
		}
		if diff := cmp.Diff(told[0], told[1]); diff != "" {
			t.Errorf("%s (-as it is +as a copy):\n%s", r.Document.Title, diff)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	b := makeBrief(t)
	var md, html bytes.Buffer
	if err := errors.Join(brief.Markdown(&md, b, brief.View{Quotes: true}), brief.HTML(&html, b, brief.View{Quotes: true})); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<b>", "k](http"} {
		if strings.Contains(md.String(), bad) {
			t.Errorf("the Markdown holds %q", bad)
		}
	}
	if strings.Contains(html.String(), "<script") || strings.Contains(html.String(), "Thenwa <b>") {
		t.Error("the page holds markup from a document")
	}
}

func TestTerminalControlsAreDropped(t *testing.T) {
	a := newArticle(t, "North\x1b[31m One", "Gondor\u202e meets Rohan\x07", entente.NewDay(2031, 3, 4), "Gondor met Rohan.")
	b, err := brief.Make(brief.Slice(a.r), brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := brief.Markdown(&out, b, brief.DefaultView()); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out.String(), "\x1b\x07\u202e") {
		t.Errorf("a control character came through: %q", out.String())
	}
}

func TestRecordWithoutResolvableEvidenceIsLeftOut(t *testing.T) {
	a := newArticle(t, "North One", "Gondor met Rohan", entente.NewDay(2031, 3, 4), "Gondor met Rohan.")
	c := a.claim("Gondor met Rohan", entente.StanceAsserted)
	e := a.event(c, "CONSULT", "", entente.LayerDiplomatic, 1, ids("GON"), ids("ROH"))
	e.Evidence = entente.Span{Start: 10, End: 9999}
	b, err := brief.Make(brief.Slice(a.r), brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Pairs) != 0 {
		t.Errorf("a record outside its text is shown: %+v", b.Pairs)
	}
}

func TestNothingReadMakesAPlainBrief(t *testing.T) {
	b, err := brief.Make(brief.Slice(), brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var md, html, short bytes.Buffer
	if err := errors.Join(brief.Markdown(&md, b, brief.DefaultView()), brief.HTML(&html, b, brief.DefaultView()), brief.Short(&short, b)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(md.String(), "Nothing is told") {
		t.Errorf("got %q", md.String())
	}
}

func TestOrderDependsOnNothingButTheMaterial(t *testing.T) {
	var first bytes.Buffer
	if err := brief.JSON(&first, makeBrief(t)); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		var again bytes.Buffer
		if err := brief.JSON(&again, makeBrief(t)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first.String(), again.String()); diff != "" {
			t.Fatal(diff)
		}
	}
}

func BenchmarkMake(b *testing.B) {
	records := reporting(&testing.T{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := brief.Make(brief.Slice(records...), brief.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestEventTablesAreToldApart(t *testing.T) {
	on := entente.NewDay(2031, 3, 4)
	tables := &brief.Tables{}
	row := entente.Row{
		DataSet: "ICEWS", Key: "17", File: "my_tables/a_1.tab", Line: 9, Type: "ASSAULT", Quad: 4, Date: entente.Interval{From: on}, Outlet: "North One",
		Actor: entente.Party{Actor: "KES.MIL", Name: "Army <b>"}, Recipient: entente.Party{Actor: "VOL"}, Deaths: &entente.Range{Low: 1, Best: 2, High: 5},
	}
	o, ok := row.Observation()
	if !ok {
		t.Fatal("the row is no observation")
	}
	tables.Add(&o)
	tables.Latest = []entente.Row{row}
	b := &brief.Brief{Tables: tables}
	var md, page strings.Builder
	if err := errors.Join(brief.Markdown(&md, b, brief.View{Limit: 5}), brief.HTML(&page, b, brief.View{Limit: 5})); err != nil {
		t.Fatal(err)
	}
	if got := md.String(); !strings.Contains(got, "my_tables/a_1.tab:9") {
		t.Errorf("the path cannot be copied from:\n%s", got)
	}
	for _, want := range []string{"## In event tables", "1 row: ICEWS 1", "2031: 1 deed of conflict", "assault, 2 deaths (1 to 5), by North One", "[ICEWS 17, my_tables/a_1.tab:9]"} {
		if !strings.Contains(strings.ReplaceAll(md.String(), `\`, ""), want) {
			t.Errorf("no %q in:\n%s", want, md.String())
		}
	}
	if !strings.Contains(page.String(), "Army &lt;b&gt;") || !strings.Contains(page.String(), "2031: 1 deed of conflict") {
		t.Errorf("the page does not tell of tables, or lets their markup through:\n%s", page.String())
	}
}

func TestDocumentInAnotherLanguageIsSaidToBeUnread(t *testing.T) {
	french := &entente.Records{Document: entente.Document{URI: "fr.txt", Language: "fr", Genre: entente.GenreUnknown, Text: "La France soutient son voisin."}}
	french.Document.Seal("")
	b, err := brief.Make(func(yield func(*entente.Records, error) bool) { yield(french, nil) }, brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var md, short strings.Builder
	if err := errors.Join(brief.Markdown(&md, b, brief.View{}), brief.Short(&short, b)); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{md.String(), short.String()} {
		if !strings.Contains(s, "1 document, 1 not in English and not read (fr)") {
			t.Errorf("the brief does not say that it was not read:\n%s", s)
		}
	}
	if !strings.Contains(md.String(), "1. fr.txt. Not in English (fr) and not read") {
		t.Errorf("the list of documents does not say so:\n%s", md.String())
	}
}

func TestOriginsCountOnceWhereverTheyStand(t *testing.T) {
	document := func(id, of entente.DocumentID) *entente.Records {
		return &entente.Records{Document: entente.Document{ID: id, CopyOf: of}}
	}
	b, err := brief.Make(brief.Slice(
		document("d-3", "d-1"), document("d-2", "d-1"), document("d-1", ""), // the origin comes last
		document("d-5", "d-9"), document("d-6", "d-9"), // copies of one that is not here
	), brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if b.Origins != 2 || b.Documents[0].CopyOf != 3 || !b.Documents[4].Copied {
		t.Errorf("%d origins of %+v", b.Origins, b.Documents)
	}
}

// A pronoun that stands for nobody known is no speaker of its own, and speakers without a name come
// last; what a speaker says is told once, with the documents that tell it and the longest of its words.
func TestSpeakers(t *testing.T) {
	said := "He says that Gondor left. He says that Rohan left. Faramir says that Gondor met Rohan on Tuesday."
	var made []*entente.Records
	for _, outlet := range []string{"North One", "South Two"} {
		a := newArticle(t, outlet, "Gondor and Rohan", entente.NewDay(2031, 3, 4), said, outlet)
		he, faramir := entente.Voice{Name: "He"}, entente.Voice{Name: "Faramir"}
		a.claim("Gondor left", entente.StanceAsserted, he)
		a.claim("Rohan left", entente.StanceAsserted, he)
		a.claim("Gondor met Rohan", entente.StanceAsserted, faramir)
		a.claim("Gondor met Rohan on Tuesday", entente.StanceAsserted, faramir)
		a.claim("met Rohan", entente.StanceAsserted, faramir)
		made = append(made, a.r)
	}
	b, err := brief.Make(brief.Slice(made...), brief.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range b.Speakers {
		for _, c := range s.Claims {
			got = append(got, fmt.Sprintf("%s: %s (%d)", s.Name, c.Words, len(c.Citations)))
		}
	}
	want := []string{
		"Faramir: Gondor met Rohan on Tuesday (2)",
		"somebody not named: Gondor left (2)", "somebody not named: Rohan left (2)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
