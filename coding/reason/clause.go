package reason

import "entente"

// span returns the bytes of tokens [a, b) without punctuation and conjunctions at
// the ends; the zero span if nothing is left.
func (f *finder) span(a, b int) entente.Span {
	toks := f.s.Tokens
	for a < b && (toks[a].UPOS == "PUNCT" || toks[a].UPOS == "CCONJ") {
		a++
	}
	for a < b && (toks[b-1].UPOS == "PUNCT" || toks[b-1].UPOS == "CCONJ") {
		b--
	}
	if a >= b {
		return entente.Span{}
	}
	return entente.Span{Start: toks[a].Start, End: toks[b-1].End}
}

// without returns the tokens of i's subtree on the side of [a, b) that i itself
// stands on.
func (f *finder) without(i, a, b int) (int, int) {
	first, last := f.s.Subtree(i)
	switch {
	case i < a:
		last = min(last, a)
	case i >= b:
		first = max(first, b)
	}
	return f.trim(i, first, last)
}

// trim cuts clauses that stand beside i's own: coordinated clauses after it, and
// a reporting clause ("..., the minister said").
func (f *finder) trim(i, first, last int) (int, int) {
	toks := f.s.Tokens
	for _, c := range f.s.Children(i) {
		k := int(c)
		t := &toks[k]
		clausal := t.Rel == "parataxis" || t.Rel == "conj" && (t.UPOS == "VERB" || f.s.Child(k, "nsubj", "cop") >= 0) && f.s.Child(k, "nsubj", "nsubj:pass") >= 0
		if !clausal {
			continue
		}
		a, b := f.s.Subtree(k)
		if a > i && a < last {
			last = a
		}
		if b <= i && b > first {
			first = b
		}
	}
	return first, last
}

// clause returns the token that heads the clause of token i.
func (f *finder) clause(i int) int {
	for range 60 {
		t := &f.s.Tokens[i]
		switch t.Rel {
		case "root", "ccomp", "advcl", "acl:relcl", "acl", "parataxis", "csubj", "advcl:relcl", "xcomp":
			return i
		case "conj":
			if t.UPOS == "VERB" || t.UPOS == "AUX" {
				return i
			}
		}
		if t.Head < 0 {
			return i
		}
		i = t.Head
	}
	return i
}

// reports reports whether clause head i says what somebody says or thinks: the
// link is then inside its complement.
func (f *finder) inner(i int) int {
	for range 4 {
		c := f.s.Child(i, "ccomp")
		if c < 0 || c < i {
			return i
		}
		switch f.s.Tokens[i].Lemma {
		case "say", "think", "believe", "argue", "claim", "report", "tell", "add", "note", "warn", "know", "write", "state", "insist", "allege", "announce":
			i = c
		default:
			return i
		}
	}
	return i
}

// previous returns the sentence before this one in the same paragraph or, at the
// start of a paragraph, the last of the one before; zero if there is none.
func (f *finder) previous() entente.Span {
	if f.at == 0 {
		return entente.Span{}
	}
	p := &f.t.Sentences[f.at-1]
	if len(p.Tokens) < 3 || !p.Part.IsReporting() || p.Part != f.s.Part {
		return entente.Span{}
	}
	a, b := 0, len(p.Tokens)
	for a < b && p.Tokens[a].UPOS == "PUNCT" {
		a++
	}
	for b > a && p.Tokens[b-1].UPOS == "PUNCT" {
		b--
	}
	if a >= b {
		return entente.Span{}
	}
	return entente.Span{Start: p.Tokens[a].Start, End: p.Tokens[b-1].End}
}
