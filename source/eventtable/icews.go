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
	on, err := p.date(p.of("event date"))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Date, o.Known = day(on), on
	o.Key = string(append(append(append(p.memory.key[:0], p.of("event id")...), ' '), p.memory.text(on)...))
	o.Code = p.word(p.of("cameo code"))
	if err := p.set(p.code(p.of("cameo code")), p.of("intensity")); err != nil {
		return err
	}
	o.Actor = p.icewsParty("source name", "source sectors", "source country")
	o.Recipient = p.icewsParty("target name", "target sectors", "target country")
	o.Outlet = p.word(p.of("publisher"))
	if story := p.of("story id"); story != nil {
		o.Address = p.words.of(append(append(p.memory.key[:0], "icews:story:"...), story...)) // several rows are of a story
	}
	country, latitude, longitude := p.of("country"), p.of("latitude"), p.of("longitude")
	o.Place, err = tried(&p.memory.places, p.joined(p.of("city"), p.of("district"), p.of("province"), country, latitude, longitude), func() (entente.Place, error) {
		place := entente.Place{Country: p.country(country)}
		place.Name, place.Precision = p.first("city", "district", "province")
		if place.Precision == "" && place.Country != "" {
			place.Precision = "country"
		}
		return place, coordinates(&place, latitude, longitude)
	})
	if err != nil {
		return err
	}
	p.put()
	return nil
}

func (p *parser) icewsParty(name, sectors, country string) entente.Party {
	own, kinds, in := p.of(name), p.of(sectors), p.of(country)
	return p.told(func() entente.Party {
		c, sector := p.country(in), p.sector(kinds)
		if c != "" && c == p.country(own) {
			sector = "" // the state itself
		}
		return p.party(p.word(own), "", c, sector)
	}, own, kinds, in)
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
