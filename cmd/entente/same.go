package main

import (
	"fmt"
	"time"

	"entente"
	"entente/engine"

	"github.com/spf13/cobra"
)

func (a *app) sameCommand() *cobra.Command {
	limit := 20
	c := &cobra.Command{
		Use:   "same [ACTOR...]",
		Short: "List events that several documents tell of, and how many origins stand behind them",
		Long: `List events that several documents, or rows of event tables about the actors named,
tell of: with the probability that they are one, how many documents and origins there
are, and how many are independent (share neither origin nor the innermost voice).
What you join or part is kept as a judgement, which undo takes back.`,
		Example: "  entente same\n  entente same AZE ISR\n  entente same part e-0123456789abcdef e-fedcba9876543210",
		Args:    args(0, 2, "an actor"),
		RunE: func(c *cobra.Command, actors []string) error {
			if limit <= 0 {
				return engine.Errorf(engine.CodeBadValue, "give a number from 1", "--limit %d lists nothing", limit)
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			found, err := e.SameEvents(c.Context(), actors...)
			if err != nil {
				return err
			}
			shown := found[:min(limit, len(found))]
			return a.print(shown, func() { a.occurrences(shown, len(found)) })
		},
	}
	c.Flags().IntVar(&limit, "limit", limit, "the most events to list")
	for _, x := range []struct {
		name, short string
		verdict     entente.Verdict
	}{
		{"join", "Keep that two records tell of one event", entente.VerdictJoined},
		{"part", "Keep that two records tell of two events", entente.VerdictParted},
		{"undo", "Take back what was decided of two records", entente.VerdictWithdrawn},
	} {
		c.AddCommand(a.ruleCommand(x.name, x.short, x.verdict))
	}
	return c
}

func (a *app) ruleCommand(name, short string, verdict entente.Verdict) *cobra.Command {
	var note string
	c := &cobra.Command{
		Use:   name + " RECORD RECORD",
		Short: short,
		Args:  args(2, 2, "a record"),
		RunE: func(c *cobra.Command, ids []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			j, err := e.RulePair(c.Context(), localName(), time.Now(), verdict, entente.RecordID(ids[0]), entente.RecordID(ids[1]), note)
			if err != nil {
				return err
			}
			return a.print(j, func() { fmt.Fprintf(a.out, "%s and %s %s by %s\n", ids[0], ids[1], j.Verdict, oneLine(j.Who)) })
		},
	}
	c.Flags().StringVar(&note, "note", "", "why, in your words")
	return c
}

func (a *app) occurrences(list []engine.Occurrence, all int) {
	if all == 0 {
		fmt.Fprintln(a.out, "No event is told of more than once.")
	}
	for i := range list {
		o := &list[i]
		fmt.Fprintf(a.out, "%s, %s, %s: %s (one event: %.0f %%)\n", oneLine(o.What), spaced(o.Actors), o.When, o.Line(), 100*o.Probability)
		for _, t := range o.Tellings {
			fmt.Fprintf(a.out, "  %s %s\n", t.Record, oneLine(toldLine(t)))
		}
	}
	if n := all - len(list); n > 0 {
		fmt.Fprintf(a.out, "and %d more; --limit shows them\n", n)
	}
}

// toldLine words one telling: who, how, in which words.
func toldLine(t engine.Told) string {
	s := t.When
	if s == "" {
		s = "published " + t.Day.String()
	}
	if t.DataSet != "" {
		s += ", " + t.DataSet
	}
	if t.Outlet != "" {
		s += ", " + t.Outlet
	}
	if t.Voice != "" {
		s += " → " + t.Voice
	}
	if t.Stance != "" && t.Stance != entente.StanceAsserted {
		s += " *" + string(t.Stance) + "*"
	}
	if t.Negated {
		s += " *not so*"
	}
	if t.Words != "" {
		s += ": “" + shortened(t.Words, 120) + "”"
	}
	if t.CopyOf != "" {
		s += fmt.Sprintf(" (%s copies %s)", t.Document, t.CopyOf)
	}
	return s
}

func spaced(ids []entente.ActorID) string {
	s := ""
	for i, id := range ids {
		if i > 0 {
			s += " "
		}
		s += string(id)
	}
	return s
}

// shortened is s, cut behind so many characters.
func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
