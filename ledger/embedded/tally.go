package embedded

import (
	"cmp"
	"context"
	"database/sql"
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

// count tells of an observation, times +1 or -1.
func (p *press) count(ctx context.Context, o *entente.Observation, times int) error {
	a, b, err := p.pair(ctx, o)
	if err == nil {
		p.told = append(p.told, toldBy(a, b, o, times))
	}
	return err
}

// toldBy is what an observation of the pair of two numbers tells, times +1 or -1.
func toldBy(a, b int64, o *entente.Observation, times int) told {
	id := packID(int64(ledger.MonthOf(o.Date())), a)
	return told{id, b, classNumber(ledger.ClassOf(o)), int64(times), float64(times) * float64(o.Strength)}
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

// Series yields the tallies of a pair, or of one actor with everybody: see
// ledger.Ledger.
func (l *Ledger) Series(ctx context.Context, a, b entente.ActorID, w ledger.Window) iter.Seq2[ledger.Tally, error] {
	return l.monthly(ctx, w, monthsAtMost, func(ctx context.Context, q querier) (monthTeller, error) {
		x, err := numbersOf(ctx, q, a)
		if err != nil || len(x) == 0 {
			return nil, err
		}
		y, err := numbersOf(ctx, q, b)
		if err != nil || b != "" && len(y) == 0 {
			return nil, err
		}
		s := &wanted{a: x, b: y}
		return func(months []int64) ([]told, error) { return s.told(ctx, q, months) }, nil
	})
}

// told is what months tell of the pairs that are wanted: of the side of them that
// has fewer actors, what they do and what is done to them.
func (w *wanted) told(ctx context.Context, q querier, months []int64) ([]told, error) {
	side := w.a
	if len(w.b) > 0 && len(w.b) < len(w.a) {
		side = w.b
	}
	packs := make([]int64, 0, len(months)*len(side))
	for _, month := range months {
		for x := range side {
			packs = append(packs, packID(month, x))
		}
	}
	slices.Sort(packs)
	var out []told
	err := somePacks(ctx, q, tallyPacks, packs, func(id int64, all []told) error {
		_, a := unpackID(id)
		for i := range all {
			if w.tells(a, all[i].other) {
				out = append(out, all[i])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = somePacks(ctx, q, receivedPacks, packs, func(id int64, all []told) error {
		_, b := unpackID(id)
		from := len(out)
		for i := range all {
			if w.tells(all[i].other, b) && !side[all[i].other] { // who is of the side was told of as acting
				out = append(out, all[i])
			}
		}
		turnRound(out[from:])
		return nil
	})
	return out, err
}

// Tallies yields the tallies of all pairs in a window: see ledger.Ledger.
func (l *Ledger) Tallies(ctx context.Context, w ledger.Window) iter.Seq2[ledger.Tally, error] {
	return l.monthly(ctx, w, 1, func(ctx context.Context, q querier) (monthTeller, error) {
		return func(months []int64) ([]told, error) {
			var out []told
			err := eachPack(ctx, q, tallyPacks, "id >= ? AND id < ?", func(_ int64, all []told) error {
				out = append(out, all...)
				return nil
			}, packID(months[0], 0), packID(months[len(months)-1]+1, 0))
			return out, err
		}, nil
	})
}

// monthTeller is what months tell, which come in order.
type monthTeller = func(months []int64) ([]told, error)

// talliesHeld is how many tallies are read before they are yielded, at least.
const talliesHeld = 4096

// monthly yields what the months of a window tell, so many months read at once.
// Nothing of the file is held while it yields.
func (l *Ledger) monthly(ctx context.Context, w ledger.Window, size int, teller func(ctx context.Context, q querier) (monthTeller, error)) iter.Seq2[ledger.Tally, error] {
	quiet := context.WithoutCancel(ctx) // see write
	return func(yield func(ledger.Tally, error) bool) {
		for month, high := bounds(w); month <= high; {
			if ctx.Err() != nil {
				yield(ledger.Tally{}, ctx.Err())
				return
			}
			page, next, err := l.tallies(quiet, month, high, size, teller)
			if err != nil {
				yield(ledger.Tally{}, l.explain(err, "read"))
				return
			}
			for i := range page {
				if !yield(page[i], nil) {
					return
				}
			}
			month = next
		}
	}
}

// tallies reads what some months from one on tell, and says where to go on.
func (l *Ledger) tallies(ctx context.Context, month, high int64, size int, teller func(ctx context.Context, q querier) (monthTeller, error)) (page []ledger.Tally, next int64, err error) {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	q := &prepared{on: tx}
	tell, err := teller(ctx, q)
	if err != nil || tell == nil {
		return nil, high + 1, err
	}
	var all []told
	for month <= high && len(all) < talliesHeld {
		var months []int64
		if months, month, err = monthsOf(ctx, q, month, high, size); err != nil {
			return nil, 0, err
		}
		if len(months) == 0 {
			break
		}
		some, err := tell(months)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, some...)
	}
	page, err = l.worded(ctx, tx, all)
	return page, month, err
}

// worded puts the ids of actors in place of numbers and sorts by them.
func (l *Ledger) worded(ctx context.Context, q querier, all []told) ([]ledger.Tally, error) {
	need := map[int64]bool{}
	for i := range all {
		_, a := unpackID(all[i].pack)
		need[a], need[all[i].other] = true, true
	}
	words, err := l.terms.words(ctx, q, need)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(x, y told) int {
		m, a := unpackID(x.pack)
		n, b := unpackID(y.pack)
		switch {
		case m != n:
			return cmp.Compare(m, n)
		case a != b:
			return strings.Compare(words[a], words[b])
		case x.other != y.other:
			return strings.Compare(words[x.other], words[y.other])
		}
		return cmp.Compare(x.class, y.class)
	})
	out := make([]ledger.Tally, len(all))
	for i := range all {
		month, a := unpackID(all[i].pack)
		out[i] = ledger.Tally{
			Month: ledger.Month(month), A: entente.ActorID(words[a]), B: entente.ActorID(words[all[i].other]),
			Class: classOf(all[i].class), Count: int(all[i].count), Strength: all[i].strength,
		}
	}
	return out, nil
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

// movement is how a pair stood and stands.
type movement struct {
	a, b        int64
	now, before float64
	count, past int64
}

// movements sums up every pair of two windows, of what is told as done.
func movements(ctx context.Context, q querier, window, baseline ledger.Window) ([]movement, error) {
	type pair struct{ a, b int64 }
	at := map[pair]int{}
	var out []movement
	from, to := min(window.From, baseline.From), max(window.To, baseline.To)
	err := eachPack(ctx, q, tallyPacks, "id >= ? AND id < ?", func(id int64, all []told) error {
		n, a := unpackID(id)
		month, last := ledger.Month(n), -1
		now, before := window.Holds(month), baseline.Holds(month)
		if !now && !before {
			return nil
		}
		for i := range all {
			t := &all[i]
			if !classOf(t.class).Done {
				continue
			}
			if last < 0 || out[last].b != t.other {
				var ok bool
				if last, ok = at[pair{a, t.other}]; !ok {
					last = len(out)
					at[pair{a, t.other}] = last
					out = append(out, movement{a: a, b: t.other})
				}
			}
			if now {
				out[last].now += t.strength
				out[last].count += t.count
			}
			if before {
				out[last].before += t.strength
				out[last].past += t.count
			}
		}
		return nil
	}, packID(int64(from), 0), packID(int64(to)+1, 0))
	return out, err
}
