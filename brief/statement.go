package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente"
)

// Statement is one thing told of actors, with everybody who tells it. Whether
// anybody tells it as done stands in the tellings.
type Statement struct {
	Kind     entente.Kind  `json:"kind"` // event or tie
	A        []Name        `json:"a"`
	B        []Name        `json:"b"`
	Directed bool          `json:"directed"`
	Type     string        `json:"type,omitempty"` // PLOVER, of an event
	Mode     string        `json:"mode,omitempty"`
	Relation string        `json:"relation,omitempty"` // of a tie
	Layer    entente.Layer `json:"layer"`
	Sign     entente.Sign  `json:"sign"`
	Wording  string        `json:"wording"` // "Gondor meets Rohan"
	Tellings []Telling     `json:"tellings"`
	// Documents tell it; Origins is how many words of their own stand behind them; Voices
	// is how many different innermost speakers stand behind it.
	Documents int `json:"documents"`
	Origins   int `json:"origins"`
	Voices    int `json:"voices"`
	// Firm says that somebody asserts it of the present, not negated.
	Firm bool `json:"firm"`
	// Disputed says that somebody asserts it and somebody denies or negates it.
	Disputed bool `json:"disputed,omitempty"`

	key  string
	at   [2]int                     // number of the first document and byte, for order
	seen map[entente.DocumentID]int // documents by id: number
	told map[string]int             // tellings by what makes them the same
}

// Telling is one voice telling a statement in one stance.
type Telling struct {
	// Voices runs from the document's own voice inwards.
	Voices     []Voice        `json:"voices"`
	Stance     entente.Stance `json:"stance"`
	Negated    bool           `json:"negated,omitempty"`
	Historical bool           `json:"historical,omitempty"`
	Quoted     bool           `json:"quoted,omitempty"`
	Words      string         `json:"words"` // the clause, from the first document that tells it
	// Focus is the part of Words that was coded, to be kept where Words is cut.
	Focus     string           `json:"focus,omitempty"`
	Date      entente.Interval `json:"date,omitzero"`
	Numbers   []string         `json:"numbers,omitempty"`
	Citations []Citation       `json:"citations"`
}

// Voice is a speaker as printed. Of a document's own voice Document is its
// number and ID is empty.
type Voice struct {
	ID       entente.ActorID `json:"id,omitempty"`
	Name     string          `json:"name"`
	Document int             `json:"document,omitempty"`
}

// firm reports whether the telling asserts the thing of the present.
func (t *Telling) firm() bool {
	return t.Stance == entente.StanceAsserted && !t.Negated && !t.Historical
}

// against reports whether the telling says that the thing is not so.
func (t *Telling) against() bool {
	return t.Stance == entente.StanceDenied != t.Negated
}

// addEvents adds the events that no tie tells better: where the same words make
// a tie of the same pair ("Gondor backs Rohan"), that is one thing told, not two.
// Ties are added before.
func (b *builder) addEvents(p *page) {
	for i := range p.Events {
		e := &p.Events[i]
		if t := p.tieAt(e); t != nil {
			p.told[e.ID] = p.told[t.ID]
			continue
		}
		s := Statement{
			Kind: entente.KindEvent, Type: e.Type, Mode: e.Mode, Layer: e.Layer, Sign: e.Sign, Directed: true,
		}
		actors, recipients := e.Actor, e.Recipient
		// Whoever meets two others does not have them meet each other.
		if mutual(e.Type, e.Mode) && len(recipients) < 2 || len(recipients) == 0 && len(actors) > 1 {
			s.Directed = false
			actors, recipients = slices.Concat(actors, recipients), nil
		}
		b.tell(p, &s, actors, recipients, e.Claim, e.Base, e.Trigger, e.Date, e.Quantities)
	}
}

// tieAt returns the tie of an event's words between the same two, or nil.
func (p *page) tieAt(e *entente.Event) *entente.Tie {
	state := func(id entente.ActorID) string {
		s, _, _ := strings.Cut(string(id), ".")
		return s
	}
	named := func(id entente.ActorID) bool {
		same := func(o entente.ActorID) bool { return state(o) == state(id) }
		return slices.ContainsFunc(e.Actor, same) || slices.ContainsFunc(e.Recipient, same)
	}
	for i := range p.Ties {
		t := &p.Ties[i]
		if t.Trigger.Overlaps(e.Trigger) && t.Sign == e.Sign && p.told[t.ID] != "" && named(t.A) && named(t.B) {
			return t
		}
	}
	return nil
}

// mutual reports whether an event type has no direction.
func mutual(typ, mode string) bool {
	switch typ {
	case "CONSULT":
		return mode != "visit"
	case "AGREE", "COOPERATE":
		return true
	}
	return false
}

func (b *builder) addTies(p *page) {
	for i := range p.Ties {
		t := &p.Ties[i]
		s := Statement{Kind: entente.KindTie, Relation: t.Relation, Layer: t.Layer, Sign: t.Sign, Directed: t.Directed}
		actors, recipients := []entente.ActorID{t.A}, []entente.ActorID{t.B}
		if !t.Directed {
			actors, recipients = append(actors, t.B), nil
		}
		when := t.Since
		when.To = t.Until.To
		if t.Until.Text != t.Since.Text {
			when.Text = strings.TrimSpace(t.Since.Text + " " + t.Until.Text)
		}
		b.tell(p, &s, actors, recipients, t.Claim, t.Base, t.Trigger, when, t.Quantities)
	}
}

// tell adds one record to the statement that it makes. A record without a claim
// or without words that resolve is left out.
func (b *builder) tell(p *page, s *Statement, actors, recipients []entente.ActorID, claim entente.RecordID, base entente.Base, trigger entente.Span, when entente.Interval, quantities []entente.RecordID) {
	c := p.claims[claim]
	cite, ok := p.cite(base.ID, base.Evidence)
	if c == nil || !ok || len(actors) == 0 {
		return
	}
	actors, recipients = unique(actors), unique(recipients)
	s.key = strings.Join([]string{string(s.Kind), ids(actors), ids(recipients), s.Type, s.Mode, s.Relation, string(s.Layer)}, "|")
	held := b.statements[s.key]
	if held == nil {
		held = s
		held.at = [2]int{p.number, base.Evidence.Start}
		held.seen = map[entente.DocumentID]int{}
		b.statements[s.key] = held
		for _, id := range actors {
			held.A = append(held.A, Name{ID: id})
		}
		for _, id := range recipients {
			held.B = append(held.B, Name{ID: id})
		}
	}
	p.told[base.ID] = s.key
	held.seen[p.Document.ID] = p.number
	held.add(b.telling(p, c, cite, trigger, when, quantities))
	b.countThirds(p, held, cite)
}

func (b *builder) telling(p *page, c *entente.Claim, cite Citation, trigger entente.Span, when entente.Interval, quantities []entente.RecordID) Telling {
	t := Telling{
		Voices: b.voices(p, c), Stance: c.Stance, Negated: c.Negated, Historical: c.Historical, Quoted: c.Quoted,
		Words: clean(c.Text), Citations: []Citation{cite},
	}
	if trigger.Valid(p.Document.Text) {
		t.Focus = clean(trigger.Of(p.Document.Text))
	}
	if when.Text != "" {
		t.Date = when
		t.Date.Text = clean(when.Text)
	}
	for _, id := range quantities {
		if q := p.quantities[id]; q != nil && q.Evidence.Valid(p.Document.Text) {
			t.Numbers = append(t.Numbers, clean(q.Evidence.Of(p.Document.Text)))
		}
	}
	return t
}

// add joins a telling to the same one from another document, or appends it. Documents come in order.
func (s *Statement) add(t Telling) {
	key := t.key()
	i, ok := s.told[key]
	if !ok {
		if s.told == nil {
			s.told = map[string]int{}
		}
		s.told[key] = len(s.Tellings)
		s.Tellings = append(s.Tellings, t)
		return
	}
	h, c := &s.Tellings[i], t.Citations[0]
	for k := len(h.Citations) - 1; k >= 0 && h.Citations[k].Number == c.Number; k-- {
		if h.Citations[k].Paragraph == c.Paragraph {
			return
		}
	}
	h.Citations = append(h.Citations, c)
}

// key is what two tellings that are the same have in common: stance, words and speakers; the
// documents' own voices may differ.
func (t *Telling) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %t %t %s", t.Stance, t.Negated, t.Historical, strings.ToLower(t.Words))
	for _, v := range t.Voices[1:] {
		fmt.Fprintf(&b, "\x00%s\x00%s", v.ID, strings.ToLower(v.Name))
	}
	return b.String()
}

// voices words the chain of a claim, the document's own voice first.
func (b *builder) voices(p *page, c *entente.Claim) []Voice {
	out := []Voice{{Document: p.number}}
	for _, v := range c.Chain {
		out = append(out, Voice{ID: v.Speaker, Name: b.names.speaker(v)})
	}
	return out
}

// speaker words one voice.
func (n names) speaker(v entente.Voice) string {
	label := ""
	if k := n[v.Speaker]; k != nil {
		label = k.Label
	}
	return Spoken(v.Name, label)
}

// unnamed is what a voice is called that the text does not name.
const unnamed = "somebody not named"

// Spoken words one voice of a chain: the words of the text where they say more than
// the label of the actor, the label where they are a pronoun or a part of it. The
// label is empty where no actor is meant.
func Spoken(words, label string) string {
	words = clip(clean(words), "", 70)
	switch {
	case label == "" && (words == "" || IsPronoun(words) && !isSelf(words)):
		return unnamed
	case label == "":
		return words
	case words == "" || strings.Contains(strings.ToLower(label), strings.ToLower(words)):
		return label
	case isName(words):
		return words
	}
	return label
}

// IsPronoun reports a word that names nobody.
func IsPronoun(words string) bool {
	switch strings.ToLower(words) {
	case "he", "she", "it", "they", "we", "i", "who", "which", "that", "this", "his", "her", "their", "its", "our", "you", "one", "some", "others":
		return true
	}
	return false
}

// isName reports whether words hold a capital letter after their first word or
// are one capitalised word that is no pronoun.
func isName(words string) bool {
	if IsPronoun(words) {
		return false
	}
	for i, w := range strings.Fields(words) {
		upper := w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0x80
		if upper && (i > 0 || !strings.Contains(words, " ")) {
			return true
		}
	}
	first, _, _ := strings.Cut(words, " ")
	switch strings.ToLower(first) {
	case "the", "a", "an", "his", "her", "their", "its", "this", "that", "some", "many", "several":
		return false
	}
	return words[0] >= 'A' && words[0] <= 'Z'
}

// sortedStatements words and counts the statements, those with most behind them
// first, then in order of the text.
func (b *builder) sortedStatements() []*Statement {
	out := make([]*Statement, 0, len(b.statements))
	for _, s := range b.statements {
		b.complete(s)
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y *Statement) int {
		return cmp.Or(
			cmp.Compare(y.weight(), x.weight()),
			cmp.Compare(x.at[0], y.at[0]), cmp.Compare(x.at[1], y.at[1]), strings.Compare(x.key, y.key),
		)
	})
	return out
}

// complete fills what depends on all documents.
func (b *builder) complete(s *Statement) {
	for i := range s.A {
		s.A[i] = b.names.name(s.A[i].ID)
	}
	for i := range s.B {
		s.B[i] = b.names.name(s.B[i].ID)
	}
	s.Wording = b.wording.statement(s)
	s.Documents = len(s.seen)
	origins := map[entente.DocumentID]bool{}
	for _, number := range s.seen {
		origins[b.pages[number-1].origin()] = true
	}
	s.Origins = len(origins)
	voices := map[string]bool{}
	var firm, against bool
	for i := range s.Tellings {
		t := &s.Tellings[i]
		firm = firm || t.firm()
		against = against || t.against()
		voices[b.voiceKey(t.Voices[len(t.Voices)-1])] = true
	}
	s.Voices, s.Firm, s.Disputed = len(voices), firm, firm && against
	slices.SortStableFunc(s.Tellings, func(x, y Telling) int {
		return cmp.Compare(len(y.Citations), len(x.Citations))
	})
}

// voiceKey tells voices apart: a document and its copies are one voice.
func (b *builder) voiceKey(v Voice) string {
	if v.Document > 0 {
		return "document " + string(b.pages[v.Document-1].origin())
	}
	return cmp.Or(string(v.ID), strings.ToLower(v.Name))
}

// weight is how much stands behind a statement: one for each voice, less where
// nobody asserts it of the present.
func (s *Statement) weight() float64 {
	w := float64(s.Voices) + float64(len(s.Tellings)-1)/4
	if !s.Firm {
		w /= 2
	}
	return w
}

func unique(in []entente.ActorID) []entente.ActorID {
	out := slices.Clone(in)
	slices.Sort(out)
	return slices.Compact(out)
}

func ids(in []entente.ActorID) string {
	var out strings.Builder
	for _, id := range in {
		out.WriteString(string(id))
		out.WriteByte(',')
	}
	return out.String()
}
