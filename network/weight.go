package network

import (
	"cmp"
	"iter"
	"math"
	"slices"
	"strings"

	"entente"
)

// admits reports whether an observation counts, whatever its document.
func (r *Rules) admits(o *entente.Observation) bool {
	d := o.Date()
	switch {
	case o.Sign == 0, o.Negated, len(r.Stances) == 0 && !r.Open && !o.Done():
		return false
	case !r.From.IsZero() && (d.IsZero() || d < r.From), !r.To.IsZero() && (d.IsZero() || d > r.To):
		return false
	case !r.Known.IsZero() && (o.Known.IsZero() || o.Known > r.Known):
		return false
	case len(r.Layers) > 0 && !slices.Contains(r.Layers, o.Layer), len(r.Stances) > 0 && !slices.Contains(r.Stances, o.Stance):
		return false
	case len(r.Outlets) > 0 && !slices.ContainsFunc(r.Outlets, func(name string) bool { return strings.EqualFold(name, o.Outlet) }):
		return false
	}
	return len(r.Speakers) == 0 || slices.ContainsFunc(r.Speakers, func(a entente.ActorID) bool { return belongs(o.Speaker, a) })
}

// belongs reports whether an actor is another or an organ of it.
func belongs(a, to entente.ActorID) bool {
	return a == to || strings.HasPrefix(string(a), string(to)+".")
}

// value is the signed weight of an observation that counts, before it decays.
func (r *Rules) value(o *entente.Observation) float64 {
	w := valued(o.Sign, o.Trust)
	if r.Intense && o.Kind == entente.KindEvent {
		w *= math.Abs(float64(o.Strength))
	}
	return w
}

// decayed is a value as it counts on a day, in whole thousandths.
func (r *Rules) decayed(w float64, at, now entente.Day) int64 {
	if r.HalfLife > 0 && !at.IsZero() && !now.IsZero() && at < now {
		w *= math.Exp2(-float64(now-at) / float64(r.HalfLife))
	}
	return int64(math.Round(w))
}

// Actor is the actor that another counts as.
func (r *Rules) Actor(a entente.ActorID) entente.ActorID {
	if r.States {
		return stateOf(a)
	}
	return a
}

// ends are the two actors of an observation as they count.
func (r *Rules) ends(o *entente.Observation) (a, b entente.ActorID) {
	return r.Actor(o.A), r.Actor(o.B)
}

// admit yields what counts: of documents of one origin, what they tell of a pair
// in the same way once. What such documents tell comes last; the rest keeps its
// order. Memory is that of what documents with copies tell.
func (r *Rules) admit(observations iter.Seq2[entente.Observation, error]) iter.Seq2[entente.Observation, error] {
	shared := map[entente.DocumentID]bool{} // those with copies
	for _, origin := range r.Origins {
		shared[origin] = true
	}
	return func(yield func(entente.Observation, error) bool) {
		var held []entente.Observation
		for o, err := range observations {
			if err != nil {
				yield(o, err)
				return
			}
			if !r.admits(&o) {
				continue
			}
			if len(shared) > 0 && o.Document != "" && shared[r.origin(o.Document)] {
				held = append(held, o)
				continue
			}
			if !yield(o, nil) {
				return
			}
		}
		for _, o := range r.firsts(held) {
			if !yield(o, nil) {
				return
			}
		}
	}
}

func (r *Rules) origin(d entente.DocumentID) entente.DocumentID {
	if origin, ok := r.Origins[d]; ok {
		return origin
	}
	return d
}

// said is what of an observation a copy repeats.
type said struct {
	origin   entente.DocumentID
	a, b     entente.ActorID
	directed bool
	kind     entente.Kind
	what     string
	layer    entente.Layer
	sign     entente.Sign
}

func (r *Rules) said(o *entente.Observation) said {
	return said{r.origin(o.Document), o.A, o.B, o.Directed, o.Kind, o.Type, o.Layer, o.Sign}
}

// firsts are the observations that are no repetition: of each telling those of
// the origin, where it is among them, else of the document known first. The order
// of what is given changes nothing but the order of what is returned.
func (r *Rules) firsts(all []entente.Observation) []entente.Observation {
	first := map[said]*entente.Observation{}
	for i := range all {
		o := &all[i]
		k := r.said(o)
		if f := first[k]; f == nil || r.before(o, f) {
			first[k] = o
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(o entente.Observation) bool {
		return o.Document != first[r.said(&o)].Document
	})
}

// before orders documents of one origin: the origin itself, then by the day they
// were known, those without one last, then by id.
func (r *Rules) before(x, y *entente.Observation) bool {
	rank := func(o *entente.Observation) int64 {
		switch {
		case o.Document == r.origin(o.Document):
			return math.MinInt64
		case o.Known.IsZero():
			return math.MaxInt64
		}
		return int64(o.Known)
	}
	return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.Document, y.Document)) < 0
}
