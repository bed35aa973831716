package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"entente"
	"entente/engine"
	"entente/ledger"
	"entente/network"

	"github.com/spf13/cobra"
)

// stances in the order in which they are listed.
var stances = []entente.Stance{
	entente.StanceAsserted, entente.StanceDenied, entente.StanceHedged, entente.StancePlanned,
	entente.StanceConditional, entente.StanceDemanded, entente.StanceBelieved, entente.StanceFeared,
}

// networkFlags are what every question to a network takes.
type networkFlags struct {
	edges, from, to, known string
	layers, speakers       []string
	outlets, stances       []string
	unit, open, intense    bool
	apart, copies, coded   bool
	half                   int
	budget                 string
}

func (a *app) networkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "network balance|coalitions|dyad|brokers|similar|hidden|whatif",
		Short: "Ask the signed network of pairs: camps, ties that do not fit, what if",
		Long: `Build the signed network of who stands with whom, from the ledger or a table of
ties (--edges), and ask what holds it together. What is found follows from a model of
friends and foes; it is no prediction. docs/network.md says what each measure means.`,
		Args: a.noCommand,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.balanceCommand(), a.coalitionsCommand(), a.dyadCommand(), a.brokersCommand(), a.similarCommand(), a.hiddenCommand(), a.whatIfCommand())
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
	s.StringSliceVar(&f.speakers, "speaker", nil, "count what these actors, or who belongs to them, are the innermost voice of")
	s.StringArrayVar(&f.outlets, "outlet", nil, "count what these outlets published; @FILE names a group, one outlet a line")
	s.StringSliceVar(&f.stances, "stance", nil, "count what is told in these ways: asserted, denied, hedged, planned, ...")
	s.BoolVar(&f.copies, "copies", false, "count near copies as origins of their own")
	s.BoolVar(&f.coded, "unjudged", false, "count the records as they were coded, also those that were rejected or corrected")
	s.BoolVar(&f.unit, "unit", false, "count every tie once, by its sign")
	s.BoolVar(&f.open, "open", false, "count what is only planned, feared, hedged or denied too")
	s.BoolVar(&f.intense, "intense", false, "weigh events by their intensity")
	s.BoolVar(&f.apart, "apart", false, "keep governments, forces and peoples apart from their state")
	s.IntVar(&f.half, "half-life", 0, "days after which a record counts half")
	s.StringVar(&f.budget, "budget", fmt.Sprint(network.DefaultBudget().Steps/million), "millions of steps of the exact solver before an interval is given, or a time (5s)")
}

// ask opens the workplace for a question to the network that the flags name.
func (a *app) ask(c *cobra.Command, f *networkFlags) (e *engine.Engine, of engine.NetworkOf, budget network.Budget, err error) {
	if e, err = a.open(c); err == nil {
		of, budget, err = f.of()
	}
	return e, of, budget, err
}

func (f *networkFlags) of() (engine.NetworkOf, network.Budget, error) {
	of := engine.NetworkOf{Edges: f.edges, Unit: f.unit, Rules: network.DefaultRules()}
	budget := network.DefaultBudget()
	if err := f.limit(&budget); err != nil {
		return of, budget, err
	}
	of.Rules.Open, of.Rules.Intense, of.Rules.HalfLife, of.Rules.States = f.open, f.intense, f.half, !f.apart
	if f.half < 0 {
		return of, budget, engine.Errorf(engine.CodeBadValue, "give 0 or more", "a negative number of days makes no sense")
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
	if r := of.Rules; r.From > r.To && !r.From.IsZero() && !r.To.IsZero() {
		return of, budget, engine.Errorf(engine.CodeBadValue, "exchange them", "--from %s is later than --to %s", r.From, r.To)
	}
	for _, l := range f.layers {
		layer := entente.Layer(strings.ToLower(l))
		if !slices.Contains(ledger.Layers(), layer) {
			return of, budget, engine.Errorf(engine.CodeBadValue, "one of "+words(ledger.Layers()), "--layer: %q is no layer", l)
		}
		of.Rules.Layers = append(of.Rules.Layers, layer)
	}
	for _, a := range f.speakers {
		of.Rules.Speakers = append(of.Rules.Speakers, entente.ActorID(a))
	}
	of.Copies, of.Unjudged = f.copies, f.coded
	return of, budget, f.told(&of.Rules)
}

// told reads which outlets and stances count.
func (f *networkFlags) told(r *network.Rules) error {
	for _, name := range f.outlets {
		path, group := strings.CutPrefix(name, "@")
		if !group {
			r.Outlets = append(r.Outlets, name)
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return engine.Errorf(engine.CodeUsage, "is the path right?", "read the outlets: %v", err)
		}
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				r.Outlets = append(r.Outlets, line)
			}
		}
	}
	for _, s := range f.stances {
		stance := entente.Stance(strings.ToLower(s))
		if !slices.Contains(stances, stance) {
			return engine.Errorf(engine.CodeBadValue, "one of "+words(stances), "--stance: %q is no stance", s)
		}
		r.Stances = append(r.Stances, stance)
	}
	return nil
}

// million is the unit of steps on the command line.
const million = 1_000_000

// limit sets the budget: steps, of which the same give the same answer everywhere,
// or a time, whose answers may differ from run to run.
func (f *networkFlags) limit(b *network.Budget) error {
	if steps, err := strconv.Atoi(f.budget); err == nil && steps >= 0 {
		b.Steps = max(1, int64(steps)*million)
		return nil
	}
	d, err := time.ParseDuration(f.budget)
	if err != nil || d <= 0 {
		return engine.Errorf(engine.CodeBadValue, "write millions of steps (400) or a time (5s)", "--budget: %q is neither", f.budget)
	}
	end := time.Now().Add(d)
	b.Steps, b.Stop = 0, func() bool { return time.Now().After(end) }
	return nil
}

// words lists what can be chosen.
func words[T ~string](choices []T) string {
	var out []string
	for _, c := range choices {
		out = append(out, string(c))
	}
	return strings.Join(out, ", ")
}
