// Package actor tells who is meant: it finds the words of a text that name or
// stand for states, their organs, organisations, groups and persons, and gives
// each its identifier, country (ISO 3166-1 alpha-3, "IGO" for organisations of
// states) and PLOVER sector.
//
// It knows a shipped, dated table of names (folder tables, each row with its
// source), patterns over the trees ("Iranian" + "foreign minister"), and what
// the document itself says (an apposition, a bracketed acronym, a pronoun). It
// finds no names by itself beyond those of the table: the reader's Names come
// from outside. It does not compare documents with each other.
//
// Start with New, then Resolver.Annotate for documents and Resolver.Resolve for
// a phrase alone.
package actor

import (
	"entente"
	"entente/document"
)

// Resolver finds actors. It is not changed after New and may be used by
// several goroutines at once, each on its own text.
type Resolver struct {
	tables []*table // the shipped one first; later ones win
}

// Options says what a Resolver knows beside the shipped table.
type Options struct {
	// Dictionaries are laid over the shipped table; later ones win.
	Dictionaries []*Dictionary
}

// DefaultOptions is the shipped table alone.
func DefaultOptions() Options { return Options{} }

// New returns a Resolver over the shipped table, which is read once a process,
// and opts' dictionaries. The error is one of the shipped table.
func New(opts Options) (*Resolver, error) {
	base, err := shipped()
	if err != nil {
		return nil, err
	}
	r := &Resolver{tables: []*table{base}}
	for _, d := range opts.Dictionaries {
		r.tables = append(r.tables, d.table)
	}
	return r, nil
}

// Annotate replaces t.Mentions and t.Actors by the mentions found in t's
// sentences and what they stand for. It reads tokens, trees, t.Names and t.References, and
// dates offices by t.Document.Published (the newest known where it is zero).
// Mentions are sorted by start, the longer first; words that stand for two
// actors ("both countries") give two mentions. A mention whose Actor is empty
// is of somebody who could not be told.
func (r *Resolver) Annotate(t *document.Text) {
	d := &desk{r: r, text: t, on: t.Document.Published, actors: map[entente.ActorID]*entente.Actor{}, alias: map[string]entente.ActorID{}, figureOf: map[entente.ActorID]*figure{}}
	d.work = make([]work, len(t.Sentences))
	for i := range t.Sentences {
		d.scan(i)
	}
	d.trimNames()
	d.countBearers()
	d.weigh()
	for i := range t.Sentences {
		d.choose(i)
		d.findNames(i)
	}
	for i := range t.Sentences { // once more: headlines name by their surnames whom the text names in full
		d.surnames(i)
	}
	for i := range t.Sentences {
		d.refer(i)
	}
	d.referAhead()
	d.finish()
}
