package reading

import "strings"

// lemma returns the lemma of a word by its Penn tag: from the table of what
// rules get wrong, else by rule. Proper nouns keep their capitals.
func (l *lexicon) lemma(form, xpos string) string {
	lower := strings.ToLower(form)
	if lemma, ok := l.verbs[lower]; ok && strings.HasPrefix(xpos, "VB") {
		return lemma
	}
	if lemma, ok := l.lemmas[lower+"\t"+xpos]; ok {
		return lemma
	}
	if xpos == "NNP" {
		return form
	}
	return RuleLemma(form, xpos)
}

// RuleLemma strips the inflection that a Penn tag says a word has, by spelling
// alone: "tries" VBZ is "try", "planned" VBD is "plan". Irregular words are the
// business of the table that cmd/entente-train makes of what this gets wrong.
func RuleLemma(form, xpos string) string {
	w := strings.ToLower(form)
	switch xpos {
	case "NNS":
		return singular(w)
	case "NNPS":
		return form[:len(form)-len(w)+len(singular(w))]
	case "VBZ":
		return singular(w)
	case "VBD", "VBN":
		return stripped(w, "ed")
	case "VBG":
		return stripped(w, "ing")
	case "JJR", "RBR":
		return stripped(w, "er")
	case "JJS", "RBS":
		return stripped(w, "est")
	}
	return w
}

// singular undoes the ending s.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case hasAny(w, "sses", "shes", "ches", "xes", "zzes", "oes"):
		return w[:len(w)-2]
	case hasAny(w, "ss", "us", "is") || !strings.HasSuffix(w, "s") || len(w) < 3:
		return w
	}
	return w[:len(w)-1]
}

// stripped undoes an ending that starts with a vowel: doubled consonants, a lost
// e, and y turned to i.
func stripped(w, ending string) string {
	stem, ok := strings.CutSuffix(w, ending)
	if !ok || len(stem) < 2 || !strings.ContainsAny(stem, "aeiouy") {
		return w
	}
	n := len(stem)
	last, before := stem[n-1], stem[n-2]
	switch {
	case last == 'i' && ending != "ing":
		return stem[:n-1] + "y"
	case last == 'l' && before == 'l':
		if syllables(stem) > 1 { // expelled, cancelled; but called, killed
			return stem[:n-1]
		}
		return stem
	case last == before && strings.IndexByte("bdgmnprt", last) >= 0:
		return stem[:n-1]
	case hasAny(stem, "at", "iz", "iv", "uc", "rc", "nc", "rg", "dg", "ng", "ag", "ug", "s", "v", "u", "z", "bl", "tl", "dl", "gl", "pl", "fl") && !hasAny(stem, "ss", "eat", "oat", "oot", "ws"):
		return stem + "e"
	case n >= 3 && short(stem):
		return stem + "e"
	}
	return stem
}

// syllables counts runs of vowels.
func syllables(w string) int {
	n, in := 0, false
	for i := range len(w) {
		v := strings.IndexByte("aeiouy", w[i]) >= 0
		if v && !in {
			n++
		}
		in = v
	}
	return n
}

// short reports a stem of one consonant, one vowel, one consonant at its end
// that tends to have lost an e: "hop(ing)" of hope, not "open(ing)".
func short(stem string) bool {
	n := len(stem)
	vowel := func(i int) bool { return strings.IndexByte("aeiou", stem[i]) >= 0 }
	return !vowel(n-1) && vowel(n-2) && (n < 3 || !vowel(n-3)) && strings.IndexByte("wxy", stem[n-1]) < 0 && strings.Count(stem, "")-1 <= 5 &&
		stem[n-2] != 'e'
}

func hasAny(w string, endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
