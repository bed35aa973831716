package reason

import (
	_ "embed"
	"fmt"
	"io"
	"math"

	"entente/internal/linear"
	"entente/internal/wordclass"
)

//go:embed weights/reason.bin
var weights string

// magic begins the file of weights; the digit is the version of its layout.
const magic = "reason1\n"

// Model tells how likely a place in a tree states a cause. It is not changed once made.
type Model struct {
	classes wordclass.Table
	table   linear.Scorer
}

// newShippedModel lays a model over the embedded weights.
func newShippedModel() (*Model, error) {
	t, err := linear.Read(weights, magic)
	if err != nil {
		return nil, fmt.Errorf("read weights of reasons: %w", err)
	}
	return newModel(t)
}

func newModel(t linear.Scorer) (*Model, error) {
	classes, err := wordclass.Shipped()
	if err != nil {
		return nil, err
	}
	return &Model{classes, t}, nil
}

// With returns l with a model beside its tables.
func (l *Lexicon) With(m *Model) *Lexicon {
	c := *l
	c.model = m
	return &c
}

// Write writes the model's weights.
func (m *Model) Write(w io.Writer) error {
	t, ok := m.table.(*linear.Table)
	if !ok {
		return fmt.Errorf("the model is still being trained")
	}
	return t.Write(w, magic)
}

// How likely a link must be to be told: in general, where its word tells of time, and
// where it never is. Chosen by cross-validation on the training sentences and by
// reading what was found in news of other kinds.
const (
	sureEnough = 0.25
	sureOfTime = 0.3
	sureOfAs   = 0.5 // behind "as" between two things past: mostly when they were
	never      = 2
)

// Answers of the model about an edge: nothing is stated, what the edge opens is the
// cause, or it is the effect.
const (
	answerNone = iota
	answerCause
	answerEffect
	answers
)

// shares returns how likely what an edge opens is a cause, and an effect.
func (f *finder) shares(e *edge) (cause, effect float32) {
	f.seen = f.features(e, f.seen[:0])
	p := f.ask(f.seen)
	return p[answerCause], p[answerEffect]
}

// ask returns the shares of all answers. The score of none is 0.
func (f *finder) ask(features []uint32) [answers]float32 {
	var p [answers]float32
	p[answerNone] = 1
	sum := float32(1)
	for k := answerCause; k < answers; k++ {
		p[k] = float32(math.Exp(float64(min(f.l.model.table.Score(f.salt(features, k)), 30))))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// salt gives features a table of their own for an answer. What it returns holds until
// the next call.
func (f *finder) salt(features []uint32, answer int) []uint32 {
	f.salted = f.salted[:0]
	for _, x := range features {
		f.salted = append(f.salted, linear.Mix(x, uint32(answer), 7))
	}
	return f.salted
}

// features appends the features of an edge.
func (f *finder) features(e *edge, out []uint32) []uint32 {
	toks := f.s.Tokens
	d, g := &toks[e.dep], &toks[e.gov]
	cue := linear.Hash(f.cueWords(e))
	k := uint32(e.kind)
	dl, gl := linear.Hash(d.Lemma), linear.Hash(g.Lemma)
	dc, gc := f.l.model.classes[d.Lemma], f.l.model.classes[g.Lemma]
	if e.kind == edgeParticiple || e.kind == edgeVerb {
		cue = dl
	}
	rel, dx, gx := linear.Hash(d.Rel), linear.Hash(d.XPOS), linear.Hash(g.XPOS)
	head := 0
	if d.Head >= 0 {
		head = d.Head
	}
	hl, hc := linear.Hash(toks[head].Lemma), f.l.model.classes[toks[head].Lemma]
	order := uint32(0)
	if e.opened.Start < e.other.Start {
		order = 1
	}
	comma := uint32(0)
	if e.at > 0 && toks[e.at-1].UPOS == "PUNCT" {
		comma = 1
	}
	subject := uint32(0)
	if f.s.Child(e.dep, "nsubj", "nsubj:pass") >= 0 {
		subject = 1
	}
	passive := uint32(0)
	if f.s.Child(e.gov, "aux:pass", "nsubj:pass") >= 0 {
		passive = 1
	}
	mix := linear.Mix
	out = append(out, mix(1, k, 0), mix(2, k, cue), mix(3, cue, rel), mix(4, cue, dx), mix(5, cue, dl), mix(6, cue, dc.Coarse<<2|order), mix(7, cue, dc.Fine),
		mix(8, cue, gl), mix(9, cue, gc.Coarse<<4|k), mix(10, cue, gc.Fine), mix(11, dc.Coarse, gc.Coarse<<4|k), mix(12, k, dl), mix(13, k, gl), mix(14, k, dc.Fine),
		mix(15, k, gc.Fine), mix(16, cue, order<<1|comma), mix(17, cue, subject), mix(18, k, rel^dx), mix(19, k, gx), mix(20, cue, hl), mix(21, cue, hc.Coarse), mix(22, k, hl),
		mix(23, cue, passive), mix(24, hc.Fine, dc.Fine^k<<20), mix(25, k, hc.Fine))
	for _, c := range f.s.Children(e.dep) {
		t := &toks[c]
		switch t.Rel {
		case "obj", "nsubj", "nsubj:pass", "obl", "nmod", "xcomp", "ccomp", "amod", "compound", "det", "advmod":
			tc, rel := f.l.model.classes[t.Lemma], linear.Hash(t.Rel)
			out = append(out, mix(30, cue, rel), mix(31, dl, rel^tc.Coarse<<8), mix(32, cue, rel^tc.Coarse<<8), mix(33, k, linear.Hash(t.Lemma)))
		}
	}
	for _, c := range f.s.Children(e.gov) {
		t := &toks[c]
		switch t.Rel {
		case "obj", "obl", "aux:pass", "nsubj", "compound", "amod":
			tc := f.l.model.classes[t.Lemma]
			out = append(out, mix(40, cue, linear.Hash(t.Rel)^tc.Coarse<<8), mix(41, k, linear.Hash(t.Lemma)))
		}
	}
	return out
}
