// Package tension compares what has been coded: it checks the numbers of a text
// against each other where the text itself compares them, and finds what does
// not fit: pairs friendly in one layer and hostile in another, claims that one
// speaker makes and another denies, numbers that disagree. It judges nothing: a
// tension names the records and leaves them standing. Start with Find, or with
// Gathering for many documents that are read one by one.
package tension

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// Find returns the checks and tensions of records, of one document or of several
// together. Checks belong to one document each; a tension belongs to the document
// of its first item. Both are sorted by document, evidence and id. The work grows
// with the number of records, not with its square.
func Find(records ...*entente.Records) ([]entente.Check, []entente.Tension) {
	var checks []entente.Check
	g := newGround()
	for _, r := range records {
		checks = append(checks, g.add(r)...)
	}
	slices.SortFunc(checks, func(a, b entente.Check) int { return order(a.Base, b.Base) })
	checks = slices.CompactFunc(checks, func(a, b entente.Check) bool { return a.ID == b.ID })
	var tensions []entente.Tension
	for _, f := range g.found() {
		tensions = append(tensions, f.Tension)
	}
	return checks, tensions
}

// Found is a tension with the documents that its items stand in, each once, in the
// order of the items.
type Found struct {
	entente.Tension
	Documents []entente.DocumentID
}

// ground is what documents tell that could fail to fit, as they were added.
type ground struct {
	shelf    *shelf
	layers   layers
	contents contents
	numbers  numbers
	failed   []Found // checks
}

func newGround() *ground {
	return &ground{newShelf(), layers{}, contents{}, numbers{}, nil}
}

// add files what a document tells and returns its checks.
func (g *ground) add(r *entente.Records) []entente.Check {
	checks := append(comparisons(r), shares(r)...)
	for _, c := range checks {
		if c.Result == entente.CheckInconsistent {
			g.failed = append(g.failed, Found{ofCheck(c), []entente.DocumentID{c.Document}})
		}
	}
	claims := claimsOf(r)
	g.shelf.begin(r.Document.ID)
	g.layers.add(g.shelf, r, claims)
	g.contents.add(g.shelf, r, claims)
	g.numbers.add(g.shelf, r)
	return checks
}

// found returns what does not fit, sorted by document, evidence and id.
func (g *ground) found() []Found {
	out := g.layers.found(g.shelf)
	out = append(out, g.contents.found(g.shelf)...)
	out = append(out, g.numbers.found(g.shelf)...)
	out = append(out, g.failed...)
	slices.SortStableFunc(out, func(a, b Found) int { return order(a.Base, b.Base) })
	return slices.CompactFunc(out, func(a, b Found) bool { return a.ID == b.ID })
}

func order(a, b entente.Base) int {
	return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Evidence.Start, b.Evidence.Start),
		cmp.Compare(a.Evidence.End, b.Evidence.End), cmp.Compare(a.ID, b.ID))
}

// ofCheck is the tension of a check that failed.
func ofCheck(c entente.Check) entente.Tension {
	t := entente.Tension{Type: entente.TensionNumbers, About: []entente.ActorID{}, Items: c.Quantities, Working: c.Working}
	t.Base = base(entente.KindTension, c.Document, c.Evidence, c.Quantities, entente.TensionNumbers)
	return t
}

// base makes the base of a record that rests on items. The evidence is that of
// the first: a tension across documents has no single passage.
func base(kind entente.Kind, doc entente.DocumentID, at entente.Span, items []entente.RecordID, typ string) entente.Base {
	parts := make([]string, 0, len(items)+1)
	parts = append(parts, typ)
	for _, id := range items {
		parts = append(parts, string(id))
	}
	return entente.Base{Kind: kind, ID: entente.NewRecordID(kind, doc, at, parts...), Document: doc, Evidence: at}
}

// words returns the content words of s in lower case, without possessive
// endings, in order.
func words(s string) []string {
	fields := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return c != '\'' && c != '’' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && c < 0x80
	})
	out := fields[:0]
	for _, w := range fields {
		w = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, "'’"), "'s"), "’s")
		switch w {
		case "", "the", "a", "an", "of", "in", "to", "and", "its", "their", "this", "that", "for", "by", "on", "at", "with", "from":
			continue
		}
		out = append(out, w)
	}
	return out
}
