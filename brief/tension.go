package brief

import (
	"regexp"
	"slices"

	"entente"
	"entente/coding/tension"
)

// tensions gathers what does not fit: within documents as it was recorded, and
// across them, where it can only be seen now. A recorded tension whose items all
// lie in one found across documents is told by that one. Copies say nothing new.
func (b *builder) tensions() []Tension {
	var own []*entente.Records
	recorded := []entente.Tension{}
	places := map[entente.RecordID]place{}
	for _, p := range b.pages {
		for rec := range p.All() {
			h := rec.Header()
			if h.Kind != entente.KindDocument {
				places[h.ID] = place{p, h.Evidence}
			}
		}
		if p.copies && b.brief.Documents[p.number-1].CopyOf > 0 {
			continue
		}
		own = append(own, p.Records)
		recorded = append(recorded, p.Tensions...)
	}
	all := recorded
	if len(own) > 1 {
		_, across := tension.Find(own...)
		all = across
		for _, t := range recorded {
			if !slices.ContainsFunc(across, func(o entente.Tension) bool { return o.Type == t.Type && within(t.Items, o.Items) }) {
				all = append(all, t)
			}
		}
	}
	var out []Tension
	for i := range all {
		if t, ok := b.tension(&all[i], places); ok {
			out = append(out, t)
		}
	}
	return out
}

// idWords are words that may be ids of actors, where a speaker was a pronoun.
var idWords = regexp.MustCompile(`\b(?:x:[\w.-]*\w|[A-Z]{3}(?:\.[A-Z]{3})?)\b`)

// place is where a record's evidence stands.
type place struct {
	page *page
	at   entente.Span
}

func within(items, others []entente.RecordID) bool {
	return !slices.ContainsFunc(items, func(id entente.RecordID) bool { return !slices.Contains(others, id) })
}

// tension words one, or reports false where it is not asked about or its items
// cannot be cited.
func (b *builder) tension(t *entente.Tension, places map[entente.RecordID]place) (Tension, bool) {
	if !b.isAbout(t.About) {
		return Tension{}, false
	}
	out := Tension{Type: t.Type, Working: clean(idWords.ReplaceAllStringFunc(t.Working, func(id string) string {
		if _, ok := b.names[entente.ActorID(id)]; ok {
			return b.names.name(entente.ActorID(id)).Label
		}
		return id
	}))}
	for _, id := range append(slices.Clone(t.Items), t.ID) {
		p, ok := places[id]
		if !ok || id == t.ID && len(out.Citations) > 0 {
			continue
		}
		c, ok := p.page.cite(id, p.at) // one found across documents is no record of any
		if ok && !slices.ContainsFunc(out.Citations, func(o Citation) bool {
			return o.Number == c.Number && o.Paragraph == c.Paragraph && o.Quote == c.Quote
		}) {
			out.Citations = append(out.Citations, c)
		}
	}
	for _, id := range t.About {
		out.About = append(out.About, b.names.name(id))
	}
	return out, len(out.Citations) > 0
}
