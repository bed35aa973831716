// Package claim makes claims: what is put, by whom through whom, in which stance.
// There are two kinds. Make makes the claim of one clause, which an event or a
// tie rests on: it may stand in the document's own voice (an empty chain).
// FromAttribution makes the claim of one act of saying, whose content may hold many
// clauses. A clause inside such content has the same chain. Start with Make.
package claim

import (
	"slices"
	"strings"

	"entente"
	"entente/coding/attribution"
	"entente/coding/stance"
	"entente/document"
)

// Make returns the claim of the clause that a token of a sentence heads or stands
// in. Evidence is the clause; Text slices it.
func Make(t *document.Text, sentence, head int) entente.Claim {
	s := &t.Sentences[sentence]
	span := clause(t, s, predicate(s, head))
	if at := s.Tokens[head].Span; !span.Contains(at) {
		span = span.Cover(at)
	}
	r := stance.At(t, sentence, head)
	c := entente.Claim{
		Text: t.String(span), Chain: attribution.Chain(t, sentence, head),
		Stance: r.Stance, Negated: r.Negated, Historical: r.Historical, StanceCue: r.Cue,
	}
	c.Quoted = quoted(t, sentence, head)
	c.Base = entente.Base{Kind: entente.KindClaim, Document: t.Document.ID, Evidence: span, ID: id(t, span, &c)}
	return c
}

// FromAttribution returns the claim of attribution i of t. Evidence covers source,
// cue and content; Text is the content from its first word to its last.
func FromAttribution(t *document.Text, i int) entente.Claim {
	a := &t.Attributions[i]
	var content, all entente.Span
	for _, s := range a.Content {
		content = content.Cover(s)
	}
	all = content
	for _, s := range a.Source {
		all = all.Cover(s)
	}
	for _, s := range a.Cue {
		all = all.Cover(s)
	}
	content = plainContent(t, content)
	c := entente.Claim{Text: t.String(content), Stance: a.Stance, Negated: a.Negated, Quoted: a.Quoted}
	if c.Stance == "" {
		c.Stance = entente.StanceAsserted
	}
	put := inContent(t, content)
	for k := i; k >= 0; k = t.Attributions[k].Parent {
		c.Chain = append([]entente.Voice{attribution.VoiceOf(t, k)}, c.Chain...)
	}
	if len(a.Cue) > 0 && (c.Stance != entente.StanceAsserted || c.Negated) {
		c.StanceCue = a.Cue[0]
	}
	if put.Stance != "" && (put.Stance != entente.StanceAsserted || put.Negated) {
		c.Stance, c.Negated, c.StanceCue = put.Stance, put.Negated, put.Cue
	}
	if k := left(t, i); k >= 0 && c.Stance == entente.StanceAsserted {
		c.Stance, c.StanceCue = entente.StanceHedged, t.Attributions[k].Cue[0]
	}
	c.Base = entente.Base{Kind: entente.KindClaim, Document: t.Document.ID, Evidence: all, ID: id(t, content, &c)}
	return c
}

// left returns an attribution around i that leaves open whether anybody says so: "did not say whether
// the envoy repeated that"; -1 for none.
func left(t *document.Text, i int) int {
	for k := t.Attributions[i].Parent; k >= 0; k = t.Attributions[k].Parent {
		switch a := &t.Attributions[k]; {
		case len(a.Cue) > 0 && (a.Stance == entente.StanceHedged || a.Stance == entente.StanceDenied):
			return k
		}
	}
	return -1
}

// Tells reports whether attribution i puts something that can be true or false, or
// asks, fears or denies something: not a bare name of what is talked about ("voiced
// their position"), and not what nobody says.
func Tells(t *document.Text, i int) bool {
	a := &t.Attributions[i]
	if attribution.ByNobody(t, i) {
		return false
	}
	clause, thing := told(t, a)
	switch a.Stance {
	case entente.StanceFeared, entente.StanceDenied, entente.StanceDemanded, entente.StanceBelieved, entente.StanceHedged:
		return clause || thing
	}
	return clause || thing && (a.Quoted || counts(t, a))
}

// counts reports a number that is reported without a verb: "reported only two wounded".
func counts(t *document.Text, a *document.Attribution) bool {
	s := &t.Sentences[a.Sentence]
	switch s.Tokens[a.CueHead].Lemma {
	case "report", "show", "record", "register", "confirm", "announce", "find", "count":
	default:
		return false
	}
	return len(a.Content) > 0 && slices.ContainsFunc(s.Tokens, func(k document.Token) bool { return k.UPOS == "NUM" && a.Content[0].Contains(k.Span) })
}

// told reports whether a content holds a clause with something said in it, and
// whether it names a thing: "to be" does neither, "them" neither. Contents of several
// sentences hold clauses.
func told(t *document.Text, a *document.Attribution) (clause, thing bool) {
	for _, c := range a.Content {
		k := t.SentenceAt(c.Start)
		if k < 0 || !t.Sentences[k].Contains(c) {
			return true, true
		}
		words := 0
		for _, tok := range t.Sentences[k].Tokens {
			if !c.Contains(tok.Span) {
				continue
			}
			if tok.UPOS != "PUNCT" && tok.UPOS != "PART" {
				words++
			}
			thing = thing || tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || tok.UPOS == "NUM"
			clause = clause || tok.UPOS == "VERB" && tok.Rel != "amod" || tok.UPOS == "AUX" && words > 1
		}
	}
	return clause, thing
}

// plainContent is a content without the "that" that opens it.
func plainContent(t *document.Text, content entente.Span) entente.Span {
	i := t.SentenceAt(content.Start)
	if i < 0 {
		return content
	}
	s := &t.Sentences[i]
	k := s.TokenAt(content.Start)
	if k+1 < len(s.Tokens) && s.Tokens[k].Start == content.Start && strings.EqualFold(s.Tokens[k].Form, "that") && s.Tokens[k].Rel == "mark" && s.Tokens[k+1].Start < content.End {
		content.Start = s.Tokens[k+1].Start
	}
	return content
}

// inContent reads how the words of a content put it, where it is one clause of one
// sentence: "that it will attack" is planned whoever says so. The zero Reading
// elsewhere.
func inContent(t *document.Text, content entente.Span) stance.Reading {
	i := t.SentenceAt(content.Start)
	if i < 0 || !t.Sentences[i].Contains(content) {
		return stance.Reading{}
	}
	s := &t.Sentences[i]
	for k := range s.Tokens {
		tok := &s.Tokens[k]
		if !content.Contains(tok.Span) || tok.UPOS != "VERB" && tok.UPOS != "AUX" && s.Child(k, "cop") < 0 {
			continue
		}
		if tok.Head < 0 || !content.Contains(s.Tokens[tok.Head].Span) {
			if x := s.Child(k, "xcomp"); x > k && tok.Lemma == "go" && tok.XPOS == "VBG" { // "is going to attack"
				k = x
			}
			return stance.At(t, i, k)
		}
	}
	return stance.Reading{}
}

// id tells claims on the same words apart by voices and stance.
func id(t *document.Text, content entente.Span, c *entente.Claim) entente.RecordID {
	var b strings.Builder
	for _, v := range c.Chain {
		b.WriteString(string(v.Speaker) + "|" + v.Name + "|")
	}
	if c.Negated {
		b.WriteString("not ")
	}
	b.WriteString(string(c.Stance))
	return entente.NewRecordID(entente.KindClaim, t.Document.ID, content, b.String())
}

// quoted reports whether the token stands in an attribution's content that is
// wholly inside quotation marks.
func quoted(t *document.Text, sentence, token int) bool {
	at := t.Sentences[sentence].Tokens[token].Span
	for i := range t.Holding(at) {
		if t.Attributions[i].Quoted {
			return true
		}
	}
	return false
}

// predicate climbs from a token to the word that heads its clause.
func predicate(s *document.Sentence, i int) int {
	for {
		tok := &s.Tokens[i]
		rel, _, _ := strings.Cut(tok.Rel, ":")
		switch rel {
		case "root", "ccomp", "advcl", "acl", "parataxis", "csubj":
			return i
		case "conj":
			if tok.UPOS == "VERB" && tok.Head >= 0 {
				return i
			}
		}
		if tok.Head < 0 {
			return i
		}
		i = tok.Head
	}
}

// apart are relations of words that hang on a clause and are no part of what it
// says.
var apart = map[string]bool{"parataxis": true, "discourse": true, "vocative": true, "punct": true, "cc": true, "mark": true, "list": true}

// clause returns the run of words around a clause's head that belong to it:
// conjoined clauses and what is put in between by others are left out.
func clause(t *document.Text, s *document.Sentence, head int) entente.Span {
	in := make([]bool, len(s.Tokens))
	var mark func(i int)
	mark = func(i int) {
		in[i] = true
		for _, c := range s.Children(i) {
			tok := &s.Tokens[c]
			rel, _, _ := strings.Cut(tok.Rel, ":")
			if i == head {
				if apart[rel] && rel != "punct" || rel == "conj" && tok.UPOS == "VERB" && s.Child(int(c), "nsubj", "nsubj:pass") >= 0 {
					continue
				}
			}
			mark(int(c))
		}
	}
	mark(head)
	first, last := head, head+1
	for first > 0 && in[first-1] {
		first--
	}
	for last < len(in) && in[last] {
		last++
	}
	first, last = balance(s, head, first, last)
	first, last = inside(t, s, head, first, last)
	for last > head+1 && trims(&s.Tokens[last-1]) {
		last--
	}
	for first < head && trims(&s.Tokens[first]) && !holdsQuote(s, first, last) {
		first++
	}
	return entente.Span{Start: s.Tokens[first].Start, End: s.Tokens[last-1].End}
}

// inside leaves out at the ends of a clause the words that say whose it is: "..., according to
// officials".
func inside(t *document.Text, s *document.Sentence, head, first, last int) (int, int) {
	for i := range t.Holding(s.Tokens[head].Span) {
		a := &t.Attributions[i]
		for _, spans := range [][]entente.Span{a.Source, a.Cue} {
			for _, x := range spans {
				if !s.Contains(x) {
					continue
				}
				switch k := s.TokenAt(x.Start); {
				case k > head && k < last:
					last = k
				case k < head && k >= first:
					for first = k; first < head && s.Tokens[first].Start < x.End; first++ {
					}
				}
			}
		}
	}
	return first, last
}

// balance leaves out words before a quotation mark that closes outside the clause:
// a clause does not begin with the end of somebody's quoted words.
func balance(s *document.Sentence, head, first, last int) (int, int) {
	open := false
	for i := range s.Tokens[:last] {
		switch s.Tokens[i].Form {
		case "“":
			open = true
		case "”":
			open = false
		case "\"":
			open = !open
		default:
			continue
		}
		if i >= first && i < head && !open && !opens(s, first, i) {
			first = i + 1
		}
	}
	return first, last
}

// opens reports whether a quotation mark opens between first and i.
func opens(s *document.Sentence, first, i int) bool {
	open := false
	for _, tok := range s.Tokens[first:i] {
		switch tok.Form {
		case "“":
			open = true
		case "\"":
			open = !open
		}
	}
	return open
}

// holdsQuote reports whether a quotation that opens at first closes before last.
func holdsQuote(s *document.Sentence, first, last int) bool {
	for i := first + 1; i < last; i++ {
		switch s.Tokens[i].Form {
		case "”":
			return s.Tokens[first].Form == "“"
		case "\"":
			return s.Tokens[first].Form == "\""
		}
	}
	return false
}

// trims reports a sign that may not begin or end a clause.
func trims(tok *document.Token) bool {
	return tok.UPOS == "PUNCT" && !strings.ContainsAny(tok.Form, ")]%")
}

// Plain returns c without its negation, for a record whose own words already say
// it ("has no relations with").
func Plain(t *document.Text, c entente.Claim) entente.Claim {
	c.Negated = false
	if c.Stance == entente.StanceAsserted {
		c.StanceCue = entente.Span{}
	}
	c.ID = id(t, c.Evidence, &c)
	return c
}

// Put returns c put as r says, for a record whose own words take in the stance
// ("agreed to meet" is an agreement, and that is done).
func Put(t *document.Text, c entente.Claim, r stance.Reading) entente.Claim {
	c.Stance, c.Negated, c.Historical, c.StanceCue = r.Stance, r.Negated, r.Historical, r.Cue
	c.ID = id(t, c.Evidence, &c)
	return c
}
