package resolve

import (
	"cmp"
	"slices"

	"entente"
)

// CopyVersion counts changes of what copies are found among the same documents.
// Ledgers keep copies under it: whoever changes the bounds, the sketch, the
// order or the finder so that other copies are found raises it, or ledgers go on
// with those found before.
const CopyVersion = "1"

// Source is a document as copies are told by.
type Source struct {
	ID        entente.DocumentID
	Outlet    string
	Published entente.Day // 0 where not known
	Text      *Text
}

// Kinds of copies.
const (
	CopyExact = "exact" // the same words
	CopyNear  = "near"  // cut, edited, or with lines of an agency or editor added
	CopyPart  = "part"  // a long passage of it stands in another article
)

// Copy says that a document repeats another's words.
type Copy struct {
	Document entente.DocumentID `json:"document"`
	Of       entente.DocumentID `json:"of"`
	Kind     string             `json:"kind"`
	Share    float64            `json:"share"`  // of the document's five-word passages that stand in the other, 0 to 1
	Shared   int                `json:"shared"` // passages
}

// Bounds of what counts as a copy, set on pairs made of real articles (see
// eval's task copies): unrelated news shares a few passages of stock phrases and
// background, an edited copy keeps most.
const (
	nearShare  = 0.5
	partShare  = 0.15
	partWords  = 30 // five-word passages in common, to be a part at all
	leastWords = 8  // shorter bodies agree by chance
)

// Match is two documents that share words.
type Match struct {
	A, B     entente.DocumentID
	Kind     string
	InA, InB float64 // shares of each one's passages
	Shared   int
}

// alike is the share of both texts' passages that are common (Jaccard).
func (m *Match) alike() float64 {
	return 1 / (1/max(m.InA, 1e-9) + 1/max(m.InB, 1e-9) - 1)
}

// compare verifies a pair by its passages.
func compare(a, b *Source) (Match, bool) {
	shared := a.Text.Shared(b.Text)
	m := Match{A: a.ID, B: b.ID, Shared: shared, InA: float64(shared) / float64(len(a.Text.shingles)), InB: float64(shared) / float64(len(b.Text.shingles))}
	switch most := max(m.InA, m.InB); {
	case m.InA == 1 && m.InB == 1:
		m.Kind = CopyExact
	case most >= nearShare && shared >= min(partWords, len(a.Text.shingles)/2+1, len(b.Text.shingles)/2+1):
		m.Kind = CopyNear
	case most >= partShare && shared >= partWords:
		m.Kind = CopyPart
	default:
		return m, false
	}
	return m, true
}

// Copies returns who copied whom among documents: for each that repeats another's
// words, the one it is most like among those published before, of equally like
// ones the first; one that it is a near copy of goes before one that it shares a
// passage with. Of a group of many copies it looks at the group's representatives
// only (see Finder). Of two of the same or an unknown date the longer is the
// origin, of equally long ones the first by id. What a document copies depends on
// those before it in this order and on nothing else. The documents may come in any
// order; the result is sorted by document.
func Copies(documents []Source) []Copy {
	order := slices.Clone(documents)
	slices.SortFunc(order, Earlier)
	f := NewFinder()
	var out []Copy
	for _, s := range order {
		if c, ok := f.Trace(s); ok {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Copy) int { return cmp.Compare(a.Document, b.Document) })
	return out
}

// Earlier orders documents by date published, unknown dates last, then longer
// ones first, then by id.
func Earlier(a, b Source) int {
	if a.Published.IsZero() != b.Published.IsZero() {
		if a.Published.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(cmp.Compare(a.Published, b.Published), cmp.Compare(len(b.Text.shingles), len(a.Text.shingles)), cmp.Compare(a.ID, b.ID))
}

// Origins follows copies back to where the words come from: the origin of each
// document that is a copy. A part is no copy: an article that holds a passage of
// another is an origin of its own. Of copies that go round in a circle, which Copies
// never returns, one is its own origin.
func Origins(copies []Copy) map[entente.DocumentID]entente.DocumentID {
	of := make(map[entente.DocumentID]entente.DocumentID, len(copies))
	for _, c := range copies {
		if c.Kind != CopyPart {
			of[c.Document] = c.Of
		}
	}
	out := make(map[entente.DocumentID]entente.DocumentID, len(of))
	var way []entente.DocumentID
	for _, c := range copies { // each document is walked through once, however long the ways are
		way = way[:0]
		at := c.Document
		for {
			if origin, ok := out[at]; ok {
				at = origin
				break
			}
			up, ok := of[at]
			if !ok {
				break
			}
			way, out[at] = append(way, at), at // until its origin is known
			at = up
		}
		for _, d := range way {
			out[d] = at
		}
	}
	return out
}
