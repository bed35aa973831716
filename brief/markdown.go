package brief

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// legend explains the marks of a brief.
const legend = "`+` friendly, `−` hostile, `·` neither. A line without a word in italics is asserted, of the present, by the last voice " +
	"named; the arrow leads from voice to voice. Open: only planned, feared, denied, past and the like. Words in “ ” are the document's. `[2 ¶5]` is document 2, paragraph 5."

// Markdown writes the brief as Markdown. Text from documents is escaped.
func Markdown(w io.Writer, f *Brief, v View) error {
	m := &markdown{w: bufio.NewWriter(w), view: v}
	m.line("# %s", esc(f.title()))
	m.line("")
	if len(f.Documents) == 0 {
		m.line("Nothing is told of this in the documents at hand.")
		m.tables(f)
		return m.w.Flush()
	}
	m.line("%s. %s", f.basis(), legend)
	m.summary(f)
	m.tensions(f)
	for i, p := range m.pairs(f) {
		m.pair(&p, i == 0)
	}
	m.rest(f)
	return m.w.Flush()
}

type markdown struct {
	w    *bufio.Writer
	view View
}

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

func (m *markdown) heading(level int, text string) {
	m.line("\n%s %s\n", strings.Repeat("#", level), text)
}

func (m *markdown) more(n int, indent string) {
	if n > 0 {
		m.line("%s- … and %d more (`--all`)", indent, n)
	}
}

func (m *markdown) pairs(f *Brief) []Pair {
	pairs, _ := cut(f.Pairs, m.view.Limit)
	return pairs
}

// summary lists the pairs with their layers and signs.
func (m *markdown) summary(f *Brief) {
	if len(f.Pairs) == 0 {
		return
	}
	m.heading(2, "In short")
	pairs, left := cut(f.Pairs, 2*m.view.Limit)
	for _, p := range pairs {
		flag := ""
		if s := p.mixed(); s != "" {
			flag = " — **" + s + "**"
		}
		m.line("- %s – %s: %s%s%s", esc(p.A.Label), esc(p.B.Label), p.balance(), flag, m.cite(p.lead()))
	}
	m.more(left, "")
}

// lead returns the citations of the statement with most behind it.
func (p *Pair) lead() []Citation {
	return p.Layers[0].Statements[0].Tellings[0].Citations
}

func (m *markdown) pair(p *Pair, first bool) {
	if first {
		m.heading(2, "Between them")
		m.line("### %s – %s\n", esc(p.A.Label), esc(p.B.Label))
	} else {
		m.heading(3, esc(p.A.Label)+" – "+esc(p.B.Label))
	}
	for i := range p.Layers {
		l := &p.Layers[i]
		if i > 0 {
			m.line("")
		}
		m.line("**%s** %s\n", l.Layer, l.tally())
		m.statements(l.Statements)
	}
}

func (m *markdown) statements(list []Statement) {
	shown, left := cut(list, m.view.Limit)
	for i := range shown {
		m.statement(&shown[i])
	}
	m.more(left, "")
}

func (m *markdown) statement(s *Statement) {
	if len(s.Tellings) == 1 {
		t := &s.Tellings[0]
		m.line("- %s %s%s", signMark(s.Sign), esc(s.Wording), m.telling(t, " · "))
		m.quotes(t.Citations, "  ")
		return
	}
	standing := s.standing()
	if standing != "" {
		standing = " (" + standing + ")"
	}
	m.line("- %s %s%s", signMark(s.Sign), esc(s.Wording), standing)
	limit := m.view.Limit
	if limit > 0 {
		limit = max(limit/2, 1)
	}
	shown, left := cut(s.Tellings, limit)
	for i := range shown {
		m.line("  -%s", m.telling(&shown[i], " "))
		m.quotes(shown[i].Citations, "    ")
	}
	m.more(left, "  ")
}

// telling words stance, voices, clause, details and citations.
func (m *markdown) telling(t *Telling, sep string) string {
	var b strings.Builder
	b.WriteString(sep)
	if s := stanceWord(t.Stance, t.Negated, t.Historical); s != "" {
		b.WriteString("*" + s + "* · ")
	}
	shown := clip(unquote(t.Words), t.Focus, clauseLength)
	fmt.Fprintf(&b, "%s: “%s”", esc(voices(t.Voices)), esc(shown))
	if d := t.details(shown); d != "" {
		b.WriteString(" (" + esc(d) + ")")
	}
	b.WriteString(m.cite(t.Citations))
	return b.String()
}

// clauseLength is how many characters of a clause a line shows.
const clauseLength = 110

// cite writes citations: " [1 ¶3, 2 ¶3 copy]".
func (m *markdown) cite(list []Citation) string {
	return " " + citations(list, m.view.Limit)
}

func citations(list []Citation, limit int) string {
	shown, left := cut(distinct(list), limit)
	parts := make([]string, 0, len(shown)+1)
	for _, c := range shown {
		s := fmt.Sprintf("%d ¶%d", c.Number, c.Paragraph)
		if c.Copy {
			s += " copy"
		}
		parts = append(parts, s)
	}
	if left > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", left))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (m *markdown) quotes(list []Citation, indent string) {
	if !m.view.Quotes {
		return
	}
	said := map[string]bool{}
	for _, c := range list {
		if said[c.Quote] {
			continue
		}
		if len(said) > 0 {
			m.line("%s>", indent)
		}
		said[c.Quote] = true
		m.line("%s> %s [%d ¶%d]", indent, esc(c.Quote), c.Number, c.Paragraph)
	}
}

// entity is what Markdown would read as one character.
var entity = regexp.MustCompile(`^&#?[0-9A-Za-z]{1,32};`)

// esc escapes what Markdown would read as markup or HTML.
func esc(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '_':
			if !inWord(s, i) { // within a word it marks nothing, and paths stay as they are
				b.WriteByte('\\')
			}
		case '\\', '`', '*', '|', '#', '~', '[', ']':
			b.WriteByte('\\')
		case '<':
			b.WriteString("&lt;")
			continue
		case '&':
			if entity.MatchString(s[i:]) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// inWord reports whether the byte at i stands between two letters or digits.
func inWord(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return word(before) && word(after)
}
