package tie

import (
	"strings"

	"entente"
	"entente/document"
)

// frame tries one frame at token i.
func (f *finder) frame(fr *frame, i int) {
	if fr.upos != "VERB" && !f.isPredicate(fr, i) || f.isTail(i) {
		return
	}
	layer := fr.layer
	if fr.hasO {
		things := f.walk(i, fr.o)
		if len(things) == 0 {
			return
		}
		if layer == "" {
			layer = f.layerOf(things)
		}
	}
	if layer == "" {
		layer = entente.LayerTrade
	}
	negated, refused := f.denied(i)
	if (negated || refused) && fr.denied == "" && refused {
		return // "refused to supply" is no supply
	}
	as := f.fill(i, fr.a)
	if fr.same && len(f.fill(i, [][]step{{{move: "with"}}})) > 0 { // "Gondor and Rohan are at odds with Mordor": not with each other
		return
	}
	if len(as) == 0 || strings.HasPrefix(fr.relation, "sees as") && f.isOfOthers(f.walk(i, fr.o), as) {
		return
	}
	bs := as
	if !fr.same {
		bs = f.fill(i, fr.b)
	}
	relation, sign := fr.relation, fr.sign
	if (negated || refused) && fr.denied != "" {
		relation, sign = fr.denied, -sign
	}
	for x, a := range as[:min(len(as), 4)] {
		for y, b := range bs[:min(len(bs), 4)] {
			if fr.same && y <= x || related(a.actor, b.actor) || sign > 0 && layer == entente.LayerMilitary && f.isOwn(a.actor, b.actor) {
				continue
			}
			c := f.candidate(i, a, b)
			c.Directed, c.Layer, c.Sign, c.Relation, c.Rule = fr.directed, layer, sign, relation, fr.example
			c.Negated = (negated || refused) && fr.denied != ""
			c.Given = sign == 0 && layer == entente.LayerTerritorial || f.s.Tokens[i].UPOS == "NOUN" && (f.isGiven(i) || f.isStanding(fr, i))
			f.add(c)
		}
	}
}

// isOwn reports a person and his state or its army.
func (f *finder) isOwn(a, b entente.ActorID) bool {
	x, y := f.t.Actors[a], f.t.Actors[b]
	return x != nil && y != nil && x.Type == entente.ActorPerson && (y.Type == entente.ActorMilitary || y.Type == entente.ActorState) && x.Country != "" && x.Country == y.Country
}

// isOfOthers reports a friend or foe of others than those who see one: who "considers Rohan an
// ally of Mordor" does not see Rohan as his own.
func (f *finder) isOfOthers(things []int, as []filler) bool {
	for _, i := range things {
		for _, k := range append(f.withCase(i, "of"), f.children(i, "nmod:poss")...) {
			for _, b := range f.actors(k) {
				if !contains(as, b.actor) {
					return true
				}
			}
		}
	}
	return false
}

// isStanding reports soldiers or a base that are where the words say, and are not on
// their way there: "a threat to Gondor's troops in Rohan".
func (f *finder) isStanding(fr *frame, i int) bool {
	h := f.s.Tokens[i].Head
	return fr.relation == "has forces in" && (h < 0 || !f.c.is("making", f.s.Tokens[h].Lemma) && !f.c.is("sending", f.s.Tokens[h].Lemma) && !f.isAskedFor(i))
}

// isAskedFor reports a noun that a verb of asking or offering governs, not to do something: "asked
// for Gondorian troops in Rohan".
func (f *finder) isAskedFor(i int) bool {
	t := &f.s.Tokens[i]
	return t.Head >= 0 && f.s.Tokens[t.Head].UPOS == "VERB" && f.c.is("asking", f.s.Tokens[t.Head].Lemma) &&
		(t.Rel == "obj" || t.Rel == "obl" && f.caseOf(i) == "for") && f.s.Child(t.Head, "xcomp", "advcl") < i && f.s.Child(i, "acl") < 0
}

// isTail reports the last part of a compound that means something else, which the
// reader cut: "strong-arm".
func (f *finder) isTail(i int) bool {
	return i > 1 && f.s.Tokens[i-1].Form == "-" && f.s.Tokens[i-2].UPOS == "ADJ" && f.s.Tokens[i-1].End == f.s.Tokens[i].Start
}

// isPredicate reports whether a noun or adjective that takes its subject is used
// as a predicate or apposition; others need no such thing.
func (f *finder) isPredicate(fr *frame, i int) bool {
	if len(fr.a) == 0 || len(fr.a[0]) == 0 || fr.a[0][0].move != "subj" {
		return true
	}
	t := &f.s.Tokens[i]
	return f.s.Child(i, "cop") >= 0 || t.Rel == "appos" || t.Rel == "xcomp" || t.Rel == "conj" || t.UPOS == "VERB"
}

// related reports whether one actor is, or belongs to, the other.
func related(a, b entente.ActorID) bool {
	return a == b || strings.HasPrefix(string(a), string(b)+".") || strings.HasPrefix(string(b), string(a)+".")
}

// layerOf returns the layer of the first thing whose word, or a word before it,
// stands for one.
func (f *finder) layerOf(things []int) entente.Layer {
	order := []string{"arms", "energy", "intelligence", "money", "goods", "aid"}
	for _, i := range things {
		for _, name := range order {
			if f.c.is(name, f.s.Tokens[i].Lemma) && f.c.classes[name].layer != "" {
				return f.c.classes[name].layer
			}
		}
		for _, c := range f.s.Children(i) {
			if l := f.layerWord(int(c)); l != "" {
				return l
			}
		}
	}
	return ""
}

// layerWord is the layer that a modifier stands for: "energy imports", "arms
// sales", "imports of gas".
func (f *finder) layerWord(c int) entente.Layer {
	t := &f.s.Tokens[c]
	switch t.Rel {
	case "compound", "amod", "nmod", "conj":
	default:
		return ""
	}
	for _, name := range []string{"arms", "energy"} {
		if f.c.is(name, t.Lemma) {
			return f.c.classes[name].layer
		}
	}
	if l := f.c.layers[t.Lemma]; l != "" {
		return l
	}
	return ""
}

// denied reports whether token i is negated ("does not back", "no longer"), and
// whether it is the complement of a verb that says it is not done.
func (f *finder) denied(i int) (negated, refused bool) {
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		if t.Rel == "advmod" && (t.Lemma == "not" || t.Lemma == "never" || t.Lemma == "n't" || t.Form == "n't" || f.isNoLonger(int(c))) ||
			t.Rel == "det" && t.Lemma == "no" || t.Rel == "cc:preconj" && t.Lemma == "neither" {
			negated = true
		}
	}
	t := &f.s.Tokens[i]
	if t.Head >= 0 && (t.Rel == "xcomp" || t.Rel == "ccomp" && t.XPOS == "VBG") && f.c.refusing[f.s.Tokens[t.Head].Lemma] {
		refused = true
		if n, _ := f.denied(t.Head); n {
			refused = false // "did not refuse to"
		}
	}
	return negated, refused
}

// isNoLonger reports a word that says that something has ended: "no longer backs".
func (f *finder) isNoLonger(k int) bool {
	return k > 0 && strings.EqualFold(f.s.Tokens[k].Form, "longer") && strings.EqualFold(f.s.Tokens[k-1].Form, "no")
}

// candidate makes a tie of trigger i between a and b with its times, quantities
// and evidence.
func (f *finder) candidate(i int, a, b filler) Candidate {
	trigger := f.s.Tokens[i].Span
	c := Candidate{
		A: a.actor, B: b.actor, Sentence: f.at, Head: i, Trigger: trigger, Confidence: 0.8,
		Span: trigger.Cover(a.mention.Span).Cover(b.mention.Span),
		Mentions: []entente.RoleMention{
			{Role: "a", Actor: a.actor, Span: a.mention.Span}, {Role: "b", Actor: b.actor, Span: b.mention.Span},
		},
	}
	for _, x := range []filler{a, b} {
		if x.weak {
			c.Confidence -= 0.15
		}
	}
	f.dates(&c, i)
	clause := f.clause(i)
	for _, q := range f.quantities {
		if q.Unit != "" && f.clause(q.First) == clause {
			c.Quantities = append(c.Quantities, q.ID)
		}
	}
	return c
}

// clause returns the token that heads the clause of token i.
func (f *finder) clause(i int) int {
	for range 40 {
		t := &f.s.Tokens[i]
		switch t.Rel {
		case "root", "ccomp", "advcl", "acl:relcl", "parataxis", "advcl:relcl", "csubj":
			return i
		case "acl":
			if t.XPOS == "VB" {
				return i
			}
		case "conj":
			misread := t.Head >= 0 && f.s.Tokens[t.Head].UPOS == "NOUN" && f.s.Child(i, "cc", "nsubj") < 0 // "trade amounted to"
			if (t.UPOS == "VERB" || t.UPOS == "AUX") && !misread {
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

// dates gives c the times of its clause: "since 1993" opens it, "until 1996"
// ends it, any other bounds it on both sides.
func (f *finder) dates(c *Candidate, i int) {
	clause := f.clause(i)
	for _, x := range f.t.Times[f.timesFrom():] {
		if x.Sentence != f.at {
			break
		}
		if x.From.IsZero() && x.To.IsZero() || f.clause(x.First) != clause || !f.hangsOn(x.Range, i) {
			continue
		}
		whole := x.Interval
		if !whole.From.IsZero() && c.Since.IsZero() {
			c.Since = whole
		}
		if !whole.To.IsZero() && c.Until.IsZero() {
			c.Until = whole
		}
	}
}

// hangsOn reports whether the tokens of r depend on i or on a verb, and not on
// some other noun ("a colony from 1890 until 1941").
func (f *finder) hangsOn(r document.Range, i int) bool {
	for k := r.First; k < r.Last; k++ {
		h := f.s.Tokens[k].Head
		if h >= r.First && h < r.Last {
			continue
		}
		return h < 0 || h == i || f.s.Tokens[h].UPOS == "VERB" || f.s.Tokens[h].UPOS == "AUX"
	}
	return false
}

// timesFrom returns the index of the first time of the sentence.
func (f *finder) timesFrom() int {
	lo, hi := 0, len(f.t.Times)
	for lo < hi {
		mid := (lo + hi) / 2
		if f.t.Times[mid].Sentence < f.at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// add appends c unless the sentence has it already.
func (f *finder) add(c Candidate) {
	if base(c.Relation) == "borders" && (f.isPerson(c.A) || f.isPerson(c.B)) {
		return // who closed a border has none
	}
	for i := range f.out[f.from:] {
		o := &f.out[f.from+i]
		if o.Head == c.Head && o.Relation == c.Relation && o.A == c.A { // of a state and its army, which "the Gondorian army" names, it is the army's
			switch {
			case strings.HasPrefix(string(o.B), string(c.B)+"."):
				return
			case strings.HasPrefix(string(c.B), string(o.B)+"."):
				*o = c
				return
			}
		}
		same := o.A == c.A && o.B == c.B || !c.Directed && o.A == c.B && o.B == c.A
		if same && (o.Relation == c.Relation || base(o.Relation) == base(c.Relation) && o.Head == c.Head) {
			return
		}
	}
	f.out = append(f.out, c)
}

func (f *finder) isPerson(id entente.ActorID) bool {
	a := f.t.Actors[id]
	return a != nil && a.Type == entente.ActorPerson
}

func base(relation string) string {
	b, _, _ := strings.Cut(relation, " (")
	return b
}
