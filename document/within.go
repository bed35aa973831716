package document

import (
	"iter"
	"slices"
	"sort"

	"entente"
)

// MentionsIn returns the mentions of sentence i; t.Mentions is sorted by sentence.
func (t *Text) MentionsIn(i int) []Mention {
	return inSentence(t.Mentions, i, func(m *Mention) int { return m.Sentence })
}

// NamesIn returns the names of sentence i; t.Names is sorted by sentence.
func (t *Text) NamesIn(i int) []Name {
	return inSentence(t.Names, i, func(n *Name) int { return n.Sentence })
}

// TimesIn returns the times of sentence i; t.Times is sorted by sentence.
func (t *Text) TimesIn(i int) []Time {
	return inSentence(t.Times, i, func(x *Time) int { return x.Sentence })
}

func inSentence[T any](items []T, i int, of func(*T) int) []T {
	first := sort.Search(len(items), func(k int) bool { return of(&items[k]) >= i })
	last := first
	for last < len(items) && of(&items[last]) == i {
		last++
	}
	return items[first:last]
}

// Holding yields the indices of the attributions whose content holds a span, in
// order. It looks them up by sentence: the first call after t.Attributions was
// assigned builds the index, and they must not be changed in place from then on.
func (t *Text) Holding(at entente.Span) iter.Seq[int] {
	return func(yield func(int) bool) {
		if len(t.Attributions) == 0 {
			return
		}
		if len(t.held) != len(t.Attributions) || &t.held[0] != &t.Attributions[0] || len(t.holders) != len(t.Sentences) {
			t.indexContents()
		}
		s := t.SentenceAt(at.Start)
		if s < 0 {
			return
		}
		for _, i := range t.holders[s] {
			if slices.ContainsFunc(t.Attributions[i].Content, func(c entente.Span) bool { return c.Contains(at) }) && !yield(int(i)) {
				return
			}
		}
	}
}

// indexContents lists for each sentence the attributions with content in it.
func (t *Text) indexContents() {
	t.held, t.holders = t.Attributions, make([][]int32, len(t.Sentences))
	for i := range t.Attributions {
		for _, c := range t.Attributions[i].Content {
			first := sort.Search(len(t.Sentences), func(s int) bool { return t.Sentences[s].End > c.Start })
			for s := first; s < len(t.Sentences) && t.Sentences[s].Start < c.End; s++ {
				if h := t.holders[s]; len(h) == 0 || h[len(h)-1] != int32(i) {
					t.holders[s] = append(h, int32(i))
				}
			}
		}
	}
}
