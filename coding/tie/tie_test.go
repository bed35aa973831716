package tie

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/document"

	"pgregory.net/rapid"
)

// names are the invented countries of the examples; coding/actor does this work
// for real texts.
var names = map[string]entente.ActorID{
	"Gondor": "GON", "Gondorian": "GON", "Rohan": "ROH", "Rohirrim": "ROH", "Mordor": "MOR", "Ithilien": "ITH",
}

func mention(t *document.Text) {
	for i, s := range t.Sentences {
		for k, tok := range s.Tokens {
			if a, ok := names[tok.Form]; ok {
				t.Mentions = append(t.Mentions, document.Mention{
					Range: document.Range{Sentence: i, First: k, Last: k + 1},
					Span:  tok.Span, Head: k, Actor: a, Kind: document.MentionName,
				})
			}
		}
	}
}

// examples are the trees of the example sentences, by their text. The file is
// rebuilt as internal/trees says.
func examples(t testing.TB) map[string]*document.Text {
	t.Helper()
	f, err := os.Open("testdata/examples.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		mention(x)
		m[x.Document.URI] = x
	}
	return m
}

func TestExamplesOfFrames(t *testing.T) {
	trees := examples(t)
	c := New()
	for f := range rows(frameTable, 9) {
		x := trees[f[8]]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", f[8])
			continue
		}
		got := c.Find(x)
		found := false
		for _, g := range got {
			found = found || g.Relation == f[3] || g.Relation == f[4]
		}
		if !found {
			t.Errorf("%s: %q gives %v, want %q", f[0], f[8], show(got), f[3])
		}
	}
}

func show(cs []Candidate) []string {
	var out []string
	for _, c := range cs {
		out = append(out, fmt.Sprintf("%s %s %s %s %+d", c.A, c.Relation, c.B, c.Layer, c.Sign))
	}
	return out
}

func TestExamplesOfRelations(t *testing.T) {
	trees := examples(t)
	c := New()
	check := func(example, want string) {
		x := trees[example]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", example)
			return
		}
		got := c.Find(x)
		for _, g := range got {
			if strings.HasPrefix(g.Relation, want) || strings.HasSuffix(g.Relation, want) {
				return
			}
		}
		t.Errorf("%q gives %v, want %q", example, show(got), want)
	}
	for f := range rows(relationTable, 5) {
		check(f[4], f[1])
	}
	for f := range rows(trendTable, 5) {
		check(f[4], "("+f[3]+")")
	}
	check("Relations between Gondor and Mordor began to sour.", "(getting worse)")
	check("The relations between Gondor and Mordor have grown strained.", "(tense)")
	check("The rift between Gondor and Mordor deepened.", "(getting worse)")
	check("Relations between Gondor and Mordor are at a new low.", "(getting worse)")
}

// Words that only look like those of a frame tell of no tie.
func TestLookalikes(t *testing.T) {
	trees := examples(t)
	for _, text := range []string{
		"Some strategies used by Gondor in relation to Rohan are mentioned.",
		"Gondor hosted the council amid tensions with Rohan.",
		"Gondor should strong-arm Rohan into a deal.",
		"Gondor received machine gun and rocket fire from Mordor.",
	} {
		if x := trees[text]; x == nil {
			t.Errorf("no tree of %q: rebuild testdata", text)
		} else if got := Find(x); len(got) > 0 {
			t.Errorf("%q gives %v", text, show(got))
		}
	}
}

// What the words take as there stands whatever is planned of it; what is yet to be
// made does not. Those who wage a war together are not at war with each other.
func TestGiven(t *testing.T) {
	trees := examples(t)
	for _, tt := range []struct{ text, want string }{
		{"Gondor plans to end the war between Rohan and Mordor.", "ROH is at war with MOR given"},
		{"Gondor wants to forge the alliance of Rohan and Ithilien.", "ROH is allied ITH"},
		{"Gondor hopes for an alliance between Rohan and Ithilien.", "ROH is allied ITH"},
		{"Mordor could be a danger for Gondorian troops in Rohan.", "MOR is seen as a threat by GON; GON has forces in ROH given"},
		{"Gondor plans to deploy Gondorian troops in Rohan.", "GON has forces in ROH"},
		{"Gondor called on Rohan to back Ithilien.", "ROH backs ITH"},
		{"Gondor plans to patrol its border with Mordor.", "GON borders MOR given"},
		{"Gondor considers Rohan an ally of Mordor.", "ROH is allied MOR"},
		{"Fighting broke out between Gondor and Mordor, a realm backed by Rohan.", "ROH backs MOR"},
		{"The army of Gondor's ally Rohan left.", "ROH is allied GON given"},
		{"Gondor, backed by Rohan, and Mordor met.", "ROH backs GON"},
		{"Gondor plans to deepen its ties with Rohan.", "GON has relations with (improving) ROH"},
		{"Gondor and Rohan are looking to deepen their ties with Ithilien.", "ROH has relations with (improving) ITH; GON has relations with (improving) ITH"},
		{"Gondor and Mordor have for years been embroiled in a dispute.", "GON is in dispute with MOR"},
		{"Gondor watched the alliance between Rohan and Ithilien with concern.", "ROH is allied ITH given"},
		{"Gondor is locked in a dispute with Mordor.", "GON is in dispute with MOR"},
		{"Rohan and Mordor, which is backed by Gondor, met.", "GON backs MOR"},
		{"Gondor made an appeal for Rohan to stop backing Mordor.", "ROH does not back MOR"},
		{"Gondor asked for Rohirrim troops in Mordor.", "ROH has forces in MOR"},
		{"Gondor asked the Rohirrim troops in Mordor to leave.", "ROH has forces in MOR given"},
		{"The raid marked the end of friendly relations between Gondor and Mordor.", "GON has relations with (ended) MOR given"},
		{"The raid ended a history of cooperation between Gondor and Mordor.", "GON cooperates with (severed) MOR"},
		{"Gondor and Rohan are at odds with Mordor.", "GON is in dispute with MOR; ROH is in dispute with MOR"},
		{"Gondor and Rohan built walls for their war with Mordor.", "ROH is at war with MOR given; GON is at war with MOR given"},
	} {
		x := trees[tt.text]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", tt.text)
			continue
		}
		var got []string
		for _, c := range Find(x) {
			s := fmt.Sprintf("%s %s %s", c.A, c.Relation, c.B)
			if c.Given {
				s += " given"
			}
			got = append(got, s)
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("%q gives %q, want %q", tt.text, got, tt.want)
		}
	}
}

// Of a state and its army, which one phrase names, the army is armed.
func TestOrgansGoBeforeTheirStates(t *testing.T) {
	x := examples(t)["Rohan armed the Gondorian army."]
	if x == nil {
		t.Fatal("no tree: rebuild testdata")
	}
	s := &x.Sentences[0]
	x.Mentions = append(x.Mentions, document.Mention{
		Range: document.Range{First: 2, Last: 5}, Span: entente.Span{Start: s.Tokens[2].Start, End: s.Tokens[4].End}, Head: 4, Actor: "GON.MIL", Kind: document.MentionNominal,
	})
	if got := Find(x); len(got) != 1 || got[0].B != "GON.MIL" {
		t.Errorf("%v", show(got))
	}
}

// A parser often hangs the second party on the name of the first.
func TestHungTooLow(t *testing.T) {
	x := *examples(t)["Relations of Rohan with Gondor resemble a river."]
	x.Sentences = slices.Clone(x.Sentences)
	s := &x.Sentences[0]
	s.Tokens = slices.Clone(s.Tokens)
	for _, head := range []int{0, 2} { // on "Relations", on "Rohan"
		s.Tokens[4].Head = head
		s.Reindex()
		if got := Find(&x); len(got) != 1 || got[0].A != "ROH" || got[0].B != "GON" {
			t.Errorf("on token %d: %v", head, show(got))
		}
	}
}

func TestSpansAndActors(t *testing.T) {
	for text, x := range examples(t) {
		for _, c := range Find(x) {
			if c.A == c.B || c.A == "" || c.B == "" {
				t.Errorf("%q: %s with %s", text, c.A, c.B)
			}
			if !c.Span.Valid(x.Document.Text) || !c.Trigger.Valid(x.Document.Text) || !c.Span.Contains(c.Trigger) {
				t.Errorf("%q: span %v trigger %v", text, c.Span, c.Trigger)
			}
			if len(c.Mentions) != 2 || names[c.Mentions[0].Of(x.Document.Text)] != c.A {
				t.Errorf("%q: mentions %v", text, c.Mentions)
			}
		}
	}
}

func TestNoPanicOnAnyTree(t *testing.T) {
	lemmas := []string{"supply", "relation", "of", "with", "be", "not", "refuse", "border", "have", "threat", "import", "origin"}
	rels := []string{"nsubj", "obj", "nmod", "obl", "case", "conj", "cc", "amod", "compound", "acl", "acl:relcl", "xcomp", "advcl", "punct", "appos"}
	tags := []string{"VERB", "NOUN", "PROPN", "ADP", "ADJ", "PUNCT", "CCONJ", "SYM", "PRON"}
	rapid.Check(t, func(t *rapid.T) {
		x := tree(t, lemmas, rels, tags)
		x.Mentions = nil
		for i := range x.Sentences[0].Tokens {
			if rapid.Bool().Draw(t, "named") {
				x.Mentions = append(x.Mentions, document.Mention{
					Range: document.Range{First: i, Last: i + 1}, Span: x.Sentences[0].Tokens[i].Span,
					Head: i, Actor: entente.ActorID(rapid.SampledFrom([]string{"GON", "ROH", "GON.GOV"}).Draw(t, "actor")),
				})
			}
		}
		for _, c := range Find(x) {
			if !c.Span.Valid(x.Document.Text) || c.A == c.B {
				t.Fatalf("%+v", c)
			}
		}
	})
}

// tree draws a sentence whose heads make a tree.
func tree(t *rapid.T, lemmas, rels, tags []string) *document.Text {
	n := rapid.IntRange(1, 14).Draw(t, "n")
	var b strings.Builder
	s := document.Sentence{Part: entente.PartBody}
	for i := range n {
		l := rapid.SampledFrom(lemmas).Draw(t, "lemma")
		tok := document.Token{
			Span: entente.Span{Start: b.Len(), End: b.Len() + len(l)}, Form: l, Lemma: l,
			UPOS: rapid.SampledFrom(tags).Draw(t, "tag"), XPOS: rapid.SampledFrom([]string{"VB", "VBN", "VBD", "NN", "NNS"}).Draw(t, "xpos"),
			Rel: rapid.SampledFrom(rels).Draw(t, "rel"), Head: -1,
		}
		if i > 0 {
			tok.Head = rapid.IntRange(0, i-1).Draw(t, "head")
		} else {
			tok.Rel = "root"
		}
		b.WriteString(l + " ")
		s.Tokens = append(s.Tokens, tok)
	}
	// Any token may be the root: turn the tree over half of the time.
	if rapid.Bool().Draw(t, "mirror") {
		for i := range s.Tokens {
			if h := s.Tokens[i].Head; h >= 0 {
				s.Tokens[i].Head = n - 1 - h
			}
		}
		for i, k := 0, n-1; i < k; i, k = i+1, k-1 {
			a, c := &s.Tokens[i], &s.Tokens[k]
			a.Head, c.Head, a.Rel, c.Rel = c.Head, a.Head, c.Rel, a.Rel
		}
	}
	text := strings.TrimSpace(b.String())
	s.Span = entente.Span{End: len(text)}
	return &document.Text{Document: &entente.Document{Text: text}, Sentences: []document.Sentence{s}}
}

func BenchmarkFind(b *testing.B) {
	trees := examples(b)
	x := trees["Gondor's hostility towards Mordor"]
	for _, text := range []string{"Rohan and Gondor share the same faith."} {
		x = trees[text]
	}
	if x == nil {
		b.Skip("no tree")
	}
	b.ReportAllocs()
	for b.Loop() {
		Find(x)
	}
}
