// Package eventtable reads tables of events that other systems coded: GDELT 1.0
// and 2.0 with its mentions, ICEWS, POLECAT, ACLED, UCDP GED, Phoenix, the output
// of the PETRARCH coders, and any other table by a mapping. It brings codes,
// countries, dates and places into one form (entente.Row) and keeps where each
// row stood. It stores nothing. Start with Rows.
//
// Tables are streamed: memory does not grow with their length. What a row does
// not say stays empty; a row that cannot be read yields an error with its place,
// and the next follows.
package eventtable

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"

	"entente"
	"entente/source"
)

// Input is what is read.
type Input struct {
	// Paths are files, folders (their files, by name) and globs; gzip and zip
	// files are read through. "-" is not read.
	Paths []string
	// Format is a name of Formats; where empty, the content decides.
	Format string
	// Mapping is the path of a mapping file, for tables of no known format.
	Mapping string
	// Progress, where not nil, is told the bytes of files read so far and of
	// all files, from time to time, by the caller's goroutine.
	Progress func(read, total int64)
}

// Formats lists the names of formats, in the order in which they are tried.
func Formats() []string {
	var names []string
	for _, f := range layouts {
		names = append(names, f.name)
	}
	return append(names, "mapped")
}

// Rows yields the rows of all tables of an input, file by file in the order of
// their paths and line by line. A row or file that cannot be read yields a
// *source.Error. The sequence ends early only when the context is cancelled,
// with its error. Strings and coordinates of a row may be shared with other rows.
func Rows(ctx context.Context, in Input) iter.Seq2[entente.Row, error] {
	return func(yield func(entente.Row, error) bool) {
		r := &reader{in: in, yield: yield, tables: tables()}
		r.run(ctx)
	}
}

// reader reads the files of an input.
type reader struct {
	in     Input
	yield  func(entente.Row, error) bool
	tables *codes
	words  interner
	memory memory
	buffer *bufio.Reader // of the table at hand
	read   int64         // bytes of files behind us
	total  int64
}

func (r *reader) run(ctx context.Context) {
	var mapping *layout
	switch {
	case r.in.Mapping != "":
		m, err := loadMapping(r.in.Mapping)
		if err != nil {
			r.yield(entente.Row{}, err)
			return
		}
		mapping = m
	case r.in.Format == "mapped":
		r.yield(entente.Row{}, &source.Error{Name: "-", Err: errors.New("a mapped table needs a mapping"), Hint: "name its file"})
		return
	case r.in.Format != "" && findLayout(r.in.Format) == nil:
		r.yield(entente.Row{}, &source.Error{Name: "-", Err: fmt.Errorf("%q is no format of event tables", r.in.Format), Hint: fmt.Sprintf("one of %v", Formats())})
		return
	}
	files, failures := find(r.in.Paths)
	for _, f := range files {
		r.total += f.size
	}
	for _, err := range failures {
		if !r.yield(entente.Row{}, err) {
			return
		}
	}
	for _, f := range files {
		if !r.file(ctx, f, mapping) {
			return
		}
		r.read += f.size
	}
}

// fail yields an error about a place; it reports whether to go on.
func (r *reader) fail(name string, line int, hint string, err error) bool {
	return r.yield(entente.Row{}, &source.Error{Name: name, Line: line, Err: err, Hint: hint})
}

// interner keeps one copy of strings that repeat, so that ten million rows do
// not hold the same outlet ten million times. It forgets all when it is full.
type interner map[string]string

const internerFull = 1 << 17

func (m *interner) of(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if s, ok := (*m)[string(b)]; ok {
		return s
	}
	if len(b) > 64 {
		return string(b)
	}
	if *m == nil || len(*m) >= internerFull {
		*m = make(interner, 1024)
	}
	s := string(b)
	(*m)[s] = s
	return s
}
