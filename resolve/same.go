package resolve

import (
	"cmp"
	"slices"

	"entente"
)

// Deed is an event of one record as sameness is told by.
type Deed struct {
	ID     entente.RecordID
	Code   string            // PLOVER type and mode, or the code of an event table: only the same codes are compared
	Actors []entente.ActorID // everybody who takes part, in any order
	Day    entente.Day       // 0 is never the same as anything
	Place  string            // "" where not known
}

// DeedOf is an event of a document; the day is that of the event, or that of the
// document.
func DeedOf(e *entente.Event, published entente.Day) Deed {
	d := Deed{ID: e.ID, Code: e.Type + "." + e.Mode, Actors: slices.Concat(e.Actor, e.Recipient), Day: e.Date.From, Place: e.Place}
	if d.Day.IsZero() {
		d.Day = published
	}
	return d
}

// DeedOfRow is an event of a row of an event table.
func DeedOfRow(r *entente.Row) Deed {
	d := Deed{ID: r.ID, Code: r.Code, Day: r.Day(), Place: r.Place.Name}
	if d.Code == "" {
		d.Code = r.Type + "." + r.Mode
	}
	for _, p := range []entente.Party{r.Actor, r.Recipient} {
		if p.Actor != "" {
			d.Actors = append(d.Actors, p.Actor)
		}
	}
	return d
}

// Window is the most days between two tellings of one event that are compared.
const Window = 14

// chances are the probabilities that two deeds of one code are one event, by how
// many actors they share (all; all of the one with fewer; some) and by the days
// between them (up to 0, 1, 3, 7, 14). Measured on hand-made groups of events
// that a coder found in agency news of March and April 2009 (see eval's task
// same-event), drawn towards each other where pairs were few.
var chances = [3][5]float64{
	{.90, .79, .79, .66, .24},
	{.62, .70, .50, .38, .18},
	{.82, .25, .08, .04, .10},
}

// Same is the probability that two deeds are one event. Places that are both
// known and differ halve it.
func Same(a, b *Deed) float64 {
	if a.Code != b.Code || a.Day.IsZero() || b.Day.IsZero() {
		return 0
	}
	gap := int(b.Day) - int(a.Day)
	if gap < 0 {
		gap = -gap
	}
	col := slices.IndexFunc([]int{0, 1, 3, 7, Window}, func(most int) bool { return gap <= most })
	if col < 0 {
		return 0
	}
	shared, na, nb := 0, distinct(a.Actors), distinct(b.Actors)
	for i, x := range a.Actors {
		if !slices.Contains(a.Actors[:i], x) && slices.Contains(b.Actors, x) {
			shared++
		}
	}
	row := 2
	switch {
	case shared == 0:
		return 0
	case shared == na && shared == nb:
		row = 0
	case shared >= min(2, na, nb) && shared == min(na, nb) && shared > 1:
		row = 1
	}
	p := chances[row][col]
	if a.Place != "" && b.Place != "" && a.Place != b.Place {
		p /= 2
	}
	return p
}

func distinct(ids []entente.ActorID) int {
	n := 0
	for i, x := range ids {
		if !slices.Contains(ids[:i], x) {
			n++
		}
	}
	return n
}

// Cluster is deeds that are held to be one event. Probability is the least with
// which a member was joined to another; 1 for a deed alone.
type Cluster struct {
	Members     []entente.RecordID `json:"members"` // by date, then id
	From        entente.Day        `json:"from"`
	To          entente.Day        `json:"to"`
	Probability float64            `json:"probability"`
}

// recent is how many deeds of one code and actor are compared with a new one: on
// a day with more, the earlier ones are in the cluster already.
const recent = 64

// SameEvents puts deeds into clusters: two are joined where Same is at least
// least (.5 is a good value). The order of the deeds does not matter. Clusters are
// sorted by their first day, then first member.
func SameEvents(deeds []Deed, least float64) []Cluster {
	order := slices.Clone(deeds)
	slices.SortFunc(order, func(a, b Deed) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	up := make([]int, len(order)) // union-find
	weakest := make([]float64, len(order))
	for i := range up {
		up[i], weakest[i] = i, 1
	}
	find := func(i int) int {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	type key struct {
		code  string
		actor entente.ActorID
	}
	last := map[key][]int{}
	for i := range order {
		d := &order[i]
		if d.Day.IsZero() {
			continue
		}
		tried := map[int]bool{}
		for _, a := range d.Actors {
			k := key{d.Code, a}
			near := last[k]
			for len(near) > 0 && int(d.Day)-int(order[near[0]].Day) > Window {
				near = near[1:]
			}
			near = near[max(0, len(near)-recent):]
			for _, n := range near {
				if tried[n] || n == i {
					continue
				}
				tried[n] = true
				if p := Same(&order[n], d); p >= least {
					x, y := find(n), find(i)
					if x != y {
						up[max(x, y)] = min(x, y)
						weakest[min(x, y)] = min(weakest[x], weakest[y], p)
					}
				}
			}
			if len(near) == 0 || near[len(near)-1] != i {
				near = append(near, i)
			}
			last[k] = near
		}
	}
	at := map[int]int{}
	var out []Cluster
	for i := range order {
		r := find(i)
		k, ok := at[r]
		if !ok {
			k = len(out)
			at[r] = k
			out = append(out, Cluster{From: order[i].Day, Probability: weakest[r]})
		}
		out[k].Members = append(out[k].Members, order[i].ID)
		out[k].To = order[i].Day
	}
	return out
}
