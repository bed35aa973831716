package quantity

import (
	"entente"
	"entente/document"
)

// phrase returns the words of the noun phrase of token i: from its first
// modifier to the end of the prepositional phrases it carries, without
// relative clauses, appositions and the tokens of the quantity.
func (f *finder) phrase(i int, not document.Range) entente.Span {
	toks := f.s.Tokens
	first, last := i, i+1
	for _, c := range f.s.Children(i) {
		k := int(c)
		switch toks[k].Rel {
		case "det", "amod", "compound", "nmod:poss", "flat", "nummod", "obl:unmarked", "det:predet":
			if f.inTime(k) {
				continue
			}
			a, b := f.s.Subtree(k)
			if k < i && a < first && !overlaps(a, b, not) {
				first = a
			}
			if k > i && toks[k].Rel == "flat" && b > last {
				last = b
			}
		}
	}
	if not.First < i && not.Last > first {
		first = not.Last // "8 million Southron people" starts after the number
	}
	for first < i && toks[first].UPOS == "PUNCT" {
		first++
	}
	last = f.trail(i, last, not)
	if first >= last {
		first, last = i, i+1
	}
	last = f.second(first, last)
	return entente.Span{Start: toks[first].Start, End: toks[last-1].End}
}

// second extends a phrase that ends at "between Gondor" over "and Rohan", which
// parsers often hang on another word.
func (f *finder) second(first, last int) int {
	toks := f.s.Tokens
	if last+1 >= len(toks) || toks[last].Form != "and" || toks[last+1].UPOS != "PROPN" || toks[last-1].UPOS != "PROPN" {
		return last
	}
	for k := last - 1; k >= max(first-1, 0); k-- {
		switch toks[k].Form {
		case "and":
			return last
		case "between":
			for last += 2; last < len(toks) && toks[last].UPOS == "PROPN"; last++ {
			}
			return last
		}
	}
	return last
}

func overlaps(a, b int, r document.Range) bool { return a < r.Last && r.First < b }

// trail extends the end of i's phrase over the prepositional phrases that follow
// without a gap.
func (f *finder) trail(i, last int, not document.Range) int {
	toks := f.s.Tokens
	for _, c := range f.s.Children(i) {
		k := int(c)
		if k < i || toks[k].Rel != "nmod" && toks[k].Rel != "conj" {
			continue
		}
		a, b := f.s.Subtree(k)
		if f.inTime(k) || toks[k].Lemma == "time" && f.hasCase(k, "for") { // "trade for the first time exceeded"
			break
		}
		if a > last || overlaps(a, b, not) || b-a > 14 || f.hasClause(k) || toks[k].Rel == "conj" && (a != last || b-a > 4 || f.s.Child(k, "nummod") >= 0 || toks[a].UPOS == "PUNCT") {
			break
		}
		for b > k+1 && toks[b-1].UPOS == "PUNCT" {
			b--
		}
		last = max(last, b)
	}
	return last
}

// hasClause reports whether a clause hangs on token i.
func (f *finder) hasClause(i int) bool {
	return f.s.Child(i, "acl:relcl", "acl", "parataxis", "advcl", "appos", "advcl:relcl") >= 0
}

// whose returns the words for whose or where the counted thing i is: a
// possessor, a phrase with "of", "in", "within", "between", or, of a subject
// that has it, that subject.
func (f *finder) whose(i int, q *document.Quantity) string {
	toks := f.s.Tokens
	if c := f.s.Child(i, "nmod:poss"); c >= 0 && toks[c].UPOS != "PRON" {
		span := f.phrase(c, q.Range)
		for n := c + 1; n < i && toks[n].UPOS == "PROPN" && toks[n].Start >= span.End; n++ { // "Hillary Clinton's" with the first name as head
			span.End = toks[n].End
		}
		return f.t.String(span)
	}
	for _, c := range f.s.Children(i) {
		if k := int(c); k > i && toks[k].Rel == "nmod" && !f.inTime(k) && (k < q.First || k >= q.Last) && f.hasCase(k, "of", "in", "within", "between", "from", "among") &&
			(toks[k].UPOS == "PROPN" || f.hasName(k)) {
			span := f.phrase(k, q.Range)
			if c := f.s.Child(i, "conj"); c > k && toks[c].UPOS == "PROPN" { // the second name hung on the noun
				if a, b := f.s.Subtree(c); toks[a].Start == span.End+1 && !overlaps(a, b, q.Range) {
					span.End = toks[c].End
				}
			}
			return f.t.String(span)
		}
	}
	if c := f.s.Child(i, "nmod:poss"); c >= 0 {
		return f.named(c)
	}
	h := toks[i].Head
	if h >= 0 && toks[i].Rel == "obj" && toks[h].Lemma == "have" {
		if s := f.s.Child(h, "nsubj"); s >= 0 {
			if toks[s].UPOS == "PRON" {
				return f.named(s)
			}
			return f.t.String(f.phrase(s, q.Range))
		}
	}
	return ""
}

// hasName reports whether a proper noun or a demonym stands in i's phrase.
func (f *finder) hasName(i int) bool {
	a, b := f.s.Subtree(i)
	for k := a; k < b; k++ {
		if f.s.Tokens[k].UPOS == "PROPN" {
			return true
		}
	}
	return false
}

// topic returns the name that "As for Gondor" puts before the clause of pronoun i.
func (f *finder) topic(i int) string {
	for _, c := range f.s.Children(max(0, f.s.Tokens[i].Head)) {
		k := int(c)
		if k < i && f.s.Tokens[k].UPOS == "PROPN" && f.hasCase(k, "As", "as") {
			return f.t.String(f.phrase(k, document.Range{}))
		}
	}
	return ""
}

// named returns the words of the actor that pronoun i stands for: those of its
// last mention by name before it, or the name the tree puts beside it ("As for
// Gondor it has ...").
func (f *finder) named(i int) string {
	var actor entente.ActorID
	for _, m := range f.mentions {
		if m.First <= i && i < m.Last {
			actor = m.Actor
		}
	}
	if actor == "" {
		return f.topic(i)
	}
	for k := len(f.t.Mentions) - 1; k >= 0; k-- {
		m := f.t.Mentions[k]
		if m.Actor == actor && m.Kind == document.MentionName && (m.Sentence < f.at || m.Sentence == f.at && m.First < i) {
			return f.t.String(m.Span)
		}
	}
	return ""
}
