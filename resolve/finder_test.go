package resolve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// reprints makes n reprints of a story: cut, edited, with lines added, on ten days.
func reprints(n int) []Source {
	story := article(1, 220)
	out := make([]Source, n)
	for i := range out {
		x := rand.New(rand.NewPCG(uint64(i), 9))
		words := slices.Clone(story)
		if x.IntN(2) == 0 {
			at := x.IntN(140)
			words = slices.Delete(words, at, at+60)
		}
		for range x.IntN(8) {
			words[x.IntN(len(words))] = fmt.Sprintf("changed%d", x.IntN(500))
		}
		if x.IntN(3) == 0 {
			words = append([]string{"By", "our", "correspondent", fmt.Sprintf("name%d", i)}, words...)
		}
		out[i] = Source{ID: entente.DocumentID(fmt.Sprintf("d-%05d", i)), Published: entente.NewDay(2031, 3, 1+i%10), Text: NewText(strings.Join(words, " "))}
	}
	return out
}

func TestThousandsOfReprintsHaveOneOrigin(t *testing.T) {
	documents := reprints(3000)
	for i := range 40 {
		documents = append(documents, Source{ID: entente.DocumentID(fmt.Sprintf("d-own-%d", i)), Published: entente.NewDay(2031, 3, 1+i%10), Text: text(article(100+i, 220)...)})
	}
	copies := Copies(documents)
	origins := map[entente.DocumentID]bool{}
	for _, o := range Origins(copies) {
		origins[o] = true
	}
	if len(copies) != 2999 || len(origins) != 1 {
		t.Errorf("%d copies of %d origins, not 2999 of 1", len(copies), len(origins))
	}
	rand.Shuffle(len(documents), func(i, k int) { documents[i], documents[k] = documents[k], documents[i] })
	if diff := cmp.Diff(copies, Copies(documents)); diff != "" {
		t.Errorf("the order in which documents come changes who copied whom:\n%s", diff)
	}
}

func TestLaterDocumentsChangeNoEarlierOrigin(t *testing.T) {
	documents := reprints(600)
	slices.SortFunc(documents, Earlier)
	want := Copies(documents[:300])
	all := Copies(documents)
	got := slices.DeleteFunc(all, func(c Copy) bool {
		return slices.ContainsFunc(documents[300:], func(s Source) bool { return s.ID == c.Document })
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAStoryThatChangesFromDayToDayKeepsItsOrigin(t *testing.T) {
	words := article(1, 300)
	var documents []Source
	for i := range 60 {
		documents = append(documents, Source{ID: entente.DocumentID(fmt.Sprintf("d-%02d", i)), Published: entente.NewDay(2031, 3, 1).Add(i), Text: text(words...)})
		words = slices.Concat(words[40:], article(100+i, 40)) // after eight days nothing of the first is left
	}
	for d, o := range Origins(Copies(documents)) {
		if o != "d-00" {
			t.Errorf("%s comes from %s", d, o)
		}
	}
	if n := len(Copies(documents)); n != 59 {
		t.Errorf("%d copies, not 59", n)
	}
}

func TestNearCopiesGoBeforeParts(t *testing.T) {
	story, long := article(1, 100), article(2, 300)
	roundup := slices.Concat(story, article(3, 1200)) // holds the whole story
	mixed := slices.Concat(story, long[:60])
	got := Copies([]Source{
		{ID: "d-roundup", Published: entente.NewDay(2031, 3, 1), Text: text(roundup...)},
		{ID: "d-long", Published: entente.NewDay(2031, 3, 2), Text: text(long...)},
		{ID: "d-mixed", Published: entente.NewDay(2031, 3, 3), Text: text(mixed...)},
	})
	if len(got) != 1 || got[0].Of != "d-roundup" || got[0].Kind != CopyNear {
		t.Errorf("%+v", got)
	}
}

// The time of a document stays the same however many of a story there are.
func BenchmarkCopiesOfOneStory(b *testing.B) {
	all := reprints(8000)
	for _, n := range []int{1000, 2000, 4000, 8000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Copies(all[:n])
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/document")
		})
	}
}
