// Package brief makes reports of which every line opens onto evidence: who
// stands with whom by layer and sign, who says so through whom and in which
// stance, what is given as reason, which numbers were compared, and what does
// not fit. It reads records and writes Markdown, HTML, JSON and a short plain
// form; it codes nothing and never says what is true. Start with Make.
package brief

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"entente"
)

// Options says what a brief is about.
type Options struct {
	// Actors asked about: none for everything, one for an actor and its
	// neighbours, two for a pair. An actor stands for what belongs to it
	// ("AZE" for "AZE.GOV" and the persons who hold office there).
	Actors []entente.ActorID
}

// Brief is a report. Every statement, link, check, tension and quotation in it
// has at least one citation.
type Brief struct {
	About     []Name      `json:"about,omitempty"`
	Known     entente.Day `json:"known,omitzero"` // what was published later, or has no date, is left out
	Documents []Document  `json:"documents"`
	Origins   int         `json:"origins"` // where their words come from: copies of one document count once, whether it is among them or not
	Pairs     []Pair      `json:"pairs"`
	Joint     []Statement `json:"joint,omitempty"` // a pair asked about, acting together towards others
	Third     []Third     `json:"third,omitempty"` // others named where the pair asked about is told of
	Acts      []Statement `json:"acts,omitempty"`  // told of one side, nobody named on the other
	Links     []Link      `json:"links,omitempty"`
	Checks    []Check     `json:"checks,omitempty"`
	Tensions  []Tension   `json:"tensions,omitempty"`
	Speakers  []Speaker   `json:"speakers,omitempty"`
	Tables    *Tables     `json:"tables,omitempty"`
	Actors    []Actor     `json:"actors"`
}

// Document is one document used, numbered from 1 in order of material.
type Document struct {
	Number     int                `json:"number"`
	ID         entente.DocumentID `json:"id"`
	Title      string             `json:"title"`
	Outlet     string             `json:"outlet,omitempty"`
	Authors    []string           `json:"authors,omitempty"`
	Published  entente.Day        `json:"published,omitzero"`
	Genre      entente.Genre      `json:"genre"`
	Why        string             `json:"why,omitempty"` // of the genre
	Disclaimer string             `json:"disclaimer,omitempty"`
	CopyOf     int                `json:"copy_of,omitempty"` // number of the document whose words it repeats
	Copied     bool               `json:"copied,omitempty"`  // it repeats a document that is not among these
	URI        string             `json:"uri,omitempty"`
	Foreign    string             `json:"foreign,omitempty"` // language, where it is one that is not read
}

// Name is an actor by id and label.
type Name struct {
	ID    entente.ActorID `json:"id"`
	Label string          `json:"label"`
	// Plural says that the label takes a verb in the plural.
	Plural bool `json:"-"`
}

// Actor is an actor with how often it is named.
type Actor struct {
	Name
	Type      entente.ActorType `json:"type"`
	Documents int               `json:"documents"`
	Mentions  int               `json:"mentions"`
	Roles     []string          `json:"roles,omitempty"`
	Citation  Citation          `json:"citation"` // of the first mention
}

// Citation points to words of a document.
type Citation struct {
	Number    int                `json:"number"` // Document.Number
	Document  entente.DocumentID `json:"document"`
	Record    entente.RecordID   `json:"record,omitempty"`
	Paragraph int                `json:"paragraph"` // from 1
	Span      entente.Span       `json:"span"`
	Quote     string             `json:"quote"`          // the sentence around Span
	Copy      bool               `json:"copy,omitempty"` // the document repeats another's words
}

// Pair is two actors with what is told between them.
type Pair struct {
	A      Name    `json:"a"`
	B      Name    `json:"b"`
	Layers []Layer `json:"layers"`
	// Friendly and Hostile are the layers of each sign, both filled where the
	// pair is friendly in one layer and hostile in another.
	Friendly []entente.Layer `json:"friendly,omitempty"`
	Hostile  []entente.Layer `json:"hostile,omitempty"`
	Weight   float64         `json:"weight"`
}

// Mixed reports whether the pair is friendly in one layer and hostile in
// another.
func (p *Pair) Mixed() bool { return len(p.Friendly) > 0 && len(p.Hostile) > 0 }

// Layer is what is told of a pair in one layer. Plus and Minus count statements
// asserted of the present; Open counts those only planned, feared, denied and
// the like, and those of the past.
type Layer struct {
	Layer      entente.Layer `json:"layer"`
	Plus       int           `json:"plus"`
	Minus      int           `json:"minus"`
	Open       int           `json:"open"`
	Disputed   int           `json:"disputed,omitempty"` // of Plus and Minus, those that somebody denies
	Statements []Statement   `json:"statements"`
}

// Third is another actor named in the passages about a pair.
type Third struct {
	Name
	Passages  int        `json:"passages"`
	Citations []Citation `json:"citations"`
}

// Make reads material, in its order, into a brief. It holds the material in
// memory until it returns.
func Make(material iter.Seq2[*entente.Records, error], o Options) (*Brief, error) {
	if len(o.Actors) > 2 {
		return nil, fmt.Errorf("a brief is about two actors at most, not %d", len(o.Actors))
	}
	w, err := newWording()
	if err != nil {
		return nil, err
	}
	b := &builder{
		wording: w, asked: o.Actors, names: names{}, numbers: map[entente.DocumentID]int{},
		statements: map[string]*Statement{}, speakers: map[string]*Speaker{}, thirds: map[entente.ActorID]*Third{}, links: map[sameLink]int{},
	}
	for r, err := range material {
		if err != nil {
			return nil, err
		}
		b.add(r)
	}
	return b.finish(), nil
}

// Slice makes material of records in memory.
func Slice(records ...*entente.Records) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// builder gathers while documents stream by.
type builder struct {
	wording    *wording
	asked      []entente.ActorID
	names      names
	numbers    map[entente.DocumentID]int
	brief      Brief
	pages      []*page
	statements map[string]*Statement
	speakers   map[string]*Speaker
	thirds     map[entente.ActorID]*Third
	links      map[sameLink]int // places in brief.Links
}

func (b *builder) add(r *entente.Records) {
	p := b.open(r)
	b.pages = append(b.pages, p)
	b.names.add(p)
	b.addTies(p)
	b.addEvents(p)
	b.addLinks(p)
	b.addChecks(p)
	b.addStated(p)
	b.addClaims(p)
}

func (b *builder) finish() *Brief {
	f := &b.brief
	for _, id := range b.asked {
		f.About = append(f.About, b.names.name(id))
	}
	b.countOrigins()
	all := b.sortedStatements()
	f.Pairs = b.pairs(all)
	f.Joint = b.joint(all)
	f.Acts = b.acts(all)
	f.Tensions = b.tensions()
	f.Links = sortedLinks(f.Links)
	f.Checks = sortedChecks(f.Checks)
	f.Speakers = b.sortedSpeakers()
	f.Third = b.sortedThirds()
	f.Actors = b.names.most(b.asked)
	f.nameVoices()
	return f
}

// countOrigins numbers what copies repeat and counts the origins.
func (b *builder) countOrigins() {
	origins := map[entente.DocumentID]bool{}
	for i, p := range b.pages {
		d := &b.brief.Documents[i]
		if p.copies {
			d.CopyOf = b.numbers[p.origin()]
			d.Copied = d.CopyOf == 0
		}
		origins[p.origin()] = true
	}
	b.brief.Origins = len(origins)
}

// sortedThirds returns the others named beside the pair asked about, most named
// first.
func (b *builder) sortedThirds() []Third {
	var out []Third
	for _, t := range b.thirds {
		t.Name = b.names.name(t.ID)
		out = append(out, *t)
	}
	slices.SortFunc(out, func(x, y Third) int {
		return cmp.Or(cmp.Compare(y.Passages, x.Passages), strings.Compare(string(x.ID), string(y.ID)))
	})
	return out
}
