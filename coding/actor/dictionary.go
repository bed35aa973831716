package actor

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"entente"
)

// maxDictionary bounds how much of one dictionary is read.
const maxDictionary = 256 << 20

// Dictionary is a table of actors that is laid over the shipped one.
type Dictionary struct {
	table *table
}

// Len is the number of actors, nouns for them and phrases for nobody that it holds.
func (d *Dictionary) Len() int { return len(d.table.things) + len(d.table.agents) + d.table.nobodies }

// Load reads a dictionary of any of the formats below, told apart by content:
// a table of actors in the shipped format with the kind of row in the first
// column, a Wikidata export (CSV with a header or JSON: id, label, aliases,
// country, office, start, end), or a PETRARCH or TABARI actors file. The error
// joins a SyntaxError for every line that is wrong; these lines are left out and
// the dictionary holds the others. The dictionary is nil only where nothing
// could be read.
func Load(name string, r io.Reader) (*Dictionary, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDictionary+1))
	if err != nil {
		return nil, fmt.Errorf("read dictionary %s: %w", name, err)
	}
	if len(data) > maxDictionary {
		return nil, fmt.Errorf("read dictionary %s: larger than %d MB", name, maxDictionary>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		data = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	l := &loader{file: name, t: newTable(name, 1024)}
	switch text := string(data); formatOf(text) {
	case formatSheet:
		l.sheet(text)
	case formatJSON:
		l.wikidataJSON(data)
	case formatCSV:
		l.wikidataCSV(data)
	default:
		l.petrarch(text)
	}
	if d := (&Dictionary{l.t}); d.Len() == 0 && len(l.errs) > 0 {
		return nil, errors.Join(l.errs...)
	}
	return &Dictionary{l.t}, errors.Join(l.errs...)
}

// format is how a dictionary is written.
type format int

const (
	formatPetrarch format = iota
	formatSheet
	formatJSON
	formatCSV
)

// formatOf tells formats apart by the first line that says something.
func formatOf(text string) format {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[' || line[0] == '{':
			return formatJSON
		}
		kind, _, ok := strings.Cut(line, "\t")
		if _, known := sheetRows[kind]; ok && known {
			return formatSheet
		}
		if head := strings.ToLower(line); strings.Contains(head, ",") && strings.Contains(head, "label") && strings.Contains(head, "id") {
			return formatCSV
		}
		return formatPetrarch
	}
	return formatPetrarch
}

// loader builds a table and keeps what was wrong.
type loader struct {
	file string
	t    *table
	errs []error
}

func (l *loader) fail(line int, format string, args ...any) {
	l.errs = append(l.errs, &entente.SyntaxError{File: l.file, Line: line, Msg: fmt.Sprintf(format, args...)})
}

// sheetRows are the kinds of rows of a table of actors and how many columns
// each has behind its kind.
var sheetRows = map[string]struct {
	columns int
	add     func(t *table, f []string) error
}{
	"nation":       {6, nationRow},
	"place":        {2, placeRow},
	"organisation": {8, organisationRow},
	"person":       {9, personRow},
	"agent":        {6, agentRow},
}

// sheet reads a table of actors.
func (l *loader) sheet(text string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		row, ok := sheetRows[cells[0]]
		switch {
		case !ok:
			l.fail(n, "%q is no kind of row (try nation, place, organisation, person or agent)", cells[0])
			continue
		case len(cells)-1 > row.columns:
			l.fail(n, "%d columns, at most %d for a %s", len(cells), row.columns+1, cells[0])
			continue
		}
		f := make([]string, row.columns)
		for i := range cells[1:] {
			f[i] = strings.TrimSpace(cells[i+1])
		}
		if f[0] == "" {
			l.fail(n, "the row names nothing")
			continue
		}
		if err := row.add(l.t, f); err != nil {
			l.fail(n, "%v", err)
		}
	}
}
