// Package document is an annotated text: sentences, tokens with tags and trees,
// names, times, mentions of actors and attributions, each written by one
// annotator and read by those after it. It computes nothing about language or
// politics; packages reading and coding fill it in. Start with Text.
package document

import (
	"iter"
	"strings"

	"entente"
)

// Token is a syntactic word: a tag, a lemma and a place in its sentence's tree.
// Tokens of a sentence are in text order and do not overlap; the parts of a
// contraction ("do" "n't") are tokens of their own without space between.
type Token struct {
	entente.Span
	Form  string // the words as they stand in the text
	Lemma string // lower case but for proper nouns
	UPOS  string // universal part of speech: "VERB", "PROPN"
	XPOS  string // Penn tag: "VBD", "NNP"
	Head  int    // index of the head within the sentence, -1 for the root
	Rel   string // universal relation to the head: "nsubj:pass"
}

// Sentence is a run of tokens with one tree: exactly one token has Head -1, and
// there is no cycle. Start and End are bytes of the document's text.
type Sentence struct {
	entente.Span
	Tokens    []Token
	Paragraph int // number of the part it lies in, from 1 (entente.Document.Paragraph)
	Part      entente.PartKind

	children [][]int32
}

// NameType is what a name names.
type NameType string

// The types of names that readers tell apart.
const (
	NamePerson       NameType = "person"
	NamePlace        NameType = "place"
	NameOrganisation NameType = "organisation"
)

// Range is the tokens [First, Last) of one sentence.
type Range struct {
	Sentence    int
	First, Last int
}

// Name is a proper name found by the reader.
type Name struct {
	Range
	Type NameType
}

// Time is a time expression with its value against the document's date.
type Time struct {
	Range
	entente.Interval
}

// Mention is words that name or stand for an actor: a name, a title with a
// name, a demonym, a pronoun. Head is the token of the sentence that governs
// the words. Actor is empty where nobody could be told.
type Mention struct {
	Range
	entente.Span
	Head  int
	Actor entente.ActorID
	Kind  MentionKind
	// Sector is the PLOVER sector of a common noun ("protesters" CVL) where nobody
	// could be told, else empty: then the actor has one.
	Sector   string
	Place    bool // used as a place ("in Georgia")
	Modifier bool // stands before a noun and tells its kind ("the Iranian ambassador" in "Iranian")
}

// Reference says that a word stands for what another word names: a pronoun, "the
// company", a surname. Token and ToToken are the words that govern the two
// phrases; the second stands before the first but where it is the speaker of the
// quotation that the first stands in.
type Reference struct {
	Sentence, Token     int
	ToSentence, ToToken int
	Joint               bool    // it stands for all that are coordinated with the second ("Gondor and Rohan")
	Sure                float32 // how likely it is, in (0, 1]
}

// MentionKind is how a mention refers.
type MentionKind string

// The kinds of mentions.
const (
	MentionName    MentionKind = "name"    // "Gondor", "Captain Faramir"
	MentionNominal MentionKind = "nominal" // "the minister", "Gondorian troops"
	MentionPronoun MentionKind = "pronoun" // "he", "it", "its"
)

// Attribution is one act of saying or thinking told by the text. Source, Cue and
// Content are spans of the document's text in order; Source is nil where it is
// implicit. Depth is 1 for the outermost; Parent indexes Text.Attributions, -1
// at depth 1. Speaker is empty where Source names nobody who could be resolved.
type Attribution struct {
	Source, Cue, Content []entente.Span
	Sentence             int // of the cue
	CueHead              int // token of the cue that governs it
	Speaker              entente.ActorID
	Stance               entente.Stance
	Negated              bool
	Quoted               bool // content wholly inside quotation marks
	Depth, Parent        int
}

// Text is a document with what annotators wrote on it. It belongs to one
// goroutine while it is being written.
type Text struct {
	Document     *entente.Document
	Sentences    []Sentence
	Names        []Name
	Times        []Time
	References   []Reference // in the order of their first words
	Mentions     []Mention
	Actors       map[entente.ActorID]*entente.Actor
	Attributions []Attribution
	Quantities   []Quantity

	held    []Attribution // those that holders is made of
	holders [][]int32     // of each sentence, the attributions with content in it
}

// Quantity is a quantity with the tokens it covers.
type Quantity struct {
	Range
	entente.Quantity
}

// String returns the words of a span.
func (t *Text) String(s entente.Span) string { return s.Of(t.Document.Text) }

// Span returns the bytes that a range of tokens covers.
func (t *Text) Span(r Range) entente.Span {
	toks := t.Sentences[r.Sentence].Tokens
	return entente.Span{Start: toks[r.First].Start, End: toks[r.Last-1].End}
}

// SentenceAt returns the index of the sentence that contains byte offset, or -1.
func (t *Text) SentenceAt(offset int) int {
	lo, hi := 0, len(t.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Sentences[mid].End <= offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(t.Sentences) && t.Sentences[lo].Start <= offset {
		return lo
	}
	return -1
}

// TokenAt returns the index of the token of s that contains byte offset, or of
// the first token after it, or len(s.Tokens).
func (s *Sentence) TokenAt(offset int) int {
	lo, hi := 0, len(s.Tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if s.Tokens[mid].End <= offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Children returns the dependents of token i in text order. The first call
// indexes the sentence; call Reindex after changing heads.
func (s *Sentence) Children(i int) []int32 {
	if s.children == nil {
		s.Reindex()
	}
	return s.children[i]
}

// Reindex rebuilds what Children returns, after heads were changed.
func (s *Sentence) Reindex() {
	n := len(s.Tokens)
	counts := make([]int32, n+1)
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 {
			counts[h]++
		}
	}
	flat := make([]int32, 0, n)
	s.children = make([][]int32, n)
	for i := range s.children {
		c := int(counts[i])
		s.children[i] = flat[len(flat) : len(flat) : len(flat)+c]
		flat = flat[:len(flat)+c]
	}
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 {
			s.children[h] = append(s.children[h], int32(i))
		}
	}
}

// Child returns the first dependent of i whose relation is one of rels
// ("nsubj" also matches "nsubj:pass" only if it is named), or -1.
func (s *Sentence) Child(i int, rels ...string) int {
	for _, c := range s.Children(i) {
		for _, r := range rels {
			if s.Tokens[c].Rel == r {
				return int(c)
			}
		}
	}
	return -1
}

// Root returns the index of the token without a head, or -1 for no tokens.
func (s *Sentence) Root() int {
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 {
			return i
		}
	}
	return -1
}

// Subtree returns the token range [first, last) that the subtree of i spans.
// In a tree that is not projective it may hold tokens of other subtrees.
func (s *Sentence) Subtree(i int) (first, last int) {
	first, last = i, i+1
	for _, c := range s.Children(i) {
		f, l := s.Subtree(int(c))
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// Ancestors yields the heads of i from its own head up to the root.
func (s *Sentence) Ancestors(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for h := s.Tokens[i].Head; h >= 0; h = s.Tokens[h].Head {
			if !yield(h) {
				return
			}
		}
	}
}

// Described returns the noun that relative clause i describes: the one it hangs on, or
// the name beside which that stands ("[Faramir], a captain who fought").
func (s *Sentence) Described(i int) int {
	h := s.Tokens[i].Head
	if k := s.lastJoined(i, h); k >= 0 {
		return k
	}
	if h < 0 || s.Tokens[h].Rel != "appos" || s.Tokens[h].UPOS == "PROPN" && s.Child(h, "det") < 0 {
		return h
	}
	n := s.Tokens[h].Head
	if n < 0 || n > h || s.Tokens[n].UPOS != "PROPN" {
		return h
	}
	for _, c := range s.Children(n) { // of "Gondor and Rohan, a realm which", it is the second
		if s.Tokens[c].Rel == "conj" && int(c) < h && s.Tokens[c].UPOS == "PROPN" && s.Tokens[h].XPOS == "NN" {
			n = int(c)
		}
	}
	return n
}

// lastJoined returns the last of the names joined with h before clause i, which is about one
// alone: of "Theoden and Denethor, who is accused", it is Denethor. -1 for other clauses.
func (s *Sentence) lastJoined(i, h int) int {
	last := -1
	if h < 0 || s.Tokens[i].Rel != "acl:relcl" || !s.isOfOne(i) {
		return last
	}
	for _, c := range s.Children(h) {
		if s.Tokens[c].Rel == "conj" && int(c) < i && s.Tokens[c].UPOS == "PROPN" {
			last = int(c)
		}
	}
	return last
}

// isOfOne reports a clause whose verb says that its subject is one: "is", "has", "attacks".
func (s *Sentence) isOfOne(i int) bool {
	if s.Tokens[i].XPOS == "VBZ" {
		return true
	}
	for _, c := range s.Children(i) {
		if t := &s.Tokens[c]; (strings.HasPrefix(t.Rel, "aux") || t.Rel == "cop") && int(c) < i {
			return t.XPOS == "VBZ" || strings.EqualFold(t.Form, "was")
		}
	}
	return false
}

// Relative returns the noun that a relative pronoun in a phrase with a preposition stands for, -1
// for other words: of "Gondor, with which Rohan fought", it is Gondor.
func (s *Sentence) Relative(i int) int {
	t := &s.Tokens[i]
	if t.UPOS != "PRON" || t.Rel != "obl" || t.Head < i || s.Tokens[t.Head].Rel != "acl:relcl" {
		return -1
	}
	if lemma := strings.ToLower(t.Lemma); lemma != "which" && lemma != "whom" {
		return -1
	}
	if k := s.Described(t.Head); k < i {
		return k
	}
	return -1
}

// IsActing reports a noun that stands where who acts does: subject, possessor, or joined
// with one.
func (s *Sentence) IsActing(i int) bool {
	switch t := &s.Tokens[i]; t.Rel {
	case "nsubj", "nmod:poss":
		return true
	case "conj", "appos":
		return s.IsActing(t.Head)
	}
	return false
}

// ContrastBefore returns the clause of contrast right before participle i, which a parser hung on
// the verb over both: in "Gondor wants talks, though Rohan left, insisting on more" it is
// Rohan that insists. -1 for none.
func (s *Sentence) ContrastBefore(i int) int {
	t := &s.Tokens[i]
	first, _ := s.Subtree(i)
	if t.XPOS != "VBG" || t.Head < 0 || first == 0 || s.Tokens[first].Form != "," && s.Tokens[first-1].Form != "," || s.Child(i, "nsubj", "mark") >= 0 {
		return -1
	}
	for _, c := range s.Children(t.Head) {
		k := int(c)
		if k <= t.Head || k >= i || s.Tokens[k].Rel != "advcl" || s.Child(k, "nsubj", "nsubj:pass") < 0 {
			continue
		}
		if _, end := s.Subtree(k); end < first-1 || end > i {
			continue
		}
		if m := s.Child(k, "mark"); m >= 0 {
			switch s.Tokens[m].Lemma {
			case "though", "although", "while", "whereas":
				return k
			}
		}
	}
	return -1
}

// IsNextOfTwo reports a name that a headline joins to name i by a comma, and a parser takes
// for its apposition: "Gondor, Rohan sign a treaty".
func (s *Sentence) IsNextOfTwo(i, c int) bool {
	a, b := &s.Tokens[i], &s.Tokens[c]
	if a.UPOS != "PROPN" || b.UPOS != "PROPN" || c != i+2 || s.Tokens[i+1].Form != "," || a.Head <= c || !strings.HasPrefix(a.Rel, "nsubj") {
		return false
	}
	next := &s.Tokens[c+1]
	return next.UPOS != "PUNCT" && (s.Tokens[a.Head].XPOS == "VBP" || s.Tokens[a.Head].XPOS == "VB")
}

// IsOpposed reports whether token i is named as what is not meant: "Gondor rather
// than Mordor", "Gondor but not Mordor", "instead of attacking".
func (s *Sentence) IsOpposed(i int) bool {
	for _, c := range s.Children(i) {
		switch t := &s.Tokens[c]; strings.ToLower(t.Form) {
		case "rather", "instead":
			if (t.Rel == "cc" || t.Rel == "mark" || t.Rel == "case" || t.Rel == "advmod") && int(c) < i && s.Child(int(c), "fixed") >= 0 {
				return true
			}
		case "not":
			if s.Tokens[i].Rel == "conj" && s.Tokens[i].UPOS != "VERB" && s.Tokens[i].UPOS != "AUX" {
				return true
			}
		}
	}
	return false
}

// IsBehind reports that conjunct c of noun i stands behind a clause that describes the noun,
// of which verb is the head, and so is about the noun alone: "the army, [backed by Rohan], and
// the rebels".
func (s *Sentence) IsBehind(verb, i, c int) bool {
	return i < verb && verb < c && s.Tokens[verb].Head == i && strings.HasPrefix(s.Tokens[verb].Rel, "acl")
}

// ForWhom returns who the infinitive i right behind "for" and his name is about, whatever the parser
// hung it on, -1 for nobody: "made an appeal [for Rohan] to back Mordor".
func (s *Sentence) ForWhom(i int) int {
	m := s.Child(i, "mark")
	if m < 1 || m > i || s.Tokens[i].XPOS != "VB" || s.Tokens[m].Lemma != "to" {
		return -1
	}
	for k := m - 1; k >= 0; k = s.Tokens[k].Head {
		if _, end := s.Subtree(k); end > m {
			return -1
		}
		if c := s.Child(k, "case"); s.Tokens[k].Rel == "nmod" && c >= 0 && strings.EqualFold(s.Tokens[c].Form, "for") {
			return k
		}
	}
	return -1
}

// Addressee returns who is to do what the infinitive behind says, where verb i names him
// with a preposition, -1 for nobody: "called on Rohan to", "is waiting for Rohan to".
func (s *Sentence) Addressee(i int) int {
	for _, c := range s.Children(i) {
		first, end := s.Subtree(int(c))
		k := s.Child(int(c), "case")
		if k < 0 {
			k = first - 1 // "for", which parsers hang on the infinitive
		}
		if k < 0 || k > int(c) || int(c) < i || s.Tokens[c].Rel != "obl" && s.Tokens[c].Rel != "nmod" {
			continue
		}
		if !addresses(s.Tokens[i].Lemma, strings.ToLower(s.Tokens[k].Form)) {
			continue
		}
		if end < len(s.Tokens) && strings.EqualFold(s.Tokens[end].Form, "not") {
			end++
		}
		if end < len(s.Tokens) && s.Tokens[end].XPOS == "TO" {
			return int(c)
		}
	}
	return -1
}

// addresses reports a verb that names with a preposition whom it moves to do something.
func addresses(verb, preposition string) bool {
	switch preposition {
	case "on", "upon":
		return verb == "call" || verb == "prevail" || verb == "rely" || verb == "count" || verb == "depend" || verb == "lean"
	case "to":
		return verb == "appeal" || verb == "look"
	case "with":
		return verb == "plead"
	case "for":
		return verb == "call" || verb == "appeal" || verb == "hope" || verb == "wait" || verb == "push" || verb == "press" || verb == "plead" || verb == "lobby" || verb == "long" || verb == "ask"
	}
	return false
}

// IsCourtesy reports whether token i is "like" of "would like to say", which says no more than the
// verb behind it.
func (s *Sentence) IsCourtesy(i int) bool {
	if s.Tokens[i].Lemma != "like" || s.Child(i, "aux") < 0 {
		return false
	}
	x := s.Child(i, "xcomp")
	if x < i || s.Tokens[s.Child(i, "aux")].XPOS != "MD" {
		return false
	}
	switch s.Tokens[x].Lemma {
	case "point", "say", "stress", "emphasize", "emphasise", "note", "add", "remind", "underline", "underscore", "reiterate", "recall", "state", "tell", "clarify", "repeat", "thank":
		return true
	}
	return false
}

// IsSubjunctive reports whether token i heads a clause of what shall be: "insisted that he leave",
// "suggested that the port be closed".
func (s *Sentence) IsSubjunctive(i int) bool {
	if a := s.Child(i, "aux", "aux:pass", "cop"); a >= 0 {
		return s.Tokens[a].XPOS == "VB" || strings.EqualFold(s.Tokens[a].Form, "should")
	}
	return s.Tokens[i].XPOS == "VB" || s.Tokens[i].XPOS == "VBP" && s.Tokens[i].Form == s.Tokens[i].Lemma && s.isSingular(s.Child(i, "nsubj"))
}

// isSingular reports a singular noun as a subject.
func (s *Sentence) isSingular(n int) bool {
	return n >= 0 && (s.Tokens[n].XPOS == "NN" || s.Tokens[n].XPOS == "NNP") && s.Child(n, "conj") < 0
}

// Dominates reports whether a is i or an ancestor of i.
func (s *Sentence) Dominates(a, i int) bool {
	for ; i >= 0; i = s.Tokens[i].Head {
		if i == a {
			return true
		}
	}
	return false
}
