package eventtable

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"entente"
	"entente/plover"
	"entente/source"
)

// mapping says which columns of a table hold what.
type mapping struct {
	dataset string
	columns map[string]string // by what they hold
}

// mapped lists what a mapping may name, with what it means.
var mapped = map[string]string{
	"data set": "the name of the data set", "key": "what tells the row from others", "date": "the day, or the first day", "until": "the last day", "known": "when the row was published",
	"actor": "who acts: a name", "actor country": "its country, by code or name", "actor sector": "its PLOVER or CAMEO sector",
	"recipient": "to whom: a name", "recipient country": "its country", "recipient sector": "its sector",
	"type": "a PLOVER type", "mode": "a PLOVER mode", "cameo": "a CAMEO code", "intensity": "-10 to 10", "place": "where", "country": "country of the place",
	"latitude": "degrees", "longitude": "degrees", "deaths": "a number", "outlet": "who published", "address": "of the reporting", "confidence": "0 to 1",
}

// loadMapping reads a mapping file: lines "what = Column Name", comments with
// "#". "data set" is followed by a name instead of a column.
func loadMapping(path string) (*layout, error) {
	b, err := os.ReadFile(path)
	if err == nil {
		b, err = plain(b)
	}
	if err != nil {
		return nil, &source.Error{Name: path, Err: err, Hint: "is the path right?"}
	}
	m := &mapping{dataset: "table", columns: map[string]string{}}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		what, column, ok := strings.Cut(line, "=")
		what, column = strings.ToLower(strings.TrimSpace(what)), strings.TrimSpace(column)
		switch {
		case !ok || column == "":
			return nil, &source.Error{Name: path, Line: n, Err: errors.New("no column is named"), Hint: `write "date = Column Name"`}
		case mapped[what] == "":
			return nil, &source.Error{Name: path, Line: n, Err: fmt.Errorf("%q is nothing that a row holds", what), Hint: "docs/formats/eventtables.md lists what is"}
		case what == "data set":
			m.dataset = column
		default:
			m.columns[what] = strings.ToLower(column)
		}
	}
	for _, need := range []string{"date", "actor", "recipient"} {
		if m.columns[need] == "" && m.columns[need+" country"] == "" {
			return nil, &source.Error{Name: path, Err: fmt.Errorf("names no column for %s", need), Hint: "add a line"}
		}
	}
	if m.columns["type"] == "" && m.columns["cameo"] == "" {
		return nil, &source.Error{Name: path, Err: errors.New("names no column for type or cameo"), Hint: "add a line"}
	}
	return &layout{name: "mapped", dataset: m.dataset, fit: m.fit, fill: m.fill}, nil
}

// fit recognises a table that has every column the mapping names.
func (m *mapping) fit(start []byte) (shape, error) {
	var needs []string
	for _, c := range m.columns {
		needs = append(needs, c)
	}
	s, err := headed(0, true, needs...)(start)
	if err != nil {
		return s, errors.New("has not all columns that the mapping names")
	}
	return s, nil
}

func (m *mapping) fill(p *parser) error {
	get := func(what string) []byte {
		if c := m.columns[what]; c != "" {
			return p.of(c)
		}
		return nil
	}
	from, err := p.date(get("date"))
	if err != nil {
		return err
	}
	if from.IsZero() {
		return errDate
	}
	o := &p.out
	o.Date = day(from)
	to, err := p.date(get("until"))
	if err != nil {
		return err
	}
	if to > from {
		o.Date.To = to
	}
	if o.Known, err = p.date(get("known")); err != nil {
		return err
	}
	if o.Known.IsZero() {
		o.Known = o.Date.To
	}
	meant := meaningOf(plover.Type(strings.ToUpper(strings.TrimSpace(string(get("type"))))), strings.ToLower(strings.TrimSpace(string(get("mode")))), nil)
	o.Code = p.word(get("type"))
	if c := get("cameo"); len(c) > 0 {
		o.Code = p.word(c)
		meant = p.code(c)
	}
	if meant.quad == 0 {
		return fmt.Errorf("%q is no type that is known", clip([]byte(o.Code)))
	}
	if err := p.set(meant, get("intensity")); err != nil {
		return err
	}
	o.Actor = p.mappedParty(get("actor"), get("actor country"), get("actor sector"))
	o.Recipient = p.mappedParty(get("recipient"), get("recipient country"), get("recipient sector"))
	o.Place.Name, o.Place.Country = p.word(get("place")), p.countryOrCode(get("country"))
	if err := coordinates(&p.out.Place, get("latitude"), get("longitude")); err != nil {
		return err
	}
	if d := get("deaths"); len(d) > 0 {
		n, err := count(d, "deaths")
		if err != nil {
			return err
		}
		o.Deaths = &entente.Range{Low: n, Best: n, High: n}
	}
	v, ok, err := decimal(get("confidence"), "confidence", 0, 1)
	if err != nil {
		return err
	}
	if ok {
		o.Confidence = float32(v)
	}
	o.Outlet, o.Address = p.word(get("outlet")), string(get("address"))
	o.Key = string(get("key"))
	if o.Key == "" { // what the row says, where nothing tells it from others
		o.Key = strings.Join([]string{from.String(), string(get("actor")), string(get("actor country")), string(get("recipient")), string(get("recipient country")), o.Code, o.Address, o.Outlet}, "|")
	}
	p.put()
	return nil
}

func (p *parser) mappedParty(name, country, sector []byte) entente.Party {
	n, c := p.word(name), p.countryOrCode(country)
	if c == "" && len(country) == 0 { // the name may be that of a country, or a code
		c = p.countryOrCode(name)
		if c == "" && isActorCode(name) && len(name)%3 == 0 {
			return p.cameoParty(name, nil, sector)
		}
	}
	s := strings.TrimSpace(string(sector))
	if !known(plover.Sectors(), s) {
		s = p.tables.sectors["cameo"][s]
	}
	if n == "" && c == "" {
		return entente.Party{}
	}
	return p.party(n, "", c, s)
}

// countryOrCode is the ISO alpha-3 of a country's code or name.
func (p *parser) countryOrCode(b []byte) string {
	if c := p.tables.country(string(b)); c != "" {
		return c
	}
	return p.country(b)
}
