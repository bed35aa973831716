package embedded

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"entente/ledger"
)

// derivedMost is how many bytes may be kept under a name: four million copies. A file
// from elsewhere can hold a few that unpack to more than there is memory.
const derivedMost = 512 << 20

// Derived returns what was worked out from the documents: see ledger.Ledger. What
// cannot be unpacked, or only to more than derivedMost, is not there.
func (l *Ledger) Derived(ctx context.Context, name string) ([]byte, error) {
	var packed []byte
	err := l.readers.QueryRowContext(ctx, "SELECT packed FROM derived WHERE name = ? AND readings = ifnull((SELECT max(seq) FROM currents), 0)", name).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ledger.ErrNotFound
	}
	if err != nil {
		return nil, l.explain(err, "read")
	}
	data, err := gunzip(packed, derivedMost)
	if err != nil {
		return nil, ledger.ErrNotFound
	}
	return data, nil
}

// KeepDerived keeps what was worked out from the documents: see ledger.Ledger.
func (l *Ledger) KeepDerived(ctx context.Context, name string, at ledger.State, data []byte) error {
	if len(data) > derivedMost || l.still != nil {
		return nil
	}
	packed, err := gzipped(data)
	if err != nil {
		return err
	}
	// A connection of its own, which does not wait: the writer's may be in use for
	// long. Loss of power may undo what it writes.
	db, err := sql.Open("sqlite", l.dsn(0, "synchronous(NORMAL)")+"&mode=rw&_txlock=immediate")
	if err == nil {
		defer db.Close()
		err = keepDerived(ctx, db, name, at.Readings, packed)
	}
	if err := classify(err); errors.Is(err, ErrLocked) || errors.Is(err, ErrReadOnly) {
		return nil
	}
	return l.explain(err, "write")
}

// keepDerived keeps what is packed if it is of the readings that are there now, and
// takes away what is of others, whatever its name.
func keepDerived(ctx context.Context, db *sql.DB, name string, readings int, packed []byte) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	var now int
	if err := tx.QueryRowContext(ctx, "SELECT ifnull(max(seq), 0) FROM currents").Scan(&now); err != nil || now != readings {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM derived WHERE readings <> ?", readings); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO derived (name, readings, packed) VALUES (?, ?, ?)", name, readings, packed); err != nil {
		return err
	}
	return tx.Commit()
}

func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}

// gunzip unpacks what gzipped packed, of most bytes at most. The last four bytes say
// how many there are: no more are read, and room is made for no more than so few can
// hold.
func gunzip(packed []byte, most int) ([]byte, error) {
	const trailer, ratio = 4, 1032 // deflate makes a byte of at most so many
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint32(packed[len(packed)-trailer:]))
	if size > int64(most) || size > ratio*int64(len(packed)) {
		return nil, errors.New("it says that it unpacks to more than it can, or may")
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(z, data); err != nil {
		return nil, err
	}
	if n, err := io.ReadFull(z, make([]byte, 1)); n > 0 || err != io.EOF { // which the sum was compared for
		return nil, fmt.Errorf("it does not end where it says: %w", cmp.Or(err, io.ErrShortBuffer))
	}
	return data, nil
}
