package coref

import (
	_ "embed"
	"fmt"
	"strings"

	"entente"
)

//go:embed words.tsv
var wordsTSV string

// wordKind is what a word alone tells of whom it names.
type wordKind uint8

// The kinds of words.tsv.
const (
	wordMale wordKind = 1 << iota
	wordFemale
	wordMan
	wordWoman
	wordGroup
)

var wordKinds = map[string]wordKind{"male": wordMale, "female": wordFemale, "man": wordMan, "woman": wordWoman, "group": wordGroup}

// readWords reads lines "kind TAB words".
func readWords(tsv string) (map[string]wordKind, error) {
	words := map[string]wordKind{}
	n := 0
	for line := range strings.Lines(tsv) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, list, ok := strings.Cut(line, "\t")
		kind := wordKinds[name]
		if !ok || kind == 0 {
			return nil, &entente.SyntaxError{File: "words.tsv", Line: n, Msg: fmt.Sprintf("%q is no kind of word", name)}
		}
		for w := range strings.FieldsSeq(list) {
			words[w] |= kind
		}
	}
	return words, nil
}
