package embedded

import (
	"cmp"
	"container/heap"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"entente"
	"entente/ledger"
)

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

// largest are the pairs that moved most, with the words of their actors; n and m are
// the months of the window and of the baseline.
func (l *Ledger) largest(ctx context.Context, q querier, all map[int64][]movement, n, m float64, limit int) ([]ledger.Change, error) {
	least := leastOf(all, n, m, limit)
	type pair struct {
		a int64
		movement
	}
	var some []pair
	need := map[int64]bool{}
	for a, moved := range all {
		for _, x := range moved {
			if x.weight(n, m).compare(least) >= 0 {
				some = append(some, pair{a, x})
				need[a], need[x.b] = true, true
			}
		}
	}
	words, err := l.terms.words(ctx, q, need)
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Change, len(some))
	for i, x := range some {
		out[i] = ledger.Change{A: entente.ActorID(words[x.a]), B: entente.ActorID(words[x.b]), Now: x.now / n, Before: x.before / m, Count: int(x.count), Past: int(x.past)}
	}
	slices.SortFunc(out, func(x, y ledger.Change) int {
		return cmp.Or(cmp.Compare(math.Abs(y.Delta()), math.Abs(x.Delta())), cmp.Compare(y.Count, x.Count), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out[:min(limit, len(out))], nil
}

// weight is what movements are ordered by.
type weight struct {
	size  float64
	count int32
}

func (w weight) compare(v weight) int {
	return cmp.Or(cmp.Compare(w.size, v.size), cmp.Compare(w.count, v.count))
}

// leastOf is the weight of the last of so many largest movements. More may be as
// large: of those the ids decide, which are not known yet.
func leastOf(all map[int64][]movement, n, m float64, limit int) weight {
	total := 0
	for _, moved := range all {
		total += len(moved)
	}
	if total <= limit {
		return weight{}
	}
	weights := make(smallestFirst, 0, limit) // of the largest so far
	for _, moved := range all {
		for i := range moved {
			w := moved[i].weight(n, m)
			switch {
			case len(weights) < limit:
				heap.Push(&weights, w)
			case w.compare(weights[0]) > 0:
				weights[0] = w
				heap.Fix(&weights, 0)
			}
		}
	}
	return weights[0]
}

// smallestFirst is a heap of weights.
type smallestFirst []weight

func (h smallestFirst) Len() int           { return len(h) }
func (h smallestFirst) Less(i, j int) bool { return h[i].compare(h[j]) < 0 }
func (h smallestFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *smallestFirst) Push(x any)        { *h = append(*h, x.(weight)) }
func (h *smallestFirst) Pop() any          { panic("nothing is taken out") }

// movement is how the pair of an actor and another stood and stands.
type movement struct {
	b           int64
	now, before float64
	count, past int32
}

// weight is how much stronger, or weaker, in months of so many, and how often.
func (m *movement) weight(now, before float64) weight {
	return weight{math.Abs(m.now/now - m.before/before), m.count}
}

// movements sums up every pair of two windows, by who acts and sorted by the other,
// of what is told as done. The packs come by month and are sorted by the other actor:
// each is merged into what was told before of its actor.
func movements(ctx context.Context, q querier, window, baseline ledger.Window) (map[int64][]movement, error) {
	of := map[int64][]movement{}
	var room []movement
	from, to := min(window.From, baseline.From), max(window.To, baseline.To)
	err := eachPack(ctx, q, tallyPacks, nil, "id >= ? AND id < ?", func(id int64, all []told) error {
		n, a := unpackID(id)
		now, before := window.Holds(ledger.Month(n)), baseline.Holds(ledger.Month(n))
		if now || before { // the old list is the room of the next
			old := of[a]
			of[a], room = moved(room[:0], old, all, now, before), old
		}
		return nil
	}, packID(int64(from), 0), packID(int64(to)+1, 0))
	return of, err
}

// moved appends the movements of an actor with what a month tells of it.
func moved(to, old []movement, all []told, now, before bool) []movement {
	to = slices.Grow(to, len(old)+len(all))
	for i := range all {
		t := &all[i]
		if !doneClass(t.class) {
			continue
		}
		for len(old) > 0 && old[0].b < t.other {
			to, old = append(to, old[0]), old[1:]
		}
		switch {
		case len(to) > 0 && to[len(to)-1].b == t.other: // of another class
		case len(old) > 0 && old[0].b == t.other:
			to, old = append(to, old[0]), old[1:]
		default:
			to = append(to, movement{b: t.other})
		}
		m := &to[len(to)-1]
		if now {
			m.now += t.strength
			m.count += int32(t.count)
		}
		if before {
			m.before += t.strength
			m.past += int32(t.count)
		}
	}
	return append(to, old...)
}
