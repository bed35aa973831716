package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// figure is a person of the document.
type figure struct {
	id      entente.ActorID
	label   string
	first   string // folded; "" where only the surname is known
	last    string
	gender  byte
	country string
	sector  string
	roles   []entente.Role
	offices []office // that the text gives
	thing   *thing
	bare    int // how often one word of the name alone stood for the person
}

// body is an organisation that the document names and the table does not know.
type body struct {
	id      entente.ActorID
	typ     entente.ActorType
	country string
	sector  string
	label   string
}

// figureAt is a place where a person or an unknown organisation is named.
type figureAt struct {
	tf, tl int // tokens of the name
	from   int // token where the mention starts: its title
	head   int
	who    *figure
	org    *body
}

// findNames finds persons and organisations of sentence i: those of the table,
// those the reader named, and proper nouns behind a title.
func (d *desk) findNames(i int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for k := range w.hits {
		h := &w.hits[k]
		if h.sense != nil && h.sense.form == formName && h.thing().typ == entente.ActorPerson {
			if d.longer(i, h.tf, h.tl) {
				h.sense = nil
				d.uncover(w, h.tf, h.tl)
				continue
			}
			d.person(i, h.tf, h.tl, h.thing())
		}
	}
	names := d.namesOf(i)
	for _, n := range names {
		if n.Type == document.NamePerson {
			d.readerPerson(i, n.First, n.Last)
		}
	}
	d.surnames(i)
	for _, n := range names {
		switch {
		case n.Type != document.NameOrganisation:
		case d.isSurname(i, n):
			d.readerPerson(i, n.First, n.Last)
		default:
			d.readerOrganisation(i, n.First, n.Last)
		}
	}
	for k := range w.hits {
		h := &w.hits[k]
		if !h.is(formAgent) {
			continue
		}
		switch h.agent().kind {
		case agentOffice, agentPerson:
			d.titledPerson(i, s, w, h)
		case agentWord:
			d.wordedOrganisation(i, s, w, h)
		}
	}
	for k := range w.figures {
		if w.figures[k].who != nil {
			d.describe(i, &w.figures[k])
		}
	}
}

// namesOf returns the reader's names of sentence i.
func (d *desk) namesOf(i int) []document.Name {
	from, _ := slices.BinarySearchFunc(d.trimmed, i, func(n document.Name, i int) int { return n.Sentence - i })
	to := from
	for to < len(d.trimmed) && d.trimmed[to].Sentence == i {
		to++
	}
	return d.trimmed[from:to]
}

// surnames takes a proper noun that stands alone and is the last name of a person
// the document has named as that person, whatever the reader made of it.
func (d *desk) surnames(i int) {
	if len(d.people) == 0 {
		return
	}
	s, w := &d.text.Sentences[i], &d.work[i]
	proper := func(t int) bool { return t >= 0 && t < len(s.Tokens) && s.Tokens[t].UPOS == "PROPN" }
	for t := range s.Tokens {
		if !proper(t) || proper(t-1) || proper(t+1) || w.cover[t] != 0 && !w.isDemonym(s, t) && !w.isBareTitle(s, t) || w.figureIn(t, t+1) || !startsUpper(s.Tokens[t].Form) {
			continue
		}
		words := nameWords(s, t, t+1)
		if len(words) != 1 || len(words[0]) < 3 {
			continue
		}
		if slices.ContainsFunc(d.people, func(f *figure) bool { return f.last == words[0] && f.first != "" }) || w.cover[t] == 0 && d.isGivenName(s, t, words[0]) {
			d.suppress(w, t, t+1)
			d.person(i, t, t+1, nil)
		}
	}
}

// isGivenName reports a subject that bears the first name of the one person of the text who has it:
// some peoples call a man so.
func (d *desk) isGivenName(s *document.Sentence, t int, word string) bool {
	bearers := 0
	for _, f := range d.people {
		if f.first == word && f.country != "" {
			bearers++
		}
	}
	return bearers == 1 && s.IsActing(t)
}

// isDemonym reports a word at token t for one of a country's people, which stands where a
// name does: "Breton complained", of somebody called so.
func (w *work) isDemonym(s *document.Sentence, t int) bool {
	if w.cover[t] <= 0 {
		return false
	}
	h := &w.hits[w.cover[t]-1]
	tok := &s.Tokens[t]
	return (h.is(formPerson) || h.is(formAdjective)) && h.tl-h.tf == 1 && tok.XPOS == "NNP" && tok.Rel != "amod" && tok.Rel != "compound" && s.Child(t, "det") < 0
}

// isBareTitle reports a word at token t for an office or trade that stands alone where a name does:
// "Bishop complained", of somebody called so.
func (w *work) isBareTitle(s *document.Sentence, t int) bool {
	if w.cover[t] <= 0 {
		return false
	}
	h := &w.hits[w.cover[t]-1]
	return h.is(formAgent) && h.tl-h.tf == 1 && s.Tokens[t].XPOS == "NNP" && s.Child(t, "det", "nmod:poss", "amod") < 0
}

// isSurname reports a name of one word, which the reader took for an organisation's, that
// is the last name of a person whom the document names in full: headlines name
// politicians so before the text does.
func (d *desk) isSurname(i int, n document.Name) bool {
	w := &d.work[i]
	if n.Last-n.First != 1 || w.cover[n.First] != 0 {
		return false
	}
	word := fold(d.text.Sentences[i].Tokens[n.First].Form)
	given := d.bearer[word]
	return given != "" && given != word
}

// longer reports whether the reader saw a longer person's name around tokens.
func (d *desk) longer(i, tf, tl int) bool {
	for _, n := range d.namesOf(i) {
		if n.Type == document.NamePerson && n.First <= tf && tl < n.Last {
			last := d.text.Sentences[i].Tokens[n.Last-1]
			return last.UPOS == "PROPN"
		}
	}
	return false
}

func (d *desk) uncover(w *work, tf, tl int) {
	for t := tf; t < tl; t++ {
		w.cover[t] = 0
	}
}

// readerPerson takes up a person's name found by the reader.
func (d *desk) readerPerson(i, tf, tl int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for tf < tl {
		given := d.r.gender(fold(s.Tokens[tf].Form)) != 0
		if c := w.cover[tf]; c > 0 && tf > 0 && s.Tokens[tf-1].UPOS == "ADP" && w.hits[c-1].tl <= tl-2 && !given {
			tf = w.hits[c-1].tl // "the envoy in Sorovo Jane Roe"
			continue
		}
		if d.isGivenTitle(i, tf, tl) {
			break
		}
		if c := w.cover[tf]; c > 0 && w.hits[c-1].tl <= tl && (w.hits[c-1].is(formAgent) || w.hits[c-1].is(formAdjective) && w.hits[c-1].tl < tl) {
			tf = w.hits[c-1].tl
			continue
		}
		if u := s.Tokens[tf].UPOS; u == "DET" || u == "PUNCT" || u == "ADP" {
			tf++
			continue
		}
		break
	}
	for tl > tf && (s.Tokens[tl-1].Form == "'s" || s.Tokens[tl-1].Form == "’s" || s.Tokens[tl-1].UPOS == "PUNCT") {
		tl--
	}
	if tf >= tl || w.figureIn(tf, tl) || d.isPair(s, tf, tl) {
		return
	}
	for t := tf; t < tl; t++ {
		if w.cover[t] == 0 {
			continue
		}
		h := &w.hits[w.cover[t]-1]
		if h.tf < tf || h.tl > tl {
			return // part of a longer name
		}
		borne := tl-tf == 1 && h.names() && d.bearer[fold(s.Tokens[tf].Form)] != ""
		if h.tf == tf && h.tl == tl && !h.is(formCity) && !h.is(formAgent) && !borne {
			return // the table knows it
		}
	}
	d.suppress(w, tf, tl)
	d.person(i, tf, tl, nil)
}

// pairing are nouns for what is between two.
var pairing = map[string]bool{
	"split": true, "pact": true, "rivalry": true, "feud": true, "summit": true, "talk": true, "meeting": true, "duel": true, "dispute": true, "break": true,
	"accord": true, "agreement": true, "alliance": true, "correspondence": true,
}

// isPair reports two surnames that a hyphen joins before a noun: "the Theoden-Denethor duo" is no man,
// nor, whatever Theoden may be, the man of "the Theoden-Denethor split".
func (d *desk) isPair(s *document.Sentence, tf, tl int) bool {
	if tl-tf != 3 || s.Tokens[tf+1].Form != "-" && s.Tokens[tf+1].Form != "–" || tl >= len(s.Tokens) || s.Tokens[tl].UPOS != "NOUN" && s.Tokens[tl].XPOS != "NN" {
		return false
	}
	return len(s.Tokens[tf].Form) > 3 && startsUpper(s.Tokens[tl-1].Form) && (d.r.gender(fold(s.Tokens[tf].Form)) == 0 || pairing[s.Tokens[tl].Lemma])
}

// suppress takes away the table's hits within a name.
func (d *desk) suppress(w *work, tf, tl int) {
	for k := range w.hits {
		h := &w.hits[k]
		if h.tf >= tf && h.tl <= tl && h.sense != nil {
			h.sense = nil
			d.uncover(w, h.tf, h.tl)
		}
	}
}

func (w *work) figureIn(tf, tl int) bool {
	for k := range w.figures {
		if f := &w.figures[k]; f.tf < tl && tf < f.tl {
			return true
		}
	}
	return false
}

// titledPerson takes proper nouns right behind a title as a person's name.
func (d *desk) titledPerson(i int, s *document.Sentence, w *work, h *hit) {
	tf := h.tl
	tl := tf
	for tl < len(s.Tokens) && s.Tokens[tl].UPOS == "PROPN" {
		if c := w.cover[tl]; c > 0 {
			g := &w.hits[c-1]
			if !g.is(formCity) || g.tl-g.tf > 1 {
				break
			}
		}
		tl++
	}
	if tl == tf || w.figureIn(tf, tl) {
		return
	}
	title := &s.Tokens[h.tl-1]
	if tl-tf == 1 && (title.UPOS != "PROPN" || !startsUpper(s.Tokens[tf].Form)) {
		return
	}
	if tl < len(s.Tokens) && w.cover[tl] > 0 && s.Tokens[tl].UPOS == "PROPN" {
		return // "President Gondor Party ..."
	}
	if isPluralTag(title.XPOS) && tl-tf == 1 {
		return
	}
	d.suppress(w, tf, tl)
	d.person(i, tf, tl, nil)
}

func startsUpper(w string) bool {
	return w != "" && w[0] >= 'A' && w[0] <= 'Z' || len(w) > 1 && w[0] > 0x7f
}

func isPluralTag(xpos string) bool { return xpos == "NNS" || xpos == "NNPS" }

// person notes a person's name at [tf, tl) and joins it with the figure that
// the document has already, or with the table's person.
func (d *desk) person(i, tf, tl int, n *thing) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	text := d.text.String(entente.Span{Start: s.Tokens[tf].Start, End: s.Tokens[tl-1].End})
	words := nameWords(s, tf, tl)
	if len(words) == 0 {
		return
	}
	at := figureAt{tf: tf, tl: tl, from: tf, head: headOf(s, tf, tl)}
	at.who = d.figureFor(words, text, n, d.titleGender(w, tf))
	if at.who == nil {
		if tl >= len(s.Tokens) || s.Tokens[tl].UPOS == "PRON" || !isNumeral(strings.ToLower(s.Tokens[tl].Form)) { // no "Faramir II"
			at.who = d.surnameOfTable(w, words, tf)
		}
	}
	if at.who == nil {
		f := &figure{id: entente.ActorID("x:" + slug(text)), label: strings.Join(strings.Fields(text), " "), last: words[len(words)-1]}
		if len(words) > 1 {
			f.first = words[0]
			f.gender = d.r.gender(words[0])
		}
		if g := d.titleGender(w, tf); g != 0 {
			f.gender = g
		}
		d.people = append(d.people, f)
		at.who = f
	}
	w.figures = append(w.figures, at)
	for t := tf; t < tl; t++ {
		if w.cover[t] == 0 {
			w.cover[t] = -1
		}
	}
}

// nameWords folds the words of a name.
func nameWords(s *document.Sentence, tf, tl int) []string {
	var words []string
	for t := tf; t < tl; t++ {
		for _, a := range appendAtoms(nil, s.Tokens[t].Form, t, 0) {
			if a.word != "'s" && a.word != "jr" && a.word != "sr" {
				words = append(words, a.word)
			}
		}
	}
	return words
}

// figureFor finds the document's figure of a name: the same words, or a part
// of them that only one figure has.
func (d *desk) figureFor(words []string, text string, n *thing, gender byte) *figure {
	if n != nil {
		for _, f := range d.people {
			if f.id == n.id {
				return f
			}
		}
		atoms := appendAtoms(nil, n.label, 0, 0)
		f := &figure{id: n.id, label: n.label, last: words[len(words)-1], gender: n.gender, thing: n}
		if len(atoms) > 1 {
			f.first = atoms[0].word
		}
		f.country, f.sector = n.at(d.on)
		if k := slices.IndexFunc(d.people, func(g *figure) bool {
			return g.thing == nil && g.first == "" && g.last == f.last && d.leads([]string{f.first, f.last})
		}); k >= 0 { // the surname alone came before, in a headline
			f.offices, f.roles = d.people[k].offices, d.people[k].roles
			*d.people[k] = *f
			return d.people[k]
		}
		d.people = append(d.people, f)
		return f
	}
	id := entente.ActorID("x:" + slug(text))
	var found *figure
	for _, f := range d.people {
		if f.id == id {
			return f
		}
		match := false
		switch {
		case len(words) == 1:
			match = f.last == words[0] && (gender == 0 || f.gender == 0 || gender == f.gender) || f.first == words[0] && f.first != ""
		default:
			match = f.last == words[len(words)-1] && (f.first == words[0] || f.first == "")
		}
		if match && len(words) > 1 && found != nil {
			return nil
		}
		if match && (found == nil || f.likelier(found, words[0])) {
			found = f
		}
	}
	if len(words) == 1 {
		if found != nil {
			found.bare++
		}
		return found
	}
	if found != nil && found.first == "" && !d.leads(words) {
		return nil
	}
	if found != nil && found.first == "" {
		found.first, found.label = words[0], strings.Join(strings.Fields(text), " ")
		found.id = id
		if found.gender == 0 {
			found.gender = d.r.gender(words[0])
		}
	}
	return found
}

// likelier reports whether a word alone means f rather than g, who was named
// before: a surname before a given name, then whom it stood for more often. Of
// equals the first named keeps it.
func (f *figure) likelier(g *figure, word string) bool {
	if (f.last == word) != (g.last == word) {
		return f.last == word
	}
	return f.bare > g.bare
}

// leads reports whether a full name is that of the person most often named in
// full among those who share its surname, the first named of equals: the one who
// is meant where the surname alone came before.
func (d *desk) leads(words []string) bool {
	lead := d.bearer[words[len(words)-1]]
	return lead == "" || lead == words[0]
}

// countBearers reads the persons' full names that the reader found and keeps for
// each surname the given name that stands with it most often, and for each given
// name itself.
func (d *desk) countBearers() {
	type full struct{ given, last string }
	count := map[full]int{}
	best := map[string]int{}
	var order []full
	for _, n := range d.trimmed {
		if n.Type != document.NamePerson || n.Last-n.First < 2 {
			continue
		}
		words := nameWords(&d.text.Sentences[n.Sentence], n.First, n.Last)
		if len(words) < 2 {
			continue
		}
		k := full{words[0], words[len(words)-1]}
		if count[k]++; count[k] == 1 {
			order = append(order, k)
		}
	}
	d.bearer = map[string]string{}
	for _, k := range order {
		if count[k] > best[k.last] {
			best[k.last], d.bearer[k.last] = count[k], k.given
		}
	}
	for _, k := range order {
		if d.bearer[k.given] == "" {
			d.bearer[k.given] = k.given
		}
	}
}

// titleGender reads Mr., Mrs. and the like before a name.
func (d *desk) titleGender(w *work, tf int) byte {
	if tf == 0 || w.cover[tf-1] <= 0 {
		return 0
	}
	h := &w.hits[w.cover[tf-1]-1]
	return genders[w.atoms[h.last-1].word]
}

var genders = map[string]byte{
	"mr": 'm', "mrs": 'f', "ms": 'f', "miss": 'f', "king": 'm', "queen": 'f', "prince": 'm', "princess": 'f', "sir": 'm', "lady": 'f',
	"spokesman": 'm', "spokeswoman": 'f', "chairman": 'm', "chairwoman": 'f', "congressman": 'm', "congresswoman": 'f',
	"businessman": 'm', "businesswoman": 'f', "emir": 'm', "sheikh": 'm', "ayatollah": 'm', "pope": 'm', "lord": 'm', "baroness": 'f',
	"wife": 'f', "husband": 'm', "mother": 'f', "father": 'm',
}

// gender is that of a first name, where the tables' persons tell it.
func (r *Resolver) gender(first string) byte {
	for _, t := range r.tables {
		if g := t.firsts[first]; g == 'm' || g == 'f' {
			return g
		}
	}
	return 0
}

// givenTitles are titles that are first names as well.
var givenTitles = map[string]bool{"amir": true, "shah": true, "sultan": true, "malik": true}

// isGivenTitle reports a title that begins the name [tf, tl) behind another title, and so is a
// part of it: "Foreign Minister Shah Brennan".
func (d *desk) isGivenTitle(i, tf, tl int) bool {
	w := &d.work[i]
	if tf == 0 || tl-tf < 2 || !givenTitles[fold(d.text.Sentences[i].Tokens[tf].Form)] {
		return false
	}
	c := w.cover[tf-1]
	return c > 0 && w.hits[c-1].is(formAgent) && w.hits[c-1].agent().kind == agentOffice
}
