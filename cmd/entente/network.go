package main

import (
	"fmt"
	"os"
	"strings"

	"entente"
	"entente/engine"
	"entente/network"

	"github.com/spf13/cobra"
)

// networkFlags are what every question to a network takes.
type networkFlags struct {
	edges, from, to, known string
	layers                 []string
	unit, open, intense    bool
	apart                  bool
	half, budget           int
}

func (a *app) networkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "network balance|whatif",
		Short: "Ask the signed network of pairs: camps, ties that do not fit, what if",
		Long: `Build the signed network of who stands with whom, from the ledger or a table of
ties (--edges), and ask what holds it together. What is found follows from a model of
friends and foes; it is no prediction. docs/network.md says what each measure means.`,
		Args: a.noCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.balanceCommand(), a.whatIfCommand())
	return c
}

// noCommand answers a word that is no command of a group.
func (a *app) noCommand(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return engine.Errorf(engine.CodeUsage, `"`+c.CommandPath()+` --help" lists what there is`, "%q is no command of %s", args[0], c.CommandPath())
	}
	return nil
}

func (f *networkFlags) add(c *cobra.Command) {
	s := c.Flags()
	s.StringVar(&f.edges, "edges", "", "table of ties instead of the ledger: two actors, sign, weight, with tabs")
	s.StringVar(&f.from, "from", "", "first day that counts, 2031-03-04")
	s.StringVar(&f.to, "to", "", "last day that counts")
	s.StringVar(&f.known, "known", "", "leave out what was not known by that day")
	s.StringSliceVar(&f.layers, "layer", nil, "layers that count, all where left out")
	s.BoolVar(&f.unit, "unit", false, "count every tie once, by its sign")
	s.BoolVar(&f.open, "open", false, "count what is only planned, feared, hedged or denied too")
	s.BoolVar(&f.intense, "intense", false, "weigh events by their intensity")
	s.BoolVar(&f.apart, "apart", false, "keep governments, forces and peoples apart from their state")
	s.IntVar(&f.half, "half-life", 0, "days after which a record counts half")
	s.IntVar(&f.budget, "budget", network.DefaultBudget().Branches, "steps of the exact solver before an interval is given")
}

func (f *networkFlags) of() (engine.NetworkOf, network.Budget, error) {
	of := engine.NetworkOf{Edges: f.edges, Unit: f.unit, Rules: network.DefaultRules()}
	budget := network.DefaultBudget()
	budget.Branches = f.budget
	of.Rules.Open, of.Rules.Intense, of.Rules.HalfLife, of.Rules.States = f.open, f.intense, f.half, !f.apart
	if f.half < 0 || f.budget < 0 {
		return of, budget, engine.Errorf(engine.CodeBadValue, "give 0 or more", "a negative number of days or steps makes no sense")
	}
	for _, d := range []struct {
		flag, text string
		into       *entente.Day
	}{{"from", f.from, &of.Rules.From}, {"to", f.to, &of.Rules.To}, {"known", f.known, &of.Rules.Known}} {
		day, err := entente.ParseDay(d.text)
		if err != nil {
			return of, budget, engine.Errorf(engine.CodeBadValue, "write it as 2031-03-04", "--%s: %v", d.flag, err)
		}
		*d.into = day
	}
	for _, l := range f.layers {
		of.Rules.Layers = append(of.Rules.Layers, entente.Layer(strings.ToLower(l)))
	}
	return of, budget, nil
}

func (a *app) balanceCommand() *cobra.Command {
	f, limit, lp := &networkFlags{}, 20, ""
	c := &cobra.Command{
		Use:   "balance",
		Short: "Two camps of friends within and foes between: how far off, and which ties do not fit",
		Long: `Find the split into two camps that the fewest ties contradict (by weight): the
frustration index, with the camps and the ties that do not fit, and triangles by their
signs. The index is proved where the budget suffices, else bounded from both sides.`,
		Example: "  entente network balance --from 2031-01-01\n  entente network balance --edges ties.tsv --unit",
		Args:    args(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			of, budget, err := f.of()
			if err != nil {
				return err
			}
			if lp != "" {
				if err := a.writeLP(c, e, of, lp); err != nil {
					return err
				}
			}
			b, err := e.Balance(c.Context(), of, budget)
			if err != nil {
				return err
			}
			return a.print(b, func() { a.balance(b, limit) })
		},
	}
	f.add(c)
	c.Flags().IntVar(&limit, "limit", limit, "the most ties to list")
	c.Flags().StringVar(&lp, "lp", "", "file for the question as an integer program, for other solvers to check")
	return c
}

// writeLP writes the question for the index to a file.
func (a *app) writeLP(c *cobra.Command, e *engine.Engine, of engine.NetworkOf, path string) error {
	n, err := e.Network(c.Context(), of)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return engine.Errorf(engine.CodeUsage, "name another file", "write the integer program: %v", err)
	}
	err = network.WriteLP(file, n)
	if e := file.Close(); err == nil {
		err = e
	}
	return err
}

func (a *app) balance(b *engine.NetworkBalance, limit int) {
	fmt.Fprintf(a.out, "%s, %s, %d of them hostile, %d told as both friendly and hostile\n", counted(b.Actors, "actor"), counted(b.Ties, "tie"), b.Hostile, b.Mixed)
	if b.Ties == 0 {
		return
	}
	weight := func(w int64) string {
		if b.Unit == 1 {
			return fmt.Sprint(w)
		}
		return fmt.Sprintf("%.3g", float64(w)/float64(b.Unit))
	}
	if b.Balance.Proved {
		fmt.Fprintf(a.out, "frustration index: %s (proved)\n", weight(b.Balance.Upper))
	} else {
		fmt.Fprintf(a.out, "frustration index: from %s to %s (not proved; a larger --budget may)\n", weight(b.Balance.Lower), weight(b.Balance.Upper))
	}
	if c := b.Clusters; c.Proved {
		fmt.Fprintf(a.out, "any number of camps: %s in %s (proved)\n", weight(c.Upper), counted(len(c.Camps), "camp"))
	} else {
		fmt.Fprintf(a.out, "any number of camps: from %s to %s in %s (not proved)\n", weight(c.Lower), weight(c.Upper), counted(len(c.Camps), "camp"))
	}
	t := b.Triads.Counts
	fmt.Fprintf(a.out, "triangles: +++ %d, ++- %d, +-- %d, --- %d; %.0f %% balanced\n\n", t[0], t[1], t[2], t[3], 100*b.Triads.Index())
	switch b.Unique {
	case "yes":
		fmt.Fprintln(a.out, "no other split costs as little")
	case "no":
		fmt.Fprintln(a.out, "other splits cost as little: this is one of several")
	}
	for i, camp := range b.Balance.Camps {
		var names []string
		for _, id := range camp {
			names = append(names, string(id))
		}
		fmt.Fprintf(a.out, "camp %d (%d): %s\n", i+1, len(camp), strings.Join(names, " "))
	}
	if len(b.Balance.Frustrated) > 0 {
		fmt.Fprintf(a.out, "\nties that do not fit\n")
		for _, t := range b.Balance.Frustrated[:min(max(limit, 0), len(b.Balance.Frustrated))] {
			fmt.Fprintf(a.out, "  %s - %s: friendly %s, hostile %s", t.A, t.B, weight(t.Plus), weight(t.Minus))
			if len(t.Evidence) > 0 {
				fmt.Fprintf(a.out, " [%s]", t.Evidence[0])
			}
			fmt.Fprintln(a.out)
		}
		if n := len(b.Balance.Frustrated) - limit; n > 0 {
			fmt.Fprintf(a.out, "  and %d more\n", n)
		}
	}
}

func (a *app) whatIfCommand() *cobra.Command {
	f := &networkFlags{}
	c := &cobra.Command{
		Use:   "whatif ACTOR ACTOR",
		Short: "What would move a pair into one camp, and which ties would come under strain",
		Long: `Compare the best split with a pair in one camp and the best with it in opposite
camps, the pair's own tie left out. A friendly tie that weighs more than the
difference (the ballast) puts both into one camp. This is a consequence of the model
of two camps, not a prediction.`,
		Example: "  entente network whatif AZE ISR",
		Args:    args(2, 2, "an actor"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			of, budget, err := f.of()
			if err != nil {
				return err
			}
			b, err := e.WhatIf(c.Context(), of, args[0], args[1], budget)
			if err != nil {
				return err
			}
			unit := float64(network.Unit)
			if of.Unit || of.Edges != "" {
				unit = 1
			}
			return a.print(b, func() {
				proved := map[bool]string{true: "proved", false: "not proved"}[b.Proved]
				fmt.Fprintf(a.out, "%s and %s in one camp: cost %.4g; in opposite camps: %.4g; ballast %.4g (%s)\n", b.A, b.B,
					float64(b.Same)/unit, float64(b.Opposite)/unit, float64(b.Ballast())/unit, proved)
				for _, t := range b.Strained {
					fmt.Fprintf(a.out, "  would come under strain: %s - %s, friendly %.4g, hostile %.4g\n", t.A, t.B, float64(t.Plus)/unit, float64(t.Minus)/unit)
				}
			})
		},
	}
	f.add(c)
	return c
}
