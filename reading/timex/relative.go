package timex

import "entente"

func buildRelUnit(m *match) (entente.Interval, bool) {
	u, _ := m.get(clUnit)
	if turn, ok := m.get(clTurn); ok {
		return vagueIf(m, m.base().IsZero(), func() (entente.Interval, bool) { return unitOf(m.base(), u, turn) })
	}
	rel, _ := m.get(clRel)
	if u == unitHour {
		return entente.Interval{}, false
	}
	if m.plural() || m.has("coming") && m.has("the") && u < unitYear { // "the coming weeks"
		return vague(m)
	}
	if m.r.ref.IsZero() {
		return vague(m)
	}
	if u == unitDay && rel < 0 || m.has("the") && rel < 0 && u >= unitMonth { // "the last day", "the past year"
		if u == unitDay {
			return vague(m)
		}
		return lasting(m.r.ref, u, -1)
	}
	if u == unitDecade && rel < 0 {
		return lasting(m.r.ref, u, -1)
	}
	if u == unitWeekend && rel == 0 && m.r.tense(m.first) < 0 && m.r.ref.Time().Weekday() < 5 && m.r.ref.Time().Weekday() > 0 {
		rel = -1 // told on a weekday about the weekend that was
	}
	return unitOf(m.r.ref, u, rel)
}

// plural reports whether the last word of the match ends in s.
func (m *match) plural() bool {
	a := m.r.atoms[m.last-1]
	return m.r.t.Document.Text[a.end-1] == 's'
}

func buildRelUnits(m *match) (entente.Interval, bool) {
	u, _ := m.get(clUnit)
	n, _ := m.get(clNum | clNumber)
	rel, _ := m.get(clRel)
	if rel == 0 || n == 0 || u == unitHour {
		return entente.Interval{}, false
	}
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) { return lasting(m.r.ref, u, rel*n) })
}

// count is the number of a match: figures, number words, hundreds and thousands
// multiplied, or the article for one.
func (m *match) count() int {
	n, ok := m.nth(clNum|clNumber, 0)
	if !ok {
		return 1
	}
	if by, ok := m.nth(clNumber, 1); ok && (by == 100 || by == 1000) {
		n *= by
	} else if by, ok := m.nth(clNumber, 0); ok && n != by && (by == 100 || by == 1000) {
		n *= by
	}
	return n
}

func buildAgo(m *match) (entente.Interval, bool) {
	u, _ := m.get(clUnit)
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) { return shift(m.r.ref, u, -m.count()) })
}

// buildShift moves from the last time told: "two years later".
func buildShift(m *match) (entente.Interval, bool) {
	u, _ := m.get(clUnit)
	back := m.has("earlier") || m.has("before") || m.has("prior")
	if (m.has("before") || m.has("prior")) && m.last < len(m.r.atoms) && m.r.s.Tokens[m.r.atoms[m.last].token].UPOS != "PUNCT" {
		return entente.Interval{}, false // "two years before the war": the war is not known
	}
	n := m.count()
	if back {
		n = -n
	}
	return vagueIf(m, m.base().IsZero(), func() (entente.Interval, bool) { return shift(m.base(), u, n) })
}

func buildAgoFew(m *match) (entente.Interval, bool) { return vague(m) }

// buildSame repeats the last time told: "in the same period", "that year".
func buildSame(m *match) (entente.Interval, bool) {
	u, isUnit := m.get(clUnit)
	a := m.r.anchor
	if m.has("this") { // "this period" is the one spoken of; a unit is of the document's date
		if isUnit && !m.r.ref.IsZero() && !m.has("same") && !m.plural() {
			return unitOf(m.r.ref, u, 0)
		}
		if isUnit && m.r.ref.IsZero() && !m.has("same") {
			return vague(m)
		}
	}
	if !isUnit || a.From.IsZero() || a.To.IsZero() {
		if a.IsZero() || isUnit && a.From.IsZero() {
			return vague(m)
		}
		return entente.Interval{From: a.From, To: a.To, Precision: a.Precision}, true
	}
	if u < unitMonth && a.To-a.From > 7 {
		return vague(m)
	}
	return unitOf(a.From, u, 0)
}

func buildEndOf(m *match) (entente.Interval, bool) {
	var iv entente.Interval
	ok := true
	if y, has := m.get(clYear); has {
		iv, ok = years(y, 1, entente.PrecisionYear)
	} else {
		if m.r.ref.IsZero() {
			return vague(m)
		}
		n := 0
		if m.has("last") {
			n = -1
		} else if m.has("next") {
			n = 1
		}
		u, _ := m.get(clUnit)
		if u == unitHour || u == unitDay {
			return iv, false
		}
		iv, ok = unitOf(m.r.ref, u, n)
	}
	if !ok {
		return iv, false
	}
	switch {
	case m.has("end"):
		iv.From, iv.Precision = iv.To, entente.PrecisionDay
	case m.has("middle"):
		return half(iv, 1), true
	default:
		return half(iv, 0), true
	}
	return iv, true
}

func buildDayUnit(m *match) (entente.Interval, bool) {
	u, _ := m.get(clUnit)
	if u != unitDay {
		return entente.Interval{}, false
	}
	n := 1
	if m.has("before") {
		n = -1
	}
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) {
		if w, ok := m.get(clWeekday); ok {
			back := (int(m.r.ref.Time().Weekday()) - w + 7) % 7
			return oneDay(m.r.ref.Add(-back + n)), true
		}
		return oneDay(m.r.ref.Add(m.or(clDeictic, 0) + n)), true
	})
}

// yearIsOne reports whether a bare number of four digits is a year and no
// count, sum, address or page.
func (m *match) yearIsOne() bool {
	r, k := m.r, m.first
	y := r.atoms[k].value
	switch m.char(k - 1) {
	case '$', '#', '+', ':', '=', '*', '_':
		return false
	case '.':
		if r.atoms[k-1].end == r.atoms[k].start {
			return false
		}
	case '/', '-':
		if k >= 2 && r.atoms[k-1].end == r.atoms[k].start && r.atoms[k-2].class&(clYear|clMonth|clDay) == 0 && !r.atoms[k-2].upper {
			return false
		}
	}
	if k > 0 {
		p := r.atoms[k-1]
		if p.class&clLabel != 0 || y >= 2100 || p.end == r.atoms[k].start && unicodeLetter(r.t.Document.Text[p.end-1]) {
			return false
		}
		if p.class&(clNumber|clNum) != 0 && p.class&clDay == 0 && p.class&clYear == 0 {
			return false
		}
	}
	if k+1 >= len(r.atoms) {
		return y >= 1400 || m.bareBefore()
	}
	next := r.atoms[k+1]
	switch m.char(k + 1) {
	case '%', '$':
		return false
	case '.', ':':
		if next.end < len(r.t.Document.Text) && isDigit(r.t.Document.Text[next.end]) {
			return false
		}
	}
	if next.class&(clUnit|clNumber) != 0 && next.start > r.atoms[k].end {
		return false
	}
	tok := &r.s.Tokens[r.atoms[k].token]
	after := r.token(r.atoms[k].token + 1)
	if after != nil && (after.XPOS == "NNS" || after.UPOS == "ADJ" && tok.Rel == "nummod") && tok.Rel == "nummod" {
		det := r.token(r.atoms[k].token - 1)
		return y >= 1900 && det != nil && (det.UPOS == "DET" || det.UPOS == "PRON" || det.XPOS == "POS")
	}
	return y >= 1400 || m.bareBefore()
}

func unicodeLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }
