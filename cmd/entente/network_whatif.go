package main

import (
	"fmt"
	"strconv"
	"strings"

	"entente/engine"
	"entente/network"

	"github.com/spf13/cobra"
)

// supposeFlags are the changes that are supposed, as they are written.
type supposeFlags struct {
	flip, add, remove, weigh []string
}

func (a *app) whatIfCommand() *cobra.Command {
	f, s, limit, landscape, dynamics := &networkFlags{}, &supposeFlags{}, 20, false, ""
	c := &cobra.Command{
		Use:   "whatif [ACTOR ACTOR]",
		Short: "What would move a pair into one camp, what changes would do, who could change camp",
		Long: `With two actors, compare the best split with the pair in one camp and the best with it
in opposite camps, the pair's own tie left out. A friendly tie that weighs more than
the difference (the ballast) puts both into one camp; ties that would come under strain
are those of the best such split that is nearest to today's camps.
With --flip, --add, --remove or --weigh, say what such changes do to the index, the camps
and the ties that do not fit. With --landscape, list the splits that no single actor
would leave. With --dynamics triads or flow, run a model in which ties change until
triangles are balanced, or as third parties suggest. With none of these, list the actors by what it costs if each alone changes
camp. All of it is a consequence of a model, not a prediction.`,
		Example: "  entente network whatif AZE ISR\n  entente network whatif --flip EGY,ISR --weigh USA,0.5",
		Args:    args(0, 2, "an actor"),
		RunE: func(c *cobra.Command, names []string) error {
			e, of, budget, err := a.ask(c, f)
			if err != nil {
				return err
			}
			changes, err := s.changes()
			if err != nil {
				return err
			}
			switch {
			case len(names) == 1, moreThanOne(len(names) == 2, len(changes) > 0, landscape, dynamics != ""):
				return engine.Errorf(engine.CodeUsage, "ask one thing at a time: two actors, changes, the landscape or dynamics", "what is asked is not clear")
			case dynamics != "":
				return a.dynamics(c, e, of, dynamics, limit)
			case len(names) == 2:
				b, err := e.WhatIf(c.Context(), of, names[0], names[1], budget)
				if err != nil {
					return err
				}
				return a.print(b, func() { a.ballast(b, limit) })
			case len(changes) > 0:
				o, err := e.Suppose(c.Context(), of, changes, budget)
				if err != nil {
					return err
				}
				return a.print(o, func() { a.outcome(o, limit) })
			case landscape:
				l, err := e.Landscape(c.Context(), of)
				if err != nil {
					return err
				}
				return a.print(l, func() { a.landscape(l, limit) })
			}
			w, err := e.Swings(c.Context(), of, budget)
			if err != nil {
				return err
			}
			return a.print(w, func() { a.swings(w, limit) })
		},
	}
	f.add(c)
	c.Flags().StringArrayVar(&s.flip, "flip", nil, "suppose a tie changes its sign: ACTOR,ACTOR; all ties of one: ACTOR")
	c.Flags().StringArrayVar(&s.add, "add", nil, "suppose weight is added to a pair, below 0 for hostile: ACTOR,ACTOR,WEIGHT")
	c.Flags().StringArrayVar(&s.remove, "remove", nil, "suppose a tie is gone: ACTOR,ACTOR; all ties of one: ACTOR")
	c.Flags().StringArrayVar(&s.weigh, "weigh", nil, "suppose weights are multiplied: ACTOR,ACTOR,FACTOR; all of one: ACTOR,FACTOR")
	c.Flags().BoolVar(&landscape, "landscape", false, "list the splits that no single actor would leave")
	c.Flags().StringVar(&dynamics, "dynamics", "", "run a model of how ties change: triads or flow")
	c.Flags().IntVar(&limit, "limit", limit, "the most ties, actors or splits to list")
	return c
}

// moreThanOne reports whether several of some things are so.
func moreThanOne(things ...bool) bool {
	n := 0
	for _, is := range things {
		if is {
			n++
		}
	}
	return n > 1
}

// changes reads the changes, in the order flip, add, remove, weigh.
func (s *supposeFlags) changes() ([]engine.Supposed, error) {
	var out []engine.Supposed
	for _, x := range []struct {
		kind        network.SupposeKind
		list        []string
		least, most int // names
		number      bool
		form        string
	}{
		{network.SupposeFlip, s.flip, 1, 2, false, "ACTOR,ACTOR or ACTOR"},
		{network.SupposeAdd, s.add, 2, 2, true, "ACTOR,ACTOR,WEIGHT"},
		{network.SupposeRemove, s.remove, 1, 2, false, "ACTOR,ACTOR or ACTOR"},
		{network.SupposeWeigh, s.weigh, 1, 2, true, "ACTOR,ACTOR,FACTOR or ACTOR,FACTOR"},
	} {
		for _, text := range x.list {
			wrong := engine.Errorf(engine.CodeBadValue, "write it as "+x.form, "--%s: %q", x.kind, text)
			names, c := strings.Split(text, ","), engine.Supposed{Kind: x.kind}
			if x.number {
				v, err := strconv.ParseFloat(strings.TrimSpace(names[len(names)-1]), 64)
				if err != nil || v != v || v > 1e9 || v < -1e9 || x.kind == network.SupposeWeigh && v < 0 {
					return nil, wrong
				}
				c.Number, names = v, names[:len(names)-1]
			}
			if len(names) < x.least || len(names) > x.most {
				return nil, wrong
			}
			c.A = strings.TrimSpace(names[0])
			if len(names) > 1 {
				c.B = strings.TrimSpace(names[1])
			}
			if c.A == "" || len(names) > 1 && c.B == "" {
				return nil, wrong
			}
			out = append(out, c)
		}
	}
	return out, nil
}

func provedOr(proved bool) string {
	if proved {
		return "proved"
	}
	return "not proved"
}

func (a *app) ballast(b *engine.NetworkBallast, limit int) {
	w := func(x int64) string { return weightOf(x, b.Unit) }
	fmt.Fprintf(a.out, "%s and %s in one camp: cost %s; in opposite camps: %s; ballast %s (%s)\n", b.A, b.B, w(b.Same), w(b.Opposite), w(b.Ballast.Ballast()), provedOr(b.Proved))
	if b.Own != nil {
		fmt.Fprintf(a.out, "their own tie, %s: %s contradicted in a best split, margin %s; with the other sign the index changes by %s\n", tieLine(b.Own, b.Unit), b.Status, w(b.Margin), w(b.Flipped))
	}
	if b.Needed > 0 {
		fmt.Fprintf(a.out, "the least change that brings both into one camp: more than %s friendly weight between them\n", w(b.Needed))
	} else {
		fmt.Fprintln(a.out, "a best split has both in one camp")
	}
	if len(b.Moved) > 0 {
		fmt.Fprintf(a.out, "with both in one camp, these change camp: %s\n", spaced(b.Moved))
	}
	for _, t := range b.Strained[:min(max(limit, 0), len(b.Strained))] {
		fmt.Fprintf(a.out, "  would come under strain: %s\n", tieLine(&t, b.Unit))
	}
	a.more(len(b.Strained), limit)
	if len(b.Moved) > 0 && !b.Nearest {
		fmt.Fprintln(a.out, "a best split nearer to today's camps is not ruled out")
	}
}

func (a *app) outcome(o *engine.NetworkOutcome, limit int) {
	index := func(x network.Index) string {
		if x.Proved {
			return weightOf(x.Upper, o.Unit) + " (proved)"
		}
		return fmt.Sprintf("from %s to %s (not proved)", weightOf(x.Lower, o.Unit), weightOf(x.Upper, o.Unit))
	}
	fmt.Fprintf(a.out, "frustration index: %s; after: %s\n", index(o.Before), index(o.After))
	if len(o.Moved) == 0 {
		fmt.Fprintln(a.out, "nobody changes camp")
	} else {
		fmt.Fprintf(a.out, "these change camp: %s\n", spaced(o.Moved))
	}
	for i, c := range o.Camps {
		fmt.Fprintf(a.out, "camp %d (%d): %s\n", i+1, len(c), spaced(c))
	}
	for _, x := range []struct {
		what string
		list []network.Tie
	}{{"comes under strain", o.Strained}, {"is relieved", o.Relieved}} {
		for _, t := range x.list[:min(max(limit, 0), len(x.list))] {
			fmt.Fprintf(a.out, "  %s: %s\n", x.what, tieLine(&t, o.Unit))
		}
		a.more(len(x.list), limit)
	}
	if !o.Nearest {
		fmt.Fprintln(a.out, "a best split nearer to today's camps is not ruled out")
	}
}

func (a *app) landscape(l *engine.NetworkLandscape, limit int) {
	found := counted(len(l.Minima), "split")
	if !l.All {
		found = "at least " + found
	}
	fmt.Fprintf(a.out, "%s that no single actor would leave\n", found)
	for _, m := range l.Minima[:min(max(limit, 0), len(l.Minima))] {
		fmt.Fprintf(a.out, "energy %s, cost %s, reached from %.1f %% of splits\n  %s\n  %s\n", weightOf(m.Energy, l.Unit), weightOf(m.Cost, l.Unit), 100*m.Basin, spaced(m.Camps[0]), spaced(m.Camps[1]))
	}
	a.more(len(l.Minima), limit)
}

func (a *app) swings(w *engine.NetworkSwings, limit int) {
	fmt.Fprintf(a.out, "what it costs if an actor alone changes camp (the split is %s)\n", map[bool]string{true: "a best one, proved", false: "the best found, not proved"}[w.Proved])
	fmt.Fprintf(a.out, "  %-16s %10s %10s %12s\n", "actor", "cost", "ties", "contradicted")
	for _, s := range w.Swings[:min(max(limit, 0), len(w.Swings))] {
		fmt.Fprintf(a.out, "  %-16s %10s %10s %12s\n", s.Actor, weightOf(s.Cost, w.Unit), weightOf(s.Ties, w.Unit), weightOf(s.Alone, w.Unit))
	}
	a.more(len(w.Swings), limit)
}
