package reason

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed cues.tsv
var cueTable string

//go:embed verbs.tsv
var verbTable string

//go:embed nouns.tsv
var nounTable string

//go:embed changes.txt
var changeTable string

//go:embed adding.txt
var addingTable string

//go:embed asking.txt
var askingTable string

//go:embed incidents.txt
var incidentTable string

//go:embed aims.txt
var aimTable string

//go:embed contents.txt
var contentTable string

//go:embed gathering.txt
var gatheringTable string

//go:embed grievances.txt
var grievanceTable string

//go:embed matters.txt
var matterTable string

//go:embed outcries.txt
var outcryTable string

//go:embed speaking.txt
var speakingTable string

//go:embed persons.txt
var personTable string

//go:embed sites.txt
var siteTable string

//go:embed wondering.txt
var wonderingTable string

//go:embed failing.txt
var failingTable string

//go:embed rising.txt
var risingTable string

// Lexicon is the loaded tables. It is never written after New.
type Lexicon struct {
	cues  map[string][]*cue // by first word, longer cues first
	verbs map[string][]*verb
	nouns map[string][]*noun

	model *Model // finds more than the tables, nil: the tables alone

	persons, sites, adding, asking, changes, incidents, aims, contents, gathering, grievances, speaking, matters, outcries, wondering, failing, rising map[string]bool
}

type cue struct {
	words                   []string
	pattern, relation, side string
	example                 string
}

type verb struct {
	complement, relation string
	back                 bool // the subject is the effect
	example              string
}

type noun struct {
	preposition, relation string
	back                  bool
	example               string
}

// New loads the shipped tables. It panics if they are broken, which a test of
// this package rules out.
func New() *Lexicon {
	l := &Lexicon{
		cues: map[string][]*cue{}, verbs: map[string][]*verb{}, nouns: map[string][]*noun{},
		persons: lines(personTable), sites: lines(siteTable), adding: lines(addingTable), asking: lines(askingTable), changes: lines(changeTable), incidents: lines(incidentTable),
		aims: lines(aimTable), contents: lines(contentTable), gathering: lines(gatheringTable),
		grievances: lines(grievanceTable), speaking: lines(speakingTable), matters: lines(matterTable), outcries: lines(outcryTable), wondering: lines(wonderingTable), failing: lines(failingTable), rising: lines(risingTable),
	}
	for f := range rows(cueTable, 5) {
		c := &cue{strings.Fields(f[0]), f[1], f[2], f[3], f[4]}
		at := l.cues[c.words[0]]
		k := 0
		for k < len(at) && len(at[k].words) >= len(c.words) {
			k++
		}
		at = append(at, nil)
		copy(at[k+1:], at[k:])
		at[k] = c
		l.cues[c.words[0]] = at
	}
	for f := range rows(verbTable, 5) {
		l.verbs[f[0]] = append(l.verbs[f[0]], &verb{f[1], f[2], f[3] == "back", f[4]})
	}
	for f := range rows(nounTable, 5) {
		l.nouns[f[0]] = append(l.nouns[f[0]], &noun{f[1], f[2], f[3] == "back", f[4]})
	}
	return l
}

func lines(table string) map[string]bool {
	m := map[string]bool{}
	for f := range rows(table, 1) {
		m[f[0]] = true
	}
	return m
}

// rows yields the fields of each line of a table that is not a comment.
func rows(table string, n int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			f := strings.Split(line, "\t")
			if len(f) != n {
				panic(fmt.Sprintf("reason tables: %d columns, want %d: %q", len(f), n, line))
			}
			if !yield(f) {
				return
			}
		}
	}
}
