package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// describe reads what a sentence says of a person it names: titles before the
// name, appositions, "X is director of Y". It fills country, sector and roles.
func (d *desk) describe(i int, at *figureAt) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	f := at.who
	for k := range w.hits {
		h := &w.hits[k]
		if !h.is(formAgent) || !w.describes(s, h, at) {
			continue
		}
		a := h.agent()
		if a.kind == agentFormer || a.kind == agentWord || a.kind == agentCommunity || a.kind == agentCountry || a.kind == agentPlural {
			continue
		}
		if h.tl <= at.from && adjacent(w, h, at.from) {
			at.from = h.tf
		}
		if a.sector == "" && !a.inherit && a.kind != agentOffice { // Mr.
			continue
		}
		d.takeOffice(i, h, a, f)
	}
	if at.from == at.tf { // "Gondorian Faramir"
		if o, ok := d.ownerOf(i, at.tf, at.tl, 0); ok && o.isState() && f.country == "" && (o.form == formAdjective || o.form == formCity) {
			f.country = o.country
		}
	}
}

// takeOffice adds one office to a figure.
func (d *desk) takeOffice(i int, h *hit, a *agent, f *figure) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	word := w.atoms[h.last-1].word
	if groups[word] && a.kind != agentOffice { // a chief of staff is no group
		return
	}
	title := d.text.String(entente.Span{Start: s.Tokens[h.tf].Start, End: s.Tokens[h.tl-1].End})
	if genders[word] != 0 && f.gender == 0 {
		f.gender = genders[word]
	}
	o, owned := d.ownerOf(i, h.tf, h.tl, 2)
	former := d.former(i, h)
	sector, country := a.sector, ""
	var in entente.ActorID
	if owned {
		m := compose(o, a)
		country, in = m.country, o.id
		if a.inherit && o.sector != "" {
			sector = o.sector
		}
	}
	if former && sector == "GOV" {
		sector = "ELI"
	}
	if o := (office{words: w.phrase(h), former: former}); !slices.Contains(f.offices, o) {
		f.offices = append(f.offices, o)
	}
	if f.country == "" {
		f.country = country
	}
	if f.sector == "" || former && f.thing == nil {
		f.sector = sector
	}
	if a.sector == "" && !a.inherit && in == "" {
		return
	}
	for _, r := range f.roles {
		if r.Title == title && r.In == in {
			return
		}
	}
	f.roles = append(f.roles, entente.Role{Title: title, In: in, Mention: entente.Span{Start: s.Tokens[h.tf].Start, End: s.Tokens[h.tl-1].End}})
}

// describes reports whether the words of h are said of the person at at.
func (w *work) describes(s *document.Sentence, h *hit, at *figureAt) bool {
	if h.tl <= at.tf && adjacent(w, h, at.from) {
		return true
	}
	for t := at.tf; t < at.tl; t++ {
		if hd := s.Tokens[t].Head; hd >= h.tf && hd < h.tl {
			switch s.Tokens[t].Rel {
			case "flat", "flat:name", "appos", "compound", "nmod:desc":
				return true
			case "nsubj":
				return s.Child(h.head, "cop") >= 0 && !negated(s, h.head)
			}
		}
	}
	for t := h.tf; t < h.tl; t++ {
		if hd := s.Tokens[t].Head; hd >= at.tf && hd < at.tl {
			switch s.Tokens[t].Rel {
			case "appos", "flat", "compound", "nmod:desc", "amod":
				return true
			}
		}
	}
	return false
}

func negated(s *document.Sentence, head int) bool {
	for _, c := range s.Children(head) {
		switch s.Tokens[c].Form {
		case "not", "n't", "n’t", "no", "never":
			return true
		}
	}
	return false
}

// adjacent reports whether nothing but words of titles lies between h and token.
func adjacent(w *work, h *hit, token int) bool {
	for t := h.tl; t < token; t++ {
		if w.cover[t] <= 0 || !w.hits[w.cover[t]-1].is(formAgent) {
			return false
		}
	}
	return h.tl <= token
}

// former reports whether "former", "ex-" or "ousted" stands before the words of h.
func (d *desk) former(i int, h *hit) bool {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	for _, c := range s.Children(h.head) { // "then vice president"
		if t := &s.Tokens[c]; int(c) < h.tf && (t.Rel == "advmod" || t.Rel == "amod") && strings.EqualFold(t.Form, "then") {
			return true
		}
	}
	for k := range w.hits {
		g := &w.hits[k]
		if !g.is(formAgent) || g.agent().kind != agentFormer || g.tf >= h.tl {
			continue
		}
		if hd := s.Tokens[g.head].Head; hd >= h.tf && hd < h.tl || g.tl == h.tf {
			return true
		}
		if g.tl <= h.tf && h.tf-g.tl <= 3 && between(w, g.tl, h.tf) {
			return true
		}
	}
	return false
}

// between reports whether the table's names and agents cover [from, to).
func between(w *work, from, to int) bool {
	for t := from; t < to; t++ {
		if w.cover[t] <= 0 {
			return false
		}
	}
	return true
}
