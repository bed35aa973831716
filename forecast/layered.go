package forecast

import "maps"

// layered is a map of its own over one that is shared and not changed.
type layered[V any] struct{ shared, own map[uint64]V }

func newLayered[V any]() layered[V] { return layered[V]{own: map[uint64]V{}} }

// over is an empty map over l, which is not to be changed then.
func (l layered[V]) over() layered[V] {
	below := l.own
	if len(l.shared) > 0 {
		below = maps.Clone(l.shared)
		maps.Copy(below, l.own)
	}
	return layered[V]{below, map[uint64]V{}}
}

func (l layered[V]) get(k uint64) (V, bool) {
	if v, ok := l.own[k]; ok {
		return v, true
	}
	v, ok := l.shared[k]
	return v, ok
}

// counters are four counters, one for each class.
type counters = [4]counter

// look is the counter of a key and a class as it stands, nil where there is none.
func look(l layered[*counters], k uint64, class int) *counter {
	if v, ok := l.get(k); ok {
		return &v[class]
	}
	return nil
}

// edit is the counter of a key and a class, to be changed: a copy of what is shared,
// or a new one.
func edit(l layered[*counters], k uint64, class int) *counter {
	v := l.own[k]
	if v == nil {
		v = &counters{}
		if below := l.shared[k]; below != nil {
			*v = *below
		}
		l.own[k] = v
	}
	return &v[class]
}
