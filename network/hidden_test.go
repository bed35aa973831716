package network

import (
	"slices"
	"testing"

	"entente"
)

func TestHiddenAsksWhatBalances(t *testing.T) {
	n := New([]Tie{
		{A: "KES", B: "THA", Plus: 1, Evidence: []entente.RecordID{"r-1"}},
		{A: "VOL", B: "THA", Minus: 1},
		{A: "KES", B: "MAR", Minus: 1},
		{A: "VOL", B: "MAR", Plus: 1},
		{A: "KES", B: "NOR", Plus: 1},
		{A: "VOL", B: "NOR", Plus: 1},
	})
	q := Hidden(n, Asking{Of: "KES", Limit: 1})[0]
	if q.A != "KES" || q.B != "VOL" || q.Sign != -1 || len(q.For) != 2 || len(q.Against) != 1 || q.Against[0].Actor != "NOR" {
		t.Fatalf("%+v", q)
	}
	if q.For[1].Actor != "THA" || q.For[1].ToA.Evidence[0] != "r-1" {
		t.Errorf("what speaks for it is %+v", q.For)
	}
	if got := Hidden(n, Asking{Of: "nobody", Limit: 5}); len(got) != 0 {
		t.Errorf("nobody: %+v", got)
	}
}

func TestHintsSpeakForAQuestion(t *testing.T) {
	n := New([]Tie{{A: "KES", B: "THA", Plus: Unit}, {A: "MAR", B: "VOL", Plus: Unit}})
	hints := New(append(slices.Clone(n.Ties), Tie{A: "KES", B: "VOL", Minus: Unit, Evidence: []entente.RecordID{"r-7"}}))
	q := Hidden(n, Asking{Limit: 9, Hints: hints})
	if len(q) != 1 || q[0].A != "KES" || q[0].B != "VOL" || q[0].Sign != -1 || q[0].Hint == nil || q[0].Hint.Evidence[0] != "r-7" {
		t.Errorf("%+v", q)
	}
}

func TestRankedIsTheShareOfPairsInOrder(t *testing.T) {
	pairs := []pairScore{{a: 0, friend: 3}, {a: 1, friend: 2}, {a: 2, friend: 2}, {a: 3, friend: 1}}
	hits := func(p *pairScore) bool { return p.a == 0 || p.a == 2 }
	// Hits score 3, 2 and one is not listed; misses score 2, 1 and two are not:
	// 4 + 3.5 + (2 halves) of 12.
	auc, first := ranked(pairs, hits, (*pairScore).score, 3, 7)
	if auc != (4+3.5+1)/12. || first != .1 {
		t.Errorf("auc %v, first %v", auc, first)
	}
}

func TestHiddenTiesOfStatesAreFound(t *testing.T) {
	b := HideAndAsk(signed(t, "cow/cow_1996-1999.tsv"), 10, 1)
	t.Logf("Correlates of War 1996-99: %+v", b)
	if b.AUC < b.CommonAUC-.001 || b.AUC < .9 || b.Sign < b.MostCommonSign-.05 {
		t.Errorf("%+v", b)
	}
}
