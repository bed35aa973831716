package quantity

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/document"
)

//go:embed numbers.tsv
var numberTable string

//go:embed bounds.tsv
var boundTable string

//go:embed units.tsv
var unitTable string

//go:embed labels.txt
var labelTable string

//go:embed verbs.txt
var verbTable string

//go:embed idle.txt
var idleTable string

// Lexicon is the loaded tables. It is never written after New.
type Lexicon struct {
	words  map[string]word
	units  map[string]unit
	bounds []bound
	labels map[string]bool
	verbs  map[string]bool
	idle   map[string]bool
}

type word struct {
	kind  kind
	value float64
}

// unit is a unit of measure; money symbols may stand before the number.
type unit struct{ code, kind string }

type bound struct {
	words   []string
	kind    string
	example string
}

// kind is what an atom can be of a number.
type kind uint8

const (
	other kind = iota
	figures
	digit
	scale
	short
	many
	few
	part
	times
	symbol // of money, before the figures
	article
)

var kinds = map[string]kind{
	"digit": digit, "scale": scale, "short": short, "many": many, "few": few, "part": part, "times": times,
}

// New loads the shipped tables. It panics if they are broken, which a test of
// this package rules out.
func New() *Lexicon {
	l := &Lexicon{words: map[string]word{}, units: map[string]unit{}, labels: lines(labelTable)}
	l.verbs, l.idle = lines(verbTable), lines(idleTable)
	for f := range rows(numberTable, 3) {
		v, err := strconv.ParseFloat(f[2], 64)
		k, ok := kinds[f[1]]
		if err != nil || !ok {
			panic(fmt.Sprintf("numbers.tsv: %q", f))
		}
		l.words[f[0]] = word{k, v}
	}
	for f := range rows(unitTable, 3) {
		l.units[f[0]] = unit{f[1], f[2]}
		if f[2] == "money" && (len(f[0]) <= 3) && !isLetters(f[0]) || f[0] == "usd" || f[0] == "eur" || f[0] == "gbp" {
			l.words[f[0]] = word{symbol, 0}
		}
	}
	for f := range rows(boundTable, 3) {
		l.bounds = append(l.bounds, bound{strings.Fields(f[0]), f[1], f[2]})
	}
	l.words["a"], l.words["an"] = word{article, 1}, word{article, 1}
	return l
}

func isLetters(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return !unicode.IsLetter(c) }) < 0
}

func lines(table string) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			m[line] = true
		}
	}
	return m
}

// rows yields the fields of each line of a table that is not a comment.
func rows(table string, n int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			f := strings.Split(line, "\t")
			if len(f) != n {
				panic(fmt.Sprintf("quantity tables: %d columns, want %d: %q", len(f), n, line))
			}
			if !yield(f) {
				return
			}
		}
	}
}

// atom is a run of letters, a run of figures, or one other character. Start and
// end are bytes of the document's text.
type atom struct {
	start, end int
	token      int // of the sentence, the one that holds the atom's start
	kind       kind
	value      float64
}

// atomize appends the atoms of sentence s.
func (l *Lexicon) atomize(atoms []atom, text string, s *document.Sentence) []atom {
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
		a := atom{start: i, end: i + size, token: tok}
		switch {
		case c >= '0' && c <= '9':
			a.kind = figures
			a.end, a.value = readFigures(text, i, end)
		case unicode.IsLetter(c):
			for a.end < end {
				c, size := utf8.DecodeRuneInString(text[a.end:end])
				if c == '$' && a.end-a.start <= 2 { // US$
					a.end += size
					break
				}
				if !unicode.IsLetter(c) && !unicode.Is(unicode.Mn, c) {
					break
				}
				a.end += size
			}
			w := l.lookUp(text[a.start:a.end])
			a.kind, a.value = w.kind, w.value
		default:
			w := l.lookUp(text[a.start:a.end])
			a.kind, a.value = w.kind, w.value
		}
		i = a.end
		atoms = append(atoms, a)
	}
	return atoms
}

func (l *Lexicon) lookUp(form string) word {
	var buf [16]byte
	if len(form) > len(buf) {
		return word{}
	}
	b := buf[:0]
	for i := 0; i < len(form); i++ {
		c := form[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return l.words[string(b)]
}

// readFigures reads "1,234.5" at i and returns its end and value.
func readFigures(text string, i, end int) (int, float64) {
	j := i
	var b [32]byte
	n := 0
	for j < end {
		c := text[j]
		switch {
		case c >= '0' && c <= '9':
		case c == ',' && threeDigits(text[j+1:end]):
			j++
			continue
		case c == '.' && j+1 < end && text[j+1] >= '0' && text[j+1] <= '9' && !dotted(text, j, end):
		default:
			v, _ := strconv.ParseFloat(string(b[:n]), 64)
			return j, v
		}
		if n < len(b) {
			b[n] = c
			n++
		}
		j++
	}
	v, _ := strconv.ParseFloat(string(b[:n]), 64)
	return j, v
}

func threeDigits(s string) bool {
	if len(s) < 3 {
		return false
	}
	for i := range 3 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 3 || s[3] < '0' || s[3] > '9'
}

// dotted reports whether the dot at j is one of several, as in an address.
func dotted(text string, j, end int) bool {
	k := j + 1
	for k < end && text[k] >= '0' && text[k] <= '9' {
		k++
	}
	if k+1 < end && text[k] == '.' && text[k+1] >= '0' && text[k+1] <= '9' {
		return true
	}
	for k = j - 1; k >= 0 && text[k] >= '0' && text[k] <= '9'; k-- {
	}
	return k > 0 && text[k] == '.' && text[k-1] >= '0' && text[k-1] <= '9'
}
