package main

import (
	"fmt"
	"os"
	"strings"

	"entente/engine"
	"entente/network"

	"github.com/spf13/cobra"
)

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
