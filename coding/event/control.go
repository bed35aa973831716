package event

import "slices"

// plotters returns who does infinitive i, which says what noun h is for: "Gondor's plan to back
// Rohan", "made a promise to help", "foiled a Gondorian plot to attack".
func (f *finder) plotters(i, h, depth int) []int {
	for _, k := range f.withCase(h, "for") { // "a call for Rohan to help"
		if h < k && k < i {
			return []int{k}
		}
	}
	if own := f.children(h, "nmod:poss"); len(own) > 0 {
		return own
	}
	if from := f.oblique(h, "from"); len(from) > 0 && f.c.is("pledged", f.s.Tokens[h].Lemma) { // "won a pledge from Rohan to help"
		return from
	}
	for _, c := range f.children(h, "acl") { // "a resolution adopted by Gondor to punish Rohan"
		if by := f.children(c, "obl:agent"); c < i && len(by) > 0 && f.c.is("enacting", f.s.Tokens[c].Lemma) {
			return by
		}
	}
	if ordinals[f.s.Tokens[h].Lemma] && f.s.Child(h, "cop") >= 0 { // "was the first to help"
		return f.subjects(h, depth+1)
	}
	if own := slices.DeleteFunc(f.move(h, "agent"), func(k int) bool { return len(f.heads[k]) == 0 || f.isAgainst(k) }); len(own) > 0 {
		return own
	}
	if o := f.s.Tokens[h].Head; f.s.Tokens[h].Rel == "obj" && o >= 0 && !f.c.is("opposing", f.s.Tokens[o].Lemma) { // not in "vetoed a move to attack"
		return f.subjects(o, depth+1)
	}
	return f.move(h, "mod")
}

// ordinals are words for one of several by his place among them.
var ordinals = map[string]bool{"first": true, "second": true, "third": true, "last": true, "next": true, "only": true}

// activeSubjects is subjects, and of a passive what it is done to: "was sent to
// negotiate", "was attacked while visiting".
func (f *finder) activeSubjects(h, depth int) []int {
	if f.s.Tokens[h].UPOS == "VERB" && f.isPassive(h) {
		return f.objects(h)
	}
	return f.subjects(h, depth+1)
}

// controllers returns who does the complement of verb h: its object, or its
// subject where there is none.
func (f *finder) controllers(h, depth int) []int {
	if f.s.Tokens[h].UPOS == "VERB" {
		if f.isPassive(h) {
			return f.objects(h)
		}
		if k := f.s.Addressee(h); k >= 0 {
			return []int{k}
		}
		if on := f.withCase(h, "on"); len(on) > 0 && f.s.Tokens[h].Lemma == "call" {
			return on
		}
		if to := f.withCase(h, "to"); len(to) > 0 && f.s.Tokens[h].Lemma == "appeal" {
			return to
		}
		if o := f.children(h, "obj", "iobj"); len(o) > 0 && f.controls(h) {
			if f.c.is("succour", f.s.Tokens[o[0]].Lemma) && len(f.heads[o[0]]) == 0 { // who "requested the help of Gondor to settle a dispute" wants it settled
				return f.subjects(h, depth+1)
			}
			return o
		}
		if at := f.withCase(h, "at"); len(at) > 0 && f.hasParticle(h, "out") { // "lashed out at Rohan for attacking"
			return at
		}
	}
	return f.subjects(h, depth+1)
}

// controls reports a verb whose object does what its complement says: "urged Gondor to help",
// "brought Gondor and Rohan together to help".
func (f *finder) controls(h int) bool {
	together := func(k int) bool { return f.s.Tokens[k].Lemma == "together" }
	return (f.c.is("controls", f.s.Tokens[h].Lemma) || f.s.Tokens[h].Lemma == "bring" && slices.ContainsFunc(f.children(h, "advmod"), together)) && f.s.Child(h, "obj", "iobj", "obl", "nsubj:pass") >= 0
}
