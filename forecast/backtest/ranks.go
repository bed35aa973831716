package backtest

import (
	"math"
	"slices"

	"entente/forecast"
)

// RankTrial says what is tried.
type RankTrial struct {
	Options   forecast.RankOptions
	Places    bool // countries and sectors from the names
	MultiStep bool // learn and ask from facts before the first day of a stretch only
	Test      bool // the test stretch; else validation
	// Leaks are experiments: each changes scores by what no forecast may know. A
	// report of each follows that of the honest scores.
	Leaks []Leak
}

// Leak changes the scores of a question by the questions of its day.
type Leak func(day []forecast.Question) func(q *forecast.Question, cands []int32, scores []float32)

// RankReport is what came of it.
type RankReport struct {
	Metrics
	Ranks   []float64 // of each question that a fact asks, in the order of days and questions
	Queries []Query   // the questions
	Top     []float64 // probability of the first candidate, for each
	Right   []bool    // whether it was the answer
	Cover   float64   // share of answers among the candidates
	covered int
}

// Ranks fits a ranker on the training stretch and asks it about another.
func Ranks(d *Data, t RankTrial) []*RankReport {
	m, h := Fit(d, t)
	if t.Test {
		for _, f := range d.Valid {
			h.Add(f)
		}
	}
	return t.Ask(d, m, h)
}

// Fit fits a ranker on the training stretch; the history ends with it. For
// multi-step questions it learns as it will be asked: stretches as long as
// validation, each from what stood before it.
func Fit(d *Data, t RankTrial) (*forecast.Ranker, *forecast.History) {
	m, h, _ := FitAsking(d, t, 0)
	return m, h
}

// FitAsking fits a ranker and reports what it said of the last training days, of so
// many questions at least, each asked before it was learnt.
func FitAsking(d *Data, t RankTrial, last int) (*forecast.Ranker, *forecast.History, *RankReport) {
	var country, sector []int32
	if t.Places && d.EntityNames != nil {
		country, sector = d.Places()
	}
	h := forecast.NewHistory(d.Entities, d.Relations, country, sector)
	m := forecast.NewRanker(h, t.Options)
	block := int32(1) // days that are asked and learnt before they are added
	if t.MultiStep {
		block = d.Valid[len(d.Valid)-1].Day - d.Valid[0].Day + 1
	}
	asked := &RankReport{}
	var waiting []forecast.Fact
	left := 2 * len(d.Train)
	for day := range days(d.Train) {
		if len(waiting) > 0 && day[0].Day-waiting[0].Day >= block {
			for _, f := range waiting {
				h.Add(f)
			}
			waiting = nil
		}
		questions := forecast.Questions(day, d.Relations)
		if left -= 2 * len(day); left < last {
			askDay(m, questions, AnswersOf(day, d.Relations), d.Entities, nil, []*RankReport{asked})
		}
		m.Learn(questions)
		waiting = append(waiting, day...)
	}
	for _, f := range waiting {
		h.Add(f)
	}
	m.Settle()
	return m, h, asked
}

// Ask asks a ranker that was fitted about a stretch. h must end where the
// stretch before it does; with MultiStep it is left so.
func (t RankTrial) Ask(d *Data, m *forecast.Ranker, h *forecast.History) []*RankReport {
	asked := d.Valid
	if t.Test {
		asked = d.Test
	}
	answers := AnswersOf(asked, d.Relations)
	reports := make([]*RankReport, 1+len(t.Leaks))
	for i := range reports {
		reports[i] = &RankReport{}
	}
	for day := range days(asked) {
		askDay(m, forecast.Questions(day, d.Relations), answers, d.Entities, t.Leaks, reports)
		if !t.MultiStep {
			for _, f := range day {
				h.Add(f)
			}
		}
	}
	for _, r := range reports {
		r.Metrics = Measure(r.Ranks)
		r.Cover = float64(r.covered) / float64(max(1, len(r.Ranks)))
	}
	return reports
}

// askDay asks the questions of one day and adds to the reports what came of them:
// honestly to the first, with a leak to each other.
func askDay(m *forecast.Ranker, questions []forecast.Question, answers Answers, entities int, leaks []Leak, reports []*RankReport) {
	outs := make([][]rankOut, len(questions))
	change := make([]func(*forecast.Question, []int32, []float32), len(leaks))
	for i, leak := range leaks {
		change[i] = leak(questions)
	}
	m.Rank(questions, func(i int, cands []int32, scores []float32) {
		outs[i] = make([]rankOut, len(reports))
		outs[i][0].rank(&questions[i], cands, scores, answers, entities)
		for k := range change {
			changed := slices.Clone(scores)
			change[k](&questions[i], cands, changed)
			outs[i][k+1].rank(&questions[i], cands, changed, answers, entities)
		}
	})
	for i := range outs {
		for k, r := range reports {
			r.add(&outs[i][k])
		}
	}
}

func (r *RankReport) add(o *rankOut) {
	r.Ranks, r.Queries = append(r.Ranks, o.ranks...), append(r.Queries, o.queries...)
	r.Top, r.Right = append(r.Top, o.top...), append(r.Right, o.right...)
	r.covered += o.covered
}

// rankOut is what one question of several answers gives.
type rankOut struct {
	ranks   []float64
	queries []Query
	top     []float64
	right   []bool
	covered int
}

func (o *rankOut) rank(q *forecast.Question, cands []int32, scores []float32, answers Answers, entities int) {
	list := make([]Score, len(cands))
	best := math.Inf(-1)
	for i := range cands {
		list[i] = Score{cands[i], float64(scores[i])}
		best = max(best, list[i].Score)
	}
	for _, a := range q.Answers {
		one := Query{Subject: q.Subject, Relation: q.Relation, Day: q.Day, Answer: a}
		others := answers.Of(one)
		o.queries = append(o.queries, one)
		o.ranks = append(o.ranks, Rank(list, a, others, entities))
		// the first candidate, with the other true answers left out as by the filter
		sum, first, at := 0.0, math.Inf(-1), int32(-1)
		for _, s := range list {
			if s.Entity != a && slices.Contains(others, s.Entity) {
				continue
			}
			sum += math.Exp(s.Score - best)
			if s.Score > first {
				first, at = s.Score, s.Entity
			}
		}
		p := 0.0
		if sum > 0 {
			p = math.Exp(first-best) / sum
		}
		o.top = append(o.top, p)
		o.right = append(o.right, at == a)
		if slices.Contains(cands, a) {
			o.covered++
		}
	}
}
