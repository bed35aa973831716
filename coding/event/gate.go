package event

import (
	"slices"

	"entente"
	"entente/document"
	"entente/plover"
)

// thin says why an event of which only one side is named is too little to tell, ""
// where it is enough or both sides are named. One side is enough of a public body
// whose deed nobody mistakes: what is most often done to whoever is there (troops
// deployed, a curfew, people killed), or a frame that asks for more than its verb.
// Words and favours need somebody to whom they go, and the verbs of persons and
// parties without one are most often figures of speech.
func (f *finder) thin(c *Candidate, s *sense) string {
	if len(c.Actors) > 1 && (isMutual(c.Type) || f.isWithEachOther(s.at) || c.Type == plover.Support && f.c.is("signing", f.s.Tokens[s.at].Lemma)) || len(c.Actors) > 0 && len(c.Recipients) > 0 {
		return ""
	}
	switch {
	case len(c.Actors) == 0 && c.Stance.Negated:
		return "one side only, and did not happen"
	case len(c.Actors) == 0 && !f.isSuffered(c, s):
		return "one side only, and not told as something that befell it"
	case len(c.Actors) > 0 && !f.isDeed(c, s):
		return "one side only, of what needs two"
	case !f.isConcrete(c, s):
		return "one side only, and done to no body or thing"
	}
	return ""
}

// isWithEachOther reports a verb of what several do to each other, by itself or because they
// are said to: "Gondor and Rohan clashed", "fought each other". Who only fights may do it side
// by side.
func (f *finder) isWithEachOther(i int) bool {
	return f.c.is("clashing", f.s.Tokens[i].Lemma) || slices.ContainsFunc(f.children(i, "obj", "obl"), func(k int) bool {
		first, last := f.s.Subtree(k)
		if last-first < 2 {
			return false
		}
		one, other := f.s.Tokens[last-2].Lemma, f.s.Tokens[last-1].Lemma
		return one == "each" && other == "other" || one == "one" && other == "another"
	})
}

// isGuess reports a verb of which both sides are inferred: from a word beside the one
// meant, or by a pronoun for somebody whom its sentence does not name ("he ... an idea of
// Rohan's"). Read by hand, three of five such events were wrong, and one of five of the
// others. What is done by force to people of a place is told so and no guess.
func (f *finder) isGuess(s *sense) bool {
	return s.fr.pos == 'V' && !isDomestic(s.typ) && len(s.actors) > 0 && len(s.recips) > 0 && !slices.ContainsFunc(s.actors, f.isNamed) && !slices.ContainsFunc(s.recips, f.isNamed)
}

// isNamed reports an actor whom the words meant name, or a pronoun for one whom the
// sentence names before it.
func (f *finder) isNamed(x filler) bool {
	return !x.deep && (x.mention.Kind != document.MentionPronoun || slices.ContainsFunc(f.mentions, func(m document.Mention) bool {
		return m.Actor == x.actor && m.Kind != document.MentionPronoun && m.Head < x.mention.Head
	}))
}

// isDeed reports an act that tells something with nobody on the other side.
func (f *finder) isDeed(c *Candidate, s *sense) bool {
	a := f.t.Actors[s.actors[0].actor]
	if a == nil || f.isLent(s) || s.actors[0].deep && !f.c.is("bodies", string(a.Type)) && c.Type != plover.Protest {
		return false
	}
	if force := c.Type == plover.Assault || c.Type == plover.Threaten && c.Mode == "violence"; force && f.isPolitical(s) {
		return false // politicians promise action and return fire
	}
	told := c.Stance.Stance == entente.StanceAsserted && !c.Stance.Negated
	governs := s.inner != nil && s.fr.op != "" && s.fr.op != "light"
	switch {
	case f.c.is("bodies", string(a.Type)):
		if f.c.is("alone", string(c.Type)) {
			return c.Stance.Stance != entente.StanceConditional
		}
		return told && (governs || f.asksMore(s.fr) || f.answers(s))
	case !told:
		return false
	case c.Type == plover.Protest:
		return f.c.is("groups", string(a.Type)) || f.asksMore(s.fr)
	case c.Type == plover.Mobilize:
		return f.c.is("home-sectors", a.Sector)
	case f.c.is("groups", string(a.Type)), a.Type == entente.ActorParty, a.Type == entente.ActorPerson && f.c.is("home-sectors", a.Sector):
		return governs
	}
	return false
}

// isLent reports an actor who stands within what the trigger governs: "opposed the
// deal with Kestria" tells nothing that Kestria did.
func (f *finder) isLent(s *sense) bool {
	if s.inner == nil || s.inner.at == s.at {
		return false
	}
	first, last := f.s.Subtree(s.inner.at)
	return first <= s.actors[0].mention.Head && s.actors[0].mention.Head < last
}

// asksMore reports a frame that needs certain words beside its trigger.
func (f *finder) asksMore(fr *frame) bool {
	return slices.ContainsFunc(fr.needs, func(n need) bool { return n.particle != "" || n.class != "" && n.class != "any" })
}

// answers reports a verb whose object is itself an act: "condemned the attack".
func (f *finder) answers(s *sense) bool {
	return slices.ContainsFunc(f.objects(s.at), func(k int) bool { return f.sense(k) != nil })
}

// isSuffered reports a hostile act whose doer is not named, told by a verb of a
// clause of its own. Of a person the mode must say what was done to him: politicians
// are attacked in words.
func (f *finder) isSuffered(c *Candidate, s *sense) bool {
	quad, passive := plover.Quad(c.Type), f.isPassive(s.at)
	if s.fr.pos != 'V' || quad < 3 && c.Type != plover.Retreat || c.Type == plover.Request {
		return false
	}
	if r := f.s.Tokens[s.at].Rel; r == "acl" || r == "amod" {
		return false
	}
	told := c.Stance.Stance == entente.StanceAsserted
	if c.Type == plover.Retreat && slices.ContainsFunc(s.recips, func(x filler) bool { return f.hasCase(x.mention.Head, "to") }) { // to whom land is ceded, nobody did harm
		return false
	}
	return !slices.ContainsFunc(s.recips, func(x filler) bool {
		a := f.t.Actors[x.actor]
		switch {
		case a == nil:
			return true
		case a.Type == entente.ActorState:
			return x.deep && quad < 4 || c.Stance.Stance == entente.StanceConditional
		case quad == 3 && !passive:
			return true
		case x.deep && (quad == 3 || !f.c.is("bodies", string(a.Type))):
			return true
		case f.c.is("bodies", string(a.Type)), f.c.is("groups", string(a.Type)):
			return !told
		}
		return !told || c.Mode == "" || !passive
	})
}

// isConcrete reports whether what a verb of force is done to, where it names no
// actor, is a person or thing that force could be used on: not "killed the bill".
func (f *finder) isConcrete(c *Candidate, s *sense) bool {
	if c.Type != plover.Assault && c.Type != plover.Coerce || s.fr.pos != 'V' || len(s.fr.needs) > 0 {
		return true
	}
	for _, k := range f.objects(s.at) {
		t := &f.s.Tokens[k]
		if f.c.is("person", t.Lemma) || f.c.is("crowd", t.Lemma) || f.c.is("building", t.Lemma) || f.c.is("troops", t.Lemma) ||
			f.s.Child(k, "nummod") >= 0 || t.UPOS == "NUM" || t.UPOS == "PROPN" || t.UPOS == "PRON" || len(f.heads[k]) > 0 {
			return true
		}
		if slices.ContainsFunc(f.mentions, func(m document.Mention) bool { return m.Head == k && m.Sector != "" }) {
			return true
		}
	}
	return false
}
