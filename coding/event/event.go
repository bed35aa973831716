// Package event finds what is told as done between actors: who met, praised,
// threatened, aided or attacked whom, in the types and modes of PLOVER. Frames
// are a table: a trigger word, what it needs beside it, paths in the tree that
// lead to who acts and to whom it is done, a type and mode, and an example each.
// Operators are frames that take their meaning from another ("agreed to",
// "refused to", "demanded that"). It returns candidates with how they are put
// (package stance); who says so is put to each by the caller. Standing relations
// are the business of package tie. Start with New and Coder.Code.
package event

import (
	"entente"
	"entente/coding/stance"
	"entente/document"
	"entente/plover"
)

// Candidate is an event without its claim. Sentence and Head are the sentence
// and the token of the trigger; Span is from the first to the last word that
// gives it a part.
type Candidate struct {
	Type       plover.Type
	Mode       string // "" or a mode of the type
	Actors     []entente.ActorID
	Recipients []entente.ActorID // none where several Actors do it with each other
	Contexts   []string
	Quad       int
	Intensity  float64 // -10..10
	Layer      entente.Layer
	Sign       entente.Sign
	Date       entente.Interval
	Place      string
	Quantities []entente.RecordID
	Trigger    entente.Span
	Span       entente.Span
	Mentions   []entente.RoleMention
	Confidence float64 // 0..1
	Sentence   int
	Head       int
	// Stance is how the event is put. Where Absorbed is set, the type already
	// says what the words around the trigger do ("will meet" is AGREE, and that
	// is done), and Stance stands in place of the claim's own.
	Stance   stance.Reading
	Absorbed bool
	// Frame names the frame: its line in the table and its trigger.
	Frame string
}

// Coder holds the loaded tables. It is never written after New and may be used
// by several goroutines on different texts.
type Coder struct {
	frames   map[string][]*frame // by trigger lemma, in order of preference
	classes  map[string]map[string]bool
	contexts map[string][]string
	layers   map[string]entente.Layer
}

// Code returns the events of t in text order. It reads Sentences, Mentions,
// Attributions, Times and Quantities and writes nothing on t.
func (c *Coder) Code(t *document.Text) []Candidate {
	f := finder{c: c, t: t}
	f.run()
	return f.out
}

// finder is the state of one pass over a document.
type finder struct {
	c        *Coder
	t        *document.Text
	at       int
	s        *document.Sentence
	mentions []document.Mention // of the sentence
	heads    [][]int32          // by token: indices of mentions it governs
	senses   []*sense           // by token
	state    []state            // by token
	skip     []filler           // who may not be found: who acts is not whom it is done to
	out      []Candidate
	verb     int  // the trigger whose slots are being filled
	placed   bool // actors of a place are sought
	acting   bool // who acts is sought
	crowd    bool // and it is what crowds do, who are of where they are
	from     int  // first candidate of the sentence in out

	quantities []document.Quantity // of the sentence
	times      []document.Time
	note       func(Note) // nil but for Explain
}

type state uint8

const (
	unread state = iota
	reading
	read
)

func (f *finder) run() {
	var ms, qs, ts int
	for i := range f.t.Sentences {
		f.at, f.s = i, &f.t.Sentences[i]
		f.mentions = run(f.t.Mentions, &ms, i, func(m *document.Mention) int { return m.Sentence })
		f.quantities = run(f.t.Quantities, &qs, i, func(q *document.Quantity) int { return q.Sentence })
		f.times = run(f.t.Times, &ts, i, func(x *document.Time) int { return x.Sentence })
		if len(f.s.Tokens) > 0 {
			f.sentence()
		}
	}
}

// run returns the items of one sentence from a slice sorted by sentence, and
// moves *at behind them.
func run[T any](items []T, at *int, sentence int, of func(*T) int) []T {
	for *at < len(items) && of(&items[*at]) < sentence {
		*at++
	}
	first := *at
	for *at < len(items) && of(&items[*at]) == sentence {
		*at++
	}
	return items[first:*at]
}

func (f *finder) sentence() {
	n := len(f.s.Tokens)
	if cap(f.heads) < n {
		f.heads, f.senses, f.state = make([][]int32, n, 2*n), make([]*sense, n, 2*n), make([]state, n, 2*n)
	}
	f.heads, f.senses, f.state = f.heads[:n], f.senses[:n], f.state[:n]
	for i := range n {
		f.heads[i], f.senses[i], f.state[i] = f.heads[i][:0], nil, unread
	}
	for k, m := range f.mentions {
		if m.Actor != "" && m.Head >= 0 && m.Head < n {
			f.heads[m.Head] = append(f.heads[m.Head], int32(k))
		}
	}
	f.from = len(f.out)
	for i := range n {
		f.sense(i)
	}
	f.emit()
}
