// Package source is the contract of where reporting comes from: something that
// yields documents one by one, and the errors of what cannot be read. It reads
// nothing itself: package source/file reads files, package source/article tells
// the parts of an article from each other. Start with Source.
package source

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"entente"
)

// Source yields documents in an order that does not change from run to run. An
// item that cannot be read yields an *Error and the next item follows; a
// cancelled context ends the sequence with the context's error. A yielded
// document is sealed, belongs to the receiver and has parts that cover its text.
type Source interface {
	Documents(ctx context.Context) iter.Seq2[*entente.Document, error]
}

// Error says which item of a source could not be read, where in it, why, and
// what to try.
type Error struct {
	Name string // path, address or "-" for standard input
	Line int    // from 1; 0 where the whole item is meant
	Part string // of an item without lines: "page 3"; "" for the whole
	Err  error  // what is wrong
	Hint string // what to try; "" where nothing helps
}

func (e *Error) Error() string {
	s := e.Name
	if e.Line > 0 {
		s = fmt.Sprintf("%s:%d", e.Name, e.Line)
	}
	if e.Part != "" {
		s += ", " + e.Part
	}
	s += ": " + e.Err.Error()
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Skipped counts what a source left out without an error: files of a folder
// that are hidden or of a kind that is not read.
type Skipped struct {
	Hidden      int            // names that start with "."
	Unsupported map[string]int // by ending, "" for none
}

// String is the count in words: "3 of other kinds (.docx 1, .pdf 2), 1 hidden".
func (s Skipped) String() string {
	var parts, kinds []string
	total := 0
	for _, ending := range slices.Sorted(maps.Keys(s.Unsupported)) {
		n := s.Unsupported[ending]
		total += n
		if ending == "" {
			ending = "without ending"
		}
		kinds = append(kinds, fmt.Sprintf("%s %d", ending, n))
	}
	if total > 0 {
		parts = append(parts, fmt.Sprintf("%d of other kinds (%s)", total, strings.Join(kinds, ", ")))
	}
	if s.Hidden > 0 {
		parts = append(parts, fmt.Sprintf("%d hidden", s.Hidden))
	}
	return strings.Join(parts, ", ")
}
