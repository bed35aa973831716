package attribution_test

import (
	"os"
	"strings"
	"testing"

	"entente"
	"entente/coding/attribution"
	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// example returns the tree of a text in testdata.
func example(t testing.TB, in string) *document.Text {
	t.Helper()
	f, err := os.Open("testdata/examples.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for text, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(text.Document.Text, in) {
			return text
		}
	}
	t.Fatalf("%q is not in testdata/examples.conllu", in)
	return nil
}

func annotate(t testing.TB, in string) *document.Text {
	t.Helper()
	g, err := attribution.New()
	if err != nil {
		t.Fatal(err)
	}
	text := example(t, in)
	g.Annotate(text)
	return text
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
		{
			"that-clause", "The foreign minister of Kestria said that the talks had failed.",
			[]said{{"The foreign minister of Kestria", "said", "that the talks had failed", 1}},
		},
		{
			"quotation", "“We will not sign the treaty,” the president said on Monday.",
			[]said{{"the president", "said", "“We will not sign the treaty,”", 1}},
		},
		{
			"according to", "The rebels hold three towns, according to a spokesman for the army.",
			[]said{{"a spokesman for the army", "according to", "The rebels hold three towns", 1}},
		},
		{
			"passed on", "The Sorovo Post quoted experts, according to whom the bridge was closed.",
			[]said{{"The Sorovo Post", "quoted", "experts, according to whom the bridge was closed", 1}, {"whom", "according to", "the bridge was closed", 2}},
		},
		{
			"next sentence", "“They fired first,” the governor said. “We answered.”",
			[]said{{"the governor", "said", "“They fired first,”|“We answered.”", 1}},
		},
		{
			"interrupted", "The drones, the Sorovo Post reported, were sold by Kestria.",
			[]said{{"the Sorovo Post", "reported", "The drones|were sold by Kestria", 1}},
		},
		{
			"interrupted by according to", "The pact, according to the envoy, will weaken Voldania.",
			[]said{{"the envoy", "according to", "The pact|will weaken Voldania", 1}},
		},
		{
			"turned round", "As correctly noted the envoy John Doe, both sides want peace.",
			[]said{{"the envoy John Doe", "As correctly noted", "both sides want peace", 1}, {"both sides", "want", "peace", 2}},
		},
		{
			"whole phrase", "Kestria insists on a reduction",
			[]said{{"Kestria", "insists on", "a reduction in both the price and the volume of imports", 1}},
		},
		{
			"only what is said", "At one stage it was",
			[]said{{"", "was understood", "that the envoy would get a cabinet post", 1}},
		},
		{
			"done meanwhile", "“Our towns were bombed",
			[]said{{"it", "said", "“Our towns were bombed and thousands fled to Marisia,”", 1}, {"it", "accused", "the army of a massacre", 1}},
		},
		{
			"aside within", "The envoy had wanted",
			[]said{
				{"the cable", "said", "The envoy had wanted the post, despite having agreed to stand down", 1},
				{"The envoy", "had wanted", "the post", 2},
				{"The envoy", "having agreed", "to stand down", 2},
			},
		},
		{
			"time of the cue", "A spokeswoman for the mayor",
			[]said{{"A spokeswoman for the mayor", "told", "that the bridge was closed", 1}},
		},
		{
			"clause about a noun", "\"This is not the outcome",
			[]said{{"the envoy of Kestria", "said", "\"This is not the outcome I had hoped for,\"", 1}},
		},
		{
			"beside what the speakers are", "The tension has cooled",
			[]said{{"the countries", "said", "they would resume talks", 1}},
		},
		{
			"with somebody saying", "The daily said there is",
			[]said{
				{
					"The daily", "said",
					"there is a consensus that only time will help, with an unnamed official saying: “Peace will be difficult as long as the president is in office.”", 1,
				},
				{"an unnamed official", "saying", "“Peace will be difficult as long as the president is in office.”", 2},
			},
		},
		{
			"according to in a clause about a noun", "The pact is important",
			[]said{{"the League of Towns", "according to", "depend on Kestria for half of their wheat", 1}},
		},
		{
			"told, according to", "“We have agreed",
			[]said{
				{"the Sorovo Post", "according to", "“We have agreed to prepare the ground,” the envoy told reporters", 1},
				{"the envoy", "told", "“We have agreed to prepare the ground,”", 2},
			},
		},
		{
			"said, another reported", "Kestria and Voldania will impose",
			[]said{
				{"the Sorovo Post", "reported", "Kestria and Voldania will impose sanctions", 1},
				{"the prime minister", "said", "Kestria and Voldania will impose sanctions", 2},
			},
		},
		{
			"citing a source", "The news agency Sorovo Press",
			[]said{
				{"The news agency Sorovo Press", "citing", "a source in the town hall", 1},
				{"The news agency Sorovo Press", "reported", "at least three dead and 31 injured on the Kestrian side", 1},
				{"a source in the town hall", "citing", "at least three dead and 31 injured on the Kestrian side", 2},
			},
		},
		{
			"whole source", "Some 300 villagers",
			[]said{{"the authorities of this border area with Voldania where the fighting was most intense", "according to", "Some 300 villagers have left", 1}},
		},
		{
			"parted by a sentence of others", "\"I made calls",
			[]said{{"he", "told", "\"I made calls and then the bridge was closed,\"", 1}},
		},
		{
			"a claim of which others think", "The villagers say 200",
			[]said{{"The villagers", "say", "200 people died in the valley", 1}},
		},
		{
			"gave no details", "The envoy said that the rebels",
			[]said{{"The envoy", "said", "that the rebels had left the town", 1}},
		},
		{
			"without elaborating", "The minister said that the rebels",
			[]said{{"The minister", "said", "that the rebels had left the town", 1}},
		},
		{
			"what is not left open", "The newspaper did not say when",
			[]said{{"The newspaper", "did not say", "when the talks took place", 1}},
		},
		{
			"whom somebody spoke to", "Some villagers our reporter",
			[]said{{"Some villagers our reporter spoke to", "said", "the raid started at night", 1}},
		},
		{
			"said on a day", "The League said on Monday",
			[]said{{"The League", "said on Monday", "corpses of soldiers had polluted the river", 1}},
		},
		{
			"courtesy", "“We would like",
			[]said{{"the envoy", "said", "“We would like to point out that this report is false,”", 1}},
		},
		{
			"only the sentence that says it", "The League said that it would",
			[]said{{"The League", "said", "that it would send wheat", 1}, {"Kestria", "believes in", "peace", 1}},
		},
		{
			"president-elect", "President-elect Roe",
			[]said{{"the Sorovo Post", "according to", "President-elect Roe's call for peace has received support", 1}},
		},
		{
			"said today", "The agency said today",
			[]said{{"The agency", "said", "it would distribute wheat", 1}},
		},
		{"when somebody spoke", "The envoy spoke just", nil},
		{"imports say nothing", "Imports from Kestria rose", nil},
		{"a war says nothing", "The war, which opposes", nil},
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

func TestHowACuePutsItsContent(t *testing.T) {
	for _, c := range []struct {
		in      string
		want    entente.Stance
		negated bool
	}{
		{"The foreign minister of Kestria said that the talks had failed.", "", false},
		{"The minister did not say that the talks had failed.", entente.StanceHedged, false},
		{"Voldania denied that its soldiers had crossed the river.", entente.StanceDenied, false},
		{"The chairman called the plan a farce.", "", false},
		{"The president of Kestria called elections on Monday.", "", false},
		{"The chairman called for talks.", entente.StanceDemanded, false},
		{"Nobody said that the talks had failed.", entente.StanceHedged, false},
		{"Kestria insisted that the blast was an accident.", "", false},
		{"Kestria insisted that Voldania leave the valley.", entente.StanceDemanded, false},
		{"The minister suggested that the envoy apply for asylum.", entente.StanceDemanded, false},
		{"Reporters asked whether the war was over.", entente.StanceHedged, false},
	} {
		text := annotate(t, c.in)
		if len(text.Attributions) != 1 {
			t.Errorf("%s: %d attributions, want 1", c.in, len(text.Attributions))
			continue
		}
		if a := text.Attributions[0]; a.Stance != c.want || a.Negated != c.negated {
			t.Errorf("%s: stance %q, negated %v, want %q, %v", c.in, a.Stance, a.Negated, c.want, c.negated)
		}
	}
}

func TestSpeakerIsTheMentionOfTheSource(t *testing.T) {
	text := example(t, "Voldania denied")
	text.Mentions = []document.Mention{{Range: document.Range{Sentence: 0, First: 0, Last: 1}, Span: text.Sentences[0].Tokens[0].Span, Head: 0, Actor: "x:voldania"}}
	g, err := attribution.New()
	if err != nil {
		t.Fatal(err)
	}
	g.Annotate(text)
	if len(text.Attributions) != 1 || text.Attributions[0].Speaker != "x:voldania" {
		t.Errorf("attributions %+v, want one of x:voldania", text.Attributions)
	}
}

func TestSpeakerOfALaterSentenceIsNamedInIt(t *testing.T) {
	text := example(t, "The forces of Kestria crossed")
	at := func(sentence, first, last, head int, kind document.MentionKind, actor entente.ActorID) document.Mention {
		tokens := text.Sentences[sentence].Tokens
		return document.Mention{
			Range: document.Range{Sentence: sentence, First: first, Last: last}, Span: entente.Span{Start: tokens[first].Span.Start, End: tokens[last-1].Span.End},
			Head: head, Kind: kind, Actor: actor,
		}
	}
	text.Mentions = []document.Mention{
		at(0, 0, 4, 1, document.MentionNominal, "KES.MIL"),
		at(0, 3, 4, 3, document.MentionName, "KES"),
		at(1, 0, 2, 1, document.MentionNominal, "x:envoy"),
	}
	g, err := attribution.New()
	if err != nil {
		t.Fatal(err)
	}
	g.Annotate(text)
	if len(text.Attributions) != 1 || text.Attributions[0].Speaker != "x:envoy" {
		t.Errorf("attributions %+v, want one of x:envoy", text.Attributions)
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
