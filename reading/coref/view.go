package coref

import (
	"slices"

	"entente/document"
)

// view is a text as it is being resolved: its nominals in order, and the entities
// that they were joined to so far.
type view struct {
	m        *Model
	t        *document.Text
	base     []int // number of each sentence's first word
	quote    []int // by word
	speaker  []int // by quotation: word of its speaker, -1
	nominals []nominal
	byHead   map[int]int // by word: its nominal that is not joint
	from     []int       // by sentence: its first nominal
	entities []entity

	features []uint32
	scores   []float32
	choices  []int
}

// entity is what several nominals stand for.
type entity struct {
	size   int
	last   int // nominal that stood for it last
	gender gender
	number number
	sort   sort
	named  bool
	nouns  []uint32 // lemmas of nouns that stood for it
}

func (m *Model) newView(t *document.Text) *view {
	v := &view{m: m, t: t, base: make([]int, len(t.Sentences)), from: make([]int, len(t.Sentences)+1), byHead: map[int]int{}}
	n := 0
	for i := range t.Sentences {
		v.base[i] = n
		n += len(t.Sentences[i].Tokens)
	}
	v.quote = make([]int, n)
	v.markQuotes()
	v.findSpeakers()
	for i := range t.Sentences {
		v.from[i] = len(v.nominals)
		v.find(i)
	}
	v.from[len(t.Sentences)] = len(v.nominals)
	return v
}

// find adds the nominals of sentence i.
func (v *view) find(i int) {
	s := &v.t.Sentences[i]
	for k := range s.Tokens {
		if !isHead(s, k) {
			continue
		}
		n := v.m.newNominal(v, i, k)
		if tok := &s.Tokens[k]; tok.Rel == "appos" {
			if h, ok := v.byHead[v.base[i]+tok.Head]; ok {
				n.appos = h
			}
		}
		v.byHead[n.at] = len(v.nominals)
		v.nominals = append(v.nominals, n)
		if j := conjunct(s, k); j >= 0 {
			v.nominals = append(v.nominals, jointOf(n, j))
		}
	}
}

// conjunct returns the last nominal that is coordinated by "and" with token k, -1.
func conjunct(s *document.Sentence, k int) int {
	last := -1
	for _, c32 := range s.Children(k) {
		c := int(c32)
		tok := &s.Tokens[c]
		if tok.Rel == "conj" && (tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || tok.UPOS == "PRON") {
			if cc := s.Child(c, "cc"); cc >= 0 && s.Tokens[cc].Lemma == "and" {
				last = c
			}
		}
	}
	return last
}

// jointOf is all that are coordinated with n, up to the token last.
func jointOf(n nominal, last int) nominal {
	n.joint, n.number, n.kind, n.pronoun = true, plural, isNoun, pronoun{}
	n.last = last + 1
	n.gender, n.words, n.determiner = genderUnknown, nil, bare
	return n
}

// nameAt returns the type of the reader's name that holds the head of a nominal.
func (v *view) nameAt(sentence, head, first, last int) document.NameType {
	i, _ := slices.BinarySearchFunc(v.t.Names, sentence, func(n document.Name, s int) int { return n.Sentence - s })
	for ; i < len(v.t.Names) && v.t.Names[i].Sentence == sentence; i++ {
		if n := &v.t.Names[i]; n.First < last && first < n.Last && (n.First <= head && head < n.Last || n.Last == last) {
			return n.Type
		}
	}
	return ""
}

// entityOf returns the entity of nominal a, made of it alone on first use.
func (v *view) entityOf(a int) *entity {
	n := &v.nominals[a]
	if n.entity < 0 {
		n.entity = len(v.entities)
		v.entities = append(v.entities, entity{size: 1, last: a, gender: n.gender, number: n.number, sort: n.sort, named: n.kind == isName})
		if n.kind == isNoun && !n.joint {
			v.entities[n.entity].nouns = []uint32{n.lemma}
		}
	}
	return &v.entities[n.entity]
}

// join says that a stands for what to stands for.
func (v *view) join(a, to int) {
	e := v.entityOf(to)
	n := &v.nominals[a]
	n.entity = v.nominals[to].entity
	e.size++
	e.last = max(e.last, a)
	if e.gender == genderUnknown {
		e.gender = n.gender
	}
	if e.number == numberUnknown {
		e.number = n.number
	}
	if e.sort == sortUnknown {
		e.sort = n.sort
	}
	e.named = e.named || n.kind == isName
	if n.kind == isNoun && !slices.Contains(e.nouns, n.lemma) {
		e.nouns = append(e.nouns, n.lemma)
	}
}
