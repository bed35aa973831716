package main

import (
	"regexp"
	"slices"
	"strings"
)

var (
	breaks = regexp.MustCompile(`(?i)<br\s*/?>|</p>`)
	noted  = regexp.MustCompile(`(?i)note\b|\bincludes\b|\bformerly\b|\bdissolved\b|\bcoalition of\b|\bmerger\b|\balliance including\b|\balso known\b|\bled by\b|\boperates\b|\ballies\b|\baffiliated\b|\banyone\b`)
	native = regexp.MustCompile(`\(([^()]*)\)`)
	short  = regexp.MustCompile(`\s+or\s+`)
)

// partyRows gives the parties of all states: full name, native name in
// parentheses, and abbreviation after "or".
func partyRows(pages []*page) []string {
	var rows []string
	for _, p := range pages {
		for _, item := range breaks.Split(p.raw("Government", "Political parties"), -1) {
			item = plain(item)
			if i := strings.IndexAny(item, ";["); i >= 0 {
				item = item[:i]
			}
			if names := partyNames(item); len(names) > 0 {
				id := p.code + "-" + names[0]
				rows = append(rows, strings.Join([]string{id, "party", p.code, "PTY", strings.Join(names, "|"), "", "", "factbook"}, "\t"))
			}
		}
	}
	return rows
}

func partyNames(item string) []string {
	var names []string
	for _, m := range native.FindAllStringSubmatch(item, -1) {
		if !noted.MatchString(m[1]) && len(strings.Fields(m[1])) > 1 && len(m[1]) < 60 {
			names = append(names, strings.TrimSpace(m[1]))
		}
	}
	item = native.ReplaceAllString(item, "")
	if noted.MatchString(item) {
		return nil
	}
	parts := short.Split(strings.TrimSpace(item), -1)
	full := strings.Trim(parts[0], " ,.:")
	if len(full) < 4 || len(full) > 80 || full[0] < 'A' || strings.Count(full, " ") > 9 || strings.Contains(full, ",") && strings.Count(full, " ") > 8 {
		return nil
	}
	if first := strings.ToLower(strings.Fields(full)[0]); first == "none" || first == "no" || first == "although" || first == "political" || first == "independent" || first == "independents" || full[0] >= 'a' && full[0] <= 'z' {
		return nil
	}
	out := []string{full}
	for _, abbreviation := range parts[1:] {
		if a := strings.Trim(abbreviation, " ,.:"); len(a) > 1 && len(a) < 16 && !strings.Contains(a, " ") {
			out = append(out, a)
		}
	}
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
