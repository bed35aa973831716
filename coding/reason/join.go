package reason

import "slices"

// join links a clause to the one it stands beside in the sentence: "..., but the
// talks failed", "..., so the talks failed". Parsers hang such a clause as a
// conjunct, beside the other, or as an adverbial clause.
func (f *finder) join(c *cue, i, n int) {
	if i < 2 {
		return // at the start of a sentence the cue joins two sentences
	}
	if n > 1 {
		f.joinsRest(c, i, n)
		return
	}
	h := f.joined(i, n)
	if h < 0 || !f.isClause(h) {
		return
	}
	g := f.beside(h, i)
	if g < 0 || !f.isClause(g) || c.words[0] == "so" && !f.concludes(i, h) || c.words[0] == "but" && f.adds(i, g) {
		return
	}
	_, b := f.s.Subtree(h)
	if b <= i+n {
		return
	}
	_, b = f.trim(h, i+n, b)
	g = f.inner(g)
	if g >= i {
		return
	}
	x, _ := f.s.Subtree(g)
	x, y := f.trim(g, min(x, g), i)
	if y <= g {
		y = i
	}
	f.put(c, f.plain(i+n, b), f.span(x, min(y, i)), f.at2(i, n), h)
}

// joinsRest links what stands after a cue of several words that ends in "why",
// which itself heads a clause, to what that clause hangs on.
func (f *finder) joinsRest(c *cue, i, n int) {
	toks := f.s.Tokens
	if toks[i-1].UPOS != "PUNCT" && toks[i-1].UPOS != "CCONJ" {
		return
	}
	for k := i; k < i+n; k++ {
		g := toks[k].Head
		if g < 0 || g >= i {
			continue
		}
		g = f.inner(f.up(g))
		if g >= i {
			return
		}
		x, _ := f.s.Subtree(g)
		x, _ = f.trim(g, min(x, g), i)
		f.put(c, f.plain(i+n, len(toks)), f.span(x, i), f.at2(i, n), k)
		return
	}
}

// joined returns the head of the clause that a cue of n tokens at i opens, -1 if
// it opens none.
func (f *finder) joined(i, n int) int {
	toks := f.s.Tokens
	switch r := toks[i].Rel; {
	case n > 1:
		for k := i + n; k < min(len(toks), i+n+14); k++ {
			if t := &toks[k]; t.UPOS == "VERB" && t.Head < i+n || t.UPOS == "VERB" && slices.Contains(joinRels, t.Rel) {
				return k
			}
		}
		return -1
	case r != "cc" && r != "advmod" && r != "mark":
		return -1
	}
	h := toks[i].Head
	for h >= 0 && h > i && !slices.Contains(joinRels, toks[h].Rel) {
		h = toks[h].Head
	}
	if h <= i {
		return -1
	}
	return h
}

var joinRels = []string{"conj", "parataxis", "advcl", "advcl:relcl", "ccomp"}

// beside returns the head of the clause before token i that clause h stands
// beside: the conjunct before it, or what it hangs on.
func (f *finder) beside(h, i int) int {
	g := f.s.Tokens[h].Head
	if g < 0 || g >= i {
		return -1
	}
	if f.s.Tokens[h].Rel != "conj" {
		return g
	}
	if u := f.s.Tokens[g].Head; f.s.Tokens[g].Rel == "ccomp" && u >= 0 && u < g && f.l.speaking[f.s.Tokens[h].Lemma] && f.s.Child(h, "ccomp") > h && f.s.Child(h, "nsubj") > i {
		return u // "they doubt that the raid happened, but she says that"
	}
	best := g
	for _, c := range f.s.Children(g) {
		if k := int(c); k > best && k < i && f.s.Tokens[k].Rel == "conj" && f.isClause(k) {
			best = k
		}
	}
	return best
}

// concludes reports whether "so" at token i opens clause h with a conclusion: not
// "so many", "and so on".
func (f *finder) concludes(i, h int) bool {
	toks := f.s.Tokens
	if toks[i].Head != h || i+1 >= len(toks) {
		return false
	}
	next := &toks[i+1]
	if l := lower(next.Form); l == "that" || l == "as" || l == "far" || l == "on" || l == "do" || next.UPOS == "ADV" && next.Head != h {
		return false
	}
	before := &toks[i-1]
	return (before.UPOS == "PUNCT" || before.UPOS == "CCONJ") && f.s.Child(h, "nsubj", "nsubj:pass", "expl", "csubj") >= 0
}

// adds reports whether "but" at token i belongs to "not only ... but".
func (f *finder) adds(i, g int) bool {
	if next := i + 1; next < len(f.s.Tokens) && lower(f.s.Tokens[next].Form) == "also" {
		return true
	}
	a, _ := f.s.Subtree(g)
	for k := a; k+1 < i; k++ {
		if lower(f.s.Tokens[k].Form) == "not" && lower(f.s.Tokens[k+1].Form) == "only" {
			return true
		}
	}
	return false
}
