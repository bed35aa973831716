package actor

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
