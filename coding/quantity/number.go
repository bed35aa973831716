package quantity

// number reads a number with its range, unit and bounds at atom k. Where ok is
// false, last is the atom to go on from (0: the next one).
func (f *finder) number(k int) (number, bool) {
	n := number{first: k, start: k}
	money := unit{}
	at := k
	if f.kind(k) == symbol {
		money = f.l.units[lower(f.text(k))]
		at++
		if f.kind(at) != figures && f.kind(at) != digit {
			return number{}, false
		}
	}
	a, ok := f.numeral(at)
	if !ok {
		return number{}, false
	}
	n.last = a.last
	if money.code == "" && f.isName(a) {
		return number{last: f.pastName(a.last)}, false
	}
	n.value, n.words = a.value, a.words
	low, high := a.value, a.value
	n.low, n.high = &low, &high
	if a.open {
		n.high, n.approximate = nil, true
	}
	if b, end, ok := f.rangeTo(a, money.code != ""); ok {
		if a.value, ok = spread(a, b); !ok {
			return number{last: end}, false // a score
		}
		low, high = a.value, b.value
		n.value, n.last = (low+high)/2, end
	}
	n.unit = money
	f.readUnit(&n)
	if f.isAgeOrScore(&n) {
		return number{last: n.last}, false
	}
	f.bind(&n)
	tok := f.atoms[at].token
	if f.inTime(tok) || f.inTime(f.atoms[n.last-1].token) {
		return number{last: n.last}, false
	}
	n.head = f.headOf(k, n.last)
	if a.words && n.unit.code == "" && f.isReference(at, a) {
		return number{last: n.last}, false
	}
	return n, true
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// rangeTo reads the second number of a range after a: "25-30", "5 to 7 million",
// "between 5 and 7".
func (f *finder) rangeTo(a numeral, money bool) (numeral, int, bool) {
	j := a.last
	switch {
	case f.is(j, "-", "–", "—"):
	case f.is(j, "to") && !f.is(a.first-1, "from") && !f.is(a.first-2, "from"):
	case f.is(j, "and") && (f.is(a.first-1, "between") || money && f.is(a.first-2, "between")):
	case f.is(j, "or"):
	default:
		return numeral{}, 0, false
	}
	j++
	if f.kind(j) == symbol {
		j++
	}
	if k := f.kind(j); k != figures && k != digit {
		return numeral{}, 0, false
	}
	b, ok := f.numeral(j)
	if f.is(j-1, "or") && b.value > 3*a.value {
		return b, 0, false
	}
	return b, b.last, ok
}

// spread gives the first number of a range the scale of the second and reports
// whether the two rise.
func spread(a, b numeral) (float64, bool) {
	if b.scaled && !a.scaled && a.value < 1000 {
		scale := 1.0
		for b.value/scale >= 1000 {
			scale *= 1000
		}
		a.value = shifted(a.value, scale)
	}
	return a.value, a.value < b.value
}

// readUnit reads a unit of one to three words after the number, also joined by a
// hyphen ("20-year").
func (f *finder) readUnit(n *number) {
	if n.unit.code != "" {
		if f.is(n.last, "us", "u") || len(f.units(n.last, 1)) == 0 {
			return
		}
		if u, ok := f.l.units[f.units(n.last, 1)]; !ok || u.kind != "money" {
			return
		}
	}
	j := n.last
	if f.is(j, "-") && f.glued(j) && f.glued(j+1) {
		j++
	}
	if f.is(j, "US", "American") || f.is(j, "U") && f.is(j+1, ".") {
		for j < len(f.atoms) && f.is(j, "US", "American", "U", "S", ".") {
			j++
		}
		if u := f.l.units[lower(f.text(j))]; u.kind != "money" {
			return
		}
	}
	for words := 3; words >= 1; words-- {
		if u, ok := f.l.units[f.units(j, words)]; ok && u.kind != "person" {
			n.unit, n.last = u, j+words
			return
		}
	}
}

// units joins the words of n atoms from k for a look-up.
func (f *finder) units(k, n int) string {
	if k+n > len(f.atoms) {
		return ""
	}
	if n == 1 {
		return lower(f.text(k))
	}
	s := ""
	for i := range n {
		if i > 0 {
			s += " "
		}
		s += lower(f.text(k + i))
	}
	return s
}

// bind reads the bound words before the number, and behind it ("or more").
func (f *finder) bind(n *number) {
	if b, size, ok := f.boundBehind(n.last); ok {
		n.last += size
		n.bound(b.kind)
	}
	for range 2 { // "only about 8"
		b, size, ok := f.boundBefore(n.first)
		if !ok || size == 1 && b.words[0] == "over" && f.isAbout(n.first-1) || b.words[0] == "up" && f.hasRisen(n.first-2) {
			return
		}
		n.first -= size
		n.bound(b.kind)
	}
}

// isAbout reports an "over" at atom k behind what is about something: "a war over two islands".
func (f *finder) isAbout(k int) bool {
	return k > 0 && disputes[f.s.Tokens[f.atoms[k-1].token].Lemma]
}

// hasRisen reports an "up" at atom k behind a verb that it belongs to: "went up to 5 tons".
func (f *finder) hasRisen(k int) bool {
	return k > 0 && risers[f.s.Tokens[f.atoms[k-1].token].Lemma] && f.s.Tokens[f.atoms[k-1].token].UPOS == "VERB"
}

// risers are verbs with "up to" before what is reached.
var risers = map[string]bool{"go": true, "climb": true, "move": true, "shoot": true, "jump": true, "push": true, "drive": true, "come": true, "bring": true, "creep": true, "edge": true, "add": true}

// disputes are nouns with "over" before what they are about.
var disputes = map[string]bool{
	"war": true, "dispute": true, "row": true, "conflict": true, "quarrel": true, "clash": true, "feud": true, "spat": true, "tension": true, "battle": true, "fight": true,
	"standoff": true, "talk": true, "negotiation": true, "claim": true, "sovereignty": true, "control": true, "disagreement": true, "concern": true, "fear": true,
}

// bound opens an end of n, or makes it approximate.
func (n *number) bound(kind string) {
	switch kind {
	case "low":
		n.high = nil
	case "high":
		n.low = nil
	case "about":
		n.approximate = true
	}
}

// boundBehind returns the bound that starts at atom k: those of the table that
// begin with "or".
func (f *finder) boundBehind(k int) (bound, int, bool) {
	if !f.is(k, "or") {
		return bound{}, 0, false
	}
	for _, b := range f.l.bounds {
		if len(b.words) == 2 && b.words[0] == "or" && f.is(k+1, b.words[1]) {
			return b, 2, true
		}
	}
	return bound{}, 0, false
}

func (f *finder) boundBefore(k int) (bound, int, bool) {
	best, size := bound{}, 0
	for _, b := range f.l.bounds {
		n := len(b.words)
		if n <= size || k < n || !f.is(k-1, b.words[n-1]) {
			continue
		}
		ok := true
		for i, w := range b.words {
			ok = ok && f.is(k-n+i, w)
		}
		if ok {
			best, size = b, n
		}
	}
	return best, size, size > 0
}
