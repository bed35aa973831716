package brief

import (
	"fmt"
	"strings"

	"entente"
)

// tensions writes what does not fit, before the pairs: it is what a reader must
// know first.
func (m *markdown) tensions(f *Brief) {
	if len(f.Tensions) == 0 {
		return
	}
	m.heading(2, "What does not fit")
	shown, left := cut(f.Tensions, m.view.Limit)
	for _, t := range shown {
		about := ""
		if len(t.About) > 0 {
			about = esc(join(t.About)) + ", "
		}
		m.line("- %s*%s*: %s%s", about, tensionWord(t.Type), esc(t.Working), m.cite(t.Citations))
		m.quotes(t.Citations, "  ")
	}
	m.more(left, "")
}

// rest writes the sections after the pairs.
func (m *markdown) rest(f *Brief) {
	m.list("Together towards others", f.Joint)
	m.thirds(f)
	m.list("With nobody named on the other side", f.Acts)
	m.links(f)
	m.checks(f)
	m.tables(f)
	m.speakers(f)
	m.actors(f)
	m.documents(f)
}

func (m *markdown) list(title string, list []Statement) {
	if len(list) > 0 {
		m.heading(2, title)
		m.statements(list)
	}
}

func (m *markdown) thirds(f *Brief) {
	if len(f.Third) == 0 {
		return
	}
	m.heading(2, "Others named in the same passages")
	shown, left := cut(f.Third, m.view.Limit)
	for _, t := range shown {
		m.line("- %s, %s%s", esc(t.Label), count(t.Passages, "passage", "passages"), m.cite(t.Citations))
	}
	m.more(left, "")
}

func (m *markdown) links(f *Brief) {
	if len(f.Links) == 0 {
		return
	}
	m.heading(2, "Stated reasons and consequences")
	shown, left := cut(f.Links, m.view.Limit)
	for i := range shown {
		l := &shown[i]
		m.line("- %s — %s%s%s", m.linkWords(l), m.stance(l.Stance, l.Negated, false), esc(voices(l.Voices)), m.cite(l.Citations))
		m.quotes(l.Citations, "  ")
	}
	m.more(left, "")
}

func (m *markdown) linkWords(l *Link) string {
	before, first, between, second := l.words(140)
	if before != "" {
		before = "**" + before + "** "
	}
	if second == "" {
		return before + "“" + esc(first) + "”"
	}
	return fmt.Sprintf("%s“%s” **%s** “%s”", before, esc(first), esc(between), esc(second))
}

func (m *markdown) stance(s entente.Stance, negated, historical bool) string {
	if w := stanceWord(s, negated, historical); w != "" {
		return "*" + w + "* · "
	}
	return ""
}

func (m *markdown) checks(f *Brief) {
	if len(f.Checks) == 0 {
		return
	}
	m.heading(2, "Numbers compared")
	shown, left := cut(f.Checks, m.view.Limit)
	for _, c := range shown {
		m.line("- %s: %s%s", c.Result, esc(c.Working), m.cite(c.Citations))
		m.quotes(c.Citations, "  ")
	}
	m.more(left, "")
}

func (m *markdown) speakers(f *Brief) {
	if len(f.Speakers) == 0 {
		return
	}
	m.heading(2, "Who says what")
	shown, left := cut(f.Speakers, m.view.Limit)
	for i := range shown {
		s := &shown[i]
		m.line("- **%s** (%s)", esc(s.Name), count(len(s.Claims), "claim", "claims"))
		claims, hidden := cut(s.Claims, m.view.Limit/2)
		for j := range claims {
			c := &claims[j]
			through := ""
			if len(c.Voices) > 2 {
				through = "through " + voices(c.Voices[1:len(c.Voices)-1]) + ": "
			}
			m.line("  - %s%s“%s”%s", m.stance(c.Stance, c.Negated, c.Historical), esc(through), esc(clip(unquote(c.Words), "", 160)), m.cite(c.Citations))
		}
		m.more(hidden, "  ")
	}
	m.more(left, "")
}

// unquote drops quotation marks around words that are shown in such marks.
func unquote(s string) string {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}, {"''", "''"}, {"``", "''"}} {
		if in, ok := strings.CutPrefix(s, q[0]); ok {
			in = strings.TrimSuffix(in, q[1])
			if !strings.Contains(in, q[0]) {
				return in
			}
		}
	}
	return s
}

func (m *markdown) actors(f *Brief) {
	if len(f.Actors) == 0 {
		return
	}
	m.heading(2, "Most named")
	shown, left := cut(f.Actors, 2*m.view.Limit)
	for _, a := range shown {
		m.line("- %s%s%s", esc(a.Label), esc(a.describe()), m.cite([]Citation{a.Citation}))
	}
	m.more(left, "")
}

// describe words type, id, roles and mentions of an actor.
func (a *Actor) describe() string {
	s := ", " + strings.ReplaceAll(string(a.Type), "_", " ")
	if len(a.Roles) > 0 {
		roles, _ := cut(a.Roles, 3)
		s = ", " + strings.Join(roles, "; ")
	}
	return fmt.Sprintf("%s (%s, named %s)", s, a.ID, times(a.Mentions))
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

func (m *markdown) documents(f *Brief) {
	m.heading(2, "Documents")
	for i := range f.Documents {
		d := &f.Documents[i]
		m.line("%d. %s", d.Number, esc(d.describe()))
	}
}

// describe words a document: title, outlet, date, genre with its reason, copy.
func (d *Document) describe() string {
	s := d.heading()
	if len(d.Authors) > 0 {
		s += ", by " + strings.Join(d.Authors[:min(len(d.Authors), 3)], ", ")
	}
	if d.Outlet != "" {
		s += ", " + d.Outlet
	}
	if !d.Published.IsZero() {
		s += ", " + day(d.Published)
	}
	if d.Genre != "" && d.Genre != entente.GenreUnknown {
		s += ". " + strings.ToUpper(string(d.Genre[:1])) + string(d.Genre[1:])
		if d.Why != "" {
			s += " (" + d.Why + ")"
		}
	}
	if d.Foreign != "" {
		s += ". Not in English (" + d.Foreign + ") and not read"
	}
	switch {
	case d.CopyOf > 0:
		s += fmt.Sprintf(". A copy of document %d", d.CopyOf)
	case d.Copied:
		s += ". A copy of a document that is not among these"
	}
	return s
}

// heading is what a document is called: its title, or its address.
func (d *Document) heading() string {
	switch {
	case d.Title != "":
		return d.Title
	case d.URI != "":
		return d.URI
	}
	return string(d.ID)
}
