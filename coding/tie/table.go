package tie

import (
	_ "embed"
	"fmt"
	"strings"

	"entente"
	"entente/document"
)

//go:embed frames.tsv
var frameTable string

//go:embed relations.tsv
var relationTable string

//go:embed trends.tsv
var trendTable string

//go:embed classes.tsv
var classTable string

//go:embed layers.tsv
var layerTable string

//go:embed refusing.txt
var refusingTable string

// Coder holds the loaded tables. It is never written after New.
type Coder struct {
	frames    map[string][]*frame
	relations map[string]*relation
	trends    map[string][]trend
	classes   map[string]class
	layers    map[string]entente.Layer
	refusing  map[string]bool
}

type class struct {
	layer entente.Layer
	words map[string]bool
}

// frame is one line of frames.tsv for one part of speech.
type frame struct {
	upos     string
	a, b, o  [][]step // alternatives
	hasO     bool
	relation string
	denied   string
	layer    entente.Layer // "" for that of the object
	sign     entente.Sign
	directed bool
	example  string
	same     bool // A and B are two actors of one slot
}

// step is one move in the tree from a token to others.
type step struct {
	move    string
	classes []string
}

type relation struct {
	noun, label string
	layer       entente.Layer
	sign        entente.Sign
	example     string
}

type trend struct {
	where, sign, label, example string
}

// New loads the shipped tables. It panics if they are broken, which a test of
// this package rules out.
func New() *Coder {
	c := &Coder{
		frames: map[string][]*frame{}, relations: map[string]*relation{}, trends: map[string][]trend{},
		classes: map[string]class{}, layers: map[string]entente.Layer{}, refusing: map[string]bool{},
	}
	for f := range rows(classTable, 3) {
		k := class{words: map[string]bool{}}
		if f[1] != "-" {
			k.layer = entente.Layer(f[1])
		}
		for _, w := range strings.Fields(f[2]) {
			k.words[w] = true
		}
		c.classes[f[0]] = k
	}
	for f := range rows(layerTable, 2) {
		for _, w := range strings.Fields(f[1]) {
			c.layers[w] = entente.Layer(f[0])
		}
	}
	for f := range rows(frameTable, 9) {
		fr := c.frame(f)
		for _, w := range strings.Split(f[0], "|") {
			c.frames[w] = append(c.frames[w], fr)
		}
	}
	for f := range rows(relationTable, 5) {
		c.relations[f[0]] = &relation{f[0], f[1], entente.Layer(f[2]), sign(f[3]), f[4]}
	}
	for f := range rows(trendTable, 5) {
		c.trends[f[0]] = append(c.trends[f[0]], trend{f[1], f[2], f[3], f[4]})
	}
	for f := range rows(refusingTable, 1) {
		c.refusing[f[0]] = true
	}
	return c
}

func sign(s string) entente.Sign {
	switch s {
	case "+":
		return 1
	case "-":
		return -1
	}
	return 0
}

// frame reads one line of frames.tsv.
func (c *Coder) frame(f []string) *frame {
	fr := &frame{upos: f[1], relation: f[3], layer: entente.Layer(f[5]), sign: sign(f[6]), directed: f[7] == "yes", example: f[8]}
	if f[4] != "-" {
		fr.denied = f[4]
	}
	if f[5] == "object" {
		fr.layer = ""
	}
	var pa, pb string
	for _, slot := range strings.Fields(f[2]) {
		name, path, ok := strings.Cut(slot, "=")
		if !ok {
			panic("frames.tsv: slot " + slot)
		}
		alternatives := c.path(path)
		switch name {
		case "A":
			fr.a, pa = alternatives, path
		case "B":
			fr.b, pb = alternatives, path
		case "O":
			fr.o, fr.hasO = alternatives, true
		default:
			panic("frames.tsv: slot " + slot)
		}
	}
	if fr.a == nil || fr.b == nil {
		panic("frames.tsv: no A or B: " + f[2])
	}
	fr.same = pa == pb
	return fr
}

// path reads "obj{land}.of/obj.mod".
func (c *Coder) path(p string) [][]step {
	var out [][]step
	for _, alt := range strings.Split(p, "/") {
		var steps []step
		for _, s := range strings.Split(alt, ".") {
			move, classes, ok := strings.Cut(s, "{")
			st := step{move: move}
			if ok {
				st.classes = strings.Split(strings.TrimSuffix(classes, "}"), ",")
				for _, k := range st.classes {
					if _, known := c.classes[k]; !known {
						panic(fmt.Sprintf("frames.tsv: no class %q", k))
					}
				}
			}
			steps = append(steps, st)
		}
		out = append(out, steps)
	}
	return out
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
				panic(fmt.Sprintf("tie tables: %d columns, want %d: %q", len(f), n, line))
			}
			if !yield(f) {
				return
			}
		}
	}
}

// is reports whether a lemma belongs to a class.
func (c *Coder) is(class, lemma string) bool { return c.classes[class].words[lemma] }

// fits reports whether the frame is for a token of t's part of speech.
func (fr *frame) fits(t *document.Token) bool {
	return t.UPOS == fr.upos || fr.upos == "ADJ" && t.UPOS == "VERB" && t.Lemma != "base" || fr.upos == "VERB" && t.UPOS == "ADJ" && t.XPOS == "VBN"
}
