package main

import (
	"fmt"
	"math"
	"strings"

	"entente"
	"entente/engine"
	"entente/network"

	"github.com/spf13/cobra"
)

func (a *app) brokersCommand() *cobra.Command {
	f, how, limit := &networkFlags{}, engine.BrokersOf{}, 20
	c := &cobra.Command{
		Use:   "brokers [ACTOR ACTOR]",
		Short: "Who stands between the camps, and through whom one actor reaches another",
		Long: `List the friendly ties between camps, and for each actor how often it stands between
two others that have no friendly tie themselves, by the camps of the three (Gould and
Fernandez 1989), with its betweenness on friendly ties. With two actors, list those
through whom the first reaches the second by two friendly ties: its doors.`,
		Example: "  entente network brokers --edges ties.tsv --directed\n  entente network brokers AZE ISR",
		Args:    args(0, 2, "an actor"),
		RunE: func(c *cobra.Command, names []string) error {
			e, of, budget, err := a.ask(c, f)
			if err != nil {
				return err
			}
			switch len(names) {
			case 1:
				return engine.Errorf(engine.CodeUsage, "name the actor that it wants to reach too", "a door leads from one actor to another")
			case 2:
				d, err := e.Doors(c.Context(), of, names[0], names[1])
				if err != nil {
					return err
				}
				return a.print(d, func() { a.doors(d, limit) })
			}
			b, err := e.Brokers(c.Context(), of, how, budget)
			if err != nil {
				return err
			}
			return a.print(b, func() { a.brokers(b, limit) })
		},
	}
	f.add(c)
	c.Flags().BoolVar(&how.Free, "free", false, "camps of any number instead of two")
	c.Flags().BoolVar(&how.Directed, "directed", false, "ties have a direction: the first actor acts on the second")
	c.Flags().IntVar(&limit, "limit", limit, "the most ties and actors to list")
	return c
}

func (a *app) brokers(b *engine.NetworkBrokers, limit int) {
	proved := "a best split, proved"
	if !b.Proved {
		proved = "the best split found, not proved"
	}
	fmt.Fprintf(a.out, "%s, %s, %s (%s)\n", counted(b.Actors, "actor"), counted(b.Ties, "tie"), counted(len(b.Camps), "camp"), proved)
	fmt.Fprintf(a.out, "\nbridges: friendly ties between camps\n")
	if len(b.Bridges) == 0 {
		fmt.Fprintln(a.out, "  none")
	}
	for _, t := range b.Bridges[:min(max(limit, 0), len(b.Bridges))] {
		fmt.Fprintf(a.out, "  %s\n", tieLine(&t, b.Unit))
	}
	a.more(len(b.Bridges), limit)
	fmt.Fprintf(a.out, "\nbrokers: pairs without a friendly tie that an actor stands between\n")
	fmt.Fprintf(a.out, "  %-16s %4s %6s %11s %9s %14s %10s %7s %11s\n", "actor", "camp", "pairs", "coordinator", "itinerant", "representative", "gatekeeper", "liaison", "betweenness")
	for _, x := range b.Brokers[:min(max(limit, 0), len(b.Brokers))] {
		fmt.Fprintf(a.out, "  %-16s %4d %6d %11d %9d %14d %10d %7d %11.1f\n", x.Actor, x.Camp, x.Total(), x.Coordinator, x.Itinerant, x.Representative, x.Gatekeeper, x.Liaison, x.Betweenness)
	}
	a.more(len(b.Brokers), limit)
}

func (a *app) doors(d *engine.NetworkDoors, limit int) {
	if d.Direct != nil {
		fmt.Fprintf(a.out, "their own tie: %s\n", tieLine(d.Direct, d.Unit))
	} else {
		fmt.Fprintf(a.out, "%s and %s have no tie of their own\n", d.From, d.To)
	}
	if len(d.Doors) == 0 {
		fmt.Fprintln(a.out, "nobody is friendly with both")
	}
	for _, x := range d.Doors[:min(max(limit, 0), len(d.Doors))] {
		fmt.Fprintf(a.out, "%s as %s's door to %s: width %s, %.0f %% of all doors\n", x.Actor, d.From, d.To, weightOf(x.Weight, d.Unit), 100*x.Share)
		fmt.Fprintf(a.out, "  %s\n  %s\n", tieLine(&x.Near, d.Unit), tieLine(&x.Far, d.Unit))
	}
	a.more(len(d.Doors), limit)
}

// more says how many were not listed.
func (a *app) more(all, limit int) {
	if n := all - max(limit, 0); n > 0 {
		fmt.Fprintf(a.out, "  and %d more\n", n)
	}
}

// tieLine is a tie with its weights and the first records it rests on.
func tieLine(t *network.Tie, unit int64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s - %s: friendly %s, hostile %s", t.A, t.B, weightOf(t.Plus, unit), weightOf(t.Minus, unit))
	if len(t.Evidence) > 0 {
		fmt.Fprintf(&b, " [%s]", joined(t.Evidence[:min(3, len(t.Evidence))]))
	}
	return b.String()
}

func joined(ids []entente.RecordID) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	return strings.Join(list, ", ")
}

// weightOf prints a weight in observations, or as it stands in a table.
func weightOf(w, unit int64) string {
	if unit == 1 {
		return fmt.Sprint(w)
	}
	return amount(float64(w) / float64(unit))
}

// amount words a weight with four digits, and never in powers of ten.
func amount(x float64) string {
	if math.Abs(x) >= 1000 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.4g", x)
}
