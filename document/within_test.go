package document

import (
	"slices"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestHoldingFindsWhatAScanFinds compares the look-up with a scan of all
// attributions, also after they were assigned anew.
func TestHoldingFindsWhatAScanFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := &Text{}
		end := 0
		for range rapid.IntRange(1, 12).Draw(t, "sentences") {
			start := end + rapid.IntRange(0, 2).Draw(t, "gap")
			end = start + rapid.IntRange(1, 9).Draw(t, "length")
			text.Sentences = append(text.Sentences, Sentence{Span: entente.Span{Start: start, End: end}})
		}
		span := func() entente.Span {
			a := rapid.IntRange(0, end-1).Draw(t, "start")
			return entente.Span{Start: a, End: rapid.IntRange(a+1, end).Draw(t, "end")}
		}
		for range 2 {
			text.Attributions = nil
			for range rapid.IntRange(0, 6).Draw(t, "attributions") {
				a := Attribution{}
				for range rapid.IntRange(0, 3).Draw(t, "contents") {
					a.Content = append(a.Content, span())
				}
				text.Attributions = append(text.Attributions, a)
			}
			at := rapid.SampledFrom(text.Sentences).Draw(t, "sentence").Span
			at.Start = rapid.IntRange(at.Start, at.End-1).Draw(t, "first")
			at.End = rapid.IntRange(at.Start+1, at.End).Draw(t, "last")
			var want []int
			for i, a := range text.Attributions {
				if slices.ContainsFunc(a.Content, func(c entente.Span) bool { return c.Contains(at) }) {
					want = append(want, i)
				}
			}
			if diff := cmp.Diff(want, slices.Collect(text.Holding(at))); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func TestMentionsIn(t *testing.T) {
	at := func(sentence, first int) Mention {
		return Mention{Range: Range{Sentence: sentence, First: first, Last: first + 1}}
	}
	text := &Text{Mentions: []Mention{at(0, 1), at(2, 0), at(2, 4), at(5, 2)}}
	for i, want := range [][]int{{1}, nil, {0, 4}, nil, nil, {2}, nil} {
		var got []int
		for _, m := range text.MentionsIn(i) {
			got = append(got, m.First)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sentence %d: %s", i, diff)
		}
	}
}
