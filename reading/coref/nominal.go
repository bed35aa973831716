package coref

import (
	"strings"

	"entente/document"
	"entente/internal/linear"
)

// nominal is a phrase that may stand for something: a pronoun, a name or a noun
// with what hangs on it; joint are all that are coordinated with its head.
type nominal struct {
	sentence, head int
	at             int // number of the head in the text
	first, last    int // tokens [first, last) of the phrase
	kind           kind
	pronoun        pronoun
	joint          bool
	appos          int // the nominal it stands beside ("Faramir, the captain"), -1
	role           uint32
	verb           int // the verb it hangs on, in its sentence, -1
	verbLemma      uint32
	verbClass      uint32
	quote          int // number of the quotation it stands in, 0
	lemma          uint32
	coarse, fine   uint32
	determiner     determiner
	modified       bool
	number         number
	gender         gender
	sort           sort
	words          []string // of a name, in lower case
	entity         int
}

type kind uint8

const (
	isNoun kind = iota
	isName
	isPronoun
)

type number uint8

const (
	numberUnknown number = iota
	singular
	plural
)

type gender uint8

const (
	genderUnknown gender = iota
	masculine
	feminine
	neuter
)

// sort is what kind of thing a phrase names.
type sort uint8

const (
	sortUnknown sort = iota
	sortPerson
	sortPlace
	sortOrganisation
	sortGroup
)

type determiner uint8

const (
	bare determiner = iota
	definite
	indefinite
	demonstrative
	possessive
	quantified
)

// pronoun is what a pronoun tells of itself.
type pronoun struct {
	class  pronounClass
	role   uint8 // 0 personal, 1 possessive, 2 reflexive
	number number
	gender gender
}

type pronounClass uint8

const (
	noPronoun pronounClass = iota
	pronounI
	pronounWe
	pronounYou
	pronounHe
	pronounShe
	pronounIt
	pronounThey
	pronounThis
	pronounThese
)

// pronouns are those that may refer, by form.
var pronouns = map[string]pronoun{
	"i": {pronounI, 0, singular, genderUnknown}, "me": {pronounI, 0, singular, genderUnknown}, "my": {pronounI, 1, singular, genderUnknown},
	"mine": {pronounI, 1, singular, genderUnknown}, "myself": {pronounI, 2, singular, genderUnknown},
	"we": {pronounWe, 0, plural, genderUnknown}, "us": {pronounWe, 0, plural, genderUnknown}, "our": {pronounWe, 1, plural, genderUnknown},
	"ours": {pronounWe, 1, plural, genderUnknown}, "ourselves": {pronounWe, 2, plural, genderUnknown},
	"you": {pronounYou, 0, numberUnknown, genderUnknown}, "your": {pronounYou, 1, numberUnknown, genderUnknown},
	"yours": {pronounYou, 1, numberUnknown, genderUnknown}, "yourself": {pronounYou, 2, singular, genderUnknown},
	"yourselves": {pronounYou, 2, plural, genderUnknown},
	"he":         {pronounHe, 0, singular, masculine}, "him": {pronounHe, 0, singular, masculine}, "his": {pronounHe, 1, singular, masculine},
	"himself": {pronounHe, 2, singular, masculine},
	"she":     {pronounShe, 0, singular, feminine}, "her": {pronounShe, 0, singular, feminine}, "hers": {pronounShe, 1, singular, feminine},
	"herself": {pronounShe, 2, singular, feminine},
	"it":      {pronounIt, 0, singular, neuter}, "its": {pronounIt, 1, singular, neuter}, "itself": {pronounIt, 2, singular, neuter},
	"they": {pronounThey, 0, plural, genderUnknown}, "them": {pronounThey, 0, plural, genderUnknown}, "their": {pronounThey, 1, plural, genderUnknown},
	"theirs": {pronounThey, 1, plural, genderUnknown}, "themselves": {pronounThey, 2, plural, genderUnknown}, "'em": {pronounThey, 0, plural, genderUnknown},
	"this": {pronounThis, 0, singular, neuter}, "that": {pronounThis, 0, singular, neuter},
	"these": {pronounThese, 0, plural, genderUnknown}, "those": {pronounThese, 0, plural, genderUnknown},
}

// pronounOf returns what the pronoun at token i tells, its class 0 where it is none
// that refers.
func pronounOf(s *document.Sentence, i int) pronoun {
	tok := &s.Tokens[i]
	p, ok := pronouns[strings.ToLower(tok.Form)]
	if !ok || tok.UPOS != "PRON" && !strings.HasPrefix(tok.XPOS, "PRP") {
		return pronoun{}
	}
	switch p.class {
	case pronounThis, pronounThese:
		if tok.XPOS == "WDT" || tok.Rel == "det" || tok.Rel == "mark" {
			return pronoun{}
		}
	case pronounShe:
		if tok.XPOS == "PRP$" {
			p.role = 1
		}
	}
	return p
}

// nominalRels are the relations of words that head a phrase of their own.
var nominalRels = map[string]bool{
	"nsubj": true, "nsubj:pass": true, "nsubj:outer": true, "obj": true, "iobj": true, "obl": true, "obl:agent": true, "obl:npmod": true, "obl:unmarked": true,
	"nmod": true, "nmod:poss": true, "nmod:unmarked": true, "nmod:desc": true, "conj": true, "appos": true, "root": true, "vocative": true, "dislocated": true, "parataxis": true,
	"list": true, "orphan": true, "xcomp": true, "ccomp": true, "advcl": true, "acl:relcl": true, "reparandum": true, "csubj": true, "obl:agent:by": true,
}

// isHead reports whether token i heads a phrase that may stand for something.
func isHead(s *document.Sentence, i int) bool {
	tok := &s.Tokens[i]
	switch tok.UPOS {
	case "PRON":
		return pronounOf(s, i).class != noPronoun && tok.Rel != "expl"
	case "NOUN":
		return nominalRels[tok.Rel]
	case "PROPN":
		if nominalRels[tok.Rel] {
			return true
		}
		// "Gondor troops": a name before a noun
		return tok.Rel == "compound" && tok.Head > i && s.Tokens[tok.Head].UPOS == "NOUN"
	}
	return false
}

func (m *Model) newNominal(v *view, i, head int) nominal {
	s := &v.t.Sentences[i]
	tok := &s.Tokens[head]
	lower := strings.ToLower(tok.Form)
	lemma := strings.ToLower(tok.Lemma)
	n := nominal{sentence: i, head: head, at: v.base[i] + head, first: head, last: head + 1, appos: -1, verb: -1, entity: -1, lemma: linear.Hash(lemma)}
	n.quote = v.quote[n.at]
	class, ok := m.classes[lemma]
	if !ok {
		class = m.classes[lower]
	}
	n.coarse, n.fine = class.Coarse, class.Fine
	n.role = roleOf(tok.Rel)
	n.placeVerb(m, s)
	switch tok.UPOS {
	case "PRON":
		n.kind, n.pronoun = isPronoun, pronounOf(s, head)
		n.number, n.gender = n.pronoun.number, n.pronoun.gender
		if n.gender == masculine || n.gender == feminine {
			n.sort = sortPerson
		}
		return n
	case "PROPN":
		n.kind = isName
	}
	n.bound(s)
	switch tok.XPOS {
	case "NNS", "NNPS":
		n.number = plural
	default:
		n.number = singular
	}
	n.describe(m, v, s)
	return n
}

// bound finds the tokens of the phrase without clauses and phrases beside it, and its
// determiner.
func (n *nominal) bound(s *document.Sentence) {
	for _, c32 := range s.Children(n.head) {
		c := int(c32)
		tok := &s.Tokens[c]
		switch tok.Rel {
		case "det":
			switch strings.ToLower(tok.Form) {
			case "the":
				n.determiner = definite
			case "a", "an", "another", "some", "any", "no", "every", "each":
				n.determiner = indefinite
			case "this", "that", "these", "those", "such":
				n.determiner = demonstrative
			case "both", "all":
				n.determiner = quantified
			}
		case "nmod:poss":
			n.determiner = possessive
		case "nummod":
			if n.determiner == bare {
				n.determiner = quantified
			}
			n.modified = true
		case "amod", "compound", "nmod", "acl", "acl:relcl", "appos":
			n.modified = true
		}
		if c < n.head {
			switch tok.Rel {
			case "det", "amod", "compound", "flat", "nummod", "nmod:poss", "nmod:desc":
				f, _ := s.Subtree(c)
				n.first = min(n.first, f)
			}
		} else if tok.Rel == "flat" || tok.Rel == "compound" && c == n.last {
			_, l := s.Subtree(c)
			n.last = max(n.last, l)
		}
	}
}

// describe reads off names and words what the phrase names.
func (n *nominal) describe(m *Model, v *view, s *document.Sentence) {
	head := strings.ToLower(s.Tokens[n.head].Lemma)
	k := m.words[head]
	if n.kind == isNoun {
		switch {
		case k&wordMan != 0:
			n.gender, n.sort = masculine, sortPerson
		case k&wordWoman != 0:
			n.gender, n.sort = feminine, sortPerson
		case k&wordGroup != 0:
			n.sort = sortGroup
		}
		return
	}
	given := ""
	for t := n.first; t < n.last; t++ {
		tok := &s.Tokens[t]
		if tok.UPOS != "PROPN" && t != n.head {
			if w := m.words[strings.ToLower(tok.Form)]; w&wordMan != 0 {
				n.gender = masculine
			} else if w&wordWoman != 0 {
				n.gender = feminine
			}
			continue
		}
		w := strings.Trim(strings.ToLower(tok.Form), ".")
		switch kind := m.words[w]; {
		case kind&wordMan != 0:
			n.gender = masculine
			continue // a title
		case kind&wordWoman != 0:
			n.gender = feminine
			continue
		}
		if given == "" {
			given = w
		}
		if !isTitle(w) {
			n.words = append(n.words, w)
		}
	}
	switch v.nameAt(n.sentence, n.head, n.first, n.last) {
	case document.NamePerson:
		n.sort = sortPerson
		if n.gender == genderUnknown {
			switch g := m.words[given]; {
			case g&wordMale != 0 && g&wordFemale == 0:
				n.gender = masculine
			case g&wordFemale != 0 && g&wordMale == 0:
				n.gender = feminine
			}
		}
	case document.NamePlace:
		n.sort, n.gender = sortPlace, neuter
		if n.acts(s) {
			n.sort = sortOrganisation // a state rather than its land
		}
	case document.NameOrganisation:
		n.sort, n.gender = sortOrganisation, neuter
	}
}

// acts reports whether the phrase is the subject of a verb.
func (n *nominal) acts(s *document.Sentence) bool {
	tok := &s.Tokens[n.head]
	return (tok.Rel == "nsubj" || tok.Rel == "nsubj:pass") && tok.Head >= 0 && s.Tokens[tok.Head].UPOS == "VERB"
}

// isTitle reports whether a word before a name tells an office and does not belong to it.
func isTitle(w string) bool {
	switch w {
	case "president", "minister", "secretary", "senator", "sen", "rep", "representative", "gov", "governor", "dr", "prof", "professor", "gen",
		"general", "col", "colonel", "lt", "capt", "captain", "sgt", "chancellor", "premier", "prime", "vice", "foreign", "judge", "justice", "ambassador", "mayor",
		"director", "chief", "the", "former", "ex-president", "major", "commander", "admiral", "deputy", "st", "saint":
		return true
	}
	return false
}

// placeVerb finds the verb whose argument the phrase is.
func (n *nominal) placeVerb(m *Model, s *document.Sentence) {
	for h := range s.Ancestors(n.head) {
		tok := &s.Tokens[h]
		if tok.UPOS == "VERB" || tok.UPOS == "AUX" || tok.Rel == "root" {
			n.verb, n.verbLemma = h, linear.Hash(strings.ToLower(tok.Lemma))
			n.verbClass = m.classes[strings.ToLower(tok.Lemma)].Coarse
			return
		}
	}
}

// roles number the relations that features tell apart, others 0.
var roles = map[string]uint32{
	"nsubj": 1, "nsubj:pass": 2, "obj": 3, "iobj": 4, "obl": 5, "obl:agent": 6, "nmod": 7, "nmod:poss": 8, "conj": 9, "appos": 10, "root": 11,
	"vocative": 12, "compound": 13, "xcomp": 14, "dislocated": 15,
}

func roleOf(rel string) uint32 { return roles[rel] }
