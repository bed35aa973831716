package attribution

import (
	"strings"

	"entente"
	"entente/document"
)

// speaker returns the actor that word i of a source stands for: of the mention of
// which it is the head, else of one that covers it. A relative pronoun stands for
// the noun that its clause is about.
func (v *view) speaker(i int) entente.ActorID {
	sentence, head := int(v.words[i].sentence), int(v.words[i].token)
	if n := antecedent(&v.t.Sentences[sentence], head); n >= 0 {
		head = n
	}
	var found entente.ActorID
	for k := range v.t.Mentions {
		m := &v.t.Mentions[k]
		if m.Sentence != sentence || m.Modifier || m.Actor == "" || head < m.First || head >= m.Last {
			continue
		}
		if m.Head == head {
			return m.Actor
		}
		if found == "" {
			found = m.Actor
		}
	}
	return found
}

// antecedent returns the noun that a relative pronoun stands for, or -1.
func antecedent(s *document.Sentence, i int) int {
	switch strings.ToLower(s.Tokens[i].Form) {
	case "who", "whom", "which", "that":
	default:
		return -1
	}
	for x := i; x >= 0; x = s.Tokens[x].Head {
		if s.Tokens[x].Rel == "acl:relcl" {
			return s.Tokens[x].Head
		}
	}
	for x := i - 1; x >= max(0, i-5); x-- { // "experts, according to whom"
		if u := s.Tokens[x].UPOS; u == "NOUN" || u == "PROPN" {
			return x
		}
	}
	return -1
}

// cueStance tells how a cue puts its content: by its lemma, and by what negates
// it. Not to believe or want something is to believe or want that it is not so;
// not to say or deny it leaves it open.
func cueStance(s *document.Sentence, cue int) (stance entente.Stance, negated bool) {
	stance = cueStances()[strings.ToLower(s.Tokens[cue].Lemma)]
	for _, c := range s.Children(cue) {
		if l := strings.ToLower(s.Tokens[c].Lemma); s.Tokens[c].Rel == "advmod" && (l == "not" || l == "never" || l == "n't" || l == "n’t") {
			negated = true
		}
	}
	if !negated {
		return stance, false
	}
	switch stance {
	case entente.StanceBelieved, entente.StancePlanned, entente.StanceDemanded:
		return stance, true
	}
	return entente.StanceHedged, false
}
