package embedded

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"entente"
	"entente/ledger"
)

// Sets counts the rows of each data set: see ledger.Ledger.
func (l *Ledger) Sets(ctx context.Context) ([]ledger.SetCount, error) {
	out, err := setCounts(ctx, l.readers, "SELECT name, rows, first, last FROM sets ORDER BY name")
	return out, l.explain(err, "read")
}

func setCounts(ctx context.Context, q querier, query string) ([]ledger.SetCount, error) {
	var out []ledger.SetCount
	err := each(ctx, q, query, func(rows *sql.Rows) error {
		var s ledger.SetCount
		var first, last sql.NullInt64
		err := rows.Scan(&s.Name, &s.Rows, &first, &last)
		s.First, s.Last = entente.Day(first.Int64), entente.Day(last.Int64)
		out = append(out, s)
		return err
	})
	return out, err
}

// setTally is what a batch adds to the sets.
type setTally map[string]*ledger.SetCount

// add counts a row.
func (t setTally) add(r *entente.Row) {
	s := t[r.DataSet]
	if s == nil {
		s = &ledger.SetCount{Name: r.DataSet}
		t[r.DataSet] = s
	}
	s.Count(r)
}

// postSets adds a tally to the sets.
func (p *press) postSets(ctx context.Context, t setTally) error {
	bound := func(d entente.Day) any {
		if d.IsZero() {
			return nil
		}
		return int64(d)
	}
	for _, name := range slices.Sorted(maps.Keys(t)) {
		s := t[name]
		_, err := p.exec(ctx, `INSERT INTO sets (name, rows, first, last) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET rows = rows + excluded.rows,
			first = min(ifnull(first, excluded.first), ifnull(excluded.first, first)), last = max(ifnull(last, excluded.last), ifnull(excluded.last, last))`,
			name, s.Rows, bound(s.First), bound(s.Last))
		if err != nil {
			return err
		}
	}
	return nil
}
