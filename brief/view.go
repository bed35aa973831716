package brief

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"entente"
)

// View says how much of a brief is written out.
type View struct {
	Quotes bool // the cited sentence below each line
	Limit  int  // entries of a list; 0 for all
}

// DefaultView shows eight entries of each list, without sentences.
func DefaultView() View { return View{Limit: 8} }

// cut returns the entries of a list that are shown and how many are not. Lists
// that are over by one are shown whole.
func cut[T any](list []T, limit int) ([]T, int) {
	if limit <= 0 || len(list) <= limit+1 {
		return list, 0
	}
	return list[:limit], len(list) - limit
}

// title is the headline of the brief.
func (f *Brief) title() string {
	switch len(f.About) {
	case 1:
		return f.About[0].Label
	case 2:
		return f.About[0].Label + " and " + f.About[1].Label
	}
	return "Who stands with whom"
}

// basis says what the brief rests on: "3 documents (2 origins, 1 copy), 4 to 12
// March 2031".
func (f *Brief) basis() string {
	n := len(f.Documents)
	s := count(n, "document", "documents")
	if copies := n - f.Origins; copies > 0 {
		s += fmt.Sprintf(", %s (%s)", count(f.Origins, "origin", "origins"), count(copies, "copy", "copies"))
	}
	outlets, foreign, read := map[string]bool{}, map[string]bool{}, 0
	var from, to entente.Day
	for _, d := range f.Documents {
		if d.Foreign != "" {
			foreign[d.Foreign] = true
		} else {
			read++
		}
		if d.Outlet != "" {
			outlets[strings.ToLower(d.Outlet)] = true
		}
		if d.Published.IsZero() {
			continue
		}
		if from == 0 || d.Published < from {
			from = d.Published
		}
		to = max(to, d.Published)
	}
	if len(foreign) > 0 {
		s += fmt.Sprintf(", %d not in English and not read (%s)", n-read, strings.Join(slices.Sorted(maps.Keys(foreign)), ", "))
	}
	if n > 1 && len(outlets) > 0 {
		s += ", " + count(len(outlets), "outlet", "outlets")
	}
	switch {
	case from != 0 && from == to:
		s += ", " + day(from)
	case from != 0:
		s += ", " + day(from) + " to " + day(to)
	}
	if !f.Known.IsZero() {
		s += ", as known on " + day(f.Known)
	}
	return s
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// day prints a day for readers: "4 March 2031".
func day(d entente.Day) string { return d.Time().Format("2 January 2006") }

// when words a date as stated with what it stands for: `"last month" (February
// 2031)`, or only one where they say the same.
func when(i entente.Interval) string {
	stands := span(i)
	switch {
	case i.Text == "":
		return stands
	case stands == "" || strings.Contains(strings.ToLower(i.Text), strings.ToLower(stands)):
		return i.Text
	case i.Precision == entente.PrecisionVague:
		return i.Text
	}
	return i.Text + " = " + stands
}

// span words the days of an interval at its precision.
func span(i entente.Interval) string {
	if i.From.IsZero() && i.To.IsZero() {
		return ""
	}
	layout := "2 January 2006"
	switch i.Precision {
	case entente.PrecisionMonth:
		layout = "January 2006"
	case entente.PrecisionYear, entente.PrecisionDecade, entente.PrecisionCentury:
		layout = "2006"
	}
	from, to := "", ""
	if !i.From.IsZero() {
		from = i.From.Time().Format(layout)
	}
	if !i.To.IsZero() {
		to = i.To.Time().Format(layout)
	}
	switch {
	case from == to || to == "" && i.Precision == entente.PrecisionDay:
		return from
	case from == "":
		return "until " + to
	case to == "":
		return "since " + from
	}
	return from + " to " + to
}

// voices words a chain, outermost first.
func voices(v []Voice) string {
	names := make([]string, 0, len(v))
	for i := range v {
		if i > 0 && v[i].ID == "" && isSelf(v[i].Name) { // "the statement → We"
			continue
		}
		names = append(names, v[i].Name)
	}
	return strings.Join(names, " → ")
}

// isSelf reports a word by which a voice names itself.
func isSelf(word string) bool {
	switch strings.ToLower(word) {
	case "we", "i", "our", "my", "us", "me":
		return true
	}
	return false
}

// details are the date and the numbers of a telling that its shown words do not
// hold already.
func (t *Telling) details(shown string) string {
	var out []string
	if w := when(t.Date); w != "" && (!strings.Contains(shown, t.Date.Text) || w != t.Date.Text) {
		out = append(out, w)
	}
	for _, n := range t.Numbers {
		if !strings.Contains(shown, n) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return strings.Join(out, "; ")
}

// standing sums up who tells a statement.
func (s *Statement) standing() string {
	var out []string
	if s.Voices > 1 {
		out = append(out, count(s.Voices, "voice", "voices"))
	}
	if s.Documents > 1 {
		d := count(s.Documents, "document", "documents")
		if s.Origins < s.Documents {
			d += ", " + count(s.Origins, "origin", "origins")
		}
		out = append(out, d)
	}
	if s.Disputed {
		out = append(out, "disputed")
	}
	return strings.Join(out, "; ")
}

// balance words the layers of a pair: "energy +3, military +2 −1 (4 open)".
func (p *Pair) balance() string {
	var out []string
	for _, l := range p.Layers {
		out = append(out, string(l.Layer)+" "+l.tally())
	}
	return strings.Join(out, ", ")
}

func (l *Layer) tally() string {
	var out []string
	if l.Plus > 0 {
		out = append(out, fmt.Sprintf("+%d", l.Plus))
	}
	if l.Minus > 0 {
		out = append(out, fmt.Sprintf("−%d", l.Minus))
	}
	var in []string
	if l.Open > 0 {
		in = append(in, fmt.Sprintf("%d open", l.Open))
	}
	if l.Disputed > 0 {
		in = append(in, fmt.Sprintf("%d disputed", l.Disputed))
	}
	if len(in) > 0 {
		out = append(out, "("+strings.Join(in, ", ")+")")
	}
	if len(out) == 0 {
		return fmt.Sprintf("·%d", len(l.Statements))
	}
	return strings.Join(out, " ")
}

// distinct drops citations of a document and paragraph that were named already.
func distinct(list []Citation) []Citation {
	var out []Citation
	for _, c := range list {
		if !slices.ContainsFunc(out, func(o Citation) bool { return o.Number == c.Number && o.Paragraph == c.Paragraph }) {
			out = append(out, c)
		}
	}
	return out
}

// mixed words the flag of a pair that is friendly in one layer and hostile in
// another, "" where it is not.
func (p *Pair) mixed() string {
	if !p.Mixed() {
		return ""
	}
	return "friendly in " + layers(p.Friendly) + ", hostile in " + layers(p.Hostile)
}

func layers(l []entente.Layer) string {
	names := make([]Name, len(l))
	for i := range l {
		names[i].Label = string(l[i])
	}
	return join(names)
}

// words puts a link into words: between and second are empty where it is told by its
// sentence.
func (l *Link) words(clipTo int) (before, first, between, second string) {
	if l.Sentence != "" {
		return l.Relation + ":", clip(l.Sentence, "", 2*clipTo), "", ""
	}
	from, to := clip(l.From, "", clipTo), clip(l.To, "", clipTo)
	switch l.Relation {
	case entente.LinkCause:
		return "", to, "because", from
	case entente.LinkPurpose:
		return "", from, "in order to", to
	case entente.LinkConsequence:
		return "", from, "leads to", to
	case entente.LinkCondition:
		return "if", from, "then", to
	case entente.LinkContrast:
		return "", from, "but", to
	}
	return "", from, l.Relation, to
}

// tensionWord says what sort of thing does not fit.
func tensionWord(typ string) string {
	switch typ {
	case entente.TensionLayers:
		return "friendly and hostile"
	case entente.TensionClaims:
		return "said and denied"
	case entente.TensionNumbers:
		return "numbers disagree"
	}
	return typ
}
