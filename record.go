package entente

import "iter"

// Record is any entry that reading a document yields.
type Record interface {
	// Header returns what every record has.
	Header() Base
}

// Base is what every record has: kind, id, document and evidence.
type Base struct {
	Kind     Kind       `json:"kind"`
	ID       RecordID   `json:"id"`
	Document DocumentID `json:"document"`
	Evidence Span       `json:"evidence"` // bytes of the document's text
}

// ActorType is what sort of thing an actor is.
type ActorType string

// The types of actors.
const (
	ActorState          ActorType = "state"
	ActorGovernment     ActorType = "government"
	ActorMilitary       ActorType = "military"
	ActorParliament     ActorType = "parliament"
	ActorCourt          ActorType = "court"
	ActorPolice         ActorType = "police"
	ActorIntelligence   ActorType = "intelligence"
	ActorParty          ActorType = "party"
	ActorIGO            ActorType = "igo"
	ActorNGO            ActorType = "ngo"
	ActorCompany        ActorType = "company"
	ActorMedia          ActorType = "media"
	ActorResearch       ActorType = "research"
	ActorRebel          ActorType = "rebel"
	ActorEthnicGroup    ActorType = "ethnic_group"
	ActorReligiousGroup ActorType = "religious_group"
	ActorLobby          ActorType = "lobby"
	ActorPerson         ActorType = "person"
	ActorPeople         ActorType = "people" // citizens, protesters, refugees of a country
	ActorRegion         ActorType = "region" // part of a state, or a place whose status is disputed
	ActorGroup          ActorType = "group"  // anything else that acts together
)

// Role is a dated office or membership of an actor in another actor.
type Role struct {
	Title string  `json:"title"`
	In    ActorID `json:"in,omitempty"`
	Since Day     `json:"since,omitzero"`
	Until Day     `json:"until,omitzero"`
	// Mention is where this document states the role; zero where it comes from the actor table.
	Mention Span `json:"mention,omitzero"`
	// Source names the table the role comes from; empty where the document states it.
	Source string `json:"source,omitempty"`
}

// Actor is a thing that acts, as one document names it. The same ActorID in two
// documents is the same actor. Evidence is the first mention.
type Actor struct {
	Base
	Actor    ActorID   `json:"actor"`
	Label    string    `json:"label"`
	Type     ActorType `json:"type"`
	Country  string    `json:"country,omitempty"` // ISO 3166-1 alpha-3, "IGO" for organisations of states
	Sector   string    `json:"sector,omitempty"`  // PLOVER sector: GOV, MIL, ...
	Roles    []Role    `json:"roles,omitempty"`
	Aliases  []string  `json:"aliases,omitempty"`
	Mentions []Span    `json:"mentions"`
}

// IsPrivate reports a person without an office, a role or a sector of public life.
// What private persons do, and whom they stand with, is not recorded.
func (a *Actor) IsPrivate() bool {
	if a.Type != ActorPerson || len(a.Roles) > 0 {
		return false
	}
	switch a.Sector {
	case "", "CVL", "EDU", "MED", "LAB", "AGR", "CRM", "REF", "SOC":
		return true
	}
	return false
}

// Stance is how a speaker puts a claim.
type Stance string

// The stances. Negation and pastness are flags of the Claim beside the stance.
const (
	StanceAsserted    Stance = "asserted"
	StanceDenied      Stance = "denied"      // the speaker is told to deny it
	StanceHedged      Stance = "hedged"      // may, reportedly, possibly, can
	StancePlanned     Stance = "planned"     // will, is going to, intends to
	StanceConditional Stance = "conditional" // if, would
	StanceDemanded    Stance = "demanded"    // should, calls for, demands
	StanceBelieved    Stance = "believed"    // thinks, expects, considers
	StanceFeared      Stance = "feared"      // fears, is afraid, worries
)

// Voice is one speaker in a chain. Speaker is empty where the words name nobody
// who could be resolved; Name is then the words themselves, or empty where the
// source is implicit ("it is said").
type Voice struct {
	Speaker ActorID `json:"speaker,omitempty"`
	Name    string  `json:"name,omitempty"`
	Mention Span    `json:"mention,omitzero"`
	Cue     Span    `json:"cue,omitzero"`
}

// Claim is content with its chain and stance from one passage. Chain runs from
// the outermost reported speaker to the innermost; an empty chain is the
// document's own voice, which stands before every chain.
type Claim struct {
	Base
	Text       string  `json:"text"` // the content, as it slices from the document
	Chain      []Voice `json:"chain"`
	Quoted     bool    `json:"quoted,omitempty"` // wholly inside quotation marks
	Stance     Stance  `json:"stance"`
	Negated    bool    `json:"negated,omitempty"`
	Historical bool    `json:"historical,omitempty"` // told as background from before the reported time
	StanceCue  Span    `json:"stance_cue,omitzero"`  // the words that decide the stance
}

// RoleMention says which words of the evidence put an actor into which role
// ("actor", "recipient", "a", "b", "place").
type RoleMention struct {
	Role  string  `json:"role"`
	Actor ActorID `json:"actor,omitempty"`
	Span
}

// Layer is the kind of relation that an event or tie belongs to.
type Layer string

// The layers.
const (
	LayerDiplomatic   Layer = "diplomatic"
	LayerMilitary     Layer = "military"
	LayerIntelligence Layer = "intelligence"
	LayerEnergy       Layer = "energy"
	LayerTrade        Layer = "trade"
	LayerFinance      Layer = "finance"
	LayerLobbying     Layer = "lobbying"
	LayerKinship      Layer = "kinship" // ethnic, religious, diaspora
	LayerTerritorial  Layer = "territorial"
	LayerInformation  Layer = "information"
)

// Sign is +1 for friendly, -1 for hostile, 0 for neither.
type Sign int8

// Event is something told of, typed by PLOVER. Whether it is told as done,
// planned, feared or denied stands in its Claim.
type Event struct {
	Base
	Claim      RecordID      `json:"claim"`
	Actor      []ActorID     `json:"actor"`
	Recipient  []ActorID     `json:"recipient"`
	Type       string        `json:"type"` // PLOVER 2021: "CONSULT"
	Mode       string        `json:"mode,omitempty"`
	Contexts   []string      `json:"contexts,omitempty"`
	Quad       int           `json:"quad"`      // 1 verbal cooperation .. 4 material conflict
	Intensity  float64       `json:"intensity"` // -10..10
	Layer      Layer         `json:"layer"`
	Sign       Sign          `json:"sign"`
	Date       Interval      `json:"date,omitzero"`
	Place      string        `json:"place,omitempty"`
	Quantities []RecordID    `json:"quantities,omitempty"`
	Trigger    Span          `json:"trigger"`
	Mentions   []RoleMention `json:"mentions,omitempty"`
	Confidence float64       `json:"confidence"` // 0..1
}

// Tie is a standing relation between two actors.
type Tie struct {
	Base
	Claim      RecordID      `json:"claim"`
	A          ActorID       `json:"a"`
	B          ActorID       `json:"b"`
	Directed   bool          `json:"directed"` // A does it to, or for, B
	Layer      Layer         `json:"layer"`
	Sign       Sign          `json:"sign"`
	Relation   string        `json:"relation"` // "supplies", "is allied", "shares heritage"
	Since      Interval      `json:"since,omitzero"`
	Until      Interval      `json:"until,omitzero"`
	Quantities []RecordID    `json:"quantities,omitempty"`
	Trigger    Span          `json:"trigger"`
	Mentions   []RoleMention `json:"mentions,omitempty"`
	Confidence float64       `json:"confidence"`
}

// Comparison says what a quantity is stated against: "more than 3 times the
// population of X" is relation "more", factor 3, with "the population of X".
type Comparison struct {
	Relation string  `json:"relation"` // "more", "less", "times", "equal", "share"
	Factor   float64 `json:"factor,omitempty"`
	With     string  `json:"with,omitempty"`
	WithSpan Span    `json:"with_span,omitzero"`
}

// Quantity is a number or range with its unit and what it counts. Value is the
// stated number, or the middle of a range; Low and High bound it and are equal
// to Value where it is exact. An open bound ("more than 3") leaves the other
// nil.
type Quantity struct {
	Base
	Low         *float64    `json:"low,omitempty"`
	High        *float64    `json:"high,omitempty"`
	Value       float64     `json:"value"`
	Unit        string      `json:"unit,omitempty"` // "USD", "%", "person", "km", "ratio"; empty for a bare count
	Of          string      `json:"of,omitempty"`   // what is counted, as the text words it
	OfSpan      Span        `json:"of_span,omitzero"`
	Where       string      `json:"where,omitempty"` // whose or where, as the text words it
	Date        Interval    `json:"date,omitzero"`
	Approximate bool        `json:"approximate,omitempty"`
	Compare     *Comparison `json:"compare,omitempty"`
	Claim       RecordID    `json:"claim,omitempty"`
}

// Passage is one end of a link: words, and the events and ties told by them.
type Passage struct {
	Span
	Items []RecordID `json:"items,omitempty"`
}

// Relations of links.
const (
	LinkCause       = "cause" // From is the cause, To the effect
	LinkPurpose     = "purpose"
	LinkConsequence = "consequence" // From leads to To, told from the effect's side ("as a result")
	LinkCondition   = "condition"   // From is the condition
	LinkContrast    = "contrast"
)

// Link is a stated reason, purpose, consequence, condition or contrast between
// two passages. For a purpose, From is what is done and To what it is for.
type Link struct {
	Base
	Relation string   `json:"relation"`
	From     Passage  `json:"from"`
	To       Passage  `json:"to"`
	Cue      Span     `json:"cue,omitzero"`
	Claim    RecordID `json:"claim,omitempty"`
}

// Results of checks.
const (
	CheckConsistent   = "consistent"
	CheckInconsistent = "inconsistent"
)

// Check compares numbers of a text with each other. Working shows the sum.
type Check struct {
	Base
	Quantities []RecordID `json:"quantities"`
	Result     string     `json:"result"`
	Working    string     `json:"working"`
}

// Types of tensions.
const (
	TensionLayers  = "layers"  // friendly in one layer, hostile in another
	TensionClaims  = "claims"  // one says it, another denies it
	TensionNumbers = "numbers" // numbers that disagree
)

// Tension is what does not fit. About names the actors, Items the records.
type Tension struct {
	Base
	Type    string     `json:"type"`
	About   []ActorID  `json:"about"`
	Items   []RecordID `json:"items"`
	Working string     `json:"working"`
}

// Header returns the document as a record: its evidence is its whole text.
func (d *Document) Header() Base {
	return Base{Kind: KindDocument, ID: RecordID(d.ID), Document: d.ID, Evidence: Span{0, len(d.Text)}}
}

// Header returns what every record has.
func (b Base) Header() Base { return b }

// Records is all that reading one document yields. Slices are sorted by
// evidence, then id.
type Records struct {
	Document   Document
	Actors     []Actor
	Claims     []Claim
	Events     []Event
	Ties       []Tie
	Quantities []Quantity
	Links      []Link
	Checks     []Check
	Tensions   []Tension
}

// All yields the document and then every record, kind by kind in the order of
// the Kind constants. The pointers point into r.
func (r *Records) All() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		if !yield(&r.Document) {
			return
		}
		_ = each(r.Actors, yield) && each(r.Claims, yield) && each(r.Events, yield) && each(r.Ties, yield) &&
			each(r.Quantities, yield) && each(r.Links, yield) && each(r.Checks, yield) && each(r.Tensions, yield)
	}
}

func each[T any, P interface {
	*T
	Record
}](s []T, yield func(Record) bool) bool {
	for i := range s {
		if !yield(P(&s[i])) {
			return false
		}
	}
	return true
}
