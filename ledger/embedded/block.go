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
	"strings"
)

// Rows lie in blocks: all rows in the order of spots, cut where a page of the file
// is full, as the leaves of a tree whose inner nodes SQLite keeps. A block stands
// under the place of its first row and reaches to the next block's. A row costs a
// thirtieth of an entry of a table this way, and rows that come by date are written
// once, behind all others.

// blockBytes is how many bytes a block may have: what fits in a leaf of a table
// with pages of 4,096 bytes, so that none is broken over two. A row that is longer
// has a block of its own.
const blockBytes = 4050

// spot is where a row lies: its day, as tables hold it, and the hash of its id.
type spot struct{ day, id int64 }

// before compares spots.
func (s spot) before(t spot) bool { return s.day < t.day || s.day == t.day && s.id < t.id }

func (s spot) compare(t spot) int {
	return cmp.Or(cmp.Compare(s.day, t.day), cmp.Compare(s.id, t.id))
}

// A place is a spot in one number that sorts as spots do: dayBits of the day and
// the first hashBits of the hash. Rows of one place are not parted, so that the
// place of a block's first row tells which rows are in it.
const (
	dayBits  = 23
	hashBits = 40
	idBits   = 60 // of a row's hash
	dayZero  = 1 << (dayBits - 1)
	noDay    = 1<<dayBits - 1 // stands for unknownDay
)

// errFar says that a row's day is beyond what places hold: some 11,000 years.
var errFar = errors.New("the day is too far from ours")

// place is the place of a spot; days that are too far count as the furthest.
func (s spot) place() int64 {
	day := s.day
	if day == unknownDay {
		day = noDay
	} else {
		day = min(max(day+dayZero, 0), noDay-1)
	}
	return day<<hashBits | max(0, min(s.id, 1<<idBits-1))>>(idBits-hashBits)
}

// isFar reports whether a place cannot hold a day.
func isFar(day int64) bool {
	return day != unknownDay && (day < -dayZero || day >= noDay-1-dayZero)
}

// shelved is a row as a block holds it.
type shelved struct {
	spot
	body []byte
}

// packBlock writes rows, sorted: of the first its day as a varint, of each other
// how many days it lies behind, and of each its hash (eight bytes, the highest
// first), the length of its body and the body.
func packBlock(to []byte, rows []shelved) []byte {
	day := int64(0)
	for i := range rows {
		r := &rows[i]
		to = binary.AppendVarint(to, r.day-day)
		to = binary.BigEndian.AppendUint64(to, uint64(r.id))
		to = binary.AppendUvarint(to, uint64(len(r.body)))
		to = append(to, r.body...)
		day = r.day
	}
	return to
}

// packedSize is how many bytes a row takes in a block, not the first, at most; the
// one before it is of a day.
func (r *shelved) packedSize(day int64) int {
	size := len(r.body) + 8
	for n := uint64(r.day-day) << 1; ; n >>= 7 {
		if size++; n < 0x80 {
			break
		}
	}
	for n := uint64(len(r.body)); ; n >>= 7 {
		if size++; n < 0x80 {
			break
		}
	}
	return size
}

// unpackBlock reads what packBlock wrote and appends it; the bodies are slices of
// packed.
func unpackBlock(to []shelved, packed []byte) ([]shelved, error) {
	day := int64(0)
	for len(packed) > 0 {
		step, n := binary.Varint(packed)
		if n <= 0 || len(packed) < n+8 {
			return to, errBlock
		}
		id := int64(binary.BigEndian.Uint64(packed[n:]))
		size, m := binary.Uvarint(packed[n+8:])
		packed = packed[n+8:]
		if m <= 0 || size > uint64(len(packed)-m) {
			return to, errBlock
		}
		day += step
		to = append(to, shelved{spot{day, id}, packed[m : m+int(size)]})
		packed = packed[m+int(size):]
	}
	return to, nil
}

var errBlock = fmt.Errorf("%w: a block of rows breaks off", ErrDamaged)

// block is a block with the place where the next one begins; nothing but that
// where there is none so early.
type block struct {
	first, next int64
	rows        []shelved
}

const lastPlace = math.MaxInt64

// blockAt is the block in which the row of a place lies, if it is there.
func blockAt(ctx context.Context, q querier, place int64) (block, error) {
	b := block{next: lastPlace}
	var next sql.NullInt64
	var packed []byte
	err := q.QueryRowContext(ctx, "SELECT first, packed, (SELECT min(first) FROM rows WHERE first > ?1) FROM rows WHERE first <= ?1 ORDER BY first DESC LIMIT 1", place).Scan(&b.first, &packed, &next)
	if errors.Is(err, sql.ErrNoRows) {
		err = q.QueryRowContext(ctx, "SELECT min(first) FROM rows").Scan(&next)
	}
	if err == nil {
		b.rows, err = unpackBlock(nil, packed)
	}
	if next.Valid {
		b.next = next.Int64
	}
	return b, err
}

// eachRow goes through the rows from a spot on, in order, until f says that it has
// enough. The body is valid until f returns.
func eachRow(ctx context.Context, q querier, from spot, f func(r *shelved) (more bool, err error)) error {
	rows, err := q.QueryContext(ctx, "SELECT packed FROM rows WHERE first >= ifnull((SELECT max(first) FROM rows WHERE first <= ?1), ?1) ORDER BY first", from.place())
	if err != nil {
		return err
	}
	defer rows.Close()
	var held []shelved
	for rows.Next() {
		var packed sql.RawBytes
		if err := rows.Scan(&packed); err != nil {
			return err
		}
		if held, err = unpackBlock(held[:0], packed); err != nil {
			return err
		}
		for i := range held {
			if held[i].before(from) {
				continue
			}
			if more, err := f(&held[i]); err != nil || !more {
				return err
			}
		}
	}
	return rows.Err()
}

// blocksAtOnce is how many new blocks go into the file in one statement.
const blocksAtOnce = 32

// shelf puts rows in blocks.
type shelf struct {
	press *press
	fresh []any // first places and contents of blocks that are to be inserted
}

// put writes a block anew with rows added, both sorted and none in both. Where rows
// come behind all others, blocks are filled; where they come between, they are cut
// evenly, so that there is room for more.
func (s *shelf) put(ctx context.Context, old *block, added []shelved) error {
	most := blockBytes
	all := added
	if len(old.rows) > 0 {
		all = merged(old.rows, added)
		if old.next != lastPlace {
			size := 0
			for i := range all {
				size += all[i].packedSize(all[max(0, i-1)].day)
			}
			most = size/((size+blockBytes-1)/blockBytes) + 1
		}
	}
	kept := len(old.rows) > 0 // the first block takes the old one's place
	for len(all) > 0 {
		n, size := 0, 0
		day := int64(0)
		for n < len(all) {
			k, more := n, 0 // all rows of one place
			for k < len(all) && (k == n || all[k].place() == all[n].place()) {
				more += all[k].packedSize(day)
				day = all[k].day
				k++
			}
			if n > 0 && (size+more > blockBytes || size >= most) {
				break
			}
			n, size = k, size+more
		}
		packed := packBlock(make([]byte, 0, size), all[:n])
		if kept {
			if _, err := s.press.exec(ctx, "UPDATE rows SET packed = ? WHERE first = ?", packed, old.first); err != nil {
				return err
			}
			kept = false
		} else {
			s.fresh = append(s.fresh, all[0].place(), packed)
			if len(s.fresh) == 2*blocksAtOnce {
				if err := s.flush(ctx); err != nil {
					return err
				}
			}
		}
		all = all[n:]
	}
	return nil
}

// flush inserts the new blocks.
func (s *shelf) flush(ctx context.Context) error {
	if len(s.fresh) == 0 {
		return nil
	}
	_, err := s.press.exec(ctx, "INSERT OR FAIL INTO rows (first, packed) VALUES "+strings.Repeat(",(?,?)", len(s.fresh)/2)[1:], s.fresh...)
	clear(s.fresh)
	s.fresh = s.fresh[:0]
	return err
}

// merged are two sorted lists of rows in one.
func merged(x, y []shelved) []shelved {
	out := make([]shelved, 0, len(x)+len(y))
	for len(x) > 0 && len(y) > 0 {
		if x[0].before(y[0].spot) {
			out, x = append(out, x[0]), x[1:]
		} else {
			out, y = append(out, y[0]), y[1:]
		}
	}
	return append(append(out, x...), y...)
}

// find is the number of the row of a spot, or of the first behind it.
func (b *block) find(s spot) (at int, ok bool) {
	return slices.BinarySearchFunc(b.rows, s, func(r shelved, s spot) int { return r.compare(s) })
}

// holds reports whether a block has the row of a spot.
func (b *block) holds(s spot) bool {
	_, ok := b.find(s)
	return ok
}
