package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
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

// checkSets compares the sets with a count of all rows.
func checkSets(ctx context.Context, q querier) error {
	want, err := setCounts(ctx, q, `SELECT ifnull(json_extract(t.text, '$.s'), '') AS name, sum(m.rows), min(m.first), max(m.last)
		FROM (SELECT meaning, count(*) AS rows, min(nullif(day, 2147483648)) AS first, max(nullif(day, 2147483648)) AS last FROM rows GROUP BY meaning) m
		JOIN terms t ON t.id = m.meaning GROUP BY 1`)
	if err != nil {
		return err
	}
	got, err := setCounts(ctx, q, "SELECT name, rows, first, last FROM sets")
	if err != nil {
		return err
	}
	for _, list := range [][]ledger.SetCount{want, got} {
		slices.SortFunc(list, func(a, b ledger.SetCount) int { return cmp.Compare(a.Name, b.Name) })
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the counts of data sets say %v, there are %v", got, want)
	}
	return nil
}
