package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// maxSentence is the most words a sentence may have; longer runs are cut at a
// sign, since the parser's work grows with the square.
const maxSentence = 160

// split groups the words of one part into sentences. It yields the index after
// the last word of each.
func (l *lexicon) split(text string, words []entente.Span, ends []int) []int {
	first := 0
	for i := range words {
		switch {
		case i+1-first >= maxSentence:
			first = l.cut(text, words, first, i+1)
		case i+1 == len(words) || l.endsSentence(text, words, first, i):
			first = i + 1
		default:
			continue
		}
		ends = append(ends, first)
	}
	if first < len(words) {
		ends = append(ends, len(words))
	}
	return ends
}

// cut finds where a run that is too long is cut: after its last semicolon, colon,
// dash or comma in the second half, else where it is.
func (l *lexicon) cut(text string, words []entente.Span, first, end int) int {
	for _, signs := range [...]string{";:—", ",–-"} {
		for i := end - 1; i > first+(end-first)/2; i-- {
			if strings.Contains(signs, words[i].Of(text)) {
				return i + 1
			}
		}
	}
	return end
}

// endsSentence reports whether a sentence ends after word i. first is the word
// the sentence began with; i is not the last word.
func (l *lexicon) endsSentence(text string, words []entente.Span, first, i int) bool {
	w, next := words[i].Of(text), words[i+1].Of(text)
	spaced := words[i].End < words[i+1].Start
	switch {
	case isCloser(w, spaced):
		// A closing sign ends the sentence where the words before it did and it
		// follows them without a space.
		k := i - 1
		for k > first && isCloser(words[k].Of(text), false) {
			k--
		}
		if k < first || !spaced || words[k+1].Start != words[k].End || !isStop(words[k].Of(text)) {
			return false
		}
		return startsSentence(text, words, i+1)
	case isStop(w):
		if !spaced {
			r, _ := utf8.DecodeRuneInString(next)
			return unicode.IsUpper(r) && !strings.HasPrefix(w, "...") && utf8.RuneCountInString(next) > 1 && w != "…"
		}
		if i == first && isNumber(words[first].Of(text)) {
			return false
		}
		if i == first+1 && w == "." && isNumber(words[first].Of(text)) && words[first].End == words[i].Start {
			return false // "1. The first point"
		}
		return startsSentence(text, words, i+1)
	case strings.HasSuffix(w, ".") && len(w) > 1 && spaced:
		return l.abbreviationEnds(text, words, i)
	}
	return false
}

// abbreviationEnds reports whether the abbreviation at i ends a sentence too.
func (l *lexicon) abbreviationEnds(text string, words []entente.Span, i int) bool {
	w := strings.ToLower(strings.TrimSuffix(words[i].Of(text), "."))
	may, listed := l.abbreviations[w]
	if listed && !may {
		return false
	}
	if !listed && utf8.RuneCountInString(w) == 1 {
		return false // an initial
	}
	next := words[i+1].Of(text)
	r, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsUpper(r) {
		return isOpener(next) && i+2 < len(words) && l.isStarter(words[i+2].Of(text))
	}
	return l.isStarter(next)
}

func (l *lexicon) isStarter(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	_, ok := l.starters[strings.ToLower(w)]
	return ok && unicode.IsUpper(r)
}

func isStop(w string) bool {
	return w == "." || w == "…" || strings.HasPrefix(w, "...") || strings.HasPrefix(w, "?") || strings.HasPrefix(w, "!")
}

// isCloser reports a sign that closes. A straight quote closes where space
// follows it.
func isCloser(w string, spaced bool) bool {
	switch w {
	case "”", "’", "»", ")", "]", "''":
		return true
	case "\"", "'":
		return spaced
	}
	return false
}

func isOpener(w string) bool {
	switch w {
	case "“", "‘", "«", "(", "[", "\"", "'", "``":
		return true
	}
	return false
}

func isNumber(w string) bool {
	for _, r := range w {
		if !isDigit(r) && r != '.' {
			return false
		}
	}
	return w != "" && w != "."
}

// startsSentence reports whether a sentence may start at word i: with a capital,
// a number or a sign that opens one of these.
func startsSentence(text string, words []entente.Span, i int) bool {
	for ; i < len(words); i++ {
		w := words[i].Of(text)
		if isOpener(w) || w == "-" || w == "—" || w == "–" || w == "--" || w == "*" || w == "•" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(w)
		return unicode.IsUpper(r) || unicode.IsNumber(r) || unicode.IsTitle(r) || w == "$" || w == "€" || w == "£" ||
			unicode.IsLetter(r) && !unicode.IsLower(r)
	}
	return true
}
