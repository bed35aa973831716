package stance

import (
	"slices"
	"strings"

	"entente"
)

// isOpen reports a clause of which is asked how, when or where: "debated how long it should take".
func (w *walker) isOpen(i int) bool {
	if w.s.Tokens[i].Rel != "ccomp" || w.s.Tokens[i].Head < 0 || w.s.Tokens[i].Head > i {
		return false
	}
	first, _ := w.s.Subtree(i)
	return w.s.Tokens[first].XPOS == "WRB" || strings.EqualFold(w.s.Tokens[first].Form, "whether")
}

// isFinite reports a verb in the past, or in the perfect.
func (w *walker) isFinite(i int) bool {
	if w.s.Tokens[i].XPOS == "VBD" {
		return true
	}
	a := w.s.Child(i, "aux", "aux:pass", "cop")
	x := ""
	if a >= 0 {
		x = w.s.Tokens[a].XPOS
	}
	return x == "VBD" || w.s.Tokens[i].XPOS == "VBN" && (x == "VBZ" || x == "VBP") && w.s.Tokens[a].Lemma == "have"
}

// isPast reports a clause of time or ground in the past tense, or of ground in the
// present, which is told as so whatever its main clause says.
func (w *walker) isPast(i int) bool {
	m := w.s.Child(i, "mark", "advmod")
	if m < 0 || !w.table["told"][strings.ToLower(w.s.Tokens[m].Form)].known {
		return false
	}
	x := w.s.Tokens[i].XPOS
	if a := w.s.Child(i, "aux", "aux:pass", "cop"); a >= 0 {
		x = w.s.Tokens[a].XPOS
	}
	return x == "VBD" || (x == "VBZ" || x == "VBP") && w.table["ground"][strings.ToLower(w.s.Tokens[m].Form)].known
}

// isBeside reports a clause of what goes on beside: "with Rohan blaming Mordor".
func (w *walker) isBeside(i int) bool {
	m := w.s.Child(i, "mark", "case")
	return m >= 0 && m < i && strings.EqualFold(w.s.Tokens[m].Form, "with") && w.s.Tokens[i].XPOS == "VBG" && w.s.Child(i, "nsubj") > m
}

// isIdea reports whether the modals of predicate h reach its subject i, of which it is only said
// what it would be: "a war would be a disaster". "An attack is a blunder" leaves open whether
// there is one.
func (w *walker) isIdea(i, h int) bool {
	c, d := w.s.Child(h, "cop"), w.s.Child(i, "det")
	if c < 0 || !w.isNominal(i) || w.s.Tokens[i].UPOS == "PROPN" {
		return false
	}
	indefinite := d >= 0 && w.s.Tokens[d].Lemma == "a"
	if a := w.s.Child(h, "aux"); a >= 0 {
		return indefinite || d < 0 && w.s.Tokens[i].XPOS == "NN"
	}
	if x := w.s.Tokens[c].XPOS; indefinite && (x == "VBZ" || x == "VBP") && w.s.Child(h, "case", "obl", "amod") < 0 {
		w.decide(entente.StanceHedged, c)
	}
	return false
}

// isAhead reports a clause of what is still to come: "before it attacks", "until it
// attacks".
func (w *walker) isAhead(i int) bool {
	m := w.s.Child(i, "mark", "advmod")
	if m < 0 || !w.table["ahead"][strings.ToLower(w.s.Tokens[m].Form)].known {
		return false
	}
	x := w.s.Tokens[i].XPOS
	return x == "VBZ" || x == "VBP"
}

// hasCondition reports whether an if-clause stands under or over i.
func (w *walker) hasCondition(i int) bool {
	for _, c := range w.s.Children(i) {
		if universal(w.s.Tokens[c].Rel) != "advcl" {
			continue
		}
		if m := w.s.Child(int(c), "mark"); m >= 0 && w.table["mark"][strings.ToLower(w.s.Tokens[m].Lemma)].known {
			return true
		}
	}
	return false
}

// presupposed reports a definite noun under a word that says nothing of whether
// it is so: "to patrol the border", "to end the war".
func (w *walker) presupposed(i, h int) bool {
	if w.isAskedOf(i, h) {
		return true
	}
	lemma := strings.ToLower(w.s.Tokens[h].Lemma)
	if !w.isNominal(i) || w.s.Tokens[h].UPOS != "VERB" || w.table["verb"][lemma].known && lemma != "end" || w.table["voice"][lemma].known {
		return false
	}
	d := w.s.Child(i, "det", "nmod:poss")
	return d >= 0 && (w.s.Tokens[d].Rel == "nmod:poss" || strings.EqualFold(w.s.Tokens[d].Form, "the"))
}

// isAskedOf reports a definite subject of whom a clause asks how, why or when: "hard to say how far
// the accord will go".
func (w *walker) isAskedOf(i, h int) bool {
	if !w.isNominal(i) || universal(w.s.Tokens[i].Rel) != "nsubj" || w.s.Tokens[h].UPOS != "VERB" {
		return false
	}
	first, _ := w.s.Subtree(h)
	switch strings.ToLower(w.s.Tokens[first].Form) {
	case "how", "why", "when", "where":
		d := w.s.Child(i, "det", "nmod:poss")
		return d >= 0 && (w.s.Tokens[d].Rel == "nmod:poss" || strings.EqualFold(w.s.Tokens[d].Form, "the"))
	}
	return false
}

// isParticiple reports a past participle without words of its own that put it, as
// one that describes a noun.
func (w *walker) isParticiple(i int) bool {
	return w.s.Tokens[i].XPOS == "VBN" && w.s.Child(i, "nsubj", "aux", "mark") < 0
}

// isMaker reports what something is made by: "a crisis sparked by Gondor closing the border".
func (w *walker) isMaker(i int) bool {
	if i < 0 {
		return false
	}
	m := w.s.Child(i, "mark", "case")
	return w.s.Tokens[i].Rel == "obl:agent" || universal(w.s.Tokens[i].Rel) == "advcl" && w.s.Tokens[i].XPOS == "VBG" && m >= 0 && strings.EqualFold(w.s.Tokens[m].Form, "by")
}

// isCalled reports an indefinite noun of which it is only said what it is called, which leaves open
// whether it is: "called a base on the island a red line".
func (w *walker) isCalled(i, h int) bool {
	switch w.s.Tokens[h].Lemma {
	case "call", "consider", "deem", "describe", "label", "brand":
	default:
		return false
	}
	x, d := w.s.Child(h, "xcomp"), w.s.Child(i, "det")
	return x > i && w.isNominal(x) && d >= 0 && w.s.Tokens[d].Lemma == "a"
}

// infinitive reports a clause with "to", or one with "due to", which is read as its mark.
func (w *walker) infinitive(i int) bool {
	if w.s.Tokens[i].XPOS != "VB" {
		return false
	}
	for _, c := range w.s.Children(i) {
		t := &w.s.Tokens[c]
		if t.Rel != "mark" {
			continue
		}
		if strings.EqualFold(t.Form, "to") || t.Lemma == "due" && w.s.Child(int(c), "fixed") >= 0 {
			return true
		}
	}
	return false
}

// isDestined returns the form of "be" that puts an infinitive into the future, -1 for none:
// "Kestria is to attack", not "its mistake was to attack".
func (w *walker) isDestined(i int) int {
	be, n := w.s.Child(i, "cop", "aux"), w.s.Child(i, "nsubj", "nsubj:outer")
	if be < 0 || n < 0 || n > be || w.s.Tokens[be].Lemma != "be" || !strings.HasPrefix(w.s.Tokens[be].XPOS, "VB") || w.s.Tokens[be].XPOS == "VBN" || w.s.Tokens[i].UPOS != "VERB" || !w.infinitive(i) {
		return -1
	}
	if w.s.Tokens[be].XPOS == "VBD" && w.s.Tokens[n].UPOS == "NOUN" && w.s.Child(n, "nmod:poss") >= 0 {
		return -1
	}
	return be
}

// purpose reports an adverbial clause that tells what something is for.
func (w *walker) purpose(i int) bool { return w.infinitive(i) && !w.isResult(i) && !w.isMeans(i) }

// isMeans reports "used batons to beat them", which tells what was done with them.
func (w *walker) isMeans(i int) bool {
	h := w.s.Tokens[i].Head
	if h < 0 || w.s.Tokens[h].Lemma != "use" || w.s.Child(h, "obj") < 0 {
		return false
	}
	x := w.s.Tokens[h].XPOS
	return x == "VBD" || x == "VBN" && w.s.Child(h, "aux") >= 0 && w.s.Child(h, "aux:pass") < 0
}

// isResult reports "has overtaken Gondor to become", which tells what came of it.
func (w *walker) isResult(i int) bool {
	h := w.s.Tokens[i].Head
	if h < 0 || w.s.Tokens[i].Lemma != "become" {
		return false
	}
	x := w.s.Tokens[h].XPOS
	return x == "VBD" || x == "VBN" && w.s.Child(h, "aux") >= 0
}

// complementOf applies the verb over a clause that the parser called adverbial
// but that is mostly its complement: "urged Kestria to withdraw", "accused it of
// attacking", "ready to attack".
func (w *walker) complementOf(i, h int) {
	if w.Stance != "" && w.Stance != entente.StancePlanned || !w.infinitive(i) && !w.isKeptFrom(i) {
		return
	}
	tok := &w.s.Tokens[h]
	e := w.table["verb"][strings.ToLower(tok.Lemma)]
	if tok.UPOS == "ADJ" {
		e = w.adjective(tok)
	}
	if e.negated && slices.ContainsFunc(w.s.Children(h), func(c int32) bool { return w.negates(int(c)) }) { // "is not barred from attacking"
		w.Stance, w.Cue = entente.StanceHedged, tok.Span
		return
	}
	if e.stance == entente.StanceDemanded || e.negated || tok.UPOS == "ADJ" && e.stance == entente.StanceHedged {
		w.Stance, w.Cue = "", entente.Span{}
		w.apply(e, h)
	}
}

// judged reports an infinitive of which something is said: "it is a blunder to attack"
// leaves open whether anybody does, "it was a blunder to attack" takes it as done.
func (w *walker) judged(i, h int) (open, done bool) {
	c, it := w.s.Child(h, "cop"), w.s.Child(h, "expl", "nsubj")
	if c < 0 || it < 0 || w.s.Tokens[it].Lemma != "it" || !w.infinitive(i) {
		return false, false
	}
	done = w.s.Tokens[c].XPOS == "VBD"
	return !done, done
}

// isKeptFrom reports "from" before a gerund: "blocked Kestria from attacking".
func (w *walker) isKeptFrom(i int) bool {
	m := w.s.Child(i, "mark", "case")
	if w.s.Tokens[i].XPOS != "VBG" || m < 0 {
		return false
	}
	return strings.EqualFold(w.s.Tokens[m].Form, "from") || strings.EqualFold(w.s.Tokens[m].Form, "of") && w.isShort(w.s.Tokens[i].Head) ||
		strings.EqualFold(w.s.Tokens[m].Form, "at") && w.isBalking(w.s.Tokens[i].Head)
}

// isBalking reports "balked" at doing something.
func (w *walker) isBalking(h int) bool {
	return h >= 0 && (w.s.Tokens[h].Lemma == "balk" || w.s.Tokens[h].Lemma == "baulk")
}

// isShort reports "stopped short" of doing something.
func (w *walker) isShort(h int) bool {
	return h >= 0 && slices.ContainsFunc(w.s.Children(h), func(c int32) bool { return strings.EqualFold(w.s.Tokens[c].Form, "short") })
}

// isHearsay reports a word of saying in the passive that names nobody who says it: "is said
// to", "it is alleged that".
func (w *walker) isHearsay(h int, lemma string) bool {
	return w.table["hearsay"][lemma].known && w.s.Child(h, "aux:pass") >= 0 && w.s.Child(h, "obl:agent") < 0
}

// isOneOf reports one told by his place among several: "was the first to attack".
func (w *walker) isOneOf(h int) bool {
	switch w.s.Tokens[h].Lemma {
	case "first", "second", "third", "last", "only":
		return w.s.Child(h, "cop") >= 0
	}
	return false
}

// isDone reports an infinitive of what somebody does nothing, or everything, to do: it is put
// as his doing is ("never did anything to help").
func (w *walker) isDone(i, h int) bool {
	if !w.infinitive(i) {
		return false
	}
	if w.isOneOf(h) || w.isShown(i, h) || w.isTaken(h) || w.s.Tokens[h].Lemma == "use" && w.s.Child(h, "aux:pass") >= 0 { // "must not be used to attack", "were used to attack"
		return true
	}
	if w.s.Tokens[h].Lemma == "do" {
		h = w.s.Child(h, "obj")
	}
	return h >= 0 && w.isThing(h)
}

// isShown reports an infinitive of what a deed itself says: "recalled its envoy to protest".
func (w *walker) isShown(i, h int) bool {
	if w.s.Tokens[h].UPOS != "VERB" || universal(w.s.Tokens[i].Rel) != "advcl" || w.s.Child(i, "nsubj") >= 0 {
		return false
	}
	switch w.s.Tokens[i].Lemma {
	case "protest", "condemn", "denounce", "commemorate", "mark", "express", "voice", "honor", "honour", "thank", "congratulate":
		x := w.s.Tokens[h].XPOS
		return w.s.Tokens[h].Lemma != "use" && (x == "VBD" || x == "VBZ" || x == "VBP" || x == "VBN" && w.s.Child(h, "aux") >= 0)
	}
	return false
}

// isTaken reports a chance that somebody takes, or the verb of it: "took advantage of the visit
// to condemn", "seized the opportunity to meet".
func (w *walker) isTaken(h int) bool {
	v, o := h, w.s.Child(h, "obj")
	if w.isNominal(h) {
		if t := &w.s.Tokens[h]; t.Rel == "nmod" { // the infinitive hung on the visit
			h = t.Head
		}
		v, o = w.s.Tokens[h].Head, h
	}
	if v < 0 || o < 0 || w.s.Tokens[o].Rel != "obj" {
		return false
	}
	switch w.s.Tokens[v].Lemma {
	case "take", "seize", "use":
	default:
		return false
	}
	switch w.s.Tokens[o].Lemma {
	case "advantage", "opportunity", "occasion", "chance":
		return true
	}
	return false
}

// isBackground reports a noun of what was before or goes on around what a verb tells, which is so
// whatever is planned: "vowed to attack amid the dispute", "vowed to attack after the raid".
func (w *walker) isBackground(i, h int) bool {
	c := w.s.Child(i, "case")
	if c < 0 || !w.isNominal(i) || w.s.Tokens[h].UPOS != "VERB" {
		return false
	}
	switch strings.ToLower(w.s.Tokens[c].Form) {
	case "amid", "amidst", "despite", "after", "following":
		return true
	case "during": // "urged Rohan to leave during a visit to Mordor": when it was urged
		if w.s.Tokens[h].XPOS == "VBD" && w.isDefinite(i) { // "ordered a sale during the war"
			w.told = true
			return true
		}
		v := w.s.Tokens[h].Head
		return v >= 0 && w.infinitive(h) && w.s.Tokens[v].XPOS == "VBD" && w.table["verb"][strings.ToLower(w.s.Tokens[v].Lemma)].stance == entente.StanceDemanded
	}
	return false
}

// isWay reports a gerund with "by", which is put as what is done by it: "could protest by closing
// the border".
func (w *walker) isWay(i int) bool {
	m := w.s.Child(i, "mark", "case")
	return w.s.Tokens[i].XPOS == "VBG" && m >= 0 && strings.EqualFold(w.s.Tokens[m].Form, "by")
}

// isThing reports a word for a thing or none that somebody does.
func (w *walker) isThing(k int) bool {
	t := &w.s.Tokens[k]
	switch t.Lemma {
	case "nothing", "anything", "everything", "something", "little", "much":
		return t.Rel == "obj" && t.Head >= 0 && w.s.Tokens[t.Head].Lemma == "do"
	}
	return false
}
