package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"entente"
	"entente/brief"
	"entente/ledger"
)

// DocumentView is a document's text with what was found in it. Offsets count
// UTF-16 units of the text, as browsers do, not bytes.
type DocumentView struct {
	Paper      Paper      `json:"paper"`
	Language   string     `json:"language,omitempty"`
	Why        string     `json:"why,omitempty" doc:"of the genre"`
	Disclaimer string     `json:"disclaimer,omitempty"`
	Rights     string     `json:"rights,omitempty"`
	SHA256     string     `json:"sha256"`
	Sentences  int        `json:"sentences"`
	Copies     []Paper    `json:"copies" doc:"documents that repeat its words"`
	Parts      []TextPart `json:"parts"`
	Actors     []Mark     `json:"actors" doc:"each mention"`
	Records    []Mark     `json:"records" doc:"claims, events, ties, quantities, links, by place"`
	Pairs      []PairRow  `json:"pairs" doc:"pairs that it tells of"`
}

// TextPart is a paragraph-like stretch.
type TextPart struct {
	Kind   string `json:"kind" doc:"title, heading, caption, byline, body, related, disclaimer, rights"`
	Number int    `json:"number,omitempty" doc:"of the paragraph, from 1; absent for what is not read"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Text   string `json:"text"`
}

// Mark is a span of the text with what it stands for.
type Mark struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind" doc:"actor, claim, event, tie, quantity, link, check"`
	Start   int       `json:"start"`
	End     int       `json:"end"`
	Title   string    `json:"title" doc:"in words"`
	Words   string    `json:"words" doc:"that it covers"`
	Focus   []int     `json:"focus,omitempty" doc:"start and end of the words that decide it"`
	Actor   string    `json:"actor,omitempty"`
	Type    string    `json:"type,omitempty"`
	Layer   string    `json:"layer,omitempty"`
	Sign    int       `json:"sign"`
	Claim   string    `json:"claim,omitempty"`
	Chain   []Speaker `json:"chain" doc:"outermost voice first; empty for the document's own voice"`
	Stance  string    `json:"stance,omitempty"`
	How     string    `json:"how,omitempty"`
	Quoted  bool      `json:"quoted,omitempty"`
	Verdict string    `json:"verdict,omitempty"`
	Pair    []string  `json:"pair,omitempty" doc:"ids of the two sides, of an event or tie"`
}

// units turns byte offsets of a text into offsets in UTF-16 units.
type units struct {
	text  string
	bytes []int // every 64th rune's byte offset
	count []int
}

func newUnits(text string) *units {
	u := &units{text: text}
	n, i := 0, 0
	for b, r := range text {
		if i%64 == 0 {
			u.bytes, u.count = append(u.bytes, b), append(u.count, n)
		}
		i++
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return u
}

func (u *units) of(offset int) int {
	offset = min(max(offset, 0), len(u.text))
	k, _ := slices.BinarySearch(u.bytes, offset+1)
	if k == 0 {
		return 0
	}
	n := u.count[k-1]
	for b := u.bytes[k-1]; b < offset; {
		r, size := utf8.DecodeRuneInString(u.text[b:])
		b += size
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// Document shows a document with its marks. As known on a day before it was
// published there is none.
func (d *Desk) Document(ctx context.Context, id string, o Scope) (*DocumentView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.numbers[entente.DocumentID(id)]
	if !ok {
		return nil, Errorf(CodeNotFound, "search for words of its title", "no document %q in the ledger", id)
	}
	if !d.isOut(n, o) {
		return nil, d.notYet(n, o)
	}
	r, err := d.read(ctx, entente.DocumentID(id))
	if err != nil {
		return nil, err
	}
	doc := &r.Document
	v := &DocumentView{
		Paper: *d.paper(n), Language: doc.Language, Why: brief.Line(doc.GenreEvidence), Disclaimer: brief.Line(doc.Disclaimer),
		Rights: brief.Line(doc.Rights), SHA256: doc.SHA256, Sentences: doc.Sentences, Copies: []Paper{}, Parts: []TextPart{}, Actors: []Mark{}, Records: []Mark{}, Pairs: []PairRow{},
	}
	for i := range d.documents {
		if d.documents[i].header.CopyOf == doc.ID && d.isOut(int32(i), o) {
			v.Copies = append(v.Copies, *d.paper(int32(i)))
		}
	}
	m := &marker{desk: d, records: r, unjudged: o.Unjudged, units: newUnits(doc.Text), claims: map[entente.RecordID]*entente.Claim{}}
	for i := range r.Claims {
		m.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	for _, p := range doc.Parts {
		t := TextPart{Kind: string(p.Kind), Start: m.units.of(p.Start), End: m.units.of(p.End), Text: p.Of(doc.Text)}
		if p.Kind.IsReporting() {
			t.Number = doc.Paragraph(p.Start)
		}
		v.Parts = append(v.Parts, t)
	}
	v.Actors, v.Records = m.actors(), m.all()
	v.Pairs = d.pairRows(d.sightsOf(n, o))
	return v, nil
}

// sightsOf are the sights of one document.
func (d *Desk) sightsOf(n int32, o Scope) []sight {
	var out []sight
	for i := d.documents[n].from; i < d.documents[n].to; i++ {
		if s, ok := d.counts(&d.sights[i], o); ok {
			out = append(out, s)
		}
	}
	return out
}

// marker makes the marks of a document.
type marker struct {
	desk     *Desk
	records  *entente.Records
	unjudged bool
	units    *units
	claims   map[entente.RecordID]*entente.Claim
}

func (m *marker) mark(kind entente.Kind, id entente.RecordID, at entente.Span) (Mark, bool) {
	text := m.records.Document.Text
	if !at.Valid(text) {
		return Mark{}, false
	}
	k := Mark{ID: string(id), Kind: string(kind), Start: m.units.of(at.Start), End: m.units.of(at.End), Words: brief.Line(at.Of(text)), Chain: []Speaker{}}
	if j := m.desk.judged[id]; j != nil && !m.unjudged {
		k.Verdict = string(j.Verdict)
	}
	return k, true
}

func (m *marker) actors() []Mark {
	out := []Mark{}
	for i := range m.records.Actors {
		a := &m.records.Actors[i]
		for _, at := range a.Mentions {
			if k, ok := m.mark(entente.KindActor, a.ID, at); ok {
				k.Title, k.Actor, k.Type = brief.Line(a.Label), string(a.Actor), string(a.Type)
				out = append(out, k)
			}
		}
	}
	byPlace(out)
	return out
}

func byPlace(list []Mark) {
	slices.SortStableFunc(list, func(a, b Mark) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), strings.Compare(a.ID, b.ID))
	})
}

// tell puts what a claim says of a record on its mark.
func (m *marker) tell(k *Mark, claim entente.RecordID) {
	c := m.claims[claim]
	if c == nil {
		return
	}
	k.Claim, k.Chain, k.Stance, k.Quoted = string(c.ID), m.desk.chain(c), string(c.Stance), c.Quoted
	k.How = brief.Stance(c.Stance, c.Negated, c.Historical)
}

func (m *marker) focus(k *Mark, at entente.Span) {
	if at.Valid(m.records.Document.Text) {
		k.Focus = []int{m.units.of(at.Start), m.units.of(at.End)}
	}
}

func (m *marker) all() []Mark {
	out := []Mark{}
	r, d := m.records, m.desk
	for i := range r.Claims {
		c := &r.Claims[i]
		if k, ok := m.mark(entente.KindClaim, c.ID, c.Evidence); ok {
			m.tell(&k, c.ID)
			k.Title = "says"
			if n := len(k.Chain); n > 0 {
				k.Title = k.Chain[n-1].Name
			} else {
				k.Title = "the document's own voice"
			}
			m.focus(&k, c.StanceCue)
			out = append(out, k)
		}
	}
	for i := range r.Events {
		e := &r.Events[i]
		if k, ok := m.mark(entente.KindEvent, e.ID, e.Evidence); ok {
			m.tell(&k, e.Claim)
			k.Title, k.Type, k.Layer, k.Sign = d.phraseOf(entente.KindEvent, e.Actor, e.Recipient, true, e.Type, e.Mode, e.Layer, e.Sign), e.Type, string(e.Layer), int(e.Sign)
			m.focus(&k, e.Trigger)
			k.Pair = d.sidesOf(append(slices.Clone(e.Actor), e.Recipient...))
			out = append(out, k)
		}
	}
	for i := range r.Ties {
		t := &r.Ties[i]
		if k, ok := m.mark(entente.KindTie, t.ID, t.Evidence); ok {
			m.tell(&k, t.Claim)
			k.Title, k.Type, k.Layer, k.Sign = d.phraseOf(entente.KindTie, []entente.ActorID{t.A}, []entente.ActorID{t.B}, t.Directed, t.Relation, "", t.Layer, t.Sign), t.Relation, string(t.Layer), int(t.Sign)
			m.focus(&k, t.Trigger)
			k.Pair = d.sidesOf([]entente.ActorID{t.A, t.B})
			out = append(out, k)
		}
	}
	for i := range r.Quantities {
		q := &r.Quantities[i]
		if k, ok := m.mark(entente.KindQuantity, q.ID, q.Evidence); ok {
			m.tell(&k, q.Claim)
			k.Title = brief.Line(q.Of)
			k.Type = q.Unit
			out = append(out, k)
		}
	}
	for i := range r.Links {
		l := &r.Links[i]
		if k, ok := m.mark(entente.KindLink, l.ID, l.Evidence); ok {
			m.tell(&k, l.Claim)
			k.Title, k.Type = l.Relation, l.Relation
			m.focus(&k, l.Cue)
			out = append(out, k)
		}
	}
	for i := range r.Checks {
		c := &r.Checks[i]
		if k, ok := m.mark(entente.KindCheck, c.ID, c.Evidence); ok {
			k.Title, k.Type = brief.Line(c.Working), c.Result
			out = append(out, k)
		}
	}
	byPlace(out)
	return out
}

// phraseOf words an event or tie by ids.
func (d *Desk) phraseOf(kind entente.Kind, a, b []entente.ActorID, directed bool, typ, mode string, layer entente.Layer, sign entente.Sign) string {
	names := func(ids []entente.ActorID) []brief.Name {
		var out []brief.Name
		for _, id := range ids {
			n := brief.Name{ID: id, Label: string(id)}
			if a, ok := d.symbols.known(n.Label); ok {
				n = d.name(a)
			}
			out = append(out, n)
		}
		return out
	}
	s := &brief.Statement{Kind: kind, A: names(a), B: names(b), Type: typ, Mode: mode, Relation: typ, Layer: layer, Sign: sign}
	if kind == entente.KindEvent && brief.IsMutual(typ, mode) || !directed {
		s.A, s.B = append(s.A, s.B...), nil
	}
	return d.wording.Phrase(s)
}

// sidesOf are the first two different sides of some actors, or nothing.
func (d *Desk) sidesOf(ids []entente.ActorID) []string {
	var out []string
	for _, id := range ids {
		n, ok := d.symbols.known(string(id))
		if !ok {
			continue
		}
		if side := d.symbols.word(d.side(n)); !slices.Contains(out, side) {
			out = append(out, side)
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out[:2]
}

// ClaimView is one claim with everything that rests on it.
type ClaimView struct {
	ID         string    `json:"id"`
	Paper      Paper     `json:"paper"`
	Paragraph  int       `json:"paragraph"`
	Text       string    `json:"text"`
	Sentence   string    `json:"sentence"`
	Chain      []Speaker `json:"chain"`
	Stance     string    `json:"stance"`
	How        string    `json:"how,omitempty"`
	Negated    bool      `json:"negated,omitempty"`
	Historical bool      `json:"historical,omitempty"`
	Quoted     bool      `json:"quoted,omitempty"`
	Start      int       `json:"start"`
	End        int       `json:"end"`
	Items      []Mark    `json:"items" doc:"events, ties, quantities and links that rest on it"`
	Judgements []Verdict `json:"judgements" doc:"of the claim and what rests on it, in order"`
}

// Verdict is one judgement.
type Verdict struct {
	ID         string            `json:"id"`
	Subject    string            `json:"subject"`
	Verdict    string            `json:"verdict"`
	Correction map[string]string `json:"correction,omitempty"`
	Who        string            `json:"who"`
	When       string            `json:"when"`
	Note       string            `json:"note,omitempty"`
	Document   string            `json:"document,omitempty"`
	Words      string            `json:"words,omitempty"`
}

func verdict(j *entente.Judgement) Verdict {
	return Verdict{
		ID: string(j.ID), Subject: j.Subject, Verdict: string(j.Verdict), Correction: j.Correction, Who: brief.Line(j.Who),
		When: j.When.Format("2006-01-02T15:04:05.000Z"), Note: brief.Line(j.Note), Document: string(j.Document), Words: brief.Line(j.Words),
	}
}

// Claim shows a claim, or the claim that an event or tie rests on. As known on a
// day before its document was published there is none.
func (d *Desk) Claim(ctx context.Context, id string, o Scope) (*ClaimView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.records[entente.RecordID(id)]
	if !ok {
		return nil, Errorf(CodeNotFound, "records are named by their ids, such as c-0123456789abcdef", "no claim, event or tie %q in the ledger", id)
	}
	if !d.isOut(n, o) {
		return nil, d.notYet(n, o)
	}
	r, err := d.read(ctx, d.documents[n].header.ID)
	if errors.Is(err, ledger.ErrNotFound) {
		return nil, Errorf(CodeNotFound, "", "the document of %s is not in the ledger", id)
	} else if err != nil {
		return nil, err
	}
	want := entente.RecordID(id)
	for i := range r.Events {
		if r.Events[i].ID == want {
			want = r.Events[i].Claim
		}
	}
	for i := range r.Ties {
		if r.Ties[i].ID == want {
			want = r.Ties[i].Claim
		}
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; c.ID == want {
			return d.claim(r, c, n, o), nil
		}
	}
	return nil, Errorf(CodeNotFound, "", "%s rests on no claim", id)
}

func (d *Desk) claim(r *entente.Records, c *entente.Claim, n int32, o Scope) *ClaimView {
	m := &marker{desk: d, records: r, unjudged: o.Unjudged, units: newUnits(r.Document.Text), claims: map[entente.RecordID]*entente.Claim{c.ID: c}}
	v := &ClaimView{
		ID: string(c.ID), Paper: *d.paper(n), Paragraph: r.Document.Paragraph(c.Evidence.Start), Text: brief.Line(c.Text),
		Sentence: brief.Sentence(&r.Document, c.Evidence), Chain: d.chain(c), Stance: string(c.Stance), How: brief.Stance(c.Stance, c.Negated, c.Historical),
		Negated: c.Negated, Historical: c.Historical, Quoted: c.Quoted, Start: m.units.of(c.Evidence.Start), End: m.units.of(c.Evidence.End),
		Items: []Mark{}, Judgements: []Verdict{},
	}
	ids := map[string]bool{string(c.ID): true}
	for _, k := range m.all() {
		if k.Claim == string(c.ID) && k.ID != string(c.ID) {
			v.Items = append(v.Items, k)
			ids[k.ID] = true
		}
	}
	for _, j := range d.judgements {
		if ids[j.Subject] && !o.Unjudged {
			v.Judgements = append(v.Judgements, verdict(j))
		}
	}
	return v
}
