package event

import (
	"slices"
	"strings"

	"entente"
)

// walk returns the tokens that a path reaches from token i.
func (f *finder) walk(i int, p path) []int {
	here := []int{i}
	for _, step := range p {
		var next []int
		for _, k := range here {
			next = append(next, f.move(k, step)...)
		}
		if here = next; len(here) == 0 {
			return nil
		}
	}
	return here
}

// move makes one step from token i; a step that is no keyword is a preposition,
// which must hang on the token itself where "=" stands before it.
func (f *finder) move(i int, step string) []int {
	switch step {
	case "self":
		return []int{i}
	case "subj":
		return f.subjects(i, 0)
	case "obj":
		return f.objects(i)
	case "iobj":
		return f.children(i, "iobj")
	case "xcomp":
		return f.complements(i)
	case "ccomp":
		return slices.DeleteFunc(f.children(i, "ccomp", "parataxis"), func(k int) bool { // what stands behind a semicolon is said of itself
			p := f.s.Child(k, "punct")
			return f.s.Tokens[k].Rel == "parataxis" && p >= 0 && p < k && f.s.Tokens[p].Form == ";"
		})
	case "acl":
		return f.children(i, "acl")
	case "aux":
		return f.children(i, "aux")
	case "adv":
		return f.children(i, "advmod")
	case "poss":
		return f.children(i, "nmod:poss")
	case "mod":
		var out []int
		for _, c := range f.s.Children(i) {
			switch f.s.Tokens[c].Rel {
			case "amod", "compound", "nmod", "nmod:unmarked", "nmod:poss", "nummod":
				if int(c) < i {
					out = append(out, int(c))
				}
			}
		}
		return out
	case "agent": // who does what a noun names
		var out []int
		out = append(out, f.children(i, "nmod:poss")...)
		if len(out) == 0 {
			out = slices.DeleteFunc(f.move(i, "mod"), f.isCalledAfter)
		}
		for _, k := range f.children(i, "acl") { // "talks involving Gondor and Rohan"
			if f.s.Tokens[k].Lemma == "involve" {
				out = append(out, f.objects(k)...)
			}
		}
		return append(out, f.oblique(i, "by")...)
	}
	if strict, ok := strings.CutPrefix(step, "="); ok {
		return f.withCase(i, strict)
	}
	return f.oblique(i, step)
}

func (f *finder) children(i int, rels ...string) []int {
	var out []int
	for _, c := range f.s.Children(i) {
		for _, r := range rels {
			if f.s.Tokens[c].Rel == r {
				out = append(out, int(c))
			}
		}
	}
	return out
}

// complements returns the infinitives and participles that complete verb, noun
// or adjective i. A parser often calls them adverbial.
func (f *finder) complements(i int) []int {
	out := f.children(i, "xcomp")
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		switch t.Rel {
		case "advcl", "acl", "ccomp":
			if int(c) > i && (t.XPOS == "VB" || t.XPOS == "VBG") && f.s.Child(int(c), "nsubj") < 0 && !f.isPurpose(int(c)) {
				out = append(out, int(c))
			}
		}
	}
	return out
}

// isPurpose reports "in order to", "so as to".
func (f *finder) isPurpose(i int) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Rel == "mark" && t.Lemma != "to" {
			return true
		}
	}
	return false
}

// oblique returns the phrases with a preposition that hang on i, or where a
// parser often hangs them instead: on the object of a verb ("offered help to"),
// on its complement, on the verb over a noun ("renewed its demand for"), on a
// noun below it ("the arrest of a man by").
func (f *finder) oblique(i int, preposition string) []int {
	out := f.withCase(i, preposition)
	if len(out) > 0 {
		return out
	}
	t := &f.s.Tokens[i]
	if t.UPOS != "VERB" && t.UPOS != "AUX" {
		if t.Rel == "obj" && t.Head >= 0 {
			for _, k := range f.withCase(t.Head, preposition) {
				if k > i {
					out = append(out, k)
				}
			}
		}
		if len(out) == 0 && f.c.is("low", preposition) {
			out = f.below(i, preposition, 0)
		}
		return out
	}
	for _, o := range f.objects(i) {
		out = append(out, f.withCase(o, preposition)...)
		for _, a := range f.children(o, "amod") { // "bought [refined oil] from", hung on "refined"
			for _, k := range f.withCase(a, preposition) {
				if k > o {
					out = append(out, k)
				}
			}
		}
	}
	if len(out) == 0 {
		for _, c := range f.children(i, "xcomp") {
			out = append(out, f.withCase(c, preposition)...)
		}
	}
	if len(out) == 0 && slices.ContainsFunc(f.objects(i), func(o int) bool { return f.s.Tokens[o].UPOS == "SYM" || f.c.is("currency", f.s.Tokens[o].Lemma) }) {
		for _, c := range f.withCase(i, "in") { // "gave 5 million dollars [in aid to Rohan]"
			out = append(out, f.withCase(c, preposition)...)
		}
	}
	return out
}

func (f *finder) below(i int, preposition string, depth int) []int {
	for _, c := range f.children(i, "nmod", "appos") {
		if out := f.withCase(c, preposition); len(out) > 0 {
			return out
		}
		if depth < 2 {
			if out := f.below(c, preposition, depth+1); len(out) > 0 {
				return out
			}
		}
	}
	return nil
}

func (f *finder) withCase(i int, preposition string) []int {
	var out []int
	for _, c := range f.s.Children(i) {
		k := int(c)
		switch r := f.s.Tokens[c].Rel; {
		case strings.HasPrefix(r, "obl"), r == "nmod", r == "xcomp":
			if f.hasCase(k, preposition) && !f.isIdiom(k, preposition) {
				out = append(out, k)
			}
		case r == "advcl", r == "acl":
			if f.s.Tokens[c].XPOS == "VBG" && f.marked(k, preposition) {
				out = append(out, k)
			}
		}
	}
	return out
}

// isIdiom reports a noun that only makes one longer preposition of the one before it: "in support
// of" is no place, "with regard to" no company, "on the eve of" nothing that is hit.
func (f *finder) isIdiom(i int, preposition string) bool {
	switch lemma := f.s.Tokens[i].Lemma; preposition {
	case "in":
		return f.c.is("behalf", lemma)
	case "with":
		return f.c.is("regarding", lemma)
	case "on":
		return f.c.is("eve", lemma)
	}
	return false
}

// hasCase reports whether a preposition, or the first word of one, stands with
// token i. "against" also finds "at" no more than its own word.
func (f *finder) hasCase(i int, preposition string) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Rel == "case" && strings.EqualFold(t.Form, preposition) {
			return true
		}
	}
	return false
}

func (f *finder) marked(i int, word string) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; strings.EqualFold(t.Form, word) && (t.Rel == "mark" || t.Rel == "case") {
			return true
		}
	}
	return false
}

// isPassive reports whether verb i is passive.
func (f *finder) isPassive(i int) bool {
	if f.s.Child(i, "nsubj:pass") >= 0 || f.s.Child(i, "aux:pass") >= 0 && f.s.Child(i, "nsubj") < 0 {
		return true
	}
	t := &f.s.Tokens[i]
	if t.Rel == "conj" && t.XPOS == "VBN" && t.Head >= 0 && f.s.Child(i, "nsubj", "obj") < 0 && f.s.Tokens[t.Head].UPOS == "VERB" {
		return f.isPassive(t.Head)
	}
	if t.Rel == "acl" && f.s.Child(i, "obj") >= 0 {
		return false // a past tense that the parser took for a participle
	}
	return (t.Rel == "acl" || t.Rel == "amod" && f.flattened(i) < 0) && t.XPOS == "VBN"
}

// behindParticle returns the object of a verb with a particle, where the parser
// took the particle for a preposition ("handed [over prisoners]"), or -1.
func (f *finder) behindParticle(i int) int {
	if i+1 >= len(f.s.Tokens) || !f.c.is("particles", strings.ToLower(f.s.Tokens[i+1].Form)) {
		return -1
	}
	particle := f.s.Tokens[i+1]
	if particle.Lemma == "over" && f.c.is("conferring", f.s.Tokens[i].Lemma) { // "meet over the dam"
		return -1
	}
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Rel == "obl" && int(c) > i && (particle.Head == int(c) || !f.marksCase(int(c))) {
			return int(c)
		}
	}
	return -1
}

func (f *finder) marksCase(i int) bool { return f.s.Child(i, "case") >= 0 }

// flattened returns the subject of a verb that the parser took for an attribute
// of its own object ("[Rohan] [rallied] support", read as a noun phrase), or -1.
func (f *finder) flattened(i int) int {
	t := &f.s.Tokens[i]
	if t.Rel != "amod" || t.XPOS != "VBN" && t.XPOS != "VBD" || t.Head < i || f.s.Tokens[t.Head].Rel != "root" {
		return -1
	}
	for _, c := range f.s.Children(t.Head) {
		if k := &f.s.Tokens[c]; int(c) < i && k.UPOS == "PROPN" && k.Rel == "compound" {
			return int(c)
		}
	}
	return -1
}

// utterers returns who makes statement h, which says something of itself: "issued a statement that
// accused Rohan".
func (f *finder) utterers(h int) []int {
	t := &f.s.Tokens[h]
	if t.Rel != "obj" && t.Rel != "obl" || !f.c.is("utterance", t.Lemma) || slices.ContainsFunc(f.children(h, "nmod:poss", "amod", "compound"), func(k int) bool { return len(f.heads[k]) > 0 }) {
		return nil
	}
	if t.Rel == "obl" && (!f.hasCase(h, "in") || !f.c.is("saying", f.s.Tokens[t.Head].Lemma)) || f.isPassive(t.Head) {
		return nil
	}
	return f.children(t.Head, "nsubj")
}

// accused returns whom allegation h is against: who denies it ("denied Rohan's allegations of
// arming the rebels") or is named behind it, and never who makes it.
func (f *finder) accused(h, depth int) []int {
	if o := f.s.Tokens[h].Head; o >= 0 && f.s.Tokens[h].Rel == "obj" && f.c.is("answering", f.s.Tokens[o].Lemma) {
		return f.subjects(o, depth+1)
	}
	return f.withCase(h, "against")
}

// subjects returns who does what verb, noun or adjective i says: its subject, the
// agent of a passive, or the subject that the tree's shape lends it.
func (f *finder) subjects(i, depth int) []int {
	if depth > 6 {
		return nil
	}
	t := &f.s.Tokens[i]
	if t.UPOS != "NOUN" && f.isPassive(i) {
		if out := f.children(i, "obl:agent"); len(out) > 0 {
			return out
		}
		return f.withCase(i, "by")
	}
	if own := f.ownSubjects(i); len(own) > 0 {
		return f.antecedents(i, own)
	}
	h := t.Head
	if h < 0 {
		return nil
	}
	if before := f.strandedSubject(i); before >= 0 {
		return []int{before}
	}
	if k := f.s.ForWhom(i); k >= 0 {
		return []int{k}
	}
	if k := f.flattened(i); k >= 0 {
		return []int{k}
	}
	if f.s.Tokens[h].Lemma == "summon" && t.XPOS == "VB" && f.c.is("remonstrating", t.Lemma) { // "summoned the envoy to protest"
		return f.subjects(h, depth+1)
	}
	switch t.Rel {
	case "conj":
		k := f.parallel(i, h)
		if own := f.children(k, "nsubj:pass"); len(own) > 0 && t.UPOS == "VERB" && !f.isPassive(i) && f.s.Child(i, "aux") >= 0 {
			return own // "has been opposed to Rohan and has placed a ban on it"
		}
		return f.subjects(k, depth+1)
	case "xcomp":
		if t.XPOS == "VBG" && f.c.is("about", f.s.Tokens[h].Lemma) { // "opposed attacking Rohan"
			return nil
		}
		return f.controllers(h, depth)
	case "advcl", "ccomp", "parataxis":
		if t.Rel == "advcl" && f.isActive(i) {
			return f.sinceWhat(i)
		}
		if k := i - 1; k >= 0 && t.Rel == "advcl" && t.XPOS == "VBG" && len(f.heads[k]) > 0 && (f.hasCase(k, "for") || f.hasCase(k, "with") || f.hasCase(k, "of")) {
			return []int{k} // "in return for Gondor agreeing", hung on the verb
		}
		if k := i - 1; k >= 0 && f.isGerund(i) && f.s.Tokens[k].Rel == "obl:agent" && f.s.Tokens[k].Head == h {
			return []int{k} // "a crisis sparked by Gondor closing", "was attacked by Gondor using"
		}
		if k := f.s.Addressee(h); k >= 0 && t.XPOS == "VB" && k < i {
			return []int{k}
		}
		if k := f.s.Child(h, "obj"); k >= 0 && k < i && t.XPOS == "VB" && (f.c.is("intended", f.s.Tokens[k].Lemma) || f.c.is("pledged", f.s.Tokens[k].Lemma) && len(f.withCase(k, "from")) > 0) {
			return f.plotters(i, k, depth) // "foiled a plan by Gondor to attack", hung on the verb
		}
		if t.Rel != "advcl" && !f.isGerund(i) && t.XPOS != "VB" {
			return nil
		}
		if t.XPOS == "VB" && f.controls(h) { // "urged Rohan to back", called adverbial
			return f.controllers(h, depth)
		}
		if f.isGerund(i) && f.s.Tokens[h].UPOS == "VERB" && (f.marked(i, "of") || f.marked(i, "for") || f.marked(i, "against") || f.marked(i, "from") || f.marked(i, "into")) {
			return f.controllers(h, depth) // "accused Rohan of attacking", "warned Rohan against"
		}
		if f.isGerund(i) && f.marked(i, "over") { // "put sanctions on Rohan over arresting his men"
			return append(f.withCase(h, "on"), f.withCase(h, "against")...)
		}
		if k := f.s.ContrastBefore(i); k >= 0 {
			return f.subjects(k, depth+1)
		}
		if f.isGerund(i) && f.s.Tokens[h].Lemma == "join" && f.marked(i, "in") && !f.isPassive(h) { // "joined Gondor in attacking Rohan"
			return append(slices.Clone(f.subjects(h, depth+1)), f.children(h, "obj")...)
		}
		if t.XPOS == "VB" && f.s.Tokens[h].Lemma == "use" && f.isPassive(h) { // "soil that is used to attack": it is used, and does nothing
			return nil
		}
		if by := f.children(h, "obl:agent"); t.XPOS == "VB" && len(by) > 0 && f.c.is("enacting", f.s.Tokens[h].Lemma) {
			return by // "a resolution adopted by Gondor to punish Rohan"
		}
		if f.isGerund(i) && f.isPassive(h) && f.s.Child(h, "obl:agent") >= 0 && f.s.Child(i, "mark") < 0 && !slices.ContainsFunc(f.objects(h), func(k int) bool { return len(f.heads[k]) > 0 }) {
			return nil // "Gondor's anger was fed by plots in Rohan, giving aid to Mordor"
		}
		return f.activeSubjects(h, depth)
	case "acl":
		switch {
		case t.XPOS == "VBG", t.XPOS == "VBN", t.XPOS == "VBD":
			if k := f.crowdBefore(i); k >= 0 && t.XPOS == "VBG" {
				return []int{k}
			}
			if t.XPOS == "VBG" && f.marked(i, "of") && f.c.is("allegation", f.s.Tokens[h].Lemma) {
				return f.accused(h, depth)
			}
			if o := f.s.Tokens[h].Head; o >= 0 && f.s.Tokens[h].Rel == "obj" && t.XPOS == "VBG" && f.c.is("occasion", strings.ToLower(f.s.Tokens[h].Lemma)) {
				return f.subjects(o, depth+1) // "opened a rally condemning Rohan"
			}
			if by := f.utterers(h); len(by) > 0 && t.XPOS == "VBD" {
				return by
			}
			if v := f.circumstance(i); v >= 0 {
				return f.activeSubjects(v, depth)
			}
			return []int{h}
		case t.XPOS == "VB":
			return f.plotters(i, h, depth)
		}
	case "appos", "acl:relcl":
		return []int{h}
	case "advcl:relcl":
		return nil
	}
	return nil
}

// circumstance returns the verb that a gerund behind a comma goes with where the parser hung it
// on a thing beside that verb, or -1: "complained about the arrests, calling Rohan an enemy".
func (f *finder) circumstance(i int) int {
	t := &f.s.Tokens[i]
	if t.XPOS != "VBG" || f.s.Child(i, "mark") >= 0 || i < 1 || f.s.Tokens[i-1].Form != "," || len(f.heads[t.Head]) > 0 {
		return -1
	}
	for h := t.Head; h >= 0; h = f.s.Tokens[h].Head {
		switch f.s.Tokens[h].Rel {
		case "nmod", "conj":
		case "obj", "obl":
			if v := f.s.Tokens[h].Head; f.s.Tokens[v].UPOS == "VERB" {
				return v
			}
			return -1
		default:
			return -1
		}
	}
	return -1
}

// isActive reports a verb in a finite tense, also where a tagger took it for a participle with
// an object of its own.
func (f *finder) isActive(i int) bool {
	switch f.s.Tokens[i].XPOS {
	case "VBD", "VBZ", "VBP":
		return true
	case "VBN":
		return f.s.Child(i, "obj") > i && f.s.Child(i, "aux", "aux:pass") < 0
	}
	return false
}

// sinceWhat returns the subject of a finite clause that the parser hung on the verb over it as
// if it had none, its subject beside as a phrase of time: "left a month after [the army] ousted
// the king"; nothing where there is no such phrase right before it.
func (f *finder) sinceWhat(i int) []int {
	for k := i - 1; k >= 0; k-- {
		t := &f.s.Tokens[k]
		if t.UPOS == "PUNCT" {
			continue
		}
		for ; k >= 0; k = f.s.Tokens[k].Head {
			if _, end := f.s.Subtree(k); end > i {
				return nil
			}
			if c := f.s.Child(k, "case"); c >= 0 && c < k && f.c.is("since", strings.ToLower(f.s.Tokens[c].Form)) {
				return []int{k}
			}
		}
		return nil
	}
	return nil
}

// parallel returns the verb that verb i is coordinated with: not a participle in between of
// another form ("saw Gondor [hacking] the accounts owned by voters, and [hacking] a server").
func (f *finder) parallel(i, h int) int {
	form := f.s.Tokens[i].XPOS
	if form != "VBG" || f.s.Tokens[h].XPOS != "VBN" || !strings.HasPrefix(f.s.Tokens[h].Rel, "acl") {
		return h
	}
	for k := f.s.Tokens[h].Head; k >= 0; k = f.s.Tokens[k].Head {
		if f.s.Tokens[k].UPOS == "VERB" {
			if f.s.Tokens[k].XPOS == form {
				return k
			}
			break
		}
	}
	return h
}

// crowdBefore returns the people whom the words right before token i name, with the
// place where they are ("demonstrators in Rohan protesting"), whatever a parser hung
// the clause on, or -1.
func (f *finder) crowdBefore(i int) int {
	k := i - 1
	for steps := 0; k >= 0 && steps < 3; steps++ {
		if f.c.is("crowd", f.s.Tokens[k].Lemma) {
			return k
		}
		if f.s.Tokens[k].Rel != "nmod" || f.s.Tokens[k].Head > k {
			return -1
		}
		k = f.s.Tokens[k].Head
	}
	return -1
}

// isGerund reports a verb in -ing or a perfect gerund ("having attacked").
func (f *finder) isGerund(i int) bool {
	if f.s.Tokens[i].XPOS == "VBG" {
		return true
	}
	a := f.s.Child(i, "aux")
	return a >= 0 && f.s.Tokens[a].XPOS == "VBG"
}

// ownSubjects returns the subjects that stand with verb i; where there is one
// before it, a second one behind it is an object.
func (f *finder) ownSubjects(i int) []int {
	own := f.children(i, "nsubj")
	if len(own) == 0 {
		own = f.compounded(i)
	}
	if len(own) == 0 {
		return f.hyphened(i)
	}
	if len(own) > 1 && own[0] < i {
		for n, k := range own {
			if k > i {
				own = own[:n]
				break
			}
		}
	}
	if last := own[len(own)-1]; len(own) == 2 && last < i && f.s.Tokens[last].XPOS == "PRP" { // "A friend of Rohan, he voted"
		return own[1:]
	}
	return f.lastNamed(own)
}

// lastNamed returns the last of two nominals that the parser put side by side where one
// describes the other: "[guild chief] [Faramir] urged".
func (f *finder) lastNamed(own []int) []int {
	if len(own) != 2 {
		return own
	}
	first, _ := f.s.Subtree(own[1])
	for k := own[0] + 1; k < first; k++ {
		if f.s.Tokens[k].Form == "," {
			return own
		}
	}
	if f.s.Tokens[own[1]].UPOS != "PROPN" {
		return own
	}
	return own[1:]
}

// compounded returns the subject of a verb that the parser read as the head of a noun
// phrase with it: "An [earthquake] [hit] Rohan".
func (f *finder) compounded(i int) []int {
	if f.s.Tokens[i].UPOS != "VERB" || f.s.Child(i, "obj") < i {
		return nil
	}
	for _, k := range f.children(i, "compound") {
		if k < i && f.s.Tokens[k].UPOS == "NOUN" {
			return []int{k}
		}
	}
	return nil
}

// hyphened returns the subject of a verb that the reader cut at its hyphen and that
// the parser hung on the part before it ("[Rohan] test-fired a missile").
func (f *finder) hyphened(i int) []int {
	if i < 2 || f.s.Tokens[i-1].Form != "-" || f.s.Tokens[i-2].Head != i || f.s.Tokens[i-1].End != f.s.Tokens[i].Start {
		return nil
	}
	return f.children(i-2, "compound", "nmod:poss", "nsubj")
}

// strandedSubject returns the subject of a clause that the parser hung on the
// word of saying behind it ("[Soldiers] wounded two men, police [said]"), or that
// stands before it where its own is "it" ("[Rohan] says it is willing to"), or -1.
func (f *finder) strandedSubject(i int) int {
	t := &f.s.Tokens[i]
	if t.Rel != "ccomp" || !f.c.is("saying", f.s.Tokens[t.Head].Lemma) {
		return -1
	}
	said := f.children(t.Head, "nsubj")
	if t.Head > i && len(said) > 1 && said[0] < i {
		return said[0]
	}
	if e := f.s.Child(i, "expl"); e >= 0 && f.s.Tokens[e].Lemma == "it" && t.Head < i && len(said) == 1 && f.s.Child(i, "xcomp") >= 0 {
		return said[0]
	}
	return -1
}

// antecedents replaces a relative pronoun by the noun that the clause of i
// describes.
func (f *finder) antecedents(i int, own []int) []int {
	t := &f.s.Tokens[i]
	if len(own) == 1 && t.Head >= 0 && strings.HasPrefix(t.Rel, "acl") && f.s.Tokens[own[0]].Lemma == "that" {
		if by := f.utterers(t.Head); len(by) > 0 {
			return by
		}
	}
	if len(own) == 1 && t.Head >= 0 && t.Rel == "acl:relcl" {
		switch f.s.Tokens[own[0]].Lemma {
		case "which":
			if k := t.Head; f.isOfPerson(k) { // "the head of the union, which"
				return f.children(k, "nmod")
			}
			if k := f.s.Described(i); f.s.Tokens[k].Rel == "conj" {
				return []int{k}
			}
			return []int{t.Head}
		case "that":
			if k := f.deadly(i); k >= 0 {
				return []int{k}
			}
			if k := f.s.Described(i); !f.isOfPerson(k) {
				return []int{k}
			}
			return []int{t.Head}
		case "who", "whom":
			if f.c.is("abstract", f.s.Tokens[t.Head].Lemma) { // hung too low
				return nil
			}
			return []int{f.s.Described(i)}
		}
	}
	return own
}

// deadly returns the attack or the like that a clause of killing describes, where the parser
// hung it on a noun within: "an attack on a post of Gondor that killed ten"; -1 for none.
func (f *finder) deadly(i int) int {
	h := f.s.Tokens[i].Head
	if !f.c.is("harming", f.s.Tokens[i].Lemma) || f.c.is("things", f.s.Tokens[h].Lemma) {
		return -1
	}
	for k := h; k >= 0 && (f.s.Tokens[k].Rel == "nmod" || f.s.Tokens[k].Rel == "appos"); {
		if k = f.s.Tokens[k].Head; k >= 0 && f.c.is("things", f.s.Tokens[k].Lemma) {
			return k
		}
	}
	return -1
}

// isOfPerson reports a noun for a person by name.
func (f *finder) isOfPerson(i int) bool {
	return slices.ContainsFunc(f.heads[i], func(k int32) bool {
		a := f.t.Actors[f.mentions[k].Actor]
		return a != nil && a.Type == entente.ActorPerson
	})
}

// isGapped reports a clause that describes its own object: "the drones that Rohan
// bought", "documents he gave to the court".
func (f *finder) isGapped(i int) bool {
	t := &f.s.Tokens[i]
	if t.Rel != "acl:relcl" || t.Head < 0 || t.Head > i || f.c.is("hour", f.s.Tokens[t.Head].Lemma) || f.s.Child(i, "obj", "iobj", "xcomp", "ccomp", "advcl", "cop") >= 0 {
		return false
	}
	n := f.s.Child(i, "nsubj")
	if n < 0 {
		return false
	}
	switch f.s.Tokens[n].Lemma {
	case "who", "which", "that", "whom":
		return false
	}
	if a := f.s.Child(i, "advmod"); a >= 0 && a < n { // "where Rohan attacked"
		return false
	}
	for _, c := range f.s.Children(i) { // "the war in which Rohan attacked"
		if k := &f.s.Tokens[c]; strings.HasPrefix(k.Rel, "obl") && int(c) < n {
			return false
		}
	}
	return true
}

// objects returns what verb i is done to.
func (f *finder) objects(i int) []int {
	t := &f.s.Tokens[i]
	if t.UPOS != "NOUN" && f.isPassive(i) {
		if own := f.children(i, "nsubj:pass"); len(own) > 0 {
			return f.antecedents(i, own)
		}
		if t.Rel == "conj" && t.Head >= 0 {
			return f.objects(t.Head)
		}
		if (t.Rel == "acl" || t.Rel == "amod") && t.Head >= 0 {
			return []int{t.Head}
		}
		return nil
	}
	if f.flattened(i) >= 0 {
		return []int{t.Head}
	}
	if own := f.children(i, "obj"); len(own) > 0 {
		if own[0] < i {
			return f.antecedents(i, own)
		}
		return f.lastNamed(own)
	}
	if own := f.children(i, "iobj"); len(own) > 0 {
		return own
	}
	if own := f.children(i, "nsubj"); len(own) > 1 && own[0] < i && own[len(own)-1] > i {
		return own[len(own)-1:]
	}
	if own := f.behindParticle(i); own >= 0 {
		return []int{own}
	}
	if f.isGapped(i) {
		return []int{t.Head}
	}
	// "backs and arms Rohan": the object stands with the last verb.
	for _, c := range f.s.Children(i) {
		if k := f.s.Tokens[c]; k.Rel == "conj" && k.UPOS == "VERB" && f.s.Child(int(c), "nsubj") < 0 && int(c)-i == 2 {
			return f.children(int(c), "obj")
		}
	}
	return nil
}
