package attribution_test

import (
	"bytes"
	"strings"
	"testing"

	"entente"
	"entente/coding/attribution"
	"entente/document"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scraps are words and signs that sentences of any shape are drawn from.
var scraps = strings.Fields(`The minister said that “ ” " ‘ ’ : , . ? ! — ( ) he according to whom which asked whether Kestria will attack Voldania because
	nobody reported in a statement on Monday and I we think not n't 12 % Mr. Sorovo's denied fears plan`)

func TestAttributionsSliceTheText(t *testing.T) {
	g, err := attribution.New()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := randomText(rt)
		g.Annotate(text)
		first := text.Attributions
		for i, a := range first {
			if a.Parent >= i || a.Parent < -1 || a.Parent < 0 != (a.Depth == 1) || a.Parent >= 0 && first[a.Parent].Depth != a.Depth-1 {
				rt.Fatalf("attribution %d at depth %d has parent %d", i, a.Depth, a.Parent)
			}
			if len(a.Cue) == 0 || len(a.Content) == 0 {
				rt.Fatalf("attribution %d without cue or content: %+v", i, a)
			}
			for _, spans := range [][]entente.Span{a.Source, a.Cue, a.Content} {
				end := 0
				for _, s := range spans {
					if s.Start < end || s.Len() <= 0 || s.End > len(text.Document.Text) {
						rt.Fatalf("spans %v", spans)
					}
					end = s.End
				}
			}
		}
		g.Annotate(text)
		if diff := cmp.Diff(first, text.Attributions); diff != "" {
			rt.Fatalf("the second time: %s", diff)
		}
	})
}

// randomText makes sentences of random words, tags and trees.
func randomText(t *rapid.T) *document.Text {
	tags := []string{"VERB", "NOUN", "PROPN", "PRON", "ADP", "AUX", "PUNCT", "ADJ", "SCONJ"}
	rels := []string{"nsubj", "obj", "ccomp", "xcomp", "parataxis", "punct", "mark", "case", "acl:relcl", "conj", "obl"}
	text := &document.Text{Document: &entente.Document{}}
	for range rapid.IntRange(0, 6).Draw(t, "sentences") {
		s := document.Sentence{Paragraph: rapid.IntRange(1, 3).Draw(t, "paragraph")}
		n := rapid.IntRange(1, 25).Draw(t, "words")
		for i := range n {
			form := rapid.SampledFrom(scraps).Draw(t, "form")
			at := len(text.Document.Text)
			text.Document.Text += form + " "
			tok := document.Token{Span: entente.Span{Start: at, End: at + len(form)}, Form: form, Lemma: form, Head: i - 1, Rel: "root"}
			tok.UPOS = rapid.SampledFrom(tags).Draw(t, "tag")
			if i > 0 {
				tok.Head, tok.Rel = rapid.IntRange(0, i-1).Draw(t, "head"), rapid.SampledFrom(rels).Draw(t, "relation")
			}
			s.Tokens = append(s.Tokens, tok)
		}
		s.Span = entente.Span{Start: s.Tokens[0].Start, End: s.Tokens[n-1].End}
		text.Sentences = append(text.Sentences, s)
	}
	return text
}

func FuzzRead(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := attribution.Read(bytes.NewReader(b)); err == nil {
			g.Annotate(annotate(t, "He said so."))
		}
	})
}
