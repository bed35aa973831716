// Package tie finds standing relations between two actors of an annotated text:
// who supplies, backs, fears, borders or is allied with whom, by layer and sign.
// Frames are tables: a trigger word, paths in the tree that lead from it to the
// two actors and to the thing between them, and an example sentence each. It
// returns candidates; who says so, and whether it is denied, hoped or planned, is
// put to each by the caller (package claim). Acts at a point in time are coded by
// package event. Start with Find.
package tie

import (
	"sync"

	"entente"
	"entente/document"
)

// Candidate is a tie without its claim. A and B differ. Sentence and Head are the
// sentence and the token of the trigger; Span is from the first to the last word
// that gives it a part.
type Candidate struct {
	A, B         entente.ActorID
	Directed     bool // A does it to, or for, B
	Layer        entente.Layer
	Sign         entente.Sign
	Relation     string
	Since, Until entente.Interval
	Quantities   []entente.RecordID
	Trigger      entente.Span
	Span         entente.Span
	Mentions     []entente.RoleMention // of A and B, in this order
	Confidence   float64               // 0..1
	Sentence     int
	Head         int
	// Negated is set where the words beside the trigger deny the relation and
	// Relation already says so ("does not recognise"): the claim's own negation
	// must then be dropped.
	Negated bool
	// Given is set where the words take the relation as there, whatever is planned,
	// asked or feared of it: "to end the war", "the goals of their alliance".
	Given bool
	// Rule is the example sentence of the frame, for explanations.
	Rule string
}

// Find returns the candidates of t in text order, by the shipped frames. It
// reads Sentences, Mentions, Times and Quantities.
func Find(t *document.Text) []Candidate { return shipped().Find(t) }

var shipped = sync.OnceValue(New)

// Find does what the function Find does, with the frames of c. It may be called
// from several goroutines on different texts.
func (c *Coder) Find(t *document.Text) []Candidate {
	f := finder{c: c, t: t}
	var ms, qs int
	for i := range t.Sentences {
		f.at, f.s = i, &t.Sentences[i]
		m0 := ms
		for m0 < len(t.Mentions) && t.Mentions[m0].Sentence < i {
			m0++
		}
		ms = m0
		for ms < len(t.Mentions) && t.Mentions[ms].Sentence == i {
			ms++
		}
		f.mentions = t.Mentions[m0:ms]
		f.first = m0
		q0 := qs
		for q0 < len(t.Quantities) && t.Quantities[q0].Sentence < i {
			q0++
		}
		qs = q0
		for qs < len(t.Quantities) && t.Quantities[qs].Sentence == i {
			qs++
		}
		f.quantities = t.Quantities[q0:qs]
		if len(f.mentions) > 0 && len(f.s.Tokens) > 0 {
			f.sentence()
		}
	}
	return f.out
}

// finder is the state of one pass over a document.
type finder struct {
	c          *Coder
	t          *document.Text
	at         int
	s          *document.Sentence
	mentions   []document.Mention // of the sentence
	first      int                // index of mentions[0] in t.Mentions
	quantities []document.Quantity
	heads      [][]int32 // by token: indices of mentions it governs
	out        []Candidate
	from       int // first candidate of the sentence in out
	verb       int // the trigger whose slots are being filled
}

func (f *finder) sentence() {
	f.indexMentions()
	f.from = len(f.out)
	for i := range f.s.Tokens {
		t := &f.s.Tokens[i]
		if t.UPOS == "PUNCT" || t.UPOS == "PROPN" || t.UPOS == "PRON" || t.UPOS == "DET" {
			continue
		}
		for _, fr := range f.c.frames[t.Lemma] {
			if fr.fits(t) {
				f.frame(fr, i)
			}
		}
		if t.UPOS == "NOUN" {
			if r, ok := f.c.relations[t.Lemma]; ok {
				f.relation(r, i)
			}
		}
	}
}

// indexMentions files the sentence's mentions under their heads.
func (f *finder) indexMentions() {
	n := len(f.s.Tokens)
	if cap(f.heads) < n {
		f.heads = make([][]int32, n)
	}
	f.heads = f.heads[:n]
	for i := range f.heads {
		f.heads[i] = f.heads[i][:0]
	}
	for k, m := range f.mentions {
		if m.Actor != "" && m.Head >= 0 && m.Head < n {
			f.heads[m.Head] = append(f.heads[m.Head], int32(k))
		}
	}
}

// filler is an actor found in a slot, with the mention that names it.
type filler struct {
	actor   entente.ActorID
	mention document.Mention
	weak    bool // found through a pronoun or a word like "the two countries"
	far     bool // after "with", "to" or "against": stands over against the others
}

// actors returns the actors that token i and what is coordinated with it name.
func (f *finder) actors(i int) []filler { return f.gather(nil, i, 0) }

func (f *finder) gather(out []filler, i, depth int) []filler {
	if depth > 4 {
		return out
	}
	if k := f.s.Relative(i); k >= 0 {
		i = k
	}
	out = f.own(out, i)
	for _, c := range f.s.Children(i) {
		switch f.s.Tokens[c].Rel {
		case "conj":
			if !f.startsClause(i, int(c)) && !f.s.IsOpposed(int(c)) && !f.s.IsBehind(f.verb, i, int(c)) {
				out = f.gather(out, int(c), depth+1)
			}
		case "appos":
			if len(out) == 0 || f.s.IsNextOfTwo(i, int(c)) && len(f.heads[c]) > 0 {
				out = f.own(out, int(c))
			}
		}
	}
	return out
}

// startsClause reports whether conjunct c of i stands after a comma with no list
// before it, as the subject of the next clause does that a parser hung too low
// ("... with Gondor, and Rohan ...").
func (f *finder) startsClause(i, c int) bool {
	a, _ := f.s.Subtree(c)
	if a == 0 || f.s.Tokens[a].UPOS != "CCONJ" && f.s.Tokens[a].UPOS != "PUNCT" {
		return false
	}
	comma := f.s.Tokens[a].Form == "," && a+1 < c && f.s.Tokens[a+1].UPOS == "CCONJ" || f.s.Tokens[a-1].Form == "," && f.s.Tokens[a].UPOS == "CCONJ"
	return comma && len(f.children(i, "conj")) == 1 && f.s.Tokens[i].Rel != "conj"
}

// own returns the actors of token i alone: its mentions, or those of the name
// beside a word such as "authorities".
func (f *finder) own(out []filler, i int) []filler {
	if hs := f.heads[i]; len(hs) > 0 {
		for _, k := range hs {
			m := f.mentions[k]
			if m.Place && f.s.IsActing(i) { // whom a province voted for, its state does not back
				continue
			}
			out = append(out, filler{actor: m.Actor, mention: m, weak: m.Kind == document.MentionPronoun})
		}
		return out
	}
	if !f.c.is("actorish", f.s.Tokens[i].Lemma) {
		return out
	}
	for _, c := range f.s.Children(i) {
		k := int(c)
		switch t := &f.s.Tokens[c]; t.Rel {
		case "amod", "compound", "nmod:poss":
			out = f.named(out, k)
		case "nmod":
			if f.caseOf(k) == "of" {
				out = f.named(out, k)
			}
		}
	}
	return out
}

// named appends the actors that token i names, pronouns and parts of the world left out:
// a southern nation is not the south.
func (f *finder) named(out []filler, i int) []filler {
	for _, k := range f.heads[i] {
		m := f.mentions[k]
		if a := f.t.Actors[m.Actor]; m.Kind != document.MentionPronoun && (a == nil || a.Type != entente.ActorRegion || a.Country != "") {
			out = append(out, filler{actor: m.Actor, mention: m})
		}
	}
	return out
}

// caseOf returns the lower-case preposition of token i, "" if it has none.
func (f *finder) caseOf(i int) string {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Rel == "case" && t.UPOS != "PART" {
			return t.Lemma
		}
	}
	return ""
}
