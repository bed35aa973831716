package engine

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entente"
	"entente/brief"
	"entente/ingest"
	"entente/ledger"
	"entente/source"
)

// Tables is what event tables are imported.
type Tables struct {
	Paths   []string // files, folders, globs
	Format  string   // "" where the content decides
	Mapping string   // path of a mapping; "" for none
	// Within is a folder that rows and errors name their files within; "" where
	// they name them as Paths does.
	Within string
	// Progress, where not nil, is told the bytes read and of all files.
	Progress func(read, total int64)
}

// ImportReport is what an import did.
type ImportReport = ingest.ImportReport

// Import reads event tables into the ledger, as ingest.Import says.
func (e *Engine) Import(ctx context.Context, t Tables, failed func(error), show func(*ImportReport)) (*ImportReport, error) {
	l, err := e.open(ctx, making)
	if err != nil {
		return &ImportReport{}, err
	}
	report, err := ingest.Import(ctx, l, within(t.Within, e.parts.Rows(ctx, t)), failed, show)
	switch {
	case err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return report, err
	case err != nil:
		return report, keep(CodeLedger, err, "is there room, and may you write there?", "write the ledger")
	case report.Rows == 0 && report.Failed == 0:
		return report, Errorf(CodeNoInput, "a table has rows below its head; folders are searched for event tables", "there are no rows in %s", strings.Join(t.Paths, ", "))
	}
	return report, nil
}

// within names the files of rows and errors from folder on.
func within(folder string, rows iter.Seq2[entente.Row, error]) iter.Seq2[entente.Row, error] {
	if folder == "" {
		return rows
	}
	prefix := filepath.ToSlash(folder) + "/"
	return func(yield func(entente.Row, error) bool) {
		for r, err := range rows {
			r.File = strings.TrimPrefix(filepath.ToSlash(r.File), prefix)
			var bad *source.Error
			if errors.As(err, &bad) {
				named := *bad
				named.Name, err = strings.TrimPrefix(filepath.ToSlash(bad.Name), prefix), &named
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Row returns a row of an event table.
func (e *Engine) Row(ctx context.Context, id entente.RecordID) (*entente.Row, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	r, err := l.Row(ctx, id)
	return r, wrap(CodeLedger, err, `"entente export" lists what is there`, "read the row %s", id)
}

// backer is a ledger that can be copied while it is used.
type backer interface {
	Backup(ctx context.Context, path string) error
}

// Backup copies the ledger to a new file while it may be read and written.
func (e *Engine) Backup(ctx context.Context, path string) error {
	l, err := e.open(ctx, existing)
	if err != nil {
		return err
	}
	b, ok := l.(backer)
	if !ok {
		return Errorf(CodeLedger, "use the tools of its server", "this kind of ledger cannot be copied to a file")
	}
	return keep(CodeLedger, b.Backup(ctx, path), "is there room, and may you write there?", "back up to %s", path)
}

// Restore puts a copy in the place of the ledger, after examining it, and returns
// where what was there is kept, "" where there was nothing. The copy itself stays.
func (e *Engine) Restore(ctx context.Context, path string, now time.Time) (kept string, err error) {
	const hint = "is it a copy that backup made, is there room, and is nothing using the ledger?"
	to := e.config.Ledger
	if same(path, to) {
		return "", Errorf(CodeBadValue, "name the copy", "%s is the ledger itself", path)
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return "", Errorf(CodeLedger, "name a copy that backup made", "there is no file %s", path)
	}
	fresh := to + ".restoring"
	defer func() { // where it did not become the ledger
		for _, end := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(fresh + end)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return "", wrap(CodeLedger, err, hint, "make the folder of the ledger")
	}
	if err := copyFile(path, fresh); err != nil {
		return "", wrap(CodeLedger, err, hint, "copy %s", path)
	}
	c := e.config
	c.Ledger = fresh
	copied := Open(c, e.parts)
	l, err := copied.open(ctx, existing)
	if err == nil {
		err = copied.examine(ctx, l)
	}
	if shut := copied.Close(); err == nil {
		err = shut
	}
	if err != nil {
		return "", keep(CodeBrokenLedger, err, hint, "examine %s", path)
	}
	if err := e.alone(ctx); err != nil {
		return "", keep(CodeLedger, err, hint, "put the ledger aside")
	}
	if _, err := os.Stat(to); err == nil {
		kept = to + ".before-" + now.UTC().Format("20060102T150405")
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Rename(to+end, kept+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", wrap(CodeLedger, err, hint, "put the ledger aside")
			}
		}
	}
	return kept, wrap(CodeLedger, os.Rename(fresh, to), hint, "put the copy in its place")
}

// lone is a ledger that can tell whether anybody else uses it.
type lone interface {
	Alone(ctx context.Context) error
}

// alone is an error where something else has the ledger open: what that goes on to
// write would be lost with the file. One that is damaged or not there is used by
// nobody.
func (e *Engine) alone(ctx context.Context) error {
	now := Open(e.config, e.parts)
	l, err := now.open(ctx, existing)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return nil // it cannot be opened, which may be why it is replaced
	}
	defer now.Close()
	if x, ok := l.(lone); ok {
		return x.Alone(ctx)
	}
	return nil
}

// same reports whether two paths are one file.
func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// copyFile writes a copy of a file, forced to the disk.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}

// rows is the part that reads event tables.
type rows = func(ctx context.Context, t Tables) iter.Seq2[entente.Row, error]

// Of the rows about a pair or actor a brief looks through tablesAtMost and shows
// the last tablesShown.
const (
	tablesAtMost = 200_000
	tablesShown  = 10
)

// A brief about everything names the busiest pairs of the last months told of.
const (
	busyMonths = 12
	busyPairs  = 10
)

// allTables sums up the rows of all data sets, nil where there are none.
func allTables(ctx context.Context, l ledger.Ledger) (*brief.Tables, error) {
	sets, err := l.Sets(ctx)
	if err != nil || len(sets) == 0 {
		return nil, err
	}
	t := &brief.Tables{}
	for _, s := range sets {
		t.AddSet(s)
	}
	held, err := l.Stats(ctx)
	if err != nil || held.Last == 0 {
		return t, err
	}
	w := ledger.Window{From: max(held.First, held.Last-busyMonths+1), To: held.Last}
	told, err := l.Changes(ctx, w, w, busyPairs) // of windows that are one, the busiest come first
	if err != nil {
		return nil, err
	}
	t.Busiest = &brief.Busiest{From: w.From, To: w.To}
	for _, c := range told {
		t.Busiest.Pairs = append(t.Busiest.Pairs, brief.BusyPair{A: c.A, B: c.B, Count: c.Count})
	}
	return t, nil
}

// tables sums up the rows about one actor or a pair, nil where there are none.
func tables(ctx context.Context, l ledger.Ledger, ids []entente.ActorID, known entente.Day) (*brief.Tables, error) {
	s := ledger.Slice{A: ids[0], Known: known, Imported: true, Limit: tablesAtMost}
	if len(ids) > 1 {
		s.B = ids[1]
	}
	t := &brief.Tables{}
	var last []entente.RecordID
	for o, err := range l.Observations(ctx, s) {
		if err != nil {
			return nil, err
		}
		t.Add(&o)
		if last = append(last, o.Record); len(last) > 2*tablesShown {
			last = append(last[:0], last[len(last)-tablesShown:]...)
		}
	}
	if t.Rows == 0 {
		return nil, nil
	}
	t.More = t.Rows == tablesAtMost
	for _, id := range last[max(0, len(last)-tablesShown):] {
		r, err := l.Row(ctx, id)
		if err != nil {
			return nil, err
		}
		t.Latest = append(t.Latest, *r)
	}
	return t, nil
}
