package eventtable

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"entente"
	"entente/plover"
)

// acled reads a row of the Armed Conflict Location and Event Data (Raleigh et
// al. 2010), layout since 2023.
func acled(p *parser) error {
	on, err := acledDate(p.of("event_date"))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Key, o.Date, o.Known = string(p.of("event_id_cnty")), day(on), on
	switch string(bytes.TrimSpace(p.of("time_precision"))) {
	case "2":
		o.Date = entente.Interval{From: on.Add(-3), To: on.Add(3), Precision: entente.PrecisionWeek}
	case "3":
		o.Date = entente.Interval{From: on.Add(-15), To: on.Add(15), Precision: entente.PrecisionMonth}
	}
	event, sub := p.word(p.of("event_type")), p.word(p.of("sub_event_type"))
	o.Code = event + "/" + sub
	m, ok := p.tables.acled[sub]
	if !ok {
		m, ok = p.tables.acled[event]
	}
	if !ok {
		return fmt.Errorf("%q is no event type of ACLED", clip([]byte(o.Code)))
	}
	if err := p.set(meaningOf(plover.Type(m[0]), m[1], nil), nil); err != nil {
		return err
	}
	country := p.country(p.of("country"))
	o.Actor = p.acledParty("actor1", "inter1", country)
	o.Recipient = p.acledParty("actor2", "inter2", country)
	o.Place.Name, o.Place.Precision = p.first("location", "admin3", "admin2", "admin1")
	o.Place.Country = country
	if err := coordinates(&p.out.Place, p.of("latitude"), p.of("longitude")); err != nil {
		return err
	}
	deaths, err := count(p.of("fatalities"), "deaths")
	if err != nil {
		return err
	}
	if p.of("fatalities") != nil {
		o.Deaths = &entente.Range{Low: deaths, Best: deaths, High: deaths}
	}
	o.Outlet = p.word(p.of("source"))
	p.put()
	return nil
}

// acledDate reads "2024-01-31" or "31 January 2024".
func acledDate(b []byte) (entente.Day, error) {
	f := bytes.Fields(b)
	if len(f) != 3 {
		return date(b)
	}
	for m := 1; m <= 12; m++ {
		if strings.EqualFold(string(f[1]), months[m-1]) && number(f[0]) > 0 && number(f[2]) > 0 {
			return date(fmt.Appendf(nil, "%04d-%02d-%02d", number(f[2]), m, number(f[0])))
		}
	}
	return date(b)
}

var months = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// acledParty reads "Military Forces of Kestria (2019-)", "Protesters (Kestria)"
// or the name of a group.
func (p *parser) acledParty(name, inter, here string) entente.Party {
	n := p.word(p.of(name))
	if n == "" {
		return entente.Party{}
	}
	sector := p.tables.sectors["acled"][p.word(p.of(inter))]
	switch {
	case strings.HasPrefix(n, "Military Forces of"):
		sector = "MIL"
	case strings.HasPrefix(n, "Police Forces of"):
		sector = "COP"
	case strings.HasPrefix(n, "Government of"):
		sector = "GOV"
	}
	country := ""
	if _, of, ok := strings.Cut(n, " Forces of "); ok {
		country = p.country([]byte(before(of, "(")))
	} else if _, of, ok := strings.Cut(n, "Government of "); ok {
		country = p.country([]byte(before(of, "(")))
	} else if i := strings.LastIndexByte(n, '('); i >= 0 && (sector == "OPP" || sector == "CVL") {
		country = p.country([]byte(strings.TrimRight(n[i+1:], ")")))
	}
	if country == "" && (sector == "OPP" || sector == "CVL") {
		country = here
	}
	if country == "" {
		sector = ""
	}
	return p.party(n, "", country, sector)
}

func before(s, cut string) string {
	s, _, _ = strings.Cut(s, cut)
	return strings.TrimSpace(s)
}

// ucdpColumns is the order of UCDP GED where a file has no head.
var ucdpColumns = strings.Split("id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,"+
	"side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,"+
	"where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,"+
	"date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob", ",")

// ucdpShape recognises candidate files without a head: an id and "XYZ-2024-1-"
// before a year.
func ucdpShape(start []byte) (shape, error) {
	line, _ := firstRow(start)
	f := bytes.SplitN(line, []byte{','}, 4)
	if len(f) < 4 || number(bytes.Trim(f[0], `"`)) < 0 || bytes.Count(f[1], []byte{'-'}) < 2 || len(bytes.Trim(f[2], `"`)) != 4 || number(bytes.Trim(f[2], `"`)) < 1900 {
		return shape{}, errOther
	}
	s := shape{sep: ',', quoted: true, columns: map[string]int{}}
	for i, c := range ucdpColumns {
		s.columns[c] = i
	}
	return s, nil
}

// ucdp reads a row of the Georeferenced Event Dataset of the Uppsala Conflict
// Data Program (Sundberg and Melander 2013), CC BY 4.0.
func ucdp(p *parser) error {
	if p.fields.len() < len(ucdpColumns)-2 {
		return columnError(p.fields.len())
	}
	from, err := p.date(p.of("date_start"))
	if err != nil {
		return err
	}
	to, err := p.date(p.of("date_end"))
	if err != nil {
		return err
	}
	if from.IsZero() {
		return errDate
	}
	o := &p.out
	o.Key = string(p.of("id"))
	o.Date = entente.Interval{From: from, To: max(from, to), Precision: entente.PrecisionDay}
	switch string(p.of("date_prec")) {
	case "2", "3":
		o.Date.Precision = entente.PrecisionWeek
	case "4":
		o.Date.Precision = entente.PrecisionMonth
	case "5":
		o.Date.Precision = entente.PrecisionYear
	}
	o.Known = o.Date.To
	o.Code = p.words.of(append(append(p.memory.key[:0], "violence "...), p.of("type_of_violence")...))
	if err := p.set(assault(), nil); err != nil {
		return err
	}
	country := p.of("country")
	o.Actor, o.Recipient = p.ucdpSide(p.of("side_a"), country), p.ucdpSide(p.of("side_b"), country)
	latitude, longitude := p.of("latitude"), p.of("longitude")
	o.Place, err = tried(&p.memory.places, p.joined(p.of("where_coordinates"), p.of("adm_2"), p.of("adm_1"), country, latitude, longitude), func() (entente.Place, error) {
		place := entente.Place{Country: p.ucdpCountry(country)}
		place.Name, place.Precision = p.first("where_coordinates", "adm_2", "adm_1")
		return place, coordinates(&place, latitude, longitude)
	})
	if err != nil {
		return err
	}
	d := new(entente.Range)
	if d.Low, err = count(p.of("low"), "deaths"); err != nil {
		return err
	}
	if d.Best, err = count(p.of("best"), "deaths"); err != nil {
		return err
	}
	if d.High, err = count(p.of("high"), "deaths"); err != nil {
		return err
	}
	o.Deaths = d
	office, _, _ := bytes.Cut(p.of("source_office"), []byte{';'})
	o.Outlet = p.word(office)
	p.put()
	return nil
}

// assault is what every row of UCDP tells of.
var assault = sync.OnceValue(func() meaning { return meaningOf(plover.Assault, "", nil) })

// ucdpCountry reads "Kestria" or "Kestria (Old Kestria)".
func (p *parser) ucdpCountry(name []byte) string {
	if i := bytes.IndexByte(name, '('); i > 0 {
		if c := p.country(name[:i]); c != "" {
			return c
		}
	}
	return p.country(name)
}

// ucdpSide reads "Government of Kestria", "Civilians" or the name of a group that
// acts in a country.
func (p *parser) ucdpSide(name, country []byte) entente.Party {
	return p.told(func() entente.Party {
		n := p.word(name)
		if of, ok := strings.CutPrefix(n, "Government of "); ok {
			c := p.country([]byte(of))
			if c == "" {
				c = p.country([]byte(before(of, "(")))
			}
			sector := ""
			if c != "" {
				sector = "GOV"
			}
			return p.party(n, "", c, sector)
		}
		if here := p.ucdpCountry(country); n == "Civilians" && here != "" {
			return p.party(n, "", here, "CVL")
		}
		return p.party(n, "", "", "")
	}, name, country)
}

// columnError says that a row is too short or too long.
type columnError int

func (e columnError) Error() string { return fmt.Sprintf("%d columns are none of this format", int(e)) }
