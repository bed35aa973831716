package eval

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"entente/forecast"
	"entente/forecast/backtest"
)

// Forecast scores forecasts on the sets of research, each a folder of
// DIR/forecast with train.txt, valid.txt, test.txt and stat.txt: dev is the
// validation stretch, test the test stretch. docs/forecast.md has the protocol.
func Forecast(ctx context.Context, env Env) (Report, error) {
	var r Report
	pattern := filepath.Join(env.Data, "forecast", "*", "stat.txt")
	stats, err := filepath.Glob(pattern)
	if err != nil || env.Set != "dev" && env.Set != "test" || len(stats) == 0 {
		return r, &MissingError{pattern}
	}
	slices.Sort(stats)
	var parts []forecastScore
	for _, stat := range stats {
		dir := filepath.Dir(stat)
		if _, err := os.Stat(filepath.Join(dir, "train.txt")); err != nil {
			continue // a part of a set
		}
		d, err := backtest.Load(dir)
		if err != nil {
			return r, err
		}
		for _, score := range []func(*forecastScore){(*forecastScore).recurrency, (*forecastScore).numbers, (*forecastScore).multiStep, (*forecastScore).ranks, (*forecastScore).dyads} {
			parts = append(parts, forecastScore{score: score, report: &Report{}, data: d, set: strings.ToLower(d.Name) + "-" + env.Set, test: env.Set == "test"})
		}
	}
	if err := atOnce(ctx, parts); err != nil {
		return r, err
	}
	for _, p := range parts {
		r.Rows = append(r.Rows, p.report.Rows...)
	}
	if len(r.Rows) == 0 {
		return r, &MissingError{pattern}
	}
	return r, nil
}

// atOnce takes scores side by side, two at a time: each waits for itself now and
// then.
func atOnce(ctx context.Context, parts []forecastScore) error {
	var wait sync.WaitGroup
	free := make(chan struct{}, 2)
	for i := range parts {
		free <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wait.Go(func() {
			parts[i].score(&parts[i])
			<-free
		})
	}
	wait.Wait()
	return ctx.Err()
}

// forecastScore is one score of one set.
type forecastScore struct {
	score  func(*forecastScore)
	report *Report
	data   *backtest.Data
	set    string
	test   bool
}

func (f *forecastScore) add(measure string, value float64, n int) {
	f.report.Add(f.set, measure, value, n)
}

func (f *forecastScore) metrics(who string, m backtest.Metrics) {
	f.add(who+" MRR", m.MRR, m.N)
	f.add(who+" hits@1", m.Hits1, m.N)
	f.add(who+" hits@3", m.Hits3, m.N)
	f.add(who+" hits@10", m.Hits10, m.N)
}

// recurrency is asked about the test alone: its values are chosen on validation,
// where it would know the answers.
func (f *forecastScore) recurrency() {
	if !f.test {
		return
	}
	base := backtest.NewRecurrency(f.data)
	for _, part := range [][]forecast.Fact{f.data.Train, f.data.Valid} {
		for _, x := range part {
			base.Add(x)
		}
	}
	places := base.Places(f.data, f.data.Test)
	f.metrics("recurrency", backtest.Measure(backtest.MeanRanks(places)))
	f.metrics("recurrency, ties by chance,", backtest.MeasureByChance(places))
}

func (f *forecastScore) numbers() {
	if f.data.Political() {
		trial := backtest.RankTrial{Options: forecast.DefaultRankOptions(), Test: f.test}
		f.metrics("numbers only", backtest.Ranks(f.data, trial)[0].Metrics)
	}
}

func (f *forecastScore) multiStep() {
	trial := backtest.RankTrial{Options: forecast.DefaultRankOptions(), Places: f.data.Political(), MultiStep: true, Test: f.test}
	f.metrics("multi-step", backtest.Ranks(f.data, trial)[0].Metrics)
}

func (f *forecastScore) ranks() {
	trial := backtest.RankTrial{Options: forecast.DefaultRankOptions(), Places: f.data.Political()}
	m, h, closed := backtest.FitAsking(f.data, trial, backtest.ClosedQuestions)
	if f.test {
		closed = trial.Ask(f.data, m, h)[0] // leaves validation in the history
		trial.Test = true
	}
	trial.Leaks = []backtest.Leak{backtest.SubjectLeak(f.data.Relations), backtest.RelationLeak()}
	got := trial.Ask(f.data, m, h)
	f.metrics("rank", got[0].Metrics)
	low, high := got[0].MRRInterval()
	f.add("rank MRR, low end", low, got[0].N)
	f.add("rank MRR, high end", high, got[0].N)
	f.add("leak of subjects MRR", got[1].MRR, got[1].N)
	f.add("leak of subjects by relation MRR", got[2].MRR, got[2].N)
	f.add("first candidate ECE", 100*backtest.ECE(got[0].Top, got[0].Right), got[0].N)
	f.add("first candidate ECE, calibrated", 100*backtest.ECE(backtest.Recalibrated(closed, got[0]), got[0].Right), got[0].N)
}

// dyads scores DQ30 and DQ7 where the set has quad classes and is long enough.
func (f *forecastScore) dyads() {
	for _, days := range []int{30, 7} {
		p, err := backtest.DyadOrigins(f.data, days, f.test)
		if err != nil {
			continue
		}
		t := backtest.Dyads(f.data, true, p)
		name := fmt.Sprintf("DQ%d ", days)
		for _, x := range []struct {
			name string
			s    backtest.Skill
		}{{"climatology", t.Climatology}, {"last value", t.Last}, {"rate", t.Rate}, {"model", t.Model}} {
			f.add(name+x.name+" Brier x100", 100*x.s.Brier, x.s.N)
			f.add(name+x.name+" BSS", 100*x.s.BSS, x.s.N)
			f.add(name+x.name+" ECE", 100*x.s.ECE, x.s.N)
			f.add(name+x.name+" log loss x100", 100*x.s.LogLoss, x.s.N)
			f.add(name+x.name+" AUPR", 100*x.s.AUPR, x.s.N)
		}
		f.add(name+"model ECE before calibration", 100*t.Raw.ECE, t.Raw.N)
		f.add(name+"model BSS, low end", 100*t.Low, t.Model.N)
		f.add(name+"model BSS, high end", 100*t.High, t.Model.N)
		f.add(name+"rate BSS, low end", 100*t.RateLow, t.Rate.N)
		f.add(name+"rate BSS, high end", 100*t.RateHigh, t.Rate.N)
	}
}
