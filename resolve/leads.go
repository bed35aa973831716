package resolve

import (
	"iter"
	"slices"
)

// leads are the groups that keys lead to, bandKept of each at most, in the order in which
// they were added. Most keys lead to one, for which there is no list: it takes a third of
// the memory.
type leads struct {
	groups map[uint64]int32 // the group, or ^n for list n
	lists  [][]int32        // of two groups and more
}

func newLeads() leads { return leads{groups: map[uint64]int32{}} }

// of yields the groups of a key.
func (l *leads) of(key uint64) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		g, ok := l.groups[key]
		if !ok {
			return
		}
		if g >= 0 {
			yield(g)
			return
		}
		for _, g := range l.lists[^g] {
			if !yield(g) {
				return
			}
		}
	}
}

// add has a key lead to a group too, and reports whether it did not and now does.
func (l *leads) add(key uint64, group int32) bool {
	g, ok := l.groups[key]
	switch {
	case !ok:
		l.groups[key] = group
	case g == group:
		return false
	case g >= 0:
		l.groups[key] = ^int32(len(l.lists))
		l.lists = append(l.lists, []int32{g, group})
	default:
		list := l.lists[^g]
		if len(list) == bandKept || slices.Contains(list, group) {
			return false
		}
		l.lists[^g] = append(list, group)
	}
	return true
}

// drop takes the group back that was last added to a key. What was added must be taken
// back in the contrary order, so that a list which is one no longer is the last.
func (l *leads) drop(key uint64) {
	g := l.groups[key]
	if g >= 0 {
		delete(l.groups, key)
		return
	}
	list := l.lists[^g]
	if len(list) > 2 {
		l.lists[^g] = list[:len(list)-1]
		return
	}
	l.groups[key] = list[0]
	l.lists[^g] = nil // to be let go
	l.lists = l.lists[:^g]
}
