package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"entente/ledger"
)

// sum is what is told as done of a pair in a month, of all classes together. The
// first actor and the month are those of the pack it lies in.
type sum struct {
	b        int64
	count    int64
	strength float64
}

// pack writes the sums of one actor in one month, which are sorted by the other
// actor: for each how much higher the other's number is, the count (both as
// varints), and the strength (eight bytes, the lowest first).
func pack(sums []sum) []byte {
	var out []byte
	last := int64(0)
	for _, s := range sums {
		out = binary.AppendUvarint(out, uint64(s.b-last))
		out = binary.AppendVarint(out, s.count)
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(s.strength))
		last = s.b
	}
	return out
}

// unpack reads what pack wrote and appends it.
func unpack(to []sum, packed []byte) ([]sum, error) {
	b := uint64(0)
	for len(packed) > 0 {
		step, n := binary.Uvarint(packed)
		count, m := binary.Varint(packed[max(n, 0):])
		if n <= 0 || m <= 0 || len(packed) < n+m+8 {
			return to, fmt.Errorf("%w: a pack of sums breaks off", ErrDamaged)
		}
		b += step
		to = append(to, sum{int64(b), count, math.Float64frombits(binary.LittleEndian.Uint64(packed[n+m:]))})
		packed = packed[n+m+8:]
	}
	return to, nil
}

// sumID is the key of a pack.
func sumID(month, a int64) int64 { return month<<32 | a }

// doneClass reports whether a class is of what is told as done.
func doneClass(class int64) bool { return classOf(class).Done }

// postSums adds a tally to the sums.
func (p *press) postSums(ctx context.Context, t tally, old map[int64]bool) error {
	type place struct{ month, a, b int64 }
	added := map[place]sum{}
	for k, v := range t {
		if doneClass(k.class) {
			at := place{k.month, k.a, k.b}
			s := added[at]
			s.count += int64(v.count)
			s.strength += v.strength
			added[at] = s
		}
	}
	byPack := map[int64][]sum{}
	for at, s := range added {
		s.b = at.b
		byPack[sumID(at.month, at.a)] = append(byPack[sumID(at.month, at.a)], s)
	}
	var packs []int64
	for id := range byPack {
		packs = append(packs, id)
	}
	slices.Sort(packs)
	for _, id := range packs {
		news := byPack[id]
		slices.SortFunc(news, func(x, y sum) int { return cmp.Compare(x.b, y.b) })
		var err error
		if old[id>>32] {
			err = p.repack(ctx, id, news)
		} else if news = merge(nil, news); len(news) > 0 {
			_, err = p.exec(ctx, "INSERT INTO sums (id, packed) VALUES (?, ?)", id, pack(news))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// repack adds sums, sorted, to a pack. One that comes to nothing is taken out: it
// repeats what can be counted again.
func (p *press) repack(ctx context.Context, id int64, news []sum) error {
	var packed []byte
	if err := p.tx.QueryRowContext(ctx, "SELECT packed FROM sums WHERE id = ?", id).Scan(&packed); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	old, err := unpack(make([]sum, 0, len(packed)/10+len(news)), packed)
	if err != nil {
		return err
	}
	sums := merge(old, news)
	if len(sums) == 0 {
		_, err = p.exec(ctx, "DELETE FROM sums WHERE id = ?", id)
		return err
	}
	_, err = p.exec(ctx, "INSERT INTO sums (id, packed) VALUES (?, ?) ON CONFLICT DO UPDATE SET packed = excluded.packed", id, pack(sums))
	return err
}

// merge adds sums to others, both sorted. What comes to nothing is left out.
func merge(old, news []sum) []sum {
	out := make([]sum, 0, len(old)+len(news))
	for len(old) > 0 || len(news) > 0 {
		var s sum
		switch {
		case len(news) == 0 || len(old) > 0 && old[0].b < news[0].b:
			s, old = old[0], old[1:]
		case len(old) == 0 || news[0].b < old[0].b:
			s, news = news[0], news[1:]
		default:
			s = sum{old[0].b, old[0].count + news[0].count, old[0].strength + news[0].strength}
			old, news = old[1:], news[1:]
		}
		if s.count != 0 {
			out = append(out, s)
		}
	}
	return out
}

// sumAll fills the sums from the tallies of a ledger that had none.
func (l *Ledger) sumAll(ctx context.Context, tx *sql.Tx) error {
	p := &press{tx: tx, terms: &l.terms}
	var sums []sum
	id := int64(-1)
	flush := func() error {
		if len(sums) == 0 {
			return nil
		}
		_, err := p.exec(ctx, "INSERT INTO sums (id, packed) VALUES (?, ?)", id, pack(sums))
		sums = sums[:0]
		return err
	}
	err := eachSum(ctx, tx, func(at int64, s sum) error {
		if at != id {
			if err := flush(); err != nil {
				return err
			}
			id = at
		}
		sums = append(sums, s)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// eachSum counts the sums again from the tallies, in the order of packs.
func eachSum(ctx context.Context, q querier, f func(id int64, s sum) error) error {
	return each(ctx, q, `SELECT month, a, b, sum(count), sum(strength) FROM tallies WHERE class / 1024 % 2 = 1 GROUP BY month, a, b HAVING sum(count) <> 0 ORDER BY month, a, b`, func(rows *sql.Rows) error {
		var month, a int64
		var s sum
		if err := rows.Scan(&month, &a, &s.b, &s.count, &s.strength); err != nil {
			return err
		}
		return f(sumID(month, a), s)
	})
}

// movement is how a pair stood and stands.
type movement struct {
	a, b        int64
	now, before float64
	count, past int64
}

// movements sums up every pair of two windows.
func movements(ctx context.Context, q querier, window, baseline ledger.Window) ([]movement, error) {
	type pair struct{ a, b int64 }
	at := map[pair]int{}
	var out []movement
	var sums []sum
	from, to := min(window.From, baseline.From), max(window.To, baseline.To)
	err := each(ctx, q, "SELECT id, packed FROM sums WHERE id >= ? AND id < ?", func(rows *sql.Rows) error {
		var id int64
		var packed sql.RawBytes
		if err := rows.Scan(&id, &packed); err != nil {
			return err
		}
		month, a := ledger.Month(id>>32), id&(1<<32-1)
		now, before := window.Holds(month), baseline.Holds(month)
		if !now && !before {
			return nil
		}
		var err error
		if sums, err = unpack(sums[:0], packed); err != nil {
			return err
		}
		for _, s := range sums {
			i, ok := at[pair{a, s.b}]
			if !ok {
				i = len(out)
				at[pair{a, s.b}] = i
				out = append(out, movement{a: a, b: s.b})
			}
			if now {
				out[i].now += s.strength
				out[i].count += s.count
			}
			if before {
				out[i].before += s.strength
				out[i].past += s.count
			}
		}
		return nil
	}, sumID(int64(from), 0), sumID(int64(to)+1, 0))
	return out, err
}

// checkSums compares the sums with the tallies.
func checkSums(ctx context.Context, q querier) error {
	want := map[int64][]sum{}
	err := eachSum(ctx, q, func(id int64, s sum) error {
		want[id] = append(want[id], s)
		return nil
	})
	if err != nil {
		return err
	}
	err = each(ctx, q, "SELECT id, packed FROM sums", func(rows *sql.Rows) error {
		var id int64
		var packed sql.RawBytes
		if err := rows.Scan(&id, &packed); err != nil {
			return err
		}
		got, err := unpack(nil, packed)
		if err != nil {
			return err
		}
		same := slices.EqualFunc(got, want[id], func(x, y sum) bool {
			return x.b == y.b && x.count == y.count && math.Abs(x.strength-y.strength) <= 1e-3*(1+math.Abs(y.strength))
		})
		if !same {
			return fmt.Errorf("the sums of actor %d in %s are not those of the tallies", id&(1<<32-1), ledger.Month(id>>32))
		}
		delete(want, id)
		return nil
	})
	if err == nil && len(want) > 0 {
		err = fmt.Errorf("%d sums are missing", len(want))
	}
	return err
}
