package embedded

import (
	"context"
	"database/sql"
	"iter"
	"maps"
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

// doneClass reports whether a class is of what is told as done.
func doneClass(n int64) bool { return n/(4*32*8)%2 == 1 }

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

// told is what months tell of the pairs that are wanted: of one side of them, what
// it does and what is done to it.
func (w *wanted) told(ctx context.Context, q querier, months []int64) ([]told, error) {
	side, packs, err := w.side(ctx, q, months)
	if err != nil {
		return nil, err
	}
	var out []told
	err = somePacks(ctx, q, tallyPacks, w.tells, packs, func(_ int64, all []told) error {
		out = append(out, all...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	byOthers := func(actor, other int64) bool { return !side[other] && w.tells(other, actor) } // what those of the side do was told
	err = somePacks(ctx, q, receivedPacks, byOthers, packs, func(_ int64, all []told) error {
		from := len(out)
		out = append(out, all...)
		turnRound(out[from:])
		return nil
	})
	return out, err
}

// side are those of a pair of whom less is told in some months, and their packs.
func (w *wanted) side(ctx context.Context, q querier, months []int64) (side numbers, packs []int64, err error) {
	of := func(actors numbers) []int64 {
		out := make([]int64, 0, len(months)*len(actors))
		for _, month := range months {
			out = append(out, actors.packs(month)...)
		}
		return out
	}
	a, b := of(w.a), of(w.b)
	if len(w.b) == 0 {
		return w.a, a, nil
	}
	m, err := packedBytes(ctx, q, a)
	if err != nil {
		return nil, nil, err
	}
	n, err := packedBytes(ctx, q, b)
	if n < m {
		return w.b, b, err
	}
	return w.a, a, err
}

// Tallies yields the tallies of all pairs in a window: see ledger.Ledger.
func (l *Ledger) Tallies(ctx context.Context, w ledger.Window) iter.Seq2[ledger.Tally, error] {
	return l.monthly(ctx, w, 1, func(ctx context.Context, q querier) (monthTeller, error) {
		return func(months []int64) ([]told, error) {
			var out []told
			err := eachPack(ctx, q, tallyPacks, nil, "id >= ? AND id < ?", func(_ int64, all []told) error {
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
	// In place of the numbers, for as long as it is sorted, the places of the words
	// in their order: they compare faster.
	inOrder := slices.SortedFunc(maps.Keys(need), func(x, y int64) int { return strings.Compare(words[x], words[y]) })
	rank := make(map[int64]int64, len(inOrder))
	for i, n := range inOrder {
		rank[n] = int64(i)
	}
	for i := range all {
		month, a := unpackID(all[i].pack)
		all[i].pack, all[i].other = packID(month, rank[a]), rank[all[i].other]
	}
	sortTold(all)
	out := make([]ledger.Tally, len(all))
	for i := range all {
		month, a := unpackID(all[i].pack)
		out[i] = ledger.Tally{
			Month: ledger.Month(month), A: entente.ActorID(words[inOrder[a]]), B: entente.ActorID(words[inOrder[all[i].other]]),
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
