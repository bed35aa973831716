package main

import (
	"fmt"
	"text/tabwriter"

	"entente/engine"
	"entente/ledger"

	"github.com/spf13/cobra"
)

func (a *app) seriesCommand() *cobra.Command {
	var from, to string
	c := &cobra.Command{
		Use:   "series ACTOR [ACTOR]",
		Short: "Count what is told of a pair, or of one actor, month by month",
		Long: `Count month by month and in each direction what documents and event tables tell of
a pair, or of one actor with everybody: words and deeds of cooperation and of conflict
that are told as done, standing ties, and what is open (planned, feared, denied and
the like); with the mean intensity, -10 to 10. Organs count as their state; persons
who are named stand for themselves here, where a brief files them under the state
whose office they hold.`,
		Example: "  entente series AZE ISR --from 2031-01\n  entente series AZE --json",
		Args:    args(1, 2, "an actor"),
		RunE: func(c *cobra.Command, actors []string) error {
			var w ledger.Window
			var err error
			if w.From, err = engine.ParseMonth(from); err != nil {
				return err
			}
			if w.To, err = engine.ParseMonth(to); err != nil {
				return err
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			m, err := e.Series(c.Context(), w, actors...)
			if err != nil {
				return err
			}
			return a.print(m, func() { a.months(m) })
		},
	}
	c.Flags().StringVar(&from, "from", "", "first month, 2031-03")
	c.Flags().StringVar(&to, "to", "", "last month")
	return c
}

func (a *app) months(m *engine.Months) {
	t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "month\tfrom\tto\twords +\tdeeds +\twords −\tdeeds −\tties\topen\tmean\t")
	for _, x := range m.Months {
		who := func(id string) string {
			if id == "" {
				return "everybody"
			}
			return oneLine(id)
		}
		month := x.Month.String()
		if month == "" {
			month = "undated"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%+.1f\t\n", month, who(string(x.A)), who(string(x.B)), x.Quads[0], x.Quads[1], x.Quads[2], x.Quads[3], x.Ties, x.Open, x.Strength)
	}
	t.Flush()
}

func (a *app) changesCommand() *cobra.Command {
	o := engine.ChangesOf{Months: 1, Baseline: 12, Limit: 20}
	var to string
	c := &cobra.Command{
		Use:   "changes [ACTOR]",
		Short: "List the pairs that grew friendlier or more hostile, the most changed first",
		Long: `List the pairs, or those of one actor, of which documents and event tables tell
most otherwise than before: the monthly sum of intensity of what is told as done, in
the last months against those before. A pair that is told of more often moves more.
Organs stand apart from their state, so that it shows who moved.`,
		Example: "  entente changes\n  entente changes AZE --to 2031-03 --months 3 --baseline 12",
		Args:    args(0, 1, "an actor"),
		RunE: func(c *cobra.Command, actors []string) error {
			var err error
			if o.To, err = engine.ParseMonth(to); err != nil {
				return err
			}
			if len(actors) > 0 {
				o.Actor = actors[0]
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			m, err := e.Changes(c.Context(), o)
			if err != nil {
				return err
			}
			return a.print(m, func() { a.moved(m) })
		},
	}
	f := c.Flags()
	f.StringVar(&to, "to", "", "last month of the window, 2031-03; the last with anything told as done where left out")
	f.IntVar(&o.Months, "months", o.Months, "months of the window")
	f.IntVar(&o.Baseline, "baseline", o.Baseline, "months before it that it is compared with")
	f.IntVar(&o.Limit, "limit", o.Limit, "the most pairs to list")
	return c
}

func (a *app) moved(m *engine.Moved) {
	if len(m.Pairs) == 0 {
		switch {
		case m.Window[1] == 0:
			fmt.Fprintln(a.out, "Nothing with a date is told as done of any pair.")
		default:
			fmt.Fprintf(a.out, "No pair changed in %s against %s; --to names another month.\n", span(m.Window), span(m.Baseline))
		}
		return
	}
	fmt.Fprintf(a.out, "%s against %s, intensity a month\n", span(m.Window), span(m.Baseline))
	t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "from\tto\tchange\tnow\tbefore\ttold now\ttold before")
	for _, x := range m.Pairs {
		fmt.Fprintf(t, "%s\t%s\t%+.1f\t%+.1f\t%+.1f\t%d\t%d\n", oneLine(string(x.A)), oneLine(string(x.B)), x.Delta, x.Now, x.Before, x.Count, x.Past)
	}
	t.Flush()
}

// span words a run of months.
func span(w [2]ledger.Month) string {
	if w[0] == w[1] {
		return w[0].String()
	}
	return w[0].String() + " to " + w[1].String()
}
