package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente/engine"
	"entente/export"

	"github.com/spf13/cobra"
)

func (a *app) exportCommand() *cobra.Command {
	var out string
	var list strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&list, "  %-10s %s\n", f.Name, f.Brief)
	}
	c := &cobra.Command{
		Use:   "export FORMAT [ACTOR...]",
		Short: "Write the ledger in the formats of other programs",
		Long: `Write what the ledger holds, or the documents that the actors named appear in, in
the format of another program. csv and parquet are folders of tables with a data
dictionary and need --output; the others are one file, or standard output. jsonl,
plover, cameo and events are the formats of "entente code". Every row, node and
object names the record it rests on and how it is told; nothing is said to be true.

` + list.String() + `  jsonl      every record as a line of JSON
  plover     events as PLOVER records, cameo as rows of older event coders,
             events as a table with all that is known of each`,
		Example: "  entente export csv --output tables\n  entente export gexf AZE ISR --output pair.gexf",
		Args:    args(1, -1, "a format"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			return a.export(c, e, args[0], out, args[1:])
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "file, or folder for csv and parquet; standard output where left out")
	return c
}

func (a *app) export(c *cobra.Command, e *engine.Engine, name, out string, actors []string) error {
	f, known := export.Find(name)
	if known && f.IsFolder() {
		if out == "" {
			return engine.Errorf(engine.CodeUsage, "name one: --output FOLDER", "%s is written to a folder", name)
		}
		if err := os.MkdirAll(out, 0o755); err != nil {
			return engine.Errorf(engine.CodeUsage, "name another with --output", "make the folder: %v", err)
		}
		return e.Export(c.Context(), f, nil, func(file string) (io.WriteCloser, error) { return os.Create(filepath.Join(out, file)) }, actors...)
	}
	var w io.Writer = a.out
	if out != "" {
		file, err := os.Create(out)
		if err != nil {
			return engine.Errorf(engine.CodeUsage, "name another with --output", "write the export: %v", err)
		}
		defer file.Close()
		w = file
	}
	if known {
		return e.Export(c.Context(), f, w, nil, actors...)
	}
	return a.exportRecords(c, e, name, w, actors)
}

// exportRecords writes the ledger in a format of "entente code".
func (a *app) exportRecords(c *cobra.Command, e *engine.Engine, name string, w io.Writer, actors []string) error {
	format := name
	if name == "events" {
		format = "csv"
	}
	records, err := newRecordWriter(format, w)
	if err != nil || name != "events" && format == "csv" {
		names := slices.Clone(formatNames[:3])
		for _, f := range export.Formats() {
			names = append(names, f.Name)
		}
		return engine.Errorf(engine.CodeBadValue, "one of events, "+strings.Join(names, ", "), "%q is no format", name)
	}
	material, err := e.Material(c.Context(), actors...)
	if err != nil {
		return err
	}
	for r, err := range material {
		if err != nil {
			return err
		}
		if err := records.write(r); err != nil {
			return err
		}
	}
	return records.flush()
}
