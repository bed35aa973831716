package event

import (
	"fmt"

	"entente"
	"entente/document"
	"entente/plover"
)

// Note tells what became of one frame at one word, for explanations.
type Note struct {
	Sentence int
	Token    int // of the sentence
	Trigger  entente.Span
	Frame    string
	Outcome  string
}

// Explain codes t and returns, in the order of trying, which frames a word of t
// called up and what became of each: a word without a note is in no frame.
func (c *Coder) Explain(t *document.Text) []Note {
	var notes []Note
	f := finder{c: c, t: t, note: func(n Note) { notes = append(notes, n) }}
	f.run()
	return notes
}

func (f *finder) explain(i int, fr *frame, outcome string) {
	if f.note != nil {
		f.note(Note{f.at, i, f.s.Tokens[i].Span, fr.name, outcome})
	}
}

func coded(typ plover.Type, mode string, a, r []entente.ActorID) string {
	return fmt.Sprintf("coded %s %s %v %v", typ, mode, a, r)
}
