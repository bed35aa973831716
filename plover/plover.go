// Package plover is the PLOVER codebook as data: the sixteen types of political
// events with their modes, quad classes and intensities, the contexts and the
// actor sectors, and the way from CAMEO codes. It codes nothing. The tables are
// those of the edition of 2021, corrected where its draft contradicts itself
// (NOTICE.md). Start with Types and Score.
package plover

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Type is what was done, in the coarsest terms.
type Type string

// The types of events, from cooperation to conflict.
const (
	Agree     Type = "AGREE"
	Consult   Type = "CONSULT"
	Support   Type = "SUPPORT"
	Concede   Type = "CONCEDE"
	Cooperate Type = "COOPERATE"
	Aid       Type = "AID"
	Retreat   Type = "RETREAT"
	Request   Type = "REQUEST"
	Accuse    Type = "ACCUSE"
	Reject    Type = "REJECT"
	Threaten  Type = "THREATEN"
	Protest   Type = "PROTEST"
	Sanction  Type = "SANCTION"
	Mobilize  Type = "MOBILIZE"
	Coerce    Type = "COERCE"
	Assault   Type = "ASSAULT"
)

// Mode says how an event of a type was done. Name is unique within a type only.
// Score is its intensity, -10 (hostile) to 10 (friendly).
type Mode struct {
	Name, Meaning string
	Score         float64
}

type entry struct {
	typ       Type
	meaning   string
	quad      int
	score     float64
	recipient bool
	modes     []Mode
}

type word struct{ name, meaning string }

// Code is what a CAMEO code says in PLOVER's terms; Mode and Contexts may be empty.
type Code struct {
	Type     Type
	Mode     string
	Contexts []string
}

type book struct {
	types             []entry
	index             map[Type]int
	contexts, sectors []word
	cameo             map[string]Code
}

//go:embed types.tsv
var typesTable string

//go:embed words.tsv
var wordsTable string

//go:embed cameo.tsv
var cameoTable string

// codebook is read once and never changed.
var codebook = sync.OnceValue(func() *book {
	b, err := load()
	if err != nil {
		panic(err) // the tables are embedded and tested
	}
	return b
})

// Types returns the sixteen types, from cooperation to conflict.
func Types() []Type {
	var out []Type
	for _, e := range codebook().types {
		out = append(out, e.typ)
	}
	return out
}

// Valid reports whether t is a type of the codebook and mode one of its modes or
// empty.
func Valid(t Type, mode string) bool {
	e := find(t)
	return e != nil && (mode == "" || slices.ContainsFunc(e.modes, func(m Mode) bool { return m.Name == mode }))
}

// Modes returns the modes of a type in the codebook's order, nil for an unknown type.
func Modes(t Type) []Mode {
	if e := find(t); e != nil {
		return slices.Clone(e.modes)
	}
	return nil
}

// Score returns the intensity of an event, -10 to 10: that of the mode, or of the
// type where the mode is empty or unknown. An unknown type scores 0.
func Score(t Type, mode string) float64 {
	e := find(t)
	if e == nil {
		return 0
	}
	for _, m := range e.modes {
		if m.Name == mode {
			return m.Score
		}
	}
	return e.score
}

// Quad returns the quad class: 1 verbal cooperation, 2 material cooperation, 3
// verbal conflict, 4 material conflict; 0 for an unknown type.
func Quad(t Type) int {
	if e := find(t); e != nil {
		return e.quad
	}
	return 0
}

// NeedsRecipient reports whether an event of the type is only complete with a
// recipient.
func NeedsRecipient(t Type) bool {
	e := find(t)
	return e != nil && e.recipient
}

// Meaning says in a few words what a type means, "" for an unknown one.
func Meaning(t Type) string {
	if e := find(t); e != nil {
		return e.meaning
	}
	return ""
}

// Contexts returns the names of the contexts.
func Contexts() []string { return names(codebook().contexts) }

// Sectors returns the codes of the actor sectors.
func Sectors() []string { return names(codebook().sectors) }

// FromCAMEO returns what a CAMEO code ("1823", "057") says in PLOVER's terms. ok
// is false for an unknown code and for statements that are no events.
func FromCAMEO(code string) (c Code, ok bool) {
	c, ok = codebook().cameo[code]
	c.Contexts = slices.Clone(c.Contexts)
	return c, ok
}

func find(t Type) *entry {
	b := codebook()
	if i, ok := b.index[t]; ok {
		return &b.types[i]
	}
	return nil
}

func names(ws []word) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = w.name
	}
	return out
}

func load() (*book, error) {
	b := &book{index: map[Type]int{}, cameo: map[string]Code{}}
	if err := rows("types.tsv", typesTable, 6, b.takeType); err != nil {
		return nil, err
	}
	if err := rows("words.tsv", wordsTable, 3, b.takeWord); err != nil {
		return nil, err
	}
	return b, rows("cameo.tsv", cameoTable, 4, b.takeCode)
}

func (b *book) takeType(f []string) error {
	quad, err := strconv.Atoi(f[2])
	if err != nil {
		return err
	}
	score, err := strconv.ParseFloat(f[3], 64)
	if err != nil {
		return err
	}
	t := Type(f[0])
	if f[1] == "-" {
		b.index[t] = len(b.types)
		b.types = append(b.types, entry{typ: t, meaning: f[5], quad: quad, score: score, recipient: f[4] == "yes"})
		return nil
	}
	i, ok := b.index[t]
	if !ok {
		return fmt.Errorf("mode %s before its type %s", f[1], t)
	}
	b.types[i].modes = append(b.types[i].modes, Mode{f[1], f[5], score})
	return nil
}

func (b *book) takeWord(f []string) error {
	if f[0] == "sector" {
		b.sectors = append(b.sectors, word{f[1], f[2]})
	} else {
		b.contexts = append(b.contexts, word{f[1], f[2]})
	}
	return nil
}

func (b *book) takeCode(f []string) error {
	c := Code{Type: Type(f[1])}
	if f[2] != "-" {
		c.Mode = f[2]
	}
	if f[3] != "-" {
		c.Contexts = strings.Split(f[3], ";")
	}
	b.cameo[f[0]] = c
	return nil
}

// rows calls take with the columns of each line of a table.
func rows(file, table string, columns int, take func([]string) error) error {
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", file, n, len(f), columns)
		}
		if err := take(f); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}
