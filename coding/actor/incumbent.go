package actor

import (
	"slices"
	"strings"

	"entente"
)

// surnameOfTable takes "President Faramir" as a person of the table where one
// bearer of the surname held an office of that kind about the document's date.
func (d *desk) surnameOfTable(w *work, words []string, tf int) *figure {
	if len(words) > 2 || isNumeral(words[len(words)-1]) {
		return nil
	}
	country := ""
	if tf > 0 && w.cover[tf-1] > 0 {
		h := &w.hits[w.cover[tf-1]-1]
		if o, ok := d.leftNation(w, h); ok {
			country = o
		}
	}
	elsewhere := d.dominant() != "" // the text is about another country
	n := d.r.bySurname(strings.Join(words, " "), country, d.on, d.weight, elsewhere)
	if n == nil || d.isNamesake(w, words, tf, n) {
		return nil
	}
	return d.figureFor(words, n.label, n, 0)
}

// isNamesake reports that a surname without an office before it is not that of a person of
// the table: the document names somebody else in full by it, or calls the one who bears it
// Mr. or Mrs. otherwise.
func (d *desk) isNamesake(w *work, words []string, tf int, n *thing) bool {
	given := d.bearer[words[len(words)-1]]
	if g := d.titleGender(w, tf); g != 0 && n.gender != 0 {
		if g != n.gender {
			return true
		}
		if other := d.r.gender(given); other != 0 && other != g {
			return false // "Mr. Kelm", where the text names Mira Kelm
		}
	}
	if tf > 0 && w.cover[tf-1] > 0 {
		if h := &w.hits[w.cover[tf-1]-1]; h.is(formAgent) && h.agent().kind == agentOffice && h.agent().sector != "" {
			return false
		}
	}
	label := appendAtoms(nil, n.label, 0, 0)
	return len(words) == 1 && given != "" && given != words[0] && len(label) > 0 && label[0].word != given
}

// isNumeral reports the number of a ruler: no politician of today is the third.
func isNumeral(word string) bool { return word != "" && strings.Trim(word, "ivx") == "" }

// leftNation returns the country of a demonym right before a hit.
func (d *desk) leftNation(w *work, h *hit) (string, bool) {
	if h.tf == 0 || w.cover[h.tf-1] <= 0 {
		return "", false
	}
	g := &w.hits[w.cover[h.tf-1]-1]
	if g.sense == nil || g.sense.form == formAgent {
		return "", false
	}
	return g.thing().country, true
}

// bySurname finds the only person in office about a day who bears a surname; where the
// text is about one country, of another that it does not name only who leads it.
func (r *Resolver) bySurname(words, country string, on entente.Day, weight map[string]int, elsewhere bool) *thing {
	atoms := appendAtoms(nil, words, 0, 0)
	var best *thing
	score := 0
	for _, t := range r.tables {
		node := int32(0)
		for _, a := range atoms {
			if node = t.trie.step(node, a.word); node < 0 {
				break
			}
		}
		if node <= 0 {
			continue
		}
		for k := range t.trie.senses[node] {
			s := &t.trie.senses[node][k]
			if s.form != formSurname {
				continue
			}
			n := &t.things[s.what]
			sc := n.nearness(on) + 3*min(1, weight[n.country])
			if _, sector := n.at(on); sector == "GOV" {
				sc++ // the president before the president's family
			}
			if n.leads(on) {
				sc += 2 // and before his brother, the governor
			}
			if country != "" {
				if n.country != country {
					continue
				}
				sc += 5
			}
			if sc <= 3 || weight[n.country] == 0 && country == "" && elsewhere && !n.leads(on) {
				continue
			}
			if sc > score {
				best, score = n, sc
			} else if sc == score && best != n {
				best = nil
			}
		}
	}
	return best
}

// leads reports whether a person heads a state or its government on a day.
func (n *thing) leads(on entente.Day) bool {
	return slices.ContainsFunc(n.roles, func(r role) bool {
		switch t := fold(r.title); t {
		case "president", "prime minister", "chancellor", "king", "queen", "emir", "supreme leader", "premier":
			return (r.since.IsZero() || on.IsZero() || r.since <= on) && (r.until.IsZero() || on <= r.until)
		}
		return false
	})
}

// nearness is 4 where the person held an office on the day, 2 within three
// years of it, 0 otherwise; 3 for an unknown day.
func (n *thing) nearness(on entente.Day) int {
	if on.IsZero() {
		return 3
	}
	near := 0
	for _, r := range n.roles {
		from, to := r.since, r.until
		if (from.IsZero() || from <= on) && (to.IsZero() || on <= to) {
			return 4
		}
		const years = 3 * 366
		if (from.IsZero() || from-years <= on) && (to.IsZero() || on <= to+years) {
			near = 2
		}
	}
	return near
}

// at tells country and sector of a person on a day: of the office held then,
// "ELI" after the last one, no sector before the first.
func (n *thing) at(on entente.Day) (country, sector string) {
	if len(n.codes) > 0 {
		return n.coded(on)
	}
	if len(n.roles) == 0 {
		return n.country, n.sector
	}
	latest := &n.roles[0]
	ended := false
	for k := range n.roles {
		r := &n.roles[k]
		if on.IsZero() {
			if r.since >= latest.since {
				latest = r
			}
			continue
		}
		if (r.since.IsZero() || r.since <= on) && (r.until.IsZero() || on <= r.until) {
			return r.country, r.sector
		}
		ended = ended || !r.until.IsZero() && r.until < on
	}
	if on.IsZero() {
		return latest.country, latest.sector
	}
	if ended {
		return n.country, "ELI"
	}
	return n.country, ""
}

// coded tells country and sector by the codes of a dictionary: the first that
// names days and holds on the day, else one that names none.
func (n *thing) coded(on entente.Day) (country, sector string) {
	for _, dated := range [2]bool{true, false} {
		for _, c := range n.codes {
			if dated == (c.since.IsZero() && c.until.IsZero()) {
				continue
			}
			if (c.since.IsZero() || on.IsZero() || c.since <= on) && (c.until.IsZero() || on.IsZero() || on <= c.until) {
				return c.country, c.sector
			}
		}
	}
	return n.codes[0].country, ""
}
