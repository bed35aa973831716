package claim_test

import (
	"os"
	"strings"
	"testing"

	"entente"
	"entente/coding/attribution"
	"entente/coding/claim"
	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// example returns the annotated tree of the text in testdata that starts with in.
func example(t *testing.T, in string) *document.Text {
	t.Helper()
	f, err := os.Open("testdata/examples.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := attribution.New()
	if err != nil {
		t.Fatal(err)
	}
	for text, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(text.Document.Text, in) {
			g.Annotate(text)
			return text
		}
	}
	t.Fatalf("%q is not in testdata/examples.conllu", in)
	return nil
}

// said is what a claim says, in words.
type said struct {
	Text    string
	Voices  string
	Stance  entente.Stance
	Negated bool
}

func told(c entente.Claim) said {
	var names []string
	for _, v := range c.Chain {
		names = append(names, v.Name)
	}
	return said{c.Text, strings.Join(names, " > "), c.Stance, c.Negated}
}

func TestMake(t *testing.T) {
	for _, c := range []struct {
		in, word string
		want     said
	}{
		{"Kestria attacked", "attacked", said{"Kestria attacked Voldania", "the minister", entente.StanceAsserted, false}},
		{"Kestria may", "sign", said{"Kestria may sign the treaty", "", entente.StanceHedged, false}},
		{"Kestria may", "attend", said{"Voldania will not attend the talks", "", entente.StancePlanned, true}},
		{
			"The envoys have", "disagreed",
			said{"The envoys have often disagreed, but the group was in lockstep on Marisia", "officials who took part in the talks", entente.StanceAsserted, false},
		},
		{"Sanctions could come", "stopped", said{"\"provocations\" have not stopped", "", entente.StanceConditional, true}},
		{"The Sorovo Post", "closed", said{"the bridge was closed", "The Sorovo Post > experts", entente.StanceAsserted, false}},
	} {
		text := example(t, c.in)
		at := text.Sentences[0].TokenAt(strings.Index(text.Document.Text, c.word))
		got := claim.Make(text, 0, at)
		if diff := cmp.Diff(c.want, told(got)); diff != "" {
			t.Errorf("%s, %s:\n%s", c.in, c.word, diff)
		}
		if text.String(got.Evidence) != got.Text {
			t.Errorf("evidence %q, text %q", text.String(got.Evidence), got.Text)
		}
	}
}

func TestFromAttributionCoversSourceCueAndContent(t *testing.T) {
	text := example(t, "The Sorovo Post")
	if len(text.Attributions) != 2 {
		t.Fatalf("%d attributions, want 2", len(text.Attributions))
	}
	var got []said
	for i, a := range text.Attributions {
		c := claim.FromAttribution(text, i)
		got = append(got, told(c))
		for _, spans := range [][]entente.Span{a.Source, a.Cue, a.Content} {
			for _, s := range spans {
				if !c.Evidence.Contains(s) {
					t.Errorf("evidence %q leaves out %q", text.String(c.Evidence), text.String(s))
				}
			}
		}
	}
	want := []said{
		{"experts, according to whom the bridge was closed", "The Sorovo Post", entente.StanceAsserted, false},
		{"the bridge was closed", "The Sorovo Post > experts", entente.StanceAsserted, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTells(t *testing.T) {
	for _, c := range []struct {
		in   string
		want bool
	}{
		{"The minister said that Kestria will attack Voldania.", true},
		{"The envoy voiced the position of Kestria.", false},
		{"Voldania fears the ambitions of Kestria.", true},
		{"Nobody said that the talks had failed.", false},
	} {
		text := example(t, c.in)
		if len(text.Attributions) == 0 {
			t.Errorf("%s: no attribution", c.in)
			continue
		}
		if got := claim.Tells(text, 0); got != c.want {
			t.Errorf("%s: tells %v, want %v", c.in, got, c.want)
		}
	}
}

func TestContentIsPutByItsOwnWords(t *testing.T) {
	text := example(t, "The minister said that Kestria will attack Voldania.")
	want := said{"Kestria will attack Voldania", "The minister", entente.StancePlanned, false}
	if diff := cmp.Diff(want, told(claim.FromAttribution(text, 0))); diff != "" {
		t.Error(diff)
	}
}

func TestTellsANumberReportedWithoutAVerb(t *testing.T) {
	text := example(t, "Kestria officially reported only")
	if len(text.Attributions) != 1 || !claim.Tells(text, 0) {
		t.Errorf("%d attributions, want one that tells", len(text.Attributions))
	}
}

// TestInsideWhatIsLeftOpen takes what somebody is not said to have repeated as open.
func TestInsideWhatIsLeftOpen(t *testing.T) {
	text := example(t, "The envoy did not say whether")
	outer := &text.Attributions[0]
	text.Attributions = append(text.Attributions[:1], document.Attribution{
		Source: outer.Source, Cue: outer.Cue, Content: outer.Content, Sentence: 0, CueHead: outer.CueHead, Depth: 2, Parent: 0,
	})
	at := strings.Index(text.Document.Text, "Kestria")
	text.Attributions[1].Content = []entente.Span{{Start: at, End: at + len("Kestria")}}
	if c := claim.FromAttribution(text, 1); c.Stance != entente.StanceHedged {
		t.Errorf("stance %s, want hedged", c.Stance)
	}
}
