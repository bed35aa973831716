package actor

import (
	"strings"

	"entente"
	"entente/document"
)

// writeShared writes a mention more for each further owner of a plural: "Rohirric
// and Gondorian troops" are the troops of two states, "ambassadors of Rohan, Gondor
// and Arnor" those of three.
func (d *desk) writeShared(i int, h *hit, first entente.ActorID) {
	s := &d.text.Sentences[i]
	a := h.agent()
	for _, c := range d.ownersWith(i, h) {
		o, ok := d.ownerAt(i, c, 0)
		if !ok || !o.isState() || o.country == "" || o.country == igoCountry {
			continue
		}
		m := compose(o, a)
		if m.id == "" || m.id == first {
			continue
		}
		tf, tl := min(c, h.tf), max(c+1, h.tl)
		span := entente.Span{Start: s.Tokens[tf].Start, End: s.Tokens[tl-1].End}
		x := d.mention(i, tf, tl, span, document.MentionNominal, m.id)
		x.Head = h.head
		d.use(m.id, m.typ, m.country, m.sector, m.label)
		d.note(i, x, ref{kind: refOther, plural: true, sector: m.sector, country: m.country})
	}
}

// sharing are the others whom the plural of a reference stands for too.
func (d *desk) sharing(r *ref) []ref {
	var out []ref
	for _, q := range d.refsAt(r.sentence, r.token) {
		if r.plural && q.plural && q.id != r.id {
			out = append(out, *q)
		}
	}
	return out
}

// ownersWith returns the tokens that are coordinated with an owner of h: below it,
// or above h where the parser took "Rohirric and Gondorian troops" for two nouns.
func (d *desk) ownersWith(i int, h *hit) []int {
	s, w := &d.text.Sentences[i], &d.work[i]
	var out []int
	named := false // by a name before it: "Gondorian soldiers in Rohan and Arnor"
	for _, c := range s.Children(h.head) {
		r := s.Tokens[c].Rel
		named = named || (r == "amod" || r == "compound" || r == "nmod:poss") && w.cover[c] > 0 && !w.hits[w.cover[c]-1].is(formAgent)
	}
	if c := s.Tokens[h.head].Head; c >= 0 && s.Tokens[h.head].Rel == "conj" && w.cover[c] > 0 && w.hits[w.cover[c]-1].is(formAdjective) {
		out = append(out, c)
	}
	for t := h.tf; t < h.tl; t++ {
		for _, c32 := range s.Children(t) {
			c := int(c32)
			switch s.Tokens[c].Rel {
			case "amod", "compound", "nmod:poss":
			case "nmod":
				if k := caseOf(s, c); k != "of" && k != "from" && (k != "in" || named) {
					continue
				}
			default:
				continue
			}
			if _, ok := d.ownerAt(i, c, 0); !ok {
				continue
			}
			for _, k := range s.Children(c) {
				if s.Tokens[k].Rel == "conj" {
					out = append(out, int(k))
				}
			}
		}
	}
	return out
}

// ownerBeside returns the owner of an office or organ that stands bare behind
// another of the same owner: "the Gondorian media and government".
func (d *desk) ownerBeside(i int, h *hit) (owner, bool) {
	s := &d.text.Sentences[i]
	t := &s.Tokens[h.head]
	if t.Rel != "conj" || t.Head < 0 || s.Child(h.head, "det", "nmod:poss") >= 0 || !officialSectors[h.agent().sector] {
		return owner{}, false
	}
	w := &d.work[i]
	if w.cover[t.Head] <= 0 {
		return owner{}, false
	}
	if g := &w.hits[w.cover[t.Head]-1]; g.is(formAgent) && officialSectors[g.agent().sector] {
		return d.ownerOf(i, g.tf, g.tl, 1)
	}
	return owner{}, false
}

// ownerBefore returns the state in which its clause begins by saying that people act: "In Gondor,
// officials accused Rohan" is of Gondor's. What has an article may have been named before.
func (d *desk) ownerBefore(i int, h *hit) (owner, bool) {
	s := &d.text.Sentences[i]
	t := &s.Tokens[h.head]
	if t.Rel != "nsubj" || t.Head < h.head || !locals[strings.ToLower(t.Form)] || s.Child(h.head, "det", "nmod:poss", "nmod", "amod", "compound", "nummod") >= 0 {
		return owner{}, false
	}
	for _, c := range s.Children(t.Head) {
		first, end := s.Subtree(int(c))
		if s.Tokens[c].Rel != "obl" || first > 1 || end > h.tf || first == 1 && s.Tokens[0].UPOS != "CCONJ" || caseOf(s, int(c)) != "in" {
			continue
		}
		if o, ok := d.ownerAt(i, int(c), 0); ok && o.isState() && o.form == formName {
			return o, true
		}
	}
	return owner{}, false
}

// locals are people who are of the country where they are.
var locals = map[string]bool{
	"people": true, "residents": true, "citizens": true, "villagers": true, "protesters": true, "demonstrators": true, "students": true, "workers": true, "farmers": true,
	"officials": true, "authorities": true, "lawmakers": true, "legislators": true, "prosecutors": true, "judges": true, "police": true, "voters": true, "activists": true,
}

// officialSectors are those of bodies that a state has one of: what belongs to
// the first of two belongs to the second. Rebels and crowds stand against it.
var officialSectors = map[string]bool{"GOV": true, "MIL": true, "LEG": true, "JUD": true, "COP": true, "SPY": true, "JRN": true}
