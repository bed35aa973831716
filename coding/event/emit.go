package event

import (
	"slices"
	"strings"

	"entente"
	"entente/coding/stance"
	"entente/plover"
)

// emit turns the senses of the sentence into candidates.
func (f *finder) emit() {
	for i, s := range f.senses {
		if s == nil {
			continue
		}
		switch {
		case s.latent:
			f.explain(i, s.fr, "means something only with another word")
		case s.used:
			f.explain(i, s.fr, "taken up by the word that governs it")
		case len(s.actors) == 0 && len(s.recips) == 0:
			f.explain(i, s.fr, "nobody named who could be resolved")
		case s.typ == plover.Consult && s.mode == "" && len(s.actors)+len(s.recips) < 2:
			f.explain(i, s.fr, "a talk of which only one side is named")
		case f.isStray(s):
			f.explain(i, s.fr, "one side only, and of no known country")
		case f.isCanvass(s):
			f.explain(i, s.fr, "a politician's rally for himself")
		case f.isPutOff(s):
			f.explain(i, s.fr, "a rally put off by those who hold it")
		case f.isAtHome(s):
			f.explain(i, s.fr, "a visit or vote at home or an interview")
		case f.isDoneByDefect(s):
			f.explain(i, s.fr, "done by no actor but by a fault")
		case f.isApart(s):
			f.explain(i, s.fr, "done by two, not with each other")
		case f.isGuess(s):
			f.explain(i, s.fr, "both sides inferred, neither named beside it")
		case f.isPrivate(s):
			f.explain(i, s.fr, "done by persons of no known office")
		case plover.Quad(s.typ) == 4 && f.isMetaphor(s):
			f.explain(i, s.fr, "done with words, not with force")
		case plover.Quad(s.typ) == 2 && allDeep(s.actors) && f.isDoneByBonds(s):
			f.explain(i, s.fr, "done by no actor but by a bond between some")
		case (len(s.actors) == 0 && plover.Quad(s.typ) < 4 || (s.typ == plover.Threaten || s.typ == plover.Protest) && allDeep(s.actors)) && f.isDoneByThings(s):
			f.explain(i, s.fr, "done by no actor but by a thing")
		case s.fr.pos == 'N' && !f.tells(s):
			f.explain(i, s.fr, "a noun in passing, with a side unnamed")
		default:
			f.candidate(s)
		}
	}
	f.subsume()
}

// subsume drops what a sentence tells more fully beside it: "used tear gas and
// dispersed protesters in Rohan" is one act, whose recipient the second verb names.
func (f *finder) subsume() {
	found := slices.Clone(f.out[f.from:])
	f.out = append(f.out[:f.from], slices.DeleteFunc(f.out[f.from:], func(c Candidate) bool {
		return len(c.Recipients) == 0 && len(c.Actors) == 1 && slices.ContainsFunc(found, func(o Candidate) bool {
			return len(o.Recipients) > 0 && o.Type == c.Type && o.Mode == c.Mode && slices.Equal(o.Actors, c.Actors) &&
				o.Stance.Stance == c.Stance.Stance && o.Stance.Negated == c.Stance.Negated
		})
	})...)
}

// isStray reports an event with one side only whose actors belong to no country
// or organisation of states that a table knows: most often a figure of speech, and
// nothing that a network could count.
func (f *finder) isStray(s *sense) bool {
	if len(s.actors) > 1 || len(s.actors) > 0 && len(s.recips) > 0 {
		return false
	}
	for _, x := range append(slices.Clone(s.actors), s.recips...) {
		if a := f.t.Actors[x.actor]; a != nil && a.Country != "" {
			return false
		}
	}
	return true
}

// isCanvass reports a rally that a person by name or a party holds against nobody.
func (f *finder) isCanvass(s *sense) bool {
	return s.typ == plover.Protest && len(s.actors) > 0 && f.isPolitical(&sense{actors: s.actors}) &&
		slices.ContainsFunc(s.words, func(k int) bool { return f.s.Tokens[k].Lemma == "rally" }) && len(f.fill(s.at, slot{paths: []path{{"against"}, {"obj", "against"}}})) == 0
}

// isPutOff reports the end of a protest of which nobody else is told to hold it: who
// puts off his own rally concedes nothing.
func (f *finder) isPutOff(s *sense) bool {
	return (s.fr.op == "halt" || s.fr.op == "cancel") && s.inner.typ == plover.Protest && len(without(s.inner.actors, s.actors, false)) == 0
}

// isPrivate reports an act of which all who are named to do it are persons by name
// without a public office or a part in politics, or that was done to such persons by
// nobody named: no file is kept on them.
func (f *finder) isPrivate(s *sense) bool {
	sides := s.actors
	if len(sides) == 0 {
		sides = s.recips
	}
	return len(sides) > 0 && !slices.ContainsFunc(sides, func(x filler) bool {
		a := f.t.Actors[x.actor]
		return a == nil || !a.IsPrivate()
	})
}

// isMetaphor reports violence whose agent is a thing said: "bombarded by questions".
func (f *finder) isMetaphor(s *sense) bool {
	return s.fr.pos == 'V' && slices.ContainsFunc(f.subjects(s.at, 0), func(k int) bool { return f.c.is("utterance", strings.ToLower(f.s.Tokens[k].Lemma)) })
}

// allDeep reports actors of whom the word only says whose it is: "Kestria's scandal".
func allDeep(fs []filler) bool {
	return !slices.ContainsFunc(fs, func(x filler) bool { return !x.deep })
}

// isDoneByThings reports a verb whose subject is no body that could act: "these
// factors urge".
func (f *finder) isDoneByThings(s *sense) bool {
	for _, k := range f.subjects(s.at, 0) {
		if f.c.is("abstract", strings.ToLower(f.s.Tokens[k].Lemma)) {
			return true
		}
	}
	return false
}

// isDoneByBonds reports a subject that is what several have in common: "Gondor's ties would help
// Rohan".
func (f *finder) isDoneByBonds(s *sense) bool {
	return slices.ContainsFunc(f.subjects(s.at, 0), func(k int) bool { return f.c.is("bonds", f.s.Tokens[k].Lemma) })
}

// isApart reports a verb of working together whose several subjects are not told to do
// it with each other: "worked to export", or of talk to an audience: "spoke at the rally".
func (f *finder) isApart(s *sense) bool {
	if s.typ == plover.Consult && s.mode == "" || s.typ == plover.Agree {
		return s.fr.pos == 'V' && s.inner == nil && len(s.recips) == 0 && f.hasAudience(s.at)
	}
	return s.typ == plover.Cooperate && s.fr.pos == 'V' && s.inner == nil && len(s.recips) == 0 &&
		!slices.ContainsFunc(f.children(s.at, "advmod", "obl", "obj", "advcl", "compound:prt"), func(k int) bool { return f.c.is("jointly", strings.ToLower(f.s.Tokens[k].Lemma)) }) &&
		!f.c.is("mutual", f.s.Tokens[s.at].Lemma)
}

// hasAudience reports that those who speak, talk or sit down do so for others, in a place
// or for an occasion that is no meeting of theirs, or past each other.
func (f *finder) hasAudience(at int) bool {
	switch f.s.Tokens[at].Lemma {
	case "speak", "talk", "sit":
	default:
		return false
	}
	for _, k := range f.children(at, "obl", "advmod") {
		t := &f.s.Tokens[k]
		if t.Rel == "advmod" {
			if t.Lemma == "there" || t.Lemma == "here" {
				return true
			}
			continue
		}
		if x := f.sense(k); x != nil && x.typ == plover.Consult || t.Lemma == "hour" || t.Lemma == "minute" || t.Lemma == "time" || t.Lemma == "day" { // "sat down for talks"
			continue
		}
		if slices.ContainsFunc([]string{"to", "at", "before", "for", "past"}, func(p string) bool { return f.hasCase(k, p) }) {
			return true
		}
	}
	return false
}

// isDoneByDefect reports a verb whose subject is a fault in something of the actor's: "a
// flaw in its system allowed".
func (f *finder) isDoneByDefect(s *sense) bool {
	return len(s.actors) > 0 && allDeep(s.actors) && slices.ContainsFunc(f.subjects(s.at, 0), func(k int) bool { return f.c.is("defect", f.s.Tokens[k].Lemma) })
}

// isAtHome reports a visit that somebody pays to a place of his own country, an office
// opened or a province won there, or talks with a broadcaster or newspaper: politicians travel, contest and give interviews.
func (f *finder) isAtHome(s *sense) bool {
	may := s.inner != nil && s.inner.typ == plover.Consult && s.inner.mode == "visit" // "plans to visit"
	switch s.typ {
	case plover.Consult, plover.Support, plover.Cooperate:
		may = true
	case plover.Coerce:
		may = s.mode == "seize" && f.isPolitical(&sense{actors: s.actors})
	}
	if !may || len(s.actors) == 0 || len(s.recips) == 0 {
		return false
	}
	return !slices.ContainsFunc(s.recips, func(x filler) bool {
		a := f.t.Actors[x.actor]
		switch {
		case a == nil:
			return true
		case a.Type == entente.ActorMedia:
			return s.typ != plover.Consult
		}
		place := a.Type == entente.ActorState || x.mention.Place
		return !place || !slices.ContainsFunc(s.actors, func(y filler) bool {
			b := f.t.Actors[y.actor]
			return b != nil && b.Country == a.Country
		})
	})
}

// tells reports whether a noun tells of an event: both sides are named, or it is
// what the clause is about.
func (f *finder) tells(s *sense) bool {
	t := &f.s.Tokens[s.at]
	if len(s.actors) > 1 && len(s.recips) == 0 && s.typ == plover.Assault && t.XPOS == "NNS" && s.fr.actor.paths != nil && s.actors[0].mention.Modifier {
		return false // "the Gondorian and Rohirric wars" are two
	}
	if len(s.actors) > 0 && len(s.recips) > 0 || len(s.actors) > 1 {
		switch t.Rel {
		case "nmod", "nmod:poss", "compound":
			return false
		case "obl":
			c := f.s.Child(s.at, "case")
			return c >= 0 && (f.c.is("when", strings.ToLower(f.s.Tokens[c].Form)) || f.c.is("coinciding", f.s.Tokens[t.Head].Lemma))
		}
		return true
	}
	if len(s.actors) == 0 && plover.Quad(s.typ) < 4 {
		return false
	}
	return t.Rel == "root" || (t.Rel == "nsubj" || t.Rel == "nsubj:pass") && t.Head >= 0 && f.c.is("happening", f.s.Tokens[t.Head].Lemma)
}

// candidate appends the event of a sense.
func (f *finder) candidate(s *sense) {
	tok := &f.s.Tokens[s.at]
	c := Candidate{
		Type: s.typ, Mode: s.mode, Sentence: f.at, Head: s.at, Trigger: tok.Span, Span: tok.Span, Frame: s.fr.name,
		Actors: ids(s.actors), Recipients: ids(s.recips), Stance: stance.At(f.t, f.at, s.at),
	}
	if c.Type == plover.Assault && f.isPolitical(s) && f.c.is("contest", tok.Lemma) {
		f.explain(s.at, s.fr, "politicians who contend with each other at the polls or in words")
		return
	}
	if c.Mode == "beat" && (f.isContest(s) || len(s.actors) > 0 && !slices.ContainsFunc(s.actors, f.isRough)) {
		f.explain(s.at, s.fr, "nobody beats a state or an organisation with his hands")
		return
	}
	if c.Type == plover.Protest && c.Mode == "strike" && f.isByArms(s) {
		c.Type, c.Mode = plover.Assault, "aerial"
	}
	if c.Type == plover.Protest && f.isOfState(s) {
		c.Type, c.Mode = plover.Accuse, "disapprove"
	}
	if c.Type == plover.Assault && c.Mode == "" {
		if c.Mode = f.instrument(s.at); c.Mode == "" && f.isVerbal(s) {
			c.Type, c.Mode = plover.Accuse, "disapprove"
		}
	}
	if c.Type == plover.Coerce && c.Mode == "seize" && f.c.is("capturing", tok.Lemma) && f.isOfPersons(s) {
		c.Mode = "arrest"
	}
	f.settle(&c, s)
	f.doubt(&c, s)
	if why := f.thin(&c, s); why != "" {
		f.explain(s.at, s.fr, why)
		return
	}
	for _, x := range s.actors {
		c.Mentions = append(c.Mentions, entente.RoleMention{Role: "actor", Actor: x.actor, Span: x.mention.Span})
		c.Span = c.Span.Cover(x.mention.Span)
	}
	for _, x := range s.recips {
		c.Mentions = append(c.Mentions, entente.RoleMention{Role: "recipient", Actor: x.actor, Span: x.mention.Span})
		c.Span = c.Span.Cover(x.mention.Span)
	}
	if s.inner != nil {
		c.Trigger = tok.Span
		c.Span = c.Span.Cover(f.s.Tokens[s.inner.at].Span)
	}
	c.Quad, c.Intensity = plover.Quad(c.Type), plover.Score(c.Type, c.Mode)
	c.Sign = sign(c.Type)
	clause := f.clause(s.at)
	f.surroundings(&c, clause)
	f.date(&c, clause)
	f.place(&c, clause, s)
	for i := range f.quantities {
		if q := &f.quantities[i]; f.clause(q.First) == clause {
			c.Quantities = append(c.Quantities, q.ID)
		}
	}
	c.Confidence = f.confidence(s)
	if f.repeats(&c) {
		f.explain(s.at, s.fr, "the sentence has this event already")
		return
	}
	f.explain(s.at, s.fr, coded(c.Type, c.Mode, c.Actors, c.Recipients))
	f.out = append(f.out, c)
}

// isOfPersons reports a verb that is done to persons, not to places or things.
func (f *finder) isOfPersons(s *sense) bool {
	return slices.ContainsFunc(f.objects(s.at), func(k int) bool {
		return f.isSomebody(k) && f.s.Tokens[k].Lemma != "it" || f.c.is("person", f.s.Tokens[k].Lemma) || f.c.is("captives", f.s.Tokens[k].Lemma)
	})
}

// isRough reports an actor who might beat somebody with his hands: a politician, parliament
// or government beats another at the polls.
func (f *finder) isRough(x filler) bool {
	a := f.t.Actors[x.actor]
	if a == nil {
		return true
	}
	switch a.Type {
	case entente.ActorPerson:
		return !f.c.is("home-sectors", a.Sector) && a.Sector != "PTY" && a.Sector != "ELI"
	case entente.ActorParty, entente.ActorParliament, entente.ActorGovernment:
		return false
	}
	return true
}

// isContest reports a beating of what has no body: "Gondor beat Rohan".
func (f *finder) isContest(s *sense) bool {
	return slices.ContainsFunc(s.recips, func(x filler) bool {
		if x.deep || f.t.Actors[x.actor] == nil {
			return false
		}
		switch f.t.Actors[x.actor].Type {
		case entente.ActorPerson, entente.ActorPeople, entente.ActorPolice, entente.ActorMilitary, entente.ActorEthnicGroup, entente.ActorReligiousGroup, entente.ActorRebel, entente.ActorGroup:
			return false
		}
		return true
	})
}

// isByArms reports strikes that nobody but armed bodies launched: soldiers go on
// strike, but they do not launch walkouts.
func (f *finder) isByArms(s *sense) bool {
	return f.c.is("launching", f.s.Tokens[s.at].Lemma) && len(s.actors) > 0 && !slices.ContainsFunc(s.actors, f.isUnarmed)
}

// isUnarmed reports an actor that is no army and no armed group.
func (f *finder) isUnarmed(x filler) bool {
	a := f.t.Actors[x.actor]
	return a == nil || a.Type != entente.ActorMilitary && a.Type != entente.ActorRebel
}

// isOfState reports a protest of a state or its government itself, which is one in
// words: crowds take to the streets.
func (f *finder) isOfState(s *sense) bool {
	t := &f.s.Tokens[s.at]
	told := s.fr.pos == 'V' || t.Rel == "obj" && t.Head >= 0 && f.c.is("conveying", f.s.Tokens[t.Head].Lemma) // "conveyed its protest"
	return told && t.Lemma == "protest" && len(s.actors) > 0 && !slices.ContainsFunc(s.actors, func(x filler) bool {
		a := f.t.Actors[x.actor]
		return x.deep || a == nil || a.Type != entente.ActorState && a.Type != entente.ActorGovernment && a.Type != entente.ActorIGO
	})
}

// instrument is the mode of violence by the words of its clause for what it was
// done with.
func (f *finder) instrument(i int) string {
	first, last := f.s.Subtree(i)
	for k := first; k < last; k++ {
		t := &f.s.Tokens[k]
		if t.UPOS != "NOUN" && t.UPOS != "PROPN" && t.UPOS != "ADJ" || f.clause(k) != f.clause(i) {
			continue
		}
		for _, mode := range [...]string{"suicide-attack", "drone", "aerial", "heavy-weapons", "explosives", "firearms", "primitive", "unconventional"} {
			if f.c.is("with-"+mode, strings.ToLower(t.Lemma)) {
				return mode
			}
		}
	}
	return ""
}

// isVerbal reports an attack of a person on one named, or on a party, with nothing
// in hand: politicians attack each other in words.
func (f *finder) isVerbal(s *sense) bool {
	if !f.c.is("barbed", f.s.Tokens[s.at].Lemma) || len(s.recips) == 0 {
		return false
	}
	if !f.isPolitical(s) {
		return allDeep(s.recips) && len(s.actors) > 0 && f.isPolitical(&sense{actors: s.actors}) && f.isAboutIdeas(s.at)
	}
	for _, k := range f.objects(s.at) { // "attacked the party's office"
		if f.c.is("building", f.s.Tokens[k].Lemma) {
			return false
		}
	}
	if len(s.actors) > 0 {
		return true
	}
	for _, k := range f.subjects(s.at, 0) {
		if u := f.s.Tokens[k].UPOS; u == "PRON" || u == "PROPN" {
			return true
		}
	}
	return false
}

// isAboutIdeas reports a verb whose object is nothing that could be hit: "attacked the
// faith of Rohan".
func (f *finder) isAboutIdeas(i int) bool {
	return slices.ContainsFunc(f.objects(i), func(k int) bool {
		l := f.s.Tokens[k].Lemma
		return f.c.is("abstract", l) || f.c.is("conduct", l) || f.c.is("ideas", l)
	})
}

// isPolitical reports an event of which every side named is a person by name, a
// party, or another body that fights with words.
func (f *finder) isPolitical(s *sense) bool {
	for _, x := range append(slices.Clone(s.actors), s.recips...) {
		a := f.t.Actors[x.actor]
		if a == nil {
			return false
		}
		switch a.Type {
		case entente.ActorPerson, entente.ActorParty, entente.ActorMedia, entente.ActorLobby, entente.ActorCompany, entente.ActorResearch:
		default:
			return false
		}
	}
	return true
}

// isBlamed reports a verb under a deed that somebody is accused of: "accused Gondor of breaking the
// pact by closing the border".
func (f *finder) isBlamed(i int) bool {
	for h := f.s.Tokens[i].Head; h >= 0; i, h = h, f.s.Tokens[h].Head {
		switch f.s.Tokens[i].Rel {
		case "xcomp":
		case "advcl":
			if !f.isGerund(i) {
				return false
			}
			switch f.s.Tokens[h].Lemma {
			case "accuse", "suspect":
				return f.marked(i, "of")
			}
			if !f.marked(i, "by") {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// settle applies the rules of the codebook that depend on how an event is put.
func (f *finder) settle(c *Candidate, s *sense) {
	if s.alleged {
		if c.Stance.Stance == entente.StanceAsserted {
			c.Stance.Stance, c.Absorbed = entente.StanceHedged, true
		}
		return
	}
	if x := c.Stance.Stance; f.isBlamed(s.at) && (x == entente.StanceAsserted || x == entente.StancePlanned && f.isGerund(s.at) && f.marked(s.at, "by")) {
		c.Stance.Stance, c.Absorbed = entente.StanceHedged, true
		return
	}
	negated := f.isNegated(s.at)
	if negated && !c.Stance.Negated && (c.Stance.Stance != entente.StanceAsserted || s.fr.pos == 'N') { // "will not", "no talks"
		c.Stance.Negated, c.Absorbed = true, true
	}
	if c.Type == plover.Protest && c.Stance.Stance == entente.StancePlanned && f.isTurnout(s.at) {
		c.Stance, c.Absorbed = stance.Reading{Stance: entente.StanceAsserted, Negated: c.Stance.Negated, Historical: c.Stance.Historical}, true
		return
	}
	if c.Stance.Stance != entente.StancePlanned || !f.isFuture(s.at) || f.isDoubted(s.at) {
		return
	}
	friendly := plover.Quad(c.Type) <= 2
	switch {
	case c.Stance.Negated && friendly && (f.announces(s) || f.isOwnWord(s.at)): // "said it would not meet"
		c.Type, c.Mode = plover.Reject, wishMode(c.Type)
	case c.Stance.Negated:
		return
	case friendly && c.Type != plover.Agree:
		c.Type, c.Mode = plover.Agree, ""
	case plover.Quad(c.Type) == 4 && c.Type != plover.Mobilize && f.announces(s):
		c.Type, c.Mode = plover.Threaten, threatMode(c.Type, c.Mode)
	default:
		return
	}
	c.Stance, c.Absorbed = stance.Reading{Stance: entente.StanceAsserted, Historical: c.Stance.Historical}, true
}

// isTurnout reports what people came together to do, and so did: "marched to
// protest against Rohan".
func (f *finder) isTurnout(i int) bool {
	t := &f.s.Tokens[i]
	if t.XPOS != "VB" || t.Head < 0 || t.Rel != "advcl" && t.Rel != "xcomp" {
		return false
	}
	h := &f.s.Tokens[t.Head]
	return f.c.is("turnout", h.Lemma) && (h.XPOS == "VBD" || h.XPOS == "VBN" || h.XPOS == "VBG")
}

// isOwnWord reports a verb of the sentence's main clause: the author tells it of the
// actor, and no other voice foretells it.
func (f *finder) isOwnWord(i int) bool {
	if f.s.Tokens[i].Rel != "root" || f.s.Tokens[i].UPOS != "VERB" {
		return false
	}
	at := f.s.Tokens[i].Span
	for k := range f.t.Attributions {
		for _, c := range f.t.Attributions[k].Content {
			if c.Contains(at) {
				return false
			}
		}
	}
	return true
}

// isDoubted reports a clause that depends on something other than a word of
// saying: "it is unlikely that", "fears that".
func (f *finder) isDoubted(i int) bool {
	for ; i >= 0; i = f.s.Tokens[i].Head {
		t := &f.s.Tokens[i]
		if t.Head >= 0 && (t.Rel == "ccomp" || t.Rel == "csubj" || t.Rel == "acl") && !f.c.is("saying", f.s.Tokens[t.Head].Lemma) {
			return true
		}
	}
	return false
}

// announces reports whether the actor of a coming event says so himself.
func (f *finder) announces(s *sense) bool {
	is := func(a entente.ActorID) bool {
		return a != "" && slices.ContainsFunc(s.actors, func(x filler) bool { return related(x.actor, a) })
	}
	for i := s.at; i >= 0; i = f.s.Tokens[i].Head {
		h := f.s.Tokens[i].Head
		if h < 0 || f.s.Tokens[i].Rel != "ccomp" || !f.c.is("saying", f.s.Tokens[h].Lemma) {
			continue
		}
		for _, x := range f.fill(h, slot{paths: []path{{"subj"}}}) {
			if is(x.actor) {
				return true
			}
		}
	}
	at := f.s.Tokens[s.at].Span
	for i := range f.t.Holding(at) {
		if is(f.t.Attributions[i].Speaker) {
			return true
		}
	}
	return false
}

// isFuture reports "will", "is to" or "is going to" with a verb or its light verb.
func (f *finder) isFuture(i int) bool {
	for depth := 0; i >= 0 && depth < 4; depth++ {
		for _, c := range f.s.Children(i) {
			t := &f.s.Tokens[c]
			if strings.HasPrefix(t.Rel, "aux") && f.c.is("future", strings.ToLower(t.Form)) {
				return true
			}
		}
		t := &f.s.Tokens[i]
		if t.Head < 0 {
			return false
		}
		switch t.Rel {
		case "xcomp":
			if h := &f.s.Tokens[t.Head]; h.Lemma == "go" || h.Lemma == "be" || f.c.is("planning", h.Lemma) {
				return true
			}
		case "obj", "nsubj:pass", "nsubj":
		case "conj":
			if f.s.Child(i, "nsubj", "aux") >= 0 {
				return false
			}
		default:
			return false
		}
		i = t.Head
	}
	return false
}

func ids(fs []filler) []entente.ActorID {
	var out []entente.ActorID
	for _, x := range fs[:min(len(fs), 8)] {
		out = append(out, x.actor)
	}
	return out
}

func sign(t plover.Type) entente.Sign {
	switch plover.Quad(t) {
	case 1, 2:
		return 1
	case 3:
		if t == plover.Request {
			return 0
		}
	}
	return -1
}

// Shares of events that were right (type, sides and stance) in a reading by hand of 310 from
// texts nobody had looked at: in all, and with every side inferred.
const (
	rightShare    = 0.7
	inferredShare = 0.5
)

// confidence is how often events told so were found right.
func (f *finder) confidence(s *sense) float64 {
	if !slices.ContainsFunc(append(slices.Clone(s.actors), s.recips...), f.isNamed) {
		return inferredShare
	}
	return rightShare
}

// repeats reports whether the sentence has an event of the same type between the
// same actors.
func (f *finder) repeats(c *Candidate) bool {
	for i := range f.out[f.from:] {
		o := &f.out[f.from+i]
		if o.Type == c.Type && slices.Equal(o.Actors, c.Actors) && slices.Equal(o.Recipients, c.Recipients) && o.Stance.Stance == c.Stance.Stance && o.Stance.Negated == c.Stance.Negated {
			return true
		}
	}
	return false
}
