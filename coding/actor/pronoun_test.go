package actor

import (
	"os"
	"strings"
	"testing"

	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// A pronoun has the actor its reference leads to if that is sure and of its kind; "it"
// and "they" without one that of their sentence's subject. The trees are rebuilt by
// go run ./internal/trees from the texts below.
func TestWhomPronounsMean(t *testing.T) {
	d, err := Load("invented", strings.NewReader(inventedNations))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Dictionaries: []*Dictionary{d}})
	if err != nil {
		t.Fatal(err)
	}
	type link struct {
		word, to string // forms, the first in the text
		sure     float32
		joint    bool
	}
	tests := []struct {
		name, text string
		links      []link
		want       string // "pronoun=actor" of each pronoun's mention
	}{
		{"sure", "Aldo Brennan met the envoy. He left.", []link{{"He", "Aldo", 0.9, false}}, "He=x:aldo-brennan"},
		{"from subject to subject", "Aldo Brennan met the envoy. He left.", []link{{"He", "Aldo", 0.5, false}}, "He=x:aldo-brennan"},
		{"not sure enough", "Aldo Brennan met the envoy. He left.", []link{{"He", "Aldo", 0.4, false}}, "He="},
		{"no person by the sentence alone", "Aldo Brennan met the envoy. He left.", nil, "He="},
		{"the only person among its subjects", "Aldo Brennan said he left.", nil, "he=x:aldo-brennan"},
		{"a reference speaks against the person", "The envoy spoke. Aldo Brennan said he left.", []link{{"he", "envoy", 0.45, false}}, "he="},
		{"not of its kind", "Aldo Brennan met the envoy. He left.", []link{{"He", "envoy", 0.9, false}}, "He="},
		{"subject of its sentence", "Kestria said it had signed the treaty.", nil, "it=XKE"},
		{"subject, if a reference agrees", "Kestria said it had signed the treaty.", []link{{"it", "Kestria", 0.45, false}}, "it=XKE"},
		{"a subject whose owner an unsure reference means", "Kestria's army said it had sunk two boats.", []link{{"it", "Kestria", 0.45, false}}, "it=XKE.MIL"},
		{"a reference speaks against the subject", "The storm hit the coast. Kestria said it had sunk two boats.", []link{{"it", "storm", 0.45, false}}, "it="},
		{
			"both", "Kestria and Voldania signed a treaty. They withdrew their troops.",
			[]link{{"They", "Kestria", 0.9, true}, {"their", "They", 0.9, false}},
			"They=XKE They=XVO their=XKE their=XVO",
		},
		{"harm done to who tells of it", "Kestria said Voldania shelled its towns.", []link{{"its", "Voldania", 0.9, false}}, "its=XKE"},
		{"harm done to who blames for it", "Kestria accused Voldania of violating its airspace.", nil, "its=XKE"},
		{"no harm", "Kestria said Voldania moved its troops.", nil, "its=XVO"},
		{
			"the first of joined nouns", "The hostility of Kestria towards Voldania and its dependence on Marisia grew.",
			[]link{{"its", "Voldania", 0.9, false}},
			"its=XKE",
		},
		{
			"subject of the nearest clause", "Mira Kelm said that Aldo Brennan sold his boat.",
			nil, "his=x:aldo-brennan",
		},
		{"no subject attacks its own", "Kestria said Voldania attacked its troops.", []link{{"its", "Voldania", 0.9, false}}, "its=XKE"},
		{"but where the text says so", "Kestria said Voldania attacked its own troops.", nil, "its=XVO"},
		{
			"somebody else was the subject since", "Aldo Brennan met voters. Ivo Sand met farmers. He left.",
			[]link{{"He", "Aldo", 0.9, false}},
			"He=",
		},
		{"the subject of the sentence before", "Mira Kelm resigned. Aldo Brennan met voters on Sunday. He urged Kestria to sign.", []link{{"He", "Aldo", 0.5, false}}, "He=x:aldo-brennan"},
		{"the only person of two sentences", "Voters met Aldo Brennan. The talks will go on. He urged Kestria to sign.", nil, "He=x:aldo-brennan"},
		{"no state is a he", "Aldo Brennan met voters in Voldania. He urged Kestria to sign.", []link{{"He", "Voldania", 0.5, false}}, "He=x:aldo-brennan"},
		{"another person of two sentences", "Voters met Aldo Brennan and Ivo Sand. The talks will go on. He urged Kestria to sign.", nil, "He="},
		{"one who is not named", "Aldo Brennan met voters with a gunman. He urged Kestria to sign.", nil, "He="},
		{"a reference speaks against the only person", "Aldo Brennan met voters. The storm went on. He urged Kestria to sign.", []link{{"He", "storm", 0.5, false}}, "He="},
		{"within a quotation", "Aldo Brennan met voters. \"He urged Kestria to sign,\" the Guild said.", nil, "He="},
		{"whose words they were", "Aldo Brennan's plan was signed. He urged Kestria to sign.", nil, "He="},
		{"to whom the subject before belongs", "Aldo Brennan's anger is growing. In May he left.", nil, "he=x:aldo-brennan"},
		{"not whose aide it is", "Aldo Brennan's aide spoke. In May he left.", nil, "he="},
		{"nor where somebody else is named", "Aldo Brennan's anger at Ivo Sand is growing. In May he left.", nil, "he="},
		{"speaker named behind", "\"I will not sign the treaty,\" Aldo Brennan said.", []link{{"I", "Aldo", 0.9, false}}, "I=x:aldo-brennan"},
	}
	f, err := os.Open("testdata/pronouns.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	texts := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		texts[x.Document.URI] = x
	}
	for _, tt := range tests {
		x := texts[tt.text]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", tt.text)
			continue
		}
		x.Names, x.References = personsIn(x, []string{"Aldo Brennan", "Mira Kelm", "Ivo Sand"}), nil
		for _, l := range tt.links {
			a, b := placeOf(x, l.word), placeOf(x, l.to)
			x.References = append(x.References, document.Reference{Sentence: a[0], Token: a[1], ToSentence: b[0], ToToken: b[1], Sure: l.sure, Joint: l.joint})
		}
		r.Annotate(x)
		var got []string
		for _, m := range x.Mentions {
			if m.Kind == document.MentionPronoun {
				got = append(got, x.String(m.Span)+"="+string(m.Actor))
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// placeOf returns sentence and token of the first word of a form.
func placeOf(x *document.Text, form string) [2]int {
	for i := range x.Sentences {
		for k := range x.Sentences[i].Tokens {
			if x.Sentences[i].Tokens[k].Form == form {
				return [2]int{i, k}
			}
		}
	}
	return [2]int{}
}
