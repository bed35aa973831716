package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/engine"
	"entente/source/eventtable"

	"github.com/spf13/cobra"
)

// importResult is what "entente import --json" prints.
type importResult struct {
	*engine.ImportReport
	Failures []entente.Error `json:"failures"` // the first of those that failed
	Ledger   string          `json:"ledger"`
}

func (a *app) importCommand() *cobra.Command {
	var t engine.Tables
	var rejects string
	c := &cobra.Command{
		Use:   "import TABLE|FOLDER|GLOB...",
		Short: "Import tables of events that other systems coded",
		Long: `Import tables of events into the ledger: GDELT 1.0 and 2.0 with its mentions, ICEWS,
POLECAT, ACLED, UCDP GED, Phoenix, the output of the PETRARCH coders, and any other
table by a mapping (docs/formats/eventtables.md). Formats are told by content; tables
may be packed. Each row is kept as a claim of its data set, with its file and line.
Importing the same rows again changes nothing; interrupted, the same command goes on.
Rows that cannot be read are counted, the first of them named, and all of them kept
with --rejects.`,
		Example: "  entente import 20250820*.export.CSV.zip\n  entente import own.csv --map own.map --rejects own.rejects",
		Args:    args(1, -1, "a table"),
		RunE: func(c *cobra.Command, paths []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			t.Paths = paths
			if t.Format != "" && !slices.Contains(eventtable.Formats(), t.Format) {
				return engine.Errorf(engine.CodeBadValue, "one of "+strings.Join(eventtable.Formats(), ", "), "--as: %q is no format of event tables", t.Format)
			}
			return a.importTables(c, e, t, rejects)
		},
	}
	f := c.Flags()
	f.StringVar(&t.Format, "as", "", "format: "+strings.Join(eventtable.Formats(), ", ")+"; told by content where left out")
	f.StringVar(&t.Mapping, "map", "", "mapping of the columns of a table")
	f.StringVar(&rejects, "rejects", "", "file for what could not be read, a line each")
	return c
}

func (a *app) importTables(c *cobra.Command, e *engine.Engine, t engine.Tables, rejects string) error {
	var keep *bufio.Writer
	if rejects != "" {
		f, err := os.Create(rejects)
		if err != nil {
			return engine.Errorf(engine.CodeUsage, "name another with --rejects", "write what is rejected: %v", err)
		}
		defer f.Close()
		keep = bufio.NewWriter(f)
		defer keep.Flush()
	}
	p := a.progress()
	var rows, known int
	t.Progress = func(read, total int64) { p.bytes(rows, known, read, total) }
	named := 0
	failed := func(err error) {
		if keep != nil {
			fmt.Fprintln(keep, oneLine(err.Error())) // it keeps its error until the end
		}
		if named++; named <= 5 {
			p.done()
			fmt.Fprintf(a.err, "%s %s [%s]\n", a.paint("skipped:", red), oneLine(err.Error()), engine.CodeUnreadable)
		}
	}
	report, err := e.Import(c.Context(), t, failed, func(r *engine.ImportReport) { rows, known = r.Rows, r.Known })
	p.done()
	if keep != nil && err == nil {
		if e := keep.Flush(); e != nil {
			err = fmt.Errorf("write what is rejected: %w", e)
		}
	}
	if report.Rows+report.Failed == 0 && err != nil {
		return err
	}
	if n := report.Failed - 5; n > 0 {
		fmt.Fprintf(a.err, "and %d more%s\n", n, map[bool]string{true: " in " + rejects, false: "; --rejects FILE keeps them"}[rejects != ""])
	}
	result := importResult{report, failures(report.Failures), e.Config().Ledger}
	if e := a.print(result, func() {
		fmt.Fprintf(a.out, "%d rows: %d new, %d known before; %d tell of two actors; ledger %s\n", report.Rows, report.Added, report.Known, report.Pairs, result.Ledger)
		var sets []string
		for s, n := range report.DataSets {
			sets = append(sets, fmt.Sprintf("%s %d", s, n))
		}
		slices.Sort(sets)
		if len(sets) > 0 {
			fmt.Fprintln(a.out, strings.Join(sets, ", "))
		}
	}); err == nil {
		err = e
	}
	if err == nil && report.Failed > 0 {
		err = engine.Errorf(engine.CodeUnreadable, "the lines above name the first; see docs/formats/eventtables.md", "%d of %d rows and tables could not be read", report.Failed, report.Failed+report.Rows)
	}
	return err
}

// bytes shows how far an import is, of whose rows some were known before.
func (p *progress) bytes(rows, known int, read, total int64) {
	now := time.Now()
	if rows == known {
		p.fresh, p.passed = now, read
	}
	if p.due(now) {
		p.print(bytesLine(rows, known, read, read-p.passed, total, now.Sub(p.fresh)))
	}
}

// bytesLine words the state of an import a time after what was known before;
// news is how many of the bytes were read since.
func bytesLine(rows, known int, read, news, total int64, took time.Duration) string {
	out := fmt.Sprintf("%d rows, %d of %d MB", rows, read>>20, total>>20)
	if known > 0 {
		out += fmt.Sprintf(", %d known before", known)
	}
	if rows > known && news > 0 && took > 0 {
		out += ", " + speed(float64(rows-known)/took.Seconds(), "row") + ", " + remaining(took, float64(total-read)/float64(news))
	}
	return out
}

func (a *app) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the ledger to a new file while it is used",
		Long: `Copy the ledger to a new file, as it is when the copying begins. Others may read and
write meanwhile. The copy is a ledger of its own: to restore it, put it in the place
of the other while nothing runs, or name it with --ledger.`,
		Example: "  entente backup ledger-2031-03-04.db",
		Args:    args(1, 1, "a file"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			if err := e.Backup(c.Context(), args[0]); err != nil {
				return err
			}
			return a.print(map[string]string{"ledger": e.Config().Ledger, "backup": args[0]}, func() { fmt.Fprintf(a.out, "%s holds a copy of %s\n", args[0], e.Config().Ledger) })
		},
	}
}

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a copy in the place of the ledger",
		Long: `Put a copy that "entente backup" made in the place of the ledger, after examining
it. The ledger that is there is kept beside it, with .before and the time behind its name.
Nothing may use the ledger meanwhile.`,
		Example: "  entente restore ledger-2031-03-04.db",
		Args:    args(1, 1, "a file"),
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.open(c)
			if err != nil {
				return err
			}
			kept, err := e.Restore(c.Context(), args[0], time.Now())
			if err != nil {
				return err
			}
			return a.print(map[string]string{"ledger": e.Config().Ledger, "restored": args[0], "kept": kept}, func() {
				fmt.Fprintf(a.out, "%s is restored from %s\n", e.Config().Ledger, args[0])
				if kept != "" {
					fmt.Fprintf(a.out, "what was there is kept as %s\n", kept)
				}
			})
		},
	}
}
