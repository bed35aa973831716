package tension

import (
	"fmt"
	"testing"
	"time"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func quantity(doc entente.DocumentID, at int, low, high float64, unit, of, where string) entente.Quantity {
	q := entente.Quantity{Low: &low, High: &high, Value: (low + high) / 2, Unit: unit, Of: of, Where: where}
	q.Base = entente.Base{Kind: entente.KindQuantity, Document: doc, Evidence: entente.Span{Start: at, End: at + 5}}
	q.ID = entente.NewRecordID(entente.KindQuantity, doc, q.Evidence)
	return q
}

func TestComparisonIsChecked(t *testing.T) {
	tests := []struct {
		name     string
		lake     [2]float64
		result   string
		working  string
		tensions int
	}{
		{"holds", [2]float64{25e6, 30e6}, "consistent", "25 million-30 million / 8 million = 3.12-3.75, stated at least 3", 0},
		{"fails", [2]float64{10e6, 12e6}, "inconsistent", "10 million-12 million / 8 million = 1.25-1.5, stated at least 3", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ratio := quantity("d-1", 0, 3, 3, "ratio", "the Lakeman population of Gondor", "Gondor")
			ratio.High = nil
			ratio.Compare = &entente.Comparison{Relation: "times", Factor: 3, With: "the population of Rohan"}
			r := &entente.Records{Document: entente.Document{ID: "d-1"}, Quantities: []entente.Quantity{
				ratio,
				quantity("d-1", 50, test.lake[0], test.lake[1], "person", "the Lakemen population of Gondor", "Gondor"),
				quantity("d-1", 90, 8e6, 8e6, "person", "a population", "Rohan"),
			}}
			checks, tensions := Find(r)
			if len(checks) != 1 || len(tensions) != test.tensions {
				t.Fatalf("%d checks, %d tensions, want 1 and %d", len(checks), len(tensions), test.tensions)
			}
			if d := cmp.Diff([]string{test.result, test.working}, []string{checks[0].Result, checks[0].Working}); d != "" {
				t.Error(d)
			}
			if len(checks[0].Quantities) != 3 {
				t.Errorf("quantities %v", checks[0].Quantities)
			}
		})
	}
}

func TestSharesBeyondTheWhole(t *testing.T) {
	share := func(at int, v float64) entente.Quantity {
		q := quantity("d-1", at, v, v, "%", "Rohan's gas imports", "Rohan")
		q.Compare = &entente.Comparison{Relation: "share", Factor: v / 100, With: "Rohan's gas imports"}
		return q
	}
	r := &entente.Records{Document: entente.Document{ID: "d-1"}, Quantities: []entente.Quantity{share(0, 70), share(30, 45)}}
	checks, _ := Find(r)
	if len(checks) != 1 || checks[0].Result != entente.CheckInconsistent || checks[0].Working != "70 + 45 = 115 % of Rohan's gas imports" {
		t.Errorf("%+v", checks)
	}
}

func tie(doc entente.DocumentID, at int, a, b entente.ActorID, relation string, layer entente.Layer, sign entente.Sign, claim entente.RecordID) entente.Tie {
	x := entente.Tie{A: a, B: b, Relation: relation, Layer: layer, Sign: sign, Claim: claim}
	x.Base = entente.Base{Kind: entente.KindTie, Document: doc, Evidence: entente.Span{Start: at, End: at + 9}}
	x.ID = entente.NewRecordID(entente.KindTie, doc, x.Evidence, relation)
	return x
}

func TestLayersOfOppositeSign(t *testing.T) {
	r := &entente.Records{Document: entente.Document{ID: "d-1"}, Ties: []entente.Tie{
		tie("d-1", 0, "GON", "MOR", "shares heritage with", entente.LayerKinship, 1, ""),
		tie("d-1", 40, "MOR", "GON", "distrusts", entente.LayerDiplomatic, -1, ""),
		tie("d-1", 80, "GON", "ROH", "is allied", entente.LayerMilitary, 1, ""),
	}}
	_, tensions := Find(r)
	if len(tensions) != 1 {
		t.Fatalf("%d tensions, want 1", len(tensions))
	}
	want := "friendly in kinship (shares heritage with), hostile in diplomatic (distrusts)"
	if got := tensions[0]; got.Type != entente.TensionLayers || got.Working != want || len(got.Items) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestStatedAndDenied(t *testing.T) {
	claim := func(doc entente.DocumentID, id entente.RecordID, who entente.ActorID, stance entente.Stance, negated bool) entente.Claim {
		return entente.Claim{Base: entente.Base{ID: id, Document: doc}, Chain: []entente.Voice{{Speaker: who}}, Stance: stance, Negated: negated}
	}
	a := &entente.Records{
		Document: entente.Document{ID: "d-1"},
		Claims:   []entente.Claim{claim("d-1", "c-1", "ROH", entente.StanceAsserted, false)},
		Ties:     []entente.Tie{tie("d-1", 0, "GON", "MOR", "supplies", entente.LayerMilitary, 1, "c-1")},
	}
	b := &entente.Records{
		Document: entente.Document{ID: "d-2"},
		Claims:   []entente.Claim{claim("d-2", "c-2", "GON", entente.StanceDenied, false)},
		Ties:     []entente.Tie{tie("d-2", 0, "GON", "MOR", "supplies", entente.LayerMilitary, 1, "c-2")},
	}
	planned := &entente.Records{
		Document: entente.Document{ID: "d-3"},
		Claims:   []entente.Claim{claim("d-3", "c-3", "MOR", entente.StancePlanned, true)},
		Ties:     []entente.Tie{tie("d-3", 0, "GON", "MOR", "supplies", entente.LayerMilitary, 1, "c-3")},
	}
	if _, tensions := Find(a, planned); len(tensions) != 0 {
		t.Errorf("a plan denies nothing: %+v", tensions)
	}
	_, tensions := Find(a, b)
	if len(tensions) != 1 || tensions[0].Type != entente.TensionClaims || tensions[0].Working != "stated by ROH, denied by GON" {
		t.Errorf("%+v", tensions)
	}
}

func TestNumbersThatDisagree(t *testing.T) {
	a := &entente.Records{Document: entente.Document{ID: "d-1"}, Quantities: []entente.Quantity{
		quantity("d-1", 0, 2e9, 2e9, "USD", "bilateral trade of Gondor and Rohan", "Gondor and Rohan"),
	}}
	b := &entente.Records{Document: entente.Document{ID: "d-2"}, Quantities: []entente.Quantity{
		quantity("d-2", 0, 5e9, 5e9, "USD", "Bilateral trade of Gondor and Rohan", "Gondor and Rohan"),
	}}
	_, tensions := Find(a, b)
	if len(tensions) != 1 || tensions[0].Working != "bilateral trade of Gondor and Rohan: 2 billion USD against 5 billion USD" {
		t.Errorf("%+v", tensions)
	}
	b.Quantities[0] = quantity("d-2", 0, 2.1e9, 2.1e9, "USD", "Bilateral trade of Gondor and Rohan", "")
	if _, tensions := Find(a, b); len(tensions) != 0 {
		t.Errorf("2 and 2.1 billion are near enough: %+v", tensions)
	}
}

func TestFindIsDeterministicAndSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		actors := []entente.ActorID{"GON", "ROH", "MOR"}
		r := &entente.Records{Document: entente.Document{ID: "d-1"}}
		for i := range rapid.IntRange(0, 12).Draw(t, "ties") {
			r.Ties = append(r.Ties, tie("d-1", 10*i, rapid.SampledFrom(actors).Draw(t, "a"), rapid.SampledFrom(actors).Draw(t, "b"),
				rapid.SampledFrom([]string{"backs", "does not back", "is allied"}).Draw(t, "r"), entente.LayerMilitary,
				entente.Sign(rapid.IntRange(-1, 1).Draw(t, "s")), ""))
		}
		c1, t1 := Find(r)
		c2, t2 := Find(r)
		if d := cmp.Diff(fmt.Sprint(c1, t1), fmt.Sprint(c2, t2)); d != "" {
			t.Fatal(d)
		}
		for _, x := range t1 {
			if len(x.Items) < 2 || x.ID == "" || x.Working == "" {
				t.Fatalf("%+v", x)
			}
		}
	})
}

func TestFindIsNotQuadratic(t *testing.T) {
	r := &entente.Records{Document: entente.Document{ID: "d-1"}}
	for i := range 50000 {
		r.Ties = append(r.Ties, tie("d-1", 10*i, "GON", entente.ActorID(fmt.Sprint("x:", i%5000)), "backs", entente.LayerMilitary, 1, ""))
	}
	start := time.Now()
	Find(r)
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("50,000 ties took %v", d)
	}
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := &entente.Records{Document: entente.Document{ID: "d-1"}}
			for i := range n {
				r.Ties = append(r.Ties, tie("d-1", 10*i, "GON", entente.ActorID(fmt.Sprint("x:", i%100)), "backs", entente.LayerMilitary, entente.Sign(i%3-1), ""))
			}
			b.ReportAllocs()
			for b.Loop() {
				Find(r)
			}
		})
	}
}
