package main

import (
	"fmt"

	"entente/engine"
	"entente/network"

	"github.com/spf13/cobra"
)

func (a *app) hiddenCommand() *cobra.Command {
	f, limit, test := &networkFlags{}, 10, false
	c := &cobra.Command{
		Use:   "hidden [ACTOR]",
		Short: "Which ties to ask about that nothing states",
		Long: `List pairs without a tie that third parties suggest, or that are told only as planned,
feared, hedged, demanded or denied, as questions to ask, with what speaks for each and
against it, and the records that say so. They are questions, no findings. With
--back-test, hide the known ties of this network in turn and see how well the questions
find them, against the number of third parties in common alone.`,
		Example: "  entente network hidden AZE\n  entente network hidden --edges ties.tsv --back-test",
		Args:    args(0, 1, "an actor"),
		RunE: func(c *cobra.Command, names []string) error {
			e, of, _, err := a.ask(c, f)
			if err != nil {
				return err
			}
			if test {
				b, err := e.HiddenBacktest(c.Context(), of)
				if err != nil {
					return err
				}
				return a.print(b, func() { a.backtest(b) })
			}
			name := ""
			if len(names) > 0 {
				name = names[0]
			}
			h, err := e.Hidden(c.Context(), of, name, limit)
			if err != nil {
				return err
			}
			return a.print(h, func() { a.hidden(h) })
		},
	}
	f.add(c)
	c.Flags().IntVar(&limit, "limit", limit, "the most questions")
	c.Flags().BoolVar(&test, "back-test", false, "hide the known ties and see how well they are found")
	return c
}

func (a *app) hidden(h *engine.NetworkHidden) {
	if len(h.Questions) == 0 {
		fmt.Fprintln(a.out, "nothing suggests a tie that is not known")
	}
	for i := range h.Questions {
		q := &h.Questions[i]
		side := "friendly"
		if q.Sign < 0 {
			side = "hostile"
		}
		fmt.Fprintf(a.out, "Are %s and %s %s? %s in common, score %.2f\n", q.A, q.B, side, counted(q.Common, "third actor"), q.Score)
		if q.Hint != nil {
			fmt.Fprintf(a.out, "  told, but not as done: %s\n", tieLine(q.Hint, h.Unit))
		}
		for _, side := range []struct {
			what string
			list []network.Third
		}{{"for", q.For}, {"against", q.Against}} {
			for _, x := range side.list {
				fmt.Fprintf(a.out, "  %s it: %s; %s\n", side.what, tieLine(&x.ToA, h.Unit), tieLine(&x.ToB, h.Unit))
			}
		}
	}
}

func (a *app) backtest(b *network.Backtest) {
	fmt.Fprintf(a.out, "%s hidden in turn\n", counted(b.Hidden, "tie"))
	fmt.Fprintf(a.out, "%-28s %8s %20s\n", "", "AUC", "right of first 20")
	fmt.Fprintf(a.out, "%-28s %8.3f %18.1f %%\n", "questions", b.AUC, 100*b.First20)
	fmt.Fprintf(a.out, "%-28s %8.3f %18.1f %%\n", "common third actors alone", b.CommonAUC, 100*b.CommonFirst20)
	fmt.Fprintf(a.out, "sign right: %.1f %%; the most common sign: %.1f %%\n", 100*b.Sign, 100*b.MostCommonSign)
}
