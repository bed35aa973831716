package engine

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"entente"
	"entente/brief"
	"entente/coding/actor"
	"entente/ledger"
)

// Desk answers the pages of the workbench. It keeps in memory what the ledger's
// current records say of pairs, about a hundred bytes for each, and reads the
// words from the ledger when they are shown. It follows the ledger: what another
// process appends is there at the next question. It is safe for concurrent use.
type Desk struct {
	engine  *Engine
	wording *brief.Wording

	mu         sync.RWMutex
	stamp      string // of the ledger's files when they were last looked at
	looked     time.Time
	state      ledger.State // of the ledger, as far as it is held
	arrived    int          // of the ledger's readings: documents that became current later were not asked for
	generation int          // counts all changes
	facts      int          // counts the changes of what counts: an acceptance is none
	symbols    symbols
	documents  []leaf
	numbers    map[entente.DocumentID]int32
	actors     map[symbol]*person
	sides      []symbol // of each symbol that was there when sights were last filed
	sights     []sight
	runs       []sequence // of sights, in the order of the ledger
	says       []saying
	bySide     map[symbol][]int32 // sights of a side, in order
	byPair     map[[2]symbol][]int32
	pairs      [][2]symbol // of sides, by number
	pairNumber map[[2]symbol]int32
	records    map[entente.RecordID]int32 // record: number of its document
	judged     map[entente.RecordID]*entente.Judgement
	judgements []*entente.Judgement
	taken      int  // rows of event tables that the desk holds
	stale      bool // what is held is to be forgotten at the next look
	labels     *actor.Resolver

	asserted, denied symbol

	shelf   shelf
	memo    memo // answers that name judgements
	drawn   memo // answers of what counts
	oracle  oracle
	tracked tracked
}

// leaf is a document as the desk keeps it.
type leaf struct {
	header   *entente.Document // without text
	named    []naming
	parties  []symbol // who acts, is acted on, stands in a tie or speaks
	from, to int      // its sights
}

// person is what all documents together tell of an actor.
type person struct {
	id        symbol
	label     string
	labels    map[string]int
	kind      entente.ActorType
	country   string
	sector    string
	in        []entente.ActorID
	roles     []entente.Role
	aliases   []string
	documents int
	mentions  int
	side      symbol
}

// sight is one observation, in numbers.
type sight struct {
	record                                               entente.RecordID
	document                                             int32 // number of the document, -1 for a row of an event table
	pair                                                 int32 // number of the pair of its sides, -1 where both are one
	a, b                                                 symbol
	speaker, voice, outlet, typ, mode, layer, set, story symbol // story is the statement that it tells
	stance                                               symbol
	when, known                                          entente.Day
	strength, trust                                      float32
	kind                                                 byte // e or t
	sign, quad                                           int8
	directed, negated, past                              bool
	judged                                               bool // somebody has decided on the record
	grain                                                grain
}

// saying is one claim, in numbers.
type saying struct {
	record                 entente.RecordID
	document               int32
	speaker, voice, stance symbol
	negated, quoted, coded bool
	known                  entente.Day
}

// symbol is the number of a string that repeats.
type symbol uint32

type symbols struct {
	numbers map[string]symbol
	words   []string
}

func newSymbols() symbols { return symbols{map[string]symbol{"": 0}, []string{""}} }

func (s *symbols) of(word string) symbol {
	n, ok := s.numbers[word]
	if !ok {
		n = symbol(len(s.words))
		word = strings.Clone(word)
		s.numbers[word], s.words = n, append(s.words, word)
	}
	return n
}

// known looks a word up without adding it.
func (s *symbols) known(word string) (symbol, bool) {
	n, ok := s.numbers[word]
	return n, ok
}

func (s *symbols) word(n symbol) string { return s.words[n] }

// Desk returns the desk of the workplace. Nothing is loaded before the first
// question.
func (e *Engine) Desk() (*Desk, error) {
	w, err := brief.NewWording()
	if err != nil {
		return nil, wrap(CodeInternal, err, "this is a fault of the build", "load the wording")
	}
	d := &Desk{engine: e, wording: w}
	d.reset()
	return d, nil
}

// vocabulary are the words that a correction may name although no record does.
var vocabulary = []string{
	string(entente.StanceAsserted), string(entente.StanceDenied), string(entente.StanceHedged), string(entente.StancePlanned),
	string(entente.StanceConditional), string(entente.StanceDemanded), string(entente.StanceBelieved), string(entente.StanceFeared),
	string(entente.LayerDiplomatic), string(entente.LayerMilitary), string(entente.LayerIntelligence), string(entente.LayerEnergy),
	string(entente.LayerTrade), string(entente.LayerFinance), string(entente.LayerLobbying), string(entente.LayerKinship),
	string(entente.LayerTerritorial), string(entente.LayerInformation),
}

func (d *Desk) reset() {
	d.symbols = newSymbols()
	for _, w := range vocabulary {
		d.symbols.of(w)
	}
	d.asserted, d.denied = d.symbols.of(string(entente.StanceAsserted)), d.symbols.of(string(entente.StanceDenied))
	d.sides = nil
	d.documents, d.sights, d.runs, d.says, d.judgements = nil, nil, nil, nil, nil
	d.numbers = map[entente.DocumentID]int32{}
	d.actors = map[symbol]*person{}
	d.bySide = map[symbol][]int32{}
	d.byPair = map[[2]symbol][]int32{}
	d.pairs, d.pairNumber = nil, map[[2]symbol]int32{}
	d.records = map[entente.RecordID]int32{}
	d.judged = map[entente.RecordID]*entente.Judgement{}
	d.shelf.clear()
	d.stamp, d.state, d.arrived, d.taken, d.stale = "", ledger.State{}, 0, 0, false
}

// lookEvery is how often the desk looks whether the ledger's files changed.
const lookEvery = 250 * time.Millisecond

// Refresh brings the desk up to date with the ledger. Without a ledger the desk
// is empty, which is no error.
func (d *Desk) Refresh(ctx context.Context) error {
	d.mu.RLock()
	recent := d.stamp != "" && time.Since(d.looked) < lookEvery
	d.mu.RUnlock()
	if recent {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked = time.Now()
	stamp := ledgerStamp(d.engine.config.Ledger)
	if stamp == d.stamp || stamp == "" {
		return nil
	}
	l, err := d.engine.open(ctx, existing)
	if err != nil {
		return err
	}
	state, err := l.State(ctx)
	if err != nil {
		return keep(CodeLedger, err, "", "read the ledger")
	}
	if d.stamp == "" || state != d.state { // else the files changed, and nothing in them
		if err := d.catchUp(ctx, l, state); err != nil {
			return err
		}
	}
	d.stamp = stamp
	return nil
}

// Look has the next question look at the ledger's files, however lately that was done.
func (d *Desk) Look() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looked = time.Time{}
}

// Reload has the next question read the ledger anew: a reading changed records of
// documents that were known. Until then the desk stands as it is.
func (d *Desk) Reload() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stamp, d.stale = "", true
}

// Generation counts the changes that the desk has seen, for caches.
func (d *Desk) Generation() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.generation
}

// counted is how often what counts has changed, for caches of what no acceptance
// changes.
func (d *Desk) counted() int {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.facts
}

// ledgerStamp tells whether the ledger's files changed: sizes and times. It is
// empty where there is no ledger. The log lies beside the file that a link leads to.
func ledgerStamp(path string) string {
	if file, err := filepath.EvalSymlinks(path); err == nil {
		path = file
	}
	var b strings.Builder
	for _, p := range []string{path, path + "-wal"} {
		if info, err := os.Stat(p); err == nil {
			b.WriteString(info.ModTime().Format(time.RFC3339Nano))
			b.WriteByte(' ')
			b.WriteString(itoa(int(info.Size())))
			b.WriteByte(';')
		}
	}
	return b.String()
}

// take adds one document's records.
func (d *Desk) take(r *entente.Records) {
	n := int32(len(d.documents))
	header := r.Document
	header.Text, header.Parts = "", nil
	d.documents = append(d.documents, leaf{header: &header, from: len(d.sights)})
	d.numbers[header.ID] = n
	for i := range r.Actors {
		d.meet(&r.Actors[i])
		d.documents[n].named = append(d.documents[n].named, naming{d.symbols.of(string(r.Actors[i].Actor)), int32(len(r.Actors[i].Mentions))})
	}
	d.documents[n].parties = d.parties(r)
	coded := map[entente.RecordID]bool{}
	for i := range r.Events {
		coded[r.Events[i].Claim] = true
		d.records[r.Events[i].ID] = n
	}
	for i := range r.Ties {
		coded[r.Ties[i].Claim] = true
		d.records[r.Ties[i].ID] = n
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		d.records[c.ID] = n
		s := saying{
			record: c.ID, document: n, stance: d.symbols.of(string(c.Stance)), negated: c.Negated, quoted: c.Quoted,
			coded: coded[c.ID], known: header.Published,
		}
		if k := len(c.Chain); k > 0 {
			s.speaker, s.voice = d.symbols.of(string(c.Chain[k-1].Speaker)), d.symbols.of(brief.Line(c.Chain[k-1].Name))
		}
		d.says = append(d.says, s)
	}
	again := toldByTie(r)
	for o := range r.Observations() {
		if !again[o.Record] {
			d.see(&o, n)
		}
	}
	d.documents[n].to = len(d.sights)
}

// parties are those who act, are acted on, stand in a tie or speak in a document, each
// once, and nobody in place of those without an id.
func (d *Desk) parties(r *entente.Records) []symbol {
	var out []symbol
	add := func(ids ...entente.ActorID) {
		for _, id := range ids {
			if id != "" {
				out = append(out, d.symbols.of(string(id)))
			}
		}
	}
	for i := range r.Events {
		add(r.Events[i].Actor...)
		add(r.Events[i].Recipient...)
	}
	for i := range r.Ties {
		add(r.Ties[i].A, r.Ties[i].B)
	}
	for i := range r.Claims {
		for _, v := range r.Claims[i].Chain {
			add(v.Speaker)
		}
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

// toldByTie are the events that a tie of the same words tells better: "Gondor
// backs Rohan" is one thing told, not two.
func toldByTie(r *entente.Records) map[entente.RecordID]bool {
	state := func(id entente.ActorID) string {
		s, _, _ := strings.Cut(string(id), ".")
		return s
	}
	out := map[entente.RecordID]bool{}
	for i := range r.Events {
		e := &r.Events[i]
		named := func(id entente.ActorID) bool {
			same := func(o entente.ActorID) bool { return state(o) == state(id) }
			return slices.ContainsFunc(e.Actor, same) || slices.ContainsFunc(e.Recipient, same)
		}
		for j := range r.Ties {
			if t := &r.Ties[j]; t.Trigger.Overlaps(e.Trigger) && t.Sign == e.Sign && named(t.A) && named(t.B) {
				out[e.ID] = true
			}
		}
	}
	return out
}

// see adds one observation.
func (d *Desk) see(o *entente.Observation, document int32) {
	of := func(s string) symbol { return d.symbols.of(s) }
	s := sight{
		record: o.Record, document: document, a: of(string(o.A)), b: of(string(o.B)),
		speaker: of(string(o.Speaker)), voice: of(brief.Line(o.Voice)), outlet: of(o.Outlet), typ: of(o.Type), mode: of(o.Mode),
		layer: of(string(o.Layer)), set: of(o.DataSet), stance: of(string(o.Stance)),
		when: o.Date(), known: o.Known, strength: o.Strength, trust: o.Trust, kind: o.Kind[0],
		sign: int8(o.Sign), quad: o.Quad, directed: o.Directed && !brief.IsMutual(o.Type, o.Mode), negated: o.Negated, past: o.Past, grain: grainOf(o),
	}
	if !s.directed && d.symbols.word(s.a) > d.symbols.word(s.b) {
		s.a, s.b = s.b, s.a
	}
	s.story = of(d.key(&s))
	d.sights = append(d.sights, s)
}

// meet adds what a document tells of an actor.
func (d *Desk) meet(a *entente.Actor) {
	id := d.symbols.of(string(a.Actor))
	p := d.actors[id]
	label := cmp.Or(brief.Line(a.Label), string(a.Actor))
	if p == nil || p.documents == 0 {
		p = &person{id: id, labels: map[string]int{}, kind: a.Type, country: a.Country, sector: a.Sector}
		d.actors[id] = p
	}
	p.documents++
	p.mentions += len(a.Mentions)
	p.labels[label]++
	if p.label == "" || p.labels[label] > p.labels[p.label] || p.labels[label] == p.labels[p.label] && label < p.label {
		p.label = label
	}
	for _, x := range a.Aliases {
		if x = brief.Line(x); x != "" && x != p.label && len(p.aliases) < 40 && !slices.Contains(p.aliases, x) {
			p.aliases = append(p.aliases, x)
		}
	}
	for _, r := range a.Roles {
		if r.In != "" && !slices.Contains(p.in, r.In) {
			p.in = append(p.in, r.In)
		}
		r.Title = brief.Line(r.Title)
		r.Mention = entente.Span{}
		if r.Title != "" && len(p.roles) < 40 && !slices.Contains(p.roles, r) {
			p.roles = append(p.roles, r)
		}
	}
}

// index files the sights from number before on under their sides and pairs;
// where an actor changed sides, all of them.
func (d *Desk) index(before int) {
	for _, p := range d.actors {
		side := d.sideOf(p)
		if side != p.side && (p.side != 0 || len(d.bySide[p.id]) > 0) {
			before = 0
		}
		p.side = side
	}
	d.sides = make([]symbol, len(d.symbols.words))
	for i := range d.sides {
		d.sides[i] = symbol(i)
	}
	for _, p := range d.actors {
		d.sides[p.id] = p.side
	}
	if before == 0 {
		clear(d.bySide)
		clear(d.byPair)
		clear(d.pairNumber)
		d.pairs = nil
	}
	for i := before; i < len(d.sights); i++ {
		d.sights[i].pair = d.numbered(&d.sights[i])
		for _, k := range d.pairsOf(&d.sights[i]) {
			put(d.byPair, k, int32(i))
			put(d.bySide, k[0], int32(i))
			put(d.bySide, k[1], int32(i))
		}
	}
}

// numbered is the number of the pair of a sight's sides.
func (d *Desk) numbered(s *sight) int32 {
	x, y := d.side(s.a), d.side(s.b)
	if x == y {
		return -1
	}
	k := d.pair(x, y)
	n, ok := d.pairNumber[k]
	if !ok {
		n = int32(len(d.pairs))
		d.pairNumber[k], d.pairs = n, append(d.pairs, k)
	}
	return n
}

// put appends n to a list that it is not the last of already.
func put[K comparable](m map[K][]int32, k K, n int32) {
	if l := m[k]; len(l) == 0 || l[len(l)-1] != n {
		m[k] = append(l, n)
	}
}

// pairsOf are the pairs that a sight is filed under: its sides, and where the
// actors themselves are not the sides, also they.
func (d *Desk) pairsOf(s *sight) [][2]symbol {
	x, y := d.side(s.a), d.side(s.b)
	out := make([][2]symbol, 0, 2)
	if x != y {
		out = append(out, d.pair(x, y))
	}
	if x != s.a || y != s.b {
		out = append(out, d.pair(s.a, s.b))
	}
	return out
}

// pair orders two actors by id.
func (d *Desk) pair(a, b symbol) [2]symbol {
	if d.symbols.word(a) > d.symbols.word(b) {
		return [2]symbol{b, a}
	}
	return [2]symbol{a, b}
}

// side is the actor under which another is filed: the state for its organs and
// office holders, itself for everybody else.
func (d *Desk) side(a symbol) symbol {
	if int(a) < len(d.sides) {
		return d.sides[a]
	}
	return a
}

// organTypes are the organs that act for their state, organSectors their PLOVER
// sectors.
var (
	organTypes = []entente.ActorType{
		entente.ActorState, entente.ActorGovernment, entente.ActorMilitary, entente.ActorParliament,
		entente.ActorCourt, entente.ActorPolice, entente.ActorIntelligence,
	}
	organSectors = []string{"GOV", "MIL", "LEG", "JUD", "COP", "SPY"}
)

func (d *Desk) sideOf(p *person) symbol {
	if len(p.country) != 3 || p.country == "IGO" {
		return p.id
	}
	acts := slices.Contains(organTypes, p.kind)
	if p.kind == entente.ActorPerson {
		acts = slices.Contains(organSectors, p.sector) || slices.ContainsFunc(p.in, func(in entente.ActorID) bool {
			n, ok := d.symbols.known(string(in))
			o := d.actors[n]
			return ok && o != nil && o.country == p.country && slices.Contains(organTypes, o.kind)
		})
	}
	if !acts {
		return p.id
	}
	return d.symbols.of(p.country)
}

// label is what an actor is called.
func (d *Desk) label(a symbol) string {
	if p := d.actors[a]; p != nil {
		return p.label
	}
	return d.symbols.word(a)
}

// name is an actor as statements name it.
func (d *Desk) name(a symbol) brief.Name {
	n := brief.Name{ID: entente.ActorID(d.symbols.word(a)), Label: d.label(a)}
	if p := d.actors[a]; p != nil {
		n.Plural = brief.Plural(p.label, p.kind)
	}
	return n
}
