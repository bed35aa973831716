package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"entente"
	"entente/engine"

	"github.com/spf13/cobra"
)

func (a *app) judgeCommand() *cobra.Command {
	var note string
	var fix map[string]string
	c := &cobra.Command{
		Use:   "judge [RECORD VERDICT]",
		Short: "Keep what you decide of a record, or list what was decided",
		Long: `Keep a judgement of an event, a tie or a claim: accepted, rejected, corrected,
skipped, or withdrawn. You judge whether the words say it, not whether it is true.
A judgement is a row with who and when; the record stays as it was coded. Briefs,
networks and forecasts follow it unless --unjudged asks otherwise; counts by month
(series, changes) and exports are of the records as coded. Without arguments all
judgements are listed.`,
		Example: "  entente judge e-0123456789abcdef rejected --note 'the other village'\n  entente judge t-0123456789abcdef corrected --set stance=planned\n  entente judge export > judged.jsonl",
		Args:    args(0, 2, "a record and a verdict"),
		RunE: func(c *cobra.Command, words []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			switch len(words) {
			case 0:
				return a.listJudgements(c, e)
			case 1:
				return engine.Errorf(engine.CodeUsage, "accepted, rejected, corrected, skipped or withdrawn", "the verdict of %s is missing", words[0])
			}
			d, err := e.Desk()
			if err != nil {
				return err
			}
			out, err := d.Judge(c.Context(), localName(), time.Now(), engine.Decision{Subject: words[0], Verdict: words[1], Correction: fix, Note: note})
			if err != nil {
				return err
			}
			return a.print(out, func() { fmt.Fprintf(a.out, "%s %s by %s\n", out[0].Subject, out[0].Verdict, oneLine(out[0].Who)) })
		},
	}
	c.Flags().StringVar(&note, "note", "", "why, in your words")
	c.Flags().StringToStringVar(&fix, "set", nil, "with corrected: field=value (stance, layer, type, sign, negated, historical)")
	c.AddCommand(&cobra.Command{
		Use:   "export",
		Short: "Write every judgement with its record and words as JSON Lines, as training data",
		Args:  args(0, 0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			enc := json.NewEncoder(a.out)
			enc.SetEscapeHTML(false)
			for j, err := range e.Judgements(c.Context()) {
				if err != nil {
					return err
				}
				if err := enc.Encode(&j); err != nil {
					return engine.Errorf(engine.CodeInternal, "", "write %s: %v", j.ID, err)
				}
			}
			return nil
		},
	})
	return c
}

func (a *app) listJudgements(c *cobra.Command, e *engine.Engine) error {
	list := []entente.Judgement{}
	for j, err := range e.Judgements(c.Context()) {
		if err != nil {
			return err
		}
		list = append(list, j)
	}
	return a.print(list, func() {
		t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "record\tverdict\twho\twhen\twords")
		for i := range list {
			j := &list[i]
			words := strings.Join(strings.Fields(j.Words), " ")
			if r := []rune(words); len(r) > 60 {
				words = string(r[:60]) + "…"
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", oneLine(j.Subject), j.Verdict, oneLine(j.Who), j.When.Format("2006-01-02 15:04"), oneLine(words))
		}
		t.Flush()
	})
}
