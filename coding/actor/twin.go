package actor

import (
	"slices"

	"entente"
)

// directions are the words by which two places of one name are told apart.
var directions = map[string]bool{"north": true, "south": true, "east": true, "west": true, "northern": true, "southern": true, "eastern": true, "western": true}

// addTwins adds the first of two places of which only the second is written out:
// the North in "North and South Gondor".
func (r *Resolver) addTwins(atoms []atom, hits []hit, shouted bool) []hit {
	var out []hit
	for _, h := range hits {
		if k := h.first - 2; k >= 0 && h.last-h.first > 1 && directions[atoms[h.first].word] && directions[atoms[k].word] &&
			(atoms[k+1].word == "and" || atoms[k+1].word == "or") && atoms[k].upper && (len(out) == 0 || out[len(out)-1].last <= k) {
			name := append([]atom{atoms[k]}, atoms[h.first+1:h.last]...)
			if full, _ := r.match(name, shouted); len(full) == 1 && full[0].last == len(name) {
				out = append(out, hit{first: k, last: k + 1, senses: full[0].senses, twin: true})
			}
		}
		out = append(out, h)
	}
	return out
}

// halves are the first parts of adjectives of two peoples, with the adjective of the first alone.
var halves = map[string]string{
	"anglo": "British", "franco": "French", "sino": "Chinese", "russo": "Russian", "indo": "Indian", "turco": "Turkish", "greco": "Greek", "graeco": "Greek",
	"italo": "Italian", "austro": "Austrian", "hispano": "Spanish", "luso": "Portuguese", "nippo": "Japanese", "belgo": "Belgian", "israelo": "Israeli", "americano": "American",
}

// addHalves adds the first of two states that one adjective names: Russia in "the Russo-Gondorian
// war".
func (r *Resolver) addHalves(atoms []atom, hits []hit, shouted bool) []hit {
	var out []hit
	for _, h := range hits {
		if k := h.first - 1; k >= 0 && halves[atoms[k].word] != "" && atoms[k].upper && atoms[k].end < atoms[h.first].start && atoms[h.first].start <= atoms[k].end+len("–") &&
			atoms[k+1].token == atoms[k].token+2 && slices.ContainsFunc(h.senses, isOfState) && (len(out) == 0 || out[len(out)-1].last <= k) {
			word := appendAtoms(nil, halves[atoms[k].word], atoms[k].token, atoms[k].start)
			if full, _ := r.match(word, shouted); len(full) == 1 {
				senses := slices.DeleteFunc(slices.Clone(full[0].senses), func(x sense) bool { return x.form != formAdjective })
				out = append(out, hit{first: k, last: k + 1, senses: senses, twin: true, half: true})
			}
		}
		out = append(out, h)
	}
	return out
}

// isOfState reports a state's adjective or the name of its people.
func isOfState(x sense) bool {
	return (x.form == formAdjective || x.form == formPerson) && x.table.things[x.what].typ == entente.ActorState
}
