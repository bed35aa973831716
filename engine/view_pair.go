package engine

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/brief"
)

// PairView is what is told between two actors.
type PairView struct {
	A          Party       `json:"a"`
	B          Party       `json:"b"`
	Records    int         `json:"records" doc:"events and ties between the two, each counted once"`
	Rows       int         `json:"rows" doc:"those of them that are rows of event tables"`
	Documents  int         `json:"documents"`
	Origins    int         `json:"origins" doc:"documents that are no copies of one another"`
	Outlets    int         `json:"outlets"`
	First      string      `json:"first,omitempty" doc:"earliest of what is told as done, or where nothing is, of all: 2006-01-02, or 2006-01 or 2006 where no more is told"`
	Last       string      `json:"last,omitempty" doc:"latest, likewise"`
	Standing   []Standing  `json:"standing" doc:"by layer, the one with most behind it first"`
	Mixed      string      `json:"mixed,omitempty" doc:"where the pair is friendly in one layer and hostile in another"`
	Step       string      `json:"step" enum:"month,quarter,year" doc:"length of a period"`
	Periods    []Period    `json:"periods" doc:"in order of time; those without a record are left out"`
	Matching   int         `json:"matching" doc:"records that the filter lets through"`
	Facets     Facets      `json:"facets"`
	Statements []Statement `json:"statements"`
	Next       string      `json:"next,omitempty" doc:"cursor of the next page"`
}

// Standing is how a pair stands in a layer.
type Standing struct {
	Layer    string `json:"layer"`
	Plus     int    `json:"plus" doc:"friendly statements that somebody asserts of the present"`
	Minus    int    `json:"minus" doc:"hostile ones"`
	Neutral  int    `json:"neutral"`
	Open     int    `json:"open" doc:"statements only planned, feared, denied, past and the like"`
	Disputed int    `json:"disputed" doc:"statements that somebody asserts and somebody denies"`
	Records  int    `json:"records"`
}

// Period counts records of a layer in a stretch of time.
type Period struct {
	From  string `json:"from" doc:"first day"`
	To    string `json:"to" doc:"last day"`
	Layer string `json:"layer"`
	Plus  int    `json:"plus"`
	Minus int    `json:"minus"`
	Open  int    `json:"open" doc:"neither sign, or not asserted of the present"`
}

// Facets count what the filter lets through by each of its fields, leaving that
// field's own filter out.
type Facets struct {
	Layers   []Count `json:"layers"`
	Stances  []Count `json:"stances"`
	Signs    []Count `json:"signs"`
	Speakers []Count `json:"speakers"`
	Outlets  []Count `json:"outlets"`
	Types    []Count `json:"types"`
}

// Statement is one thing told of a pair, with those who tell it.
type Statement struct {
	Key       string    `json:"key"`
	Wording   string    `json:"wording" doc:"who does what to whom, whatever the stance"`
	A         Party     `json:"a"`
	B         Party     `json:"b"`
	Directed  bool      `json:"directed"`
	Kind      string    `json:"kind" enum:"event,tie"`
	Layer     string    `json:"layer"`
	Sign      int       `json:"sign"`
	Type      string    `json:"type"`
	Mode      string    `json:"mode,omitempty"`
	Firm      bool      `json:"firm" doc:"somebody asserts it of the present"`
	Disputed  bool      `json:"disputed"`
	Records   int       `json:"records"`
	Documents int       `json:"documents"`
	Origins   int       `json:"origins"`
	Voices    int       `json:"voices" doc:"different innermost speakers of documents"`
	Rows      int       `json:"rows" doc:"records that are rows of event tables"`
	First     string    `json:"first,omitempty" doc:"earliest of what is told as done, or where nothing is, of all: 2006-01-02, or 2006-01 or 2006 where no more is told"`
	Last      string    `json:"last,omitempty" doc:"latest, likewise"`
	Tellings  []Telling `json:"tellings" doc:"the latest ones"`
	More      int       `json:"more" doc:"tellings that are not among these"`
}

// PairFilter says which records of a pair are listed.
type PairFilter struct {
	Scope
	Layer, Stance, Sign, Speaker, Outlet, Type string
	From, To                                   entente.Day
	Order                                      string // "weight" (default), "new", "old"
	Story                                      string // only this statement
	Cursor                                     string
	Limit                                      int // statements on a page
	Tellings                                   int // of each statement
}

// Pair tells how two actors stand to each other. An actor stands for its organs
// and office holders too.
func (d *Desk) Pair(ctx context.Context, a, b string, f PairFilter) (*PairView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	x, err := d.find(a)
	if err != nil {
		return nil, err
	}
	y, err := d.find(b)
	if err != nil {
		return nil, err
	}
	if x == y {
		return nil, Errorf(CodeBadValue, "name two different actors", "%q is named twice", d.symbols.word(x))
	}
	from, limit, err := pageOf(f.Cursor, f.Limit, 12, 100)
	if err != nil {
		return nil, err
	}
	all := d.gather(d.byPair[d.pair(x, y)], f.Scope)
	v := &PairView{A: d.party(x), B: d.party(y), Records: len(all), Statements: []Statement{}}
	d.sum(v, all)
	hits, facets := d.sieve(all, &f)
	v.Matching, v.Facets = len(hits), facets
	stories := d.stories(hits, f.Order)
	for _, st := range stories[min(from, len(stories)):min(from+limit, len(stories))] {
		s, err := d.statement(ctx, st, cmp.Or(f.Tellings, 3))
		if err != nil {
			return nil, err
		}
		v.Statements = append(v.Statements, s)
	}
	if from+limit < len(stories) {
		v.Next = cursorOf(from + limit)
	}
	return v, nil
}

// pageOf reads a cursor and a limit.
func pageOf(cursor string, limit, usual, most int) (int, int, error) {
	if limit <= 0 {
		limit = usual
	}
	limit = min(limit, most)
	if cursor == "" {
		return 0, limit, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	n, e := strconv.Atoi(strings.TrimPrefix(string(b), "at:"))
	if err != nil || e != nil || n < 0 || !strings.HasPrefix(string(b), "at:") {
		return 0, 0, Errorf(CodeBadValue, "take the cursor that the page before gave", "%q is no cursor", cursor)
	}
	return n, limit, nil
}

func cursorOf(n int) string { return base64.RawURLEncoding.EncodeToString([]byte("at:" + itoa(n))) }

// gather returns the sights of a list that count in a scope, each record once.
func (d *Desk) gather(list []int32, o Scope) []sight {
	out := make([]sight, 0, len(list))
	for _, i := range list {
		s, ok := d.counts(&d.sights[i], o)
		if ok && (len(out) == 0 || out[len(out)-1].record != s.record) { // the sights of one record follow each other
			out = append(out, s)
		}
	}
	return out
}

// sightsIn returns the sights of a list that count in a scope, of one record all of them.
func (d *Desk) sightsIn(list []int32, o Scope) []sight {
	out := make([]sight, 0, len(list))
	for _, i := range list {
		if s, ok := d.counts(&d.sights[i], o); ok {
			out = append(out, s)
		}
	}
	return out
}

// sum fills what a pair's view says of all records.
func (d *Desk) sum(v *PairView, all []sight) {
	documents, origins, outlets := map[int32]bool{}, map[int32]bool{}, map[symbol]bool{}
	for i := range all {
		s := &all[i]
		if s.document >= 0 {
			documents[s.document], origins[d.origin(s.document)] = true, true
		} else {
			v.Rows++
		}
		if s.outlet != 0 {
			outlets[s.outlet] = true
		}
	}
	within := d.doneWithin(all)
	v.Documents, v.Origins, v.Outlets, v.First, v.Last = len(documents), len(origins), len(outlets), within.first.String(), within.last.String()
	v.Standing = d.standing(all)
	v.Mixed = mixed(v.Standing)
	v.Step, v.Periods = d.periods(all)
}

// standing counts statements by layer, the layer with most behind it first.
func (d *Desk) standing(all []sight) []Standing {
	held := map[symbol]*Standing{}
	for _, st := range d.stories(all, "") {
		h := held[st.sights[0].layer]
		if h == nil {
			h = &Standing{Layer: d.symbols.word(st.sights[0].layer)}
			held[st.sights[0].layer] = h
		}
		h.Records += len(st.sights)
		if st.disputed {
			h.Disputed++
		}
		switch {
		case !st.firm:
			h.Open++
		case st.sights[0].sign > 0:
			h.Plus++
		case st.sights[0].sign < 0:
			h.Minus++
		default:
			h.Neutral++
		}
	}
	out := make([]Standing, 0, len(held))
	for _, h := range held {
		out = append(out, *h)
	}
	slices.SortFunc(out, func(x, y Standing) int {
		return cmp.Or(cmp.Compare(2*(y.Plus+y.Minus+y.Neutral)+y.Open, 2*(x.Plus+x.Minus+x.Neutral)+x.Open), strings.Compare(x.Layer, y.Layer))
	})
	return out
}

// mixed words layers that differ in sign: "friendly in energy, hostile in trade".
func mixed(list []Standing) string {
	var plus, minus []string
	for _, s := range list {
		switch {
		case s.Layer == "":
		case s.Plus > s.Minus:
			plus = append(plus, s.Layer)
		case s.Minus > s.Plus:
			minus = append(minus, s.Layer)
		}
	}
	if len(plus) == 0 || len(minus) == 0 {
		return ""
	}
	return "friendly in " + and(plus) + ", hostile in " + and(minus)
}

func and(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// periods counts records by layer and time, in steps that make a readable
// number of them. What is told less exactly than by the step is in none.
func (d *Desk) periods(all []sight) (string, []Period) {
	var within stretch
	for i := range all {
		within.add(&all[i])
	}
	step, coarsest := "month", grainMonth
	switch days := int(within.last.day - within.first.day); {
	case days > 30*365:
		step, coarsest = "year", grainYear
	case days > 4*365:
		step = "quarter"
	}
	type key struct {
		from  entente.Day
		layer symbol
	}
	held := map[key]*Period{}
	for i := range all {
		s := &all[i]
		if s.when == 0 || s.grain > coarsest {
			continue
		}
		from, to := period(s.when, step)
		p := held[key{from, s.layer}]
		if p == nil {
			p = &Period{From: from.String(), To: to.String(), Layer: d.symbols.word(s.layer)}
			held[key{from, s.layer}] = p
		}
		switch {
		case s.sign > 0 && d.firm(s):
			p.Plus++
		case s.sign < 0 && d.firm(s):
			p.Minus++
		default:
			p.Open++
		}
	}
	out := make([]Period, 0, len(held))
	for _, p := range held {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(x, y Period) int {
		return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.Layer, y.Layer))
	})
	return step, out
}

// period is the stretch of a step that a day lies in.
func period(day entente.Day, step string) (from, to entente.Day) {
	t := day.Time()
	switch step {
	case "year":
		return entente.NewDay(t.Year(), 1, 1), entente.NewDay(t.Year(), 12, 31)
	case "quarter":
		m := (t.Month()-1)/3*3 + 1
		return entente.NewDay(t.Year(), m, 1), entente.NewDay(t.Year(), m+3, 1).Add(-1)
	}
	return entente.NewDay(t.Year(), t.Month(), 1), entente.NewDay(t.Year(), t.Month()+1, 1).Add(-1)
}

// sieve returns the sights that a filter lets through, and the counts of each
// field.
func (d *Desk) sieve(all []sight, f *PairFilter) ([]sight, Facets) {
	layers, stances, signs := map[string]int{}, map[string]int{}, map[string]int{}
	speakers, outlets, types := map[string]int{}, map[string]int{}, map[string]int{}
	var hits []sight
	for i := range all {
		s := &all[i]
		if !inside(s.when, f.From, f.To) || f.Story != "" && f.Story != d.storyKey(s) {
			continue
		}
		values := [6]string{
			d.symbols.word(s.layer), d.stanceOf(s), signWord(s.sign), d.speakerOf(s), d.symbols.word(s.outlet), d.symbols.word(s.typ),
		}
		wanted := [6]string{f.Layer, f.Stance, f.Sign, f.Speaker, f.Outlet, f.Type}
		misses, missed := 0, -1
		for k := range values {
			if wanted[k] != "" && wanted[k] != values[k] {
				misses, missed = misses+1, k
			}
		}
		for k, m := range [6]map[string]int{layers, stances, signs, speakers, outlets, types} {
			if misses == 0 || misses == 1 && missed == k {
				m[values[k]]++
			}
		}
		if misses == 0 {
			hits = append(hits, *s)
		}
	}
	name := func(id string) string {
		n, ok := d.symbols.known(id)
		if !ok || d.actors[n] == nil {
			return d.voice("", id)
		}
		return d.label(n)
	}
	plain := func(s string) string { return brief.Line(s) }
	return hits, Facets{
		Layers: tally(layers, plain), Stances: tally(stances, plain), Signs: tally(signs, plain),
		Speakers: tally(speakers, name), Outlets: tally(outlets, plain), Types: tally(types, plain),
	}
}

func inside(day, from, to entente.Day) bool {
	if from == 0 && to == 0 {
		return true
	}
	return day != 0 && (from == 0 || day >= from) && (to == 0 || day <= to)
}

// stanceOf is the stance as facets show it: "not so" where it is negated.
func (d *Desk) stanceOf(s *sight) string {
	if s.negated {
		return "not so"
	}
	if s.past {
		return "past"
	}
	return d.symbols.word(s.stance)
}

func signWord(s int8) string {
	switch {
	case s > 0:
		return "friendly"
	case s < 0:
		return "hostile"
	}
	return "neither"
}

// speakerOf is who tells a sight: an actor's id, the words for somebody who
// could not be resolved, or "the outlet itself".
func (d *Desk) speakerOf(s *sight) string {
	switch {
	case s.speaker != 0:
		return d.symbols.word(s.speaker)
	case s.voice != 0:
		return d.symbols.word(s.voice)
	}
	return "own voice"
}

// mostValues bounds the values of a facet.
const mostValues = 24

// tally sorts counts, the largest first.
func tally(m map[string]int, label func(string) string) []Count {
	out := make([]Count, 0, len(m))
	for v, n := range m {
		if v != "" {
			out = append(out, Count{Value: v, Label: label(v), N: n})
		}
	}
	slices.SortFunc(out, func(x, y Count) int { return cmp.Or(cmp.Compare(y.N, x.N), strings.Compare(x.Value, y.Value)) })
	return out[:min(len(out), mostValues)]
}

// story is the sights that tell one statement, the latest first.
type story struct {
	sights         []sight
	firm, disputed bool
	documents      int
	origins        int
	voices         int // of documents
	sets           int // event tables
	rows           int // of event tables
}

func (d *Desk) storyKey(s *sight) string {
	return d.symbols.word(s.story)
}

// stories groups sights by what they tell, in an order: by weight, what documents tell
// before what event tables alone do, or by the latest ("new") or earliest ("old") day.
func (d *Desk) stories(all []sight, order string) []*story {
	held := map[symbol]*story{}
	var out []*story
	for _, s := range all {
		st := held[s.story]
		if st == nil {
			st = &story{}
			held[s.story] = st
			out = append(out, st)
		}
		st.sights = append(st.sights, s)
	}
	for _, st := range out {
		d.weigh(st)
	}
	weight := func(st *story) int {
		w := 4*(st.voices+st.sets) + len(st.sights) - 1
		if !st.firm {
			w /= 2
		}
		return w
	}
	slices.SortFunc(out, func(x, y *story) int {
		a, b := x.sights[0], y.sights[0]
		k := 0
		switch order {
		case "new":
			k = cmp.Compare(b.when, a.when)
		case "old":
			k = cmp.Compare(x.first(), y.first())
		default:
			k = cmp.Or(cmp.Compare(min(y.documents, 1), min(x.documents, 1)), cmp.Compare(weight(y), weight(x)))
		}
		return cmp.Or(k, cmp.Compare(b.when, a.when), strings.Compare(d.symbols.word(a.story), d.symbols.word(b.story)))
	})
	return out
}

func (st *story) first() entente.Day {
	var first entente.Day
	for i := range st.sights {
		if w := st.sights[i].when; w != 0 && (first == 0 || w < first) {
			first = w
		}
	}
	return first
}

// weigh sorts and counts a story.
func (d *Desk) weigh(st *story) {
	slices.SortFunc(st.sights, func(a, b sight) int {
		return cmp.Or(cmp.Compare(b.when, a.when), strings.Compare(string(a.record), string(b.record)))
	})
	documents, origins, voices, sets := map[int32]bool{}, map[int32]bool{}, map[[2]symbol]bool{}, map[symbol]bool{}
	var firm, against bool
	for i := range st.sights {
		s := &st.sights[i]
		firm, against = firm || d.firm(s), against || d.against(s)
		origin := d.origin(s.document)
		if s.document >= 0 {
			documents[s.document], origins[origin] = true, true
		}
		switch {
		case s.speaker != 0:
			voices[[2]symbol{1, s.speaker}] = true
		case s.voice != 0:
			voices[[2]symbol{2, s.voice}] = true
		case s.document >= 0:
			voices[[2]symbol{3, symbol(origin)}] = true
		default:
			sets[s.set] = true
			st.rows++
		}
	}
	st.firm, st.disputed = firm, firm && against
	st.documents, st.origins, st.voices, st.sets = len(documents), len(origins), len(voices), len(sets)
}

// statement words a story with its latest tellings; where some assert and some
// deny it, both are among them.
func (d *Desk) statement(ctx context.Context, st *story, tellings int) (Statement, error) {
	s, within := &st.sights[0], d.doneWithin(st.sights)
	out := Statement{
		Key: d.storyKey(s), A: d.party(s.a), B: d.party(s.b), Directed: s.directed, Layer: d.symbols.word(s.layer), Sign: int(s.sign),
		Type: d.symbols.word(s.typ), Mode: d.symbols.word(s.mode), Kind: kindWord(s.kind), Firm: st.firm, Disputed: st.disputed,
		Records: len(st.sights), Documents: st.documents, Origins: st.origins, Voices: st.voices, Rows: st.rows,
		First: within.first.String(), Last: within.last.String(), Tellings: []Telling{},
	}
	out.Wording = d.phrase(s)
	first, copies := d.firsts(st)
	shown := d.shown(st, first, tellings)
	for i := range shown {
		t, err := d.telling(ctx, &shown[i])
		if err != nil {
			return out, err
		}
		for _, n := range copies[shown[i].record] {
			t.Copies = append(t.Copies, *d.paper(n))
		}
		out.Tellings = append(out.Tellings, t)
	}
	out.More = len(first) - len(shown)
	return out, nil
}

// firsts are the sights of a story without those that a copied document repeats,
// and by record the documents that repeat it.
func (d *Desk) firsts(st *story) ([]sight, map[entente.RecordID][]int32) {
	type voice struct {
		origin                 int32
		speaker, words, stance symbol
		negated, past          bool
	}
	of := func(s *sight) voice {
		return voice{d.origin(s.document), s.speaker, s.voice, s.stance, s.negated, s.past}
	}
	held := map[voice]entente.RecordID{}
	for i := range st.sights {
		if s := &st.sights[i]; s.document >= 0 && d.origin(s.document) == s.document && held[of(s)] == "" {
			held[of(s)] = s.record
		}
	}
	var out []sight
	copies := map[entente.RecordID][]int32{}
	for i := range st.sights {
		s := &st.sights[i]
		first := held[of(s)]
		if s.document < 0 || d.origin(s.document) == s.document || first == "" {
			out = append(out, *s)
			continue
		}
		if !slices.Contains(copies[first], s.document) {
			copies[first] = append(copies[first], s.document)
		}
	}
	return out, copies
}

func kindWord(k byte) string {
	if k == 't' {
		return string(entente.KindTie)
	}
	return string(entente.KindEvent)
}

// shown picks n tellings of first: originals before copies, firm before others, and one
// that denies where there is one.
func (d *Desk) shown(st *story, first []sight, n int) []sight {
	if len(first) <= n {
		return first
	}
	rank := func(s *sight) int {
		r := 0
		if s.document >= 0 && d.origin(s.document) != s.document {
			r += 4
		}
		if !d.firm(s) {
			r++
		}
		return r
	}
	list := slices.Clone(first)
	slices.SortStableFunc(list, func(a, b sight) int { return cmp.Compare(rank(&a), rank(&b)) })
	out := slices.Clone(list[:n])
	if st.disputed && !slices.ContainsFunc(out, func(s sight) bool { return d.against(&s) }) {
		if i := slices.IndexFunc(list, func(s sight) bool { return d.against(&s) }); i >= 0 {
			out[n-1] = list[i]
		}
	}
	return out
}

// phrase words what a sight says.
func (d *Desk) phrase(s *sight) string {
	st := &brief.Statement{
		Kind: entente.Kind(kindWord(s.kind)), A: []brief.Name{d.name(s.a)}, B: []brief.Name{d.name(s.b)}, Directed: s.directed,
		Type: d.symbols.word(s.typ), Mode: d.symbols.word(s.mode), Relation: d.symbols.word(s.typ), Layer: entente.Layer(d.symbols.word(s.layer)), Sign: entente.Sign(s.sign),
	}
	if !s.directed {
		st.A, st.B = append(st.A, st.B...), nil
	}
	return d.wording.Phrase(st)
}
