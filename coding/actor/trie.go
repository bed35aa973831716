package actor

import "entente"

// form says by which kind of word a sense names its thing.
type form uint8

const (
	formName      form = iota // a proper name: "Gondor"
	formAdjective             // "Gondorian"
	formPeople                // "Gondorians"
	formPerson                // "a Gondorian"
	formCapital               // a capital, standing for its government
	formSeat                  // a seat of government that is no place: "the White House"
	formCity                  // any other place within a state
	formSurname               // a person's last name alone
	formAgent                 // a common noun of agents.tsv
	formNobody                // words that name nobody, though a part of them may look so
)

// need says how a name must be written to be one.
type need uint8

const (
	needNone    need = iota
	needInitial      // the first and last word with a capital
	needFirst        // the first word with a capital, the last one as it may be
	needCaps         // all in capitals: "US", "WHO"
)

// sense is one thing that a name can stand for. What indexes table.things, or
// table.agents where form is formAgent.
type sense struct {
	form         form
	need         need
	weak         bool // needs support from the document: an acronym or a name that several things share
	what         int32
	since, until entente.Day
	table        *table
}

// valid reports whether a name stood for its thing on a day. An unknown day
// takes names that are still in use.
func (s *sense) valid(on entente.Day) bool {
	if on.IsZero() {
		return s.until.IsZero()
	}
	return (s.since.IsZero() || s.since <= on) && (s.until.IsZero() || on <= s.until)
}

// trie maps sequences of folded words to senses. Words are numbered so that a
// step is one look-up of an integer key.
type trie struct {
	words  map[string]int32
	next   map[uint64]int32
	senses [][]sense // by node
}

func newTrie(size int) *trie {
	return &trie{words: make(map[string]int32, size), next: make(map[uint64]int32, 2*size), senses: make([][]sense, 1, 2*size)}
}

// add enters a name. Names without a word are left out.
func (t *trie) add(atoms []atom, s sense) {
	node := int32(0)
	for _, a := range atoms {
		id, ok := t.words[a.word]
		if !ok {
			id = int32(len(t.words))
			t.words[a.word] = id
		}
		key := uint64(node)<<32 | uint64(uint32(id))
		child, ok := t.next[key]
		if !ok {
			child = int32(len(t.senses))
			t.senses = append(t.senses, nil)
			t.next[key] = child
		}
		node = child
	}
	if node != 0 {
		t.senses[node] = append(t.senses[node], s)
	}
}

// step returns the node after a word, or -1.
func (t *trie) step(node int32, word string) int32 {
	id, ok := t.words[word]
	if !ok {
		return -1
	}
	child, ok := t.next[uint64(node)<<32|uint64(uint32(id))]
	if !ok {
		return -1
	}
	return child
}
