package event

import (
	"slices"
	"strings"

	"entente"
	"entente/document"
	"entente/plover"
)

// filler is an actor found in a slot, with the mention that names it.
type filler struct {
	actor   entente.ActorID
	mention document.Mention
	deep    bool // taken from a word beside the one the slot leads to
	placed  bool // where it happened
}

// fill returns the actors of the first path of a slot that leads to any.
func (f *finder) fill(i int, s slot) []filler {
	defer func(v int) { f.verb = v }(f.verb)
	f.verb = i
	for _, p := range s.paths {
		tokens := f.walk(i, p)
		out := f.named(tokens, isPlace(p))
		if len(out) == 0 && len(tokens) > 0 && len(p) == 1 && p[0] == "by" {
			return nil // "the massacre of Gondorians by militants" was not done by Gondorians
		}
		if len(out) == 0 && len(p) == 1 && p[0] == "obj" && !slices.ContainsFunc(tokens, f.isSomebody) { // "accepted refugees from Rohan", hung on the verb
			for _, k := range append(f.withCase(i, "from"), f.withCase(i, "of")...) {
				if f.c.is("border", f.s.Tokens[k].Lemma) { // "drove convoys from Rohan's border"
					continue
				}
				out = f.gather(out, k, 1)
			}
			for m := range out {
				out[m].deep = true
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// named returns the actors that tokens name. Where one of them is an actor, those
// beside others are left out: "left for Rohan for talks with a committee of Gondor".
// Of a place those who belong to it count, not those it has to do with ("killed in
// a fight with Rohan").
func (f *finder) named(tokens []int, place bool) []filler {
	var out []filler
	own := false
	for _, k := range tokens {
		n := len(out)
		f.placed = place
		out = f.gather(out, k, 0)
		f.placed = false
		for m := n; m < len(out); m++ {
			out[m].placed = place
		}
		deep := !slices.ContainsFunc(out[n:], func(x filler) bool { return !x.deep })
		switch {
		case deep && own:
			out = out[:n]
		case !deep && !own && n > 0:
			out = slices.Delete(out, 0, n)
		}
		own = own || !deep
	}
	return out
}

// isPlace reports a path that ends in where something happens.
func isPlace(p path) bool {
	switch p[len(p)-1] {
	case "in", "at", "near", "outside", "along":
		return true
	}
	return false
}

// gather appends the actors that token i and what is coordinated with it name;
// where the word names nobody, those of the words beside it ("Rohan's policy",
// "the government of Rohan").
func (f *finder) gather(out []filler, i, depth int) []filler {
	if depth > 5 {
		return out
	}
	if k := f.s.Relative(i); k >= 0 {
		i = k
	}
	n := len(out)
	out = f.own(out, i)
	if len(out) == n+1 && f.s.Tokens[i].XPOS == "NNS" {
		out = f.shared(out, i, depth)
	}
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		switch {
		case t.Rel == "conj" && t.UPOS != "VERB" && !f.startsClause(i, int(c)) && !f.s.IsOpposed(int(c)) && !f.s.IsBehind(f.verb, i, int(c)):
			out = f.gather(out, int(c), depth+1)
		case t.Rel == "appos" && (len(out) == n && !f.isListed(i, int(c)) || f.s.IsNextOfTwo(i, int(c)) && len(f.heads[c]) > 0):
			out = f.own(out, int(c))
		}
	}
	if len(out) == n {
		out = f.beside(out, i, depth)
	}
	return out
}

// isListed reports an apposition behind a colon, further on: "was praised by the council:
// Gondor in May, Rohan in June" does not say who the council is.
func (f *finder) isListed(i, c int) bool {
	k := f.s.Child(c, "punct")
	return k > i+1 && k < c && f.s.Tokens[k].Form == ":"
}

// shared appends the second and later owners of a plural ("the presidents of
// Gondor and Rohan"), of whom a mention names the first only.
func (f *finder) shared(out []filler, i, depth int) []filler {
	if depth > 5 {
		return out
	}
	for _, c := range f.children(i, "nmod", "nmod:poss") {
		if f.s.Tokens[c].Rel == "nmod" && !f.hasCase(c, "of") && !f.hasCase(c, "from") {
			continue
		}
		for _, k := range f.children(c, "conj") {
			out = f.gather(out, k, depth+1)
		}
		if len(f.heads[c]) == 0 { // "the heads of state of Gondor and Rohan"
			out = f.shared(out, c, depth+1)
		}
	}
	return out
}

// startsClause reports whether conjunct c of i stands after a comma with no list
// before it, as the subject of the next clause does that a parser hung too low
// ("... with Gondor, and Rohan ...").
func (f *finder) startsClause(i, c int) bool {
	a, _ := f.s.Subtree(c)
	if a == 0 {
		return false
	}
	first := &f.s.Tokens[a]
	if first.UPOS != "CCONJ" && first.UPOS != "PUNCT" {
		return false
	}
	comma := first.Form == "," && a+1 < c && f.s.Tokens[a+1].UPOS == "CCONJ" || f.s.Tokens[a-1].Form == "," && first.UPOS == "CCONJ"
	return comma && len(f.children(i, "conj")) == 1 && f.s.Tokens[i].Rel != "conj"
}

// own appends the actors of token i alone.
func (f *finder) own(out []filler, i int) []filler {
	for _, k := range f.heads[i] {
		if x := (filler{actor: f.mentions[k].Actor, mention: f.mentions[k]}); !f.isLocal(i, &x.mention) && !f.isWater(x.actor) && len(without([]filler{x}, f.skip, true)) > 0 {
			out = add(out, x)
		}
	}
	if len(f.heads[i]) > 0 {
		out = f.joined(out, i)
	}
	if len(f.heads[i]) == 0 && (f.s.Tokens[i].UPOS == "PROPN" || strings.HasPrefix(f.s.Tokens[i].XPOS, "NNP")) { // a name whose tree and span disagree
		for _, m := range f.mentions {
			if m.Actor != "" && m.First <= i && i < m.Last && !f.isLocal(i, &m) {
				return add(out, filler{actor: m.Actor, mention: m})
			}
		}
	}
	return out
}

// joined appends the names that hyphens join with that of token i: "the
// Gondor-Rohan-Mordor talks".
func (f *finder) joined(out []filler, i int) []filler {
	for k := i - 2; k >= 0 && len(f.heads[k]) > 0; k -= 2 {
		a, hyphen, b := &f.s.Tokens[k], &f.s.Tokens[k+1], &f.s.Tokens[k+2]
		if hyphen.Form != "-" && hyphen.Form != "–" || a.End != hyphen.Start || hyphen.End != b.Start || a.UPOS != "PROPN" || b.UPOS != "PROPN" {
			break
		}
		for _, n := range f.heads[k] {
			if m := f.mentions[n]; !f.isLocal(k, &m) {
				out = add(out, filler{actor: m.Actor, mention: m})
			}
		}
	}
	return out
}

// isLocal reports a town or province where who acts is sought: what it does, its state
// does not. Crowds are of the state where they are.
func (f *finder) isLocal(i int, m *document.Mention) bool {
	return f.acting && m.Place && (!f.crowd || f.s.IsActing(i) || m.Modifier)
}

// isWater reports a sea, to which nobody does anything and which does nothing.
func (f *finder) isWater(id entente.ActorID) bool {
	a := f.t.Actors[id]
	return a != nil && a.Type == entente.ActorRegion && (strings.HasSuffix(a.Label, " Sea") || strings.HasSuffix(a.Label, " Ocean") || strings.HasSuffix(a.Label, " Strait"))
}

func add(out []filler, x filler) []filler {
	for i := range out {
		if out[i].actor == x.actor {
			return out
		}
	}
	return append(out, x)
}

// beside appends the actors of the words that stand with noun i, the closest
// kind first: possessor and modifiers, then "of" and "from", then the others.
func (f *finder) beside(out []filler, i, depth int) []filler {
	if f.s.Tokens[i].UPOS == "VERB" || f.s.Tokens[i].UPOS == "PRON" {
		return out
	}
	n := len(out)
	ranks := 5
	if f.c.is("things", f.s.Tokens[i].Lemma) { // where an explosion was does not say whose
		ranks = 3
	} else if f.acting || f.placed && !f.c.is("border", f.s.Tokens[i].Lemma) { // "units to Rohan" are not Rohan's
		ranks = 4
	}
	if f.s.Tokens[i].UPOS == "PROPN" { // a group by name is not of the place where it is
		ranks = min(ranks, 3)
	}
	for rank := range ranks {
		for _, c := range f.s.Children(i) {
			k := int(c)
			if !f.lends(k, rank) {
				continue
			}
			m := len(out)
			out = f.gather(out, k, depth+2)
			if f.isOther(i) {
				out = append(out[:m], slices.DeleteFunc(out[m:], func(x filler) bool {
					a := f.t.Actors[x.actor]
					return a != nil && a.Type == entente.ActorPerson && x.mention.Head == k
				})...)
			}
			counted := rank == 2 && f.c.is("counting", f.s.Tokens[i].Lemma) // "dozens of [Gondorians]" are Gondorians
			for ; m < len(out); m++ {
				out[m].deep = out[m].deep || !counted
			}
		}
		if found := slices.Clone(out[n:]); len(found) > 0 { // of a state and its court, which "the Kestrian court verdict" names, it is the court's
			return append(out[:n], slices.DeleteFunc(out[n:], func(x filler) bool {
				return slices.ContainsFunc(found, func(y filler) bool {
					return strings.HasPrefix(string(y.actor), string(x.actor)+".") && y.mention.Head != x.mention.Head
				})
			})...)
		}
	}
	return out
}

// isOther reports a noun for others than the person whose name stands with it: his
// supporters, his boss or anybody who could not be told, a square named after him.
func (f *finder) isOther(i int) bool {
	lemma := f.s.Tokens[i].Lemma
	return f.c.is("followers", lemma) || f.c.is("site", lemma) || f.c.is("memorial", lemma) ||
		slices.ContainsFunc(f.mentions, func(m document.Mention) bool {
			return m.Head == i && m.Actor == "" && m.Kind == document.MentionNominal
		})
}

// lends reports whether child k of a noun may name whose it is.
func (f *finder) lends(k, rank int) bool {
	t := &f.s.Tokens[k]
	if rank > 1 && t.Head >= 0 && slices.ContainsFunc(f.children(t.Head, "compound"), func(c int) bool { return f.c.is("others", f.s.Tokens[c].Lemma) }) {
		return false // proxy forces in Gondor are not Gondor's
	}
	if rank <= 2 && t.Head >= 0 && f.c.is("others", f.s.Tokens[t.Head].Lemma) { // a Gondorian colony is not Gondor, nor neighbours of Gondor
		return false
	}
	if rank == 1 && t.Head >= 0 && (f.c.is("lands", f.s.Tokens[t.Head].Lemma) || f.c.is("ground", f.s.Tokens[t.Head].Lemma)) && f.isFormer(t.Head) { // nor is a former Gondorian province Gondor
		return false
	}
	switch rank {
	case 0, 1:
		if rank == 0 {
			return t.Rel == "nmod:poss"
		}
		return (t.Rel == "amod" || t.Rel == "compound" || t.Rel == "nmod:unmarked") && !f.isAgainst(k) && !f.isCalledAfter(k) && !f.isOfBand(k) && !f.isInLongerName(k)
	}
	if t.Rel != "nmod" || k < t.Head { // "for Gondor, the league is an instrument"
		return false
	}
	for _, c := range f.s.Children(k) {
		if x := &f.s.Tokens[c]; x.Rel == "case" {
			word := strings.ToLower(x.Form)
			switch rank {
			case 2:
				return word == "of" && !f.isCalledAfter(k) && !(f.acting && f.c.is("hostile", f.s.Tokens[t.Head].Lemma)) // the invasion of Rohan is not by Rohan
			case 3:
				return f.c.is("home", word)
			}
			return f.c.is("lending", word)
		}
	}
	return false
}

// isFormer reports a noun for what was somebody's once.
func (f *finder) isFormer(i int) bool {
	return slices.ContainsFunc(f.children(i, "amod", "compound"), func(k int) bool {
		switch strings.ToLower(f.s.Tokens[k].Form) {
		case "former", "ex", "erstwhile", "onetime", "one-time":
			return true
		}
		return false
	})
}

// isOfBand reports a state's adjective with a word for a group of people, or a region's with one for
// a land: a Rohirric group is not Rohan, and a western country not the west.
func (f *finder) isOfBand(k int) bool {
	h := f.s.Tokens[k].Head
	if h < 0 {
		return false
	}
	band, land := f.c.is("bands", f.s.Tokens[h].Lemma), f.c.is("lands", f.s.Tokens[h].Lemma) && f.s.Tokens[h].XPOS == "NN"
	return (band || land) && slices.ContainsFunc(f.mentions, func(m document.Mention) bool {
		a := f.t.Actors[m.Actor]
		return m.First <= k && k < m.Last && a != nil && (band && m.Head == k && a.Type == entente.ActorState || land && a.Type == entente.ActorRegion)
	})
}

// isInLongerName reports the name of a people, faith or region within a longer one that nobody
// knows: "the Rohirric Discrimination Committee" is not the Rohirrim, nor is the Rohan River Rohan.
func (f *finder) isInLongerName(k int) bool {
	if k+1 < len(f.s.Tokens) {
		switch f.s.Tokens[k+1].Form {
		case "River", "Sea", "Basin", "Gulf", "Valley", "Delta", "Lake", "Ocean":
			return true
		}
	}
	h := f.s.Tokens[k].Head
	return h > k && f.s.Tokens[h].UPOS == "PROPN" && len(f.heads[h]) == 0 && slices.ContainsFunc(f.heads[k], func(n int32) bool {
		a := f.t.Actors[f.mentions[n].Actor]
		return a != nil && (a.Type == entente.ActorEthnicGroup || a.Type == entente.ActorReligiousGroup || a.Type == entente.ActorRegion)
	})
}

// isCalledAfter reports a city whose name a treaty or meeting bears: "the Sorovo accord", "the
// Treaty of Sorovo".
func (f *finder) isCalledAfter(k int) bool {
	t := &f.s.Tokens[k]
	if t.Head < 0 || (t.Rel != "compound" || t.Head < k) && (t.Rel != "nmod" || t.Head > k || f.s.Tokens[t.Head].UPOS != "PROPN" || !f.hasCase(k, "of")) || !f.c.is("bearing", strings.TrimSuffix(strings.ToLower(f.s.Tokens[t.Head].Lemma), "s")) {
		return false
	}
	for _, n := range f.heads[k] {
		if a := f.t.Actors[f.mentions[n].Actor]; a != nil && (a.Type == entente.ActorGovernment || f.mentions[n].Place) {
			return true
		}
	}
	return false
}

// isAgainst reports a name behind "anti-" or "pro-", in one word or cut, or before "-bound": an
// anti-Gondorian policy is not Gondor's.
func (f *finder) isAgainst(k int) bool {
	if k >= 2 && f.s.Tokens[k-1].Form == "-" && f.s.Tokens[k-1].End == f.s.Tokens[k].Start {
		switch strings.ToLower(f.s.Tokens[k-2].Form) {
		case "anti", "pro", "non", "counter", "pre", "post":
			return true
		}
	}
	if k+2 < len(f.s.Tokens) && f.s.Tokens[k+1].Form == "-" && f.s.Tokens[k+2].Form == "bound" { // where a ship goes does not say whose it is
		return true
	}
	word := strings.ToLower(f.s.Tokens[k].Form)
	return slices.ContainsFunc([]string{"anti-", "pro-", "non-", "counter-", "pre-", "post-"}, func(p string) bool { return strings.HasPrefix(word, p) })
}

// without returns the fillers of a whose actor is not in b. Of a word beside the
// one meant ("in Rohan", of something that Rohan's police did) an actor that
// belongs to one of b is only kept where a state may do it to its own.
func without(a, b []filler, domestic bool) []filler {
	var out []filler
	for _, x := range a {
		keep := true
		for _, y := range b {
			if x.actor == y.actor || x.deep && !domestic && related(x.actor, y.actor) {
				keep = false
			}
		}
		if keep {
			out = append(out, x)
		}
	}
	return out
}

// isDomestic reports a type of what a government often does to its own people.
func isDomestic(t plover.Type) bool {
	switch t {
	case plover.Coerce, plover.Assault, plover.Concede, plover.Protest, plover.Mobilize:
		return true
	}
	return false
}

// related reports whether one actor is, or belongs to, the other.
func related(a, b entente.ActorID) bool {
	return a == b || strings.HasPrefix(string(a), string(b)+".") || strings.HasPrefix(string(b), string(a)+".")
}
