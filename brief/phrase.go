package brief

import "entente"

// Wording puts what is told into plain words. It is safe for concurrent use.
type Wording struct{ tables *wording }

// NewWording reads the tables of words; the error names file and line.
func NewWording() (*Wording, error) {
	w, err := newWording()
	return &Wording{w}, err
}

// Phrase words who does what to whom, or stands how, whatever the stance: of s
// it reads kind, names, type, mode, relation and layer.
func (w *Wording) Phrase(s *Statement) string { return w.tables.statement(s) }

// Sentence returns the sentence or sentences of d around a span, in one line,
// or "" where the span does not slice the document's text.
func Sentence(d *entente.Document, at entente.Span) string {
	if !at.Valid(d.Text) {
		return ""
	}
	p := page{Records: &entente.Records{Document: *d}}
	return clean(p.sentence(at))
}

// Line makes text from outside fit for one line: white space runs become one
// space; control characters and marks that reorder or hide text are dropped.
func Line(s string) string { return clean(s) }

// Stance says in a word how a thing is told, "" where it is asserted of the
// present.
func Stance(s entente.Stance, negated, historical bool) string {
	return stanceWord(s, negated, historical)
}

// IsMutual reports whether an event of this type and mode has no direction.
func IsMutual(typ, mode string) bool { return mutual(typ, mode) }
