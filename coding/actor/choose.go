package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// weigh counts how often the document names each country, by words that can
// name only one. It decides between namesakes and supports weak senses.
func (d *desk) weigh() {
	d.weight, d.named = map[string]int{}, map[entente.ActorID]bool{}
	for i := range d.work {
		for k := range d.work[i].hits {
			h := &d.work[i].hits[k]
			if h.tl-h.tf == 1 && d.partOfName(&d.text.Sentences[i], &d.work[i], h) {
				continue
			}
			country, only := "", true
			var last *sense
			counted := 0
			for j := range h.senses {
				s := &h.senses[j]
				if d.isBorrowed(h, s) {
					continue
				}
				last, counted = s, counted+1
				if s.form == formAgent || s.form == formSurname || s.weak {
					only = false
					break
				}
				what := &s.table.things[s.what]
				if what.typ == entente.ActorParty && what.source == listed && isPlain(d.work[i].atoms[h.first:h.last]) {
					only = false // its name does not tell which country's it is
					break
				}
				c := what.country
				only = only && (country == "" || c == country)
				country = c
			}
			if only && country == igoCountry && counted == 1 {
				d.named[last.table.things[last.what].id] = true
			}
			if only && country != "" {
				d.weight[country]++
				if country == "USA" && last.form == formCity {
					d.abroad++
				}
			}
		}
	}
}

// choose picks the sense of every hit of sentence i, or none.
func (d *desk) choose(i int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for k := range w.hits {
		h := &w.hits[k]
		h.sense = d.pick(s, w, h)
		if h.sense != nil {
			for t := h.tf; t < h.tl; t++ {
				w.cover[t] = int16(k + 1)
			}
		}
	}
}

// pick is the sense of a hit, nil where none fits. The senses are the table's, which is
// shared, and are not changed.
func (d *desk) pick(s *document.Sentence, w *work, h *hit) *sense {
	var best *sense
	bestScore := 0
	for j := range h.senses {
		x := &h.senses[j]
		if !d.fits(s, w, h, x) {
			continue
		}
		score := 10
		if x.valid(d.on) {
			score += 4
		}
		switch x.form {
		case formName, formSeat:
			score += 3
		case formAdjective, formPeople, formPerson:
			score += adjectival(s, h, x.form)
		case formCapital:
			score += 2
		case formAgent:
			score += 3
		}
		if x.form != formAgent {
			n := &x.table.things[x.what]
			score += min(3, d.weight[n.country])
			if n.typ == entente.ActorPerson { // of two of one name, who was in office
				score += n.nearness(d.on)
			}
			if x.form == formName && n.typ == entente.ActorState {
				score += d.neighbours(x.table, n.country)
			}
			if x.form == formCity && n.country == "USA" {
				score += min(6, d.abroad)
			}
		}
		if x.weak {
			score -= 2
		}
		if x.form != formAgent && x.weak && d.named[x.table.things[x.what].id] { // the European Union named, "Brussels" is it
			score += 4
		}
		if d.isBorrowed(h, x) {
			continue
		}
		if best == nil || score > bestScore {
			best, bestScore = x, score
		}
	}
	return best
}

// listed is the source of the generated table of parties, whose names are not checked
// for namesakes abroad.
const listed = "factbook"

// isBorrowed reports letters that a party of the generated table has in common with somebody
// of another table, who is better known by them: "EU" is no ecological uprising.
func (d *desk) isBorrowed(h *hit, x *sense) bool {
	if x.form != formName || x.table.things[x.what].source != listed || x.table.things[x.what].typ != entente.ActorParty || h.last-h.first != 1 {
		return false
	}
	return slices.ContainsFunc(h.senses, func(o sense) bool {
		return o.form == formName && !o.weak && o.table.things[o.what].source != listed
	})
}

// isPlain reports a party's name of words that parties of many countries are called by.
func isPlain(atoms []atom) bool {
	return !slices.ContainsFunc(atoms, func(a atom) bool { return !partyWords[a.word] })
}

var partyWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`party parties movement front union alliance congress league coalition bloc group list the of for and a
		action agrarian alternative center centre centrist change christian citizens civic civil common commonwealth communist conservative conservatives
		constitutional country crats democracy democrat democratic democrats development dignity ecological ecologist ecology economic equality equity
		family farmers fatherland federal forward free freedom future general good great green greens growth harmony homeland hope house human identity
		independence independent independents initiative justice labor labour land law leadership left liberal liberals liberation liberty life light
		moderate moderates modern moral nation national nationalist new order our patriotic patriots peace peasants people peoples pensioners pole popular power
		progress progressive progressives prosperity radical radicals reconstruction reform reformist renewal renaissance renovation republic republican
		republicans revolution revolutionary right rights rule rural salvation social socialist socialists society solidarity sovereignty stability state
		stronger sustainable today together tomorrow truth united unity values veterans victory vision voice welfare will women workers working youth s`) {
		m[w] = true
	}
	m["'s"] = true
	return m
}()

// neighbours counts the neighbours of a state that a document names.
func (d *desk) neighbours(t *table, country string) int {
	n := t.nation[country]
	if n == nil {
		return 0
	}
	score := 0
	for _, c := range n.near {
		if !strings.HasPrefix(c, "!") && d.weight[c] > 0 {
			score += 2
		}
	}
	return min(6, score)
}

// adjectival prefers the demonym's form that fits the tag: "Azerbaijanis" is
// plural, "Swiss" before a noun an adjective.
func adjectival(s *document.Sentence, h *hit, f form) int {
	t := &s.Tokens[h.head]
	before := t.Rel == "amod" || t.Rel == "compound" || t.UPOS == "ADJ"
	pl := t.XPOS == "NNS" || t.XPOS == "NNPS"
	switch {
	case f == formAdjective && before, f == formPeople && pl, f == formPerson && !before && !pl:
		return 3
	}
	return 1
}

// fits reports whether a sense can hold where the hit stands.
func (d *desk) fits(s *document.Sentence, w *work, h *hit, x *sense) bool {
	t := &s.Tokens[h.head]
	if x.form == formAgent {
		a := &x.table.agents[x.what]
		switch a.kind {
		case agentFormer:
			return true
		case agentWord:
			return w.atoms[h.last-1].upper
		}
		if t.Form == "authority" && s.Child(h.head, "nmod") >= 0 { // over something: power, no body
			return false
		}
		return t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "ADJ" && t.Rel != "amod" && t.Rel != "advmod" || h.last-h.first > 1
	}
	if x.form == formSurname {
		return false
	}
	if x.form == formAdjective && isFormerLand(s, w, h) {
		return false
	}
	n := &x.table.things[x.what]
	if x.form == formCity || n.typ == entente.ActorParty {
		if h.tl-h.tf == 1 && t.UPOS != "PROPN" && !w.shouted {
			return false
		}
		// A part of a longer name is no place: "Lincoln Chafee".
		if x.form == formCity && d.partOfName(s, w, h) {
			return false
		}
	} else if x.need == needInitial && h.tl-h.tf == 1 && (t.UPOS == "VERB" || t.UPOS == "ADV" || t.UPOS == "AUX") {
		return false
	}
	if x.form == formName && n.typ == entente.ActorState && h.tl-h.tf == 1 && d.partOfName(s, w, h) {
		return false
	}
	if (n.typ == entente.ActorMedia || n.typ == entente.ActorCompany) && h.tl-h.tf == 1 && d.startsName(s, w, h) {
		return false
	}
	if x.weak && n.typ == entente.ActorParty {
		return d.weight[n.country] >= 2
	}
	if n.typ == entente.ActorParty && n.source == listed && d.weight[n.country] == 0 {
		return false // many countries have a Communist Party
	}
	if x.weak {
		return n.country == "" || n.country == "IGO" || d.weight[n.country] >= 1
	}
	return true
}

// isFormerLand reports the adjective of what a country was part of: "a former Soviet republic",
// "the ex-Yugoslav state".
func isFormerLand(s *document.Sentence, w *work, h *hit) bool {
	if h.first == 0 || h.tl >= len(s.Tokens) || !partOnce[w.atoms[h.first-1].word] {
		return false
	}
	t := &s.Tokens[h.tl]
	return t.UPOS != "PUNCT" && onceParts[strings.ToLower(t.Lemma)]
}

var (
	partOnce  = map[string]bool{"former": true, "ex": true, "post": true, "formerly": true, "onetime": true, "one-time": true}
	onceParts = map[string]bool{
		"republic": true, "state": true, "country": true, "nation": true, "territory": true, "possession": true, "satellite": true, "colony": true, "space": true,
		"protectorate": true, "mandate": true, "province": true,
	}
)

// startsName reports whether a word stands before a capitalised noun that no table
// knows, as the first of a longer name does: "AP Forest Service" is no news agency's.
func (d *desk) startsName(s *document.Sentence, w *work, h *hit) bool {
	t := &s.Tokens[h.head]
	if t.Rel != "compound" || t.Head < h.tl || s.Tokens[t.Head].UPOS != "PROPN" {
		return false
	}
	for k := h.tl; k <= t.Head; k++ {
		if s.Tokens[k].UPOS != "PROPN" {
			return false
		}
	}
	return !slices.ContainsFunc(w.hits, func(g hit) bool { return g.tf <= t.Head && t.Head < g.tl && g.senses[0].form != formAgent })
}

// partOfName reports whether a one-word hit is tied to a neighbouring proper
// noun as parts of one person's name are.
func (d *desk) partOfName(s *document.Sentence, w *work, h *hit) bool {
	inHit := func(token int) bool {
		for k := range w.hits {
			g := &w.hits[k]
			if g != h && g.tf <= token && token < g.tl {
				for j := range g.senses {
					if g.senses[j].form != formSurname {
						return true
					}
				}
			}
		}
		return false
	}
	flat := func(i int) bool { r := s.Tokens[i].Rel; return r == "flat" || r == "flat:name" }
	for _, o := range [2]int{h.tf - 1, h.tl} {
		if o < 0 || o >= len(s.Tokens) || s.Tokens[o].UPOS != "PROPN" || inHit(o) {
			continue
		}
		if flat(o) && s.Tokens[o].Head == h.head || flat(h.head) && (s.Tokens[h.head].Head == o || s.Tokens[o].Head == s.Tokens[h.head].Head && flat(o)) {
			return true
		}
	}
	for _, n := range d.namesOf(d.text.SentenceAt(s.Start)) {
		if n.Type == document.NamePerson && n.First <= h.tf && h.tl <= n.Last && n.Last-n.First > h.tl-h.tf {
			for t := n.First; t < n.Last; t++ {
				if (t < h.tf || t >= h.tl) && !inHit(t) {
					return true
				}
			}
		}
	}
	return false
}
