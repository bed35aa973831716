package actor

import (
	"strings"

	"entente"
	"entente/document"
)

// writePronoun gives a pronoun the actor that it stands for: by the reader's reference
// where that is sure enough, else the subject that its sentence named before,
// where nothing speaks against it. A pronoun of which neither tells is left
// without an actor.
func (d *desk) writePronoun(i, t int) {
	s := &d.text.Sentences[i]
	tok := &s.Tokens[t]
	p, ok := pronouns[strings.ToLower(tok.Form)]
	if !ok || p.kind == refState && pleonastic(s, t) {
		return
	}
	m := document.Mention{Range: document.Range{Sentence: i, First: t, Last: t + 1}, Span: tok.Span, Head: t, Kind: document.MentionPronoun}
	holder := d.firstHolder(i, t, p)
	if holder == nil {
		holder = d.sufferer(i, t, p)
	}
	if holder == nil {
		holder = d.helped(i, t, p)
	}
	if holder != nil {
		m.Actor = holder.id
		d.note(i, m, *holder)
		return
	}
	told := d.reference(i, t)
	if found := d.stands(i, t); len(found) == 1 && found[0].sentence == i && harmsOwn(s, found[0].token, t) {
		told = nil
	}
	if told != nil && told.Sure >= sureEnough {
		d.writeReferring(i, m, p)
		return
	}
	r := d.subjectBefore(i, t, p)
	if r == nil {
		r = d.possessorBefore(i, t, p)
	}
	if r == nil || told != nil && !d.names(told, r.id) && !d.isOwner(told, r) {
		if r = d.onlyPerson(i, t, p, told); r == nil {
			d.note(i, m, ref{})
			return
		}
	}
	m.Actor = r.id
	with := d.sharing(r)
	d.note(i, m, *r)
	for _, q := range with {
		m.Actor = q.id
		d.note(i, m, q)
	}
}

// firstHolder returns whose "its" is in "the hostility of Gondor towards Mordor and its
// dependence on Rohan": of two who share in the first of joined nouns, where the reader
// found the second, the one whom it belongs to. nil where nothing is joined so.
func (d *desk) firstHolder(i, t int, p pronoun) *ref {
	s := &d.text.Sentences[i]
	if s.Tokens[t].Rel != "nmod:poss" || p.gender != 0 {
		return nil
	}
	other := d.stands(i, t)
	if len(other) != 1 || other[0].sentence != i {
		return nil
	}
	for k := s.Tokens[t].Head; k >= 0 && s.Tokens[k].UPOS == "NOUN"; k = s.Tokens[k].Head {
		if s.Tokens[k].Rel != "conj" {
			continue
		}
		for _, q := range d.refsIn(i, t) {
			first := s.Tokens[q.token].Head
			if !p.fits(q) || q.id == other[0].id || first < 0 || s.Tokens[first].UPOS != "NOUN" || q.token >= other[0].token || !s.Dominates(first, other[0].token) || !s.Dominates(first, k) {
				continue
			}
			if caseOf(s, q.token) == "of" || s.Tokens[q.token].Rel == "nmod:poss" {
				return q
			}
		}
	}
	return nil
}

// sufferer returns whose "its" is in "Gondor said that Mordor shelled its towns" and
// "Gondor accused Mordor of shelling its towns": what harm is done to is not the
// doer's own but his who tells of it. nil where nobody does harm, or nobody tells.
func (d *desk) sufferer(i, t int, p pronoun) *ref {
	s := &d.text.Sentences[i]
	if s.Tokens[t].Rel != "nmod:poss" || p.gender != 0 || saysOwn(s, t) {
		return nil
	}
	verb := s.Tokens[s.Tokens[t].Head].Head
	if s.Tokens[s.Tokens[t].Head].Rel != "obj" || verb < 0 || !harms[s.Tokens[verb].Lemma] {
		return nil
	}
	var doer, teller *ref
	for _, r := range d.refsIn(i, t) {
		over := s.Tokens[r.token].Head
		switch {
		case over == verb && r.subject:
			doer = r
		case over < 0 || over == verb || !s.Dominates(over, verb):
		case r.subject && p.fits(r) && !r.plural && (inComplement(s, over, verb) || blames[s.Tokens[over].Lemma]):
			if teller == nil || s.Dominates(s.Tokens[teller.token].Head, over) {
				teller = r
			}
		case s.Tokens[r.token].Rel == "obj" && blames[s.Tokens[over].Lemma]:
			doer = r
		}
	}
	if doer == nil || teller == nil || doer.id == teller.id {
		return nil
	}
	return teller
}

// helped returns whose "its" is in "provided Gondor with weapons in its war": who is helped fights, not
// who helps.
func (d *desk) helped(i, t int, p pronoun) *ref {
	s := &d.text.Sentences[i]
	k := s.Tokens[t].Head
	if s.Tokens[t].Rel != "nmod:poss" || p.gender != 0 || saysOwn(s, t) || caseOf(s, k) != "in" {
		return nil
	}
	switch s.Tokens[k].Lemma {
	case "war", "fight", "struggle", "battle", "defence", "defense", "campaign", "conflict", "dispute":
	default:
		return nil
	}
	verb := s.Tokens[k].Head
	if verb < 0 {
		return nil
	}
	switch s.Tokens[verb].Lemma {
	case "help", "aid", "assist", "support", "back", "provide", "supply", "arm", "equip", "fund", "finance":
	default:
		return nil
	}
	for _, r := range d.refsIn(i, t) {
		if q := &s.Tokens[r.token]; q.Head == verb && (q.Rel == "obj" || q.Rel == "iobj") && p.fits(r) && !r.plural {
			return r
		}
	}
	return nil
}

// saysOwn reports "its own": what stands behind the pronoun at token t belongs to
// the doer.
func saysOwn(s *document.Sentence, t int) bool {
	for k := t + 1; k < s.Tokens[t].Head; k++ {
		if s.Tokens[k].Lemma == "own" {
			return true
		}
	}
	return false
}

// harms are verbs whose object is seldom the subject's own; blames those whose object
// is said to have done what completes them.
var (
	harms = map[string]bool{
		"assail": true, "attack": true, "ambush": true, "annex": true, "besiege": true, "blockade": true, "bomb": true, "bombard": true,
		"breach": true, "capture": true, "destroy": true, "down": true, "hack": true, "hijack": true, "hit": true, "infringe": true,
		"infiltrate": true, "intercept": true, "invade": true, "kidnap": true, "kill": true, "loot": true, "massacre": true,
		"occupy": true, "plunder": true, "pound": true, "raid": true, "ram": true, "seize": true, "shell": true, "shoot": true,
		"sabotage": true, "sink": true, "storm": true, "strafe": true, "strike": true, "target": true, "threaten": true, "torpedo": true,
		"usurp": true, "violate": true,
	}
	blames = map[string]bool{"accuse": true, "blame": true, "condemn": true, "criticise": true, "criticize": true, "denounce": true, "suspect": true}
)

// refsIn returns the references of sentence i before token t.
func (d *desk) refsIn(i, t int) []*ref {
	var out []*ref
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i; k-- {
		if r := &d.refs[k]; r.sentence == i && r.token < t {
			out = append(out, r)
		}
	}
	return out
}

// pronoun is whom a pronoun may stand for.
type pronoun struct {
	kind   refKind // refOther: several, of whatever kind
	gender byte
}

// pronouns are those that may stand for an actor, by form.
var pronouns = map[string]pronoun{
	"i": {refPerson, 0}, "me": {refPerson, 0}, "my": {refPerson, 0}, "mine": {refPerson, 0}, "myself": {refPerson, 0},
	"he": {refPerson, 'm'}, "him": {refPerson, 'm'}, "his": {refPerson, 'm'}, "himself": {refPerson, 'm'},
	"she": {refPerson, 'f'}, "her": {refPerson, 'f'}, "hers": {refPerson, 'f'}, "herself": {refPerson, 'f'},
	"it": {refState, 0}, "its": {refState, 0}, "itself": {refState, 0},
	"they": {refOther, 0}, "them": {refOther, 0}, "their": {refOther, 0}, "theirs": {refOther, 0}, "themselves": {refOther, 0},
}

// fits reports whether a pronoun may stand for what r names.
func (p pronoun) fits(r *ref) bool {
	switch p.kind {
	case refPerson:
		return r.kind == refPerson && !r.plural && !r.modifier && (r.gender == 0 || p.gender == 0 || r.gender == p.gender)
	case refState:
		return r.kind != refPerson
	}
	return true
}

// writeReferring gives a pronoun the actor that the reader's reference leads to, or all
// of several, where that fits the pronoun.
func (d *desk) writeReferring(i int, m document.Mention, p pronoun) {
	found := d.stands(i, m.Head)
	if len(found) == 0 || len(found) > 1 && p.kind != refOther || !p.fits(found[0]) || d.isOvertaken(i, found[0], p) {
		d.note(i, m, ref{})
		return
	}
	copies := make([]ref, 0, len(found)) // d.refs grows below
	for _, r := range found {
		if p.gender != 0 && r.who != nil && r.who.gender == 0 {
			r.who.gender = p.gender
		}
		copies = append(copies, *r)
	}
	for _, r := range copies {
		if p.gender != 0 {
			r.gender = p.gender
		}
		r.plural = r.plural || len(copies) > 1
		m.Actor = r.id
		d.note(i, m, r)
	}
}

// isOvertaken reports that "he" would stand for somebody whom the sentence before does not
// name, while somebody else whom it could stand for is that sentence's subject.
func (d *desk) isOvertaken(i int, r *ref, p pronoun) bool {
	if p.gender == 0 {
		return false
	}
	overtaken := false
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-1; k-- {
		q := &d.refs[k]
		switch {
		case q.id == r.id:
			return false
		case q.sentence == i-1 && q.subject && q.who != nil && p.fits(q) && d.text.Sentences[q.sentence].Tokens[q.token].Head == d.text.Sentences[q.sentence].Root():
			overtaken = true
		}
	}
	return overtaken
}

// referAhead gives pronouns that stand for somebody named behind them, the speaker of
// a quotation, that actor.
func (d *desk) referAhead() {
	for i := range d.work {
		w := &d.work[i]
		for k := range w.mentions {
			m := &w.mentions[k]
			if m.Kind != document.MentionPronoun || m.Actor != "" {
				continue
			}
			p := pronouns[strings.ToLower(d.text.Sentences[i].Tokens[m.Head].Form)]
			if found := d.stands(i, m.Head); len(found) == 1 && p.fits(found[0]) && (found[0].sentence > i || found[0].sentence == i && found[0].token > m.Head) {
				m.Actor = found[0].id
			}
		}
	}
}

// subjectBefore returns the only subject, or what the sentence is about, that sentence
// i names before token t and that "he", "it" or "they" there may stand for; nil where there is
// none or are two. Reporting on states says "Gondor said it" more often than the texts do
// from which references are learned.
func (d *desk) subjectBefore(i, t int, p pronoun) *ref {
	s := &d.text.Sentences[i]
	var best *ref
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence == i; k-- {
		r := &d.refs[k]
		topic := isTopic(s, r.token)
		if r.token >= t || !r.subject && !topic || !topic && sameClause(s, r.token, t) {
			continue
		}
		if p.kind == refPerson && (p.gender == 0 || !p.fits(r)) || harmsOwn(s, r.token, t) {
			continue
		}
		if p.kind != refPerson && (r.plural != (p.kind == refOther) || !r.plural && r.kind != refState && r.kind != refBody) {
			continue
		}
		switch {
		case topic:
			return r
		case best == nil:
			best = r
		case best.token == r.token: // "the ministers of Gondor and Rohan"
		case best.id != r.id:
			if best = innermost(s, best, r, t); best == nil {
				return nil
			}
		}
	}
	return best
}

// possessorBefore returns the only person of the sentence before, to whom its subject belongs, where
// nobody stands before "he" in its own: "Theoden's anger is growing. He left". nil for others.
func (d *desk) possessorBefore(i, t int, p pronoun) *ref {
	if p.gender == 0 || i == 0 || !d.text.Sentences[i].IsActing(t) {
		return nil
	}
	s := &d.text.Sentences[i-1]
	var best *ref
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-1; k-- {
		switch r := &d.refs[k]; {
		case r.kind != refPerson:
		case r.sentence == i && r.token < t, !p.fits(r), best != nil && best.id != r.id:
			return nil
		case r.sentence == i-1:
			best = r
		}
	}
	if best == nil || best.sentence != i-1 || s.Tokens[best.token].Rel != "nmod:poss" {
		return nil
	}
	thing := s.Tokens[best.token].Head
	if s.Tokens[thing].Rel != "nsubj" || s.Tokens[thing].Head != s.Root() {
		return nil
	}
	if c := d.work[i-1].cover[thing]; c > 0 && d.work[i-1].hits[c-1].is(formAgent) { // his aide
		return nil
	}
	return best
}

// isOwner reports that an unsure reference leads into the phrase of r, to whose it is: what
// "Gondor's government said it would do", the government does.
func (d *desk) isOwner(told *document.Reference, r *ref) bool {
	s := &d.text.Sentences[r.sentence]
	return told.ToSentence == r.sentence && s.Tokens[told.ToToken].Rel == "nmod:poss" && s.Tokens[told.ToToken].Head == r.token
}

// harmsOwn reports that the pronoun at token t owns what the subject at token a attacks,
// and so stands for somebody else: "Gondor said Rohan attacked its troops".
func harmsOwn(s *document.Sentence, a, t int) bool {
	if s.Tokens[t].Rel != "nmod:poss" || s.Tokens[a].Rel != "nsubj" {
		return false
	}
	thing := s.Tokens[t].Head
	if s.Tokens[thing].Rel != "obj" || s.Tokens[thing].Head != s.Tokens[a].Head {
		return false
	}
	if saysOwn(s, t) {
		return false
	}
	return harms[s.Tokens[s.Tokens[a].Head].Lemma]
}

// innermost returns which of two subjects is that of the clause nearest around token t
// ("Gondor said that [Rohan] sold its horses"), or says or thinks what t stands in where
// the other has no part in it; nil where neither can be told.
func innermost(s *document.Sentence, a, b *ref, t int) *ref {
	va, vb := s.Tokens[a.token].Head, s.Tokens[b.token].Head
	if va < 0 || vb < 0 || va == vb {
		return nil
	}
	overA, overB := s.Dominates(va, t), s.Dominates(vb, t)
	switch {
	case overA && overB && s.Dominates(vb, va), !overB && inComplement(s, va, t):
		return a
	case overA && overB, !overA && inComplement(s, vb, t):
		return b
	}
	return nil
}

// inComplement reports whether token t stands in a clause that completes a verb.
func inComplement(s *document.Sentence, verb, t int) bool {
	for k := t; k >= 0 && k != verb; k = s.Tokens[k].Head {
		if s.Tokens[k].Rel == "ccomp" && s.Tokens[k].Head == verb {
			return true
		}
	}
	return false
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
