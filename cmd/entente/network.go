package main

import (
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
