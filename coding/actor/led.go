package actor

import (
	"strings"

	"entente"
)

// igoCountry stands for organisations of states where a country is asked for.
const igoCountry = "IGO"

// leagues are the nouns for states that act together under the lead of one.
var leagues = map[string]bool{"coalition": true, "alliance": true, "coalition forces": true, "bloc": true, "force": true, "forces": true, "mission": true}

// delegates are people who act for whom they belong to, also where that is a person.
var delegates = map[string]bool{
	"delegation": true, "mission": true, "team": true, "envoys": true, "negotiating team": true, "negotiators": true, "negotiator": true,
	"representative": true, "representatives": true, "staff": true, "spokesman": true, "spokeswoman": true, "spokesperson": true, "administration official": true,
}

// kin are words for a person's relatives, who are not of his state because he is.
var kin = map[string]bool{
	"father": true, "mother": true, "brother": true, "brothers": true, "sister": true, "sisters": true, "son": true, "sons": true, "daughter": true, "daughters": true,
	"wife": true, "husband": true, "parents": true, "parent": true, "family": true, "cousin": true, "uncle": true, "aunt": true, "nephew": true, "niece": true, "widow": true,
	"grandfather": true, "grandmother": true, "grandson": true, "child": true, "children": true, "relatives": true, "relative": true, "friend": true, "friends": true,
}

// followsPerson reports people and bodies that belong to a person and are not meant by
// his name: his supporters, rivals and boss, "his opposition" to something, his party.
func followsPerson(a *agent, o owner, words string) bool {
	private := o.typ == entente.ActorPerson
	switch {
	case words == "opposition", kin[words]:
		return true
	case delegates[words]:
		return false
	case a.kind == agentPerson, a.kind == agentOffice:
		return private || a.sector == ""
	case a.kind == agentOrgan && a.sector == "" && words != "campaign": // his body, his group
		return true
	case a.kind == agentOrgan:
		return private && words != "campaign" && words != "administration" && words != "government"
	}
	return false
}

// ledBy returns the league of states that hit h names by who leads it
// ("the Gondor-led coalition"), or "". Its name is made of the leader's.
func (d *desk) ledBy(i int, h *hit, words string) entente.ActorID {
	if !leagues[words] {
		return ""
	}
	w := &d.work[i]
	for k := max(1, h.first-4); k < h.first; k++ {
		if w.atoms[k].word != "led" || w.atoms[k-1].end+1 < w.atoms[k].start {
			continue
		}
		for n := range w.hits {
			g := &w.hits[n]
			if g.last != k || g.sense == nil || g.is(formAgent) {
				continue
			}
			t := g.thing()
			id, label := entente.ActorID("x:"+strings.ToLower(t.country)+"-led-coalition"), d.r.Label(entente.ActorID(t.country))
			switch {
			case t.typ == entente.ActorIGO:
				id, label = "x:"+entente.ActorID(slug(t.label))+"-led-coalition", t.label
			case t.country == "":
				return ""
			}
			d.use(id, entente.ActorIGO, igoCountry, "MIL", "coalition led by "+label)
			return id
		}
	}
	return ""
}
