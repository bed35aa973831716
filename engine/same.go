package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/brief"
	"entente/ledger"
	"entente/resolve"
)

// Occurrence is one event as several documents and rows tell it.
type Occurrence struct {
	What        string            `json:"what"` // type and mode of its first telling
	Actors      []entente.ActorID `json:"actors"`
	From        entente.Day       `json:"from"`
	To          entente.Day       `json:"to"`
	When        string            `json:"when"`        // these days, only as exactly as they are told: "2028"
	Probability float64           `json:"probability"` // that all are one: that of the weakest link
	Documents   int               `json:"documents"`
	Origins     int               `json:"origins"` // where their words come from: copies of one document count once
	Rows        int               `json:"rows"`    // of event tables
	// Independent counts tellings by documents that share neither an origin nor the
	// innermost voice: two that quote one spokesman are one.
	Independent int    `json:"independent"`
	Tellings    []Told `json:"tellings"` // by date, then record
}

// Told is one telling of an event.
type Told struct {
	Record   entente.RecordID   `json:"record"`
	Document entente.DocumentID `json:"document,omitempty"`
	CopyOf   entente.DocumentID `json:"copy_of,omitempty"`
	DataSet  string             `json:"data_set,omitempty"`
	Outlet   string             `json:"outlet,omitempty"`
	Voice    string             `json:"voice,omitempty"` // innermost; empty for the document's own
	Stance   entente.Stance     `json:"stance,omitempty"`
	Negated  bool               `json:"negated,omitempty"`
	Day      entente.Day        `json:"day"`            // of the event, or published
	When     string             `json:"when,omitempty"` // the day of the event, only as exactly as it is told; empty where it is not told
	Words    string             `json:"words,omitempty"`
	speaker  string
}

// rowsCompared is how many rows about an actor are compared with what documents
// tell: more would make the answer wait.
const rowsCompared = 5_000

// SameEvents lists the events that several documents or rows tell of, those of
// most documents first, of all documents or of those that actors appear in; rows
// of event tables are compared where one or two actors are named. What people
// joined and parted is respected.
func (e *Engine) SameEvents(ctx context.Context, actors ...string) ([]Occurrence, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return nil, err
	}
	from, err := e.lineage(ctx, l)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	found, err := sameEvents(ctx, l, ids, from)
	return found, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

func sameEvents(ctx context.Context, l ledger.Ledger, ids []entente.ActorID, from *lineage) ([]Occurrence, error) {
	told := map[entente.RecordID]Told{}
	var deeds []resolve.Deed
	for r, err := range from.mark(l.Material(ctx, ledger.Query{Actors: ids})) {
		if err != nil {
			return nil, err
		}
		deeds = append(deeds, tell(r, told)...)
	}
	if n := len(ids); n == 1 || n == 2 {
		for o, err := range l.Observations(ctx, rowsOf(ids)) {
			if err != nil {
				return nil, err
			}
			r, err := l.Row(ctx, o.Record)
			if err != nil {
				return nil, err
			}
			told[o.Record] = Told{Record: o.Record, DataSet: o.DataSet, Outlet: o.Outlet, Day: o.Date(), When: dated(r.Date)}
			d := resolve.DeedOfRow(r)
			if o.Type != "" {
				d.Code = o.Type + "." + o.Mode // as documents' events have it
			}
			deeds = append(deeds, d)
		}
	}
	of := map[entente.RecordID]*resolve.Deed{}
	for i := range deeds {
		of[deeds[i].ID] = &deeds[i]
	}
	rulings, err := rulingsOf(l.Judgements(ctx), func(j *entente.Judgement) (entente.RecordID, error) {
		id := entente.RecordID(j.Subject)
		if of[id] != nil || j.Document == "" {
			return id, nil
		}
		r, err := l.Document(ctx, j.Document)
		if errors.Is(err, ledger.ErrNotFound) {
			return id, nil
		}
		if err != nil || holds(r, id) {
			return id, err
		}
		return heir(j, r), nil
	})
	if err != nil {
		return nil, err
	}
	out := []Occurrence{}
	for _, c := range resolve.SameEvents(deeds, .5, rulings) {
		if o := occurrence(&c, of, told); o.Documents+o.Rows > 1 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(b.Rows, a.Rows), cmp.Compare(b.From, a.From))
	})
	return out, nil
}

func rowsOf(ids []entente.ActorID) ledger.Slice {
	s := ledger.Slice{A: ids[0], Imported: true, Limit: rowsCompared}
	if len(ids) > 1 {
		s.B = ids[1]
	}
	return s
}

// tell notes how a document tells its events and returns them as deeds.
func tell(r *entente.Records, told map[entente.RecordID]Told) []resolve.Deed {
	claims := map[entente.RecordID]*entente.Claim{}
	for i := range r.Claims {
		claims[r.Claims[i].ID] = &r.Claims[i]
	}
	labels := map[entente.ActorID]string{}
	for i := range r.Actors {
		labels[r.Actors[i].Actor] = r.Actors[i].Label
	}
	var deeds []resolve.Deed
	for i := range r.Events {
		e := &r.Events[i]
		c := claims[e.Claim]
		if c != nil && !occurs(c.Stance) {
			continue
		}
		d := resolve.DeedOf(r, e)
		deeds = append(deeds, d)
		t := Told{When: dated(e.Date), Record: e.ID, Document: r.Document.ID, CopyOf: r.Document.CopyOf, Outlet: r.Document.Outlet, Day: d.Day, Words: e.Evidence.Of(r.Document.Text)}
		if c != nil {
			t.Stance, t.Negated = c.Stance, c.Negated
			if n := len(c.Chain); n > 0 {
				t.Voice, t.speaker = brief.Spoken(c.Chain[n-1].Name, labels[c.Chain[n-1].Speaker]), cmp.Or(string(c.Chain[n-1].Speaker), c.Chain[n-1].Name)
			}
		}
		told[e.ID] = t
	}
	return deeds
}

// occurs reports whether a stance tells of one event that happened, did not, or
// will: what is only demanded, feared, believed or under a condition is no
// occurrence that two reports could share.
func occurs(s entente.Stance) bool {
	switch s {
	case entente.StanceAsserted, entente.StanceDenied, entente.StanceHedged, entente.StancePlanned:
		return true
	}
	return false
}

// occurrence sums up a cluster.
func occurrence(c *resolve.Cluster, of map[entente.RecordID]*resolve.Deed, told map[entente.RecordID]Told) Occurrence {
	first := of[c.Members[0]]
	o := Occurrence{What: strings.TrimSuffix(strings.ReplaceAll(first.Code, ".", " "), " "), From: c.From, To: c.To, Probability: c.Probability}
	documents, origins := map[entente.DocumentID]bool{}, map[entente.DocumentID]bool{}
	for _, m := range c.Members {
		o.Actors = append(o.Actors, of[m].Actors...)
		t := told[m]
		o.Tellings = append(o.Tellings, t)
		if t.Document == "" {
			o.Rows++
			continue
		}
		documents[t.Document] = true
		origins[cmp.Or(t.CopyOf, t.Document)] = true
	}
	o.When = spanned(o.Tellings, o.From, o.To)
	slices.Sort(o.Actors)
	o.Actors = slices.Compact(o.Actors)
	o.Documents, o.Origins, o.Independent = len(documents), len(origins), independent(o.Tellings)
	return o
}

// dated is an interval only as exactly as it is told, "2031-03-19", "2031-03", "2028",
// or from one such day to another; "" where nothing is told.
func dated(i entente.Interval) string {
	layout := time.DateOnly
	switch i.Precision {
	case entente.PrecisionMonth:
		layout = "2006-01"
	case entente.PrecisionYear, entente.PrecisionDecade, entente.PrecisionCentury:
		layout = "2006"
	}
	text := func(d entente.Day) string {
		if d.IsZero() {
			return ""
		}
		return d.Time().Format(layout)
	}
	from, to := text(i.From), text(i.To)
	switch {
	case from == to || to == "":
		return from
	case from == "":
		return "until " + to
	}
	return from + " to " + to
}

// spanned is when a cluster is told of: its days, or what its tellings say where none
// of them tells a day.
func spanned(tellings []Told, from, to entente.Day) string {
	loose := ""
	for _, t := range tellings {
		if t.When == "" || len(t.When) >= len(time.DateOnly) && !strings.Contains(t.When, " ") {
			return dated(entente.Interval{From: from, To: to, Precision: entente.PrecisionDay})
		}
		loose = cmp.Or(loose, t.When)
	}
	return loose
}

// independent counts tellings by documents that share neither origin nor the
// innermost voice, directly or by way of others.
func independent(tellings []Told) int {
	group := map[string]string{} // of origins and voices
	find := func(x string) string {
		if group[x] == "" {
			group[x] = x
		}
		for group[x] != x {
			group[x] = group[group[x]] // halves the way for who comes next
			x = group[x]
		}
		return x
	}
	for _, t := range tellings {
		if t.Document == "" {
			continue
		}
		origin := find("origin " + string(cmp.Or(t.CopyOf, t.Document)))
		if t.speaker != "" {
			group[origin] = find("voice " + t.speaker)
		}
	}
	roots := map[string]bool{}
	for x := range group {
		roots[find(x)] = true
	}
	return len(roots)
}

// rulingsOf are the pairs that were joined and parted last, by the records that they
// are of now, which now tells of a judgement of one of the two.
func rulingsOf(judgements iter.Seq2[entente.Judgement, error], now func(*entente.Judgement) (entente.RecordID, error)) (resolve.Rulings, error) {
	last := map[[2]entente.RecordID]entente.Verdict{}
	var order [][2]entente.RecordID
	for j, err := range judgements {
		if err != nil {
			return resolve.Rulings{}, err
		}
		x, y, ok := j.Sides()
		if !ok {
			continue
		}
		a, err := now(&x)
		if err != nil {
			return resolve.Rulings{}, err
		}
		b, err := now(&y)
		if err != nil {
			return resolve.Rulings{}, err
		}
		k := [2]entente.RecordID{min(a, b), max(a, b)}
		if _, there := last[k]; !there {
			order = append(order, k)
		}
		last[k] = j.Verdict
	}
	var r resolve.Rulings
	for _, k := range order {
		switch last[k] {
		case entente.VerdictJoined:
			r.Joined = append(r.Joined, k)
		case entente.VerdictParted:
			r.Parted = append(r.Parted, k)
		}
	}
	return r, nil
}

// RulePair stores what a person decided of two records: joined (they tell of one
// event), parted (of two), or withdrawn, which takes back what was decided.
func (e *Engine) RulePair(ctx context.Context, who string, now time.Time, verdict entente.Verdict, a, b entente.RecordID, note string) (*entente.Judgement, error) {
	if a == b {
		return nil, Errorf(CodeBadValue, "name two records", "%q is named twice", string(a))
	}
	d, err := e.Desk()
	if err != nil {
		return nil, err
	}
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	var sides []entente.Side
	for _, id := range []entente.RecordID{a, b} {
		s, err := d.paired(ctx, l, id)
		if err != nil {
			return nil, err
		}
		sides = append(sides, s)
	}
	kept, err := json.Marshal(sides)
	if err != nil {
		return nil, err
	}
	j := entente.Judgement{Subject: entente.PairSubject(a, b), Verdict: verdict, Record: kept, Who: cmp.Or(strings.TrimSpace(who), "local"), When: now, Note: note}
	if err := j.Seal(); err != nil {
		return nil, wrap(CodeBadValue, err, "", "judge %s and %s", a, b)
	}
	return &j, keep(CodeLedger, l.Judge(ctx, j), "is there room, and may you write there?", "store the judgement")
}

// paired is a record as a judgement of a pair keeps it, an error where no event or
// row has its id.
func (d *Desk) paired(ctx context.Context, l ledger.Ledger, id entente.RecordID) (entente.Side, error) {
	s := entente.Side{ID: id}
	d.mu.RLock()
	n, ok := d.records[id]
	if ok {
		s.Document = d.documents[n].header.ID
	}
	d.mu.RUnlock()
	if !ok {
		if _, err := l.Row(ctx, id); err != nil {
			return s, Errorf(CodeNotFound, `"entente same" lists events with the ids of their records`, "no record %q in the ledger", string(id))
		}
		return s, nil
	}
	r, err := l.Document(ctx, s.Document)
	if err != nil {
		return s, wrap(CodeLedger, err, "", "read %s", s.Document)
	}
	for rec := range r.All() {
		if h := rec.Header(); h.ID == id {
			s.Kind, s.Evidence = h.Kind, h.Evidence
			if s.Record, err = json.Marshal(rec); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// Line words how far a telling can be relied on: "3 documents, 1 origin, 1
// independent".
func (o *Occurrence) Line() string {
	var parts []string
	if o.Documents > 0 {
		parts = append(parts, count(o.Documents, "document", "documents"), count(o.Origins, "origin", "origins"), fmt.Sprintf("%d independent", o.Independent))
	}
	if o.Rows > 0 {
		parts = append(parts, count(o.Rows, "row", "rows"))
	}
	return strings.Join(parts, ", ")
}
