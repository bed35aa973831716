package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"entente"
	"entente/ledger"
)

// A page of rows of one pair is taken from where each of its directions lies, if
// there are few (a state has organs, each is an actor): combinedAtMost. Of one actor, or of
// many directions, it is taken month by month: from each pair that the sums tell
// of, or, where the actor is so busy that few rows must be passed over to fill the
// page, by going through the rows. To ask for a pair costs about as much as to
// pass over pairCost rows.
const (
	combinedAtMost = 256
	pairCost       = 50
)

// numbers are the numbers of actors.
type numbers map[int64]bool

// rowsOfSome returns the first rows behind a place that tell of the pair or actor
// of a slice, none where there are no more.
func (l *Ledger) rowsOfSome(ctx context.Context, q querier, s *ledger.Slice, from spot, size int) ([]entente.Row, error) {
	a, err := numbersOf(ctx, q, s.A)
	if err != nil {
		return nil, err
	}
	b, err := numbersOf(ctx, q, s.B)
	if err != nil {
		return nil, err
	}
	if s.A != "" && len(a) == 0 || s.B != "" && len(b) == 0 {
		return nil, nil // nobody of that name is in any row
	}
	if !s.From.IsZero() {
		from = later(from, spot{day: int64(s.From), id: -1})
	}
	if n := 2 * len(a) * len(b); s.B != "" && n <= combinedAtMost {
		low, high := int64(math.MinInt32), int64(unknownDay)
		if last := lastDay(s); last < high {
			high = last
		}
		var pairs [][2]int64
		for x := range a {
			for y := range b {
				pairs = append(pairs, [2]int64{x, y}, [2]int64{y, x})
			}
		}
		places, err := placesOf(ctx, q, pairs, low, high, from, size)
		if err != nil {
			return nil, err
		}
		return l.rowsAt(ctx, q, places)
	}
	return l.rowsByMonth(ctx, q, s, a, b, from, size)
}

// rowsByMonth returns the first rows of the first month that has any.
func (l *Ledger) rowsByMonth(ctx context.Context, q querier, s *ledger.Slice, a, b numbers, from spot, size int) ([]entente.Row, error) {
	first := int64(math.MinInt32)
	if from.day > math.MinInt32 {
		first = monthNumber(from.day)
	}
	for last := lastMonth(s); ; first++ {
		month, ok, err := nextMonth(ctx, q, first, last, a, b)
		if err != nil || !ok {
			return nil, err
		}
		first = month
		busy, err := activeIn(ctx, q, month, a, b)
		if err != nil {
			return nil, err
		}
		if len(busy.pairs) == 0 {
			continue
		}
		low, high := daysOf(month)
		high = min(high, lastDay(s))
		var places []spot
		if len(b) == 0 && int64(size)*busy.all < pairCost*int64(len(busy.pairs))*busy.mine {
			places, err = placesAmong(ctx, q, a, low, high, from, size)
		} else {
			places, err = placesOf(ctx, q, busy.pairs, low, high, from, size)
		}
		if err != nil {
			return nil, err
		}
		if len(places) > 0 {
			return l.rowsAt(ctx, q, places)
		}
	}
}

// numbersOf are the numbers of an actor and of what belongs to it.
func numbersOf(ctx context.Context, q querier, id entente.ActorID) (numbers, error) {
	out := numbers{}
	if id == "" {
		return out, nil
	}
	all, err := belonging(ctx, q, string(id))
	for _, n := range all {
		if n, ok := n.(int64); ok {
			out[n] = true
		}
	}
	return out, err
}

// later is the later of two places.
func later(x, y spot) spot {
	if cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.id, y.id)) < 0 {
		return y
	}
	return x
}

// lastDay is the last day that a slice can take, as tables hold it.
func lastDay(s *ledger.Slice) int64 {
	switch {
	case !s.To.IsZero():
		return int64(s.To)
	case !s.From.IsZero():
		return unknownDay - 1 // what has no date lies within no bound
	}
	return unknownDay
}

// daysOf are the first and last day of a month, as tables hold them.
func daysOf(month int64) (low, high int64) {
	m := ledger.Month(month)
	if m == ledger.NoMonth {
		return unknownDay, unknownDay
	}
	low, high = int64(m.First()), int64((m+1).First())-1
	if low <= 0 && high >= 0 {
		low-- // day 0 is no day, and the first of January 1970 is day 1
	}
	return low, high
}

// nextMonth is the first month from first on in which the actors of a pair, or one
// actor with anybody, may be told of.
func nextMonth(ctx context.Context, q querier, first, last int64, a, b numbers) (month int64, ok bool, err error) {
	if first > last {
		return 0, false, nil
	}
	best := sql.NullInt64{}
	take := func(query string, args ...any) {
		var n sql.NullInt64
		if err == nil {
			err = q.QueryRowContext(ctx, query, args...).Scan(&n)
		}
		if n.Valid && (!best.Valid || n.Int64 < best.Int64) {
			best = n
		}
	}
	of := func(actors numbers) {
		for n := range actors {
			take("SELECT min(month) FROM tallies WHERE b = ? AND month BETWEEN ? AND ?", n, first, last)
		}
		// By first actor there is no index of months: the packs of each are asked for.
		var low, high sql.NullInt64
		if err == nil {
			err = q.QueryRowContext(ctx, "SELECT (SELECT min(month) FROM tallies WHERE month BETWEEN ?1 AND ?2), (SELECT max(month) FROM tallies WHERE month BETWEEN ?1 AND min(?2, ?3))", first, last, int64(ledger.NoMonth)-1).Scan(&low, &high)
		}
		end := high.Int64
		if best.Valid {
			end = min(end, best.Int64)
		}
		for m := low.Int64; low.Valid && high.Valid && m <= end && (!best.Valid || m < best.Int64); m++ {
			for n := range actors {
				take("SELECT id >> 32 FROM sums WHERE id = ? UNION ALL SELECT NULL LIMIT 1", sumID(m, n))
			}
		}
		if last >= int64(ledger.NoMonth) && !best.Valid {
			for n := range actors {
				take("SELECT id >> 32 FROM sums WHERE id = ? UNION ALL SELECT NULL LIMIT 1", sumID(int64(ledger.NoMonth), n))
			}
		}
	}
	of(a)
	return best.Int64, best.Valid, err
}

// activity is how much is told of some actors in a month.
type activity struct {
	pairs     [][2]int64
	mine, all int64 // of the pairs, of everybody
}

// activeIn returns the pairs of actors in a month, with anybody where b is empty.
func activeIn(ctx context.Context, q querier, month int64, a, b numbers) (activity, error) {
	var out activity
	var sums []sum
	err := each(ctx, q, "SELECT id, packed FROM sums WHERE id >= ? AND id < ?", func(rows *sql.Rows) error {
		var id int64
		var packed sql.RawBytes
		if err := rows.Scan(&id, &packed); err != nil {
			return err
		}
		var err error
		if sums, err = unpack(sums[:0], packed); err != nil {
			return err
		}
		x := id & (1<<32 - 1)
		for _, s := range sums {
			out.all += s.count
			if len(b) == 0 && (a[x] || a[s.b]) || a[x] && b[s.b] || b[x] && a[s.b] {
				out.mine += s.count
				out.pairs = append(out.pairs, [2]int64{x, s.b})
			}
		}
		return nil
	}, sumID(month, 0), sumID(month+1, 0))
	return out, err
}

// placesOf returns the first places of rows of some pairs behind a place.
func placesOf(ctx context.Context, q querier, pairs [][2]int64, low, high int64, from spot, size int) ([]spot, error) {
	var places []spot
	for _, p := range pairs {
		err := each(ctx, q, "SELECT day, id FROM pairs WHERE a = ? AND b = ? AND day BETWEEN ? AND ? AND (day, id) > (?, ?) ORDER BY day, id LIMIT ?", func(rows *sql.Rows) error {
			var x spot
			err := rows.Scan(&x.day, &x.id)
			places = append(places, x)
			return err
		}, p[0], p[1], max(low, from.day), high, from.day, from.id, size)
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(places, func(a, b spot) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)) })
	places = slices.Compact(places) // an actor with what belongs to it is found from both sides
	return places[:min(len(places), size)], nil
}

// placesAmong returns the first places of rows of some actors with anybody behind a
// place, by going through all rows.
func placesAmong(ctx context.Context, q querier, actors numbers, low, high int64, from spot, size int) ([]spot, error) {
	var args []any
	for n := range actors {
		args = append(args, n)
	}
	slices.SortFunc(args, func(x, y any) int { return cmp.Compare(x.(int64), y.(int64)) })
	in := "(?" + strings.Repeat(",?", len(args)-1) + ")"
	args = append(append(args, args...), max(low, from.day), high, from.day, from.id, size)
	var places []spot
	err := each(ctx, q, "SELECT day, id FROM rows WHERE (a IN "+in+" OR b IN "+in+") AND a > 0 AND b > 0 AND a <> b AND day BETWEEN ? AND ? AND (day, id) > (?, ?) ORDER BY day, id LIMIT ?", func(rows *sql.Rows) error {
		var x spot
		err := rows.Scan(&x.day, &x.id)
		places = append(places, x)
		return err
	}, args...)
	return places, err
}

// rowsAt reads the rows of places, in their order.
func (l *Ledger) rowsAt(ctx context.Context, q querier, places []spot) ([]entente.Row, error) {
	var out []entente.Row
	for len(places) > 0 {
		some := places[:min(256, len(places))]
		places = places[len(some):]
		var args []any
		for _, x := range some {
			args = append(args, x.day, x.id)
		}
		rows, err := l.rawRows(ctx, q, "SELECT "+rowColumns+" FROM rows WHERE (day, id) IN (VALUES (?,?)"+strings.Repeat(",(?,?)", len(some)-1)+") ORDER BY day, id", args...)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}
