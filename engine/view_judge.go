package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/ledger"
	"entente/plover"
)

// loadJudgements reads the judgements that the desk does not have, and reports whether
// any changes what counts. Anew says that documents came, of which older judgements may
// be too.
func (d *Desk) loadJudgements(ctx context.Context, l ledger.Ledger, anew bool) (changed bool, err error) {
	if anew {
		clear(d.judged)
		for _, j := range d.judgements {
			if _, err := d.fold(ctx, j); err != nil {
				return true, err
			}
		}
	}
	for j, err := range l.JudgementsAfter(ctx, len(d.judgements)) {
		if err != nil {
			return changed, keep(CodeLedger, err, "", "read the judgements")
		}
		d.judgements = append(d.judgements, &j)
		bears, err := d.fold(ctx, &j)
		if err != nil {
			return changed, err
		}
		changed = changed || bears
	}
	return changed || anew, nil
}

// fold puts a judgement in the place of what was decided on its record before, and
// reports whether that changes what counts.
func (d *Desk) fold(ctx context.Context, j *entente.Judgement) (bool, error) {
	for _, value := range j.Correction {
		d.symbols.of(value)
	}
	subject, err := d.heir(ctx, j)
	if err != nil {
		return false, err
	}
	before := d.judged[subject]
	switch j.Verdict {
	case entente.VerdictWithdrawn:
		delete(d.judged, subject)
	case entente.VerdictSkipped:
	default:
		d.judged[subject] = j
	}
	return !countsAlike(before, d.judged[subject]), nil
}

// countsAlike reports whether a record counts as much after one judgement as after
// another; nil is none.
func countsAlike(x, y *entente.Judgement) bool {
	bearing := func(j *entente.Judgement) entente.Verdict {
		if j != nil && (j.Verdict == entente.VerdictRejected || j.Verdict == entente.VerdictCorrected) {
			return j.Verdict
		}
		return ""
	}
	return bearing(x) == bearing(y) && (bearing(x) != entente.VerdictCorrected || maps.Equal(x.Correction, y.Correction))
}

// heir is the record that a judgement is of now.
func (d *Desk) heir(ctx context.Context, j *entente.Judgement) (entente.RecordID, error) {
	subject := entente.RecordID(j.Subject)
	if _, ok := d.records[subject]; ok || j.Document == "" || len(j.Record) == 0 {
		return subject, nil
	}
	if _, ok := d.numbers[j.Document]; !ok {
		return subject, nil
	}
	r, err := d.read(ctx, j.Document)
	if err != nil {
		return subject, err
	}
	return heir(j, r), nil
}

// corrected is a sight with the fields that a person corrected.
func (d *Desk) corrected(s sight, fields map[string]string) sight {
	for field, value := range fields {
		n, known := d.symbols.known(value)
		switch field {
		case "stance":
			if known {
				s.stance = n
			}
		case "layer":
			if known {
				s.layer = n
			}
		case "type":
			if known {
				s.typ, s.mode = n, 0
			}
		case "sign":
			switch value {
			case "+1", "1":
				s.sign = 1
			case "-1":
				s.sign = -1
			case "0":
				s.sign = 0
			}
		case "negated":
			s.negated = value == "true"
		case "historical":
			s.past = value == "true"
		}
	}
	if key, ok := d.symbols.known(d.key(&s)); ok {
		s.story = key
	}
	return s
}

// key tells statements apart.
func (d *Desk) key(s *sight) string {
	w := d.symbols.word
	return strings.Join([]string{string(s.kind), w(s.a), w(s.b), w(s.typ), w(s.mode), w(s.layer)}, "|")
}

// mark notes at each sight whether somebody has decided on its record, so that the
// others are not looked up, and makes the keys of the statements that corrected
// sights tell.
func (d *Desk) mark() {
	papers, rows := make([]bool, len(d.documents)), false
	for id := range d.judged {
		if n, ok := d.records[id]; ok {
			papers[n] = true
		} else if !strings.HasPrefix(string(id), "outlet:") {
			rows = true
		}
	}
	for i := range d.sights {
		s := &d.sights[i]
		s.judged = false
		if s.document < 0 && !rows || s.document >= 0 && !papers[s.document] {
			continue
		}
		j := d.judged[s.record]
		if s.judged = j != nil; s.judged && j.Verdict == entente.VerdictCorrected {
			c := d.corrected(*s, j.Correction)
			d.symbols.of(d.key(&c))
		}
	}
}

// Decision is what a person decides.
type Decision struct {
	Subject    string            `json:"subject" doc:"id of an event, tie or claim; outlet: and a name" maxLength:"400" minLength:"3"`
	Verdict    string            `json:"verdict" enum:"accepted,rejected,corrected,skipped,withdrawn,rated"`
	Correction map[string]string `json:"correction,omitempty" doc:"field: what it should be (stance, layer, type, sign, negated, historical; reliability of an outlet)"`
	Note       string            `json:"note,omitempty" maxLength:"2000"`
}

// correctable are the fields that a correction may name.
var correctable = []string{"stance", "layer", "type", "sign", "negated", "historical", "reliability"}

// correctTo reports whether a field can be corrected to a value.
func correctTo(field, value string) bool {
	switch field {
	case "stance":
		return slices.Contains([]entente.Stance{
			entente.StanceAsserted, entente.StanceDenied, entente.StanceHedged, entente.StancePlanned, entente.StanceConditional, entente.StanceDemanded, entente.StanceBelieved, entente.StanceFeared,
		}, entente.Stance(value))
	case "layer":
		return slices.Contains([]entente.Layer{
			entente.LayerDiplomatic, entente.LayerMilitary, entente.LayerIntelligence, entente.LayerEnergy, entente.LayerTrade, entente.LayerFinance, entente.LayerLobbying, entente.LayerKinship, entente.LayerTerritorial, entente.LayerInformation,
		}, entente.Layer(value))
	case "type":
		return plover.Valid(plover.Type(value), "") || value != "" && len(value) <= 100 && value == strings.ToLower(value) // a tie's relation
	case "sign":
		return slices.Contains([]string{"+1", "1", "0", "-1"}, value)
	case "negated", "historical":
		return value == "true" || value == "false"
	}
	return len(value) == 1 && value >= "A" && value <= "F" // reliability
}

// Judge stores decisions of a person.
func (d *Desk) Judge(ctx context.Context, who string, now time.Time, decisions ...Decision) ([]Verdict, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	l, err := d.engine.open(ctx, making)
	if err != nil {
		return nil, err
	}
	rows := make([]entente.Judgement, 0, len(decisions))
	for i := range decisions {
		j, err := d.judgement(ctx, &decisions[i], who, now)
		if err != nil {
			return nil, err
		}
		rows = append(rows, j)
	}
	if err := l.Judge(ctx, rows...); err != nil {
		return nil, keep(CodeLedger, err, "is there room, and may you write there?", "store the judgement")
	}
	out := []Verdict{}
	for i := range rows {
		_ = rows[i].Seal() // it was sealed once already
		out = append(out, verdict(&rows[i]))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	changed, err := d.loadJudgements(context.WithoutCancel(ctx), l, false)
	if err != nil {
		d.reset() // some are folded in, and not marked
		return nil, err
	}
	if changed {
		d.facts++
	}
	d.mark()
	d.state.Judgements = len(d.judgements)
	d.generation++
	return out, nil
}

// decidable are the verdicts of a decision on one record or outlet; joined and parted
// are of two records (see RulePair).
var decidable = []entente.Verdict{
	entente.VerdictAccepted, entente.VerdictRejected, entente.VerdictCorrected, entente.VerdictSkipped, entente.VerdictWithdrawn, entente.VerdictRated,
}

func verdictWords(list []entente.Verdict) string {
	var out []string
	for _, v := range list {
		if v != entente.VerdictRated { // of outlets alone
			out = append(out, string(v))
		}
	}
	return strings.Join(out, ", ")
}

// judgement makes the row of a decision.
func (d *Desk) judgement(ctx context.Context, x *Decision, who string, now time.Time) (entente.Judgement, error) {
	j := entente.Judgement{
		Subject: x.Subject, Verdict: entente.Verdict(x.Verdict), Correction: x.Correction, Note: x.Note, Who: cmp.Or(strings.TrimSpace(who), "local"), When: now,
	}
	if !slices.Contains(decidable, j.Verdict) {
		hint := "one of " + verdictWords(decidable)
		if near := Nearest(x.Verdict, func(yield func(string) bool) {
			for _, v := range decidable {
				if !yield(string(v)) {
					return
				}
			}
		}); near != "" {
			hint = fmt.Sprintf("did you mean %q? %s", near, hint)
		}
		return j, Errorf(CodeBadValue, hint, "%q is no verdict", x.Verdict)
	}
	for field, value := range x.Correction {
		if !slices.Contains(correctable, field) {
			return j, Errorf(CodeBadValue, "one of "+strings.Join(correctable, ", "), "%q is no field that can be corrected", field)
		}
		if !correctTo(field, value) {
			return j, Errorf(CodeBadValue, "what records have in this field", "%q is nothing that %s can be corrected to", value, field)
		}
	}
	if (j.Verdict == entente.VerdictCorrected || j.Verdict == entente.VerdictRated) && len(x.Correction) == 0 {
		return j, Errorf(CodeBadValue, "say in correction what it should be", "a correction without a field")
	}
	if name, ok := strings.CutPrefix(x.Subject, "outlet:"); ok {
		if name == "" || j.Verdict != entente.VerdictRated && j.Verdict != entente.VerdictWithdrawn {
			return j, Errorf(CodeBadValue, "an outlet is rated, or its rating withdrawn", "an outlet cannot be %s", x.Verdict)
		}
		return j, j.Seal()
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.records[entente.RecordID(x.Subject)]
	if !ok && strings.HasPrefix(x.Subject, "r-") {
		return j, Errorf(CodeBadValue, `what documents tell is judged; "entente same join" and "part" take rows too`, "%s is a row of an event table", x.Subject)
	}
	if !ok {
		return j, Errorf(CodeNotFound, "records are named by their ids, such as e-0123456789abcdef", "no record %q in the ledger", x.Subject)
	}
	r, err := d.read(ctx, d.documents[n].header.ID)
	if err != nil {
		return j, err
	}
	for rec := range r.All() {
		if h := rec.Header(); h.ID == entente.RecordID(x.Subject) {
			j.Kind, j.Document, j.Evidence = h.Kind, h.Document, h.Evidence
			if h.Evidence.Valid(r.Document.Text) {
				j.Words = h.Evidence.Of(r.Document.Text)
			}
			if j.Record, err = json.Marshal(rec); err != nil {
				return j, wrap(CodeInternal, err, "", "write %s", h.ID)
			}
		}
	}
	if err := j.Seal(); err != nil {
		return j, wrap(CodeBadValue, err, "", "judge %s", x.Subject)
	}
	return j, nil
}

// QueueView is what waits to be checked.
type QueueView struct {
	Waiting int         `json:"waiting" doc:"records that nobody has decided on"`
	Decided int         `json:"decided"`
	Items   []QueueItem `json:"items"`
	Next    string      `json:"next,omitempty"`
}

// QueueItem is one record with its sentence.
type QueueItem struct {
	Wording string  `json:"wording"`
	A       Party   `json:"a"`
	B       Party   `json:"b"`
	Kind    string  `json:"kind"`
	Telling Telling `json:"telling"`
}

// QueueFilter says which records are checked.
type QueueFilter struct {
	PairFilter
	A, B    string // of one pair; both empty for all
	Decided bool   // those that were decided on, to look again
}

// Queue lists records to be checked, those the program is least sure of first.
func (d *Desk) Queue(ctx context.Context, f QueueFilter) (*QueueView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	from, limit, err := pageOf(f.Cursor, f.Limit, 20, 500)
	if err != nil {
		return nil, err
	}
	list := make([]int32, 0, len(d.sights))
	if f.A != "" && f.B != "" {
		x, err := d.find(f.A)
		if err != nil {
			return nil, err
		}
		y, err := d.find(f.B)
		if err != nil {
			return nil, err
		}
		list = d.byPair[d.pair(x, y)]
	} else {
		for i := range d.sights {
			if d.sights[i].document >= 0 {
				list = append(list, int32(i))
			}
		}
	}
	o := f.Scope
	o.Unjudged = true // what was rejected is looked at again too
	hits, _ := d.sieve(d.gather(list, o), &f.PairFilter)
	v := &QueueView{Items: []QueueItem{}}
	var waiting []sight
	for _, s := range hits {
		if s.document < 0 {
			continue
		}
		if s.judged {
			v.Decided++
		} else {
			v.Waiting++
		}
		if s.judged == f.Decided {
			waiting = append(waiting, s)
		}
	}
	slices.SortFunc(waiting, func(a, b sight) int {
		return cmp.Or(cmp.Compare(a.trust, b.trust), strings.Compare(string(a.record), string(b.record)))
	})
	for i := range waiting[min(from, len(waiting)):min(from+limit, len(waiting))] {
		s := &waiting[from+i]
		t, err := d.telling(ctx, s)
		if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, QueueItem{Wording: d.phrase(s), A: d.party(s.a), B: d.party(s.b), Kind: kindWord(s.kind), Telling: t})
	}
	if from+limit < len(waiting) {
		v.Next = cursorOf(from + limit)
	}
	return v, nil
}

// Judgements yields every judgement of the ledger in order.
func (e *Engine) Judgements(ctx context.Context) iter.Seq2[entente.Judgement, error] {
	return func(yield func(entente.Judgement, error) bool) {
		l, err := e.open(ctx, existing)
		if err != nil {
			yield(entente.Judgement{}, err)
			return
		}
		for j, err := range l.Judgements(ctx) {
			if !yield(j, keep(CodeLedger, err, "", "read the judgements")) {
				return
			}
		}
	}
}

// Verdicts lists every judgement in order.
func (d *Desk) Verdicts(ctx context.Context) ([]Verdict, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	out := []Verdict{}
	for _, j := range d.judgements {
		out = append(out, verdict(j))
	}
	return out, nil
}
