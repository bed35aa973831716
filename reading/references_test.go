package reading

import (
	"strings"
	"testing"

	"entente"
	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// TestReferences asks what words stand for: "word=word it refers to", in order.
func TestReferences(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"person by the sentence before", "Aldo Brennan met the envoy. He said the talks had failed.", "He=Aldo"},
		{"gender", "Mary Brennan met David Kelm. She thanked him.", "She=Mary him=David"},
		{"nothing", "It seems that the talks failed.", ""},
		{"speaker named behind, and in the next quotation", "\"I am not afraid,\" Aldo Brennan said. \"My party will win.\"", "I=Aldo My=Aldo"},
		{"last name alone", "Aldo Brennan spoke to voters. Later Brennan left.", "Brennan=Aldo"},
		{"owner in its own clause", "Officials said the company would cut its staff.", "its=company"},
		{"noun told again", "A company bought the port. The company paid a million dollars.", "company=company"},
	}
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		x := r.Read(newsText(tt.text))
		var got []string
		for _, ref := range x.References {
			got = append(got, x.Sentences[ref.Sentence].Tokens[ref.Token].Form+"="+x.Sentences[ref.ToSentence].Tokens[ref.ToToken].Form)
		}
		if d := cmp.Diff(tt.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

func newsText(text string) *entente.Document {
	d := &entente.Document{Text: text, Language: "en", Parts: []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(text)}}}}
	d.Seal("")
	return d
}

// TestReferencesInOrder: references stand in the order of their words, each word has
// one at most, and both ends lie in the text.
func TestReferencesInOrder(t *testing.T) {
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	x := r.Read(newsText(strings.Repeat("Mary Brennan met David Kelm. \"I trust him,\" she said. They left the town, which had lost its port. It rained. ", 30)))
	last := document.Reference{Sentence: -1}
	for _, ref := range x.References {
		if ref.Sentence < last.Sentence || ref.Sentence == last.Sentence && ref.Token <= last.Token {
			t.Fatalf("%+v stands behind %+v", ref, last)
		}
		if ref.ToToken >= len(x.Sentences[ref.ToSentence].Tokens) || ref.Sure <= 0 || ref.Sure > 1 {
			t.Fatalf("%+v", ref)
		}
		last = ref
	}
	if len(x.References) < 60 {
		t.Errorf("%d references, want 60 and more", len(x.References))
	}
}
