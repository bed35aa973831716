package eventtable

import (
	"bytes"

	"entente"
)

// memory keeps what codes and names were found to mean: tables repeat them in
// every row. Each part forgets all when it is full.
type memory struct {
	meanings  map[string]meaning
	countries map[string]string
	parties   map[partyKey]entente.Party
	sectors   map[string]string
	days      map[string]entente.Day
	told      map[string]entente.Party // by the fields that name a party, see told
	places    map[string]entente.Place // likewise
	key       []byte                   // room for such fields
	day       entente.Day              // the last one whose text was asked for
	dayText   string
}

// text is a day as text: mostly the last one's.
func (m *memory) text(d entente.Day) string {
	if m.day != d {
		m.day, m.dayText = d, d.String()
	}
	return m.dayText
}

type partyKey struct{ name, code, country, sector string }

const memoryFull = 1 << 16

// remember returns m[key], made by find the first time.
func remember[V any](m *map[string]V, key []byte, find func(string) V) V {
	if v, ok := (*m)[string(key)]; ok {
		return v
	}
	if *m == nil || len(*m) >= memoryFull {
		*m = map[string]V{}
	}
	v := find(string(key))
	(*m)[string(key)] = v
	return v
}

// tried is remember for what may fail, which is not remembered.
func tried[V any](m *map[string]V, key []byte, find func() (V, error)) (V, error) {
	if v, ok := (*m)[string(key)]; ok {
		return v, nil
	}
	k := string(key) // find may use the room that the key lies in
	v, err := find()
	if err != nil {
		return v, err
	}
	if *m == nil || len(*m) >= memoryFull {
		*m = map[string]V{}
	}
	(*m)[k] = v
	return v, nil
}

// joined are some fields of a row in one, with the name of the layout: fields of another
// may say the same and mean something else.
func (p *parser) joined(some ...[]byte) []byte {
	k := append(append(p.memory.key[:0], p.layout.name...), 0)
	for _, f := range some {
		k = append(append(k, f...), 0)
	}
	p.memory.key = k
	return k
}

// date is date, remembered: most rows are of few days.
func (r *reader) date(b []byte) (entente.Day, error) {
	return tried(&r.memory.days, b, func() (entente.Day, error) { return date(b) })
}

// told is the party that some fields tell of, found the first time: one look
// instead of one for each of its parts.
func (p *parser) told(find func() entente.Party, fields ...[]byte) entente.Party {
	party, _ := tried(&p.memory.told, p.joined(fields...), func() (entente.Party, error) { return find(), nil })
	return party
}

// code is what a CAMEO code means.
func (r *reader) code(b []byte) meaning {
	return remember(&r.memory.meanings, bytes.TrimSpace(b), cameo)
}

// country is the ISO alpha-3 of a country's name.
func (r *reader) country(b []byte) string {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return ""
	}
	return remember(&r.memory.countries, b, r.tables.countryNamed)
}

// sector is the PLOVER sector of a list of words of ICEWS, the most telling of
// them.
func (r *reader) sector(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return remember(&r.memory.sectors, b, func(list string) string {
		best, at := "", -1
		words := r.tables.sectors["icews"]
		for _, w := range splitList(list) {
			if s, ok := words[w]; ok {
				if k := r.tables.rank["icews"+w]; at < 0 || k < at {
					best, at = s, k
				}
			}
		}
		return best
	})
}

// splitList splits at commas that stand in no brackets.
func splitList(s string) []string {
	var out []string
	depth, start := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		case ',', ';':
			if depth == 0 {
				out = append(out, trimSpace(s[start:i]))
				start = i + 1
			}
		}
	}
	return append(out, trimSpace(s[start:]))
}

func trimSpace(s string) string { return string(bytes.TrimSpace([]byte(s))) }

// party is codes.party, remembered.
func (r *reader) party(name, code, country, sector string) entente.Party {
	k := partyKey{name, code, country, sector}
	if p, ok := r.memory.parties[k]; ok {
		return p
	}
	if r.memory.parties == nil || len(r.memory.parties) >= memoryFull {
		r.memory.parties = map[partyKey]entente.Party{}
	}
	p := r.tables.party(name, code, country, sector)
	r.memory.parties[k] = p
	return p
}
