package embedded

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"

	"entente"
	"entente/ledger"
)

// Actors yields every actor that current records name: see ledger.Ledger. An
// actor's label and type are those that most documents give it, of equally many
// the first by alphabet.
func (l *Ledger) Actors(ctx context.Context) iter.Seq2[ledger.ActorCount, error] {
	return func(yield func(ledger.ActorCount, error) bool) {
		counts, err := l.actors(ctx)
		if err != nil {
			yield(ledger.ActorCount{}, l.explain(err, "read"))
			return
		}
		for _, c := range counts {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func (l *Ledger) actors(ctx context.Context) ([]ledger.ActorCount, error) {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	var counts []ledger.ActorCount
	err = each(ctx, tx, `SELECT n.actor, count(DISTINCT n.reading), sum(n.mentions)
		FROM names n JOIN documents d ON d.current = n.reading GROUP BY n.actor ORDER BY n.actor`, func(rows *sql.Rows) error {
		var c ledger.ActorCount
		err := rows.Scan(&c.Actor, &c.Documents, &c.Mentions)
		counts = append(counts, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	named := -1 // the last of counts that has its label
	err = each(ctx, tx, `SELECT n.actor, n.label, n.type
		FROM names n JOIN documents d ON d.current = n.reading
		GROUP BY n.actor, n.label, n.type ORDER BY n.actor, count(*) DESC, n.label, n.type`, func(rows *sql.Rows) error {
		var c ledger.ActorCount
		if err := rows.Scan(&c.Actor, &c.Label, &c.Type); err != nil {
			return err
		}
		if named < 0 || counts[named].Actor != c.Actor {
			named++
			counts[named].Label, counts[named].Type = c.Label, c.Type
		}
		return nil
	})
	slices.SortStableFunc(counts, func(a, b ledger.ActorCount) int { return cmp.Compare(b.Documents, a.Documents) })
	return counts, err
}

// each runs f on every row of a query.
func each(ctx context.Context, q querier, query string, f func(*sql.Rows) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Stats counts what is there. Bytes are those of the file and of its log.
func (l *Ledger) Stats(ctx context.Context) (ledger.Stats, error) {
	s := ledger.Stats{Records: map[entente.Kind]int{}}
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s, l.explain(err, "read")
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	err = tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM readings) + (SELECT count(*) FROM entries), (SELECT count FROM totals WHERE what = 'rows')`).
		Scan(&s.Documents, &s.Entries, &s.Rows)
	if err != nil {
		return s, l.explain(err, "read")
	}
	err = each(ctx, tx, "SELECT e.kind, count(*) FROM entries e JOIN documents d ON d.current = e.reading GROUP BY e.kind", func(rows *sql.Rows) error {
		var kind, n int
		if err := rows.Scan(&kind, &n); err != nil {
			return err
		}
		if kind < 1 || kind >= len(kinds) {
			return fmt.Errorf("%w: entries of kind %d", ErrDamaged, kind)
		}
		s.Records[kinds[kind]] = n
		return nil
	})
	if err != nil {
		return s, l.explain(err, "read")
	}
	var first, last sql.NullInt64
	if err := tx.QueryRowContext(ctx, "SELECT (SELECT min(id) FROM tallies), (SELECT max(id) FROM tallies WHERE id < ?)", packID(int64(ledger.NoMonth), 0)).Scan(&first, &last); err != nil {
		return s, l.explain(err, "read")
	}
	if last.Valid {
		month, _ := unpackID(first.Int64)
		s.First = ledger.Month(month)
		month, _ = unpackID(last.Int64)
		s.Last = ledger.Month(month)
	}
	if s.Documents > 0 {
		s.Records[entente.KindDocument] = s.Documents
	}
	if s.Version, err = l.version(ctx, tx); err != nil {
		return s, l.explain(err, "read")
	}
	for _, path := range []string{l.path, l.path + "-wal"} {
		if info, err := os.Stat(path); err == nil {
			s.Bytes += info.Size()
		}
	}
	return s, nil
}

// checkPages has SQLite examine the pages and the search index, by a connection of its
// own: one that did so before calls the index damaged once more was appended.
func (l *Ledger) checkPages(ctx context.Context) error {
	db, err := sql.Open("sqlite", l.dsn(l.options.Wait, "query_only(1)"))
	if err != nil {
		return err
	}
	defer db.Close()
	return each(ctx, db, "PRAGMA integrity_check(1)", func(rows *sql.Rows) error {
		var result string
		if err := rows.Scan(&result); err != nil || result == "ok" {
			return err
		}
		return errors.New(result)
	})
}

// State tells whether anything changed: see ledger.Ledger.
func (l *Ledger) State(ctx context.Context) (ledger.State, error) {
	var s ledger.State
	err := l.readers.QueryRowContext(ctx, `SELECT ifnull((SELECT max(seq) FROM documents), 0), ifnull((SELECT max(seq) FROM currents), 0), ifnull((SELECT count FROM totals WHERE what = 'rows'), 0), ifnull((SELECT max(seq) FROM judgements), 0)`).
		Scan(&s.Documents, &s.Readings, &s.Rows, &s.Judgements)
	if err == nil {
		err = l.moved()
	}
	return s, l.explain(err, "read")
}

// Check examines the file: its pages, the references between its tables, the
// search index, the words of every document against its checksum, the
// observations against the records they are of, and the tallies against a count
// of all observations. The error wraps ErrDamaged and names the first thing found.
func (l *Ledger) Check(ctx context.Context) error {
	err := l.checkPages(ctx)
	if err == nil {
		err = each(ctx, l.readers, "PRAGMA foreign_key_check", func(rows *sql.Rows) error {
			return errors.New("a row belongs to nothing")
		})
	}
	if err == nil {
		_, err = l.writer.ExecContext(ctx, "INSERT INTO search (search) VALUES ('integrity-check')")
		if errors.Is(classify(err), ErrReadOnly) {
			err = nil // the examination of the pages has looked at it too
		}
	}
	if err == nil {
		err = each(ctx, l.readers, "SELECT d.id, d.text, ifnull(json_extract(r.header, '$.sha256'), '') FROM documents d LEFT JOIN readings r ON r.seq = d.current", func(rows *sql.Rows) error {
			var id, text, sum string
			if err := rows.Scan(&id, &text, &sum); err != nil {
				return err
			}
			if fmt.Sprintf("%x", sha256.Sum256([]byte(text))) != sum {
				return fmt.Errorf("the text of %s is not the one that was read", id)
			}
			return nil
		})
	}
	if err == nil {
		err = l.checkCounts(ctx)
	}
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if err := classify(err); errors.Is(err, ErrLocked) {
		return l.explain(err, "check")
	}
	return l.explain(fmt.Errorf("%w: %w", ErrDamaged, err), "check")
}
