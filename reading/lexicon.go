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
}

func newLexicon() (*lexicon, error) {
	l := &lexicon{
		abbreviations: map[string]bool{}, prefixes: map[string]struct{}{}, fused: map[string]int{},
		starters: map[string]struct{}{}, lemmas: map[string]string{}, verbs: map[string]string{},
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
