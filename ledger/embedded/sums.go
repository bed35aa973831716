package embedded

import (
	"context"
	"database/sql"
	"iter"

	"entente"
	"entente/ledger"
)

// Months yields what is told of an actor with everybody: see ledger.Ledger.
func (l *Ledger) Months(ctx context.Context, a entente.ActorID, w ledger.Window) iter.Seq2[ledger.Sum, error] {
	return func(yield func(ledger.Sum, error) bool) {
		sums, err := l.months(ctx, a, w)
		if err != nil {
			yield(ledger.Sum{}, l.explain(err, "read"))
			return
		}
		for i := range sums {
			month, _ := unpackID(sums[i].pack)
			s := ledger.Sum{
				Month: ledger.Month(month), Received: sums[i].class&receivedClass != 0, Class: classOf(sums[i].class &^ receivedClass),
				Count: int(sums[i].count), Strength: sums[i].strength,
			}
			if sums[i].count != 0 && !yield(s, nil) {
				return
			}
		}
	}
}

// months are the sums of an actor and who belongs to it, as of one.
func (l *Ledger) months(ctx context.Context, id entente.ActorID, w ledger.Window) ([]told, error) {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	actors, err := numbersOf(ctx, tx, id)
	if err != nil || len(actors) == 0 {
		return nil, err
	}
	var out []told
	add := func(t *told, class, times int64) {
		month, _ := unpackID(t.pack)
		out = append(out, told{packID(month, 0), 0, class, times * t.count, float64(times) * t.strength})
	}
	ours := func(_, other int64) bool { return actors[other] }
	low, high := bounds(w)
	err = eachPack(ctx, tx, sumPacks, ours, "id >= ? AND id < ?", func(_ int64, all []told) error {
		for i := range all {
			add(&all[i], all[i].class, 1)
		}
		return nil
	}, packID(low, 0), packID(high+1, 0))
	if err != nil {
		return nil, err
	}
	if len(actors) > 1 { // what they do to each other is not received
		var packs []int64
		for i := range out {
			if i == 0 || out[i].pack != out[i-1].pack {
				month, _ := unpackID(out[i].pack)
				packs = append(packs, actors.packs(month)...)
			}
		}
		err = somePacks(ctx, tx, tallyPacks, ours, packs, func(_ int64, all []told) error {
			for i := range all {
				add(&all[i], sumClass(all[i].class, true), -1)
			}
			return nil
		})
	}
	sortTold(out)
	return mergeTold(out), err
}

// Told counts what is told as done of each actor: see ledger.Ledger.
func (l *Ledger) Told(ctx context.Context, w ledger.Window) (map[entente.ActorID]int, error) {
	counts, words, err := l.toldOfAll(ctx, w)
	if err != nil {
		return nil, l.explain(err, "read")
	}
	out := make(map[entente.ActorID]int, len(counts))
	for n, count := range counts {
		if count != 0 {
			out[entente.ActorID(words[n])] = int(count)
		}
	}
	return out, nil
}

// toldOfAll counts by the numbers of actors, and words these.
func (l *Ledger) toldOfAll(ctx context.Context, w ledger.Window) (counts map[int64]int64, words map[int64]string, err error) {
	tx, err := l.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	counts = map[int64]int64{}
	low, high := bounds(w)
	err = eachPack(ctx, tx, sumPacks, nil, "id >= ? AND id < ?", func(_ int64, all []told) error {
		for len(all) > 0 { // an actor at a time
			actor, count := all[0].other, int64(0)
			for ; len(all) > 0 && all[0].other == actor; all = all[1:] {
				if doneClass(all[0].class &^ receivedClass) {
					count += all[0].count
				}
			}
			counts[actor] += count
		}
		return nil
	}, packID(low, 0), packID(high+1, 0))
	if err != nil {
		return nil, nil, err
	}
	need := make(map[int64]bool, len(counts))
	for n := range counts {
		need[n] = true
	}
	words, err = l.terms.words(ctx, tx, need)
	return counts, words, err
}
