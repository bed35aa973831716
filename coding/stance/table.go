package stance

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"entente"
)

//go:embed operators.tsv
var operatorsTSV string

// effect is what an operator does to what stands under it.
type effect struct {
	stance  entente.Stance // empty: none
	negated bool
	factive bool
	known   bool // the word is listed at all
}

// table maps where a word stands and its lemma to an effect.
type table map[string]map[string]effect

// row is a line of the table with its example, for the test.
type row struct {
	where, lemma, effect, example string
	line                          int
}

var stances = map[string]entente.Stance{
	"hedged": entente.StanceHedged, "planned": entente.StancePlanned, "conditional": entente.StanceConditional,
	"demanded": entente.StanceDemanded, "believed": entente.StanceBelieved, "feared": entente.StanceFeared, "denied": entente.StanceDenied,
}

func rows() ([]row, error) {
	var out []row
	for n, line := range strings.Split(operatorsTSV, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, &entente.SyntaxError{File: "operators.tsv", Line: n + 1, Msg: fmt.Sprintf("%d columns, want 4", len(f))}
		}
		out = append(out, row{f[0], f[1], f[2], f[3], n + 1})
	}
	return out, nil
}

// operators is the table, read once; it is never changed.
var operators = sync.OnceValue(func() table {
	rs, err := rows()
	if err != nil {
		panic(err) // the table is embedded and tested
	}
	t := table{}
	for _, r := range rs {
		if t[r.where] == nil {
			t[r.where] = map[string]effect{}
		}
		e := effect{stance: stances[r.effect], negated: r.effect == "negated", factive: r.effect == "factive", known: true}
		for lemma := range strings.SplitSeq(r.lemma, "|") {
			if !t[r.where][lemma].known { // the first line that lists a word wins
				t[r.where][lemma] = e
			}
		}
	}
	return t
})
