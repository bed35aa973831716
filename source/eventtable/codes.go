package eventtable

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"entente"
	"entente/plover"

	"golang.org/x/text/unicode/norm"
)

//go:embed countries.tsv
var countryTable string

//go:embed bodies.tsv
var bodyTable string

//go:embed sectors.tsv
var sectorTable string

//go:embed acled.tsv
var acledTable string

// codes are the code tables. They are not changed once loaded.
type codes struct {
	byName  map[string]string          // folded name of a country: ISO alpha-3
	fips    map[string]string          // FIPS 10-4: ISO alpha-3
	iso     map[string]bool            // alpha-3 codes
	bodies  map[string]entente.ActorID // folded name or CAMEO code of an organisation of states
	sectors map[string]map[string]string
	rank    map[string]int // of words of ICEWS: the lower, the more telling
	acled   map[string][2]string
}

var tables = sync.OnceValue(func() *codes {
	c := &codes{
		byName: map[string]string{}, fips: map[string]string{}, iso: map[string]bool{}, bodies: map[string]entente.ActorID{},
		sectors: map[string]map[string]string{}, rank: map[string]int{}, acled: map[string][2]string{},
	}
	each(countryTable, 3, func(f []string) {
		c.iso[f[0]] = true
		if f[1] != "-" {
			for code := range strings.SplitSeq(f[1], "|") {
				c.fips[code] = f[0]
			}
		}
		for name := range strings.SplitSeq(f[2], "|") {
			c.byName[fold(name)] = f[0]
		}
	})
	each(bodyTable, 3, func(f []string) {
		if f[1] != "-" {
			c.bodies[f[1]] = entente.ActorID(f[0])
		}
		for name := range strings.SplitSeq(f[2], "|") {
			c.bodies[fold(name)] = entente.ActorID(f[0])
		}
	})
	each(sectorTable, 3, func(f []string) {
		if c.sectors[f[0]] == nil {
			c.sectors[f[0]] = map[string]string{}
		}
		c.sectors[f[0]][f[1]] = f[2]
		c.rank[f[0]+f[1]] = len(c.rank)
	})
	each(acledTable, 3, func(f []string) { c.acled[f[0]] = [2]string{strings.Trim(f[1], "-"), strings.Trim(f[2], "-")} })
	return c
})

// each calls row with the fields of each row of a shipped table.
func each(table string, columns int, row func(f []string)) {
	for line := range strings.Lines(table) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) == columns && line[0] != '#' {
			row(f)
		}
	}
}

// fold reduces a name to its letters and digits, small and without accents.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if !ascii {
		s = norm.NFD.String(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r < 0x80 || unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r):
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// aliases are codes of countries that tables still use, and today's.
var aliases = map[string]string{
	"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "YUG": "SRB", "SCG": "SRB", "WSB": "PSE", "GZS": "PSE", "KSV": "XKX", "UNK": "XKX", "BUR": "MMR", "HKG": "HKG", "TWN": "TWN",
}

// country is a code's ISO alpha-3, "" where it is none of a country.
func (c *codes) country(code string) string {
	if c.iso[code] {
		return code
	}
	return aliases[code]
}

// countryNamed is a name's ISO alpha-3, "" where no table knows it. Names repeat,
// so that what was found is kept by the caller's interner.
func (c *codes) countryNamed(name string) string { return c.byName[fold(name)] }

// slug is a name as part of an identifier: small letters and digits with hyphens.
func slug(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(unicode.ToLower(r))
		default:
			dash = true
		}
	}
	return b.String()
}

// party makes an actor of what a table says of it. A country with a sector is an
// organ of it; without, the country; what has no country is an organisation of
// states that is known, or is told by its name alone.
func (c *codes) party(name, code, country, sector string) entente.Party {
	p := entente.Party{Name: name, Code: code, Country: country, Sector: sector}
	if country == "" {
		for _, k := range [...]string{code, fold(name)} {
			if id, ok := c.bodies[k]; ok && k != "" {
				p.Actor, p.Country = id, "IGO"
				return p
			}
		}
		if s := slug(name); s != "" && !unnamed(name) {
			p.Actor = entente.ActorID("x:" + s)
		}
		return p
	}
	p.Actor = entente.ActorID(country)
	if sector != "" {
		p.Actor = entente.ActorID(country + "." + sector)
	}
	return p
}

// unnamed reports whether a name is of nobody in particular: "Unspecified Actor",
// "Citizen (Unidentified State Actor)", and agents of no state and no body, "Citizen
// (International)".
func unnamed(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, s := range [...]string{"unspecified ", "unidentified "} {
		if strings.HasPrefix(name, s) || strings.Contains(name, "("+s) {
			return true
		}
	}
	return name == "international" || strings.HasSuffix(name, "(international)")
}

// meaning is what an event code says in PLOVER's terms.
type meaning struct {
	typ      string
	mode     string
	contexts []string
	quad     int8
	score    float32
	layer    entente.Layer
	sign     entente.Sign
}

// meaningOf is a PLOVER type with its mode.
func meaningOf(typ plover.Type, mode string, contexts []string) meaning {
	if !plover.Valid(typ, mode) {
		mode = ""
	}
	if !plover.Valid(typ, mode) {
		return meaning{}
	}
	m := meaning{typ: string(typ), mode: mode, contexts: contexts, quad: int8(plover.Quad(typ)), score: float32(plover.Score(typ, mode))}
	m.sign = -1
	switch {
	case m.quad <= 2:
		m.sign = 1
	case typ == plover.Request:
		m.sign = 0
	}
	m.layer = layerOf(typ, contexts)
	return m
}

// layerOf is the kind of relation that a type and its contexts speak of.
func layerOf(typ plover.Type, contexts []string) entente.Layer {
	for _, c := range contexts {
		switch c {
		case "military", "cbrn", "terrorism", "peacekeeping":
			return entente.LayerMilitary
		case "intelligence":
			return entente.LayerIntelligence
		case "economic", "trade":
			return entente.LayerTrade
		case "territory":
			return entente.LayerTerritorial
		}
	}
	switch typ {
	case plover.Assault, plover.Mobilize:
		return entente.LayerMilitary
	}
	return entente.LayerDiplomatic
}

// cameo is what a CAMEO code says; only its quad class and sign for a statement
// that is no event.
func cameo(code string) meaning {
	if c, ok := plover.FromCAMEO(code); ok {
		return meaningOf(c.Type, c.Mode, c.Contexts)
	}
	if len(code) > 3 {
		if c, ok := plover.FromCAMEO(code[:3]); ok {
			return meaningOf(c.Type, c.Mode, c.Contexts)
		}
	}
	if strings.HasPrefix(code, "01") {
		return meaning{quad: 1, layer: entente.LayerDiplomatic}
	}
	return meaning{}
}

// set puts a meaning into the row; the table's own intensity, where it states
// one, stands before the codebook's.
func (p *parser) set(m meaning, own []byte) error {
	o := &p.out
	o.Type, o.Mode, o.Contexts, o.Quad, o.Layer, o.Sign, o.Intensity = m.typ, m.mode, m.contexts, m.quad, m.layer, m.sign, m.score
	v, ok, err := decimal(own, "intensity", -10, 10)
	if ok {
		o.Intensity = float32(v)
	}
	return err
}
