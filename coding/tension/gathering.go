package tension

import (
	"cmp"
	"regexp"
	"slices"

	"entente"
	"entente/internal/plain"
)

// Gathering tells what does not fit in documents and across them, as briefs and
// exports do. Documents are added one by one in the order of the material; it
// keeps no texts, but what is compared: each signed tie and event, who says it,
// and two values of each thing counted. It is of one goroutine.
type Gathering struct {
	ground   *ground
	recorded []Found                     // within documents, as they were recorded
	added    int                         // documents whose words are their own
	seen     map[entente.DocumentID]bool // where words come from
	labels   map[entente.ActorID]string
}

// NewGathering returns one of no documents.
func NewGathering() *Gathering {
	return &Gathering{ground: newGround(), seen: map[entente.DocumentID]bool{}, labels: map[entente.ActorID]string{}}
}

// Add adds a document. One that repeats the words of a document added before, or the
// same words as a copy added before, says nothing new.
func (g *Gathering) Add(r *entente.Records) {
	d := &r.Document
	for i := range r.Actors {
		if a := &r.Actors[i]; g.labels[a.Actor] == "" {
			g.labels[a.Actor] = cmp.Or(plain.Line(a.Label), string(a.Actor))
		}
	}
	repeats := d.CopyOf != "" && g.seen[d.CopyOf]
	g.seen[cmp.Or(d.CopyOf, d.ID)] = true
	if repeats {
		return
	}
	g.added++
	g.ground.add(r)
	for i := range r.Tensions {
		g.recorded = append(g.recorded, Found{r.Tensions[i], []entente.DocumentID{d.ID}})
	}
}

// Tensions returns what does not fit: across documents, sorted by document,
// evidence and id, and then, in the order of the documents, what was recorded
// within one and is no part of that. Working names actors by label, on one line.
func (g *Gathering) Tensions() []Found {
	out := slices.Clone(g.recorded)
	if g.added > 1 {
		across := g.ground.found()
		out = append(across, g.apart(across)...)
	}
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
	for _, f := range g.recorded {
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
