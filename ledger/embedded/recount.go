package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"

	"entente"
	"entente/ledger"
)

// recount counts again, month by month, what rows and current observations tell, and
// compares it with what the ledger repeats of it.
type recount struct {
	ledger   *Ledger
	q        querier
	glossary *glossary
	read     []told         // what documents tell, by month
	sets     setTally       // the rows of each data set
	rows     int            // so far
	told     []told         // of the month at hand
	stood    []stood        // likewise
	months   map[int64]bool // those that were compared
	month    monthOf
}

// checkCounts counts the observations again and compares the tallies.
func (l *Ledger) checkCounts(ctx context.Context) error {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	var stray sql.NullString
	err = tx.QueryRowContext(ctx, `SELECT min(o.record) FROM observations o WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = o.record AND e.reading = o.reading)`).Scan(&stray)
	if err != nil {
		return err
	}
	if stray.Valid {
		return fmt.Errorf("an observation is of %q, which is no record of its reading", stray.String)
	}
	c := &recount{ledger: l, q: tx, sets: setTally{}, months: map[int64]bool{}}
	if c.glossary, err = l.glossaryOf(ctx, tx, nil); err == nil {
		meant := meanings{}
		if c.read, err = toldByDocuments(ctx, tx, meant.see); err == nil {
			err = meant.compare(ctx, l, tx)
		}
	}
	if err == nil {
		err = c.all(ctx)
	}
	return err
}

// meanings are the actors that observations give to numbers.
type meanings map[int64]map[entente.ActorID]bool

func (m meanings) see(n int64, a entente.ActorID) {
	if m[n] == nil {
		m[n] = map[entente.ActorID]bool{}
	}
	m[n][a] = true
}

// compare fails where a number stands for another actor than the observations say,
// or for two.
func (m meanings) compare(ctx context.Context, l *Ledger, q querier) error {
	numbers := make(map[int64]bool, len(m))
	for n := range m {
		numbers[n] = true
	}
	words, err := l.terms.words(ctx, q, numbers)
	if err != nil {
		return err
	}
	for _, n := range slices.Sorted(maps.Keys(m)) {
		for _, a := range slices.Sorted(maps.Keys(m[n])) {
			if string(a) != words[n] {
				return fmt.Errorf("an observation of %q stands under %q", a, words[n])
			}
		}
	}
	return nil
}

// toldByDocuments is what current readings tell, by month. see is told which actor
// each number is given.
func toldByDocuments(ctx context.Context, q querier, see func(int64, entente.ActorID)) ([]told, error) {
	var out []told
	err := each(ctx, q, "SELECT t.a, t.b, t.payload FROM observations t JOIN readings r ON r.seq = t.reading JOIN documents d ON d.seq = r.document AND d.current = r.seq", func(rows *sql.Rows) error {
		var a, b int64
		var payload sql.RawBytes
		if err := rows.Scan(&a, &b, &payload); err != nil {
			return err
		}
		var o entente.Observation
		if err := unmarshal(payload, &o); err != nil {
			return err
		}
		see(a, o.A)
		see(b, o.B)
		if !o.Directed && o.B < o.A {
			a, b = b, a
		}
		out = append(out, toldBy(a, b, &o, 1))
		return nil
	})
	sortTold(out)
	return out, err
}

// all compares every month, then what is counted of all rows.
func (c *recount) all(ctx context.Context) error {
	at, last := int64(math.MinInt32), spot{day: math.MinInt64}
	err := eachRow(ctx, c.q, spot{day: math.MinInt64}, func(r *shelved) (bool, error) {
		if !last.before(r.spot) {
			return false, fmt.Errorf("row %d of day %d stands behind a later one", r.id, r.day)
		}
		last = r.spot
		if month := c.month.of(r.day); month != at {
			if err := c.until(ctx, month); err != nil {
				return false, err
			}
			at = month
		}
		return true, c.add(ctx, r)
	})
	if err == nil {
		err = c.until(ctx, math.MaxInt32)
	}
	if err == nil {
		err = c.others(ctx)
	}
	if err != nil {
		return err
	}
	var missing int
	if err := c.q.QueryRowContext(ctx, "SELECT ? - (SELECT count FROM totals WHERE what = 'rows')", c.rows).Scan(&missing); err != nil {
		return err
	}
	if missing != 0 {
		return fmt.Errorf("there are %d rows more than the total says", missing)
	}
	return checkSets(ctx, c.q, c.sets)
}

// add counts a row, and sees that it has the id that its key gives it.
func (c *recount) add(ctx context.Context, r *shelved) error {
	raw, err := r.unpack()
	if err != nil {
		return err
	}
	m, ok := c.glossary.meanings[raw.meaning]
	if !ok {
		words, err := c.ledger.terms.words(ctx, c.q, map[int64]bool{raw.meaning: true})
		if err == nil {
			m = thing(words, c.glossary.meanings, raw.meaning, &err)
		}
		if err != nil {
			return err
		}
	}
	row := raw.row
	row.DataSet = m.DataSet
	row.Seal()
	if id := entente.RowID(dayOf(r.day), uint64(r.id)); row.ID != id {
		return fmt.Errorf("the row %s says that it is %s", id, row.ID)
	}
	c.rows++
	c.sets.add(&row)
	if paired(raw.a, raw.b) {
		id := packID(c.month.month, raw.a)
		c.told = append(c.told, told{id, raw.b, m.class(), 1, float64(row.Strength())})
		c.stood = append(c.stood, stood{id, raw.b, c.month.nearby(r.spot)})
	}
	return nil
}

// until compares the months before one: that of the rows at hand, and those that
// only documents tell of.
func (c *recount) until(ctx context.Context, month int64) error {
	of := func(t *told) int64 { m, _ := unpackID(t.pack); return m }
	for {
		next, n := month, 0
		if len(c.told) > 0 {
			next = min(next, of(&c.told[0]))
		}
		if len(c.read) > 0 {
			next = min(next, of(&c.read[0]))
		}
		if next == month {
			return nil
		}
		for n < len(c.read) && of(&c.read[n]) == next {
			n++
		}
		all := c.read[:n:n]
		c.read = c.read[n:]
		if len(c.told) > 0 && of(&c.told[0]) == next {
			all = append(all, c.told...)
			c.told = c.told[:0]
		}
		if err := c.compare(ctx, next, all); err != nil {
			return err
		}
	}
}

// compare compares the packs of a month with what was counted.
func (c *recount) compare(ctx context.Context, month int64, all []told) error {
	c.months[month] = true
	same := func(x, y told) bool {
		return x.compare(&y) == 0 && x.count == y.count && math.Abs(x.strength-y.strength) <= 1e-3*(1+math.Abs(y.strength))
	}
	sortTold(all)
	all = mergeTold(all)
	if err := comparePacks(ctx, c.q, tallyPacks, month, all, same); err != nil {
		return err
	}
	sums := summed(nil, all, false)
	turnRound(all)
	if err := comparePacks(ctx, c.q, receivedPacks, month, all, same); err != nil {
		return err
	}
	if err := comparePacks(ctx, c.q, sumPacks, month, summed(sums, all, true), same); err != nil {
		return err
	}
	defer func() { c.stood = c.stood[:0] }()
	return comparePacks(ctx, c.q, placePacks, month, c.stood, func(x, y stood) bool { return x == y })
}

// comparePacks compares the packs of a month in a table with what should be in them.
func comparePacks[T any](ctx context.Context, q querier, c codec[T], month int64, want []T, same func(x, y T) bool) error {
	c.sort(want)
	want = c.merge(want)
	differ := func(id int64) error {
		_, actor := unpackID(id)
		return fmt.Errorf("the %s of actor %d in %s are not those of the rows and records", c.table, actor, ledger.Month(month))
	}
	err := eachPack(ctx, q, c, nil, "id >= ? AND id < ?", func(id int64, got []T) error {
		n := 0
		for n < len(want) && c.of(want[n]) == id {
			n++
		}
		if n == 0 || !slices.EqualFunc(got, want[:n], same) {
			return differ(id)
		}
		want = want[n:]
		return nil
	}, packID(month, 0), packID(month+1, 0))
	if err == nil && len(want) > 0 {
		err = differ(c.of(want[0]))
	}
	return err
}

// others sees that there are no packs of months of which nothing is told.
func (c *recount) others(ctx context.Context) error {
	for _, table := range []string{tallyPacks.table, receivedPacks.table, sumPacks.table, placePacks.table} {
		for month := int64(math.MinInt32); ; month++ {
			var id sql.NullInt64
			if err := c.q.QueryRowContext(ctx, "SELECT min(id) FROM "+table+" WHERE id >= ?", packID(month, 0)).Scan(&id); err != nil {
				return err
			}
			if !id.Valid {
				break
			}
			if month, _ = unpackID(id.Int64); !c.months[month] {
				return fmt.Errorf("nothing is told in %s, and there are %s of it", ledger.Month(month), table)
			}
		}
	}
	return nil
}

// checkSets compares the sets with a count of all rows.
func checkSets(ctx context.Context, q querier, counted setTally) error {
	got, err := setCounts(ctx, q, "SELECT name, rows, first, last FROM sets")
	if err != nil {
		return err
	}
	var want []ledger.SetCount
	for _, s := range counted {
		want = append(want, *s)
	}
	for _, list := range [][]ledger.SetCount{want, got} {
		slices.SortFunc(list, func(a, b ledger.SetCount) int { return cmp.Compare(a.Name, b.Name) })
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the counts of data sets say %v, there are %v", got, want)
	}
	return nil
}
