package actor

import (
	"slices"
	"strings"

	"entente"
)

// organs names what a state's sector is called behind its adjective.
var organs = map[string]string{
	"GOV": "government", "MIL": "armed forces", "LEG": "parliament", "JUD": "judiciary", "COP": "police", "SPY": "intelligence services",
	"REB": "rebels", "OPP": "opposition", "PTY": "party", "CVL": "civilians", "JRN": "media", "BUS": "business", "EDU": "academia",
	"REL": "clergy", "CRM": "criminals", "ELI": "former officials", "PRM": "paramilitaries", "UAF": "armed men", "MED": "medical services",
	"REF": "refugees", "LAB": "workers", "AGR": "farmers", "SOC": "civil society", "NGO": "NGOs", "UNK": "people", "people": "people", "PRE": "region",
}

// Label returns the display name of an actor of the shipped table or of the
// dictionaries, or of a part of one ("Gondorian armed forces"); "" where it is
// not known.
func (r *Resolver) Label(id entente.ActorID) string {
	for k := len(r.tables) - 1; k >= 0; k-- {
		t := r.tables[k]
		if i, ok := t.byID[id]; ok && t.things[i].label != "" && !strings.Contains(string(id), ".") {
			return t.things[i].label
		}
	}
	base, part, ok := strings.Cut(string(id), ".")
	if !ok {
		return ""
	}
	if len(part) == 3 && organs[part] == "" && r.Label(entente.ActorID(part)) != "" { // "x:kurds.IRQ"
		if head := r.Label(entente.ActorID(base)); head != "" {
			return head + " in " + r.Label(entente.ActorID(part))
		}
		return ""
	}
	noun := organs[part]
	if noun == "" {
		return ""
	}
	if part == "people" {
		return r.peopleOf(base)
	}
	for k := len(r.tables) - 1; k >= 0; k-- {
		if n := r.tables[k].nation[base]; n != nil && n.adjective != "" {
			return n.adjective + " " + noun
		}
	}
	if head := r.Label(entente.ActorID(base)); head != "" {
		return r.attribute(entente.ActorID(base), head) + " " + noun
	}
	return ""
}

// attribute is what the label of a people or faith is before a noun: "Dunedain rebels", not "Dunedains
// rebels", and "Kurdish" where that is one of its names.
func (r *Resolver) attribute(id entente.ActorID, label string) string {
	for k := len(r.tables) - 1; k >= 0; k-- {
		t := r.tables[k]
		i, ok := t.byID[id]
		if !ok || t.things[i].typ != entente.ActorEthnicGroup && t.things[i].typ != entente.ActorReligiousGroup {
			continue
		}
		one := strings.TrimSuffix(label, "s")
		node := t.trie.step(0, strings.ToLower(one)+"ish")
		if node > 0 && slices.ContainsFunc(t.trie.senses[node], func(x sense) bool { return x.what == i && x.form != formAgent }) {
			return one + "ish"
		}
		return one
	}
	return label
}

// Label returns the display name of an actor of the shipped table, or "".
func Label(id entente.ActorID) string {
	r, err := New(DefaultOptions())
	if err != nil {
		return ""
	}
	return r.Label(id)
}

// peopleOf returns the plural demonym of a country, or its adjective and
// "people".
func (r *Resolver) peopleOf(country string) string {
	for k := len(r.tables) - 1; k >= 0; k-- {
		if n := r.tables[k].nation[country]; n != nil {
			if n.people != "" {
				return n.people
			}
			if n.adjective != "" {
				return n.adjective + " people"
			}
		}
	}
	return "people of " + r.Label(entente.ActorID(country))
}
