package reason

import (
	"math"
	"math/rand/v2"

	"entente"
	"entente/document"
	"entente/internal/linear"
)

// Settings of training, chosen by cross-validation on the training sentences.
const (
	tableBits = 18
	passes    = 4
	rate      = 0.05
	decay     = 3e-4
)

// Lesson is a text with the causes that its sentences state; none is a lesson too.
type Lesson struct {
	Text *document.Text
	Gold []Gold
	// Clauses says that causes are marked between clauses alone: nothing is learned
	// from nouns and verbs that state others.
	Clauses bool
}

// Gold is a cause and its effect, as bytes of the text.
type Gold struct{ Cause, Effect entente.Span }

// Learn trains a model. It gives the same weights for the same lessons.
func Learn(lessons []Lesson, progress func(format string, args ...any)) (*Model, error) {
	learner := linear.NewLearner(tableBits, rate, decay)
	m, err := newModel(learner)
	if err != nil {
		return nil, err
	}
	l := New()
	l.model = m
	var items []item
	for i := range lessons {
		items = l.items(items, &lessons[i])
	}
	r := rand.New(rand.NewPCG(9, 10))
	f := finder{l: l}
	for pass := range passes {
		loss := 0.0
		for _, i := range r.Perm(len(items)) {
			x := &items[i]
			p := f.ask(x.features)
			loss -= math.Log(float64(max(p[x.answer], 1e-6)))
			for k := answerCause; k < answers; k++ {
				g := p[k]
				if k == x.answer {
					g--
				}
				learner.Step(f.salt(x.features, k), g)
			}
		}
		if pass >= passes/2 {
			learner.Keep()
		}
		progress("pass %d: loss %.4f over %d", pass+1, loss/float64(max(len(items), 1)), len(items))
	}
	m.table = learner.Table()
	return m, nil
}

// item is an edge with its right answer.
type item struct {
	features []uint32
	answer   int
}

// items appends the edges of a lesson. The edge whose passages fit a gold cause and
// effect best has them as its answer.
func (l *Lexicon) items(items []item, lesson *Lesson) []item {
	t := lesson.Text
	f := finder{l: l, t: t}
	for i := range t.Sentences {
		f.at, f.s = i, &t.Sentences[i]
		if len(f.s.Tokens) == 0 {
			continue
		}
		edges := f.edges()
		answer := make([]int, len(edges))
		for _, g := range lesson.Gold {
			best, at, is := 0.0, -1, answerNone
			for k := range edges {
				e := &edges[k]
				if fit := min(share(e.opened, g.Cause), share(e.other, g.Effect)); fit > best {
					best, at, is = fit, k, answerCause
				}
				if fit := min(share(e.opened, g.Effect), share(e.other, g.Cause)); fit > best {
					best, at, is = fit, k, answerEffect
				}
			}
			if best >= leastFit {
				answer[at] = is
			}
		}
		for k := range edges {
			if lesson.Clauses && !f.joinsClauses(&edges[k]) {
				continue
			}
			items = append(items, item{f.features(&edges[k], nil), answer[k]})
		}
	}
	return items
}

// joinsClauses reports whether what an edge opens is a clause.
func (f *finder) joinsClauses(e *edge) bool {
	if e.kind == edgeVerb {
		return false
	}
	switch f.s.Tokens[e.dep].Rel {
	case "advcl", "acl", "xcomp", "ccomp":
		return true
	}
	return false
}

// leastFit is how much of both passages must agree for an edge to be taken for a gold
// relation.
const leastFit = 0.4

// share is twice the bytes that two spans share over the bytes they have.
func share(a, b entente.Span) float64 {
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	if shared <= 0 {
		return 0
	}
	return 2 * float64(shared) / float64(a.End-a.Start+b.End-b.Start)
}
