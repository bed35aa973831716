package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"time"
)

// page is a country's page of the Factbook, with its ISO code.
type page struct {
	code     string
	sections map[string]any
}

// text returns the text at a path of keys, without HTML, or "".
func (p *page) text(keys ...string) string { return plain(p.raw(keys...)) }

func (p *page) raw(keys ...string) string {
	var v any = p.sections
	for _, k := range append(keys, "text") {
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[k]
	}
	s, _ := v.(string)
	return s
}

var tag = regexp.MustCompile(`<[^>]*>`)

func plain(s string) string {
	s = html.UnescapeString(tag.ReplaceAllString(s, " "))
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'")
}

// isoOf gives the ISO codes of pages whose short name CLDR words otherwise.
var isoOf = map[string]string{
	"cf": "COG", "cg": "COD", "ct": "CAF", "cv": "CPV", "ga": "GMB", "iv": "CIV", "sh": "SHN", "tp": "STP", "wz": "SWZ",
	"fm": "FSM", "bm": "MMR", "kn": "PRK", "ks": "KOR", "hk": "HKG", "mc": "MAC", "ez": "CZE", "gm": "DEU", "gk": "GGY",
	"tu": "TUR", "vt": "VAT", "ae": "ARE", "us": "USA", "uk": "GBR", "up": "UKR", "mk": "MKD", "fk": "FLK", "ck": "CCK",
	"bk": "BIH", "ee": "", "gz": "", "we": "", "sv": "", "at": "", "cr": "", "ip": "", "io": "IOT", "rs": "RUS", "ch": "CHN",
	"td": "TTO", "ac": "ATG", "sc": "KNA", "st": "LCA", "vc": "VCT", "bf": "BHS", "dr": "DOM", "vq": "VIR", "vi": "VGB",
	"tt": "TLS", "vm": "VNM", "kv": "XKX", "nl": "NLD", "sb": "SPM", "tb": "BLM", "uc": "CUW", "rn": "MAF", "sk": "SXM", "cc": "CUW",
}

// readFactbook reads the pages of states and territories that have a code.
func readFactbook(file string, states []*state) ([]*page, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	byName := map[string]string{}
	for _, s := range states {
		for _, n := range s.names {
			byName[strings.ToLower(n.words)] = s.alpha3
		}
	}
	var pages []*page
	for dec := json.NewDecoder(z); ; {
		p := &page{}
		if err := dec.Decode(&p.sections); err == io.EOF {
			return pages, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		name, _ := p.sections["file"].(string)
		stem := strings.TrimSuffix(path.Base(name), ".json")
		code, known := isoOf[stem]
		if !known {
			short := p.text("Government", "Country name", "conventional short form")
			short = strings.TrimSpace(strings.Split(short, "(")[0])
			code = byName[strings.ToLower(short)]
			if code == "" && short != "" {
				fmt.Fprintf(os.Stderr, "actortable: no code for %s %q\n", name, short)
			}
		}
		if code != "" {
			p.code = code
			pages = append(pages, p)
		}
	}
}

// nationRows gives names, demonyms and capitals of all states.
func nationRows(states []*state, pages []*page) []string {
	var rows []string
	seen := map[string]bool{}
	add := func(code, kind, words, source string) {
		words = strings.TrimSpace(words)
		key := code + kind + strings.ToLower(words)
		if words == "" || words == "none" || words == "NA" || strings.Contains(words, "note") || len(words) > 60 || seen[key] {
			return
		}
		seen[key] = true
		rows = append(rows, strings.Join([]string{code, kind, words, "", "", source}, "\t"))
	}
	for _, s := range states {
		for _, n := range s.names {
			add(s.alpha3, "name", n.words, n.source)
		}
	}
	for _, p := range pages {
		for _, form := range []string{"conventional short form", "conventional long form"} {
			for _, words := range split(p.text("Government", "Country name", form)) {
				add(p.code, "name", words, "factbook")
			}
		}
		for _, words := range split(p.text("People and Society", "Nationality", "adjective")) {
			add(p.code, "adjective", strings.TrimSuffix(words, "(s)"), "factbook")
		}
		nouns := p.text("People and Society", "Nationality", "noun")
		plural := strings.Contains(nouns, "singular and plural")
		for _, words := range split(nouns) {
			if base, ok := strings.CutSuffix(words, "(s)"); ok {
				add(p.code, "people", base+"s", "factbook")
				add(p.code, "person", base, "factbook")
			} else if plural {
				add(p.code, "people", words, "factbook")
			}
		}
		legislature := p.text("Government", "Legislative branch", "legislature name")
		for _, m := range native.FindAllStringSubmatch(legislature, -1) {
			if name := strings.TrimSpace(m[1]); len(name) > 4 && name[0] >= 'A' && name[0] <= 'Z' && name != "National Assembly" && name != "Parliament" {
				add(p.code, "legislature", name, "factbook")
			}
		}
		for _, words := range split(p.text("Government", "Capital", "name")) {
			add(p.code, "capital", words, "factbook")
		}
	}
	return rows
}

var parens = regexp.MustCompile(`\([^)]*\)`)

// split cuts "A (x), B or C; note ..." into A, B, C.
func split(s string) []string {
	s, _, _ = strings.Cut(s, ";")
	s = strings.ReplaceAll(s, "(s)", "\x00")
	s = parens.ReplaceAllString(s, "")
	s = strings.ReplaceAll(s, "\x00", "(s)")
	var out []string
	for _, part := range strings.Split(strings.ReplaceAll(s, " or ", ","), ",") {
		if part = strings.TrimSpace(part); part != "" && part[0] >= 'A' && part[0] <= 'Z' {
			out = append(out, part)
		}
	}
	return out
}

var holder = regexp.MustCompile(`^(.*?)\s*\((?:for the period |since )(\d{1,2} \w+ \d{4}|\w+ \d{4}|\d{4})`)

// personRows gives heads of state and government and ambassadors in Washington.
func personRows(pages []*page) []string {
	var rows []string
	for _, p := range pages {
		if strings.Contains("ASM GUM MNP PRI VIR ATF SPM BLM MAF WLF NCL PYF", p.code) {
			continue
		}
		for _, key := range []string{"chief of state", "head of government"} {
			for _, part := range regexp.MustCompile(`; represented by|, represented by|; `).Split(p.text("Government", "Executive branch", key), -1) {
				if strings.Contains(part, "CHARLES III") && p.code != "GBR" {
					continue
				}
				rows = append(rows, personRow(part, p.code, "")...)
			}
		}
		chief := p.text("Government", "Diplomatic representation in the US", "chief of mission")
		if rest, ok := strings.CutPrefix(chief, "Ambassador "); ok {
			rows = append(rows, personRow(rest, p.code, "ambassador to the United States")...)
		}
	}
	return rows
}

// personRow reads "Prime Minister Ali ASADOV (since 8 October 2019)": title,
// then the name, which starts before the first word in capitals.
func personRow(s, code, title string) []string {
	m := holder.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return nil
	}
	words := strings.Fields(parens.ReplaceAllString(m[1], ""))
	if strings.Contains(m[1], "vacant") {
		return nil
	}
	first := len(words)
	var surname []string
	for i, w := range words {
		if isUpper(w) {
			first = min(first, i)
			surname = append(surname, w)
		}
	}
	if len(surname) == 0 {
		return nil
	}
	start := 0
	if title == "" {
		for start < first && titleWord(words[start]) {
			start++
		}
		title = strings.Trim(strings.ToLower(strings.Join(words[:start], " ")), ", ")
	}
	for start < first && strings.HasSuffix(words[start], ".") && len(words[start]) > 2 { // "Dr.", "Gen."
		start++
	}
	name := words[start:]
	if len(name) == 0 || len(name) > 7 || title == "" {
		return nil
	}
	for i, w := range name {
		name[i] = capitalised(w)
	}
	for i, w := range surname {
		surname[i] = capitalised(w)
	}
	alias := ""
	if short := name[0] + " " + strings.Join(surname, " "); short != strings.Join(name, " ") && name[0] != surname[0] {
		alias = short
	}
	if len(surname) > 1 && name[0] == surname[0] && len(name) > len(surname) {
		alias = strings.Join(surname, " ")
	}
	return []string{strings.Join([]string{strings.Join(name, " "), alias, "", title, code, "GOV", day(m[2]), "", "factbook"}, "\t")}
}

func isUpper(w string) bool {
	n := 0
	for _, c := range w {
		if c >= 'a' && c <= 'z' {
			return strings.HasPrefix(w, "al-") && isUpper(w[3:])
		}
		n++
	}
	return n > 2 && !strings.Contains(w, ".") && strings.Trim(w, "IVX") != "" && w != "GNU" && w != "CNSP" && w != "(CNSP)"
}

// titleWord reports whether a word in front of a name belongs to the title.
func titleWord(w string) bool {
	switch strings.Trim(strings.ToLower(w), ",") {
	case "president", "prime", "minister", "king", "queen", "emperor", "sultan", "amir", "prince", "princess", "grand", "duke", "pope",
		"supreme", "leader", "chairman", "chairperson", "chair", "governor", "general", "secretary", "premier", "chancellor",
		"federal", "interim", "acting", "transitional", "transition", "vice", "co-vice", "crown", "taoiseach", "caretaker",
		"presidential", "leadership", "council", "sovereign", "commander-in-chief", "captain", "regent", "captains", "and",
		"of", "the", "state", "affairs", "for", "gnu", "cnsp", "taliban", "first", "minister-president", "swiss", "confederation", "ministers", "government", "spain":
		return true
	}
	return false
}

// capitalised writes "AL-BURHAN" as "Al-Burhan" and leaves "al-" as it is.
func capitalised(w string) string {
	if strings.Trim(w, "IVX") == "" {
		return w
	}
	var b strings.Builder
	up := true
	upper := isUpper(w) || strings.ToUpper(w) == w
	for _, c := range w {
		if upper && !up {
			b.WriteString(strings.ToLower(string(c)))
		} else {
			b.WriteRune(c)
		}
		up = c == '-' || c == '\''
	}
	s := b.String()
	if strings.HasPrefix(w, "al-") {
		s = "al-" + capitalised(w[3:])
	}
	return s
}

// day turns "8 October 2019", "April 2018" or "1997" into a date.
func day(s string) string {
	for _, layout := range []string{"2 January 2006", "January 2006", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format("2006-01-02")
		}
	}
	return ""
}
