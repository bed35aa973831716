package event

import (
	"slices"

	"entente"
	"entente/plover"
)

// operate gives an operator's sense the meaning that its complement decides, and
// reports whether it has any.
func (f *finder) operate(s *sense) bool {
	in := s.inner
	if in == nil || s.fr.op == "refuse" && in.typ == plover.Accuse && f.s.Tokens[in.at].UPOS == "VERB" { // "refused to condemn"
		return false
	}
	if (s.fr.op == "plan" || s.fr.op == "commit") && f.s.Addressee(s.at) >= 0 { // "hopes for Kestria to withdraw"
		return false
	}
	if s.fr.op == "light" && f.s.Tokens[in.at].Lemma == "warning" && in.inner != nil && f.isOfOthers(in.inner.actors, s.actors) { // "issued a warning that Rohan would attack"
		return false
	}
	if s.fr.op == "halt" && plover.Quad(in.typ) == 4 && f.isOfOthers(in.actors, s.actors) { // "fought to end Rohan's occupation"
		return false
	}
	if l := f.s.Tokens[s.at].Lemma; s.fr.op == "threat" && plover.Quad(in.typ) <= 2 && (l == "refuse" || l == "decline") { // "declined to rule out talks"
		return false
	}
	negated := f.isNegated(in.at) && in.at != s.at
	typ, mode, ok := combine(s.fr.op, in.typ, in.mode, negated)

	if !ok {
		return false
	}
	favours := s.fr.op == "threat" && plover.Quad(in.typ) <= 2 && !negated
	if favours { // no threat to whom it favours
		s.recips = without(s.recips, in.recips, true)
		if (f.s.Tokens[s.at].Lemma == "warn" || f.s.Tokens[s.at].Lemma == "warning") && len(s.recips) == 0 {
			typ, mode, favours = plover.Agree, "", false // "warned that it would defend Rohan"
		}
	}
	if s.fr.op == "light" && typ == plover.Consult && f.s.Tokens[s.at].Lemma == "decision" { // "the decision to open talks"
		typ, mode = plover.Agree, ""
	}
	s.typ = typ
	if s.mode == "" || s.fr.op == "light" {
		s.mode = mode
	}
	if s.fr.op == "light" && s.fr.mode != "" && plover.Valid(typ, s.fr.mode) {
		s.mode = s.fr.mode
	}
	if !plover.Valid(s.typ, s.mode) {
		s.mode = ""
	}
	if s.fr.op == "light" && s.typ == plover.Protest { // "marched with" others, not against them
		s.recips = nil
	}
	f.lend(s)
	if favours {
		s.recips = without(s.recips, in.recips, true)
	}
	if s.mode == "resign" { // "announced her resignation" is done to nobody
		s.recips = nil
	}
	switch s.fr.op {
	case "deny", "accuse":
		in.alleged = true
	case "threat":
		in.used = true
		for _, c := range f.children(in.at, "conj") { // "warned it would cut aid and end talks"
			if k := f.sense(c); k != nil && plover.Quad(k.typ) <= 2 && len(f.children(c, "nsubj", "nsubj:pass")) == 0 {
				k.used = true
			}
		}
	case "request":
		in.used = in.latent || f.s.Tokens[in.at].UPOS != "VERB"
	default:
		in.used = true
	}
	return true
}

// lend gives an operator the actors of its complement that it has none of itself.
func (f *finder) lend(s *sense) {
	in := s.inner
	switch s.fr.op {
	case "request":
		if k := f.s.Addressee(s.at); k >= 0 && f.s.Tokens[k].UPOS == "PRON" { // "asked him to leave talks on Rohan": of whom is said
			break
		}
		if len(s.recips) == 0 {
			s.recips = without(in.actors, s.actors, isDomestic(in.typ))
		}
		if len(s.recips) == 0 && len(f.objects(s.at)) == 0 && len(f.children(in.at, "nsubj")) == 0 { // "urged a government to spy on Rohan" asks nothing of Rohan
			s.recips = slices.DeleteFunc(without(in.recips, s.actors, isDomestic(in.typ)), func(x filler) bool { return f.isCompatriot(x, s.actors) })
		}
	case "deny":
		if in.typ == plover.Accuse && len(s.recips) == 0 { // "disputed Gondor's accusations"
			s.recips = without(in.actors, s.actors, false)
		}
	case "accuse":
	default:
		if len(s.actors) == 0 {
			s.actors = in.actors
		}
		blamed := s.fr.op == "refuse" && in.typ == plover.Accuse
		if blamed { // "rejected criticism of Rohan" is not against Rohan
			s.recips = without(s.recips, in.recips, true)
		}
		asked := in.typ == plover.Request || in.typ == plover.Agree
		if s.fr.op == "refuse" && len(s.recips) == 0 && (asked || blamed) {
			s.recips = without(in.actors, s.actors, false) // of what was asked for or blamed, who asked or blamed
		}
		if blamed {
			break
		}
		if len(s.recips) == 0 {
			s.recips = without(in.recips, s.actors, isDomestic(in.typ))
		}
		if len(s.recips) == 0 && s.fr.op != "commit" && s.fr.op != "offer" && s.fr.op != "plan" {
			s.recips = without(in.actors, s.actors, isDomestic(in.typ))
		}
	}
}

// isCompatriot reports people of the state that acts: whose own people's release is demanded does
// not ask it of them.
func (f *finder) isCompatriot(x filler, actors []filler) bool {
	a := f.t.Actors[x.actor]
	return a != nil && a.Type == entente.ActorPeople && slices.ContainsFunc(actors, func(y filler) bool {
		b := f.t.Actors[y.actor]
		return b != nil && b.Country == a.Country && (b.Type == entente.ActorState || b.Type == entente.ActorGovernment)
	})
}

// isNegated reports a negation that stands with token i itself.
func (f *finder) isNegated(i int) bool {
	for _, c := range f.s.Children(i) {
		switch f.s.Tokens[c].Lemma {
		case "not", "never", "n't", "no":
			return true
		}
	}
	return false
}

// combine returns the type and mode of an operator over what it governs.
func combine(op string, typ plover.Type, mode string, negated bool) (plover.Type, string, bool) {
	friendly := plover.Quad(typ) <= 2
	switch op {
	case "light":
		return typ, mode, true
	case "commit", "plan":
		return commit(op, typ, mode, friendly, negated)
	case "offer": // "offered to search the village" threatens nobody
		return plover.Agree, "", friendly && !negated || negated && plover.Quad(typ) == 4
	case "threat":
		return plover.Threaten, threatMode(typ, mode), true
	case "request":
		if negated && !friendly {
			return plover.Request, "yield", true
		}
		return plover.Request, wishMode(typ), true
	case "refuse":
		if !friendly && typ != plover.Request && typ != plover.Accuse && typ != plover.Reject {
			return "", "", false // "refused to attack" is no refusal of cooperation
		}
		if typ == plover.Request {
			return plover.Reject, mode, true // "rejected a call for talks"
		}
		return plover.Reject, wishMode(typ), true
	case "deny":
		return plover.Reject, "", true
	case "accuse":
		return plover.Accuse, "allege", true
	case "halt", "cancel":
		return halt(op, typ)
	}
	return "", "", false
}

// commit is what a promise or plan to do something is.
func commit(op string, typ plover.Type, mode string, friendly, negated bool) (plover.Type, string, bool) {
	switch {
	case friendly && negated:
		return plover.Reject, wishMode(typ), true
	case friendly:
		return plover.Agree, "", true
	case negated && (plover.Quad(typ) == 4 || typ == plover.Threaten || typ == plover.Accuse):
		return plover.Agree, "", true
	case plover.Quad(typ) == 4 && typ != plover.Mobilize:
		return plover.Threaten, threatMode(typ, mode), true
	case op == "commit" && (typ == plover.Reject || typ == plover.Threaten):
		return typ, mode, true
	}
	return "", "", false
}

// halt is what an end of something is.
func halt(op string, typ plover.Type) (plover.Type, string, bool) {
	switch typ {
	case plover.Consult:
		if op == "cancel" {
			return plover.Reject, "meet", true
		}
		return plover.Sanction, "withdraw", true
	case plover.Agree:
		return plover.Reject, "", true
	case plover.Support, plover.Cooperate, plover.Aid:
		return plover.Sanction, "discontinue", true
	case plover.Sanction:
		return plover.Retreat, "", true
	case plover.Coerce, plover.Protest, plover.Threaten:
		return plover.Concede, "", true
	case plover.Assault, plover.Mobilize:
		return plover.Retreat, "ceasefire", true
	}
	return "", "", false
}

// wishMode is the mode of a request or refusal by what is asked for.
func wishMode(typ plover.Type) string {
	switch typ {
	case plover.Consult, plover.Agree: // talks, and to settle what they are about
		return "meet"
	case plover.Aid, plover.Cooperate, plover.Support:
		return "assist"
	case plover.Retreat, plover.Concede:
		return "yield"
	}
	return "change"
}

// threatMode is the mode of a threat by what is threatened.
func threatMode(typ plover.Type, mode string) string {
	switch typ {
	case plover.Assault, plover.Mobilize:
		return "violence"
	case plover.Coerce:
		switch mode {
		case "arrest":
			return "arrest"
		case "deport":
			return "expel"
		case "seize":
			return "territory"
		}
		return "restrict"
	case plover.Protest:
		return "restrict"
	case plover.Sanction:
		switch mode {
		case "expel":
			return "expel"
		case "withdraw":
			return "relations"
		}
		return "restrict"
	case plover.Reject, plover.Consult, plover.Support:
		return "relations"
	}
	return ""
}

// isOfOthers reports actors of whom none belongs to any of some others.
func (f *finder) isOfOthers(a, b []filler) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x filler) bool {
		return slices.ContainsFunc(b, func(y filler) bool { return related(x.actor, y.actor) })
	})
}
