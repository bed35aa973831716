package engine

import (
	"cmp"
	lru "container/list"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"entente"
	"entente/brief"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Scope says which entries a view counts.
type Scope struct {
	// Known leaves out what was published after that day, and what has no date;
	// zero counts everything.
	Known entente.Day
	// Unjudged shows the records as they were coded, as if nobody had judged any.
	Unjudged bool
}

// Party is an actor as views name it.
type Party struct {
	ID    string `json:"id" doc:"the actor's id across documents: AZE, AZE.GOV, x:some-party"`
	Label string `json:"label"`
	Type  string `json:"type,omitempty"`
}

// Paper is a document as views name it.
type Paper struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Outlet    string   `json:"outlet,omitempty"`
	Published string   `json:"published,omitempty" doc:"2006-01-02; absent where it is not known"`
	Genre     string   `json:"genre,omitempty"`
	CopyOf    string   `json:"copy_of,omitempty" doc:"the document whose words it repeats"`
	URI       string   `json:"uri,omitempty"`
	Voice     string   `json:"voice" doc:"who speaks in the own voice of the document: outlet, else author, else title"`
	Authors   []string `json:"authors,omitempty"`
}

// Speaker is one voice of a chain.
type Speaker struct {
	ID   string `json:"id,omitempty" doc:"empty where the words name nobody who could be resolved"`
	Name string `json:"name"`
}

// Telling is one record: who tells it, how, in which words.
type Telling struct {
	Record     string    `json:"record"`
	Claim      string    `json:"claim,omitempty"`
	Paper      *Paper    `json:"paper,omitempty" doc:"absent for a row of an event table"`
	Copies     []Paper   `json:"copies,omitempty" doc:"documents that repeat it word for word"`
	DataSet    string    `json:"data_set,omitempty" doc:"the event table that the row stands in"`
	Outlet     string    `json:"outlet,omitempty"`
	Paragraph  int       `json:"paragraph,omitempty" doc:"from 1"`
	Chain      []Speaker `json:"chain" doc:"voices from the outermost inwards; empty for the document's own voice"`
	Stance     string    `json:"stance"`
	Negated    bool      `json:"negated,omitempty"`
	Historical bool      `json:"historical,omitempty"`
	Quoted     bool      `json:"quoted,omitempty"`
	How        string    `json:"how,omitempty" doc:"the stance in a word; absent where it is asserted of the present"`
	Words      string    `json:"words" doc:"the clause that says it"`
	Sentence   string    `json:"sentence" doc:"the sentence around it"`
	Focus      string    `json:"focus,omitempty" doc:"the words of Words that were coded"`
	Date       string    `json:"date,omitempty" doc:"day that it is counted under"`
	Stated     string    `json:"stated,omitempty" doc:"the date in the text's words"`
	Published  string    `json:"published,omitempty"`
	Numbers    []string  `json:"numbers,omitempty"`
	Sign       int       `json:"sign"`
	Layer      string    `json:"layer,omitempty"`
	Type       string    `json:"type"`
	Mode       string    `json:"mode,omitempty"`
	Confidence float64   `json:"confidence"`
	Verdict    string    `json:"verdict,omitempty" doc:"what a person decided"`
	Who        string    `json:"who,omitempty" doc:"who decided"`
	Row        *RowView  `json:"row,omitempty" doc:"where the row of an event table stands"`
}

// RowView is a row of an event table as its table has it.
type RowView struct {
	Actor     string `json:"actor"`
	Recipient string `json:"recipient"`
	Code      string `json:"code,omitempty" doc:"the table's own event code"`
	Key       string `json:"key"`
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
	Address   string `json:"address,omitempty" doc:"of the reporting it was coded from"`
	Place     string `json:"place,omitempty"`
	Deaths    int    `json:"deaths,omitempty"`
	Mentions  int    `json:"mentions,omitempty"`
}

// Count is a value of a facet and how many entries have it.
type Count struct {
	Value string `json:"value"`
	Label string `json:"label"`
	N     int    `json:"n"`
}

func (d *Desk) party(a symbol) Party {
	p := Party{ID: d.symbols.word(a), Label: d.label(a)}
	if q := d.actors[a]; q != nil {
		p.Type = string(q.kind)
	}
	return p
}

// byline is who speaks in a document's own voice: the outlet, else the author,
// else the title.
func byline(p *Paper) string {
	switch {
	case p.Outlet != "":
		return p.Outlet
	case len(p.Authors) > 0:
		return p.Authors[0]
	}
	return p.Title
}

func (d *Desk) paper(n int32) *Paper {
	h := d.documents[n].header
	p := &Paper{
		ID: string(h.ID), Title: cmp.Or(brief.Line(h.Title), brief.Line(h.URI), string(h.ID)), Outlet: brief.Line(h.Outlet),
		Published: h.Published.String(), Genre: string(h.Genre), CopyOf: string(h.CopyOf), URI: brief.Line(h.URI),
	}
	for _, a := range h.Authors {
		p.Authors = append(p.Authors, brief.Line(a))
	}
	p.Voice = byline(p)
	return p
}

// find returns the actor of an id or, in any case, a label.
func (d *Desk) find(name string) (symbol, error) {
	name = strings.TrimSpace(name)
	if n, ok := d.symbols.known(name); ok && d.actors[n] != nil {
		return n, nil
	}
	if n, ok := d.symbols.known(name); ok && len(d.bySide[n]) > 0 {
		return n, nil
	}
	var hits []*person
	for _, p := range d.actors {
		if strings.EqualFold(p.label, name) || strings.EqualFold(d.symbols.word(p.id), name) {
			hits = append(hits, p)
		}
	}
	if len(hits) == 1 {
		return hits[0].id, nil
	}
	if len(hits) > 1 {
		slices.SortFunc(hits, func(a, b *person) int {
			return cmp.Or(cmp.Compare(b.documents, a.documents), strings.Compare(d.symbols.word(a.id), d.symbols.word(b.id)))
		})
		return hits[0].id, nil
	}
	names := make([]string, 0, 2*len(d.actors))
	for _, p := range d.actors {
		names = append(names, p.label, d.symbols.word(p.id))
	}
	slices.Sort(names) // of equally near ones always the same is meant
	near := Nearest(name, slices.Values(names))
	hint := "search for a part of the name"
	if near != "" {
		hint = "did you mean " + near + "?"
	}
	return 0, Errorf(CodeUnknownActor, hint, "no actor %q in the ledger", name)
}

// counts reports whether a sight is counted in a scope; the sight returned is
// the one that judgements make of it.
func (d *Desk) counts(s *sight, o Scope) (sight, bool) {
	if o.Known != 0 && (s.known == 0 || s.known > o.Known) {
		return *s, false
	}
	if o.Unjudged || !s.judged {
		return *s, true
	}
	switch j := d.judged[s.record]; j.Verdict {
	case entente.VerdictRejected:
		return *s, false
	case entente.VerdictCorrected:
		return d.corrected(*s, j.Correction), true
	}
	return *s, true
}

// firm reports whether a sight is told as done, or standing, of the present.
func (d *Desk) firm(s *sight) bool {
	return !s.negated && !s.past && s.stance == d.asserted
}

// against reports whether a sight says that the thing is not so.
func (d *Desk) against(s *sight) bool {
	return (s.stance == d.denied) != s.negated
}

// origin is the document whose words a document repeats, or itself.
func (d *Desk) origin(n int32) int32 {
	if n < 0 {
		return n
	}
	if o := d.documents[n].header.CopyOf; o != "" {
		if m, ok := d.numbers[o]; ok {
			return m
		}
	}
	return n
}

// shelf keeps the documents that were read last, up to a number of bytes of
// text.
type shelf struct {
	mu      sync.Mutex
	order   *lru.List // of *entente.Records, the last used first
	held    map[entente.DocumentID]*lru.Element
	bytes   int
	cleared int // how often, in whole or in part
}

// shelfBytes bounds the text on the shelf. The records of a document are about
// fifteen times its text.
const shelfBytes = 6 << 20

func (s *shelf) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order, s.held, s.bytes = lru.New(), map[entente.DocumentID]*lru.Element{}, 0
	s.cleared++
}

// get returns a document, nil where it is not there, and how often the shelf was
// cleared before.
func (s *shelf) get(id entente.DocumentID) (*entente.Records, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.held[id]
	if e == nil {
		return nil, s.cleared
	}
	s.order.MoveToFront(e)
	return e.Value.(*entente.Records), s.cleared
}

// put keeps a document, unless the shelf was cleared since it was looked for: then it
// may have been read before that for which the shelf was cleared.
func (s *shelf) put(r *entente.Records, cleared int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[r.Document.ID] != nil || s.cleared != cleared {
		return
	}
	s.held[r.Document.ID] = s.order.PushFront(r)
	s.bytes += len(r.Document.Text)
	for s.bytes > shelfBytes && s.order.Len() > 1 {
		last := s.order.Back()
		old := s.order.Remove(last).(*entente.Records)
		delete(s.held, old.Document.ID)
		s.bytes -= len(old.Document.Text)
	}
}

// read returns a document with its records, which the caller does not change.
func (d *Desk) read(ctx context.Context, id entente.DocumentID) (*entente.Records, error) {
	r, cleared := d.shelf.get(id)
	if r != nil {
		return r, nil
	}
	l, err := d.engine.open(ctx, existing)
	if err != nil {
		return nil, err
	}
	r, err = l.Document(ctx, id)
	if err != nil {
		return nil, keep(CodeLedger, err, "", "read %s", id)
	}
	d.shelf.put(r, cleared)
	return r, nil
}

// telling makes the telling of a sight, with its words.
func (d *Desk) telling(ctx context.Context, s *sight) (Telling, error) {
	w := func(n symbol) string { return d.symbols.word(n) }
	t := Telling{
		Record: string(s.record), DataSet: w(s.set), Outlet: brief.Line(w(s.outlet)), Chain: []Speaker{}, Stance: w(s.stance),
		Negated: s.negated, Historical: s.past, How: brief.Stance(entente.Stance(w(s.stance)), s.negated, s.past), Date: s.when.String(),
		Published: s.known.String(), Sign: int(s.sign), Layer: w(s.layer), Type: w(s.typ), Mode: w(s.mode), Confidence: float64(s.trust),
	}
	if j := d.judged[s.record]; j != nil {
		t.Verdict, t.Who = string(j.Verdict), j.Who
	}
	if s.document < 0 {
		return t, d.rowTelling(ctx, &t)
	}
	r, err := d.read(ctx, d.documents[s.document].header.ID)
	if err != nil {
		return t, err
	}
	t.Paper = d.paper(s.document)
	var base entente.Base
	var claim entente.RecordID
	var trigger entente.Span
	var quantities []entente.RecordID
	for i := range r.Events {
		if e := &r.Events[i]; e.ID == s.record {
			base, claim, trigger, quantities, t.Stated = e.Base, e.Claim, e.Trigger, e.Quantities, brief.Line(e.Date.Text)
		}
	}
	for i := range r.Ties {
		if e := &r.Ties[i]; e.ID == s.record {
			base, claim, trigger, quantities, t.Stated = e.Base, e.Claim, e.Trigger, e.Quantities, brief.Line(strings.TrimSpace(e.Since.Text+" "+e.Until.Text))
		}
	}
	t.Sentence = brief.Sentence(&r.Document, base.Evidence)
	t.Paragraph = r.Document.Paragraph(base.Evidence.Start)
	if trigger.Valid(r.Document.Text) {
		t.Focus = brief.Line(trigger.Of(r.Document.Text))
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; c.ID == claim {
			t.Claim, t.Quoted, t.Words = string(c.ID), c.Quoted, brief.Line(c.Text)
			t.Chain = d.chain(c)
		}
	}
	for _, id := range quantities {
		for i := range r.Quantities {
			if q := &r.Quantities[i]; q.ID == id && q.Evidence.Valid(r.Document.Text) {
				t.Numbers = append(t.Numbers, brief.Line(q.Evidence.Of(r.Document.Text)))
			}
		}
	}
	return t, nil
}

// chain words the voices of a claim.
func (d *Desk) chain(c *entente.Claim) []Speaker {
	out := []Speaker{}
	for _, v := range c.Chain {
		out = append(out, Speaker{ID: string(v.Speaker), Name: d.voice(string(v.Speaker), v.Name)})
	}
	return out
}

// voice is what a speaker is called: the words of the text where they are more
// than a pronoun, else the label.
func (d *Desk) voice(id, words string) string {
	words = brief.Line(words)
	n, ok := d.symbols.known(id)
	p := d.actors[n]
	if (!ok || p == nil) && brief.IsPronoun(words) {
		return "“" + strings.ToLower(words) + "”"
	}
	switch {
	case (!ok || p == nil) && words == "":
		return "somebody not named"
	case !ok || p == nil:
		return words
	case words == "" || !strings.ContainsFunc(words, func(r rune) bool { return r >= 'A' && r <= 'Z' }) || len(words) < 4:
		return p.label
	}
	return words
}

// memo keeps the last answers of views that look at everything, while what they look
// at stays as it is.
type memo struct {
	mu      sync.Mutex
	of      int // the version of what was looked at
	answers map[string]any
}

// memoSize bounds how many answers are kept.
const memoSize = 64

// remember returns what make answers, or what it answered before for this key and
// state of the ledger. Answers are not changed by those who get them. The caller
// holds the desk.
func remember[T any](d *Desk, key string, make func() (*T, error)) (*T, error) {
	return recall(&d.memo, d.generation, key, make)
}

// rememberCounts is remember for answers that no acceptance of a record changes.
func rememberCounts[T any](d *Desk, key string, make func() (*T, error)) (*T, error) {
	return recall(&d.drawn, d.facts, key, make)
}

// recall returns the answer to a key of a version.
func recall[T any](m *memo, version int, key string, make func() (*T, error)) (*T, error) {
	m.mu.Lock()
	if m.of != version || len(m.answers) >= memoSize || m.answers == nil {
		m.of, m.answers = version, map[string]any{}
	}
	held, ok := m.answers[key].(*T)
	m.mu.Unlock()
	if ok {
		return held, nil
	}
	v, err := make()
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == version {
		m.answers[key] = v
	}
	return v, nil
}
