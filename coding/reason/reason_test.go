package reason

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"entente"
	"entente/document"
	"entente/internal/linear"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

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
		m[x.Document.URI] = x
	}
	return m
}

func TestExamples(t *testing.T) {
	trees := examples(t)
	l := New()
	check := func(cue, relation, example string) {
		x := trees[example]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", example)
			return
		}
		var got []string
		for _, c := range l.Find(x) {
			got = append(got, c.Relation+" ["+x.String(c.Cue)+"] "+x.String(c.From.Span)+" | "+x.String(c.To.Span))
			if c.Relation == relation && (cue == "" || strings.Contains(strings.ToLower(x.String(c.Cue)), strings.Fields(cue)[0])) {
				return
			}
		}
		t.Errorf("%s: %q gives %q, want %s", cue, example, got, relation)
	}
	for f := range rows(cueTable, 5) {
		check(f[0], f[2], f[4])
	}
	for f := range rows(verbTable, 5) {
		check("", f[2], f[4])
	}
	for f := range rows(nounTable, 5) {
		check("", f[2], f[4])
	}
}

func TestPassages(t *testing.T) {
	trees := examples(t)
	tests := []struct{ text, relation, cue, from, to string }{
		{"The talks failed because the envoy left.", "cause", "because", "the envoy left", "The talks failed"},
		{"If the envoy leaves, the talks will fail.", "condition", "If", "the envoy leaves", "the talks will fail"},
		{"The talks failed because of the raid.", "cause", "because of", "the raid", "The talks failed"},
		{"The army closed the road in order to stop the rebels.", "purpose", "in order to", "The army closed the road", "stop the rebels"},
		{"The envoy left. As a result, the talks failed.", "consequence", "As a result", "The envoy left", "the talks failed"},
		{"The raid forced the envoy to leave.", "cause", "forced", "The raid", "the envoy to leave"},
		{"The envoy was ill, so the talks failed.", "consequence", "so", "The envoy was ill", "the talks failed"},
		{"The envoy was angry. So she stayed at home.", "consequence", "So", "The envoy was angry", "she stayed at home"},
		{"The envoy came, but the talks failed.", "contrast", "but", "The envoy came", "the talks failed"},
		{"The envoy left, which is why the talks failed.", "consequence", "which is why", "The envoy left", "the talks failed"},
		{"The talks failed. Because the envoy had left.", "cause", "Because", "the envoy had left", "The talks failed"},
		{"The raid has worsened the crisis.", "cause", "worsened", "The raid", "worsened the crisis"},
		{"The rebels were beaten for blocking the road.", "cause", "for", "blocking the road", "The rebels were beaten"},
		{"Clashes broke out over the law.", "cause", "over", "the law", "Clashes broke out"},
		{"According to officials, the talks failed because the envoy left.", "cause", "because", "the envoy left", "the talks failed"},
		{"Workers blocked the road, demanding higher pay.", "purpose", "demanding", "Workers blocked the road", "demanding higher pay"},
		{"Workers blocked the road, denouncing the law.", "cause", "denouncing", "denouncing the law", "Workers blocked the road"},
		{"The envoy denied the claim, denouncing the rebels.", "", "", "", ""},
		{"The envoy left the talks, calling them absurd.", "", "", "", ""},
		{"The envoy left the talks, calling for peace.", "purpose", "calling", "The envoy left the talks", "calling for peace"},
		{"The envoy spoke to reporters following the meeting.", "", "", "", ""},
		{"The talks go on amid fears of a raid.", "", "", "", ""},
		{"Gondor and Mordor hold talks over the island.", "", "", "", ""},
		{"Cars of the rebels are not allowed to cross the border.", "", "", "", ""},
		{"The envoy answered, saying that the raid was a mistake.", "", "", "", ""},
		{"The envoy accused Mordor of the raid.", "", "", "", ""},
		{"The letter comes days after the raid.", "", "", "", ""},
		{"To end the row the envoys must talk, the council said.", "", "", "", ""},
		{"So now the talks will fail.", "", "", "", ""},
		{"The envoy was angry. So now the talks will fail.", "consequence", "So", "The envoy was angry", "now the talks will fail"},
		{"A police official told the news agency by phone that shooting had gone on.", "", "", "", ""},
		{"The speech was enough to satisfy the president.", "", "", "", ""},
		{"The two sides reached an agreement to end the war.", "", "", "", ""},
		{"The curbs are a good idea even if they hurt exporters.", "contrast", "even if", "they hurt exporters", "The curbs are a good idea"},
		{"The crisis brought them to the brink of war over two uninhabited islets.", "", "", "", ""},
		{"In August the talks failed, but the envoy came.", "contrast", "but", "In August the talks failed", "the envoy came"},
		{"The aim was to see if they could keep the peace.", "", "", "", ""},
		{"With the dam due to open in May, fears of a raid have grown.", "", "", "", ""},
		{"It is a pact not to attack the rebels.", "", "", "", ""},
		{"Talks to end the war were set to resume in May.", "", "", "", ""},
		{"The envoy fears prices, which have risen since then, causing the debt to grow.", "cause", "causing", "prices, which have risen since then", "the debt to grow"},
		{"“Thousands fled to the hills,” it said Wednesday as it accused the army of a massacre.", "", "", "", ""},
		{
			"The envoys have often disagreed, but the group was in lockstep on Marisia, according to officials who took part in the talks.",
			"contrast", "but", "The envoys have often disagreed", "the group was in lockstep on Marisia",
		},
		{"Although the envoy came, the talks failed.", "contrast", "Although", "the envoy came", "the talks failed"},
		{"Ever since the envoy left, it was clear that the talks were failing.", "", "", "", ""},
		{"Kestria wants to end the blockade despite continuing opposition from Voldania.", "contrast", "despite", "continuing opposition from Voldania", "Kestria wants to end the blockade"},
		{"Kestria struggled to keep its allies because of the raid.", "cause", "because of", "the raid", "Kestria struggled to keep its allies"},
		{"Kestria threatened to refuse to extend the sanctions if Voldania did not pay.", "condition", "if", "Voldania did not pay", "refuse to extend the sanctions"},
		{"It was not clear if Kestria would come.", "", "", "", ""},
		{"Kestria halted the exports, leaving ships stranded off the coast.", "cause", "leaving", "Kestria halted the exports", "ships stranded off the coast"},
		{"As a deterrent, Kestria and Marisia signed a pact.", "", "", "", ""},
		{"The war was averted thus far by the envoys.", "", "", "", ""},
		{"The words gave way to signals.", "", "", "", ""},
		{"The concerns were set out in a list of demands.", "", "", "", ""},
		{"The dispute over the island goes on.", "", "", "", ""},
		{"Things are looking up, however, now that Voldania has a new government.", "cause", "now that", "Voldania has a new government", "Things are looking up, however"},
		{"The envoy came. As a result, the talks failed, the minister told the paper.", "consequence", "As a result", "The envoy came", "the talks failed"},
		{"As you know, Marisia stood by Kestria, despite the raid.", "contrast", "despite", "the raid", "As you know, Marisia stood by Kestria"},
		{"Rebels raised slogans in the square.", "", "", "", ""},
		{"The letter given to the king was lost.", "", "", "", ""},
		{"Kestria made a bid for the island to be included in the list.", "", "", "", ""},
		{"The rebels were jailed for two years.", "", "", "", ""},
		{"Kestria cut aid for the rebels.", "", "", "", ""},
		{"Kestria wants to stir these tensions, while Marisia wants to smooth them over.", "contrast", "while", "Marisia wants to smooth them over", "Kestria wants to stir these tensions"},
		{"The move does not make sense, especially since there is a risk of war.", "cause", "since", "there is a risk of war", "The move does not make sense"},
		{"The low point came in May, when nine Borvians were killed by commandos.", "", "", "", ""},
		{"The pilots are widely reported to have simulated raids during flights over the territory.", "", "", "", ""},
		{"The envoy came. Still, she says, the talks failed.", "contrast", "Still", "The envoy came", "the talks failed"},
		{"The envoy came. In spite of that Kestria goes ahead.", "contrast", "In spite of", "The envoy came", "Kestria goes ahead"},
		{"Marisia invaded the region as Kestria withdrew.", "", "", "", ""},
		{"It is too early to announce an end to the crisis.", "", "", "", ""},
		{"Kestria says that Borvia wants to lead and therefore is leaving its allies.", "consequence", "therefore", "Borvia wants to lead", "is leaving its allies"},
		{
			"The talks went well. The ties began to show signs of strain, however, after Borvia left.",
			"contrast", "however", "The talks went well", "The ties began to show signs of strain, however, after Borvia left",
		},
	}
	for _, test := range tests {
		x := trees[test.text]
		if x == nil {
			t.Errorf("no tree of %q", test.text)
			continue
		}
		cs := Find(x)
		if test.relation == "" && len(cs) == 0 {
			continue
		}
		if len(cs) != 1 {
			t.Errorf("%q: %d links, want 1", test.text, len(cs))
			continue
		}
		c := cs[0]
		got := []string{c.Relation, x.String(c.Cue), x.String(c.From.Span), x.String(c.To.Span)}
		if d := cmp.Diff([]string{test.relation, test.cue, test.from, test.to}, got); d != "" {
			t.Errorf("%q: %s", test.text, d)
		}
	}
}

// TestLearnedLinks: the model finds causes that no row of the tables names, and leaves
// alone what somebody does of their own will.
func TestLearnedLinks(t *testing.T) {
	trees := examples(t)
	tests := []struct{ text, want string }{
		{"Protesters took to the streets against the new law.", "cause: the new law > Protesters took to the streets"},
		{"Traffic was hit by the strike.", "cause: the strike > Traffic was hit"},
		{"The envoy read the letter in the garden.", ""},
		{"The council voted on the budget on Monday.", ""},
		{"The army launched strikes against the rebels.", ""},
	}
	for _, test := range tests {
		x := trees[test.text]
		if x == nil {
			t.Errorf("no tree of %q", test.text)
			continue
		}
		var got []string
		for _, c := range Find(x) {
			got = append(got, c.Relation+": "+x.String(c.From.Span)+" > "+x.String(c.To.Span))
		}
		if d := cmp.Diff(test.want, strings.Join(got, "; ")); d != "" {
			t.Errorf("%q: %s", test.text, d)
		}
	}
}

// TestLearn: a model learns what its lessons say and reads back as it was written.
func TestLearn(t *testing.T) {
	x := examples(t)["Clashes broke out over the law."]
	cause, effect := strings.Index(x.Document.Text, "the law"), strings.Index(x.Document.Text, "Clashes broke out")
	l := Lesson{Text: x, Gold: []Gold{{entente.Span{Start: cause, End: cause + 7}, entente.Span{Start: effect, End: effect + 17}}}}
	var files [2]bytes.Buffer
	for i := range files {
		m, err := Learn([]Lesson{l, l, l, l, l, l, l, l}, t.Logf)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two runs of training differ")
	}
	table, err := linear.Read(files[0].String(), magic)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(table)
	if err != nil {
		t.Fatal(err)
	}
	f := finder{l: New().With(m), t: x, s: &x.Sentences[0]}
	for _, e := range f.edges() {
		p, q := f.shares(&e)
		if want := x.String(e.opened) == "the law"; want != (p > 0.5) || q > 0.5 {
			t.Errorf("%s: cause %.2f, effect %.2f", x.String(e.opened), p, q)
		}
	}
}

func TestSpansAreSoundOnAnyTree(t *testing.T) {
	forms := strings.Fields("because of as a result , the envoy left forced that is why in order to protest against law if said this these factors hence however thus despite even though due given following ever since now clear whether dispute over fails , \" with")
	rels := strings.Fields("nsubj obj nmod obl case conj cc mark advcl acl acl:relcl xcomp ccomp punct fixed advmod")
	tags := strings.Fields("VERB NOUN PROPN ADP SCONJ PUNCT CCONJ PRON PART")
	rapid.Check(t, func(t *rapid.T) {
		var x document.Text
		var b strings.Builder
		for range rapid.IntRange(1, 3).Draw(t, "sentences") {
			n := rapid.IntRange(1, 12).Draw(t, "n")
			s := document.Sentence{Part: entente.PartBody}
			start := b.Len()
			root := rapid.IntRange(0, n-1).Draw(t, "root")
			for i := range n {
				w := rapid.SampledFrom(forms).Draw(t, "form")
				tok := document.Token{
					Span: entente.Span{Start: b.Len(), End: b.Len() + len(w)}, Form: w, Lemma: w,
					UPOS: rapid.SampledFrom(tags).Draw(t, "tag"), XPOS: rapid.SampledFrom([]string{"VB", "VBN", "NN", "TO", "IN"}).Draw(t, "xpos"),
					Rel: rapid.SampledFrom(rels).Draw(t, "rel"),
				}
				switch { // heads lead towards the root
				case i == root:
					tok.Head, tok.Rel = -1, "root"
				case i < root:
					tok.Head = rapid.IntRange(i+1, root).Draw(t, "head")
				default:
					tok.Head = rapid.IntRange(root, i-1).Draw(t, "head")
				}
				b.WriteString(w + " ")
				s.Tokens = append(s.Tokens, tok)
			}
			s.Span = entente.Span{Start: start, End: b.Len() - 1}
			x.Sentences = append(x.Sentences, s)
		}
		x.Document = &entente.Document{Text: b.String()}
		for _, c := range Find(&x) {
			for _, s := range []entente.Span{c.From.Span, c.To.Span, c.Cue, c.Evidence} {
				if !s.Valid(x.Document.Text) {
					t.Fatalf("%q: %+v", x.Document.Text, c)
				}
			}
			if c.From.Overlaps(c.To.Span) {
				t.Fatalf("%q: passages overlap: %+v", x.Document.Text, c)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	x := examples(b)["The army closed the road in order to stop the rebels."]
	b.ReportAllocs()
	for b.Loop() {
		Find(x)
	}
}
