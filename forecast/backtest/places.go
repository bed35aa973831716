package backtest

import (
	"slices"
	"strings"
)

// Places tells the country and the sector of each entity by its name, as event
// tables word them: "Police_(Australia)" has both, "Australia" is its own
// country where another name says so in parentheses, and a name that holds a
// country's words has that country. Numbers are by alphabet; -1 is not known.
func (d *Data) Places() (country, sector []int32) {
	country, sector = make([]int32, d.Entities), make([]int32, d.Entities)
	in, what := make([]string, d.Entities), make([]string, d.Entities)
	known := map[string]bool{}
	for i, name := range d.EntityNames {
		if open := strings.LastIndex(name, "_("); open > 0 && strings.HasSuffix(name, ")") {
			what[i], in[i] = name[:open], name[open+2:len(name)-1]
			known[in[i]] = true
		}
	}
	for i, name := range d.EntityNames {
		if in[i] != "" {
			continue
		}
		if known[name] {
			in[i], what[i] = name, "(country)"
			continue
		}
		words := strings.Split(name, "_")
		for n := min(4, len(words)); n > 0 && in[i] == ""; n-- {
			for at := 0; at+n <= len(words); at++ {
				if w := strings.Join(words[at:at+n], "_"); known[w] && len(w) > 3 {
					in[i] = w
					break
				}
			}
		}
	}
	number(in, country)
	number(what, sector)
	return country, sector
}

// number gives the words numbers by alphabet.
func number(words []string, out []int32) {
	var all []string
	for _, w := range words {
		if w != "" {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for i, w := range words {
		out[i] = -1
		if at, ok := slices.BinarySearch(all, w); ok && w != "" {
			out[i] = int32(at)
		}
	}
}
