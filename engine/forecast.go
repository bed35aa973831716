package engine

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"entente"
	"entente/forecast"
	"entente/ledger"
	"entente/plover"
)

// ForecastOf says what is asked of the future.
type ForecastOf struct {
	AsOf     entente.Day // last day of the data; zero for all there is
	Horizons []int       // days
	Apart    bool        // keep the organs of a state apart from it
	Limit    int         // lines of a list
	Unjudged bool        // as the records were coded, as if nobody had judged any
}

// Forecast is what may follow between two actors, or around one.
type Forecast struct {
	AsOf      entente.Day         `json:"as_of"`     // day that is looked ahead from: End, or the one asked for
	Latest    entente.Day         `json:"latest"`    // last day of all data
	End       entente.Day         `json:"end"`       // last day of the data that tell of those asked about
	Stale     bool                `json:"stale"`     // what tells of those asked about ends over staleDays before other data or the day asked for
	Sources   []forecast.Source   `json:"sources"`   // what tells of those asked about
	Hindsight bool                `json:"hindsight"` // the ledger knows more than was used
	Events    int                 `json:"events"`    // acts that were counted
	NotDone   int                 `json:"not_done"`  // observations left out: planned, feared, denied, hedged, demanded
	Undated   int                 `json:"undated"`
	Outlooks  []*forecast.Outlook `json:"outlooks,omitempty"`
	Who       []forecast.Next     `json:"who,omitempty"`
	Whom      []forecast.Whom     `json:"whom,omitempty"`
}

// Forecast says how likely the acts of a and b on each other are, and logs it.
func (e *Engine) Forecast(ctx context.Context, a, b string, of ForecastOf) (*Forecast, error) {
	var x, y entente.ActorID
	f, out, err := e.forecaster(ctx, of, func(p *forecast.Past) (_, _ entente.ActorID, err error) {
		x, y, err = e.pair(ctx, p, a, b, of.Apart)
		return x, y, err
	})
	if err != nil {
		return nil, err
	}
	if out.Outlooks, err = asked(f, x, y); err != nil {
		return nil, err
	}
	return out, e.logForecasts(out, of.Apart)
}

// ForecastWho says who may stand at the other end of an actor's next acts, and lists
// the likeliest acts between it and those it has dealt with, over the first horizon.
func (e *Engine) ForecastWho(ctx context.Context, a string, of ForecastOf) (*Forecast, error) {
	var x entente.ActorID
	f, out, err := e.forecaster(ctx, of, func(p *forecast.Past) (_, _ entente.ActorID, err error) {
		x, err = e.actorOf(ctx, p, a, of.Apart)
		return x, "", err
	})
	if err != nil {
		return nil, err
	}
	if out.Who, err = f.Who(x, of.Horizons[0], of.Limit); err != nil {
		return nil, untold(err)
	}
	if out.Whom, err = f.Whom(x, whomKinds, max(1, of.Limit/whomLines)); err != nil {
		return nil, untold(err)
	}
	var shown []forecast.Entry
	for _, n := range out.Who {
		shown = append(shown, n.Entries(out.AsOf, of.Horizons[0], of.Apart, out.Hindsight)...)
	}
	for _, w := range out.Whom {
		shown = append(shown, w.Entries(out.AsOf, of.Apart, out.Hindsight)...)
	}
	return out, e.logEntries(shown)
}

// Kinds of acts of each side that who comes next is told of, and for how many lines of
// a list one partner of each kind is shown.
const (
	whomKinds = 3
	whomLines = 5
)

// ForecastChange is a forecast before and after something is supposed.
type ForecastChange struct {
	Added   []forecast.Event    `json:"added"`
	Removed []forecast.Event    `json:"removed"`
	Before  []*forecast.Outlook `json:"before"`
	After   []*forecast.Outlook `json:"after"`
}

// ForecastIf asks the same question again after adding acts, worded "A TYPE B"
// or "A TYPE B DAY", and taking out records. Without a pair it asks about that of
// the first change. Nothing is logged: a supposition is no forecast.
func (e *Engine) ForecastIf(ctx context.Context, pair, add, remove []string, of ForecastOf) (*ForecastChange, error) {
	if len(add)+len(remove) == 0 {
		return nil, Errorf(CodeUsage, `give --add "A SANCTION B" or --remove RECORD`, "nothing is supposed")
	}
	var x, y entente.ActorID
	f, _, err := e.forecaster(ctx, of, func(p *forecast.Past) (_, _ entente.ActorID, err error) {
		if len(pair) == 0 {
			x, y, err = e.first(ctx, p, add, remove, of.Apart)
		} else {
			x, y, err = e.pair(ctx, p, pair[0], pair[1], of.Apart)
		}
		return x, y, err
	})
	if err != nil {
		return nil, err
	}
	change := &ForecastChange{}
	after, err := e.suppose(ctx, f, add, remove, of.Apart, change)
	if err != nil {
		return nil, err
	}
	if change.Before, err = asked(f, x, y); err != nil {
		return nil, err
	}
	change.After, err = asked(after, x, y)
	return change, err
}

// first is the pair of the first change.
func (e *Engine) first(ctx context.Context, p *forecast.Past, add, remove []string, apart bool) (a, b entente.ActorID, err error) {
	if len(add) > 0 {
		s, err := e.supposed(ctx, p, add[0], apart)
		return s.A, s.B, err
	}
	for i := range p.Events {
		if x := &p.Events[i]; string(x.Record) == remove[0] {
			return x.A, x.B, nil
		}
	}
	return "", "", uncounted(remove[0])
}

// uncounted says that a record cannot be taken out.
func uncounted(id string) error {
	return Errorf(CodeNotFound, `"entente forecast A B --why" names the records it rests on`, "no act counted rests on a record %q", id)
}

// suppose returns a forecaster of the past with acts added and records taken out, and
// notes them; f stays as it is.
func (e *Engine) suppose(ctx context.Context, f *forecast.Forecaster, add, remove []string, apart bool, change *ForecastChange) (*forecast.Forecaster, error) {
	change.Added, change.Removed = []forecast.Event{}, []forecast.Event{}
	after := f.Fork()
	for _, text := range add {
		s, err := e.supposed(ctx, f.Past, text, apart)
		if err != nil {
			return nil, err
		}
		change.Added = append(change.Added, s)
		after.Suppose(s)
	}
	for i, id := range remove {
		if slices.Contains(remove[:i], id) {
			continue
		}
		struck, kept := after.Strike(entente.RecordID(id))
		if kept > 0 && len(struck) == 0 {
			return nil, Errorf(CodeBadValue, "remove the other records as well", "what %s tells is told by other records too, so that taking it out changes nothing", id)
		}
		if len(struck) == 0 {
			return nil, uncounted(id)
		}
		change.Removed = append(change.Removed, struck...)
	}
	return after, nil
}

// supposed reads "A TYPE B" or "A TYPE B DAY".
func (e *Engine) supposed(ctx context.Context, p *forecast.Past, text string, apart bool) (forecast.Event, error) {
	var s forecast.Event
	fields := strings.Fields(text)
	at := -1
	for i, w := range fields {
		if plover.Valid(plover.Type(strings.ToUpper(w)), "") {
			at = i
		}
	}
	if at < 1 || at+1 >= len(fields) {
		return s, Errorf(CodeBadValue, `write "A TYPE B", with one of PLOVER's types: "GON SANCTION ROH"`, "%q names no act of one actor on another", text)
	}
	s.Day = p.AsOf
	rest := fields[at+1:]
	if d, err := entente.ParseDay(rest[len(rest)-1]); err == nil && len(rest) > 1 {
		s.Day, rest = d, rest[:len(rest)-1]
	}
	if s.Day > p.AsOf {
		return s, Errorf(CodeBadValue, "suppose it on an earlier day", "%s lies after the last day of the data, %s", s.Day, p.AsOf)
	}
	a, b, err := e.pair(ctx, p, strings.Join(fields[:at], " "), strings.Join(rest, " "), apart)
	if err != nil {
		return s, err
	}
	s.A, s.B, s.Weight, s.Supposed = a, b, 1, true
	s.Type = strings.ToUpper(fields[at])
	s.Class = forecast.Class(plover.Quad(plover.Type(s.Type)))
	return s, nil
}

// ForecastRecord scores the forecasts that were logged; hindsight takes those
// made as of a day that the data had passed already instead.
func (e *Engine) ForecastRecord(ctx context.Context, hindsight bool) (*forecast.Record, error) {
	return e.scored(hindsight, func(apart bool) (*forecast.Past, error) { return e.past(ctx, ForecastOf{Apart: apart}) })
}

// scored scores what was logged against the past that read returns.
func (e *Engine) scored(hindsight bool, read func(apart bool) (*forecast.Past, error)) (*forecast.Record, error) {
	f, err := os.Open(e.forecastLog())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Errorf(CodeNotFound, `"entente forecast A B" makes one`, "no forecast was made yet")
	}
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "open the log of forecasts")
	}
	defer f.Close()
	entries, err := forecast.ReadLog(f, e.forecastLog())
	if err != nil {
		return nil, wrap(CodeLedger, err, "take the line out", "read the log of forecasts")
	}
	var kept []forecast.Entry
	for _, x := range entries {
		if x.Hindsight == hindsight {
			kept = append(kept, x)
		}
	}
	pasts := map[bool]*forecast.Past{}
	for _, apart := range []bool{false, true} {
		if !slices.ContainsFunc(kept, func(x forecast.Entry) bool { return x.Apart == apart }) {
			continue // nobody asks it
		}
		if pasts[apart], err = read(apart); err != nil {
			return nil, err
		}
	}
	return forecast.Track(kept, func(apart bool) *forecast.Past { return pasts[apart] }), nil
}

// past collects what the ledger tells, as a person judged it: a record that was
// rejected is no act, and one that was corrected counts as corrected.
func (e *Engine) past(ctx context.Context, of ForecastOf) (*forecast.Past, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	slice := ledger.Slice{To: of.AsOf, Kinds: []entente.Kind{entente.KindEvent}}
	judged := map[entente.RecordID]entente.Judgement{}
	if !of.Unjudged {
		if judged, err = verdicts(ctx, l); err != nil {
			return nil, err
		}
	}
	p, err := forecast.ReadPast(asJudged(l.Observations(ctx, slice), judged), forecast.Reading{AsOf: of.AsOf, Apart: of.Apart})
	return p, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

// actsAfter reports whether the ledger tells of an act after the day that is asked of; it
// reads no further than to the first.
func (e *Engine) actsAfter(ctx context.Context, of ForecastOf) (bool, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return false, err
	}
	judged := map[entente.RecordID]entente.Judgement{}
	if !of.Unjudged {
		if judged, err = verdicts(ctx, l); err != nil {
			return false, err
		}
	}
	slice := ledger.Slice{From: of.AsOf.Add(1), Kinds: []entente.Kind{entente.KindEvent}}
	for o, err := range asJudged(l.Observations(ctx, slice), judged) {
		if err != nil {
			return false, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
		}
		one := func(yield func(entente.Observation, error) bool) { yield(o, nil) }
		if p, err := forecast.ReadPast(one, forecast.Reading{AsOf: of.AsOf, Apart: of.Apart}); err != nil || p.Later > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// verdicts are the last judgements of records, by the records that they are of now:
// where a document was read anew its judgements pass on (see heir).
func verdicts(ctx context.Context, l ledger.Ledger) (map[entente.RecordID]entente.Judgement, error) {
	out := map[entente.RecordID]entente.Judgement{}
	papers := map[entente.DocumentID]*entente.Records{}
	for j, err := range l.Judgements(ctx) {
		if err != nil {
			return nil, wrap(CodeLedger, err, "", "read the judgements")
		}
		id := entente.RecordID(j.Subject)
		if (j.Kind == entente.KindEvent || j.Kind == entente.KindTie) && j.Document != "" && len(j.Record) > 0 {
			r, ok := papers[j.Document]
			if !ok {
				if r, err = l.Document(ctx, j.Document); err != nil && !errors.Is(err, ledger.ErrNotFound) {
					return nil, wrap(CodeLedger, err, "", "read %s", j.Document)
				}
				papers[j.Document] = r
			}
			if r != nil && !holds(r, id) {
				id = heir(&j, r)
			}
		}
		switch j.Verdict {
		case entente.VerdictWithdrawn:
			delete(out, id)
		case entente.VerdictSkipped:
		default:
			out[id] = j
		}
	}
	return out, nil
}

// holds reports whether an event or tie is among a document's records.
func holds(r *entente.Records, id entente.RecordID) bool {
	return slices.ContainsFunc(r.Events, func(e entente.Event) bool { return e.ID == id }) ||
		slices.ContainsFunc(r.Ties, func(t entente.Tie) bool { return t.ID == id })
}

// asJudged leaves out what was rejected and changes what was corrected.
func asJudged(all iter.Seq2[entente.Observation, error], judged map[entente.RecordID]entente.Judgement) iter.Seq2[entente.Observation, error] {
	if len(judged) == 0 {
		return all
	}
	return func(yield func(entente.Observation, error) bool) {
		for o, err := range all {
			j := judged[o.Record]
			if err == nil && j.Verdict == entente.VerdictRejected {
				continue
			}
			if err == nil && j.Verdict == entente.VerdictCorrected {
				correct(&o, j.Correction)
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// correct changes the fields that forecasts and networks count by.
func correct(o *entente.Observation, fields map[string]string) {
	for field, value := range fields {
		switch field {
		case "stance":
			o.Stance = entente.Stance(value)
		case "negated":
			o.Negated = value == "true"
		case "historical":
			o.Past = value == "true"
		case "layer", "sign":
			o.Layer, o.Sign = correctedSign(o.Layer, o.Sign, entente.Judgement{Verdict: entente.VerdictCorrected, Correction: fields})
		case "type":
			if plover.Valid(plover.Type(value), "") {
				o.Type, o.Mode, o.Quad = value, "", int8(plover.Quad(plover.Type(value)))
			}
		}
	}
}

// staleDays is how many days the data that tell of somebody may end before others do
// until that is no mere lag.
const staleDays = 30

// forecaster reads the past and fits models to it. Where about names actors, or one and
// nobody, and no day is asked for, it is the past by the end of the data that tell of
// them: of days on which nobody would have told of them, silence says nothing.
func (e *Engine) forecaster(ctx context.Context, of ForecastOf, about func(*forecast.Past) (a, b entente.ActorID, err error)) (*forecast.Forecaster, *Forecast, error) {
	if len(of.Horizons) == 0 {
		return nil, nil, Errorf(CodeBadValue, "give days from 1 to 366", "no horizon is given")
	}
	for _, h := range of.Horizons {
		if h < 1 || h > 366 {
			return nil, nil, Errorf(CodeBadValue, "give days from 1 to 366", "a horizon of %d days cannot be asked for", h)
		}
	}
	p, err := e.past(ctx, of)
	if err != nil {
		return nil, nil, err
	}
	out := &Forecast{Latest: p.AsOf, Hindsight: p.Later > 0, Sources: []forecast.Source{}}
	if of.AsOf != 0 && !out.Hindsight {
		if out.Hindsight, err = e.actsAfter(ctx, of); err != nil {
			return nil, nil, err
		}
	}
	if len(p.Events) == 0 {
		return nil, nil, Errorf(CodeNotFound, "read or import more", "no dated act told as done is known by then")
	}
	if about != nil {
		a, b, err := about(p)
		if err != nil {
			return nil, nil, err
		}
		end := out.tell(p, a, b)
		if of.AsOf == 0 && end < p.AsOf {
			of.AsOf = end
			if p, err = e.past(ctx, of); err != nil {
				return nil, nil, err
			}
		}
	}
	f, err := forecast.NewForecaster(p, of.Horizons)
	if err != nil {
		return nil, nil, wrap(CodeInternal, err, "", "fit the forecast")
	}
	out.AsOf, out.Events, out.NotDone, out.Undated = p.AsOf, len(p.Events), p.NotDone, p.Undated
	return f, out, nil
}

// tell fills what tells of two, or of one where b is empty, and returns its last day.
func (f *Forecast) tell(p *forecast.Past, a, b entente.ActorID) entente.Day {
	f.End, f.Sources = p.End(a, b), p.Sources(a, b)
	f.Stale = int(p.AsOf-f.End) > staleDays
	return f.End
}

// asked asks about both directions of a pair at every horizon.
func asked(f *forecast.Forecaster, a, b entente.ActorID) ([]*forecast.Outlook, error) {
	var out []*forecast.Outlook
	for _, p := range [][2]entente.ActorID{{a, b}, {b, a}} {
		for _, h := range f.Horizons() {
			o, err := f.Ask(p[0], p[1], h)
			if err != nil {
				return nil, untold(err)
			}
			out = append(out, o)
		}
	}
	return out, nil
}

func untold(err error) error {
	var u *forecast.UnknownActor
	if errors.As(err, &u) {
		return Errorf(CodeUnknownActor, "its acts may be only planned or denied, or have no date; or later than --as-of", "%s", err)
	}
	return wrap(CodeInternal, err, "", "forecast")
}

func (e *Engine) pair(ctx context.Context, p *forecast.Past, a, b string, apart bool) (x, y entente.ActorID, err error) {
	if x, err = e.actorOf(ctx, p, a, apart); err != nil {
		return
	}
	if y, err = e.actorOf(ctx, p, b, apart); err != nil {
		return
	}
	if x == y {
		err = Errorf(CodeBadValue, "name two actors; --apart keeps the organs of a state apart", "%q and %q are one actor here", a, b)
	}
	return
}

// actorOf is an actor by id as the past knows it, else by label as the ledger does.
func (e *Engine) actorOf(ctx context.Context, p *forecast.Past, name string, apart bool) (entente.ActorID, error) {
	id := entente.ActorID(name)
	if !p.Knows(id) {
		found, err := e.find(ctx, name)
		if err != nil {
			return "", err
		}
		id = found
	}
	if !apart {
		id = forecast.Owner(id)
	}
	return id, nil
}

// forecastLog is the file beside the ledger that keeps every forecast shown.
func (e *Engine) forecastLog() string { return e.config.Ledger + ".forecasts.jsonl" }

func (e *Engine) logForecasts(f *Forecast, apart bool) error {
	for _, o := range f.Outlooks {
		if err := e.logEntries(o.Entries(apart, f.Hindsight)); err != nil {
			return err
		}
	}
	return nil
}

// logEntries appends entries to the log, each as one write of one line; what
// is there already is read over later (see forecast.ReadLog).
func (e *Engine) logEntries(entries []forecast.Entry) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	f, err := os.OpenFile(e.forecastLog(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return wrap(CodeLedger, err, "may you write beside the ledger?", "log the forecast")
	}
	for _, x := range entries {
		b, err := json.Marshal(x)
		if err == nil {
			_, err = f.Write(append(b, '\n'))
		}
		if err != nil {
			f.Close()
			return wrap(CodeLedger, err, "is there room?", "log the forecast")
		}
	}
	return wrap(CodeLedger, f.Close(), "is there room?", "log the forecast")
}
