package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"entente"
	"entente/engine"
	"entente/ledger"

	"github.com/spf13/cobra"
)

// print writes a result as JSON, where asked for, or by plain.
func (a *app) print(result any, plain func()) error {
	if !a.json {
		plain()
		return nil
	}
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	return e.Encode(result)
}

func (a *app) actorsCommand() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use:     "actors",
		Short:   "List the actors that documents name or event tables tell of",
		Example: "  entente actors\n  entente actors missing --limit 50",
		Args:    args(0, 0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			list, err := e.Actors(c.Context())
			if err != nil {
				return err
			}
			return a.printActors(list, limit)
		},
	}
	missing := &cobra.Command{
		Use:   "missing",
		Short: "Rank the names that no actor table knows",
		Args:  args(0, 0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			list, err := e.Missing(c.Context())
			if err != nil {
				return err
			}
			return a.printActors(list, limit)
		},
	}
	c.PersistentFlags().IntVar(&limit, "limit", 0, "how many to list, 0 for all")
	c.AddCommand(missing)
	return c
}

func (a *app) printActors(list []engine.KnownActor, limit int) error {
	if limit > 0 {
		list = list[:min(limit, len(list))]
	}
	if list == nil {
		list = []engine.KnownActor{}
	}
	return a.print(list, func() {
		t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "actor\tlabel\ttype\tdocuments\tmentions\ttold")
		for _, x := range list {
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\n", oneLine(string(x.Actor)), oneLine(x.Label), x.Type, x.Documents, x.Mentions, x.Told)
		}
		t.Flush()
	})
}

func (a *app) documentsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "documents [ACTOR...]",
		Short:   "List the documents in the ledger, or those that actors appear in",
		Example: "  entente documents\n  entente documents AZE ISR",
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			docs, err := e.Documents(c.Context(), args...)
			if err != nil {
				return err
			}
			if docs == nil {
				docs = []*entente.Document{}
			}
			return a.print(docs, func() {
				t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
				fmt.Fprintln(t, "document\tpublished\tgenre\toutlet\ttitle")
				for _, d := range docs {
					title := d.Title
					if title == "" {
						title = d.URI
					}
					if f := d.Foreign(); f != "" {
						title += " (not in English, not read: " + f + ")"
					}
					if d.CopyOf != "" {
						title += " (copy of " + string(d.CopyOf) + ")"
					}
					fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", d.ID, d.Published, d.Genre, oneLine(d.Outlet), oneLine(title))
				}
				t.Flush()
			})
		},
	}
}

func (a *app) searchCommand() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use:     "search WORDS...",
		Short:   "Find words in the documents and claims of the ledger",
		Example: "  entente search gas pipeline",
		Args:    args(1, -1, "what to search for"),
		RunE: func(c *cobra.Command, words []string) error {
			if limit < 1 {
				return engine.Errorf(engine.CodeBadValue, "give a number from 1", "--limit %d finds nothing", limit)
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			hits, err := e.Search(c.Context(), strings.Join(words, " "), limit)
			if err != nil {
				return err
			}
			if hits == nil {
				hits = []ledger.Hit{}
			}
			return a.print(hits, func() {
				if len(hits) == 0 {
					fmt.Fprintln(a.out, "No document or claim holds these words; rows of event tables are not searched.")
				}
				for _, h := range hits {
					fmt.Fprintf(a.out, "%s  %s  %s\n    %s\n", h.Document, h.Kind, oneLine(h.Title), oneLine(h.Snippet))
				}
			})
		},
	}
	c.Flags().IntVar(&limit, "limit", 20, "how many passages to find")
	return c
}

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Examine the ledger: the store, and that every record's evidence is in its text",
		Args:  args(0, 0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			s, err := e.Check(c.Context())
			if err != nil {
				return err
			}
			return a.print(s, func() {
				fmt.Fprintf(a.out, "%s: sound\n%d documents, %d entries, %d bytes, schema %d\n", e.Config().Ledger, s.Documents, s.Entries, s.Bytes, s.Version)
				if s.Rows > 0 {
					fmt.Fprintf(a.out, "  %-9s %d, each found by its pair\n", "row", s.Rows)
				}
				if s.Last > 0 {
					fmt.Fprintf(a.out, "  tallies of %s to %s agree with what is counted again\n", s.First, s.Last)
				}
				for _, k := range kinds() {
					if n := s.Records[k]; n > 0 {
						fmt.Fprintf(a.out, "  %-9s %d\n", k, n)
					}
				}
			})
		},
	}
}

func kinds() []entente.Kind {
	return []entente.Kind{
		entente.KindActor, entente.KindClaim, entente.KindEvent, entente.KindTie, entente.KindQuantity,
		entente.KindLink, entente.KindCheck, entente.KindTension,
	}
}
