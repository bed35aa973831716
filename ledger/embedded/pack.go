package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// What is told of an actor in a month lies in one pack, under the month times 2^32
// and the actor's number: in tallies what it does to others, in received what is
// done to it, in places where the rows lie that say what it does. What is told of each
// actor with everybody lies in one pack a month, of the actor 0, in sums. A batch adds
// what it holds, summed up and sorted, to each pack once.

// packID is the key of a pack.
func packID(month, actor int64) int64 { return month<<32 | actor }

// unpackID is the month and actor of a pack.
func unpackID(id int64) (month, actor int64) { return id >> 32, id & (1<<32 - 1) }

// told is what is told of a directed pair in a month, of one class: of one
// observation, or summed up. The month and the actor are those of the pack it is of.
type told struct {
	pack     int64
	other    int64
	class    int64
	count    int64
	strength float64
}

func (t *told) compare(u *told) int {
	if t.pack != u.pack {
		return cmp.Compare(t.pack, u.pack)
	}
	if t.other != u.other {
		return cmp.Compare(t.other, u.other)
	}
	return cmp.Compare(t.class, u.class)
}

// stood is where a row lies in which one actor acts on another in a month.
type stood struct {
	pack  int64
	other int64
	at    int64 // see nearby
}

func (s *stood) compare(u *stood) int {
	if s.pack != u.pack {
		return cmp.Compare(s.pack, u.pack)
	}
	if s.other != u.other {
		return cmp.Compare(s.other, u.other)
	}
	return cmp.Compare(s.at, u.at)
}

// codec writes and reads what a pack holds, of one table.
type codec[T any] struct {
	table string
	pack  func(to []byte, all []T) []byte
	// unpack appends what a pack holds, of the other actors that only takes; nil
	// takes all.
	unpack func(to []T, id int64, packed []byte, only func(other int64) bool) ([]T, error)
	// merge sums up what is sorted, in place.
	merge func(all []T) []T
	sort  func(all []T)
	of    func(T) int64 // the pack it belongs in
}

func sortTold(all []told) {
	slices.SortFunc(all, func(x, y told) int { return x.compare(&y) })
}

var (
	tallyPacks    = codec[told]{"tallies", packTold, unpackTold, mergeTold, sortTold, func(t told) int64 { return t.pack }}
	receivedPacks = codec[told]{"received", packTold, unpackTold, mergeTold, sortTold, func(t told) int64 { return t.pack }}
	sumPacks      = codec[told]{"sums", packTold, unpackTold, mergeTold, sortTold, func(t told) int64 { return t.pack }}
	placePacks    = codec[stood]{"places", packStood, unpackStood, slices.Compact[[]stood], func(all []stood) {
		slices.SortFunc(all, func(x, y stood) int { return x.compare(&y) })
	}, func(s stood) int64 { return s.pack }}
)

// mergeTold sums up tallies of one class of one pair. What comes to no count may
// have changed its strength.
func mergeTold(all []told) []told {
	n := 0
	for i := 0; i < len(all); {
		sum := all[i]
		for i++; i < len(all) && all[i].compare(&sum) == 0; i++ {
			sum.count += all[i].count
			sum.strength += all[i].strength
		}
		if sum.count != 0 || sum.strength != 0 {
			all[n] = sum
			n++
		}
	}
	return all[:n]
}

// packTold writes tallies of one pack, sorted: for each how much higher the other's
// number is than the last one's, the class, the count (varints), and the strength,
// the bytes of the number turned round, as those at its end are mostly zero. What
// comes to no count is left out.
func packTold(to []byte, all []told) []byte {
	other := int64(0)
	for i := range all {
		t := &all[i]
		if t.count == 0 {
			continue
		}
		to = binary.AppendUvarint(to, uint64(t.other-other))
		to = binary.AppendUvarint(to, uint64(t.class))
		to = binary.AppendVarint(to, t.count)
		to = binary.AppendUvarint(to, bits.ReverseBytes64(math.Float64bits(t.strength)))
		other = t.other
	}
	return to
}

// unpackTold reads what packTold wrote.
func unpackTold(to []told, id int64, packed []byte, only func(other int64) bool) ([]told, error) {
	r := packReader{packed: packed}
	other, last, wanted := int64(0), int64(-1), true
	for len(r.packed) > 0 {
		other += int64(r.uvarint())
		if only != nil && other != last {
			last, wanted = other, only(other)
		}
		if !wanted {
			r.skip(3)
		} else {
			class, count, strength := r.uvarint(), r.varint(), r.uvarint()
			to = append(to, told{id, other, int64(class), count, math.Float64frombits(bits.ReverseBytes64(strength))})
		}
		if r.broken {
			return to, fmt.Errorf("%w: a pack of tallies breaks off", ErrDamaged)
		}
	}
	return to, nil
}

// packStood writes the places of one pack, sorted: for each other how much higher
// its number is, how many bytes its places take, and how much further each is.
func packStood(to []byte, all []stood) []byte {
	var places []byte
	for other := int64(0); len(all) > 0; {
		places = places[:0]
		n, at := 0, int64(0)
		for ; n < len(all) && all[n].other == all[0].other; n++ {
			places = binary.AppendUvarint(places, uint64(all[n].at-at))
			at = all[n].at
		}
		to = binary.AppendUvarint(to, uint64(all[0].other-other))
		to = append(binary.AppendUvarint(to, uint64(len(places))), places...)
		other = all[0].other
		all = all[n:]
	}
	return to
}

// unpackStood reads what packStood wrote.
func unpackStood(to []stood, id int64, packed []byte, only func(other int64) bool) ([]stood, error) {
	r := packReader{packed: packed}
	for other := int64(0); len(r.packed) > 0; {
		other += int64(r.uvarint())
		places := packReader{packed: r.bytes(r.uvarint())}
		if only == nil || only(other) {
			for at := int64(0); len(places.packed) > 0; {
				at += int64(places.uvarint())
				to = append(to, stood{id, other, at})
			}
		}
		if r.broken || places.broken {
			return to, fmt.Errorf("%w: a pack of places breaks off", ErrDamaged)
		}
	}
	return to, nil
}

// packReader reads varints; broken says that there were none.
type packReader struct {
	packed []byte
	broken bool
}

func (r *packReader) uvarint() uint64 {
	// Most are small.
	if len(r.packed) > 0 && r.packed[0] < 0x80 {
		v := r.packed[0]
		r.packed = r.packed[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.packed)
	if n <= 0 {
		r.packed, r.broken = nil, true
		return 0
	}
	r.packed = r.packed[n:]
	return v
}

func (r *packReader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// skip passes over varints.
func (r *packReader) skip(n int) {
	for i, b := range r.packed {
		if b < 0x80 {
			if n--; n == 0 {
				r.packed = r.packed[i+1:]
				return
			}
		}
	}
	r.packed, r.broken = nil, true
}

func (r *packReader) bytes(n uint64) []byte {
	if n > uint64(len(r.packed)) {
		r.packed, r.broken = nil, true
		return nil
	}
	b := r.packed[:n]
	r.packed = r.packed[n:]
	return b
}

// post adds what observations tell to the packs, and where rows stand.
func (p *press) post(ctx context.Context, all []told, rows []stood) error {
	old := map[int64]bool{}
	sortTold(all)
	all = mergeTold(all)
	for i := range all {
		month, _ := unpackID(all[i].pack)
		if _, asked := old[month]; asked {
			continue
		}
		var has bool
		if err := p.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM tallies WHERE id >= ? AND id < ?)", packID(month, 0), packID(month+1, 0)).Scan(&has); err != nil {
			return err
		}
		old[month] = has
	}
	if err := postPacks(ctx, p, tallyPacks, all, old); err != nil {
		return err
	}
	sums := summed(nil, all, false)
	turnRound(all)
	if err := postPacks(ctx, p, receivedPacks, all, old); err != nil {
		return err
	}
	if err := postPacks(ctx, p, sumPacks, summed(sums, all, true), old); err != nil {
		return err
	}
	return postPacks(ctx, p, placePacks, rows, old)
}

// summed appends what tallies, sorted, tell of each actor with everybody.
func summed(to, all []told, received bool) []told {
	for len(all) > 0 {
		month, actor := unpackID(all[0].pack)
		from := len(to)
		for id := all[0].pack; len(all) > 0 && all[0].pack == id; all = all[1:] {
			to = append(to, told{packID(month, 0), actor, sumClass(all[0].class, received), all[0].count, all[0].strength})
		}
		sortTold(to[from:])
		to = to[:from+len(mergeTold(to[from:]))]
	}
	return to
}

// sumClass is the class of a sum: that of the tallies, and whether it is of what an
// actor does or receives.
func sumClass(class int64, received bool) int64 {
	if received {
		return class | receivedClass
	}
	return class
}

// receivedClass lies above all classes of tallies.
const receivedClass = 1 << 12

// turnRound makes of what actors do to others what others receive.
func turnRound(all []told) {
	for i := range all {
		month, actor := unpackID(all[i].pack)
		all[i].pack, all[i].other = packID(month, all[i].other), actor
	}
}

// packsAtOnce is how many new packs go into the file in one statement.
const packsAtOnce = 64

// postPacks adds to the packs of a table. Of months of which there was nothing
// (those that old has not), none is looked for.
func postPacks[T any](ctx context.Context, p *press, c codec[T], all []T, old map[int64]bool) error {
	c.sort(all)
	var room []T
	var fresh []any
	flush := func() error {
		if len(fresh) == 0 {
			return nil
		}
		_, err := p.exec(ctx, "INSERT OR FAIL INTO "+c.table+" (id, packed) VALUES "+strings.Repeat(",(?,?)", len(fresh)/2)[1:], fresh...)
		fresh = fresh[:0]
		return err
	}
	for len(all) > 0 {
		id, n := c.of(all[0]), 1
		for n < len(all) && c.of(all[n]) == id {
			n++
		}
		news := c.merge(all[:n])
		all = all[n:]
		if month, _ := unpackID(id); old[month] {
			var err error
			if room, err = repack(ctx, p, c, id, news, room); err != nil {
				return err
			}
			continue
		}
		packed := c.pack(nil, news)
		if len(packed) == 0 {
			continue
		}
		if fresh = append(fresh, id, packed); len(fresh) == 2*packsAtOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// repack adds to a pack that may be there, in a room that it returns. One that comes
// to nothing is taken out: it repeats what can be counted again.
func repack[T any](ctx context.Context, p *press, c codec[T], id int64, news, room []T) ([]T, error) {
	var packed []byte
	err := p.QueryRowContext(ctx, "SELECT packed FROM "+c.table+" WHERE id = ?", id).Scan(&packed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return room, err
	}
	there := err == nil
	all, err := c.unpack(room[:0], id, packed, nil)
	if err != nil {
		return all, err
	}
	all = append(all, news...)
	c.sort(all)
	packed = c.pack(packed[:0], c.merge(all))
	switch {
	case len(packed) == 0:
		_, err = p.exec(ctx, "DELETE FROM "+c.table+" WHERE id = ?", id)
	case there:
		_, err = p.exec(ctx, "UPDATE "+c.table+" SET packed = ? WHERE id = ?", packed, id)
	default:
		_, err = p.exec(ctx, "INSERT INTO "+c.table+" (id, packed) VALUES (?, ?)", id, packed)
	}
	return all, err
}

// eachPack reads packs of a table, in the order of their ids. What f is given is
// valid until it returns.
func eachPack[T any](ctx context.Context, q querier, c codec[T], only func(actor, other int64) bool, where string, f func(id int64, all []T) error, args ...any) error {
	var all []T
	return each(ctx, q, "SELECT id, packed FROM "+c.table+" WHERE "+where+" ORDER BY id", func(rows *sql.Rows) error {
		var id int64
		var packed sql.RawBytes
		err := rows.Scan(&id, &packed)
		if err == nil {
			var of func(other int64) bool
			if only != nil {
				_, actor := unpackID(id)
				of = func(other int64) bool { return only(actor, other) }
			}
			all, err = c.unpack(all[:0], id, packed, of)
		}
		if err == nil {
			err = f(id, all)
		}
		return err
	}, args...)
}

// packsAsked is how many packs are asked for in one statement.
const packsAsked = 128

// somePacks reads those of some packs, of sorted ids, that there are.
func somePacks[T any](ctx context.Context, q querier, c codec[T], only func(actor, other int64) bool, ids []int64, f func(id int64, all []T) error) error {
	for some := range slices.Chunk(ids, packsAsked) {
		if err := eachPack(ctx, q, c, only, among(len(some)), f, numbersIn(some)...); err != nil {
			return err
		}
	}
	return nil
}

// among words that the id is one of so many.
func among(n int) string { return "id IN (?" + strings.Repeat(",?", n-1) + ")" }

// numbersIn are numbers as arguments of a statement.
func numbersIn(some []int64) []any {
	args := make([]any, len(some))
	for i, id := range some {
		args[i] = id
	}
	return args
}

// packedBytes is how many bytes some packs of tallies have together.
func packedBytes(ctx context.Context, q querier, ids []int64) (n int64, err error) {
	for some := range slices.Chunk(ids, packsAsked) {
		var sum sql.NullInt64
		if err := q.QueryRowContext(ctx, "SELECT sum(length(packed)) FROM tallies WHERE "+among(len(some)), numbersIn(some)...).Scan(&sum); err != nil {
			return 0, err
		}
		n += sum.Int64
	}
	return n, nil
}

// monthsOf lists the first months, so many at most, of which anything is told, and
// says where to look for more: behind last where there are none.
func monthsOf(ctx context.Context, q querier, first, last int64, size int) (months []int64, next int64, err error) {
	for next = first; next <= last && len(months) < size; {
		var id sql.NullInt64
		if err := q.QueryRowContext(ctx, "SELECT min(id) FROM tallies WHERE id >= ?", packID(next, 0)).Scan(&id); err != nil {
			return nil, 0, err
		}
		month, _ := unpackID(id.Int64)
		if next = month + 1; !id.Valid || month > last {
			return months, last + 1, nil
		}
		months = append(months, month)
	}
	return months, next, nil
}
