package ledgertest

import (
	"context"
	"testing"
	"time"

	"entente"
	"entente/ledger"

	"github.com/google/go-cmp/cmp"
)

// testJudgements stores judgements and reads them back in order, in another
// opening; the same one twice is one, and one that cannot be stored leaves none.
func testJudgements(t *testing.T, open Place) {
	ctx := t.Context()
	l := open("reading one")
	when := time.Date(1969, 12, 31, 23, 59, 59, 123_000_000, time.UTC)
	first := entente.Judgement{
		Subject: "e-1", Kind: entente.KindEvent, Document: "d-1", Evidence: entente.Span{Start: 3, End: 9}, Words: "\u202eodd \x00 words",
		Verdict: entente.VerdictCorrected, Correction: map[string]string{"stance": "denied"}, Record: []byte(`{"kind":"event"}`), Who: "Ana", When: when, Note: "plain",
	}
	second := entente.Judgement{Subject: "e-1", Verdict: entente.VerdictWithdrawn, Who: "Ana", When: when.Add(time.Second)}
	if err := l.Judge(ctx, first); err != nil {
		t.Fatalf("Judge: %v", err)
	}
	if err := l.Judge(ctx, first, second); err != nil {
		t.Fatalf("Judge again: %v", err)
	}
	bad := entente.Judgement{Subject: "e-2", Verdict: "perhaps", Who: "Ana", When: when}
	good := entente.Judgement{Subject: "e-3", Verdict: entente.VerdictAccepted, Who: "Ana", When: when}
	if err := l.Judge(ctx, good, bad); err == nil {
		t.Errorf("a verdict that is none was stored")
	}
	closing(t, l)
	l = open("reading two")
	defer closing(t, l)
	for _, j := range []*entente.Judgement{&first, &second} {
		if err := j.Seal(); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]entente.Judgement{first, second}, all(t, "Judgements", l.Judgements(ctx))); diff != "" {
		t.Errorf("judgements (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]entente.Judgement{second}, all(t, "JudgementsAfter", l.JudgementsAfter(ctx, 1))); diff != "" {
		t.Errorf("judgements after the first (-want +got):\n%s", diff)
	}
	if s, err := l.State(ctx); err != nil || s != (ledger.State{Judgements: 2}) {
		t.Errorf("State of two judgements: %+v, %v", s, err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if err := l.Judge(stopped, good); err == nil {
		t.Errorf("a cancelled judgement was stored")
	}
	if n := len(all(t, "Judgements", l.Judgements(ctx))); n != 2 {
		t.Errorf("%d judgements after a cancelled one, want 2", n)
	}
}
