package reason

import (
	"entente"
	"entente/document"
)

// span returns the bytes of tokens [a, b) without the words that only join the
// clause to another at its start, and without punctuation at the ends; the zero
// span if nothing is left.
func (f *finder) span(a, b int) entente.Span {
	toks := f.s.Tokens
	for a < b {
		switch t := &toks[a]; {
		case t.UPOS == "PUNCT" && !opens(t), t.UPOS == "CCONJ", t.UPOS == "SCONJ" && t.Rel == "mark" && f.heads(t.Head, b), f.marksNext(a, b), t.Rel == "case" && t.UPOS == "ADP" && f.heads(t.Head, b),
			t.XPOS == "TO", t.XPOS == "WDT", t.XPOS == "WRB" && t.Rel == "advmod":
			a++
			continue
		}
		if n := f.startAt(a); n > 0 && a+n < b {
			a += n
			continue
		}
		break
	}
	return f.plain(a, b)
}

// marksNext reports whether token a only adds to the mark behind it that opens the passage up to b: "ever
// since", "just as".
func (f *finder) marksNext(a, b int) bool {
	if a+1 >= b || f.s.Tokens[a].UPOS != "ADV" || f.s.Tokens[a].Rel != "advmod" {
		return false
	}
	m := &f.s.Tokens[a+1]
	return m.UPOS == "SCONJ" && m.Rel == "mark" && m.Head == f.s.Tokens[a].Head && f.heads(m.Head, b)
}

// heads reports whether the phrase of token i goes on to the end b of a passage: in "in August the
// envoy left" it does not.
func (f *finder) heads(i, b int) bool {
	for b > 0 && f.s.Tokens[b-1].UPOS == "PUNCT" {
		b--
	}
	_, last := f.s.Subtree(i)
	return last >= b
}

// plain is span without dropping words at the start.
func (f *finder) plain(a, b int) entente.Span {
	toks := f.s.Tokens
	for a < b && toks[a].UPOS == "PUNCT" && !opens(&toks[a]) {
		a++
	}
	for a < b && (toks[b-1].UPOS == "PUNCT" || toks[b-1].UPOS == "CCONJ") && !f.closes(a, b-1) {
		b--
	}
	if a >= b {
		return entente.Span{}
	}
	return entente.Span{Start: toks[a].Start, End: toks[b-1].End}
}

// opens reports whether a punctuation mark opens a quotation or bracket: it
// stays with what it opens.
func opens(t *document.Token) bool {
	return t.Form == "“" || t.Form == "(" || t.Form == "[" || t.Form == `"` && t.XPOS == "``"
}

// closes reports whether the mark at k closes what a mark from a on opened.
func (f *finder) closes(a, k int) bool {
	switch f.s.Tokens[k].Form {
	case "”", ")", "]", `"`:
	default:
		return false
	}
	open := 0
	for i := a; i < k; i++ {
		switch t := &f.s.Tokens[i]; t.Form {
		case "“", "(", "[":
			open++
		case "”", ")", "]":
			open--
		case `"`:
			open = 1 - min(1, max(0, open))
		}
	}
	return open > 0
}

// startAt returns the length of a start cue ("Thus") at token a, 0 if none is.
func (f *finder) startAt(a int) int {
	if a > 2 {
		return 0
	}
	for _, c := range f.l.cues[lower(f.s.Tokens[a].Form)] {
		if c.pattern == "start" {
			if n := f.stands(c, a); n > 0 {
				return n
			}
		}
	}
	for n := 1; n <= 2 && a+n < len(f.s.Tokens); n++ {
		if f.s.Tokens[a+n].Form == "," && f.l.adding[lower(f.t.String(f.at2(a, n)))] {
			return n + 1
		}
	}
	return 0
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

// trim cuts clauses that stand beside i's own: coordinated clauses after it, a
// reporting clause ("..., the minister said") and who says so before it.
func (f *finder) trim(i, first, last int) (int, int) {
	toks := f.s.Tokens
	first = f.pastSource(i, first)
	for _, c := range f.s.Children(i) {
		k := int(c)
		t := &toks[k]
		if a, b := f.s.Subtree(k); k > i && f.names(k) && b >= last-1 && a > i { // "..., according to officials"
			last = min(last, a)
		}
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

// pastSource returns the first token of clause i from first on that does not name who
// says so.
func (f *finder) pastSource(i, first int) int {
	for _, c := range f.s.Children(i) {
		if k := int(c); k < i && f.names(k) {
			if a, b := f.s.Subtree(k); a <= first+1 && b <= i {
				return max(first, b)
			}
		}
	}
	return first
}

// names reports whether dependent k only names who says so: "according to officials".
func (f *finder) names(k int) bool {
	if f.s.Tokens[k].Rel != "obl" {
		return false
	}
	c := f.s.Child(k, "case")
	return c >= 0 && c < k && lower(f.s.Tokens[c].Form) == "according"
}

// inner returns the complement of clause head i where that says what somebody
// says or thinks: the link is then inside it.
func (f *finder) inner(i int) int {
	for range 4 {
		c := f.s.Child(i, "ccomp")
		if c < 0 || c < i {
			return i
		}
		switch f.s.Tokens[i].Lemma {
		case "say", "think", "believe", "argue", "claim", "report", "tell", "add", "note", "warn", "know", "write", "state", "insist", "allege", "announce",
			"feel", "mean", "guess", "suppose", "agree", "explain", "declare", "admit", "maintain", "concede", "stress", "suggest":
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
	at := f.at - 1
	for at > 0 && at > f.at-3 && isHeading(&f.t.Sentences[at]) {
		at--
	}
	p := &f.t.Sentences[at]
	if len(p.Tokens) < 3 || !p.Part.IsReporting() || isHeading(p) {
		return entente.Span{}
	}
	a, b := 0, len(p.Tokens)
	g := finder{l: f.l, t: f.t, at: at, s: p}
	if n := g.startAt(a); n > 0 && a+n < b {
		a += n
	}
	if end, _ := g.reported(); end > a {
		b = end
	}
	return g.plain(a, b)
}

// reported returns where what the sentence tells ends and its head: before a clause that only says who says
// so, "the talks failed, the envoy said".
func (f *finder) reported() (end, head int) {
	toks := f.s.Tokens
	r := f.s.Root()
	if f.reports(r) {
		for _, c := range f.s.Children(r) {
			if k := int(c); k < r && (toks[k].Rel == "ccomp" || toks[k].Rel == "parataxis") {
				if _, b := f.s.Subtree(k); b <= r && b > 2 {
					return b, k
				}
			}
		}
	}
	for _, c := range f.s.Children(r) {
		if k := int(c); k > r && toks[k].Rel == "parataxis" && f.reports(k) && toks[k-1].UPOS != "SCONJ" && f.s.Child(k, "ccomp") < 0 {
			if a, b := f.s.Subtree(k); a > r && b >= len(toks)-1 && (toks[a].UPOS == "PUNCT" || toks[a-1].UPOS == "PUNCT") && toks[a].Form != ";" && toks[a-1].Form != ";" {
				return a, r
			}
		}
	}
	return len(toks), r
}

// reports reports whether token i is a verb of saying.
func (f *finder) reports(i int) bool {
	t := &f.s.Tokens[i]
	return t.UPOS == "VERB" && (t.Lemma == "report" || f.l.speaking[t.Lemma])
}

// isHeading reports whether a sentence is no running text: a heading, a caption,
// a line without a full stop.
func isHeading(s *document.Sentence) bool {
	n := len(s.Tokens)
	return n == 0 || s.Part != "" && s.Part != entente.PartBody || s.Tokens[n-1].UPOS != "PUNCT"
}
