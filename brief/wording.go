package brief

import (
	_ "embed"
	"fmt"
	"strings"

	"entente"
)

var (
	//go:embed words.tsv
	wordsTable string
	//go:embed ties.tsv
	tiesTable string
	//go:embed layers.tsv
	layersTable string
)

// wording puts statements into words.
type wording struct {
	events map[[2]string][3]string // type, mode: towards, alone, together
	ties   map[string]string
	layers map[entente.Layer]string
}

func newWording() (*wording, error) {
	w := &wording{events: map[[2]string][3]string{}, ties: map[string]string{}, layers: map[entente.Layer]string{}}
	for _, t := range []struct {
		name, table string
		columns     int
		put         func(f []string)
	}{
		{"words.tsv", wordsTable, 5, func(f []string) { w.events[[2]string{f[0], f[1]}] = [3]string{f[2], f[3], f[4]} }},
		{"ties.tsv", tiesTable, 2, func(f []string) { w.ties[f[0]] = f[1] }},
		{"layers.tsv", layersTable, 2, func(f []string) { w.layers[entente.Layer(f[0])] = f[1] }},
	} {
		for i, line := range strings.Split(t.table, "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			f := strings.Split(line, "\t")
			if len(f) != t.columns {
				return nil, &entente.SyntaxError{File: t.name, Line: i + 1, Msg: fmt.Sprintf("%d columns, want %d", len(f), t.columns)}
			}
			t.put(f)
		}
	}
	return w, nil
}

// statement words who does what to whom, whatever the stance.
func (w *wording) statement(s *Statement) string {
	if s.Kind == entente.KindTie {
		return w.tie(s)
	}
	forms, ok := w.events[[2]string{s.Type, s.Mode}]
	if !ok {
		if forms, ok = w.events[[2]string{s.Type, ""}]; !ok {
			forms = untyped(s)
		}
	}
	switch {
	case len(s.B) > 0:
		return fill(forms[0], s.A, s.B, "")
	case len(s.A) > 1:
		return fill(forms[2], s.A, nil, "")
	}
	return fill(forms[1], s.A, nil, "")
}

// untyped are the forms of an event of no type that has words: what its sign says.
func untyped(s *Statement) [3]string {
	forms := [3]string{"{a} deals with {b}", "{a} deals with others", "{a} deal with each other"}
	switch {
	case s.Sign > 0:
		forms = [3]string{"{a} acts in a friendly way towards {b}", "{a} acts in a friendly way", "{a} act in a friendly way towards each other"}
	case s.Sign < 0:
		forms = [3]string{"{a} acts in a hostile way towards {b}", "{a} acts in a hostile way", "{a} act in a hostile way towards each other"}
	}
	if s.Type == "" {
		return forms
	}
	for i := range forms {
		forms[i] += " (" + strings.ToLower(s.Type) + ")"
	}
	return forms
}

func (w *wording) tie(s *Statement) string {
	a, b := s.A, s.B
	if len(b) == 0 && len(a) > 1 {
		a, b = a[:1], a[1:]
	}
	relation, trend, _ := strings.Cut(strings.TrimSuffix(s.Relation, ")"), " (")
	form, ok := w.ties[relation]
	if !ok {
		form = "{a} " + clean(relation) + " {b}"
	}
	if trend != "" {
		form += ", " + clean(trend)
	}
	return fill(form, a, b, w.layers[s.Layer])
}

// fill puts names into a form in one pass, so that a name cannot hold a slot; the
// verb agrees with a.
func fill(form string, a, b []Name, o string) string {
	if len(a) > 1 || len(a) == 1 && a[0].Plural {
		form = many(form)
	}
	return strings.Join(strings.Fields(strings.NewReplacer("{a}", join(a), "{b}", join(b), "{o}", o).Replace(form)), " ")
}

// join lists names: "Gondor, Rohan and Arnor".
func join(n []Name) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i > 0 && i == len(n)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(n[i].Label)
	}
	return b.String()
}

// stanceWord says in a word how a thing is told, "" where it is asserted of the
// present.
func stanceWord(s entente.Stance, negated, historical bool) string {
	var out []string
	if negated && s == entente.StanceAsserted {
		out = append(out, "not so")
	}
	switch s {
	case entente.StanceAsserted, "":
	case entente.StanceHedged:
		out = append(out, "uncertain")
	case entente.StanceConditional:
		out = append(out, "under a condition")
	default:
		out = append(out, string(s))
	}
	if negated && s != entente.StanceAsserted {
		out = append(out, "that not")
	}
	if historical {
		out = append(out, "past")
	}
	return strings.Join(out, ", ")
}

// signMark is the sign of a statement as a character.
func signMark(s entente.Sign) string {
	switch {
	case s > 0:
		return "+"
	case s < 0:
		return "−"
	}
	return "·"
}

// nameVoices words the documents' own voices: "the article" where there is one
// document, its outlet where there are more, its number where the outlet is not
// known or not the only word for it.
func (f *Brief) nameVoices() {
	fix := func(v []Voice) {
		for i := range v {
			if v[i].Document > 0 {
				v[i].Name = f.ownVoice(v[i].Document)
			}
		}
	}
	each := func(s []Statement) {
		for i := range s {
			for j := range s[i].Tellings {
				fix(s[i].Tellings[j].Voices)
			}
		}
	}
	for i := range f.Pairs {
		for j := range f.Pairs[i].Layers {
			each(f.Pairs[i].Layers[j].Statements)
		}
	}
	each(f.Joint)
	each(f.Acts)
	for i := range f.Links {
		fix(f.Links[i].Voices)
	}
	for i := range f.Speakers {
		for j := range f.Speakers[i].Claims {
			fix(f.Speakers[i].Claims[j].Voices)
		}
	}
}

func (f *Brief) ownVoice(number int) string {
	d := f.Documents[number-1]
	word := "the article"
	switch d.Genre {
	case entente.GenreStatement:
		word = "the statement"
	case entente.GenreOpinion:
		word = "the author"
	}
	switch {
	case (d.Genre == entente.GenreOpinion || d.Genre == entente.GenreStatement) && len(d.Authors) > 0:
		return d.Authors[0]
	case len(f.Documents) == 1:
		return word
	case d.Outlet != "":
		return d.Outlet
	}
	return fmt.Sprintf("document %d", number)
}
