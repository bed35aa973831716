package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"entente"
	"entente/brief"
	"entente/forecast"
)

// ForecastView is what may follow between two actors.
type ForecastView struct {
	A Party `json:"a"`
	B Party `json:"b"`
	ForecastFrame
	Sides []ForecastSide `json:"sides" doc:"what A may do to B, and B to A; empty where missing says why"`
}

// ForecastFrame is what forecasts on a page share.
type ForecastFrame struct {
	AsOf      string           `json:"as_of" doc:"day that is looked ahead from: end, or the day asked for with known"`
	End       string           `json:"end" doc:"last day of the data that tell of those asked about"`
	Latest    string           `json:"latest" doc:"last day of all data"`
	Stale     bool             `json:"stale" doc:"what tells of those asked about ends over 30 days before other data or the day asked for"`
	Sources   []ForecastSource `json:"sources" doc:"what tells of those asked about, the one that reaches furthest first"`
	Horizon   int              `json:"horizon" doc:"days ahead"`
	Until     string           `json:"until" doc:"last day of the period"`
	Hindsight bool             `json:"hindsight" doc:"the ledger holds later days, which were not looked at"`
	Acts      int              `json:"acts" doc:"counted"`
	NotDone   int              `json:"not_done" doc:"left out: told as planned, feared, denied, hedged or demanded"`
	Undated   int              `json:"undated" doc:"left out: without a day"`
	Lessons   int              `json:"lessons" doc:"closed questions that the weights were learnt from"`
	Missing   string           `json:"missing,omitempty" doc:"why nothing can be said"`
}

// ForecastSource is the documents together, or an event table.
type ForecastSource struct {
	DataSet string `json:"data_set,omitempty" doc:"absent for documents"`
	Acts    int    `json:"acts" doc:"records of those asked about that count"`
	Last    string `json:"last" doc:"latest act of those asked about"`
	End     string `json:"end" doc:"last day that it tells of anybody"`
}

// ForecastSide is what one actor may do to another.
type ForecastSide struct {
	A     Party          `json:"a"`
	B     Party          `json:"b"`
	Lines []ForecastLine `json:"lines"`
}

// ForecastLine is the probability of at least one act of a class.
type ForecastLine struct {
	Quad    int              `json:"quad" doc:"1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"`
	Class   string           `json:"class"`
	P       float64          `json:"p"`
	Words   string           `json:"words" doc:"the phrase of ICD 203"`
	Rate    float64          `json:"rate" doc:"by the rate of the pair's past alone"`
	Base    float64          `json:"base" doc:"share of all pairs that act at all"`
	Method  string           `json:"method" enum:"model,rate" doc:"rate: too little to learn from, the rate speaks"`
	Reasons []ForecastReason `json:"reasons" doc:"their log-odds add up to those of p"`
}

// ForecastReason is one reason of a probability.
type ForecastReason struct {
	Reason  string        `json:"reason"`
	Words   string        `json:"words"`
	LogOdds float64       `json:"log_odds"`
	Cites   []ForecastAct `json:"cites" doc:"the latest first"`
}

// ForecastAct is an act that was counted, with its record.
type ForecastAct struct {
	Day      string  `json:"day"`
	Wording  string  `json:"wording"`
	Record   string  `json:"record"`
	Document string  `json:"document,omitempty" doc:"absent for a row of an event table"`
	DataSet  string  `json:"data_set,omitempty"`
	Trust    float64 `json:"trust" doc:"0 to 1: what the act counts"`
	Told     int     `json:"told" doc:"records that tell it"`
}

// ForecastActorView is which acts around an actor are likeliest.
type ForecastActorView struct {
	Actor Party `json:"actor"`
	ForecastFrame
	Next []ForecastNext `json:"next"`
}

// ForecastNext is one of them.
type ForecastNext struct {
	A Party `json:"a"`
	B Party `json:"b"`
	ForecastLine
}

// ForecastFilter says what is asked of the future.
type ForecastFilter struct {
	Scope
	Horizon int // 7, 30 or 90; 30 where 0
	Limit   int // lines for an actor; 15 where 0
}

// horizonsShown are the periods that pages can ask about, in days.
var horizonsShown = []int{7, 30, 90}

// oracle keeps the last forecasters and what they have answered, while what counts
// stays as it is.
type oracle struct {
	mu     sync.Mutex
	facts  int
	scope  Scope
	whole  *fitted                 // to all there is
	ended  map[entente.Day]*fitted // to what was known by the end of data that end before others
	logged map[string]bool         // entries by id
}

// fitted is a forecaster with the frame of its answers.
type fitted struct {
	f     *forecast.Forecaster
	frame Forecast
}

// endsHeld bounds how many forecasters of data that ended are kept, a fit each after
// whatever changes what counts.
const endsHeld = 4

// consult gives ask a forecaster of a scope for two actors, or for one and nobody, one at
// a time: that of all there is, or where no day is asked for and all that tells of them
// has ended before, that of the day it did. ask does not hold the desk.
func (d *Desk) consult(ctx context.Context, o Scope, a, b entente.ActorID, ask func(*forecast.Forecaster, *Forecast) error) error {
	if err := d.Refresh(ctx); err != nil {
		return err
	}
	at := d.counted()
	x := &d.oracle
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.whole == nil || x.facts != at || x.scope != o {
		whole, err := d.fit(ctx, o, o.Known)
		if err != nil {
			return err
		}
		x.facts, x.scope, x.whole, x.ended, x.logged = at, o, whole, map[entente.Day]*fitted{}, map[string]bool{}
	}
	frame := x.whole.frame
	end := frame.tell(x.whole.f.Past, a, b)
	if o.Known != 0 || end >= frame.AsOf {
		return ask(x.whole.f, &frame)
	}
	f, err := d.fitEnded(ctx, o, end)
	if err != nil {
		return err
	}
	frame.AsOf, frame.Events, frame.NotDone, frame.Undated = end, f.frame.Events, f.frame.NotDone, f.frame.Undated
	return ask(f.f, &frame)
}

// fitEnded is the forecaster of data that ended on a day; the caller holds the oracle.
func (d *Desk) fitEnded(ctx context.Context, o Scope, end entente.Day) (*fitted, error) {
	x := &d.oracle
	if f := x.ended[end]; f != nil {
		return f, nil
	}
	f, err := d.fit(ctx, o, end)
	if err != nil {
		return nil, err
	}
	if len(x.ended) >= endsHeld {
		clear(x.ended)
	}
	x.ended[end] = f
	return f, nil
}

// fit fits a forecaster to what a scope counts, by a day.
func (d *Desk) fit(ctx context.Context, o Scope, by entente.Day) (*fitted, error) {
	f, frame, err := d.engine.forecaster(ctx, ForecastOf{AsOf: by, Horizons: horizonsShown, Unjudged: o.Unjudged}, nil)
	if err != nil {
		return nil, err
	}
	f.Label = func(a entente.ActorID) string {
		d.mu.RLock()
		defer d.mu.RUnlock()
		return d.called(a).Label
	}
	return &fitted{f, *frame}, nil
}

// foresee fits the forecasters that a scope is asked of: of all there is, and of the
// latest of the data that end before others.
func (d *Desk) foresee(ctx context.Context, o Scope) error {
	return d.consult(ctx, o, "", "", func(f *forecast.Forecaster, _ *Forecast) error {
		if o.Known != 0 {
			return nil
		}
		ends := f.Past.Ends()
		for _, end := range ends[:min(len(ends), endsHeld)] {
			if _, err := d.fitEnded(ctx, o, end); err != nil {
				return err
			}
		}
		return nil
	})
}

// Prepare loads the desk, fits the forecast of all that is known, draws the network and
// puts documents at hand, as many as there is room for, so that whoever asks first need
// not wait; nor whoever asks when the next document has come.
func (d *Desk) Prepare(ctx context.Context) error {
	d.engine.traced.follows.Store(true)
	if _, err := unsaid(d.foresee(ctx, Scope{})); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil { // to draw the network takes its time, whoever goes away
		return err
	}
	if _, err := d.Network(ctx, NetworkFilter{Limit: mostActors, Places: true}); err != nil {
		return err
	}
	if err := d.layOut(ctx); err != nil || d.isEmpty() {
		return err
	}
	return keep(CodeLedger, d.engine.follow(ctx), "", "look for copies")
}

// isEmpty reports whether the desk holds no documents.
func (d *Desk) isEmpty() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return len(d.documents) == 0
}

// Anticipate fits the forecast anew where one was asked for and the ledger has changed
// since, so that whoever asks next need not wait for it.
func (d *Desk) Anticipate(ctx context.Context) error {
	d.oracle.mu.Lock()
	asked, scope := d.oracle.whole != nil, d.oracle.scope
	d.oracle.mu.Unlock()
	if !asked {
		return nil
	}
	return d.foresee(ctx, scope)
}

// called is an actor as views name it, known or not. The caller holds the desk.
func (d *Desk) called(a entente.ActorID) Party {
	if n, ok := d.symbols.known(string(a)); ok {
		return d.party(n)
	}
	return Party{ID: string(a), Label: string(a)}
}

// states finds actors by id or label and the states they act for.
func (d *Desk) states(names ...string) ([]entente.ActorID, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var out []entente.ActorID
	for _, name := range names {
		n, err := d.find(name)
		if err != nil {
			return nil, err
		}
		out = append(out, forecast.Owner(entente.ActorID(d.symbols.word(n))))
	}
	return out, nil
}

// Forecast tells what may follow between two actors, and logs it. Organs act for
// their state. Where nothing can be said Missing says why, which is no error.
func (d *Desk) Forecast(ctx context.Context, a, b string, f ForecastFilter) (*ForecastView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	ids, err := d.states(a, b)
	if err != nil {
		return nil, err
	}
	if ids[0] == ids[1] {
		return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", string(ids[0]))
	}
	v := &ForecastView{Sides: []ForecastSide{}}
	if v.Horizon, err = f.days(); err != nil {
		return nil, err
	}
	d.mu.RLock()
	v.A, v.B = d.called(ids[0]), d.called(ids[1])
	d.mu.RUnlock()
	err = d.consult(ctx, f.Scope, ids[0], ids[1], func(x *forecast.Forecaster, frame *Forecast) error {
		v.fill(frame)
		for _, p := range [][2]entente.ActorID{{ids[0], ids[1]}, {ids[1], ids[0]}} {
			o, err := x.Ask(p[0], p[1], v.Horizon)
			if err != nil {
				return untold(err)
			}
			if err := d.log(o.Entries(false, frame.Hindsight)); err != nil {
				return err
			}
			v.Lessons = o.Lessons
			v.Sides = append(v.Sides, d.sideways(o))
		}
		return nil
	})
	v.Missing, err = unsaid(err)
	return v, err
}

// ForecastWho tells which acts around an actor are likeliest, and logs them.
func (d *Desk) ForecastWho(ctx context.Context, a string, f ForecastFilter) (*ForecastActorView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	ids, err := d.states(a)
	if err != nil {
		return nil, err
	}
	v := &ForecastActorView{Next: []ForecastNext{}}
	if v.Horizon, err = f.days(); err != nil {
		return nil, err
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 15
	}
	d.mu.RLock()
	v.Actor = d.called(ids[0])
	d.mu.RUnlock()
	err = d.consult(ctx, f.Scope, ids[0], "", func(x *forecast.Forecaster, frame *Forecast) error {
		v.fill(frame)
		list, err := x.Who(ids[0], v.Horizon, limit)
		if err != nil {
			return untold(err)
		}
		for i := range list {
			n := &list[i]
			if err := d.log(n.Entries(x.Past.AsOf, v.Horizon, false, frame.Hindsight)); err != nil {
				return err
			}
			v.Next = append(v.Next, d.next(n))
		}
		return nil
	})
	v.Missing, err = unsaid(err)
	return v, err
}

// ForecastRecord tells how the forecasts that were shown turned out; where none
// was made it is empty.
func (d *Desk) ForecastRecord(ctx context.Context, hindsight bool) (*forecast.Record, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.tracked.Lock()
	defer d.tracked.Unlock()
	key := recordKey{d.counted(), fileSize(d.engine.forecastLog())}
	if d.tracked.of != key || d.tracked.records == nil {
		d.tracked.of, d.tracked.records = key, map[bool]*forecast.Record{}
	}
	if r := d.tracked.records[hindsight]; r != nil {
		return r, nil
	}
	r, err := d.forecastRecord(ctx, hindsight)
	if err == nil {
		d.tracked.records[hindsight] = r
	}
	return r, err
}

// ForecastsView is forecasts that were shown, the latest first.
type ForecastsView struct {
	Total     int            `json:"total" doc:"closed or open ones, as asked"`
	Forecasts []ForecastTold `json:"forecasts"`
}

// ForecastTold is one probability that was shown, with what came of it so far.
type ForecastTold struct {
	ID       string  `json:"id"`
	A        Party   `json:"a"`
	B        Party   `json:"b"`
	Class    string  `json:"class"`
	P        float64 `json:"p"`
	Rate     float64 `json:"rate" doc:"by the rate of the pair's past alone"`
	AsOf     string  `json:"as_of" doc:"day it looks ahead from"`
	Until    string  `json:"until" doc:"last day of its period"`
	Happened bool    `json:"happened" doc:"so far, where it is open"`
	On       string  `json:"on,omitempty" doc:"first day on which such an act is told as done"`
}

// forecastsShown bounds a list of forecasts.
const forecastsShown = 200

// Forecasts lists the closed or the open ones of the forecasts that ForecastRecord
// counts, at most limit; 200 where 0.
func (d *Desk) Forecasts(ctx context.Context, open, hindsight bool, limit int) (*ForecastsView, error) {
	r, err := d.ForecastRecord(ctx, hindsight)
	if err != nil {
		return nil, err
	}
	var list []*forecast.Outcome
	for i := range r.Outcomes {
		if r.Outcomes[i].Closed != open {
			list = append(list, &r.Outcomes[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *forecast.Outcome) int { return cmp.Or(cmp.Compare(b.AsOf, a.AsOf), cmp.Compare(b.P, a.P)) })
	v := &ForecastsView{Total: len(list), Forecasts: []ForecastTold{}}
	if limit <= 0 {
		limit = forecastsShown
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, o := range list[:min(limit, len(list))] {
		t := ForecastTold{ID: o.ID, A: d.called(o.A), B: d.called(o.B), Class: o.Class.String(), P: o.P, Rate: o.Rate, AsOf: o.AsOf.String(), Until: o.Until.String(), Happened: o.Happened}
		if o.Happened {
			t.On = o.On.String()
		}
		v.Forecasts = append(v.Forecasts, t)
	}
	return v, nil
}

// tracked keeps the track records while ledger and log stay as they are: to score
// forecasts all acts are looked at.
type tracked struct {
	sync.Mutex
	of      recordKey
	records map[bool]*forecast.Record // by hindsight
	past    *forecast.Past            // read where no forecaster had
	pastOf  int                       // the facts that it is of
}

type recordKey struct {
	facts int
	log   int64 // size of the log, which only grows
}

// fileSize is that of a file, 0 where there is none.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (d *Desk) forecastRecord(ctx context.Context, hindsight bool) (*forecast.Record, error) {
	r, err := d.engine.scored(hindsight, func(apart bool) (*forecast.Past, error) {
		if apart {
			return d.engine.past(ctx, ForecastOf{Apart: true})
		}
		return d.past(ctx)
	})
	var e *entente.Error
	if errors.As(err, &e) && (e.Code == CodeNotFound || e.Code == CodeNoLedger) {
		return &forecast.Record{ByClass: []forecast.Part{}, ByMonth: []forecast.Part{}, Bins: []forecast.Bin{}}, nil
	}
	return r, err
}

// past is all that was told as done, which the forecaster has read where one was asked.
// The caller holds tracked.
func (d *Desk) past(ctx context.Context) (*forecast.Past, error) {
	x := &d.oracle
	x.mu.Lock()
	at := d.counted()
	whole, current := x.whole, x.facts == at && x.scope == Scope{}
	x.mu.Unlock()
	if whole != nil && current {
		return whole.f.Past, nil
	}
	t := &d.tracked
	if t.past == nil || t.pastOf != at {
		p, err := d.engine.past(ctx, ForecastOf{})
		if err != nil {
			return nil, err
		}
		t.past, t.pastOf = p, at
	}
	return t.past, nil
}

// days is the horizon that is asked for.
func (f *ForecastFilter) days() (int, error) {
	h := cmp.Or(f.Horizon, 30)
	if !slices.Contains(horizonsShown, h) {
		return 0, Errorf(CodeBadValue, "7, 30 or 90; the command line takes others", "a horizon of %d days is not kept", h)
	}
	return h, nil
}

// unsaid turns errors that say that too little is told into words for a page.
func unsaid(err error) (string, error) {
	var e *entente.Error
	if errors.As(err, &e) && (e.Code == CodeUnknownActor || e.Code == CodeNotFound || e.Code == CodeNoLedger) {
		return e.Message, nil
	}
	return "", err
}

func (v *ForecastFrame) fill(f *Forecast) {
	v.AsOf, v.Until, v.Hindsight, v.Acts, v.NotDone, v.Undated = f.AsOf.String(), f.AsOf.Add(v.Horizon).String(), f.Hindsight, f.Events, f.NotDone, f.Undated
	v.End, v.Latest, v.Stale, v.Sources = f.End.String(), f.Latest.String(), f.Stale, []ForecastSource{}
	for _, s := range f.Sources {
		v.Sources = append(v.Sources, ForecastSource{s.DataSet, s.Acts, s.Last.String(), s.End.String()})
	}
}

// log keeps what is shown, each once; the caller holds the oracle.
func (d *Desk) log(entries []forecast.Entry) error {
	var fresh []forecast.Entry
	for _, e := range entries {
		if !d.oracle.logged[e.ID] {
			fresh = append(fresh, e)
		}
	}
	if err := d.engine.logEntries(fresh); err != nil {
		return err
	}
	for _, e := range fresh {
		d.oracle.logged[e.ID] = true
	}
	return nil
}

func (d *Desk) sideways(o *forecast.Outlook) ForecastSide {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s := ForecastSide{A: d.called(o.A), B: d.called(o.B), Lines: []ForecastLine{}}
	for _, l := range o.Lines {
		s.Lines = append(s.Lines, ForecastLine{int(l.Class), l.Name, l.P, l.Words, l.Rate, l.Base, l.Method, d.reasons(l.Terms)})
	}
	return s
}

func (d *Desk) next(n *forecast.Next) ForecastNext {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return ForecastNext{d.called(n.A), d.called(n.B), ForecastLine{int(n.Class), n.Name, n.P, n.Words, n.Rate, n.Base, n.Method, d.reasons(n.Terms)}}
}

func (d *Desk) reasons(terms []forecast.Term) []ForecastReason {
	out := []ForecastReason{}
	for _, t := range terms {
		r := ForecastReason{t.Reason, t.Words, t.LogOdds, []ForecastAct{}}
		for i := range t.Cites {
			r.Cites = append(r.Cites, d.act(&t.Cites[i]))
		}
		out = append(out, r)
	}
	return out
}

func (d *Desk) act(e *forecast.Event) ForecastAct {
	name := func(a entente.ActorID) []brief.Name { return []brief.Name{{ID: a, Label: d.called(a).Label}} }
	words := fmt.Sprintf("%s on %s: %s", d.called(e.A).Label, d.called(e.B).Label, e.Class)
	if e.Type != "" {
		words = d.wording.Phrase(&brief.Statement{Kind: entente.KindEvent, A: name(e.A), B: name(e.B), Directed: true, Type: e.Type})
	}
	return ForecastAct{e.Day.String(), words, string(e.Record), string(e.Document), e.DataSet, e.Weight, e.Told}
}
