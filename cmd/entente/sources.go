package main

import (
	"fmt"
	"slices"
	"strings"

	"entente"
	"entente/engine"

	"github.com/spf13/cobra"
)

func (a *app) sourcesCommand() *cobra.Command {
	limit := 20
	c := &cobra.Command{
		Use:   "sources [ACTOR...]",
		Short: "List outlets, who copied whom, and quotations told again",
		Long: `List where the ledger's documents come from, or those that actors appear in: outlets
with how many of their documents repeat another's words, whose; the copies with the
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
	title := func(d entente.DocumentID) string {
		if t := oneLine(s.Titles[d]); t != "" {
			return fmt.Sprintf("%s %q", d, t)
		}
		return string(d)
	}
	if len(s.Copies) > 0 {
		fmt.Fprintf(a.out, "\nCopies\n")
		for _, c := range s.Copies[:min(limit, len(s.Copies))] {
			what := map[string]string{"exact": "has the words of", "near": "repeats", "part": "holds a passage of"}[c.Kind]
			fmt.Fprintf(a.out, "  %s %s %s (%.0f %% of its words)\n", title(c.Document), what, title(c.Of), 100*c.Share)
		}
	}
	if len(s.Quotes) > 0 {
		fmt.Fprintf(a.out, "\nQuotations told again\n")
		for _, q := range s.Quotes[:min(limit, len(s.Quotes))] {
			fmt.Fprintf(a.out, "  “%s” in %s, first %s\n", strings.Trim(oneLine(q.Words), `“”"'`), counted(len(q.In), "document"), title(q.In[0].Document))
		}
	}
	if len(s.Circles) > 0 {
		fmt.Fprintf(a.out, "\nTold on each other's word\n")
		for _, c := range s.Circles[:min(limit, len(s.Circles))] {
			fmt.Fprintf(a.out, "  %s: %s\n", c.Topic, strings.Join(c.Outlets, ", "))
		}
	}
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
