package eventtable

import (
	"bytes"
	"strings"

	"entente"
	"entente/plover"
)

// polecat reads a row of POLECAT (Halterman et al. 2023, doi:10.7910/DVN/AJGVIT),
// whose columns stand in another order in each release. A column of countries
// may name several: each pair of actor and recipient becomes a row.
func polecat(p *parser) error {
	on, err := p.date(p.of("event date"))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Date = day(on)
	if o.Known, err = p.date(p.of("publication date")); err != nil {
		return err
	}
	id := string(p.of("event id"))
	o.Code = p.word(p.of("event type"))
	mode := strings.ToLower(strings.TrimSpace(string(p.of("event mode"))))
	var contexts []string
	for _, c := range splitList(strings.ToLower(string(p.of("contexts")))) {
		if c != "" && c != "none" {
			contexts = append(contexts, p.words.of([]byte(c)))
		}
	}
	if err := p.set(meaningOf(plover.Type(strings.ToUpper(o.Code)), mode, contexts), p.of("intensity")); err != nil {
		return err
	}
	o.Outlet = p.word(p.of("source"))
	o.Place.Name, o.Place.Precision = p.first("city", "district", "province")
	o.Place.Country = p.tables.country(string(bytes.TrimSpace(p.of("country"))))
	if err := coordinates(&p.out.Place, p.of("latitude"), p.of("longitude")); err != nil {
		return err
	}
	actors, recipients := p.polecatParties("actor"), p.polecatParties("recipient")
	for i, a := range actors {
		for k, b := range recipients {
			o.Key = id
			if i+k > 0 {
				o.Key = id + " " + string(a.Actor) + " " + string(b.Actor)
			}
			o.Actor, o.Recipient = a, b
			p.put()
		}
	}
	return nil
}

// polecatParties reads the actors or recipients of a row; one that is empty
// where none is named.
func (p *parser) polecatParties(role string) []entente.Party {
	name := p.word(p.of(role + " name"))
	sector := strings.TrimSpace(string(p.of("primary " + role + " sector")))
	if len(sector) != 3 || !known(plover.Sectors(), sector) {
		sector = p.tables.sectors["cameo"][sector]
	}
	var out []entente.Party
	for _, code := range splitList(string(p.of(role + " country"))) {
		c := p.tables.country(code)
		if c == "" && name == "" {
			continue
		}
		s := sector
		if c != "" && c == p.country([]byte(name)) {
			s = ""
		}
		out = append(out, p.party(name, "", c, s))
	}
	if len(out) == 0 {
		out = append(out, entente.Party{Name: name})
	}
	return out
}

func known(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
