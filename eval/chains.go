package eval

import (
	"cmp"
	"maps"
	"slices"
)

// chains is how a text's mentions fall into sets that name or stand for one
// thing: of each mention its chain. Mentions are numbers of the caller's choice;
// a mention is in one chain.
type chains map[int]int

// withoutSingles drops chains of one mention.
func (c chains) withoutSingles() chains {
	size := map[int]int{}
	for _, k := range c {
		size[k]++
	}
	out := chains{}
	for m, k := range c {
		if size[k] > 1 {
			out[m] = k
		}
	}
	return out
}

// sizes is how many mentions each chain has.
func (c chains) sizes() map[int]int {
	n := map[int]int{}
	for _, k := range c {
		n[k]++
	}
	return n
}

// shared is how many mentions a gold and a predicted chain share.
type shared struct{ gold, got, mentions int }

// overlap returns the pairs of chains that share mentions, in order.
func overlap(gold, got chains) []shared {
	n := map[[2]int]int{}
	for m, k := range gold {
		if g, ok := got[m]; ok {
			n[[2]int{k, g}]++
		}
	}
	out := make([]shared, 0, len(n))
	for pair, k := range n {
		out = append(out, shared{pair[0], pair[1], k})
	}
	slices.SortFunc(out, func(a, b shared) int { return cmp.Or(a.gold-b.gold, a.got-b.got) })
	return out
}

// share is a sum over a sum: of recall or precision.
type share struct{ over, under float64 }

func (s *share) add(o share) { s.over, s.under = s.over+o.over, s.under+o.under }

func (s share) value() float64 {
	if s.under == 0 {
		return 0
	}
	return s.over / s.under
}

// coreferenceScore is one measure's recall and precision.
type coreferenceScore struct{ recall, precision share }

func (s *coreferenceScore) add(o coreferenceScore) {
	s.recall.add(o.recall)
	s.precision.add(o.precision)
}

// f is the harmonic mean in per cent.
func (s coreferenceScore) f() float64 {
	r, p := s.recall.value(), s.precision.value()
	if r+p == 0 {
		return 0
	}
	return 100 * 2 * r * p / (r + p)
}

// muc counts links: a chain of n mentions needs n-1, and lacks one for each further
// part that the other side cuts it into (Vilain et al., MUC-6, 1995).
func muc(gold, got chains) coreferenceScore {
	side := func(a, b chains) share {
		parts := map[int]map[int]bool{} // of each chain of a, the chains of b that hold its mentions
		alone := map[int]int{}          // of each chain of a, its mentions that b lacks
		for m, k := range a {
			if g, ok := b[m]; ok {
				if parts[k] == nil {
					parts[k] = map[int]bool{}
				}
				parts[k][g] = true
			} else {
				alone[k]++
			}
		}
		var s share
		for k, n := range a.sizes() {
			s.over += float64(n - len(parts[k]) - alone[k])
			s.under += float64(n - 1)
		}
		return s
	}
	return coreferenceScore{side(gold, got), side(got, gold)}
}

// bCubed averages over mentions how much of a mention's chain the other side's
// chain of it holds (Bagga and Baldwin, LREC 1998); a mention that the other side
// lacks counts 0.
func bCubed(gold, got chains) coreferenceScore {
	goldSize, gotSize := gold.sizes(), got.sizes()
	var s coreferenceScore
	for _, o := range overlap(gold, got) {
		n := o.mentions
		s.recall.over += float64(n*n) / float64(goldSize[o.gold])
		s.precision.over += float64(n*n) / float64(gotSize[o.got])
	}
	s.recall.under, s.precision.under = float64(len(gold)), float64(len(got))
	return s
}

// ceafE aligns chains one to one so that the sum of 2|K and R|/(|K|+|R|) is
// greatest, and divides it by the number of chains (Luo, HLT 2005, with phi 4).
func ceafE(gold, got chains) coreferenceScore {
	goldSize, gotSize := gold.sizes(), got.sizes()
	rows, columns := order(goldSize), order(gotSize)
	gain := make([][]float64, len(rows))
	for i := range gain {
		gain[i] = make([]float64, len(columns))
	}
	for _, o := range overlap(gold, got) {
		gain[rows[o.gold]][columns[o.got]] = 2 * float64(o.mentions) / float64(goldSize[o.gold]+gotSize[o.got])
	}
	best := assignment(gain)
	return coreferenceScore{share{best, float64(len(rows))}, share{best, float64(len(columns))}}
}

// order gives the keys of sizes places from 0, in order.
func order(sizes map[int]int) map[int]int {
	at := map[int]int{}
	for _, k := range slices.Sorted(maps.Keys(sizes)) {
		at[k] = len(at)
	}
	return at
}
