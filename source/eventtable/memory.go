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
