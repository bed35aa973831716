package embedded

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

//go:embed schema/*.sql
var schema embed.FS

// application marks the file as a ledger: "Ente" in the header's application id.
const application = 0x456e7465

// logLimit is the size in bytes to which the write-ahead log is cut once it has
// been folded into the file. While nobody reads, it is folded every 1,000 pages.
const logLimit = 32 << 20

// The writing connection keeps so many bytes of pages. For rows, the pages of the
// indexes that a batch touches should stay in it; documents need few.
const (
	writerCache = 16 << 20
	rowsCache   = 32 << 20
)

// idleReaders is how many connections that read are kept while nobody asks.
const idleReaders = 4

// cacheSize is the pragma that sets a cache of so many bytes.
func cacheSize(bytes int) string {
	return "cache_size(-" + strconv.Itoa(bytes>>10) + ")"
}

// connect opens the file, makes sure that it is a ledger, and migrates it.
func (l *Ledger) connect(ctx context.Context) error {
	if info, err := os.Stat(l.path); err == nil && !info.Mode().IsRegular() {
		return ErrForeign
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if info, err := os.Stat(filepath.Dir(l.path)); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%s is not a folder", filepath.Dir(l.path))
	}
	if err := l.openWriter(); err != nil {
		return err
	}
	fresh, err := recognise(ctx, l.writer)
	if err != nil {
		err = l.openStill(ctx, err)
	}
	if err != nil {
		return err
	}
	if fresh {
		if err := l.keepLog(ctx); err != nil {
			return err
		}
	}
	if err := l.migrate(ctx); err != nil {
		return err
	}
	l.fold(ctx)
	if l.readers, err = sql.Open("sqlite", l.dsn(l.options.Wait, "query_only(1)")); err != nil {
		return err
	}
	l.readers.SetMaxIdleConns(idleReaders)
	l.quick.on = l.readers
	return nil
}

// openWriter makes the connection that writes.
func (l *Ledger) openWriter() (err error) {
	if l.writer, err = sql.Open("sqlite", l.dsn(l.options.Wait, "foreign_keys(1)", "synchronous(FULL)", "temp_store(2)", cacheSize(writerCache), "journal_size_limit("+strconv.Itoa(logLimit)+")")+"&_txlock=immediate"); err == nil {
		l.writer.SetMaxOpenConns(1)
	}
	return err
}

// dsn is the driver's name for the file with pragmas for each connection, which
// waits so long for another that writes.
func (l *Ledger) dsn(wait time.Duration, pragmas ...string) string {
	path, err := filepath.Abs(l.path)
	if err != nil {
		path = l.path
	}
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	q := url.Values{"_pragma": append([]string{"busy_timeout(" + strconv.FormatInt(wait.Milliseconds(), 10) + ")"}, pragmas...)}
	if l.still != nil {
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// recognise tells a ledger, or an empty file that can become one (fresh), from
// other files.
func recognise(ctx context.Context, db *sql.DB) (fresh bool, err error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return false, err
	}
	if id == application {
		return false, nil
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return false, err
	}
	if id != 0 || tables > 0 {
		return false, ErrForeign
	}
	return true, nil
}

// keepLog turns the write-ahead log on, which stays so in the file. The busy
// timeout does not cover this, so that it is tried again until Wait is over.
func (l *Ledger) keepLog(ctx context.Context) error {
	for tries := l.options.Wait/(10*time.Millisecond) + 1; ; tries-- {
		var mode string
		err := l.writer.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
		if err == nil && mode != "wal" {
			return fmt.Errorf("the file system allows no write-ahead log (journal mode %q)", mode)
		}
		if err == nil || tries <= 0 || !errors.Is(classify(err), ErrLocked) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// fold folds a log that a process left behind which did not end well, so that logs
// of many such ends do not add up. It waits for nobody: where another process
// writes, that one folds, and a log that stays is complete.
func (l *Ledger) fold(ctx context.Context) {
	if info, err := os.Stat(l.path + "-wal"); err != nil || info.Size() <= logLimit {
		return
	}
	c, err := l.writer.Conn(ctx)
	if err != nil {
		return
	}
	defer c.Close()
	run := func(statement string) bool {
		_, err := c.ExecContext(ctx, statement)
		return err == nil
	}
	run("PRAGMA busy_timeout = 0")
	if run("BEGIN IMMEDIATE") {
		run("ROLLBACK")
		run("PRAGMA wal_checkpoint(TRUNCATE)")
	}
	run("PRAGMA busy_timeout = " + strconv.FormatInt(l.options.Wait.Milliseconds(), 10))
}

// migrate runs the files of schema/ that the ledger does not have yet, each in
// a transaction of its own. What came after packedSchema only makes answers faster,
// so that a ledger that cannot be written may do without.
func (l *Ledger) migrate(ctx context.Context) error {
	files, err := schema.ReadDir("schema")
	if err != nil {
		return err
	}
	version, err := l.version(ctx, l.writer)
	if err != nil {
		return err
	}
	if version > len(files) {
		return fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewer, version, len(files))
	}
	for i := version; i < len(files); i++ {
		text, err := schema.ReadFile("schema/" + files[i].Name())
		if err != nil {
			return err
		}
		err = l.step(ctx, i+1, string(text))
		if i >= packedSchema && errors.Is(classify(err), ErrReadOnly) {
			return nil // it answers as it is
		}
		if err != nil {
			return fmt.Errorf("bring the schema to %s: %w", files[i].Name(), err)
		}
	}
	return nil
}

// step brings the schema from number-1 to number, unless another process has
// done so meanwhile.
func (l *Ledger) step(ctx context.Context, number int, statements string) error {
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if v, err := l.version(ctx, tx); err != nil || v >= number {
		return err
	}
	if _, err := tx.ExecContext(ctx, statements); err != nil {
		return err
	}
	if err := l.alsoDo(ctx, tx, number); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", number, application)); err != nil {
		return err
	}
	return tx.Commit()
}

// querier is a connection pool or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// version is the number of the schema's last file that was run.
func (l *Ledger) version(ctx context.Context, q querier) (v int, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v)
	return v, err
}
