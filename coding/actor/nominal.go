package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// writeAgent writes the mention of a common noun: "Gondorian troops", "the
// minister", "both countries".
func (d *desk) writeAgent(i int, h *hit, span entente.Span) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	a := h.agent()
	if a.kind == agentFormer || a.kind == agentWord || a.sector == "" && !a.inherit && a.kind == agentOffice {
		return
	}
	for k := range w.figures {
		if f := &w.figures[k]; f.from <= h.tf && h.tf < f.tl {
			return // a title within a name
		}
	}
	first := d.leftEdge(i, h.tf, h.tl)
	if first < h.tf {
		span.Start = s.Tokens[first].Start
	}
	m := d.mention(i, first, h.tl, span, document.MentionNominal, "")
	m.Head = h.head
	m.Modifier = (s.Tokens[h.head].Rel == "compound" || s.Tokens[h.head].Rel == "amod") && s.Tokens[h.head].Head >= h.tl
	words := w.atoms[h.last-1].word
	plural := isPluralTag(s.Tokens[h.tl-1].XPOS) || a.kind == agentPlural
	if f := d.describedBy(i, h); f != nil && !plural {
		m.Actor = f.id
		d.use(f.id, entente.ActorPerson, f.country, f.sector, f.label)
		d.note(i, m, ref{kind: refPerson, gender: f.gender, who: f, sector: f.sector, country: f.country, words: w.phrase(h)})
		return
	}
	if a.kind == agentCountry || words == "sides" && two(s, h) && s.Child(h.head, "nmod") < 0 { // not "both sides of the river"
		d.writeCountry(i, h, m, plural)
		return
	}
	if id := d.ledBy(i, h, words); id != "" {
		m.Actor = id
		d.note(i, m, ref{kind: refBody, sector: a.sector, country: igoCountry, words: w.phrase(h)})
		return
	}
	if a.kind == agentOrgan && d.namedOtherwise(i, h) {
		d.note(i, m, ref{})
		return
	}
	o, owned := d.ownerOf(i, h.tf, h.tl, 2)
	if owned && o.person && followsPerson(a, o, words) {
		d.note(i, m, ref{}) // what a person's supporters do, neither the person does nor his state
		return
	}
	if !owned {
		o, owned = d.ownerBeside(i, h)
	}
	if !owned && plural {
		o, owned = d.ownerBefore(i, h)
	}
	if owned {
		d.writeOwned(i, h, m, o, words, plural)
		if plural && a.kind != agentCommunity {
			d.writeShared(i, h, compose(o, a).id)
		}
		return
	}
	if id, r, ok := d.backTo(i, h, a, words, plural); ok {
		m.Actor = id
		r.words = w.phrase(h)
		with := d.sharing(&r) // "the ministers of Gondor and Rohan" are two, and so are "the ministers"
		d.note(i, m, r)
		for _, q := range with {
			m.Actor = q.id
			d.note(i, m, q)
		}
		return
	}
	m.Sector = a.sector
	d.note(i, m, ref{})
}

// namedOtherwise reports an organ before which stands a name that no table knows: "India
// Motor Transport Congress" is no parliament, "Gondor's Silmaril network" not Gondor.
func (d *desk) namedOtherwise(i int, h *hit) bool {
	s, w := &d.text.Sentences[i], &d.work[i]
	if h.tf == 0 || w.cover[h.tf-1] != 0 {
		return false
	}
	t := &s.Tokens[h.tf-1]
	return t.UPOS == "PROPN" && t.Rel == "compound" && t.Head >= h.tf-1 && !units[fold(t.Form)]
}

// units are words for the part of a state that an organ is of.
var units = map[string]bool{
	"district": true, "state": true, "city": true, "county": true, "federal": true, "national": true, "royal": true, "supreme": true, "high": true,
	"metropolitan": true, "provincial": true, "central": true, "special": true, "regional": true, "municipal": true, "constitutional": true, "military": true,
	"people": true, "peoples": true, "foreign": true, "interior": true, "northern": true, "southern": true, "eastern": true, "western": true, "new": true,
}

// leftEdge returns the first token of the modifiers that stand before [tf, tl).
func (d *desk) leftEdge(i, tf, tl int) int {
	s := &d.text.Sentences[i]
	for tf > 0 {
		t := &s.Tokens[tf-1]
		if t.Head < tf || t.Head >= tl {
			break
		}
		ok := false
		switch t.Rel {
		case "amod", "compound", "nmod:poss", "case", "flat", "nummod", "advmod", "det", "punct":
			ok = t.UPOS != "PUNCT" || t.Form == "-"
		}
		if !ok {
			break
		}
		tf--
	}
	for tf < tl && (s.Tokens[tf].UPOS == "PUNCT" || s.Tokens[tf].Rel == "case") {
		tf++
	}
	return tf
}

// describedBy returns the person of whom h is an apposition, not the subject of whom it
// is said.
func (d *desk) describedBy(i int, h *hit) *figure {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for k := range w.figures {
		f := &w.figures[k]
		if f.who == nil || !w.describes(s, h, f) {
			continue
		}
		if t := &s.Tokens[f.head]; t.Rel != "nsubj" || t.Head != h.head {
			return f.who
		}
	}
	return nil
}

// writeOwned writes an agent noun whose owner is known.
func (d *desk) writeOwned(i int, h *hit, m document.Mention, o owner, words string, plural bool) {
	a, phrase := h.agent(), d.work[i].phrase(h)
	made := d.madeOf(i, h, o)
	if made.id == o.id && a.kind != agentOrgan && d.former(i, h) { // a former member of the guard is not the guard
		d.note(i, m, ref{})
		return
	}
	if made.sector == "GOV" && d.former(i, h) && made.typ != entente.ActorIGO {
		made.sector, made.id = "ELI", entente.ActorID(made.country+".ELI")
		made.typ = entente.ActorGroup
	}
	if a.kind == agentCommunity {
		d.community(i, h, &made, o)
	} else if made.country == "" && (o.typ == entente.ActorEthnicGroup || o.typ == entente.ActorReligiousGroup) {
		d.settle(i, h, &made)
	}
	if a.kind == agentOffice && !plural { // "the Gondorian president" named elsewhere
		if f := d.holder(phrase, made.country, d.former(i, h)); f != nil {
			m.Actor = f.id
			d.use(f.id, entente.ActorPerson, f.country, f.sector, f.label)
			d.note(i, m, ref{kind: refPerson, gender: f.gender, who: f, sector: f.sector, country: f.country, words: phrase})
			return
		}
	}
	m.Actor = made.id
	if made.id == "" {
		d.note(i, m, ref{})
		return
	}
	d.use(made.id, made.typ, made.country, made.sector, made.label)
	kind := refBody
	if a.kind == agentOffice || a.kind == agentPerson {
		kind = refPerson
	} else if a.kind == agentPlural || a.kind == agentCommunity {
		kind = refOther
	}
	d.note(i, m, ref{kind: kind, gender: genders[words], plural: plural, sector: made.sector, country: made.country, words: phrase})
}

// bands are words for what people of a country found beside its state: a Rohirric group is not
// Rohan.
var bands = map[string]bool{
	"group": true, "groups": true, "organization": true, "organizations": true, "organisation": true, "organisations": true, "movement": true, "movements": true,
	"network": true, "networks": true, "alliance": true, "alliances": true, "front": true, "fronts": true, "league": true, "club": true, "clubs": true,
	"union": true, "unions": true, "association": true, "associations": true, "federation": true, "confederation": true,
}

// madeOf is who the agent noun of a hit with an owner is. A group of a country's people is an
// armed one where its own words say so, and its people where it is told to be of these ("a
// group of Gondorians"); else nobody who could be told.
func (d *desk) madeOf(i int, h *hit, o owner) made {
	s, a := &d.text.Sentences[i], h.agent()
	if word := d.work[i].atoms[h.last-1].word; o.typ == entente.ActorRegion && o.country == "" && (word == "bloc" || word == "blocs") {
		return made{} // a region's bloc is no party of it
	}
	if w := s.Tokens[h.head].Lemma; others[w] || o.isState() && backers[w] { // Gondor's ally is not Gondor
		return made{}
	}
	for _, c := range s.Children(h.head) { // nor are its proxy forces, nor those in Gondor
		if t := &s.Tokens[c]; t.Rel == "compound" && others[t.Lemma] {
			return made{}
		}
	}
	if !a.inherit || !o.isState() || o.sector != "" || !bands[d.work[i].atoms[h.last-1].word] {
		return compose(o, a)
	}
	if o.form == formPeople {
		return made{id: entente.ActorID(o.country + ".people"), typ: entente.ActorPeople, country: o.country}
	}
	for _, c := range s.Children(h.head) {
		if t := &s.Tokens[c]; (t.Rel == "amod" || t.Rel == "compound") && armed[strings.ToLower(t.Form)] {
			return made{id: entente.ActorID(o.country + ".REB"), typ: entente.ActorRebel, country: o.country, sector: "REB"}
		}
	}
	return made{}
}

// armed are words for groups that fight.
var armed = map[string]bool{
	"militant": true, "armed": true, "terrorist": true, "terror": true, "rebel": true, "insurgent": true, "guerrilla": true, "separatist": true, "jihadist": true, "jihadi": true,
	"extremist": true, "resistance": true, "underground": true, "secessionist": true,
}

// settle puts members of a people or faith in the state where they are said to be:
// "Rohirric prisoners in Gondor".
func (d *desk) settle(i int, h *hit, m *made) {
	s := &d.text.Sentences[i]
	for _, c := range s.Children(h.head) {
		if s.Tokens[c].Rel != "nmod" || caseOf(s, int(c)) != "in" {
			continue
		}
		if q, ok := d.ownerAt(i, int(c), 0); ok && q.isState() && q.country != "" {
			m.country = q.country
			m.id += entente.ActorID("." + q.country)
			return
		}
	}
}

// community names the part of a people that lives in a state: "the Rohirric
// minority in Gondor".
func (d *desk) community(i int, h *hit, m *made, o owner) {
	s := &d.text.Sentences[i]
	place := ""
	for t := h.tf; t < h.tl; t++ {
		for _, c := range s.Children(t) {
			if rel := s.Tokens[c].Rel; rel != "nmod" && rel != "nmod:poss" && rel != "obl" {
				continue
			}
			if q, ok := d.ownerAt(i, int(c), 0); ok && q.isState() && q.id != o.id {
				place = q.country
			}
		}
	}
	switch {
	case o.isState() && place == "":
		m.id, m.typ, m.sector = o.id+".people", entente.ActorPeople, ""
		if o.form == formAdjective {
			m.label = d.r.peopleOf(o.country)
		}
	case o.isState():
		m.id = entente.ActorID("x:" + slug(d.r.peopleOf(o.country)) + "." + place)
		m.typ, m.country, m.sector = entente.ActorEthnicGroup, place, "CVL"
		m.label = d.r.peopleOf(o.country) + " in " + d.r.Label(entente.ActorID(place))
	case place != "":
		m.id += entente.ActorID("." + place)
		m.country = place
		m.label = o.label + " in " + d.r.Label(entente.ActorID(place))
	}
}

// writeCountry resolves "the country", "both countries", "their country".
func (d *desk) writeCountry(i int, h *hit, m document.Mention, plural bool) {
	s := &d.text.Sentences[i]
	if o, ok := d.ownerOf(i, h.tf, h.tl, 0); ok && o.form != formAdjective && o.country != "" && o.country != "IGO" && !plural {
		if k := s.Child(h.head, "nmod:poss"); k >= 0 { // "his country"
			m.Actor = entente.ActorID(o.country)
			d.use(m.Actor, entente.ActorState, o.country, "", "")
			d.note(i, m, ref{kind: refState, country: o.country})
		}
		return
	}
	if plural {
		if two(s, h) {
			for _, id := range d.lastTwo(i, h.head) {
				m.Actor = id
				d.note(i, m, ref{kind: refOther, plural: true})
			}
		}
		return
	}
	if !definite(s, h.head) || modified(s, h.head) {
		return
	}
	barred := d.subjectState(i, h.head)
	if s.Tokens[h.head].Rel == "nmod:poss" { // "the president ordered the country's forces"
		barred = ""
	}
	if r := d.lastState(i, h.head, 2, barred); r != nil {
		m.Actor = r.id
		d.note(i, m, ref{kind: refState, country: r.country})
	}
}

// two reports whether the noun is counted as two: "both", "the two".
func two(s *document.Sentence, h *hit) bool {
	for _, c := range s.Children(h.head) {
		switch strings.ToLower(s.Tokens[c].Form) {
		case "both", "two":
			return true
		}
	}
	return h.tf > 0 && strings.EqualFold(s.Tokens[h.tf-1].Form, "both")
}

// definite reports whether a noun has "the", "this" or "that".
func definite(s *document.Sentence, head int) bool {
	for _, c := range s.Children(head) {
		if s.Tokens[c].Rel == "det" {
			switch strings.ToLower(s.Tokens[c].Form) {
			case "the", "this", "that":
				return true
			}
		}
	}
	return false
}

// modified reports whether a noun is narrowed by an adjective, a relative
// clause or a complement, so that it need not refer back.
func modified(s *document.Sentence, head int) bool {
	for _, c := range s.Children(head) {
		switch s.Tokens[c].Rel {
		case "amod", "acl", "acl:relcl", "nmod", "compound", "appos":
			return true
		}
	}
	return false
}

// lastTwo returns the two states that "both countries" means: of the nearest
// sentence that names states those that are joined there, or the only two, or its only
// one and the only one of the sentence before; without the subject of its own
// clause where it is no subject.
func (d *desk) lastTwo(i, token int) []entente.ActorID {
	if two := d.lastTwoOf(i, token, false); two != nil {
		return two
	}
	return d.lastTwoOf(i, token, true)
}

// lastTwoOf is lastTwo among the states named in their own right, or with those whose
// name only modifies another word ("a Gondorian threat").
func (d *desk) lastTwoOf(i, token int, modifiers bool) (found []entente.ActorID) {
	barred := d.subjectState(i, token)
	if party := barred; party != "" && d.isBetween(i, token) { // who breaks ties between the two countries is one of them
		barred = ""
		defer func() {
			if !slices.Contains(found, party) {
				found = nil
			}
		}()
	}
	var one entente.ActorID
	for at := i; at >= 0 && at >= i-3; at-- {
		named := d.statesOf(at, i, token, barred)
		if barred != "" && at < i && d.isOneOfTwo(at, i, token, barred) { // of two that the sentence before names it is one itself
			return nil
		}
		if !modifiers && one == "" { // the second must be the only one, in whatever words
			named = slices.DeleteFunc(named, func(r *ref) bool { return r.modifier })
		}
		if one != "" {
			named = slices.DeleteFunc(named, func(r *ref) bool { return baseState(r) == one })
			if len(named) == 1 {
				return ordered(one, baseState(named[0]))
			}
			return nil
		}
		switch len(named) {
		case 0:
			continue
		case 1:
			if all := d.statesOf(at, i, token, barred); len(all) == 2 { // "the Gondorian move will harm its ties with Rohan"
				return ordered(baseState(all[0]), baseState(all[1]))
			}
			one = baseState(named[0])
			continue
		case 2:
			if modifiers && len(d.statesOf(at, i, token, "")) > 2 {
				return nil
			}
			return ordered(baseState(named[0]), baseState(named[1]))
		}
		return d.joinedTwo(at, named)
	}
	return nil
}

// isBetween reports a noun behind "between" of what its clause's subject does as one of both: "cut the
// ties between the two countries".
func (d *desk) isBetween(i, token int) bool {
	s := &d.text.Sentences[i]
	t := &s.Tokens[token]
	if t.Rel != "nmod" || caseOf(s, token) != "between" || t.Head < 0 || s.Tokens[t.Head].Rel != "obj" {
		return false
	}
	switch s.Tokens[s.Tokens[t.Head].Head].Lemma {
	case "downgrade", "upgrade", "sever", "cut", "break", "suspend", "freeze", "establish", "normalize", "normalise":
		return true
	}
	return false
}

// isOneOfTwo reports a state that sentence at joins with another.
func (d *desk) isOneOfTwo(at, i, token int, state entente.ActorID) bool {
	named := d.statesOf(at, i, token, "")
	return slices.Contains(d.joinedTwo(at, named), state)
}

// joinedTwo returns the two states of those named in sentence at that are joined with each
// other and no third.
func (d *desk) joinedTwo(at int, named []*ref) []entente.ActorID {
	for _, q := range named {
		var joined []*ref
		for _, r := range named {
			if t := &d.text.Sentences[at].Tokens[r.token]; t.Rel == "conj" && t.Head == q.token {
				joined = append(joined, r)
			}
		}
		if len(joined) == 1 {
			return ordered(baseState(q), baseState(joined[0]))
		}
	}
	return nil
}

// statesOf returns what sentence at names of states, each once, before token where it is
// sentence i.
func (d *desk) statesOf(at, i, token int, barred entente.ActorID) []*ref {
	var out []*ref
	k, _ := slices.BinarySearchFunc(d.refs, at, func(r ref, i int) int { return r.sentence - i })
	for ; k < len(d.refs) && d.refs[k].sentence == at; k++ {
		r := &d.refs[k]
		id := baseState(r)
		if id == "" || id == barred || at == i && r.token >= token {
			continue
		}
		if !slices.ContainsFunc(out, func(q *ref) bool { return baseState(q) == id }) {
			out = append(out, r)
		}
	}
	return out
}

// isAimAbroad reports verb v of what somebody goes to another state for: "sent troops to Rohan to fight
// rebels in the country". What is not done abroad may be for his own.
func (d *desk) isAimAbroad(i, v int) bool {
	s := &d.text.Sentences[i]
	h := s.Tokens[v].Head
	if s.Tokens[v].Rel != "advcl" || s.Tokens[v].XPOS != "VB" || h < 0 || h > v {
		return false
	}
	return slices.ContainsFunc(d.statesOf(i, i, v, ""), func(r *ref) bool {
		t := &s.Tokens[r.token]
		if t.Head < h || r.token < h || t.Head != h && s.Tokens[t.Head].Head != h || t.Rel != "obl" && t.Rel != "nmod" {
			return false
		}
		c := caseOf(s, r.token)
		return c == "in" || c == "to" || c == "into"
	})
}

// subjectState returns the state that is the subject of the verb that token hangs on, ""
// where token is that itself.
func (d *desk) subjectState(i, token int) entente.ActorID {
	s := &d.text.Sentences[i]
	if rel := s.Tokens[token].Rel; rel == "nsubj" || rel == "nsubj:pass" {
		return ""
	}
	for v := range s.Ancestors(token) {
		if u := s.Tokens[v].UPOS; u != "VERB" && u != "AUX" {
			continue
		}
		for k := range d.refs {
			if r := &d.refs[k]; r.sentence == i && r.subject && s.Tokens[r.token].Head == v {
				if id := baseState(r); id != "" || r.kind == refPerson || len(r.country) != 3 || r.country == igoCountry {
					return id
				}
				return entente.ActorID(r.country) // of troops
			}
		}
		if d.isAimAbroad(i, v) {
			continue
		}
		if rel := s.Tokens[v].Rel; rel != "conj" && rel != "xcomp" || s.Child(v, "nsubj", "nsubj:pass") >= 0 { // "refused to help and called on both"
			break
		}
	}
	return ""
}

func ordered(a, b entente.ActorID) []entente.ActorID { return []entente.ActorID{min(a, b), max(a, b)} }

// baseState is the state that a reference names or belongs to, or "".
func baseState(r *ref) entente.ActorID {
	if r.country != "" && r.country != "IGO" && (r.kind == refState || r.kind == refPerson && r.sector == "GOV") {
		return entente.ActorID(r.country)
	}
	return ""
}

// lastState returns the state most recently named, a subject before others, but one.
func (d *desk) lastState(i, token, back int, barred entente.ActorID) *ref {
	var best *ref
	score := -1
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-back; k-- {
		r := &d.refs[k]
		if r.kind != refState || r.sentence == i && r.token >= token || barred != "" && baseState(r) == barred {
			continue
		}
		sc := 4 - 2*(i-r.sentence)
		if r.subject {
			sc += 2
		}
		if r.modifier {
			sc--
		}
		if t := d.text.Sentences[r.sentence].Tokens[r.token]; t.Rel == "conj" || d.text.Sentences[r.sentence].Child(r.token, "conj") >= 0 { // one of several
			sc -= 3
		}
		if best == nil || sc > score {
			best, score = r, sc
		}
	}
	if best != nil && strings.HasSuffix(string(best.id), ".GOV") {
		b := *best
		b.id = entente.ActorID(b.country)
		return &b
	}
	return best
}

// backTo resolves a definite noun without an owner: "the minister" is the last
// minister, "the ministry" the last ministry, "the army" that of the country
// the whole document is about. A noun that its own words narrow down ("the senator
// from this state") need not be one that was named.
func (d *desk) backTo(i int, h *hit, a *agent, words string, plural bool) (entente.ActorID, ref, bool) {
	s := &d.text.Sentences[i]
	if !definite(s, h.head) || narrowed(s, h) {
		return "", ref{}, false
	}
	phrase, person := d.work[i].phrase(h), a.kind == agentOffice || a.kind == agentPerson
	if person && !plural && !groups[words] {
		if r := d.titled(i, phrase, d.former(i, h)); r != nil {
			return r.id, *r, true
		}
	}
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-6; k-- {
		r := &d.refs[k]
		if a.kind == agentOrgan && d.isNamedAs(r, words) {
			return r.id, *r, true
		}
		if r.modifier || r.who != nil || groups[words] || !answersTo(r.words, phrase) {
			continue
		}
		switch {
		case person && r.kind == refPerson && r.plural == plural,
			a.kind == agentOrgan && (a.sector == "" || r.sector == a.sector || a.inherit),
			a.kind == agentPlural && r.plural && (a.sector == "" || r.sector == a.sector || a.inherit):
			return r.id, *r, true
		}
	}
	if a.kind != agentOrgan {
		return "", ref{}, false
	}
	if a.inherit {
		if r := d.lastBody(i, words); r != nil {
			return r.id, *r, true
		}
	}
	if a.sector != "" && !modified(s, h.head) {
		if c := d.dominant(); c != "" {
			m := compose(owner{id: entente.ActorID(c), typ: entente.ActorState, country: c}, a)
			d.use(m.id, m.typ, m.country, m.sector, m.label)
			return m.id, ref{kind: refBody, sector: m.sector, country: c}, true
		}
	}
	return "", ref{}, false
}

// isNamedAs reports an organisation of states whose name ends in a noun: "the parliament" may be the
// League Parliament.
func (d *desk) isNamedAs(r *ref, words string) bool {
	a := d.actors[r.id]
	return !r.modifier && r.kind == refBody && a != nil && a.Type == entente.ActorIGO && !strings.Contains(string(r.id), ".") && strings.HasSuffix(fold(a.Label), " "+words)
}

// narrowed reports whether a phrase or clause behind a noun says which one is meant.
func narrowed(s *document.Sentence, h *hit) bool {
	for _, c := range s.Children(h.head) {
		switch s.Tokens[c].Rel {
		case "nmod":
			if int(c) >= h.tl { // not in "secretary of state"
				return true
			}
		case "acl", "acl:relcl":
			if first, _ := s.Subtree(int(c)); first == 0 || s.Tokens[first].Form != "," && s.Tokens[first-1].Form != "," {
				return true
			}
		}
	}
	return false
}

// lastBody returns the only organisation named in this sentence and the three before
// that a noun for any organisation may stand for, nil where there are two.
func (d *desk) lastBody(i int, words string) *ref {
	if !generic(words) {
		return nil
	}
	var found *ref
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-3; k-- {
		r := &d.refs[k]
		switch {
		case r.modifier || r.kind != refBody || strings.Contains(string(r.id), ".") || !d.maybe(r.id, words):
		case found == nil:
			found = r
		case r.id != found.id:
			return nil
		}
	}
	return found
}

// maybe reports whether an organisation may be what a noun says: no newspaper is a party.
func (d *desk) maybe(id entente.ActorID, words string) bool {
	a := d.actors[id]
	if a == nil {
		return false
	}
	switch a.Type {
	case entente.ActorGroup:
		return true
	case entente.ActorMedia:
		return words != "party" && words != "alliance" && words != "bloc" && words != "movement" && words != "union" && words != "council"
	}
	switch words {
	case "party":
		return a.Type == entente.ActorParty
	case "company", "firm":
		return a.Type == entente.ActorCompany
	case "newspaper", "paper", "channel", "broadcaster":
		return false
	}
	return true
}

// generic reports whether a noun may stand for any organisation.
func generic(words string) bool {
	switch words {
	case "group", "organization", "organisation", "party", "company", "firm", "alliance", "bloc", "movement", "agency", "newspaper",
		"union", "institute", "association", "council", "network", "body", "paper", "channel", "broadcaster", "center", "centre":
		return true
	}
	return false
}

// dominant is the country that at least seven of ten names of a country in the
// document name, with three of them at least, or "".
func (d *desk) dominant() string {
	total, best, name := 0, 0, ""
	for c, n := range d.weight {
		if c == "IGO" {
			continue
		}
		total += n
		if n > best || n == best && c < name {
			best, name = n, c
		}
	}
	if best >= 3 && 10*best >= 7*total {
		return name
	}
	return ""
}
