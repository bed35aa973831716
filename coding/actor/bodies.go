package actor

import (
	"strings"

	"entente"
	"entente/document"
)

// readerOrganisation takes up an organisation's name found by the reader that
// the table does not know and that is no organ of a state by pattern.
func (d *desk) readerOrganisation(i, tf, tl int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for tf < tl && (s.Tokens[tf].UPOS == "DET" || s.Tokens[tf].UPOS == "PUNCT" || s.Tokens[tf].UPOS == "ADP") {
		tf++
	}
	for tl > tf && (s.Tokens[tl-1].UPOS == "PUNCT" || s.Tokens[tl-1].UPOS == "PART") {
		tl--
	}
	if tf < tl && d.goesOn(s, w, tf, tl) {
		tl++
	}
	if tf >= tl || w.figureIn(tf, tl) || isOffice(s.Tokens[tl-1].Form) || isShip(s, tf) || isTreaty(s.Tokens[tl-1].Form) || isTreaty(s.Tokens[tf].Form) || w.isNobody(headOf(s, tf, tl)) {
		return
	}
	proper, club := false, w.isClub(s, tf, tl)
	for t := tf; t < tl; t++ {
		proper = proper || s.Tokens[t].UPOS == "PROPN"
		c := w.cover[t]
		if c <= 0 {
			continue
		}
		h := &w.hits[c-1]
		switch {
		case h.tf <= tf && tl <= h.tl, h.tf < tf || h.tl > tl:
			return // the table knows it, or a longer name
		case h.is(formAgent) && h.agent().kind != agentWord && !club && (h.tl == tl || h.tf == tf || w.atoms[h.first].upper) && !d.hasWord(w, tf, tl):
			return // "Gondorian Foreign Ministry": by pattern
		case !h.is(formAgent) && h.sense.form == formName && h.thing().typ != entente.ActorState && h.tf == tf && h.tl < tl && !describing[h.thing().typ]:
			return // a known name with more behind it
		case h.is(formName) && h.tl == tl && d.isOfCountry(w, tf, h):
			return // "the Gondorian Silmaril Guard", of Gondor as it is
		}
	}
	if proper {
		d.body(i, tf, tl)
	}
}

// isOfCountry reports a known body behind the adjective of its own country, which begins at token tf.
func (d *desk) isOfCountry(w *work, tf int, h *hit) bool {
	if w.cover[tf] <= 0 || h.thing().country == "" {
		return false
	}
	g := &w.hits[w.cover[tf]-1]
	return g.tl == h.tf && !g.is(formAgent) && g.sense != nil && (g.is(formAdjective) || g.is(formPerson)) && g.thing().country == h.thing().country
}

// describing are the types of actors whose names describe others: "Christian Aid" is no aid by
// Christians.
var describing = map[entente.ActorType]bool{entente.ActorReligiousGroup: true, entente.ActorEthnicGroup: true, entente.ActorRegion: true, entente.ActorPeople: true}

// clubs are words for what people join, which no state owns though it is called after its
// towns.
var clubs = map[string]bool{
	"union": true, "association": true, "federation": true, "confederation": true, "club": true, "league": true, "society": true, "guild": true, "fellowship": true,
	"alliance": true, "campaign": true, "movement": true, "front": true, "aid": true, "network": true, "initiative": true, "fund": true, "project": true, "trust": true,
}

// isClub reports a name whose head is a capitalised word for what people join ("Sorova
// Teachers Union", "Gondorian Alliance"), or for an army with a word before it that no
// state's army has ("Gondorian Electronic Army").
func (w *work) isClub(s *document.Sentence, tf, tl int) bool {
	head := headOf(s, tf, tl)
	if w.cover[head] <= 0 {
		return false
	}
	h := &w.hits[w.cover[head]-1]
	if !h.is(formAgent) || !w.atoms[h.last-1].upper {
		return false
	}
	switch word := w.atoms[h.last-1].word; {
	case clubs[word]:
		return true
	case word == "army" && h.tf > tf:
		k := h.tf - 1
		return w.cover[k] == 0 && startsUpper(s.Tokens[k].Form) && !units[fold(s.Tokens[k].Form)]
	}
	return false
}

// goesOn reports a name of an organisation that a state's name behind it is part of:
// "Western Goals UK".
func (d *desk) goesOn(s *document.Sentence, w *work, tf, tl int) bool {
	if tl >= len(s.Tokens) || s.Tokens[tl].UPOS != "PROPN" || w.cover[tl] <= 0 || s.Tokens[tl-1].UPOS != "PROPN" {
		return false
	}
	within := func(a, b int) bool {
		r := s.Tokens[a].Rel
		return s.Tokens[a].Head == b && (r == "flat" || r == "compound" || r == "nmod:unmarked")
	}
	for k := tf; k < tl; k++ {
		if within(tl, k) || within(k, tl) || s.Tokens[tl].Rel == "nsubj" && s.Tokens[k].Rel == "nsubj" && s.Tokens[k].Head == s.Tokens[tl].Head {
			return true
		}
	}
	return false
}

// isTreaty reports a word that ends or begins the name of a treaty, which does nothing itself.
func isTreaty(word string) bool {
	switch word {
	case "Treaty", "Accord", "Accords", "Agreement", "Agreements", "Protocol":
		return true
	}
	return false
}

// isOffice reports a word for somebody who holds one, behind the words of a body's name:
// "Southern League Committeeman".
func isOffice(word string) bool {
	return strings.HasSuffix(word, "woman") || len(word) > len("German") && strings.HasSuffix(word, "man") && word != "Ottoman"
}

// hasWord reports whether a name holds a word that makes organisations' names.
func (d *desk) hasWord(w *work, tf, tl int) bool {
	for k := range w.hits {
		if h := &w.hits[k]; h.tf >= tf && h.tl <= tl && h.is(formAgent) && h.agent().kind == agentWord {
			return true
		}
	}
	return false
}

// wordedOrganisation takes capitalised words around "Party", "Institute", "Bank"
// as an organisation's name: "United Front of Gondor".
func (d *desk) wordedOrganisation(i int, s *document.Sentence, w *work, h *hit) {
	if w.shouted || s.Part == entente.PartTitle && titled(s) {
		return
	}
	capital := func(t int) bool {
		tok := &s.Tokens[t]
		return startsUpper(tok.Form) && (tok.UPOS == "PROPN" || tok.UPOS == "ADJ" || tok.UPOS == "NOUN" || tok.UPOS == "NUM" || tok.UPOS == "VERB")
	}
	glue := func(t int) bool {
		f := s.Tokens[t].Form
		return f == "-" || f == "–" || f == "&" || f == "'s" || f == "’s"
	}
	tf, tl := h.tf, h.tl
	for tf > 0 && !w.figureIn(tf-1, tf) && (capital(tf-1) || tf > 1 && glue(tf-1) && capital(tf-2) && !d.endsOwner(w, tf-2, s.Tokens[tf-1].Form)) {
		if c := w.cover[tf-1]; c > 0 && w.hits[c-1].is(formAgent) && w.hits[c-1].agent().kind == agentOffice {
			break
		}
		tf--
	}
	for tl < len(s.Tokens) {
		switch {
		case !w.figureIn(tl, tl+1) && capital(tl) && s.Tokens[tl].UPOS == "PROPN":
			tl++
		case tl+1 < len(s.Tokens) && glue(tl) && s.Tokens[tl].Form != "'s" && s.Tokens[tl].Form != "’s" && capital(tl+1):
			tl += 2
		case tl+1 < len(s.Tokens) && isJoin(s.Tokens[tl].Form, s.Tokens[tl-1].Form) && capital(tl+1):
			tl += 2
		case tl+2 < len(s.Tokens) && isJoin(s.Tokens[tl].Form, "") && s.Tokens[tl+1].Form == "the" && capital(tl+2):
			tl += 3
		default:
			goto out
		}
	}
out:
	if tf == 0 && !h.coversOnly(tf, tl) && s.Tokens[0].UPOS != "PROPN" && s.Tokens[0].UPOS != "ADJ" {
		tf++
	}
	if tl-tf < 2 || tf > h.tf || w.figureIn(tf, tl) {
		return
	}
	for k := range w.hits {
		g := &w.hits[k]
		if g.sense == nil || g == h || g.tl <= tf || g.tf >= tl {
			continue
		}
		if g.tf < tf || g.tl > tl || !g.is(formAgent) && g.sense.form == formName && g.thing().typ != entente.ActorState && g.tl-g.tf > 1 {
			return
		}
	}
	d.body(i, tf, tl)
}

func (h *hit) coversOnly(tf, tl int) bool { return h.tf == tf && h.tl == tl }

// endsOwner reports whether "'s" at the end of a hit is a possessor's, not part of a name.
func (d *desk) endsOwner(w *work, t int, mark string) bool {
	if mark != "'s" && mark != "’s" {
		return false
	}
	return w.cover[t] > 0 && !w.hits[w.cover[t]-1].is(formAgent)
}

// titled reports whether a headline writes most words with a capital, so that
// capitals tell nothing.
func titled(s *document.Sentence) bool {
	upper, lower := 0, 0
	for k := range s.Tokens {
		switch s.Tokens[k].UPOS {
		case "VERB", "NOUN", "ADJ":
			if startsUpper(s.Tokens[k].Form) {
				upper++
			} else {
				lower++
			}
		}
	}
	return upper > lower
}

func isJoin(word, before string) bool {
	switch word {
	case "of", "for":
		return true
	case "and":
		return before != "" // inside a name only where more of it follows "of" or "for"
	}
	return false
}

// body notes an organisation's name at [tf, tl).
func (d *desk) body(i, tf, tl int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	text := d.text.String(entente.Span{Start: s.Tokens[tf].Start, End: s.Tokens[tl-1].End})
	b := &body{id: entente.ActorID("x:" + slug(text)), typ: entente.ActorGroup, label: strings.Join(strings.Fields(text), " ")}
	if id, ok := d.alias[fold(strings.Join(nameWords(s, tf, tl), " "))]; ok {
		b.id = id
	}
	head := headOf(s, tf, tl)
	for k := range w.hits {
		h := &w.hits[k]
		if h.sense == nil || h.tl <= tf || h.tf >= tl {
			continue
		}
		if h.is(formAgent) {
			if a := h.agent(); a.kind == agentWord || a.sector != "" && b.sector == "" {
				if b.sector == "" || h.tf <= head && head < h.tl {
					b.sector, b.typ = a.sector, a.typ
				}
			}
		} else if n := h.thing(); n.country != "" && n.country != "IGO" {
			b.country = n.country
		}
	}
	if b.typ == "" || b.typ == entente.ActorPerson { // teachers are persons, their union is not
		b.typ = entente.ActorGroup
	}
	if b.country == "" {
		if o, ok := d.ownerOf(i, tf, tl, 1); ok && o.typ == entente.ActorState {
			b.country = o.country
		}
	}
	d.suppress(w, tf, tl)
	w.figures = append(w.figures, figureAt{tf: tf, tl: tl, from: tf, head: head, org: b})
	for t := tf; t < tl; t++ {
		w.cover[t] = -1
	}
}

// acronym returns the bracketed abbreviation right behind token tl, in quotation marks or
// not, or "".
func acronym(s *document.Sentence, tl int) string {
	k := tl + 1
	if tl >= len(s.Tokens) || s.Tokens[tl].Form != "(" {
		return ""
	}
	quoted := k < len(s.Tokens) && isQuote(s.Tokens[k].Form)
	if quoted {
		k++
	}
	end := k + 1
	if quoted && end < len(s.Tokens) && isQuote(s.Tokens[end].Form) {
		end++
	}
	if end >= len(s.Tokens) || s.Tokens[end].Form != ")" {
		return ""
	}
	capitals, w := 0, s.Tokens[k].Form
	for _, c := range w {
		if c >= 'A' && c <= 'Z' {
			capitals++
		}
	}
	if len(w) > 12 || capitals < 2 && (capitals == 0 || !isInitials(s, tl, w)) {
		return ""
	}
	return w
}

// isInitials reports a word that is made of the first letters of the words before token tl, as
// "Uco" is of "Union of Coasts"; words without capitals may be left out.
func isInitials(s *document.Sentence, tl int, w string) bool {
	left := strings.ToLower(w)
	for t := tl - 1; t >= 0 && left != ""; t-- {
		form := s.Tokens[t].Form
		switch {
		case strings.HasPrefix(strings.ToLower(form), left[len(left)-1:]):
			left = left[:len(left)-1]
		case !startsUpper(form):
		default:
			return false
		}
	}
	return left == "" && len(w) > 2
}

func isQuote(w string) bool {
	switch w {
	case "\"", "'", "“", "”", "‘", "’", "``", "''":
		return true
	}
	return false
}

// ships are the letters before names of ships: who sails in one acts, the ship does not.
var ships = map[string]bool{
	"BRP": true, "USS": true, "USNS": true, "USCGC": true, "HMS": true, "HMAS": true, "HMCS": true, "HMNZS": true, "INS": true, "KRI": true, "TCG": true, "JDS": true,
	"ROKS": true, "RSS": true, "HTMS": true, "BNS": true, "PNS": true, "SLNS": true, "MV": true, "RV": true, "RFA": true, "RMS": true, "ARA": true,
}

// isShip reports the name of a ship at token i or behind its letters.
func isShip(s *document.Sentence, i int) bool {
	return ships[s.Tokens[i].Form] || i > 0 && ships[s.Tokens[i-1].Form]
}
