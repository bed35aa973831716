package network

import (
	"cmp"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"entente"
)

// Window is a network of a stretch of time.
type Window struct {
	Name string      `json:"name"` // "2031-01-01 to 2031-12-31", or that of a table
	From entente.Day `json:"from,omitzero"`
	To   entente.Day `json:"to,omitzero"`
	Net  *Network    `json:"-"`
}

// Windows makes a network of each window of a span, one every step, from the
// first to the last dated observation; those in which nothing is told are left
// out, and so is what has no date. An observation decays until the last day of the
// window, or the last that is told of. Memory grows with the observations that
// count, about 56 bytes each.
func Windows(observations iter.Seq2[entente.Observation, error], r Rules, span, step Step) ([]Window, error) {
	cuts, err := WindowsByLayer(observations, r, span, step, nil)
	if err != nil {
		return nil, err
	}
	return cuts[0], nil
}

// WindowsByLayer makes windows as Windows does, and after these those of each of some
// layers alone, of one reading of the observations.
func WindowsByLayer(observations iter.Seq2[entente.Observation, error], r Rules, span, step Step, layers []entente.Layer) ([][]Window, error) {
	cuts := make([][]Window, 1+len(layers))
	h, err := hold(observations, &r)
	if err != nil || len(h.doses) == 0 {
		return cuts, err
	}
	cuts[0] = h.windows(&r, span, step)
	for i, layer := range layers {
		cuts[1+i] = h.of(layer).windows(&r, span, step)
	}
	return cuts, nil
}

// windows makes the network of each window.
func (h *holding) windows(r *Rules, span, step Step) []Window {
	var windows []Window
	for n := step.number(h.first); ; n++ {
		month := n * int(step)
		w := Window{From: firstOf(month), To: firstOf(month + int(span)).Add(-1)}
		w.Name = w.From.String() + " to " + w.To.String()
		windows = append(windows, w)
		if w.To >= h.last {
			break
		}
	}
	Abreast(len(windows), func(i int) {
		w := &windows[i]
		w.Net = h.network(r, w.From, w.To, min(w.To, h.last))
	})
	return slices.DeleteFunc(windows, func(w Window) bool { return len(w.Net.Ties) == 0 })
}

// holding is observations with their pairs, by day.
type holding struct {
	pairs       []Tie
	doses       []cited
	first, last entente.Day
}

// cited is a dose with its record and layer.
type cited struct {
	dose
	record entente.RecordID
	layer  entente.Layer
}

// of is what is held of a layer, with the same first and last day.
func (h *holding) of(layer entente.Layer) *holding {
	out := &holding{pairs: h.pairs, first: h.first, last: h.last}
	for _, d := range h.doses {
		if d.layer == layer {
			out.doses = append(out.doses, d)
		}
	}
	return out
}

// hold keeps the observations that count.
func hold(observations iter.Seq2[entente.Observation, error], r *Rules) (*holding, error) {
	var doses []cited
	g := newGathering()
	for o, err := range r.admit(observations) {
		if err != nil {
			return nil, err
		}
		a, b := r.ends(&o)
		if d := o.Date(); a != b && !d.IsZero() {
			doses = append(doses, cited{dose{g.pair(a, b), d, r.value(&o)}, o.Record, o.Layer})
		}
	}
	return g.held(doses), nil
}

// held is dated doses of pairs that were gathered, by day, with the pairs in order.
func (g *gathering) held(doses []cited) *holding {
	h := &holding{pairs: make([]Tie, len(g.pairs)), doses: byDay(doses)}
	rank, order, place := g.ranks(), make([]int32, len(g.pairs)), make([]int32, len(g.pairs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int {
		p, q := &g.pairs[x], &g.pairs[y]
		return cmp.Or(cmp.Compare(rank[p.a], rank[q.a]), cmp.Compare(rank[p.b], rank[q.b]))
	})
	for i, k := range order {
		h.pairs[i] = Tie{A: g.actors[g.pairs[k].a], B: g.actors[g.pairs[k].b]}
		place[k] = int32(i)
	}
	for i := range h.doses {
		h.doses[i].tie = place[h.doses[i].tie]
	}
	if n := len(h.doses); n > 0 {
		h.first, h.last = h.doses[0].day, h.doses[n-1].day
	}
	return h
}

// byDay orders doses by day, those of one day as they are: days are counted, so that
// each dose is moved once.
func byDay(doses []cited) []cited {
	if len(doses) == 0 {
		return doses
	}
	first, last := doses[0].day, doses[0].day
	for i := range doses {
		first, last = min(first, doses[i].day), max(last, doses[i].day)
	}
	if int(last-first) > 1<<16+8*len(doses) { // far apart
		slices.SortStableFunc(doses, func(x, y cited) int { return cmp.Compare(x.day, y.day) })
		return doses
	}
	next := make([]int, last-first+2)
	for i := range doses {
		next[doses[i].day-first+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	out := make([]cited, len(doses))
	for i := range doses {
		at := &next[doses[i].day-first]
		out[*at] = doses[i]
		*at++
	}
	return out
}

// network is that of the days from..to, as on a day now.
func (h *holding) network(r *Rules, from, to, now entente.Day) *Network {
	begin, _ := slices.BinarySearchFunc(h.doses, from, func(d cited, day entente.Day) int { return cmp.Compare(d.day, day) })
	doses := h.doses[begin:]
	end, _ := slices.BinarySearchFunc(doses, to+1, func(d cited, day entente.Day) int { return cmp.Compare(d.day, day) })
	doses = doses[:end]
	if len(doses) == 0 { // as are most of a few records centuries apart
		return &Network{}
	}
	ties := make([]Tie, len(h.pairs))
	for i := range doses {
		d := &doses[i]
		ties[d.tie].add(r.decayed(d.value, d.day, now))
		ties[d.tie].Records++
	}
	names := 0
	for i := range ties {
		names += min(ties[i].Records, evidenceKept)
	}
	evidence := make([]entente.RecordID, names)
	for i := range ties {
		n := min(ties[i].Records, evidenceKept)
		ties[i].Evidence, evidence = evidence[:0:n], evidence[n:]
	}
	for i := range doses {
		if t := &ties[doses[i].tie]; len(t.Evidence) < cap(t.Evidence) {
			t.Evidence = append(t.Evidence, doses[i].record)
		}
	}
	n, tied := &Network{}, map[entente.ActorID]bool{}
	for i := range ties {
		t := &ties[i]
		if t.Plus+t.Minus == 0 || t.Plus+t.Minus < r.Least {
			continue
		}
		t.A, t.B = h.pairs[i].A, h.pairs[i].B
		tied[t.A], tied[t.B] = true, true
		n.Ties = append(n.Ties, *t)
	}
	n.Actors = slices.Sorted(maps.Keys(tied))
	return n
}

// Abreast calls f for 0..n-1 on as many processors as there are and waits for all.
func Abreast(n int, f func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wait.Wait()
}
