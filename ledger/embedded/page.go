package embedded

import (
	"context"
	"math"
	"slices"

	"entente"
	"entente/ledger"
)

// Rows of some actor or pair are looked for month by month: the tallies say who
// acts on whom, the places where such rows lie. Of an actor with anybody, rows are
// gone through first, passedOver for each that is wanted: where the actor is busy,
// that fills the page at once.
//
// Months are asked for a few at once, up to monthsAtMost.
const (
	passedOver   = 200
	monthsAtMost = 64
)

// numbers are the numbers of actors.
type numbers map[int64]bool

// packs lists the packs of the actors in a month.
func (n numbers) packs(month int64) []int64 {
	out := make([]int64, 0, len(n))
	for x := range n {
		out = append(out, packID(month, x))
	}
	slices.Sort(out)
	return out
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

// wanted are the rows of a page: of a pair, of an actor with anybody (b is empty),
// or of all pairs (a is too); behind a spot and up to a day, so many at most.
type wanted struct {
	a, b  numbers
	from  spot // before it nothing is wanted, nor the row there
	last  int64
	size  int
	found []rawRow
}

// tells reports whether a pair is wanted.
func (w *wanted) tells(x, y int64) bool {
	switch {
	case len(w.a) == 0:
		return true
	case len(w.b) == 0:
		return w.a[x] || w.a[y]
	}
	return w.a[x] && w.b[y] || w.b[x] && w.a[y]
}

// take keeps a row if it is wanted; it reports whether more are.
func (w *wanted) take(r *shelved) (more bool, err error) {
	if !w.from.before(r.spot) {
		return true, nil
	}
	if r.day > w.last {
		return false, nil
	}
	if a, b := r.pair(); paired(a, b) && w.tells(a, b) {
		raw, err := r.unpack()
		if err != nil {
			return false, err
		}
		w.found = append(w.found, raw)
	}
	return len(w.found) < w.size, nil
}

// rowsOfSome returns the first rows behind a spot that tell of the pair or actor
// of a slice, or of any pair; none where there are no more.
func (l *Ledger) rowsOfSome(ctx context.Context, q querier, s *ledger.Slice, from spot, size int) ([]entente.Row, error) {
	w := &wanted{from: from, last: lastDay(s), size: size}
	var err error
	if w.a, err = numbersOf(ctx, q, s.A); err != nil {
		return nil, err
	}
	if w.b, err = numbersOf(ctx, q, s.B); err != nil {
		return nil, err
	}
	if s.A != "" && len(w.a) == 0 || s.B != "" && len(w.b) == 0 {
		return nil, nil // nobody of that name is in any row
	}
	if !s.From.IsZero() {
		if first := (spot{int64(s.From), -1}); w.from.before(first) {
			w.from = first
		}
	}
	if s.B == "" {
		if done, err := w.passOver(ctx, q); err != nil || done {
			return l.finished(ctx, q, w, err)
		}
	}
	return l.finished(ctx, q, w, w.byMonth(ctx, q))
}

func (l *Ledger) finished(ctx context.Context, q querier, w *wanted, err error) ([]entente.Row, error) {
	if err != nil {
		return nil, err
	}
	return l.finish(ctx, q, w.found)
}

// passOver goes through rows until the page is full or there are no more (done),
// or, where an actor is asked for, too many were of others.
func (w *wanted) passOver(ctx context.Context, q querier) (done bool, err error) {
	most := math.MaxInt
	if len(w.a) > 0 {
		most = passedOver * w.size
	}
	done = true
	at := w.from
	err = eachRow(ctx, q, w.from, func(r *shelved) (bool, error) {
		if most--; most < 0 {
			done = false
			return false, nil
		}
		at = r.spot
		return w.take(r)
	})
	if !done {
		w.from = at
	}
	return done, err
}

// byMonth finds rows by the months in which the tallies tell of them.
func (w *wanted) byMonth(ctx context.Context, q querier) error {
	first := int64(math.MinInt32)
	if w.from.day > math.MinInt32 {
		first = monthNumber(w.from.day)
	}
	size := 1 // of busy pairs one month is enough, of rare ones many are empty
	for last := monthNumber(w.last); first <= last && len(w.found) < w.size; size = min(4*size, monthsAtMost) {
		months, next, err := monthsOf(ctx, q, first, last, size)
		if err != nil {
			return err
		}
		first = next
		told, err := w.told(ctx, q, months)
		if err != nil {
			return err
		}
		sortTold(told)
		for len(told) > 0 && len(w.found) < w.size {
			month, _ := unpackID(told[0].pack)
			var packs []int64
			for len(told) > 0 && told[0].pack < packID(month+1, 0) {
				packs = append(packs, told[0].pack)
				told = told[1:]
			}
			if err := w.inMonth(ctx, q, month, slices.Compact(packs)); err != nil {
				return err
			}
		}
	}
	return nil
}

// inMonth finds rows by the packs of places of those who act.
func (w *wanted) inMonth(ctx context.Context, q querier, month int64, packs []int64) error {
	var places []int64
	err := somePacks(ctx, q, placePacks, w.tells, packs, func(_ int64, all []stood) error {
		for i := range all {
			places = append(places, all[i].at)
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(places)
	return w.walk(ctx, q, month, slices.Compact(places))
}

// walk takes the rows at places of a month, which are sorted.
func (w *wanted) walk(ctx context.Context, q querier, month int64, places []int64) error {
	var m monthOf
	low, _ := daysOf(month)
	m.of(low)
	b := block{first: lastPlace}
	for _, at := range places {
		first, last := m.near(at)
		if last.before(w.from) {
			continue
		}
		for place := first.place(); place <= last.place(); place = b.next {
			if place < b.first || place >= b.next {
				var err error
				if b, err = blockAt(ctx, q, place); err != nil {
					return err
				}
			}
			from, _ := b.find(first)
			for i := from; i < len(b.rows) && !last.before(b.rows[i].spot); i++ {
				if more, err := w.take(&b.rows[i]); err != nil || !more {
					return err
				}
			}
			if b.next == lastPlace {
				break
			}
		}
	}
	return nil
}

// monthNumber is the month of a day as tables hold both.
func monthNumber(day int64) int64 { return int64(ledger.MonthOf(dayOf(day))) }

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
