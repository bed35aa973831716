package forecast

import (
	"cmp"
	"math"
	"slices"

	"entente"
)

// Whom is who stands at the other end of an actor's next acts of one kind: of those
// it does, or of those done to it.
type Whom struct {
	Actor    entente.ActorID `json:"actor"`
	Acting   bool            `json:"acting"` // it acts; else it is acted on
	Type     string          `json:"type"`   // PLOVER's, or the class where the past gives none
	Class    Class           `json:"quad"`
	Share    float64         `json:"share"`  // of all that it does, or that is done to it, counted with a half-life of 60 days
	Of       int             `json:"of"`     // actors that were weighed
	Method   string          `json:"method"` // "model", or "share" where there was too little to learn from
	Lessons  int             `json:"lessons"`
	Held     int             `json:"held"` // questions of the last closed period, on which it is calibrated
	Partners []Partner       `json:"partners"`
}

// Partner is one who may stand at the other end.
type Partner struct {
	Actor entente.ActorID `json:"actor"`
	// P is the probability that it is among those concerned on the next day on which
	// the actor does such an act, or has it done to it.
	P     float64 `json:"p"`
	Words string  `json:"words"` // ICD 203
	Rate  float64 `json:"rate"`  // share of such days of the past, with a half-life of 60 days, on which it was
	Base  float64 `json:"base"`  // how often one so far up the list was, in the last closed period; the rate where nothing was asked in it
	Terms []Term  `json:"terms"` // their log-odds add up to those of P
}

// What whom learns from: so many questions spread evenly over the past (4,000 keep a
// reciprocal rank of 47.5 on ICEWS14's validation, 12,000 one of 48.2, all 134,000 one
// of 48.9), fewer than the least teach nothing; so many of the last days, held out,
// calibrate.
const (
	whomLessons  = 8000
	whomLeast    = 500
	whomHeld     = 1500
	whomHeldDays = 30
	whomFirst    = 3 // candidates of a question that calibrate, and are shown
)

// whom answers who stands at the other end, by a ranker of the kinds of acts of a
// past.
type whom struct {
	kinds   []string
	classes []Class
	number  map[string]int32
	hist    *History
	ranker  *Ranker
	busy    map[uint64]*busy // (actor, kind): how many it meets on a day
	correct []float64        // weights of row's columns
	base    float64
	lessons int
	held    int
}

// kind is the relation of an event: its type, or its class where it has none.
func (e *Event) kind() string { return cmp.Or(e.Type, e.Class.String()) }

// newWhom learns from a past's events, those left out that are gone.
func newWhom(p *Past, gone []bool) *whom {
	w := &whom{number: map[string]int32{}, busy: map[uint64]*busy{}}
	classes := map[string]Class{}
	for i := range int32(len(p.Events) + len(p.supposed)) {
		if e := p.event(i); classes[e.kind()] == 0 {
			classes[e.kind()] = e.Class
		}
	}
	for _, k := range sortedKeys(classes) {
		w.number[k] = int32(len(w.kinds))
		w.kinds, w.classes = append(w.kinds, k), append(w.classes, classes[k])
	}
	var facts []Fact
	for i := range p.Events {
		if e := &p.Events[i]; !gone[i] && !e.Supposed {
			facts = append(facts, Fact{p.numbered(e.A), w.number[e.kind()], p.numbered(e.B), int32(e.Day), float32(e.Weight)})
		}
	}
	country, sector := make([]int32, len(p.actors)), make([]int32, len(p.actors))
	place := p.places()
	for a := range country {
		country[a], sector[a] = place(int32(a))
	}
	w.hist = NewHistory(len(p.actors), len(w.kinds), country, sector)
	w.learn(facts, int32(p.AsOf)+1-whomHeldDays)
	return w
}

// learn goes through the facts in the order of days: it learns from those before a
// day, and calibrates on the others.
func (w *whom) learn(facts []Fact, closed int32) {
	before, _ := slices.BinarySearchFunc(facts, closed, func(f Fact, day int32) int { return cmp.Compare(f.Day, day) })
	opt := DefaultRankOptions()
	learning := 2*before >= whomLeast
	if !learning {
		opt.Prior = SharePrior
	}
	w.ranker = NewRanker(w.hist, opt)
	teach, hold := thinning{keep: whomLessons, of: 2 * before}, thinning{keep: whomHeld, of: 2 * (len(facts) - before)}
	var held lastPeriod
	settled := false
	for i := 0; i < len(facts); {
		n := i
		for n < len(facts) && facts[n].Day == facts[i].Day {
			n++
		}
		day := facts[i:n]
		questions := Questions(day, len(w.kinds))
		switch {
		case facts[i].Day >= closed:
			if !settled {
				w.ranker.Settle()
				settled = true
			}
			w.hold(hold.some(questions), &held)
		case learning:
			some := teach.some(questions)
			w.ranker.Learn(some)
			w.lessons += len(some)
		}
		for _, f := range day {
			w.hist.Add(f)
		}
		for i := range questions {
			w.count(&questions[i])
		}
		i = n
	}
	if !settled {
		w.ranker.Settle()
	}
	w.calibrate(&held)
}

// busy counts the days on which an actor has part in acts of a kind, and those whom it
// meets on them.
type busy struct{ days, others counter }

func (w *whom) count(q *Question) {
	k := key(q.Subject, q.Relation)
	b := w.busy[k]
	if b == nil {
		b = &busy{}
		w.busy[k] = b
	}
	w.hist.decay.add(&b.days, q.Day, 1)
	w.hist.decay.add(&b.others, q.Day, float32(len(q.Answers)))
}

// meets is how many others an actor meets on such a day: the mean of the past with a
// half-life of 60 days, one day with one other added.
func (w *whom) meets(q *Question) float64 {
	b := w.busy[key(q.Subject, q.Relation)]
	if b == nil {
		return 1
	}
	return float64(w.hist.decay.at(&b.others, 2, q.Day)+1) / float64(w.hist.decay.at(&b.days, 2, q.Day)+1)
}

// lastPeriod is what was asked in the last closed period, and what came of it.
type lastPeriod struct {
	rows     [][]float64
	happened []bool
}

// row is the columns by which a candidate's probability is corrected.
func (w *whom) row(q *Question, list []candidate, i int) []float64 {
	return []float64{against(list, i), math.Log(w.meets(q)), logit(w.dayShare(q, list[i].entity)), 1}
}

// dayShare is the share of the days with such acts on which an actor was among those
// concerned, with a half-life of 60 days, by Jeffreys' prior.
func (w *whom) dayShare(q *Question, o int32) float64 {
	days, hits := float32(0), float32(0)
	if b := w.busy[key(q.Subject, q.Relation)]; b != nil {
		days = w.hist.decay.at(&b.days, 2, q.Day)
	}
	if pi, ok := w.hist.pairOf[key(q.Subject, o)]; ok {
		if ci, ok := w.hist.cellOf[key(pi, q.Relation)]; ok {
			hits = min(days, w.hist.decay.at(&w.hist.cells[ci].counter, 2, q.Day))
		}
	}
	return float64(hits+0.5) / float64(days+1)
}

// hold asks questions and keeps what came of the first candidates.
func (w *whom) hold(questions []Question, into *lastPeriod) {
	parts := make([]lastPeriod, len(questions))
	w.ranker.Rank(questions, func(i int, cands []int32, scores []float32) {
		list := make([]candidate, 0, len(cands))
		for k, c := range cands {
			if c != questions[i].Subject {
				list = append(list, candidate{entity: c, score: float64(scores[k])})
			}
		}
		if len(list) < 2 {
			return
		}
		slices.SortFunc(list, candidate.before)
		for k := range list[:min(whomFirst, len(list))] {
			parts[i].rows = append(parts[i].rows, w.row(&questions[i], list, k))
			parts[i].happened = append(parts[i].happened, slices.Contains(questions[i].Answers, list[k].entity))
		}
	})
	w.held += len(questions)
	for i := range parts {
		into.rows, into.happened = append(into.rows, parts[i].rows...), append(into.happened, parts[i].happened...)
	}
}

func (w *whom) calibrate(held *lastPeriod) {
	hits := 0
	for _, h := range held.happened {
		if h {
			hits++
		}
	}
	w.base = Tally{hits, len(held.happened)}.share()
	w.correct = fitLogit(held.rows, held.happened, []float64{1, 0, 0, 0}, []float64{1e-3, 1e-3, 1e-3, 1e-9})
}

// thinning keeps some of many, evenly.
type thinning struct{ keep, of, sum int }

func (t *thinning) some(all []Question) (kept []Question) {
	for _, q := range all {
		if t.sum += t.keep; t.sum >= t.of {
			t.sum = max(0, t.sum-t.of)
			kept = append(kept, q)
		}
	}
	return kept
}

// Whom says who may stand at the other end of an actor's next acts, by kind: kinds of
// each side at most, those it does most or has done to it most first, and partners of
// each, the likeliest first. What it learns is kept until the past changes.
func (f *Forecaster) Whom(a entente.ActorID, kinds, partners int) ([]Whom, error) {
	n, ok := f.Past.number[a]
	if !ok {
		return nil, &UnknownActor{A: a, By: f.Past.AsOf}
	}
	if f.whom == nil {
		f.whom = newWhom(f.Past, f.dyads.gone)
	}
	out := []Whom{}
	for _, acting := range []bool{true, false} {
		for _, s := range f.shares(n, acting, kinds) {
			out = append(out, f.whomOf(n, s, acting, partners))
		}
	}
	return out, nil
}

// kindShare is how much of what an actor does, or has done to it, is of a kind.
type kindShare struct {
	kind  int32
	share float64
}

// shares lists the kinds of acts of the last 365 days.
func (f *Forecaster) shares(a int32, acting bool, most int) []kindShare {
	sum, all := map[int32]float64{}, 0.0
	for _, i := range f.dyads.actors[a].acts {
		x := &f.dyads.acts[i]
		age := int32(f.Past.AsOf) - x.Day
		if age >= 365 || (x.A == a) != acting {
			continue
		}
		v := float64(x.Weight) * float64(f.dyads.decay.factor(2, age))
		sum[f.whom.number[f.Past.event(i).kind()]] += v
		all += v
	}
	var out []kindShare
	for _, k := range sortedKeys(sum) {
		out = append(out, kindShare{k, sum[k] / all})
	}
	slices.SortStableFunc(out, func(x, y kindShare) int { return cmp.Compare(y.share, x.share) })
	return out[:min(most, len(out))]
}

func (f *Forecaster) whomOf(a int32, s kindShare, acting bool, partners int) Whom {
	w := f.whom
	out := Whom{
		Actor: f.Past.actors[a], Acting: acting, Type: w.kinds[s.kind], Class: w.classes[s.kind], Share: s.share, Method: "model",
		Lessons: w.lessons, Held: w.held, Partners: []Partner{},
	}
	if w.lessons == 0 {
		out.Method = "share"
	}
	q := Question{Subject: a, Relation: s.kind, Day: int32(f.Past.AsOf) + 1}
	if !acting {
		q.Relation += int32(len(w.kinds))
	}
	list, near := w.ranker.explain(q)
	if out.Of = len(list); out.Of < 2 {
		return out
	}
	for i := range list[:min(partners, len(list))] {
		out.Partners = append(out.Partners, f.partner(&q, list, i, &telling{f: f, kind: s.kind, acting: acting, a: a, b: list[i].entity, day: q.Day, near: near}))
	}
	slices.SortStableFunc(out.Partners, func(x, y Partner) int { return cmp.Compare(y.P, x.P) })
	return out
}

// partner takes the log-odds of the i-th candidate apart: those of the ranker, and
// what corrects them, as it differs from what is usual.
func (f *Forecaster) partner(q *Question, list []candidate, i int, t *telling) Partner {
	w := f.whom
	p := Partner{Actor: f.Past.actors[t.b], Rate: w.dayShare(q, t.b), Base: w.base}
	if w.held == 0 {
		p.Base = p.Rate
	}
	parts, n := odds(list, i)
	usual, meets := logit(w.base), w.meets(q)
	p.Terms = append(p.Terms, t.base(w.correct[3]+w.correct[2]*usual-w.correct[0]*math.Log(n), n, len(list)))
	if w.correct[1] != 0 {
		p.Terms = append(p.Terms, t.many(w.correct[1]*math.Log(meets), meets))
	}
	for r := range rankReasons {
		v := w.correct[0] * parts[r]
		if r == whomSame {
			v += w.correct[2] * (logit(p.Rate) - usual)
		}
		if r == whomSame || w.lessons > 0 && (r != whomAlike || w.ranker.embedding != nil) {
			p.Terms = append(p.Terms, t.term(r, v))
		}
	}
	sum := 0.0
	for _, term := range p.Terms {
		sum += term.LogOdds
	}
	p.P = logistic(sum)
	p.Words = Words(p.P)
	return p
}
