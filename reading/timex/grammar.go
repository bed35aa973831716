package timex

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"entente"
)

//go:embed words.tsv
var wordTable string

//go:embed rules.tsv
var ruleTable string

//go:embed phrases.tsv
var phraseTable string

// Grammar is the compiled tables. It is never written after New.
type Grammar struct {
	words   map[string]word
	rules   []rule
	byWord  map[uint16][]*rule // rules that can start with a literal word
	byClass [32][]*rule        // rules that can start with a class, by its bit
	phrases map[uint16][]phrase
}

type word struct {
	id    uint16
	class class
	value int
}

type rule struct {
	name     string
	elements []element
	build    func(*match) (entente.Interval, bool)
	example  string
}

// element is one place of a pattern: any of the classes, or any of the words.
type element struct {
	class    class
	words    []uint16
	optional bool
}

type phrase struct {
	words    []uint16
	interval entente.Interval
	example  string
}

// New compiles the shipped tables. It panics if they are broken, which a test
// of this package rules out.
func New() *Grammar {
	g := &Grammar{words: map[string]word{}, byWord: map[uint16][]*rule{}, phrases: map[uint16][]phrase{}}
	for f := range rows(wordTable, 3) {
		n, err := strconv.Atoi(f[2])
		c, ok := classNames[f[1]]
		if err != nil || !ok {
			panic(fmt.Sprintf("words.tsv: %q", f))
		}
		w := word{uint16(len(g.words) + 1), c, n}
		if _, twice := g.words[f[0]]; twice {
			panic(fmt.Sprintf("words.tsv: %q twice", f[0]))
		}
		g.words[f[0]] = w
	}
	for f := range rows(ruleTable, 3) {
		build, ok := builders[f[0]]
		if !ok {
			panic(fmt.Sprintf("rules.tsv: no builder %q", f[0]))
		}
		g.rules = append(g.rules, rule{f[0], g.pattern(f[1]), build, f[2]})
	}
	for f := range rows(phraseTable, 5) {
		p := phrase{example: f[4]}
		for _, w := range strings.FieldsFunc(strings.ReplaceAll(f[0], "-", " - "), func(c rune) bool { return c == ' ' }) {
			p.words = append(p.words, g.intern(w))
		}
		p.interval = entente.Interval{From: day(f[1]), To: day(f[2]), Precision: entente.Precision(f[3])}
		g.phrases[p.words[0]] = append(g.phrases[p.words[0]], p)
	}
	g.index()
	return g
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
				panic(fmt.Sprintf("time tables: %d columns, want %d: %q", len(f), n, line))
			}
			if !yield(f) {
				return
			}
		}
	}
}

func day(s string) entente.Day {
	if s == "-" {
		return 0
	}
	d, err := entente.ParseDay(s)
	if err != nil {
		panic("phrases.tsv: " + err.Error())
	}
	return d
}

// intern returns the number of a word, which it adds where it is new.
func (g *Grammar) intern(w string) uint16 {
	if k, ok := g.words[w]; ok {
		return k.id
	}
	id := uint16(len(g.words) + 1)
	g.words[w] = word{id: id}
	return id
}

// pattern compiles a pattern of rules.tsv.
func (g *Grammar) pattern(p string) []element {
	var es []element
	for _, f := range strings.Fields(p) {
		var e element
		f, e.optional = strings.CutSuffix(f, "?")
		for _, alt := range strings.Split(f, "|") {
			if lit, ok := strings.CutPrefix(alt, `"`); ok {
				e.words = append(e.words, g.intern(strings.TrimSuffix(lit, `"`)))
			} else if c, ok := classNames[alt]; ok {
				e.class |= c
			} else {
				panic(fmt.Sprintf("rules.tsv: no class %q in %q", alt, p))
			}
		}
		es = append(es, e)
	}
	return es
}

// index files each rule under the words and classes it can start with.
func (g *Grammar) index() {
	for i := range g.rules {
		r := &g.rules[i]
		for _, e := range r.elements {
			for b := range 32 {
				if e.class&(1<<b) != 0 {
					g.byClass[b] = add(g.byClass[b], r)
				}
			}
			for _, w := range e.words {
				g.byWord[w] = add(g.byWord[w], r)
			}
			if !e.optional {
				break
			}
		}
	}
}

func add(rs []*rule, r *rule) []*rule {
	if n := len(rs); n > 0 && rs[n-1] == r {
		return rs
	}
	return append(rs, r)
}

// starts returns the rules that may start with a; the slice is good until the
// next call.
func (r *reader) starts(a atom) []*rule {
	r.rules = r.rules[:0]
	if a.word != 0 {
		r.rules = append(r.rules, r.g.byWord[a.word]...)
	}
	for b := 0; a.class>>b != 0; b++ {
		if a.class&(1<<b) != 0 {
			r.rules = append(r.rules, r.g.byClass[b]...)
		}
	}
	return r.rules
}

// match is one attempt of a rule: what its elements took.
type match struct {
	r           *reader
	first, last int
	taken       [16]taken
	n           int
}

type taken struct {
	class class
	atom  int
}

// run takes the elements from atom k and returns the end of the longest way
// through, -1 if there is none. Optional elements are tried first.
func (m *match) run(es []element, k int) int {
	if len(es) == 0 {
		return k
	}
	e := es[0]
	if k < len(m.r.atoms) && m.n < len(m.taken) {
		if c, ok := e.takes(m.r.atoms[k]); ok {
			m.taken[m.n] = taken{c, k}
			m.n++
			if end := m.run(es[1:], k+1); end >= 0 {
				return end
			}
			m.n--
		}
	}
	if e.optional {
		return m.run(es[1:], k)
	}
	return -1
}

func (e *element) takes(a atom) (class, bool) {
	if c := a.class & e.class; c != 0 {
		return c, true
	}
	for _, w := range e.words {
		if a.word == w {
			return 0, true
		}
	}
	return 0, false
}

// nth returns the value of the i-th atom taken as one of classes c.
func (m *match) nth(c class, i int) (int, bool) {
	for _, t := range m.taken[:m.n] {
		if t.class&c != 0 {
			if i == 0 {
				return m.r.atoms[t.atom].value, true
			}
			i--
		}
	}
	return 0, false
}

func (m *match) get(c class) (int, bool) { return m.nth(c, 0) }

// or returns the value of the first atom taken as c, or def.
func (m *match) or(c class, def int) int {
	if v, ok := m.get(c); ok {
		return v
	}
	return def
}

// has reports whether the match took the literal word w.
func (m *match) has(w string) bool {
	id := m.r.g.words[w].id
	for _, t := range m.taken[:m.n] {
		if m.r.atoms[t.atom].word == id {
			return true
		}
	}
	return false
}
