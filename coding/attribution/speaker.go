package attribution

import (
	"slices"
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
	mentions := v.t.MentionsIn(sentence)
	for k := range mentions {
		m := &mentions[k]
		if m.Modifier || m.Actor == "" || head < m.First || head >= m.Last {
			continue
		}
		if m.Head == head {
			return v.titled(m)
		}
		if found == "" {
			found = m.Actor
		}
	}
	return found
}

// titled returns the actor of a mention, or of the person who stands right behind a
// place that its office is of: "President of Kestria John Doe", "ambassador in Sorovo
// Jane Roe".
func (v *view) titled(m *document.Mention) entente.ActorID {
	s := &v.t.Sentences[m.Sentence]
	if m.Kind != document.MentionNominal || !strings.HasPrefix(s.Tokens[m.Head].XPOS, "NN") || strings.HasSuffix(s.Tokens[m.Head].XPOS, "S") {
		return m.Actor
	}
	mentions := v.t.MentionsIn(m.Sentence)
	for j := range mentions {
		p := &mentions[j]
		if p.First < m.Last+2 || p.First > m.Last+4 || p.Last-p.First < 2 || p.Kind != document.MentionName {
			continue
		}
		a := v.t.Actors[p.Actor]
		if a == nil || a.Type != entente.ActorPerson || s.Tokens[p.First-1].UPOS != "PROPN" {
			continue
		}
		if u := s.Tokens[m.Last]; u.UPOS == "ADP" {
			return p.Actor
		}
	}
	return m.Actor
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
	lemma := strings.ToLower(s.Tokens[cue].Lemma)
	stance = cueStances()[lemma]
	for _, c := range s.Children(cue) {
		if l := strings.ToLower(s.Tokens[c].Lemma); s.Tokens[c].Rel == "advmod" && (l == "not" || l == "never" || l == "n't" || l == "n’t") {
			negated = true
		}
	}
	if u := s.Child(cue, "nsubj", "nsubj:pass"); u >= 0 && nobody(s, u) {
		return entente.StanceHedged, false // what nobody says is open
	}
	if c := s.Child(cue, "ccomp"); c > cue && (lemma == "insist" || lemma == "suggest") {
		switch bare := s.IsSubjunctive(c); {
		case bare && lemma == "suggest":
			stance = entente.StanceDemanded
		case !bare && lemma == "insist":
			stance = "" // that something is so
		}
	}
	switch {
	case lemma == "ask" && s.Child(cue, "xcomp") < 0 && !hasOblique(s, cue, "for"):
		stance = entente.StanceHedged // a question
	case lemma == "call" && s.Child(cue, "obj") > cue && !hasOblique(s, cue, "for"):
		stance = "" // "called elections on Monday"
	case lemma == "call" && !hasOblique(s, cue, "for", "on", "upon") && !hasParticle(s, cue, "for", "on", "upon"):
		stance = "" // a name given, a rebuke ("call out")
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

// nobody reports whether a subject names no speaker at all: "nobody", "no minister".
func nobody(s *document.Sentence, i int) bool {
	switch l := strings.ToLower(s.Tokens[i].Form); l {
	case "nobody", "none", "neither":
		return true
	}
	for _, c := range s.Children(i) {
		if t := &s.Tokens[c]; int(c) == i-1 && t.UPOS == "DET" && strings.EqualFold(t.Form, "no") {
			return true
		}
	}
	return false
}

// hasParticle reports whether one of words hangs on i as a particle.
func hasParticle(s *document.Sentence, i int, words ...string) bool {
	p := s.Child(i, "compound:prt")
	return p >= 0 && slices.Contains(words, strings.ToLower(s.Tokens[p].Form))
}

// hasOblique reports whether one of prepositions leads a word that hangs on i.
func hasOblique(s *document.Sentence, i int, prepositions ...string) bool {
	for _, c := range s.Children(i) {
		if k := s.Child(int(c), "case", "mark"); k >= 0 && slices.Contains(prepositions, strings.ToLower(s.Tokens[k].Form)) {
			return true
		}
	}
	return false
}
