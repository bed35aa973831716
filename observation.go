package entente

import (
	"iter"
	"slices"
)

// Observation is an event or tie of one pair of actors as networks, forecasts
// and rollups count it: who did or stands how to whom, when, in which layer and
// sign, who says so, and how. An event with two actors and three recipients is
// six observations of one record. It says no more than its record, and opens
// onto it.
type Observation struct {
	Kind     Kind       // KindEvent or KindTie
	Record   RecordID   // the event or tie, or the row of an event table
	Document DocumentID // empty for a row of an event table
	DataSet  string     // the event table's name ("ICEWS"); empty for what was read
	A, B     ActorID    // A acts on B where Directed; never empty, never equal
	Directed bool
	Type     string // an event's PLOVER type, a tie's relation
	Mode     string
	Quad     int8    // 1 verbal cooperation .. 4 material conflict; 0 for ties
	Layer    Layer   // empty where an event table does not say
	Sign     Sign    // +1, -1, 0
	Strength float32 // an event's intensity, -10..10; a tie's sign
	When     Interval
	Known    Day // when it could be known: the day published, or the row's date; 0 where not known
	Stance   Stance
	Negated  bool
	Past     bool    // told as background from before the reported time
	Speaker  ActorID // innermost voice of the chain; empty for the document's own voice or one who could not be resolved
	Voice    string  // the innermost voice's words; empty for the document's own voice
	Outlet   string
	Trust    float32 // the record's confidence, 0..1
}

// Done reports whether the observation is told as having happened, or as
// standing: asserted and not negated. What is planned, feared, demanded, hedged
// or denied is not.
func (o *Observation) Done() bool { return o.Stance == StanceAsserted && !o.Negated }

// Date is the day to count an observation under: the first day of When, else
// its last, else the day it was known; 0 where nothing is known.
func (o *Observation) Date() Day {
	switch {
	case o.When.From != 0:
		return o.When.From
	case o.When.To != 0:
		return o.When.To
	}
	return o.Known
}

// Observations yields what the events and then the ties of r say of pairs of
// actors, in the order of the records. An event without a recipient yields each
// unordered pair of its actors once, not directed.
func (r *Records) Observations() iter.Seq[Observation] {
	claims := make(map[RecordID]*Claim, len(r.Claims))
	for i := range r.Claims {
		claims[r.Claims[i].ID] = &r.Claims[i]
	}
	return func(yield func(Observation) bool) {
		for i := range r.Events {
			for o := range r.Events[i].pairs(r.observed(claims[r.Events[i].Claim])) {
				if !yield(o) {
					return
				}
			}
		}
		for i := range r.Ties {
			t := &r.Ties[i]
			if t.A == "" || t.B == "" || t.A == t.B {
				continue
			}
			o := r.observed(claims[t.Claim])
			o.Kind, o.Record, o.A, o.B, o.Directed = KindTie, t.ID, t.A, t.B, t.Directed
			o.Type, o.Layer, o.Sign, o.Strength, o.Trust = t.Relation, t.Layer, t.Sign, within(float64(t.Sign), -1, 1), within(t.Confidence, 0, 1)
			o.When = Interval{From: t.Since.From, To: t.Until.To, Precision: t.Since.Precision, Text: t.Since.Text}
			if !yield(o) {
				return
			}
		}
	}
}

// observed is an observation with what the document and a claim say of it.
func (r *Records) observed(c *Claim) Observation {
	o := Observation{Document: r.Document.ID, Known: r.Document.Published, Outlet: r.Document.Outlet, Stance: StanceAsserted}
	if c == nil {
		return o
	}
	o.Stance, o.Negated, o.Past = c.Stance, c.Negated, c.Historical
	if n := len(c.Chain); n > 0 {
		o.Speaker, o.Voice = c.Chain[n-1].Speaker, c.Chain[n-1].Name
	}
	return o
}

// within is v, or the bound that it lies beyond.
func within(v, low, high float64) float32 { return float32(max(low, min(high, v))) }

// pairs yields the pairs of e, each once, as o with what e says.
func (e *Event) pairs(o Observation) iter.Seq[Observation] {
	o.Kind, o.Record, o.Type, o.Mode, o.Quad = KindEvent, e.ID, e.Type, e.Mode, int8(e.Quad)
	o.Layer, o.Sign, o.Strength, o.When, o.Trust = e.Layer, e.Sign, within(e.Intensity, -10, 10), e.Date, within(e.Confidence, 0, 1)
	return func(yield func(Observation) bool) {
		put := func(a, b ActorID, directed bool) bool {
			if a == "" || b == "" || a == b {
				return true
			}
			o.A, o.B, o.Directed = a, b, directed
			return yield(o)
		}
		for i, a := range e.Actor {
			if slices.Contains(e.Actor[:i], a) {
				continue
			}
			others := e.Recipient
			if len(e.Recipient) == 0 {
				others = e.Actor[i+1:]
			}
			for k, b := range others {
				if !slices.Contains(others[:k], b) && !put(a, b, len(e.Recipient) > 0) {
					return
				}
			}
		}
	}
}
