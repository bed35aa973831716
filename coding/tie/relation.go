package tie

import (
	"strings"

	"entente"
	"entente/document"
)

// relation tries a noun that names what is between two actors.
func (f *finder) relation(r *relation, i int) {
	if f.isNamePart(i) {
		return
	}
	parts, toward := f.participants(r, i)
	if r.sign > 0 {
		f.against(r, i, parts)
	}
	if toward && allFar(parts) {
		parts = f.joinSubject(i, parts)
	}
	if len(parts) == 0 {
		parts = f.sharedBy(i)
	}
	if len(parts) == 0 || toward && allFar(parts) {
		parts = append(f.embroiled(i), parts...)
	}
	if len(parts) < 2 {
		parts = f.bothCountries(i, parts)
	}
	if len(parts) < 2 || len(parts) > 4 {
		return
	}
	layer, sign, label, ok := f.quality(r, i)
	if !ok {
		return
	}
	given := f.isGiven(i)
	changing := -1
	if r.sign >= 0 && f.isChanged(i) {
		given, changing = false, f.s.Tokens[i].Head
	}
	for x, a := range parts {
		for _, b := range parts[x+1:] {
			if related(a.actor, b.actor) || a.far && b.far || toward && a.far == b.far { // "their war with Gondor" is not between them, nor are their ties with it
				continue
			}
			c := f.candidate(i, a, b)
			c.Given = given
			c.Layer, c.Sign, c.Relation, c.Rule = layer, sign, label, r.example
			c.Negated = strings.HasPrefix(label, "has no ") || strings.HasSuffix(label, "(severed)") || strings.HasSuffix(label, "(suspended)")
			if changing >= 0 {
				c.Head, c.Negated = changing, false
			} else if f.isTopic(i) {
				c.Negated = true
			}
			f.add(c)
		}
	}
}

// isGiven reports a definite noun, or one that is to be eased or ended, that no word
// of making governs.
func (f *finder) isGiven(i int) bool {
	definite := false
	for _, c := range f.s.Children(i) {
		switch t := &f.s.Tokens[c]; t.Rel {
		case "det":
			switch strings.ToLower(t.Form) {
			case "the", "this", "that", "these", "those":
				definite = true
			}
		case "nmod:poss":
			definite = true
		}
	}
	h := f.s.Tokens[i].Head
	if h < 0 {
		return definite
	}
	made := f.s.Tokens[i].Rel != "obl" && f.c.is("making", f.s.Tokens[h].Lemma) // not in "form a front with its ally"
	return (definite || f.c.is("easing", f.s.Tokens[h].Lemma)) && !made
}

// isChanged reports a relation that a verb changes, so that what is planned or asked is its new
// state: "plans to deepen its ties".
func (f *finder) isChanged(i int) bool {
	t := &f.s.Tokens[i]
	if t.Rel != "obj" && t.Rel != "nsubj" && t.Rel != "nsubj:pass" || t.Head < 0 {
		return false
	}
	_, changed := f.trendOf(t.Head, "verb")
	_, ended := f.trendOf(t.Head, "ties")
	return changed || ended
}

// against makes the ties of "their alliance against Mordor": each of parts
// stands with the others against that actor.
func (f *finder) against(r *relation, i int, parts []filler) {
	for _, k := range f.withCase(i, "against") {
		for _, b := range f.actors(k) {
			for _, a := range parts {
				if related(a.actor, b.actor) {
					continue
				}
				c := f.candidate(i, a, b)
				c.Directed, c.Layer, c.Sign, c.Relation, c.Rule = true, r.layer, -1, "is allied against", r.example
				f.add(c)
			}
		}
	}
}

// sharedBy returns the two subjects of "Gondor and Rohan have close relations",
// also where the noun stands after "a basis of".
func (f *finder) sharedBy(i int) []filler {
	t := &f.s.Tokens[i]
	if t.Rel == "nmod" && t.Head >= 0 && f.caseOf(i) == "of" && len(f.heads[t.Head]) == 0 {
		t = &f.s.Tokens[t.Head]
	}
	if t.Rel != "obj" || t.Head < 0 {
		return nil
	}
	switch f.s.Tokens[t.Head].Lemma {
	case "have", "enjoy", "maintain", "build", "develop", "strengthen", "deepen", "expand", "establish", "share", "restore", "sever", "resume", "intensify", "boost", "enhance", "increase", "improve", "normalize", "normalise":
	default:
		return nil
	}
	var out []filler
	for _, s := range f.subjects(t.Head, 0) {
		for _, x := range f.actors(s) {
			if !contains(out, x.actor) {
				out = append(out, x)
			}
		}
	}
	if len(out) < 2 || len(out) > 4 {
		return nil
	}
	return out
}

// embroiled returns who is said to be in noun i: "Gondor and Mordor are embroiled in a dispute".
func (f *finder) embroiled(i int) []filler {
	t := &f.s.Tokens[i]
	if t.Rel != "obl" || t.Head < 0 || f.caseOf(i) != "in" || !f.isPassive(t.Head) {
		return nil
	}
	switch f.s.Tokens[t.Head].Lemma {
	case "embroil", "lock", "engage", "entangle", "mire":
	default:
		return nil
	}
	var out []filler
	for _, k := range f.objects(t.Head) {
		for _, x := range f.actors(k) {
			if !contains(out, x.actor) {
				out = append(out, x)
			}
		}
	}
	return out
}

// isTopic reports relations of which a verb says something else than that there are none: those that
// "have never been based on trust" are there.
func (f *finder) isTopic(i int) bool {
	t := &f.s.Tokens[i]
	if t.Rel != "nsubj" && t.Rel != "nsubj:pass" || t.Head < 0 || f.s.Tokens[t.Head].UPOS != "VERB" {
		return false
	}
	if _, ok := f.trend(i); ok {
		return false
	}
	switch f.s.Tokens[t.Head].Lemma {
	case "exist", "remain", "survive", "last", "begin", "start", "resume", "change", "end", "break", "erupt", "follow", "continue":
		return false
	}
	return true
}

// isNamePart reports whether noun i is part of a fixed expression: "public
// relations", "in relation to".
func (f *finder) isNamePart(i int) bool {
	if t := &f.s.Tokens[i]; t.Lemma == "relation" && t.XPOS == "NN" && f.caseOf(i) == "in" {
		return true
	}
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		if t.Rel == "compound" && (t.Lemma == "public" || t.Lemma == "trade" && f.s.Tokens[i].Lemma == "union") || t.Rel == "amod" && (t.Lemma == "public" || t.Lemma == "civil" || t.Lemma == "internal") {
			return true
		}
	}
	return false
}

// participants returns the actors that the tree puts beside relation noun i, in
// text order without repeats, and whether one of them stands after "with",
// "to", "towards" or "against" and so wants another.
func (f *finder) participants(r *relation, i int) (parts []filler, toward bool) {
	of := false
	add := func(xs []filler, far bool) bool {
		n := len(parts)
		for _, x := range xs {
			x.far = far
			if !contains(parts, x.actor) {
				parts = append(parts, x)
			}
		}
		return len(parts) > n
	}
	for _, c := range f.s.Children(i) {
		k := int(c)
		t := &f.s.Tokens[c]
		switch {
		case k < i && (t.Rel == "amod" || t.Rel == "compound" || t.Rel == "nmod:poss" || t.Rel == "nmod" || t.Rel == "dep" || t.Rel == "nmod:unmarked"):
			if xs := f.before(k, i); r.sign >= 0 || len(xs) < 2 || !f.coordinated(k) {
				add(xs, false)
			}
		case k > i && t.Rel == "nmod":
			switch p := f.caseOf(k); p {
			case "of":
				of = true
				if xs := f.actors(k); r.sign >= 0 || len(xs) < 2 { // "the wars of A and B" are two wars
					add(xs, false)
				}
				for _, q := range f.withCase(k, "with") { // hung too low: "relations of Rohan with Gondor"
					if q > k && add(f.actors(q), true) {
						toward = true
					}
				}
			case "between", "among":
				add(f.actors(k), false)
			case "against":
				if r.sign < 0 && add(f.actors(k), true) {
					toward = true
				}
			case "on", "upon":
				if r.noun == "war" && add(f.actors(k), true) { // "its war on Mordor"
					toward = true
				}
			case "with", "to", "towards", "toward", "from":
				if p != "with" && r.layer == entente.LayerMilitary { // "took the guns from the war to Rohan"
					continue
				}
				if add(f.actors(k), true) {
					toward = true
				}
			}
		case k > i && t.Rel == "conj" && t.UPOS == "PROPN" && of:
			add(f.actors(k), false) // the second name after "of" hung on the noun
		}
	}
	if !toward {
		parts, toward = f.lent(i, parts)
	}
	return parts, toward
}

// lent adds the actors of phrases that the parser hung on the verb: "has ties
// with Rohan".
func (f *finder) lent(i int, parts []filler) ([]filler, bool) {
	t := &f.s.Tokens[i]
	if t.Head < 0 || t.Rel != "obj" && t.Rel != "nsubj:pass" && t.Rel != "nsubj" {
		return parts, false
	}
	for _, p := range []string{"with", "between"} {
		for _, k := range f.withCase(t.Head, p) {
			if k < i || k > i+8 || len(f.actors(k)) == 0 { // "watched the alliance with concern"
				continue
			}
			for _, x := range f.actors(k) {
				if !contains(parts, x.actor) {
					x.far = p == "with"
					parts = append(parts, x)
				}
			}
			return parts, p == "with"
		}
	}
	return parts, false
}

// allFar reports whether one side is still to be found.
func allFar(parts []filler) bool {
	for _, p := range parts {
		if !p.far {
			return false
		}
	}
	return len(parts) > 0
}

// coordinated reports whether modifier k is two words joined by "and" or "or".
func (f *finder) coordinated(k int) bool {
	a, b := f.s.Subtree(k)
	for j := a; j < b; j++ {
		if f.s.Tokens[j].UPOS == "CCONJ" {
			return true
		}
	}
	return false
}

func contains(parts []filler, a entente.ActorID) bool {
	for _, p := range parts {
		if p.actor == a {
			return true
		}
	}
	return false
}

// before returns the actors named in the modifier k that stands before noun i,
// as in "Gondorian-Rohirrim": all names in it, as long as it holds no other noun
// that has a sense of its own.
func (f *finder) before(k, i int) []filler {
	a, b := f.s.Subtree(k)
	if b > i {
		b = i
	}
	if b-a > 8 {
		return f.own(nil, k)
	}
	var out []filler
	if own := f.own(nil, k); len(own) > 0 || f.s.Tokens[k].UPOS != "NOUN" {
		for j := a; j < b; j++ {
			if j != k && f.s.Tokens[j].UPOS == "NOUN" && len(f.heads[j]) == 0 && f.s.Tokens[j].Rel != "conj" {
				return own
			}
			if j != k && len(own) > 0 && f.s.Tokens[j].UPOS == "PRON" && f.s.Tokens[j].Rel == "nmod:poss" { // "his country's row" is the country's
				continue
			}
			for _, m := range f.heads[j] {
				x := f.mentions[m]
				out = append(out, filler{actor: x.Actor, mention: x, weak: x.Kind == document.MentionPronoun})
			}
		}
		if len(out) == 0 {
			out = own
		}
	}
	return out
}

// joinSubject adds the subject of the clause in which relation noun i is an
// object: "Rohan has close ties with Gondor"; of "citing tensions with its neighbour Gondor", whose
// neighbour it is, whoever cites them.
func (f *finder) joinSubject(i int, parts []filler) []filler {
	t := &f.s.Tokens[i]
	for _, k := range f.withCase(i, "with") {
		p := f.s.Child(k, "nmod:poss")
		if p < 0 || f.s.Tokens[p].UPOS != "PRON" || f.s.Tokens[k].UPOS != "NOUN" {
			continue
		}
		switch own := f.own(nil, p); {
		case len(own) > 0 && !contains(parts, own[0].actor):
			own[0].weak = true
			return append(own[:1:1], parts...)
		case len(own) == 0 && f.s.Tokens[p].Lemma == "its" && t.Head >= 0 && f.s.Tokens[t.Head].XPOS == "VBG":
			return parts // nobody knows whose, and not of the man who cites them
		}
	}
	h := t.Head
	if h < 0 {
		return parts
	}
	switch t.Rel {
	case "obl":
		if f.isPassive(h) && f.s.Child(i, "nmod:poss") >= 0 { // "was arrested by Gondor for his ties": whose they are is said
			return parts
		}
		if c := f.caseOf(i); (c == "amid" || c == "amidst") && f.s.Child(h, "obj") >= 0 { // whose it is may be the object's
			return parts
		}
	case "obj", "xcomp", "conj", "nsubj:pass":
	case "nmod": // "is at the centre of a row with Mordor"
		if f.caseOf(i) != "of" || f.s.Child(h, "cop") < 0 || !f.c.is("midst", f.s.Tokens[h].Lemma) {
			return parts
		}
		for _, s := range f.subjects(h, 0) {
			parts = append(f.actors(s), parts...)
		}
		return parts
	default:
		return parts
	}
	if t.Rel == "conj" {
		if h = f.s.Tokens[h].Head; h < 0 || f.s.Tokens[h].UPOS != "VERB" {
			return parts
		}
	}
	if u := f.s.Tokens[h].UPOS; u != "VERB" && u != "AUX" || f.c.is("feeling", f.s.Tokens[h].Lemma) { // who regrets a war need not wage it
		return parts
	}
	for _, s := range f.subjects(h, 0) {
		for _, x := range f.actors(s) {
			if !contains(parts, x.actor) {
				x.weak = x.weak || t.Rel == "obl"
				parts = append([]filler{x}, parts...)
			}
		}
	}
	return parts
}

// bothCountries resolves "between the two countries": the two states that the
// sentence before, or this one up to here, names, if just two are named.
func (f *finder) bothCountries(i int, parts []filler) []filler {
	if len(parts) > 0 {
		return parts
	}
	found := false
	for _, c := range f.s.Children(i) {
		k := int(c)
		if t := &f.s.Tokens[c]; t.Rel == "nmod" && f.caseOf(k) == "between" {
			switch t.Lemma {
			case "country", "state", "side", "nation", "neighbour", "neighbor", "capital", "they":
				found = t.Lemma == "they" || f.s.Child(k, "nummod") >= 0 || f.marksBoth(k)
			}
		}
	}
	if !found {
		return parts
	}
	var out []filler
	for k := f.first + len(f.mentions) - 1; k >= 0; k-- {
		m := f.t.Mentions[k]
		if m.Sentence < f.at-1 {
			break
		}
		if m.Actor == "" || strings.ContainsAny(string(m.Actor), ".:") || m.Sentence == f.at && m.First >= i || m.Kind == document.MentionPronoun {
			continue
		}
		if !contains(out, m.Actor) {
			out = append(out, filler{actor: m.Actor, mention: m, weak: true})
		}
	}
	if len(out) != 2 {
		return parts
	}
	return []filler{out[1], out[0]}
}

func (f *finder) marksBoth(i int) bool {
	for _, c := range f.s.Children(i) {
		if f.s.Tokens[c].Lemma == "both" {
			return true
		}
	}
	return false
}

// quality returns layer, sign and label of relation noun i as the words around
// it put it; ok is false where they say that there is no such relation.
func (f *finder) quality(r *relation, i int) (layer entente.Layer, sign entente.Sign, label string, ok bool) {
	layer, sign, label = r.layer, r.sign, r.label
	for _, c := range f.s.Children(i) {
		k := int(c)
		t := &f.s.Tokens[c]
		if t.Rel == "det" && t.Lemma == "no" || t.Rel == "case" && t.Lemma == "without" {
			if r.sign < 0 || r.label != "has relations with" {
				return layer, sign, label, false
			}
			return layer, -1, "has no relations with", true
		}
		if l := f.c.layers[t.Lemma]; l != "" && (t.Rel == "amod" || t.Rel == "compound") && (layer == entente.LayerDiplomatic || l != entente.LayerDiplomatic) &&
			(t.Lemma != "historical" || sign >= 0) { // old tensions are no kinship
			layer = l
		}
		if t.Rel == "nmod" && (f.caseOf(k) == "in" || f.caseOf(k) == "on" || f.caseOf(k) == "over") && len(f.heads[k]) == 0 {
			if l := f.c.layers[t.Lemma]; l != "" {
				layer = l
			} else if l := f.layerOf([]int{k}); l != "" {
				layer = l
			}
		}
	}
	if tr, found := f.trend(i); found {
		switch tr.sign {
		case "+":
			if sign >= 0 {
				sign = 1
			}
		case "*":
			if sign < 0 { // "the rift deepened"
				tr.label = "getting worse"
			} else {
				sign = 1
			}
		case "-":
			sign = -1
		case "!":
			sign = -sign
		case "0":
			sign = 0
		}
		if end, ok := f.endOf(i); ok && tr.sign != "!" { // "the end of friendly relations"
			sign, tr.label = -sign, end.label
		}
		label += " (" + tr.label + ")"
	}
	return layer, sign, label, true
}

// endOf finds a noun over relation noun i that says that there is none any more.
func (f *finder) endOf(i int) (trend, bool) {
	tr, ok := f.trendBefore(i)
	return tr, ok && tr.sign == "!"
}

// trend finds the word that gives relation noun i its direction or quality.
func (f *finder) trend(i int) (trend, bool) {
	for _, c := range f.s.Children(i) {
		t := &f.s.Tokens[c]
		if t.Rel == "amod" || t.Rel == "compound" {
			if tr, ok := f.trendOf(int(c), "adj"); ok {
				return tr, true
			}
			if t.UPOS == "VERB" {
				if tr, ok := f.trendOf(int(c), "verb"); ok {
					return tr, true
				}
			}
		}
	}
	if v := f.s.Child(i, "conj"); v > i && f.s.Tokens[v].UPOS == "VERB" && f.s.Child(v, "cc", "nsubj") < 0 {
		if tr, ok := f.trendOf(v, "verb"); ok { // the verb of the sentence read as a conjunct
			return tr, true
		}
	}
	if tr, ok := f.trendBefore(i); ok {
		return tr, true
	}
	if f.caseOf(i) == "of" && f.s.Tokens[i].Rel == "nmod" && f.c.is("span", f.s.Tokens[f.s.Tokens[i].Head].Lemma) { // "ended a history of cooperation"
		h := f.s.Tokens[i].Head
		if f.s.Tokens[h].Rel == "obj" {
			return f.trendOf(f.s.Tokens[h].Head, "ties")
		}
	}
	t := &f.s.Tokens[i]
	if t.Head < 0 {
		return trend{}, false
	}
	h := &f.s.Tokens[t.Head]
	switch t.Rel {
	case "nsubj", "nsubj:pass", "obj":
		if h.UPOS == "VERB" {
			if h.Lemma == "grow" || h.Lemma == "become" { // "have grown strained"
				for _, x := range f.children(t.Head, "xcomp", "advmod") {
					if tr, ok := f.trendOf(x, "adj"); ok {
						return tr, true
					}
				}
				if f.s.Child(t.Head, "xcomp") >= 0 { // "have grown complicated"
					return trend{}, false
				}
			}
			if tr, ok := f.trendOf(t.Head, "verb"); ok {
				return tr, true
			}
			if t.Lemma == "tie" || t.Lemma == "relation" {
				if tr, ok := f.trendOf(t.Head, "ties"); ok && t.Rel != "nsubj" {
					return tr, true
				}
			}
			switch h.Lemma {
			case "touch", "hit", "reach", "sink", "fall", "plunge":
				for _, x := range f.children(t.Head, "obj", "obl") {
					if tr, ok := f.trendOf(x, "depth"); ok { // "touched a new low"
						return tr, true
					}
				}
			}
			for _, x := range f.children(t.Head, "xcomp", "advmod") {
				if tr, ok := f.trendOf(x, "adj"); ok {
					return tr, true
				}
				if tr, ok := f.trendOf(x, "verb"); ok && f.c.is("starting", h.Lemma) { // "began to sour"
					return tr, true
				}
			}
		}
		if tr, ok := f.trendOf(t.Head, "depth"); ok { // "are at a new low"
			return tr, true
		}
		return f.trendOf(t.Head, "adj")
	case "nmod":
		return f.trendOf(t.Head, "noun")
	}
	return trend{}, false
}

// trendBefore finds a noun of trend right before the preposition of i ("growth in
// the relations"), wherever the parser hung it.
func (f *finder) trendBefore(i int) (trend, bool) {
	for _, c := range f.s.Children(i) {
		if t := &f.s.Tokens[c]; t.Rel == "case" && c > 0 && (t.Lemma == "in" || t.Lemma == "of") {
			return f.trendOf(int(c)-1, "noun")
		}
	}
	return trend{}, false
}

func (f *finder) trendOf(i int, where string) (trend, bool) {
	// "worse" before "bad": the form says more than the lemma.
	for _, w := range []string{strings.ToLower(f.s.Tokens[i].Form), f.s.Tokens[i].Lemma} {
		for _, tr := range f.c.trends[w] {
			if tr.where == where {
				return tr, true
			}
		}
	}
	return trend{}, false
}
