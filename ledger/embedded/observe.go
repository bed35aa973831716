package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"strings"

	"entente"
	"entente/ledger"
)

// observationPage is how many observations are read at once, of either sort.
const observationPage = 2000

// observe stores the observations of a reading.
func (p *press) observe(ctx context.Context, r *entente.Records, reading int64) error {
	n := 0
	for o := range r.Observations() {
		a, err := p.numbered(ctx, string(o.A))
		if err != nil {
			return err
		}
		b, err := p.numbered(ctx, string(o.B))
		if err != nil {
			return err
		}
		payload, err := json.Marshal(o)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Record, err)
		}
		if _, err := p.exec(ctx, "INSERT INTO observations (reading, place, day, record, a, b, payload) VALUES (?, ?, ?, ?, ?, ?, ?)", reading, n, dayNumber(o.Date()), o.Record, a, b, string(payload)); err != nil {
			return err
		}
		n++
	}
	return nil
}

// recount tells of the observations of a reading, times +1 or -1.
func (p *press) recount(ctx context.Context, reading int64, times int) error {
	var all []entente.Observation
	err := each(ctx, p, "SELECT payload FROM observations WHERE reading = ? ORDER BY place", func(rows *sql.Rows) error {
		o, err := observation(rows)
		all = append(all, o)
		return err
	}, reading)
	for i := range all {
		if err == nil {
			err = p.count(ctx, &all[i], times)
		}
	}
	return err
}

// observation reads the payload of one.
func observation(rows *sql.Rows) (entente.Observation, error) {
	var payload sql.RawBytes
	var o entente.Observation
	if err := rows.Scan(&payload); err != nil {
		return o, err
	}
	if err := json.Unmarshal(payload, &o); err != nil {
		return o, fmt.Errorf("%w: an observation: %w", ErrDamaged, err)
	}
	return o, nil
}

// Observations yields what current records and rows say of pairs: see
// ledger.Ledger. Nothing of the file is held between its pages.
func (l *Ledger) Observations(ctx context.Context, s ledger.Slice) iter.Seq2[entente.Observation, error] {
	return func(yield func(entente.Observation, error) bool) {
		read := &stream{ledger: l, slice: s, page: l.readPage, done: s.Imported}
		imported := &stream{ledger: l, slice: s, page: l.rowPage, done: s.Read}
		for n := 0; s.Limit <= 0 || n < s.Limit; {
			a, err := read.peek(ctx)
			if err == nil {
				var b *entente.Observation
				if b, err = imported.peek(ctx); err == nil && b != nil && (a == nil || ledger.Order(b, a) < 0) {
					a = b
					imported.next++
				} else {
					read.next++
				}
			}
			if err != nil {
				yield(entente.Observation{}, l.explain(err, "read"))
				return
			}
			if a == nil {
				return
			}
			if !s.Matches(a) {
				continue
			}
			if !yield(*a, nil) {
				return
			}
			n++
		}
	}
}

// stream is the observations of one sort, page by page.
type stream struct {
	ledger *Ledger
	slice  ledger.Slice
	page   func(ctx context.Context, s *ledger.Slice, after ledger.Cursor) ([]entente.Observation, error)
	held   []entente.Observation
	next   int
	done   bool // there are no more pages
}

// peek returns the next observation, nil at the end. It stays the next until
// next is raised.
func (s *stream) peek(ctx context.Context) (*entente.Observation, error) {
	if s.next >= len(s.held) && !s.done {
		after := s.slice.After
		if len(s.held) > 0 {
			after = ledger.CursorOf(&s.held[len(s.held)-1])
		}
		var err error
		if s.held, err = s.page(ctx, &s.slice, after); err != nil {
			return nil, err
		}
		s.next, s.done = 0, len(s.held) == 0
	}
	if s.next >= len(s.held) {
		return nil, nil
	}
	return &s.held[s.next], nil
}

// among words the condition on the pair of a slice; ok is false where no such
// actor is known.
func (l *Ledger) among(ctx context.Context, q querier, s *ledger.Slice) (c condition, ok bool, err error) {
	if s.A == "" {
		return c, true, nil
	}
	a, err := belonging(ctx, q, string(s.A))
	if err != nil || len(a) == 0 {
		return c, false, err
	}
	in := func(column string, numbers []any) string {
		c.args = append(c.args, numbers...)
		return "t." + column + " IN (?" + strings.Repeat(",?", len(numbers)-1) + ")"
	}
	if s.B == "" {
		c.sql = "(" + in("a", a) + " OR " + in("b", a) + ")"
		return c, true, nil
	}
	b, err := belonging(ctx, q, string(s.B))
	if err != nil || len(b) == 0 {
		return c, false, err
	}
	c.sql = "(" + in("a", a) + " AND " + in("b", b) + " OR " + in("a", b) + " AND " + in("b", a) + ")"
	return c, true, nil
}

// since words the condition on dates.
func since(s *ledger.Slice) condition {
	var c condition
	var parts []string
	if !s.From.IsZero() || !s.To.IsZero() {
		parts = append(parts, "t.day < ?")
		c.args = append(c.args, int64(unknownDay))
	}
	if !s.From.IsZero() {
		parts, c.args = append(parts, "t.day >= ?"), append(c.args, int64(s.From))
	}
	if !s.To.IsZero() {
		parts, c.args = append(parts, "t.day <= ?"), append(c.args, int64(s.To))
	}
	c.sql = strings.Join(parts, " AND ")
	return c
}

// spotOf is the place of a cursor as tables hold it.
func spotOf(c ledger.Cursor) (day int64, record entente.RecordID, a, b entente.ActorID, err error) {
	d, dated, record, a, b, err := c.Place()
	day = int64(d)
	if !dated {
		day = unknownDay
	}
	return day, record, a, b, err
}

// pageSize is how many observations of a slice are read at once: no more than are
// wanted, where each that is read is taken.
func pageSize(s *ledger.Slice) int {
	if s.Limit > 0 && len(s.Layers)+len(s.Kinds)+len(s.Speakers)+len(s.Outlets)+len(s.Stances) == 0 && s.Known.IsZero() {
		return min(observationPage, s.Limit)
	}
	return observationPage
}

// readPage reads observations of current readings behind a cursor.
func (l *Ledger) readPage(ctx context.Context, s *ledger.Slice, after ledger.Cursor) ([]entente.Observation, error) {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	pair, ok, err := l.among(ctx, tx, s)
	if err != nil || !ok {
		return nil, err
	}
	where := condition{sql: "1"}.and(pair).and(since(s))
	if after != "" {
		day, record, a, b, err := spotOf(after)
		if err != nil {
			return nil, err
		}
		where = where.and(condition{"t.day >= ? AND (t.day, t.record, x.text, y.text) > (?, ?, ?, ?)", []any{day, day, record, a, b}})
	}
	var out []entente.Observation
	err = each(ctx, tx, `SELECT t.payload FROM observations t JOIN readings r ON r.seq = t.reading JOIN documents d ON d.seq = r.document AND d.current = r.seq
		JOIN terms x ON x.id = t.a JOIN terms y ON y.id = t.b
		WHERE `+where.sql+` ORDER BY t.day, t.record, x.text, y.text LIMIT ?`, func(rows *sql.Rows) error {
		o, err := observation(rows)
		out = append(out, o)
		return err
	}, append(where.args, pageSize(s))...)
	return out, err
}

// rowPage reads observations of rows behind a cursor.
func (l *Ledger) rowPage(ctx context.Context, s *ledger.Slice, after ledger.Cursor) ([]entente.Observation, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	ctx = context.WithoutCancel(ctx) // see write
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	from := spot{day: math.MinInt64}
	if after != "" {
		day, record, _, _, err := spotOf(after)
		if err != nil {
			return nil, err
		}
		// A row's id follows its day; the ids of documents' records stand before
		// or behind all rows of a day.
		from = spot{day, -1}
		if _, hash, ok := entente.ParseRowID(record); ok {
			from.id = int64(hash)
		} else if record > "r-" {
			from.id = 1 << 60
		}
	}
	rows, err := l.rowsOfSome(ctx, &prepared{on: tx}, s, from, pageSize(s))
	return observed(rows), err
}

func observed(rows []entente.Row) []entente.Observation {
	out := make([]entente.Observation, 0, len(rows))
	for i := range rows {
		if o, ok := rows[i].Observation(); ok {
			out = append(out, o)
		}
	}
	return out
}
