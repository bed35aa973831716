// Package entente holds the nouns of the program: documents, actors, claims,
// events, ties, quantities, links, checks, tensions, and the spans, dates and
// errors they are made of. It does no reading, coding or storing; every other
// package speaks in these words. Start with Records, the result of reading one
// document.
//
// The first law: nothing without evidence. Each record names the document and
// the byte span it rests on, and nothing here says what is true, only who says
// it and where.
package entente

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
)

// Identifiers are strings with a type of their own, so that they are not mixed up.
type (
	// DocumentID names a document: "d-" and 16 hexadecimal digits.
	DocumentID string
	// ActorID names an actor across documents: "AZE", "AZE.GOV", "x:some-party".
	ActorID string
	// RecordID names a record: a letter for its kind, "-", 16 hexadecimal digits.
	RecordID string
)

// Kind says what a record is.
type Kind string

// The kinds of records, in the order in which Records.All yields them.
const (
	KindDocument Kind = "document"
	KindActor    Kind = "actor"
	KindClaim    Kind = "claim"
	KindEvent    Kind = "event"
	KindTie      Kind = "tie"
	KindQuantity Kind = "quantity"
	KindLink     Kind = "link"
	KindCheck    Kind = "check"
	KindTension  Kind = "tension"
)

// Span is a half-open range [Start, End) of bytes of a document's Text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of bytes covered.
func (s Span) Len() int { return s.End - s.Start }

// IsZero reports whether s covers nothing at the very start, the absent span.
func (s Span) IsZero() bool { return s == Span{} }

// Of slices text to the span. It panics if the span lies outside text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Contains reports whether o lies wholly within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Cover returns the smallest span that contains both; a zero span is ignored.
func (s Span) Cover(o Span) Span {
	switch {
	case s.IsZero():
		return o
	case o.IsZero():
		return s
	}
	return Span{min(s.Start, o.Start), max(s.End, o.End)}
}

// Valid reports whether s lies within text, is not empty, and starts and ends
// on UTF-8 character boundaries.
func (s Span) Valid(text string) bool {
	return 0 <= s.Start && s.Start < s.End && s.End <= len(text) &&
		boundary(text, s.Start) && boundary(text, s.End)
}

func boundary(text string, i int) bool {
	return i == len(text) || text[i]&0xC0 != 0x80
}

// NewRecordID derives a record's id from its kind, its document, its evidence
// and whatever else tells it from another record on the same words, so that the
// same reading of the same text gives the same id everywhere.
func NewRecordID(kind Kind, doc DocumentID, at Span, parts ...string) RecordID {
	h := sha256.New()
	io.WriteString(h, string(kind)+"\x00"+string(doc)+"\x00"+strconv.Itoa(at.Start)+":"+strconv.Itoa(at.End))
	for _, p := range parts {
		io.WriteString(h, "\x00"+p)
	}
	return RecordID(string(kind[:1]) + "-" + hex.EncodeToString(h.Sum(nil)[:8]))
}

// Code is a stable name for a kind of error, printed in square brackets at the
// doors (command line, API) and listed in docs/errors.md.
type Code string

// Error is what a user sees at a door: what is wrong, and what to try.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Err     error  `json:"-"`
}

func (e *Error) Error() string {
	s := e.Message
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// SyntaxError is bad input at a place in a file. Line and Column count from 1;
// 0 means not known.
type SyntaxError struct {
	File         string
	Line, Column int
	Msg          string
}

func (e *SyntaxError) Error() string {
	switch {
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.File, e.Msg)
	case e.Column == 0:
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Msg)
}
