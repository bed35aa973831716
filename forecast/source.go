package forecast

import (
	"cmp"
	"slices"
	"strings"

	"entente"
)

// Source is data that tell of acts: the documents together, or one event table.
type Source struct {
	DataSet string      `json:"data_set"` // empty for documents
	Acts    int         `json:"acts"`     // records of those asked about that count
	Last    entente.Day `json:"last"`     // latest act of those asked about
	End     entente.Day `json:"end"`      // last day that it tells of anybody
}

// tellers keep which sources tell of whom, and how far each reaches.
type tellers struct {
	sources []Source // each with its end alone
	numbers map[string]int32
	of      map[teller]*tally
}

// teller is a source of a pair, the first by id first, or of one actor, b empty.
type teller struct {
	a, b   entente.ActorID
	source int32
}

type tally struct {
	acts int
	last entente.Day
}

func newTellers() tellers { return tellers{numbers: map[string]int32{}, of: map[teller]*tally{}} }

// source is the number of a data set that reaches a day.
func (t *tellers) source(set string, day entente.Day) int32 {
	n, ok := t.numbers[set]
	if !ok {
		n = int32(len(t.sources))
		t.numbers[set], t.sources = n, append(t.sources, Source{DataSet: set})
	}
	t.sources[n].End = max(t.sources[n].End, day)
	return n
}

// tell counts an act of a source.
func (t *tellers) tell(source int32, a, b entente.ActorID, day entente.Day) {
	for _, k := range [...]teller{{min(a, b), max(a, b), source}, {a, "", source}, {b, "", source}} {
		n := t.of[k]
		if n == nil {
			n = &tally{}
			t.of[k] = n
		}
		n.acts++
		n.last = max(n.last, day)
	}
}

// Sources are those that tell of acts between two, or of one with anybody where b is
// empty: the one that reaches furthest first.
func (p *Past) Sources(a, b entente.ActorID) []Source {
	out := []Source{}
	for i, s := range p.told.sources {
		k := teller{min(a, b), max(a, b), int32(i)}
		if b == "" {
			k.a, k.b = a, ""
		}
		if n := p.told.of[k]; n != nil {
			s.Acts, s.Last = n.acts, n.last
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(x, y Source) int {
		return cmp.Or(cmp.Compare(y.End, x.End), strings.Compare(x.DataSet, y.DataSet))
	})
	return out
}

// End is the last day of the data that tell of two, or of one where b is empty: after it
// nothing would be told of them, whatever they did. Of two of whom nothing is told
// together it is the last day on which something is told of both; AsOf where nothing is
// told of one of them.
func (p *Past) End(a, b entente.ActorID) entente.Day {
	if all := p.Sources(a, b); len(all) > 0 {
		return all[0].End
	}
	if b == "" {
		return p.AsOf
	}
	return min(p.End(a, ""), p.End(b, ""))
}

// Ends are the last days of data that end before AsOf, the latest first, each once.
func (p *Past) Ends() []entente.Day {
	var out []entente.Day
	for _, s := range p.told.sources {
		if s.End < p.AsOf {
			out = append(out, s.End)
		}
	}
	slices.SortFunc(out, func(x, y entente.Day) int { return cmp.Compare(y, x) })
	return slices.Compact(out)
}
