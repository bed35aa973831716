package actor

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"entente"
)

// entry is one row of a Wikidata export. Aliases are parted by "|". Country is
// ISO 3166 alpha-3 or empty. A row with an office is of a person who holds it
// from Start to End.
type entry struct {
	ID, Label, Aliases, Country, Office, Start, End, Type string
}

// wikidataCSV reads an export with a header line.
func (l *loader) wikidataCSV(data []byte) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.Comment = '#'
	r.LazyQuotes = true
	head, err := r.Read()
	if err != nil {
		l.fail(1, "%v", err)
		return
	}
	column := map[string]int{}
	for i, h := range head {
		column[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			l.fail(line, "%v", err)
			continue
		}
		cell := func(name string) string {
			if i, ok := column[name]; ok && i < len(row) {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		l.entry(line, entry{cell("id"), cell("label"), cell("aliases"), cell("country"), cell("office"), cell("start"), cell("end"), cell("type")})
	}
}

// wikidataJSON reads an array of entries, or one entry a line.
func (l *loader) wikidataJSON(data []byte) {
	dec := json.NewDecoder(bytes.NewReader(data))
	array := bytes.HasPrefix(bytes.TrimSpace(data), []byte("["))
	if array {
		if _, err := dec.Token(); err != nil {
			l.fail(1, "%v", err)
			return
		}
	}
	for n := 1; dec.More(); n++ {
		var raw struct {
			ID, Label, Country, Office, Start, End, Type string
			Aliases                                      json.RawMessage
		}
		line := 1 + bytes.Count(data[:dec.InputOffset()], []byte("\n"))
		if err := dec.Decode(&raw); err != nil {
			l.fail(line, "entry %d: %v", n, err)
			return
		}
		e := entry{raw.ID, raw.Label, "", raw.Country, raw.Office, raw.Start, raw.End, raw.Type}
		var list []string
		if json.Unmarshal(raw.Aliases, &list) == nil {
			e.Aliases = strings.Join(list, "|")
		} else if len(raw.Aliases) > 0 {
			_ = json.Unmarshal(raw.Aliases, &e.Aliases) // a string, or nothing that can be read
		}
		l.entry(line, e)
	}
}

// entry adds one row.
func (l *loader) entry(line int, e entry) {
	if e.Label == "" {
		l.fail(line, "the row has no label")
		return
	}
	since, until := dayPart(e.Start), dayPart(e.End)
	if _, _, err := days(since, until); err != nil {
		l.fail(line, "%v", err)
		return
	}
	country := strings.ToUpper(e.Country)
	if country != "" && len(country) != 3 {
		l.fail(line, "country %q is no code of three letters", e.Country)
		return
	}
	var err error
	if typ := entente.ActorType(e.Type); e.Office != "" || typ == entente.ActorPerson {
		err = personRow(l.t, []string{e.Label, e.Aliases, "", e.Office, country, "GOV", since, until, "wikidata " + e.ID})
	} else {
		if typ == "" {
			typ = entente.ActorGroup
		}
		err = organisationRow(l.t, []string{slug(e.Label), string(typ), country, "", strings.Trim(e.Label+"|"+e.Aliases, "|"), since, until, "wikidata " + e.ID})
	}
	if err != nil {
		l.fail(line, "%v", err)
	}
}

// dayPart cuts "2011-05-04T00:00:00Z" and "+2011-05-04" to the day.
func dayPart(s string) string {
	s = strings.TrimPrefix(strings.TrimSpace(s), "+")
	s, _, _ = strings.Cut(s, "T")
	return strings.NewReplacer("-00-00", "-01-01", "-00", "-01").Replace(s)
}
