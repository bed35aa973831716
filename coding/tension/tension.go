// Package tension compares what has been coded: it checks the numbers of a text
// against each other where the text itself compares them, and finds what does
// not fit: pairs friendly in one layer and hostile in another, claims that one
// speaker makes and another denies, numbers that disagree. It judges nothing: a
// tension names the records and leaves them standing. Start with Find.
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
	var tensions []entente.Tension
	for _, r := range records {
		checks = append(checks, comparisons(r)...)
		checks = append(checks, shares(r)...)
	}
	tensions = append(tensions, layers(records)...)
	tensions = append(tensions, claims(records)...)
	tensions = append(tensions, numbers(records)...)
	for _, c := range checks {
		if c.Result == entente.CheckInconsistent {
			tensions = append(tensions, ofCheck(c))
		}
	}
	slices.SortFunc(checks, func(a, b entente.Check) int { return order(a.Base, b.Base) })
	slices.SortFunc(tensions, func(a, b entente.Tension) int { return order(a.Base, b.Base) })
	checks = slices.CompactFunc(checks, func(a, b entente.Check) bool { return a.ID == b.ID })
	tensions = slices.CompactFunc(tensions, func(a, b entente.Tension) bool { return a.ID == b.ID })
	return checks, tensions
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
