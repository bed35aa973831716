package event

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
	"entente/plover"
)

// sense is what a trigger means in its sentence.
type sense struct {
	at      int
	fr      *frame
	typ     plover.Type
	mode    string
	actors  []filler
	recips  []filler
	inner   *sense
	latent  bool  // means something only within another frame
	used    bool  // an operator took it up: it is not told beside the operator
	words   []int // the words that its needs found: they are told with it
	alleged bool  // told as what somebody is accused of, or denies
}

// sense returns the meaning of token i, nil if it has none. Complements are read
// before what governs them.
func (f *finder) sense(i int) *sense {
	switch f.state[i] {
	case read:
		return f.senses[i]
	case reading:
		return nil
	}
	f.state[i] = reading
	t := &f.s.Tokens[i]
	if f.isTime(i) {
		f.state[i] = read
		return nil
	}
	if t.Rel == "csubj" && t.XPOS == "VBG" && f.s.Child(i, "obj") >= 0 { // "attacking Rohan would be unwise": nobody is told to do it
		f.state[i] = read
		return nil
	}
	if t.Rel == "amod" && (t.XPOS == "VBN" || t.XPOS == "VBG") && f.flattened(i) < 0 { // "suspected", "occupied": attributes
		f.state[i] = read
		return nil
	}
	if t.Lemma == "force" && t.XPOS == "NNS" || f.isCut(i) || f.isInName(i) || f.isManner(i) || f.isGiven(i) { // "forces" are troops
		f.state[i] = read
		return nil
	}
	lemma := t.Lemma
	if t.UPOS == "PROPN" {
		lemma = strings.ToLower(t.Lemma)
	}
	frames := f.framesOf(lemma, t)
	if t.XPOS == "VBG" && f.s.Child(i, "obj") > i && len(f.c.frames[lemma]) > 0 { // "by signing a pact" is what somebody does
		frames = f.c.frames[lemma]
	}
	for _, fr := range frames {
		if !fr.fits(t) {
			continue
		}
		if s := f.match(fr, i); s != nil {
			if fr.op == "none" {
				f.explain(i, fr, "words that mean nothing between actors")
				break
			}
			f.senses[i] = s
			for _, k := range s.words {
				if in := f.sense(k); in != nil && f.s.Tokens[k].UPOS != "VERB" {
					in.used = true
				}
			}
			break
		}
	}
	f.state[i] = read
	return f.senses[i]
}

// isCut reports the second part of a verb that the reader cut at its hyphen and that means
// something else ("strong-arm"), a noun that it took for a verb ("standing"), and what somebody
// is only busy with ("is engaged in").
func (f *finder) isCut(i int) bool {
	if t := &f.s.Tokens[i]; strings.EqualFold(t.Form, "standing") && f.s.Child(i, "aux") < 0 && f.s.Child(i, "nsubj") >= 0 { // "for Gondor's standing with Rohan"
		return true
	}
	if f.s.Tokens[i].Lemma == "engage" && f.isPassive(i) { // "is engaged in reforms", but not "in war"
		in := f.withCase(i, "in")
		return len(in) > 0 && !slices.ContainsFunc(in, func(k int) bool { return f.sense(k) != nil })
	}
	return i > 1 && f.s.Tokens[i-1].Form == "-" && f.s.Tokens[i-1].End == f.s.Tokens[i].Start && f.c.is("cut", strings.ToLower(f.s.Tokens[i-2].Form))
}

// isInName reports a verb that is a word of a name: "Save the Children".
func (f *finder) isInName(i int) bool {
	return f.s.Tokens[i].UPOS == "VERB" && slices.ContainsFunc(f.mentions, func(m document.Mention) bool {
		return m.Kind == document.MentionName && m.First <= i && i < m.Last && m.Last-m.First > 1
	})
}

// isManner reports a verb that only says what a way, a means or a gift is for: "a system of
// resolving disputes", "the ability to attack Rohan". Nobody is told to do it.
func (f *finder) isManner(i int) bool {
	t := &f.s.Tokens[i]
	if t.Head < 0 || !strings.HasPrefix(t.Rel, "acl") || t.Rel == "acl:relcl" {
		return false
	}
	switch lemma := f.s.Tokens[t.Head].Lemma; t.XPOS {
	case "VBG":
		return f.c.is("manner", lemma) && (f.marked(i, "of") || f.marked(i, "for"))
	case "VB":
		return f.c.is("gift", lemma)
	}
	return false
}

// isRebuke reports an attack in words: "attacked Rohan for moving closer to Mordor".
func (f *finder) isRebuke(i int) bool {
	return f.s.Tokens[i].UPOS == "VERB" && slices.ContainsFunc(f.children(i, "advcl"), func(k int) bool { return k > i && f.isGerund(k) && f.marked(k, "for") })
}

// isGiven reports what nobody gives: "given its ties with Rohan".
func (f *finder) isGiven(i int) bool {
	return strings.EqualFold(f.s.Tokens[i].Form, "given") && f.s.Child(i, "aux", "aux:pass", "nsubj", "nsubj:pass", "obl:agent") < 0 && f.s.Child(i, "obj") > i
}

// framesOf returns the frames of a word. Of a rare verb a lemmatiser may have cut
// an "e" too many ("ced") or left a doubled letter ("expell"); a noun in -ing is
// found by its form ("fighting").
func (f *finder) framesOf(lemma string, t *document.Token) []*frame {
	fs := f.c.frames[lemma]
	if t.UPOS != "VERB" || len(t.Form) == len(lemma) {
		return fs
	}
	if n := len(lemma); len(fs) == 0 && n > 2 {
		fs = f.c.frames[lemma+"e"]
		if len(fs) == 0 && lemma[n-1] == lemma[n-2] {
			fs = f.c.frames[lemma[:n-1]]
		}
	}
	if t.XPOS == "VBG" {
		if more := f.c.frames[strings.ToLower(t.Form)]; len(more) > 0 {
			fs = append(slices.Clone(more), fs...)
		}
	}
	return fs
}

// fits reports whether the frame is for a token of t's part of speech.
func (fr *frame) fits(t *document.Token) bool {
	switch fr.pos {
	case 'V', 'v':
		return t.UPOS == "VERB" || t.UPOS == "ADJ" && t.XPOS == "VBN" || t.UPOS == "AUX" && t.Rel != "aux" && t.Rel != "cop" && t.Rel != "aux:pass"
	case 'A':
		return t.UPOS == "ADJ" || t.UPOS == "VERB" && t.XPOS == "VBN" || t.UPOS == "ADV" && t.Rel == "root"
	}
	return t.UPOS == "NOUN" || t.UPOS == "PROPN" && t.Rel != "compound" && t.Rel != "flat" || t.UPOS == "VERB" && t.XPOS == "VBG"
}

// match tries one frame at token i.
func (f *finder) match(fr *frame, i int) *sense {
	s := &sense{at: i, fr: fr, typ: fr.typ, mode: fr.mode, latent: fr.pos == 'n' || fr.pos == 'v'}
	for k := range fr.needs {
		if !f.satisfied(&fr.needs[k], s) {
			f.explain(i, fr, "needs what is not there")
			return nil
		}
	}
	f.acting, f.crowd = true, fr.typ == plover.Protest
	s.actors = f.fill(i, fr.actor)
	f.acting = false
	if len(s.actors) == 0 && len(fr.actor.paths) > 0 && fr.actor.paths[0][0] == "subj" {
		s.actors = f.sender(i)
	}
	if plover.Quad(fr.typ) == 4 && allDeep(s.actors) && f.isDoneByPlace(i) {
		s.actors = nil
	}
	if len(s.actors) == 2 && f.s.Tokens[i].Rel == "acl:relcl" { // of "talks with Gondor and Rohan, which broke with Gondor", it is Rohan
		if to := f.fill(i, fr.recip); len(to) == 1 {
			s.actors = slices.DeleteFunc(s.actors, func(x filler) bool { return f.isSameState(x, to[0]) })
		}
	}
	f.skip = s.actors
	s.recips = without(f.fill(i, fr.recip), s.actors, isDomestic(fr.typ))
	f.skip = nil
	f.undergo(s)
	s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return f.isWithin(i, x, s.actors) })
	s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return f.isBesideTool(i, x) })
	if fr.mode == "deport" && len(s.recips) > 0 && len(without(s.recips, s.actors, false)) == 0 || fr.mode == "deport" && slices.ContainsFunc(s.recips, func(x filler) bool { return f.isCompatriot(x, s.actors) }) {
		f.explain(i, fr, "nobody deports his own people")
		return nil
	}
	if len(s.actors) > 1 && (fr.typ == plover.Mobilize || fr.typ == plover.Cooperate) { // "held exercises with their planes"
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool {
			return slices.ContainsFunc(s.actors, func(y filler) bool { return related(x.actor, y.actor) })
		})
	}
	if fr.typ == plover.Request || fr.op == "request" {
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool {
			return x.mention.Sentence == f.at && f.s.Tokens[x.mention.Head].Head != i && f.isCompatriot(x, s.actors)
		})
		if len(s.recips) > 1 { // a minister of Gondor who says that Gondor and Rohan must act asks Rohan
			s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return f.isOwnState(x, s.actors) })
		}
	}
	if fr.typ == plover.Sanction { // who closes its own embassy, and what somebody is suspended from
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool {
			a := f.t.Actors[x.actor]
			return x.deep && fr.mode == "expel" && a != nil && a.Type == entente.ActorIGO && f.hasCase(x.mention.Head, "from") ||
				slices.ContainsFunc(s.actors, func(y filler) bool { return related(x.actor, y.actor) })
		})
	}
	if plover.Quad(fr.typ) == 2 {
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool {
			return f.isOwnState(x, s.actors) || fr.typ == plover.Aid && f.isOwnArms(x, s.actors)
		})
	}
	if len(s.recips) == 0 && fr.pos == 'V' && len(fr.recip.paths) > 0 && (isDomestic(fr.typ) || fr.typ == plover.Retreat) {
		s.recips = f.people(s)
	}
	switch {
	case fr.typ == plover.Assault && f.s.Tokens[i].Lemma == "attack" && f.isRebuke(i):
		s.typ, s.mode = plover.Accuse, "disapprove"
	case fr.typ == plover.Agree && fr.pos == 'V' && f.promisesNot(i):
		s.typ, s.mode = plover.Reject, ""
	case fr.typ == plover.Reject && fr.pos == 'V' && f.isAboutHarm(i):
		f.explain(i, fr, "what is refused is no cooperation")
		return nil
	}
	switch {
	case fr.typ == plover.Retreat && len(s.actors) == 0:
		s.recips = slices.DeleteFunc(s.recips, f.isOwn(i)) // "abandoned its positions"
	case fr.typ == plover.Reject:
		s.recips = slices.DeleteFunc(s.recips, f.isOpposedIn(i))
	case fr.typ == plover.Accuse:
		s.recips = slices.DeleteFunc(s.recips, f.isForum(i))
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { // a vice president who blames "the country"
			return x.mention.Kind == document.MentionNominal && f.isOwnState(x, s.actors)
		})
		f.blame(s)
	case fr.typ == plover.Support && fr.pos == 'V':
		f.applaud(s)
	case len(s.recips) == 0 && (fr.typ == plover.Assault || fr.typ == plover.Coerce):
		s.recips = without(f.teller(i), s.actors, false)
	}
	if fr.op != "" && fr.op != "none" && !f.operate(s) {
		f.explain(i, fr, "what it governs has no meaning that it could change")
		return nil
	}
	if l := f.s.Tokens[i].Lemma; l == "apologize" || l == "apologise" || s.inner != nil && f.s.Tokens[s.inner.at].Lemma == "apology" { // "offered an apology for Gondor's rule"
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return f.isOwnState(x, s.actors) })
	}
	if s.typ == plover.Agree && len(s.actors) > 1 { // two presidents do not agree with their two states
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return f.isOwnState(x, s.actors) })
	}
	f.aim(s)
	if fr.op == "" && s.inner != nil {
		s.inner.used = true
	}
	if s.typ == plover.Retreat && s.mode == "ceasefire" && len(s.recips) == 0 && f.isForPeace(i) {
		f.explain(i, fr, "an effort of others than those who fight")
		return nil
	}
	if why := f.unasked(s); why != "" {
		f.explain(i, fr, why)
		return nil
	}
	if fr.actor.must && len(s.actors) == 0 || fr.recip.must && len(s.recips) == 0 && (len(s.actors) < 2 || !isMutual(s.typ)) {
		f.explain(i, fr, "an actor that it needs is not named")
		return nil
	}
	return s
}

// isSameState reports one state twice, or it and its own government.
func (f *finder) isSameState(x, y filler) bool {
	a, b := f.t.Actors[x.actor], f.t.Actors[y.actor]
	if a == nil || b == nil || a.Country == "" || a.Country != b.Country || x.deep || y.deep {
		return false
	}
	whole := func(t entente.ActorType) bool { return t == entente.ActorState || t == entente.ActorGovernment }
	return whole(a.Type) && whole(b.Type)
}

// isBesideTool reports somebody named beside what a fight was fought with: "fought with sticks in Rohan".
func (f *finder) isBesideTool(i int, x filler) bool {
	return x.deep && x.mention.Sentence == f.at && slices.ContainsFunc(f.withCase(i, "with"), func(k int) bool {
		return f.c.is("tool", f.s.Tokens[k].Lemma) && f.s.Dominates(k, x.mention.Head)
	})
}

// isForPeace reports what efforts of others than those who fight are made for: "diplomatic efforts
// to end the war".
func (f *finder) isForPeace(i int) bool {
	h := f.s.Tokens[i].Head
	return h >= 0 && f.s.Tokens[i].Rel == "acl" && slices.ContainsFunc(f.children(h, "amod", "compound"), func(k int) bool {
		return f.c.is("peacemaking", f.s.Tokens[k].Lemma)
	})
}

// undergo makes a person whose arrest is told of the one arrested, where nobody else is.
func (f *finder) undergo(s *sense) {
	if len(s.recips) > 0 || !f.c.is("undergone", f.s.Tokens[s.at].Lemma) || f.s.Tokens[s.at].UPOS != "NOUN" {
		return
	}
	s.actors = slices.DeleteFunc(s.actors, func(x filler) bool {
		k := x.mention.Head
		a := f.t.Actors[x.actor]
		suffers := a != nil && a.Type == entente.ActorPerson && x.mention.Sentence == f.at && f.s.Tokens[k].Rel == "nmod:poss" && f.s.Tokens[k].Head == s.at
		if suffers {
			s.recips = append(s.recips, x)
		}
		return suffers
	})
}

// unasked says why words that look like a request or plan are none: a question, what
// something of somebody's should do, a suggestion that something happened; "" otherwise.
func (f *finder) unasked(s *sense) string {
	lemma := f.s.Tokens[s.at].Lemma
	switch {
	case lemma == "ask" && slices.ContainsFunc(f.children(s.at, "ccomp"), f.isQuestion):
		return "a question"
	case s.typ == plover.Request && len(s.fr.recip.paths) > 0 && s.fr.recip.paths[0][0] == "ccomp" && len(s.recips) > 0 && allDeep(s.recips):
		return "asked of no actor but of a thing"
	case lemma == "combat" && s.typ == plover.Assault && allDeep(s.recips):
		return "a figure of speech: what is combated is nobody's body"
	case s.typ == plover.Accuse && s.fr.op == "" && f.c.is("barbed", lemma) && len(s.actors) > 0 && !slices.ContainsFunc(s.actors, f.isUnarmed):
		return "armed bodies attack with arms"
	case (lemma == "warn" || lemma == "warning") && f.isForeboding(s):
		return "a warning of what others may do"
	case lemma == "call" && s.typ == plover.Request && s.inner == nil && f.isNaming(s.at):
		return "what something is called"
	case lemma == "rule" && f.s.Tokens[s.at].Rel == "xcomp" && f.c.is("declining", f.s.Tokens[f.s.Tokens[s.at].Head].Lemma):
		return "what somebody refuses to rule out"
	case s.typ == plover.Request && len(s.fr.recip.paths) > 0 && s.fr.recip.paths[0][0] == "ccomp" && s.inner != nil && (f.c.is("proposing", lemma) && f.isPassive(s.inner.at) || f.s.Tokens[s.inner.at].Rel == "conj" && len(f.ownSubjects(s.inner.at)) > 0):
		return "what should become of somebody is not asked of him"
	case lemma == "meet" && f.isBordering(s):
		return "where lands meet"
	case lemma == "suggest" && s.inner != nil && f.isPastTense(s.inner.at):
		return "a suggestion that it happened"
	}
	return ""
}

// isBordering reports states that a clause about a place says to meet there: "the point where Gondor and
// Rohan meet".
func (f *finder) isBordering(s *sense) bool {
	t := &f.s.Tokens[s.at]
	where := slices.ContainsFunc(f.children(s.at, "advmod"), func(k int) bool { return strings.EqualFold(f.s.Tokens[k].Form, "where") })
	return where && t.Rel == "acl:relcl" && t.XPOS == "VBP" && !slices.ContainsFunc(s.actors, func(x filler) bool {
		a := f.t.Actors[x.actor]
		return a == nil || a.Type != entente.ActorState
	})
}

// isNaming reports a verb that says what something is called: "called the raid on Rohan a crime".
func (f *finder) isNaming(i int) bool {
	x := f.s.Child(i, "xcomp")
	return x > i && f.s.Tokens[x].UPOS == "NOUN" && f.s.Child(i, "obj") >= 0
}

// isForeboding reports a warning of what others may do, which threatens nobody: "warned of
// Gondorian efforts to attack Rohan", "warned that Gondor would attack".
func (f *finder) isForeboding(s *sense) bool {
	if s.inner != nil {
		return f.isOfOthers(s.inner.actors, s.actors)
	}
	return s.typ == plover.Threaten && len(f.children(s.at, "obj", "iobj", "nsubj:pass")) == 0 && len(f.withCase(s.at, "of"))+len(f.withCase(s.at, "about")) > 0
}

// isQuestion reports a clause behind "how", "whether" or the like.
func (f *finder) isQuestion(i int) bool {
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		if strings.HasPrefix(t.XPOS, "W") && int(c) < i || t.Rel == "mark" && (t.Lemma == "if" || t.Lemma == "whether") {
			return true
		}
	}
	return false
}

// isPastTense reports a verb in the past, or with an auxiliary in it.
func (f *finder) isPastTense(i int) bool {
	x := f.s.Tokens[i].XPOS
	if a := f.s.Child(i, "aux", "aux:pass", "cop"); a >= 0 {
		x = f.s.Tokens[a].XPOS
	}
	return x == "VBD"
}

// isOwn returns whether somebody is named only by a pronoun before the object of verb i.
func (f *finder) isOwn(i int) func(filler) bool {
	return func(x filler) bool {
		return x.mention.Kind == document.MentionPronoun && f.s.Tokens[x.mention.Head].Rel == "nmod:poss" && slices.Contains(f.objects(i), f.s.Tokens[x.mention.Head].Head)
	}
}

// isOpposedIn returns whether somebody is named behind "against" under the object of verb i: to
// veto sanctions against Rohan is not against Rohan.
func (f *finder) isOpposedIn(i int) func(filler) bool {
	return func(x filler) bool {
		return x.mention.Sentence == f.at && slices.ContainsFunc(f.objects(i), func(k int) bool {
			return slices.ContainsFunc(f.withCase(k, "against"), func(c int) bool { return c == x.mention.Head || f.s.Dominates(c, x.mention.Head) })
		})
	}
}

// isOwnState reports the state of a person who acts, named beside what is given: a president who
// offers "Gondorian help" does not help Gondor.
func (f *finder) isOwnState(x filler, actors []filler) bool {
	return slices.ContainsFunc(actors, func(y filler) bool {
		a := f.t.Actors[y.actor]
		return a != nil && a.Type == entente.ActorPerson && entente.ActorID(a.Country) == x.actor
	})
}

// isOwnArms reports the army or police of the state of a person who acts: who trains "its forces"
// trains another's.
func (f *finder) isOwnArms(x filler, actors []filler) bool {
	a := f.t.Actors[x.actor]
	if a == nil || a.Country == "" || a.Type != entente.ActorMilitary && a.Type != entente.ActorPolice {
		return false
	}
	return slices.ContainsFunc(actors, func(y filler) bool {
		b := f.t.Actors[y.actor]
		return b != nil && b.Type == entente.ActorPerson && b.Country == a.Country && a.Country != ""
	})
}

// isWithin reports a recipient whose name stands within the words for one who acts, the
// verb beside them: "denied by [Gondor's minister, Faramir]".
func (f *finder) isWithin(verb int, x filler, actors []filler) bool {
	at := x.mention.Head
	return f.s.Tokens[verb].UPOS == "VERB" && slices.ContainsFunc(actors, func(a filler) bool {
		h := a.mention.Head
		if t := &f.s.Tokens[h]; t.Rel == "appos" && t.Head >= 0 {
			h = t.Head
		}
		if a.deep || x.mention.Sentence != f.at || h == at || f.s.Dominates(h, verb) || !f.s.Dominates(h, at) {
			return false
		}
		for k := at; k != h; k = f.s.Tokens[k].Head { // who is joined with an actor is no part of him
			if f.s.Tokens[k].Rel == "conj" {
				return false
			}
		}
		return true
	})
}

// isDoneByPlace reports a verb whose subject is where it happened, which the parser
// took for its antecedent: "the attack at a Gondorian station that killed ten".
func (f *finder) isDoneByPlace(i int) bool {
	return slices.ContainsFunc(f.subjects(i, 0), func(k int) bool { return f.c.is("site", strings.ToLower(f.s.Tokens[k].Lemma)) })
}

// sender returns who sent others, whose own name says not whose they are, to do
// what verb i says: "dispatched soldiers to help Rohan".
func (f *finder) sender(i int) []filler {
	t := &f.s.Tokens[i]
	if t.XPOS != "VB" || t.Rel != "xcomp" && t.Rel != "advcl" && t.Rel != "acl" || t.Head < 0 {
		return nil
	}
	h := t.Head
	if t.Rel == "acl" {
		h = f.s.Tokens[h].Head
	}
	if h < 0 || !f.c.is("sending", f.s.Tokens[h].Lemma) {
		return nil
	}
	return f.fill(h, slot{paths: []path{{"subj"}}})
}

// isForum returns whether somebody is a court or a body of states where a complaint by verb i is
// lodged: "lodged a complaint with the League" is not against it.
func (f *finder) isForum(i int) func(filler) bool {
	with := f.withCase(i, "with")
	for _, k := range f.objects(i) {
		with = append(with, f.withCase(k, "with")...)
	}
	return func(x filler) bool {
		a := f.t.Actors[x.actor]
		return a != nil && (a.Type == entente.ActorIGO || a.Type == entente.ActorCourt) && x.mention.Sentence == f.at && slices.Contains(with, x.mention.Head)
	}
}

// blame turns criticism of a deed against its doer: "condemned the attack on Rohan
// by Mordor" is against Mordor, and against nobody where the doer is not named.
func (f *finder) blame(s *sense) {
	for _, k := range append(f.objects(s.at), f.withCase(s.at, "for")...) {
		if slices.Contains(s.words, k) { // a chargé d'affaires is no charge
			continue
		}
		if own := f.children(k, "nmod:poss"); len(own) > 0 && f.c.is("undergone", f.s.Tokens[k].Lemma) { // "called Theoden's detention a crime"
			s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return x.mention.Sentence == f.at && slices.Contains(own, x.mention.Head) })
			return
		}
		if in := f.sense(k); in != nil && in.at != s.at && plover.Quad(in.typ) == 4 && f.s.Tokens[k].UPOS == "NOUN" {
			if len(in.actors) == 0 && slices.ContainsFunc(s.recips, func(x filler) bool { return f.isDoers(x, k) }) {
				return // "slammed Gondorian strikes"
			}
			if len(in.actors) > 0 || s.fr.recip.paths[0][0] == "obj" && f.s.Tokens[k].Rel == "obj" {
				s.recips = without(in.actors, s.actors, false)
			}
			return
		}
	}
}

// isDoers reports somebody whose name before noun k says whose deed it is.
func (f *finder) isDoers(x filler, k int) bool {
	t := &f.s.Tokens[x.mention.Head]
	return x.mention.Sentence == f.at && t.Head == k && x.mention.Head < k && (t.Rel == "amod" || t.Rel == "compound") && !f.c.is("undergone", f.s.Tokens[k].Lemma)
}

// applaud turns support for a hostile deed to its doer: "backed the exclusion of Mordor by Gondor"
// is no support of Mordor.
func (f *finder) applaud(s *sense) {
	for _, k := range f.objects(s.at) {
		in := f.sense(k)
		hostile := in != nil && in.at != s.at && plover.Quad(in.typ) == 4
		if f.s.Tokens[k].UPOS != "NOUN" || !hostile && !f.c.is("harms", f.s.Tokens[k].Lemma) && len(f.withCase(k, "against")) == 0 { // "backed activity against Mordor"
			continue
		}
		s.recips = nil
		if hostile {
			s.recips = without(in.actors, s.actors, false)
		}
		return
	}
}

// teller returns who tells of a hostile act against "its troops" or "their
// ships", where the possessor could not be told: nobody attacks his own, so it is
// the teller.
func (f *finder) teller(i int) []filler {
	for _, k := range f.objects(i) {
		for _, p := range f.children(k, "nmod:poss") {
			if f.s.Tokens[p].XPOS != "PRP$" || len(f.heads[p]) > 0 {
				continue
			}
			if h := f.s.Tokens[i].Head; h >= 0 && f.s.Tokens[i].Rel == "ccomp" && f.c.is("saying", f.s.Tokens[h].Lemma) {
				return f.fill(h, slot{paths: []path{{"subj"}}})
			}
		}
	}
	return nil
}

// people returns whose people something was done to that names nobody: those of
// the place ("arrested ten students in Rohan"), else those of the state whose
// organs did it ("Rohan's police arrested students"). It is a guess.
func (f *finder) people(s *sense) []filler {
	var out []filler
	objects := f.objects(s.at)
	if len(objects) == 0 || slices.ContainsFunc(objects, f.isSomebody) { // "arrested him in Rohan"
		return nil
	}
	f.placed = true
	for _, k := range f.withCase(s.at, "in") {
		out = f.gather(out, k, 2)
	}
	f.placed = false
	out = without(out, s.actors, true)
	for k := range out {
		out[k].deep, out[k].placed = true, true
	}
	if len(out) == 0 && isDomestic(s.fr.typ) && len(s.actors) == 1 {
		out = f.subjectsOf(s.actors[0], objects)
	}
	return out
}

// subjectsOf returns the state of an organ at home, as whom it acted upon, where one
// of the objects is people of an everyday kind who belong to nobody named.
func (f *finder) subjectsOf(x filler, objects []int) []filler {
	a := f.t.Actors[x.actor]
	if a == nil || !f.c.is("home-sectors", a.Sector) || f.t.Actors[entente.ActorID(a.Country)] == nil {
		return nil
	}
	for _, m := range f.mentions {
		if m.Actor == "" && f.c.is("people-sectors", m.Sector) && slices.Contains(objects, m.Head) {
			return []filler{{actor: entente.ActorID(a.Country), mention: m, deep: true}}
		}
	}
	return nil
}

// promisesNot reports a complement that is negated: "vowed not to return".
func (f *finder) promisesNot(i int) bool {
	for _, c := range f.children(i, "xcomp", "ccomp") {
		if f.isNegated(c) {
			return true
		}
	}
	return false
}

// isMutual reports a type of what several actors do with each other.
func isMutual(t plover.Type) bool {
	return t == plover.Consult || t == plover.Agree || t == plover.Cooperate
}

// isAboutHarm reports a complement that means something hostile: "refused to
// attack".
func (f *finder) isAboutHarm(i int) bool {
	for _, c := range f.children(i, "xcomp") {
		if in := f.sense(c); in != nil && (plover.Quad(in.typ) == 4 || in.typ == plover.Threaten || in.typ == plover.Accuse) {
			return true
		}
	}
	return false
}

// satisfied reports whether what a need asks for stands beside the trigger.
func (f *finder) satisfied(n *need, s *sense) bool {
	if n.particle != "" {
		return f.hasParticle(s.at, n.particle)
	}
	for _, p := range n.path {
		for _, k := range f.walk(s.at, p) {
			if n.inner {
				if in := f.innerOf(k); in != nil && in.at != s.at {
					s.inner = in
					return true
				}
			} else if f.inClass(k, n.class) {
				if n.class != "any" && n.class != "leader" && k != s.at {
					s.words = append(s.words, k)
				}
				return true
			}
		}
	}
	return false
}

// innerOf returns the sense of token k or of a verb coordinated with it.
func (f *finder) innerOf(k int) *sense {
	if in := f.sense(k); in != nil {
		return in
	}
	for _, c := range f.s.Children(k) {
		if f.s.Tokens[c].Rel == "conj" {
			if in := f.sense(int(c)); in != nil {
				return in
			}
		}
	}
	return nil
}

// isSubjunctive reports a bare verb, or one that a tagger took for a plural's: "that Rohan
// leave".
func (f *finder) isSubjunctive(n int) bool {
	if f.s.Child(n, "aux") >= 0 {
		return false
	}
	switch f.s.Tokens[n].XPOS {
	case "VB":
		return true
	case "VBP":
		k := f.s.Child(n, "nsubj")
		return k >= 0 && (f.s.Tokens[k].XPOS == "NNP" || f.s.Tokens[k].XPOS == "NN") && f.s.Child(k, "conj") < 0
	}
	return false
}

func (f *finder) hasParticle(i int, word string) bool {
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		if strings.EqualFold(t.Form, word) && (t.Rel == "compound:prt" || t.Rel == "advmod" || t.Rel == "obl" || t.Rel == "case") {
			return true
		}
	}
	return i+1 < len(f.s.Tokens) && strings.EqualFold(f.s.Tokens[i+1].Form, word) && (f.s.Tokens[i+1].UPOS == "ADP" || f.s.Tokens[i+1].UPOS == "ADV")
}

// isTime reports a name of a month or day.
func (f *finder) isTime(n int) bool {
	return f.s.Tokens[n].UPOS == "PROPN" && slices.ContainsFunc(f.times, func(x document.Time) bool { return x.First <= n && n < x.Last })
}

// isPerson reports whether token n is in a person's name.
func (f *finder) isPerson(n int) bool {
	if f.s.Tokens[n].UPOS != "PROPN" {
		return false
	}
	i, _ := slices.BinarySearchFunc(f.t.Names, f.at, func(x document.Name, at int) int { return x.Sentence - at })
	for ; i < len(f.t.Names) && f.t.Names[i].Sentence == f.at; i++ {
		if x := &f.t.Names[i]; x.First <= n && n < x.Last {
			return x.Type == document.NamePerson
		}
	}
	return false
}

// inClass reports whether token n, a noun coordinated with it or one that it
// counts ("a series of talks") is of a class.
func (f *finder) inClass(n int, class string) bool {
	switch class {
	case "any":
		return true
	case "named":
		return len(f.heads[n]) > 0
	case "actor":
		return len(f.heads[n]) > 0 || len(f.gather(nil, n, 3)) > 0
	case "subjunctive": // "insisted that Rohan leave"
		return f.isSubjunctive(n)
	}
	if f.isTime(n) { // "began March with money in hand"
		return false
	}
	if f.c.is(class, strings.ToLower(f.s.Tokens[n].Lemma)) || class == "leader" && f.isPerson(n) {
		return true
	}
	for _, c := range f.s.Children(n) {
		t := &f.s.Tokens[c]
		if t.Rel == "conj" && f.c.is(class, strings.ToLower(t.Lemma)) {
			return true
		}
		if t.Rel == "nmod" && f.c.is("counting", f.s.Tokens[n].Lemma) && (f.hasCase(int(c), "of") || f.hasCase(int(c), "in")) && f.inClass(int(c), class) {
			return true
		}
	}
	return false
}
