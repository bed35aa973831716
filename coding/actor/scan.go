package actor

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// desk is one document being annotated.
type desk struct {
	r        *Resolver
	text     *document.Text
	on       entente.Day
	work     []work
	trimmed  []document.Name // the reader's, trimmed
	actors   map[entente.ActorID]*entente.Actor
	alias    map[string]entente.ActorID // folded words that this document introduced
	people   []*figure                  // persons in order of first mention
	weight   map[string]int             // how often the document names each country
	named    map[entente.ActorID]bool   // organisations of states named by words that mean nothing else
	abroad   int
	refs     []ref
	figureOf map[entente.ActorID]*figure
	quoting  []bool            // by sentence, once asked for: begins within a quotation
	bearer   map[string]string // folded surnames and given names of persons: whose it is, by given name
}

// work is one sentence of the desk.
type work struct {
	atoms    []atom
	hits     []hit
	nobodies []hit   // matches of words that name nobody
	cover    []int16 // by token: index of the hit or figure mention that covers it plus one, 0 for none
	mentions []document.Mention
	figures  []figureAt
	shouted  bool // written all in capitals
}

// hit is a match of the table in a sentence.
type hit struct {
	first, last int // atoms [first, last)
	tf, tl      int // tokens [tf, tl)
	head        int // token that governs the rest
	senses      []sense
	sense       *sense // the chosen one; nil: none holds
	done        bool   // a mention was written for it
	twin        bool   // the first of "North and South Gondor", governed by the head of the second
	half        bool   // the first part of "Russo-Gondorian", a twin
}

func (h *hit) thing() *thing { return &h.sense.table.things[h.sense.what] }
func (h *hit) agent() *agent { return &h.sense.table.agents[h.sense.what] }
func (h *hit) is(f form) bool {
	return h.sense != nil && h.sense.form == f
}

// phrase is the folded words of a hit: "vice president".
func (w *work) phrase(h *hit) string {
	words := make([]string, 0, 4)
	for k := h.first; k < h.last; k++ {
		words = append(words, w.atoms[k].word)
	}
	return strings.Join(words, " ")
}

// names reports whether the chosen sense is a place's name, which a person may bear.
func (h *hit) names() bool {
	if h.sense == nil || h.is(formAgent) {
		return false
	}
	n := h.thing()
	return h.is(formCapital) || h.is(formName) && (n.typ == entente.ActorState || n.typ == entente.ActorRegion)
}

// scan finds the longest names of the tables in sentence i.
func (d *desk) scan(i int) {
	s := &d.text.Sentences[i]
	w := &d.work[i]
	w.atoms = atomsOf(s)
	w.cover = make([]int16, len(s.Tokens))
	w.shouted = shouted(w.atoms)
	w.hits, w.nobodies = d.r.match(w.atoms, w.shouted)
	w.hits = d.r.addTwins(w.atoms, w.hits, w.shouted)
	w.hits = d.r.addHalves(w.atoms, w.hits, w.shouted)
	for k := range w.hits {
		h := &w.hits[k]
		h.tf, h.tl = w.atoms[h.first].token, w.atoms[h.last-1].token+1
		h.head = headOf(s, h.tf, h.tl)
		if k > 0 && w.hits[k-1].twin {
			w.hits[k-1].head = h.head
		}
	}
}

// shouted reports whether most words are in capitals, as in some headlines.
func shouted(atoms []atom) bool {
	caps, lower := 0, 0
	for _, a := range atoms {
		if a.caps {
			caps++
		} else if a.lower {
			lower++
		}
	}
	return caps >= 3 && caps > 2*lower
}

// match returns the matches of all tables, the longest at each place, apart from those of words
// that name nobody; of two tables with a match of one length the senses of the later come first.
func (r *Resolver) match(atoms []atom, shouted bool) (hits, nobodies []hit) {
	for i := 0; i < len(atoms); {
		best := r.longest(atoms, i, shouted)
		if best.last == i {
			i++
			continue
		}
		if atoms[i].word == "the" { // "the West Gondorian guard" is not the West's
			if next := r.longest(atoms, i+1, shouted); next.last > best.last {
				best = next
			}
		}
		if slices.ContainsFunc(best.senses, func(x sense) bool { return x.form == formNobody }) {
			nobodies = append(nobodies, best)
		} else {
			hits = append(hits, best)
		}
		i = best.last
	}
	return hits, nobodies
}

// longest returns the longest match of all tables that begins at atom i, an empty one for none.
func (r *Resolver) longest(atoms []atom, i int, shouted bool) hit {
	best := hit{first: i, last: i}
	for k := len(r.tables) - 1; k >= 0; k-- {
		t := r.tables[k].trie
		node := int32(0)
		for j := i; j < len(atoms); j++ {
			if node = t.step(node, atoms[j].word); node < 0 {
				break
			}
			if len(t.senses[node]) == 0 || j+1 < best.last {
				continue
			}
			senses := written(t.senses[node], atoms[i:j+1], shouted)
			if len(senses) == 0 {
				continue
			}
			if j+1 == best.last {
				senses = append(append([]sense{}, best.senses...), senses...)
			}
			best.last, best.senses = j+1, senses
		}
	}
	return best
}

// isNobody reports whether the word that governs a name is one of words that name nobody:
// "the Northern Demilitarized Zone".
func (w *work) isNobody(head int) bool {
	return slices.ContainsFunc(w.nobodies, func(h hit) bool {
		return w.atoms[h.first].token <= head && head <= w.atoms[h.last-1].token
	})
}

// written keeps the senses whose capitals the text has.
func written(senses []sense, atoms []atom, shouted bool) []sense {
	good := func(s *sense) bool {
		switch s.need {
		case needCaps:
			return atoms[0].caps && !shouted
		case needFirst:
			return atoms[0].upper
		case needInitial:
			return atoms[0].upper && (atoms[len(atoms)-1].upper || atoms[len(atoms)-1].word == "'s") || len(atoms) > 2 && atoms[len(atoms)-1].upper
		}
		return true
	}
	n := 0
	for i := range senses {
		if good(&senses[i]) {
			n++
		}
	}
	if n == len(senses) {
		return senses
	}
	out := make([]sense, 0, n)
	for i := range senses {
		if good(&senses[i]) {
			out = append(out, senses[i])
		}
	}
	return out
}

// headOf returns the token of [first, last) whose head lies outside.
func headOf(s *document.Sentence, first, last int) int {
	head := first
	for i := last - 1; i >= first; i-- {
		if h := s.Tokens[i].Head; h < first || h >= last {
			head = i
			switch s.Tokens[i].Rel {
			case "case", "punct", "flat": // a surname hung on somebody else's first name
			default:
				return i
			}
		}
	}
	return head
}
