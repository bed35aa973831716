package attribution

import (
	"strings"

	"entente/document"
)

// completed carries a content that breaks off within what its head holds on to the next comma.
func (w *worker) completed(p *proposal) bool {
	v := w.v
	n, _, last := p.count(v, roleContent)
	if n == 0 || last < p.head {
		return false
	}
	s := int(v.words[last].sentence)
	if s != int(v.words[p.head].sentence) {
		return false
	}
	t := &v.t.Sentences[s]
	end, to := min(v.first[s+1], p.lo+len(p.role)), last+1
	for to < end && p.role[to-p.lo] == roleContent {
		to++
	}
	from := to
	for ; to < end && p.role[to-p.lo] == roleNone; to++ {
		x := &v.words[to]
		if x.sign == signDash && v.token(to).XPOS == "HYPH" || x.sign == signOpen || x.sign == signClose || x.sign == signBracket {
			continue
		}
		if x.sign != signNone || !w.held(p, t, s, to) {
			break
		}
	}
	for to > from && v.words[to-1].sign != signNone && v.words[to-1].sign != signClose && v.token(to-1).Form != ")" {
		to--
	}
	if to == from {
		return false
	}
	p.mark(from, to, roleContent)
	return true
}

// wholeBefore fills a content before its cue that breaks off within the clause that is said: "they
// want peace, despite having left, the envoy said".
func (w *worker) wholeBefore(p *proposal) bool {
	v := w.v
	x := &v.words[p.head]
	s := &v.t.Sentences[x.sentence]
	c, base := s.Child(int(x.token), "ccomp"), v.first[x.sentence]
	if c < 0 || base+c > p.head || !p.is(base+c, roleContent) {
		return false
	}
	lo, hi := s.Subtree(c)
	lo, hi = max(base+lo, p.lo), min(base+hi, p.head)
	for hi > lo && v.words[hi-1].sign != signNone {
		hi--
	}
	changed := false
	for i := lo; i < hi; i++ {
		if r := p.role[i-p.lo]; r == roleSource || r == roleCue {
			return false
		}
	}
	for i := base + c; i < hi; i++ {
		if p.role[i-p.lo] == roleNone {
			p.role[i-p.lo], changed = roleContent, true
		}
	}
	return changed
}

// wholeAfter carries a content that holds the verb of the clause that is said, or opens that clause, on
// to the end of it, but for what others say in it without "with": "there is a wish, with some saying".
func (w *worker) wholeAfter(p *proposal, all []*proposal) bool {
	v := w.v
	x := &v.words[p.head]
	s := &v.t.Sentences[x.sentence]
	base := v.first[x.sentence]
	c := s.Child(int(x.token), "ccomp")
	if c < int(x.token) {
		return false
	}
	lo, hi := s.Subtree(c)
	lo, hi = base+lo, min(base+hi, p.lo+len(p.role))
	if !p.is(base+c, roleContent) && !p.is(lo, roleContent) || lo < p.head {
		return false
	}
	for hi > lo && v.words[hi-1].sign == signStop && v.words[hi-1].quote == 0 {
		hi--
	}
	for i := base + c; i < hi; i++ {
		if v.words[i].sign == signDash && v.token(i).XPOS != "HYPH" && p.is(i, roleNone) { // an aside of the writer
			hi = i
		}
	}
	first := hi
	for i := lo; i < hi; i++ {
		switch {
		case p.is(i, roleContent):
			first = min(first, i)
		case !p.is(i, roleNone):
			return false
		}
	}
	for _, q := range all {
		if q != p && q.head >= first && q.head < hi && !p.is(q.head, roleContent) && !v.isBeside(q.head) {
			return false
		}
	}
	changed := false
	for i := first; i < hi; i++ {
		if p.is(i, roleNone) {
			p.role[i-p.lo], changed = roleContent, true
		}
	}
	return changed
}

// isBeside reports the verb of "with some saying".
func (v *view) isBeside(i int) bool {
	s, at := &v.t.Sentences[v.words[i].sentence], int(v.words[i].token)
	n := s.Child(at, "nsubj")
	if s.Tokens[at].XPOS != "VBG" || n < 0 || n > at {
		return false
	}
	first, _ := s.Subtree(n)
	return first > 0 && strings.EqualFold(s.Tokens[first].Form, "with") || s.Child(at, "mark") >= 0 && strings.EqualFold(s.Tokens[s.Child(at, "mark")].Form, "with")
}

// named carries a source behind its cue that breaks off within a clause about it on to the next comma.
func (w *worker) named(p *proposal) {
	v := w.v
	n, first, last := p.count(v, roleSource)
	if n < 2 || first < p.head || v.words[last].sentence != v.words[p.head].sentence {
		return
	}
	s := &v.t.Sentences[v.words[last].sentence]
	base := v.first[v.words[last].sentence]
	at := top(v, p, roleSource) - base
	end := last + 1
	for end < min(v.first[v.words[last].sentence+1], p.lo+len(p.role)) && v.words[end].sign == signNone && p.is(end, roleNone) && s.Dominates(at, end-base) {
		end++
	}
	if end < p.lo+len(p.role) && v.words[end].sign == signNone && v.words[end].sentence == v.words[last].sentence {
		return
	}
	p.mark(last+1, end, roleSource)
}

// apposed gives to a cue the noun that its source stands beside between commas: "the countries, both
// members of the League, said".
func (w *worker) apposed(p *proposal) {
	v := w.v
	n, first, last := p.count(v, roleSource)
	base := v.first[v.words[p.head].sentence]
	if n == 0 || first < base+2 || last+2 > p.head || v.words[first-1].sign != signComma || v.words[last+1].sign != signComma || !p.is(last+2, roleCue) {
		return
	}
	noun := first - 2
	s := &v.t.Sentences[v.words[p.head].sentence]
	if t := v.token(top(v, p, roleSource)); t.UPOS != "NOUN" || !nominal(v.token(noun)) {
		return
	}
	if p.is(noun, roleContent) {
		if _, _, end := p.count(v, roleContent); end < p.head {
			return
		}
		w.clear(p, p.lo, first)
	}
	lo := noun
	for lo > base && v.words[lo-1].sign == signNone && names[v.token(lo-1).UPOS] && v.token(lo-1).Rel != "case" && s.Dominates(noun-base, lo-1-base) {
		lo--
	}
	p.mark(first, last+1, roleNone)
	p.mark(lo, noun+1, roleSource)
}

// describedAs leaves to "according to" in a clause about a noun that clause alone: "in towns that,
// according to the League, are empty".
func (w *worker) describedAs(p *proposal) {
	v := w.v
	s := v.words[p.head].sentence
	first, end := v.first[s], v.first[s+1]
	if v.words[p.head].form != according || p.head < first+2 || v.words[p.head-1].sign != signComma {
		return
	}
	switch v.token(p.head - 2).XPOS {
	case "WDT", "WP":
	default:
		return
	}
	shut := p.head + 1
	for shut < end && v.words[shut].sign != signComma {
		shut++
	}
	last := shut + 1
	for last < end && v.words[last].sign == signNone {
		last++
	}
	if shut >= end || last-shut < 3 {
		return
	}
	w.clear(p, p.lo, p.lo+len(p.role))
	if last > p.lo+len(p.role) {
		p.role = append(p.role, make([]uint8, last-p.lo-len(p.role))...)
	}
	p.mark(shut+1, last, roleContent)
}

// held reports whether word i of a sentence hangs on a word that has the role of content.
func (w *worker) held(p *proposal, t *document.Sentence, s, i int) bool {
	for x := t.Tokens[int(w.v.words[i].token)].Head; x >= 0; x = t.Tokens[x].Head {
		k := w.v.first[s] + x
		if k == p.head {
			return false
		}
		if p.is(k, roleContent) {
			return true
		}
	}
	return false
}
