package attribution

import (
	"slices"

	"entente/document"
)

// mended returns proposals set right, without those that then stand in the content
// of another: they are found again inside it.
func (w *worker) mended(all []*proposal) []*proposal {
	changed := false
	all = slices.DeleteFunc(all, w.isVoiceless)
	for _, p := range all {
		w.subjectOnly(p)
		w.onlyNoun(p)
		w.cutGround(p)
		w.cutBeside(p)
		w.cutTime(p)
		w.onlySaid(p)
		w.unbroken(p)
		w.apposed(p)
		w.describedAs(p)
		w.named(p)
		changed = w.completed(p) || w.wholeBefore(p) || changed
		changed = w.wholeAfter(p, all) || changed
		changed = w.mend(p) || changed
		w.aside(p)
	}
	if !changed {
		return all
	}
	return slices.DeleteFunc(all, func(p *proposal) bool {
		return slices.ContainsFunc(all, func(q *proposal) bool { return q != p && q.is(p.head, roleContent) && !p.is(q.head, roleContent) })
	})
}

// isVoiceless reports a proposal in which nobody says anything. Where another passes it on, it becomes
// what that one says.
func (w *worker) isVoiceless(p *proposal) bool {
	if w.impersonal(p) {
		return true
	}
	if !w.isManner(p) {
		return false
	}
	outer, _ := w.relay(p)
	if outer == nil {
		return true
	}
	*p = *outer
	return false
}

// impersonal reports a proposal of which the speaker is a thing that speaks only as a
// figure ("these factors urge"), or that has none and says that there is "no doubt": that
// is the writer's own voice.
func (w *worker) impersonal(p *proposal) bool {
	if t := w.v.token(p.head); (t.XPOS == "NN" || t.XPOS == "NNS") && headings[t.Lemma] { // "River dispute: Gondor to resume talks"
		return true
	}
	for i, r := range p.role {
		if r == roleSource {
			return mute[w.voiceNoun(top(w.v, p, roleSource)).Lemma]
		}
		if r == roleCue && w.v.words[p.lo+i].form == no && doubts[w.v.at(p.lo+i, 1).form] {
			return true
		}
	}
	return false
}

// voiceNoun returns word i, or the noun that it stands for as a relative pronoun.
func (w *worker) voiceNoun(i int) *document.Token {
	x := &w.v.words[i]
	s := &w.v.t.Sentences[x.sentence]
	if n := antecedent(s, int(x.token)); n >= 0 {
		return &s.Tokens[n]
	}
	return w.v.token(i)
}

// describes reports a cue in a clause about a noun, of which the content holds the verb that says
// something of that noun: in "this is not the outcome I hoped for" nothing is hoped but the outcome.
func (w *worker) describes(p *proposal) bool {
	v := w.v
	x := &v.words[p.head]
	if x.rel != relative || x.head < 0 || !p.is(int(x.head), roleContent) {
		return false
	}
	s := &v.t.Sentences[x.sentence]
	c := s.Child(int(v.words[x.head].token), "cop")
	return c >= 0 && p.is(v.first[x.sentence]+c, roleContent)
}

// onlyNoun cuts the content of such a cue to the noun.
func (w *worker) onlyNoun(p *proposal) {
	if !w.describes(p) {
		return
	}
	v := w.v
	x := &v.words[p.head]
	s, noun := &v.t.Sentences[x.sentence], int(x.head)
	lo := noun
	for lo > v.first[x.sentence] && names[v.token(lo-1).UPOS] && s.Dominates(int(v.words[noun].token), int(v.words[lo-1].token)) && v.token(lo-1).Rel != "case" {
		lo--
	}
	w.clear(p, p.lo, p.lo+len(p.role))
	p.mark(lo, noun+1, roleContent)
}

// subjectOnly gives a verb of saying without a source its own subject as one.
func (w *worker) subjectOnly(p *proposal) {
	v := w.v
	if slices.Contains(p.role, roleSource) || v.words[p.head].upos != verb {
		return
	}
	s := &v.t.Sentences[v.words[p.head].sentence]
	at := int(v.words[p.head].token)
	k := s.Child(at, "nsubj")
	if k < 0 || k > at || s.Child(at, "aux:pass") >= 0 || !nominal(&s.Tokens[k]) {
		return
	}
	switch s.Tokens[k].Lemma {
	case "it", "this", "that", "which", "what", "there":
		return
	}
	lo, hi := v.subjectOf(p.head)
	for i := lo; i < hi; i++ {
		if p.is(i, roleContent) || p.is(i, roleCue) {
			return
		}
	}
	p.mark(lo, hi, roleSource)
}

// cutGround takes out of a content the clause of time that the verb of saying has behind it: in
// "Gondor ordered a siege after Mordor attacked" the attack is not ordered.
func (w *worker) cutGround(p *proposal) {
	v := w.v
	if v.words[p.head].upos != verb {
		return
	}
	n := v.words[p.head].sentence
	s := &v.t.Sentences[n]
	at := int(v.words[p.head].token)
	if !orders[s.Tokens[at].Lemma] {
		return
	}
	for _, c := range s.Children(at) {
		m := s.Child(int(c), "mark")
		if int(c) < at || s.Tokens[c].Rel != "advcl" || m < 0 || s.Tokens[m].Lemma != "after" && s.Tokens[m].Lemma != "when" || s.Tokens[c].XPOS != "VBD" {
			continue
		}
		lo, hi := s.Subtree(int(c))
		if lo == 0 || !p.is(v.first[n]+lo-1, roleContent) {
			continue
		}
		for i := lo; i < hi; i++ {
			if k := v.first[n] + i; p.is(k, roleContent) {
				p.role[k-p.lo] = roleNone
			}
		}
		p.trim(v)
		return
	}
}

// cutBeside takes out of a content that ends in a quotation before its cue what the speaker did
// meanwhile: “They left,” he said as he accused the rebels.
func (w *worker) cutBeside(p *proposal) {
	v := w.v
	n := v.words[p.head].sentence
	s := &v.t.Sentences[n]
	if v.words[p.head].upos != verb || v.words[p.head].quote != 0 {
		return
	}
	_, first, _ := p.count(v, roleContent)
	if first < 0 || first > p.head || v.words[first].quote == 0 {
		return
	}
	at := int(v.words[p.head].token)
	for c := at + 1; c < len(s.Tokens); c++ {
		m := s.Child(c, "mark")
		if s.Tokens[c].Rel != "advcl" || s.Tokens[c].Head > at || m < at || !meanwhile[s.Tokens[m].Lemma] || s.Child(c, "nsubj", "nsubj:pass") < 0 {
			continue
		}
		_, hi := s.Subtree(c)
		w.clear(p, v.first[n]+m, v.first[n]+hi)
	}
}

// meanwhile is what opens a clause about when somebody spoke.
var meanwhile = map[string]bool{"as": true, "while": true, "when": true, "after": true, "before": true}

// clear takes the role of content from words [lo, hi).
func (w *worker) clear(p *proposal, lo, hi int) {
	for k := max(lo, p.lo); k < min(hi, p.lo+len(p.role)); k++ {
		if p.is(k, roleContent) {
			p.role[k-p.lo] = roleNone
		}
	}
	p.trim(w.v)
}

// cutTime takes the time of the cue from the end of a source before it: "the mayor today said".
func (w *worker) cutTime(p *proposal) {
	v := w.v
	n, first, last := p.count(v, roleSource)
	for ; n > 1 && last > first && last < p.head; n, last = n-1, last-1 {
		if x := &v.words[last]; x.head != int32(p.head) || x.rel != unmarked && (x.rel != adverbial || v.token(last).UPOS != "ADV") {
			return
		}
		p.role[last-p.lo] = roleNone
	}
}

var unmarked, adverbial = name("obl:unmarked"), name("advmod")

// onlySaid takes out of the content of a passive cue without a source what stands before it: in "at
// one stage it was understood that he would go" only the clause is understood.
func (w *worker) onlySaid(p *proposal) {
	v := w.v
	x := &v.words[p.head]
	if slices.Contains(p.role, roleSource) || x.upos != verb || x.frame&bitAuxPass == 0 {
		return
	}
	n := int(x.sentence)
	s := &v.t.Sentences[n]
	k := s.Child(int(x.token), "nsubj:pass", "expl", "expl:pass")
	if k < 0 || k > int(x.token) || s.Tokens[k].Lemma != "it" {
		return
	}
	if _, _, last := p.count(v, roleContent); last > p.head {
		w.clear(p, v.first[n], p.head)
	}
}

// unbroken keeps of a content only what no whole sentence of others parts from the cue.
func (w *worker) unbroken(p *proposal) {
	v := w.v
	at := int(v.words[p.head].sentence)
	for s := at - 1; s >= 0 && v.first[s] >= p.lo; s-- {
		if !w.speaksIn(p, s) {
			w.clear(p, p.lo, v.first[s])
			break
		}
	}
	for s := at + 1; s+1 < len(v.first) && v.first[s] < p.lo+len(p.role); s++ {
		if !w.speaksIn(p, s) {
			w.clear(p, v.first[s], p.lo+len(p.role))
			break
		}
	}
}

// speaksIn reports whether a word of sentence s has a role.
func (w *worker) speaksIn(p *proposal, s int) bool {
	for i := w.v.first[s]; i < w.v.first[s+1]; i++ {
		if i >= p.lo && i < p.lo+len(p.role) && p.role[i-p.lo] != roleNone {
			return true
		}
	}
	return false
}

// orders are verbs of who has something done.
var orders = map[string]bool{"order": true, "command": true, "instruct": true, "demand": true, "urge": true, "request": true, "propose": true, "announce": true, "recommend": true, "suggest": true}

var (
	no     = name("no")
	doubts = map[uint32]bool{name("doubt"): true, name("question"): true}
	// headings are nouns of what a text is about, not of anything said.
	headings = map[string]bool{"dispute": true, "row": true, "crisis": true, "conflict": true, "war": true, "talk": true}
	// mute is nouns of what only drives people and says nothing.
	mute = map[string]bool{
		"factor": true, "reason": true, "circumstance": true, "fact": true, "trend": true, "timing": true, "move": true, "step": true, "development": true, "incident": true,
		"situation": true, "reality": true, "event": true, "visit": true, "attack": true, "war": true, "conflict": true, "crisis": true, "action": true, "change": true,
		"import": true, "export": true, "trade": true, "sale": true, "price": true,
	}
)

// mend sets right what the role tagger, which looks at words one by one, often
// gets wrong: a content that a reporting clause interrupts, and a reporting clause
// whose speaker stands after its verb. It reports whether it changed p.
func (w *worker) mend(p *proposal) bool {
	return w.asNoted(p) || w.interrupted(p)
}

// interrupted completes the content of a reporting clause between commas, where
// what stands before it lacks its predicate:
//
//	The drones, the Post reported on Monday, were sold by Kestria.
func (w *worker) interrupted(p *proposal) bool {
	v := w.v
	s := v.words[p.head].sentence
	first, end := v.first[s], v.first[s+1]
	open, shut := w.between(p, first, end)
	if open < 0 || v.words[open].quote != v.words[shut].quote {
		return false
	}
	for i := range p.role {
		if r := p.role[i]; (r == roleSource || r == roleCue) && !within(p.lo+i, open, shut) {
			return false
		}
	}
	if open-1 < p.lo || !p.is(open-1, roleContent) || !w.lacksPredicate(p, first, open, shut) {
		return false
	}
	last := end
	for last > shut+1 && (v.words[last-1].sign == signStop || v.words[last-1].quote != v.words[shut].quote) {
		last--
	}
	if last > p.lo+len(p.role) {
		p.role = append(p.role, make([]uint8, last-p.lo-len(p.role))...)
	}
	for i := open + 1; i < shut; i++ {
		if p.is(i, roleContent) {
			p.role[i-p.lo] = roleNone
		}
	}
	p.mark(shut+1, last, roleContent)
	p.trim(v)
	return true
}

// between returns the commas or dashes around the reporting clause of p; -1, -1
// where it is not set off on both sides.
func (w *worker) between(p *proposal, first, end int) (open, shut int) {
	v := w.v
	for open = p.head - 1; open >= first && v.words[open].sign != signComma; open-- {
		if v.words[open].sign != signNone {
			return -1, -1
		}
	}
	for shut = p.head + 1; shut < end && v.words[shut].sign != signComma; shut++ {
		if v.words[shut].sign != signNone {
			return -1, -1
		}
	}
	if open <= first || shut >= end-2 || shut-open > longestAside {
		return -1, -1
	}
	return open, shut
}

// longestAside is how many words a reporting clause between commas may have.
const longestAside = 14

func within(i, open, shut int) bool { return i > open && i < shut }

// lacksPredicate reports whether what p holds before its reporting clause hangs on
// a word after it, and the rest of the sentence on nothing inside the clause.
func (w *worker) lacksPredicate(p *proposal, first, open, shut int) bool {
	v := w.v
	for i := max(first, p.lo); i < open; i++ {
		if !p.is(i, roleContent) || v.words[i].sign != signNone {
			continue
		}
		h := int(v.words[i].head)
		if h > shut && h < v.first[v.words[i].sentence+1] && v.words[h].upos != nounTag {
			return true
		}
	}
	return false
}

// asNoted turns round a clause that begins with "as", its verb before its speaker:
//
//	As rightly noted the envoy, both sides want peace.
func (w *worker) asNoted(p *proposal) bool {
	v := w.v
	s := v.words[p.head].sentence
	first, end := v.first[s], v.first[s+1]
	if v.words[p.head].upos != verb || p.head-first > 3 || p.head == first || v.words[first].form != as {
		return false
	}
	for i := first + 1; i < p.head; i++ {
		if u := v.token(i).UPOS; u != "ADV" && u != "AUX" {
			return false
		}
	}
	comma := p.head + 1
	for comma < end && v.words[comma].sign == signNone {
		comma++
	}
	if comma >= end-2 || v.words[comma].sign != signComma || comma == p.head+1 || !nominal(v.token(comma-1)) {
		return false
	}
	if u := v.token(p.head + 1).UPOS; u == "ADP" && v.token(p.head+1).Form != "by" || u == "SCONJ" || u == "ADV" {
		return false
	}
	lo := p.head + 1
	if v.token(lo).Form == "by" {
		lo++
	}
	last := end
	for last > comma+1 && v.words[last-1].sign == signStop {
		last--
	}
	q := &proposal{head: p.head, lo: first, role: make([]uint8, end-first), score: p.score, logp: p.logp}
	q.mark(first, lo, roleCue)
	q.mark(lo, comma, roleSource)
	q.mark(comma+1, last, roleContent)
	q.trim(v)
	*p = *q
	return true
}
