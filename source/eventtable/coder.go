package eventtable

import (
	"bytes"
	"strings"

	"entente"
)

// phoenixColumns is the order of the Phoenix data (openeventdata.org), which has
// no head.
const phoenixColumns = 26

func phoenixShape(start []byte) (shape, error) {
	line, _ := firstRow(start)
	s := shape{sep: '\t', count: phoenixColumns}
	f := bytes.Split(line, []byte{'\t'})
	if len(f) != phoenixColumns {
		s.sep, s.quoted = ',', true
		f = bytes.Split(line, []byte{','})
	}
	if len(f) < phoenixColumns || len(f[1]) != 8 || number(f[1]) < 0 || len(f[2]) != 4 || !isCode(f[13]) {
		return shape{}, errOther
	}
	return s, nil
}

// phoenix reads a row of the Phoenix data.
func phoenix(p *parser) error {
	on, err := p.date(p.at(1))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Key, o.Date, o.Known = string(p.at(0)), day(on), on
	o.Code = p.word(p.at(13))
	if err := p.set(p.code(p.at(13)), p.at(16)); err != nil {
		return err
	}
	o.Actor, o.Recipient = p.cameoParty(p.at(5), p.at(6), p.at(7)), p.cameoParty(p.at(9), p.at(10), p.at(11))
	if err := coordinates(&p.out.Place, p.at(18), p.at(19)); err != nil {
		return err
	}
	o.Place.Name = p.word(p.at(20))
	o.Place.Country = p.tables.country(string(bytes.TrimSpace(p.at(22))))
	address, _, _ := bytes.Cut(p.at(24), []byte{';'})
	o.Address = string(bytes.TrimSpace(address))
	outlet, _, _ := bytes.Cut(p.at(25), []byte{';'})
	o.Outlet = p.word(outlet)
	p.put()
	return nil
}

// cameoParty reads the code of an actor, "USAGOV", with its parts where the table
// gives them.
func (p *parser) cameoParty(full, entity, role []byte) entente.Party {
	full = bytes.TrimSpace(full)
	if len(full) < 3 || bytes.HasPrefix(full, []byte("---")) {
		return entente.Party{}
	}
	if entity == nil {
		entity = full[:3]
	}
	sector := p.tables.sectors["cameo"][string(bytes.TrimSpace(role))]
	country := p.tables.country(string(bytes.TrimSpace(entity)))
	for rest := full; len(rest) >= 3 && sector == ""; rest = rest[3:] {
		if len(rest) < len(full) || country == "" {
			sector = p.tables.sectors["cameo"][string(rest[:3])]
		}
	}
	code := p.words.of(full)
	if country == "" && p.tables.rolesOnly(code) {
		return entente.Party{Code: code, Sector: sector}
	}
	if country == "" {
		return p.party(code, p.words.of(full[:3]), "", sector)
	}
	return p.party("", code, country, sector)
}

// isCode reports a CAMEO code: two to four digits.
func isCode(b []byte) bool { return len(b) >= 2 && len(b) <= 4 && number(b) >= 0 }

// petrarchShape recognises rows of date, source, target, code and more.
func petrarchShape(start []byte) (shape, error) {
	line, _ := firstRow(start)
	f := bytes.Split(line, []byte{'\t'})
	if len(f) < 4 || len(f[0]) != 8 || number(f[0]) < 0 || !isActorCode(f[1]) || !isActorCode(f[2]) || !isCode(f[3]) {
		return shape{}, errOther
	}
	return shape{sep: '\t'}, nil
}

func isActorCode(b []byte) bool {
	for _, c := range b {
		if (c < 'A' || c > 'Z') && c != '-' && c != '/' && c != '&' && c != '+' {
			return false
		}
	}
	return len(b) >= 3
}

// petrarch reads a row of the PETRARCH coders: date, source, target, code, id of
// the sentence or event, outlet. The later columns may be missing.
func petrarch(p *parser) error {
	if p.fields.len() < 4 {
		return columnError(p.fields.len())
	}
	on, err := p.date(p.at(0))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Date, o.Known = day(on), on
	o.Code = p.word(p.at(3))
	if err := p.set(p.code(p.at(3)), nil); err != nil {
		return err
	}
	o.Actor, o.Recipient = p.cameoParty(p.at(1), nil, nil), p.cameoParty(p.at(2), nil, nil)
	o.Key = strings.Join([]string{string(p.at(0)), string(p.at(1)), string(p.at(2)), o.Code, string(p.at(4))}, " ")
	o.Outlet = p.word(p.at(5))
	p.put()
	return nil
}
