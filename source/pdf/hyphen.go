package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexicon holds the words of a text in lower case that stand within lines:
// they tell whether a hyphen at the end of a line belongs to the word.
type lexicon map[string]bool

// mostWords bounds the words that are remembered.
const mostWords = 200_000

func vocabulary(pages []page) lexicon {
	v := lexicon{}
	for i := range pages {
		for k := range pages[i].lines {
			fields := strings.Fields(pages[i].lines[k].text)
			for j, w := range fields {
				if w = bare(w); j+1 < len(fields) && len(w) > 3 && len(v) < mostWords {
					v[w] = true
				}
			}
		}
	}
	return v
}

// bare is a word in lower case without the marks around it.
func bare(w string) string {
	return strings.ToLower(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// compounds are first parts that keep their hyphen.
var compounds = map[string]bool{
	"all": true, "anti": true, "co": true, "cross": true, "ex": true, "far": true, "first": true, "full": true, "half": true, "high": true, "ill": true,
	"joint": true, "large": true, "long": true, "low": true, "mid": true, "multi": true, "near": true, "non": true, "off": true, "on": true, "one": true, "part": true,
	"post": true, "pre": true, "pro": true, "quasi": true, "second": true, "self": true, "semi": true, "short": true, "so": true, "third": true, "three": true,
	"two": true, "un": true, "vice": true, "well": true, "wide": true, "north": true, "south": true, "east": true, "west": true,
}

// add puts a line to a paragraph. A hyphen at the end of the line before is taken
// back unless it belongs to the word: it does where the text has the word with
// it, or both halves are words and the whole is none, or a name follows.
func (a *paragraph) add(l *line, words lexicon) {
	defer func() { a.last = *l }()
	if !a.last.hyphenated() {
		a.text += " " + l.text
		return
	}
	r, n := utf8.DecodeLastRuneInString(a.text)
	stem := a.text[:len(a.text)-n]
	if keepsHyphen(lastWord(stem), l.text, words, softHyphen(r)) {
		a.text = stem + "-" + l.text
		return
	}
	a.text = stem + l.text
}

func keepsHyphen(left, next string, words lexicon, soft bool) bool {
	right, _, _ := strings.Cut(next, " ")
	left, right = bare(left), bare(right)
	first, _ := utf8.DecodeRuneInString(next)
	switch {
	case words[left+right]:
		return false
	case words[left+"-"+right]:
		return true
	case !unicode.IsLower(first):
		return true // Moscow-Beijing, F-16
	case strings.Contains(left, "-"): // mother-in-
		return true
	case compounds[left]:
		return true
	}
	return !soft && len(left) > 3 && len(right) > 3 && words[left] && words[right]
}

func lastWord(s string) string {
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		return s[i+1:]
	}
	return s
}

// clean makes ordinary characters of those that PDFium marks hyphens with, and
// folds white space.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 0x02 || r == '\uFFFE':
			return '-'
		case r == '\u00AD' || r == 0:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
