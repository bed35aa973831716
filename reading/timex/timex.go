// Package timex finds expressions of time in an annotated text and gives them
// a value against the document's date: days, months, years, decades, centuries,
// relative ones ("last Tuesday", "two years earlier"), ranges and open ends
// ("since 1993"), and named or vague periods. Clock times and bare lengths of
// time ("for ten years") are none of its business; coding/quantity has the
// latter. Words, rules and fixed phrases are tables; the rules match classes of
// words of the plain text, so that they do not hang on one tokenizer's cuts.
// Start with Annotate.
package timex

import (
	"sync"

	"entente"
	"entente/document"
)

// Annotate replaces t.Times by the time expressions of t's sentences, in text
// order and without overlap, each with its interval. Relative expressions are
// valued against t.Document.Published; where that is not known they are kept as
// vague, without days. It uses the shipped grammar.
func Annotate(t *document.Text) { shipped().Annotate(t) }

var shipped = sync.OnceValue(New)

// Annotate does what the function Annotate does, with grammar g. It may be
// called from several goroutines on different texts.
func (g *Grammar) Annotate(t *document.Text) {
	t.Times = t.Times[:0]
	r := reader{g: g, t: t, ref: t.Document.Published}
	for i := range t.Sentences {
		r.sentence(i)
	}
}

// reader is the state of one pass over a document.
type reader struct {
	g      *Grammar
	t      *document.Text
	ref    entente.Day
	anchor entente.Interval // the last time told that has days
	at     int              // sentence
	s      *document.Sentence
	atoms  []atom
	found  []found
	m      match // the attempt under way, kept for its memory
	rules  []*rule
}

// found is an expression of the sentence being read: atoms [first, last) carry
// the time, atoms [from, last) its words with the preposition.
type found struct {
	first, last, from int
	entente.Interval
}

func (r *reader) sentence(i int) {
	s := &r.t.Sentences[i]
	if len(s.Tokens) == 0 {
		return
	}
	r.at, r.s, r.found = i, s, r.found[:0]
	r.atoms = r.g.atomize(r.atoms[:0], r.t.Document.Text, s)
	for k := 0; k < len(r.atoms); {
		f, ok := r.match(k)
		if !ok {
			k++
			continue
		}
		f.from = f.first
		r.found = append(r.found, f)
		if !f.From.IsZero() || !f.To.IsZero() {
			r.anchor = f.Interval
		}
		k = f.last
	}
	if len(r.found) == 0 {
		return
	}
	r.join()
	for k := range r.found {
		r.bound(&r.found[k])
	}
	r.write()
}

// write puts the expressions found onto the text.
func (r *reader) write() {
	for _, f := range r.found {
		rg := document.Range{Sentence: r.at, First: r.atoms[f.first].token, Last: r.atoms[f.last-1].token + 1}
		if n := len(r.t.Times); n > 0 {
			if p := r.t.Times[n-1]; p.Sentence == rg.Sentence && p.Last > rg.First {
				continue // two expressions within one token: the first stands
			}
		}
		f.Interval.Text = r.t.Document.Text[r.atoms[f.from].start:r.atoms[f.last-1].end]
		r.t.Times = append(r.t.Times, document.Time{Range: rg, Interval: f.Interval})
	}
}

// match returns the longest expression that starts at atom k.
func (r *reader) match(k int) (found, bool) {
	best := found{}
	a := r.atoms[k]
	if a.class == 0 && a.word == 0 {
		return best, false
	}
	for _, p := range r.g.phrases[a.word] {
		if n := r.phrase(p, k); n > best.last-k {
			best = found{first: k, last: n + k, Interval: p.interval}
		}
	}
	for _, ru := range r.starts(a) {
		m := &r.m
		m.r, m.first, m.n = r, k, 0
		end := m.run(ru.elements, k)
		if end <= best.last || end <= k {
			continue
		}
		m.last = end
		if iv, ok := ru.build(m); ok {
			for end > k+1 && (r.word(end-1) == "," || r.word(end-1) == "." && !isShort(r.word(end-2))) {
				end-- // an optional comma or full stop with nothing after it
			}
			best = found{first: k, last: end, Interval: iv}
		}
	}
	return best, best.last > k
}

// isShort reports whether a word is a short form that ends in a full stop.
func isShort(word string) bool {
	return len(word) <= 4 && word != "May" && word != "June" && word != "July"
}

// phrase returns the number of atoms of p that stand at k, 0 if not all do.
func (r *reader) phrase(p phrase, k int) int {
	if k+len(p.words) > len(r.atoms) {
		return 0
	}
	for i, w := range p.words {
		if r.atoms[k+i].word != w {
			return 0
		}
	}
	if k+len(p.words) < len(r.atoms) && r.atoms[k+len(p.words)].class&(clUnit|clNumber|clNum|clFew) != 0 {
		return 0 // "in the past two years"
	}
	if len(p.words) == 1 && k > 0 && r.word(k-1) == "as" {
		return 0 // "as soon as"
	}
	return len(p.words)
}

// word returns the words of atom k as they stand.
func (r *reader) word(k int) string { return r.t.Document.Text[r.atoms[k].start:r.atoms[k].end] }
