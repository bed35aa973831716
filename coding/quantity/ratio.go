package quantity

import (
	"strings"

	"entente"
	"entente/document"
)

// ratio is a comparison read at an atom: "twice as much as X", "more than 3
// times the population of X", "half of X", "nine-tenths".
type ratio struct {
	first, last int
	factor      float64
	low         bool // at least
	relation    string
	head        int
}

// ratio reads a comparison at atom k.
func (f *finder) ratio(k int) (ratio, bool) {
	r := ratio{first: k, relation: "times"}
	switch f.kind(k) {
	case times:
		r.factor, r.last = f.atoms[k].value, k+1
		if !f.is(k, "twice", "thrice") && !f.is(k+1, "the", "that", "what", "its", "their", "those") {
			return r, false
		}
		if f.is(k, "twice", "thrice") && !f.is(k+1, "as", "the", "that", "its", "their", "more", "less", "what") {
			return r, false // something done two times
		}
	case figures, digit:
		a, ok := f.numeral(k)
		if !ok {
			return r, false
		}
		if d := a.last; f.kind(d) == part || f.is(d, "-") && f.kind(d+1) == part {
			if f.is(d, "-") {
				d++
			}
			den := f.atoms[d].value
			if !a.words || a.value >= den || f.is(d, "quarter", "second") && !f.is(d+1, "of") {
				return r, false
			}
			r.factor, r.last, r.relation = a.value/den, d+1, "share"
			break
		}
		if !f.is(a.last, "times") {
			return r, false
		}
		r.factor, r.last = a.value, a.last+1
	case part, article:
		j := k
		if f.kind(k) == article {
			j++
		}
		if f.kind(j) != part || !f.is(j+1, "of") || f.kind(k) == part && !f.is(k, "half") || f.is(k-1, "first", "second", "other", "last", "-", "the", "latter") {
			return r, false
		}
		r.factor, r.last, r.relation = 1/f.atoms[j].value, j+1, "share"
	default:
		return r, false
	}
	n := number{first: k, start: k, last: r.last, value: r.factor, low: &r.factor, high: &r.factor}
	f.bind(&n)
	r.first, r.low = n.first, n.high == nil
	r.head = f.headOf(k, r.last)
	if f.inTime(f.atoms[k].token) {
		return r, false
	}
	return r, true
}

// writeRatio writes a comparison: onto the quantity before it in the sentence
// where it only explains that one ("$ 2 billion, twice as much as ..."), else as
// a quantity of its own with unit "ratio".
func (f *finder) writeRatio(r ratio, from int) {
	with := f.with(r)
	if r.relation == "times" && with < 0 {
		return // "three times" how often something was done
	}
	rg := f.tokens(r.first, r.last)
	c := &entente.Comparison{Relation: r.relation, Factor: r.factor}
	if with >= 0 {
		if u, ok := f.l.units[lower(f.s.Tokens[with].Form)]; ok && u.kind != "person" {
			return // "a quarter of a century"
		}
		c.WithSpan = f.phrase(with, rg)
		c.With = f.t.String(c.WithSpan)
	}
	if n := len(f.t.Quantities); n > from && r.relation == "times" {
		p := &f.t.Quantities[n-1]
		if p.Compare == nil && p.Unit != "ratio" && f.atoms[r.first].token-p.Last <= 1 && f.is(r.first-1, ",", "(", "–", "—", "-") {
			p.Compare = c
			return
		}
	}
	q := document.Quantity{Range: rg}
	low, high := r.factor, r.factor
	q.Value, q.Unit, q.Low, q.High, q.Compare = r.factor, "ratio", &low, &high, c
	if r.low {
		q.High = nil
	}
	if r.relation == "share" {
		whole := with
		if whole < 0 {
			whole = f.whole(r.head)
		}
		if whole >= 0 {
			q.OfSpan = f.phrase(whole, rg)
			q.Of = f.t.String(q.OfSpan)
			q.Where = f.whose(whole, &q)
		}
	} else if s := f.compared(r.head); s >= 0 && s != with {
		q.Of, q.OfSpan = "", f.phrase(s, rg)
		q.Of = f.t.String(q.OfSpan)
		q.Where = f.whose(s, &q)
	}
	if q.Of == "" && q.Compare.With == "" {
		return
	}
	f.finish(&q, f.span(r.first, r.last))
}

// whole returns what a share without "of" is a share of, where the share is the
// subject of a clause that explains another: its subject, as in "relations are like
// an iceberg - nine-tenths is hidden". -1 if there is none.
func (f *finder) whole(share int) int {
	toks := f.s.Tokens
	if share < 0 || !strings.HasPrefix(toks[share].Rel, "nsubj") {
		return -1
	}
	v := toks[share].Head
	for _, c := range f.s.Children(v) { // of two subjects the first, where the parser made one clause of both
		if t := &toks[c]; int(c) < share && strings.HasPrefix(t.Rel, "nsubj") && isNoun(t.UPOS) {
			return int(c)
		}
	}
	switch toks[v].Rel {
	case "parataxis", "ccomp", "appos", "conj", "advcl":
		if h := toks[v].Head; h >= 0 {
			if s := f.subject(h); s >= 0 && s != share {
				return s
			}
		}
	}
	return -1
}

// with returns the token that the comparison is made with, -1 if none: the noun
// after "than" or "as" ... "as", after "of", or directly after the words.
func (f *finder) with(r ratio) int {
	toks := f.s.Tokens
	end := f.atoms[r.last-1].token + 1
	limit := min(len(toks), end+9)
	if r.relation == "share" {
		if end < limit && toks[end].Form == "of" {
			return f.nounAfter(end+1, limit)
		}
		return -1
	}
	if end < limit && (toks[end].UPOS == "DET" || toks[end].UPOS == "PRON") && toks[end].Form != "a" {
		return f.nounAfter(end, limit)
	}
	for i := end; i < limit; i++ {
		t := toks[i]
		switch {
		case t.Form == "than" || t.Form == "as" && i > end && toks[i-1].UPOS != "PUNCT":
			return f.nounAfter(i+1, min(len(toks), i+9))
		case t.Lemma == "exceed" || t.Lemma == "surpass" || t.Lemma == "outnumber" || t.Lemma == "outweigh":
			return f.nounAfter(i+1, min(len(toks), i+9))
		case t.UPOS == "PUNCT":
			return -1
		}
	}
	return -1
}

// nounAfter returns the head of the noun phrase that starts at or after a.
func (f *finder) nounAfter(a, limit int) int {
	toks := f.s.Tokens
	for i := a; i < limit; i++ {
		if !isNoun(toks[i].UPOS) {
			if p := toks[i].UPOS; p == "VERB" || p == "AUX" || p == "PUNCT" || p == "SCONJ" {
				return -1
			}
			continue
		}
		for range 5 { // up to the head of the phrase: "trade turnover", "Gondor's trade"
			h := toks[i].Head
			if r := toks[i].Rel; h > i && h < limit+4 && isNoun(toks[h].UPOS) && (r == "compound" || r == "nmod:poss" || r == "amod" || r == "nummod") {
				i = h
				continue
			}
			break
		}
		return i
	}
	return -1
}

// compared returns the token of what is said to be so many times something: the
// subject of the clause that token i stands in.
func (f *finder) compared(i int) int {
	toks := f.s.Tokens
	for range 5 {
		if s := f.subject(i); s >= 0 {
			return s
		}
		if i = toks[i].Head; i < 0 {
			return -1
		}
	}
	return -1
}
