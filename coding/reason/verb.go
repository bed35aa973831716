package reason

import (
	"strings"

	"entente"
)

// purpose links an infinitive of purpose ("closed the road to stop the rebels")
// to the clause it depends on.
func (f *finder) purpose(i int) {
	t := &f.s.Tokens[i]
	if t.Rel == "advcl" && t.XPOS == "VBG" && f.l.aims[t.Lemma] {
		f.participle(i)
		return
	}
	if t.XPOS != "VB" || t.Head < 0 || !f.mayBePurpose(i) {
		return
	}
	to := -1
	for _, c := range f.s.Children(i) {
		k := &f.s.Tokens[c]
		if k.Rel == "mark" && k.Lemma == "to" {
			to = int(c)
		} else if k.Rel == "mark" && k.UPOS == "SCONJ" || k.Rel == "nsubj" {
			return
		}
	}
	if to < 0 || f.isNoAim(i) {
		return
	}
	h := t.Head
	if t.Rel == "acl" {
		h = f.s.Tokens[h].Head
	}
	head := &f.s.Tokens[h]
	if f.l.asking[head.Lemma] || head.UPOS == "ADJ" || head.Lemma == "be" || f.s.Child(h, "cop") >= 0 && h < i && head.UPOS != "VERB" && head.UPOS != "NOUN" {
		return // "is ready to leave"
	}
	a, b := f.s.Subtree(i)
	cueAt := to
	for cueAt > a && f.s.Tokens[cueAt-1].UPOS != "PUNCT" && cueAt > to-2 && (lower(f.s.Tokens[cueAt-1].Form) == "order" || lower(f.s.Tokens[cueAt-1].Form) == "in") {
		cueAt--
	}
	if c := f.s.Tokens[h]; c.Rel == "acl" && c.Head >= 0 && cueAt > 0 && f.s.Tokens[cueAt-1].Form == "," {
		h = f.up(c.Head) // ", to stop the rebels" is what the main clause is for
	}
	for _, c := range f.s.Children(i) {
		if k := f.s.Child(int(c), "mark"); k > i && lower(f.s.Tokens[k].Form) == "because" {
			b = min(b, k)
		}
	}
	h = f.inner(h)
	if h >= a && h < b || f.s.Tokens[h].Lemma == "say" && i < h { // hung on "he said" behind it
		return
	}
	x, y := f.without(h, min(a, cueAt), b)
	f.add(entente.LinkPurpose, f.span(x, y), f.span(max(a, to+1), b),
		entente.Span{Start: f.s.Tokens[cueAt].Start, End: f.s.Tokens[to].End}, i, "The army closed the road to stop the rebels.")
}

// isNoAim reports an infinitive that tells what a noun right before it is about, "a pact not to
// attack", "talks to end the war were held": one that is denied, or that stands between that noun and its
// verb.
func (f *finder) isNoAim(i int) bool {
	a, b := f.s.Subtree(i)
	if a == 0 {
		return false
	}
	toks := f.s.Tokens
	before := &toks[a-1]
	if h := toks[i].Head; h >= 0 { // "too early to say"
		if m := f.s.Child(h, "advmod"); m >= 0 && lower(toks[m].Form) == "too" {
			return true
		}
	}
	if before.Lemma == "enough" || before.UPOS == "NOUN" && f.l.contents[before.Lemma] && toks[i].Head == a-1 { // "enough to satisfy"
		return true
	}
	if before.UPOS != "NOUN" && before.UPOS != "PROPN" {
		return false
	}
	for _, c := range f.s.Children(i) {
		if k := int(c); k < i && toks[k].Rel == "advmod" && toks[k].Lemma == "not" {
			return true
		}
	}
	h := toks[i].Head
	return toks[i].Rel == "advcl" && h >= b && toks[b-1].Form != ","
}

// mayBePurpose reports whether infinitive i hangs where one of purpose can: beside
// a clause, as complement of a verb of moving or meeting or of one that has its
// object already, or on such an object that has no content of its own.
func (f *finder) mayBePurpose(i int) bool {
	t := &f.s.Tokens[i]
	h := &f.s.Tokens[t.Head]
	switch t.Rel {
	case "advcl":
		return true
	case "xcomp":
		return h.UPOS == "VERB" && (f.l.gathering[h.Lemma] || !f.l.asking[h.Lemma] && f.s.Child(t.Head, "nsubj:pass") >= 0 && f.s.Child(t.Head, "obl") >= 0)
	case "acl":
		return h.Rel == "obj" && h.Head >= 0 && !f.l.contents[h.Lemma] && f.s.Tokens[h.Head].UPOS == "VERB" &&
			f.s.Tokens[h.Head].Lemma != "have" && !f.l.asking[f.s.Tokens[h.Head].Lemma] && f.l.verbs[f.s.Tokens[h.Head].Lemma] == nil
	}
	return false
}

// participle links a participle of aim ("..., demanding higher pay") to its clause.
func (f *finder) participle(i int) {
	h := f.inner(f.s.Tokens[i].Head)
	a, b := f.s.Subtree(i)
	if h < 0 || h >= a && h < b || !f.isClause(h) || f.s.Child(i, "mark") >= 0 || f.isRemark(i, h) {
		return
	}
	x, y := f.without(h, a, b)
	if f.l.grievances[f.s.Tokens[i].Lemma] {
		f.add(entente.LinkCause, f.span(a, b), f.span(x, y), f.s.Tokens[i].Span, i, "Workers blocked the road, denouncing the law.")
		return
	}
	f.add(entente.LinkPurpose, f.span(x, y), f.span(a, b), f.s.Tokens[i].Span, i, "Workers blocked the road, demanding higher pay.")
}

// isLeftSo reports what somebody or something is left as: "left ten people dead", "left 200 hurt".
func (f *finder) isLeftSo(i, other int) bool {
	if f.s.Child(i, "xcomp", "ccomp") >= 0 {
		return true
	}
	_, b := f.s.Subtree(other)
	_, b = f.trim(other, other, b)
	last := &f.s.Tokens[b-1]
	return last.UPOS == "ADJ" || last.XPOS == "VBN"
}

// isRemark reports a participle of what somebody says beside what he says or does: "denied the
// claim, denouncing its author", "left, calling it absurd".
func (f *finder) isRemark(i, h int) bool {
	t := &f.s.Tokens[i]
	if t.Lemma == "call" {
		for _, c := range f.s.Children(i) {
			if k := f.s.Child(int(c), "case"); k >= 0 && f.s.Tokens[k].Lemma == "for" || f.s.Tokens[c].Lemma == "for" {
				return false
			}
		}
		return true
	}
	return f.l.grievances[t.Lemma] && f.l.speaking[f.s.Tokens[h].Lemma]
}

// verb links the subject and the complement of a verb of cause.
func (f *finder) verb(v *verb, i int) {
	t := &f.s.Tokens[i]
	other, passive := f.complement(v, i)
	if other < 0 {
		return
	}
	subject, spoken := f.subject(i, passive)
	if subject < 0 && spoken.IsZero() {
		return
	}
	if v.complement == "obj" && !f.suits(i, other, subject) {
		return
	}
	if passive && (v.complement == "xcomp" || v.complement == "ccomp") && spoken.IsZero() && subject >= 0 && f.s.Tokens[subject].Rel == "nsubj:pass" {
		return // "cars are not allowed to pass"
	}
	if !v.back && subject >= 0 && f.s.Tokens[subject].UPOS == "NUM" {
		return // "in 2010, which raised fears", hung too low
	}
	if !v.back && subject >= 0 && f.isPerson(subject) || t.XPOS == "VBG" && f.s.Child(i, "mark") >= 0 {
		return // what somebody does of their own will; "the risk of raising"
	}
	a, b := f.s.Subtree(other)
	switch v.complement {
	case "xcomp", "ccomp": // "forced the envoy to leave": the envoy is part of it
		if o := f.s.Child(i, "obj"); o >= 0 && o < other {
			a, _ = f.s.Subtree(o)
		}
	case "obj":
		if x := f.s.Child(i, "xcomp"); !passive && x > other && (f.s.Tokens[x].XPOS == "VB" || t.Lemma == "leave") { // "caused the price to rise", "left ships stranded"
			_, b = f.s.Subtree(x)
		}
	default:
		if o := f.s.Child(i, "obj"); !v.back && o >= 0 && o < other { // "pushed Rohan from Gondor"
			a, _ = f.s.Subtree(o)
		}
	}
	if !v.back && f.l.changes[t.Lemma] && other > i { // "worsened the crisis": the worsening is the effect
		a = i
	}
	told := f.span(a, b)
	if subject >= 0 {
		x, y := f.s.Subtree(subject)
		if x <= i && i < y { // the noun that the verb's clause describes: what stands before it
			y = min(y, f.clauseStart(i))
		}
		spoken = f.span(x, y)
		if is := f.identified(subject, i); is >= 0 {
			x, y = f.s.Subtree(is)
			spoken = f.span(max(x, f.s.Child(is, "cop")+1), y)
		}
	}
	if v.back && f.timed(other) { // "jailed for two years"
		return
	}
	if (t.Lemma == "cut" || t.Lemma == "sever") && f.s.Tokens[other].XPOS != "VBG" { // "cut aid for the rebels"
		return
	}
	if v.back && v.complement == "in" && !f.l.incidents[f.s.Tokens[other].Lemma] {
		return
	}
	if v.back && t.Lemma == "come" && (subject < 0 || f.isPerson(subject)) {
		return
	}
	if v.back && (v.complement != "from" || t.Lemma == "suffer") { // the act itself is the effect
		x, y := f.without(i, f.casesOf(other, a), b)
		if t.Rel == "acl" && t.Head >= 0 && t.Head < i { // "workers protesting against the law"
			x, _ = f.s.Subtree(t.Head)
		}
		spoken = f.span(x, y)
	}
	if v.back {
		f.add(v.relation, told, spoken, f.s.Tokens[i].Span, i, v.example)
		return
	}
	f.add(v.relation, spoken, told, t.Span, i, v.example)
}

// identified returns the head of what the noun that verb i describes is said to be:
// "the spark that set off the war was the raid" makes the raid the cause; -1 if
// nothing is.
func (f *finder) identified(subject, i int) int {
	s := &f.s.Tokens[subject]
	if a, b := f.s.Subtree(subject); s.Rel != "nsubj" || s.Head < i || i < a || i >= b || f.s.Tokens[s.Head].UPOS != "NOUN" || f.s.Child(s.Head, "cop") < 0 {
		return -1
	}
	return s.Head
}

// suits reports whether verb i says of its object, which heads other, that something makes it: not "left the
// talks", "raised slogans", nor killings by a subject that is no incident.
func (f *finder) suits(i, other, subject int) bool {
	switch f.s.Tokens[i].Lemma {
	case "leave":
		return f.isLeftSo(i, other)
	case "raise":
		return f.l.rising[f.s.Tokens[other].Lemma]
	case "kill", "injure", "wound":
		return subject < 0 || f.l.incidents[f.s.Tokens[subject].Lemma]
	}
	return true
}

func (f *finder) casesOf(i, first int) int {
	for _, c := range f.s.Children(i) {
		if f.s.Tokens[c].Rel == "case" && int(c) < first {
			first = int(c)
		}
	}
	return first
}

// clauseStart returns the first token of the clause that verb i heads.
func (f *finder) clauseStart(i int) int {
	a, _ := f.s.Subtree(i)
	return a
}

// complement returns the token of the other thing, -1 if there is none, and
// whether the verb is passive.
func (f *finder) complement(v *verb, i int) (token int, passive bool) {
	t := &f.s.Tokens[i]
	passive = f.s.Child(i, "aux:pass", "nsubj:pass") >= 0 || t.Rel == "acl" && t.XPOS == "VBN"
	switch v.complement {
	case "obj":
		if passive {
			if s := f.s.Child(i, "nsubj:pass"); s >= 0 {
				return s, true
			}
			if t.Rel == "acl" {
				return t.Head, true
			}
			return -1, true
		}
		return f.s.Child(i, "obj"), false
	case "xcomp":
		x := f.s.Child(i, "xcomp")
		if a := f.s.Child(i, "advcl"); x < 0 && a > i && f.s.Tokens[a].XPOS == "VB" && f.marked(a, "to") {
			x = a // read as a purpose
		}
		if o := f.s.Child(i, "obj"); x < 0 && o >= 0 {
			if a := f.s.Child(o, "acl"); a > o && f.s.Tokens[a].XPOS == "VB" {
				x = a // hung on the object
			}
		}
		if x >= 0 && (f.s.Tokens[x].UPOS != "VERB" && t.Lemma != "make" || f.s.Child(i, "obj", "iobj") < 0 && f.s.Child(x, "nsubj") < 0 && !passive && t.Lemma != "help") {
			return -1, passive
		}
		return x, passive
	case "ccomp":
		return f.s.Child(i, "ccomp"), passive
	}
	if o := f.s.Child(i, "obj"); t.Lemma == "give" && (o < 0 || f.s.Tokens[o].Lemma != "rise" && f.s.Tokens[o].Lemma != "birth") {
		return -1, passive // "gave way to"
	}
	for _, c := range f.s.Children(i) {
		k := &f.s.Tokens[c]
		if (strings.HasPrefix(k.Rel, "obl") || k.Rel == "advcl" || k.Rel == "nmod") && f.marked(int(c), v.complement) && int(c) > i {
			return int(c), passive
		}
		if k.Rel == "compound:prt" && k.Lemma == v.complement {
			return f.s.Child(i, "obj"), passive
		}
	}
	if o := f.s.Child(i, "obj"); o >= 0 && (v.back || v.complement == "from") { // "condemned Mordor for the raid" hung on Mordor
		for _, c := range f.s.Children(o) {
			if f.s.Tokens[c].Rel == "nmod" && f.marked(int(c), v.complement) {
				return int(c), passive
			}
		}
	}
	return -1, passive
}

func (f *finder) marked(i int, word string) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; (t.Rel == "case" || t.Rel == "mark") && t.Lemma == word {
			return true
		}
	}
	return false
}

// subject returns the token of the verb's subject, or of what stands for it: the
// agent of a passive, the noun a relative clause describes. Where the subject
// only points back ("this", "all these factors"), it is the sentence before.
func (f *finder) subject(i int, passive bool) (int, entente.Span) {
	t := &f.s.Tokens[i]
	s := -1
	switch {
	case passive:
		s = f.s.Child(i, "obl:agent")
		if s < 0 {
			s = f.s.Child(i, "nsubj:pass")
		}
	default:
		s = f.s.Child(i, "nsubj", "csubj")
	}
	switch {
	case s < 0 && t.Rel == "acl" && t.XPOS == "VBG":
		s = t.Head
	case s < 0 && t.Rel == "advcl" && t.XPOS == "VBG" && t.Head >= 0: // ", leaving ten dead"
		h := t.Head
		a, b := f.s.Subtree(i)
		x, y := f.without(h, a, b)
		if n := f.s.Tokens[h].Head; f.s.Tokens[h].Rel == "acl:relcl" && n >= 0 && n < x && y > x { // "prices, which rose, causing hunger"
			x, _ = f.s.Subtree(n)
		}
		return -1, f.span(x, y)
	case s < 0 && (t.Rel == "conj" || t.Rel == "xcomp") && t.Head >= 0:
		s = f.s.Child(t.Head, "nsubj")
		if h := &f.s.Tokens[t.Head]; s < 0 && h.Rel == "conj" && h.Head >= 0 {
			s = f.s.Child(h.Head, "nsubj")
		}
	case s < 0:
		return -1, entente.Span{}
	}
	if s < 0 {
		return -1, entente.Span{}
	}
	k := &f.s.Tokens[s]
	switch k.Lemma {
	case "which", "that", "who":
		if t.Rel == "acl:relcl" && t.Head >= 0 {
			return t.Head, entente.Span{}
		}
		if k.Lemma == "which" && t.Head >= 0 && t.Rel == "advcl:relcl" {
			a, b := f.s.Subtree(i)
			x, y := f.without(t.Head, a, b)
			return -1, f.span(x, y)
		}
	case "this", "these", "those":
		return -1, f.previous()
	}
	if f.pointsBack(s) {
		return -1, f.previous()
	}
	return s, entente.Span{}
}

// pointsBack reports whether a noun phrase sums up what was said before: "all
// these factors", "this policy".
func (f *finder) pointsBack(i int) bool {
	switch f.s.Tokens[i].Lemma {
	case "factor", "reason", "problem", "step", "move", "event", "development", "trend", "fact", "circumstance", "situation":
	default:
		return false
	}
	for _, c := range f.s.Children(i) {
		switch f.s.Tokens[c].Lemma {
		case "this", "these", "such", "those", "that":
			return true
		}
	}
	return false
}

// isPerson reports whether a subject acts of its own will: an actor, a name, a
// pronoun, a noun of persons.
func (f *finder) isPerson(i int) bool {
	t := &f.s.Tokens[i]
	if t.UPOS == "PROPN" || t.UPOS == "PRON" {
		return true
	}
	for _, m := range f.mentions {
		if m.Head == i {
			return true
		}
	}
	l := t.Lemma
	return f.l.persons[l] || strings.HasSuffix(l, "man") || strings.HasSuffix(l, "men") || strings.HasSuffix(l, "ist") ||
		len(l) > 5 && (strings.HasSuffix(l, "er") || strings.HasSuffix(l, "or")) && l != "weather" && l != "disorder" && l != "terror" && l != "murder"
}

// noun links what a noun such as "reason" is said of to what hangs on it.
func (f *finder) noun(n *noun, i int) {
	toks := f.s.Tokens
	other := -1
	for _, c := range f.s.Children(i) {
		if toks[c].Rel == "nmod" && int(c) > i && f.marked(int(c), n.preposition) {
			other = int(c)
			break
		}
	}
	if other < 0 {
		f.nounApart(n, i)
		return
	}
	if l := toks[i].Lemma; n.preposition == "against" && (l == "strike" || l == "campaign") && f.isPerson(other) {
		return // whom strikes hit is not why
	}
	if n.preposition == "over" && toks[other].UPOS == "PROPN" {
		return // "concern over Mordor": what it is about
	}
	a, b := f.s.Subtree(other)
	a = max(a, i+1)
	told := f.span(a+1, b)
	if toks[a].Rel != "case" {
		told = f.span(a, b)
	}
	var said entente.Span
	if s := f.s.Child(i, "nsubj", "csubj"); s >= 0 && f.s.Child(i, "cop") >= 0 {
		if toks[s].UPOS == "PRON" {
			if l := toks[s].Lemma; l != "this" && l != "that" {
				return
			}
			said = f.previous()
		} else {
			x, y := f.s.Subtree(s)
			said = f.span(x, y)
		}
	} else if n.back && n.preposition != "of" && n.preposition != "to" { // "a protest against the law": the noun itself is the effect
		x, _ := f.s.Subtree(i)
		said = f.span(x, f.casesOf(other, a))
	}
	if n.back {
		f.add(n.relation, told, said, toks[i].Span, i, n.example)
		return
	}
	f.add(n.relation, said, told, toks[i].Span, i, n.example)
}

// nounApart links what befalls to what hangs on the verb that says so: "a clash
// broke out over the law".
func (f *finder) nounApart(n *noun, i int) {
	toks := f.s.Tokens
	g := toks[i].Head
	if !n.back || n.preposition != "over" && n.preposition != "against" || !strings.HasPrefix(toks[i].Rel, "nsubj") || g <= i || toks[g].UPOS != "VERB" {
		return
	}
	for _, c := range f.s.Children(g) {
		if k := int(c); k > g && toks[k].Rel == "obl" && f.marked(k, n.preposition) && toks[k].UPOS == "NOUN" && !f.timed(k) {
			a, b := f.s.Subtree(k)
			x, _ := f.s.Subtree(i)
			f.add(n.relation, f.span(a, b), f.span(x, f.casesOf(k, a)), f.s.Tokens[f.casesOf(k, a)].Span, g, n.example)
			return
		}
	}
}

// timed reports whether a noun is a stretch of time ("over two weeks").
func (f *finder) timed(i int) bool {
	switch f.s.Tokens[i].Lemma {
	case "hour", "day", "week", "weekend", "month", "year", "decade", "period", "time", "past":
		return true
	}
	return false
}

// charged links what befalls somebody to the deed it is for: "was jailed for
// blocking the road".
func (f *finder) charged(i int) {
	toks := f.s.Tokens
	t := &toks[i]
	if t.XPOS != "VBG" || t.Rel != "advcl" && t.Rel != "obl" || t.Head < 0 || t.Head > i || !f.marked(i, "for") {
		return
	}
	g := t.Head
	if f.s.Child(g, "aux:pass", "nsubj:pass") < 0 {
		return
	}
	switch toks[g].Lemma {
	case "use", "need", "design", "intend", "know", "require", "allow", "make", "employ":
		return // "used for making", "known for saying"
	}
	a, b := f.s.Subtree(i)
	at := f.casesOf(i, i)
	for _, c := range f.s.Children(i) {
		if toks[c].Lemma == "for" && int(c) < i {
			at = int(c)
		}
	}
	x, y := f.without(g, at, b)
	f.add(entente.LinkCause, f.span(max(a, at+1), b), f.span(x, min(y, at)), toks[at].Span, i, "The rebels were beaten for blocking the road.")
}
