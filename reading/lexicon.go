package reading

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed words.tsv
var wordsTSV string

//go:embed lemmas.tsv
var lemmasTSV string

// lexicon holds the word lists of segmentation and lemmas. It is not changed
// once loaded.
type lexicon struct {
	abbreviations map[string]bool // without the last point; true: a capital after it may start a sentence
	prefixes      map[string]struct{}
	fused         map[string]int // "cannot": where it is cut
	starters      map[string]struct{}
	verbs         map[string]string // irregular forms
	lemmas        map[string]string // form TAB XPOS
	speech        map[string]bool   // verbs of saying
	acronyms      map[string]string // that look like other words in capitals: what they are read as
	rare          map[string]string // words that the network does not know well: what they are read as
}

func newLexicon() (*lexicon, error) {
	l := &lexicon{
		abbreviations: map[string]bool{}, prefixes: map[string]struct{}{}, fused: map[string]int{},
		starters: map[string]struct{}{}, lemmas: map[string]string{}, verbs: map[string]string{},
		acronyms: map[string]string{}, rare: map[string]string{}, speech: map[string]bool{},
	}
	for n, line := range strings.Split(wordsTSV, "\n") {
		kind, words, ok := strings.Cut(line, "\t")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !ok {
			return nil, fmt.Errorf("words.tsv:%d: no tab", n+1)
		}
		for _, w := range strings.Fields(words) {
			switch kind {
			case "title": // a name follows
				l.abbreviations[w] = false
			case "abbreviation":
				l.abbreviations[w] = true
			case "prefix":
				l.prefixes[w] = struct{}{}
			case "starter":
				l.starters[w] = struct{}{}
			case "fused":
				head, tail, _ := strings.Cut(w, "|")
				l.fused[head+tail] = len(head)
			case "verb":
				form, lemma, _ := strings.Cut(w, "|")
				l.verbs[form] = lemma
			case "speech":
				l.speech[w] = true
			case "rare":
				form, as, _ := strings.Cut(w, "|")
				l.rare[form] = as
			case "acronym":
				form, as, _ := strings.Cut(w, "|")
				l.acronyms[form] = as
			default:
				return nil, fmt.Errorf("words.tsv:%d: kind %q", n+1, kind)
			}
		}
	}
	for n, line := range strings.Split(lemmasTSV, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		i := strings.LastIndexByte(line, '\t')
		if i < 0 {
			return nil, fmt.Errorf("lemmas.tsv:%d: no tab", n+1)
		}
		l.lemmas[line[:i]] = line[i+1:]
	}
	return l, nil
}

// spell writes rare words as common ones of their kind and, unless most words of the sentence
// are in capitals, acronyms that look like other words as ones that do not.
func (l *lexicon) spell(forms []string) {
	for i, w := range forms {
		if as, ok := l.rare[w]; ok {
			forms[i] = as
			continue
		}
		if as, ok := l.acronyms[w]; ok && !shouted(forms) {
			forms[i] = as
		}
	}
}

// shouted reports whether more words are in capitals than have small letters only.
func shouted(forms []string) bool {
	capitals, small := 0, 0
	for _, w := range forms {
		switch {
		case w == strings.ToLower(w) && w != strings.ToUpper(w):
			small++
		case w == strings.ToUpper(w) && len(w) > 1 && w != strings.ToLower(w):
			capitals++
		}
	}
	return capitals > small
}
