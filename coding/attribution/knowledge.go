package attribution

import (
	_ "embed"
	"fmt"
	"strings"

	"entente"
	"entente/internal/wordclass"
)

//go:embed lexicon.tsv
var lexiconTSV string

// knowledge is what features look up: classes of words by meaning, groups of
// words alike in use, and relations. It is never changed once made.
type knowledge struct {
	class   map[string]uint32 // by lemma
	named   map[string]uint32 // classes by name
	groups  wordclass.Table
	relBit  map[string]uint32
	share   map[string]bool
	quoting map[uint32]bool // classes of verbs that pass on what others say
}

func newKnowledge() (*knowledge, error) {
	k := &knowledge{
		class: map[string]uint32{}, named: map[string]uint32{}, relBit: map[string]uint32{},
		share: map[string]bool{"xcomp": true, "conj": true, "advcl": true, "acl": false},
	}
	for i, r := range frameRels {
		k.relBit[r] = 1 << i
	}
	if err := k.readLexicon(lexiconTSV); err != nil {
		return nil, err
	}
	k.quoting = map[uint32]bool{k.named["say"]: true, k.named["write"]: true, k.named["announce"]: true}
	var err error
	k.groups, err = wordclass.Shipped()
	return k, err
}

// readLexicon reads lines "class TAB lemmas TAB example"; the first class that
// lists a lemma has it.
func (k *knowledge) readLexicon(tsv string) error {
	for n, line := range strings.Split(tsv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return &entente.SyntaxError{File: "lexicon.tsv", Line: n + 1, Msg: fmt.Sprintf("%d columns, want 3", len(f))}
		}
		if k.named[f[0]] == 0 {
			k.named[f[0]] = uint32(len(k.named) + 1)
		}
		for lemma := range strings.FieldsSeq(f[1]) {
			if k.class[lemma] == 0 {
				k.class[lemma] = k.named[f[0]]
			}
		}
	}
	return nil
}
