package timex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/document"
)

// class is a set of kinds of words that rules speak of.
type class uint32

// The classes of words.tsv and of digits.
const (
	clMonth class = 1 << iota
	clWeekday
	clSeason
	clUnit
	clNumber // a number in words
	clArticle
	clOrdinal
	clRel
	clTurn
	clSame
	clDeictic
	clPart
	clHalf
	clDecade
	clEra
	clFew
	clBound
	clLabel
	clYear // digits: 1000 to 2100
	clDay  // digits: 1 to 31, "5th"
	clTwo  // two digits
	clNum  // any digits
	clNth  // "19th"
	clCes  // "1990s"
	clTwos // "90s"
)

var classNames = map[string]class{
	"month": clMonth, "weekday": clWeekday, "season": clSeason, "unit": clUnit, "number": clNumber,
	"article": clArticle, "ordinal": clOrdinal, "rel": clRel, "turn": clTurn, "same": clSame,
	"deictic": clDeictic, "part": clPart, "half": clHalf, "decade": clDecade, "era": clEra, "few": clFew,
	"bound": clBound, "label": clLabel, "year": clYear, "day": clDay, "two": clTwo, "num": clNum, "nth": clNth,
	"ces": clCes, "twos": clTwos,
}

// Units of time, the values of class unit.
const (
	unitHour = iota
	unitDay
	unitWeek
	unitWeekend
	unitMonth
	unitQuarter
	unitYear
	unitDecade
	unitCentury
)

// Values of class bound.
const (
	boundSince = iota + 1
	boundUntil
	boundBefore
	boundAfter
	boundBy
	boundFrom
	boundTo
	boundBetween
	boundAnd
	boundThrough
)

// atom is a run of letters, a run of digits with its suffix, or one other
// character. Start and end are bytes of the document's text.
type atom struct {
	start, end int
	token      int // of the sentence, the one that holds the atom's start
	class      class
	word       uint16 // of the grammar's words, 0 for words no rule speaks of
	value      int
	upper      bool // starts with a capital
}

// atomize appends the atoms of sentence s.
func (g *Grammar) atomize(atoms []atom, text string, s *document.Sentence) []atom {
	tok := 0
	end := min(s.Tokens[len(s.Tokens)-1].End, len(text))
	for i := max(0, s.Tokens[0].Start); i < end; {
		c, size := utf8.DecodeRuneInString(text[i:end])
		if unicode.IsSpace(c) {
			i += size
			continue
		}
		for tok+1 < len(s.Tokens) && s.Tokens[tok+1].Start <= i {
			tok++
		}
		a := atom{start: i, end: i + size, token: tok, upper: unicode.IsUpper(c)}
		switch {
		case strings.Contains(s.Tokens[tok].Form, "://"): // an address is no date
			a.end = min(end, max(a.end, s.Tokens[tok].End))
		case c >= '0' && c <= '9':
			a.end = digits(text, i, end)
			g.number(&a, text)
		case unicode.IsLetter(c):
			for a.end < end {
				c, size := utf8.DecodeRuneInString(text[a.end:end])
				if !unicode.IsLetter(c) && !unicode.Is(unicode.Mn, c) {
					break
				}
				a.end += size
			}
			g.lookUp(&a, text[a.start:a.end])
		default:
			g.lookUp(&a, text[a.start:a.end])
		}
		i = a.end
		if n := len(atoms); n >= 2 && atoms[n-1].start+1 == a.start && atoms[n-2].end == atoms[n-1].start &&
			text[atoms[n-1].start] == '-' && compound(atoms[n-2], a) {
			atoms[n-2].end, atoms[n-2].value, atoms[n-2].class = a.end, atoms[n-2].value+a.value, a.class
			atoms = atoms[:n-1]
			continue
		}
		atoms = append(atoms, a)
	}
	return atoms
}

// compound reports whether a and b are the halves of "twenty-three".
func compound(a, b atom) bool {
	return a.class == clNumber && a.value >= 20 && a.value <= 90 && b.class&(clNumber|clOrdinal) != 0 && b.value < 10
}

// lookUp gives a the class and the number of its word.
func (g *Grammar) lookUp(a *atom, form string) {
	var buf [24]byte
	if len(form) > len(buf) {
		return
	}
	b := buf[:0]
	for i := 0; i < len(form); i++ {
		c := form[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	w, ok := g.words[string(b)]
	if !ok {
		return
	}
	a.word, a.class, a.value = w.id, w.class, w.value
	if a.class&(clMonth|clWeekday|clEra) != 0 && !a.upper {
		a.class = 0
	}
	if a.class&clEra != 0 && form[len(form)-1] >= 'a' {
		a.class = 0
	}
}

// digits returns the end of the number that starts at i: digits, groups of
// thousands and a suffix of letters.
func digits(text string, i, end int) int {
	for i < end && (isDigit(text[i]) || text[i] == ',' && i+3 < end && isDigit(text[i+1]) && isDigit(text[i+2]) &&
		isDigit(text[i+3]) && (i+4 >= end || !isDigit(text[i+4]))) {
		i++
	}
	if i+1 < end && text[i] == '.' && isDigit(text[i+1]) { // a decimal, or the middle of a date in figures
		j := i + 1
		for j < end && isDigit(text[j]) {
			j++
		}
		if j+1 >= end || text[j] != '.' || !isDigit(text[j+1]) {
			i = j
		}
	}
	for i < end && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= 'A' && text[i] <= 'Z') {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// number gives a its classes and value from its digits and suffix.
func (g *Grammar) number(a *atom, text string) {
	form := text[a.start:a.end]
	n, grouped := 0, false
	k := 0
	for ; k < len(form) && (isDigit(form[k]) || form[k] == ',' || form[k] == '.'); k++ {
		switch {
		case form[k] == '.':
			a.word = 0
			return // a decimal is no time
		case form[k] == ',':
			grouped = true
		case n < 1e8:
			n = n*10 + int(form[k]-'0')
		}
	}
	a.value = n
	switch suffix := form[k:]; suffix {
	case "":
		a.class = clNum
		if !grouped && k == 4 && n >= 1000 && n <= 2100 {
			a.class |= clYear
		}
		if k <= 2 && n >= 1 && n <= 31 {
			a.class |= clDay
		}
		if k == 2 {
			a.class |= clTwo
		}
	case "st", "nd", "rd", "th":
		a.class = clNth
		if n >= 1 && n <= 31 {
			a.class |= clDay
		}
	case "s":
		switch {
		case k == 4 && n%10 == 0 && n >= 1000 && n <= 2100:
			a.class = clCes
		case k == 2 && n%10 == 0:
			a.class = clTwos
		}
	}
}
