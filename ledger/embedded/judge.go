package embedded

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"entente"
)

// Judge stores judgements, all of them or none: see ledger.Ledger.
func (l *Ledger) Judge(ctx context.Context, judgements ...entente.Judgement) error {
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return l.explain(err, "write")
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	for i := range judgements {
		j := judgements[i]
		if err := j.Seal(); err != nil {
			return l.explain(fmt.Errorf("judgement of %q: %w", j.Subject, err), "write")
		}
		payload, err := json.Marshal(j)
		if err != nil {
			return l.explain(err, "write")
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO judgements (id, subject, payload) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
			j.ID, j.Subject, string(payload)); err != nil {
			return l.explain(err, "write")
		}
	}
	return l.explain(tx.Commit(), "write")
}

// judgementPage is how many judgements are read at once.
const judgementPage = 512

// Judgements yields every judgement in order of arrival.
func (l *Ledger) Judgements(ctx context.Context) iter.Seq2[entente.Judgement, error] {
	return l.JudgementsAfter(ctx, 0)
}

// JudgementsAfter yields the judgements after the first n. None is ever taken away, so
// that their numbers follow one another.
func (l *Ledger) JudgementsAfter(ctx context.Context, n int) iter.Seq2[entente.Judgement, error] {
	return func(yield func(entente.Judgement, error) bool) {
		last := int64(n)
		for {
			page, next, err := l.judgementsAfter(ctx, last)
			if err != nil {
				yield(entente.Judgement{}, l.explain(err, "read"))
				return
			}
			for _, j := range page {
				if !yield(j, nil) {
					return
				}
			}
			if len(page) < judgementPage {
				return
			}
			last = next
		}
	}
}

func (l *Ledger) judgementsAfter(ctx context.Context, last int64) (page []entente.Judgement, next int64, err error) {
	rows, err := l.readers.QueryContext(ctx, "SELECT seq, payload FROM judgements WHERE seq > ? ORDER BY seq LIMIT ?", last, judgementPage)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var payload string
		var j entente.Judgement
		if err := rows.Scan(&next, &payload); err != nil {
			return nil, 0, err
		}
		if err := json.Unmarshal([]byte(payload), &j); err != nil {
			return nil, 0, fmt.Errorf("%w: judgement %d: %w", ErrDamaged, next, err)
		}
		page = append(page, j)
	}
	return page, next, rows.Err()
}
