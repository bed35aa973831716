// Package stance tells how a clause is put: asserted, hedged, planned, feared,
// negated, told as history. It reads the tree above and around a predicate and
// what stands in a table of words; who says it is the business of package
// attribution. Start with At.
package stance

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
)

// historyDays is how long before the document's date a stated time makes an event
// background rather than news.
const historyDays = 730

// Reading is how one predicate is put. Cue is the words that decide, the zero
// Span where it is plainly asserted.
type Reading struct {
	Stance     entente.Stance
	Negated    bool
	Historical bool
	Cue        entente.Span
}

// At reads how token of a sentence is put, whether it is a verb or a noun that
// tells of something. The operator nearest to it decides the stance; negations up to
// that operator cancel out in pairs. An attribution around it decides where no word
// of the clause does.
func At(t *document.Text, sentence, token int) Reading {
	w := walker{t: t, s: &t.Sentences[sentence], index: sentence, table: operators(), from: -1}
	w.climb(token)
	if w.Stance == "" && !w.told {
		w.fromAttributions(token)
	}
	if w.Stance == "" {
		w.Stance = entente.StanceAsserted
	}
	w.Historical = w.historical(token)
	return w.Reading
}

type walker struct {
	Reading
	t     *document.Text
	s     *document.Sentence
	index int
	table table
	from  int  // the word below that was climbed from, -1 at first
	tense bool // the stance is planned by a future tense alone
	told  bool // a word takes what stands under it as done: nothing over it changes that
}

// decide sets the stance unless a nearer operator did.
func (w *walker) decide(s entente.Stance, cue int) {
	// What is planned under a condition is conditional: "if they choose to leave";
	// what only "will" puts into the future is how the words above put it: "fears
	// that they will leave".
	over := s == entente.StanceConditional && w.Stance == entente.StancePlanned || w.tense && s != entente.StancePlanned
	if s != "" && (w.Stance == "" || over) {
		w.Stance, w.Cue, w.tense = s, w.s.Tokens[cue].Span, false
	}
}

// negate flips negation for a word at cue that denies word i. Where i is the
// operator that decided, its negation is that of what stands under it ("does not
// plan to attack"), and what is not denied or feared is left open; above the
// operator it touches nothing.
func (w *walker) negate(i, cue int) {
	if w.Stance != "" {
		if w.Cue != w.s.Tokens[i].Span {
			return
		}
		if w.Stance == entente.StanceDenied || w.Stance == entente.StanceFeared {
			w.Stance = entente.StanceHedged
			return
		}
	}
	w.Negated = !w.Negated
	if w.Cue.IsZero() {
		w.Cue = w.s.Tokens[cue].Span
	}
}

// climb goes from a predicate to the root and applies the operators on its way.
func (w *walker) climb(i int) {
	own := true // whether the words around i itself apply to the predicate
	for steps := 0; i >= 0 && steps < 40; steps++ {
		if own {
			w.around(i)
		}
		tok := &w.s.Tokens[i]
		h := tok.Head
		if h < 0 {
			break
		}
		switch rel := universal(tok.Rel); rel {
		case "conj":
			h = w.finiteConjunct(i, h)
			own = w.sharesWords(i, h) && !w.joinedBy(i, "nor") // the "not" of the first is in the "nor" already
		case "xcomp", "ccomp", "csubj":
			own = w.under(i, h, rel)
			if open, _ := w.judged(i, h); open && rel == "csubj" {
				w.decide(entente.StanceHedged, i)
			}
		case "advcl":
			if own = w.isDone(i, h) || w.isWay(i); own {
				break
			}
			if w.isPast(i) || w.isBeside(i) {
				w.told = true
				return // "when its team went": what stands over it says nothing of it
			}
			if w.purpose(i) || w.isAhead(i) {
				w.decide(entente.StancePlanned, i)
			}
			w.complementOf(i, h)
		case "acl":
			if tok.Rel == "acl:relcl" {
				w.told = w.Stance == "" && w.isFinite(i)
				return // presupposed
			}
			if own = w.isDone(i, h); own {
				break
			}
			if w.isAny(h) { // "any raid aimed at destroying the town"
				w.decide(entente.StanceHedged, h)
			}
			e := w.table["noun"][w.s.Tokens[h].Lemma]
			if k := w.s.Child(h, "compound"); k >= 0 && w.s.Tokens[h].Lemma == "call" { // a conference call asks for nothing
				e = effect{}
			}
			switch {
			case e.factive, (steps == 0 || w.isMaker(w.from)) && w.isParticiple(i):
				w.told = true
				return // "on the ground that it attacked", "a move backed by Kestria", "a campaign waged by it"
			case e.known:
				w.apply(e, h)
				if d := w.s.Child(h, "det"); d >= 0 && w.s.Tokens[d].Lemma == "no" { // "has no plans to"
					w.negate(h, d)
				}
			case w.infinitive(i):
				switch open, done := w.judged(i, h); {
				case done:
					return
				case open:
					w.decide(entente.StanceHedged, i)
				default:
					w.decide(entente.StancePlanned, i)
				}
			}
		case "parataxis", "root", "appos", "dislocated", "vocative", "discourse", "list", "orphan":
			return
		case "obj", "obl", "nsubj", "nmod", "iobj", "compound", "flat", "amod", "dep":
			if w.presupposed(i, h) || w.isBackground(i, h) {
				return
			}
			own = w.noun(i, h, rel)
		default:
			own = false
		}
		if w.told {
			return
		}
		w.from, i = i, h
	}
}

// universal is a relation without its subtype.
func universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// around applies the auxiliaries, adverbs, conjunctions and adjectives that
// stand with a predicate.
func (w *walker) around(i int) {
	for _, c := range w.s.Children(i) {
		if w.negates(int(c)) && (int(c) != w.from || !slices.ContainsFunc(w.s.Children(w.from), func(k int32) bool { return w.negates(int(k)) })) { // "there is no accord": the noun's "no" counts once
			w.negate(i, int(c))
		}
	}
	if w.s.Tokens[i].UPOS == "VERB" && w.s.IsOpposed(i) { // "instead of attacking"
		w.negate(i, i)
	}
	if w.s.Tokens[i].Rel == "conj" && w.joinedBy(i, "nor") {
		w.negate(i, i)
	}
	for _, c := range w.s.Children(i) {
		k := int(c)
		tok := &w.s.Tokens[k]
		lemma := strings.ToLower(tok.Lemma)
		switch universal(tok.Rel) {
		case "aux":
			w.auxiliary(i, k)
		case "det":
			if lemma == "any" && w.s.Tokens[i].UPOS == "NOUN" && !w.Negated {
				w.decide(entente.StanceHedged, k)
			}
		case "advmod":
			if e := w.adverb(tok); e.known && !e.negated {
				w.apply(e, k)
			}
		case "mark":
			if e := w.table["mark"][lemma]; e.known {
				if (lemma == "if" || lemma == "whether") && w.s.Tokens[i].Rel == "ccomp" { // "to see if they attack"
					e.stance = entente.StanceHedged
				}
				w.apply(e, k)
			}
		case "amod":
			if e := w.table["adj"][strings.ToLower(tok.Form)]; e.known && w.s.Tokens[i].UPOS != "VERB" {
				w.apply(e, k)
			}
		}
	}
	if be := w.isDestined(i); be >= 0 {
		w.decide(entente.StancePlanned, be)
	}
	if w.isAsked(i) {
		w.decide(entente.StanceHedged, len(w.s.Tokens)-1)
	}
	if w.imperative(i) {
		w.decide(entente.StanceDemanded, i)
	}
}

// isAsked reports the main clause of a question, also behind a label ("Question:
// Will ..."). A clause behind "why", "when" or "how" is taken as so.
func (w *walker) isAsked(i int) bool {
	if w.s.Tokens[len(w.s.Tokens)-1].Form != "?" {
		return false
	}
	if a := w.s.Child(i, "advmod"); a >= 0 && a < i && w.s.Tokens[a].XPOS == "WRB" {
		return false
	}
	if i == w.s.Root() {
		return true
	}
	if t := &w.s.Tokens[i]; universal(t.Rel) != "parataxis" || t.Head != w.s.Root() {
		return false
	}
	a, n := w.s.Child(i, "aux", "aux:pass", "cop"), w.s.Child(i, "nsubj", "nsubj:pass")
	return a >= 0 && n > a
}

func (w *walker) adverb(tok *document.Token) effect {
	if e := w.table["adv"][strings.ToLower(tok.Lemma)]; e.known {
		return e
	}
	return w.table["adv"][strings.ToLower(tok.Form)]
}

// negates reports whether word k denies what it hangs on: "not", "no", a subject
// or object that is nobody.
func (w *walker) negates(k int) bool {
	tok := &w.s.Tokens[k]
	lemma := strings.ToLower(tok.Lemma)
	switch universal(tok.Rel) {
	case "advmod":
		return w.adverb(tok).negated && !w.isNotOnly(k) || w.isNoLonger(k)
	case "det", "cc":
		return lemma == "no" || lemma == "neither"
	case "nsubj", "obj":
		d := w.s.Child(k, "det", "cc:preconj")
		if d >= 0 && (w.s.Tokens[d].Lemma == "all" || w.s.Tokens[d].Lemma == "every") && (w.hasNot(d) || w.hasNot(k)) {
			return true
		}
		if w.s.Tokens[k].Lemma == "little" && w.isThing(k) { // "did little to help"
			return true
		}
		return d >= 0 && (w.s.Tokens[d].Lemma == "no" || w.s.Tokens[d].Lemma == "neither") || lemma == "nobody" || lemma == "none" || lemma == "nothing"
	}
	return false
}

// hasNot reports a "not" that hangs on word k before it: "not all", "cannot attack",
// "can no longer attack".
func (w *walker) hasNot(k int) bool {
	for _, c := range w.s.Children(k) {
		if t := &w.s.Tokens[c]; t.Rel == "advmod" && int(c) < k && (t.Lemma == "not" || t.Lemma == "n't" || w.isNoLonger(int(c))) {
			return true
		}
	}
	return false
}

// isNoLonger reports a word that says that something has ended: "no longer backs".
func (w *walker) isNoLonger(k int) bool {
	return k > 0 && strings.EqualFold(w.s.Tokens[k].Form, "longer") && strings.EqualFold(w.s.Tokens[k-1].Form, "no")
}

// imperative reports a bare verb without subject or auxiliary that nothing but the
// sentence governs: "Release the prisoners."
func (w *walker) imperative(i int) bool {
	tok := &w.s.Tokens[i]
	switch universal(tok.Rel) {
	case "root", "parataxis":
	case "conj":
		if !w.imperative(tok.Head) {
			return false
		}
	default:
		return false
	}
	if a := w.s.Child(i, "aux"); a >= 0 && (w.s.Tokens[a].Lemma != "do" || w.s.Tokens[a].XPOS != "VB" && w.s.Tokens[a].XPOS != "VBP") { // "do not attack"
		return false
	}
	asked := tok.XPOS == "VB" || i > 1 && strings.EqualFold(w.s.Tokens[i-2].Form, "do") && strings.HasPrefix(tok.XPOS, "VB")
	return asked && w.s.Child(i, "nsubj", "nsubj:pass", "aux:pass", "mark", "cop", "expl", "csubj") < 0
}

// auxiliary applies a modal. "would" is conditional where a condition stands
// with it, planned where it reports what somebody said of the future.
func (w *walker) auxiliary(i, k int) {
	form := strings.ToLower(w.s.Tokens[k].Form)
	if form == "should" && w.isInverted(i, k) {
		w.decide(entente.StanceConditional, k)
		return
	}
	if (form == "can" || form == "could" || form == "ca") && w.hasNot(i) {
		return // what cannot be is not
	}
	if e := w.table["aux"][form]; e.known {
		if e.stance == entente.StanceDemanded && w.isOpen(i) {
			e.stance = entente.StanceHedged // "debate how long it should take"
		}
		if e.stance == entente.StancePlanned && w.hasCondition(i) {
			e.stance = entente.StanceConditional // "if they attack, we will protest"
		}
		w.apply(e, k)
		w.tense = w.Stance == entente.StancePlanned && w.Cue == w.s.Tokens[k].Span
		return
	}
	switch form {
	case "would", "'d", "’d":
		if w.s.Tokens[k].XPOS != "MD" || w.s.IsCourtesy(i) {
			return
		}
		if !w.hasCondition(i) && w.reported(i) && !w.isUnreal(i) {
			w.decide(entente.StancePlanned, k)
			w.tense = w.Stance == entente.StancePlanned && w.Cue == w.s.Tokens[k].Span
		} else {
			w.decide(entente.StanceConditional, k)
		}
	}
}

// isInverted reports an auxiliary before its subject that asks nothing: "should
// Kestria attack, ...".
func (w *walker) isInverted(i, k int) bool {
	n := w.s.Child(i, "nsubj", "nsubj:pass")
	return n > k && w.s.Tokens[len(w.s.Tokens)-1].Form != "?"
}

// isUnreal reports "would have" with a participle: what did not come to pass.
func (w *walker) isUnreal(i int) bool {
	if w.s.Tokens[i].XPOS != "VBN" {
		return false
	}
	for _, c := range w.s.Children(i) {
		if t := &w.s.Tokens[c]; t.Rel == "aux" && strings.EqualFold(t.Form, "have") {
			return true
		}
	}
	return false
}

// reported reports whether i stands in what somebody is told to say.
func (w *walker) reported(i int) bool {
	at := w.s.Tokens[i].Span
	for range w.t.Holding(at) {
		return true
	}
	for ; i >= 0; i = w.s.Tokens[i].Head {
		rel := universal(w.s.Tokens[i].Rel)
		if h := w.s.Tokens[i].Head; rel == "ccomp" || rel == "acl" && (w.isSpoken(h) || w.isWord(h)) {
			return true
		}
	}
	return false
}

// isWord reports a noun for what is said: "its announcement that Kestria would help".
func (w *walker) isWord(i int) bool {
	e := w.table["noun"][w.s.Tokens[i].Lemma]
	return e.known && !e.negated && !e.factive && e.stance == ""
}

// isSpoken reports a noun of a phrase with a verb of saying: "said in an address to the nation
// that", on which a parser hangs what was said.
func (w *walker) isSpoken(i int) bool {
	for v := range w.s.Ancestors(i) {
		if w.s.Tokens[v].UPOS == "VERB" {
			switch w.s.Tokens[v].Lemma {
			case "say", "announce", "declare", "state", "tell", "warn", "add", "write", "promise", "insist", "vow":
				return true
			}
			return false
		}
	}
	return false
}

// apply carries out an operator found at cue.
func (w *walker) apply(e effect, cue int) {
	if e.negated {
		w.negate(cue, cue)
		return
	}
	w.decide(e.stance, cue)
}

// sharesWords reports whether a conjunct without subject and auxiliaries of its
// own takes those of the first.
func (w *walker) sharesWords(i, h int) bool {
	if w.s.Child(i, "nsubj", "nsubj:pass", "aux", "mark") >= 0 {
		return false
	}
	a, b := w.s.Tokens[i].XPOS, w.s.Tokens[h].XPOS
	return a == b || w.s.Tokens[i].UPOS != "VERB"
}

// under applies the word that a complement clause depends on and reports whether
// that word's own auxiliaries and negations reach into the clause.
func (w *walker) under(i, h int, rel string) bool {
	tok := &w.s.Tokens[h]
	lemma := strings.ToLower(tok.Lemma)
	var e effect
	switch tok.UPOS {
	case "VERB", "AUX":
		e = w.table["verb"][lemma]
		if p := w.s.Child(h, "compound:prt"); lemma == "end" && p >= 0 {
			e = effect{} // "ended up attacking"
		}
		if lemma == "go" && tok.XPOS == "VBG" && rel == "xcomp" {
			e = effect{stance: entente.StancePlanned, known: true}
		}
		if (lemma == "want" || lemma == "wish" || lemma == "like") && (w.s.Child(h, "obj") >= 0 || w.s.Child(i, "nsubj") >= 0) {
			e = effect{stance: entente.StanceDemanded, known: true} // of another: "wants Kestria to withdraw"
		}
		if w.infinitive(i) && w.s.Addressee(h) >= 0 {
			e = effect{stance: entente.StanceDemanded, known: true} // "hopes for Kestria to withdraw"
		}
		if rel == "ccomp" && lemma == "insist" && i > h && !w.s.IsSubjunctive(i) {
			e = effect{known: true} // that something is so
		}
		if rel == "ccomp" && lemma == "suggest" && i > h && w.s.IsSubjunctive(i) {
			e = effect{stance: entente.StanceDemanded, known: true}
		}
		if w.isHearsay(h, lemma) {
			e = effect{stance: entente.StanceHedged, known: true} // "is said to have attacked"
		}
		if w.isEnabling(h, lemma) && rel == "xcomp" {
			e = effect{stance: entente.StanceHedged, known: true} // "the pact enables Kestria to attack"
		}
		if !e.known && rel == "xcomp" && tok.XPOS == "VBN" && w.s.Child(h, "aux:pass") >= 0 {
			if x := w.table["adj"][strings.ToLower(tok.Form)]; x.stance == entente.StancePlanned {
				e = x // "is set to attack", read as a verb
			}
		}
		if rel == "xcomp" && lemma == "see" || rel == "ccomp" && lemma == "tell" {
			e = effect{known: true} // "told reporters that", which is no order
		}
	case "ADJ":
		e = w.adjective(tok)
	default:
		e = w.table["noun"][lemma]
	}
	w.told = e.factive
	if e.known {
		w.apply(e, h)
	}
	// "did not manage to", "does not plan to": the negation reaches down; what
	// is said or known is not touched by "did not say".
	return !e.factive && (rel == "xcomp" || e.stance != "" || e.negated) && lemma != "say"
}

// isEnabling reports a verb at h that says in the present what somebody may do.
func (w *walker) isEnabling(h int, lemma string) bool {
	x := w.s.Tokens[h].XPOS
	if x != "VBZ" && x != "VBP" {
		return false
	}
	if who := w.s.Child(h, "nsubj"); lemma == "allow" || lemma == "permit" { // a pact, not a government that does so
		return who >= 0 && w.s.Tokens[who].UPOS == "NOUN"
	}
	return lemma == "enable" || lemma == "entitle"
}

// adjective is the effect of an adjective on a clause under it.
func (w *walker) adjective(tok *document.Token) effect {
	if e := w.table["adj"][strings.ToLower(tok.Form)]; e.known {
		return e
	}
	return w.table["judge"][strings.ToLower(tok.Form)]
}

// joinedBy reports whether a conjunction stands before a conjunct.
func (w *walker) joinedBy(i int, lemma string) bool {
	for _, c := range w.s.Children(i) {
		if w.s.Tokens[c].Rel == "cc" && w.s.Tokens[c].Lemma == lemma {
			return true
		}
	}
	return false
}

// finiteConjunct mends what parsers often get wrong: in "refused to help and
// called on both", the finite verb is joined to "refused" and not to "help".
func (w *walker) finiteConjunct(i, h int) int {
	if x := w.s.Tokens[i].XPOS; x != "VBD" && x != "VBZ" && x != "VBP" && x != "VBN" {
		return h
	}
	for w.s.Tokens[h].XPOS == "VB" && w.s.Tokens[h].Head >= 0 && universal(w.s.Tokens[h].Rel) != "root" {
		h = w.s.Tokens[h].Head
	}
	return h
}

// noun applies what governs a noun that tells of something: "feared an attack",
// "the possibility of an attack". It reports whether the governor's own words
// reach the noun: "may hold talks".
func (w *walker) noun(i, h int, rel string) bool {
	tok := &w.s.Tokens[h]
	lemma := strings.ToLower(tok.Lemma)
	switch tok.UPOS {
	case "VERB", "AUX":
		if rel == "nsubj" && !strings.HasSuffix(w.s.Tokens[i].Rel, ":pass") {
			return !w.isNominal(i) || lemma == "be" || lemma == "take" || lemma == "begin" || lemma == "continue" || lemma == "happen" || lemma == "occur"
		}
		if x := w.s.Child(h, "xcomp"); rel == "nsubj" && x >= 0 && w.isDefinite(i) && !beginnings[w.s.Tokens[x].Lemma] { // "the pact is supposed to become"
			return false
		}
		e := w.table["verb"][lemma]
		if lemma == "call" && rel == "obj" { // "called elections", "called the raid a crime"
			e = effect{}
		}
		if e.factive {
			w.told = true
			return false
		}
		if rel == "obj" && w.isCalled(i, h) {
			w.decide(entente.StanceHedged, h)
			return false
		}
		if e.known && (rel == "obj" || rel == "nsubj" || w.governs(i, lemma)) {
			w.apply(e, h)
			return e.stance != "" || e.negated
		}
		return rel == "obj" || rel == "nsubj"
	case "ADJ":
		if e := w.table["adj"][strings.ToLower(tok.Form)]; e.known {
			w.apply(e, h)
		}
		if rel == "nsubj" {
			return w.isIdea(i, h)
		}
	default:
		if rel == "nsubj" {
			return w.isIdea(i, h)
		}
		if e := w.table["aspect"][lemma]; e.factive && rel == "nmod" {
			w.told = true
			return false
		}
		if e := w.table["noun"][lemma]; e.known && (rel == "nmod" || rel == "compound") {
			w.apply(e, h)
		}
	}
	return rel == "nmod" && w.isNominal(i)
}

// beginnings are verbs that tell of a noun only that it happens: "the raid is expected to begin".
var beginnings = map[string]bool{
	"be": true, "take": true, "begin": true, "start": true, "happen": true, "occur": true, "come": true, "continue": true, "resume": true, "follow": true, "go": true, "last": true,
}

// isDefinite reports a noun behind "the", "this" or the like, or a possessor.
func (w *walker) isDefinite(i int) bool {
	d := w.s.Child(i, "det")
	return w.s.Child(i, "nmod:poss") >= 0 || d >= 0 && slices.Contains([]string{"the", "this", "that", "these", "those"}, strings.ToLower(w.s.Tokens[d].Form))
}

// isAny reports a noun behind "any", which need not be.
func (w *walker) isAny(i int) bool {
	d := w.s.Child(i, "det")
	return d >= 0 && w.s.Tokens[d].Lemma == "any"
}

// isNotOnly reports the "not" of "not only strengthens one but weakens another", which denies nothing.
func (w *walker) isNotOnly(k int) bool {
	if k+1 >= len(w.s.Tokens) || !strings.EqualFold(w.s.Tokens[k].Form, "not") {
		return false
	}
	switch strings.ToLower(w.s.Tokens[k+1].Form) {
	case "only", "just", "merely", "simply":
		return true
	}
	return false
}

func (w *walker) isNominal(i int) bool {
	return w.s.Tokens[i].UPOS == "NOUN" || w.s.Tokens[i].UPOS == "PROPN"
}

// governs reports whether an oblique noun is what the verb is about: "called for
// talks", "warned of an attack".
func (w *walker) governs(i int, verb string) bool {
	c := w.s.Child(i, "case")
	if c < 0 {
		return false
	}
	switch p := strings.ToLower(w.s.Tokens[c].Form); verb {
	case "call", "appeal", "ask", "push", "press", "prepare", "hope", "plead", "look", "lobby", "plan":
		return p == "for"
	case "warn", "speak", "fear", "caution":
		return p == "of" || p == "about" || p == "against"
	case "refrain", "abstain":
		return p == "from"
	case "agree", "commit":
		return p == "to" || p == "on"
	}
	return false
}

// fromAttributions takes the stance of the innermost attribution around token.
func (w *walker) fromAttributions(token int) {
	at := w.s.Tokens[token].Span
	depth := 0
	for i := range w.t.Holding(at) {
		a := &w.t.Attributions[i]
		if a.Depth < depth || a.Stance == "" || a.Stance == entente.StanceAsserted || len(a.Cue) == 0 || w.isBesideCue(token, a.Cue[0]) {
			continue
		}
		if w.Negated && a.Stance == entente.StanceDenied && a.Cue[0].Contains(w.Cue) {
			w.Negated = false // the denial is the negation: "rejected the claim that"
		}
		w.Stance, w.Cue, depth = a.Stance, a.Cue[0], a.Depth
	}
}

// bygone are words before a noun for what was long ago.
var bygone = map[string]bool{"wartime": true, "colonial": true, "era": true, "past": true, "former": true, "bygone": true, "erstwhile": true}

// isBesideCue reports a token in a clause with a subject of its own that is joined to the clause of a
// cue, or in a past tense joined to one over an infinitive: of "offered a loan, and the two expelled
// envoys" and "offered to mediate and expelled envoys" the second was not offered.
func (w *walker) isBesideCue(token int, cue entente.Span) bool {
	for k := token; k >= 0; k = w.s.Tokens[k].Head {
		if t := &w.s.Tokens[k]; t.Rel == "conj" && t.UPOS == "VERB" && cue.Contains(w.s.Tokens[t.Head].Span) {
			x := w.s.Child(t.Head, "xcomp")
			return w.s.Child(k, "nsubj", "nsubj:pass") >= 0 || t.XPOS == "VBD" && x > t.Head && w.s.Tokens[x].XPOS == "VB"
		}
	}
	return false
}

// historical reports whether a time stated with the predicate lies well before
// the document's date, or a word before a noun says that it does: "wartime occupation".
func (w *walker) historical(token int) bool {
	if w.isNominal(token) {
		for _, c := range w.s.Children(token) {
			if t := &w.s.Tokens[c]; int(c) < token && (t.Rel == "amod" || t.Rel == "compound") && bygone[t.Lemma] {
				return true
			}
		}
	}
	published := w.t.Document.Published
	times := w.t.TimesIn(w.index)
	for i := range times {
		x := &times[i]
		if !w.datesClause(x, token) {
			continue
		}
		if !published.IsZero() && !x.To.IsZero() && x.To < published.Add(-historyDays) {
			return true
		}
		if published.IsZero() && strings.HasSuffix(x.Text, " years ago") {
			return true
		}
	}
	return false
}

// datesClause reports whether a time hangs on the predicate itself or on a word
// between it and its clause, rather than on another clause.
func (w *walker) datesClause(x *document.Time, token int) bool {
	at := -1
	for k := x.First; k < x.Last; k++ {
		if h := w.s.Tokens[k].Head; h < x.First || h >= x.Last {
			at = k
			break
		}
	}
	if at < 0 {
		return false
	}
	for h := w.s.Tokens[at].Head; h >= 0; h = w.s.Tokens[h].Head {
		if h == token {
			return true
		}
		switch universal(w.s.Tokens[h].Rel) {
		case "nmod", "obl", "obj", "compound", "amod", "nummod", "flat", "appos", "advmod":
			continue
		}
		// h heads a clause: is token a noun of it?
		for k := token; k >= 0; k = w.s.Tokens[k].Head {
			if k == h {
				return true
			}
			switch universal(w.s.Tokens[k].Rel) {
			case "obj", "obl", "nsubj", "nmod", "compound", "xcomp", "conj":
				continue
			}
			return false
		}
		return false
	}
	return false
}
