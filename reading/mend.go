package reading

import (
	"slices"
	"strings"

	"entente/document"
)

// mend gives a sentence its main clause where the parser read it as a clause of a phrase
// before it, for want of a comma: "In response to the raid the talks were stopped" is no
// raid that was stopped. Such a sentence has a phrase with a preposition as its root, ends
// in a full stop, and has its only finite clause, without a relative pronoun, behind
// the phrase.
func mend(s *document.Sentence) {
	root := s.Root()
	if root < 0 || s.Tokens[root].UPOS == "VERB" || s.Tokens[root].UPOS == "AUX" || s.Child(root, "cop", "nsubj", "expl") >= 0 {
		return
	}
	c := s.Child(root, "case")
	last := &s.Tokens[len(s.Tokens)-1]
	if c < 0 || c > root || last.Form != "." && last.UPOS == "PUNCT" {
		return
	}
	main := -1
	for i := range s.Tokens {
		if s.Tokens[i].Rel != "acl:relcl" {
			continue
		}
		if main >= 0 {
			return
		}
		main = i
	}
	if main < 0 || s.Tokens[main].UPOS == "PUNCT" || !isBareClause(s, main) {
		return
	}
	first, _ := s.Subtree(main)
	for k := s.Tokens[main].Head; k != root; k = s.Tokens[k].Head { // nothing of the phrase stands behind
		if _, end := s.Subtree(k); end < first {
			return
		}
	}
	s.Tokens[main].Head, s.Tokens[main].Rel = -1, "root"
	s.Tokens[root].Head, s.Tokens[root].Rel = main, "obl"
	if last.UPOS == "PUNCT" {
		last.Head = main
	}
	s.Reindex()
}

// isBareClause reports a finite clause with a subject right at its start and no relative
// pronoun.
func isBareClause(s *document.Sentence, i int) bool {
	n := s.Child(i, "nsubj", "nsubj:pass", "expl")
	if n < 0 || n > i {
		return false
	}
	first, _ := s.Subtree(i)
	begin, _ := s.Subtree(n)
	finite := slices.ContainsFunc(s.Children(i), func(c int32) bool {
		t := &s.Tokens[c]
		return (t.Rel == "aux" || t.Rel == "aux:pass" || t.Rel == "cop") && t.XPOS != "VB" && t.XPOS != "VBG" && t.XPOS != "VBN"
	}) || s.Tokens[i].XPOS == "VBD" || s.Tokens[i].XPOS == "VBZ" || s.Tokens[i].XPOS == "VBP"
	return finite && begin == first && s.Child(i, "mark") < 0 && !strings.HasPrefix(s.Tokens[n].XPOS, "W")
}
