package backtest

import (
	"fmt"
	"math"

	"entente/forecast"
)

// DyadProtocol says when is asked: training origins teach, those of validation
// calibrate, those of the test count. An origin is the first day of a period.
type DyadProtocol struct {
	Days               int
	Train, Valid, Test []int32
}

// DyadOrigins are the origins of DQ30 and DQ7 on a set: from day 90 on, a month or
// a week apart, one month held for calibration and the next for the test. With
// test false the same is asked a month earlier, on what calibrates the test.
func DyadOrigins(d *Data, horizon int, test bool) (DyadProtocol, error) {
	p := DyadProtocol{Days: horizon}
	valid, first := d.Valid[0].Day, d.Test[0].Day
	last := d.Test[len(d.Test)-1].Day + 1
	step := int32(horizon)
	months := []int32{90, 120, 151, 181, 212, 243, 273} // as the protocol has them, from 1 January
	for day := int32(90); day+step <= valid; day += step {
		p.Train = append(p.Train, day)
	}
	if horizon == 30 && valid == 304 {
		p.Train = months
	}
	for day := valid; day+step <= first; day += step {
		p.Valid = append(p.Valid, day)
	}
	for day := first; day+step <= last; day += step {
		p.Test = append(p.Test, day)
	}
	if n := len(p.Train) - len(p.Valid); !test && n > 0 {
		p.Train, p.Valid, p.Test = p.Train[:n], p.Train[n:], p.Valid
	}
	if len(p.Train) == 0 || len(p.Valid) == 0 || len(p.Test) == 0 || d.Quad == nil {
		return p, fmt.Errorf("%s: no quad classes, or too few days for periods of %d", d.Name, horizon)
	}
	return p, nil
}

// DyadForecast is one probability with what happened.
type DyadForecast struct {
	Pair     forecast.Pair
	Class    forecast.Class
	Origin   int32
	Chance   forecast.Chance
	Last     bool // whether it happened in the period before the origin
	Happened bool
}

// DyadTable are the lines of a dyad backtest.
type DyadTable struct {
	Climatology, Last, Rate, Raw, Model Skill
	Low, High                           float64 // 95 % of the model's BSS over resamples of dyads
	RateLow, RateHigh                   float64
}

// Dyads walks a set by day, learns, calibrates and is asked as the protocol says.
func Dyads(d *Data, places bool, p DyadProtocol) DyadTable {
	fs := dyadForecasts(d, places, p)
	y := make([]bool, len(fs))
	column := func(of func(*DyadForecast) float64) []float64 {
		out := make([]float64, len(fs))
		for i := range fs {
			y[i] = fs[i].Happened
			out[i] = of(&fs[i])
		}
		return out
	}
	base := column(func(f *DyadForecast) float64 { return f.Chance.Base })
	last := column(func(f *DyadForecast) float64 { return f.Chance.Last(f.Last) })
	rate := column(func(f *DyadForecast) float64 { return f.Chance.Plain })
	raw := column(func(f *DyadForecast) float64 { return f.Chance.Raw })
	model := column(func(f *DyadForecast) float64 { return f.Chance.P })
	t := DyadTable{SkillOf(base, base, y), SkillOf(last, base, y), SkillOf(rate, base, y), SkillOf(raw, base, y), SkillOf(model, base, y), 0, 0, 0, 0}
	t.Low, t.High = skillInterval(fs, model, base, y)
	t.RateLow, t.RateHigh = skillInterval(fs, rate, base, y)
	return t
}

// skillInterval is the interval of a BSS over resamples of dyads.
func skillInterval(fs []DyadForecast, p, base []float64, y []bool) (low, high float64) {
	sums := grouped(len(fs), func(i int) (uint64, []float64) {
		o := 0.0
		if y[i] {
			o = 1
		}
		return uint64(uint32(fs[i].Pair.A))<<32 | uint64(uint32(fs[i].Pair.B)), []float64{(p[i] - o) * (p[i] - o), (base[i] - o) * (base[i] - o)}
	})
	return Interval(sums, func(s []float64) float64 { return 1 - s[0]/s[1] })
}

func dyadForecasts(d *Data, places bool, p DyadProtocol) []DyadForecast {
	var place func(int32) (int32, int32)
	if places && d.EntityNames != nil {
		country, sector := d.Places()
		place = func(a int32) (int32, int32) { return country[a], sector[a] }
	}
	past := forecast.NewDyads(place)
	lessons := forecast.NewLessons(forecast.NewHorizon(p.Days))
	var facts []forecast.Fact
	for _, part := range [][]forecast.Fact{d.Train, d.Valid, d.Test} {
		facts = append(facts, part...)
	}
	const teach, test = 1, 2
	at := map[int32]int{}
	for _, days := range [][]int32{p.Train, p.Valid} {
		for _, t := range days {
			at[t] |= teach
		}
	}
	for _, t := range p.Test {
		at[t] |= test
	}
	var model *forecast.Model
	var out []DyadForecast
	i := 0
	for day := facts[0].Day; day <= facts[len(facts)-1].Day+1; day++ {
		lessons.Close(past, day)
		if at[day]&teach != 0 {
			lessons.Ask(past, day)
		}
		if at[day]&test != 0 {
			if model == nil { // every period that teaches or calibrates is over
				model = lessons.Fit(p.Valid[0])
			}
			for _, pair := range past.AtRisk(day) {
				for k, c := range model.Chances(past, pair, day) {
					class := forecast.Classes[k]
					out = append(out, DyadForecast{Pair: pair, Class: class, Origin: day, Chance: c, Last: past.Happened(pair, class, day-int32(p.Days), day)})
				}
			}
		}
		for ; i < len(facts) && facts[i].Day == day; i++ {
			f := facts[i]
			past.Add(forecast.Act{A: f.Subject, B: f.Object, Class: forecast.Class(d.Quad[f.Relation]), Day: f.Day, Weight: 1})
		}
	}
	for k := range out {
		f := &out[k]
		f.Happened = past.Happened(f.Pair, f.Class, f.Origin, f.Origin+int32(p.Days))
	}
	return out
}

// Skill is how good probabilities were: Brier score, its skill against
// climatology, log loss in nats, expected calibration error over 15 bins of equal
// width, and average precision.
type Skill struct {
	Brier, BSS, LogLoss, ECE, AUPR float64
	N                              int
}

// SkillOf scores probabilities against what happened, and against a reference.
func SkillOf(p, reference []float64, y []bool) Skill {
	s := Skill{N: len(p)}
	ref := 0.0
	for i := range p {
		o := 0.0
		if y[i] {
			o = 1
		}
		s.Brier += (p[i] - o) * (p[i] - o)
		ref += (reference[i] - o) * (reference[i] - o)
		q := min(max(p[i], 1e-6), 1-1e-6)
		s.LogLoss -= o*math.Log(q) + (1-o)*math.Log(1-q)
	}
	n := float64(max(1, s.N))
	if ref > 0 {
		s.BSS = 1 - s.Brier/ref
	}
	s.Brier /= n
	s.LogLoss /= n
	s.ECE = ECE(p, y)
	s.AUPR = aupr(p, y)
	return s
}

// ECE is the expected calibration error over 15 bins of equal width.
func ECE(p []float64, y []bool) float64 {
	sum := 0.0
	for _, b := range forecast.Reliability(p, y, 15) {
		sum += float64(b.N) / float64(len(p)) * math.Abs(b.Mean-b.Share)
	}
	return sum
}
