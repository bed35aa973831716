package embedded

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"entente"
	"entente/ledger"
)

// errUnsealed says that a row has no id, or one that is not its own.
var errUnsealed = errors.New("the row is not sealed")

// AppendRows stores rows of event tables: see ledger.Ledger. Rows of one time
// lie together, so that batches sorted by date are stored fastest; a batch of
// 20,000 to 100,000 rows is a good size.
func (l *Ledger) AppendRows(ctx context.Context, batch []entente.Row) (ledger.RowReceipt, error) {
	var receipt ledger.RowReceipt
	if len(batch) == 0 {
		return receipt, nil
	}
	order, err := sorted(batch)
	if err != nil {
		return receipt, l.explain(err, "append to")
	}
	l.rows.Lock()
	defer l.rows.Unlock()
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return receipt, l.explain(err, "append to")
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	p := l.press(tx)
	if _, err = tx.ExecContext(ctx, "PRAGMA "+cacheSize(rowsCache)); err == nil {
		receipt, err = p.rows(ctx, &l.words, batch, order)
	}
	if err == nil {
		err = p.commit()
	}
	if err != nil {
		l.words = rowWords{}
		return ledger.RowReceipt{}, l.explain(err, "append to")
	}
	return receipt, nil
}

// Row returns a row of an event table, or ledger.ErrNotFound.
func (l *Ledger) Row(ctx context.Context, id entente.RecordID) (*entente.Row, error) {
	day, hash, ok := entente.ParseRowID(id)
	if !ok {
		return nil, ledger.ErrNotFound
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	r, err := l.rowAt(context.WithoutCancel(ctx), spot{dayNumber(day), int64(hash)})
	return r, l.explain(err, "read")
}

// rowAt returns the row of a spot. Its words never change, so that they need not be
// read in the view of the file in which the row was.
func (l *Ledger) rowAt(ctx context.Context, s spot) (*entente.Row, error) {
	b, err := blockAt(ctx, &l.quick, s.place())
	if err != nil {
		return nil, err
	}
	at, ok := b.find(s)
	if !ok {
		return nil, ledger.ErrNotFound
	}
	raw, err := b.rows[at].unpack()
	if err != nil {
		return nil, err
	}
	found, err := l.finish(ctx, l.readers, []rawRow{raw})
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

// order is where a row of a batch goes.
type order struct {
	spot
	from int // in the batch
}

// sorted lists the rows of a batch by day and id, of equal ones the first first.
func sorted(batch []entente.Row) ([]order, error) {
	out := make([]order, len(batch))
	for i := range batch {
		r := &batch[i]
		day, hash, ok := entente.ParseRowID(r.ID)
		if !ok || day != r.Day() {
			return nil, fmt.Errorf("row %d of the batch (%s:%d): %w", i, r.File, r.Line, errUnsealed)
		}
		out[i] = order{spot{dayNumber(day), int64(hash)}, i}
		if isFar(out[i].day) {
			return nil, fmt.Errorf("row %d of the batch (%s:%d): %w", i, r.File, r.Line, errFar)
		}
	}
	slices.SortFunc(out, func(a, b order) int {
		switch {
		case a.before(b.spot):
			return -1
		case b.before(a.spot):
			return 1
		}
		return a.from - b.from
	})
	return out, nil
}

// dayNumber is a day as tables hold it.
func dayNumber(d entente.Day) int64 {
	if d.IsZero() {
		return unknownDay
	}
	return int64(d)
}

func dayOf(n int64) entente.Day {
	if n == unknownDay {
		return 0
	}
	return entente.Day(n)
}

// rowBatch is what a batch of rows comes to, beside the rows.
type rowBatch struct {
	receipt ledger.RowReceipt
	sets    setTally
	told    []told
	stood   []stood
	month   monthOf
}

// rows stores what is not there.
func (p *press) rows(ctx context.Context, words *rowWords, batch []entente.Row, all []order) (ledger.RowReceipt, error) {
	quiet := context.WithoutCancel(ctx) // see write
	words.press = p
	out, s := &rowBatch{sets: setTally{}}, &shelf{press: p}
	for len(all) > 0 {
		if err := ctx.Err(); err != nil {
			return ledger.RowReceipt{}, err
		}
		old, err := blockAt(quiet, p, all[0].place())
		if err != nil {
			return ledger.RowReceipt{}, err
		}
		n := 1
		for n < len(all) && all[n].place() < old.next {
			n++
		}
		added := out.fill(quiet, words, batch, all[:n], &old)
		all = all[n:]
		if words.err != nil {
			return ledger.RowReceipt{}, words.err
		}
		if len(added) == 0 {
			continue
		}
		if err := s.put(quiet, &old, added); err != nil {
			return ledger.RowReceipt{}, err
		}
	}
	if err := s.flush(quiet); err != nil {
		return ledger.RowReceipt{}, err
	}
	if _, err := p.exec(quiet, "UPDATE totals SET count = count + ? WHERE what = 'rows'", out.receipt.Added); err != nil {
		return ledger.RowReceipt{}, err
	}
	if err := p.postSets(quiet, out.sets); err != nil {
		return ledger.RowReceipt{}, err
	}
	return out.receipt, p.post(quiet, out.told, out.stood)
}

// fill packs those of some rows that a block has not.
func (o *rowBatch) fill(ctx context.Context, words *rowWords, batch []entente.Row, some []order, old *block) []shelved {
	added := make([]shelved, 0, len(some))
	var room []byte // of bodies, one behind the other
	for i := range some {
		at := some[i].spot
		if i > 0 && at == some[i-1].spot || old.holds(at) {
			o.receipt.Known++
			continue
		}
		r := &batch[some[i].from]
		if cap(room)-len(room) < bodyRoom {
			room = make([]byte, 0, bodiesRoom)
		}
		from := len(room)
		var of packed
		room, of = words.pack(ctx, room, at.day, r)
		added = append(added, shelved{at, room[from:len(room):len(room)]})
		o.receipt.Added++
		o.sets.add(r)
		if paired(of.a, of.b) {
			month := o.month.of(at.day)
			id := packID(month, of.a)
			o.told = append(o.told, told{id, of.b, of.class, 1, float64(r.Strength())})
			o.stood = append(o.stood, stood{id, of.b, o.month.nearby(at)})
		}
	}
	return added
}

// Bodies are written into rooms of so many bytes, as long as there is room for
// one of usual length.
const (
	bodyRoom   = 512
	bodiesRoom = 1 << 18
)

// monthOf finds the months of days that come in order.
type monthOf struct {
	month, low, high int64
}

// of is the month of a day, both as tables hold them.
func (m *monthOf) of(day int64) int64 {
	if m.low == 0 && m.high == 0 || day < m.low || day > m.high {
		m.month = monthNumber(day)
		m.low, m.high = daysOf(m.month)
	}
	return m.month
}

// nearby is about where a spot lies in the month that was found last: the day of
// the month, and the first nearBits of the hash. Few rows of a day share it.
func (m *monthOf) nearby(s spot) int64 { return (s.day-m.low)<<nearBits | s.id>>(idBits-nearBits) }

const (
	nearBits   = 16
	nearbyBits = nearBits + 5 // of a day of a month too
)

// near are the first and last spot that lie there.
func (m *monthOf) near(at int64) (first, last spot) {
	first = spot{m.low + at>>nearBits, at & (1<<nearBits - 1) << (idBits - nearBits)}
	return first, spot{first.day, first.id | (1<<(idBits-nearBits) - 1)}
}
