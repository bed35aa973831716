package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// state is a country or territory with an ISO 3166-1 code.
type state struct {
	alpha2, alpha3 string
	names          []named
}

// named is a name with the source it comes from.
type named struct{ words, source string }

// readStates joins iso-codes with the English names of CLDR.
func readStates(iso, cldr string) ([]*state, error) {
	var codes struct {
		Rows []struct {
			Alpha2   string `json:"alpha_2"`
			Alpha3   string `json:"alpha_3"`
			Name     string `json:"name"`
			Official string `json:"official_name"`
			Common   string `json:"common_name"`
		} `json:"3166-1"`
	}
	if err := readJSON(filepath.Join(iso, "iso_3166-1.json"), &codes); err != nil {
		return nil, err
	}
	var locale struct {
		Main struct {
			En struct {
				Names struct {
					Territories map[string]string `json:"territories"`
				} `json:"localeDisplayNames"`
			} `json:"en"`
		} `json:"main"`
	}
	if err := readJSON(filepath.Join(cldr, "main", "en", "territories.json"), &locale); err != nil {
		return nil, err
	}
	territories := locale.Main.En.Names.Territories
	var states []*state
	for _, c := range codes.Rows {
		s := &state{alpha2: c.Alpha2, alpha3: c.Alpha3}
		for _, suffix := range []string{"", "-alt-variant", "-alt-short"} {
			s.add(territories[c.Alpha2+suffix], "cldr")
		}
		s.add(c.Common, "iso")
		s.add(c.Official, "iso")
		if !strings.Contains(c.Name, ",") {
			s.add(c.Name, "iso")
		}
		states = append(states, s)
	}
	return append(states, &state{alpha2: "XK", alpha3: "XKX", names: []named{{"Kosovo", "cldr"}}}), nil
}

func (s *state) add(words, source string) {
	words = strings.NewReplacer("’", "'", " SAR China", "").Replace(strings.TrimSpace(words))
	if i := strings.IndexByte(words, '('); i > 0 {
		words = strings.TrimSpace(words[:i])
	}
	if words == "" || strings.Contains(words, " - ") {
		return
	}
	s.names = append(s.names, named{words, source})
	if strings.Contains(words, " & ") {
		s.add(strings.ReplaceAll(words, " & ", " and "), source)
	}
	if strings.HasPrefix(words, "St. ") {
		s.add("Saint "+words[4:], source)
	}
}

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
