package embedded

import (
	"context"
	"errors"
	"fmt"

	"entente"
	"entente/ledger"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What can be wrong with a ledger's file, beside what the system reports.
var (
	ErrForeign  = errors.New("the file is not a ledger")
	ErrNewer    = errors.New("a newer program made this ledger")
	ErrLocked   = errors.New("another process is writing the ledger")
	ErrReadOnly = errors.New("the file or its folder cannot be written")
	ErrLog      = errors.New("its folder cannot be written, and somebody has it open or left a log beside it")
	ErrDamaged  = errors.New("the ledger is damaged")
)

// Codes of the errors, as the doors print them.
const (
	codeLedger entente.Code = "ledger"
	codeBroken entente.Code = "broken-ledger"
)

// hints say what to try, by what is wrong.
var hints = []struct {
	err  error
	code entente.Code
	hint string
}{
	{ErrForeign, codeLedger, "name the file of a ledger, or a new file, with --ledger"},
	{ErrNewer, codeLedger, "use the program that made it or a newer one, or name another ledger"},
	{ErrLocked, codeLedger, "wait until it is done and try again: what is there already is not read twice"},
	{ErrReadOnly, codeLedger, "may you write there? copy the ledger to where you may"},
	{ErrLog, codeLedger, "wait until nobody has it open, have it opened once by who may write there, or copy it together with its -wal to where you may"},
	{ErrDamaged, codeBroken, "restore a copy, or read the sources into a new ledger"},
}

// explain makes an error of the ledger's file out of err: what was being done
// to which file, what is wrong, what to try. Nil, errors of the context and
// ledger.ErrNotFound stay what they are.
func (l *Ledger) explain(err error, doing string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, ledger.ErrNotFound):
		return err
	case errors.As(err, new(*entente.Error)):
		return err
	}
	if moved := l.moved(); moved != nil {
		err = moved // and no damage
	}
	err = classify(err)
	out := &entente.Error{
		Code: codeLedger, Message: fmt.Sprintf("%s ledger %s", doing, l.path), Err: err,
		Hint: "is there room, and may you read and write there?",
	}
	for _, h := range hints {
		if errors.Is(err, h.err) {
			out.Code, out.Hint = h.code, h.hint
		}
	}
	return out
}

// classify wraps the driver's errors in those that callers know.
func classify(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrLocked
	case sqlite3.SQLITE_READONLY:
		return ErrReadOnly
	case sqlite3.SQLITE_NOTADB:
		return ErrForeign
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case sqlite3.SQLITE_INTERRUPT:
		return fmt.Errorf("%w: %w", context.Canceled, err)
	}
	return err
}
