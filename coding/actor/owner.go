package actor

import (
	"strings"

	"entente"
	"entente/document"
)

// owner is whom an agent noun belongs to: the state in "Gondorian troops".
type owner struct {
	id      entente.ActorID
	typ     entente.ActorType
	country string
	sector  string
	label   string
	form    form
	person  bool // stands for a person of the state: "his army"
}

func (o *owner) isState() bool { return o.typ == entente.ActorState }

// ofThing makes an owner of a thing named by a form.
func ofThing(n *thing, f form) owner {
	o := owner{id: n.id, typ: n.typ, country: n.country, sector: n.sector, label: n.label, form: f}
	if f == formSeat {
		o.id, o.typ = entente.ActorID(n.country), entente.ActorState
		o.sector = "GOV"
	}
	return o
}

// ownerOf looks in the tree for whom the words [tf, tl) of sentence i belong
// to: a demonym or possessor before, "of" or "in" behind.
func (d *desk) ownerOf(i, tf, tl, depth int) (owner, bool) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	var best owner
	rank := 0
	consider := func(c, r int) {
		if r <= rank {
			return
		}
		if o, ok := d.ownerAt(i, c, depth); ok {
			best, rank = o, r
		}
	}
	for t := tl - 1; t >= tf; t-- {
		for _, c32 := range s.Children(t) {
			c := int(c32)
			if c >= tf && c < tl {
				continue
			}
			switch rel := s.Tokens[c].Rel; rel {
			case "amod", "compound", "nmod:poss", "nmod:desc":
				switch {
				case rel == "nmod:poss" && s.Tokens[t].Lemma == "counterpart": // "his counterpart in Rohan" is Rohan's
				case c < t && d.linked(i, c): // a pro-Rohirric group is not Rohan's
				case s.Tokens[c].XPOS == "PRP$": // "his Rohirric counterpart" is of Rohan
					consider(c, 7)
				case rel == "compound" && s.Tokens[c].UPOS == "PROPN" && c < t: // "the Gondorian Guard's leader", "the Gondorian Guard leader"
					consider(c, 10)
				default:
					consider(c, 9)
				}
			case "nmod", "nmod:agent", "obl":
				if rel == "obl" && s.Tokens[t].UPOS == "VERB" {
					continue
				}
				switch caseOf(s, c) {
				case "of":
					consider(c, 8)
				case "from", "for":
					consider(c, 6)
				case "in", "at", "within", "inside":
					consider(c, 5)
				case "":
					consider(c, 4)
				}
			}
		}
	}
	if rank == 0 && tf > 0 && w.cover[tf-1] > 0 {
		h := &w.hits[w.cover[tf-1]-1]
		if h.sense != nil && h.sense.form != formAgent && !d.linked(i, h.head) {
			return ofThing(h.thing(), h.sense.form), true
		}
	}
	if c := d.behindOrgan(i, tf, tl); rank == 0 && c >= 0 {
		consider(c, 3)
	}
	if best.typ == entente.ActorReligiousGroup && rank == 10 { // "Gondor's Islamist rulers" rule Gondor
		for _, c := range s.Children(tl - 1) {
			if o, ok := d.ownerAt(i, int(c), depth); ok && o.isState() && int(c) < tf && (s.Tokens[c].Rel == "nmod:poss" || s.Tokens[c].Rel == "amod") {
				return o, true
			}
		}
	}
	return best, rank > 0
}

// behindOrgan returns the country that stands right behind an organ of a state but was read as the
// place of what is done, -1 for none: "called the regime in Gondor bloody".
func (d *desk) behindOrgan(i, tf, tl int) int {
	s, w := &d.text.Sentences[i], &d.work[i]
	if w.cover[tf] <= 0 || tf == 0 || !strings.EqualFold(s.Tokens[tf-1].Form, "the") {
		return -1
	}
	h := &w.hits[w.cover[tf]-1]
	if !h.is(formAgent) || h.agent().kind != agentOrgan || h.agent().sector != "GOV" {
		return -1
	}
	for c := tl + 1; c < len(s.Tokens) && c <= tl+2; c++ {
		t := &s.Tokens[c]
		if t.Rel == "obl" && t.Head == s.Tokens[h.head].Head && caseOf(s, c) == "in" && s.Child(c, "case") == tl {
			return c
		}
	}
	return -1
}

// others are nouns for who is somebody's without being of him: the army of a Gondorian colony
// is not Gondor's.
var others = map[string]bool{
	"colony": true, "protectorate": true, "possession": true, "ally": true, "rival": true, "enemy": true, "neighbor": true, "neighbour": true, "partner": true,
	"client": true, "satellite": true, "proxy": true, "opponent": true, "foe": true, "friend": true, "adversary": true,
}

// backers are nouns for who stands by or against a state without being of it; those of a party or
// man are his.
var backers = map[string]bool{
	"backer": true, "supporter": true, "sponsor": true, "patron": true, "protector": true, "benefactor": true, "critic": true,
}

// caseOf returns the preposition of a nominal, in lower case.
func caseOf(s *document.Sentence, c int) string {
	if k := s.Child(c, "case"); k >= 0 && k < c {
		return strings.ToLower(s.Tokens[k].Form)
	}
	return ""
}

// ownerAt tells whom a token stands for when it owns something.
func (d *desk) ownerAt(i, c, depth int) (owner, bool) {
	w := &d.work[i]
	for k := range w.figures {
		if f := &w.figures[k]; f.tf <= c && c < f.tl {
			return d.ownerFigure(f)
		}
	}
	if w.cover[c] > 0 {
		h := &w.hits[w.cover[c]-1]
		if h.sense != nil {
			if h.sense.form != formAgent {
				return ofThing(h.thing(), h.sense.form), true
			}
			a := h.agent()
			if t := &d.text.Sentences[i]; others[t.Tokens[c].Lemma] {
				if k := t.Child(c, "appos"); k >= 0 && depth > 0 { // "the army of Gondor's ally Rohan" is Rohan's
					return d.ownerAt(i, k, depth-1)
				}
				return owner{}, false
			}
			if depth > 0 && a.kind != agentFormer {
				o, ok := d.ownerOf(i, h.tf, h.tl, depth-1)
				if !ok || o.person && followsPerson(a, o, w.atoms[h.last-1].word) {
					return owner{}, false
				}
				made := d.madeOf(i, h, o)
				if made.id == "" {
					return owner{}, false
				}
				return owner{id: made.id, typ: made.typ, country: made.country, sector: made.sector, label: made.label}, true
			}
			return owner{}, false
		}
	}
	for k := range w.mentions { // a pronoun that was resolved: "his army"
		m := &w.mentions[k]
		if m.Head == c && m.Kind == document.MentionPronoun && m.Actor != "" {
			if a := d.actors[m.Actor]; a != nil {
				return stateOwner(a), true
			}
		}
	}
	if t := &d.text.Sentences[i].Tokens[c]; depth > 0 && (t.UPOS == "NOUN" || t.UPOS == "PROPN") && !others[t.Lemma] {
		return d.ownerOf(i, c, c+1, depth-1)
	}
	return owner{}, false
}

// ownerFigure is a person or organisation as an owner: a person's army is that
// of the person's country.
func (d *desk) ownerFigure(f *figureAt) (owner, bool) {
	if f.org != nil {
		return owner{id: f.org.id, typ: f.org.typ, country: f.org.country, sector: f.org.sector, label: f.org.label}, true
	}
	if f.who.country == "" {
		return owner{}, false
	}
	return owner{id: entente.ActorID(f.who.country), typ: entente.ActorState, country: f.who.country, sector: f.who.sector, person: true}, true
}

func stateOwner(a *entente.Actor) owner {
	if a.Type == entente.ActorPerson && len(a.Country) == 3 && a.Country != "IGO" {
		return owner{id: entente.ActorID(a.Country), typ: entente.ActorState, country: a.Country, sector: a.Sector, person: true}
	}
	return owner{id: a.Actor, person: a.Type == entente.ActorPerson, typ: a.Type, country: a.Country, sector: a.Sector, label: a.Label}
}

// made is an actor put together from an owner and an agent noun.
type made struct {
	id      entente.ActorID
	typ     entente.ActorType
	country string
	sector  string
	label   string
}

// compose tells who "owner's agent" is: an organ of a state, a group within a
// people, or the organisation itself.
func compose(o owner, a *agent) made {
	m := made{country: o.country, sector: a.sector, typ: a.typ}
	inherited := a.inherit && o.sector != "" && (!o.person || a.kind == agentPerson)
	if inherited { // a minister's aides are of the government, his party is not
		m.sector = o.sector
	}
	switch o.typ {
	case entente.ActorState, entente.ActorGovernment, entente.ActorMilitary, entente.ActorParliament, entente.ActorCourt,
		entente.ActorPolice, entente.ActorIntelligence, entente.ActorPeople, entente.ActorRegion:
		if o.typ == entente.ActorRegion && o.country == "" {
			if m.sector != "" { // a southern team is not the south
				m.id = o.id + entente.ActorID("."+m.sector)
			}
			return m
		}
		if o.typ == entente.ActorRegion && m.sector == "" { // groups of a province are not its state
			return m
		}
		if o.typ == entente.ActorRegion && (a.kind == agentCountry || a.sector == "PRE") { // the breakaway region of Ithilien is Ithilien
			return made{id: o.id, typ: o.typ, country: o.country, sector: o.sector, label: o.label}
		}
		if o.typ == entente.ActorRegion && ofProvince[m.sector] {
			m.id, m.typ = o.id+entente.ActorID("."+m.sector), typeOf(m.sector, a.typ)
			return m
		}
		m.id = entente.ActorID(m.country)
		if m.sector != "" && m.country != "" {
			m.id += entente.ActorID("." + m.sector)
			m.typ = typeOf(m.sector, a.typ)
		}
		if a.kind == agentCountry || m.sector == "" {
			m.typ = entente.ActorState
		}
	case entente.ActorEthnicGroup, entente.ActorReligiousGroup:
		if state := titular[o.id]; state != "" && officialSectors[m.sector] && !inherited { // "Azeri diplomats" are their state's
			return made{id: entente.ActorID(state + "." + m.sector), typ: typeOf(m.sector, a.typ), country: state, sector: m.sector}
		}
		m.id = o.id
		if m.sector != "" && !inherited && a.kind != agentCommunity {
			m.id += entente.ActorID("." + m.sector)
		} else {
			m.typ, m.sector = o.typ, o.sector
		}
	case entente.ActorIGO:
		m.id, m.typ = o.id, o.typ
		switch m.sector {
		case "MIL", "LEG", "JUD", "COP", "SPY":
			if suffix := "." + m.sector; !strings.HasSuffix(string(m.id), suffix) { // a brigade of the League's troops
				m.id += entente.ActorID(suffix)
			}
		}
	default:
		m.id, m.typ, m.sector, m.label = o.id, o.typ, o.sector, o.label
	}
	return m
}

// titular are the states of peoples whose name is also used for what is their state's.
var titular = map[entente.ActorID]string{"x:azeris": "AZE"}

// ofProvince are the organs that a province has of its own: its government is not its state's.
var ofProvince = map[string]bool{"GOV": true, "LEG": true, "JUD": true, "COP": true}

// typeOf is the type of a state's organ by its sector.
func typeOf(sector string, otherwise entente.ActorType) entente.ActorType {
	switch sector {
	case "GOV":
		return entente.ActorGovernment
	case "MIL":
		return entente.ActorMilitary
	case "LEG":
		return entente.ActorParliament
	case "JUD":
		return entente.ActorCourt
	case "COP":
		return entente.ActorPolice
	case "SPY":
		return entente.ActorIntelligence
	case "REB", "UAF", "PRM":
		return entente.ActorRebel
	case "PTY", "OPP":
		return entente.ActorParty
	case "JRN":
		return entente.ActorMedia
	case "BUS":
		return entente.ActorCompany
	case "EDU":
		return entente.ActorResearch
	}
	if otherwise != "" {
		return otherwise
	}
	return entente.ActorPeople
}

// linked reports whether the token belongs to a hyphenated compound that tells
// a relation, not an owner: "Gondor-backed", "anti-Gondorian".
func (d *desk) linked(i, token int) bool {
	w := &d.work[i]
	joined := func(k int) bool { // atoms k and k+1 with a hyphen between them
		a, b := w.atoms[k].end, w.atoms[k+1].start
		return a == b || a+1 == b && d.text.Document.Text[a] != ' '
	}
	for k := range w.atoms {
		if w.atoms[k].token != token {
			continue
		}
		if k > 0 && joined(k-1) && links[w.atoms[k-1].word] {
			return true
		}
		for n := k + 1; n < len(w.atoms) && n <= k+2 && joined(n-1); n++ {
			if links[w.atoms[n].word] {
				return true
			}
		}
	}
	return false
}

// links are the parts of compounds that make a relation of a country's name.
var links = map[string]bool{
	"anti": true, "pro": true, "non": true, "backed": true, "led": true, "sponsored": true, "funded": true, "brokered": true,
	"supported": true, "supplied": true, "made": true, "built": true, "trained": true, "occupied": true, "controlled": true,
	"held": true, "aligned": true, "allied": true, "friendly": true, "style": true, "drafted": true, "owned": true, "linked": true,
	"armed": true, "financed": true, "mediated": true, "bound": true, "imposed": true, "dominated": true,
}
