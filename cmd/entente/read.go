package main

import (
	"errors"
	"fmt"

	"entente"
	"entente/brief"
	"entente/engine"
	"entente/ledger"

	"github.com/spf13/cobra"
)

// readResult is what "entente read --json" prints.
type readResult struct {
	ledger.Receipt
	Sentences int             `json:"sentences"`
	Failed    []entente.Error `json:"failed"`
	Ledger    string          `json:"ledger"`
	Brief     *brief.Brief    `json:"brief"`
}

func (a *app) readCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "read FILE|URL|FOLDER|GLOB|-...",
		Short: "Read documents into the ledger and print what they say in short",
		Long: `Read articles into the ledger and print a short brief of what was read: text,
Markdown, HTML, JSON Lines, PDF, DOCX, ODT, EPUB, e-mail, web archives, feeds, and
zip, tar and gzip of these; single files, folders, globs, addresses of the web, or
standard input ("-"). Formats are told by content. Reading the same document again
changes nothing. An input that cannot be read is reported and the others are read;
interrupted, the same command goes on. Whether a single document is a cut or edited
copy is not looked for, unless --json is asked for: "entente documents" tells it.`,
		Example: "  entente read article.html report.pdf\n  entente read reports/ 'archive/*.txt' https://courier.example/article",
		Args:    args(1, -1, "what to read"),
		RunE: func(c *cobra.Command, paths []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			return a.read(c, e, engine.Input{Paths: paths, Stdin: a.in})
		},
	}
}

// read reads an input into the ledger and prints what was read.
func (a *app) read(c *cobra.Command, e *engine.Engine, in engine.Input) error {
	p, left := a.progress(), &skipped{}
	in.Skipped = left.add
	r, err := e.Read(c.Context(), in, p.show)
	p.done()
	left.print(a)
	for _, f := range r.Failed {
		fmt.Fprintf(a.err, "%s %s [%s]\n", a.paint("skipped:", red), oneLine(f.Error()), engine.CodeUnreadable)
	}
	if err != nil {
		return err
	}
	a.waitAgain("read")
	of := e.ShortOf
	if a.json {
		of = e.BriefOf
	}
	b, err := of(c.Context(), r.Documents)
	if err != nil {
		return err
	}
	result := readResult{Receipt: r.Receipt, Sentences: r.Sentences, Failed: failures(r.Failed), Ledger: e.Config().Ledger, Brief: b}
	err = a.print(result, func() {
		fmt.Fprintf(a.out, "%s; ledger %s\n", receipt(r.Receipt), e.Config().Ledger)
		if len(r.Documents) > 0 {
			_ = brief.Short(a.out, b) // a.out keeps its error until the end
			fmt.Fprint(a.out, "\nmore: entente brief, entente brief ACTOR, entente brief ACTOR ACTOR --quotes\n")
		}
	})
	if err == nil && len(r.Failed) > 0 {
		err = engine.Errorf(engine.CodeUnreadable, "the lines above name them", "%d of %d inputs could not be read", len(r.Failed), len(r.Failed)+len(r.Documents))
	}
	return err
}

func failures(errs []error) []entente.Error {
	out := []entente.Error{}
	for _, err := range errs {
		e := &entente.Error{}
		if !errors.As(err, &e) {
			e = &entente.Error{Code: engine.CodeUnreadable, Message: err.Error()}
		}
		out = append(out, *e)
	}
	return out
}

// receipt words what a reading added.
func receipt(r ledger.Receipt) string {
	s := fmt.Sprintf("%d new", r.Added)
	if r.Copies > 0 {
		s += fmt.Sprintf(" (%d of them copies)", r.Copies)
	}
	if r.Reread > 0 {
		s += fmt.Sprintf(", %d read anew", r.Reread)
	}
	if r.Known > 0 {
		s += fmt.Sprintf(", %d known before", r.Known)
	}
	return s
}
