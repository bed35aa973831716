package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"entente"
	"entente/engine"

	"github.com/spf13/cobra"
)

// formats of "entente code", by name.
var formatNames = []string{"jsonl", "plover", "cameo", "csv"}

func (a *app) codeCommand() *cobra.Command {
	format := "jsonl"
	c := &cobra.Command{
		Use:   "code FILE|URL|FOLDER|GLOB|-...",
		Short: "Code documents without a ledger and print their records",
		Long: `Read and code documents and print what was found on standard output, without a
ledger: every record as a line of JSON in the order of docs/formats/records.md
(--format jsonl), or the events alone as PLOVER records (plover), as rows in the
layout of older event coders (cameo), or as a table with all that is known of
each event (csv). plover and cameo hold only what is told as done, or planned by
the actor itself as AGREE; csv and jsonl hold everything, with its stance.`,
		Example: "  entente code article.txt | jq 'select(.kind==\"event\")'\n  entente code reports/ --format csv > events.csv",
		Args:    args(1, -1, "what to code"),
		RunE: func(c *cobra.Command, paths []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			w, err := newRecordWriter(format, a.out)
			if err != nil {
				return err
			}
			return a.code(c, e, engine.Input{Paths: paths, Stdin: a.in}, w)
		},
	}
	c.Flags().StringVar(&format, "format", format, "jsonl, plover, cameo or csv")
	return c
}

func (a *app) code(c *cobra.Command, e *engine.Engine, in engine.Input, w recordWriter) error {
	p, left := a.progress(), &skipped{}
	defer left.print(a)
	defer p.done()
	in.Skipped = left.add
	var done, failed, sentences int
	for r, err := range e.Code(c.Context(), in) {
		switch {
		case c.Context().Err() != nil:
			return c.Context().Err()
		case err != nil && r == nil && done == 0 && engine.Fatal(err):
			return err
		case err != nil:
			failed++
			p.done()
			fmt.Fprintf(a.err, "%s %s [%s]\n", a.paint("skipped:", red), oneLine(err.Error()), engine.CodeUnreadable)
			continue
		}
		done++
		sentences += r.Document.Sentences
		if err := w.write(r); err != nil {
			return err
		}
		p.show(engine.Progress{Done: done, Sentences: sentences})
	}
	if err := w.flush(); err != nil {
		return err
	}
	switch {
	case failed > 0:
		return engine.Errorf(engine.CodeUnreadable, "the lines above name them", "%d of %d inputs could not be read", failed, failed+done)
	case done == 0:
		return engine.Errorf(engine.CodeNoInput, "name files, folders or globs with text, Markdown, HTML or JSON Lines in them", "there is nothing to read")
	}
	return nil
}

// recordWriter writes the records of one document after another.
type recordWriter interface {
	write(r *entente.Records) error
	flush() error
}

func newRecordWriter(format string, w io.Writer) (recordWriter, error) {
	out := bufio.NewWriter(w)
	switch format {
	case "jsonl":
		return &jsonLines{out}, nil
	case "csv":
		return &eventTable{w: csv.NewWriter(out), out: out}, nil
	case "plover":
		return &ploverLines{out}, nil
	case "cameo":
		return &cameoLines{out, cameoCodes()}, nil
	}
	return nil, engine.Errorf(engine.CodeBadValue, "one of "+strings.Join(formatNames, ", "), "--format %q is no format", format)
}

// jsonLines writes every record as one line.
type jsonLines struct{ out *bufio.Writer }

func (j *jsonLines) write(r *entente.Records) error {
	e := json.NewEncoder(j.out)
	e.SetEscapeHTML(false)
	for rec := range r.All() {
		if err := e.Encode(rec); err != nil {
			return fmt.Errorf("write %s: %w", rec.Header().ID, err)
		}
	}
	return nil
}

func (j *jsonLines) flush() error { return j.out.Flush() }
