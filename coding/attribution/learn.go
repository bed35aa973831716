package attribution

import (
	"math"
	"math/rand/v2"
	"sync"

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

// Sizes and settings of training, chosen on the development articles.
const (
	cueBits, innerBits, extentBits, roleBits, stepBits, acceptBits = 21, 19, 17, 20, 12, 16
	cuePasses, extentPasses, rolePasses, acceptPasses              = 7, 4, 4, 8
	folds                                                          = 4
)

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

// Learn trains a tagger. It cuts the lessons into folds to judge proposals as
// they come out of models that have not seen them. It takes two cores.
func Learn(lessons []Lesson, progress func(format string, args ...any)) (*Tagger, error) {
	k, err := newKnowledge()
	if err != nil {
		return nil, err
	}
	ls := make([]*lesson, len(lessons))
	for i := range lessons {
		ls[i] = k.newLesson(&lessons[i])
	}
	t := &trainer{k: k, progress: progress}
	t.crossCues(ls)
	t.crossExtents(ls)
	full := &models{}
	var parts [folds]*models
	t.both(func(n int) {
		switch n {
		case folds:
			full.cue, full.inner = t.cue(ls, false, cueBits), t.cue(ls, true, innerBits)
			full.role, full.step = t.role(ls)
			full.extent = t.extent(ls)
		default:
			some := without(ls, n)
			parts[n] = &models{}
			parts[n].role, parts[n].step = t.role(some)
			parts[n].extent = t.extent(some)
		}
	}, folds+1)
	full.accept = t.accept(ls, &parts)
	return &Tagger{k: k, m: full.rounded()}, nil
}

type trainer struct {
	k        *knowledge
	progress func(string, ...any)
}

// both runs n jobs, two at a time.
func (t *trainer) both(job func(int), n int) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i := n - 1; i >= 0; i-- {
		wait.Add(1)
		slots <- struct{}{}
		go func() {
			defer wait.Done()
			job(i)
			<-slots
		}()
	}
	wait.Wait()
}

func without(ls []*lesson, fold int) []*lesson {
	var out []*lesson
	for i, l := range ls {
		if i%folds != fold {
			out = append(out, l)
		}
	}
	return out
}

// newLesson finds the words of gold spans. An attribution whose cue covers no
// word is left out.
func (k *knowledge) newLesson(in *Lesson) *lesson {
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

// crossCues scores the words of each lesson by a model trained on the others.
func (t *trainer) crossCues(ls []*lesson) {
	t.both(func(n int) {
		w := &worker{k: t.k, m: &models{cue: t.cue(without(ls, n), false, cueBits)}}
		for i := n; i < len(ls); i += folds {
			w.v = ls[i].v
			w.scoreCues(w.m.cue, 0, len(w.v.words), w.v.cue)
		}
	}, folds)
	var hit, out, gold float64
	for _, l := range ls {
		for i, s := range l.v.cue {
			if s > 0 {
				out++
				if l.head[i] {
					hit++
				}
			}
		}
		gold += float64(len(l.head))
	}
	t.progress("cue heads, cross-checked: P %.1f R %.1f F %.1f", 100*hit/out, 100*hit/gold, 200*hit/(out+gold))
}

// crossExtents cuts each gold cue by a model trained on the other lessons, so that
// roles are learned beside cues as they will be met.
func (t *trainer) crossExtents(ls []*lesson) {
	t.both(func(n int) {
		w := &worker{k: t.k, m: &models{extent: t.extent(without(ls, n))}}
		for i := n; i < len(ls); i += folds {
			w.v = ls[i].v
			for g := range ls[i].gold {
				m := &ls[i].gold[g]
				m.first, m.last = w.extent(m.head)
			}
		}
	}, folds)
	right, all := 0, 0
	for _, l := range ls {
		for _, g := range l.gold {
			n := 0
			for i := g.first; i < g.last; i++ {
				if g.cue[i] {
					n++
				}
			}
			all++
			if n == len(g.cue) && n == g.last-g.first {
				right++
			}
		}
	}
	t.progress("cues cut exactly, cross-checked: %.1f", 100*float64(right)/float64(all))
}

// extent trains which words around a head belong to its cue.
func (t *trainer) extent(ls []*lesson) *learner {
	m := newLearner(extentBits, 1, 0.05, 0)
	r := rand.New(rand.NewPCG(7, 8))
	var f []uint32
	for range extentPasses {
		for _, n := range r.Perm(len(ls)) {
			v := ls[n].v
			for i := range ls[n].gold {
				g := &ls[n].gold[i]
				s := int(v.words[g.head].sentence)
				for j := max(v.first[s], g.head-arm); j < min(v.first[s+1], g.head+arm+1); j++ {
					if j == g.head {
						continue
					}
					f = extentFeatures(v, g.head, j, f[:0])
					var s, d [1]float32
					m.score(f, s[:])
					d[0] = logistic(s[0])
					if g.cue[j] {
						d[0]--
					}
					m.step(f, d[:])
				}
			}
		}
	}
	return m
}

// cue trains the scores of cue heads by logistic regression. For inner cues the
// words within contents are left out, since cues there are not marked.
func (t *trainer) cue(ls []*lesson, inner bool, bits int) *learner {
	m := newLearner(bits, 1, 0.012, 0)
	r := rand.New(rand.NewPCG(1, 2))
	var f []uint32
	for range cuePasses {
		for _, n := range r.Perm(len(ls)) {
			l := ls[n]
			for i := range l.v.words {
				if !l.v.words[i].candidate && !l.head[i] || inner && l.in[i] && !l.head[i] {
					continue
				}
				if known := l.v.words[i]; r.Float32() < 0.1 {
					l.v.words[i].hide()
					f = t.k.cueFeatures(l.v, i, f[:0])
					l.v.words[i] = known
				} else {
					f = t.k.cueFeatures(l.v, i, f[:0])
				}
				var s, g [1]float32
				m.score(f, s[:])
				g[0] = logistic(s[0])
				if l.head[i] {
					g[0]--
				}
				if g[0] > 0.001 || g[0] < -0.001 {
					m.step(f, g[:])
				}
			}
		}
	}
	return m
}

// hide makes a word one that was never seen, known by its class and groups alone.
func (w *word) hide() {
	w.form, w.lemma, w.suffix = hidden, hidden, hidden
}

var hidden = name("?")

// role trains the roles of words beside gold cue heads as a conditional random field.
func (t *trainer) role(ls []*lesson) (*learner, *learner) {
	role, step := newLearner(roleBits, roles, 0.01, 0), newLearner(stepBits, roles*roles, 0.01, 0)
	w := &worker{k: t.k, m: &models{role: role, step: step}}
	r := rand.New(rand.NewPCG(3, 4))
	for pass := range rolePasses {
		loss, n := 0.0, 0
		for _, i := range r.Perm(len(ls)) {
			for g := range ls[i].gold {
				loss += w.study(ls[i], &ls[i].gold[g], role, step)
				n++
			}
		}
		t.progress("roles: pass %d, loss %.3f over %d cues", pass+1, loss/float64(n), n)
	}
	return role, step
}

// study takes one step on one attribution and returns its loss before, -log p.
func (w *worker) study(l *lesson, g *marked, role, step *learner) float64 {
	w.v = l.v
	lo, hi := l.v.window(g.head)
	c := l.v.newScene(g.head, lo, hi, max(lo, g.first), min(hi, g.last))
	w.fill(c)
	want := make([]uint8, hi-lo)
	for i := range want {
		want[i] = g.role(lo + i)
	}
	z := w.q.forward()
	w.q.backward()
	gold := 0.0
	for i, r := range want {
		gold += float64(w.q.node[i][r])
		if i > 0 {
			gold += float64(w.q.step[i][int(want[i-1])*roles+int(r)])
		}
	}
	n := hi - lo
	for i := range n {
		var d [roles]float32
		worth := float32(0)
		for b := range roles {
			d[b] = float32(math.Exp(w.q.fwd[i][b] + w.q.bwd[i][b] - z))
			if uint8(b) == want[i] {
				d[b]--
			}
			worth = max(worth, d[b], -d[b])
		}
		if worth > 0.001 && lo+i != g.head {
			w.f = c.features(lo+i, w.f[:0])
			role.step(w.f, d[:])
		}
		if i == 0 {
			continue
		}
		var e [roles * roles]float32
		worth = 0
		for a := range roles {
			for b := range roles {
				x := float32(math.Exp(w.q.fwd[i-1][a] + float64(w.q.step[i][a*roles+b]) + float64(w.q.node[i][b]) + w.q.bwd[i][b] - z))
				if uint8(a) == want[i-1] && uint8(b) == want[i] {
					x--
				}
				e[a*roles+b] = x
				worth = max(worth, x, -x)
			}
		}
		if worth > 0.001 {
			w.f = c.step(lo+i, w.f[:0])
			step.step(w.f, e[:])
		}
	}
	return z - gold
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

// accept trains the judge of proposals on those that models make of lessons they
// have not seen; a proposal is right where it would be usable.
func (t *trainer) accept(ls []*lesson, parts *[folds]*models) *learner {
	type item struct {
		f     []uint32
		right bool
	}
	items := make([][]item, len(ls))
	t.both(func(n int) {
		w := &worker{k: t.k, m: parts[n]}
		for i := n; i < len(ls); i += folds {
			w.v = ls[i].v
			all := w.proposals()
			for _, p := range all {
				items[i] = append(items[i], item{acceptFeatures(w.v, p, all, nil), ls[i].usable(p)})
			}
		}
	}, folds)
	m := newLearner(acceptBits, 1, 0.02, 0)
	r := rand.New(rand.NewPCG(5, 6))
	for pass := range acceptPasses {
		loss, n := 0.0, 0
		for _, i := range r.Perm(len(ls)) {
			for _, x := range items[i] {
				var s, g [1]float32
				m.score(x.f, s[:])
				g[0] = logistic(s[0])
				if x.right {
					loss -= math.Log(float64(max(g[0], 1e-6)))
					g[0]--
				} else {
					loss -= math.Log(float64(max(1-g[0], 1e-6)))
				}
				n++
				m.step(x.f, g[:])
			}
		}
		t.progress("proposals: pass %d, loss %.4f over %d", pass+1, loss/float64(n), n)
	}
	return m
}

// usable reports whether a proposal matches a gold attribution well enough to be
// of use: half the content (Dice) and half the smaller source.
func (l *lesson) usable(p *proposal) bool {
	for g := range l.gold {
		m := &l.gold[g]
		if m.head < p.lo-200 || m.head > p.lo+len(p.role)+200 {
			continue
		}
		c, cp, cg := l.overlap(p, roleContent, m.content)
		s, sp, sg := l.overlap(p, roleSource, m.source)
		if 4*c >= cp+cg && c > 0 && (sp+sg == 0 || 2*s >= min(sp, sg) && s > 0) {
			return true
		}
	}
	return false
}

// overlap counts words, signs left out, in both, proposed and gold.
func (l *lesson) overlap(p *proposal, role uint8, gold map[int]bool) (both, got, want int) {
	for i, r := range p.role {
		if r == role && l.v.words[p.lo+i].sign == signNone {
			got++
			if gold[p.lo+i] {
				both++
			}
		}
	}
	for i := range gold {
		if l.v.words[i].sign == signNone {
			want++
		}
	}
	return both, got, want
}

// rounded is the models with their weights rounded to bytes.
func (m *models) rounded() *models {
	round := func(s scorer) scorer { return s.(*learner).table() }
	return &models{round(m.cue), round(m.inner), round(m.extent), round(m.role), round(m.step), round(m.accept)}
}
