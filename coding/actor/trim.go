package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// trimNames copies the reader's names without those that are an office alone ("the Gondorian
// emir") and takes a place from the front of a person's name where a preposition stands before it:
// "the ambassador in [Minhiriath] Mira Brennan", which readers of names take for one.
func (d *desk) trimNames() {
	d.trimmed = slices.DeleteFunc(slices.Clone(d.text.Names), d.isOfficeAlone)
	for k := range d.trimmed {
		n := &d.trimmed[k]
		if n.Type != document.NamePerson || n.First == 0 || n.Last-n.First < 3 {
			continue
		}
		s := &d.text.Sentences[n.Sentence]
		switch strings.ToLower(s.Tokens[n.First-1].Form) {
		case "in", "at", "from", "to", "near":
		default:
			continue
		}
		for j := range d.work[n.Sentence].hits {
			h := &d.work[n.Sentence].hits[j]
			if h.tf == n.First && n.Last-h.tl >= 2 && slices.ContainsFunc(h.senses, isPlaceName) {
				n.First = h.tl
				break
			}
		}
	}
}

func isPlaceName(x sense) bool {
	return x.form == formCapital || x.form == formCity || x.form == formName && x.table.things[x.what].typ == entente.ActorState
}

// isOfficeAlone reports a name that ends in an office written small.
func (d *desk) isOfficeAlone(n document.Name) bool {
	last := n.Last - 1
	return last > n.First && slices.ContainsFunc(d.work[n.Sentence].hits, func(h hit) bool {
		return h.tl == n.Last && h.is(formAgent) && h.agent().kind == agentOffice && !startsUpper(d.text.Sentences[n.Sentence].Tokens[last].Form)
	})
}
