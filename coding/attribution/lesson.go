package attribution

import (
	"math"

	"entente"
	"entente/document"
)

// Gold is one attribution as people marked it, by bytes of the document's text.
type Gold struct{ Source, Cue, Content []entente.Span }

// Lesson is an annotated text with its outermost attributions.
type Lesson struct {
	Text *document.Text
	Gold []Gold
}

// marked is a gold attribution by words of a view.
type marked struct {
	head                 int
	first, last          int // of the cue, as a model that has not seen it would cut it
	source, cue, content map[int]bool
}

type lesson struct {
	v    *view
	gold []marked
	head map[int]bool
	in   []bool // words inside any content
}

// newLesson finds the words of gold spans. An attribution whose cue covers no
// word is left out.
func (k *knowledge) newLesson(in *Lesson) *lesson {
	for i := range in.Text.Sentences {
		in.Text.Sentences[i].Reindex() // before several goroutines read it
	}
	l := &lesson{v: k.newView(in.Text), head: map[int]bool{}}
	l.in = make([]bool, len(l.v.words))
	l.v.cue = make([]float32, len(l.v.words))
	for _, g := range in.Gold {
		m := marked{source: l.v.cover(g.Source), cue: l.v.cover(g.Cue), content: l.v.cover(g.Content)}
		if len(m.cue) == 0 {
			continue
		}
		m.head = l.v.headOf(m.cue)
		l.gold = append(l.gold, m)
		l.head[m.head] = true
		for i := range m.content {
			l.in[i] = true
		}
	}
	return l
}

// cover returns the words that share a byte with any of the spans.
func (v *view) cover(spans []entente.Span) map[int]bool {
	in := map[int]bool{}
	for _, s := range spans {
		for i := range v.t.Sentences {
			if !v.t.Sentences[i].Overlaps(s) {
				continue
			}
			for j := range v.t.Sentences[i].Tokens {
				if v.t.Sentences[i].Tokens[j].Overlaps(s) {
					in[v.first[i]+j] = true
				}
			}
		}
	}
	return in
}

// headOf returns the word of a cue that governs the others: the first of those
// nearest to the root, words that can be cues before others.
func (v *view) headOf(cue map[int]bool) int {
	best, score := -1, math.MaxInt
	for i := range v.words {
		if !cue[i] {
			continue
		}
		s := int(v.words[i].depth)
		if !v.words[i].candidate {
			s += 1000
		}
		if v.words[i].sign != signNone {
			s += 500
		}
		if h := v.words[i].head; h >= 0 && cue[int(h)] {
			s += 100
		}
		if s < score {
			best, score = i, s
		}
	}
	return best
}

func (g *marked) role(i int) uint8 {
	switch {
	case i == g.head || g.cue[i]:
		return roleCue
	case g.content[i]:
		return roleContent
	case g.source[i]:
		return roleSource
	}
	return roleNone
}
