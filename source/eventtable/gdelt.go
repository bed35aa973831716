package eventtable

import (
	"bytes"
	"net/url"
	"strings"

	"entente"
)

// GDELT (Leetaru and Schrodt 2013; codebooks of gdeltproject.org) comes without
// a head. Version 1.0 has 57 columns, from April 2013 on 58 with the address of
// a story; version 2.0 has 61. The first 35 columns are the same; each of the
// three places has 7 columns in version 1.0 and 8 in 2.0.
const (
	gdeltID, gdeltDay                   = 0, 1
	gdeltActor, gdeltRecipient          = 5, 15 // code, name, country, group, ethnic, 2 religions, 3 types
	gdeltCode, gdeltGoldstein           = 26, 30
	gdeltMentions, gdeltFirstPlace      = 31, 35
	gdeltColumnsOld, gdeltColumnsDaily  = 57, 58
	gdeltColumnsNew, gdeltMentionFields = 61, 16
)

func gdeltShape(start []byte) (shape, error) {
	line, _ := firstRow(start)
	n := bytes.Count(line, []byte{'\t'}) + 1
	if n != gdeltColumnsOld && n != gdeltColumnsDaily && n != gdeltColumnsNew {
		return shape{}, errOther
	}
	f := bytes.SplitN(line, []byte{'\t'}, 3)
	if number(f[0]) < 0 || len(f[1]) != 8 || number(f[1]) < 0 {
		return shape{}, errOther
	}
	return shape{sep: '\t'}, nil // back files and daily files may be put together: the count is checked by row
}

func gdelt(p *parser) error {
	place, version := 7, "GDELT 1.0"
	switch p.fields.len() {
	case gdeltColumnsOld, gdeltColumnsDaily:
	case gdeltColumnsNew:
		place, version = 8, "GDELT 2.0"
	default:
		return columnError(p.fields.len())
	}
	on, err := p.date(p.at(gdeltDay))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.DataSet, o.Key = version, string(p.at(gdeltID))
	o.Date = day(on)
	o.Code = p.word(p.at(gdeltCode))
	if err := p.set(p.code(p.at(gdeltCode)), p.at(gdeltGoldstein)); err != nil {
		return err
	}
	o.Actor, o.Recipient = p.gdeltParty(gdeltActor), p.gdeltParty(gdeltRecipient)
	if o.Mentions, err = count(p.at(gdeltMentions), "mentions"); err != nil {
		return err
	}
	action := gdeltFirstPlace + 2*place
	kind, name, country, at := p.at(action), p.at(action+1), p.at(action+2), action+place-3
	o.Place, err = tried(&p.memory.places, p.joined(kind, name, country, p.at(at), p.at(at+1)), func() (entente.Place, error) {
		place := entente.Place{Name: p.word(name), Country: p.tables.fips[string(country)], Precision: gdeltPrecision(kind)}
		return place, coordinates(&place, p.at(at), p.at(at+1))
	})
	if err != nil {
		return err
	}
	if o.Known, err = p.date(p.at(gdeltFirstPlace + 3*place)); err != nil {
		return err
	}
	if p.fields.len() > gdeltColumnsOld {
		o.Address = string(p.at(p.fields.len() - 1))
		o.Outlet = p.host(o.Address)
	}
	p.put()
	return nil
}

// gdeltPrecision words the kind of a place: 1 country, 2 and 5 state or
// province, 3 and 4 city.
func gdeltPrecision(kind []byte) string {
	if len(kind) != 1 {
		return ""
	}
	switch kind[0] {
	case '1':
		return "country"
	case '2', '5':
		return "region"
	case '3', '4':
		return "place"
	}
	return ""
}

// gdeltParty reads the ten columns of an actor.
func (p *parser) gdeltParty(at int) entente.Party {
	if len(p.at(at)) == 0 {
		return entente.Party{}
	}
	return p.told(func() entente.Party { return p.newGDELTParty(at) }, p.at(at), p.at(at+1), p.at(at+2), p.at(at+3), p.at(at+4), p.at(at+5), p.at(at+6), p.at(at+7), p.at(at+8), p.at(at+9))
}

func (p *parser) newGDELTParty(at int) entente.Party {
	code := p.word(p.at(at))
	if code == "" {
		return entente.Party{}
	}
	country := p.tables.country(string(p.at(at + 2)))
	group := p.at(at + 3)
	sector := ""
	for i := 7; i < 10 && sector == ""; i++ {
		sector = p.tables.sectors["cameo"][string(p.at(at+i))]
	}
	name := p.word(p.at(at + 1))
	if country == "" && len(group) > 0 {
		return p.party(name, p.words.of(group), "", sector)
	}
	if country == "" && !p.filled(at+4, 3) { // of no people and no faith, whose codes look like those of states
		country = p.tables.leading(code)
	}
	if country == "" && p.tables.rolesOnly(code) { // "PRESIDENT": of whom is not said
		return entente.Party{Name: name, Code: code, Sector: sector}
	}
	return p.party(name, code, country, sector)
}

// filled reports whether any of n columns holds something.
func (p *parser) filled(at, n int) bool {
	for i := at; i < at+n; i++ {
		if len(p.at(i)) > 0 {
			return true
		}
	}
	return false
}

// leading is the country that the code of an actor begins with, "" where it begins
// with none: GDELT leaves the column of the country empty for some states
// ("ROUGOV", "TWN").
func (c *codes) leading(code string) string {
	if len(code) >= 3 && c.iso[code[:3]] {
		return code[:3]
	}
	return ""
}

// rolesOnly reports whether the code of an actor is made of roles alone, "GOV" or
// "MILMIL", and so names nobody.
func (c *codes) rolesOnly(code string) bool {
	for ; len(code) >= 3; code = code[3:] {
		if c.sectors["cameo"][code[:3]] == "" && code[:3] != "REL" { // clergy, of which PLOVER has no sector
			return false
		}
	}
	return code == ""
}

// host is the outlet of an address, by its host without "www.".
func (p *parser) host(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return p.words.of([]byte(address)) // some tables name the outlet alone
	}
	rest = rest[:strings.IndexAny(rest+"/", "/?#:")]
	return p.words.of([]byte(strings.TrimPrefix(strings.ToLower(rest), "www.")))
}

func mentionsShape(start []byte) (shape, error) {
	line, second := firstRow(start)
	if s, err := headed(0, true, "globaleventid", "mentiontype", "mentionidentifier")(start); err == nil {
		return s, nil
	}
	_ = second
	f := bytes.Split(line, []byte{'\t'})
	if len(f) != gdeltMentionFields && len(f) != gdeltMentionFields-1 || number(f[0]) < 0 || len(f[1]) != 14 || len(f[2]) != 14 {
		return shape{}, errOther
	}
	s := shape{sep: '\t', columns: map[string]int{}, count: len(f)}
	for i, n := range [...]string{"globaleventid", "eventtimedate", "mentiontimedate", "mentiontype", "mentionsourcename", "mentionidentifier", "sentenceid", "actor1charoffset", "actor2charoffset", "actioncharoffset", "inrawtext", "confidence"} {
		s.columns[n] = i
	}
	return s, nil
}

// gdeltMention reads where an event is mentioned: a row without actors that
// names the event's row.
func gdeltMention(p *parser) error {
	on, err := p.date(p.of("eventtimedate"))
	if err != nil {
		return err
	}
	if on.IsZero() {
		return errDate
	}
	o := &p.out
	o.Date = day(on)
	if o.Known, err = p.date(p.of("mentiontimedate")); err != nil {
		return err
	}
	o.Of = string(p.of("globaleventid"))
	o.Address = string(p.of("mentionidentifier"))
	if u, err := url.PathUnescape(o.Address); err == nil && len(u) > 1<<12 {
		o.Address = o.Address[:1<<12] // an identifier is an address or a citation, not a text
	}
	o.Key = o.Of + " " + string(p.of("sentenceid")) + " " + o.Address
	o.Outlet = p.word(p.of("mentionsourcename"))
	v, ok, err := decimal(p.of("confidence"), "confidence", 0, 100)
	if err != nil {
		return err
	}
	if ok {
		o.Confidence = float32(v / 100)
	}
	p.put()
	return nil
}
