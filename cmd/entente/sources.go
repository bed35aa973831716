package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/engine"
	"entente/resolve"

	"github.com/spf13/cobra"
)

func (a *app) sourcesCommand() *cobra.Command {
	limit := 20
	c := &cobra.Command{
		Use:   "sources [ACTOR...]",
		Short: "List outlets, who copied whom, and quotations told again",
		Long: `List where the ledger's documents come from, or those that actors appear in, and the
data sets of event tables: outlets with how many of their documents repeat another's words, whose; the copies with the
share of their words; quotations that several documents hold word by word; and
outlets that tell one thing on each other's word. A copy is no second origin.`,
		Example: "  entente sources\n  entente sources AZE --json",
		Args:    args(0, -1, ""),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			if limit <= 0 {
				return engine.Errorf(engine.CodeBadValue, "give a number from 1", "--limit %d lists nothing", limit)
			}
			s, err := e.Sources(c.Context(), args...)
			if err != nil {
				return err
			}
			return a.print(s, func() { a.sources(s, limit) })
		},
	}
	c.Flags().IntVar(&limit, "limit", limit, "the most copies, quotations and circles to list")
	return c
}

func (a *app) sources(s *engine.Provenance, limit int) {
	fmt.Fprintf(a.out, "%s, %s\n\n", counted(s.Documents, "document"), counted(s.Origins, "origin"))
	for _, o := range s.Outlets {
		name := oneLine(o.Name)
		if name == "" {
			name = "(no outlet named)"
		}
		line := fmt.Sprintf("%s: %s", name, counted(o.Documents, "document"))
		if !o.First.IsZero() {
			line += fmt.Sprintf(", %s to %s", o.First, o.Last)
		}
		if o.Copies > 0 {
			var from []string
			for f, n := range o.From {
				if f == "" {
					f = "unnamed"
				}
				from = append(from, fmt.Sprintf("%s %d", oneLine(f), n))
			}
			slices.Sort(from)
			line += fmt.Sprintf(", %d repeat another's words (%s)", o.Copies, strings.Join(from, ", "))
		}
		if o.Copied > 0 {
			line += fmt.Sprintf(", repeated by %d", o.Copied)
		}
		fmt.Fprintln(a.out, line)
	}
	a.sets(s)
	a.copies(s, limit)
	if len(s.Quotes) > 0 {
		fmt.Fprintf(a.out, "\nQuotations told again\n")
		for _, q := range s.Quotes[:min(limit, len(s.Quotes))] {
			fmt.Fprintf(a.out, "  “%s” in %s, first %s\n", strings.Trim(oneLine(q.Words), `“”"'`), counted(len(q.In), "document"), called(s, q.In[0].Document))
		}
	}
	if len(s.Circles) > 0 {
		fmt.Fprintf(a.out, "\nTold on each other's word\n")
		for _, c := range s.Circles[:min(limit, len(s.Circles))] {
			fmt.Fprintf(a.out, "  %s: %s\n", c.Topic, strings.Join(c.Outlets, ", "))
		}
	}
}

// sets prints the data sets of event tables.
func (a *app) sets(s *engine.Provenance) {
	if len(s.Sets) > 0 {
		fmt.Fprintf(a.out, "\nEvent tables\n")
	}
	for _, t := range s.Sets {
		line := fmt.Sprintf("  %s: %s", oneLine(t.Name), counted(t.Rows, "row"))
		if !t.First.IsZero() {
			line += fmt.Sprintf(", %s to %s", t.First, t.Last)
		}
		fmt.Fprintln(a.out, line)
	}
}

// copies prints who copied whom as trees, each under its origin, by time.
func (a *app) copies(s *engine.Provenance, limit int) {
	under := map[entente.DocumentID][]resolve.Copy{}
	copied := map[entente.DocumentID]bool{}
	for _, c := range s.Copies {
		under[c.Of] = append(under[c.Of], c)
		copied[c.Document] = true
	}
	byTime := func(x, y entente.DocumentID) int {
		p, q := s.Named[x].Published, s.Named[y].Published
		return cmp.Or(cmp.Compare(b2i(p.IsZero()), b2i(q.IsZero())), cmp.Compare(p, q), cmp.Compare(x, y))
	}
	var roots []entente.DocumentID
	for of, cs := range under {
		if !copied[of] {
			roots = append(roots, of)
		}
		slices.SortFunc(cs, func(x, y resolve.Copy) int { return byTime(x.Document, y.Document) })
	}
	slices.SortFunc(roots, byTime)
	if len(roots) == 0 {
		return
	}
	fmt.Fprintf(a.out, "\nWho copied whom\n")
	left := limit
	var show func(d entente.DocumentID, depth int)
	show = func(d entente.DocumentID, depth int) {
		for _, c := range under[d] {
			if left--; left < 0 {
				return
			}
			what := map[string]string{"exact": "the same words", "near": fmt.Sprintf("%.0f %% of its words", 100*c.Share), "part": fmt.Sprintf("a passage, %.0f %% of its words", 100*c.Share)}[c.Kind]
			fmt.Fprintf(a.out, "%s└ %s: %s\n", strings.Repeat("  ", depth), called(s, c.Document), what)
			show(c.Document, depth+1)
		}
	}
	for _, r := range roots {
		if left <= 0 {
			break
		}
		fmt.Fprintf(a.out, "  %s\n", called(s, r))
		show(r, 1)
	}
	if n := len(s.Copies) - limit; n > 0 {
		fmt.Fprintf(a.out, "  and %d more; --limit shows them\n", n)
	}
}

// b2i is 1 for true.
func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// called words a document: day, outlet, title, id.
func called(s *engine.Provenance, d entente.DocumentID) string {
	n := s.Named[d]
	var parts []string
	for _, p := range []string{n.Published.String(), oneLine(n.Outlet)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if n.Title != "" {
		parts = append(parts, strconv.Quote(oneLine(n.Title)))
	}
	return strings.Join(append(parts, string(d)), ", ")
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
