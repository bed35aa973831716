package embedded

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is packed reads back, whole and of some others alone; cut off, it is damage
// or less, and never more.
func TestPacksReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const id = 7<<32 | 3
		all := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) told {
			return told{
				id, rapid.Int64Range(1, 1<<31).Draw(t, "other"), rapid.Int64Range(0, receivedClass<<1-1).Draw(t, "class"),
				rapid.Int64Range(-9, 1<<40).Filter(func(n int64) bool { return n != 0 }).Draw(t, "count"), rapid.Float64().Draw(t, "strength"),
			}
		}), 0, 20).Draw(t, "tallies")
		sortTold(all)
		all = slices.CompactFunc(all, func(x, y told) bool { return x.compare(&y) == 0 })
		stands := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) stood {
			return stood{id, rapid.Int64Range(1, 9).Draw(t, "other"), rapid.Int64Range(0, 31<<nearBits).Draw(t, "at")}
		}), 0, 20).Draw(t, "places")
		placePacks.sort(stands)
		stands = slices.Compact(stands)
		odd := func(other int64) bool { return other%2 == 1 }
		readsBack(t, tallyPacks, id, all, odd, func(x told) int64 { return x.other })
		readsBack(t, placePacks, id, stands, odd, func(x stood) int64 { return x.other })
	})
}

func readsBack[T comparable](t *rapid.T, c codec[T], id int64, all []T, only func(int64) bool, other func(T) int64) {
	packed := c.pack(nil, all)
	got, err := c.unpack(nil, id, packed, nil)
	if err != nil || !slices.Equal(got, all) {
		t.Fatalf("%s: %v, %v, want %v", c.table, got, err, all)
	}
	want := slices.DeleteFunc(slices.Clone(all), func(x T) bool { return !only(other(x)) })
	if got, err = c.unpack(nil, id, packed, only); err != nil || !slices.Equal(got, want) {
		t.Fatalf("%s of some: %v, %v, want %v", c.table, got, err, want)
	}
	if len(packed) > 0 {
		cut := packed[:rapid.IntRange(0, len(packed)-1).Draw(t, "cut")]
		if got, err := c.unpack(nil, id, cut, nil); err == nil && len(got) >= len(all) {
			t.Fatalf("%s cut off: %v", c.table, got)
		}
	}
}

// The place of a spot sorts as spots do, also where its day is not known.
func TestPlacesSortAsSpots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) spot {
			day := rapid.OneOf(rapid.Int64Range(-dayZero, dayZero-3), rapid.Just[int64](unknownDay)).Draw(t, name)
			return spot{day, rapid.Int64Range(0, 1<<idBits-1).Draw(t, name+" hash")}
		}
		x, y := draw("x"), draw("y")
		if y.before(x) {
			x, y = y, x
		}
		if x.place() > y.place() || x.day != y.day && x.place() == y.place() {
			t.Fatalf("%v stands at %d, %v at %d", x, x.place(), y, y.place())
		}
		var m monthOf
		m.of(x.day)
		if first, last := m.near(m.nearby(x)); x.before(first) || last.before(x) {
			t.Fatalf("%v is not between %v and %v", x, first, last)
		}
	})
}
