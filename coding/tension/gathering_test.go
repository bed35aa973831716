package tension

import (
	"fmt"
	"slices"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// told is a document in which somebody states or denies a tie.
func told(doc entente.DocumentID, speaker entente.Voice, stance entente.Stance) *entente.Records {
	claim := entente.RecordID("c-" + doc)
	return &entente.Records{
		Document: entente.Document{ID: doc},
		Claims:   []entente.Claim{{Base: entente.Base{ID: claim, Document: doc}, Chain: []entente.Voice{speaker}, Stance: stance}},
		Ties:     []entente.Tie{tie(doc, 0, "GON", "MOR", "supplies", entente.LayerMilitary, 1, claim)},
	}
}

func TestGatheringTellsWhatDoesNotFitAcrossDocuments(t *testing.T) {
	a := told("d-1", entente.Voice{Speaker: "ROH", Name: "he"}, entente.StanceAsserted)
	a.Actors = []entente.Actor{{Actor: "ROH", Label: "Rohan\n(state)"}}
	b := told("d-2", entente.Voice{Speaker: "GON", Name: "Gondor"}, entente.StanceDenied)
	g := NewGathering()
	g.Add(a)
	if found := g.Tensions(); len(found) != 0 {
		t.Errorf("one document: %+v", found)
	}
	g.Add(b)
	found := g.Tensions()
	if len(found) != 1 || found[0].Working != "stated by Rohan (state), denied by Gondor" {
		t.Fatalf("%+v", found)
	}
	if d := cmp.Diff([]entente.DocumentID{"d-1", "d-2"}, found[0].Documents); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]entente.RecordID{a.Ties[0].ID, b.Ties[0].ID}, found[0].Items); d != "" {
		t.Error(d)
	}
}

func TestCopiesSayNothingNew(t *testing.T) {
	a := told("d-1", entente.Voice{Name: "Rohan"}, entente.StanceAsserted)
	b := told("d-2", entente.Voice{Name: "Gondor"}, entente.StanceDenied)
	b.Document.CopyOf = "d-1"
	b.Tensions = []entente.Tension{{Base: entente.Base{ID: "s-1", Document: "d-2"}, Type: entente.TensionClaims}}
	g := NewGathering()
	g.Add(a)
	g.Add(b)
	if found := g.Tensions(); len(found) != 0 {
		t.Errorf("%+v", found)
	}
	b.Document.CopyOf = "d-3" // which is not here
	g = NewGathering()
	g.Add(a)
	g.Add(b)
	if found := g.Tensions(); len(found) != 2 {
		t.Errorf("%+v", found)
	}
}

// Of copies of a document that is not among those asked of, one says what they say.
func TestCopiesOfWhatIsNotHereSayItOnce(t *testing.T) {
	a := told("d-1", entente.Voice{Name: "Rohan"}, entente.StanceAsserted)
	b := told("d-2", entente.Voice{Name: "Gondor"}, entente.StanceDenied)
	a.Document.CopyOf, b.Document.CopyOf = "d-0", "d-0"
	g := NewGathering()
	g.Add(a)
	g.Add(b)
	if found := g.Tensions(); len(found) != 0 {
		t.Errorf("%+v", found)
	}
}

// Of documents of one day a copy may come before the one it copies, by its id: it says nothing
// new all the same, and the order of what was recorded stays that of the documents.
func TestCopiesBeforeTheirDocumentSayNothingNew(t *testing.T) {
	noted := func(r *entente.Records, copyOf entente.DocumentID, day entente.Day) *entente.Records {
		d := &r.Document
		d.CopyOf, d.Published = copyOf, day
		r.Tensions = []entente.Tension{{Base: entente.Base{ID: entente.RecordID("t-" + d.ID), Document: d.ID}, Type: entente.TensionNumbers}}
		return r
	}
	rohan, gondor := entente.Voice{Name: "Rohan"}, entente.Voice{Name: "Gondor"}
	for _, tt := range []struct {
		name string
		docs []*entente.Records
		want []entente.DocumentID // in which tensions were recorded
	}{
		{"a copy before its document", []*entente.Records{
			noted(told("d-1", gondor, entente.StanceDenied), "d-2", 5), noted(told("d-2", rohan, entente.StanceAsserted), "", 5),
		}, []entente.DocumentID{"d-2"}},
		{"two copies, one behind it", []*entente.Records{
			noted(told("d-1", gondor, entente.StanceDenied), "d-2", 5), noted(told("d-2", rohan, entente.StanceAsserted), "", 5), noted(told("d-3", gondor, entente.StanceDenied), "d-2", 6),
		}, []entente.DocumentID{"d-2"}},
		{"copies of what does not come", []*entente.Records{
			noted(told("d-1", rohan, entente.StanceAsserted), "d-9", 5), noted(told("d-2", gondor, entente.StanceDenied), "d-9", 5), noted(told("d-3", rohan, entente.StanceAsserted), "", 5), noted(told("d-4", gondor, entente.StanceDenied), "d-9", 6),
		}, []entente.DocumentID{"d-1", "d-3"}},
	} {
		g := NewGathering()
		for _, r := range tt.docs {
			g.Add(r)
		}
		var got []entente.DocumentID
		for _, f := range g.Tensions() {
			got = append(got, f.Documents...)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

// TestGatheringTellsEachTensionOnce compares with the plain way: all that is found
// across documents, and what was recorded of which no one of that holds every item.
func TestGatheringTellsEachTensionOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		actors := []entente.ActorID{"GON", "ROH", "MOR"}
		g := NewGathering()
		var docs []*entente.Records
		var recorded []entente.Tension
		for n := range rapid.IntRange(2, 5).Draw(t, "documents") {
			r := &entente.Records{Document: entente.Document{ID: entente.DocumentID(fmt.Sprint("d-", n))}}
			for i := range rapid.IntRange(0, 6).Draw(t, "ties") {
				r.Ties = append(r.Ties, tie(r.Document.ID, 10*i, rapid.SampledFrom(actors).Draw(t, "a"), rapid.SampledFrom(actors).Draw(t, "b"),
					rapid.SampledFrom([]string{"backs", "does not back", "is allied"}).Draw(t, "r"),
					rapid.SampledFrom([]entente.Layer{entente.LayerMilitary, entente.LayerTrade}).Draw(t, "l"), entente.Sign(rapid.IntRange(-1, 1).Draw(t, "s")), ""))
			}
			_, r.Tensions = Find(r)
			recorded = append(recorded, r.Tensions...)
			docs = append(docs, r)
			g.Add(r)
		}
		_, want := Find(docs...)
		across := slices.Clone(want)
		for _, x := range recorded {
			if !slices.ContainsFunc(across, func(o entente.Tension) bool {
				return o.Type == x.Type && !slices.ContainsFunc(x.Items, func(id entente.RecordID) bool { return !slices.Contains(o.Items, id) })
			}) {
				want = append(want, x)
			}
		}
		var got []entente.Tension
		for _, f := range g.Tensions() {
			got = append(got, f.Tension)
			if len(f.Documents) == 0 || f.Documents[0] == "" {
				t.Fatalf("of no documents: %+v", f)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	})
}

func BenchmarkGathering(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n, " documents"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g := NewGathering()
				for i := range n {
					stance := entente.StanceAsserted
					if i%7 == 0 {
						stance = entente.StanceDenied
					}
					g.Add(told(entente.DocumentID(fmt.Sprint("d-", i)), entente.Voice{Name: fmt.Sprint("voice ", i)}, stance))
				}
				if len(g.Tensions()) != 1 {
					b.Fatal("not one tension")
				}
			}
		})
	}
}
