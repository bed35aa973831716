package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/engine"
	"entente/forecast"

	"github.com/spf13/cobra"
)

// forecastFlags are what every question to the future takes.
type forecastFlags struct {
	asOf    string
	horizon []int
	apart   bool
	coded   bool
}

func (f *forecastFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.asOf, "as-of", "", "ask as of that day: nothing that happened or became known later counts")
	c.Flags().IntSliceVar(&f.horizon, "horizon", nil, "days ahead, again for more (7, 30 and 90 for a pair, 30 for one actor)")
	c.Flags().BoolVar(&f.coded, "unjudged", false, "count the records as they were coded, also those that were rejected or corrected")
	c.Flags().BoolVar(&f.apart, "apart", false, "keep governments, forces and peoples apart from their state")
}

func (f *forecastFlags) of(horizons ...int) (engine.ForecastOf, error) {
	day, err := entente.ParseDay(f.asOf)
	if err != nil {
		return engine.ForecastOf{}, engine.Errorf(engine.CodeBadValue, "write it as 2031-03-04", "--as-of: %v", err)
	}
	if len(f.horizon) > 0 {
		horizons = f.horizon
	}
	return engine.ForecastOf{AsOf: day, Horizons: horizons, Apart: f.apart, Unjudged: f.coded}, nil
}

func (a *app) forecastCommand() *cobra.Command {
	var flags forecastFlags
	var why bool
	var limit int
	c := &cobra.Command{
		Use:   "forecast ACTOR [ACTOR]",
		Short: "How likely acts are, with reasons and their track record",
		Long: `Say how likely it is that two actors act on each other within 7, 30 and 90 days, by
quad class, beside the rate of the past; or, for one actor, who is likeliest at the other
end of its next acts, kind by kind, and which acts between it and others are likeliest
within 30 days. What is told as planned, feared or denied does not count as done.
Every forecast is logged with the last day of its data and scored when its period is
over ("entente forecast record"). docs/forecast.md says how it is made, how good it
was, and what it must not be used for.`,
		Example: `  entente forecast GON ROH --why
  entente forecast GON --horizon 30 --why
  entente forecast GON ROH --as-of 2031-03-04
  entente forecast whatif --add "GON SANCTION ROH"`,
		Args: args(1, 2, "an actor"),
		RunE: func(c *cobra.Command, names []string) error {
			of, err := flags.of(map[int][]int{1: {30}, 2: {7, 30, 90}}[len(names)]...)
			if err != nil {
				return err
			}
			if limit < 1 {
				return engine.Errorf(engine.CodeBadValue, "give a number from 1", "--limit %d shows nothing", limit)
			}
			of.Limit = limit
			e, err := a.open(c)
			if err != nil {
				return err
			}
			var f *engine.Forecast
			if len(names) == 1 {
				f, err = e.ForecastWho(c.Context(), names[0], of)
			} else {
				f, err = e.Forecast(c.Context(), names[0], names[1], of)
			}
			if err != nil {
				return err
			}
			return a.print(f, func() { writeForecast(a.out, f, of, why) })
		},
	}
	flags.add(c)
	c.Flags().BoolVar(&why, "why", false, "give the reasons of each probability, with the events they were counted from")
	c.Flags().IntVar(&limit, "limit", 15, "lines shown for one actor")
	c.AddCommand(a.forecastIfCommand(), a.forecastRecordCommand())
	return c
}

func (a *app) forecastIfCommand() *cobra.Command {
	var flags forecastFlags
	var add, remove []string
	c := &cobra.Command{
		Use:   "whatif [ACTOR ACTOR]",
		Short: "The same forecast with acts added or taken out, and what changed",
		Long: `Count the past again with acts added ("A TYPE B", with one of PLOVER's types, and a
day where it was not the last of the data) or records taken out, ask the same question,
and say what changed. The weights stay as they were learnt. Nothing is logged.`,
		Example: `  entente forecast whatif --add "GON SANCTION ROH"
  entente forecast whatif GON ROH --remove e-0123456789abcdef`,
		Args: func(c *cobra.Command, names []string) error {
			if len(names) != 0 && len(names) != 2 {
				return engine.Errorf(engine.CodeUsage, "usage: "+c.UseLine(), "name two actors, or none")
			}
			return nil
		},
		RunE: func(c *cobra.Command, names []string) error {
			of, err := flags.of(30)
			if err != nil {
				return err
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			change, err := e.ForecastIf(c.Context(), names, add, remove, of)
			if err != nil {
				return err
			}
			return a.print(change, func() { writeChange(a.out, change) })
		},
	}
	flags.add(c)
	c.Flags().StringArrayVar(&add, "add", nil, `act to suppose: "A TYPE B" or "A TYPE B 2031-03-04", again for more`)
	c.Flags().StringArrayVar(&remove, "remove", nil, "record to take out, again for more")
	return c
}

func (a *app) forecastRecordCommand() *cobra.Command {
	var hindsight bool
	c := &cobra.Command{
		Use:   "record",
		Short: "How the forecasts that were shown turned out",
		Long: `Score every forecast that was logged and whose period is over by what the ledger
tells now: mean squared error (Brier) beside that of the past rate and of the share of
pairs at risk, by class and month, and a reliability table.`,
		Args: args(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			r, err := e.ForecastRecord(c.Context(), hindsight)
			if err != nil {
				return err
			}
			return a.print(r, func() { writeRecord(a.out, r) })
		},
	}
	c.Flags().BoolVar(&hindsight, "hindsight", false, "those made with --as-of a day that the data had passed")
	return c
}

// writeForecast prints a forecast for people.
func writeForecast(w io.Writer, f *engine.Forecast, of engine.ForecastOf, why bool) {
	fmt.Fprintf(w, "as of %s: %d acts counted; %d told as planned, feared, denied and the like left out, %d without a day\n", f.AsOf, f.Events, f.NotDone, f.Undated)
	if f.Hindsight {
		fmt.Fprintln(w, "in hindsight: the ledger holds later days, which were not looked at")
	}
	writeSources(w, f)
	if f.Outlooks == nil {
		writeWhom(w, f.Whom, why)
		fmt.Fprintf(w, "\nwithin %d days (until %s), the likeliest first:\n", of.Horizons[0], f.AsOf.Add(of.Horizons[0]))
		for _, n := range f.Who {
			fmt.Fprintf(w, "  %s  %-18s %s → %s: %s (rate of the past %s%s)\n", share(n.P), n.Words, n.A, n.B, n.Name, strings.TrimSpace(share(n.Rate)), method(n.Method))
			if why {
				writeTerms(w, n.Terms)
			}
		}
		if len(f.Who) == 0 {
			fmt.Fprintln(w, "  too little is told of the last 90 days to ask about anybody")
		}
		return
	}
	for _, o := range f.Outlooks {
		fmt.Fprintf(w, "\n%s → %s within %d days (until %s)\n", o.A, o.B, o.Horizon, o.Until)
		for _, l := range o.Lines {
			base := ""
			if o.Lessons > 0 {
				base = ", all pairs that act at all " + strings.TrimSpace(share(l.Base))
			}
			fmt.Fprintf(w, "  %s  %-18s %s (rate of the past %s%s%s)\n", share(l.P), l.Words, l.Name, strings.TrimSpace(share(l.Rate)), base, method(l.Method))
			if why {
				writeTerms(w, l.Terms)
			}
		}
	}
}

// writeSources prints what tells of those asked about where it ends before other data.
func writeSources(w io.Writer, f *engine.Forecast) {
	if len(f.Sources) == 0 {
		if f.Stale {
			fmt.Fprintf(w, "stale: nothing is told of them together, and of both only until %s; other data reach %s\n", f.End, f.Latest)
		}
		return
	}
	if f.Sources[0].End >= f.Latest {
		return
	}
	for _, s := range f.Sources {
		fmt.Fprintf(w, "told by %s, which end%s on %s: %s, the latest on %s\n", cmp.Or(s.DataSet, "documents"), map[bool]string{true: "s"}[s.DataSet != ""], s.End, counted(s.Acts, "act"), s.Last)
	}
	end := f.Sources[0].End
	switch {
	case f.AsOf > end && f.Stale:
		fmt.Fprintf(w, "stale: nothing tells of them after %s, so that the days since count as quiet\n", end)
	case f.Stale:
		fmt.Fprintf(w, "stale: other data reach %s; what came of them since %s is not known here\n", f.Latest, end)
	}
}

// writeWhom prints who may stand at the other end of an actor's next acts.
func writeWhom(w io.Writer, list []forecast.Whom, why bool) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(w, "\nwho next: on the next day with such an act, who is among those at its other end")
	if list[0].Method == "share" {
		fmt.Fprintln(w, "(too little to learn from: shares of the past speak)")
	}
	for _, x := range list {
		head := fmt.Sprintf("%s → ?  %s, %s of what it does", x.Actor, x.Type, strings.TrimSpace(share(x.Share)))
		if !x.Acting {
			head = fmt.Sprintf("? → %s  %s, %s of what is done to it", x.Actor, x.Type, strings.TrimSpace(share(x.Share)))
		}
		fmt.Fprintf(w, "  %s\n", head)
		for _, p := range x.Partners {
			fmt.Fprintf(w, "  %s  %-18s %s (of such days of late %s)\n", share(p.P), p.Words, p.Actor, strings.TrimSpace(share(p.Rate)))
			if why {
				writeTerms(w, p.Terms)
			}
		}
		if len(x.Partners) == 0 {
			fmt.Fprintln(w, "      too few actors are told of to ask")
		}
	}
}

func method(m string) string {
	if m == "rate" {
		return "; too little to learn from, the rate speaks"
	}
	return ""
}

// writeTerms prints the reasons of a probability, the heaviest first, the base
// before all.
func writeTerms(w io.Writer, terms []forecast.Term) {
	sum := 0.0
	for _, t := range terms {
		sum += t.LogOdds
		fmt.Fprintf(w, "      %+6.2f  %s\n", t.LogOdds, t.Words)
		for _, e := range t.Cites {
			fmt.Fprintf(w, "              %s\n", cited(&e))
		}
	}
	fmt.Fprintf(w, "      %+6.2f  log-odds in all\n", sum)
}

func cited(e *forecast.Event) string {
	s := fmt.Sprintf("%s %s %s %s", e.Day, e.A, cmp.Or(e.Type, e.Class.String()), e.B)
	switch {
	case e.Supposed:
		return s + " (supposed)"
	case e.Document != "":
		s += fmt.Sprintf(" [%s in %s", e.Record, e.Document)
	default:
		s += fmt.Sprintf(" [%s of %s", e.Record, e.DataSet)
	}
	if e.Told > 1 {
		s += fmt.Sprintf(", and %d more", e.Told-1)
	}
	if e.Weight < 0.995 {
		s += fmt.Sprintf("; counts %.2f", e.Weight)
	}
	return s + "]"
}

func share(p float64) string {
	switch {
	case p < 0.01:
		return " <1 %"
	case p > 0.99:
		return ">99 %"
	}
	return fmt.Sprintf("%3.0f %%", 100*p)
}

// writeChange prints a forecast before and after.
func writeChange(w io.Writer, c *engine.ForecastChange) {
	for _, e := range c.Added {
		fmt.Fprintf(w, "+ %s\n", cited(&e))
	}
	for _, e := range c.Removed {
		fmt.Fprintf(w, "- %s\n", cited(&e))
	}
	for i, o := range c.Before {
		after := c.After[i]
		fmt.Fprintf(w, "\n%s → %s within %d days\n", o.A, o.B, o.Horizon)
		for j, l := range o.Lines {
			m := after.Lines[j]
			fmt.Fprintf(w, "  %s → %s  %-18s %s\n", share(l.P), share(m.P), m.Words, l.Name)
			for _, t := range forecast.Moved(l.Terms, m.Terms) {
				if t.LogOdds >= 0.005 || t.LogOdds <= -0.005 {
					fmt.Fprintf(w, "      %+6.2f  %s\n", t.LogOdds, t.Words)
				}
			}
		}
	}
}

// writeRecord prints how forecasts turned out.
func writeRecord(w io.Writer, r *forecast.Record) {
	fmt.Fprintf(w, "%d forecasts are closed, %d still open\n", r.Closed, r.Open)
	if r.Closed > 0 {
		writeScores(w, append(append([]forecast.Part{{Name: "all", Score: r.Score}}, r.ByClass...), r.ByMonth...))
		writeBins(w, r.Bins)
	}
	x := &r.Whom
	if x.Closed+x.Open+x.Void == 0 {
		return
	}
	fmt.Fprintf(w, "\nof who comes next %d are closed, %d still open; for %d no such act came in time\n", x.Closed, x.Open, x.Void)
	if x.Closed > 0 {
		writeScores(w, []forecast.Part{{Name: "who next", Score: x.Score}})
		writeBins(w, x.Bins)
	}
}

func writeScores(w io.Writer, parts []forecast.Part) {
	fmt.Fprintf(w, "\n%-22s %6s %9s %8s %8s %8s %8s\n", "", "n", "happened", "Brier", "rate", "base", "skill")
	for _, p := range parts {
		fmt.Fprintf(w, "%-22s %6d %9d %8.4f %8.4f %8.4f %8.2f\n", p.Name, p.N, p.Happened, p.Brier, p.Rate, p.Base, p.Skill)
	}
}

func writeBins(w io.Writer, bins []forecast.Bin) {
	fmt.Fprintf(w, "\n%-14s %6s %10s %10s\n", "said", "n", "mean said", "happened")
	for _, b := range bins {
		fmt.Fprintf(w, "%3.0f to %3.0f %%   %6d %8.1f %% %8.1f %%  %s\n", 100*b.From, 100*b.To, b.N, 100*b.Mean, 100*b.Share, strings.Repeat("#", int(b.Share*30+0.5)))
	}
}
