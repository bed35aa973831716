package engine

import (
	"encoding/json"
	"slices"

	"entente"
)

// heir is the record that a judgement is of now. Where its document was read anew
// and the record has another id, it is the record of the same kind on most of the
// same words that says the same of the same actors; where there is none, the subject
// as it was.
func heir(j *entente.Judgement, r *entente.Records) entente.RecordID {
	subject := entente.RecordID(j.Subject)
	best, most := subject, 0.5
	try := func(b entente.Base, same bool) {
		inter := min(b.Evidence.End, j.Evidence.End) - max(b.Evidence.Start, j.Evidence.Start)
		union := max(b.Evidence.End, j.Evidence.End) - min(b.Evidence.Start, j.Evidence.Start)
		if same && union > 0 && float64(inter)/float64(union) > most {
			best, most = b.ID, float64(inter)/float64(union)
		}
	}
	switch j.Kind {
	case entente.KindEvent:
		var was entente.Event
		_ = json.Unmarshal(j.Record, &was) // what does not read matches nothing
		for i := range r.Events {
			e := &r.Events[i]
			try(e.Base, e.Type == was.Type && slices.Equal(e.Actor, was.Actor) && slices.Equal(e.Recipient, was.Recipient))
		}
	case entente.KindTie:
		var was entente.Tie
		_ = json.Unmarshal(j.Record, &was)
		for i := range r.Ties {
			t := &r.Ties[i]
			try(t.Base, t.Relation == was.Relation && t.A == was.A && t.B == was.B)
		}
	case entente.KindClaim:
		for i := range r.Claims {
			try(r.Claims[i].Base, true)
		}
	}
	return best
}
