package network

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Drift is what constrained triad dynamics make of a network (Antal, Krapivsky and
// Redner 2005), a model and no prediction: a tie of an unbalanced triangle, both drawn
// at random, changes its sign if that leaves fewer unbalanced triangles, and in half of
// the cases if it leaves as many; until none is unbalanced, or no change is left
// (jammed). Weights do not count.
type Drift struct {
	Runs      int `json:"runs"`
	Triangles int `json:"triangles"`
	Begin     int `json:"begin"` // unbalanced triangles of the network
	// Balanced and Jammed are the runs that ended so; the others were cut off.
	Balanced int     `json:"balanced"`
	Jammed   int     `json:"jammed"`
	Changes  float64 `json:"changes"` // of signs, mean of the runs
	End      float64 `json:"end"`     // unbalanced triangles left, mean of the runs
	// Ties are those that have another sign at the end of some runs, the most often
	// changed first.
	Ties []Drifted `json:"ties"`
}

// Drifted is a tie with the share of runs at whose end its sign is another.
type Drifted struct {
	Tie
	Share float64 `json:"share"`
}

// driftAtMost is the triangles looked at in all runs together, some seconds.
const driftAtMost = 200_000_000

// DriftOf runs the dynamics so many times. The draws follow from the seed alone.
func DriftOf(n *Network, runs int, seed uint64) *Drift {
	d := newDrifting(n)
	out := &Drift{Triangles: len(d.triangles), Begin: len(d.open), Ties: []Drifted{}}
	changed := make([]int, len(d.sign))
	begin := slices.Clone(d.sign)
	left := driftAtMost
	for r := range uint64(max(0, runs)) {
		d.start(begin)
		end, steps, looked := d.run(rand.New(rand.NewPCG(seed, r)), left)
		out.Runs++
		switch end {
		case driftBalanced:
			out.Balanced++
		case driftJammed:
			out.Jammed++
		}
		out.Changes += float64(steps)
		out.End += float64(len(d.open))
		for e := range d.sign {
			if d.sign[e] != begin[e] {
				changed[e]++
			}
		}
		if left -= looked; left <= 0 {
			break
		}
	}
	out.Changes, out.End = out.Changes/float64(max(1, out.Runs)), out.End/float64(max(1, out.Runs))
	for e, k := range changed {
		if k > 0 {
			out.Ties = append(out.Ties, Drifted{n.Ties[d.tie[e]], float64(k) / float64(out.Runs)})
		}
	}
	slices.SortStableFunc(out.Ties, func(x, y Drifted) int { return cmp.Compare(y.Share, x.Share) })
	return out
}

// drifting is the signs of ties and their triangles.
type drifting struct {
	tie       []int // of the network
	sign      []int8
	triangles [][3]int32
	of        [][]int32 // triangles of each tie
	open      []int32   // unbalanced triangles
	at        []int32   // place of a triangle in open, -1 where it is balanced
}

func newDrifting(n *Network) *drifting {
	g, index := n.graph()
	d, number := &drifting{}, map[[2]int32]int32{}
	for i := range n.Ties {
		u, v := index[n.Ties[i].A], index[n.Ties[i].B]
		w := g.ties[u][v]
		if w == 0 {
			continue
		}
		number[[2]int32{min(u, v), max(u, v)}] = int32(len(d.sign))
		d.tie, d.sign = append(d.tie, i), append(d.sign, int8(cmp.Compare(w, 0)))
	}
	d.of = make([][]int32, len(d.sign))
	edge := func(u, v int32) int32 { return number[[2]int32{min(u, v), max(u, v)}] }
	g.eachTriangle(func(u, v, w int32, _ int, _ float64) {
		t := [3]int32{edge(u, v), edge(v, w), edge(u, w)}
		for _, e := range t {
			d.of[e] = append(d.of[e], int32(len(d.triangles)))
		}
		d.triangles = append(d.triangles, t)
	})
	d.at = make([]int32, len(d.triangles))
	d.start(slices.Clone(d.sign))
	return d
}

// start takes signs and finds the unbalanced triangles.
func (d *drifting) start(sign []int8) {
	copy(d.sign, sign)
	d.open = d.open[:0]
	for t := range d.triangles {
		d.at[t] = -1
		if !d.balanced(int32(t)) {
			d.put(int32(t))
		}
	}
}

func (d *drifting) balanced(t int32) bool {
	x := d.triangles[t]
	return d.sign[x[0]]*d.sign[x[1]]*d.sign[x[2]] > 0
}

func (d *drifting) put(t int32) {
	d.at[t] = int32(len(d.open))
	d.open = append(d.open, t)
}

// change changes the sign of a tie.
func (d *drifting) change(e int32) {
	d.sign[e] = -d.sign[e]
	for _, t := range d.of[e] {
		if d.at[t] < 0 {
			d.put(t)
			continue
		}
		last := d.open[len(d.open)-1]
		d.open[d.at[t]], d.at[last] = last, d.at[t]
		d.open, d.at[t] = d.open[:len(d.open)-1], -1
	}
}

// more is how many more unbalanced triangles the change of a tie would leave.
func (d *drifting) more(e int32) int {
	sum := 0
	for _, t := range d.of[e] {
		if d.at[t] < 0 {
			sum++
		} else {
			sum--
		}
	}
	return sum
}

// driftEnd is how a run ended.
type driftEnd int

const (
	driftCut driftEnd = iota
	driftBalanced
	driftJammed
)

// run draws ties until the end; looked is the triangles that were looked at, at most
// about left.
func (d *drifting) run(x *rand.Rand, left int) (end driftEnd, steps, looked int) {
	for idle := 0; len(d.open) > 0; {
		if looked > left || steps > 100*len(d.sign) {
			return driftCut, steps, looked
		}
		e := d.triangles[d.open[x.IntN(len(d.open))]][x.IntN(3)]
		looked += len(d.of[e])
		more := d.more(e)
		if more < 0 || more == 0 && x.IntN(2) == 0 {
			d.change(e)
			steps++
			idle = 0
			continue
		}
		if idle++; idle > 10*len(d.open) {
			if d.jammed() {
				return driftJammed, steps, looked
			}
			idle = 0
		}
	}
	return driftBalanced, steps, looked
}

// jammed reports whether every change of a tie of an unbalanced triangle leaves more.
func (d *drifting) jammed() bool {
	for _, t := range d.open {
		for _, e := range d.triangles[t] {
			if d.more(e) <= 0 {
				return false
			}
		}
	}
	return true
}
