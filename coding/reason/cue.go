package reason

import (
	"strings"

	"entente"
)

// stands returns the number of tokens of cue c if it stands at token i, else 0.
// Of the cues that start alike only the longest counts.
func (f *finder) stands(c *cue, i int) int {
	toks := f.s.Tokens
	n := len(c.words)
	if i+n > len(toks) {
		return 0
	}
	for k, w := range c.words {
		if lower(toks[i+k].Form) != w {
			return 0
		}
	}
	for _, o := range f.l.cues[c.words[0]] {
		if len(o.words) <= n {
			break
		}
		if f.longer(o, i) {
			return 0
		}
	}
	return n
}

func (f *finder) longer(o *cue, i int) bool {
	if i+len(o.words) > len(f.s.Tokens) {
		return false
	}
	for k, w := range o.words {
		if lower(f.s.Tokens[i+k].Form) != w {
			return false
		}
	}
	return true
}

// cue makes the link of a cue of n tokens at i.
func (f *finder) cue(c *cue, i, n int) {
	switch c.pattern {
	case "mark":
		f.mark(c, i, n)
	case "case":
		f.preposition(c, i, n)
	case "inside":
		f.inside(c, i, n)
	case "join":
		f.join(c, i, n)
	}
}

func (f *finder) at2(i, n int) entente.Span {
	return entente.Span{Start: f.s.Tokens[i].Start, End: f.s.Tokens[i+n-1].End}
}

// opened returns the token that heads what a cue of n tokens at i opens, and the
// token outside both that it hangs on; -1, -1 if the tree shows neither. Parsers
// hang the words of long cues in many ways.
func (f *finder) opened(i, n int) (head, governor int) {
	toks := f.s.Tokens
	end := i + n
	head = -1
	for k := i; k < end && head < 0; k++ {
		for _, c := range f.s.Children(k) {
			switch r := toks[c].Rel; {
			case int(c) < end:
			case r == "nmod", r == "obl", r == "advcl", r == "acl", r == "ccomp", r == "xcomp", r == "csubj":
				head = int(c)
			}
			if head >= 0 {
				break
			}
		}
	}
	for k := end - 1; k >= i && head < 0; k-- {
		if toks[k].Head >= end {
			head = toks[k].Head
		}
	}
	for k := end; head < 0 && k < min(len(toks), end+12); k++ { // a clause that starts right here
		if r := toks[k].Rel; r == "advcl" || r == "acl" || r == "ccomp" {
			if a, _ := f.s.Subtree(k); a == end {
				head = k
			}
		}
	}
	if head < 0 {
		return -1, -1
	}
	governor = toks[head].Head
	for range n {
		if governor >= i && governor < end {
			governor = toks[governor].Head
		}
	}
	return head, governor
}

// mark links a dependent clause to the clause it depends on.
func (f *finder) mark(c *cue, i, n int) {
	toks := f.s.Tokens
	if n == 1 {
		switch toks[i].Rel {
		case "mark", "advmod", "case", "advcl":
		default:
			return
		}
	}
	h, g := f.opened(i, n)
	if h < 0 || g < 0 || g >= i && g < i+n {
		return
	}
	switch toks[h].Rel {
	case "advcl", "acl", "advcl:relcl", "ccomp", "xcomp":
	case "parataxis": // "things look up, now that the envoy has left"
		if n == 1 {
			return
		}
	default:
		return
	}
	if c.words[0] == "if" && f.isWhether(i, h) {
		return // "to see if they would leave"
	}
	a, b := f.s.Subtree(h)
	a = max(a, i+n)
	if g >= a && g < b || !f.trusted(c, i, h, g) {
		return
	}
	if n > 1 && !f.isClause(g) {
		g = f.up(g) // "freed the rebels on the grounds that"
	}
	main := f.inner(f.failed(g, c.relation))
	if main >= i && main < b || f.opensContent(i, main) {
		return
	}
	if !f.isClause(main) || !f.isClause(h) && toks[h].XPOS != "VBN" {
		return // "if possible", "if I may, sir"
	}
	x, y := f.without(main, i, b)
	x = f.withNoun(main, x)
	if h > main {
		y = min(y, i)
		b = f.ends(h, b)
	}
	a = f.pastSource(h, a)
	if f.reports(h) && f.s.Child(h, "ccomp", "obj", "obl", "advmod") < 0 && x == b && toks[b-1].UPOS != "PUNCT" {
		return // "although many say the state survived": that is what they say
	}
	f.put(c, f.span(a, b), f.plainly(x, y, i), f.at2(i, n), h)
}

// plainly is the span of tokens [x, y) without adverbs at its end that only weigh the cue at token i: "failed,
// especially since".
func (f *finder) plainly(x, y, i int) entente.Span {
	for y == i && y > x+1 {
		switch lower(f.s.Tokens[y-1].Form) {
		case "especially", "particularly", "partly", "mainly", "mostly", "largely", "simply", "only", "just", "not", "precisely", "chiefly", "primarily", "even":
			y, i = y-1, y-1
			continue
		}
		break
	}
	return f.span(x, y)
}

// pointsOnly reports a pronoun that stands for the sentence before.
func (f *finder) pointsOnly(i int) bool {
	switch lower(f.s.Tokens[i].Form) {
	case "this", "that", "it":
		return true
	}
	return false
}

// isWhether reports whether "if" at token i opens what is asked, not a condition: "to see if they would
// leave", "it was not clear if".
func (f *finder) isWhether(i, h int) bool {
	toks := f.s.Tokens
	g := toks[h].Head
	if g < 0 || g >= i || toks[i-1].UPOS == "PUNCT" {
		return false
	}
	return toks[h].Rel == "ccomp" && g == i-1 || f.l.wondering[toks[g].Lemma] || f.l.wondering[toks[i-1].Lemma] ||
		toks[g].Lemma == "say" && f.s.Child(g, "advmod") >= 0 && toks[f.s.Child(g, "advmod")].Lemma == "not"
}

// ends returns where a dependent clause ends that h heads and that is read to end
// at b: before ", so" and ", but", which rather go on from its main clause.
func (f *finder) ends(h, b int) int {
	toks := f.s.Tokens
	for k := h + 1; k < b-1; k++ {
		if l := lower(toks[k].Form); toks[k-1].Form == "," && (l == "so" || l == "but") {
			if j := f.joined(k, 1); j >= 0 && toks[j].Head == h && f.s.Child(j, "nsubj", "nsubj:pass", "expl") >= 0 {
				return k
			}
		}
	}
	return b
}

// isClause reports whether token i is a verb or has one as its copula.
func (f *finder) isClause(i int) bool {
	u := f.s.Tokens[i].UPOS
	return u == "VERB" || u == "AUX" || f.s.Child(i, "cop", "nsubj", "nsubj:pass") >= 0
}

// trusted reports whether an ambiguous word at i means what c says.
func (f *finder) trusted(c *cue, i, h, g int) bool {
	toks := f.s.Tokens
	switch c.words[len(c.words)-1] {
	case "since": // of time, unless nothing in it is a time and both clauses are finite
		t := &toks[h]
		if t.UPOS == "NUM" || i > 0 && lower(toks[i-1].Form) == "ever" || t.XPOS == "VBG" || f.hasTime(h) {
			return false
		}
		m := &toks[g]
		return !(t.XPOS == "VBD" && f.has(g, "have")) && m.UPOS != "NOUN"
	case "as":
		if len(c.words) > 1 {
			return true
		}
		// "as he said" and "as they left" are rarely causes: only at the start, with a state
		t := &toks[h]
		return i == 0 && (f.s.Child(h, "cop") >= 0 || t.XPOS == "VBZ" || f.has(h, "have")) && f.s.Child(h, "nsubj") >= 0
	case "while":
		t := &toks[h]
		return t.XPOS != "VBG" && (i == 0 || toks[i-1].Form == ",") && f.s.Child(h, "nsubj", "nsubj:pass") >= 0 && !f.has(h, "be")
	case "once":
		return toks[i].Rel == "mark" && f.s.Child(h, "nsubj", "nsubj:pass") >= 0
	case "until", "till":
		return f.s.Child(h, "nsubj", "nsubj:pass") >= 0 && toks[h].XPOS != "VBD"
	case "provided":
		return f.s.Child(h, "nsubj", "nsubj:pass", "csubj") >= 0
	case "if":
		return i == 0 || lower(toks[i-1].Form) != "as" && lower(toks[i-1].Form) != "even"
	case "for": // of reason, as a conjunction: a finite clause follows
		return toks[i].Rel == "mark" && f.s.Child(h, "nsubj", "nsubj:pass", "expl") > i && toks[h].XPOS != "VB" && toks[h].XPOS != "VBG"
	case "so": // of purpose: what may, can or could be done
		return (toks[i].Rel == "mark" || toks[i].Rel == "advmod" && toks[i].Head == h && f.opensClause(i+1)) && f.mayBe(h)
	}
	return true
}

// mayBe reports whether a verb of possibility hangs on token i.
func (f *finder) mayBe(i int) bool {
	for _, c := range f.s.Children(i) {
		switch t := &f.s.Tokens[c]; t.Lemma {
		case "can", "could", "may", "might", "will", "would":
			if t.Rel == "aux" {
				return true
			}
		}
	}
	return false
}

// has reports whether a form of an auxiliary hangs on token i.
func (f *finder) has(i int, lemma string) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.UPOS == "AUX" && t.Lemma == lemma && t.Rel == "aux" {
			return true
		}
	}
	return false
}

// hasTime reports whether an expression of time stands in i's clause.
func (f *finder) hasTime(i int) bool {
	a, b := f.s.Subtree(i)
	for k := a; k < b; k++ {
		switch f.s.Tokens[k].Lemma {
		case "year", "month", "week", "day", "ago", "January", "February", "March", "April", "June", "July", "August",
			"September", "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday":
			return true
		}
		if t := &f.s.Tokens[k]; t.UPOS == "NUM" && len(t.Form) == 4 {
			return true
		}
	}
	return false
}

// preposition links what a noun phrase names to the clause it stands in.
func (f *finder) preposition(c *cue, i, n int) {
	toks := f.s.Tokens
	h, g := f.opened(i, n)
	if h < 0 || g < 0 {
		return
	}
	a, b := f.s.Subtree(h)
	a = max(a, i+n)
	if c.words[0] == "following" && toks[i].UPOS == "VERB" && toks[i].Rel != "case" || g >= i && g < b {
		return
	}
	if c.words[0] == "following" && f.isHour(h) || c.words[0] == "due" && f.isDue(h, i) { // "due to open next year"
		return
	}
	if c.words[0] == "given" && n == 1 && toks[i].Rel != "case" && toks[i].Rel != "mark" && i > 0 && toks[i-1].UPOS != "PUNCT" {
		return // "the letter given to the king"
	}
	g = f.inner(f.failed(f.up(g), c.relation))
	if g >= i && g < b || f.s.Tokens[g].Lemma == "say" || f.opensContent(i, g) { // "said following the clash that": when it was said
		return
	}
	if k := f.cutOff(h, b); k >= 0 {
		_, b = f.s.Subtree(k)
	}
	x, y := f.without(g, i, b)
	x = f.withNoun(g, x)
	opened := f.span(a, b)
	if b-a == 1 && f.pointsOnly(h) { // "despite this"
		opened = f.previous()
	}
	f.put(c, opened, f.plainly(x, y, i), f.at2(i, n), g)
}

// failed climbs from an infinitive to the verb that says that it is not done, only seems or begins: what is
// stated of "refuses to sign" is stated of the refusal.
func (f *finder) failed(i int, relation string) int {
	for range 3 {
		t := &f.s.Tokens[i]
		if t.Rel != "xcomp" || t.Head < 0 || t.Head > i || t.XPOS != "VB" || !f.l.failing[f.s.Tokens[t.Head].Lemma] && !f.shared(t.Head, relation) {
			return i
		}
		if f.s.Tokens[t.Head].Lemma == "threaten" && relation == entente.LinkCondition {
			return i // "threatens to sign if": signs if
		}
		i = t.Head
	}
	return i
}

// shared reports whether what is stated of the infinitive that hangs on verb i is stated of the verb: what is
// done to somebody is apart, "urged the envoy to leave because".
func (f *finder) shared(i int, relation string) bool {
	switch relation {
	case entente.LinkContrast:
		return true
	case entente.LinkCause:
		return f.s.Tokens[i].UPOS == "VERB" && f.s.Child(i, "obj", "iobj", "nsubj:pass") < 0
	}
	return false
}

// opensContent reports whether a cue at token i stands right behind the "that" of a clause that it cannot
// join to the verb g before: "they say that given the raid".
func (f *finder) opensContent(i, g int) bool {
	return i > 0 && g < i && f.s.Tokens[i-1].Rel == "mark" && f.s.Tokens[i-1].Head > i
}

// withNoun returns where the noun starts that participle i hangs on as its first token is x: in "tariffs
// imposed for the raid" they are part of it.
func (f *finder) withNoun(i, x int) int {
	t := &f.s.Tokens[i]
	if t.Rel != "acl" || t.XPOS != "VBN" || t.Head < 0 || t.Head > x {
		return x
	}
	a, _ := f.s.Subtree(t.Head)
	return f.casesOff(a)
}

// casesOff returns the first token from a on that is no preposition.
func (f *finder) casesOff(a int) int {
	for a < len(f.s.Tokens)-1 && f.s.Tokens[a].Rel == "case" {
		a++
	}
	return a
}

// cutOff returns the noun that a participle read as the whole of a phrase up to b belongs to: in "despite
// continuing opposition" the opposition is what is named. -1 for none.
func (f *finder) cutOff(h, b int) int {
	toks := f.s.Tokens
	if toks[h].XPOS != "VBG" || h+1 != b || b >= len(toks) {
		return -1
	}
	for k := b; k < len(toks) && k < b+4; k++ {
		switch t := &toks[k]; t.UPOS {
		case "NOUN":
			if a, _ := f.s.Subtree(k); a == b && t.Head == toks[h].Head && k < len(toks) {
				return k
			}
		case "ADJ":
		default:
			return -1
		}
	}
	return -1
}

// isDue reports whether "due to" at token i tells only that what heads h is to be: "the dam is due to
// open".
func (f *finder) isDue(h, i int) bool {
	n := f.s.Child(h, "nsubj", "nsubj:pass")
	return f.s.Tokens[h].XPOS == "VB" || n >= 0 && n < i
}

// isHour reports a noun for what only says when something was: "following the meeting".
func (f *finder) isHour(i int) bool {
	switch f.s.Tokens[i].Lemma {
	case "meeting", "talk", "talks", "visit", "summit", "speech", "conference", "session", "ceremony", "briefing", "trip", "dinner", "call", "this", "that", "which", "it":
		return true
	}
	return false
}

// up climbs from a noun to the clause that it stands in.
func (f *finder) up(i int) int {
	for range 20 {
		t := &f.s.Tokens[i]
		if t.UPOS == "VERB" || t.UPOS == "AUX" || f.s.Child(i, "cop") >= 0 || t.Head < 0 {
			return i
		}
		i = t.Head
	}
	return i
}

// inside links a clause with an adverb such as "therefore" to the one before it:
// the clause it is coordinated with.
func (f *finder) inside(c *cue, i, n int) {
	toks := f.s.Tokens
	if i == 0 || n == 1 && toks[i].Rel != "advmod" || toks[i].Head < 0 {
		return
	}
	at := i
	if n > 1 {
		at = f.joined(i, n)
	} else {
		at = toks[i].Head
	}
	if at < 0 {
		return
	}
	h := f.up(at)
	if n == 1 && !f.turns(c, i, h) {
		return
	}
	if c.words[0] == "however" && toks[h].Rel == "advcl" && h > i && toks[h].Head < i && toks[h].Head >= 0 {
		h = toks[h].Head // "the talks failed, however, after the envoy left"
	}
	if r := toks[h].Rel; r != "conj" && r != "advcl" && r != "parataxis" || toks[h].Head < 0 {
		if r == "root" && (i <= 4 || c.relation == entente.LinkContrast) {
			if p := f.previous(); !p.IsZero() { // "The talks therefore failed."
				a, b := f.s.Subtree(h)
				f.put(c, f.span(a, b), p, f.at2(i, n), h)
			}
		}
		return
	}
	a, b := f.s.Subtree(h)
	g := toks[h].Head
	if t := &toks[g]; toks[h].Rel == "conj" && t.Rel == "xcomp" && t.XPOS == "VB" && t.Head >= 0 && t.Head < g && (toks[h].XPOS == "VBZ" || toks[h].XPOS == "VBD" || f.has(h, "be") || f.has(h, "have")) {
		g = t.Head // "wants to lead and therefore is leaving"
	}
	x, y := f.without(g, a, b)
	if f.s.Tokens[a].UPOS == "CCONJ" && a+1 == i {
		a = i + n
	}
	f.put(c, f.span(a, b), f.span(x, min(y, i)), f.at2(i, n), h)
}

// turns reports whether an adverb that has other uses ("so many", "still here")
// links clause h to another.
func (f *finder) turns(c *cue, i, h int) bool {
	toks := f.s.Tokens
	switch c.words[0] {
	case "so":
		return toks[i].Head == h && lower(toks[i-1].Form) == "and" && f.s.Child(h, "nsubj", "nsubj:pass", "expl") > i
	case "thus":
		return i+1 >= len(toks) || lower(toks[i+1].Form) != "far"
	case "hence":
		return !f.timed(i - 1)
	case "however", "though":
		return toks[i-1].Form == "," && (i+1 >= len(toks) || toks[i+1].UPOS == "PUNCT")
	}
	return true
}

// start links the sentence to the one before it, by a cue at its start.
func (f *finder) start() {
	toks := f.s.Tokens
	i := 0
	for i < len(toks) && (toks[i].UPOS == "PUNCT" || i < 2 && (lower(toks[i].Form) == "and" || lower(toks[i].Form) == "but" && len(toks) > 6 && f.startsCue(i+1))) {
		i++
	}
	if i >= len(toks) || len(toks) < 4 {
		return
	}
	for _, c := range f.l.cues[lower(toks[i].Form)] {
		if c.pattern != "start" {
			continue
		}
		n := f.stands(c, i)
		if n == 0 || i+n >= len(toks) {
			continue
		}
		if n == 1 && (c.words[0] == "still" || c.words[0] == "instead" || c.words[0] == "so" && !f.opensClause(i+1)) && toks[i+1].Form != "," {
			continue
		}
		if next := lower(toks[i+n].Form); next == "of" || next == "as" || c.words[0] == "however" && toks[i+n].UPOS == "ADJ" {
			continue
		}
		if c.words[0] == "because" && n == 1 && (toks[i].Rel != "mark" || toks[i].Head != f.s.Root()) {
			return // its own sentence says what of
		}
		if p := f.previous(); !p.IsZero() {
			end, head := f.reported()
			f.put(c, f.plain(f.pastSaying(i+n), end), p, f.at2(i, n), head)
		}
		return
	}
}

// pastSaying returns the token after who says so between commas at token i, "however, she says, the talks
// failed"; i if nobody does.
func (f *finder) pastSaying(i int) int {
	toks := f.s.Tokens
	if i >= len(toks) || toks[i].Form != "," {
		return i
	}
	for k := i + 2; k+1 < len(toks) && k < i+6; k++ {
		if f.reports(k) && toks[k+1].Form == "," && f.s.Child(k, "nsubj") > i {
			return k + 2
		}
	}
	return i
}

// opensClause reports whether the words from i on begin a clause: a subject, not
// "so far", "so many".
func (f *finder) opensClause(i int) bool {
	if f.s.Tokens[i].UPOS == "ADV" && i+1 < len(f.s.Tokens) { // "so now the talks", "so hopefully the talks"
		i++
	}
	switch t := &f.s.Tokens[i]; t.UPOS {
	case "PRON", "DET", "PROPN", "NOUN":
		h := t.Head
		return strings.HasPrefix(t.Rel, "nsubj") || t.Rel == "expl" || h >= 0 && strings.HasPrefix(f.s.Tokens[h].Rel, "nsubj")
	}
	return false
}

// startsCue reports whether a start cue stands at token i.
func (f *finder) startsCue(i int) bool {
	if i >= len(f.s.Tokens) {
		return false
	}
	for _, c := range f.l.cues[lower(f.s.Tokens[i].Form)] {
		if c.pattern == "start" && f.stands(c, i) > 0 {
			return true
		}
	}
	return false
}
