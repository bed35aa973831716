package quantity

import "strings"

// isName reports whether the number is a name or part of one: a model
// ("Falcon-450"), a section, a telephone number, a list number, a clock time.
func (f *finder) isName(a numeral) bool {
	k := a.first
	if f.kind(k) != figures {
		return f.is(k, "one") && !f.countedOne(a)
	}
	prev := f.text(k - 1)
	if f.glued(k) {
		switch prev {
		case "-", "–", "—", "/", ".", ":", "#", "_", "+", "@", "&":
			if prev != "+" && f.glued(k-1) || prev == "#" || prev == ":" && f.kind(k-2) == figures {
				return true
			}
		case "(", "[", "“", "\"", "'", "‘", "~", "<", ">", "=", "—-", "*", ",", "$", "€", "£":
		default:
			return true // "MH17"
		}
	}
	if end := a.last; f.glued(end) && a.last == k+1 {
		next := f.text(end)
		switch {
		case next == "/" || next == ":" && f.kind(end+1) == figures && f.glued(end+1):
			return true
		case next == "-" && f.glued(end+1) && f.kind(end+1) == figures && f.is(end+2, "-"):
			return true // a telephone number
		case isLetters(next) && f.l.units[lower(next)].code == "":
			return true // "5th", "3D"
		}
	}
	return f.isLabelled(a)
}

// isLabelled reports whether the number is said to be a number of something, or
// stands at the head of a list item.
func (f *finder) isLabelled(a numeral) bool {
	k := a.first
	before := k - 1
	if f.is(before, ".") {
		before--
	}
	if before >= 0 && a.last == k+1 {
		w := f.text(before)
		if f.l.labels[lower(w)] {
			return true
		}
		t := f.s.Tokens[f.atoms[before].token]
		h := f.s.Tokens[f.atoms[k].token]
		if t.UPOS == "PROPN" && before == k-1 && (h.Head == f.atoms[before].token || h.UPOS == "PROPN") {
			return true // "Orbiter 3"
		}
	}
	if k == 0 && a.last < len(f.atoms) && (f.is(a.last, ")", ":") || f.is(a.last, ".") && a.last+1 < len(f.atoms)) {
		return true
	}
	return f.is(k-1, "(", "[") && f.is(a.last, ")", "]") && f.atoms[k].end-f.atoms[k].start <= 3
}

// pastName returns the atom after the rest of a name's number: "555-0100".
func (f *finder) pastName(k int) int {
	for k < len(f.atoms) && f.glued(k) && (f.kind(k) == figures || strings.ContainsAny(f.text(k), "-/:.–") || f.is(k, "st", "nd", "rd", "th")) {
		k++
	}
	return k
}

// countedOne reports whether "one" counts: it is the number of a noun of persons
// or units, or has a scale.
func (f *finder) countedOne(a numeral) bool {
	if a.last > a.first+1 {
		return true
	}
	u, ok := f.l.units[lower(f.text(a.last))]
	return ok && u.kind != "time" && f.text(a.last) != "person" && !f.is(a.first-1, "no", "any", "every", "each")
}

// isAgeOrScore reports whether the number is a person's age or a result.
func (f *finder) isAgeOrScore(n *number) bool {
	j := n.last
	if n.unit.code == "year" && (f.is(j, "old") || f.is(j, "-") && f.is(j+1, "old")) {
		return true
	}
	if n.unit.code == "" && f.is(j, "-") && f.is(j+1, "year") {
		return true
	}
	if n.unit.kind == "time" && f.is(n.start-1, "of") && f.is(n.start-2, "age") {
		return true
	}
	if n.unit.code == "" && f.is(j, "-") && f.glued(j) && f.is(j+1, "to", "and", "or") {
		return true // "18- to 24-year-old"
	}
	if n.unit.code == "" && f.is(j, "-") && f.glued(j) && f.glued(j+1) && f.kind(j+1) == other {
		return true // "three-liners", "two-fold"
	}
	if n.unit.code == "" && f.is(n.start-1, ",") && f.is(j, ",", ".") && n.value < 120 && n.start > 1 &&
		f.s.Tokens[f.atoms[n.start-2].token].UPOS == "PROPN" {
		return true // "Faramir, 45,"
	}
	if f.is(j, "a", "p") && f.is(j+1, ".") && f.is(j+2, "m") {
		return true
	}
	if f.is(j, "a") && f.is(j+1, "m") || f.is(j, "p") && f.is(j+1, "m") || f.is(j, "am", "pm", "o", "th", "gmt", "GMT") {
		return true
	}
	return n.unit.code == "" && f.is(j, "degrees", "degree")
}

// isReference reports whether a small number in words points at things already
// named ("the two countries", "both", "these three") rather than counting them.
func (f *finder) isReference(at int, a numeral) bool {
	if a.value > 12 || at == 0 {
		return false
	}
	if f.is(at-1, "the", "these", "those", "its", "their", "his", "her", "our", "all", "other", "your", "my", "last", "first", "past", "next", "any") {
		return true
	}
	return f.is(at-1, "s") || f.is(a.last, "of", "another", "other", "side", "sides", "hand", "thing", "things", "way")
}
