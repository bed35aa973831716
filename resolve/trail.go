package resolve

import (
	"cmp"
	"maps"
	"slices"

	"entente"
)

// Trail is who copied whom among documents that come in batches, as Copies finds it.
// Where documents come that are not the last in the order of Earlier, it takes those
// back that stand behind them and traces them again. It is not safe for concurrent use.
type Trail struct {
	finder *Finder
	copies map[entente.DocumentID]Copy
	bodies map[entente.DocumentID]body // of all documents
}

// body is what of a document decides what copies it: a body that is equal has the same
// words and day.
type body struct {
	key        uint64
	published  entente.Day
	comparable bool
}

// NewTrail returns the trail of no documents, which can take so many back at least.
func NewTrail(undo int) *Trail {
	f := NewFinder()
	f.journal = &journal{most: undo}
	return &Trail{finder: f, copies: map[entente.DocumentID]Copy{}, bodies: map[entente.DocumentID]body{}}
}

// Add adds documents, in any order; those that are there already, with the same words and
// day, are passed over. It reports false, and has added none, where one belongs before all
// that it can take back, or is there with other words or of another day: then all documents
// are to be traced anew, by another trail.
func (t *Trail) Add(documents []Source) bool {
	fresh := map[entente.DocumentID]body{}
	var batch []Source
	for _, s := range documents {
		b := body{s.Text.key(), s.Published, s.Text.comparable()}
		was, known := t.bodies[s.ID]
		if !known {
			was, known = fresh[s.ID]
		}
		if !known {
			fresh[s.ID], batch = b, append(batch, s)
		} else if was != b {
			return false
		}
	}
	slices.SortFunc(batch, Earlier)
	back := 0
	for _, s := range batch {
		if s.Text.comparable() {
			n, ok := t.finder.journal.behind(s)
			if !ok {
				return false
			}
			back = n
			break
		}
	}
	maps.Copy(t.bodies, fresh)
	t.trace(batch, back)
	return true
}

// trace takes documents back and traces them again with those of a batch.
func (t *Trail) trace(batch []Source, back int) {
	for range back {
		s := t.finder.undo()
		delete(t.copies, s.ID)
		batch = append(batch, s)
	}
	if back > 0 {
		slices.SortFunc(batch, Earlier)
	}
	for _, s := range batch {
		if c, ok := t.finder.Trace(s); ok {
			t.copies[s.ID] = c
		}
	}
}

// Copies returns who copied whom, sorted by document.
func (t *Trail) Copies() []Copy {
	return slices.SortedFunc(maps.Values(t.copies), func(a, b Copy) int { return cmp.Compare(a.Document, b.Document) })
}

// Held is how many passages of documents the trail keeps. With what finds them they take
// some twenty bytes each.
func (t *Trail) Held() int { return t.finder.held + t.finder.journal.held }
