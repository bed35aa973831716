package main

import (
	"fmt"

	"entente/network"

	"github.com/spf13/cobra"
)

func (a *app) similarCommand() *cobra.Command {
	f, limit := &networkFlags{}, 20
	c := &cobra.Command{
		Use:   "similar ACTOR",
		Short: "Who stands to others as an actor does",
		Long: `Compare how an actor stands to all others (friendly, no tie, hostile) with how each other
actor does: S, and Scott's pi and Cohen's kappa, which put chance out of it. 1 is the same,
0 as much as chance would have it (pi, kappa), less than 0 the contrary.`,
		Example: "  entente network similar AZE --from 2031-01-01",
		Args:    args(1, 1, "an actor"),
		RunE: func(c *cobra.Command, names []string) error {
			e, of, _, err := a.ask(c, f)
			if err != nil {
				return err
			}
			all, err := e.Similar(c.Context(), of, names[0])
			if err != nil {
				return err
			}
			return a.print(all, func() { a.similar(all, limit) })
		},
	}
	f.add(c)
	c.Flags().IntVar(&limit, "limit", limit, "the most actors to list at each end")
	return c
}

// similar lists the most alike and, after them, the least.
func (a *app) similar(all []network.Similarity, limit int) {
	limit = max(limit, 0)
	fmt.Fprintf(a.out, "%-16s %6s %6s %6s %14s %8s\n", "actor", "S", "pi", "kappa", "shared, alike", "own tie")
	for i, s := range all {
		if i >= limit && i < len(all)-limit {
			if i == limit {
				fmt.Fprintf(a.out, "... %d more\n", len(all)-2*limit)
			}
			continue
		}
		fmt.Fprintf(a.out, "%-16s %6.2f %6.2f %6.2f %8d, %4d %8s\n", s.B, s.S, s.Pi, s.Kappa, s.Shared, s.Alike, [...]string{"hostile", "none", "friendly"}[s.Tied+1])
	}
}
