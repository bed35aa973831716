package main

import (
	"fmt"

	"entente/network"

	"github.com/spf13/cobra"
)

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
