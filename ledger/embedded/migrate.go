package embedded

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"entente"
)

// What a step of the schema does beside its file, by number. Tallies are made by
// the last of them for all older ledgers alike.
const (
	rowsSchema   = 3 // brought observations
	packedSchema = 6 // packed rows and tallies
)

// alsoDo does what a step does beside its file.
func (l *Ledger) alsoDo(ctx context.Context, tx *sql.Tx, number int) error {
	switch number {
	case rowsSchema:
		return l.observeAll(ctx, tx)
	case packedSchema:
		return l.packAll(ctx, tx)
	}
	return nil
}

// observeAll fills observations from the entries of a ledger that had none.
func (l *Ledger) observeAll(ctx context.Context, tx *sql.Tx) error {
	type old struct {
		seq    int64
		header string
	}
	var readings []old
	err := each(ctx, tx, "SELECT seq, header FROM readings ORDER BY seq", func(rows *sql.Rows) error {
		var o old
		err := rows.Scan(&o.seq, &o.header)
		readings = append(readings, o)
		return err
	})
	if err != nil {
		return err
	}
	p := l.press(tx)
	for _, o := range readings {
		r := &entente.Records{}
		if err := json.Unmarshal([]byte(o.header), &r.Document); err != nil {
			return fmt.Errorf("%w: header of reading %d: %w", ErrDamaged, o.seq, err)
		}
		if err := entries(ctx, tx, o.seq, r); err != nil {
			return err
		}
		if err := p.observe(ctx, r, o.seq); err != nil {
			return err
		}
	}
	return nil
}

// packAll packs the rows of a ledger that has them one by one, and makes the
// tallies of rows and current readings.
func (l *Ledger) packAll(ctx context.Context, tx *sql.Tx) error {
	p, words := l.press(tx), &rowWords{}
	if _, err := tx.ExecContext(ctx, "PRAGMA "+cacheSize(rowsCache)); err != nil {
		return err
	}
	for last := (spot{day: math.MinInt64}); ; {
		raw, err := oldRows(ctx, tx, last)
		if err != nil {
			return err
		}
		if len(raw) == 0 {
			break
		}
		last = raw[len(raw)-1].spot
		batch, err := l.finish(ctx, tx, raw)
		if err != nil {
			return err
		}
		all, err := sorted(batch)
		if err != nil {
			return err
		}
		if _, err := p.rows(ctx, words, batch, all); err != nil {
			return err
		}
	}
	told, err := toldByDocuments(ctx, tx, func(int64, entente.ActorID) {})
	if err == nil {
		err = p.post(ctx, slices.Clip(told), nil)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, "DROP TABLE old_rows")
	}
	return err
}

// oldRowsAtOnce is how many rows of the old form are packed at once.
const oldRowsAtOnce = 50_000

// oldRows reads rows of the old form behind a spot.
func oldRows(ctx context.Context, tx *sql.Tx, from spot) ([]rawRow, error) {
	var out []rawRow
	thousandths := func(v any) float32 {
		switch x := v.(type) {
		case int64:
			return unsmall(x, false)
		case float64:
			return float32(x)
		}
		return 0
	}
	err := each(ctx, tx, `SELECT day, id, actor, recipient, key, meaning, intensity, ifnull(first, day), last, known, place, outlet, address, file, line, mentions, confidence, deaths, event
		FROM old_rows WHERE (day, id) > (?, ?) ORDER BY day, id LIMIT ?`, func(rows *sql.Rows) error {
		var r rawRow
		var intensity, confidence any
		var first, last, known int64
		o := &r.row
		err := rows.Scan(&r.day, &r.id, &r.actor, &r.recipient, &o.Key, &r.meaning, &intensity, &first, &last, &known,
			&r.place, &r.outlet, &o.Address, &r.file, &o.Line, &o.Mentions, &confidence, &r.deaths, &o.Of)
		o.Intensity, o.Confidence = thousandths(intensity), thousandths(confidence)
		o.Date.From, o.Date.To, o.Known = dayOf(first), dayOf(last), dayOf(known)
		out = append(out, r)
		return err
	}, from.day, from.id, oldRowsAtOnce)
	return out, err
}
