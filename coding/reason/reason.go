// Package reason finds stated links between two passages of a text: cause,
// purpose, consequence, condition and contrast, each with its cue ("because",
// "in order to", "As a result", "forced"). Cues are tables with an example
// sentence each; what they join is read off the tree, or is the sentence before. A
// trained model adds what the tables do not know (weights/CARD.md).
// It does not guess links that no word states. Start with Find.
package reason

import (
	"sync"

	"entente"
	"entente/document"
)

// Candidate is a link whose passages name no items yet and that has no claim.
// Sentence and Head are the sentence and the token of the cue's clause, where
// the caller asks whose words these are.
type Candidate struct {
	entente.Link
	Sentence, Head int
	// Rule is the example sentence of the cue, for explanations.
	Rule string
}

// Find returns the links of t in text order, by the shipped tables. It reads
// Sentences and, where they are there, Mentions.
func Find(t *document.Text) []Candidate { return shipped().Find(t) }

var shipped = sync.OnceValue(func() *Lexicon {
	m, err := newShippedModel()
	if err != nil {
		panic(err) // a test of this package rules it out
	}
	return New().With(m)
})

// Find does what the function Find does, with the tables of f. It may be called
// from several goroutines on different texts.
func (l *Lexicon) Find(t *document.Text) []Candidate {
	f := finder{l: l, t: t}
	m := 0
	for i := range t.Sentences {
		f.at, f.s = i, &t.Sentences[i]
		for m < len(t.Mentions) && t.Mentions[m].Sentence < i {
			m++
		}
		n := m
		for n < len(t.Mentions) && t.Mentions[n].Sentence == i {
			n++
		}
		f.mentions = t.Mentions[m:n]
		m = n
		if len(f.s.Tokens) > 0 {
			f.sentence()
		}
	}
	return f.out
}

// finder is the state of one pass over a document.
type finder struct {
	l        *Lexicon
	t        *document.Text
	at       int
	s        *document.Sentence
	mentions []document.Mention
	out      []Candidate
	from     int // first link of the sentence in out

	seen, salted []uint32 // features being asked about
}

func (f *finder) sentence() {
	f.from = len(f.out)
	f.start()
	for i := range f.s.Tokens {
		switch t := &f.s.Tokens[i]; t.UPOS {
		case "PUNCT", "DET", "PROPN", "NUM":
			continue
		case "VERB":
			f.purpose(i)
			f.charged(i)
			for _, v := range f.l.verbs[t.Lemma] {
				f.verb(v, i)
			}
		case "NOUN":
			for _, n := range f.l.nouns[t.Lemma] {
				f.noun(n, i)
			}
		}
		for _, c := range f.l.cues[lower(f.s.Tokens[i].Form)] {
			if n := f.stands(c, i); n > 0 {
				f.cue(c, i, n)
			}
		}
	}
	f.learned()
	f.sort()
}

// sort orders the links of the sentence by place; there are few.
func (f *finder) sort() {
	out := f.out[f.from:]
	for i := 1; i < len(out); i++ {
		for k := i; k > 0 && before(out[k], out[k-1]); k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
}

func before(a, b Candidate) bool {
	if a.Evidence.Start != b.Evidence.Start {
		return a.Evidence.Start < b.Evidence.Start
	}
	return a.Cue.Start < b.Cue.Start
}

// add appends a link between two spans unless one of them is missing, they
// overlap, or the sentence has it already.
func (f *finder) add(relation string, from, to, cue entente.Span, head int, rule string) {
	if !from.Valid(f.t.Document.Text) || !to.Valid(f.t.Document.Text) || from.Overlaps(to) {
		return
	}
	for _, o := range f.out[f.from:] {
		if o.From.Span == from && o.To.Span == to || o.Cue == cue {
			return
		}
	}
	at := from.Cover(to).Cover(cue)
	link := entente.Link{Relation: relation, From: entente.Passage{Span: from}, To: entente.Passage{Span: to}, Cue: cue}
	link.Kind, link.Document, link.Evidence = entente.KindLink, f.t.Document.ID, at
	link.ID = entente.NewRecordID(entente.KindLink, f.t.Document.ID, cue, relation)
	f.out = append(f.out, Candidate{link, f.at, head, rule})
}

// put appends a link whose one side is what the cue opens: the cause, condition
// or concession ("from"), or the effect or aim ("to").
func (f *finder) put(c *cue, opened, other, at entente.Span, head int) {
	if c.side == "from" {
		f.add(c.relation, opened, other, at, head, c.example)
	} else {
		f.add(c.relation, other, opened, at, head, c.example)
	}
}

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
