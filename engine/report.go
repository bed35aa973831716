package engine

import (
	"context"
	"iter"
	"slices"

	"entente"
	"entente/brief"
	"entente/ledger"
	"entente/plover"
)

// Report is the brief about one or two actors in a scope: documents that were not
// known by its day, or have no date, are left out; events and ties that a person
// rejected are left out, and those of which layer, sign or type was corrected stand
// as corrected, where the scope asks for judgements.
func (e *Engine) Report(ctx context.Context, o Scope, actors ...string) (*brief.Brief, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	judged := map[entente.RecordID]entente.Judgement{}
	if !o.Unjudged {
		if judged, err = verdicts(ctx, l); err != nil {
			return nil, err
		}
	}
	return e.briefOn(ctx, l, o.Known, judged, actors)
}

// briefOn makes the brief about actors of what was published by a day, zero for all,
// as it was judged.
func (e *Engine) briefOn(ctx context.Context, l ledger.Ledger, known entente.Day, judged map[entente.RecordID]entente.Judgement, actors []string) (*brief.Brief, error) {
	if len(actors) > 2 {
		return nil, Errorf(CodeUsage, "name none, one or two", "a brief is about two actors at most, not %d", len(actors))
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return nil, err
	}
	material := recordsAsJudged(l.Material(ctx, ledger.Query{Actors: ids, To: known}), judged)
	from, err := e.lineage(ctx, l)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	b, err := brief.Make(from.mark(material), brief.Options{Actors: ids})
	if err == nil {
		b.Known = known
	}
	if err == nil && len(ids) > 0 {
		b.Tables, err = tables(ctx, l, ids, known)
	} else if err == nil && known.IsZero() { // what tables could hold on a day is not counted
		b.Tables, err = allTables(ctx, l)
	}
	return b, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
}

// recordsAsJudged leaves out events and ties that were rejected, with the tensions
// that rest on them, and changes what was corrected.
func recordsAsJudged(material iter.Seq2[*entente.Records, error], judged map[entente.RecordID]entente.Judgement) iter.Seq2[*entente.Records, error] {
	if len(judged) == 0 {
		return material
	}
	rejected := func(id entente.RecordID) bool { return judged[id].Verdict == entente.VerdictRejected }
	return func(yield func(*entente.Records, error) bool) {
		for r, err := range material {
			if err == nil {
				r.Events = slices.DeleteFunc(r.Events, func(x entente.Event) bool { return rejected(x.ID) })
				r.Ties = slices.DeleteFunc(r.Ties, func(x entente.Tie) bool { return rejected(x.ID) })
				r.Tensions = slices.DeleteFunc(r.Tensions, func(x entente.Tension) bool { return slices.ContainsFunc(x.Items, rejected) })
				for i := range r.Events {
					x := &r.Events[i]
					correctEvent(x, judged[x.ID])
					x.Claim = retold(r, x.Claim, x.ID, judged[x.ID])
				}
				for i := range r.Ties {
					t := &r.Ties[i]
					t.Layer, t.Sign = correctedSign(t.Layer, t.Sign, judged[t.ID])
					t.Claim = retold(r, t.Claim, t.ID, judged[t.ID])
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// retold is the claim of a record as a judgement of the record corrected how it is
// told: a claim of its own, as others may rest on the one that was coded.
func retold(r *entente.Records, claim, record entente.RecordID, j entente.Judgement) entente.RecordID {
	i := slices.IndexFunc(r.Claims, func(c entente.Claim) bool { return c.ID == claim })
	if j.Verdict != entente.VerdictCorrected || i < 0 {
		return claim
	}
	c, changed := r.Claims[i], false
	for field, value := range j.Correction {
		switch field {
		case "stance":
			c.Stance, changed = entente.Stance(value), true
		case "negated":
			c.Negated, changed = value == "true", true
		case "historical":
			c.Historical, changed = value == "true", true
		}
	}
	if !changed {
		return claim
	}
	c.ID += "-" + record
	r.Claims = append(slices.Clip(r.Claims), c)
	return c.ID
}

func correctEvent(x *entente.Event, j entente.Judgement) {
	x.Layer, x.Sign = correctedSign(x.Layer, x.Sign, j)
	if typ := plover.Type(j.Correction["type"]); j.Verdict == entente.VerdictCorrected && plover.Valid(typ, "") {
		x.Type, x.Mode, x.Quad = string(typ), "", int(plover.Quad(typ))
	}
}

// correctedSign is a layer and a sign as a judgement corrected them.
func correctedSign(layer entente.Layer, sign entente.Sign, j entente.Judgement) (entente.Layer, entente.Sign) {
	if j.Verdict != entente.VerdictCorrected {
		return layer, sign
	}
	if v := j.Correction["layer"]; v != "" {
		layer = entente.Layer(v)
	}
	switch j.Correction["sign"] {
	case "+1", "1":
		sign = 1
	case "-1":
		sign = -1
	case "0":
		sign = 0
	}
	return layer, sign
}
