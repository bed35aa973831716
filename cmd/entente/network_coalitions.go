package main

import (
	"fmt"
	"slices"
	"strings"

	"entente/engine"
	"entente/export"
	"entente/network"
	"entente/network/picture"

	"github.com/spf13/cobra"
)

func (a *app) coalitionsCommand() *cobra.Command {
	f, w, form, by, limit := &networkFlags{}, &windowFlags{}, &formatFlags{}, string(network.ByBalance), 8
	c := &cobra.Command{
		Use:   "coalitions",
		Short: "Blocs over time: who stands together, who moves, what splits and merges",
		Long: `Find the blocs of each window: the split into any number of camps that the fewest
ties contradict (by weight), exact where the budget suffices, or by --by modularity the
quick view. A bloc keeps its name (A, B, ...) as long as it is more alike to itself than
to another. Each member has what leaving would cost it; each tie that does not fit has
the weight that contradicts the blocs. --edges takes a table of ties, or a folder of
them, each a window, in the order of their names.`,
		Example: "  entente network coalitions --window 3m\n  entente network coalitions --window 5y --step year --layer military\n  entente network coalitions --edges tables --unit",
		Args:    args(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			e, of, budget, err := a.ask(c, f)
			if err != nil {
				return err
			}
			over, err := w.over(of)
			if err != nil {
				return err
			}
			way := network.Way(by)
			if way != network.ByBalance && way != network.ByModularity {
				return engine.Errorf(engine.CodeBadValue, "balance or modularity", "--by: %q finds no blocs", by)
			}
			found, err := e.Coalitions(c.Context(), over, way, budget)
			if err != nil {
				return err
			}
			return a.answer(form, answer{
				found, func() { a.coalitions(found, limit) },
				func() *export.Signed { return coalitionsGraph(found) },
				func() error { return picture.Streams(a.out, "Who stood together", found.Coalitions) },
			})
		},
	}
	f.add(c)
	w.add(c, "year")
	form.add(c)
	c.Flags().StringVar(&by, "by", by, "how blocs are found: balance (exact) or modularity (quick)")
	c.Flags().IntVar(&limit, "limit", limit, "the most blocs, and ties that do not fit, to list of a window")
	return c
}

// windowFlags say into which windows a network is cut.
type windowFlags struct{ window, step string }

func (w *windowFlags) add(c *cobra.Command, window string) {
	c.Flags().StringVar(&w.window, "window", window, "span of a window: month, quarter, year, or a number of months or years (6m, 5y)")
	c.Flags().StringVar(&w.step, "step", "", "from one window to the next; the span where left out")
}

func (w *windowFlags) over(of engine.NetworkOf) (engine.NetworkOver, error) {
	out := engine.NetworkOver{NetworkOf: of}
	var err error
	if out.Window, err = parseStep("window", w.window); err != nil {
		return out, err
	}
	if w.step != "" {
		out.Step, err = parseStep("step", w.step)
	}
	return out, err
}

func (a *app) coalitions(c *engine.CoalitionsOver, limit int) {
	if len(c.Windows) == 0 {
		fmt.Fprintln(a.out, "nothing dated is told of any pair")
		return
	}
	turns, known := c.Turns, map[string]bool{} // blocs that were shown
	for i := range c.Windows {
		b := &c.Windows[i]
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		for _, x := range largest(b.Blocs, limit) {
			known[x.Name] = true
		}
		a.blocs(b, c, limit)
		for len(turns) > 0 && turns[0].Window == b.Name {
			if turnMatters(&turns[0], known) {
				fmt.Fprintf(a.out, "  > %s\n", turnWords(&turns[0]))
			}
			turns = turns[1:]
		}
	}
}

// blocs prints those of a window.
func (a *app) blocs(b *network.Blocs, c *engine.CoalitionsOver, limit int) {
	weight := weigher(c.Unit)
	cost := weight(b.Cost)
	switch {
	case b.Proved:
		cost += " (proved)"
	case c.By == network.ByBalance:
		cost += fmt.Sprintf(" (not proved; at least %s)", weight(b.Lower))
	}
	fmt.Fprintf(a.out, "%s: %s, %s, weight %s\n", b.Name, counted(b.Actors, "actor"), counted(b.Ties, "tie"), weight(b.Weight))
	fmt.Fprintf(a.out, "  %s, %d alone; does not fit: %s; modularity %.2f (quick view: %s, %.2f)\n",
		counted(len(b.Blocs), "bloc"), len(b.Alone), cost, b.Modularity, counted(b.QuickBlocs, "bloc"), b.Quick)
	shown := largest(b.Blocs, limit)
	for _, x := range shown {
		var core, inner, fringe []string
		for _, m := range x.Members {
			switch m.Role {
			case network.Core:
				core = append(core, string(m.Actor))
			case network.Fringe:
				fringe = append(fringe, string(m.Actor))
			default:
				inner = append(inner, string(m.Actor))
			}
		}
		fmt.Fprintf(a.out, "  bloc %s (%d):", x.Name, len(x.Members))
		for _, part := range []struct {
			name string
			list []string
		}{{"core", core}, {"inner", inner}, {"fringe", fringe}} {
			if len(part.list) > 0 {
				fmt.Fprintf(a.out, " %s %s;", part.name, shortList(part.list))
			}
		}
		fmt.Fprintln(a.out)
	}
	if n := len(b.Blocs) - len(shown); n > 0 {
		fmt.Fprintf(a.out, "  and %d smaller\n", n)
	}
	for _, t := range b.Strained[:min(max(limit, 0), len(b.Strained))] {
		how := "friendly between blocs"
		if t.Within {
			how = "hostile within a bloc"
		}
		fmt.Fprintf(a.out, "  strain %s: %s - %s, %s %s\n", weight(t.Against), t.A, t.B, how, records(t.Evidence[:min(1, len(t.Evidence))]))
	}
}

// largest are the blocs with most members, in the order of their names.
func largest(blocs []network.Bloc, limit int) []network.Bloc {
	least := 0
	for n := len(blocs); n > limit; {
		least++
		n = 0
		for _, b := range blocs {
			if len(b.Members) >= least {
				n++
			}
		}
	}
	var out []network.Bloc
	for _, b := range blocs {
		if len(b.Members) >= least {
			out = append(out, b)
		}
	}
	return out
}

// listed is how many actors are named before the rest is counted.
const listed = 24

func shortList(names []string) string {
	if len(names) <= listed {
		return strings.Join(names, " ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:listed], " "), len(names)-listed)
}

// turnMatters leaves out who merely begins or ceases to stand alone, and what
// happens among blocs that are not shown.
func turnMatters(t *network.Turn, known map[string]bool) bool {
	if t.Kind == network.Joins || t.Kind == network.Leaves {
		return false
	}
	named := slices.Concat(t.From, t.To)
	if t.Kind == network.Moves {
		return known[named[0]] && known[named[1]]
	}
	return slices.ContainsFunc(named, func(name string) bool { return known[name] })
}

func turnWords(t *network.Turn) string {
	names := make([]string, 0, len(t.Actors))
	for _, id := range t.Actors {
		names = append(names, string(id))
	}
	from, to := strings.Join(t.From, ", "), strings.Join(t.To, ", ")
	switch t.Kind {
	case network.Forms, network.Returns:
		return fmt.Sprintf("bloc %s %s", to, t.Kind)
	case network.Ends:
		return fmt.Sprintf("bloc %s ends", from)
	case network.Splits:
		return fmt.Sprintf("bloc %s splits into %s", from, to)
	case network.Merges:
		return fmt.Sprintf("blocs %s merge into %s", from, to)
	case network.Moves:
		return fmt.Sprintf("from %s to %s: %s", from, to, shortList(names))
	}
	return fmt.Sprintf("%s %s%s: %s", t.Kind, from, to, shortList(names))
}

// weigher words weights that are counted in a unit.
func weigher(unit int64) func(int64) string {
	return func(w int64) string {
		if unit == 1 {
			return fmt.Sprint(w)
		}
		return amount(float64(w) / float64(unit))
	}
}
