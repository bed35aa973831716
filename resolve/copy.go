package resolve

import (
	"cmp"
	"slices"

	"entente"
)

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

// Finder finds copies among documents that are added one by one. It is not safe
// for concurrent use.
type Finder struct {
	sources  []Source
	bands    map[uint64][]int32
	passages map[uint64][]int32 // some of the shingles, for parts
}

// bandKept is how many documents one band's key may name: a key that more share is
// a stock phrase and tells nothing.
const bandKept = 64

// One shingle of sampled is kept to find passages by (0 mod p sampling, Manber
// 1994); a passage of partWords holds about four of them, and two in common make
// a pair worth comparing.
const (
	sampled   = 8
	sampleHit = 2
)

// NewFinder returns a finder that knows no documents.
func NewFinder() *Finder {
	return &Finder{bands: map[uint64][]int32{}, passages: map[uint64][]int32{}}
}

// Add adds a document and returns what it shares with those added before, the
// most alike first. The relation is the two texts' alone; Copies says who copied
// whom.
func (f *Finder) Add(s Source) []Match {
	if !s.Text.comparable() {
		return nil
	}
	out := f.look(&s)
	me := int32(len(f.sources))
	f.sources = append(f.sources, s)
	for i := range bands {
		if k := s.Text.band(i); len(f.bands[k]) < bandKept {
			f.bands[k] = append(f.bands[k], me)
		}
	}
	for _, x := range s.Text.shingles {
		if x%sampled == 0 && len(f.passages[x]) < bandKept {
			f.passages[x] = append(f.passages[x], me)
		}
	}
	return out
}

// Look returns what a text shares with the documents added, the most alike first.
// B of the matches is empty.
func (f *Finder) Look(t *Text) []Match {
	if !t.comparable() {
		return nil
	}
	return f.look(&Source{Text: t})
}

func (t *Text) comparable() bool { return t.words >= leastWords && len(t.shingles) > 0 }

func (f *Finder) look(s *Source) []Match {
	seen := map[int32]bool{}
	var out []Match
	try := func(n int32) {
		if seen[n] {
			return
		}
		seen[n] = true
		if m, ok := compare(&f.sources[n], s); ok {
			out = append(out, m)
		}
	}
	for i := range bands {
		for _, n := range f.bands[s.Text.band(i)] {
			try(n)
		}
	}
	hits := map[int32]int{}
	for _, x := range s.Text.shingles {
		if x%sampled != 0 {
			continue
		}
		for _, n := range f.passages[x] {
			if hits[n]++; hits[n] == sampleHit {
				try(n)
			}
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Or(cmp.Compare(b.alike(), a.alike()), cmp.Compare(a.A, b.A)) })
	return out
}

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
// ones the first. Of two of the
// same or an unknown date the longer is the origin, of equally long ones the
// first by id. The documents may come in any order; the result is sorted by
// document.
func Copies(documents []Source) []Copy {
	order := slices.Clone(documents)
	slices.SortFunc(order, earlier)
	rank := make(map[entente.DocumentID]int, len(order))
	for i := range order {
		rank[order[i].ID] = i
	}
	f := NewFinder()
	var out []Copy
	for _, s := range order {
		matches := f.Add(s)
		if len(matches) == 0 {
			continue
		}
		best := matches[0]
		for _, m := range matches[1:] {
			if m.alike() == best.alike() && rank[m.A] < rank[best.A] {
				best = m
			}
		}
		out = append(out, Copy{Document: s.ID, Of: best.A, Kind: best.Kind, Share: best.InB, Shared: best.Shared})
	}
	slices.SortFunc(out, func(a, b Copy) int { return cmp.Compare(a.Document, b.Document) })
	return out
}

// earlier orders documents by date published, unknown dates last, then longer
// ones first, then by id.
func earlier(a, b Source) int {
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
// another is an origin of its own.
func Origins(copies []Copy) map[entente.DocumentID]entente.DocumentID {
	of := map[entente.DocumentID]entente.DocumentID{}
	for _, c := range copies {
		if c.Kind != CopyPart {
			of[c.Document] = c.Of
		}
	}
	out := make(map[entente.DocumentID]entente.DocumentID, len(of))
	for d := range of {
		at := d
		for range len(of) + 1 {
			up, ok := of[at]
			if !ok {
				break
			}
			at = up
		}
		out[d] = at
	}
	return out
}
