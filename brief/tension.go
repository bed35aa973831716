package brief

import (
	"slices"

	"entente"
	"entente/coding/tension"
)

// tensions gathers what does not fit: within documents as it was recorded, and
// across them, where it can only be seen now.
func (b *builder) tensions() []Tension {
	g := tension.NewGathering()
	places := map[entente.RecordID]place{}
	for _, p := range b.pages {
		for rec := range p.All() {
			h := rec.Header()
			if h.Kind != entente.KindDocument {
				places[h.ID] = place{p, h.Evidence}
			}
		}
		g.Add(p.Records)
	}
	var out []Tension
	for _, f := range g.Tensions() {
		if t, ok := b.tension(&f.Tension, places); ok {
			out = append(out, t)
		}
	}
	return out
}

// place is where a record's evidence stands.
type place struct {
	page *page
	at   entente.Span
}

// tension is one as it is shown, or false where it is not asked about or its items
// cannot be cited.
func (b *builder) tension(t *entente.Tension, places map[entente.RecordID]place) (Tension, bool) {
	if !b.isAbout(t.About) {
		return Tension{}, false
	}
	out := Tension{Type: t.Type, Working: t.Working}
	type passage struct {
		number, paragraph int
		quote             string
	}
	cited := map[passage]bool{}
	for _, id := range append(slices.Clone(t.Items), t.ID) {
		p, ok := places[id]
		if !ok || id == t.ID && len(out.Citations) > 0 {
			continue
		}
		c, ok := p.page.cite(id, p.at) // one found across documents is no record of any
		if at := (passage{c.Number, c.Paragraph, c.Quote}); ok && !cited[at] {
			cited[at] = true
			out.Citations = append(out.Citations, c)
		}
	}
	for _, id := range t.About {
		out.About = append(out.About, b.names.name(id))
	}
	return out, len(out.Citations) > 0
}
