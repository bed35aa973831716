package actor

import (
	"slices"
	"strings"

	"entente"
)

// office is one that a text gives a person: "vice president".
type office struct {
	words  string // as officeName gives them
	former bool
}

// officeName writes the words of a title in one way: "minister for defence" and
// "defense minister", "Sen" and "senator" are the same.
func officeName(words string) string {
	if n, ok := sameOffices[words]; ok {
		return n
	}
	for _, of := range [...]string{"minister of the ", "minister of ", "minister for "} {
		if what, ok := strings.CutPrefix(words, of); ok {
			words = what + " minister"
			break
		}
	}
	if n, ok := sameOffices[words]; ok {
		return n
	}
	return strings.ReplaceAll(words, "defence", "defense")
}

// sameOffices are titles of one meaning, by the words that stand for all of them.
var sameOffices = map[string]string{
	"premier": "prime minister", "foreign affairs minister": "foreign minister", "external affairs minister": "foreign minister",
	"sen": "senator", "rep": "representative", "congressman": "representative", "congresswoman": "representative", "gen": "general",
	"lt gen": "lieutenant general", "maj gen": "major general", "col": "colonel", "capt": "captain", "sgt": "sergeant", "adm": "admiral",
	"prof": "professor", "rev": "reverend", "frontrunner": "front runner", "chairwoman": "chairman", "chairperson": "chairman", "chair": "chairman",
	"spokeswoman": "spokesman", "spokesperson": "spokesman", "state senator": "senator",
}

// lesser are the words before a title that make another of it: the vice president is
// no president, the attorney general no general.
var lesser = map[string]bool{
	"vice": true, "deputy": true, "assistant": true, "associate": true, "under": true, "former": true, "attorney": true, "solicitor": true,
	"surgeon": true, "secretary": true, "director": true, "governor": true, "press": true, "home": true, "cabinet": true, "junior": true,
}

// answersTo reports whether who has a title may be called by asked: "the minister" is
// a foreign minister, "the president" no vice president.
func answersTo(title, asked string) bool {
	title, asked = officeName(title), officeName(asked)
	before, ok := strings.CutSuffix(title, asked)
	if !ok || before != "" && !strings.HasSuffix(before, " ") {
		return false
	}
	return !slices.ContainsFunc(strings.Fields(before), func(w string) bool { return lesser[w] })
}

// groups are nouns of the table of persons that name several at once: nobody is one.
var groups = map[string]bool{"team": true, "delegation": true, "mission": true, "staff": true, "personnel": true, "envoys": true, "insiders": true}

// isCalled reports whether the text gives a person a title that answers to asked.
func (f *figure) isCalled(asked string, former bool) bool {
	return slices.ContainsFunc(f.offices, func(o office) bool { return o.former == former && answersTo(o.words, asked) })
}

// held reports whether the table gives a person a title that answers to asked and
// that was held on a day, or before it where former is set.
func (f *figure) held(asked string, former bool, on entente.Day) bool {
	if f.thing == nil {
		return false
	}
	return slices.ContainsFunc(f.thing.roles, func(r role) bool {
		ended := !on.IsZero() && !r.until.IsZero() && r.until < on
		begun := on.IsZero() || r.since.IsZero() || r.since <= on
		return begun && ended == former && answersTo(fold(r.title), asked)
	})
}

// titled returns the person last named who is called by a title in the text, else the
// last of whom the table knows it; of two in one sentence its subject, nil where neither
// or both are that.
func (d *desk) titled(i int, asked string, former bool) *ref {
	for _, is := range [...]func(*figure) bool{
		func(f *figure) bool { return f.isCalled(asked, former) },
		func(f *figure) bool { return f.held(asked, former, d.on) },
	} {
		var found *ref
		for k := len(d.refs) - 1; k >= 0 && d.refs[k].sentence >= i-6; k-- {
			r := &d.refs[k]
			switch {
			case r.modifier || r.plural || r.who == nil || !is(r.who):
			case found == nil:
				found = r
			case r.sentence != found.sentence || r.who == found.who:
			case r.subject == found.subject, d.text.Sentences[r.sentence].Tokens[found.token].Rel == "conj":
				return nil
			case r.subject:
				found = r
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// holder returns the person of the document who holds an office in a country, nil
// where nobody or more than one does.
func (d *desk) holder(asked, country string, former bool) *figure {
	var found *figure
	for _, f := range d.people {
		if country == "" || f.country != country || !f.isCalled(asked, former) && !f.held(asked, former, d.on) {
			continue
		}
		if found != nil && found != f {
			return nil
		}
		found = f
	}
	return found
}
