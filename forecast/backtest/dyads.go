package backtest

import (
	"fmt"
	"math"

	"entente/forecast"
)

// Forecast is one probability with what happened.
type Forecast struct {
	Pair     forecast.Pair
	Class    forecast.Class
	Origin   int32
	Chance   forecast.Chance
	Last     bool // whether it happened in the period before the origin
	Happened bool
}

// Skill is how good probabilities were.
type Skill struct {
	Brier, BSS, LogLoss, ECE, AUPR float64
	N                              int
}

func (s Skill) String() string {
	return fmt.Sprintf("Brier %.4f BSS %.4f log %.4f ECE %.4f AUPR %.3f n %d", s.Brier, s.BSS, s.LogLoss, s.ECE, s.AUPR, s.N)
}

// DyadTable are the lines of a dyad backtest.
type DyadTable struct{ Climatology, Rate, Raw, Model Skill }

// Dyads walks a set by day, learns at training origins, calibrates at those for
// validation and is asked at those of the test.
func Dyads(d *Data, place func(int32) (int32, int32), h forecast.Horizon, train, valid, test []int32) DyadTable {
	fs := DyadForecasts(d, place, h, train, valid, test)
	pick := func(p func(*Forecast) float64) []float64 {
		out := make([]float64, len(fs))
		for i := range fs {
			out[i] = p(&fs[i])
		}
		return out
	}
	y := make([]bool, len(fs))
	for i := range fs {
		y[i] = fs[i].Happened
	}
	clim := pick(func(f *Forecast) float64 { return f.Chance.Base })
	return DyadTable{
		SkillOf(clim, clim, y), SkillOf(pick(func(f *Forecast) float64 { return f.Chance.Rate }), clim, y),
		SkillOf(pick(func(f *Forecast) float64 { return f.Chance.Raw }), clim, y), SkillOf(pick(func(f *Forecast) float64 { return f.Chance.P }), clim, y),
	}
}

// DyadForecasts are the forecasts of the last origins.
func DyadForecasts(d *Data, place func(int32) (int32, int32), h forecast.Horizon, train, valid, test []int32) []Forecast {
	past := forecast.NewDyads(place)
	lessons := forecast.NewLessons(h)
	var model *forecast.Model
	var out []Forecast
	var facts []forecast.Fact
	for _, part := range [][]forecast.Fact{d.Train, d.Valid, d.Test} {
		facts = append(facts, part...)
	}
	at := map[int32]int{}
	for _, t := range train {
		at[t] |= 1
	}
	for _, t := range valid {
		at[t] |= 2
	}
	for _, t := range test {
		at[t] |= 4
	}
	last := facts[len(facts)-1].Day
	i := 0
	for day := facts[0].Day; day <= last+1; day++ {
		lessons.Close(past, day)
		if at[day]&3 != 0 {
			lessons.Ask(past, day)
		}
		if at[day]&4 != 0 {
			if model == nil && valid[0] < test[0] {
				model = lessons.Fit(valid[0])
			}
			for _, p := range past.AtRisk(day) {
				var cs [4]forecast.Chance
				if model != nil {
					cs = model.Chances(past, p, day)
				}
				for _, c := range forecast.Classes {
					out = append(out, Forecast{Pair: p, Class: c, Origin: day, Chance: cs[int(c)-1], Last: past.Happened(p, c, day-int32(h.Days), day)})
				}
			}
		}
		for ; i < len(facts) && facts[i].Day == day; i++ {
			f := facts[i]
			past.Add(forecast.Act{A: f.Subject, B: f.Object, Class: forecast.Class(d.Quad[f.Relation]), Day: f.Day, Weight: 1})
		}
	}
	lessons.Close(past, math.MaxInt32)
	if model == nil { // asked on validation itself: uncalibrated
		model = lessons.Fit(valid[0])
	}
	for k := range out {
		f := &out[k]
		f.Happened = past.Happened(f.Pair, f.Class, f.Origin, f.Origin+int32(h.Days))
	}
	return out
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
	s.BSS = 1 - s.Brier/ref
	s.Brier /= n
	s.LogLoss /= n
	for _, b := range forecast.Reliability(p, y, 15) {
		s.ECE += float64(b.N) / n * math.Abs(b.Mean-b.Share)
	}
	s.AUPR = aupr(p, y)
	return s
}
