package eventtable

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"entente"
)

// layout is one format of tables.
type layout struct {
	name    string
	dataset string
	// fit says how a table of this layout is split, from its first bytes; an
	// error where it is none.
	fit func(start []byte) (shape, error)
	// fill brings the fields of a row into p.out; it may yield more than one by
	// p.put.
	fill func(p *parser) error
}

// shape is how a table is split.
type shape struct {
	sep     byte
	quoted  bool
	head    bool           // the first row names the columns
	columns map[string]int // by name, where there is a head
	count   int            // columns of every row; 0 where they may vary
}

// layouts in the order in which they are tried: the most telling first.
var layouts = []*layout{
	{"icews", "ICEWS", headed('\t', false, "event id", "source sectors", "cameo code", "target name"), icews},
	{"polecat", "POLECAT", headed('\t', true, "event id", "event type", "actor country", "recipient country"), polecat},
	{"acled", "ACLED", headed(0, true, "event_id_cnty", "sub_event_type", "actor1", "actor2"), acled},
	{"ucdp", "UCDP GED", headed(0, true, "type_of_violence", "side_a", "side_b", "date_start"), ucdp},
	{"ucdp-headless", "UCDP GED", ucdpShape, ucdp},
	{"gdelt-mentions", "GDELT 2.0", mentionsShape, gdeltMention},
	{"gdelt", "GDELT", gdeltShape, gdelt},
	{"phoenix", "Phoenix", phoenixShape, phoenix},
	{"petrarch", "PETRARCH", petrarchShape, petrarch},
}

func findLayout(name string) *layout {
	for _, l := range layouts {
		if l.name == strings.ToLower(name) {
			return l
		}
	}
	return nil
}

// detect tells the layout of a table by its content.
func detect(start []byte) (*layout, shape, error) {
	for _, l := range layouts {
		if s, err := l.fit(start); err == nil {
			return l, s, nil
		}
	}
	return nil, shape{}, errors.New("is no event table that is known")
}

// errOther says that a table is of another layout.
var errOther = errors.New("is no table of that format")

// firstRow is the first line of a table, and a later one that is whole, nil where
// there is none.
func firstRow(start []byte) (first, second []byte) {
	line, rest, _ := bytes.Cut(start, []byte{'\n'})
	if second, _, ok := bytes.Cut(rest, []byte{'\n'}); ok {
		return trim(line), trim(second)
	}
	return trim(line), trim(rest)
}

// headed recognises tables whose first row holds all of some column names,
// whatever their order and capitals. sep 0 is the one the row uses most.
func headed(sep byte, quoted bool, needs ...string) func(start []byte) (shape, error) {
	return func(start []byte) (shape, error) {
		s := shape{sep: sep, quoted: quoted, head: true, columns: map[string]int{}}
		line, _ := firstRow(start)
		if s.sep == 0 {
			s.sep = separator(line)
		}
		for i, f := range bytes.Split(line, []byte{s.sep}) {
			s.columns[columnName(f)] = i
			s.count = i + 1
		}
		for _, n := range needs {
			if _, ok := s.columns[n]; !ok {
				return shape{}, errOther
			}
		}
		return s, nil
	}
}

func columnName(b []byte) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(string(b)), `"`))
}

// separator is the sign that parts most fields of a line.
func separator(line []byte) byte {
	best, most := byte(','), -1
	for _, c := range []byte{',', '\t', ';', '|'} {
		if n := bytes.Count(line, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// parser brings the rows of one table into form.
type parser struct {
	*reader
	layout *layout
	shape  shape
	file   string
	fields fields
	out    entente.Row
	line   int
	more   bool
	asked  []askedColumn // by rows before, in this order
	next   int           // of asked
}

// askedColumn is the number of a column that was asked for by its name.
type askedColumn struct {
	name string
	at   int
}

// row reads one row; it reports whether to go on.
func (p *parser) row(f fields, line int) bool {
	if p.shape.count > 0 && f.len() != p.shape.count {
		return p.fail(p.file, line, "correct the row", fmt.Errorf("%d columns, want %d", f.len(), p.shape.count))
	}
	p.fields, p.line, p.more, p.next = f, line, true, 0
	p.out = entente.Row{DataSet: p.layout.dataset, File: p.file, Line: line, Confidence: 1}
	if err := p.layout.fill(p); err != nil {
		return p.fail(p.file, line, "", err)
	}
	return p.more
}

// put seals the row and yields it.
func (p *parser) put() {
	p.out.Seal()
	p.more = p.more && p.yield(p.out, nil)
}

// at returns a field by its number, nil where the row is shorter.
func (p *parser) at(i int) []byte {
	if i < 0 || i >= p.fields.len() {
		return nil
	}
	f := p.fields.at(i)
	if len(f) == 2 && f[0] == 'N' && f[1] == 'A' { // R's word for nothing
		return nil
	}
	return f
}

// of returns a field by the name of its column, nil where there is none. As most
// rows ask for the same columns in the same order, the next one is mostly known.
func (p *parser) of(column string) []byte {
	if p.next < len(p.asked) && p.asked[p.next].name == column {
		p.next++
		return p.at(p.asked[p.next-1].at)
	}
	at, ok := p.shape.columns[column]
	if !ok {
		at = -1
	}
	p.asked = append(p.asked[:p.next], askedColumn{column, at})
	p.next++
	return p.at(at)
}

// word is a field as a string, trimmed and shared.
func (p *parser) word(b []byte) string { return p.words.of(bytes.TrimSpace(b)) }
