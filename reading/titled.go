package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/document"
)

// untitle writes words of headlines with a capital on every word as the text itself writes them
// elsewhere, in small letters: in "Gondor Visits Rohan for Talks" nobody is called Visits. forms
// are the words of t's sentences, one after the other, and are changed.
func (l *lexicon) untitle(t *document.Text, forms []string) {
	var small map[string]bool // words that the text has in small letters, collected once needed
	at := 0
	for i := range t.Sentences {
		words := forms[at : at+len(t.Sentences[i].Tokens)]
		at += len(words)
		if !isTitled(words) {
			continue
		}
		if small == nil {
			small = smallWords(t)
		}
		for k, w := range words {
			if lower := strings.ToLower(w); lower != w && isCapital(w) && (l.headline[lower] || k > 0 && small[lower]) {
				words[k] = lower
			}
		}
	}
}

// isTitled reports a sentence without a full stop in which nearly every longer word has a
// capital.
func isTitled(words []string) bool {
	if len(words) < 4 || words[len(words)-1] == "." {
		return false
	}
	capitals, all := 0, 0
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); len(w) < 4 || !unicode.IsLetter(first) {
			continue
		}
		all++
		if isCapital(w) {
			capitals++
		}
	}
	return all >= 4 && capitals >= all-1
}

// isCapital reports a word with a capital at its start alone.
func isCapital(w string) bool {
	rest := w[1:]
	return w[0] >= 'A' && w[0] <= 'Z' && rest != "" && rest == strings.ToLower(rest)
}

// smallWords returns the words that a text writes in small letters in sentences that are not
// headlines.
func smallWords(t *document.Text) map[string]bool {
	small := map[string]bool{}
	words := make([]string, 0, 64)
	for i := range t.Sentences {
		words = words[:0]
		for _, tok := range t.Sentences[i].Tokens {
			words = append(words, tok.Form)
		}
		if isTitled(words) {
			continue
		}
		for _, w := range words {
			if len(w) > 2 && w == strings.ToLower(w) {
				small[w] = true
			}
		}
	}
	return small
}
