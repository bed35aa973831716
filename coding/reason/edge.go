package reason

import (
	"entente"
)

// edge is a place in a tree where a link may be stated: a dependent that a marker
// opens ("over the law", "to stop the rebels"), a participle (", leaving ten dead"), or a
// verb between its subject and what it does ("the raid sparked a war").
type edge struct {
	kind   edgeKind
	dep    int // head of the dependent, or the verb
	gov    int // head of what it hangs on, or of the subject
	at     int // first token of the cue
	to     int // token after the cue
	opened entente.Span
	other  entente.Span
}

type edgeKind uint8

const (
	edgeClause edgeKind = iota + 1 // a marked dependent and the clause it stands in
	edgePhrase                     // a marked dependent and the noun it hangs on
	edgeParticiple
	edgeVerb
)

// edges returns the places of the sentence that no cue of the tables of condition and
// contrast opens.
func (f *finder) edges() []edge {
	var out []edge
	for i := range f.s.Tokens {
		t := &f.s.Tokens[i]
		switch t.Rel {
		case "advcl", "obl", "nmod", "acl", "xcomp", "obl:agent", "ccomp":
			out = f.dependentEdges(out, i)
		}
		if t.UPOS == "VERB" {
			out = f.verbEdge(out, i)
		}
	}
	return out
}

// dependentEdges adds the edges of dependent i.
func (f *finder) dependentEdges(out []edge, i int) []edge {
	toks := f.s.Tokens
	t := &toks[i]
	if t.Head < 0 || f.names(i) {
		return out
	}
	a, b := f.s.Subtree(i)
	m := f.marker(i, a)
	kind := edgeClause
	if m == a {
		if t.Rel != "advcl" && t.Rel != "acl" || t.XPOS != "VBG" && t.XPOS != "VBN" {
			return out
		}
		kind = edgeParticiple
	} else if f.otherwise(a) {
		return out
	}
	e := edge{kind: kind, dep: i, gov: t.Head, at: a, to: m, opened: f.span(m, b)}
	if kind == edgeParticiple {
		e.at, e.to, e.opened = i, i+1, f.plain(a, b)
	}
	if g := &toks[t.Head]; g.UPOS == "NOUN" && (t.Rel == "nmod" || t.Rel == "acl") && t.Head < a {
		x, _ := f.s.Subtree(t.Head)
		p := e
		p.other = f.span(x, a)
		if kind == edgeClause {
			p.kind = edgePhrase
		}
		out = appendEdge(out, p)
	}
	g := f.inner(f.up(t.Head))
	if g >= a && g < b {
		return out
	}
	x, y := f.without(g, a, b)
	if i > g {
		y = min(y, a)
	}
	e.gov, e.other = g, f.span(x, y)
	return appendEdge(out, e)
}

func appendEdge(out []edge, e edge) []edge {
	if e.opened.IsZero() || e.other.IsZero() || e.opened.Overlaps(e.other) {
		return out
	}
	return append(out, e)
}

// marker returns the token after the marks and prepositions that open dependent i from
// token a on.
func (f *finder) marker(i, a int) int {
	m := a
	for m < i {
		t := &f.s.Tokens[m]
		if t.Rel != "mark" && t.Rel != "case" && t.Rel != "fixed" && t.XPOS != "TO" {
			break
		}
		m++
	}
	return m
}

// otherwise reports whether the tables read the cue at token a as a condition or contrast.
func (f *finder) otherwise(a int) bool {
	for _, c := range f.l.cues[lower(f.s.Tokens[a].Form)] {
		if (c.relation == entente.LinkCondition || c.relation == entente.LinkContrast) && (c.pattern == "mark" || c.pattern == "case") && f.longer(c, a) {
			return true
		}
	}
	return false
}

// verbEdge adds the edge between the subject of verb i and the rest of its clause.
func (f *finder) verbEdge(out []edge, i int) []edge {
	toks := f.s.Tokens
	s := f.s.Child(i, "nsubj", "csubj")
	if t := &toks[i]; s < 0 && t.Rel == "conj" && t.Head >= 0 {
		s = f.s.Child(t.Head, "nsubj")
	}
	if s < 0 || s > i || f.s.Child(i, "obj", "ccomp", "xcomp", "obl") < 0 {
		return out
	}
	x, y := f.s.Subtree(s)
	k := &toks[s]
	if k.XPOS == "WDT" || k.XPOS == "WP" {
		if toks[i].Rel != "acl:relcl" || toks[i].Head < 0 {
			return out
		}
		s = toks[i].Head
		x, _ = f.s.Subtree(s)
		y, _ = f.s.Subtree(i)
	} else if k.UPOS == "PRON" {
		return out
	}
	_, b := f.s.Subtree(i)
	_, b = f.trim(i, i, b)
	return appendEdge(out, edge{kind: edgeVerb, dep: i, gov: s, at: i, to: i + 1, opened: f.plain(i, b), other: f.span(x, y)})
}

// cueWords returns the lower-case words of the edge's cue, joined.
func (f *finder) cueWords(e *edge) string {
	w := ""
	for k := e.at; k < e.to && k < e.at+3; k++ {
		if k > e.at {
			w += " "
		}
		w += lower(f.s.Tokens[k].Form)
	}
	return w
}

// aim reports whether a dependent that is a cause is an aim: an infinitive.
func (f *finder) aim(e *edge) bool {
	t := &f.s.Tokens[e.dep]
	return t.XPOS == "VB" && f.marked(e.dep, "to")
}

// learned adds the links that the model finds stated and the tables do not.
func (f *finder) learned() {
	if f.l.model == nil {
		return
	}
	for _, e := range f.edges() {
		least := f.least(&e)
		if least == never {
			continue
		}
		cause, effect := f.shares(&e)
		if cause < least && effect < least {
			continue
		}
		cue := entente.Span{Start: f.s.Tokens[e.at].Start, End: f.s.Tokens[e.to-1].End}
		if f.told(&e, cue) {
			continue
		}
		switch {
		case cause >= effect && f.aim(&e):
			f.add(entente.LinkPurpose, e.other, e.opened, cue, e.dep, learnedRule)
		case cause >= effect:
			f.add(entente.LinkCause, e.opened, e.other, cue, e.dep, learnedRule)
		default:
			f.add(entente.LinkCause, e.other, e.opened, cue, e.dep, learnedRule)
		}
	}
}

// least is how likely a link must be at an edge. Words that tell of time alone state
// no reason, and what somebody asks or pledges to do is no aim.
func (f *finder) least(e *edge) float32 {
	switch lower(f.s.Tokens[e.at].Form) {
	case "when", "while", "before", "having", "even":
		return never
	case "due":
		if f.isDue(e.dep, e.at) { // "due to open next year"
			return never
		}
	case "in":
		if !f.l.incidents[f.s.Tokens[e.dep].Lemma] {
			return never // "told in a list"
		}
	case "of", "during":
		return never
	case "after", "as", "following":
		if t := &f.s.Tokens[e.dep]; t.Rel == "obl" && lower(f.s.Tokens[e.at].Form) == "as" {
			return never // "as a deterrent": what it is to be
		}
		if lower(f.s.Tokens[e.at].Form) == "as" && f.s.Tokens[e.dep].XPOS == "VBD" && f.s.Child(e.dep, "cop") < 0 && f.s.Tokens[e.gov].XPOS == "VBD" {
			return sureOfAs
		}
		if f.isHour(e.dep) || f.s.Tokens[e.gov].Lemma == "come" { // "it comes days after the raid"
			return never
		}
		if f.s.Tokens[e.gov].Lemma == "say" || f.afterSaying(e.at) { // "said as he left": when it was said
			return never
		}
		return sureOfTime
	}
	if e.kind == edgeVerb && (f.isPerson(e.gov) || f.l.sites[f.s.Tokens[e.gov].Lemma]) {
		return never // what somebody does of their own will; where it happened
	}
	cue, gov := lower(f.s.Tokens[e.at].Form), f.s.Tokens[e.gov].Lemma
	switch {
	case cue == "over" && e.at > 0 && f.l.matters[f.s.Tokens[e.at-1].Lemma], e.kind == edgePhrase && (cue == "over" && f.l.matters[gov] || cue == "against" && !f.l.outcries[gov]):
		return never // "a dispute over land", "the fight against hunger": what it is about
	case e.kind == edgeParticiple && f.l.speaking[f.s.Tokens[e.dep].Lemma] && !f.l.grievances[f.s.Tokens[e.dep].Lemma]:
		return never // "left, saying that"
	case cue == "by" && f.l.speaking[gov] && f.s.Tokens[e.dep].UPOS == "NOUN": // "told reporters by phone"
		return never
	case cue == "in" && f.s.Tokens[e.dep].Lemma == "protest":
		return never // "left in protest at the raid"
	case (cue == "of" || cue == "for") && gov == "accuse", gov == "say" && e.kind == edgeClause && e.dep < e.gov:
		return never
	}
	if e.kind == edgeVerb && f.s.Tokens[e.dep].Lemma == "leave" {
		if o := f.s.Child(e.dep, "obj"); o >= 0 && !f.isLeftSo(e.dep, o) {
			return never // "left the talks"
		}
	}
	if lower(f.s.Tokens[e.at].Form) == "against" && f.isPerson(e.dep) {
		return never // whom it is done to
	}
	if cue == "to" && f.s.Tokens[e.dep].XPOS != "VB" {
		return never // "reported to have left", "a bid to be heard"
	}
	if e.kind == edgeParticiple && f.s.Child(e.dep, "nsubj", "nsubj:pass") >= 0 {
		return never // "when ten were killed"
	}
	if cue == "over" && f.l.sites[f.s.Tokens[e.dep].Lemma] {
		return never // "flights over the territory"
	}
	if f.aim(e) && (f.l.asking[f.s.Tokens[e.gov].Lemma] || f.isNoAim(e.dep)) {
		return never
	}
	return sureEnough
}

// afterSaying reports whether a verb of saying stands right before token i, or a day does that
// stands behind one: "they left, he said Monday as".
func (f *finder) afterSaying(i int) bool {
	if i > 1 && f.s.Tokens[i-1].Rel == "obl:unmarked" {
		i--
	}
	return i > 0 && f.s.Tokens[i-1].UPOS == "VERB" && f.l.speaking[f.s.Tokens[i-1].Lemma]
}

// learnedRule stands where links of the tables have their example.
const learnedRule = "learned from reports with marked causes"

// told reports whether the sentence has a link already whose cue is this one or lies in
// what a verb does, or whose passages are much the same.
func (f *finder) told(e *edge, cue entente.Span) bool {
	for _, o := range f.out[f.from:] {
		if o.Cue.Overlaps(cue) || e.kind == edgeVerb && e.opened.Contains(o.Cue) || alike(o.From.Span, e.opened) || alike(o.To.Span, e.opened) {
			return true
		}
	}
	return false
}

// alike reports whether two spans share more than half of the shorter and of the longer.
func alike(a, b entente.Span) bool {
	shared := min(a.End, b.End) - max(a.Start, b.Start)
	return 2*shared > a.End-a.Start && 2*shared > b.End-b.Start
}
