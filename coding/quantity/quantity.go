// Package quantity finds the numbers of an annotated text: values, ranges and
// bounds with their unit, what they count ("Of"), whose it is ("Where"), and
// what they are compared with ("twice as much as ..."). Numbers that are names
// (product models, sections, telephone numbers), dates that Text.Times covers,
// ages, scores, clock times and list numbers are left alone. Words are tables;
// what is counted is read off the tree. Start with Find.
package quantity

import (
	"slices"
	"strings"
	"sync"

	"entente"
	"entente/document"
)

// Find replaces t.Quantities by the quantities of t's sentences, in text order,
// each with its id, evidence span and tokens. It reads Times and, to name whose
// a number is where the text says "it", Mentions; both may be empty. It uses the
// shipped tables.
func Find(t *document.Text) { shipped().Find(t) }

var shipped = sync.OnceValue(New)

// Find does what the function Find does, with the tables of l. It may be called
// from several goroutines on different texts.
func (l *Lexicon) Find(t *document.Text) {
	t.Quantities = t.Quantities[:0]
	f := finder{l: l, t: t}
	times, mentions := t.Times, t.Mentions
	for i := range t.Sentences {
		f.times, times = cutTimes(times, i)
		f.mentions, mentions = cutMentions(mentions, i)
		f.sentence(i)
	}
}

// cutTimes returns the times of sentence i and those of later sentences.
func cutTimes(ts []document.Time, i int) (here, rest []document.Time) {
	k := 0
	for k < len(ts) && ts[k].Sentence < i {
		k++
	}
	n := k
	for n < len(ts) && ts[n].Sentence == i {
		n++
	}
	return ts[k:n], ts[n:]
}

func cutMentions(ms []document.Mention, i int) (here, rest []document.Mention) {
	k := 0
	for k < len(ms) && ms[k].Sentence < i {
		k++
	}
	n := k
	for n < len(ms) && ms[n].Sentence == i {
		n++
	}
	return ms[k:n], ms[n:]
}

// finder is the state of one pass over a document.
type finder struct {
	l        *Lexicon
	t        *document.Text
	at       int // sentence
	s        *document.Sentence
	atoms    []atom
	times    []document.Time
	mentions []document.Mention
}

// number is what the words say, before the tree is asked: atoms [first, last)
// with bound words, [start, last) without, tokens of the same.
type number struct {
	first, start, last int
	low, high          *float64
	value              float64
	unit               unit
	approximate, words bool
	head               int // token that the tree hangs the numeral on
}

func (f *finder) sentence(i int) {
	f.at, f.s = i, &f.t.Sentences[i]
	if len(f.s.Tokens) == 0 {
		return
	}
	f.atoms = f.l.atomize(f.atoms[:0], f.t.Document.Text, f.s)
	from := len(f.t.Quantities)
	for k := 0; k < len(f.atoms); {
		if f.atoms[k].kind == other {
			k++
			continue
		}
		if c, ok := f.ratio(k); ok {
			f.writeRatio(c, from)
			k = c.last
			continue
		}
		n, ok := f.number(k)
		if !ok {
			k = max(k+1, n.last)
			continue
		}
		f.write(n)
		k = n.last
	}
}

// write puts a quantity onto the text.
func (f *finder) write(n number) {
	q := document.Quantity{Range: f.tokens(n.first, n.last)}
	q.Low, q.High, q.Value, q.Unit, q.Approximate = n.low, n.high, n.value, n.unit.code, n.approximate
	f.countOf(&q, n)
	if q.Unit == "" && q.Of == "" {
		f.harmed(&q)
	}
	if q.Unit == "" && q.Of == "" {
		return // a bare number that counts nothing says nothing
	}
	f.exceeded(&q, n.head)
	f.finish(&q, f.span(n.first, n.last))
}

// harmed counts those of whom a participle behind the number tells: "12 were killed and 30 wounded".
func (f *finder) harmed(q *document.Quantity) {
	if q.Last >= len(f.s.Tokens) {
		return
	}
	t := &f.s.Tokens[q.Last]
	switch strings.ToLower(t.Form) {
	case "killed", "wounded", "injured", "dead", "missing", "displaced", "arrested", "detained":
	default:
		return
	}
	if t.XPOS == "VBD" && f.s.Child(q.Last, "obj", "nsubj") >= 0 || f.s.Child(q.Last, "obj") > q.Last {
		return // "the blast in sector 12 killed"
	}
	q.Unit, q.Of, q.OfSpan = "person", t.Form, t.Span
}

// exceeded opens the top of what something is said to have exceeded.
func (f *finder) exceeded(q *document.Quantity, top int) {
	t := &f.s.Tokens[top]
	if t.Rel != "obj" || t.Head < 0 || t.Head > top || q.Low == nil || q.Unit == "ratio" {
		return
	}
	switch v := t.Head; f.s.Tokens[v].Lemma {
	case "exceed", "surpass", "top":
		if !f.denied(v) {
			q.High = nil
		}
	}
}

// denied reports a "not" or "never" that hangs on verb v.
func (f *finder) denied(v int) bool {
	return slices.ContainsFunc(f.s.Children(v), func(c int32) bool {
		l := f.s.Tokens[c].Lemma
		return l == "not" || l == "n't" || l == "never"
	})
}

// finish gives q its identity and date and appends it.
func (f *finder) finish(q *document.Quantity, at entente.Span) {
	q.Kind, q.Document, q.Evidence = entente.KindQuantity, f.t.Document.ID, at
	q.ID = entente.NewRecordID(entente.KindQuantity, f.t.Document.ID, at)
	switch q.Unit {
	case "day", "week", "month", "year": // how long, not when
	default:
		q.Date = f.date(q.Range)
	}
	f.t.Quantities = append(f.t.Quantities, *q)
}

// date returns the time nearest to r in its sentence of those that say when what r counts was so, zero
// if there is none.
func (f *finder) date(r document.Range) entente.Interval {
	best, distance := entente.Interval{}, 1<<30
	for _, x := range f.times {
		d := max(x.First-r.Last, r.First-x.Last)
		if d < distance && !(x.From.IsZero() && x.To.IsZero()) && f.dates(&x, r) {
			best, distance = x.Interval, d
		}
	}
	return best
}

// dates reports whether a time stands with the clause of r or with one that r's is a part of: not
// with the clause about another noun, nor with the verb of who says it.
func (f *finder) dates(x *document.Time, r document.Range) bool {
	at := f.clauseOf(x.First, x.Range)
	if at < 0 {
		return true // nothing but a time
	}
	if t := &f.s.Tokens[at]; (t.Rel == "acl" || t.Rel == "acl:relcl") && (t.Head >= r.First && t.Head < r.Last || t.Head == f.s.Tokens[r.First].Head) {
		return true // "the 10 percent imposed in May"
	}
	for i := r.First; i >= 0; i = f.s.Tokens[i].Head {
		if i == at {
			return true
		}
		switch t := &f.s.Tokens[i]; t.Rel {
		case "acl:relcl", "ccomp":
			return false
		case "acl":
			if t.XPOS == "VBN" || t.XPOS == "VBG" {
				return false
			}
		}
	}
	return false
}

// clauseOf returns the word that the time at i dates: the verb or noun that heads its clause.
func (f *finder) clauseOf(i int, r document.Range) int {
	for h := range f.s.Ancestors(i) {
		if h >= r.First && h < r.Last {
			continue
		}
		t := &f.s.Tokens[h]
		if t.Head < 0 {
			return h
		}
		switch t.Rel {
		case "acl", "acl:relcl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "csubj", "appos":
			return h
		}
	}
	return -1
}

// tokens returns the tokens that atoms [a, b) lie in.
func (f *finder) tokens(a, b int) document.Range {
	return document.Range{Sentence: f.at, First: f.atoms[a].token, Last: f.atoms[b-1].token + 1}
}

func (f *finder) span(a, b int) entente.Span {
	return entente.Span{Start: f.atoms[a].start, End: f.atoms[b-1].end}
}

// inTime reports whether a token lies in an expression of time.
func (f *finder) inTime(token int) bool {
	for _, x := range f.times {
		if x.First <= token && token < x.Last {
			return true
		}
	}
	return false
}
