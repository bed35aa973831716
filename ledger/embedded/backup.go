package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"entente"
)

// Backup writes a copy of the ledger to a new file, as it is when the copying
// begins; others may read and write meanwhile. The copy is a ledger of its own,
// without a log beside it.
func (l *Ledger) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return &entente.Error{Code: codeLedger, Message: fmt.Sprintf("back up to %s: the file is there already", path), Hint: "name a new file"}
	}
	// A connection of its own: the readers' may write nothing, and the writer is
	// to go on meanwhile.
	db, err := sql.Open("sqlite", l.dsn(l.options.Wait))
	if err == nil {
		defer db.Close()
		if _, err = db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
			_ = os.Remove(path) // half of a copy is none
		}
	}
	return l.explain(err, "back up")
}

// Alone returns ErrLocked where anybody else has the ledger open, in this process
// or another, and folds its log into the file where nobody has.
func (l *Ledger) Alone(ctx context.Context) error {
	l.readers.SetMaxIdleConns(0) // its own readers are nobody else
	defer l.readers.SetMaxIdleConns(idleReaders)
	for _, want := range []string{"delete", "wal"} {
		var mode string
		err := l.writer.QueryRowContext(ctx, "PRAGMA journal_mode = "+want).Scan(&mode)
		if err == nil && mode != want {
			err = ErrLocked
		}
		if err != nil {
			return l.explain(err, "replace")
		}
	}
	return nil
}
