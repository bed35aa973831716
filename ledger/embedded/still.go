package embedded

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// openStill opens a ledger in a folder that cannot be written, where SQLite can make none of the
// files by which those who read and write at once agree. A file that nobody has open, with no log
// beside it, is read as it is; why is what opening it said, and stays the error for other files.
func (l *Ledger) openStill(ctx context.Context, why error) error {
	info, err := os.Stat(l.path)
	if err != nil || info.Size() == 0 || !cannotOpen(why) || !unwritable(filepath.Dir(linked(l.path))) {
		return why
	}
	if err := still(l.path); err != nil {
		return err
	}
	_ = l.writer.Close() // it opened nothing
	l.still = info
	if err := l.openWriter(); err != nil {
		return err
	}
	_, err = recognise(ctx, l.writer)
	return err
}

// still reports, by ErrLog, that a ledger's file cannot be read as it is: a log beside it holds what
// is not in the file yet, or somebody has it open, for whom the other file is there.
func still(path string) error {
	path = linked(path)
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return ErrLog
	}
	if _, err := os.Stat(path + "-shm"); err == nil {
		return ErrLog
	}
	return nil
}

// linked is the file that a path leads to over links: SQLite keeps its others beside that one.
func linked(path string) string {
	if file, err := filepath.EvalSymlinks(path); err == nil {
		return file
	}
	return path
}

// moved reports whether somebody wrote a ledger that is read as it is since it was opened, by
// ErrLocked.
func (l *Ledger) moved() error {
	if l.still == nil {
		return nil
	}
	info, err := os.Stat(l.path)
	if err != nil || info.Size() != l.still.Size() || !info.ModTime().Equal(l.still.ModTime()) || !os.SameFile(info, l.still) || still(l.path) != nil {
		return ErrLocked
	}
	return nil
}

// cannotOpen reports whether SQLite could not open the file or make one beside it.
func cannotOpen(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_CANTOPEN || e.Code()&0xff == sqlite3.SQLITE_READONLY)
}

// unwritable reports whether no file can be made in a folder.
func unwritable(folder string) bool {
	f, err := os.CreateTemp(folder, ".entente-*")
	if err == nil {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
