package resolve

import (
	"cmp"
	"slices"

	"entente"
)

// Finder finds copies among documents that are added one by one. It keeps them in
// groups of near copies, each led by the document that was added first, and
// compares a text with the representatives of a group only: its leader and those of
// its members that are least alike. So a document costs the same whether ten
// documents are copies of one another or all are. It is not safe for concurrent
// use.
type Finder struct {
	sources  []Source // representatives; of those that are so no longer, without the text
	groups   []group
	bands    leads             // groups by key of a band
	passages leads             // groups by some of the shingles, for parts
	exact    map[uint64]member // the first document of some words
	held     int               // shingles of representatives
	journal  *journal          // nil where nothing is taken back
}

// group is documents that are near copies of one another.
type group struct {
	shown []int32   // its representatives, the leader first
	near  []float64 // how alike each was to the nearest of the others when it came
}

// member is a document with the group that it is in.
type member struct {
	id    entente.DocumentID
	group int32
	count int // its passages
}

// Bounds of what one document costs.
const (
	// bandKept is how many groups a key may name: a key that more share is a stock
	// phrase and tells nothing.
	bandKept = 64
	// represented is how many members of a group a text is compared with. 6,000
	// reprints of one story, cut and edited, are all found with 4; 16 leave room for
	// stories that change from day to day.
	represented = 16
	// triedMost is how many groups a text is compared with, those first with which it
	// has most keys in common.
	triedMost = 64
)

// One shingle of sampled is kept to find passages by (0 mod p sampling, Manber
// 1994); a passage of partWords holds about four of them, and two in common make
// a pair worth comparing.
const (
	sampled   = 8
	sampleHit = 2
)

// NewFinder returns a finder that knows no documents.
func NewFinder() *Finder {
	return &Finder{bands: newLeads(), passages: newLeads(), exact: map[uint64]member{}}
}

// Add adds a document and returns what it shares with those added before, as Look
// does. The relation is the two texts' alone; Copies says who copied whom.
func (f *Finder) Add(s Source) []Match {
	if !s.Text.comparable() {
		return nil
	}
	out, g := f.look(&s)
	f.journal.add(f.enter(s, g, out))
	return out
}

// Trace adds a document that is not Earlier than any added before, and returns
// what it copies; ok is false where it copies nothing.
func (f *Finder) Trace(s Source) (c Copy, ok bool) {
	matches := f.Add(s)
	if len(matches) == 0 {
		return c, false
	}
	best := &matches[0]
	return Copy{Document: s.ID, Of: best.A, Kind: best.Kind, Share: best.InB, Shared: best.Shared}, true
}

// Look returns what a text shares with the representatives of the documents added,
// near copies before parts, the most alike first, of equally like ones the one added
// first. Where it has the words of a document, that is the only match of its group. B
// of the matches is empty.
func (f *Finder) Look(t *Text) []Match {
	if !t.comparable() {
		return nil
	}
	out, _ := f.look(&Source{Text: t})
	return out
}

func (t *Text) comparable() bool { return t.words >= leastWords && len(t.shingles) > 0 }

// look returns the matches of a text and the group that it belongs to, -1 where it
// is no near copy of anything.
func (f *Finder) look(s *Source) ([]Match, int32) {
	type found struct {
		Match
		group int32
	}
	var all []found
	same, known := f.exact[s.Text.key()]
	if known {
		all = append(all, found{Match{A: same.id, B: s.ID, Kind: CopyExact, InA: 1, InB: 1, Shared: same.count}, same.group})
	}
	for _, g := range f.candidates(s.Text) {
		if known && g == same.group {
			continue
		}
		for _, n := range f.groups[g].shown {
			if m, ok := compare(&f.sources[n], s); ok {
				all = append(all, found{m, g})
			}
		}
	}
	// Representatives stand in the order in which they were added, groups in that of
	// their candidates.
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(order(a.Kind == CopyPart, b.Kind == CopyPart), cmp.Compare(b.alike(), a.alike()), cmp.Compare(a.group, b.group))
	})
	if len(all) == 0 {
		return nil, -1
	}
	out := make([]Match, len(all))
	for i := range all {
		out[i] = all[i].Match
	}
	if all[0].Kind == CopyPart {
		return out, -1
	}
	return out, all[0].group
}

// order puts what is not so before what is.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// candidates are the groups worth comparing with a text: those with a band or
// sampleHit passages in common, those with most in common first, triedMost at most.
func (f *Finder) candidates(t *Text) []int32 {
	hits := map[int32]int{}
	for _, x := range t.bands {
		for g := range f.bands.of(x) {
			hits[g] += sampleHit
		}
	}
	for _, x := range t.shingles {
		if x%sampled == 0 {
			for g := range f.passages.of(x) {
				hits[g]++
			}
		}
	}
	var out []int32
	for g, n := range hits {
		if n >= sampleHit {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Or(cmp.Compare(hits[b], hits[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), triedMost)]
}

// enter puts a document into group g, or one of its own where g is -1. It becomes a
// representative where the group has room, or in the place of the one that is most
// like another (Gonzalez 1985 picks the farthest point likewise, over all points). It
// returns what it changed.
func (f *Finder) enter(s Source, g int32, matches []Match) step {
	st := step{source: s, group: g}
	if g < 0 {
		g = int32(len(f.groups))
		f.groups = append(f.groups, group{})
		st.group, st.founded = g, true
	}
	if key := s.Text.key(); f.exact[key].count == 0 {
		f.exact[key] = member{s.ID, g, len(s.Text.shingles)}
		st.first = true
	}
	in, near := &f.groups[g], 0.
	if len(in.shown) > 0 {
		near = matches[0].alike()
	}
	switch {
	case near == 1:
		return st
	case len(in.shown) == represented:
		most := 1
		for i := range in.near {
			if i > 0 && in.near[i] > in.near[most] {
				most = i
			}
		}
		if near >= in.near[most] {
			return st
		}
		out := &f.sources[in.shown[most]]
		if f.journal != nil {
			st.room = &room{out.Text, in.shown[most], slices.Clone(in.shown), slices.Clone(in.near)}
		}
		f.held -= len(out.Text.shingles)
		out.Text = nil // to be let go
		in.shown, in.near = slices.Delete(in.shown, most, most+1), slices.Delete(in.near, most, most+1)
	}
	in.shown, in.near = append(in.shown, int32(len(f.sources))), append(in.near, near)
	f.sources = append(f.sources, s)
	f.held += len(s.Text.shingles)
	st.shows = true
	f.index(s.Text, &st)
	return st
}

// index has the keys of a text lead to the group of a step, which notes those that did
// not before.
func (f *Finder) index(t *Text, st *step) {
	for i, x := range t.bands {
		if f.bands.add(x, st.group) {
			st.bands |= 1 << i
		}
	}
	n := 0
	for _, x := range t.shingles {
		if x%sampled != 0 {
			continue
		}
		added := f.passages.add(x, st.group)
		if f.journal == nil {
			continue
		}
		if n%64 == 0 {
			st.passages = append(st.passages, 0)
		}
		if added {
			st.passages[n/64] |= 1 << (n % 64)
		}
		n++
	}
}
