package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"entente"
	"entente/engine"
	"entente/export"
	"entente/network"
	"entente/network/picture"

	"github.com/spf13/cobra"
)

func (a *app) dyadCommand() *cobra.Command {
	f, form, step, base := &networkFlags{}, &formatFlags{}, "month", "others"
	c := &cobra.Command{
		Use:   "dyad ACTOR ACTOR",
		Short: "How a pair stands over time: by layer, when it changed, who does what to whom",
		Long: `Tell how a pair stands month by month, quarter by quarter or year by year: friendly
and hostile weight, by layer and quad class, in each direction, against a baseline.
It names the periods from which on the tone differs from before, with the records that
made it so, and layers that point apart.`,
		Example: "  entente network dyad AZE ISR --step quarter\n  entente network dyad AZE ARM --layer military --baseline all",
		Args:    args(2, 2, "two actors"),
		RunE: func(c *cobra.Command, args []string) error {
			e, of, _, err := a.ask(c, f)
			if err != nil {
				return err
			}
			by, err := parseStep("step", step)
			if err != nil {
				return err
			}
			named := network.Baseline(base)
			if named != network.BaselineOthers && named != network.BaselineAll {
				return engine.Errorf(engine.CodeBadValue, "others or all", "--baseline: %q is no baseline", base)
			}
			s, err := e.Dyad(c.Context(), of, args[0], args[1], by, named)
			if err != nil {
				return err
			}
			return a.answer(form, answer{
				s, func() { a.dyad(s) },
				func() *export.Signed { return dyadGraph(s) },
				func() error { return picture.Series(a.out, s, baselineWords[s.Named]) },
			})
		},
	}
	f.add(c)
	form.add(c)
	c.Flags().StringVar(&step, "step", step, "length of a period: month, quarter, year, or a number of months or years (6m, 5y)")
	c.Flags().StringVar(&base, "baseline", base, "what the pair is held against: others (either of the two with all others) or all (all other pairs)")
	return c
}

// parseStep reads the length of a period.
func parseStep(flag, text string) (network.Step, error) {
	s, err := network.ParseStep(text)
	if err != nil {
		return 0, engine.Errorf(engine.CodeBadValue, "month, quarter, year, or a number of months or years (6m, 5y)", "--%s: %v", flag, err)
	}
	return s, nil
}

// baselineWords say what a baseline is.
var baselineWords = map[network.Baseline]string{
	network.BaselineOthers: "either of the two with all others",
	network.BaselineAll:    "all other pairs",
}

func (a *app) dyad(s *network.Series) {
	if len(s.Periods) == 0 {
		fmt.Fprintf(a.out, "nothing dated is told of %s and %s\n", s.A, s.B)
		return
	}
	weight := func(w int64) string { return amount(float64(w) / float64(s.Unit)) }
	tone := func(t network.Tone) string {
		return fmt.Sprintf("friendly %s, hostile %s, tone %+.2f", weight(t.Plus), weight(t.Minus), t.Share())
	}
	fmt.Fprintf(a.out, "%s and %s: %s\n", s.A, s.B, tone(s.Tone))
	fmt.Fprintf(a.out, "baseline, %s in these periods: %s\n", baselineWords[s.Named], tone(s.Baseline))
	for _, way := range []struct {
		from, to entente.ActorID
		tone     network.Tone
	}{{s.A, s.B, s.AtoB}, {s.B, s.A, s.BtoA}} {
		fmt.Fprintf(a.out, "%s to %s: %s\n", way.from, way.to, tone(way.tone))
	}
	fmt.Fprintln(a.out, "\nby layer")
	for _, l := range s.LayerNames() {
		fmt.Fprintf(a.out, "  %s: %s\n", layerName(l), tone(s.Layers[l]))
	}
	for _, d := range s.Diverge {
		fmt.Fprintf(a.out, "  friendly in %s (%+.2f), hostile in %s (%+.2f)\n", layerName(d.Friendly), d.Shares[0], layerName(d.Hostile), d.Shares[1])
	}
	fmt.Fprintln(a.out, "\nchanges")
	for _, c := range s.Changes {
		fmt.Fprintf(a.out, "  %s: from %+.2f to %+.2f a period (gain %.1f) %s\n", c.At, c.Before, c.After, c.Gain, records(c.Records))
	}
	if len(s.Changes) == 0 {
		fmt.Fprintln(a.out, "  none that stands out of the noise")
	}
	a.periods(s, weight)
	if s.Undated > 0 {
		fmt.Fprintf(a.out, "\n%d without a date left out\n", s.Undated)
	}
}

// periods prints the series as a table; empty periods are left out.
func (a *app) periods(s *network.Series, weight func(int64) string) {
	fmt.Fprintf(a.out, "\nby %s\n", s.Step)
	t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(t, "  from\tfriendly\thostile\ttone\tbaseline\t%s to %s\t%s to %s\tquads 1-4\tties\trecords\n", s.A, s.B, s.B, s.A)
	for _, p := range s.Periods {
		if p.Plus+p.Minus == 0 {
			continue
		}
		q := p.Quads
		fmt.Fprintf(t, "  %s\t%s\t%s\t%+.2f\t%+.2f\t%s\t%s\t%d %d %d %d\t%d\t%s\n", p.From, weight(p.Plus), weight(p.Minus), p.Share(), p.Baseline.Share(),
			weight(p.AtoB.Net()), weight(p.BtoA.Net()), q[1], q[2], q[3], q[4], q[0], records(p.Records[:min(1, len(p.Records))]))
	}
	t.Flush()
}

func layerName(l entente.Layer) string {
	if l == "" {
		return "no layer named"
	}
	return string(l)
}

// records names records in brackets.
func records(ids []entente.RecordID) string {
	var names []string
	for _, id := range ids {
		names = append(names, string(id))
	}
	if len(names) == 0 {
		return ""
	}
	return "[" + strings.Join(names, " ") + "]"
}
