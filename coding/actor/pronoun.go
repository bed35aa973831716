package actor

import (
	"strings"

	"entente"
	"entente/document"
)

// writePronoun resolves he, she, it and they to what the document named
// before. A pronoun that fits two alike is left without an actor.
func (d *desk) writePronoun(i, t int) {
	s := &d.text.Sentences[i]
	tok := &s.Tokens[t]
	var gender byte
	var kind refKind
	many := false
	switch strings.ToLower(tok.Form) {
	case "he", "him", "his", "himself":
		gender, kind = 'm', refPerson
	case "she", "her", "hers", "herself":
		gender, kind = 'f', refPerson
	case "it", "its", "itself":
		kind = refState
		if pleonastic(s, t) {
			return
		}
	case "they", "them", "their", "theirs", "themselves":
		many = true
	default:
		return
	}
	m := document.Mention{Range: document.Range{Sentence: i, First: t, Last: t + 1}, Span: tok.Span, Head: t, Kind: document.MentionPronoun}
	switch {
	case many:
		d.writeThey(i, t, m)
	case kind == refPerson:
		if r := d.antecedent(i, t, 3, 2, func(r *ref) bool {
			return r.kind == refPerson && !r.plural && (r.gender == 0 || r.gender == gender)
		}); r != nil {
			m.Actor = r.id
			if r.who != nil && r.who.gender == 0 {
				r.who.gender = gender
			}
			copied := *r
			copied.gender = gender
			d.note(i, m, copied)
			return
		}
		d.note(i, m, ref{})
	default:
		if r := d.antecedent(i, t, 1, 1, func(r *ref) bool {
			return !r.plural && (r.kind == refState || r.kind == refBody)
		}); r != nil {
			m.Actor = r.id
			d.note(i, m, *r)
			return
		}
		d.note(i, m, ref{})
	}
}

// writeThey resolves a plural pronoun: to a plural actor or to both of two
// actors joined by "and".
func (d *desk) writeThey(i, t int, m document.Mention) {
	if r := d.antecedent(i, t, 1, 1, func(r *ref) bool { return r.plural }); r != nil {
		m.Actor = r.id
		d.note(i, m, *r)
		return
	}
	for _, r := range d.pair(i, t) {
		m.Actor = r.id
		copied := *r
		copied.plural = true
		d.note(i, m, copied)
	}
	if m.Actor == "" {
		d.note(i, m, ref{})
	}
}

// antecedent finds whom a pronoun at token t of sentence i stands for among
// what was named up to back sentences before. Nearer and subject win; the
// winner must be ahead of the next by margin halves of a sentence, or nil.
func (d *desk) antecedent(i, t, back, margin int, fits func(*ref) bool) *ref {
	s := &d.text.Sentences[i]
	var best *ref
	score, second := -1, -1
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-back; k-- {
		r := &d.refs[k]
		if r.sentence == i && r.token >= t || !fits(r) {
			continue
		}
		topic := r.sentence == i && isTopic(s, r.token)
		if r.sentence == i && !topic && sameClause(s, r.token, t) {
			continue
		}
		if d.text.Sentences[r.sentence].Paragraph < s.Paragraph-1 {
			break
		}
		sc := 10 - 3*(i-r.sentence)
		if r.subject {
			sc += 3
		}
		if r.modifier {
			sc -= 4
		}
		if r.sentence == i && t-r.token < 8 {
			sc++
		}
		if topic {
			sc += 4
		}
		if best != nil && best.id == r.id {
			if sc > score {
				score = sc
			}
			continue
		}
		if sc > score {
			best, score, second = r, sc, max(score, -1)
		} else if sc > second {
			second = sc
		}
	}
	if best == nil || score-second < margin && second >= 0 || score < 5 {
		return nil
	}
	return best
}

// sameClause reports whether two nominals are arguments of one verb, so that
// the later, not being reflexive or possessive, stands for another.
func sameClause(s *document.Sentence, a, pronoun int) bool {
	if p := &s.Tokens[pronoun]; p.Rel == "nmod:poss" || strings.HasSuffix(p.Form, "self") || strings.HasSuffix(p.Form, "selves") {
		return false
	}
	return s.Tokens[a].Head >= 0 && s.Tokens[a].Head == s.Tokens[pronoun].Head || s.Tokens[pronoun].Head == a
}

// isTopic reports a nominal that the sentence is about: "As for Rohan, it ...".
// It reads the words, since parsers disagree about what "as for" hangs on.
func isTopic(s *document.Sentence, i int) bool {
	first, _ := s.Subtree(i)
	is := func(k int, word string) bool {
		return k >= 0 && k < len(s.Tokens) && strings.EqualFold(s.Tokens[k].Form, word)
	}
	for _, k := range [2]int{first, first - 2} {
		if is(k, "as") && is(k+1, "for") {
			return true
		}
	}
	return is(first, "regarding") || is(first-1, "regarding") || is(first, "concerning") || is(first-1, "concerning")
}

// pleonastic reports whether "it" stands for nothing: "it is clear that".
func pleonastic(s *document.Sentence, t int) bool {
	tok := &s.Tokens[t]
	if tok.Rel == "expl" {
		return true
	}
	if !strings.EqualFold(tok.Form, "it") || tok.Head < 0 || tok.Rel == "nmod:poss" {
		return false
	}
	head := &s.Tokens[tok.Head]
	switch head.Lemma {
	case "seem", "appear", "happen", "turn", "rain", "take", "matter", "remain":
		return true
	}
	if s.Child(tok.Head, "cop") >= 0 {
		return true // "it is ...": mostly a thing or a clause, seldom an actor
	}
	return s.Child(tok.Head, "csubj", "csubj:pass") >= 0 || tok.Rel == "nsubj:pass" && s.Child(tok.Head, "ccomp") >= 0
}

// pair returns two actors joined by "and" in this sentence or the one before.
func (d *desk) pair(i, t int) []*ref {
	for back := 0; back <= 1 && i-back >= 0; back++ {
		s := &d.text.Sentences[i-back]
		for k := len(d.refs) - 1; k >= 0; k-- {
			r := &d.refs[k]
			if r.sentence != i-back || back == 0 && r.token >= t || s.Tokens[r.token].Rel != "conj" || r.modifier {
				continue
			}
			for j := k - 1; j >= 0 && d.refs[j].sentence == i-back; j-- {
				q := &d.refs[j]
				if q.token == s.Tokens[r.token].Head && q.kind == r.kind && q.id != r.id && !q.modifier && (q.subject || back == 0) {
					return []*ref{q, r}
				}
			}
		}
	}
	return nil
}

// use returns the document's actor of an id, made on first use.
func (d *desk) use(id entente.ActorID, typ entente.ActorType, country, sector, label string) *entente.Actor {
	a := d.actors[id]
	if a == nil {
		if label == "" || strings.Contains(string(id), ".") && !strings.Contains(label, " ") {
			if l := d.r.Label(id); l != "" {
				label = l
			}
		}
		a = &entente.Actor{Actor: id, Label: label, Type: typ, Country: country, Sector: sector}
		d.actors[id] = a
		return a
	}
	if a.Country == "" {
		a.Country = country
	}
	if a.Sector == "" && typ == entente.ActorPerson {
		a.Sector = sector
	}
	return a
}
