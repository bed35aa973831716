package network

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// program packs cycles as well as can be done in fractions: the linear program
//
//	maximise sum y_C, over the cycles C of one tie that does not fit and ties that do,
//	so that the y_C of the cycles through a tie sum to its weight at most, y_C >= 0
//
// by the primal simplex algorithm. Cycles are found as they are needed (column
// generation): the dual gives each tie a length, and a cycle shorter than 1 makes the
// packing better. Only ties that are full have a row, so that the inverse is as small
// as the number of cycles in use.
type program struct {
	c      *core
	twin   []int32   // the other direction of each tie
	room   []float64 // weight of each tie that no cycle takes; ties by their first direction
	cycles [][]int32 // ties of each cycle that was found
	full   []int32   // ties without room, the rows
	row    []int32   // of each tie, -1 for those with room
	used   []int32   // cycles in use, the columns
	amount []float64 // of each cycle in use
	// inverse is that of the matrix of full ties by cycles in use, by cycle.
	inverse [][]float64
	length  []float64 // of each full tie, its dual value
	step    []float64 // change of each amount as the next cycle enters
	rate    []float64 // change of the room of each tie, for those that were touched
	touched []int32
	places  []int32 // scratch: where a row is not 0
	pivots  int
}

// fullMost bounds the rows of the inverse, and so its memory: 128 MB.
const fullMost = 4000

// tiny is what counts as nothing among amounts and lengths.
const tiny = 1e-9

// newProgram begins with nothing packed. Weights are raised by as good as nothing,
// each by another amount, so that the algorithm never stands still.
func newProgram(c *core, x *rand.Rand) *program {
	p := &program{c: c, twin: c.twins(), room: make([]float64, len(c.w)), row: make([]int32, len(c.w)), rate: make([]float64, len(c.w))}
	for e, w := range c.w {
		p.room[e] = float64(abs(w)) + (1+x.Float64())*1e-3/float64(1+len(c.w))
		p.row[e] = -1
	}
	return p
}

// solve packs cycles until none makes the packing better, the budget is spent, or
// enough is packed.
func (p *program) solve(bad []bool, enough float64) {
	for p.c.meter.isLeft() && p.sum() < enough && len(p.full) < fullMost {
		better := false
		for _, cycle := range p.price(bad) {
			better = p.take(cycle) || better
		}
		if !better {
			return
		}
	}
}

// sum is what is packed.
func (p *program) sum() float64 {
	var sum float64
	for _, y := range p.amount {
		sum += y
	}
	return sum
}

// dual is the length of a tie.
func (p *program) dual(e int32) float64 {
	if r := p.row[e]; r >= 0 {
		return max(0, p.length[r])
	}
	return 0
}

// short is by how much a cycle is shorter than 1.
func (p *program) short(cycle []int32) float64 {
	sum := 1.0
	for _, e := range cycle {
		if r := p.row[e]; r >= 0 {
			sum -= p.length[r]
		}
	}
	return sum
}

// take lets a cycle enter where that makes the packing better, and then ties whose
// length is below 0 leave the full ones.
func (p *program) take(cycle []int32) bool {
	if p.short(cycle) < 1e-7 {
		return false
	}
	p.cycles = append(p.cycles, cycle)
	p.enter(int32(len(p.cycles) - 1))
	p.free()
	return true
}

// free makes room on ties for which that makes the packing better.
func (p *program) free() {
	for range 50 + 10*len(p.full) {
		least, r := -1e-7, -1
		for i, l := range p.length {
			if l < least {
				least, r = l, i
			}
		}
		if r < 0 || !p.c.meter.spend(len(p.full)) {
			return
		}
		p.open(r)
	}
}

// enter brings a cycle into use.
func (p *program) enter(k int32) {
	cycle := p.cycles[k]
	p.step = resized(p.step, len(p.used))
	for j, inv := range p.inverse {
		var sum float64
		for _, e := range cycle {
			if r := p.row[e]; r >= 0 {
				sum += inv[r]
			}
		}
		p.step[j] = sum
	}
	for _, e := range cycle {
		p.touch(e, 1)
	}
	p.feel()
	by, leaves, fills := p.ratio()
	p.move(by)
	switch {
	case leaves >= 0:
		p.replace(leaves)
		p.used[leaves], p.amount[leaves] = k, by
	case fills >= 0:
		p.border(fills, slices.Contains(cycle, fills))
		p.used, p.amount = append(p.used, k), append(p.amount, by)
	}
	p.measure()
}

// open takes a tie out of the full ones.
func (p *program) open(r int) {
	p.step = resized(p.step, len(p.used))
	for j, inv := range p.inverse {
		p.step[j] = inv[r]
	}
	e := p.full[r]
	p.feel()
	by, leaves, fills := p.ratio()
	p.move(by)
	p.row[e] = -1
	p.room[e] = by
	if leaves >= 0 {
		p.cut(r, leaves)
	} else if fills >= 0 {
		p.swap(r, fills)
	}
	p.measure()
}

func resized(s []float64, n int) []float64 { return slices.Grow(s[:0], n)[:n] }

// touch adds to the rate at which a tie with room loses it.
func (p *program) touch(e int32, by float64) {
	if p.row[e] >= 0 {
		return
	}
	if p.rate[e] == 0 {
		p.touched = append(p.touched, e)
	}
	p.rate[e] += by
}

// feel finds how the room of ties changes by what the cycles in use give up.
func (p *program) feel() {
	for j, d := range p.step {
		if math.Abs(d) < tiny {
			p.step[j] = 0
			continue
		}
		for _, e := range p.cycles[p.used[j]] {
			p.touch(e, -d)
		}
	}
}

// ratio is how far the change can go, and the cycle that has nothing left then or
// the tie that is full then, -1 for the other.
func (p *program) ratio() (by float64, leaves int, fills int32) {
	by, leaves, fills = math.Inf(1), -1, -1
	for j, d := range p.step {
		if d > 1e-8 {
			if q := max(0, p.amount[j]) / d; q < by {
				by, leaves = q, j
			}
		}
	}
	for _, e := range p.touched {
		if r := p.rate[e]; r > 1e-8 {
			if q := max(0, p.room[e]) / r; q < by {
				by, leaves, fills = q, -1, e
			}
		}
	}
	return by, leaves, fills
}

// move makes the change.
func (p *program) move(by float64) {
	for j, d := range p.step {
		p.amount[j] -= by * d
	}
	for _, e := range p.touched {
		p.room[e] -= by * p.rate[e]
		p.rate[e] = 0
	}
	p.touched = p.touched[:0]
}

// replace puts the entering cycle into the column of the one that leaves.
func (p *program) replace(j int) {
	own, sum := p.inverse[j], 1.0
	for i, d := range p.step {
		if i != j {
			sum -= d
		}
	}
	at := p.filled(own)
	for _, r := range at {
		p.length[r] -= own[r]
		own[r] /= p.step[j]
		p.length[r] += own[r] * sum
	}
	for i, inv := range p.inverse {
		if d := p.step[i]; i != j && d != 0 {
			p.less(inv, d, own, at)
		}
	}
}

// filled are the places of a row that are not 0.
func (p *program) filled(row []float64) []int32 {
	p.places = p.places[:0]
	for r, x := range row {
		if x != 0 {
			p.places = append(p.places, int32(r))
		}
	}
	return p.places
}

// less takes d times a row, which has values at some places, from another. What
// rounding left of nothing is nothing again.
func (p *program) less(inv []float64, d float64, row []float64, at []int32) {
	p.c.meter.spend(1 + len(at)/8)
	if 2*len(at) > len(row) {
		inv = inv[:len(row)]
		for r, x := range row {
			inv[r] -= d * x
		}
		return
	}
	for _, r := range at {
		x := inv[r] - d*row[r]
		if x < 1e-12 && x > -1e-12 {
			x = 0
		}
		inv[r] = x
	}
}

// through sums the rows of the inverse of the cycles in use that run through a tie.
func (p *program) through(e int32) []float64 {
	sum := make([]float64, len(p.full), len(p.full)+1)
	for j, k := range p.used {
		if slices.Contains(p.cycles[k], e) {
			for r, x := range p.inverse[j] {
				sum[r] += x
			}
		}
	}
	return sum
}

// border adds a row for a tie that became full and a column for the cycle that
// entered.
func (p *program) border(e int32, in bool) {
	v := p.through(e)
	sigma := 0.0
	if in {
		sigma = 1
	}
	for j, k := range p.used {
		if slices.Contains(p.cycles[k], e) {
			sigma -= p.step[j]
		}
	}
	at, sum := p.filled(v), -1.0
	for j, inv := range p.inverse {
		sum += p.step[j]
		if d := p.step[j] / sigma; d != 0 {
			p.less(inv, -d, v, at)
			p.inverse[j] = append(inv, -d)
		} else {
			p.inverse[j] = append(inv, 0)
		}
	}
	for _, r := range at {
		p.length[r] += v[r] * sum / sigma
		v[r] /= -sigma
	}
	p.length = append(p.length, -sum/sigma)
	p.inverse = append(p.inverse, append(v, 1/sigma))
	p.row[e] = int32(len(p.full))
	p.full = append(p.full, e)
}

// cut takes the row of a tie that has room again and the column of the cycle that
// leaves away.
func (p *program) cut(r, j int) {
	own := p.inverse[j]
	at, by := p.filled(own), p.length[r]/own[r]
	for _, q := range at {
		p.length[q] -= own[q] * by
	}
	for i, inv := range p.inverse {
		if i != j && inv[r] != 0 {
			p.less(inv, inv[r]/own[r], own, at)
		}
	}
	last := len(p.full) - 1
	for i := range p.inverse {
		inv := p.inverse[i]
		inv[r] = inv[last]
		p.inverse[i] = inv[:last]
	}
	if r != last {
		p.full[r] = p.full[last]
		p.row[p.full[r]] = int32(r)
	}
	p.length[r] = p.length[last]
	p.full, p.length = p.full[:last], p.length[:last]
	p.inverse[j], p.used[j], p.amount[j] = p.inverse[last], p.used[last], p.amount[last]
	p.inverse, p.used, p.amount = p.inverse[:last], p.used[:last], p.amount[:last]
}

// swap puts a tie that became full into the row of one that has room again.
func (p *program) swap(r int, e int32) {
	v := p.through(e)
	sigma := v[r]
	at, by := p.filled(v), p.length[r]/sigma
	for _, q := range at {
		p.length[q] -= by * v[q]
	}
	p.length[r] = by
	for _, inv := range p.inverse {
		if d := inv[r] / sigma; d != 0 {
			p.less(inv, d, v, at)
			inv[r] = d
		}
	}
	p.full[r] = e
	p.row[e] = int32(r)
}

// measure finds the lengths of the full ties anew now and then, so that errors do
// not add up: 1 for each cycle in use.
func (p *program) measure() {
	p.c.meter.spend(4 * len(p.full))
	if p.pivots++; p.pivots%64 != 0 {
		return
	}
	clear(p.length)
	for _, inv := range p.inverse {
		for r, x := range inv {
			p.length[r] += x
		}
	}
	p.c.meter.spend(len(p.full) * len(p.full) / 8)
}

// packed writes what is left of each tie in parts of its weight, times of them to a
// unit, and returns what is packed: whole numbers, so that the bound is exact
// whatever was rounded.
func (p *program) packed(times int64) (total int64, left []int64) {
	left = make([]int64, len(p.c.w))
	for e, w := range p.c.w {
		left[e] = abs(w) * times
	}
	order := make([]int, len(p.used))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p.used[a], p.used[b]) })
	for _, j := range order {
		y := p.amount[j] * float64(times)
		if !(y > 0 && y < math.MaxInt64/2) { // nothing, or what rounding made of it
			continue
		}
		take := int64(math.Round(y))
		cycle := p.cycles[p.used[j]]
		for _, e := range cycle {
			take = min(take, left[e])
		}
		for _, e := range cycle {
			left[e] -= take
			left[p.twin[e]] -= take
		}
		total += take
	}
	return total, left
}
