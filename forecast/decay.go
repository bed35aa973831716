package forecast

import "math"

// rates is how many counters a key keeps: see HalfLives.
const rates = 4

// HalfLives are the days after which an event counts half, one for each counter
// of a key; the last never fades.
var halfLives = [rates]float64{3, 15, 60, math.Inf(1)}

// counter is how often and when last something happened: O(1) memory and time
// per event whatever the number of events. Counts are weighted and stand for the
// day Last.
type counter struct {
	last  int32
	count [rates]float32
}

// decay holds 2^(-days/halfLife) for whole days.
type decay struct{ table [rates][]float32 }

// decayDays is the length of the tables; beyond it only the last counter counts.
const decayDays = 1024

func newDecay() *decay {
	d := &decay{}
	for k := range d.table {
		d.table[k] = make([]float32, decayDays)
		for i := range d.table[k] {
			d.table[k][i] = float32(math.Exp2(-float64(i) / halfLives[k]))
		}
	}
	return d
}

// factor is what is left of a count after some days.
func (d *decay) factor(k int, days int32) float32 {
	if days < decayDays {
		return d.table[k][days]
	}
	if k == rates-1 {
		return 1
	}
	return 0
}

// add counts an event. Days may come in any order.
func (d *decay) add(c *counter, day int32, weight float32) {
	if c.count[rates-1] == 0 {
		c.last = day
	}
	if day >= c.last {
		for k := range c.count {
			c.count[k] = c.count[k]*d.factor(k, day-c.last) + weight
		}
		c.last = day
		return
	}
	for k := range c.count {
		c.count[k] += weight * d.factor(k, c.last-day)
	}
}

// at is a count as it stands on a later day.
func (d *decay) at(c *counter, k int, day int32) float32 {
	return c.count[k] * d.factor(k, day-c.last)
}
