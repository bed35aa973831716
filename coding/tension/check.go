package tension

import (
	"fmt"
	"slices"
	"strconv"

	"entente"
)

// comparisons checks each "A is so many times B" and "A is more than B" of a
// document against the values it gives for A and B.
func comparisons(r *entente.Records) []entente.Check {
	var out []entente.Check
	var x *index
	for i := range r.Quantities {
		q := &r.Quantities[i]
		if q.Compare == nil || q.Compare.Relation != "times" || q.Compare.With == "" {
			continue
		}
		if x == nil {
			x = newIndex(r.Quantities)
		}
		left := q
		if q.Unit == "ratio" {
			left = x.find(q.Of, nil)
		}
		if left == nil {
			continue
		}
		right := x.find(q.Compare.With, left)
		if right == nil || right.Unit != left.Unit || right.Value == 0 {
			continue
		}
		out = append(out, compare(r, q, left, right))
	}
	return out
}

// index files a document's quantities under the stems of what they count.
type index struct {
	quantities []entente.Quantity
	by         map[string][]int
}

// common is the number of quantities from which a word no longer tells one from
// another.
const common = 500

func newIndex(quantities []entente.Quantity) *index {
	x := &index{quantities, map[string][]int{}}
	for i := range quantities {
		q := &quantities[i]
		if q.Unit == "ratio" || q.Unit == "%" {
			continue
		}
		for _, w := range unique(words(q.Of + " " + q.Where)) {
			x.by[w] = append(x.by[w], i)
		}
	}
	return x
}

// unique returns the stems of ws, each once: the first five letters, so that
// "import" and "imports" are one.
func unique(ws []string) []string {
	var out []string
	for _, w := range ws {
		if len(w) > 5 {
			w = w[:5]
		}
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// find returns the quantity other than not whose counted thing is what the
// phrase names: it shares at least two words, and more than any other; nil if
// there is none.
func (x *index) find(phrase string, not *entente.Quantity) *entente.Quantity {
	scores := map[int]int{}
	for _, w := range unique(words(phrase)) {
		if ids := x.by[w]; len(ids) < common {
			for _, id := range ids {
				scores[id]++
			}
		}
	}
	best, score, tied := -1, 1, false
	for id, s := range scores {
		q := &x.quantities[id]
		if q == not || not != nil && q.Unit != not.Unit {
			continue
		}
		switch {
		case s > score:
			best, score, tied = id, s, false
		case s == score && best >= 0:
			tied = true
		}
	}
	if best < 0 || tied {
		return nil
	}
	return &x.quantities[best]
}

// compare works out left / right and holds it against the factor stated.
func compare(r *entente.Records, q, left, right *entente.Quantity) entente.Check {
	low, high := ends(left)
	rlow, rhigh := ends(right)
	from, to := low/rhigh, high/rlow
	factor := q.Compare.Factor
	sign, ok := "", from <= factor*1.15 && to >= factor*0.85
	if q.Unit == "ratio" && q.High == nil {
		sign, ok = "at least ", to >= factor*0.95
	}
	c := entente.Check{Result: entente.CheckConsistent}
	if !ok {
		c.Result = entente.CheckInconsistent
	}
	c.Working = fmt.Sprintf("%s / %s = %s, stated %s%s", text(left), text(right), between(from, to), sign, number(factor))
	c.Quantities = []entente.RecordID{q.ID, left.ID, right.ID}
	if left == q {
		c.Quantities = c.Quantities[1:]
	}
	at := q.Evidence.Cover(left.Evidence).Cover(right.Evidence)
	c.Base = base(entente.KindCheck, r.Document.ID, at, c.Quantities, "times")
	return c
}

// ends returns the bounds of a quantity, an open one closed at its value.
func ends(q *entente.Quantity) (low, high float64) {
	low, high = q.Value, q.Value
	if q.Low != nil {
		low = *q.Low
	}
	if q.High != nil {
		high = *q.High
	}
	return low, high
}

// text prints a quantity's value or range, with its unit.
func text(q *entente.Quantity) string {
	low, high := ends(q)
	return span(low, high, q.Unit)
}

func span(low, high float64, unit string) string {
	s := between(low, high)
	if unit != "" && unit != "person" {
		s += " " + unit
	}
	return s
}

func between(a, b float64) string {
	if x, y := number(a), number(b); x != y {
		return x + "-" + y
	}
	return number(a)
}

// number prints a number short: three significant figures above 1000, with
// thousand, million or billion as a word.
func number(v float64) string {
	for _, s := range []struct {
		size float64
		name string
	}{{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}} {
		if v >= s.size || v <= -s.size {
			return strconv.FormatFloat(round(v/s.size), 'f', -1, 64) + s.name
		}
	}
	return strconv.FormatFloat(round(v), 'f', -1, 64)
}

// round keeps two decimals.
func round(v float64) float64 {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	out, _ := strconv.ParseFloat(s, 64)
	return out
}

// shares checks that the shares a document gives of one thing at one time, told
// in one paragraph, do not add up to more than the whole.
func shares(r *entente.Records) []entente.Check {
	type key struct {
		of, date  string
		paragraph int
	}
	groups := map[key][]*entente.Quantity{}
	var keys []key
	for i := range r.Quantities {
		q := &r.Quantities[i]
		if q.Compare == nil || q.Compare.Relation != "share" || q.Compare.Factor <= 0 || q.Compare.Factor > 1 || q.Compare.With == "" {
			continue
		}
		k := key{fmt.Sprint(words(q.Compare.With)), q.Date.Text, r.Document.Paragraph(q.Evidence.Start)}
		if len(groups[k]) == 0 {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], q)
	}
	var out []entente.Check
	for _, k := range keys {
		if g := groups[k]; len(g) > 1 {
			out = append(out, sum(r, g))
		}
	}
	return out
}

func sum(r *entente.Records, g []*entente.Quantity) entente.Check {
	c := entente.Check{Result: entente.CheckConsistent}
	total := 0.0
	var at entente.Span
	for i, q := range g {
		if i > 0 {
			c.Working += " + "
		}
		total += 100 * q.Compare.Factor
		c.Working += number(100 * q.Compare.Factor)
		c.Quantities = append(c.Quantities, q.ID)
		at = at.Cover(q.Evidence)
	}
	c.Working += " = " + number(total) + " % of " + g[0].Compare.With
	if total > 101 {
		c.Result = entente.CheckInconsistent
	}
	c.Base = base(entente.KindCheck, r.Document.ID, at, c.Quantities, "shares")
	return c
}
