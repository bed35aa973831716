package forecast

import (
	"math"
	"slices"
	"sync"
)

// Horizon is how a model of dyads is asked and taught.
type Horizon struct {
	Days  int     // acts within so many days
	Ridge float64 // pull towards no weight, in units of standardised columns
	Pairs int     // pairs taken from one origin at most, 0 for all
}

// NewHorizon returns the options for a number of days: of an origin so many pairs teach
// that those of a year hold below a gigabyte. On a made-up set of the size of ICEWS18,
// with 29,000 pairs at risk, a third of them teaches weekly periods as much as all do.
func NewHorizon(days int) Horizon {
	return Horizon{Days: days, Ridge: 50, Pairs: max(10000, 1000*days)}
}

// sample is one question of the past: a pair, before a day.
type sample struct {
	pair     Pair
	origin   int32
	rows     [4][]float32 // of each class; rates and rules are filled in by its model
	n90      [4]float64
	bodies   [2 * len(Classes)]body
	last     [4]bool // in the period before
	happened [4]bool
}

// Tally counts how often something followed.
type Tally struct{ Hits, Trials int }

// share is the mean of what it may be, by Jeffreys' prior.
func (t Tally) share() float64 { return (float64(t.Hits) + 0.5) / (float64(t.Trials) + 1) }

// Lessons are questions whose answers are known, and those still open.
type Lessons struct {
	horizon Horizon
	closed  []sample
	open    []sample
}

// NewLessons returns no lessons.
func NewLessons(h Horizon) *Lessons { return &Lessons{horizon: h} }

// Ask notes the pairs at risk before a day; d must hold the acts before that day
// and no later ones.
func (l *Lessons) Ask(d *Dyads, day int32) {
	pairs := d.AtRisk(day)
	if n := l.horizon.Pairs; n > 0 && len(pairs) > n {
		// evenly thinned, so that early and late acquaintances are both there
		kept := make([]Pair, n)
		for i := range kept {
			kept[i] = pairs[i*len(pairs)/n]
		}
		pairs = kept
	}
	for _, p := range pairs {
		l.open = append(l.open, ask(d, p, day, l.horizon.Days))
	}
}

func ask(d *Dyads, p Pair, day int32, days int) sample {
	s := sample{pair: p, origin: day, bodies: d.bodies(p, day)}
	for _, c := range Classes {
		s.rows[c.index()] = make([]float32, len(dyadFeatures))
		s.n90[c.index()] = d.row(p, c, day, s.rows[c.index()])
		s.last[c.index()] = d.Happened(p, c, day-int32(days), day)
	}
	return s
}

// Close answers the questions whose period ended by a day: d must hold the acts
// before it.
func (l *Lessons) Close(d *Dyads, day int32) {
	l.open = slices.DeleteFunc(l.open, func(s sample) bool {
		end := s.origin + int32(l.horizon.Days)
		if end > day {
			return false
		}
		for _, c := range Classes {
			s.happened[c.index()] = d.Happened(s.pair, c, s.origin, end)
		}
		l.closed = append(l.closed, s)
		return true
	})
}

// Closed is how many questions are answered.
func (l *Lessons) Closed() int { return len(l.closed) }

// Model says how likely pairs are to act.
type Model struct {
	horizon  Horizon
	class    [4]classModel
	taught   int
	held     int
	from, to int32 // first and last origin taught
}

// classModel is the model of one class.
type classModel struct {
	base      float64  // share of questions in which it happened
	after     [2]Tally // the same after a period without and with it
	rate      Rate
	rules     map[body]Tally
	mean, dev []float64
	weight    []float64
	intercept float64
	platt     Platt
	ratePlatt Platt
	enough    bool // of both outcomes to learn weights; else the rate speaks
}

// minLessons is how often a class must have happened, and not, before weights
// are learnt: below it the rate alone is asked.
const minLessons = 50

// Fit learns a model from lessons, all but those of the last origins, on which it
// is calibrated: origins at or after calibrate are held out.
func (l *Lessons) Fit(calibrate int32) *Model {
	m := &Model{horizon: l.horizon}
	var taught, held []sample
	for _, s := range l.closed {
		if s.origin >= calibrate {
			held = append(held, s)
			continue
		}
		if len(taught) == 0 {
			m.from = s.origin
		}
		m.to = s.origin
		taught = append(taught, s)
	}
	m.taught, m.held = len(taught), len(held)
	var wait sync.WaitGroup
	for _, c := range Classes {
		wait.Go(func() { m.class[c.index()] = fitClass(c, l.horizon, taught, held) })
	}
	wait.Wait()
	return m
}

func fitClass(c Class, h Horizon, taught, held []sample) classModel {
	q := c.index()
	k := classModel{rules: map[body]Tally{}, rate: Rate{0.1, 20}, platt: Platt{1, 0}, ratePlatt: Platt{1, 0}}
	n, y := make([]float64, len(taught)), make([]bool, len(taught))
	pos := 0
	for i := range taught {
		n[i], y[i] = taught[i].n90[q], taught[i].happened[q]
		last := &k.after[0]
		if taught[i].last[q] {
			last = &k.after[1]
		}
		last.Trials++
		if y[i] {
			pos++
			last.Hits++
		}
		for _, b := range taught[i].bodies {
			t := k.rules[b]
			t.Trials++
			if y[i] {
				t.Hits++
			}
			k.rules[b] = t
		}
	}
	k.base = (float64(pos) + 0.5) / (float64(len(taught)) + 1)
	if pos >= 10 {
		k.rate = fitRate(n, y, h.Days)
	}
	k.enough = pos >= minLessons && len(taught)-pos >= minLessons
	if !k.enough {
		return k
	}
	rows := make([][]float32, len(taught))
	for i := range taught {
		rows[i] = k.fill(&taught[i], q, h.Days)
	}
	k.standardise(rows)
	k.learn(rows, y, h.Ridge)
	z, zr, yh := make([]float64, len(held)), make([]float64, len(held)), make([]bool, len(held))
	for i := range held {
		z[i] = k.score(k.fill(&held[i], q, h.Days))
		zr[i] = logit(k.rate.P(held[i].n90[q], h.Days))
		yh[i] = held[i].happened[q]
	}
	k.platt, k.ratePlatt = FitPlatt(z, yh), FitPlatt(zr, yh)
	return k
}

// fill completes a question's row of the class by the rate and the rules.
func (k *classModel) fill(s *sample, q, days int) []float32 {
	row := s.rows[q]
	row[0] = float32(logit(k.rate.P(s.n90[q], days)))
	first := len(row) - len(s.bodies)
	for i, b := range s.bodies {
		row[first+i] = float32(k.lift(b))
	}
	return row
}

// lift is how a body moves the log-odds against the base, shrunk by 20 cases.
func (k *classModel) lift(b body) float64 {
	t := k.rules[b]
	return logit((float64(t.Hits)+20*k.base)/(float64(t.Trials)+20)) - logit(k.base)
}

func (k *classModel) standardise(rows [][]float32) {
	n := len(rows[0])
	k.mean, k.dev = make([]float64, n), make([]float64, n)
	for _, r := range rows {
		for j, v := range r {
			k.mean[j] += float64(v)
		}
	}
	for j := range k.mean {
		k.mean[j] /= float64(len(rows))
	}
	for _, r := range rows {
		for j, v := range r {
			k.dev[j] += (float64(v) - k.mean[j]) * (float64(v) - k.mean[j])
		}
	}
	for j := range k.dev {
		k.dev[j] = math.Sqrt(k.dev[j] / float64(len(rows)))
		if k.dev[j] < 1e-9 {
			k.dev[j] = math.Inf(1) // a column that never changes says nothing
		}
	}
}

// score is the log-odds of a row before calibration.
func (k *classModel) score(row []float32) float64 {
	z := k.intercept
	for j, v := range row {
		z += k.weight[j] * (float64(v) - k.mean[j]) / k.dev[j]
	}
	return z
}

// learn fits weights by Newton's method on the penalised likelihood.
func (k *classModel) learn(rows [][]float32, y []bool, ridge float64) {
	n := len(rows[0])
	k.weight = make([]float64, n)
	k.intercept = logit(k.base)
	x := make([]float64, n+1)
	hess := make([]float64, (n+1)*(n+1))
	grad := make([]float64, n+1)
	for range 25 {
		clear(hess)
		clear(grad)
		for i, r := range rows {
			z := k.intercept
			for j, v := range r {
				x[j] = (float64(v) - k.mean[j]) / k.dev[j]
				z += k.weight[j] * x[j]
			}
			x[n] = 1
			p := logistic(z)
			g, w := p, p*(1-p)
			if y[i] {
				g--
			}
			for a, xa := range x {
				grad[a] += g * xa
				h := hess[a*(n+1):]
				wx := w * xa
				for b := 0; b <= a; b++ {
					h[b] += wx * x[b]
				}
			}
		}
		for j, w := range k.weight {
			grad[j] += ridge * w
			hess[j*(n+1)+j] += ridge
		}
		hess[n*(n+1)+n] += 1e-9
		step := solve(hess, grad)
		size := 0.0
		for _, v := range step {
			size += math.Abs(v)
		}
		before := k.loss(rows, y, ridge)
		weight, intercept := slices.Clone(k.weight), k.intercept
		for t := 1.0; t > 1e-4; t /= 2 {
			for j := range weight {
				k.weight[j] = weight[j] - t*step[j]
			}
			k.intercept = intercept - t*step[n]
			if k.loss(rows, y, ridge) <= before {
				break
			}
		}
		if size < 1e-6 {
			break
		}
	}
}

// loss is the penalised negative log-likelihood.
func (k *classModel) loss(rows [][]float32, y []bool, ridge float64) float64 {
	sum := 0.0
	for i, r := range rows {
		z := k.score(r)
		if y[i] {
			z = -z
		}
		if z > 30 {
			sum += z
		} else {
			sum += math.Log1p(math.Exp(z))
		}
	}
	for _, w := range k.weight {
		sum += ridge / 2 * w * w
	}
	return sum
}

// solve solves a x = b for a symmetric positive matrix of which the lower half
// is given, by Cholesky's decomposition; a is overwritten.
func solve(a, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := 0; j <= i; j++ {
			s := a[i*n+j]
			for k := range j {
				s -= a[i*n+k] * a[j*n+k]
			}
			if i == j {
				a[i*n+i] = math.Sqrt(max(s, 1e-12))
			} else {
				a[i*n+j] = s / a[j*n+j]
			}
		}
	}
	x := slices.Clone(b)
	for i := range n {
		for k := range i {
			x[i] -= a[i*n+k] * x[k]
		}
		x[i] /= a[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= a[k*n+i] * x[k]
		}
		x[i] /= a[i*n+i]
	}
	return x
}

// Chance is what the model says of one class of acts of a pair.
type Chance struct {
	P     float64 // calibrated
	Rate  float64 // of the reference: the gamma-Poisson rate, calibrated alike
	Raw   float64 // before calibration
	Base  float64 // climatology: how often pairs at risk did it; the rate where none was asked yet
	Plain float64 // the gamma-Poisson rate as it is

	after, without float64 // share in which it followed a period with it, and one without
}

// Last is the last value, calibrated: how often it happened after a period in
// which it did, or did not.
func (c Chance) Last(happened bool) float64 {
	if happened {
		return c.after
	}
	return c.without
}

// Chances says how likely a pair's acts of each class are within the horizon
// that starts on a day; d must hold the acts before it.
func (m *Model) Chances(d *Dyads, p Pair, day int32) [4]Chance {
	s := ask(d, p, day, m.horizon.Days)
	var out [4]Chance
	for q := range out {
		out[q] = m.class[q].chance(&s, q, m.horizon.Days)
	}
	return out
}

func (k *classModel) chance(s *sample, q, days int) Chance {
	rate := logit(k.rate.P(s.n90[q], days))
	c := Chance{Base: k.base, Rate: logistic(k.ratePlatt.Apply(rate)), Plain: logistic(rate), without: k.after[0].share(), after: k.after[1].share()}
	if k.after[0].Trials+k.after[1].Trials == 0 {
		c.Base = c.Rate // nothing was asked yet: no share of pairs is known
	}
	z := rate
	if k.enough {
		z = k.score(k.fill(s, q, days))
	}
	c.Raw = logistic(z)
	c.P = logistic(k.platt.Apply(z))
	return c
}
