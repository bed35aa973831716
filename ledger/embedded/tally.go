package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
)

// layers gives each layer a number; 0 is none. The order of ledger.Layers is part
// of the format.
var layers = append([]entente.Layer{""}, ledger.Layers()...)

// classNumber puts a class in a number: kind, done, quad, layer, sign.
func classNumber(c ledger.Class) int64 {
	n := int64(0)
	if c.Kind == entente.KindTie {
		n = 1
	}
	n *= 2
	if c.Done {
		n++
	}
	n = n*8 + int64(c.Quad&7)
	n = n*32 + int64(max(0, slices.Index(layers, c.Layer)))
	return n*4 + int64(c.Sign+1)
}

func classOf(n int64) ledger.Class {
	c := ledger.Class{Kind: entente.KindEvent, Sign: entente.Sign(n%4) - 1}
	n /= 4
	c.Layer = layers[min(int(n%32), len(layers)-1)]
	n /= 32
	c.Quad = int8(n % 8)
	n /= 8
	c.Done = n%2 == 1
	if n/2 == 1 {
		c.Kind = entente.KindTie
	}
	return c
}

// tally is what a batch adds to the tallies.
type tally map[tallyKey]tallyValue

type tallyKey struct{ month, a, b, class int64 }

type tallyValue struct {
	count    int
	strength float64
}

// count adds an observation, times +1 or -1.
func (p *press) count(ctx context.Context, t tally, o *entente.Observation, times int) error {
	a, b, err := p.pair(ctx, o)
	if err == nil {
		t.add(a, b, o, times)
	}
	return err
}

// pair are the numbers of an observation's actors; where it has no direction, in
// the order of their ids.
func (p *press) pair(ctx context.Context, o *entente.Observation) (a, b int64, err error) {
	first, second := o.A, o.B
	if !o.Directed && second < first {
		first, second = second, first
	}
	if a, err = p.numbered(ctx, string(first)); err == nil {
		b, err = p.numbered(ctx, string(second))
	}
	return a, b, err
}

// add adds an observation of the pair of two numbers, times +1 or -1.
func (t tally) add(a, b int64, o *entente.Observation, times int) {
	k := tallyKey{int64(ledger.MonthOf(o.Date())), a, b, classNumber(ledger.ClassOf(o))}
	v := t[k]
	v.count += times
	v.strength += float64(times) * float64(o.Strength)
	t[k] = v
}

// post adds a tally to the tallies and to their sums.
func (p *press) post(ctx context.Context, t tally) error {
	old, err := p.oldMonths(ctx, t)
	if err != nil {
		return err
	}
	if err := p.postTallies(ctx, t, old); err != nil {
		return err
	}
	return p.postSums(ctx, t, old)
}

// oldMonths are the months of a tally that the tables have tallies of. Of the
// others nothing needs to be looked for, which are most where rows come by date.
func (p *press) oldMonths(ctx context.Context, t tally) (map[int64]bool, error) {
	old := map[int64]bool{}
	for k := range t {
		if _, asked := old[k.month]; asked {
			continue
		}
		var has bool
		if err := p.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM tallies WHERE month = ?)", k.month).Scan(&has); err != nil {
			return nil, err
		}
		old[k.month] = has
	}
	return old, nil
}

func (p *press) postTallies(ctx context.Context, t tally, old map[int64]bool) error {
	keys := make([]tallyKey, 0, len(t))
	for k, v := range t {
		if v.count != 0 || v.strength != 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y tallyKey) int {
		return cmp.Or(cmp.Compare(x.month, y.month), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.class, y.class))
	})
	for len(keys) > 0 {
		n := 1
		for n < min(128, len(keys)) && old[keys[n].month] == old[keys[0].month] {
			n++
		}
		some := keys[:n]
		keys = keys[n:]
		args := make([]any, 0, 6*n)
		for _, k := range some {
			args = append(args, k.month, k.a, k.b, k.class, t[k].count, t[k].strength)
		}
		insert := "INSERT OR FAIL INTO tallies (month, a, b, class, count, strength) VALUES " + strings.Repeat(",(?,?,?,?,?,?)", n)[1:]
		if old[some[0].month] { // costs a journal of its own
			insert += " ON CONFLICT DO UPDATE SET count = count + excluded.count, strength = strength + excluded.strength"
		}
		if _, err := p.exec(ctx, insert, args...); err != nil {
			return err
		}
	}
	return nil
}

// Series yields the tallies of a pair, or of one actor with everybody: see
// ledger.Ledger.
func (l *Ledger) Series(ctx context.Context, a, b entente.ActorID, w ledger.Window) iter.Seq2[ledger.Tally, error] {
	// What belongs to an actor has its id, a point and more; "/" follows the point.
	const ids = "(SELECT id FROM terms WHERE text = ? UNION ALL SELECT id FROM terms WHERE text > ? AND text < ?)"
	of := func(x entente.ActorID) []any { return []any{string(x), string(x) + ".", string(x) + "/"} }
	if b == "" {
		return l.tallies(ctx, "t.a IN "+ids+" OR t.b IN "+ids, slices.Concat(of(a), of(a)), w)
	}
	return l.tallies(ctx, "t.a IN "+ids+" AND t.b IN "+ids+" OR t.a IN "+ids+" AND t.b IN "+ids, slices.Concat(of(a), of(b), of(b), of(a)), w)
}

// Tallies yields the tallies of all pairs in a window: see ledger.Ledger.
func (l *Ledger) Tallies(ctx context.Context, w ledger.Window) iter.Seq2[ledger.Tally, error] {
	return l.tallies(ctx, "1", nil, w)
}

// tallyPage is how many tallies are read at once.
const tallyPage = 8192

func (l *Ledger) tallies(ctx context.Context, where string, args []any, w ledger.Window) iter.Seq2[ledger.Tally, error] {
	return func(yield func(ledger.Tally, error) bool) {
		month, a, b, class := int64(math.MinInt64), "", "", int64(-1)
		low, high := bounds(w)
		for {
			query := `SELECT t.month, x.text, y.text, t.class, t.count, t.strength FROM tallies t JOIN terms x ON x.id = t.a JOIN terms y ON y.id = t.b
				WHERE (` + where + `) AND t.count <> 0 AND t.month BETWEEN ? AND ? AND (t.month, x.text, y.text, t.class) > (?, ?, ?, ?)
				ORDER BY t.month, x.text, y.text, t.class LIMIT ?`
			var page []ledger.Tally
			err := each(ctx, l.readers, query, func(rows *sql.Rows) error {
				var t ledger.Tally
				if err := rows.Scan(&month, &a, &b, &class, &t.Count, &t.Strength); err != nil {
					return err
				}
				t.Month, t.A, t.B, t.Class = ledger.Month(month), entente.ActorID(a), entente.ActorID(b), classOf(class)
				page = append(page, t)
				return nil
			}, append(append([]any{}, args...), max(low, month), high, month, a, b, class, tallyPage)...)
			if err != nil {
				yield(ledger.Tally{}, l.explain(err, "read"))
				return
			}
			for _, t := range page {
				if !yield(t, nil) {
					return
				}
			}
			if len(page) < tallyPage {
				return
			}
		}
	}
}

// bounds are the months of a window; one that is open at both ends holds what
// has no date too.
func bounds(w ledger.Window) (low, high int64) {
	low, high = math.MinInt32, int64(ledger.NoMonth)
	if w != (ledger.Window{}) {
		high = int64(ledger.NoMonth) - 1
	}
	if w.From != 0 {
		low = int64(w.From)
	}
	if w.To != 0 {
		high = int64(w.To)
	}
	return low, high
}

// Changes returns the pairs that changed most: see ledger.Ledger.
func (l *Ledger) Changes(ctx context.Context, window, baseline ledger.Window, limit int) ([]ledger.Change, error) {
	for _, w := range []ledger.Window{window, baseline} {
		if w.From == 0 || w.To == 0 || w.To < w.From {
			return nil, l.explain(fmt.Errorf("a window of %s to %s has no length", w.From, w.To), "read")
		}
	}
	if limit <= 0 {
		limit = 1 << 30
	}
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, l.explain(err, "read")
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	all, err := movements(ctx, tx, window, baseline)
	if err != nil {
		return nil, l.explain(err, "read")
	}
	out, err := l.largest(ctx, tx, all, float64(window.To-window.From+1), float64(baseline.To-baseline.From+1), limit)
	return out, l.explain(err, "read")
}

// largest are the movements of most strength a month, with the words of their
// actors; n and m are the months of the window and of the baseline.
func (l *Ledger) largest(ctx context.Context, q querier, all []movement, n, m float64, limit int) ([]ledger.Change, error) {
	for i := range all {
		all[i].now /= n
		all[i].before /= m
	}
	slices.SortFunc(all, func(x, y movement) int { return cmp.Compare(math.Abs(y.now-y.before), math.Abs(x.now-x.before)) })
	most := min(limit, len(all))
	for most > 0 && most < len(all) && math.Abs(all[most].now-all[most].before) == math.Abs(all[most-1].now-all[most-1].before) {
		most++ // of equal ones the ids decide, which are not known yet
	}
	need := map[int64]bool{}
	for _, x := range all[:most] {
		need[x.a], need[x.b] = true, true
	}
	words, err := l.terms.words(ctx, q, need)
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Change, most)
	for i, x := range all[:most] {
		out[i] = ledger.Change{A: entente.ActorID(words[x.a]), B: entente.ActorID(words[x.b]), Now: x.now, Before: x.before, Count: int(x.count), Past: int(x.past)}
	}
	slices.SortFunc(out, func(x, y ledger.Change) int {
		return cmp.Or(cmp.Compare(math.Abs(y.Delta()), math.Abs(x.Delta())), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out[:min(limit, len(out))], nil
}

// checkCounts counts the observations again and compares the tallies.
func (l *Ledger) checkCounts(ctx context.Context) error {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	var missing int
	if err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM rows WHERE a > 0 AND b > 0 AND a <> b) - (SELECT count(*) FROM pairs p JOIN rows r USING (day, id) WHERE p.a = r.a AND p.b = r.b)`).Scan(&missing); err != nil {
		return err
	}
	if missing != 0 {
		return fmt.Errorf("%d rows are not found by their pair", missing)
	}
	var stray sql.NullString
	err = tx.QueryRowContext(ctx, `SELECT min(o.record) FROM observations o WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.id = o.record AND e.reading = o.reading)`).Scan(&stray)
	if err != nil {
		return err
	}
	if stray.Valid {
		return fmt.Errorf("an observation is of %q, which is no record of its reading", stray.String)
	}
	again := tally{}
	err = each(ctx, tx, "SELECT t.a, t.b, t.payload FROM observations t JOIN readings r ON r.seq = t.reading JOIN documents d ON d.seq = r.document AND d.current = r.seq", func(rows *sql.Rows) error {
		var a, b int64
		var payload sql.RawBytes
		if err := rows.Scan(&a, &b, &payload); err != nil {
			return err
		}
		var o entente.Observation
		if err := json.Unmarshal(payload, &o); err != nil {
			return err
		}
		if !o.Directed && o.B < o.A {
			a, b = b, a
		}
		again.add(a, b, &o, 1)
		return nil
	})
	if err != nil {
		return err
	}
	meanings := map[int64]meaning{}
	err = each(ctx, tx, `SELECT t.day, t.a, t.b, t.meaning, t.intensity, x.text FROM rows t JOIN terms x ON x.id = t.meaning WHERE t.a > 0 AND t.b > 0 AND t.a <> t.b`, func(rows *sql.Rows) error {
		var day, a, b, n int64
		var intensity any
		var text string
		if err := rows.Scan(&day, &a, &b, &n, &intensity, &text); err != nil {
			return err
		}
		m, ok := meanings[n]
		if !ok {
			if err := json.Unmarshal([]byte(text), &m); err != nil {
				return err
			}
			meanings[n] = m
		}
		r := entente.Row{Quad: m.Quad, Layer: m.Layer, Sign: m.Sign, Intensity: unsmall(intensity), Date: entente.Interval{From: dayOf(day)}}
		r.Actor.Actor, r.Recipient.Actor = "a", "b"
		if o, ok := r.Observation(); ok {
			again.add(a, b, &o, 1)
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, "SELECT month, a, b, class, count, strength FROM tallies WHERE count <> 0", func(rows *sql.Rows) error {
		var k tallyKey
		var v tallyValue
		if err := rows.Scan(&k.month, &k.a, &k.b, &k.class, &v.count, &v.strength); err != nil {
			return err
		}
		want := again[k]
		delete(again, k)
		if want.count != v.count || math.Abs(want.strength-v.strength) > 1e-3*(1+math.Abs(want.strength)) {
			return fmt.Errorf("the tally of the pair %d, %d in %s says %d, there are %d", k.a, k.b, ledger.Month(k.month), v.count, want.count)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for k, v := range again {
		if v.count != 0 {
			return fmt.Errorf("the tally of the pair %d, %d in %s is missing, there are %d", k.a, k.b, ledger.Month(k.month), v.count)
		}
	}
	if err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM rows) - (SELECT count FROM totals WHERE what = 'rows')").Scan(&missing); err != nil {
		return err
	}
	if missing != 0 {
		return fmt.Errorf("there are %d rows more than the total says", missing)
	}
	if err := checkSets(ctx, tx); err != nil {
		return err
	}
	return checkSums(ctx, tx)
}
