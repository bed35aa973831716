package engine

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"entente"
	"entente/brief"
	"entente/ledger"
)

// Brief makes the brief about the actors named by id or label: none for
// everything in the ledger, one, or a pair; of its records as people judged them.
func (e *Engine) Brief(ctx context.Context, actors ...string) (*brief.Brief, error) {
	return e.Report(ctx, Scope{}, actors...)
}

// named turns names into ids: an id or a label as it is, in any case, or a
// label that starts with the name where only one does.
func named(ctx context.Context, l ledger.Ledger, names []string) ([]entente.ActorID, error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := collect(l.Actors(ctx))
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "list the actors")
	}
	var ids []entente.ActorID
	for _, name := range names {
		id, err := find(all, strings.TrimSpace(name))
		if err != nil && inTables(ctx, l, entente.ActorID(strings.TrimSpace(name))) {
			id, err = entente.ActorID(strings.TrimSpace(name)), nil
		}
		if err != nil {
			return nil, err
		}
		if slices.Contains(ids, id) {
			return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", string(id))
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// inTables reports whether a row of an event table tells of an actor of that id,
// or of what belongs to it.
func inTables(ctx context.Context, l ledger.Ledger, id entente.ActorID) bool {
	if id == "" {
		return false
	}
	for _, err := range l.Observations(ctx, ledger.Slice{A: id, Imported: true, Limit: 1}) {
		return err == nil
	}
	return false
}

func find(all []ledger.ActorCount, name string) (entente.ActorID, error) {
	for _, match := range []func(a ledger.ActorCount) bool{
		func(a ledger.ActorCount) bool { return string(a.Actor) == name },
		func(a ledger.ActorCount) bool {
			return strings.EqualFold(string(a.Actor), name) || strings.EqualFold(a.Label, name)
		},
		func(a ledger.ActorCount) bool { return prefixed(a.Label, name) },
	} {
		var hits []ledger.ActorCount
		for _, a := range all {
			if match(a) {
				hits = append(hits, a)
			}
		}
		switch {
		case len(hits) == 1:
			return hits[0].Actor, nil
		case len(hits) > 1:
			return "", Errorf(CodeAmbiguousActor, "give the id: "+list(hits), "%q is the name of %d actors", name, len(hits))
		}
	}
	hint := `"entente actors" lists those that are there`
	if near := Nearest(name, labels(all)); near != "" {
		hint = "did you mean " + near + "? " + hint
	}
	return "", Errorf(CodeUnknownActor, hint, "no actor %q in the ledger", name)
}

func prefixed(label, name string) bool {
	return len(name) >= 3 && len(label) > len(name) && strings.EqualFold(label[:len(name)], name) && label[len(name)] == ' '
}

func labels(all []ledger.ActorCount) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, a := range all {
			if !yield(a.Label) || !yield(string(a.Actor)) {
				return
			}
		}
	}
}

func list(hits []ledger.ActorCount) string {
	var out []string
	for _, h := range hits[:min(len(hits), 6)] {
		out = append(out, string(h.Actor)+" ("+h.Label+")")
	}
	if len(hits) > 6 {
		out = append(out, "...")
	}
	return strings.Join(out, ", ")
}

func collect[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for v, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, v)
	}
	return out, nil
}

// KnownActor is an actor that documents name or rows of event tables tell of.
type KnownActor struct {
	ledger.ActorCount
	Told int `json:"told"` // of it as done, by it or to it, with a date: in documents and rows
}

// Actors lists the actors that the ledger names, most documents first, then those
// most told of. Those that only rows tell of have no label and no type.
func (e *Engine) Actors(ctx context.Context) ([]KnownActor, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	all, err := knownActors(ctx, l)
	return all, wrap(CodeLedger, err, "", "list the actors")
}

func knownActors(ctx context.Context, l ledger.Ledger) ([]KnownActor, error) {
	told, err := toldOf(ctx, l)
	if err != nil {
		return nil, err
	}
	var out []KnownActor
	for a, err := range l.Actors(ctx) {
		if err != nil {
			return nil, err
		}
		out = append(out, KnownActor{a, told[a.Actor]})
		delete(told, a.Actor)
	}
	rest := len(out)
	for id, n := range told {
		out = append(out, KnownActor{ledger.ActorCount{Actor: id}, n})
	}
	slices.SortFunc(out[rest:], func(a, b KnownActor) int {
		return cmp.Or(cmp.Compare(b.Told, a.Told), cmp.Compare(a.Actor, b.Actor))
	})
	return out, nil
}

// toldOf counts for each actor what is told as done of it with a date.
func toldOf(ctx context.Context, l ledger.Ledger) (map[entente.ActorID]int, error) {
	held, err := l.Stats(ctx)
	if err != nil || held.Last == 0 {
		return nil, err
	}
	return l.Told(ctx, ledger.Window{From: held.First, To: held.Last})
}

// Missing lists the actors that no table knows, those named most first: names
// that the reader found and that were given ids of their own ("x:...").
func (e *Engine) Missing(ctx context.Context) ([]KnownActor, error) {
	all, err := e.Actors(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(a KnownActor) bool { return !strings.HasPrefix(string(a.Actor), "x:") }), nil
}

// Documents lists the documents of the ledger, or those that an actor appears
// in, by date, with what they copy.
func (e *Engine) Documents(ctx context.Context, actors ...string) ([]*entente.Document, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	ids, err := named(ctx, l, actors)
	if err != nil {
		return nil, err
	}
	from, err := e.lineage(ctx, l)
	if err != nil {
		return nil, wrap(CodeLedger, err, "", "read %s", e.config.Ledger)
	}
	docs, err := collect(l.Documents(ctx, ledger.Query{Actors: ids}))
	for _, d := range docs {
		d.CopyOf = from.origins[d.ID]
	}
	return docs, wrap(CodeLedger, err, "", "list the documents")
}

// Search finds words in documents and claims, best first.
func (e *Engine) Search(ctx context.Context, words string, limit int) ([]ledger.Hit, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	hits, err := collect(l.Search(ctx, words, limit))
	return hits, wrap(CodeLedger, err, "give plain words", "search for %q", words)
}

// Stats counts what the ledger holds.
func (e *Engine) Stats(ctx context.Context) (ledger.Stats, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return ledger.Stats{}, err
	}
	s, err := l.Stats(ctx)
	return s, wrap(CodeLedger, err, "", "count")
}

// checker is a ledger that can examine itself.
type checker interface {
	Check(ctx context.Context) error
}

// Check examines the ledger: the store's own integrity, and that every record's
// evidence lies in its document's text, and that who copied whom, where the ledger
// keeps it, is what is found anew; what was kept wrong is an error, and mended where
// the ledger can be written.
func (e *Engine) Check(ctx context.Context) (ledger.Stats, error) {
	l, err := e.open(ctx, existing)
	if err != nil {
		return ledger.Stats{}, err
	}
	if err := e.examine(ctx, l); err != nil {
		return ledger.Stats{}, err
	}
	wrong, mended, err := e.mendLineage(ctx, l)
	if err == nil && wrong {
		hint := "nothing is lost, and it was found anew: check again"
		if !mended {
			hint = "nothing is lost, but what was found anew could not be kept: check again where the ledger can be written"
		}
		err = Errorf(CodeBrokenLedger, hint, "%s kept wrongly who copied whom among its documents", e.config.Ledger)
	}
	if err != nil {
		return ledger.Stats{}, keep(CodeLedger, err, "", "look for copies")
	}
	return e.Stats(ctx)
}

// broken is what to try with a ledger that is damaged.
const broken = "restore a copy, or read the sources into a new ledger"

// examine looks for damage that cannot be mended.
func (e *Engine) examine(ctx context.Context, l ledger.Ledger) error {
	if c, ok := l.(checker); ok {
		if err := c.Check(ctx); err != nil {
			return keep(CodeBrokenLedger, err, broken, "%s is damaged", e.config.Ledger)
		}
	}
	for r, err := range l.Material(ctx, ledger.Query{}) {
		if err == nil {
			err = spansHold(r)
		}
		if err != nil {
			if errors.Is(err, context.Canceled) {
				return err
			}
			return keep(CodeBrokenLedger, err, broken, "%s is damaged", e.config.Ledger)
		}
	}
	return nil
}

// spansHold reports the first record whose evidence lies outside its document.
func spansHold(r *entente.Records) error {
	for rec := range r.All() {
		h := rec.Header()
		if h.Kind != entente.KindDocument && !h.Evidence.Valid(r.Document.Text) {
			return Errorf(CodeBrokenLedger, broken, "%s %s: its evidence %d to %d lies outside the text of %s", h.Kind, h.ID, h.Evidence.Start, h.Evidence.End, r.Document.ID)
		}
	}
	return nil
}
