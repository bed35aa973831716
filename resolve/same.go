package resolve

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// Deed is an event of one record as sameness is told by.
type Deed struct {
	ID      entente.RecordID
	Source  string             // document or data set; "" where not known
	Code    string             // PLOVER type and mode, or the code of an event table: only the same codes are compared
	Actors  []entente.ActorID  // everybody who takes part, in any order
	Day     entente.Day        // the first day it may have been; 0 is never the same as anything
	To      entente.Day        // the last one, where only a week, month, year or the like is told; else 0
	Place   string             // "" where not known
	Assumed bool               // Day is the day of the report: no other was told
	Numbers map[string]float64 // by what is counted, in lower case; nil where none is told
}

// DeedOf is an event of a document; the day is that of the event, or that of the
// document.
func DeedOf(r *entente.Records, e *entente.Event) Deed {
	d := Deed{ID: e.ID, Source: string(r.Document.ID), Code: e.Type + "." + e.Mode, Actors: slices.Concat(e.Actor, e.Recipient), Day: e.Date.From, To: loose(e.Date), Place: e.Place}
	if d.Day.IsZero() {
		d.Day, d.Assumed = r.Document.Published, true
	}
	for i := range r.Quantities {
		q := &r.Quantities[i]
		if q.Of == "" || !slices.Contains(e.Quantities, q.ID) {
			continue
		}
		if d.Numbers == nil {
			d.Numbers = map[string]float64{}
		}
		d.Numbers[strings.ToLower(q.Of)] = q.Value
	}
	return d
}

// DeedOfRow is an event of a row of an event table.
func DeedOfRow(r *entente.Row) Deed {
	d := Deed{ID: r.ID, Source: r.DataSet, Code: r.Code, Day: r.Day(), To: loose(r.Date), Place: r.Place.Name}
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

// loose is the last day of a stretch of which one day is meant and not told; 0 where
// days are told.
func loose(i entente.Interval) entente.Day {
	if i.Precision == entente.PrecisionDay || i.Precision == "" || i.From.IsZero() || i.To <= i.From {
		return 0
	}
	return i.To
}

// last is the last day on which a deed may have been.
func (d *Deed) last() entente.Day { return max(d.Day, d.To) }

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
// known and differ halve it, and so do numbers of one thing of which one is more
// than twice the other: reports of a day differ by less. A document or data set
// tells its own events apart: two deeds of one source are one only on the same day,
// at the same place, between the same actors. Deeds of two sources share two actors,
// or one and a known place; where a day is only that of the report, they lie three
// days apart at most. (The groups that chances was measured on tell no sources.)
//
// A deed of which only a week, a month or a year is told may have been on any day of it,
// and is as far from the other as that allows: Window days at most, or alikeGap where both
// are told by the same stretch.
func Same(a, b *Deed) float64 {
	if a.Code != b.Code || a.Day.IsZero() || b.Day.IsZero() {
		return 0
	}
	gap, apart := between(a, b)
	if gap > Window {
		return 0
	}
	col := slices.IndexFunc([]int{0, 1, 3, 7, Window}, func(most int) bool { return apart <= most })
	shared, na, nb := 0, distinct(a.Actors), distinct(b.Actors)
	for i, x := range a.Actors {
		if !slices.Contains(a.Actors[:i], x) && slices.Contains(b.Actors, x) {
			shared++
		}
	}
	row := 2
	switch {
	case shared == 0 || a.Source != "" && b.Source != "" && !vouched(a, b, shared, gap):
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
	if !agree(a.Numbers, b.Numbers) {
		p /= 2
	}
	return p
}

// alikeGap is for how many days apart two deeds count of which one month or one year is
// told. In the groups that chances was measured on, 78 % of the pairs of one month that share
// all actors are one event, and 37 % of those that share some; it is less where stories were
// not chosen for being told often.
const alikeGap = 7

// between returns the least days that lie between two deeds, and the most that count.
func between(a, b *Deed) (least, most int) {
	least = max(0, int(b.Day)-int(a.last()), int(a.Day)-int(b.last()))
	if a.To == 0 && b.To == 0 {
		return least, least
	}
	if a.Day == b.Day && a.last() == b.last() {
		return 0, min(int(a.last()-a.Day), alikeGap)
	}
	return least, min(max(int(b.last())-int(a.Day), int(a.last())-int(b.Day)), Window)
}

// assumedGap is the most days between two deeds of which one is dated by its report.
const assumedGap = 3

// vouched reports whether what two sources tell, or one tells twice, is definite
// enough to be compared: see Same.
func vouched(a, b *Deed, shared, gap int) bool {
	if a.Source == b.Source {
		return gap == 0 && a.Place == b.Place && shared == distinct(a.Actors) && shared == distinct(b.Actors)
	}
	if (a.Assumed || b.Assumed) && gap > assumedGap {
		return false
	}
	return shared > 1 || a.Place != "" && a.Place == b.Place
}

// agree reports whether no number of one thing is more than twice the other.
func agree(a, b map[string]float64) bool {
	for of, x := range a {
		if y, ok := b[of]; ok && (x > 2*y || y > 2*x) {
			return false
		}
	}
	return true
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

// Rulings are what people decided of pairs of deeds, whatever their probability.
type Rulings struct {
	Joined, Parted [][2]entente.RecordID
}

// SameEvents puts deeds into clusters: two are joined where Same is at least
// least (.5 is a good value), or a ruling says so; those that a ruling parts are
// in no cluster together, nor are those joined to them. The order of the deeds does not matter.
// Clusters are sorted by their first day, then first member.
func SameEvents(deeds []Deed, least float64, rulings Rulings) []Cluster {
	order := slices.Clone(deeds)
	slices.SortFunc(order, func(a, b Deed) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID)) })
	g := newGroups(order, rulings)
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
					g.join(n, i, p)
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
		r := g.find(i)
		k, ok := at[r]
		if !ok {
			k = len(out)
			at[r] = k
			out = append(out, Cluster{From: order[i].Day, Probability: g.weakest[r]})
		}
		out[k].Members = append(out[k].Members, order[i].ID)
		out[k].To = order[i].Day
	}
	return out
}

// groups are deeds being joined (union-find).
type groups struct {
	up      []int
	weakest []float64        // of a root: the least probability with which a member was joined
	days    [][2]entente.Day // of a root: the first and last of its members
	parted  map[int][]int    // of a root: deeds that none of its members may be with
}

// newGroups puts every deed on its own, but for those that rulings join.
func newGroups(deeds []Deed, rulings Rulings) *groups {
	g := &groups{make([]int, len(deeds)), make([]float64, len(deeds)), make([][2]entente.Day, len(deeds)), map[int][]int{}}
	for i := range g.up {
		g.up[i], g.weakest[i], g.days[i] = i, 1, [2]entente.Day{deeds[i].Day, deeds[i].Day}
	}
	if len(rulings.Joined)+len(rulings.Parted) == 0 {
		return g
	}
	at := make(map[entente.RecordID]int, len(deeds))
	for i := range deeds {
		at[deeds[i].ID] = i
	}
	for _, pair := range rulings.Parted {
		x, one := at[pair[0]]
		y, other := at[pair[1]]
		if one && other {
			g.parted[x], g.parted[y] = append(g.parted[x], y), append(g.parted[y], x)
		}
	}
	for _, pair := range rulings.Joined {
		x, one := at[pair[0]]
		y, other := at[pair[1]]
		if one && other {
			g.unite(g.find(x), g.find(y), 1)
		}
	}
	return g
}

func (g *groups) find(i int) int {
	for g.up[i] != i {
		g.up[i] = g.up[g.up[i]]
		i = g.up[i]
	}
	return i
}

// join puts the groups of two deeds together, unless a ruling parts them or they
// would span more than Window days: a chain of acts of one sort is not one act.
func (g *groups) join(i, k int, p float64) {
	x, y := g.find(i), g.find(k)
	from, to := min(g.days[x][0], g.days[y][0]), max(g.days[x][1], g.days[y][1])
	if int(to)-int(from) > Window || slices.ContainsFunc(g.parted[x], func(n int) bool { return g.find(n) == y }) {
		return
	}
	g.unite(x, y, p)
	g.days[g.find(x)] = [2]entente.Day{from, to}
}

// unite makes one group of those of two roots. What people join does not count for
// the days it spans.
func (g *groups) unite(x, y int, p float64) {
	if x == y {
		return
	}
	root, leaf := min(x, y), max(x, y)
	g.up[leaf] = root
	g.weakest[root] = min(g.weakest[x], g.weakest[y], p)
	if len(g.parted[leaf]) > 0 {
		g.parted[root] = append(g.parted[root], g.parted[leaf]...)
	}
}
