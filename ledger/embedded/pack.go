package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
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
	join  func(to, x, y []T) []T // appends two that are sorted, sorted
	of    func(T) int64          // the pack it belongs in
}

func sortTold(all []told) {
	sortByKey(all, func(t *told) (uint64, uint64) { return sortable(t.pack), uint64(t.other)<<classBits | uint64(t.class) })
}

func sortStood(all []stood) {
	sortByKey(all, func(s *stood) (uint64, uint64) { return sortable(s.pack), uint64(s.other)<<nearbyBits | uint64(s.at) })
}

// sortable is a number whose order without a sign is that of one with it: months may be
// before those that are counted from.
func sortable(n int64) uint64 { return uint64(n) ^ 1<<63 }

var (
	tallyPacks    = codec[told]{"tallies", packTold, unpackTold, mergeTold, sortTold, joinTold, func(t told) int64 { return t.pack }}
	receivedPacks = codec[told]{"received", packTold, unpackTold, mergeTold, sortTold, joinTold, func(t told) int64 { return t.pack }}
	sumPacks      = codec[told]{"sums", packTold, unpackTold, mergeTold, sortTold, joinTold, func(t told) int64 { return t.pack }}
	placePacks    = codec[stood]{"places", packStood, unpackStood, slices.Compact[[]stood], sortStood, joinStood, func(s stood) int64 { return s.pack }}
)

func joinTold(to, x, y []told) []told { return joined(to, x, y, (*told).compare) }

func joinStood(to, x, y []stood) []stood { return joined(to, x, y, (*stood).compare) }

// joined appends two sorted lists in one; of equal ones, those of x first.
func joined[T any](to, x, y []T, compare func(a, b *T) int) []T {
	for len(x) > 0 && len(y) > 0 {
		if compare(&x[0], &y[0]) <= 0 {
			to, x = append(to, x[0]), x[1:]
		} else {
			to, y = append(to, y[0]), y[1:]
		}
	}
	return append(append(to, x...), y...)
}

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
	sums := summed(make([]told, 0, 2*len(all)), all, false)
	turnRound(all)
	if err := postPacks(ctx, p, receivedPacks, all, old); err != nil {
		return err
	}
	if err := postPacks(ctx, p, sumPacks, summed(sums, all, true), old); err != nil {
		return err
	}
	return postPacks(ctx, p, placePacks, rows, old)
}

// summed appends what tallies tell of each actor with everybody, neither sorted nor summed
// up.
func summed(to, all []told, received bool) []told {
	for i := range all {
		month, actor := unpackID(all[i].pack)
		to = append(to, told{packID(month, 0), actor, sumClass(all[i].class, received), all[i].count, all[i].strength})
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

// Classes of tallies, and above them the mark of what is received.
const (
	receivedClass = 1 << 12
	classBits     = 13 // of all of them
)

// turnRound makes of what actors do to others what others receive.
func turnRound(all []told) {
	for i := range all {
		month, actor := unpackID(all[i].pack)
		all[i].pack, all[i].other = packID(month, all[i].other), actor
	}
}

// packsAtOnce is how many packs are read, and written, in one statement.
const packsAtOnce = 64

// news is what is to be added to a pack.
type news[T any] struct {
	id  int64
	all []T // sorted and summed up
}

// postPacks adds to the packs of a table. Of months of which there was nothing
// (those that old has not), none is looked for.
func postPacks[T any](ctx context.Context, p *press, c codec[T], all []T, old map[int64]bool) error {
	c.sort(all)
	w := &packWriter[T]{press: p, codec: c}
	for len(all) > 0 {
		id, n := c.of(all[0]), 1
		for n < len(all) && c.of(all[n]) == id {
			n++
		}
		some := news[T]{id, c.merge(all[:n])}
		all = all[n:]
		var err error
		if month, _ := unpackID(id); old[month] {
			err = w.add(ctx, some)
		} else {
			err = w.write(ctx, id, some.all)
		}
		if err != nil {
			return err
		}
	}
	if err := w.addAll(ctx); err != nil {
		return err
	}
	return w.flush(ctx)
}

// packWriter writes packs of a table, some at once.
type packWriter[T any] struct {
	press *press
	codec codec[T]
	news  []news[T] // of packs that may be there, in the order of their ids
	ready []news[T] // these with what was there, which lies in room
	room  []T
	full  []any // ids and contents that are to be written
}

// add adds to a pack that may be there.
func (w *packWriter[T]) add(ctx context.Context, n news[T]) error {
	if w.news = append(w.news, n); len(w.news) < packsAtOnce {
		return nil
	}
	return w.addAll(ctx)
}

// addAll reads those packs that are there and writes them with their news.
func (w *packWriter[T]) addAll(ctx context.Context) error {
	left := w.news
	w.news, w.ready, w.room = w.news[:0], w.ready[:0], w.room[:0]
	ids := make([]int64, len(left))
	for i := range left {
		ids[i] = left[i].id
	}
	err := somePacks(ctx, w.press, w.codec, nil, ids, func(id int64, all []T) error {
		for ; left[0].id != id; left = left[1:] {
			w.ready = append(w.ready, left[0])
		}
		from := len(w.room)
		w.room = w.codec.join(w.room, all, left[0].all)
		w.ready = append(w.ready, news[T]{id, w.codec.merge(w.room[from:])})
		left = left[1:]
		return nil
	})
	if err != nil {
		return err
	}
	w.ready = append(w.ready, left...)
	for _, n := range w.ready { // not before all are read
		if err := w.write(ctx, n.id, n.all); err != nil {
			return err
		}
	}
	return nil
}

// write puts a pack in place of what is there of it. One that comes to nothing is taken
// out: it repeats what can be counted again.
func (w *packWriter[T]) write(ctx context.Context, id int64, all []T) error {
	packed := w.codec.pack(nil, all)
	if len(packed) == 0 {
		_, err := w.press.exec(ctx, "DELETE FROM "+w.codec.table+" WHERE id = ?", id)
		return err
	}
	if w.full = append(w.full, id, packed); len(w.full) < 2*packsAtOnce {
		return nil
	}
	return w.flush(ctx)
}

func (w *packWriter[T]) flush(ctx context.Context) error {
	if len(w.full) == 0 {
		return nil
	}
	_, err := w.press.exec(ctx, "INSERT INTO "+w.codec.table+" (id, packed) VALUES "+strings.Repeat(",(?,?)", len(w.full)/2)[1:]+
		" ON CONFLICT (id) DO UPDATE SET packed = excluded.packed", w.full...)
	clear(w.full)
	w.full = w.full[:0]
	return err
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
