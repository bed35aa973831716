package engine

import (
	"testing"

	"entente"
)

func TestReportTellsARecordAsItWasCorrected(t *testing.T) {
	r := &entente.Records{
		Claims: []entente.Claim{{Base: entente.Base{ID: "c-1"}, Stance: entente.StanceAsserted}},
		Events: []entente.Event{
			{Base: entente.Base{ID: "e-1"}, Claim: "c-1", Type: "ASSAULT", Layer: entente.LayerMilitary, Sign: -1},
			{Base: entente.Base{ID: "e-2"}, Claim: "c-1"},
			{Base: entente.Base{ID: "e-3"}, Claim: "c-1"},
		},
	}
	judged := map[entente.RecordID]entente.Judgement{
		"e-1": {Verdict: entente.VerdictCorrected, Correction: map[string]string{"stance": "planned", "layer": "trade"}},
		"e-3": {Verdict: entente.VerdictRejected},
	}
	for r, err := range recordsAsJudged(func(yield func(*entente.Records, error) bool) { yield(r, nil) }, judged) {
		if err != nil {
			t.Fatal(err)
		}
		stance := map[entente.RecordID]entente.Stance{}
		for _, c := range r.Claims {
			stance[c.ID] = c.Stance
		}
		if len(r.Events) != 2 || r.Events[0].Layer != entente.LayerTrade || stance[r.Events[0].Claim] != entente.StancePlanned {
			t.Errorf("not as corrected: %+v %v", r.Events, stance)
		}
		if stance[r.Events[1].Claim] != entente.StanceAsserted {
			t.Errorf("an event on the same claim is told otherwise too: %+v %v", r.Events[1], stance)
		}
	}
}

func TestNetworkCountsObservationsAsJudged(t *testing.T) {
	judged := map[entente.RecordID]entente.Judgement{
		"e-1": {Verdict: entente.VerdictCorrected, Correction: map[string]string{"sign": "+1", "layer": "energy"}},
		"e-2": {Verdict: entente.VerdictRejected},
	}
	var got []entente.Observation
	for o, err := range asJudged(func(yield func(entente.Observation, error) bool) {
		_ = yield(entente.Observation{Record: "e-1", Sign: -1, Layer: entente.LayerMilitary}, nil) && yield(entente.Observation{Record: "e-2"}, nil)
	}, judged) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, o)
	}
	if len(got) != 1 || got[0].Sign != 1 || got[0].Layer != entente.LayerEnergy {
		t.Errorf("not as judged: %+v", got)
	}
}
