package actor

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entente"
)

// petrarch reads an actors, agents or discards file of PETRARCH or TABARI. An
// actor is a name in capitals with
// underscores, its synonyms on lines that start with "+", and codes in brackets,
// on the name's line or below it, with dates: "[DZAGOV >990427]", "[USA
// 19830101-19890120]", "[GOV <010101]". Comments start with "#" or ";" or stand
// in "<!-- -->". Codes are a country of three letters and sectors of three each,
// of which the first that PLOVER has is kept. An agent is a noun with its plural
// in braces (none written: regular; "{}": none) and a code without a country,
// "[~GOV]"; "!PERSON! = MAN, WOMAN" names a set of words that agents are made of.
// A file whose name holds "discard" lists phrases that name nobody.
func (l *loader) petrarch(text string) {
	p := &petrarch{l: l, sets: map[string][]string{}, discards: strings.Contains(strings.ToLower(filepath.Base(l.file)), "discard")}
	comment := false
	n := 0
	for line := range strings.Lines(text) {
		n++
		line, comment = withoutComment(strings.TrimSpace(line), comment)
		if line != "" {
			p.line(n, line)
		}
	}
	p.flush()
}

// petrarch is the entry being read.
type petrarch struct {
	l     *loader
	start int // line of the entry
	names []string
	codes []code

	sets     map[string][]string // words by the name of their set, "!PERSON!"
	discards bool                // the file lists discards
}

// withoutComment drops comments; open says whether one goes on into the next line.
func withoutComment(line string, open bool) (string, bool) {
	for {
		if open {
			_, rest, ok := strings.Cut(line, "-->")
			if !ok {
				return "", true
			}
			line, open = strings.TrimSpace(rest), false
			continue
		}
		before, after, ok := strings.Cut(line, "<!--")
		if !ok {
			break
		}
		rest, closed := withoutComment(after, true)
		return strings.TrimSpace(before + " " + rest), closed
	}
	if i := strings.IndexAny(line, "#;"); i >= 0 {
		line = line[:i]
	}
	return strings.TrimSpace(line), false
}

func (p *petrarch) line(n int, line string) {
	switch {
	case p.discards:
		p.l.t.nobody(readable(strings.TrimPrefix(line, "+")))
		return
	case line[0] == '!' && strings.Contains(line, "="):
		set, words, _ := strings.Cut(line, "=")
		for w := range strings.SplitSeq(words, ",") {
			p.sets[strings.TrimSpace(set)] = append(p.sets[strings.TrimSpace(set)], strings.TrimSpace(w))
		}
		return
	case strings.Contains(line, "[~"):
		p.flush()
		p.agent(n, line)
		return
	}
	name, codes := line, ""
	if i := strings.IndexByte(line, '['); i >= 0 {
		name, codes = strings.TrimSpace(line[:i]), line[i:]
	}
	switch {
	case strings.HasPrefix(name, "+"):
		if len(p.names) == 0 {
			p.l.fail(n, "a synonym before any name")
			return
		}
		p.names = append(p.names, readable(name[1:]))
	case name != "":
		p.flush()
		p.start, p.names = n, []string{readable(name)}
	case len(p.names) == 0:
		p.l.fail(n, "a code before any name")
		return
	}
	for codes != "" {
		end := strings.IndexByte(codes, ']')
		if end < 0 {
			p.l.fail(n, "the bracket of %q does not close", codes)
			return
		}
		c, err := petrarchCode(codes[1:end])
		if err != nil {
			p.l.fail(n, "%v", err)
		} else {
			p.codes = append(p.codes, c...)
		}
		codes = strings.TrimLeft(codes[end+1:], " \t")
		if codes != "" && codes[0] != '[' {
			codes = ""
		}
	}
}

// agent reads "FOREIGN_MINISTER {FOREIGN_MINISTERS} [~GOV]".
func (p *petrarch) agent(n int, line string) {
	name, code, _ := strings.Cut(line, "[~")
	code, _, closed := strings.Cut(code, "]")
	singular, plurals, own := strings.Cut(name, "{")
	sector := ""
	for rest := strings.ToUpper(code); len(rest) >= 3 && sector == ""; rest = rest[3:] {
		sector = petrarchSectors[rest[:3]]
	}
	switch {
	case !closed:
		p.l.fail(n, "the bracket of %q does not close", line)
		return
	case strings.TrimSpace(singular) == "":
		p.l.fail(n, "the row names nothing")
		return
	case sector == "":
		p.l.fail(n, "%q has no sector that is known", code)
		return
	}
	words := p.expand(singular)
	i := int32(len(p.l.t.agents))
	p.l.t.agents = append(p.l.t.agents, agent{kind: agentPerson, sector: sector, typ: typeOf(sector, entente.ActorPerson)})
	if own {
		plurals, _, _ = strings.Cut(plurals, "}")
		words = append(words, p.expand(plurals)...)
	} else {
		for _, w := range words {
			words = append(words, plural(w))
		}
	}
	for _, w := range words {
		if w != "" {
			p.l.t.name(w, sense{form: formAgent, what: i})
		}
	}
}

// expand gives the readable names of a word with its sets of words written out.
func (p *petrarch) expand(word string) []string {
	word = strings.TrimSpace(word)
	if a := strings.IndexByte(word, '!'); a >= 0 {
		if b := strings.IndexByte(word[a+1:], '!'); b >= 0 {
			set := p.sets[word[a:a+b+2]]
			var out []string
			for _, w := range set {
				out = append(out, p.expand(word[:a]+w+word[a+b+2:])...)
			}
			return out
		}
	}
	return []string{strings.ToLower(readable(word))}
}

// readable turns "ABDELAZIZ_BOUTEFLIKA_" into "Abdelaziz Bouteflika".
func readable(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, "_", " "))
	for i, w := range words {
		_, size := utf8.DecodeRuneInString(w)
		words[i] = w[:size] + strings.ToLower(w[size:])
	}
	return strings.Join(words, " ")
}

// petrarchCode reads "USAGOV 830101-890120", or two codes parted by "/".
func petrarchCode(s string) ([]code, error) {
	f := strings.Fields(s)
	if len(f) == 0 {
		return nil, fmt.Errorf("an empty code")
	}
	var since, until entente.Day
	if dates := strings.Join(f[1:], ""); dates != "" {
		var err error
		if since, until, err = petrarchDates(dates); err != nil {
			return nil, err
		}
	}
	var out []code
	for c := range strings.SplitSeq(strings.ToUpper(f[0]), "/") {
		if len(c) < 3 || c[0] == '~' {
			return nil, fmt.Errorf("%q is no code of a country or group", c)
		}
		k := code{country: c[:3], since: since, until: until}
		for rest := c[3:]; len(rest) >= 3; rest = rest[3:] {
			if sector := petrarchSectors[rest[:3]]; sector != "" {
				k.sector = sector
				break
			}
		}
		if sector := petrarchSectors[k.country]; sector != "" && len(c) == 3 {
			k.country, k.sector = "", sector
		}
		out = append(out, k)
	}
	return out, nil
}

// petrarchSectors maps the older codes to PLOVER's.
var petrarchSectors = map[string]string{
	"GOV": "GOV", "MIL": "MIL", "LEG": "LEG", "JUD": "JUD", "COP": "COP", "SPY": "SPY", "REB": "REB", "INS": "REB", "SEP": "REB", "PTY": "PTY",
	"OPP": "OPP", "BUS": "BUS", "MNC": "BUS", "MED": "JRN", "JRN": "JRN", "EDU": "EDU", "CVL": "CVL", "PPL": "CVL", "ELI": "ELI", "REF": "REF",
	"HLH": "MED", "LAB": "LAB", "AGR": "AGR", "CRM": "CRM", "UAF": "UAF", "REL": "REL", "NGO": "NGO", "SOC": "SOC",
}

// petrarchDates reads ">YYMMDD", "<YYYYMMDD" or "from-to".
func petrarchDates(s string) (since, until entente.Day, err error) {
	switch {
	case s[0] == '>':
		since, err = petrarchDay(s[1:])
	case s[0] == '<':
		until, err = petrarchDay(s[1:])
	default:
		a, b, ok := strings.Cut(s, "-")
		if !ok {
			return 0, 0, fmt.Errorf("%q is no stretch of days (try >990427, <19990427 or 990427-010101)", s)
		}
		if since, err = petrarchDay(a); err == nil {
			until, err = petrarchDay(b)
		}
	}
	return since, until, err
}

// petrarchDay reads six digits (the century by the year: below 30 is 2000 and
// later) or eight.
func petrarchDay(s string) (entente.Day, error) {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != 6 && len(s) != 8 {
		return 0, fmt.Errorf("%q is no date of six or eight digits", s)
	}
	year, month, day := n/10000, n/100%100, n%100
	if len(s) == 6 {
		if year += 1900; year < 1930 {
			year += 100
		}
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, fmt.Errorf("%q is no date", s)
	}
	return entente.NewDay(year, time.Month(month), day), nil
}

// flush adds the entry read so far.
func (p *petrarch) flush() {
	defer func() { p.names, p.codes = nil, nil }()
	if len(p.names) == 0 {
		return
	}
	if len(p.codes) == 0 {
		p.l.fail(p.start, "%s has no code", p.names[0])
		return
	}
	first := p.codes[0]
	n := thing{typ: petrarchType(first), country: first.country, sector: first.sector, label: p.names[0], source: p.l.file}
	n.id = entente.ActorID("x:" + slug(p.names[0]))
	if len(p.codes) > 1 || !first.since.IsZero() || !first.until.IsZero() {
		n.codes = p.codes
	} else if first.sector == "" && first.country != "" {
		n.id = entente.ActorID(first.country)
	}
	i := p.l.t.thingOf(n)
	for _, name := range p.names {
		p.l.t.name(name, sense{what: i})
	}
}

func petrarchType(c code) entente.ActorType {
	switch c.sector {
	case "":
		return entente.ActorState
	case "GOV":
		return entente.ActorGovernment
	case "MIL":
		return entente.ActorMilitary
	case "REB":
		return entente.ActorRebel
	case "PTY", "OPP":
		return entente.ActorParty
	}
	return entente.ActorGroup
}
