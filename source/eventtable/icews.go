package eventtable

import (
	"errors"

	"entente"
)

// errDate says that a row is not dated: an event without a day counts nowhere.
var errDate = errors.New("the row has no date")

// icews reads a row of the Integrated Crisis Early Warning System (Boschee et
// al., doi:10.7910/DVN/28075). An event's number is unique within a day only;
// rows that tell the same event of another sentence or publisher have numbers of
// their own and stay rows of their own.
func icews(p *parser) error {
	on, err := date(p.of("event date"))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Date, o.Known = day(on), on
	o.Key = string(p.of("event id")) + " " + on.String()
	o.Code = p.word(p.of("cameo code"))
	if err := p.set(p.code(p.of("cameo code")), p.of("intensity")); err != nil {
		return err
	}
	o.Actor = p.icewsParty("source name", "source sectors", "source country")
	o.Recipient = p.icewsParty("target name", "target sectors", "target country")
	o.Outlet = p.word(p.of("publisher"))
	if story := p.of("story id"); story != nil {
		o.Address = "icews:story:" + string(story)
	}
	o.Place.Name, o.Place.Precision = p.first("city", "district", "province")
	o.Place.Country = p.country(p.of("country"))
	if o.Place.Precision == "" && o.Place.Country != "" {
		o.Place.Precision = "country"
	}
	if err := p.coordinates(p.of("latitude"), p.of("longitude")); err != nil {
		return err
	}
	p.put()
	return nil
}

func (p *parser) icewsParty(name, sectors, country string) entente.Party {
	n := p.word(p.of(name))
	c := p.country(p.of(country))
	sector := p.sector(p.of(sectors))
	if c != "" && c == p.country(p.of(name)) {
		sector = "" // the state itself
	}
	return p.party(n, "", c, sector)
}

// first is the first of some columns that is filled, as a place or a region.
func (p *parser) first(columns ...string) (name, precision string) {
	for i, c := range columns {
		if n := p.word(p.of(c)); n != "" && n != "None" {
			if i == 0 {
				return n, "place"
			}
			return n, "region"
		}
	}
	return "", ""
}
