package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"entente/engine"
	"entente/export"
	"entente/network"

	"github.com/spf13/cobra"
)

func (a *app) balanceCommand() *cobra.Command {
	f, w, form, limit, lp, layers, directed := &networkFlags{}, &windowFlags{}, &formatFlags{}, 20, "", false, false
	c := &cobra.Command{
		Use:   "balance",
		Short: "Two camps of friends within and foes between: how far off, and which ties do not fit",
		Long: `Find the split into two camps that the fewest ties contradict (by weight): the
frustration index, with the camps and the ties that do not fit, and triangles by their
signs. The index is proved where the budget suffices, else bounded from both sides.
--window makes a table of one row a window, --by-layer of one a layer too; with --edges
the windows are the tables of a folder, or the periods of a table that has a column for
them (window, period, year, month, day or date).`,
		Example: "  entente network balance --from 2031-01-01\n  entente network balance --window 5y --step year --by-layer\n  entente network balance --edges ties.tsv --unit",
		Args:    args(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			e, of, budget, err := a.ask(c, f)
			if err != nil {
				return err
			}
			of.Directed = directed
			if w.window != "" || w.step != "" || layers {
				return a.balanceOver(c, e, of, w, form, layers, budget)
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
			return a.answer(form, answer{
				b, func() { a.balance(b, limit) },
				func() *export.Signed { return balanceGraph(b) }, func() error { return a.drawBalance(b, form) },
			})
		},
	}
	f.add(c)
	w.add(c, "")
	form.add(c)
	form.addPicture(c)
	c.Flags().BoolVar(&layers, "by-layer", false, "a row for each layer too")
	c.Flags().BoolVar(&directed, "directed", false, "with --unit, count each direction of a pair by its own sign")
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
	if b.Loops > 0 {
		fmt.Fprintf(a.out, "left out: %s of an actor with itself\n", counted(b.Loops, "tie"))
	}
	if b.Periods > 1 {
		fmt.Fprintf(a.out, "%d periods of the table are taken together; --window year parts them\n", b.Periods)
	}
	if b.Ties == 0 {
		return
	}
	weight := weigher(b.Unit)
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
	fmt.Fprintf(a.out, "triangles: +++ %d, ++- %d, +-- %d, --- %d; %.0f %% balanced, %.0f %% by weight\n", t[0], t[1], t[2], t[3], 100*b.Triads.Index(), 100*b.Triads.Weighted())
	a.walks(b.Walks)
	a.spectrum(b.Spectrum)
	fmt.Fprintln(a.out)
	switch b.Unique {
	case "yes":
		fmt.Fprintln(a.out, "no other split costs as little")
	case "no":
		fmt.Fprintln(a.out, "other splits cost as little: this is one of several")
	}
	a.cohesion(b.Balance)
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

// cohesion tells how far camps are friends within and foes between.
func (a *app) cohesion(b *network.Balance) {
	var parts []string
	if b.Within > 0 {
		parts = append(parts, fmt.Sprintf("within camps %.1f %% of the weight is friendly (cohesiveness)", 100*b.Cohesiveness))
	}
	if b.Between > 0 {
		parts = append(parts, fmt.Sprintf("between camps %.1f %% is hostile (divisiveness)", 100*b.Divisiveness))
	}
	fmt.Fprintln(a.out, strings.Join(parts, ", "))
}

// leastBalanced is how many actors of least local balance are named.
const leastBalanced = 5

func (a *app) walks(w *network.Walks) {
	if w == nil {
		return
	}
	fmt.Fprintf(a.out, "walk balance: %.3f", w.Balance)
	for i, l := range w.Local {
		if i == leastBalanced || l.Walks > 1-1e-9 {
			break
		}
		fmt.Fprintf(a.out, "%s %s %.3f", map[bool]string{true: "; least balanced around", false: ","}[i == 0], l.Actor, l.Walks)
	}
	fmt.Fprintln(a.out)
}

// bestPlaced is how many actors of the best and of the worst standing are named.
const bestPlaced = 3

func (a *app) spectrum(s *network.Spectrum) {
	fmt.Fprintf(a.out, "algebraic conflict: %.3f; PN centrality:", s.Conflict)
	for i, x := range s.Standing {
		switch {
		case i < bestPlaced || i > len(s.Standing)-1-bestPlaced:
			fmt.Fprintf(a.out, " %s %.3f", x.Actor, x.PN)
		case i == bestPlaced:
			fmt.Fprint(a.out, " ...")
		}
	}
	fmt.Fprintln(a.out)
}

// balanceOver prints the balance of each window and layer as a table.
func (a *app) balanceOver(c *cobra.Command, e *engine.Engine, of engine.NetworkOf, w *windowFlags, form *formatFlags, layers bool, budget network.Budget) error {
	if of.Directed {
		return engine.Errorf(engine.CodeUsage, "leave --directed or the windows out", "windows are made of pairs without a direction")
	}
	if w.window == "" {
		w.window = "year"
	}
	over, err := w.over(of)
	if err != nil {
		return err
	}
	rows, err := e.BalanceOver(c.Context(), over, layers, budget)
	if err != nil {
		return err
	}
	return a.answer(form, answer{result: rows, text: func() {
		t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "window\tlayer\tactors\tties\thostile\tmixed\tweight\tindex\tof weight\tonly split\tany camps\tbalanced triangles\twalk balance")
		for i := range rows {
			fmt.Fprintln(t, strings.Join(balanceCells(&rows[i]), "\t"))
		}
		t.Flush()
		if slices.ContainsFunc(rows, func(r engine.BalanceRow) bool { return r.Walks == nil && r.Ties > 0 }) {
			fmt.Fprintln(a.out, "no walk balance where actors times ties pass 300,000: ask for such a window alone (--from, --to)")
		}
	}})
}

// balanceCells are the cells of a row.
func balanceCells(r *engine.BalanceRow) []string {
	weight := weigher(r.Unit)
	least := func(low, high int64, proved bool) string {
		if proved {
			return weight(high)
		}
		return weight(low) + " to " + weight(high)
	}
	layer, walk, triangles := "all", "-", "-"
	if r.Layer != "" {
		layer = string(r.Layer)
	}
	if r.Walks != nil {
		walk = fmt.Sprintf("%.3f", r.Walks.Balance)
	}
	if r.Triads.Counts != [4]int{} {
		triangles = fmt.Sprintf("%.0f %%", 100*r.Triads.Index())
	}
	return []string{
		r.Name, layer, fmt.Sprint(r.Actors), fmt.Sprint(r.Ties), fmt.Sprint(r.Hostile), fmt.Sprint(r.Mixed), weight(r.Weight),
		least(r.Balance.Lower, r.Balance.Upper, r.Balance.Proved), fmt.Sprintf("%.1f %%", 100*float64(r.Balance.Upper)/float64(max(1, r.Weight))), r.Unique,
		least(r.Clusters.Lower, r.Clusters.Upper, r.Clusters.Proved), triangles, walk,
	}
}
