package event

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/plover"
)

//go:embed frames.tsv
var frameTable string

//go:embed classes.tsv
var classTable string

//go:embed contexts.tsv
var contextTable string

// frame is one line of frames.tsv.
type frame struct {
	name    string
	pos     byte // 'V' verb, 'N' noun, 'v' verb and 'n' noun that mean something only within another frame, 'A' adjective
	needs   []need
	actor   slot
	recip   slot
	typ     plover.Type
	mode    string
	op      string // operator, "" for a frame with a type of its own
	example string
}

// need is something that must stand beside a trigger. Exactly one of particle,
// inner and class decides.
type need struct {
	path     []path
	class    string // a word of this class at the path
	particle string
	inner    bool // a word with a meaning of its own at the path
}

// slot is where an actor is looked for.
type slot struct {
	paths []path
	must  bool // the frame does not hold without one
}

// path is steps in the tree from the trigger.
type path []string

// operators are the ways in which a frame takes its meaning from another.
var operators = map[string]bool{
	"commit": true, "offer": true, "plan": true, "threat": true, "request": true, "refuse": true, "deny": true,
	"accuse": true, "halt": true, "cancel": true, "light": true, "none": true,
}

// New loads the shipped tables. The error is one of a table.
func New() (*Coder, error) {
	c := &Coder{frames: map[string][]*frame{}, classes: map[string]map[string]bool{}, contexts: map[string][]string{}, layers: map[string]entente.Layer{}}
	if err := rows("classes.tsv", classTable, 2, c.takeClass); err != nil {
		return nil, err
	}
	if err := rows("contexts.tsv", contextTable, 3, c.takeContext); err != nil {
		return nil, err
	}
	if err := rows("frames.tsv", frameTable, 8, c.takeFrame); err != nil {
		return nil, err
	}
	for _, fs := range c.frames {
		slices.SortStableFunc(fs, func(a, b *frame) int { return b.weight() - a.weight() })
	}
	return c, nil
}

// weight is how much a frame asks for: one that asks for more is tried first, and
// before its equals one that says a word means nothing.
func (fr *frame) weight() int {
	w := 0
	for _, n := range fr.needs {
		switch {
		case n.particle != "":
			w += 8
		case n.inner:
			w += 3
		case n.class == "any":
			w++
		default:
			w += 4
		}
	}
	if fr.recip.must {
		w += 2
	}
	if fr.op == "none" {
		w += 4
	}
	return w
}

func (c *Coder) takeClass(_ int, f []string) error {
	words := c.classes[f[0]]
	if words == nil {
		words = map[string]bool{}
		c.classes[f[0]] = words
	}
	for w := range strings.SplitSeq(f[1], "|") {
		words[w] = true
	}
	return nil
}

func (c *Coder) takeContext(_ int, f []string) error {
	for w := range strings.SplitSeq(f[2], "|") {
		if f[0] != "-" {
			c.contexts[w] = append(c.contexts[w], f[0])
		}
		if f[1] != "-" {
			c.layers[w] = entente.Layer(f[1])
		}
	}
	return nil
}

func (c *Coder) takeFrame(line int, f []string) error {
	fr := &frame{pos: f[1][0], mode: f[6], example: f[7]}
	if fr.mode == "-" {
		fr.mode = ""
	}
	if operators[f[5]] {
		fr.op = f[5]
	} else {
		fr.typ = plover.Type(f[5])
		if !plover.Valid(fr.typ, fr.mode) {
			return fmt.Errorf("no type %s with mode %q", f[5], fr.mode)
		}
	}
	for _, w := range strings.Fields(f[2]) {
		n, err := c.need(w)
		if err != nil {
			return err
		}
		if w != "-" {
			fr.needs = append(fr.needs, n)
		}
	}
	fr.actor, fr.recip = newSlot(f[3]), newSlot(f[4])
	lemmas := strings.Split(f[0], "|")
	fr.name = fmt.Sprintf("%d %s", line, lemmas[0])
	for _, l := range lemmas {
		c.frames[l] = append(c.frames[l], fr)
	}
	return nil
}

// need reads "obj=meeting", "prt=off", "in=xcomp/for".
func (c *Coder) need(w string) (need, error) {
	if w == "-" {
		return need{}, nil
	}
	where, what := "", ""
	at := strings.LastIndexByte(w, '=')
	if strings.HasPrefix(w, "in=") {
		at = 2
	}
	if at > 0 {
		where, what = w[:at], w[at+1:]
	}
	switch {
	case at <= 0:
		return need{}, fmt.Errorf("need %q has no =", w)
	case where == "prt":
		return need{particle: what}, nil
	case where == "in":
		return need{inner: true, path: newPaths(what)}, nil
	case c.classes[what] == nil && what != "any" && what != "named" && what != "actor" && what != "subjunctive":
		return need{}, fmt.Errorf("no class %q", what)
	}
	return need{class: what, path: newPaths(where)}, nil
}

func newSlot(w string) slot {
	if w == "-" {
		return slot{}
	}
	w, must := strings.CutSuffix(w, "!")
	return slot{newPaths(w), must}
}

func newPaths(w string) []path {
	var ps []path
	for alternative := range strings.SplitSeq(w, "/") {
		ps = append(ps, strings.Split(alternative, "."))
	}
	return ps
}

// rows calls take with the number and the columns of each line of a table.
func rows(file, table string, columns int, take func(int, []string) error) error {
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns {
			return &entente.SyntaxError{File: file, Line: n, Msg: fmt.Sprintf("%d columns, want %d", len(f), columns)}
		}
		if err := take(n, f); err != nil {
			return &entente.SyntaxError{File: file, Line: n, Msg: err.Error()}
		}
	}
	return nil
}

// is reports whether a lemma belongs to a class.
func (c *Coder) is(class, lemma string) bool { return c.classes[class][lemma] }
