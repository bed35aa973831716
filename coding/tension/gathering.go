package tension

import (
	"cmp"
	"regexp"
	"slices"

	"entente"
	"entente/internal/plain"
)

// Gathering tells what does not fit in documents and across them, as briefs and
// exports do. Documents are added one by one in the order of the material, by date
// published and then id; it keeps no texts, but what is compared: each signed tie and
// event, who says it, and two values of each thing counted. It is of one goroutine.
type Gathering struct {
	ground   *ground
	recorded []recorded                  // within documents
	seen     map[entente.DocumentID]bool // where words come from
	added    int                         // documents whose words are their own
	day      entente.Day                 // of the document added last
	held     []held                      // copies of that day whose document may still come, one of each
	awaited  map[entente.DocumentID]bool // the documents of those copies
	place    int                         // of the document added last
	labels   map[entente.ActorID]string
}

// recorded is what was recorded within the document at a place.
type recorded struct {
	Found
	place int
}

// held is a copy, the document at a place.
type held struct {
	*entente.Records
	place int
}

// NewGathering returns one of no documents.
func NewGathering() *Gathering {
	return &Gathering{ground: newGround(), seen: map[entente.DocumentID]bool{}, awaited: map[entente.DocumentID]bool{}, labels: map[entente.ActorID]string{}}
}

// Add adds a document. One that repeats the words of a document added before or later on the
// same day, or the same words as a copy added before, says nothing new: of copies without their
// document the first speaks. It may be kept until a document of another day is added.
func (g *Gathering) Add(r *entente.Records) {
	d := &r.Document
	for i := range r.Actors {
		if a := &r.Actors[i]; g.labels[a.Actor] == "" {
			g.labels[a.Actor] = cmp.Or(plain.Line(a.Label), string(a.Actor))
		}
	}
	if d.Published != g.day {
		g.release()
	}
	g.day = d.Published
	g.place++
	switch {
	case d.CopyOf == "":
		g.take(r, g.place)
	case !g.seen[d.CopyOf] && !g.awaited[d.CopyOf]:
		g.held, g.awaited[d.CopyOf] = append(g.held, held{r, g.place}), true
	}
}

// release takes the copies whose document did not come.
func (g *Gathering) release() {
	for _, h := range g.held {
		if !g.seen[h.Document.CopyOf] {
			g.take(h.Records, h.place)
		}
	}
	clear(g.awaited)
	clear(g.held)
	g.held = g.held[:0]
}

// take takes what a document says, the one at a place.
func (g *Gathering) take(r *entente.Records, place int) {
	d := &r.Document
	g.seen[cmp.Or(d.CopyOf, d.ID)] = true
	g.added++
	g.ground.add(r)
	for i := range r.Tensions {
		g.recorded = append(g.recorded, recorded{Found{r.Tensions[i], []entente.DocumentID{d.ID}}, place})
	}
}

// Tensions returns what does not fit: across documents, sorted by document,
// evidence and id, and then, in the order of the documents, what was recorded
// within one and is no part of that. Working names actors by label, on one line.
func (g *Gathering) Tensions() []Found {
	g.release()
	slices.SortStableFunc(g.recorded, func(a, b recorded) int { return cmp.Compare(a.place, b.place) })
	var across []Found
	if g.added > 1 {
		across = g.ground.found()
	}
	out := append(across, g.apart(across)...)
	for i := range out {
		out[i].Working = g.worded(out[i].Working)
	}
	return out
}

// apart returns what was recorded within a document and is no part of a tension of
// the same type across documents: one that holds all its items.
func (g *Gathering) apart(across []Found) []Found {
	holders := map[entente.RecordID][]int{} // of items of what was recorded: the tensions across documents
	for i := range g.recorded {
		for _, id := range g.recorded[i].Items {
			holders[id] = nil
		}
	}
	for i := range across {
		for _, id := range across[i].Items {
			if h, ok := holders[id]; ok {
				holders[id] = append(h, i)
			}
		}
	}
	var out []Found
	for i := range g.recorded {
		f := g.recorded[i].Found
		part := len(f.Items) > 0 && slices.ContainsFunc(holders[f.Items[0]], func(i int) bool {
			return across[i].Type == f.Type && !slices.ContainsFunc(f.Items, func(id entente.RecordID) bool { return !slices.Contains(holders[id], i) })
		})
		if !part {
			out = append(out, f)
		}
	}
	return out
}

// idWords are words that may be ids of actors, where a speaker was a pronoun.
var idWords = regexp.MustCompile(`\b(?:x:[\w.-]*\w|[A-Z]{3}(?:\.[A-Z]{3})?)\b`)

// worded is a working with the labels of actors in place of their ids.
func (g *Gathering) worded(working string) string {
	return plain.Line(idWords.ReplaceAllStringFunc(working, func(id string) string {
		return cmp.Or(g.labels[entente.ActorID(id)], id)
	}))
}
