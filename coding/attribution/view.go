package attribution

import (
	"math/bits"
	"strings"

	"entente/document"
)

// view is a text laid out for tagging: its words in one row, each with the
// hashes that features are made of.
type view struct {
	t      *document.Text
	words  []word
	first  []int // of each sentence, and the number of words at the end
	quotes int
	cue    []float32 // score of each word as the head of a cue, once asked for
}

// word is a token with what features ask of it. Values are hashes unless said.
type word struct {
	sentence, token              int32
	head                         int32 // in view.words, -1 at the root
	subject                      int32 // of a predicate, its own or shared; -1
	quote                        int32 // number of the quotation, 0 outside
	depth                        int32 // steps to the root
	form, lemma, upos, xpos, rel uint32
	coarse, fine                 uint32 // groups of words alike in use
	class                        uint32 // of the lexicon, 0 where not listed
	frame                        uint32 // set of the relations below, a bit each
	sign                         sign
	name                         uint32 // 1 + type of name, 0 none
	suffix                       uint32
	candidate                    bool
}

// sign is a kind of punctuation.
type sign uint8

const (
	signNone sign = iota
	signOpen
	signClose
	signComma
	signColon
	signStop
	signDash
	signBracket
	signOther
)

var signs = map[string]sign{
	",": signComma, ";": signColon, ":": signColon, ".": signStop, "?": signStop, "!": signStop, "…": signOther,
	"-": signDash, "–": signDash, "—": signDash, "--": signDash, "(": signBracket, ")": signBracket, "[": signBracket, "]": signBracket,
}

// frameRels are the relations that a frame tells apart.
var frameRels = []string{
	"nsubj", "nsubj:pass", "obj", "iobj", "ccomp", "xcomp", "obl", "advcl", "parataxis", "mark", "aux", "aux:pass", "cop", "case",
	"det", "nmod", "nmod:poss", "acl", "acl:relcl", "csubj", "expl", "compound:prt", "conj", "appos", "advmod", "amod", "compound", "nummod", "flat", "punct",
}

// Bits of word.frame.
const (
	bitSubj = 1 << iota
	bitSubjPass
	bitObj
	bitIobj
	bitCcomp
	bitXcomp
	bitObl
	bitAdvcl
	bitParataxis
	bitMark
	bitAux
	bitAuxPass
	bitCop
	bitCase
	bitDet
	bitNmod
	bitPoss
	bitAcl
)

// frameMask leaves out of a frame what says little of a predicate.
const frameMask = (1<<24 - 1) &^ (bitAux | 1<<22)

func (v *view) token(i int) *document.Token {
	w := &v.words[i]
	return &v.t.Sentences[w.sentence].Tokens[w.token]
}

// at returns the word n places from i if it is of the same sentence, else an edge.
func (v *view) at(i, n int) *word {
	j := i + n
	if j < 0 || j >= len(v.words) || v.words[j].sentence != v.words[i].sentence {
		return &edge
	}
	return &v.words[j]
}

var edge = word{form: 1, lemma: 1, upos: 1, xpos: 1, rel: 1, head: -1, subject: -1}

// newView lays out a text.
func (k *knowledge) newView(t *document.Text) *view {
	n := 0
	for i := range t.Sentences {
		n += len(t.Sentences[i].Tokens)
	}
	v := &view{t: t, words: make([]word, 0, n), first: make([]int, 0, len(t.Sentences)+1)}
	for i := range t.Sentences {
		v.first = append(v.first, len(v.words))
		for j := range t.Sentences[i].Tokens {
			v.words = append(v.words, k.newWord(&t.Sentences[i].Tokens[j], i, j, len(v.words)-j))
		}
	}
	v.first = append(v.first, len(v.words))
	for _, n := range t.Names {
		for j := n.First; j < n.Last; j++ {
			v.words[v.first[n.Sentence]+j].name = nameKinds[n.Type]
		}
	}
	for i := range v.words {
		w := &v.words[i]
		if w.head >= 0 {
			h := &v.words[w.head]
			h.frame |= k.relBit[v.token(i).Rel]
			if s := v.token(i).Rel; (s == "nsubj" || s == "nsubj:pass") && h.subject < 0 {
				h.subject = int32(i)
			}
			for x := w.head; x >= 0 && w.depth < 60; x = v.words[x].head {
				w.depth++
			}
		}
	}
	for i := range v.words { // a predicate shares the subject of what it hangs on
		for x, steps := i, 0; v.words[i].subject < 0 && v.words[x].head >= 0 && steps < 3; steps++ {
			if r := k.share[v.token(x).Rel]; !r {
				break
			}
			x = int(v.words[x].head)
			if s := v.words[x].subject; s >= 0 {
				v.words[i].subject = s
			}
		}
	}
	markQuotes(v)
	return v
}

var nameKinds = map[document.NameType]uint32{document.NamePerson: 1, document.NamePlace: 2, document.NameOrganisation: 3}

func (k *knowledge) newWord(tok *document.Token, sentence, token, first int) word {
	lower := strings.ToLower(tok.Form)
	lemma := strings.ToLower(tok.Lemma)
	w := word{
		sentence: int32(sentence), token: int32(token), head: -1, subject: -1,
		form: name(lower), lemma: name(lemma), upos: name(tok.UPOS), xpos: name(tok.XPOS), rel: name(tok.Rel),
		sign: signs[tok.Form], class: k.class[lemma],
	}
	if tok.Head >= 0 {
		w.head = int32(first + tok.Head)
	}
	if g, ok := k.groups[lemma]; ok {
		w.coarse, w.fine = g.Coarse, g.Fine
	} else if g, ok := k.groups[lower]; ok {
		w.coarse, w.fine = g.Coarse, g.Fine
	}
	if n := len(lemma); n > 3 {
		w.suffix = name(lemma[n-3:])
	}
	switch tok.UPOS {
	case "VERB", "NOUN", "ADJ", "AUX", "ADP", "ADV", "PROPN", "SCONJ":
		w.candidate = true
	case "PUNCT":
		w.candidate = w.sign == signColon || w.sign == signDash
	}
	return w
}

// bucket groups distances: 0, 1, 2, 3, 4-5, 6-8, 9-14, 15-24, 25-49, 50 and more.
func bucket(n int) uint32 {
	switch {
	case n < 0:
		return 16 + bucket(-n)
	case n < 4:
		return uint32(n)
	case n < 6:
		return 4
	case n < 9:
		return 5
	case n < 15:
		return 6
	case n < 25:
		return 7
	case n < 50:
		return 8
	}
	return 9
}

// eachBit yields the set bits of a frame.
func eachBit(frame uint32, yield func(bit uint32)) {
	for ; frame != 0; frame &= frame - 1 {
		yield(uint32(bits.TrailingZeros32(frame)) + 1)
	}
}
