package tension

import (
	"fmt"
	"slices"
	"strings"

	"entente"
)

// amount is a quantity as far as it is compared.
type amount struct {
	record                   int32
	low, high                float64 // an open bound closed at the value
	openLow, openHigh, circa bool
	of, unit                 string
}

func amountOf(s *shelf, q *entente.Quantity) amount {
	low, high := ends(q)
	return amount{s.record(q.Base), low, high, q.Low == nil, q.High == nil, q.Approximate, q.Of, q.Unit}
}

// numbers are the least and the greatest value given for each counted thing: same
// words for what is counted and whose it is, same unit, dates that may be the same.
type numbers map[string]*[2]amount

// add files the quantities of a document.
func (ns numbers) add(s *shelf, r *entente.Records) {
	for i := range r.Quantities {
		q := &r.Quantities[i]
		k := countKey(q)
		if k == "" {
			continue
		}
		low, high := ends(q)
		g := ns[k]
		if g == nil {
			a := amountOf(s, q)
			ns[k] = &[2]amount{a, a}
			continue
		}
		if less, more := high < g[0].high, low > g[1].low; less || more {
			a := amountOf(s, q)
			if less {
				g[0] = a
			}
			if more {
				g[1] = a
			}
		}
	}
}

// found returns the tensions of all counted things, in no order.
func (ns numbers) found(s *shelf) []Found {
	var out []Found
	for k, g := range ns {
		least, most := &g[0], &g[1]
		if least.record == most.record || !disagree(least, most) {
			continue
		}
		f := s.found(entente.TensionNumbers, []entente.ActorID{}, []int32{least.record, most.record})
		f.Working = fmt.Sprintf("%s: %s against %s", strings.TrimSpace(least.of), span(least.low, least.high, least.unit), span(most.low, most.high, most.unit))
		at := s.base(least.record)
		f.Base = base(entente.KindTension, at.Document, at.Evidence, f.Items, "numbers"+k)
		out = append(out, f)
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

// disagree reports whether a cannot be b: their ranges, widened where they are
// open or approximate, have nothing in common and differ by more than a tenth.
func disagree(a, b *amount) bool {
	if a.openHigh && a.high < b.low || b.openLow && a.high < b.low {
		return false // "more than 5" and 8, "up to 8" and 5
	}
	gap := 1.1
	if a.circa || b.circa {
		gap = 1.25
	}
	return b.low > a.high*gap
}
