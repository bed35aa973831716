package coref

import (
	"math"
	"math/rand/v2"

	"entente/document"
	"entente/internal/linear"
)

// Settings of training, chosen on the development texts.
const (
	tableBits = 18
	passes    = 8
	rate      = 0.04
	decay     = 3e-4
)

// Lesson is a text as the reader reads it, with the gold chains of its words.
type Lesson struct {
	Text *document.Text
	Gold []Gold
}

// Gold is a mention of a chain: the word that governs it in the text, and whether it
// stands for all that are coordinated with that word.
type Gold struct {
	Sentence, Token int
	Joint           bool
	Chain           int // from 1
}

// Learn trains a model. It gives the same weights for the same lessons.
func Learn(lessons []Lesson, progress func(format string, args ...any)) (*Model, error) {
	l := linear.NewLearner(tableBits, rate, decay)
	m, err := newModel(l)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(7, 8))
	for pass := range passes {
		loss, n := 0.0, 0
		for _, i := range r.Perm(len(lessons)) {
			x, k := m.learn(l, &lessons[i])
			loss += x
			n += k
		}
		if pass >= passes/2 {
			l.Keep()
		}
		progress("pass %d: loss %.4f over %d", pass+1, loss/float64(max(n, 1)), n)
	}
	m.table = l.Table()
	return m, nil
}

// place is where a gold mention stands.
type place struct {
	sentence, token int
	joint           bool
}

// learn goes through a text as Annotate does and moves the weights after each
// decision: up for all right answers by their share among them, down for all
// answers by their share (the gradient of the marginal likelihood).
func (m *Model) learn(l *linear.Learner, lesson *Lesson) (loss float64, n int) {
	chain := map[place]int{}
	for _, g := range lesson.Gold {
		chain[place{g.Sentence, g.Token, g.Joint}] = g.Chain
	}
	v := m.newView(lesson.Text)
	of := func(i int) int {
		x := &v.nominals[i]
		return chain[place{x.sentence, x.head, x.joint}]
	}
	for a := range v.nominals {
		x := &v.nominals[a]
		if !x.joint && x.appos < 0 && (x.kind == isPronoun || x.kind == isNoun && x.mayRefer()) {
			if cost, ok := v.learnOne(l, a, of); ok {
				loss += cost
				n++
			}
		}
		if to, _ := v.resolve(a); to >= 0 {
			v.join(a, to)
		}
	}
	return loss, n
}

func (v *view) learnOne(l *linear.Learner, a int, of func(int) int) (loss float64, ok bool) {
	v.candidates(a)
	if len(v.choices) == 0 {
		return 0, false
	}
	v.rank(a)
	right := make([]bool, len(v.scores))
	sum := float32(0)
	gold := of(a)
	for i, c := range v.choices {
		if gold > 0 && of(c) == gold {
			right[i] = true
			sum += v.scores[i]
		}
	}
	if sum == 0 {
		right[len(v.choices)] = true
		sum = v.scores[len(v.choices)]
	}
	shares := append([]float32(nil), v.scores...)
	choices := append([]int(nil), v.choices...)
	for i, p := range shares {
		g := p
		if right[i] {
			g -= p / sum
		}
		if g < 1e-4 && g > -1e-4 {
			continue
		}
		if i < len(choices) {
			v.features = v.pair(a, choices[i], v.features[:0])
		} else {
			v.features = v.none(a, v.features[:0])
		}
		l.Step(v.features, g)
	}
	return -math.Log(float64(max(sum, 1e-6))), true
}
