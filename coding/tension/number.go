package tension

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// numbers finds different values given for the same counted thing: same words for
// what is counted and whose it is, same unit, dates that may be the same.
func numbers(records []*entente.Records) []entente.Tension {
	type found struct {
		q   *entente.Quantity
		doc *entente.Records
	}
	groups := map[string][]found{}
	var keys []string
	for _, r := range records {
		for i := range r.Quantities {
			q := &r.Quantities[i]
			k := countKey(q)
			if k == "" {
				continue
			}
			if len(groups[k]) == 0 {
				keys = append(keys, k)
			}
			groups[k] = append(groups[k], found{q, r})
		}
	}
	var out []entente.Tension
	for _, k := range keys {
		g := groups[k]
		lo, hi := g[0], g[0]
		for _, f := range g[1:] {
			if upper(f.q) < upper(lo.q) {
				lo = f
			}
			if lower(f.q) > lower(hi.q) {
				hi = f
			}
		}
		if lo.q == hi.q || !disagree(lo.q, hi.q) {
			continue
		}
		t := entente.Tension{Type: entente.TensionNumbers, About: []entente.ActorID{}, Items: []entente.RecordID{lo.q.ID, hi.q.ID}}
		t.Working = fmt.Sprintf("%s: %s against %s", strings.TrimSpace(lo.q.Of), text(lo.q), text(hi.q))
		t.Base = base(entente.KindTension, lo.q.Document, lo.q.Evidence, t.Items, "numbers"+k)
		out = append(out, t)
	}
	return out
}

// countKey names what q counts well enough to be compared with another text: its
// words, sorted, with unit and year; "" where the words are too few to tell one
// thing from another ("two men").
func countKey(q *entente.Quantity) string {
	if q.Of == "" || q.Unit == "ratio" || q.Unit == "%" && q.Date.IsZero() || isDuration(q.Unit) {
		return ""
	}
	w := words(q.Of + " " + q.Where)
	slices.Sort(w)
	w = slices.Compact(w)
	if len(w) < 3 {
		return ""
	}
	year := ""
	if !q.Date.From.IsZero() {
		year = q.Date.From.Time().Format("2006")
	}
	return strings.Join(w, " ") + "|" + q.Unit + "|" + year
}

func isDuration(unit string) bool {
	switch unit {
	case "second", "minute", "hour", "day", "week", "month", "year", "decade", "century":
		return true
	}
	return false
}

func lower(q *entente.Quantity) float64 { l, _ := ends(q); return l }
func upper(q *entente.Quantity) float64 { _, h := ends(q); return h }

// disagree reports whether a cannot be b: their ranges, widened where they are
// open or approximate, have nothing in common and differ by more than a tenth.
func disagree(a, b *entente.Quantity) bool {
	if a.High == nil && upper(a) < lower(b) || b.Low == nil && upper(a) < lower(b) {
		return false // "more than 5" and 8, "up to 8" and 5
	}
	gap := 1.1
	if a.Approximate || b.Approximate {
		gap = 1.25
	}
	return lower(b) > upper(a)*gap
}
