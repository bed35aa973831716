package network

import (
	"bufio"
	"os"
	"strings"
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
	q := Hidden(n, "KES", 1)[0]
	if q.A != "KES" || q.B != "VOL" || q.Sign != -1 || len(q.For) != 2 || len(q.Against) != 1 || q.Against[0].Actor != "NOR" {
		t.Fatalf("%+v", q)
	}
	if q.For[1].Actor != "THA" || q.For[1].ToA.Evidence[0] != "r-1" {
		t.Errorf("what speaks for it is %+v", q.For)
	}
	if got := Hidden(n, "nobody", 5); len(got) != 0 {
		t.Errorf("nobody: %+v", got)
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

func TestHiddenTiesOfEventsAreFound(t *testing.T) {
	if testing.Short() {
		t.Skip("large")
	}
	path := dataFile(t, "../forecast/ICEWS14/train.txt")
	f, err := os.Open(path)
	if err != nil {
		t.Skip("no ICEWS14")
	}
	defer f.Close()
	sign := map[string]int64{}
	for _, line := range lines(t, dataFile(t, "../forecast/ICEWS14/relation2cameo.tsv")) {
		if f := strings.Split(line, "\t"); len(f) > 4 {
			switch f[4] {
			case "1", "2":
				sign[f[0]] = 1
			case "3", "4":
				sign[f[0]] = -1
			}
		}
	}
	at := map[[2]string]int{}
	var ties []Tie
	for sc := bufio.NewScanner(f); sc.Scan(); {
		f := strings.Fields(sc.Text())
		a, b := f[0], f[2]
		if b < a {
			a, b = b, a
		}
		if a == b || sign[f[1]] == 0 {
			continue
		}
		i, ok := at[[2]string{a, b}]
		if !ok {
			i = len(ties)
			at[[2]string{a, b}] = i
			ties = append(ties, Tie{A: entente.ActorID(a), B: entente.ActorID(b)})
		}
		if sign[f[1]] > 0 {
			ties[i].Plus++
		} else {
			ties[i].Minus++
		}
	}
	b := HideAndAsk(New(ties), 5, 1)
	t.Logf("ICEWS14: %+v", b)
	if b.AUC < b.CommonAUC-.001 {
		t.Errorf("%+v", b)
	}
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no %s", path)
	}
	return strings.Split(string(text), "\n")
}
