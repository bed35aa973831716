package attribution

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"entente"
)

//go:embed clusters.tsv
var clustersTSV string

//go:embed lexicon.tsv
var lexiconTSV string

// knowledge is what features look up: classes of words by meaning, groups of
// words alike in use, and relations. It is never changed once made.
type knowledge struct {
	class   map[string]uint32 // by lemma
	named   map[string]uint32 // classes by name
	groups  map[string]group
	relBit  map[string]uint32
	share   map[string]bool
	quoting map[uint32]bool // classes of verbs that pass on what others say
}

// group is where a word stands among words of like use.
type group struct{ coarse, fine uint32 }

func newKnowledge() (*knowledge, error) {
	k := &knowledge{
		class: map[string]uint32{}, named: map[string]uint32{}, groups: map[string]group{}, relBit: map[string]uint32{},
		share: map[string]bool{"xcomp": true, "conj": true, "advcl": true, "acl": false},
	}
	for i, r := range frameRels {
		k.relBit[r] = 1 << i
	}
	if err := k.readLexicon(lexiconTSV); err != nil {
		return nil, err
	}
	k.quoting = map[uint32]bool{k.named["say"]: true, k.named["write"]: true, k.named["announce"]: true}
	return k, k.readGroups(clustersTSV)
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

// readGroups reads lines "word TAB coarse TAB fine".
func (k *knowledge) readGroups(tsv string) error {
	for n, line := range strings.Split(tsv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return &entente.SyntaxError{File: "clusters.tsv", Line: n + 1, Msg: fmt.Sprintf("%d columns, want 3", len(f))}
		}
		var v [2]uint32
		for i := range v {
			x, err := strconv.ParseUint(f[i+1], 10, 16)
			if err != nil {
				return &entente.SyntaxError{File: "clusters.tsv", Line: n + 1, Msg: fmt.Sprintf("%q is no number", f[i+1])}
			}
			v[i] = uint32(x) + 1
		}
		k.groups[f[0]] = group{v[0], v[1]}
	}
	return nil
}
