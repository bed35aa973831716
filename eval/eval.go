// Package eval scores what the program reads and codes against gold data kept
// outside it. Every task reads DIR/<folder>/ and takes any file whose name
// matches its pattern for the set asked for (dev, test); data that is not there
// is skipped by name, never guessed. The protocols are those of docs/measures.md.
// Start with Tasks and Run.
package eval

import (
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"entente"
	"entente/document"
)

// Reader reads language: package reading.
type Reader interface {
	Read(doc *entente.Document) *document.Text
}

// Coder codes politics: package coding.
type Coder interface {
	// Annotate finds mentions, attributions and quantities and writes them on t.
	Annotate(t *document.Text)
	// Code annotates t and returns its records.
	Code(t *document.Text) *entente.Records
}

// Env is what a task works with.
type Env struct {
	Data   string // folder with one folder per kind of data
	Set    string // "dev" or "test": part of the file names; Run takes "" for every set there is
	Reader Reader
	Coder  Coder
}

// Row is one figure.
type Row struct {
	Set     string // what was scored: "ewt-dev"
	Measure string // "LAS", "usable F"
	Value   float64
	N       int // units the figure rests on
}

// Report is what one task found.
type Report struct {
	Task string
	Rows []Row
	// Missing is data that a part of the task needs and that is not there, while
	// other parts have theirs.
	Missing []*MissingError
}

// Add appends a figure.
func (r *Report) Add(set, measure string, value float64, n int) {
	r.Rows = append(r.Rows, Row{set, measure, value, n})
}

// MissingError says that a task's data is not there.
type MissingError struct{ Path string }

func (e *MissingError) Error() string { return e.Path + " is not there; skipped" }

// Task is one thing that can be scored.
type Task struct {
	Name  string
	Brief string // one line for the help text
	// Steady figures depend on the program and the data alone; those of tasks
	// that are not (speed) are kept out of the golden file.
	Steady bool
	Run    func(context.Context, Env) (Report, error)
}

// Find returns the task of a name.
func Find(name string) (Task, bool) {
	for _, t := range Tasks() {
		if t.Name == name {
			return t, true
		}
	}
	return Task{}, false
}

// Outcome is a task's report, or why there is none.
type Outcome struct {
	Report
	Err error
}

// Sets are the names of sets that Run scores when none is asked for.
var Sets = []string{"dev", "test"}

// Run runs tasks in order, each over env.Set or, where that is empty, over every
// one of Sets whose files are there. A task whose data is missing, or that
// fails, has an Outcome with Err and the others go on; only a cancelled context
// ends the run.
func Run(ctx context.Context, env Env, tasks []Task, done func(Outcome)) error {
	for _, t := range tasks {
		r, err := runSets(ctx, env, t)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		done(Outcome{r, err})
	}
	return nil
}

// runSets runs one task over the sets asked for and joins the rows. Data that
// is missing is an error only where no set has any.
func runSets(ctx context.Context, env Env, t Task) (Report, error) {
	sets := Sets
	if env.Set != "" {
		sets = []string{env.Set}
	}
	joined := Report{Task: t.Name}
	var missing error
	for _, set := range sets {
		env.Set = set
		r, err := t.Run(ctx, env)
		if errors.As(err, new(*MissingError)) {
			missing = cmp.Or(missing, err)
			continue
		}
		if err != nil {
			return joined, err
		}
		joined.Missing = append(joined.Missing, r.Missing...)
		for _, row := range r.Rows {
			if !slices.Contains(joined.Rows, row) { // a probe that belongs to no set
				joined.Rows = append(joined.Rows, row)
			}
		}
	}
	if len(joined.Rows) == 0 {
		return joined, missing
	}
	return joined, nil
}

// Write prints reports as the table kept in testdata/scores.txt: task, set,
// measure, value, n, aligned.
func Write(w io.Writer, outcomes []Outcome) error {
	for _, o := range outcomes {
		var missing *MissingError
		switch {
		case errors.As(o.Err, &missing):
			if _, err := fmt.Fprintf(w, "# %s: %v\n", o.Task, o.Err); err != nil {
				return err
			}
			continue
		case o.Err != nil:
			if _, err := fmt.Fprintf(w, "# %s: failed: %v\n", o.Task, o.Err); err != nil {
				return err
			}
			continue
		}
		for _, m := range o.Missing {
			if _, err := fmt.Fprintf(w, "# %s: %v\n", o.Task, m); err != nil {
				return err
			}
		}
		for _, r := range o.Rows {
			if _, err := fmt.Fprintf(w, "%-20s %-24s %-36s %9s  n=%d\n", o.Task, r.Set, r.Measure, format(r.Value), r.N); err != nil {
				return err
			}
		}
	}
	return nil
}

func format(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// Files returns the files of env's data folder that match a pattern with "SET"
// standing for the set ("treebanks/*-SET.conllu.gz"), sorted, or a MissingError.
func (env Env) Files(pattern string) ([]string, error) {
	pattern = filepath.Join(env.Data, filepath.FromSlash(strings.ReplaceAll(pattern, "SET", env.Set)))
	files, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, &MissingError{pattern}
	}
	sort.Strings(files)
	return files, nil
}

// Open opens a file, unpacking ".gz".
func Open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("unpack %s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// counts are true positives, predicted and gold.
type counts struct{ hit, predicted, gold int }

func (c counts) precision() float64 { return ratio(c.hit, c.predicted) }
func (c counts) recall() float64    { return ratio(c.hit, c.gold) }

func (c counts) f() float64 { return ratio(2*c.hit, c.predicted+c.gold) }

// ratio is a/b in per cent, 0 where b is 0.
func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return 100 * float64(a) / float64(b)
}

// newDocument makes an English document of a text, one body part a paragraph.
func newDocument(id, text string, published entente.Day) *entente.Document {
	d := &entente.Document{URI: id, Text: text, Published: published, Language: "en", Genre: entente.GenreNews}
	for start := 0; start < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		if s := strings.TrimSpace(text[start:end]); s != "" {
			at := start + strings.Index(text[start:end], s)
			d.Parts = append(d.Parts, entente.Part{Kind: entente.PartBody, Span: entente.Span{Start: at, End: at + len(s)}})
		}
		start = end + 1
	}
	d.Seal("")
	return d
}
