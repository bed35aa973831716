package attribution

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"entente/document"
)

// relay takes apart voices that pass each other on, which a tagger of outermost
// voices sees as one. Each case returns the outer and the inner proposal, or nil
// where p is no such thing:
//
//	The Post quoted experts, according to whom the bridge was closed.   Post -> experts
//	The Post quoted the general as saying that the bridge was closed.   Post -> general
//	A cable in which the envoy stated that the bridge was closed.       cable -> envoy
//	According to the Post, quoting the general, the bridge was closed.  Post -> general
//	The bridge was closed, the general said, according to the Post.     Post -> general
//	The Post, citing a diplomat, reported that the bridge was closed.   Post -> diplomat
func (w *worker) relay(p *proposal) (outer, inner *proposal) {
	for _, take := range []func(*proposal) (*proposal, *proposal){w.toWhom, w.asSaying, w.quotingAnother, w.inWhich, w.reportedBy, w.citing} {
		if outer, inner = take(p); outer != nil {
			return outer, inner
		}
	}
	return nil, nil
}

// blank is a proposal on the same words without roles.
func (p *proposal) blank(head int) *proposal {
	return &proposal{head: head, lo: p.lo, role: make([]uint8, len(p.role)), score: p.score, logp: p.logp}
}

// mark gives words [lo, hi) a role.
func (p *proposal) mark(lo, hi int, role uint8) {
	for j := max(lo, p.lo); j < min(hi, p.lo+len(p.role)); j++ {
		p.role[j-p.lo] = role
	}
}

// keep copies the words of a role that lie in [lo, hi) from another proposal.
func (p *proposal) keep(from *proposal, role uint8, lo, hi int) {
	for j := max(lo, p.lo); j < min(hi, p.lo+len(p.role)); j++ {
		if from.is(j, role) {
			p.role[j-p.lo] = role
		}
	}
}

// pair returns both proposals if each has content, else nil.
func (w *worker) pair(outer, inner *proposal) (*proposal, *proposal) {
	for _, p := range []*proposal{outer, inner} {
		p.trim(w.v)
		if n, _, _ := p.count(w.v, roleContent); n == 0 {
			return nil, nil
		}
	}
	return outer, inner
}

// passesOn reports whether word i begins "according to whom" or "which".
func (v *view) passesOn(i int) bool {
	return v.words[i].form == according && pronouns[v.at(i, 2).form]
}

var (
	according = name("according")
	pronouns  = map[uint32]bool{name("whom"): true, name("which"): true}
)

// toWhom: the noun before "according to whom" is what a verb of saying quotes.
func (w *worker) toWhom(p *proposal) (*proposal, *proposal) {
	v := w.v
	if !v.passesOn(p.head) {
		return nil, nil
	}
	first, at := v.first[v.words[p.head].sentence], p.head+2
	for i := p.head - 1; i >= first; i-- {
		if x := &v.words[i]; x.upos != verb || !w.k.quoting[x.class] {
			continue
		}
		lo, hi := v.subjectOf(i)
		_, _, last := p.count(v, roleContent)
		if lo == hi || last < at {
			return nil, nil
		}
		outer, inner := p.blank(i), p.blank(p.head)
		outer.mark(i+1, last+1, roleContent)
		outer.mark(i, i+1, roleCue)
		outer.mark(lo, hi, roleSource)
		inner.mark(at+1, last+1, roleContent)
		inner.mark(p.head, p.head+2, roleCue)
		inner.mark(at, at+1, roleSource)
		return w.pair(outer, inner)
	}
	return nil, nil
}

// asSaying: "quoted the general as saying".
func (w *worker) asSaying(p *proposal) (*proposal, *proposal) {
	v := w.v
	end := v.first[v.words[p.head].sentence+1]
	first := v.first[v.words[p.head].sentence]
	for i := max(first, p.head-12); i < min(end-1, p.head+12); i++ {
		if v.words[i].form != as || v.words[i+1].form != saying {
			continue
		}
		said := int(v.words[i+1].head)
		for said >= 0 && v.words[said].class != w.k.named["write"] {
			said = int(v.words[said].head)
		}
		if said < 0 || said >= i || v.words[said].upos != verb {
			return nil, nil
		}
		_, last := v.subtree(i + 1)
		if _, _, l := p.count(v, roleContent); l >= last {
			last = l + 1
		}
		lo, hi := v.subjectOf(said)
		if i-said < 2 || last < i+3 {
			return nil, nil
		}
		outer, inner := p.blank(said), p.blank(i+1)
		outer.mark(said+1, last, roleContent)
		outer.mark(said, said+1, roleCue)
		outer.mark(lo, hi, roleSource)
		inner.mark(i+2, last, roleContent)
		inner.mark(i, i+2, roleCue)
		inner.mark(said+1, i, roleSource)
		return w.pair(outer, inner)
	}
	return nil, nil
}

var as, saying = name("as"), name("saying")

// quotingAnother: "according to the Post, quoting the general, ...".
func (w *worker) quotingAnother(p *proposal) (*proposal, *proposal) {
	v := w.v
	if v.words[p.head].form != according {
		return nil, nil
	}
	end := v.first[v.words[p.head].sentence+1]
	for i := p.head + 3; i < min(end-1, p.head+14); i++ {
		if f := v.words[i].form; f != quoting && f != citing {
			continue
		}
		hi := i + 1
		for hi < end && v.words[hi].sign == signNone {
			hi++
		}
		if v.words[i-1].sign != signComma || hi == i+1 {
			return nil, nil
		}
		outer, inner := p.blank(p.head), p.blank(i)
		for _, x := range []*proposal{outer, inner} {
			x.keep(p, roleContent, p.lo, min(p.head, p.lo+len(p.role)))
			x.keep(p, roleContent, hi, p.lo+len(p.role))
		}
		outer.mark(p.head, p.head+2, roleCue)
		outer.mark(p.head+2, i-1, roleSource)
		inner.mark(i, i+1, roleCue)
		inner.mark(i+1, hi, roleSource)
		return w.pair(outer, inner)
	}
	return nil, nil
}

var quoting, citing = name("quoting"), name("citing")

// reportedBy: at the end of a sentence in which somebody says something stands who reports that,
// "according to the Post" or "the Post reported".
func (w *worker) reportedBy(p *proposal) (*proposal, *proposal) {
	v := w.v
	s := v.words[p.head].sentence
	end := v.first[s+1]
	for end > p.head && v.words[end-1].sign == signStop {
		end--
	}
	comma := end - 1
	for comma > v.first[s] && v.words[comma].sign == signNone {
		comma--
	}
	if p.head == end-1 && v.words[comma].sign == signComma {
		return w.saidBefore(p, comma)
	}
	if comma <= p.head || v.words[comma].sign != signComma || end-comma < 3 || v.words[p.head].form == according {
		return nil, nil
	}
	for i := comma; i < end; i++ {
		if !p.is(i, roleNone) {
			return nil, nil
		}
	}
	outer := p.blank(comma + 1)
	switch tail := v.words[end-1]; {
	case v.words[comma+1].form == according && end-comma > 3:
		outer.mark(comma+1, comma+3, roleCue)
		outer.mark(comma+3, end, roleSource)
	case tail.form == reported && tail.upos == verb && v.words[end-2].upos != auxiliary:
		outer.head = end - 1
		outer.mark(end-1, end, roleCue)
		outer.mark(comma+1, end-1, roleSource)
	default:
		return nil, nil
	}
	first := -1
	for i := range p.role {
		if p.role[i] != roleNone {
			first = p.lo + i
			break
		}
	}
	if first < v.first[s] { // a quotation that began in a sentence before
		first = max(first, p.lo)
	}
	outer.mark(first, comma, roleContent)
	return w.pair(outer, p)
}

// saidBefore: p takes the speaker of the clause before its own, which ends at a comma: "the general said
// on Sunday, the Post reported".
func (w *worker) saidBefore(p *proposal, comma int) (*proposal, *proposal) {
	v := w.v
	last := comma - 1
	for last > v.first[v.words[p.head].sentence] && !p.is(last, roleSource) {
		last--
	}
	said := last + 1
	if !p.is(last, roleSource) || said >= comma || v.words[said].upos != verb || !w.k.quoting[v.words[said].class] {
		return nil, nil
	}
	outer, inner := p.blank(p.head), p.blank(said)
	inner.keep(p, roleContent, p.lo, comma)
	inner.keep(p, roleSource, p.lo, comma)
	inner.mark(said, said+1, roleCue)
	outer.keep(p, roleContent, p.lo, comma)
	outer.mark(p.head, p.head+1, roleCue)
	outer.mark(comma+1, p.head, roleSource)
	return w.pair(outer, inner)
}

// citing: who says something beside a verb of saying names whom he has it from.
func (w *worker) citing(p *proposal) (*proposal, *proposal) {
	v := w.v
	s := v.words[p.head].sentence
	first, end := v.first[s], v.first[s+1]
	if !slices.Contains(p.role, roleSource) || !w.k.quoting[v.words[p.head].class] {
		return nil, nil
	}
	for i := max(first+1, p.head-14); i < min(end-1, p.head+10); i++ {
		x := &v.words[i]
		if x.form != quoting && x.form != citing || v.words[i-1].sign != signComma || !p.is(i, roleNone) || int(x.head) != p.head && !p.is(int(x.head), roleSource) {
			continue
		}
		hi := i + 1
		for hi < end && v.words[hi].sign == signNone && p.is(hi, roleNone) {
			hi++
		}
		t := &v.t.Sentences[s]
		o := t.Child(int(x.token), "obj")
		if hi == i+1 || o < 0 || first+o >= hi || v.words[hi].sign == signNone || v.words[first+o].name == 0 && !told[t.Tokens[o].Lemma] {
			return nil, nil
		}
		inner := p.blank(i)
		inner.keep(p, roleContent, p.lo, p.lo+len(p.role))
		inner.mark(i, i+1, roleCue)
		inner.mark(i+1, hi, roleSource)
		return w.pair(p, inner)
	}
	return nil, nil
}

// told are nouns of those from whom something is had.
var told = map[string]bool{
	"source": true, "official": true, "report": true, "diplomat": true, "witness": true, "statement": true, "document": true, "ministry": true, "minister": true, "spokesman": true,
	"spokeswoman": true, "spokesperson": true, "agency": true, "newspaper": true, "expert": true, "analyst": true, "officer": true, "authority": true, "activist": true,
	"resident": true, "lawmaker": true, "aide": true, "adviser": true, "commander": true, "envoy": true,
}

var reported, auxiliary = name("reported"), name("AUX")

// inWhich: a document "in which" or "where" somebody says something.
func (w *worker) inWhich(p *proposal) (*proposal, *proposal) {
	v := w.v
	first := v.first[v.words[p.head].sentence]
	n, from, last := p.count(v, roleSource)
	for i := last; n > 0 && i > from && last < p.head; i-- {
		if v.words[i].form == where || v.words[i].form == which && v.words[i-1].form == in { // read as one source
			p.mark(from, i+1, roleNone)
			from = i + 1
			break
		}
	}
	if n == 0 || from >= p.head || from <= first {
		return nil, nil
	}
	cue, hi := from-1, from
	switch v.words[cue].form {
	case where:
	case which:
		if cue--; cue <= first || v.words[cue].form != in {
			return nil, nil
		}
	default:
		return nil, nil
	}
	noun := cue - 1
	if c := v.words[noun].class; c != w.k.named["doc"] && c != w.k.named["write"] || v.words[noun].upos != nounTag {
		return nil, nil
	}
	lo := noun
	for lo > first && v.words[lo-1].sign == signNone && names[v.token(lo-1).UPOS] && v.t.Sentences[v.words[noun].sentence].Dominates(int(v.words[noun].token), int(v.words[lo-1].token)) {
		lo--
	}
	_, _, last = p.count(v, roleContent)
	if last < p.head {
		return nil, nil
	}
	outer := p.blank(cue)
	outer.mark(hi, last+1, roleContent)
	outer.mark(cue, hi, roleCue)
	outer.mark(lo, noun+1, roleSource)
	return w.pair(outer, p)
}

// names is the tags of words that may stand before the noun of a speaker.
var names = map[string]bool{"DET": true, "ADJ": true, "NOUN": true, "PROPN": true, "NUM": true, "ADP": true, "PART": true}

var (
	where, which, in = name("where"), name("which"), name("in")
	nounTag          = name("NOUN")
)

// subtree returns the words [lo, hi) that hang on word i.
func (v *view) subtree(i int) (lo, hi int) {
	w := &v.words[i]
	first, last := v.t.Sentences[w.sentence].Subtree(int(w.token))
	base := i - int(w.token)
	return base + first, base + last
}

// subjectOf returns the words [lo, hi) of a verb's subject before it; none are
// lo == hi.
func (v *view) subjectOf(i int) (lo, hi int) {
	s := int(v.words[i].subject)
	if s < 0 || s > i {
		return i, i
	}
	lo, hi = v.subtree(s)
	hi = min(hi, i)
	for hi < i && unicode.IsUpper(firstRune(v.token(hi).Form)) { // a name that the tree hangs elsewhere
		hi++
	}
	return lo, hi
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// lean takes from the front of a source what does not belong to its noun: adverbs
// and other words that hang elsewhere, and "first of all".
func (w *worker) lean(p *proposal) {
	v := w.v
	n, first, _ := p.count(v, roleSource)
	if n < 2 {
		return
	}
	if n > 3 && v.words[first].form == firstWord && v.at(first, 1).form == of {
		p.mark(first, first+3, roleNone)
		return
	}
	if w.dateline(p, first) {
		return
	}
	head := first
	for i := first; i < p.lo+len(p.role) && p.is(i, roleSource); i++ {
		if h := int(v.words[i].head); (h < 0 || !p.is(h, roleSource)) && nominal(v.token(i)) {
			head = i
			break
		}
	}
	s := &v.t.Sentences[v.words[first].sentence]
	for i := first; i < head; i++ {
		tok := v.token(i)
		if tok.UPOS != "ADV" && s.Dominates(int(v.words[head].token), int(v.words[i].token)) {
			return
		}
		p.role[i-p.lo] = roleNone
	}
}

var of, firstWord = name("of"), name("first")

// dateline takes the place of writing from a source: "SOROVO, Kestria — The mayor".
func (w *worker) dateline(p *proposal, first int) bool {
	v := w.v
	if v.words[first].token != 0 {
		return false
	}
	end := first
	for p.is(end, roleSource) {
		end++
	}
	for i := end; i < min(end+8, v.first[v.words[first].sentence+1]); i++ {
		if v.words[i].sign != signDash {
			continue
		}
		for j := i + 1; j < p.lo+len(p.role); j++ {
			if p.is(j, roleSource) {
				p.mark(first, end, roleNone)
				return true
			}
		}
		return false
	}
	return false
}

func nominal(tok *document.Token) bool {
	return tok.UPOS == "NOUN" || tok.UPOS == "PROPN" || tok.UPOS == "PRON"
}
