package reading

import (
	"testing"

	"entente/document"

	"pgregory.net/rapid"
)

// A tree stays a tree, whatever its words are taken for: also where the last word is a mark
// and the clause itself.
func TestMendedTreesAreTrees(t *testing.T) {
	l, err := newLexicon()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		// "In response to raids talks stopped ." and the like, each word tagged anyhow.
		s := &document.Sentence{Tokens: []document.Token{
			{Head: 1, Rel: "case"}, {Head: -1, Rel: "root"}, {Head: 3, Rel: "case"}, {Head: 1, Rel: "nmod"}, {Head: 5, Rel: "nsubj"}, {Head: 3, Rel: "acl:relcl"}, {Head: 1, Rel: "punct"},
		}}
		s.Tokens = s.Tokens[:rapid.IntRange(6, 7).Draw(r, "words")]
		for i := range s.Tokens {
			tok := &s.Tokens[i]
			tok.Form = rapid.SampledFrom([]string{".", "word", "d'affaires", "persona", "non", "grata", "arming"}).Draw(r, "form")
			tok.Lemma = rapid.SampledFrom([]string{"give", "accuse", "say", "of", "have", "word", "until", "call", "for", "to"}).Draw(r, "lemma")
			if rapid.IntRange(0, 3).Draw(r, "relation moved") == 0 && i != 1 {
				tok.Rel = rapid.SampledFrom([]string{"nmod", "cop", "nsubj", "acl", "xcomp", "obj", "case", "conj", "mark", "cc", "ccomp", "amod", "aux", "compound", "obl:agent", "advcl"}).Draw(r, "relation")
			}
			tok.UPOS = rapid.SampledFrom([]string{"NOUN", "PUNCT", "VERB", "PROPN"}).Draw(r, "tag")
			tok.XPOS = rapid.SampledFrom([]string{"VBD", "NN", "VBN", "VBG", "VBP"}).Draw(r, "fine tag")
			if h := rapid.IntRange(0, len(s.Tokens)-1).Draw(r, "head"); i != 1 && rapid.Bool().Draw(r, "moved") && !s.Dominates(i, h) {
				tok.Head = h
			}
		}
		s.Reindex()
		l.mend(s)
		roots := 0
		for i := range s.Tokens {
			steps := 0
			for k := range s.Ancestors(i) {
				if steps++; steps > len(s.Tokens) {
					r.Fatalf("a circle over word %d at word %d: %+v", i, k, s.Tokens)
				}
			}
			if s.Tokens[i].Head < 0 {
				roots++
			}
		}
		if roots != 1 {
			r.Fatalf("%d roots: %+v", roots, s.Tokens)
		}
	})
}
