// Package embedded is a ledger in one SQLite file, without cgo and without a
// server. One process writes at a time, others wait for it; any number read
// meanwhile. What Append acknowledged is on the disk, and half a batch is never
// there, whenever the process dies. Start with Open; the tables are described
// in schema/.
package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"os"
	"sync"
	"time"

	"entente/ledger"
)

// Options say how a ledger is opened.
type Options struct {
	// Reading is the version of the program, its weights and its tables. Two
	// openings with the same Reading make the same records of a document.
	Reading string
	// Wait is how long to wait for another process that writes; 0 for ten
	// seconds.
	Wait time.Duration
	// Now tells the time at which entries are appended; nil for the clock.
	Now func() time.Time
}

// DefaultOptions returns the options of a reading: ten seconds' waiting and the
// machine's clock.
func DefaultOptions(reading string) Options {
	return Options{Reading: reading, Wait: 10 * time.Second, Now: time.Now}
}

// Ledger is an opened ledger. It is safe for concurrent use.
type Ledger struct {
	path    string
	options Options
	writer  *sql.DB // one connection
	readers *sql.DB
	quick   prepared // on readers: for what is asked often
	terms   terms
	rows    sync.Mutex  // held while rows are stored
	words   rowWords    // of rows that were stored
	still   os.FileInfo // of a file that is read as it is, with no one else in it; else nil
}

var _ ledger.Ledger = (*Ledger)(nil)

// Open opens the ledger in the file at path and makes it where there is none;
// its folder must be there. An older schema is brought up to date. The error is
// an *entente.Error that wraps ErrForeign where the file is something else,
// ErrNewer where a newer program made it, ErrLocked where another process kept
// it for longer than Options.Wait. A ledger in a folder that cannot be written can be
// read unless somebody else has it open or left a log (ErrLog) behind.
func Open(ctx context.Context, path string, o Options) (*Ledger, error) {
	def := DefaultOptions(o.Reading)
	if o.Wait <= 0 {
		o.Wait = def.Wait
	}
	if o.Now == nil {
		o.Now = def.Now
	}
	l := &Ledger{path: path, options: o}
	if err := l.connect(ctx); err != nil {
		l.release()
		return nil, l.explain(err, "open")
	}
	return l, nil
}

// Close folds the log into the file, as far as no other process reads it, and
// releases the ledger. The error wraps ErrLocked where the folder cannot be written and
// somebody wrote the ledger while it was read: what was read may be of no one moment.
func (l *Ledger) Close() error {
	// A log that stays behind is complete and is read at the next opening.
	_, _ = l.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	moved := l.moved()
	return l.explain(cmp.Or(l.release(), moved), "close")
}

func (l *Ledger) release() error {
	var first error
	for _, db := range []*sql.DB{l.readers, l.writer} {
		if db == nil {
			continue
		}
		if err := db.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}
