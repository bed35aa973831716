package resolve

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// pile draws documents of few stories and few days: the same words, cut, edited, with
// lines added, passages of two in one, short ones, some without a day.
func pile(t *rapid.T, n int) []Source {
	x := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
	days := 1 + x.IntN(9)
	out := make([]Source, n)
	for i := range out {
		words := article(x.IntN(4), 90)
		switch x.IntN(7) {
		case 0:
			at := x.IntN(60)
			words = slices.Delete(words, at, at+x.IntN(30))
		case 1:
			for range 1 + x.IntN(6) {
				words[x.IntN(len(words))] = fmt.Sprintf("changed%d", x.IntN(20))
			}
		case 2:
			words = append([]string{"By", fmt.Sprintf("name%d", x.IntN(5))}, words...)
		case 3:
			words = slices.Concat(words[:50], article(10+x.IntN(9), 90), article(x.IntN(4), 40))
		case 4:
			words = article(10+x.IntN(40), 10+x.IntN(90))
		case 5:
			words = words[:x.IntN(14)]
		}
		out[i] = Source{ID: entente.DocumentID(fmt.Sprintf("d-%03d", i)), Text: text(words...)}
		if day := x.IntN(days + 1); day > 0 {
			out[i].Published = entente.NewDay(2031, 3, day)
		}
	}
	x.Shuffle(n, func(i, k int) { out[i], out[k] = out[k], out[i] })
	return out
}

// finderOf is a finder that was given documents in order.
func finderOf(documents []Source) *Finder {
	f := NewFinder()
	for _, s := range slices.SortedFunc(slices.Values(documents), Earlier) {
		f.Trace(s)
	}
	return f
}

// compareFinders reports where two finders differ, but for what they can take back.
func compareFinders(t rapid.TB, want, got *Finder) {
	t.Helper()
	texts := func(f *Finder) (out []string) {
		for _, s := range f.sources {
			out = append(out, fmt.Sprint(s.ID, s.Text != nil))
		}
		return out
	}
	if diff := cmp.Diff(texts(want), texts(got)); diff != "" {
		t.Fatalf("representatives (-afresh +gone on):\n%s", diff)
	}
	same := func(a, b leads) bool {
		return maps.Equal(a.groups, b.groups) && slices.EqualFunc(a.lists, b.lists, slices.Equal)
	}
	held := 0
	for i := range got.journal.steps {
		held += got.journal.steps[i].held()
	}
	for name, ok := range map[string]bool{
		"groups": cmp.Equal(want.groups, got.groups, cmp.AllowUnexported(group{}), cmpopts.EquateEmpty()),
		"bands":  same(want.bands, got.bands), "passages": same(want.passages, got.passages),
		"exact": reflect.DeepEqual(want.exact, got.exact), "held": want.held == got.held && got.journal.held == held,
	} {
		if !ok {
			t.Fatalf("%s are not those of a finder made afresh", name)
		}
	}
}

func TestATrailFindsWhatIsFoundAfresh(t *testing.T) {
	wentOn, began := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		documents := pile(t, rapid.IntRange(1, 90).Draw(t, "documents"))
		undo := rapid.SampledFrom([]int{0, 1, 5, 20, 200}).Draw(t, "can take back")
		trail := NewTrail(undo)
		for at := 0; at < len(documents); {
			batch := documents[at:min(len(documents), at+rapid.IntRange(1, 30).Draw(t, "batch"))]
			at += len(batch)
			all := documents[:at]
			if rapid.Bool().Draw(t, "some again") {
				batch = slices.Concat(batch, all[:at/2])
			}
			before := trail.Copies()
			if wentOn++; !trail.Add(batch) {
				if diff := cmp.Diff(before, trail.Copies()); diff != "" {
					t.Fatalf("what could not be added changed the copies:\n%s", diff)
				}
				if undo >= len(documents) {
					t.Fatal("a document was not added, though all can be taken back")
				}
				wentOn, began = wentOn-1, began+1
				trail = NewTrail(undo)
				if !trail.Add(all) {
					t.Fatal("an empty trail does not take documents")
				}
			}
			if diff := cmp.Diff(Copies(all), trail.Copies(), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("copies (-afresh +gone on):\n%s", diff)
			}
			compareFinders(t, finderOf(all), trail.finder)
			if n := len(trail.finder.journal.steps); n > undo+undo/4 {
				t.Fatalf("%d documents can be taken back, of %d", n, undo)
			}
		}
	})
	if wentOn == 0 || began == 0 {
		t.Errorf("it went on %d times and began afresh %d times", wentOn, began)
	}
}

func TestATrailOfThousandsFindsWhatIsFoundAfresh(t *testing.T) {
	documents := reprints(2000) // on ten days
	slices.SortFunc(documents, Earlier)
	trail, late := NewTrail(1000), documents[len(documents)-300:]
	early, between := documents[:20], documents[20:len(documents)-300]
	if !trail.Add(between) || !trail.Add(late[100:]) || !trail.Add(late[:100]) {
		t.Fatal("documents of the last day were not added")
	}
	if diff := cmp.Diff(Copies(documents[20:]), trail.Copies()); diff != "" {
		t.Error(diff)
	}
	if trail.Add(early) {
		t.Error("documents were added before all that can be taken back")
	}
}

// More articles begin with one phrase than a key leads to groups.
func TestATrailTakesPhrasesBackThatManyUse(t *testing.T) {
	var documents []Source
	for i := range 3 * bandKept {
		words := slices.Concat(article(1, 60)[:10+i%50], article(100+i/2, 40+i))
		documents = append(documents, Source{ID: entente.DocumentID(fmt.Sprintf("d-%03d", i)), Published: entente.NewDay(2031, 3, 1+i%9), Text: text(words...)})
	}
	x := rand.New(rand.NewPCG(1, 1))
	x.Shuffle(len(documents), func(i, k int) { documents[i], documents[k] = documents[k], documents[i] })
	trail := NewTrail(20_000)
	for at, s := range documents {
		if !trail.Add([]Source{s}) {
			t.Fatal("it was not added")
		}
		if at%20 == 0 || at+1 == len(documents) {
			compareFinders(t, finderOf(documents[:at+1]), trail.finder)
			if diff := cmp.Diff(Copies(documents[:at+1]), trail.Copies(), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("copies (-afresh +gone on):\n%s", diff)
			}
		}
	}
	if !slices.ContainsFunc(trail.finder.passages.lists, func(list []int32) bool { return len(list) == bandKept }) {
		t.Error("no phrase is used by so many")
	}
}

func TestATrailTakesNoOtherWords(t *testing.T) {
	day := entente.NewDay(2031, 3, 1)
	s := func(id entente.DocumentID, words ...string) Source {
		return Source{ID: id, Published: day, Text: text(words...)}
	}
	one, other := article(1, 50), article(2, 50)
	trail := NewTrail(20_000)
	for _, tt := range []struct {
		name  string
		batch []Source
		want  bool
	}{
		{"a first", []Source{s("d-1", one...)}, true},
		{"it again", []Source{s("d-1", one...), s("d-2", one...), s("d-2", one...)}, true},
		{"with other words", []Source{s("d-3", one...), s("d-1", other...)}, false},
		{"without words", []Source{s("d-1")}, false},
		{"of another day", []Source{{ID: "d-1", Published: day.Add(1), Text: text(one...)}}, false},
		{"two of one id", []Source{s("d-3", one...), s("d-3", other...)}, false},
		{"nothing", nil, true},
		{"of the same words and day, first by id", []Source{s("d-0", one...)}, true},
		{"another spelling", []Source{s("d-0", strings.ToUpper(strings.Join(one, ", ")))}, true},
		{"too short to be compared", []Source{s("d-short", one[:3]...)}, true},
		{"it became longer", []Source{s("d-short", one[:30]...)}, false},
	} {
		if got := trail.Add(tt.batch); got != tt.want {
			t.Errorf("%s: added %v, want %v", tt.name, got, tt.want)
		}
	}
	want := []Copy{{Document: "d-1", Of: "d-0", Kind: CopyExact, Share: 1, Shared: 46}, {Document: "d-2", Of: "d-0", Kind: CopyExact, Share: 1, Shared: 46}}
	if diff := cmp.Diff(want, trail.Copies()); diff != "" {
		t.Error(diff)
	}
}

// One document is added to ten thousand, with none or many that stand behind it.
func BenchmarkTrail(b *testing.B) {
	documents := reprints(5000)
	for i := range 5000 {
		documents = append(documents, Source{ID: entente.DocumentID(fmt.Sprintf("d-own-%d", i)), Published: entente.NewDay(2031, 3, 1+i%10), Text: text(article(100+i, 220)...)})
	}
	slices.SortFunc(documents, Earlier)
	for _, n := range []int{1, 1000, 9000} {
		b.Run(fmt.Sprint(n, " behind"), func(b *testing.B) {
			trail, next := NewTrail(20_000), documents[len(documents)-n]
			trail.Add(documents)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				next.ID = entente.DocumentID(fmt.Sprint("d-x-", i))
				if !trail.Add([]Source{next}) {
					b.Fatal("it was not added")
				}
			}
		})
	}
}
