package ledger_test

import (
	"strings"
	"testing"

	"entente"
	"entente/ledger"
)

// sheet makes a document of parts, "kind: text" each.
func sheet(parts ...string) *entente.Document {
	d := &entente.Document{}
	for _, p := range parts {
		kind, text, _ := strings.Cut(p, ": ")
		d.Parts = append(d.Parts, entente.Part{Kind: entente.PartKind(kind), Span: entente.Span{Start: len(d.Text), End: len(d.Text) + len(text)}})
		d.Text += text + "\n"
	}
	return d
}

func TestWordsTellCopies(t *testing.T) {
	one := sheet("title: River pact", "body: Rohan and Arnor signed", "body: a pact about the river, said Łęcki.")
	tests := []struct {
		name  string
		other *entente.Document
		copy  bool
	}{
		{"another title, byline and layout", sheet("title: PACT", "byline: By A. Scribe", "body: Rohan and Arnor signed a pact about the river, said Łęcki."), true},
		{"capitals, marks and spaces", sheet("body: ROHAN and Arnor -- signed", "body: a pact about “the  river” said Łęcki!"), true},
		{"letters put together otherwise", sheet("body: Rohan and Arnor signed a pact about the river, said Łe\u0328cki."), true},
		{"another number of words", sheet("body: Rohan and Arnor signed a pact about the river."), false},
		{"the same words elsewhere", sheet("body: Rohan and Arnor signed", "related: a pact about the river, said Łęcki."), false},
		{"no parts, all body", &entente.Document{Text: "Rohan and Arnor signed a pact about the river, said Łęcki."}, true},
	}
	for _, tt := range tests {
		if got := ledger.Words(one) == ledger.Words(tt.other); got != tt.copy {
			t.Errorf("%s: %q and %q, want copy %v", tt.name, ledger.Words(one), ledger.Words(tt.other), tt.copy)
		}
	}
}

func TestFewWordsAreNoCopy(t *testing.T) {
	if w := ledger.Words(sheet("title: A long title of more than eight words in all", "body: Photo gallery")); w != "" {
		t.Errorf("got %q", w)
	}
}
