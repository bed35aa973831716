package quantity

import (
	"strings"

	"entente"
	"entente/document"
)

// headOf returns the token of atoms [a, b) that the tree hangs the others on.
func (f *finder) headOf(a, b int) int {
	first, last := f.atoms[a].token, f.atoms[b-1].token
	for i := first; i <= last; i++ {
		if h := f.s.Tokens[i].Head; h < first || h > last {
			return i
		}
	}
	return first
}

// countOf fills in what the quantity counts and whose it is.
func (f *finder) countOf(q *document.Quantity, n number) {
	top := n.head
	toks := f.s.Tokens
	if g := f.goods(q.Last); g >= 0 {
		f.setOf(q, g)
		return
	}
	if n.unit.code == "" || toks[top].UPOS == "NUM" && toks[top].Rel == "nummod" {
		noun := f.counted(top, q.Last)
		if noun < 0 {
			return
		}
		f.nounCount(q, n, noun)
		return
	}
	f.measured(q, n, top)
}

// counted returns the noun that a numeral token numbers, -1 if there is none.
func (f *finder) counted(i, last int) int {
	toks := f.s.Tokens
	if last < len(toks) && toks[last].Form == "," {
		return -1
	}
	for range 4 {
		h := toks[i].Head
		switch {
		case h < 0:
			return -1
		case toks[i].Rel == "nummod" && isNoun(toks[h].UPOS):
			return h
		case toks[i].Rel == "compound", toks[i].Rel == "nummod", toks[i].Rel == "dep", toks[i].Rel == "advmod", toks[i].Rel == "flat":
			if isNoun(toks[h].UPOS) && h >= last {
				return h
			}
			i = h
		default:
			// "hundreds of soldiers": the noun hangs on the numeral.
			for k := i; k < last; k++ {
				if c := f.s.Child(k, "nmod"); c >= last && c <= last+5 && isNoun(toks[c].UPOS) {
					return c
				}
			}
			return -1
		}
	}
	return -1
}

func isNoun(upos string) bool { return upos == "NOUN" || upos == "PROPN" || upos == "SYM" }

// nounCount is "8 million people": the noun is what is counted, unless it is a
// bare word for persons under a noun that is measured ("a population of 8
// million people").
func (f *finder) nounCount(q *document.Quantity, n number, noun int) {
	toks := f.s.Tokens
	if n.words && n.value <= 12 && f.l.idle[toks[noun].Lemma] {
		return
	}
	if q.Unit == "" && isPeople(toks[noun]) {
		q.Unit = "person"
	}
	if q.Unit == "" {
		if u, ok := f.l.units[lower(toks[noun].Form)]; ok {
			q.Unit = u.code
			if u.kind != "person" { // the unit stands apart from the number
				f.extend(q, noun)
				f.measured(q, n, noun)
				return
			}
		}
	} else if toks[noun].UPOS != "SYM" && noun >= q.Last {
		// "$2 billion deal": the noun is what it is the measure of.
		f.setOf(q, noun)
		return
	}
	if toks[noun].UPOS == "SYM" {
		return
	}
	if q.Unit == "person" && f.isBareNoun(noun, q) {
		if m := f.measure(noun); m >= 0 && toks[m].Lemma != "total" {
			f.extend(q, noun)
			f.setOf(q, m)
			return
		}
	}
	f.setOf(q, noun)
}

// isPeople reports whether a noun is the plural of a people's name: "Gondorians".
func isPeople(t document.Token) bool {
	return (t.XPOS == "NNPS" || t.XPOS == "NNS" && t.UPOS == "PROPN") && strings.HasSuffix(t.Form, "s") && !strings.HasSuffix(t.Form, "ates") &&
		!strings.HasSuffix(t.Form, "ations") && !strings.HasSuffix(t.Form, "lands")
}

// extend lengthens q to hold token i where it is next to it.
func (f *finder) extend(q *document.Quantity, i int) {
	if i >= q.Last && i <= q.Last+1 {
		q.Last = i + 1
	}
}

// isBareNoun reports whether a noun has no modifier of its own but the number.
func (f *finder) isBareNoun(noun int, q *document.Quantity) bool {
	for _, c := range f.s.Children(noun) {
		switch f.s.Tokens[c].Rel {
		case "amod", "compound", "nmod", "acl:relcl", "acl", "nmod:poss":
			if int(c) >= q.Last || int(c) < q.First {
				return false
			}
		}
	}
	return true
}

// measure climbs from a counted noun to the noun whose size it states: a noun it
// hangs on ("a population of 8 million people"), or the subject or object of a
// verb of measure ("its population is 8 million people"). It returns -1 if the
// tree has none.
func (f *finder) measure(i int) int {
	toks := f.s.Tokens
	t := toks[i]
	h := t.Head
	switch {
	case t.Rel == "nmod" && h >= 0 && isNoun(toks[h].UPOS) && f.isMeasurable(h):
		if c := f.s.Child(h, "nmod"); c >= 0 && c != i && toks[h].Lemma == "number" && isNoun(toks[c].UPOS) {
			return c // "the number of the population of ... of 25 million"
		}
		return h
	case t.Rel == "nmod" && h >= 0 && isNoun(toks[h].UPOS) && toks[h].Rel == "nmod":
		// "the population of Gondor of 8 million people" hung one too low
		if g := toks[h].Head; g >= 0 && isNoun(toks[g].UPOS) && f.isMeasurable(g) {
			return g
		}
	case h >= 0 && (toks[h].UPOS == "VERB" || toks[h].UPOS == "AUX") && (t.Rel == "obl" || t.Rel == "obj" || t.Rel == "xcomp" || t.Rel == "nmod" || t.Rel == "dep" || f.isAgent(i)):
		if o := f.s.Child(h, "obj"); o >= 0 && o < i && strings.HasPrefix(t.Rel, "obl") && isNoun(toks[o].UPOS) && f.l.verbs[toks[h].Lemma] {
			return o // "put the toll at 300 soldiers"
		}
		if f.l.verbs[toks[h].Lemma] || f.isTurn(h) || f.isCap(h) {
			return f.subject(h)
		}
		if o := f.s.Child(h, "obj"); (t.Rel == "obl" || t.Rel == "obj") && o >= 0 && o < i && f.isMeasurable(o) {
			return o
		}
	case h >= 0 && toks[h].UPOS == "ADJ" && (strings.HasPrefix(t.Rel, "obl") || t.Rel == "obj"):
		switch toks[h].Lemma {
		case "long", "wide", "deep", "high", "tall", "thick", "strong", "worth":
			return f.subject(h)
		}
	case f.s.Child(i, "cop") >= 0:
		return f.subject(i)
	}
	return -1
}

// isAgent reports "dropped by 20 percent", which parsers read like "dropped by the army".
func (f *finder) isAgent(i int) bool {
	t := f.s.Tokens[i]
	return t.Rel == "obl:agent" && f.s.Child(t.Head, "aux:pass") < 0
}

// isTurn reports "went up to 5 tons", "went down".
func (f *finder) isTurn(h int) bool {
	if f.s.Tokens[h].Lemma != "go" || h+1 >= len(f.s.Tokens) {
		return false
	}
	n, w := f.s.Child(h, "nsubj"), f.s.Tokens[h+1].Form
	return n >= 0 && f.isMeasurable(n) && (w == "up" || w == "down")
}

// isCap reports "is limited to 5 tons".
func (f *finder) isCap(h int) bool {
	switch f.s.Tokens[h].Lemma {
	case "limit", "restrict", "cap":
		return f.s.Child(h, "aux:pass") >= 0
	}
	return false
}

func (f *finder) subject(i int) int {
	s := f.s.Child(i, "nsubj", "nsubj:pass")
	if s < 0 && f.shares(i) {
		if o := f.s.Child(f.s.Tokens[i].Head, "obj"); o >= 0 && f.s.Tokens[i].Rel == "advcl" { // "raised tariffs, reaching 40 percent"
			if isNoun(f.s.Tokens[o].UPOS) && f.isMeasurable(o) {
				return o
			}
			if f.s.Child(o, "nummod") < 0 { // not "rose 2 percent, reaching"
				return -1
			}
		}
		return f.subject(f.s.Tokens[i].Head)
	}
	if t := &f.s.Tokens[i]; s < 0 && t.Rel == "acl" && t.Head >= 0 && t.Head < i && t.XPOS != "VB" {
		s = t.Head // "trade amounted to" read as a participle
	} else if s < 0 && t.Rel == "conj" && t.Head >= 0 && t.Head < i && isNoun(f.s.Tokens[t.Head].UPOS) && f.s.Child(i, "cc") < 0 {
		s = t.Head // ... or as a conjunct
	}
	if s < 0 {
		return -1
	}
	if w := &f.s.Tokens[s]; w.UPOS == "PRON" {
		if t := &f.s.Tokens[i]; t.Rel == "acl:relcl" && t.Head >= 0 && (w.XPOS == "WDT" || w.XPOS == "WP") {
			return t.Head // "the trade, which stood at"
		}
		return -1
	}
	return s
}

// shares reports a verb that has the subject of the verb before it: "fell and amounted to", "fell,
// amounting to".
func (f *finder) shares(i int) bool {
	t := &f.s.Tokens[i]
	if t.Head < 0 || t.Head > i || f.s.Tokens[t.Head].UPOS != "VERB" || !f.l.verbs[t.Lemma] {
		return false
	}
	return t.Rel == "conj" || t.Rel == "advcl" && t.XPOS == "VBG" && f.s.Child(i, "mark", "case") < 0
}

// isMeasurable reports whether a noun is something that has a size in numbers.
func (f *finder) isMeasurable(i int) bool {
	switch f.s.Tokens[i].Lemma {
	case "population", "number", "total", "force", "army", "minority", "community", "diaspora", "trade", "turnover",
		"import", "export", "budget", "debt", "deficit", "surplus", "aid", "grant", "loan", "deal", "contract", "investment",
		"sale", "cost", "price", "value", "revenue", "output", "production", "income", "reserve", "spending", "length",
		"area", "distance", "size", "share", "stake", "majority", "rate", "growth", "increase", "rise", "decline", "fall",
		"fine", "toll", "capacity", "volume", "flow", "tariff", "tax", "crowd", "group", "team", "contingent", "border",
		"fund", "package", "program", "programme", "project", "amount", "sum", "level", "purchase", "order", "shipment", "gdp":
		return true
	}
	return false
}

// measured is a quantity with a unit of its own ("$ 2 billion", "45 %"): what it
// measures stands after "of", before it as the noun it modifies, or as the
// subject of a verb of measure.
func (f *finder) measured(q *document.Quantity, n number, top int) {
	toks := f.s.Tokens
	// The parser may hang "of ..." on the symbol or on the numeral.
	for i := q.First; i < q.Last; i++ {
		for _, c := range f.s.Children(i) {
			if int(c) >= q.Last && toks[c].Rel == "nmod" && int(c) < q.Last+12 && isNoun(toks[c].UPOS) && f.hasCase(int(c), "of", "in", "worth") {
				if f.hasCase(int(c), "of") || n.unit.kind == "share" {
					f.setOf(q, int(c))
					f.share(q, n)
					return
				}
			}
		}
	}
	if n.unit.kind == "time" && toks[top].Rel != "compound" && toks[top].Rel != "amod" && !f.hasCase(top, "of", "for") {
		return // how long something lasted: the claim says what
	}
	if h := toks[top].Head; h >= q.Last && h+2 < len(toks) && f.inYear(h) { // "rose by 5 percent year-on-year"
		top = h
	}
	h := toks[top].Head
	switch toks[top].Rel {
	case "compound", "nmod", "nummod", "amod", "appos", "nmod:unmarked", "nmod:npmod", "dep":
		if h >= 0 && isNoun(toks[h].UPOS) && toks[h].UPOS != "SYM" && (h >= q.Last || h < q.First) && f.takesMeasure(h, top) {
			f.setOf(q, h)
			f.share(q, n)
			return
		}
	}
	if m := f.measure(top); m >= 0 {
		f.setOf(q, m)
		f.share(q, n)
	}
}

// goods returns the noun of "$ 2 billion worth of goods" behind the sum, -1 for none.
func (f *finder) goods(k int) int {
	toks := f.s.Tokens
	if k+2 >= len(toks) || toks[k].Form != "worth" || toks[k+1].Form != "of" {
		return -1
	}
	h := toks[k+1].Head
	if h <= k || !isNoun(toks[h].UPOS) {
		return -1
	}
	return h
}

// inYear reports "year-on-year", "month over month" at token h.
func (f *finder) inYear(h int) bool {
	toks := f.s.Tokens
	switch toks[h].Lemma {
	case "year", "month", "quarter", "week":
	default:
		return false
	}
	k := h + 1
	if toks[k].Form == "-" {
		k++
	}
	switch toks[k].Form {
	case "on", "over", "to":
	default:
		return false
	}
	for k++; k < len(toks) && toks[k].Form == "-"; k++ {
	}
	return k < len(toks) && toks[k].Lemma == toks[h].Lemma
}

// takesMeasure reports whether noun h is what the measure at i belongs to: i
// stands before it, or it is a noun of size ("a grant of $ 4 million").
func (f *finder) takesMeasure(h, i int) bool {
	return h > i || f.isMeasurable(h) || f.hasCase(i, "of", "worth")
}

func (f *finder) hasCase(i int, words ...string) bool {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Rel == "case" {
			for _, w := range words {
				if t.Form == w {
					return true
				}
			}
		}
	}
	return false
}

// share says that a percentage is a share of what it is "of".
func (f *finder) share(q *document.Quantity, n number) {
	if n.unit.code != "%" || q.OfSpan.Start < q.Evidence.End || !strings.HasPrefix(f.between(q), "of") {
		return
	}
	q.Compare = &entente.Comparison{Relation: "share", Factor: q.Value / 100, With: q.Of, WithSpan: q.OfSpan}
}

// between is the text between the quantity's last token and its Of.
func (f *finder) between(q *document.Quantity) string {
	a := f.s.Tokens[q.Last-1].End
	if q.OfSpan.Start < a {
		return ""
	}
	return strings.TrimSpace(f.t.Document.Text[a:q.OfSpan.Start])
}

// setOf makes the noun phrase of token i what q counts, and finds whose it is.
func (f *finder) setOf(q *document.Quantity, i int) {
	span := f.phrase(i, q.Range)
	q.Of, q.OfSpan = f.t.String(span), span
	q.Where = f.whose(i, q)
}
