package attribution

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"entente"
)

//go:embed stances.tsv
var stancesTSV string

// cueStances maps the lemma of a cue to its stance; it is read once and never
// changed.
var cueStances = sync.OnceValue(func() map[string]entente.Stance {
	out := map[string]entente.Stance{}
	for n, line := range strings.Split(stancesTSV, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			panic(fmt.Sprintf("stances.tsv:%d: %d columns, want 3", n+1, len(f))) // embedded and tested
		}
		for lemma := range strings.SplitSeq(f[0], "|") {
			out[lemma] = entente.Stance(f[1])
		}
	}
	return out
})
