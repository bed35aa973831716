package attribution_test

import (
	"strings"
	"testing"

	"entente"
	"entente/coding/attribution"
	"entente/document"
	"entente/reading"

	"github.com/google/go-cmp/cmp"
)

func annotate(t testing.TB, paragraphs ...string) *document.Text {
	t.Helper()
	r, err := reading.New()
	if err != nil {
		t.Fatal(err)
	}
	g, err := attribution.New()
	if err != nil {
		t.Fatal(err)
	}
	text := r.Read(newDocument(paragraphs...))
	g.Annotate(text)
	return text
}

func newDocument(paragraphs ...string) *entente.Document {
	d := &entente.Document{URI: "test", Text: strings.Join(paragraphs, "\n\n"), Language: "en"}
	at := 0
	for _, p := range paragraphs {
		d.Parts = append(d.Parts, entente.Part{Kind: entente.PartBody, Span: entente.Span{Start: at, End: at + len(p)}})
		at += len(p) + 2
	}
	d.Seal("")
	return d
}

// said is an attribution in words, its fragments joined by a bar.
type said struct {
	Source, Cue, Content string
	Depth                int
}

func words(t *document.Text, spans []entente.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, t.String(s))
	}
	return strings.Join(out, "|")
}

func TestAnnotate(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []said
	}{
		{"that-clause", "The foreign minister of Kestria said that the talks had failed.",
			[]said{{"The foreign minister of Kestria", "said", "that the talks had failed", 1}}},
		{"quotation", "“We will not sign the treaty,” the president said on Monday.",
			[]said{{"the president", "said", "“We will not sign the treaty,”", 1}}},
		{"according to", "The rebels hold three towns, according to a spokesman for the army.",
			[]said{{"a spokesman for the army", "according to", "The rebels hold three towns", 1}}},
		{"passed on", "The Sorovo Post quoted experts, according to whom the bridge was closed.",
			[]said{{"The Sorovo Post", "quoted", "experts, according to whom the bridge was closed", 1}, {"whom", "according to", "the bridge was closed", 2}}},
		{"next sentence", "“They fired first,” the governor said. “We answered.”",
			[]said{{"the governor", "said", "“They fired first,”|“We answered.”", 1}}},
		{"nobody speaks", "The river rose by two metres in the night.", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := annotate(t, c.in)
			var got []said
			for _, a := range text.Attributions {
				got = append(got, said{words(text, a.Source), words(text, a.Cue), words(text, a.Content), a.Depth})
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestVoicesInsideVoices(t *testing.T) {
	text := annotate(t, "The newspaper reported that the general had said that his troops would leave the valley.")
	s := &text.Sentences[0]
	leave := -1
	for i := range s.Tokens {
		if s.Tokens[i].Form == "leave" {
			leave = i
		}
	}
	var names []string
	for _, v := range attribution.Chain(text, 0, leave) {
		names = append(names, v.Name)
	}
	if diff := cmp.Diff([]string{"The newspaper", "the general"}, names); diff != "" {
		t.Error(diff)
	}
}
