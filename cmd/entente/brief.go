package main

import (
	"entente/brief"
	"entente/engine"

	"github.com/spf13/cobra"
)

func (a *app) briefCommand() *cobra.Command {
	var html, all, unjudged bool
	view := brief.DefaultView()
	c := &cobra.Command{
		Use:   "brief [ACTOR [ACTOR]]",
		Short: "Who stands with whom, who says so, why, and what does not fit",
		Long: `Print what the ledger's documents tell: of everybody, of one actor and its
neighbours, or of a pair. Every line ends with the documents and paragraphs it
rests on. An actor is named by id (AZE) or label (Azerbaijan), in any case. What you
rejected ("entente judge") is left out, what you corrected stands as corrected.`,
		Example: `  entente brief
  entente brief AZE --quotes
  entente brief azerbaijan israel --html > brief.html`,
		Args: args(0, 2, "an actor"),
		RunE: func(c *cobra.Command, args []string) error {
			if html && a.json {
				return engine.Errorf(engine.CodeUsage, "give one of them", "--html and --json are two forms of the same brief")
			}
			if view.Limit < 1 {
				return engine.Errorf(engine.CodeBadValue, "give a number from 1, or --all", "--limit %d shows nothing", view.Limit)
			}
			if all {
				view.Limit = 0
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			b, err := e.Report(c.Context(), engine.Scope{Unjudged: unjudged}, args...)
			if err != nil {
				return err
			}
			switch {
			case a.json:
				return brief.JSON(a.out, b)
			case html:
				return brief.HTML(a.out, b, view)
			}
			return brief.Markdown(a.out, b, view)
		},
	}
	c.Flags().BoolVar(&html, "html", false, "print a self-contained HTML page")
	c.Flags().BoolVar(&view.Quotes, "quotes", false, "print the cited sentences")
	c.Flags().BoolVar(&unjudged, "unjudged", false, "the records as they were coded, also those that were rejected or corrected")
	c.Flags().BoolVar(&all, "all", false, "shorten no list")
	c.Flags().IntVar(&view.Limit, "limit", view.Limit, "entries shown of each list")
	return c
}
