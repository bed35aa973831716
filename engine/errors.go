package engine

import (
	"errors"
	"fmt"

	"entente"
)

// Codes of the errors that a user can meet at a door, listed with what to do in
// docs/errors.md. They do not change once released.
const (
	CodeUsage          entente.Code = "usage"           // the command line makes no sense
	CodeBadValue       entente.Code = "bad-value"       // a flag or argument has a value that cannot be
	CodeBadConfig      entente.Code = "bad-config"      // the configuration file or environment
	CodeNoInput        entente.Code = "no-input"        // nothing to read was named or found
	CodeUnreadable     entente.Code = "unreadable"      // some inputs could not be read
	CodeNoLedger       entente.Code = "no-ledger"       // nothing was read into the ledger yet
	CodeLedger         entente.Code = "ledger"          // the ledger cannot be opened or written
	CodeBrokenLedger   entente.Code = "broken-ledger"   // the ledger is damaged
	CodeUnknownActor   entente.Code = "unknown-actor"   // no actor of that name in the ledger
	CodeAmbiguousActor entente.Code = "ambiguous-actor" // several actors of that name
	CodeNotFound       entente.Code = "not-found"       // no document, record or page of that name
	CodeBusy           entente.Code = "busy"            // too much waits, or too many requests
	CodeForbidden      entente.Code = "forbidden"       // not signed in, or a request from elsewhere
	CodeUnknownTask    entente.Code = "unknown-task"    // no such eval task
	CodeNoData         entente.Code = "no-data"         // the folder of gold data is not there
	CodeOutput         entente.Code = "output"          // the result cannot be written where it is to go
	CodeInterrupted    entente.Code = "interrupted"     // stopped by the user; what was finished is kept
	CodeInternal       entente.Code = "internal"        // anything else
)

// Codes lists every code, in the order of docs/errors.md.
func Codes() []entente.Code {
	return []entente.Code{
		CodeUsage, CodeBadValue, CodeBadConfig, CodeNoInput, CodeUnreadable, CodeNoLedger, CodeLedger,
		CodeBrokenLedger, CodeUnknownActor, CodeAmbiguousActor, CodeNotFound, CodeBusy, CodeForbidden, CodeUnknownTask, CodeNoData, CodeOutput, CodeInterrupted, CodeInternal,
	}
}

// Misuse reports whether a code says that the command was given wrongly, so
// that doors answer with exit status 2 (or HTTP 400) instead of 1.
func Misuse(c entente.Code) bool {
	switch c {
	case CodeUsage, CodeBadValue, CodeBadConfig, CodeUnknownTask:
		return true
	}
	return false
}

// Errorf makes an error for a door: what is wrong, and in hint what to try.
func Errorf(code entente.Code, hint, format string, args ...any) *entente.Error {
	return &entente.Error{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// wrap gives an error a code and says what was being done. Damage that the ledger
// found stays what it is, whatever was being done: it has a code and a hint of its own.
func wrap(code entente.Code, err error, hint, format string, args ...any) error {
	if err == nil {
		return nil
	}
	if own := (&entente.Error{}); errors.As(err, &own) && own.Code == CodeBrokenLedger {
		return err
	}
	return &entente.Error{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Err: err}
}

// keep is wrap for errors that may have a code of their own already, which then
// stays.
func keep(code entente.Code, err error, hint, format string, args ...any) error {
	if errors.As(err, new(*entente.Error)) {
		return err
	}
	return wrap(code, err, hint, format, args...)
}

// Fatal reports whether an error concerns the whole work and not one input.
func Fatal(err error) bool {
	var e *entente.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Code != CodeUnreadable && e.Code != CodeNoInput
}
