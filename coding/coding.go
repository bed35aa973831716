// Package coding turns an annotated text into records: who is meant (actor), who
// says what (attribution, stance, claim), what is told as done (event), what
// stands between two actors (tie), numbers (quantity), stated reasons (reason) and
// what does not fit (tension). It knows politics and no storage. Start with New
// and Coder.Code.
package coding

import (
	"cmp"
	"slices"
	"strings"

	"entente"
	"entente/coding/actor"
	"entente/coding/attribution"
	"entente/coding/claim"
	"entente/coding/event"
	"entente/coding/quantity"
	"entente/coding/reason"
	"entente/coding/stance"
	"entente/coding/tension"
	"entente/coding/tie"
	"entente/document"
)

// Version names what Code does. It is raised when the records of a text change.
const Version = "5"

// Options choose what a Coder knows.
type Options struct {
	// Actors are tables loaded over the shipped one.
	Actors actor.Options
}

// DefaultOptions is what the program ships with.
func DefaultOptions() Options { return Options{Actors: actor.DefaultOptions()} }

// Coder codes texts. It may be used by several goroutines on different texts.
type Coder struct {
	actors *actor.Resolver
	voices *attribution.Tagger
	events *event.Coder
}

// New loads tables and weights, which takes some tens of milliseconds.
func New(o Options) (*Coder, error) {
	r, err := actor.New(o.Actors)
	if err != nil {
		return nil, err
	}
	v, err := attribution.New()
	if err != nil {
		return nil, err
	}
	e, err := event.New()
	if err != nil {
		return nil, err
	}
	return &Coder{actors: r, voices: v, events: e}, nil
}

// Annotate writes mentions, attributions and quantities on t.
func (c *Coder) Annotate(t *document.Text) {
	c.actors.Annotate(t)
	c.voices.Annotate(t)
	quantity.Find(t)
}

// Code annotates t and returns its records, each kind sorted by evidence and id.
func (c *Coder) Code(t *document.Text) *entente.Records {
	c.Annotate(t)
	b := newBuilder(t)
	b.claims()
	b.events(c.events.Code(t))
	b.ties(tie.Find(t))
	b.links(reason.Find(t))
	return b.finish()
}

// Explain tells which event frames were tried on an annotated text and what came
// of each.
func (c *Coder) Explain(t *document.Text) []event.Note { return c.events.Explain(t) }

// builder gathers the records of one text.
type builder struct {
	t       *document.Text
	r       *entente.Records
	claimed map[entente.RecordID]bool
	told    map[entente.RecordID]entente.Span // events and ties by where they are told
}

func newBuilder(t *document.Text) *builder {
	b := &builder{t: t, r: &entente.Records{Document: *t.Document}, claimed: map[entente.RecordID]bool{}, told: map[entente.RecordID]entente.Span{}}
	for _, q := range t.Quantities {
		b.r.Quantities = append(b.r.Quantities, q.Quantity)
	}
	return b
}

// claim adds a claim once and returns its id.
func (b *builder) claim(c entente.Claim) entente.RecordID {
	if !b.claimed[c.ID] {
		b.claimed[c.ID] = true
		b.r.Claims = append(b.r.Claims, c)
	}
	return c.ID
}

// claims adds the claim of every attribution that tells something.
func (b *builder) claims() {
	for i := range b.t.Attributions {
		if len(b.t.Attributions[i].Content) > 0 && claim.Tells(b.t, i) {
			if claim.Tells(b.t, i) {
				b.claim(claim.FromAttribution(b.t, i))
			}
		}
	}
}

// events adds events with the claims they rest on.
func (b *builder) events(candidates []event.Candidate) {
	for _, k := range candidates {
		if !b.concerns(k.Actors...) && !b.concerns(k.Recipients...) {
			continue
		}
		c := claim.Make(b.t, k.Sentence, k.Head)
		if k.Absorbed {
			c = claim.Put(b.t, c, k.Stance)
		}
		x := entente.Event{
			Claim: b.claim(c), Actor: known(k.Actors), Recipient: known(k.Recipients), Type: string(k.Type), Mode: k.Mode, Contexts: k.Contexts,
			Quad: k.Quad, Intensity: k.Intensity, Layer: k.Layer, Sign: k.Sign, Date: k.Date, Place: k.Place, Quantities: k.Quantities,
			Trigger: k.Trigger, Mentions: k.Mentions, Confidence: k.Confidence,
		}
		x.Base = entente.Base{
			Kind: entente.KindEvent, Document: b.t.Document.ID, Evidence: c.Evidence.Cover(k.Span),
			ID: entente.NewRecordID(entente.KindEvent, b.t.Document.ID, k.Trigger, x.Type, x.Mode, join(x.Actor), join(x.Recipient)),
		}
		if _, ok := b.told[x.ID]; ok {
			continue
		}
		b.told[x.ID] = k.Trigger
		b.r.Events = append(b.r.Events, x)
	}
}

// known is ids without the empty ones, never nil.
func known(ids []entente.ActorID) []entente.ActorID {
	out := []entente.ActorID{}
	for _, id := range ids {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func join(ids []entente.ActorID) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(string(id) + ",")
	}
	return b.String()
}

// ties adds ties with the claims they rest on.
func (b *builder) ties(candidates []tie.Candidate) {
	for _, k := range candidates {
		if !b.concerns(k.A) || !b.concerns(k.B) {
			continue
		}
		c := claim.Make(b.t, k.Sentence, k.Head)
		switch {
		case k.Negated && c.Negated:
			c = claim.Plain(b.t, c)
		case k.Given && c.Stance != entente.StanceAsserted && c.Stance != entente.StanceDenied:
			c = claim.Put(b.t, c, stance.Reading{Stance: entente.StanceAsserted, Historical: c.Historical})
		}
		evidence := c.Evidence.Cover(k.Span)
		x := entente.Tie{
			Claim: b.claim(c), A: k.A, B: k.B, Directed: k.Directed, Layer: k.Layer, Sign: k.Sign, Relation: k.Relation,
			Since: k.Since, Until: k.Until, Quantities: k.Quantities, Trigger: k.Trigger, Mentions: k.Mentions, Confidence: k.Confidence,
		}
		x.Base = entente.Base{
			Kind: entente.KindTie, Document: b.t.Document.ID, Evidence: evidence,
			ID: entente.NewRecordID(entente.KindTie, b.t.Document.ID, k.Trigger, string(k.A), string(k.B), k.Relation, string(k.Layer)),
		}
		if _, ok := b.told[x.ID]; ok {
			continue
		}
		b.told[x.ID] = k.Trigger
		b.r.Ties = append(b.r.Ties, x)
	}
}

// links adds stated links with the events and ties that their passages tell of.
func (b *builder) links(candidates []reason.Candidate) {
	items := b.itemsByPlace()
	for _, k := range candidates {
		l := k.Link
		l.From.Items, l.To.Items = within(items, l.From.Span), within(items, l.To.Span)
		if k.Sentence >= 0 && k.Head >= 0 {
			l.Claim = b.claim(claim.Make(b.t, k.Sentence, k.Head))
		}
		b.r.Links = append(b.r.Links, l)
	}
}

// item is an event or tie by the words that trigger it.
type item struct {
	id entente.RecordID
	at entente.Span
}

func (b *builder) itemsByPlace() []item {
	var items []item
	for id, at := range b.told {
		items = append(items, item{id, at})
	}
	slices.SortFunc(items, func(x, y item) int {
		return cmp.Or(cmp.Compare(x.at.Start, y.at.Start), cmp.Compare(x.id, y.id))
	})
	return items
}

// within returns the items whose trigger lies in a passage.
func within(items []item, passage entente.Span) []entente.RecordID {
	i, _ := slices.BinarySearchFunc(items, passage.Start, func(x item, start int) int { return cmp.Compare(x.at.Start, start) })
	var ids []entente.RecordID
	for ; i < len(items) && items[i].at.Start < passage.End; i++ {
		if passage.Contains(items[i].at) {
			ids = append(ids, items[i].id)
		}
	}
	return ids
}

// finish adds actors, checks and tensions and sorts.
func (b *builder) finish() *entente.Records {
	r := b.r
	sortRecords(r.Claims)
	sortRecords(r.Events)
	sortRecords(r.Ties)
	sortRecords(r.Quantities)
	sortRecords(r.Links)
	for i := range r.Quantities {
		r.Quantities[i].Claim = narrowest(b.t.Document.Text, r.Claims, r.Quantities[i].Evidence)
	}
	b.actors()
	r.Checks, r.Tensions = tension.Find(r)
	return r
}

// narrowest is the claim of the fewest words that hold a passage, the first of
// equals: who states a number is the innermost voice over it. "" where none does.
func narrowest(text string, claims []entente.Claim, at entente.Span) entente.RecordID {
	var id entente.RecordID
	least := 0
	for i := range claims { // sorted by where they start
		c := &claims[i]
		if c.Evidence.Start > at.Start {
			break
		}
		if n := c.Evidence.End - c.Evidence.Start; c.Evidence.Contains(at) && (id == "" || n < least) && !names(c, at) && words(text, c).Contains(at) {
			id, least = c.ID, n
		}
	}
	return id
}

// words is where a claim's own words stand in its evidence, without the voice and what it does
// beside: in "Kestria expelled two envoys, accusing them of theft" nobody is accused of being two.
func words(text string, c *entente.Claim) entente.Span {
	if !c.Evidence.Valid(text) {
		return c.Evidence
	}
	k := strings.Index(c.Evidence.Of(text), c.Text)
	if k < 0 || c.Text == "" {
		return c.Evidence
	}
	return entente.Span{Start: c.Evidence.Start + k, End: c.Evidence.Start + k + len(c.Text)}
}

// names reports whether a passage lies in the name of one of a claim's voices: "84 percent of
// the villagers said" is not for the villagers to say.
func names(c *entente.Claim, at entente.Span) bool {
	return slices.ContainsFunc(c.Chain, func(v entente.Voice) bool { return v.Mention.Contains(at) })
}

// concerns reports whether any of the actors is of public life: not a person
// without an office, a role or a political sector. What private persons do to each other
// is not coded.
func (b *builder) concerns(ids ...entente.ActorID) bool {
	return slices.ContainsFunc(ids, func(id entente.ActorID) bool {
		a := b.t.Actors[id]
		return a != nil && !a.IsPrivate()
	})
}

// actors adds the actors the text mentions, with their mentions. A private
// person is among them only where a record names them.
func (b *builder) actors() {
	named := b.named()
	for _, a := range b.t.Actors {
		if len(a.Mentions) > 0 && (!a.IsPrivate() || named[a.Actor]) {
			b.r.Actors = append(b.r.Actors, *a)
		}
	}
	slices.SortFunc(b.r.Actors, func(x, y entente.Actor) int {
		return cmp.Or(cmp.Compare(x.Evidence.Start, y.Evidence.Start), strings.Compare(string(x.Actor), string(y.Actor)))
	})
}

// named is the actors that claims, events and ties name.
func (b *builder) named() map[entente.ActorID]bool {
	in := map[entente.ActorID]bool{}
	for i := range b.r.Claims {
		for _, v := range b.r.Claims[i].Chain {
			in[v.Speaker] = true
		}
	}
	for i := range b.r.Events {
		for _, id := range b.r.Events[i].Actor {
			in[id] = true
		}
		for _, id := range b.r.Events[i].Recipient {
			in[id] = true
		}
	}
	for i := range b.r.Ties {
		in[b.r.Ties[i].A], in[b.r.Ties[i].B] = true, true
	}
	return in
}

func sortRecords[T interface{ Header() entente.Base }](s []T) {
	slices.SortStableFunc(s, func(x, y T) int {
		a, b := x.Header(), y.Header()
		return cmp.Or(cmp.Compare(a.Evidence.Start, b.Evidence.Start), cmp.Compare(a.Evidence.End, b.Evidence.End), cmp.Compare(a.ID, b.ID))
	})
}
