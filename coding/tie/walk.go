package tie

import (
	"slices"
	"strings"
)

// walk returns the tokens that the first alternative that leads anywhere reaches
// from token i.
func (f *finder) walk(i int, alternatives [][]step) []int {
	for _, steps := range alternatives {
		here := []int{i}
		for _, st := range steps {
			var next []int
			for _, k := range here {
				for _, n := range f.move(k, st.move) {
					if st.holds(f, n) {
						next = append(next, n)
					}
				}
			}
			here = next
			if len(here) == 0 {
				break
			}
		}
		if len(here) > 0 {
			return here
		}
	}
	return nil
}

// fill returns the actors that the first alternative with any actor names.
func (f *finder) fill(i int, alternatives [][]step) []filler {
	defer func(v int) { f.verb = v }(f.verb)
	f.verb = i
	for _, steps := range alternatives {
		var out []filler
		for _, k := range f.walk(i, [][]step{steps}) {
			out = append(out, f.actors(k)...)
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// holds reports whether token n, or a noun coordinated with it, is of one of the
// step's classes.
func (st *step) holds(f *finder, n int) bool {
	if len(st.classes) == 0 {
		return true
	}
	if f.isShots(n) {
		return false
	}
	for _, k := range st.classes {
		if f.c.is(k, f.s.Tokens[n].Lemma) {
			return true
		}
		for _, c := range f.s.Children(n) {
			if f.s.Tokens[c].Rel == "conj" && f.c.is(k, f.s.Tokens[c].Lemma) {
				return true
			}
		}
	}
	return false
}

// isShots reports a weapon that is fired, not handed over: "machine gun and rocket fire", of
// which a parser takes the words for two things.
func (f *finder) isShots(n int) bool {
	with := f.children(n, "conj")
	if t := &f.s.Tokens[n]; t.Rel == "obj" && t.Head >= 0 {
		with = append(with, f.children(t.Head, "obj")...)
	}
	return slices.ContainsFunc(with, func(k int) bool { return f.c.is("shots", f.s.Tokens[k].Lemma) })
}

// move makes one step from token i.
func (f *finder) move(i int, move string) []int {
	switch move {
	case "self":
		return []int{i}
	case "up":
		if h := f.s.Tokens[i].Head; h >= 0 {
			return []int{h}
		}
		return nil
	case "hyphen":
		return f.hyphened(i)
	case "headed":
		return f.headed(i)
	case "named":
		return f.namedBy(i)
	case "subj":
		return f.subjects(i, 0)
	case "obj":
		return f.objects(i)
	case "iobj":
		return f.children(i, "iobj")
	case "xcomp", "advcl":
		return f.children(i, move)
	case "poss":
		return f.children(i, "nmod:poss")
	case "adv":
		return f.children(i, "advmod")
	case "mod":
		var out []int
		for _, c := range f.s.Children(i) {
			switch f.s.Tokens[c].Rel {
			case "amod", "compound", "nmod", "nmod:unmarked", "nmod:poss":
				if int(c) < i {
					out = append(out, int(c))
				}
			}
		}
		return out
	}
	if below, ok := strings.CutPrefix(move, "~"); ok {
		return f.below(i, below)
	}
	return f.oblique(i, move)
}

// hyphened returns whose name a hyphen joins with participle i: "the [Gondor]-backed rebels".
// It reads the words, since parsers disagree about what such a participle hangs on.
func (f *finder) hyphened(i int) []int {
	if i < 2 || f.s.Tokens[i].XPOS != "VBN" && f.s.Tokens[i].XPOS != "VBD" {
		return nil
	}
	hyphen := &f.s.Tokens[i-1]
	if hyphen.Form != "-" && hyphen.Form != "–" || hyphen.End != f.s.Tokens[i].Start || f.s.Tokens[i-2].End != hyphen.Start {
		return nil
	}
	return []int{i - 2}
}

// headed returns whom participle i before a noun describes: the noun, or the group whose name
// stands between them ("the Gondor-backed [Golden Hand] rebels").
func (f *finder) headed(i int) []int {
	h := i + 1
	for h < len(f.s.Tokens) && f.s.Tokens[h].Head > h && slices.Contains([]string{"amod", "compound", "nmod:desc", "nmod:unmarked", "nummod"}, f.s.Tokens[h].Rel) {
		h = f.s.Tokens[h].Head
	}
	if h >= len(f.s.Tokens) || len(f.heads[h]) > 0 {
		return []int{min(h, len(f.s.Tokens)-1)}
	}
	for c := i + 1; c < h; c++ {
		for _, k := range f.heads[c] {
			if strings.HasPrefix(string(f.mentions[k].Actor), "x:") {
				return []int{c}
			}
		}
	}
	return nil
}

// below returns the phrases with a preposition anywhere under token i, for frames
// whose classes leave no doubt.
func (f *finder) below(i int, preposition string) []int {
	var out []int
	a, b := f.s.Subtree(i)
	for k := a; k < b; k++ {
		if k != i && f.s.Tokens[k].UPOS == "NOUN" && f.caseOf(k) == preposition && f.s.Dominates(i, k) {
			out = append(out, k)
		}
	}
	return out
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

// oblique returns the phrases with a preposition that hang on i, or, where i is
// a verb with none, on its object or on a complement ("sells gas to").
func (f *finder) oblique(i int, preposition string) []int {
	out := f.withCase(i, preposition)
	if len(out) > 0 || f.s.Tokens[i].UPOS == "NOUN" {
		return out
	}
	for _, o := range f.objects(i) {
		out = append(out, f.withCase(o, preposition)...)
	}
	return out
}

func (f *finder) withCase(i int, preposition string) []int {
	var out []int
	for _, c := range f.s.Children(i) {
		k := int(c)
		switch r := f.s.Tokens[c].Rel; {
		case strings.HasPrefix(r, "obl"), r == "nmod", r == "advcl" && preposition == "as", r == "xcomp" && preposition == "as":
			if f.caseOf(k) == preposition || preposition == "as" && f.marked(k, "as") {
				out = append(out, k)
			}
		}
	}
	return out
}

// marked reports whether i is introduced by a word: "as" before a predicate.
func (f *finder) marked(i int, word string) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Lemma == word && (t.Rel == "mark" || t.Rel == "case") {
			return true
		}
	}
	return false
}

// isPassive reports whether verb i is passive.
func (f *finder) isPassive(i int) bool {
	if f.s.Child(i, "nsubj:pass", "aux:pass") >= 0 {
		return true
	}
	t := &f.s.Tokens[i]
	return t.Rel == "acl" && t.XPOS == "VBN"
}

// subjects returns who does what verb, noun or adjective i says: its subject, the
// agent of a passive, or the subject that the tree's shape lends it.
func (f *finder) subjects(i, depth int) []int {
	if depth > 5 {
		return nil
	}
	t := &f.s.Tokens[i]
	if t.UPOS == "VERB" && f.isPassive(i) {
		out := f.children(i, "obl:agent")
		if len(out) == 0 {
			out = f.withCase(i, "by")
		}
		return out
	}
	if own := f.children(i, "nsubj"); len(own) > 0 {
		if len(own) == 1 && t.XPOS == "VBP" && f.s.Tokens[own[0]].XPOS == "NN" && f.s.Child(own[0], "conj") < 0 && f.commaBetween(own[0], i) {
			return nil // "the diplomat ... perceive": the parser took the wrong word
		}
		return f.antecedents(i, own)
	}
	h := t.Head
	if h < 0 {
		return nil
	}
	head := &f.s.Tokens[h]
	if k := f.s.ForWhom(i); k >= 0 {
		return []int{k}
	}
	if k := f.s.Addressee(h); k >= 0 && k < i && t.XPOS == "VB" && (t.Rel == "xcomp" || t.Rel == "advcl") {
		return []int{k} // "called on Rohan to back"
	}
	switch t.Rel {
	case "conj":
		if own := f.children(h, "nsubj:pass"); len(own) > 0 && t.UPOS == "VERB" && !f.isPassive(i) && (f.s.Child(i, "aux") >= 0 || t.XPOS == "VBN" && f.s.Child(i, "obj") < 0) {
			return f.antecedents(h, own) // "has been opposed to Rohan and has backed Mordor", "is peopled by Gondorians and aligned with Rohan"
		}
		return f.subjects(h, depth+1)
	case "xcomp":
		if k := f.s.Child(h, "iobj"); k >= 0 && k < i && t.XPOS == "VB" && f.s.Child(h, "obj") < 0 {
			return []int{k} // "urged the Rohirric council to back Gondor"
		}
		if o := f.objects(h); len(o) > 0 && head.UPOS == "VERB" && f.s.Child(h, "obj", "nsubj:pass") >= 0 {
			return o // "urged Rohan to back", "considers Rohan an ally of Gondor"
		}
		return f.subjects(h, depth+1)
	case "advcl":
		if f.isFinite(i) {
			return nil
		}
		if k := f.s.ContrastBefore(i); k >= 0 {
			return f.subjects(k, depth+1)
		}
		return f.subjects(h, depth+1)
	case "acl":
		switch {
		case t.XPOS == "VBG":
			return []int{f.s.Described(i)}
		case t.XPOS == "VB": // "Gondor's plan to back Rohan"
			return f.children(h, "nmod:poss")
		}
	case "appos":
		return []int{h}
	case "acl:relcl":
		return []int{h}
	}
	return nil
}

// commaBetween reports whether a comma stands between tokens a and b.
func (f *finder) commaBetween(a, b int) bool {
	for k := a + 1; k < b; k++ {
		if f.s.Tokens[k].Form == "," {
			return true
		}
	}
	return false
}

// isFinite reports whether clause i has a word that says what it depends on:
// those need a subject of their own.
func (f *finder) isFinite(i int) bool {
	for _, c := range f.s.Children(i) {
		switch t := &f.s.Tokens[c]; t.Rel {
		case "mark":
			if t.UPOS == "SCONJ" && t.XPOS == "IN" {
				return true
			}
		}
	}
	return false
}

// antecedents replaces a relative pronoun by the noun that the clause of i
// describes.
func (f *finder) antecedents(i int, own []int) []int {
	t := &f.s.Tokens[i]
	if len(own) == 1 && t.Head >= 0 && t.Rel == "acl:relcl" {
		switch f.s.Tokens[own[0]].Lemma {
		case "who", "which", "that":
			return []int{f.s.Described(i)}
		}
	}
	return own
}

// objects returns what verb i is done to.
func (f *finder) objects(i int) []int {
	t := &f.s.Tokens[i]
	if f.isPassive(i) {
		if own := f.children(i, "nsubj:pass"); len(own) > 0 {
			return f.antecedents(i, own)
		}
		if t.Rel == "acl" && t.Head >= 0 {
			return []int{f.s.Described(i)}
		}
		return nil
	}
	if own := f.children(i, "obj"); len(own) > 0 {
		if len(own) == 1 && t.Rel == "acl:relcl" && t.Head >= 0 && own[0] < i {
			switch f.s.Tokens[own[0]].Lemma {
			case "who", "which", "that", "whom":
				return []int{t.Head}
			}
		}
		return own
	}
	// "backs and arms Rohan": the object stands with the last verb.
	for _, c := range f.s.Children(i) {
		if k := f.s.Tokens[c]; k.Rel == "conj" && k.UPOS == "VERB" && f.s.Child(int(c), "nsubj") < 0 && f.between(i, int(c)) {
			return f.children(int(c), "obj")
		}
	}
	return nil
}

// between reports whether verbs i and k are next to each other but for "and".
func (f *finder) between(i, k int) bool {
	return k-i == 2 && f.s.Tokens[i+1].UPOS == "CCONJ"
}

// namedBy returns whose name says who noun i is: right behind it, in apposition, or as what
// it is said to be ("Gondor's ally Rohan", "the ally of Gondor, Rohan", "Gondor's largest
// partner is Rohan").
func (f *finder) namedBy(i int) []int {
	if k := i + 1; k < len(f.s.Tokens) && len(f.heads[k]) > 0 && f.s.Tokens[k].UPOS == "PROPN" && f.s.Tokens[i].XPOS == "NN" {
		return []int{k}
	}
	for _, k := range f.children(i, "appos") {
		if len(f.heads[k]) > 0 {
			return []int{k}
		}
	}
	if t := &f.s.Tokens[i]; t.Rel == "nsubj" && t.Head > i && len(f.heads[t.Head]) > 0 && f.s.Child(t.Head, "cop") >= 0 && f.s.Tokens[t.Head].UPOS == "PROPN" {
		return []int{t.Head}
	}
	return nil
}
