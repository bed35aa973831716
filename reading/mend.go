package reading

import (
	"slices"
	"strings"

	"entente/document"
)

// mend puts right what the parser is known to get wrong in constructions that news are full of.
// Each step names its own; none changes a tree that could be meant.
func (l *lexicon) mend(s *document.Sentence) {
	mendMain(s)
	l.mendSpeech(s)
	l.mendSaid(s)
	mendSubject(s)
	mendFirst(s)
	mendObjects(s)
	mendEnvoy(s)
	mendAccused(s)
	mendLists(s)
	mendSubjects(s)
	mendNamed(s)
	mendImpoverished(s)
	mendHosted(s)
	mendMonth(s)
	mendDated(s)
	mendJoined(s)
	mendOffered(s)
	mendParted(s)
	mendTitled(s)
	mendLatin(s)
	mendRelative(s)
	mendUnwelcome(s)
	mendPerfect(s)
	l.mendTold(s)
	mendUntil(s)
	mendAfter(s)
	mendCalls(s)
	mendActive(s)
}

// mendMain gives a sentence its main clause where the parser read it as a clause of a phrase
// before it, for want of a comma: "In response to the raid the talks were stopped" is no
// raid that was stopped. Such a sentence has a phrase with a preposition as its root, ends
// in a full stop, and has its only finite clause, without a relative pronoun, behind
// the phrase.
func mendMain(s *document.Sentence) {
	root := s.Root()
	if root < 0 || s.Tokens[root].UPOS == "VERB" || s.Tokens[root].UPOS == "AUX" || s.Child(root, "cop", "nsubj", "expl") >= 0 {
		return
	}
	c := s.Child(root, "case")
	last := &s.Tokens[len(s.Tokens)-1]
	if c < 0 || c > root || last.Form != "." && last.UPOS == "PUNCT" {
		return
	}
	main := -1
	for i := range s.Tokens {
		if s.Tokens[i].Rel != "acl:relcl" {
			continue
		}
		if main >= 0 {
			return
		}
		main = i
	}
	if main < 0 || s.Tokens[main].UPOS == "PUNCT" || !isBareClause(s, main) {
		return
	}
	first, _ := s.Subtree(main)
	for k := s.Tokens[main].Head; k != root; k = s.Tokens[k].Head { // nothing of the phrase stands behind
		if _, end := s.Subtree(k); end < first {
			return
		}
	}
	s.Tokens[main].Head, s.Tokens[main].Rel = -1, "root"
	s.Tokens[root].Head, s.Tokens[root].Rel = main, "obl"
	if last.UPOS == "PUNCT" {
		last.Head = main
	}
	s.Reindex()
}

// isBareClause reports a finite clause with a subject right at its start and no relative
// pronoun.
func isBareClause(s *document.Sentence, i int) bool {
	n := s.Child(i, "nsubj", "nsubj:pass", "expl")
	if n < 0 || n > i {
		return false
	}
	first, _ := s.Subtree(i)
	begin, _ := s.Subtree(n)
	finite := slices.ContainsFunc(s.Children(i), func(c int32) bool {
		t := &s.Tokens[c]
		return (t.Rel == "aux" || t.Rel == "aux:pass" || t.Rel == "cop") && t.XPOS != "VB" && t.XPOS != "VBG" && t.XPOS != "VBN"
	}) || isFinite(s.Tokens[i].XPOS)
	return finite && begin == first && s.Child(i, "mark") < 0 && !strings.HasPrefix(s.Tokens[n].XPOS, "W")
}

// mendSpeech joins a verb of saying to the one over the clause that the parser hung it in:
// "denies that his nation needs aid, and accuses Gondor" is about what he does, not what he
// denies, and so is "said that the tests went on, expressing concern".
func (l *lexicon) mendSpeech(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		h := t.Head
		if h < 0 || h > i || s.Tokens[h].Rel != "ccomp" && !isConditionOfSaid(s, h) || !l.speech[t.Lemma] || l.speech[s.Tokens[h].Lemma] || s.Child(i, "nsubj", "nsubj:pass", "mark") >= 0 {
			continue
		}
		g := s.Tokens[h].Head
		if s.Tokens[h].Rel == "advcl" && g >= 0 { // "said it would answer if Gondor attacked, and accused Rohan"
			g = s.Tokens[g].Head
		}
		if g < 0 || g > h || !l.speech[s.Tokens[g].Lemma] || s.Child(h, "nsubj", "nsubj:pass", "expl") < 0 {
			continue
		}
		switch first, _ := s.Subtree(i); {
		case t.Rel == "conj" && t.XPOS == s.Tokens[g].XPOS && isFinite(t.XPOS),
			t.Rel == "conj" && t.XPOS == "VBN" && isFinite(s.Tokens[g].XPOS) && s.Child(i, "obj") > i && s.Child(i, "aux", "aux:pass") < 0 && first > 0 && s.Tokens[first].Form == ",",
			t.Rel == "advcl" && t.XPOS == "VBG" && first > 0 && (s.Tokens[first].Form == "," || s.Tokens[first-1].Form == ","):
			t.Head, mended = g, true
			if t.XPOS == "VBN" { // "insisted that it was settled, and accused Gondor"
				t.XPOS = "VBD"
			}
		}
	}
	if mended {
		s.Reindex()
	}
}

// isConditionOfSaid reports a clause behind "if" of what somebody is told to say.
func isConditionOfSaid(s *document.Sentence, i int) bool {
	h, m := s.Tokens[i].Head, s.Child(i, "mark")
	return s.Tokens[i].Rel == "advcl" && h >= 0 && h < i && s.Tokens[h].Rel == "ccomp" && m >= 0 && (s.Tokens[m].Lemma == "if" || s.Tokens[m].Lemma == "unless")
}

// mendSaid parts what is said from when and where it is said: "said after the summit that the links
// would last", where the summit is no part of what is said, nor what is said told of the summit.
func (l *lexicon) mendSaid(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		m := s.Child(i, "mark")
		if m < 0 || m > i || !strings.EqualFold(s.Tokens[m].Form, "that") || t.Head < 0 || t.Head > m {
			continue
		}
		switch h := t.Head; {
		case t.Rel == "ccomp" && l.speech[s.Tokens[h].Lemma]:
			for _, c := range s.Children(i) {
				if k := &s.Tokens[c]; int(c) > h && int(c) < m && strings.HasPrefix(k.Rel, "obl") {
					k.Head, mended = h, true
				}
			}
		case strings.HasPrefix(t.Rel, "acl") && s.Tokens[h].Rel == "obl" && isWhen(s, h) && s.Child(i, "nsubj", "nsubj:pass", "expl") > m:
			if v := s.Tokens[h].Head; v >= 0 && v < h && l.speech[s.Tokens[v].Lemma] && s.Child(v, "ccomp") < 0 {
				t.Head, t.Rel, mended = v, "ccomp", true
			}
		}
	}
	if mended {
		s.Reindex()
	}
}

// isWhen reports a noun behind a preposition of time: not "on the ground that".
func isWhen(s *document.Sentence, i int) bool {
	c := s.Child(i, "case")
	if c < 0 {
		return false
	}
	switch strings.ToLower(s.Tokens[c].Form) {
	case "after", "following", "before", "during", "since", "amid":
		return true
	}
	return false
}

func isFinite(xpos string) bool { return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" }

// mendSubject gives a phrase between a subject's clause and the copula behind it back to that
// clause: "the raid that made Gondor recall its envoy, a cousin of the king, from Rohan was the
// last" is no last from Rohan, for nothing stands to the noun after "was" before "was".
func mendSubject(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Rel != "nmod" || t.Head < i || s.Child(i, "case") < 0 || s.Child(i, "case") > i {
			continue
		}
		k, n := s.Child(t.Head, "cop"), s.Child(t.Head, "nsubj", "nsubj:pass")
		if k < i || n < 0 || n > i {
			continue
		}
		v := s.Child(n, "acl:relcl", "acl")
		for c := v; c >= 0; c = s.Child(v, "xcomp") {
			v = c
		}
		if v < n || v > i {
			continue
		}
		t.Head, t.Rel = v, "obl"
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// giving are verbs with somebody who is given, told or refused something.
var giving = map[string]bool{
	"give": true, "grant": true, "offer": true, "send": true, "hand": true, "lend": true, "sell": true, "pay": true, "promise": true, "deny": true, "award": true,
	"show": true, "guarantee": true, "allow": true, "owe": true, "teach": true, "tell": true, "ask": true, "deal": true, "accord": true, "afford": true, "assure": true,
}

// naming are verbs with somebody and what he is called or made.
var naming = map[string]bool{
	"consider": true, "call": true, "name": true, "deem": true, "label": true, "brand": true, "declare": true, "make": true, "elect": true, "appoint": true,
	"regard": true, "think": true, "find": true, "dub": true, "term": true, "proclaim": true,
}

// mendFirst gives a verb the subject behind "first of all" that the parser took for what there is a
// first of, for want of a comma: "First of all Gondor wants peace".
func mendFirst(s *document.Sentence) {
	if len(s.Tokens) < 5 || !strings.EqualFold(s.Tokens[0].Form, "first") || s.Tokens[1].Lemma != "of" || s.Tokens[2].Lemma != "all" {
		return
	}
	n, v := s.Tokens[2].Head, s.Tokens[0].Head
	if n < 3 || v < n || s.Tokens[n].Head != 0 || s.Tokens[1].Head != n || s.Tokens[v].UPOS != "VERB" || s.Child(v, "nsubj", "nsubj:pass", "expl") >= 0 {
		return
	}
	s.Tokens[n].Head, s.Tokens[n].Rel = v, "nsubj"
	s.Tokens[2].Head, s.Tokens[2].Rel = 0, "obl"
	s.Tokens[1].Head = 2
	s.Reindex()
}

// counts are words for how many, before which a name is no part of them.
var counts = map[string]bool{"dozen": true, "hundred": true, "thousand": true, "million": true, "billion": true, "ton": true, "tonne": true, "score": true}

// mendObjects makes the first of two objects of a verb of giving, right behind each other, the
// one who is given the second, and the second of a verb of naming what the first is called: no
// verb has two direct objects.
func mendObjects(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		lemma := s.Tokens[i].Lemma
		if !giving[lemma] && !naming[lemma] {
			continue
		}
		if k := i + 1; k < len(s.Tokens) && s.Tokens[k].Rel == "compound" && s.Tokens[k].UPOS == "PROPN" && s.Tokens[k].Head > k {
			if o := s.Tokens[k].Head; s.Tokens[o].Rel == "obj" && s.Tokens[o].Head == i && counts[s.Tokens[o].Lemma] { // "sell Gondor dozens of ships"
				s.Tokens[k].Head, s.Tokens[k].Rel, mended = i, "iobj", true
				continue
			}
		}
		first := -1
		for _, c := range s.Children(i) {
			if s.Tokens[c].Rel != "obj" || int(c) < i {
				continue
			}
			if first < 0 {
				first = int(c)
				continue
			}
			_, end := s.Subtree(first)
			switch begin, _ := s.Subtree(int(c)); {
			case begin != end || s.Child(i, "iobj", "xcomp") >= 0:
			case giving[lemma]:
				s.Tokens[first].Rel, mended = "iobj", true
			default:
				s.Tokens[c].Rel, mended = "xcomp", true
			}
			break
		}
	}
	if mended {
		s.Reindex()
	}
}

// mendEnvoy makes one noun of a chargé d'affaires, whose second word a parser takes for a name.
func mendEnvoy(s *document.Sentence) {
	mended := false
	for i := 1; i < len(s.Tokens); i++ {
		t, before := &s.Tokens[i], &s.Tokens[i-1]
		if !strings.EqualFold(t.Form, "d'affaires") && !strings.EqualFold(t.Form, "d’affaires") || before.UPOS != "NOUN" && before.UPOS != "PROPN" || s.Dominates(i, i-1) {
			continue
		}
		for k := range s.Tokens {
			if s.Tokens[k].Head == i {
				s.Tokens[k].Head = i - 1
			}
		}
		t.Head, t.Rel, mended = i-1, "flat", true
	}
	if mended {
		s.Reindex()
	}
}

// accusing are verbs that say of somebody that he did something.
var accusing = map[string]bool{"accuse": true, "suspect": true, "charge": true, "convict": true, "acquit": true, "blame": true, "criticize": true, "criticise": true}

// mendAccused hangs what several are accused of on the verb, not on the last of them: "accused
// Gondor and Rohan of spying", "accused by Gondor and Rohan of spying".
func mendAccused(s *document.Sentence) {
	mended := mendGerunds(s)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.Rel != "acl" || t.XPOS != "VBG" || t.Head < 0 || t.Head > i || s.Tokens[t.Head].Rel != "conj" {
			continue
		}
		m, h := s.Child(i, "mark"), t.Head
		for h >= 0 && s.Tokens[h].Rel == "conj" {
			h = s.Tokens[h].Head
		}
		if m < 0 || s.Tokens[m].Lemma != "of" && s.Tokens[m].Lemma != "for" || h < 0 || s.Tokens[h].Rel != "obj" && s.Tokens[h].Rel != "obl:agent" || !accusing[s.Tokens[s.Tokens[h].Head].Lemma] {
			continue
		}
		t.Head, t.Rel, mended = s.Tokens[h].Head, "advcl", true
	}
	if mended {
		s.Reindex()
	}
}

// mendGerunds joins the second of two things that somebody is accused of to the first, which a
// parser took for a noun, and the second for what the accuser does: "was accused by Gondor of
// arming and training the rebels". It reports whether there were any.
func mendGerunds(s *document.Sentence) bool {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		v, first := t.Head, i-2
		if t.Rel != "conj" || t.XPOS != "VBG" || v < 0 || v >= first || !accusing[s.Tokens[v].Lemma] || s.Tokens[v].XPOS == "VBG" || s.Tokens[i-1].Rel != "cc" {
			continue
		}
		g := &s.Tokens[first]
		of := s.Child(first, "case")
		if !strings.HasSuffix(g.Form, "ing") || of != first-1 || s.Tokens[of].Lemma != "of" || s.Dominates(i, first) || s.Dominates(first, v) || s.Child(first, "conj") >= 0 {
			continue
		}
		s.Tokens[of].Rel, s.Tokens[of].UPOS = "mark", "SCONJ"
		g.UPOS, g.XPOS, g.Rel, g.Head, t.Head = "VERB", "VBG", "advcl", v, first
		mended = true
	}
	return mended
}

// mendImpoverished makes an attribute of a participle behind "to", which a parser took for an
// infinitive with an object: "aid to impoverished Rohan".
func mendImpoverished(s *document.Sentence) {
	mended := false
	for i := 1; i+1 < len(s.Tokens); i++ {
		t, to := &s.Tokens[i], &s.Tokens[i-1]
		if t.XPOS != "VBN" || t.Head < 0 || to.Lemma != "to" || t.Rel == "amod" || s.Child(i, "aux", "aux:pass", "cop", "nsubj", "nsubj:pass", "conj") >= 0 {
			continue
		}
		n := s.Child(i, "obj")
		if n < i {
			continue
		}
		if to.Head != n && (to.Head != i || to.Rel != "mark") || s.Child(n, "det") >= 0 {
			continue
		}
		if k := n - 1; k != i && (k != i+1 || s.Tokens[k].Head != n) {
			continue
		}
		s.Tokens[n].Head, s.Tokens[n].Rel = t.Head, "nmod"
		if s.Tokens[t.Head].UPOS == "VERB" {
			s.Tokens[n].Rel = "obl"
		}
		for _, c := range s.Children(i) {
			if int(c) != n {
				s.Tokens[c].Head = n
			}
		}
		to.Head, to.Rel = n, "case"
		t.Head, t.Rel = n, "amod"
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// mendHosted makes a noun without a preposition behind a phrase of time the object of a verb that
// has none: "will host on Monday a meeting of ministers".
func mendHosted(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		v := t.Head
		if t.Rel != "obl" || t.XPOS != "NN" && t.XPOS != "NNS" || v < 0 || v > i || s.Tokens[v].UPOS != "VERB" || s.Child(i, "det") < 0 || s.Child(i, "case") >= 0 || units[t.Lemma] ||
			s.Child(v, "obj", "ccomp", "xcomp", "nsubj:pass", "aux:pass") >= 0 {
			continue
		}
		first, _ := s.Subtree(i)
		for _, c := range s.Children(v) {
			if _, end := s.Subtree(int(c)); int(c) > v && end == first && s.Tokens[c].Rel == "obl" && s.Tokens[c].UPOS == "PROPN" && s.Child(int(c), "case") >= 0 {
				t.Rel, mended = "obj", true
			}
		}
	}
	if mended {
		s.Reindex()
	}
}

// mendMonth makes a noun right behind a month the object of a verb that has none, where the parser took
// both for a time: "signed in late November two treaties".
func mendMonth(s *document.Sentence) {
	mended := false
	for i := 2; i < len(s.Tokens); i++ {
		t := &s.Tokens[i]
		v, c := t.Head, s.Child(i, "case")
		if t.Rel != "obl" || t.UPOS != "NOUN" || units[t.Lemma] || v < 0 || c <= v || c > i || s.Tokens[c].Lemma != "in" || s.Tokens[v].UPOS != "VERB" || s.Child(v, "obj", "ccomp", "xcomp", "aux:pass") >= 0 {
			continue
		}
		m := c + 1
		if s.Tokens[m].XPOS == "JJ" {
			m++
		}
		if m+1 >= i || s.Tokens[m].UPOS != "PROPN" || !isDate(&s.Tokens[m]) || s.Dominates(m, v) || s.Dominates(m, i) {
			continue
		}
		if n := &s.Tokens[m+1]; n.Head != i || n.Rel != "nummod" && n.Rel != "det" {
			continue
		}
		s.Tokens[c].Head = m
		s.Tokens[m].Head, s.Tokens[m].Rel = v, "obl"
		t.Rel = "obj"
		for _, k := range s.Children(v) {
			if s.Tokens[k].Rel == "nsubj:pass" {
				s.Tokens[k].Rel, s.Tokens[v].XPOS = "nsubj", "VBD"
			}
		}
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// units are nouns of time and measure that stand without a preposition.
var units = map[string]bool{
	"second": true, "minute": true, "hour": true, "day": true, "night": true, "morning": true, "afternoon": true, "evening": true, "week": true, "weekend": true, "month": true, "year": true,
	"decade": true, "century": true, "time": true, "moment": true, "season": true, "spring": true, "summer": true, "autumn": true, "fall": true, "winter": true, "mile": true, "kilometer": true,
	"kilometre": true, "meter": true, "metre": true, "way": true, "lot": true, "bit": true, "percent": true, "point": true,
}

// mendDated gives a verb the subjects that the parser took for more of the date before them:
// "On June 5, Gondor, Rohan and Arnor cut ties".
func mendDated(s *document.Sentence) {
	for i := range s.Tokens {
		v := s.Tokens[i].Head
		if v < i || !strings.HasPrefix(s.Tokens[i].Rel, "obl") || s.Tokens[v].UPOS != "VERB" || !isDate(&s.Tokens[i]) {
			continue
		}
		var listed []int
		for _, c := range s.Children(i) {
			if t := &s.Tokens[c]; int(c) > i && int(c) < v && t.UPOS == "PROPN" && (t.Rel == "conj" || t.Rel == "appos") && !isDate(t) {
				listed = append(listed, int(c))
			}
		}
		if len(listed) == 0 {
			continue
		}
		first := listed[0]
		begin, _ := s.Subtree(first)
		own := s.Child(v, "nsubj", "nsubj:pass")
		and := s.Child(v, "cc")
		joins := own > first && own < v && and > first && and < own
		if s.Tokens[begin].Form != "," && (begin == 0 || s.Tokens[begin-1].Form != ",") || s.Child(first, "cc") >= 0 || own >= 0 && !joins {
			continue
		}
		rel := "nsubj"
		if s.Child(v, "aux:pass") >= 0 {
			rel = "nsubj:pass"
		}
		s.Tokens[first].Head, s.Tokens[first].Rel = v, rel
		for _, c := range listed[1:] {
			s.Tokens[c].Head, s.Tokens[c].Rel = first, "conj"
		}
		if joins {
			s.Tokens[own].Head, s.Tokens[own].Rel = first, "conj"
			s.Tokens[and].Head = own
		}
		s.Reindex()
		return
	}
}

// isDate reports a day, month, year or number.
func isDate(t *document.Token) bool {
	return t.UPOS == "NUM" || units[t.Lemma] || dates[strings.ToLower(t.Form)]
}

var dates = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true, "january": true, "february": true, "march": true,
	"april": true, "may": true, "june": true, "july": true, "august": true, "september": true, "october": true, "november": true, "december": true, "jan.": true, "feb.": true,
	"aug.": true, "sept.": true, "oct.": true, "nov.": true, "dec.": true, "today": true, "yesterday": true,
}

// mendTitled makes a man, or his title where he has no name, the head of his name where the parser
// took the people he rules for its first part or for another: "Gondori Emir Denethor", "the Gondori
// emir" have a title and an adjective.
func mendTitled(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if t.UPOS != "PROPN" || t.Head < 0 || !isOfPeople(t.Form) {
			continue
		}
		n, named := i+1, false
		for n < len(s.Tokens) && titles[strings.ToLower(s.Tokens[n].Form)] && isPartOrTwin(s, i, n) {
			n++
		}
		switch named = n < len(s.Tokens) && s.Tokens[n].Rel == "flat" && s.Tokens[n].Head == i; {
		case n == i+1, n == i+2 && strings.EqualFold(s.Tokens[i+1].Form, "sheikh"):
			continue
		case !named:
			n--
		}
		for _, c := range s.Children(i) {
			s.Tokens[c].Head = n
		}
		for k := i + 1; k < n; k++ {
			s.Tokens[k].Head, s.Tokens[k].Rel = n, "nmod:desc"
		}
		s.Tokens[n].Head, s.Tokens[n].Rel = t.Head, t.Rel
		t.Head, t.Rel = n, "amod"
		for k := i + 1; k <= n; k++ {
			if form := s.Tokens[k].Form; titles[form] { // written small
				s.Tokens[k].UPOS, s.Tokens[k].XPOS = "NOUN", "NN"
			}
		}
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// isPartOrTwin reports a word k behind i that was read as part of a name that begins at i, or as
// another word of the same place in the sentence.
func isPartOrTwin(s *document.Sentence, i, k int) bool {
	a, b := &s.Tokens[i], &s.Tokens[k]
	return b.Rel == "flat" && b.Head == i || b.Rel == a.Rel && b.Head == a.Head && k == i+1
}

// isOfPeople reports a word that ends as the adjectives of peoples do.
func isOfPeople(word string) bool {
	for _, end := range []string{"i", "ian", "ean", "ese", "ish"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// titles stand behind the people of who rules them.
var titles = map[string]bool{
	"emir": true, "sheikh": true, "sultan": true, "king": true, "queen": true, "emperor": true, "crown": true, "prince": true, "princess": true, "president": true, "prime": true, "premier": true,
	"chancellor": true, "minister": true, "foreign": true, "defence": true, "defense": true, "ayatollah": true,
}

// mendLatin makes an adverb of "de facto" before a verb, of which a parser makes a second subject.
func mendLatin(s *document.Sentence) {
	for i := 0; i+1 < len(s.Tokens); i++ {
		t, next := &s.Tokens[i], strings.ToLower(s.Tokens[i+1].Form)
		if !strings.EqualFold(t.Form, "de") || next != "facto" && next != "jure" || t.Head <= i+1 || s.Tokens[t.Head].UPOS != "VERB" || s.Tokens[i+1].Head != i {
			continue
		}
		t.UPOS, t.XPOS, t.Rel = "ADV", "RB", "advmod"
		s.Tokens[i+1].UPOS, s.Tokens[i+1].XPOS, s.Tokens[i+1].Rel = "ADV", "RB", "fixed"
	}
}

// mendUnwelcome makes what somebody is declared of "persona non grata" behind him, of which a parser
// makes a name that he stands beside: "declared the ambassador persona non grata".
func mendUnwelcome(s *document.Sentence) {
	mended := false
	for i := 1; i+2 < len(s.Tokens); i++ {
		t := &s.Tokens[i]
		if !strings.EqualFold(t.Form, "persona") || !strings.EqualFold(s.Tokens[i+1].Form, "non") || !strings.EqualFold(s.Tokens[i+2].Form, "grata") {
			continue
		}
		t.UPOS, t.XPOS = "NOUN", "NN"
		s.Tokens[i+1].UPOS, s.Tokens[i+2].UPOS = "X", "X"
		who := s.Child(i, "nmod:desc", "compound", "nmod:unmarked", "nmod:poss")
		if t.Rel != "obj" || t.Head < 0 || who < t.Head || who > i || s.Tokens[who].XPOS == "" {
			continue
		}
		s.Tokens[who].Head, s.Tokens[who].Rel = t.Head, "obj"
		t.Rel, mended = "xcomp", true
	}
	if mended {
		s.Reindex()
	}
}

// mendPerfect makes the main verb of a participle behind "has" that a parser took for an attribute
// of its object: "Gondor has now frozen relations with Rohan".
func mendPerfect(s *document.Sentence) {
	h := s.Root()
	if h < 0 || s.Tokens[h].UPOS != "NOUN" || s.Child(h, "cop", "det", "case") >= 0 {
		return
	}
	v, has, who := -1, s.Child(h, "aux"), s.Child(h, "nsubj")
	for _, c := range s.Children(h) {
		if t := &s.Tokens[c]; t.Rel == "amod" && t.XPOS == "VBN" && int(c) < h {
			v = int(c)
			break
		}
	}
	if v < 0 || has < 0 || who < 0 || who > has || has > v || s.Tokens[has].Lemma != "have" {
		return
	}
	for _, c := range s.Children(h) {
		t := &s.Tokens[c]
		switch {
		case int(c) == v:
		case int(c) < v, t.Rel == "punct", t.Rel == "advcl", t.Rel == "obl", t.Rel == "parataxis":
			t.Head = v
		}
	}
	s.Tokens[v].Head, s.Tokens[v].Rel, s.Tokens[v].UPOS = -1, "root", "VERB"
	s.Tokens[h].Head, s.Tokens[h].Rel = v, "obj"
	s.Reindex()
}

// mendTold makes the main verb of a word of saying that a parser took for an attribute of the
// subject of what is said: "Gondor, meanwhile, alleged Rohan fired rockets".
func (l *lexicon) mendTold(s *document.Sentence) {
	mended := false
	for i := 1; i+1 < len(s.Tokens); i++ {
		t := &s.Tokens[i]
		who := t.Head
		if t.Rel != "amod" || t.XPOS != "VBN" && t.XPOS != "VBD" || !l.speech[t.Lemma] || who < i || s.Tokens[who].UPOS != "PROPN" || s.Tokens[who].Rel != "nsubj" {
			continue
		}
		said := s.Tokens[who].Head
		by := s.Child(said, "nsubj")
		if by < 0 || by >= i || said < who || s.Tokens[said].UPOS != "VERB" || !isFinite(s.Tokens[said].XPOS) {
			continue
		}
		t.Head, t.Rel, t.UPOS, t.XPOS = s.Tokens[said].Head, s.Tokens[said].Rel, "VERB", "VBD"
		s.Tokens[said].Head, s.Tokens[said].Rel = i, "ccomp"
		for k := range s.Tokens[:i] {
			if s.Tokens[k].Head == said {
				s.Tokens[k].Head = i
			}
		}
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// mendUntil gives the verb of a clause of time the subject behind its "until", which the parser took
// for more of a place before: "left the talks in Gondor until Rohan and Arnor show goodwill".
func mendUntil(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		who := t.Head
		if t.Lemma != "until" || t.Rel != "case" || who < i || s.Tokens[who].Rel != "nmod" || s.Tokens[who].UPOS != "PROPN" {
			continue
		}
		_, v := s.Subtree(who)
		if v >= len(s.Tokens) {
			continue
		}
		if x := s.Tokens[v].XPOS; s.Tokens[v].Rel != "advcl" || x != "VBP" && x != "VBZ" || s.Child(v, "nsubj", "nsubj:pass", "mark") >= 0 || s.Dominates(who, v) {
			continue
		}
		s.Tokens[who].Head, s.Tokens[who].Rel = v, "nsubj"
		t.Head, t.Rel = v, "mark"
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// mendAfter gives a finite verb of a clause of time the subject right before it, which the parser took
// for a time of its own: "the summit opened after the rulers of Gondor have forged a pact".
func mendAfter(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		who := t.Head
		if t.Rel != "case" || who < i || s.Tokens[who].Rel != "obl" || s.Tokens[who].Head < who || t.Lemma != "after" && t.Lemma != "before" && t.Lemma != "since" {
			continue
		}
		v := s.Tokens[who].Head
		aux := s.Child(v, "aux", "aux:pass")
		if s.Tokens[v].Rel != "advcl" || s.Tokens[v].UPOS != "VERB" || s.Child(v, "nsubj", "nsubj:pass", "csubj", "mark", "expl") >= 0 || aux < 0 || aux > v || !isFinite(s.Tokens[aux].XPOS) && s.Tokens[aux].XPOS != "VBP" {
			continue
		}
		if _, end := s.Subtree(who); end != aux {
			continue
		}
		s.Tokens[who].Head, s.Tokens[who].Rel = v, "nsubj"
		if s.Child(v, "aux:pass") >= 0 {
			s.Tokens[who].Rel = "nsubj:pass"
		}
		t.Head, t.Rel = v, "mark"
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// mendCalls gives a call the clause of what is called for, which the parser took for what the call is
// made for: "reiterated its calls for Rohan to lift the siege".
func mendCalls(s *document.Sentence) {
	mended := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		n := t.Head
		if t.Rel != "nmod" || n < 0 || n > i || s.Tokens[n].UPOS != "NOUN" {
			continue
		}
		switch s.Tokens[n].Lemma {
		case "call", "demand", "appeal", "plea", "request":
		default:
			continue
		}
		c := s.Child(i, "case")
		_, to := s.Subtree(i)
		if c < 0 || c > i || s.Tokens[c].Lemma != "for" || to >= len(s.Tokens) || s.Tokens[to].Rel != "mark" || s.Tokens[to].Lemma != "to" {
			continue
		}
		v := s.Tokens[to].Head
		if v < to || s.Tokens[v].Rel != "advcl" || s.Tokens[v].Head != s.Tokens[n].Head || s.Child(v, "nsubj") >= 0 {
			continue
		}
		s.Tokens[v].Head, s.Tokens[v].Rel = n, "acl"
		t.Head, t.Rel = v, "nsubj"
		s.Tokens[c].Head, s.Tokens[c].Rel = v, "mark"
		mended = true
	}
	if mended {
		s.Reindex()
	}
}

// mendActive makes a past tense of a participle that is the whole of a sentence with an object of its
// own, and its subject of the name before it: "Theoden accused Mordor of lies".
func mendActive(s *document.Sentence) {
	i := s.Root()
	if i < 1 || s.Tokens[i].UPOS != "VERB" || s.Tokens[i].XPOS != "VBN" || s.Child(i, "obj") < i || s.Child(i, "nsubj", "nsubj:pass", "aux", "aux:pass", "cop", "csubj") >= 0 {
		return
	}
	if t := &s.Tokens[i-1]; t.Rel == "amod" && t.Head == i && t.XPOS == "NNP" {
		t.Rel, t.UPOS, s.Tokens[i].XPOS = "nsubj", "PROPN", "VBD"
		s.Reindex()
	}
}
