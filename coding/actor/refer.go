package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// ref is an actor as later words may refer back to it.
type ref struct {
	sentence, token int
	id              entente.ActorID
	kind            refKind
	gender          byte
	who             *figure
	subject         bool
	modifier        bool
	plural          bool
	sector          string
	country         string
	words           string // folded agent noun: "ministry"
}

type refKind byte

const (
	refPerson refKind = iota
	refState
	refBody  // organisation, organ or group
	refOther // peoples, faiths, places
)

// refer writes the mentions of sentence i in the order of its tokens and
// resolves what refers back.
func (d *desk) refer(i int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for t := 0; t < len(s.Tokens); {
		next := t + 1
		if f := w.figureStarting(t); f != nil {
			d.writeFigure(i, f)
			t = next
			continue
		}
		if c := w.cover[t]; c > 0 && w.hits[c-1].tf == t && !w.hits[c-1].done {
			d.writeHit(i, &w.hits[c-1])
			// A token may hold several hits: "Gondorian-Rohirric".
			for k := int(c); k < len(w.hits) && w.hits[k].tf == t; k++ {
				if w.hits[k].sense != nil && !w.hits[k].done {
					d.writeHit(i, &w.hits[k])
				}
			}
		} else if s.Tokens[t].UPOS == "PRON" || strings.HasPrefix(s.Tokens[t].XPOS, "PRP") {
			d.writePronoun(i, t)
		} else if w.cover[t] == 0 {
			d.writeAlias(i, t)
		}
		t = next
	}
	for k := range w.hits { // several hits in one token, the first of which is covered
		if h := &w.hits[k]; h.sense != nil && !h.done {
			d.writeHit(i, h)
		}
	}
}

func (w *work) figureStarting(t int) *figureAt {
	for k := range w.figures {
		if w.figures[k].tf == t {
			return &w.figures[k]
		}
	}
	return nil
}

// note adds a mention and remembers it for later reference.
func (d *desk) note(i int, m document.Mention, r ref) {
	s := &d.text.Sentences[i]
	d.work[i].mentions = append(d.work[i].mentions, m)
	if m.Actor == "" {
		return
	}
	r.sentence, r.token, r.id, r.modifier = i, m.Head, m.Actor, m.Modifier
	rel := s.Tokens[m.Head].Rel
	r.subject = rel == "nsubj" || rel == "nsubj:pass"
	if m.Place {
		r.kind = refOther
	}
	d.refs = append(d.refs, r)
}

// mention makes a mention of tokens [tf, tl) with bytes from atom to atom.
func (d *desk) mention(i, tf, tl int, span entente.Span, kind document.MentionKind, id entente.ActorID) document.Mention {
	s := &d.text.Sentences[i]
	m := document.Mention{Range: document.Range{Sentence: i, First: tf, Last: tl}, Span: span, Head: headOf(s, tf, tl), Kind: kind, Actor: id}
	switch rel := s.Tokens[m.Head].Rel; rel {
	case "amod", "compound", "nmod:desc":
		m.Modifier = s.Tokens[m.Head].Head > m.Head
	}
	return m
}

// writeFigure writes the mention of a person or unknown organisation.
func (d *desk) writeFigure(i int, at *figureAt) {
	s := &d.text.Sentences[i]
	span := entente.Span{Start: s.Tokens[at.from].Start, End: s.Tokens[at.tl-1].End}
	if b := at.org; b != nil {
		if at.tl-at.tf == 1 && d.writeAlias(i, at.tf) {
			return
		}
		m := d.mention(i, at.tf, at.tl, span, document.MentionName, b.id)
		d.use(b.id, b.typ, b.country, b.sector, b.label)
		if a := acronym(s, at.tl); a != "" {
			d.alias[fold(a)] = b.id
		}
		d.note(i, m, ref{kind: refBody, sector: b.sector, country: b.country, words: fold(b.label)})
		return
	}
	f := at.who
	if at.from < at.tf {
		for k := range d.work[i].hits {
			if h := &d.work[i].hits[k]; h.tf >= at.from && h.tl <= at.tf && h.is(formAgent) {
				h.done = true
			}
		}
		d.dropNominals(i, at.from, at.tf)
	}
	m := d.mention(i, at.from, at.tl, span, document.MentionName, f.id)
	a := d.use(f.id, entente.ActorPerson, f.country, f.sector, f.label)
	d.figureOf[f.id] = f
	_ = a
	d.note(i, m, ref{kind: refPerson, gender: f.gender, who: f, sector: f.sector, country: f.country})
}

// isMember reports a party's word for one of its people, "the Valley Democrat", who is not
// the party; where a name stands beside, that is whom it means.
func isMember(s *document.Sentence, w *work, h *hit) bool {
	if h.thing().typ != entente.ActorParty || h.last-h.first != 1 || w.atoms[h.first].caps {
		return false
	}
	t := &s.Tokens[h.head]
	if t.XPOS != "NN" && t.XPOS != "NNP" || t.Rel == "amod" || t.Rel == "compound" || s.Child(h.head, "det") < 0 {
		return false
	}
	tr := h.sense.table.trie
	node := tr.step(0, w.atoms[h.first].word+"s")
	return node > 0 && slices.ContainsFunc(tr.senses[node], func(x sense) bool { return x.what == h.sense.what })
}

// dropNominals takes back the mentions of a title that belongs to a name.
func (d *desk) dropNominals(i, from, to int) {
	w := &d.work[i]
	keep := w.mentions[:0]
	for _, m := range w.mentions {
		if m.First >= from && m.Last <= to && m.Kind == document.MentionNominal {
			continue
		}
		keep = append(keep, m)
	}
	w.mentions = keep
	for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence == i; k-- {
		if d.refs[k].token >= from && d.refs[k].token < to && d.refs[k].words != "" {
			d.refs = append(d.refs[:k], d.refs[k+1:]...)
		}
	}
}

// writeAlias resolves a bare word that the document introduced in brackets; it reports false
// for any other.
func (d *desk) writeAlias(i, t int) bool {
	s := &d.text.Sentences[i]
	if len(d.alias) == 0 || s.Tokens[t].UPOS != "PROPN" {
		return false
	}
	id, ok := d.alias[fold(s.Tokens[t].Form)]
	a := d.actors[id]
	if !ok || a == nil {
		return false
	}
	d.note(i, d.mention(i, t, t+1, s.Tokens[t].Span, document.MentionName, id), ref{kind: refBody, sector: a.Sector, country: a.Country})
	return true
}

// isCounted reports a demonym with a number or a word of quantity: people, not their state.
func isCounted(s *document.Sentence, i int) bool {
	for _, c := range s.Children(i) {
		switch t := &s.Tokens[c]; {
		case t.Rel == "nummod":
			return true
		case t.Rel == "amod" || t.Rel == "det":
			switch t.Lemma {
			case "many", "most", "some", "several", "young", "old", "few", "all":
				return true
			}
		}
	}
	return false
}

// ownOrgan returns the state that an organ's name is told to be of, where the table knows the
// name as an organ of another.
func (d *desk) ownOrgan(i int, h *hit, n *thing) (owner, bool) {
	if h.sense.form != formName || !officialSectors[n.sector] || len(n.country) != 3 || n.country == igoCountry || string(n.id) != n.country+"."+n.sector {
		return owner{}, false
	}
	o, ok := d.ownerOf(i, h.tf, h.tl, 0)
	return o, ok && o.isState() && o.country != "" && o.country != n.country
}

// organ is an organ of a state.
func (o *owner) organ(sector string) made {
	return made{id: entente.ActorID(o.country + "." + sector), typ: typeOf(sector, entente.ActorGovernment), country: o.country, sector: sector}
}

// initialsOf reports letters that the document introduced for a name of which they are the
// initials.
func (d *desk) initialsOf(letters string) bool {
	a := d.actors[d.alias[fold(letters)]]
	if a == nil {
		return false
	}
	rest := letters
	for word := range strings.FieldsSeq(a.Label) {
		if rest != "" && strings.HasPrefix(word, rest[:1]) {
			rest = rest[1:]
		}
	}
	return rest == ""
}

// writeHit writes the mention of one of the table's names or nouns.
func (d *desk) writeHit(i int, h *hit) {
	h.done = true
	s := &d.text.Sentences[i]
	if h.tl-h.tf == 1 && h.is(formName) && d.work[i].atoms[h.first].caps && d.initialsOf(s.Tokens[h.tf].Form) && d.writeAlias(i, h.tf) {
		return // what the document introduces the letters for goes before what they stand for elsewhere
	}
	w := &d.work[i]
	span := entente.Span{Start: w.atoms[h.first].start, End: w.atoms[h.last-1].end}
	if h.sense.form == formAgent {
		d.writeAgent(i, h, span)
		return
	}
	n := h.thing()
	if n.typ == entente.ActorPerson {
		return // written as a figure
	}
	if isMember(s, w, h) {
		d.note(i, d.mention(i, h.tf, h.tl, span, document.MentionNominal, ""), ref{})
		return
	}
	if isDateline(s, w, h) {
		m := d.mention(i, h.tf, h.tl, span, document.MentionName, "")
		m.Place = true
		d.note(i, m, ref{})
		return
	}
	m := d.mention(i, h.tf, h.tl, span, document.MentionName, n.id)
	if h.twin {
		m.Head, m.Modifier = h.head, h.half
	}
	linked := h.tl-h.tf == 1 && s.Tokens[h.tf].Span != span // a part of a hyphenated word
	m.Modifier = m.Modifier || linked || d.linked(i, h.head) && s.Tokens[h.head].Rel != "nsubj" && s.Tokens[h.head].Rel != "root"
	id, typ, sector, label := n.id, n.typ, n.sector, n.label
	r := ref{kind: refBody, sector: sector, country: n.country}
	if o, ok := d.ownOrgan(i, h, n); ok { // "Rohan's Foreign Office" is not Gondor's
		made := o.organ(n.sector)
		m.Actor = made.id
		d.use(made.id, made.typ, made.country, made.sector, "")
		d.note(i, m, ref{kind: refBody, sector: made.sector, country: made.country})
		return
	}
	switch h.sense.form {
	case formCapital:
		m.Place = placed(s, w, h)
		if !m.Place {
			id, typ, sector, label = entente.ActorID(n.country+".GOV"), entente.ActorGovernment, "GOV", ""
		}
		r.kind = refState
	case formCity:
		m.Place = true // what a town or province does, its state does not
		r.kind = refOther
	case formName:
		if n.typ == entente.ActorState || n.typ == entente.ActorRegion {
			m.Place = placed(s, w, h)
			r.kind = refState
			if n.typ == entente.ActorRegion {
				r.kind = refOther
			}
		}
	case formAdjective:
		r.kind = refState
		if !m.Modifier {
			m.Kind = document.MentionNominal
		}
		if !m.Modifier && n.typ == entente.ActorState && isCounted(s, h.head) { // "a thousand Congolese"
			id, typ, sector, label = n.id+".people", entente.ActorPeople, "", ""
			r.kind, r.plural = refOther, true
		}
	case formPeople, formPerson:
		m.Kind = document.MentionNominal
		r.kind, r.plural = refOther, h.sense.form == formPeople
		if n.typ == entente.ActorState && !m.Modifier {
			id, typ, sector, label = n.id+".people", entente.ActorPeople, "", ""
		}
	}
	if (n.typ == entente.ActorEthnicGroup || n.typ == entente.ActorReligiousGroup) && !m.Modifier {
		r.kind, r.plural = refOther, true
		if o, ok := d.ownerOf(i, h.tf, h.tl, 0); ok && o.isState() && o.form != formPeople {
			id += entente.ActorID("." + o.country)
			d.use(id, typ, o.country, sector, d.text.String(span)+" of "+d.r.Label(entente.ActorID(o.country)))
		}
	}
	m.Actor = id
	country := n.country
	if len(n.codes) > 0 {
		country, sector = n.coded(d.on)
	}
	if d.actors[id] == nil {
		d.use(id, typ, country, sector, label)
	}
	if a := acronym(s, h.tl); a != "" && n.typ != entente.ActorState {
		d.alias[fold(a)] = id
	}
	d.note(i, m, r)
}
