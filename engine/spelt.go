package engine

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// spelt is a name of an event table as people write it. A name in capitals and small
// letters stays as it is; of one in capitals or small letters alone, as GDELT and ids
// have them, words get a capital and acronyms all of them: "Peter Maurer" of "PETER
// MAURER", "TTP" of "ttp".
func spelt(name string) string {
	if strings.ContainsFunc(name, unicode.IsUpper) && strings.ContainsFunc(name, unicode.IsLower) {
		return name
	}
	words := strings.Fields(name)
	for i, w := range words {
		switch low := strings.ToLower(w); {
		case i > 0 && slices.Contains(particles, low):
			words[i] = low
		case isAcronym(low, i, len(words)):
			words[i] = strings.ToUpper(w)
		default:
			words[i] = capitalised(low)
		}
	}
	return strings.Join(words, " ")
}

// particles stay small within a name.
var particles = []string{"a", "an", "and", "at", "by", "da", "de", "del", "der", "des", "di", "du", "for", "in", "la", "le", "of", "on", "the", "to", "van", "von"}

// acronyms are those that could be read as words; leaders of them begin a name alone, for
// elsewhere they are syllables of persons' names.
var (
	acronyms = []string{"aipac", "asean", "bric", "brics", "cia", "ecowas", "eta", "farc", "fifa", "gru", "iaea", "icao", "ira", "isaf", "isi", "isil", "isis", "nasa", "nato", "oau", "oecd", "opec", "osce", "plo", "swapo", "unesco", "unhcr", "unicef", "unita", "usaid"}
	leaders  = []string{"au", "eu", "uae", "uk", "un", "us"}
	titles   = []string{"dr", "jr", "mr", "mrs", "ms", "ng", "sgt", "sr", "st"}
)

// isAcronym reports whether a word in small letters, the i-th of n, is one: a short name
// of one word, or what cannot be spoken.
func isAcronym(word string, i, n int) bool {
	letters := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	switch {
	case slices.Contains(acronyms, letters), i == 0 && slices.Contains(leaders, letters):
		return true
	case n == 1 && utf8.RuneCountInString(letters) <= 3:
		return true
	}
	return len(letters) > 1 && !strings.ContainsFunc(letters, func(r rune) bool { return r > 'z' || strings.ContainsRune("aeiouy", r) }) &&
		!(n > 1 && slices.Contains(titles, letters))
}

// capitalised has a capital at the start of a word and behind hyphens and the like.
func capitalised(word string) string {
	start := true
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			start = r != '\'' && r != '’' && r != '.' && !unicode.IsDigit(r)
			return r
		}
		if start {
			start = false
			return unicode.ToUpper(r)
		}
		return r
	}, word)
}
