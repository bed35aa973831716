package article

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"entente"
)

//go:embed parts.tsv
var partsTSV string

//go:embed genres.tsv
var genresTSV string

// where says in which place of an article a rule holds.
type where string

const (
	wherePage where = "page" // anywhere
	whereHead where = "head" // before the first paragraph of reporting
	whereTail where = "tail" // where no reporting follows
	whereEdge where = "edge" // head or tail
	whereLine where = "line" // a short line without final punctuation
	whereList where = "list" // a line after which a list of other articles follows
)

// partRule is a row of parts.tsv.
type partRule struct {
	kind    entente.PartKind
	where   where
	pattern *regexp.Regexp
	example string
}

// genreRule is a row of genres.tsv.
type genreRule struct {
	genre   entente.Genre
	field   string
	pattern *regexp.Regexp
	words   string
	example string
}

// rules are the tables, compiled.
type rules struct {
	parts  []partRule
	genres []genreRule
}

// table compiles the rules at the first call. The tables are embedded and a
// test compiles them, so that an error in them cannot reach a user.
var table = sync.OnceValue(func() *rules {
	r, err := compile(partsTSV, genresTSV)
	if err != nil {
		panic(err)
	}
	return r
})

// Patterns that rules share.
const (
	namePattern = `(?-i:(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev|Col|Gen|Lt|Ambassador)\.? )*` +
		`\p{Lu}[\p{L}.'’-]*(?: (?:al|bin|bint|da|de|del|der|di|dos|du|el|ibn|la|le|van|von|den|ter))*(?: \p{Lu}[\p{L}.'’-]*){1,3})`
	namesPattern = namePattern + `(?:(?:, ` + namePattern + `)*,? (?:and|&) ` + namePattern + `)?`
	orgPattern   = `(?-i:\p{Lu})[^,|\d]{1,60}?`
	rolePattern  = `(?:fellow|professor|lecturer|researcher|scholar|scientist|historian|analyst|expert|columnist|commentator|journalist|` +
		`correspondent|reporter|writer|editor|author|director|chair|president|founder|co-founder|adviser|advisor|consultant|` +
		`ambassador|diplomat|candidate|student|specialist|strategist|contributor|producer|associate|head)`
)

var macros = strings.NewReplacer("{names}", namesPattern, "{name}", namePattern, "{org}", orgPattern, "{role}", rolePattern)

func compile(parts, genres string) (*rules, error) {
	r := &rules{}
	err := rows(parts, 4, func(f []string) error {
		re, err := regexp.Compile("(?i)" + macros.Replace(f[2]))
		r.parts = append(r.parts, partRule{entente.PartKind(f[0]), where(f[1]), re, f[3]})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("parts.tsv:%w", err)
	}
	err = rows(genres, 5, func(f []string) error {
		re, err := regexp.Compile("(?i)" + macros.Replace(f[2]))
		r.genres = append(r.genres, genreRule{entente.Genre(f[0]), f[1], re, f[3], f[4]})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("genres.tsv:%w", err)
	}
	return r, nil
}

// rows calls add with the fields of each line that is not a comment.
func rows(table string, fields int, add func([]string) error) error {
	for i, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != fields {
			return fmt.Errorf("%d: %d fields, not %d", i+1, len(f), fields)
		}
		if err := add(f); err != nil {
			return fmt.Errorf("%d: %w", i+1, err)
		}
	}
	return nil
}

// longestMatched is how much of a paragraph the rules look at, in bytes: no
// notice is longer.
const longestMatched = 4 << 10

// match returns the first rule for one of the places that fits s, and where its
// groups lie, or nil.
func (r *rules) match(s string, places ...where) (*partRule, []int) {
	s = s[:min(len(s), longestMatched)]
	for i := range r.parts {
		for _, w := range places {
			if r.parts[i].where != w {
				continue
			}
			if at := r.parts[i].pattern.FindStringSubmatchIndex(s); at != nil {
				return &r.parts[i], at
			}
		}
	}
	return nil, nil
}
