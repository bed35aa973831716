package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
)

// How many documents are read at once. Between two pages nothing of the file is
// held, so that a slow caller does not keep the log from being folded.
const (
	headerPage   = 256
	textPage     = 64
	materialPage = 16
)

// depth is how much of a document is read.
type depth int

const (
	header  depth = iota // without text
	text                 // with text
	records              // with text and records
)

// Has reports whether a document's current records are of the ledger's reading.
func (l *Ledger) Has(ctx context.Context, id entente.DocumentID) (bool, error) {
	var has bool
	err := l.readers.QueryRowContext(ctx,
		"SELECT EXISTS (SELECT 1 FROM documents d JOIN readings r ON r.seq = d.current WHERE d.id = ? AND r.reading = ?)",
		id, l.options.Reading).Scan(&has)
	return has, l.explain(err, "read")
}

// Document returns a document with its current records, or ledger.ErrNotFound.
func (l *Ledger) Document(ctx context.Context, id entente.DocumentID) (*entente.Records, error) {
	page, err := l.page(ctx, condition{sql: "d.id = ?", args: []any{id}}, 1, records)
	if err == nil && len(page) == 0 {
		err = ledger.ErrNotFound
	}
	if err != nil {
		return nil, l.explain(err, "read")
	}
	return page[0].records, nil
}

// Documents yields the documents that match, without text, by date and id;
// those of unknown date last. What matches when it starts is yielded once;
// what is appended meanwhile may be.
func (l *Ledger) Documents(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return documents(l.pages(ctx, q, headerPage, header))
}

// Texts yields the documents that match with their text, in the order of
// Documents.
func (l *Ledger) Texts(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return documents(l.pages(ctx, q, textPage, text))
}

// DocumentsAfter yields the documents whose current reading became so after the first n
// times that one did: see ledger.Ledger. None of these is ever taken away, so that their
// numbers follow one another.
func (l *Ledger) DocumentsAfter(ctx context.Context, n int) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		last := int64(n)
		for {
			page, next, err := l.documentsAfter(ctx, last)
			if err != nil {
				yield(nil, l.explain(err, "read"))
				return
			}
			for _, d := range page {
				if !yield(d, nil) {
					return
				}
			}
			if next == last {
				return
			}
			last = next
		}
	}
}

// documentsAfter reads a page of the documents that became what they are after last, and
// the number of the last of them, or the same where there are no more.
func (l *Ledger) documentsAfter(ctx context.Context, last int64) (page []*entente.Document, next int64, err error) {
	places := map[entente.DocumentID]int{}
	var ids []any
	next = last
	err = each(ctx, l.readers, `SELECT c.seq, d.id FROM currents c JOIN documents d ON d.seq = c.document
		WHERE c.seq > ? AND NOT EXISTS (SELECT 1 FROM currents o WHERE o.document = c.document AND o.seq > c.seq)
		ORDER BY c.seq LIMIT ?`, func(rows *sql.Rows) error {
		var id entente.DocumentID
		err := rows.Scan(&next, &id)
		places[id], ids = len(ids), append(ids, id)
		return err
	}, last, textPage)
	if err != nil || len(ids) == 0 {
		return nil, next, err
	}
	rows, err := l.page(ctx, condition{sql: "d.id IN (?" + strings.Repeat(", ?", len(ids)-1) + ")", args: ids}, len(ids), text)
	if err != nil {
		return nil, next, err
	}
	page = make([]*entente.Document, len(ids))
	for _, r := range rows {
		page[places[r.records.Document.ID]] = &r.records.Document
	}
	// Of a damaged file some may have no header.
	return slices.DeleteFunc(page, func(d *entente.Document) bool { return d == nil }), next, nil
}

// documents are the documents of records.
func documents(all iter.Seq2[*entente.Records, error]) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for r, err := range all {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(&r.Document, nil) {
				return
			}
		}
	}
}

// Material yields documents that match, each with all its current records, in
// the order of Documents.
func (l *Ledger) Material(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Records, error] {
	return l.pages(ctx, q, materialPage, records)
}

// row is a document as a page holds it.
type row struct {
	records *entente.Records
	day     int64
	current int64
}

// pages yields what matches, size documents at a time.
func (l *Ledger) pages(ctx context.Context, q ledger.Query, size int, to depth) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		where := selection(q)
		day, id := int64(math.MinInt64), entente.DocumentID("")
		for {
			next := condition{sql: "(d.day, d.id) > (?, ?)", args: []any{day, id}}.and(where)
			page, err := l.page(ctx, next, size, to)
			if err != nil {
				yield(nil, l.explain(err, "read"))
				return
			}
			for _, r := range page {
				if !yield(r.records, nil) {
					return
				}
				day, id = r.day, r.records.Document.ID
			}
			if len(page) < size {
				return
			}
		}
	}
}

// condition is a part of a WHERE clause on documents d.
type condition struct {
	sql  string
	args []any
}

func (c condition) and(o condition) condition {
	if o.sql == "" {
		return c
	}
	return condition{c.sql + " AND " + o.sql, append(append([]any{}, c.args...), o.args...)}
}

// selection words a query.
func selection(q ledger.Query) condition {
	var parts []string
	var c condition
	if !q.From.IsZero() {
		parts, c.args = append(parts, "d.day BETWEEN ? AND ?"), append(c.args, int64(q.From), int64(unknownDay-1))
	}
	if !q.To.IsZero() {
		parts, c.args = append(parts, "d.day <= ?"), append(c.args, int64(q.To))
	}
	if len(q.Outlets) > 0 {
		parts = append(parts, "d.outlet IN (?"+strings.Repeat(", ?", len(q.Outlets)-1)+")")
		for _, o := range q.Outlets {
			c.args = append(c.args, o)
		}
	}
	for _, a := range q.Actors {
		// What belongs to AZE starts with "AZE."; "/" is the character after ".".
		parts = append(parts, "EXISTS (SELECT 1 FROM participants p WHERE p.reading = d.current AND (p.actor = ? OR p.actor > ? AND p.actor < ?))")
		c.args = append(c.args, a, a+".", a+"/")
	}
	c.sql = strings.Join(parts, " AND ")
	return c
}

// page reads at most size documents that match, by date and id, to a depth, in one
// view of the file.
func (l *Ledger) page(ctx context.Context, where condition, size int, to depth) ([]row, error) {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	column := "''"
	if to > header {
		column = "d.text"
	}
	rows, err := tx.QueryContext(ctx, `SELECT d.day, d.current, r.header, `+column+`,
		  (SELECT o.id FROM documents o WHERE o.words = d.words ORDER BY o.day, o.seq LIMIT 1)
		FROM documents d JOIN readings r ON r.seq = d.current
		WHERE `+where.sql+` ORDER BY d.day, d.id LIMIT ?`, append(append([]any{}, where.args...), size)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []row
	for rows.Next() {
		r := row{records: &entente.Records{}}
		d := &r.records.Document
		var head, body string
		var first sql.NullString
		if err := rows.Scan(&r.day, &r.current, &head, &body, &first); err != nil {
			return nil, err
		}
		if err := unmarshal([]byte(head), d); err != nil {
			return nil, fmt.Errorf("%w: header of reading %d: %w", ErrDamaged, r.current, err)
		}
		d.Text = body
		if first.String != string(d.ID) {
			d.CopyOf = entente.DocumentID(first.String)
		}
		page = append(page, r)
	}
	if err := rows.Err(); err != nil || to < records {
		return page, err
	}
	for _, r := range page {
		if err := entries(ctx, tx, r.current, r.records); err != nil {
			return nil, fmt.Errorf("%s: %w", r.records.Document.ID, err)
		}
	}
	return page, nil
}

// entries reads the records of a reading into r.
func entries(ctx context.Context, q querier, reading int64, r *entente.Records) error {
	rows, err := q.QueryContext(ctx, "SELECT kind, payload FROM entries WHERE reading = ? ORDER BY kind, place", reading)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind int
		var payload sql.RawBytes
		if err := rows.Scan(&kind, &payload); err != nil {
			return err
		}
		if err := decode(kind, payload, r); err != nil {
			return fmt.Errorf("%w: entry of kind %d: %w", ErrDamaged, kind, err)
		}
	}
	return rows.Err()
}

// decode adds a record to r.
func decode(kind int, payload []byte, r *entente.Records) error {
	if kind < 1 || kind >= len(kinds) {
		return errors.New("there is no such kind")
	}
	switch kinds[kind] {
	case entente.KindActor:
		return add(&r.Actors, payload)
	case entente.KindClaim:
		return add(&r.Claims, payload)
	case entente.KindEvent:
		return add(&r.Events, payload)
	case entente.KindTie:
		return add(&r.Ties, payload)
	case entente.KindQuantity:
		return add(&r.Quantities, payload)
	case entente.KindLink:
		return add(&r.Links, payload)
	case entente.KindCheck:
		return add(&r.Checks, payload)
	}
	return add(&r.Tensions, payload)
}

func add[T any](to *[]T, payload []byte) error {
	var v T
	if err := unmarshal(payload, &v); err != nil {
		return err
	}
	*to = append(*to, v)
	return nil
}
