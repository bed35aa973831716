package network

import (
	"cmp"
	"iter"
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
// count, about 48 bytes each.
func Windows(observations iter.Seq2[entente.Observation, error], r Rules, span, step Step) ([]Window, error) {
	h, err := hold(observations, &r)
	if err != nil || len(h.doses) == 0 {
		return nil, err
	}
	first, last := h.doses[0].day, h.doses[len(h.doses)-1].day
	var windows []Window
	for n := step.number(first); ; n++ {
		month := n * int(step)
		w := Window{From: firstOf(month), To: firstOf(month + int(span)).Add(-1)}
		w.Name = w.From.String() + " to " + w.To.String()
		windows = append(windows, w)
		if w.To >= last {
			break
		}
	}
	Abreast(len(windows), func(i int) {
		w := &windows[i]
		w.Net = h.network(&r, w.From, w.To, min(w.To, last))
	})
	return slices.DeleteFunc(windows, func(w Window) bool { return len(w.Net.Ties) == 0 }), nil
}

// holding is observations with their pairs, by day.
type holding struct {
	pairs []Tie
	doses []cited
}

// cited is a dose with its record.
type cited struct {
	dose
	record entente.RecordID
}

// hold keeps the observations that count.
func hold(observations iter.Seq2[entente.Observation, error], r *Rules) (*holding, error) {
	h, at := &holding{}, map[[2]entente.ActorID]int32{}
	for o, err := range r.admit(observations) {
		if err != nil {
			return nil, err
		}
		a, b := r.ends(&o)
		d := o.Date()
		if a == b || d.IsZero() {
			continue
		}
		if b < a {
			a, b = b, a
		}
		i, ok := at[[2]entente.ActorID{a, b}]
		if !ok {
			i = int32(len(h.pairs))
			at[[2]entente.ActorID{a, b}] = i
			h.pairs = append(h.pairs, Tie{A: a, B: b})
		}
		h.doses = append(h.doses, cited{dose{i, d, r.value(&o)}, o.Record})
	}
	slices.SortStableFunc(h.doses, func(x, y cited) int { return cmp.Compare(x.day, y.day) })
	return h, nil
}

// network is that of the days from..to, as on a day now.
func (h *holding) network(r *Rules, from, to, now entente.Day) *Network {
	begin, _ := slices.BinarySearchFunc(h.doses, from, func(d cited, day entente.Day) int { return cmp.Compare(d.day, day) })
	n, at := &Network{}, map[int32]int{}
	for _, d := range h.doses[begin:] {
		if d.day > to {
			break
		}
		i, ok := at[d.tie]
		if !ok {
			i = len(n.Ties)
			at[d.tie] = i
			n.Ties = append(n.Ties, h.pairs[d.tie])
		}
		t := &n.Ties[i]
		t.add(r.decayed(d.value, d.day, now))
		t.Records++
		if len(t.Evidence) < evidenceKept {
			t.Evidence = append(t.Evidence, d.record)
		}
	}
	n.Ties = slices.DeleteFunc(n.Ties, func(t Tie) bool { return t.Plus+t.Minus == 0 || t.Plus+t.Minus < r.Least })
	n.finish()
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
