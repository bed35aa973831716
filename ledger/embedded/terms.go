package embedded

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strings"
	"sync"
)

// termsKept is how many terms are held in memory each way.
const termsKept = 1 << 18

// terms are the words of the table of that name, as far as they were asked for and
// their numbers were committed. These never change, so that what is held stays right.
type terms struct {
	mu     sync.RWMutex
	number map[string]int64
	text   map[int64]string
}

// find returns the number of a word, if it is held.
func (t *terms) find(s string) (int64, bool) {
	if s == "" {
		return 0, true
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	n, ok := t.number[s]
	return n, ok
}

// keep holds numbers that were committed.
func (t *terms) keep(numbers map[string]int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.number == nil || len(t.number)+len(numbers) > termsKept {
		t.number = make(map[string]int64, len(numbers))
	}
	maps.Copy(t.number, numbers)
}

// numbered returns the number of a word and gives it one where it has none.
func (p *press) numbered(ctx context.Context, s string) (int64, error) {
	if n, ok := p.terms.find(s); ok {
		return n, nil
	}
	if n, ok := p.given[s]; ok {
		return n, nil
	}
	var n int64
	res, err := p.exec(ctx, "INSERT INTO terms (text) VALUES (?) ON CONFLICT DO NOTHING", s)
	if err != nil {
		return 0, err
	}
	if added, err := res.RowsAffected(); err == nil && added == 1 {
		n, err = res.LastInsertId()
		if err != nil {
			return 0, err
		}
	} else if err := p.QueryRowContext(ctx, "SELECT id FROM terms WHERE text = ?", s).Scan(&n); err != nil {
		return 0, err
	}
	hold(&p.given, s, n)
	return n, nil
}

// words returns the text of numbers.
func (t *terms) words(ctx context.Context, q querier, numbers map[int64]bool) (map[int64]string, error) {
	out := make(map[int64]string, len(numbers))
	var ask []any
	t.mu.RLock()
	for n := range numbers {
		if s, ok := t.text[n]; ok || n == 0 {
			out[n] = s
		} else {
			ask = append(ask, n)
		}
	}
	t.mu.RUnlock()
	const size = 512
	for len(ask) > 0 {
		some := ask[:min(size, len(ask))]
		ask = ask[len(some):]
		err := each(ctx, q, "SELECT id, text FROM terms WHERE id IN (?"+strings.Repeat(",?", len(some)-1)+")", func(rows *sql.Rows) error {
			var n int64
			var s string
			if err := rows.Scan(&n, &s); err != nil {
				return err
			}
			out[n] = s
			t.mu.Lock()
			if t.text == nil || len(t.text) >= termsKept {
				t.text = make(map[int64]string, 1024)
			}
			t.text[n] = s
			t.mu.Unlock()
			return nil
		}, some...)
		if err != nil {
			return nil, err
		}
	}
	for n := range numbers {
		if _, ok := out[n]; !ok {
			return nil, fmt.Errorf("%w: there is no term %d", ErrDamaged, n)
		}
	}
	return out, nil
}

// belonging returns the numbers of an actor and of what belongs to it.
func belonging(ctx context.Context, q querier, actor string) ([]any, error) {
	var out []any
	// What belongs to AZE starts with "AZE."; "/" is the character after ".".
	err := each(ctx, q, "SELECT id FROM terms WHERE text = ? OR text > ? AND text < ? ORDER BY text", func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		out = append(out, n)
		return err
	}, actor, actor+".", actor+"/")
	return out, err
}
