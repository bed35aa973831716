package main

import (
	"fmt"
	"os"
	"path/filepath"

	"entente/brief"
	"entente/engine"
	"entente/sample"

	"github.com/spf13/cobra"
)

func (a *app) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Read the included sample of invented reporting and print its brief",
		Long: `Read the articles that come with the program, about countries that do not exist,
and print the brief. They go into a ledger in a temporary folder, or into the one
that --ledger names.`,
		Args: args(0, 0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error { return a.demo(c) },
	}
}

func (a *app) demo(c *cobra.Command) error {
	dir, err := os.MkdirTemp("", "entente-demo-")
	if err != nil {
		return engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "make a folder for the sample: %v", err)
	}
	actors := filepath.Join(dir, "actors.tsv")
	if err := os.WriteFile(actors, sample.Actors(), 0o644); err != nil {
		return engine.Errorf(engine.CodeInternal, "is there room in the temporary folder?", "write the sample's actors: %v", err)
	}
	flags := c.Flags()
	if !flags.Changed("ledger") {
		_ = flags.Set("ledger", filepath.Join(dir, "ledger.db")) // a string takes any value
	}
	_ = flags.Set("dictionary", actors)
	e, err := a.open(c)
	if err != nil {
		return err
	}
	p := a.progress()
	r, err := e.Read(c.Context(), engine.Input{Files: sample.Files()}, p.show)
	p.done()
	if err != nil {
		return err
	}
	b, err := e.BriefOf(c.Context(), r.Documents)
	if err != nil {
		return err
	}
	if a.json {
		return brief.JSON(a.out, b)
	}
	if err := brief.Markdown(a.out, b, brief.DefaultView()); err != nil {
		return err
	}
	ledger := e.Config().Ledger
	fmt.Fprintf(a.out, `
---

What to try next:

    export ENTENTE_LEDGER=%[1]s
    entente brief kestria voldania --quotes
    entente brief marisia --html > marisia.html
    entente search airfield
    entente actors
    entente explain "Kestria denied that it had attacked Dorm."
    entente read YOUR-ARTICLE.html --ledger my.db
`, ledger)
	return nil
}
