package timex

import (
	"entente"
	"entente/document"
)

// builders turn what a rule took into an interval; false takes the match back.
var builders = map[string]func(*match) (entente.Interval, bool){
	"date": buildDate, "daysrange": buildDays, "iso": buildISO, "numeric": buildNumeric, "month": buildMonth,
	"months": buildMonths, "year": buildYear, "years": buildYears, "era": buildEra, "decade": buildDecade,
	"century": buildCentury, "season": buildSeason, "weekday": buildWeekday, "today": buildToday,
	"lastnight": func(m *match) (entente.Interval, bool) { return m.deictic(-1) },
	"relunit":   buildRelUnit, "relunits": buildRelUnits, "span": vague, "same": buildSame, "ago": buildAgo,
	"shift": buildShift, "agofew": buildAgoFew, "endof": buildEndOf, "dayunit": buildDayUnit,
}

// vague is an expression that is a time but has no days.
func vague(*match) (entente.Interval, bool) {
	return entente.Interval{Precision: entente.PrecisionVague}, true
}

func vagueIf(m *match, unknown bool, f func() (entente.Interval, bool)) (entente.Interval, bool) {
	if unknown {
		return vague(m)
	}
	return f()
}

func buildDate(m *match) (entente.Interval, bool) {
	d, ok := m.get(clDay | clOrdinal)
	if !ok {
		d = 1
	}
	mo, _ := m.get(clMonth)
	if y, ok := m.get(clYear); ok {
		return date(y, mo, d)
	}
	if !m.dayIsOne() {
		return entente.Interval{}, false
	}
	if y := m.anchorYear(); y != 0 {
		return date(y, mo, d)
	}
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) {
		return m.nearest(func(y int) (entente.Interval, bool) { return date(y, mo, d) })
	})
}

// dayIsOne reports whether a bare "March 20" is a day and no count: what stands
// after it is no noun counted ("In March 20 people died") or unit.
func (m *match) dayIsOne() bool {
	if m.last >= len(m.r.atoms) {
		return true
	}
	a := m.r.atoms[m.last]
	if a.class&(clUnit|clNumber) != 0 {
		return false
	}
	last := m.r.atoms[m.last-1]
	if last.class&clDay == 0 || last.class&clNth != 0 {
		return true
	}
	tag := m.r.s.Tokens[a.token].XPOS
	return tag != "NNS" && m.char(m.last) != '%'
}

// char returns the first byte of atom k, 0 outside the sentence.
func (m *match) char(k int) byte {
	if k < 0 || k >= len(m.r.atoms) {
		return 0
	}
	return m.r.t.Document.Text[m.r.atoms[k].start]
}

// nearest returns make's value for the year that suits the tense around the
// match: the last such time up to the document's date, or the next one.
func (m *match) nearest(make func(year int) (entente.Interval, bool)) (entente.Interval, bool) {
	y := m.r.ref.Time().Year()
	iv, ok := make(y)
	if !ok {
		return iv, false
	}
	switch tense := m.r.tense(m.first); {
	case tense < 0 && iv.From > m.r.ref && (iv.From != iv.To || iv.From > m.r.ref.Add(30)):
		return make(y - 1)
	case tense > 0 && iv.To < m.r.ref:
		return make(y + 1)
	case tense == 0 && iv.From > m.r.ref.Add(200):
		return make(y - 1)
	}
	return iv, true
}

// anchorYear is the year of a time told shortly before that lies well before
// the document's date ("In 1917 ... on 7 November"), 0 if there is none.
func (m *match) anchorYear() int {
	a := m.r.anchor
	if a.From.IsZero() || a.To.IsZero() || a.To-a.From > 370 {
		return 0
	}
	y := a.From.Time().Year()
	if !m.r.ref.IsZero() && y >= m.r.ref.Time().Year()-1 {
		return 0
	}
	return y
}

func buildDays(m *match) (entente.Interval, bool) {
	d1, _ := m.nth(clDay, 0)
	d2, _ := m.nth(clDay, 1)
	mo, _ := m.get(clMonth)
	y, ok := m.get(clYear)
	if !ok {
		if m.r.ref.IsZero() {
			return vague(m)
		}
		y = m.r.ref.Time().Year()
	}
	a, ok1 := date(y, mo, d1)
	b, ok2 := date(y, mo, d2)
	if !ok1 || !ok2 || d2 <= d1 || !m.dayIsOne() {
		return a, false
	}
	a.To = b.To
	return a, true
}

func buildISO(m *match) (entente.Interval, bool) {
	y, _ := m.nth(clYear, 0)
	mo, _ := m.nth(clNum, 0)
	d, _ := m.nth(clNum, 1)
	return date(y, mo, d)
}

// buildNumeric reads 05/17/2011 as month first, 17/05/2011 and 17.05.2011 as
// day first; where both are possible a slash means month first.
func buildNumeric(m *match) (entente.Interval, bool) {
	a, _ := m.nth(clNum, 0)
	b, _ := m.nth(clNum, 1)
	y, _ := m.get(clYear)
	if m.char(m.first+1) == '/' && a <= 12 {
		return date(y, a, b)
	}
	return date(y, b, a)
}

func buildMonth(m *match) (entente.Interval, bool) {
	mo, _ := m.get(clMonth)
	h, halved := m.get(clHalf)
	cut := func(iv entente.Interval, ok bool) (entente.Interval, bool) {
		if ok && halved {
			iv = half(iv, h)
		}
		return iv, ok
	}
	if y, ok := m.get(clYear); ok {
		return cut(months(y, mo, 1, entente.PrecisionMonth))
	}
	rel, related := m.get(clRel)
	if !related && !halved && !m.monthIsOne() {
		return entente.Interval{}, false
	}
	if y := m.anchorYear(); y != 0 && !related {
		return cut(months(y, mo, 1, entente.PrecisionMonth))
	}
	if m.r.ref.IsZero() {
		return vague(m)
	}
	ref := m.r.ref.Time()
	switch {
	case related && rel < 0:
		y := ref.Year()
		if mo >= int(ref.Month()) {
			y--
		}
		return months(y, mo, 1, entente.PrecisionMonth)
	case related && rel > 0:
		y := ref.Year()
		if mo <= int(ref.Month()) {
			y++
		}
		return months(y, mo, 1, entente.PrecisionMonth)
	case related: // "this December" told in January is last year's
		y := ref.Year()
		if mo-int(ref.Month()) > 9 {
			y--
		}
		return months(y, mo, 1, entente.PrecisionMonth)
	}
	return cut(m.nearest(func(y int) (entente.Interval, bool) { return months(y, mo, 1, entente.PrecisionMonth) }))
}

// monthIsOne reports whether a bare month's name is a month: "May", "March",
// "August" and short forms may be other words or parts of names.
func (m *match) monthIsOne() bool {
	a := m.r.atoms[m.first]
	tok := m.r.s.Tokens[a.token]
	if tok.UPOS != "" && tok.UPOS != "PROPN" && tok.UPOS != "NOUN" {
		return false
	}
	form := m.r.t.Document.Text[a.start:a.end]
	if len(form) <= 4 && m.char(m.first+1) != '.' && form != "May" && form != "June" && form != "July" && form != "Sept" {
		return false
	}
	if form == "May" || form == "March" || form == "April" || form == "June" || form == "August" {
		// A name beside it makes it a name: "Theresa May", "April Ryan".
		prev, next := m.r.token(a.token-1), m.r.token(a.token+1)
		if prev != nil && prev.UPOS == "PROPN" || next != nil && next.UPOS == "PROPN" && next.Rel == "flat" {
			return false
		}
		return tok.UPOS != "" && tok.Rel != "nsubj" || m.bareBefore()
	}
	return true
}

// bareBefore reports whether a preposition of time stands before the match.
func (m *match) bareBefore() bool {
	if m.first == 0 {
		return false
	}
	p := m.r.atoms[m.first-1]
	switch m.r.t.Document.Text[p.start:p.end] {
	case "in", "In", "of", "until", "since", "by", "last", "next", "from", "to", "early", "late", "during":
		return true
	}
	return false
}

func (r *reader) token(k int) *document.Token {
	if k < 0 || k >= len(r.s.Tokens) {
		return nil
	}
	return &r.s.Tokens[k]
}

func buildMonths(m *match) (entente.Interval, bool) {
	m1, _ := m.nth(clMonth, 0)
	m2, _ := m.nth(clMonth, 1)
	y, _ := m.get(clYear)
	if m2 <= m1 {
		return entente.Interval{}, false
	}
	return months(y, m1, m2-m1+1, entente.PrecisionMonth)
}

func buildYear(m *match) (entente.Interval, bool) {
	y, _ := m.get(clYear)
	iv, ok := years(y, 1, entente.PrecisionYear)
	if h, halved := m.get(clHalf); halved {
		return half(iv, h), ok
	}
	if m.n > 1 || !m.yearIsOne() {
		return iv, false
	}
	return iv, ok
}

func buildYears(m *match) (entente.Interval, bool) {
	y, _ := m.get(clYear)
	two, _ := m.nth(clTwo, 0)
	if two <= y%100 || m.r.atoms[m.last-1].start != m.r.atoms[m.last-2].end || m.char(m.last) == '-' && m.char(m.first+1) == '-' {
		return entente.Interval{}, false
	}
	return years(y, two-y%100+1, entente.PrecisionYear)
}

func buildEra(m *match) (entente.Interval, bool) {
	y, _ := m.get(clNum)
	if y == 0 || y > 9999 {
		return entente.Interval{}, false
	}
	if m.or(clEra, 0) == 1 {
		y = 1 - y // there is no year 0
	}
	return years(y, 1, entente.PrecisionYear)
}

func buildDecade(m *match) (entente.Interval, bool) {
	y, ok := m.get(clCes)
	if !ok {
		y = 1900 + m.or(clTwos|clDecade, 0)
	}
	_, figures := m.get(clTwos)
	if h, w := m.has("his"), m.has("her"); h || w || figures && !m.has("the") && !m.has("'") && !m.has("’") && !m.has("‘") {
		return entente.Interval{}, false // a person's age
	}
	iv, ok := years(y, 10, entente.PrecisionDecade)
	if h, halved := m.get(clHalf); halved {
		iv = half(iv, h)
	}
	return iv, ok
}

func buildCentury(m *match) (entente.Interval, bool) {
	n, _ := m.get(clOrdinal | clNth)
	if n < 1 || n > 30 {
		return entente.Interval{}, false
	}
	from := 100 * (n - 1)
	if m.or(clEra, 0) == 1 {
		from = -100*n + 1
	}
	iv, ok := years(from, 100, entente.PrecisionCentury)
	if h, halved := m.get(clHalf); halved {
		iv = half(iv, h)
	}
	return iv, ok
}

func buildSeason(m *match) (entente.Interval, bool) {
	s, _ := m.get(clSeason)
	if y, ok := m.get(clYear); ok {
		return season(y, s)
	}
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) {
		y := m.r.ref.Time().Year()
		iv, ok := season(y, s)
		switch rel, related := m.get(clRel); {
		case !related, rel == 0:
			return m.nearest(func(y int) (entente.Interval, bool) { return season(y, s) })
		case rel < 0 && iv.To >= m.r.ref:
			return season(y-1, s)
		case rel > 0 && iv.From <= m.r.ref:
			return season(y+1, s)
		}
		return iv, ok
	})
}

func buildWeekday(m *match) (entente.Interval, bool) {
	w, _ := m.get(clWeekday)
	if a := m.r.atoms[m.first]; m.n == 1 && a.end-a.start <= 5 && m.char(m.first+1) != '.' {
		return entente.Interval{}, false // "Sun", "Wed": rather a word or a name
	}
	if m.first > 0 && m.n == 1 {
		switch m.r.word(m.first - 1) {
		case "every", "Every", "each", "Each", "a", "an", "any":
			return entente.Interval{}, false // any such day, no date
		}
	}
	if t := m.r.s.Tokens[m.r.atoms[m.first].token]; m.n == 1 && (t.Rel == "flat" || t.Rel == "compound") && t.Head >= 0 &&
		m.r.s.Tokens[t.Head].UPOS == "PROPN" && m.r.s.Tokens[t.Head].XPOS != "NNPS" && m.first > 0 && m.r.atoms[m.first-1].upper {
		return entente.Interval{}, false // part of a title: "Fox News Sunday"
	}
	if m.n == 1 && m.last < len(m.r.atoms) {
		next := m.r.s.Tokens[m.r.atoms[m.last].token]
		if m.r.atoms[m.last].upper && m.r.atoms[m.last].class == 0 && next.UPOS == "PROPN" && m.r.s.Tokens[m.r.atoms[m.first].token].Rel == "compound" {
			return entente.Interval{}, false // "the Sunday Herald"
		}
	}
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) {
		ahead := (w - int(m.r.ref.Time().Weekday()) + 7) % 7
		back := ahead - 7
		if ahead == 0 {
			back = 0
		}
		rel, related := m.get(clRel)
		tense := m.r.tense(m.first)
		switch {
		case related && rel < 0:
			if back == 0 {
				back = -7
			}
			return oneDay(m.r.ref.Add(back)), true
		case related && rel > 0:
			if ahead == 0 {
				ahead = 7
			}
			return oneDay(m.r.ref.Add(ahead)), true
		case tense > 0:
			return oneDay(m.r.ref.Add(ahead)), true
		}
		return oneDay(m.r.ref.Add(back)), true
	})
}

func (m *match) deictic(n int) (entente.Interval, bool) {
	return vagueIf(m, m.r.ref.IsZero(), func() (entente.Interval, bool) { return oneDay(m.r.ref.Add(n)), true })
}

func buildToday(m *match) (entente.Interval, bool) {
	if a := m.r.atoms[m.first]; m.first > 0 && a.upper && m.r.atoms[m.first-1].upper && a.class&clDeictic != 0 {
		return entente.Interval{}, false // "USA Today"
	}
	return m.deictic(m.or(clDeictic, 0))
}

// tense tells whether what happens at the time of atom k is told as past (-1),
// future (1) or unclear (0), from the verb that governs it.
func (r *reader) tense(k int) int {
	i := r.atoms[k].token
	for steps := 0; i >= 0 && steps < 12; steps++ {
		t := &r.s.Tokens[i]
		if t.UPOS == "VERB" || t.UPOS == "AUX" {
			switch v := r.verbTense(i); {
			case v != 0:
				return v
			case t.Rel == "root":
				return 0
			}
		}
		i = t.Head
	}
	return 0
}

func (r *reader) verbTense(i int) int {
	past := r.s.Tokens[i].XPOS == "VBD"
	for _, c := range r.s.Children(i) {
		t := &r.s.Tokens[c]
		switch {
		case t.XPOS == "MD" && (t.Lemma == "will" || t.Lemma == "shall"), t.Lemma == "going":
			return 1
		case t.XPOS == "VBD", t.Lemma == "have" && t.Rel == "aux":
			past = true
		}
	}
	t := &r.s.Tokens[i]
	switch {
	case past:
		return -1
	case t.XPOS == "VB" && (t.Rel == "xcomp" || t.Rel == "acl"), t.XPOS == "VBZ", t.XPOS == "VBP":
		return 1
	}
	return 0
}

// base is the first day of the last time told, 0 if none was.
func (m *match) base() entente.Day {
	if a := m.r.anchor; !a.From.IsZero() {
		return a.From
	}
	return 0
}
