package actor

import (
	"slices"
	"strings"

	"entente/document"
)

// likelyEnough is how likely a reference must be to lead from subject to subject.
const likelyEnough = 0.45

// onlyPerson returns whom "he" or "she" at token t of sentence i, the subject of its main clause,
// stands for: the subject of the sentence before, where a reference likely leads there or neither
// sentence names another person; else the only person whom this and the two sentences before it name.
// A noun for somebody counts as another, and so does whom a reference leads to. nil where that is not
// so, and within quotations.
func (d *desk) onlyPerson(i, t int, p pronoun, told *document.Reference) *ref {
	s := &d.text.Sentences[i]
	if p.kind != refPerson || p.gender == 0 || !isMainSubject(s, t) || d.inQuotation(i, t) {
		return nil
	}
	if told != nil && told.Sure >= likelyEnough && told.ToSentence == i-1 && isMainSubject(&d.text.Sentences[i-1], told.ToToken) {
		if found := d.refsAt(i-1, told.ToToken); len(found) == 1 && found[0].who != nil && p.fits(found[0]) {
			return found[0]
		}
	}
	var only *ref
	for back := 1; back <= 2 && i-back >= 0 && d.text.Sentences[i-back].Part == s.Part; back++ {
		if d.namesUnknown(i-back, len(d.text.Sentences[i-back].Tokens)) || back == 1 && d.namesUnknown(i, t) {
			return nil
		}
		for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-back; k-- {
			switch r := &d.refs[k]; {
			case r.sentence == i && r.token > t || !p.fits(r):
			case r.who == nil || only != nil && only.id != r.id:
				return nil
			case only == nil || back == 1 && r.subject:
				only = r
			}
		}
		if back == 1 && only != nil && only.sentence < i && isMainSubject(&d.text.Sentences[only.sentence], only.token) {
			break
		}
	}
	if only == nil || only.sentence == i && sameClause(s, only.token, t) {
		return nil
	}
	switch d.text.Sentences[only.sentence].Tokens[only.token].Rel {
	case "nmod:poss", "vocative", "discourse", "root", "list":
		return nil
	}
	if told != nil && !d.names(told, only.id) && d.text.Sentences[told.ToSentence].Tokens[told.ToToken].UPOS != "PRON" {
		for _, r := range d.refsAt(told.ToSentence, told.ToToken) {
			if r.kind != refPerson && told.Sure < sureEnough {
				return only // no state is "he"
			}
		}
		return nil
	}
	return only
}

// isMainSubject reports the subject of a sentence's main clause, or of what is put into it: "he said".
func isMainSubject(s *document.Sentence, t int) bool {
	if r := s.Tokens[t].Rel; r != "nsubj" && r != "nsubj:pass" {
		return false
	}
	for h := s.Tokens[t].Head; h >= 0; h = s.Tokens[h].Head {
		switch s.Tokens[h].Rel {
		case "root", "parataxis":
			return true
		case "conj":
		default:
			return false
		}
	}
	return false
}

// inQuotation reports whether token t of sentence i stands in a quotation that was opened in its
// paragraph.
func (d *desk) inQuotation(i, t int) bool {
	if d.quoting == nil { // found once: paragraphs may be long
		d.quoting = make([]bool, len(d.text.Sentences))
		for k := 1; k < len(d.quoting); k++ {
			before := &d.text.Sentences[k-1]
			d.quoting[k] = before.Paragraph == d.text.Sentences[k].Paragraph && quotes(d.quoting[k-1], before.Tokens)
		}
	}
	return quotes(d.quoting[i], d.text.Sentences[i].Tokens[:t])
}

// quotes reports whether a quotation is open behind tokens, where one was open before them or not.
func quotes(open bool, tokens []document.Token) bool {
	for i := range tokens {
		switch tokens[i].Form {
		case "\"", "''", "``":
			open = !open
		case "“":
			open = true
		case "”":
			open = false
		}
	}
	return open
}

// namesUnknown reports whether sentence i has before token t a noun for one person, or the name of
// one whom nobody here is known by.
func (d *desk) namesUnknown(i, t int) bool {
	s, w := &d.text.Sentences[i], &d.work[i]
	k, _ := slices.BinarySearchFunc(d.text.Names, i, func(x document.Name, i int) int { return x.Sentence - i })
	for ; k < len(d.text.Names) && d.text.Names[k].Sentence == i; k++ {
		if x := &d.text.Names[k]; x.Type == document.NamePerson && x.First < t && w.cover[x.First] == 0 && !w.figureIn(x.First, x.Last) {
			return true
		}
	}
	for n := range s.Tokens[:t] {
		tok := &s.Tokens[n]
		switch {
		case tok.XPOS != "NN" || !isHuman(w, n, tok) || w.figureIn(n, n+1):
		case tok.Rel == "appos" || tok.Rel == "compound" || tok.Rel == "nmod:desc" || s.Child(n, "appos", "cop") >= 0: // said of one who is named
		default:
			return true
		}
	}
	return false
}

// isHuman reports a noun for one person: an office, a trade, or a word like "man".
func isHuman(w *work, n int, tok *document.Token) bool {
	if c := w.cover[n]; c > 0 {
		if h := &w.hits[c-1]; h.is(formAgent) && (h.agent().kind == agentOffice || h.agent().kind == agentPerson) {
			return true
		}
	}
	switch strings.ToLower(tok.Lemma) {
	case "man", "woman", "boy", "girl", "father", "mother", "son", "daughter", "brother", "sister", "husband", "wife", "uncle", "cousin", "nephew",
		"friend", "colleague", "counterpart", "successor", "predecessor", "spokesman", "spokeswoman", "spokesperson", "deputy", "aide", "suspect", "gunman", "attacker", "victim", "prisoner", "priest", "pope", "king", "prince":
		return true
	}
	return false
}
