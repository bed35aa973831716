package brief

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"entente"
)

//go:embed page.html
var pageTemplate string

// HTML writes the brief as one self-contained page: no script, nothing loaded
// from elsewhere. Text from documents is escaped by html/template. Each citation
// opens onto its sentence; View.Quotes prints the sentences open.
func HTML(w io.Writer, f *Brief, v View) error {
	t, err := template.New("page").Funcs(functions(v)).Parse(pageTemplate)
	if err != nil {
		return fmt.Errorf("read the page's template: %w", err)
	}
	if err := t.Execute(w, htmlPage{Brief: f, View: v}); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// htmlPage is what the template sees.
type htmlPage struct {
	*Brief
	View View
}

func (p htmlPage) Title() string { return p.title() }
func (p htmlPage) Basis() string { return p.basis() }

// list is a list cut to what is shown, and how many are not.
type list[T any] struct {
	Shown []T
	More  int
}

func shorten[T any](in []T, limit int) list[T] {
	shown, left := cut(in, limit)
	return list[T]{shown, left}
}

func functions(v View) template.FuncMap {
	return template.FuncMap{
		"pairs":      func(in []Pair) list[Pair] { return shorten(in, v.Limit) },
		"summary":    func(in []Pair) list[Pair] { return shorten(in, 2*v.Limit) },
		"statements": func(in []Statement) list[Statement] { return shorten(in, v.Limit) },
		"tellings":   func(in []Telling) list[Telling] { return shorten(in, v.Limit/2) },
		"links":      func(in []Link) list[Link] { return shorten(in, v.Limit) },
		"checks":     func(in []Check) list[Check] { return shorten(in, v.Limit) },
		"tensions":   func(in []Tension) list[Tension] { return shorten(in, v.Limit) },
		"speakers":   func(in []Speaker) list[Speaker] { return shorten(in, v.Limit) },
		"claims":     func(in []Said) list[Said] { return shorten(in, v.Limit/2) },
		"thirds":     func(in []Third) list[Third] { return shorten(in, v.Limit) },
		"actors":     func(in []Actor) list[Actor] { return shorten(in, 2*v.Limit) },
		"cites":      func(in []Citation) list[Citation] { return shorten(distinct(in), v.Limit) },

		"mixed":    func(p Pair) string { return p.mixed() },
		"balance":  func(p Pair) string { return p.balance() },
		"lead":     func(p Pair) []Citation { return p.lead() },
		"tally":    func(l Layer) string { return l.tally() },
		"mark":     func(s Statement) string { return signMark(s.Sign) },
		"tone":     tone,
		"standing": func(s Statement) string { return s.standing() },
		"single":   func(s Statement) bool { return len(s.Tellings) == 1 },
		"stance":   func(t Telling) string { return stanceWord(t.Stance, t.Negated, t.Historical) },
		"linked":   func(l Link) string { return stanceWord(l.Stance, l.Negated, false) },
		"said":     func(c Said) string { return stanceWord(c.Stance, c.Negated, c.Historical) },
		"voices":   voices,
		"through":  through,
		"shown":    func(t Telling) string { return clip(unquote(t.Words), t.Focus, 2*clauseLength) },
		"details":  func(t Telling) string { return t.details(clip(unquote(t.Words), t.Focus, 2*clauseLength)) },
		"unquote":  func(s string) string { return clip(unquote(s), "", 300) },
		"words":    linkParts,
		"names":    join,
		"tension":  tensionWord,
		"describe": func(a Actor) string { return strings.TrimPrefix(a.describe(), ", ") },
		"document": func(d Document) string { return d.describe() },
		"tabled":   func(t *Tables) string { return t.summary() },
		"held":     func(t *Tables) []string { return t.holdings() },
		"year":     func(y Year) string { return y.line() },
		"row":      func(r entente.Row) string { return rowLine(&r) },
		"count":    count,
		"first":    func(Citation) bool { return v.Quotes },
		"one":      func(c Citation) []Citation { return []Citation{c} },
	}
}

// tone is the class of a statement's sign.
func tone(s Statement) string {
	switch {
	case s.Sign > 0:
		return "plus"
	case s.Sign < 0:
		return "minus"
	}
	return "neither"
}

// through words the voices between the document and the speaker.
func through(v []Voice) string {
	if len(v) <= 2 {
		return ""
	}
	return voices(v[1 : len(v)-1])
}

// parts are the four pieces of a link in words.
type parts struct{ Before, First, Between, Second string }

func linkParts(l Link) parts {
	before, first, between, second := l.words(220)
	return parts{before, first, between, second}
}
