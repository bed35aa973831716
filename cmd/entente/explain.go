package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"entente"
	"entente/document"
	"entente/engine"

	"github.com/spf13/cobra"
)

func (a *app) explainCommand() *cobra.Command {
	var date string
	c := &cobra.Command{
		Use:   "explain SENTENCE",
		Short: "Show how a sentence is read and coded, and why nothing was coded where nothing was",
		Long: `Read and code words given on the command line and show every step: tags and tree,
names and mentions, who says what, times, quantities, the frames that were tried,
and the records.`,
		Example: `  entente explain "Gondor denied that it had attacked Rohan." --date 2031-03-04`,
		Args:    args(1, -1, "the sentence"),
		RunE: func(c *cobra.Command, words []string) error {
			day, err := entente.ParseDay(date)
			if err != nil {
				return engine.Errorf(engine.CodeBadValue, "write it as 2031-03-04", "--date: %v", err)
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			x, err := e.Explain(c.Context(), strings.Join(words, " "), day)
			if err != nil {
				return err
			}
			return a.print(x, func() { explain(a.out, x) })
		},
	}
	c.Flags().StringVar(&date, "date", "", "day the words were published, for \"last year\"")
	return c
}

// explain writes an explanation for readers.
func explain(w io.Writer, x *engine.Explanation) {
	for i := range x.Text.Sentences {
		s := &x.Text.Sentences[i]
		fmt.Fprintf(w, "%s\n\n", oneLine(x.Text.String(s.Span)))
		tree(w, s)
	}
	explainNames(w, x.Text)
	explainVoices(w, x.Text)
	explainValues(w, x.Text)
	explainTried(w, x)
	explainRecords(w, x.Records)
}

// tree draws a sentence's dependency tree: the word, its tag, lemma and relation.
func tree(w io.Writer, s *document.Sentence) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	var draw func(i int, indent, branch, below string)
	draw = func(i int, indent, branch, below string) {
		k := s.Tokens[i]
		rel := k.Rel
		if k.Head < 0 {
			rel = "root"
		}
		fmt.Fprintf(t, "  %s%s%s\t%s\t%s\t%s\t%s\n", indent, branch, k.Form, rel, k.UPOS, k.XPOS, k.Lemma)
		children := s.Children(i)
		for j, c := range children {
			if j == len(children)-1 {
				draw(int(c), indent+below, "└ ", "  ")
			} else {
				draw(int(c), indent+below, "├ ", "│ ")
			}
		}
	}
	if root := s.Root(); root >= 0 {
		draw(root, "", "", "")
	}
	t.Flush()
	fmt.Fprintln(w)
}

func heading(w io.Writer, title string, n int) bool {
	if n == 0 {
		fmt.Fprintf(w, "%s: none\n", title)
		return false
	}
	fmt.Fprintf(w, "%s:\n", title)
	return true
}

func explainNames(w io.Writer, t *document.Text) {
	if heading(w, "names", len(t.Names)) {
		for _, n := range t.Names {
			fmt.Fprintf(w, "  %s (%s)\n", t.String(t.Span(n.Range)), n.Type)
		}
	}
	if heading(w, "mentions", len(t.Mentions)) {
		for _, m := range t.Mentions {
			who := "nobody who could be told"
			if m.Actor != "" {
				who = string(m.Actor)
				if a := t.Actors[m.Actor]; a != nil {
					who += ", " + a.Label + ", " + string(a.Type)
				}
			}
			fmt.Fprintf(w, "  %q %s → %s\n", t.String(m.Span), m.Kind, who)
		}
	}
}

func explainVoices(w io.Writer, t *document.Text) {
	if !heading(w, "attributions", len(t.Attributions)) {
		return
	}
	for _, a := range t.Attributions {
		who := pieces(t, a.Source)
		if who == "" {
			who = "(implicit)"
		}
		if a.Speaker != "" {
			who += " = " + string(a.Speaker)
		}
		flags := string(a.Stance)
		if a.Negated {
			flags += ", negated"
		}
		if a.Quoted {
			flags += ", quoted"
		}
		fmt.Fprintf(w, "  %s%s | %s | %q (%s)\n", strings.Repeat("  ", max(a.Depth-1, 0)), who, pieces(t, a.Cue), pieces(t, a.Content), flags)
	}
}

func pieces(t *document.Text, spans []entente.Span) string {
	out := make([]string, len(spans))
	for i, s := range spans {
		out[i] = t.String(s)
	}
	return strings.Join(out, " ... ")
}

func explainValues(w io.Writer, t *document.Text) {
	if heading(w, "times", len(t.Times)) {
		for _, x := range t.Times {
			fmt.Fprintf(w, "  %q %s to %s (%s)\n", t.String(t.Span(x.Range)), orOpen(x.From), orOpen(x.To), x.Precision)
		}
	}
	if heading(w, "quantities", len(t.Quantities)) {
		for _, q := range t.Quantities {
			fmt.Fprintf(w, "  %q %s %s of %q\n", t.String(q.Evidence), strconv.FormatFloat(q.Value, 'f', -1, 64), q.Unit, q.Of)
		}
	}
}

func orOpen(d entente.Day) string {
	if d.IsZero() {
		return "open"
	}
	return d.String()
}

func explainTried(w io.Writer, x *engine.Explanation) {
	if !heading(w, "frames tried", len(x.Tried)) {
		return
	}
	for _, t := range x.Tried {
		fmt.Fprintf(w, "  %s: %s: %s\n", t.Word, t.Frame, t.Result)
	}
}

func explainRecords(w io.Writer, r *entente.Records) {
	n := len(r.Events) + len(r.Ties) + len(r.Links) + len(r.Checks) + len(r.Tensions)
	if n == 0 {
		fmt.Fprintf(w, "records: nothing was coded: %s\n", whyNothing(r))
		return
	}
	fmt.Fprintln(w, "records:")
	claims := claimsOf(r)
	for i := range r.Events {
		e := &r.Events[i]
		name := e.Type
		if e.Mode != "" {
			name += "/" + e.Mode
		}
		fmt.Fprintf(w, "  event %s %s → %s, %s %+d, %s\n", name, joinIDs(e.Actor), orNobody(e.Recipient), e.Layer, e.Sign, told(claims[e.Claim]))
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		fmt.Fprintf(w, "  tie %s %s %s, %s %+d, %s\n", t.A, t.Relation, t.B, t.Layer, t.Sign, told(claims[t.Claim]))
	}
	text := r.Document.Text
	for i := range r.Links {
		l := &r.Links[i]
		fmt.Fprintf(w, "  link %s: %q → %q\n", l.Relation, l.From.Of(text), l.To.Of(text))
	}
	for i := range r.Checks {
		fmt.Fprintf(w, "  check %s: %s\n", r.Checks[i].Result, r.Checks[i].Working)
	}
	for i := range r.Tensions {
		fmt.Fprintf(w, "  tension %s: %s\n", r.Tensions[i].Type, r.Tensions[i].Working)
	}
}

func orNobody(ids []entente.ActorID) string {
	if len(ids) == 0 {
		return "nobody named"
	}
	return joinIDs(ids)
}

// told words stance and chain of a claim.
func told(c *entente.Claim) string {
	if c == nil {
		return "no claim"
	}
	s := string(c.Stance)
	if c.Negated {
		s += ", negated"
	}
	if c.Historical {
		s += ", historical"
	}
	if len(c.Chain) == 0 {
		return s + ", in the document's own voice"
	}
	return s + ", by " + chain(c)
}

// whyNothing gives the first step at which the words ran out of what a record
// needs.
func whyNothing(r *entente.Records) string {
	switch {
	case utf8.RuneCountInString(r.Document.Text) < 3:
		return "there is no sentence"
	case len(r.Actors) == 0:
		return "no actor was found in the words"
	case len(r.Actors) == 1:
		return "one actor was found, and no frame matched what it does"
	}
	return "actors were found, but no frame joins them; the frames tried are above"
}
