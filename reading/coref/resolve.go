package coref

import (
	"math"
	"slices"
)

// How far back a nominal may refer, in sentences, and how many phrases are tried.
const (
	farPronoun = 4
	farSpeaker = 25 // "I", "we" and "you" to each other
	farNoun    = 8
	farName    = 400
	mostTried  = 60
)

// resolve returns the nominal that a stands for and how likely that is, or -1.
func (v *view) resolve(a int) (to int, sure float32) {
	n := &v.nominals[a]
	switch {
	case n.joint:
		return -1, 0
	case n.appos >= 0:
		return n.appos, 1
	case n.kind == isName:
		if to := v.sameName(a); to >= 0 {
			return to, 1
		}
		return -1, 0
	case n.kind == isNoun && !n.mayRefer():
		return -1, 0
	}
	return v.decide(a, least)
}

// mayRefer reports whether a noun may take up what was named before.
func (n *nominal) mayRefer() bool {
	return n.determiner == definite || n.determiner == demonstrative || n.determiner == possessive || n.determiner == quantified && n.number == plural
}

// decide asks the model. The shares of phrases that stand for one entity are added.
func (v *view) decide(a int, threshold float32) (to int, sure float32) {
	v.candidates(a)
	if len(v.choices) == 0 {
		return -1, 0
	}
	v.rank(a)
	to, sure = -1, 0
	for i, c := range v.choices {
		p := v.scores[i]
		if e := v.nominals[c].entity; e >= 0 {
			p = 0
			for j, d := range v.choices {
				if v.nominals[d].entity == e {
					p += v.scores[j]
				}
			}
		}
		if p > sure {
			to, sure = c, p
		}
	}
	if sure < threshold {
		return -1, 0
	}
	return to, min(sure, 1)
}

// rank writes to v.scores the share of each of v.choices, and of none behind them.
func (v *view) rank(a int) {
	v.scores = v.scores[:0]
	most := float32(math.Inf(-1))
	for _, c := range v.choices {
		v.features = v.pair(a, c, v.features[:0])
		x := v.m.table.Score(v.features)
		v.scores = append(v.scores, x)
		most = max(most, x)
	}
	v.features = v.none(a, v.features[:0])
	x := v.m.table.Score(v.features)
	v.scores = append(v.scores, x)
	most = max(most, x)
	sum := float32(0)
	for i, x := range v.scores {
		v.scores[i] = float32(math.Exp(float64(x - most)))
		sum += v.scores[i]
	}
	for i := range v.scores {
		v.scores[i] /= sum
	}
}

// candidates writes to v.choices what a may stand for, the nearest first.
func (v *view) candidates(a int) {
	n := &v.nominals[a]
	v.choices = v.choices[:0]
	back := farNoun
	if n.kind == isPronoun {
		back = farPronoun
		switch n.pronoun.class {
		case pronounI, pronounWe, pronounYou:
			back = farSpeaker
		}
	}
	if sp := v.speakerOf(n); sp >= 0 && sp > a {
		v.choices = append(v.choices, sp)
	}
	for c := a - 1; c >= 0 && len(v.choices) < mostTried; c-- {
		x := &v.nominals[c]
		if n.sentence-x.sentence > back {
			break
		}
		if v.fits(n, x) {
			v.choices = append(v.choices, c)
		}
	}
}

// speakerOf returns the nominal of who speaks the quotation that n stands in, -1.
func (v *view) speakerOf(n *nominal) int {
	if n.quote == 0 || v.speaker[n.quote] < 0 {
		return -1
	}
	if sp, ok := v.byHead[v.speaker[n.quote]]; ok {
		return sp
	}
	return -1
}

// fits reports whether x may be what n stands for: nothing that they say of
// themselves speaks against it.
func (v *view) fits(n, x *nominal) bool {
	if x.appos >= 0 || x.at == n.at {
		return false
	}
	if n.kind == isNoun {
		if x.kind == isPronoun && (x.pronoun.class < pronounHe || x.pronoun.class > pronounThey) {
			return false
		}
		return n.number == numberUnknown || x.number == numberUnknown || n.number == x.number || x.sort == sortGroup || x.sort == sortOrganisation
	}
	c := n.pronoun.class
	if x.kind == isPronoun {
		d := x.pronoun.class
		switch {
		case c == d:
			return true
		case c <= pronounYou:
			return n.quote != x.quote || n.quote == 0
		case d <= pronounYou:
			return n.quote != x.quote && d != pronounYou
		case c == pronounHe || c == pronounShe:
			return false
		case c == pronounIt:
			return d == pronounThis
		case c == pronounThis:
			return d == pronounIt
		case c == pronounThey:
			return d == pronounThese
		case c == pronounThese:
			return d == pronounThey
		}
		return false
	}
	e := entity{gender: x.gender, number: x.number, sort: x.sort}
	if x.entity >= 0 {
		e = v.entities[x.entity]
	}
	if c <= pronounYou {
		back := n.sentence - x.sentence
		return back <= 3 && x.sort != sortPlace
	}
	if n.gender == masculine && e.gender == feminine || n.gender == feminine && e.gender == masculine {
		return false
	}
	switch c {
	case pronounHe, pronounShe:
		return e.number != plural && e.sort != sortPlace && e.sort != sortOrganisation
	case pronounIt, pronounThis:
		return e.number != plural && e.sort != sortPerson || x.sort == sortGroup || x.sort == sortPlace || x.sort == sortOrganisation
	}
	return true
}

// sameName returns the last nominal before a that names the same by its words, -1.
func (v *view) sameName(a int) int {
	n := &v.nominals[a]
	if len(n.words) == 0 {
		return -1
	}
	for c := a - 1; c >= 0; c-- {
		x := &v.nominals[c]
		if n.sentence-x.sentence > farName {
			break
		}
		if x.kind != isName || x.joint {
			continue
		}
		if sameWords(n, x) {
			return c
		}
	}
	return -1
}

// sameWords reports whether two names name the same: the same words, a person's last
// or first word alone, or an acronym.
func sameWords(n, x *nominal) bool {
	if len(x.words) == 0 {
		return false
	}
	if n.gender == masculine && x.gender == feminine || n.gender == feminine && x.gender == masculine {
		return false // "Mr. Kelm" and "Mrs. Kelm"
	}
	if slices.Equal(n.words, x.words) {
		return true
	}
	short, long := n, x
	if len(short.words) > len(long.words) {
		short, long = x, n
	}
	if n.sort != x.sort && n.sort != sortUnknown && x.sort != sortUnknown {
		return false
	}
	if len(short.words) == 1 && len(long.words) > 1 {
		w := short.words[0]
		if long.sort == sortPerson {
			return w == long.words[len(long.words)-1] || w == long.words[0]
		}
		return acronymOf(w, long.words) || len(w) > 3 && w == long.words[0] && long.sort == sortOrganisation && short.sort == sortOrganisation
	}
	if len(short.words) > 1 && long.sort == sortPerson {
		return short.words[0] == long.words[0] && short.words[len(short.words)-1] == long.words[len(long.words)-1]
	}
	return false
}

// acronymOf reports whether w is made of the first letters of words.
func acronymOf(w string, words []string) bool {
	if len(w) < 2 || len(w) != len(words) {
		return false
	}
	for i, x := range words {
		if x == "" || x[0] != w[i] {
			return false
		}
	}
	return true
}
