package reading

import (
	"slices"
	"testing"

	"entente/document"

	"pgregory.net/rapid"
)

// drawn are sentences from which others are drawn, word by word; what is empty is always.
var drawn = [][]document.Token{
	{ // "In response to raids talks stopped ."
		{Head: 1, Rel: "case"}, {Head: -1, Rel: "root"}, {Head: 3, Rel: "case"}, {Head: 1, Rel: "nmod"}, {Head: 5, Rel: "nsubj"}, {Head: 3, Rel: "acl:relcl"}, {Head: 1, Rel: "punct"},
	},
	{ // "men accused of arming and training rebels"
		{Head: -1, Rel: "root"}, {Lemma: "accuse", XPOS: "VBN", Head: 0, Rel: "acl"}, {Lemma: "of", Head: 3, Rel: "case"}, {Form: "arming", Head: 1, Rel: "obl"}, {Head: 5, Rel: "cc"}, {XPOS: "VBG", Head: 1, Rel: "conj"}, {Head: 5, Rel: "obj"},
	},
	{ // "accused arming men of arming and training"
		{Lemma: "accuse", Head: -1, Rel: "root"}, {Head: 2, Rel: "amod"}, {Head: 0, Rel: "obj"}, {Lemma: "of", Head: 4, Rel: "case"}, {Form: "arming", Head: 0, Rel: "obl"}, {Head: 6, Rel: "cc"}, {XPOS: "VBG", Head: 4, Rel: "conj"},
	},
	{ // "the Gondori Foreign Minister Denethor stopped Rohan ."
		{Head: 1, Rel: "det"}, {Form: "Gondori", UPOS: "PROPN", Head: 5, Rel: "nsubj"}, {Form: "Foreign", UPOS: "PROPN", Head: 1, Rel: "flat"}, {Form: "Minister", UPOS: "PROPN", Head: 1, Rel: "flat"}, {UPOS: "PROPN", Head: 1, Rel: "flat"}, {Head: -1, Rel: "root"}, {Head: 5, Rel: "obj"}, {Head: 5, Rel: "punct"},
	},
	{ // "Gondor declared the envoy persona non grata ."
		{Head: 1, Rel: "nsubj"}, {Head: -1, Rel: "root"}, {Head: 3, Rel: "det"}, {Head: 4, Rel: "nmod:desc"}, {Form: "persona", Head: 1, Rel: "obj"}, {Form: "non", Head: 4, Rel: "flat"}, {Form: "grata", Head: 4, Rel: "flat"}, {Head: 1, Rel: "punct"},
	},
	{ // "Gondor has now frozen relations with Rohan ."
		{Head: 4, Rel: "nsubj"}, {Lemma: "have", Head: 4, Rel: "aux"}, {Head: 3, Rel: "advmod"}, {XPOS: "VBN", Head: 4, Rel: "amod"}, {UPOS: "NOUN", Head: -1, Rel: "root"}, {Head: 6, Rel: "case"}, {Head: 4, Rel: "nmod"}, {Head: 4, Rel: "punct"},
	},
	{ // "Gondor , meanwhile , alleged Rohan fired rockets"
		{Head: 6, Rel: "nsubj"}, {Form: ",", Head: 2, Rel: "punct"}, {Head: 6, Rel: "advmod"}, {Form: ",", Head: 2, Rel: "punct"}, {Lemma: "say", XPOS: "VBD", Head: 5, Rel: "amod"}, {UPOS: "PROPN", Head: 6, Rel: "nsubj"}, {UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"}, {Head: 6, Rel: "obj"},
	},
	{ // "First of all Gondor wants peace"
		{Form: "First", Head: 4, Rel: "advmod"}, {Lemma: "of", Head: 3, Rel: "case"}, {Lemma: "all", Head: 3, Rel: "det"}, {Head: 0, Rel: "obl"}, {UPOS: "VERB", Head: -1, Rel: "root"}, {Head: 4, Rel: "obj"},
	},
	{ // "Gondor left talks in Arnor until Rohan shows goodwill"
		{Head: 1, Rel: "nsubj"}, {Head: -1, Rel: "root"}, {Head: 1, Rel: "obj"}, {Head: 4, Rel: "case"}, {Head: 1, Rel: "obl"}, {Lemma: "until", Head: 6, Rel: "case"}, {UPOS: "PROPN", Head: 4, Rel: "nmod"}, {XPOS: "VBP", Head: 1, Rel: "advcl"}, {Head: 7, Rel: "obj"},
	},
	{ // "Gondor , Shire , Rohan cut ties"
		{UPOS: "PROPN", Head: 5, Rel: "nsubj"}, {Form: ",", Head: 2, Rel: "punct"}, {UPOS: "PROPN", Head: 5, Rel: "nsubj"}, {Form: ",", Head: 4, Rel: "punct"}, {UPOS: "PROPN", Head: 2, Rel: "conj"}, {Head: -1, Rel: "root"}, {Head: 5, Rel: "obj"},
	},
	{ // "Gondor offers aid to impoverished Rohan now"
		{Head: 1, Rel: "nsubj"}, {Head: -1, Rel: "root"}, {Head: 1, Rel: "obj"}, {Lemma: "to", Head: 4, Rel: "mark"}, {XPOS: "VBN", Head: 2, Rel: "acl"}, {Head: 4, Rel: "obj"}, {Head: 4, Rel: "advmod"},
	},
	{ // "Gondor fought rebels , and Rohan accusing it warned"
		{Head: 1, Rel: "nsubj"}, {XPOS: "VBD", Head: 7, Rel: "ccomp"}, {Head: 1, Rel: "obj"}, {Form: ",", Head: 5, Rel: "punct"}, {Head: 5, Rel: "cc"}, {Head: 1, Rel: "nsubj"}, {XPOS: "VBG", Head: 1, Rel: "advcl"}, {XPOS: "VBD", Head: -1, Rel: "root"},
	},
	{ // "Gondor met Denethor and his envoy Theoden"
		{Head: 1, Rel: "nsubj"}, {Head: -1, Rel: "root"}, {Head: 1, Rel: "obj"}, {Head: 5, Rel: "cc"}, {Head: 5, Rel: "nmod:poss"}, {Lemma: "envoy", XPOS: "NN", Head: 2, Rel: "conj"}, {UPOS: "PROPN", Head: 2, Rel: "conj"},
	},
	{ // "Theoden accused Mordor of lies"
		{XPOS: "NNP", Head: 1, Rel: "amod"}, {UPOS: "VERB", XPOS: "VBN", Head: -1, Rel: "root"}, {Head: 1, Rel: "obj"}, {Head: 4, Rel: "case"}, {Head: 1, Rel: "obl"},
	},
	{ // "Gondor signed in November two treaties"
		{Head: 1, Rel: "nsubj:pass"}, {UPOS: "VERB", XPOS: "VBN", Head: -1, Rel: "root"}, {Lemma: "in", Head: 5, Rel: "case"}, {Form: "November", UPOS: "PROPN", Head: 5, Rel: "nmod"}, {Head: 5, Rel: "nummod"}, {UPOS: "NOUN", Head: 1, Rel: "obl"},
	},
	{ // "Gondor said Arnor answers if Mordor attacks and accused Rohan"
		{Head: 1, Rel: "nsubj"}, {Lemma: "say", UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"}, {Head: 3, Rel: "nsubj"}, {Head: 1, Rel: "ccomp"}, {Lemma: "if", Head: 6, Rel: "mark"}, {Head: 6, Rel: "nsubj"}, {XPOS: "VBZ", Head: 3, Rel: "advcl"}, {Head: 8, Rel: "cc"}, {Lemma: "accuse", UPOS: "VERB", XPOS: "VBD", Head: 6, Rel: "conj"}, {Head: 8, Rel: "obj"},
	},
	{ // "talks opened after rulers of Gondor have forged pacts"
		{Head: 1, Rel: "nsubj"}, {Head: -1, Rel: "root"}, {Lemma: "after", Head: 3, Rel: "case"}, {Head: 7, Rel: "obl"}, {Head: 5, Rel: "case"}, {Head: 3, Rel: "nmod"}, {XPOS: "VBP", Head: 7, Rel: "aux"}, {UPOS: "VERB", XPOS: "VBN", Head: 1, Rel: "advcl"}, {Head: 7, Rel: "obj"},
	},
	{ // "Gondor reiterated calls for Rohan to go"
		{Head: 1, Rel: "nsubj"}, {Head: -1, Rel: "root"}, {Lemma: "call", UPOS: "NOUN", Head: 1, Rel: "obj"}, {Lemma: "for", Head: 4, Rel: "case"}, {Head: 2, Rel: "nmod"}, {Lemma: "to", Head: 6, Rel: "mark"}, {UPOS: "VERB", Head: 1, Rel: "advcl"},
	},
	{ // "Gondor offered to help and sent envoys"
		{Head: 1, Rel: "nsubj"}, {UPOS: "VERB", XPOS: "VBD", Head: -1, Rel: "root"}, {Head: 3, Rel: "mark"}, {XPOS: "VB", Head: 1, Rel: "xcomp"}, {Head: 5, Rel: "cc"}, {XPOS: "VBD", Head: 3, Rel: "conj"}, {Head: 5, Rel: "obj"},
	},
	{ // "he condemned Rohan , which was hit , and closed roads"
		{Head: 1, Rel: "nsubj"}, {XPOS: "VBD", Head: -1, Rel: "root"}, {Head: 1, Rel: "obj"}, {Form: ",", Head: 6, Rel: "punct"}, {Head: 6, Rel: "nsubj:pass"}, {Head: 6, Rel: "aux:pass"}, {Head: 2, Rel: "acl:relcl"}, {Form: ",", Head: 9, Rel: "punct"}, {Head: 9, Rel: "cc"}, {XPOS: "VBD", Head: 6, Rel: "conj"}, {Head: 9, Rel: "obj"},
	},
}

// A tree stays a tree, whatever its words are taken for: also where the last word is a mark
// and the clause itself.
func TestMendedTreesAreTrees(t *testing.T) {
	l, err := newLexicon()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		s := &document.Sentence{Tokens: slices.Clone(rapid.SampledFrom(drawn).Draw(r, "sentence"))}
		if n := len(s.Tokens) - 1; rapid.Bool().Draw(r, "last left out") && !slices.ContainsFunc(s.Tokens[:n], func(t document.Token) bool { return t.Head == n }) {
			s.Tokens = s.Tokens[:n]
		}
		root := slices.IndexFunc(s.Tokens, func(t document.Token) bool { return t.Head < 0 })
		for i := range s.Tokens {
			tok := &s.Tokens[i]
			if tok.Form == "" || rapid.IntRange(0, 3).Draw(r, "another form") == 0 {
				tok.Form = rapid.SampledFrom([]string{".", ",", "word", "d'affaires", "persona", "non", "grata", "arming", "Gondori", "emir", "de", "facto", "November"}).Draw(r, "form")
			}
			if tok.Lemma == "" || rapid.IntRange(0, 3).Draw(r, "another lemma") == 0 {
				tok.Lemma = rapid.SampledFrom([]string{"give", "accuse", "say", "of", "have", "word", "until", "after", "call", "for", "to", "in", "if"}).Draw(r, "lemma")
			}
			if rapid.IntRange(0, 3).Draw(r, "relation moved") == 0 && i != root {
				tok.Rel = rapid.SampledFrom([]string{"nmod", "cop", "nsubj", "acl", "xcomp", "obj", "case", "conj", "mark", "cc", "ccomp", "amod", "aux", "compound", "obl:agent", "flat", "advmod", "aux:pass"}).Draw(r, "relation")
			}
			if tok.UPOS == "" || rapid.IntRange(0, 3).Draw(r, "another tag") == 0 {
				tok.UPOS = rapid.SampledFrom([]string{"NOUN", "PUNCT", "VERB", "PROPN"}).Draw(r, "tag")
			}
			if tok.XPOS == "" || rapid.IntRange(0, 3).Draw(r, "another fine tag") == 0 {
				tok.XPOS = rapid.SampledFrom([]string{"VBD", "NN", "VBN", "VBG", "VBP"}).Draw(r, "fine tag")
			}
			if h := rapid.IntRange(0, len(s.Tokens)-1).Draw(r, "head"); i != root && rapid.Bool().Draw(r, "moved") && !s.Dominates(i, h) {
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
