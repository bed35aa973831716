package actor

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"entente"
)

//go:embed tables/*.tsv
var tables embed.FS

// thing is what a name of a table stands for.
type thing struct {
	id      entente.ActorID
	typ     entente.ActorType
	country string
	sector  string
	label   string
	formal  bool // the label is a formal name, to be had a better one
	gender  byte // 'm', 'f' or 0 for persons
	roles   []role
	codes   []code // dated codes of a dictionary
	source  string
}

// role is an office of a person: the roles of a thing are in the table's order.
type role struct {
	title, country, sector string
	since, until           entente.Day
	source                 string
}

// code is a country and sector that holds from since to until.
type code struct {
	country, sector string
	since, until    entente.Day
}

// agent is a common noun for somebody who acts: "minister", "troops".
type agent struct {
	kind    agentKind
	sector  string
	inherit bool // takes the sector of what it belongs to: "official of the court"
	typ     entente.ActorType
}

// agentKind is how an agent noun is used.
type agentKind byte

const (
	agentOffice    agentKind = 'o' // a title, may stand before a name: "minister"
	agentPerson    agentKind = 'p' // somebody by trade or deed: "analyst"
	agentOrgan     agentKind = 'g' // a body: "ministry", "army"
	agentPlural    agentKind = 'm' // many: "troops", "protesters"
	agentCommunity agentKind = 'c' // people of a kind living somewhere: "minority"
	agentFormer    agentKind = 'f' // "former", "ousted"
	agentCountry   agentKind = 's' // stands for a state: "country", "nation"
	agentWord      agentKind = 'w' // a capitalised word that makes names of organisations: "Party"
)

// table is a set of things with the trie of their names. It is not changed
// once built.
type table struct {
	title  string
	trie   *trie
	things []thing
	agents []agent

	nobodies int // phrases of trie that name nobody

	byID   map[entente.ActorID]int32
	firsts map[string]byte // first names of persons, with their gender where known
	nation map[string]*nation
}

// nation is what the table knows of a state's words beside its thing.
type nation struct {
	adjective string
	people    string
	near      []string // neighbours that tell it from a namesake
}

func newTable(name string, size int) *table {
	return &table{title: name, trie: newTrie(size), byID: map[entente.ActorID]int32{}, firsts: map[string]byte{}, nation: map[string]*nation{}}
}

// shipped parses the embedded table, once.
var shipped = sync.OnceValues(func() (*table, error) {
	t := newTable("shipped", 20_000)
	loaders := []struct {
		file string
		row  func(t *table, f []string) error
		n    int
	}{
		{"nations.tsv", nationRow, 6},
		{"gen_nations.tsv", nationRow, 6},
		{"organisations.tsv", organisationRow, 8},
		{"gen_parties.tsv", partyRow, 8},
		{"persons.tsv", personRow, 9},
		{"gen_persons.tsv", personRow, 9},
		{"places.tsv", placeRow, 2},
		{"gen_cities.tsv", placeRow, 2},
		{"agents.tsv", agentRow, 6},
		{"nobody.tsv", nobodyRow, 2},
	}
	for _, l := range loaders {
		data, err := tables.ReadFile("tables/" + l.file)
		if err != nil {
			return nil, fmt.Errorf("actor table: %w", err)
		}
		if err := eachRow(l.file, string(data), l.n, func(f []string) error { return l.row(t, f) }); err != nil {
			return nil, fmt.Errorf("actor table: %w", err)
		}
	}
	return t, nil
})

// eachRow calls row with the fields of every line that is not empty or a
// comment; missing fields at the end are empty. f is reused.
func eachRow(file, data string, fields int, row func(f []string) error) error {
	f := make([]string, fields)
	for line := 1; data != ""; line++ {
		var text string
		text, data, _ = strings.Cut(data, "\n")
		text = strings.TrimSuffix(text, "\r")
		if text == "" || text[0] == '#' {
			continue
		}
		for i := range f {
			f[i], text, _ = strings.Cut(text, "\t")
		}
		if text != "" {
			return &entente.SyntaxError{File: file, Line: line, Msg: fmt.Sprintf("more than %d columns", fields)}
		}
		if err := row(f); err != nil {
			return &entente.SyntaxError{File: file, Line: line, Msg: err.Error()}
		}
	}
	return nil
}

// days parses the two ends of a validity.
func days(since, until string) (a, b entente.Day, err error) {
	if a, err = entente.ParseDay(since); err == nil {
		b, err = entente.ParseDay(until)
	}
	return a, b, err
}

// thingOf returns the index of the thing of an id, entering it if it is new.
func (t *table) thingOf(n thing) int32 {
	if i, ok := t.byID[n.id]; ok {
		return i
	}
	i := int32(len(t.things))
	t.things = append(t.things, n)
	t.byID[n.id] = i
	return i
}

// name enters one name of a thing. Whether capitals are needed follows from how
// the table writes it.
func (t *table) name(words string, s sense) {
	atoms := appendAtoms(make([]atom, 0, 8), words, 0, 0)
	if len(atoms) == 0 {
		return
	}
	s.table = t
	switch first, last := atoms[0], atoms[len(atoms)-1]; {
	case len(atoms) == 1 && first.caps && len(first.word) <= 6:
		s.need = needCaps
	case first.upper && len(atoms) > 1 && last.lower && !last.upper:
		s.need = needFirst
	case first.upper || last.upper:
		s.need = needInitial
	}
	t.trie.add(atoms, s)
}

// nationRow reads "code kind words since until source" of nations.tsv.
func nationRow(t *table, f []string) error {
	iso, kind, words := f[0], f[1], f[2]
	since, until, err := days(f[3], f[4])
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(words, "|")
	i := t.thingOf(thing{id: entente.ActorID(iso), typ: entente.ActorState, country: iso, source: f[5]})
	// ISO gives formal names ("Hellenic Republic"): a name of another source is
	// what the state is called.
	if n := &t.things[i]; kind == "name" && (n.label == "" || n.formal && f[5] != "iso") {
		n.label, n.formal = first, f[5] == "iso"
	}
	n := t.nation[iso]
	if n == nil {
		n = &nation{}
		t.nation[iso] = n
	}
	s := sense{what: i, since: since, until: until}
	switch kind {
	case "not": // keeps a generated word out
		n.near = append(n.near, "!"+words)
		return nil
	case "near":
		n.near = append(n.near, strings.Split(words, "|")...)
		return nil
	case "name":
		s.form = formName
	case "adjective":
		s.form = formAdjective
		if n.adjective == "" {
			n.adjective = first
		}
	case "people":
		s.form = formPeople
		if n.people == "" {
			n.people = first
		}
	case "person":
		s.form = formPerson
	case "capital":
		s.form = formCapital
	case "seat":
		s.form = formSeat
		i = t.thingOf(thing{id: entente.ActorID(iso + ".GOV"), typ: entente.ActorGovernment, country: iso, sector: "GOV", source: f[5]})
		s.what = i
	case "legislature":
		s.form = formName
		i = t.thingOf(thing{id: entente.ActorID(iso + ".LEG"), typ: entente.ActorParliament, country: iso, sector: "LEG", source: f[5]})
		s.what = i
	default:
		return fmt.Errorf("unknown kind %q", kind)
	}
	for w := range strings.SplitSeq(words, "|") {
		if f[5] == "own" || !n.bars(w) {
			t.name(w, s)
		}
	}
	return nil
}

// bars reports whether nations.tsv keeps a word out of the generated ones.
func (n *nation) bars(w string) bool {
	for _, x := range n.near {
		if x == "!"+w {
			return true
		}
	}
	return false
}

// organisationRow reads "id type country sector names since until source". An
// id with a dot ("ISR.SPY") names an organ of a state.
func organisationRow(t *table, f []string) error { return t.organisation(f, false) }

// partyRow reads a generated row of the same columns: abbreviations and names
// of one word need support by the document.
func partyRow(t *table, f []string) error { return t.organisation(f, true) }

func (t *table) organisation(f []string, generated bool) error {
	since, until, err := days(f[5], f[6])
	if err != nil {
		return err
	}
	label, _, _ := strings.Cut(f[4], "|")
	n := thing{typ: entente.ActorType(f[1]), country: f[2], sector: f[3], label: label, source: f[7]}
	if generated {
		f[0] = slug(f[0])
	}
	n.id = entente.ActorID("x:" + f[0])
	if len(f[0]) > 3 && f[0][3] == '.' || len(f[0]) == 3 && f[0] == strings.ToUpper(f[0]) {
		n.id = entente.ActorID(f[0])
	}
	i := t.thingOf(n)
	for w := range strings.SplitSeq(f[4], "|") {
		weak := strings.HasPrefix(w, "?")
		w = strings.TrimPrefix(w, "?")
		if generated {
			weak = !strings.Contains(w, " ")
		}
		t.name(w, sense{what: i, since: since, until: until, weak: weak})
	}
	return nil
}

// personRow reads "name aliases gender title country sector since until source":
// one row an office. An alias "=Xi" gives the name that stands alone.
func personRow(t *table, f []string) error {
	since, until, err := days(f[6], f[7])
	if err != nil {
		return err
	}
	office := role{title: f[3], country: f[4], sector: f[5], since: since, until: until, source: f[8]}
	names := []string{f[0]}
	if f[1] != "" {
		names = append(names, strings.Split(f[1], "|")...)
	}
	for _, w := range names {
		if i, ok := t.byID[entente.ActorID("x:"+slug(w))]; ok && t.things[i].typ == entente.ActorPerson && (w == f[0] || t.things[i].country == f[4] && t.things[i].source != f[8]) { // one table knows two of one name apart
			t.things[i].addRole(office)
			if w == f[0] && len(names) == 1 {
				return nil
			}
			return nil
		}
	}
	n := thing{id: entente.ActorID("x:" + slug(f[0])), typ: entente.ActorPerson, country: f[4], label: f[0], source: f[8]}
	if f[2] != "" {
		n.gender = f[2][0]
	}
	n.addRole(office)
	i := t.thingOf(n)
	alone := ""
	for _, w := range names {
		if s, ok := strings.CutPrefix(w, "="); ok {
			alone = s
			continue
		}
		t.name(w, sense{what: i})
		if first, _, ok := strings.Cut(w, " "); ok && len(first) > 2 {
			if g := t.firsts[fold(first)]; g == 0 {
				t.firsts[fold(first)] = max(n.gender, ' ')
			}
		} else if !ok {
			continue
		}
	}
	if alone == "" {
		if k := strings.LastIndexByte(f[0], ' '); k > 0 {
			alone = f[0][k+1:]
		}
	}
	for w := range strings.SplitSeq(alone, ",") {
		if len(w) > 1 {
			t.name(w, sense{form: formSurname, what: i, weak: true})
		}
		if _, tail, ok := strings.Cut(w, "-"); ok && (strings.HasPrefix(w, "al-") || strings.HasPrefix(w, "Al-") || strings.HasPrefix(w, "el-")) {
			t.name(tail, sense{form: formSurname, what: i, weak: true})
		}
	}
	// The byID of an alias leads to the same thing, so that rows of another
	// source that write the name otherwise are joined.
	for _, w := range names[1:] {
		if id := entente.ActorID("x:" + slug(w)); !strings.HasPrefix(w, "=") {
			if _, ok := t.byID[id]; !ok {
				t.byID[id] = i
			}
		}
	}
	return nil
}

// addRole keeps an office unless an earlier row told it already.
func (n *thing) addRole(office role) {
	for _, r := range n.roles {
		if r.country == office.country && r.title == office.title && (r.until.IsZero() || office.since < r.until && !office.since.IsZero()) {
			return
		}
	}
	n.roles = append(n.roles, office)
}

// placeRow reads "country names": places within a state.
func placeRow(t *table, f []string) error {
	i, ok := t.byID[entente.ActorID(f[0])]
	if !ok {
		return fmt.Errorf("no state %q", f[0])
	}
	for w := range strings.SplitSeq(f[1], "|") {
		t.name(w, sense{form: formCity, what: i})
	}
	return nil
}

// agentRow reads "words kind sector inherit type example".
func agentRow(t *table, f []string) error {
	if len(f[1]) != 1 {
		return fmt.Errorf("unknown kind %q", f[1])
	}
	i := int32(len(t.agents))
	t.agents = append(t.agents, agent{kind: agentKind(f[1][0]), sector: f[2], inherit: f[3] == "+", typ: entente.ActorType(f[4])})
	for w := range strings.SplitSeq(f[0], "|") {
		t.name(w, sense{form: formAgent, what: i})
		if k := agentKind(f[1][0]); k == agentOffice || k == agentPerson || k == agentOrgan || k == agentCommunity || k == agentCountry {
			t.name(plural(w), sense{form: formAgent, what: i})
		}
	}
	return nil
}

// nobodyRow reads "words example": what names nobody.
func nobodyRow(t *table, f []string) error {
	for w := range strings.SplitSeq(f[0], "|") {
		t.nobody(w)
	}
	return nil
}

// nobody enters words that name nobody.
func (t *table) nobody(words string) {
	t.name(words, sense{form: formNobody})
	t.nobodies++
}

// plural gives the regular plural of a noun phrase, "man" included.
func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "man"):
		return w[:len(w)-3] + "men"
	case strings.HasSuffix(w, "y") && !strings.HasSuffix(w, "ay") && !strings.HasSuffix(w, "ey"):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s") || strings.HasSuffix(w, "x") || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}
