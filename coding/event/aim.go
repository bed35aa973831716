package event

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
	"entente/plover"
)

// aim mends whom violence is told to hit: those it is told to be against, wherever the
// parser hung them, before the place where it happens; and that only where nobody of
// another place was hit there, and not by those who strike at others in it.
func (f *finder) aim(s *sense) {
	s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return f.isBodiless(s, x) })
	if s.typ != plover.Assault || s.fr.op != "" && s.fr.op != "light" {
		return
	}
	if s.fr.pos == 'V' && slices.ContainsFunc(f.objects(s.at), func(k int) bool { return f.c.is("battles", f.s.Tokens[k].Lemma) }) {
		s.recips = slices.DeleteFunc(s.recips, func(x filler) bool { return x.deep || x.placed }) // where a battle was fought
	}
	if slices.ContainsFunc(s.recips, func(x filler) bool { return !x.placed }) {
		return
	}
	if who := without(f.named(f.opposed(s.at), false), s.actors, false); len(who) > 0 {
		s.recips = who
		return
	}
	if who := without(f.opponents(s.at), s.actors, false); len(who) > 0 && len(s.recips) == 0 {
		s.recips = who
		return
	}
	if f.isElsewhere(s) {
		s.recips = nil
	}
}

// opponents returns who does the hostile deeds that the clause of token i says something to be
// against: "launched an intervention against attacks by Rohan".
func (f *finder) opponents(i int) []filler {
	var out []filler
	for _, k := range f.opposed(i) {
		if in := f.sense(k); in != nil && in.at != i && plover.Quad(in.typ) == 4 {
			out = append(out, in.actors...)
		} else if f.c.is("things", f.s.Tokens[k].Lemma) || f.s.Tokens[k].Lemma == "intervention" {
			out = append(out, f.named(f.withCase(k, "by"), false)...)
		}
	}
	return out
}

// opposed returns those whom the clause of token i says something to be against, or its
// subject: "conducted strikes using jets [against militants]", "strikes [against
// militants] killed ten".
func (f *finder) opposed(i int) []int {
	var out []int
	see := func(of int) {
		first, last := f.s.Subtree(of)
		for k := first; k < last; k++ {
			if k != of && f.hasCase(k, "against") && f.clause(k) == f.clause(i) && f.s.Tokens[k].UPOS != "VERB" {
				out = append(out, k)
			}
		}
	}
	see(i)
	return out
}

// isElsewhere reports violence of which only the place is named, but not to tell whom it
// hit: unnamed forces struck from the air there, an armed group attacked there, or it hit a
// person, or somebody of ours.
func (f *finder) isElsewhere(s *sense) bool {
	if len(s.recips) == 0 {
		return false
	}
	if len(s.actors) == 0 && s.mode == "aerial" && (s.fr.pos == 'N' || !f.isPassive(s.at)) {
		return true
	}
	if s.fr.pos != 'V' {
		return len(s.actors) > 0 && !slices.ContainsFunc(s.actors, f.isForeignTo(s.recips))
	}
	return slices.ContainsFunc(f.objects(s.at), f.isSomebody)
}

// isForeignTo returns whether an actor is a state, or of one, that none of some others is of.
func (f *finder) isForeignTo(others []filler) func(filler) bool {
	country := func(x filler) string {
		if a := f.t.Actors[x.actor]; a != nil {
			return a.Country
		}
		return ""
	}
	return func(x filler) bool {
		c := country(x)
		return len(c) == len("GBR") && !slices.ContainsFunc(others, func(o filler) bool { return country(o) == c })
	}
}

// isSomebody reports a word for a person who is told apart: by name, by a pronoun, as one
// of those of the speaker ("one of our soldiers") or of somebody named ("Theoden's son").
func (f *finder) isSomebody(k int) bool {
	t := &f.s.Tokens[k]
	if t.UPOS == "PRON" && t.XPOS != "WP" && t.XPOS != "WDT" || f.isPerson(k) || f.isOfPerson(k) {
		return true
	}
	for _, c := range f.s.Children(k) {
		switch x := &f.s.Tokens[c]; {
		case x.Rel == "nmod:poss" && (x.UPOS == "PRON" || f.isPerson(int(c)) || f.isOfPerson(int(c))),
			x.Rel == "nmod" && f.hasCase(int(c), "of") && f.isSomebody(int(c)):
			return true
		}
	}
	return false
}

// isBodiless reports a town, a province, or a government called by its capital, to which is
// told to be done what is done to bodies: "Dale was wounded", "Dale was found guilty" are of
// a person of that name.
func (f *finder) isBodiless(s *sense, x filler) bool {
	bodily := f.c.is("bodily", f.s.Tokens[s.at].Lemma) && s.typ == plover.Assault ||
		s.typ == plover.Sanction && (s.mode == "convict" || s.mode == "expel") || s.typ == plover.Coerce && s.mode == "arrest"
	if !bodily || x.deep || x.placed || x.mention.Kind != document.MentionName {
		return false
	}
	a := f.t.Actors[x.actor]
	return x.mention.Place || a != nil && a.Type == entente.ActorGovernment && f.s.Tokens[x.mention.Head].UPOS == "PROPN"
}

// isEither reports actors of whom only one is meant: "either Gondor or Rohan".
func (f *finder) isEither(s *sense) bool {
	return slices.ContainsFunc(append(slices.Clone(s.actors), s.recips...), func(x filler) bool {
		if x.mention.Sentence != f.at {
			return false
		}
		k := x.mention.Head
		if f.s.Tokens[k].Rel == "conj" && f.s.Tokens[k].Head >= 0 {
			return f.isAlternative(k)
		}
		return slices.ContainsFunc(f.children(k, "conj"), f.isAlternative)
	})
}

// isAlternative reports a conjunct behind "or".
func (f *finder) isAlternative(k int) bool {
	c := f.s.Child(k, "cc")
	return c >= 0 && strings.EqualFold(f.s.Tokens[c].Form, "or")
}

// doubt makes what is told of one of several asserted of none.
func (f *finder) doubt(c *Candidate, s *sense) {
	if c.Stance.Stance == entente.StanceAsserted && f.isEither(s) {
		c.Stance.Stance, c.Absorbed = entente.StanceHedged, true
	}
}
