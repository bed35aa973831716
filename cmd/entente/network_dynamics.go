package main

import (
	"fmt"

	"entente/engine"

	"github.com/spf13/cobra"
)

// dynamics runs a model of how ties change.
func (a *app) dynamics(c *cobra.Command, e *engine.Engine, of engine.NetworkOf, model string, limit int) error {
	switch model {
	case "triads":
		d, err := e.Drift(c.Context(), of)
		if err != nil {
			return err
		}
		return a.print(d, func() { a.drift(d, limit) })
	case "flow":
		f, err := e.Flow(c.Context(), of)
		if err != nil {
			return err
		}
		return a.print(f, func() { a.flow(f, limit) })
	}
	return engine.Errorf(engine.CodeBadValue, "one of triads, flow", "--dynamics: %q is no model", model)
}

func (a *app) drift(d *engine.NetworkDrift, limit int) {
	fmt.Fprintf(a.out, "a model, no prediction: ties of unbalanced triangles change at random where that leaves no more of them (constrained triad dynamics)\n")
	fmt.Fprintf(a.out, "%d of %s unbalanced\n", d.Begin, counted(d.Triangles, "triangle"))
	ends := fmt.Sprintf("%d end balanced, %d jammed", d.Balanced, d.Jammed)
	if cut := d.Runs - d.Balanced - d.Jammed; cut > 0 {
		ends += fmt.Sprintf(", %d were cut off", cut)
	}
	fmt.Fprintf(a.out, "%s: %s; on average %.1f changes, %.1f unbalanced triangles left\n", counted(d.Runs, "run"), ends, d.Changes, d.End)
	if len(d.Ties) > 0 {
		fmt.Fprintln(a.out, "ties that most often end with another sign")
	}
	for i := range d.Ties[:min(max(limit, 0), len(d.Ties))] {
		fmt.Fprintf(a.out, "  %3.0f %%  %s\n", 100*d.Ties[i].Share, tieLine(&d.Ties[i].Tie, d.Unit))
	}
	a.more(len(d.Ties), limit)
}

func (a *app) flow(f *engine.NetworkFlow, limit int) {
	fmt.Fprintf(a.out, "a model, no prediction: every pair moves as third parties suggest (dX/dt = X X), until all signs stay\n")
	for i, camp := range f.Camps {
		fmt.Fprintf(a.out, "camp %d (%d): %s\n", i+1, len(camp), spaced(camp))
	}
	fmt.Fprintf(a.out, "these camps contradict %s of today's weight\n", weightOf(f.Cost, f.Unit))
	if len(f.Weak) > 0 {
		fmt.Fprintf(a.out, "hardly drawn to either: %s\n", spaced(f.Weak))
	}
	if len(f.Apart) > 0 {
		fmt.Fprintf(a.out, "drawn to neither: %s\n", spaced(f.Apart))
	}
	for i := range f.Turns[:min(max(limit, 0), len(f.Turns))] {
		t := &f.Turns[i]
		when := ""
		if t.Time > 0 {
			when = fmt.Sprintf(" at %.0f %% of the way", 100*t.Time)
		}
		fmt.Fprintf(a.out, "  changes its sign%s: %s\n", when, tieLine(&t.Tie, f.Unit))
	}
	a.more(len(f.Turns), limit)
}
