package engine

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"entente"
	"entente/brief"
)

// ContextView is what stands around a pair: what does not fit, reasons, numbers,
// who else is named.
type ContextView struct {
	Documents int            `json:"documents" doc:"documents read for this"`
	Of        int            `json:"of" doc:"documents that tell of the pair; where more than read, the latest were"`
	Papers    []Paper        `json:"papers" doc:"that are quoted"`
	Tensions  []TensionView  `json:"tensions"`
	Reasons   []ReasonView   `json:"reasons"`
	Checks    []CheckView    `json:"checks"`
	Third     []ThirdView    `json:"third" doc:"others named in the passages about the pair"`
	Joint     []JointView    `json:"joint" doc:"what both do together towards others"`
	Speakers  []SpeakerCount `json:"speakers" doc:"who says most about the pair"`
}

// Cite points to words of a document.
type Cite struct {
	Document  string `json:"document"`
	Record    string `json:"record,omitempty"`
	Paragraph int    `json:"paragraph"`
	Quote     string `json:"quote" doc:"the sentence"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	Copy      bool   `json:"copy,omitempty"`
}

// TensionView is what does not fit.
type TensionView struct {
	Type    string  `json:"type" doc:"layers, claims, numbers"`
	Title   string  `json:"title"`
	About   []Party `json:"about"`
	Working string  `json:"working"`
	Cites   []Cite  `json:"cites"`
}

// ReasonView is a stated link between two passages.
type ReasonView struct {
	Relation string    `json:"relation" doc:"cause, purpose, consequence, condition, contrast"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	Sentence string    `json:"sentence,omitempty" doc:"the sentence that states it, where one of the two has no subject of its own; absent where both have"`
	Chain    []Speaker `json:"chain"`
	How      string    `json:"how,omitempty"`
	Cites    []Cite    `json:"cites"`
}

// CheckView is numbers held against each other.
type CheckView struct {
	Result  string `json:"result" doc:"consistent, inconsistent"`
	Working string `json:"working"`
	Cites   []Cite `json:"cites"`
}

// ThirdView is another actor named beside the pair.
type ThirdView struct {
	Party
	Passages int    `json:"passages"`
	Cites    []Cite `json:"cites"`
}

// JointView is something the two do together.
type JointView struct {
	Wording string `json:"wording"`
	Sign    int    `json:"sign"`
	Layer   string `json:"layer"`
	Cites   []Cite `json:"cites"`
}

// SpeakerCount is a speaker and how many claims.
type SpeakerCount struct {
	Speaker
	Claims int    `json:"claims"`
	Cites  []Cite `json:"cites"`
}

// contextDocuments bounds how many documents are read for one context.
const contextDocuments = 60

// Context tells what stands around a pair. It reads the latest documents that
// tell of it.
func (d *Desk) Context(ctx context.Context, a, b string, o Scope) (*ContextView, error) {
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
	all := d.gather(d.byPair[d.pair(x, y)], o)
	list := d.latest(all)
	v := &ContextView{
		Of: len(list), Papers: []Paper{}, Tensions: []TensionView{}, Reasons: []ReasonView{}, Checks: []CheckView{}, Third: []ThirdView{},
		Joint: []JointView{}, Speakers: []SpeakerCount{},
	}
	list = list[:min(len(list), contextDocuments)]
	v.Documents = len(list)
	f, err := brief.Make(d.material(ctx, list, o), brief.Options{Actors: []entente.ActorID{entente.ActorID(d.symbols.word(x)), entente.ActorID(d.symbols.word(y))}})
	if err != nil {
		return nil, keep(CodeLedger, err, "", "read the documents of the pair")
	}
	d.fillContext(v, f)
	return v, nil
}

// latest are the documents of sights, the latest first.
func (d *Desk) latest(all []sight) []int32 {
	seen := map[int32]bool{}
	var out []int32
	for i := range all {
		if n := all[i].document; n >= 0 && !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(x, y int32) int {
		return cmp.Or(cmp.Compare(d.documents[y].header.Published, d.documents[x].header.Published), cmp.Compare(x, y))
	})
	return out
}

// material yields documents, without what was rejected.
func (d *Desk) material(ctx context.Context, list []int32, o Scope) func(yield func(*entente.Records, error) bool) {
	return func(yield func(*entente.Records, error) bool) {
		for _, n := range list {
			r, err := d.read(ctx, d.documents[n].header.ID)
			if err == nil {
				r = d.marked(r)
			}
			if err == nil && !o.Unjudged && len(d.judged) > 0 {
				r = d.judgedRecords(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// marked is a document of the ledger, which tells exact copies only, with what it
// repeats of all that the desk holds.
func (d *Desk) marked(r *entente.Records) *entente.Records {
	n, ok := d.numbers[r.Document.ID]
	if !ok || d.documents[n].header.CopyOf == r.Document.CopyOf {
		return r
	}
	out := *r
	out.Document.CopyOf = d.documents[n].header.CopyOf
	return &out
}

// judgedRecords are the records of a document without those that were rejected.
func (d *Desk) judgedRecords(r *entente.Records) *entente.Records {
	out := *r
	out.Events = slices.DeleteFunc(slices.Clone(r.Events), func(e entente.Event) bool { return d.isRejected(e.ID) })
	out.Ties = slices.DeleteFunc(slices.Clone(r.Ties), func(t entente.Tie) bool { return d.isRejected(t.ID) })
	return &out
}

func (d *Desk) fillContext(v *ContextView, f *brief.Brief) {
	c := citer{desk: d, brief: f, view: v}
	for i := range f.Tensions {
		t := &f.Tensions[i]
		out := TensionView{Type: t.Type, Title: tensionTitle(t.Type), Working: t.Working, Cites: c.all(t.Citations), About: []Party{}}
		for _, n := range t.About {
			out.About = append(out.About, Party{ID: string(n.ID), Label: n.Label})
		}
		v.Tensions = append(v.Tensions, out)
	}
	for i := range f.Links {
		l := &f.Links[i]
		v.Reasons = append(v.Reasons, ReasonView{
			Relation: l.Relation, From: l.From, To: l.To, Sentence: l.Sentence, Chain: chainOf(l.Voices), How: brief.Stance(l.Stance, l.Negated, false), Cites: c.all(l.Citations),
		})
	}
	for i := range f.Checks {
		v.Checks = append(v.Checks, CheckView{Result: f.Checks[i].Result, Working: f.Checks[i].Working, Cites: c.all(f.Checks[i].Citations)})
	}
	for i := range f.Third {
		v.Third = append(v.Third, ThirdView{Party: Party{ID: string(f.Third[i].ID), Label: f.Third[i].Label}, Passages: f.Third[i].Passages, Cites: c.all(f.Third[i].Citations)})
	}
	for i := range f.Joint {
		s := &f.Joint[i]
		var cites []brief.Citation
		for _, t := range s.Tellings {
			cites = append(cites, t.Citations...)
		}
		v.Joint = append(v.Joint, JointView{Wording: s.Wording, Sign: int(s.Sign), Layer: string(s.Layer), Cites: c.all(cites)})
	}
	for i := range f.Speakers {
		s := &f.Speakers[i]
		var cites []brief.Citation
		for _, k := range s.Claims {
			cites = append(cites, k.Citations...)
		}
		v.Speakers = append(v.Speakers, SpeakerCount{Speaker: Speaker{ID: string(s.ID), Name: s.Name}, Claims: len(s.Claims), Cites: c.all(cites)})
	}
	const most = 40
	v.Reasons, v.Third, v.Speakers = v.Reasons[:min(len(v.Reasons), most)], v.Third[:min(len(v.Third), most)], v.Speakers[:min(len(v.Speakers), most)]
}

func tensionTitle(typ string) string {
	switch typ {
	case entente.TensionLayers:
		return "friendly and hostile"
	case entente.TensionClaims:
		return "said and denied"
	case entente.TensionNumbers:
		return "numbers disagree"
	}
	return typ
}

func chainOf(voices []brief.Voice) []Speaker {
	out := []Speaker{}
	for _, v := range voices {
		if v.Document == 0 {
			out = append(out, Speaker{ID: string(v.ID), Name: v.Name})
		}
	}
	return out
}

// citer turns a brief's citations into those of views.
type citer struct {
	desk  *Desk
	brief *brief.Brief
	view  *ContextView
	seen  map[entente.DocumentID]bool
}

// citesShown bounds the citations of one line.
const citesShown = 6

func (c *citer) all(in []brief.Citation) []Cite {
	out := []Cite{}
	for _, x := range in[:min(len(in), citesShown)] {
		doc := &c.brief.Documents[x.Number-1]
		out = append(out, Cite{
			Document: string(x.Document), Record: string(x.Record), Paragraph: x.Paragraph, Quote: x.Quote,
			Title: cmp.Or(doc.Title, doc.URI), Outlet: doc.Outlet, Published: doc.Published.String(), Copy: x.Copy,
		})
		if c.seen == nil {
			c.seen = map[entente.DocumentID]bool{}
		}
		if !c.seen[x.Document] {
			c.seen[x.Document] = true
			if n, ok := c.desk.numbers[x.Document]; ok {
				c.view.Papers = append(c.view.Papers, *c.desk.paper(n))
			}
		}
	}
	return out
}

// OutletsView lists who published.
type OutletsView struct {
	Outlets []OutletRow `json:"outlets" doc:"most documents first"`
	Copies  []CopyRow   `json:"copies" doc:"who repeats whose words"`
}

// OutletRow is one outlet.
type OutletRow struct {
	Name        string `json:"name"`
	Documents   int    `json:"documents"`
	Copies      int    `json:"copies" doc:"documents whose words are another's"`
	Records     int    `json:"records"`
	First       string `json:"first,omitempty"`
	Last        string `json:"last,omitempty"`
	Reliability string `json:"reliability,omitempty" doc:"A to F, set by a person"`
	Who         string `json:"who,omitempty" doc:"who set it"`
}

// CopyRow is an outlet that repeats another's words.
type CopyRow struct {
	From    string `json:"from" doc:"the outlet that repeats"`
	Of      string `json:"of" doc:"the outlet whose words they are"`
	N       int    `json:"n"`
	Example string `json:"example" doc:"a document that does"`
}

// Outlets lists the outlets of a scope.
func (d *Desk) Outlets(ctx context.Context, o Scope) (*OutletsView, error) {
	if err := d.Refresh(ctx); err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	rows := map[string]*OutletRow{}
	copies := map[[2]string]*CopyRow{}
	for i := range d.documents {
		h := d.documents[i].header
		if o.Known != 0 && (h.Published == 0 || h.Published > o.Known) {
			continue
		}
		name := outletName(h)
		r := rows[name]
		if r == nil {
			r = &OutletRow{Name: name}
			if j := d.judged[entente.RecordID("outlet:"+name)]; j != nil {
				r.Reliability, r.Who = j.Correction["reliability"], j.Who
			}
			rows[name] = r
		}
		r.Documents++
		if day := h.Published.String(); day != "" {
			if r.First == "" || day < r.First {
				r.First = day
			}
			r.Last = max(r.Last, day)
		}
		if m, ok := d.numbers[h.CopyOf]; ok && h.CopyOf != "" {
			r.Copies++
			k := [2]string{name, outletName(d.documents[m].header)}
			if copies[k] == nil {
				copies[k] = &CopyRow{From: k[0], Of: k[1], Example: string(h.ID)}
			}
			copies[k].N++
		}
	}
	for s := range d.all(o) {
		if s.document < 0 {
			continue
		}
		if r := rows[outletName(d.documents[s.document].header)]; r != nil {
			r.Records++
		}
	}
	v := &OutletsView{Outlets: []OutletRow{}, Copies: []CopyRow{}}
	for _, r := range rows {
		v.Outlets = append(v.Outlets, *r)
	}
	for _, c := range copies {
		v.Copies = append(v.Copies, *c)
	}
	slices.SortFunc(v.Outlets, func(x, y OutletRow) int {
		return cmp.Or(cmp.Compare(y.Documents, x.Documents), strings.Compare(x.Name, y.Name))
	})
	slices.SortFunc(v.Copies, func(x, y CopyRow) int {
		return cmp.Or(cmp.Compare(y.N, x.N), strings.Compare(x.From, y.From), strings.Compare(x.Of, y.Of))
	})
	return v, nil
}

// outletName is what an outlet is listed as.
func outletName(h *entente.Document) string { return cmp.Or(brief.Line(h.Outlet), "no outlet named") }

// PortraitView is how outlets portray pairs: a matrix.
type PortraitView struct {
	Outlets []string      `json:"outlets" doc:"columns, most documents first"`
	Rows    []PortraitRow `json:"rows" doc:"pairs, most records first"`
}

// PortraitRow is one pair.
type PortraitRow struct {
	A      Party          `json:"a"`
	B      Party          `json:"b"`
	Cells  []PortraitCell `json:"cells" doc:"one for each outlet"`
	Spread float64        `json:"spread" doc:"largest difference of tone between two outlets with a record, 0 to 2"`
}

// PortraitCell is how one outlet portrays a pair.
type PortraitCell struct {
	Plus  int     `json:"plus"`
	Minus int     `json:"minus"`
	Open  int     `json:"open"`
	Tone  float64 `json:"tone" doc:"(plus - minus) / (plus + minus), -1 to 1; 0 where nothing is asserted"`
}

// Portraits tells how the outlets with most documents portray the pairs most
// told of.
func (d *Desk) Portraits(ctx context.Context, o Scope) (*PortraitView, error) {
	list, err := d.Outlets(ctx, o)
	if err != nil {
		return nil, err
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	v := &PortraitView{Outlets: []string{}, Rows: []PortraitRow{}}
	column := map[string]int{}
	for _, r := range list.Outlets[:min(len(list.Outlets), 12)] {
		column[r.Name] = len(v.Outlets)
		v.Outlets = append(v.Outlets, r.Name)
	}
	for _, p := range d.topPairs(o, 24) {
		row := PortraitRow{A: d.party(p[0]), B: d.party(p[1]), Cells: make([]PortraitCell, len(v.Outlets))}
		for _, s := range d.gather(d.byPair[p], o) {
			if s.document < 0 {
				continue
			}
			k, ok := column[outletName(d.documents[s.document].header)]
			if !ok {
				continue
			}
			c := &row.Cells[k]
			switch {
			case s.sign > 0 && d.firm(&s):
				c.Plus++
			case s.sign < 0 && d.firm(&s):
				c.Minus++
			default:
				c.Open++
			}
		}
		low, high := 2.0, -2.0
		for k := range row.Cells {
			if c := &row.Cells[k]; c.Plus+c.Minus > 0 {
				c.Tone = float64(c.Plus-c.Minus) / float64(c.Plus+c.Minus)
				low, high = min(low, c.Tone), max(high, c.Tone)
			}
		}
		row.Spread = max(high-low, 0)
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

// all yields the sights of a scope in the order of the ledger, each to be used before
// the next.
func (d *Desk) all(o Scope) iter.Seq[*sight] {
	return func(yield func(*sight) bool) {
		for _, r := range d.runs {
			for i := r.from; i < r.to; i++ {
				s := &d.sights[i]
				if o.Unjudged || !s.judged {
					if (o.Known == 0 || s.known != 0 && s.known <= o.Known) && !yield(s) {
						return
					}
					continue
				}
				if c, ok := d.counts(s, o); ok && !yield(&c) {
					return
				}
			}
		}
	}
}

// topPairs are the pairs of sides with most sights, n at most.
func (d *Desk) topPairs(o Scope, n int) [][2]symbol {
	count := make([]int, len(d.pairs))
	for s := range d.all(o) {
		if s.pair >= 0 {
			count[s.pair]++
		}
	}
	least := max(1, nth(count, n))
	var out []int
	for i, c := range count {
		if c >= least {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(i, j int) int {
		if c := cmp.Compare(count[j], count[i]); c != 0 {
			return c
		}
		x, y := d.pairs[i], d.pairs[j]
		return cmp.Or(strings.Compare(d.symbols.word(x[0]), d.symbols.word(y[0])), strings.Compare(d.symbols.word(x[1]), d.symbols.word(y[1])))
	})
	top := make([][2]symbol, 0, n)
	for _, i := range out[:min(len(out), n)] {
		top = append(top, d.pairs[i])
	}
	return top
}

// nth is the n-th largest of some counts, 0 where there are fewer: what cannot be among
// the n first need not be put in order.
func nth(counts []int, n int) int {
	if n > len(counts) {
		return 0
	}
	sorted := slices.Clone(counts)
	slices.Sort(sorted)
	return sorted[len(sorted)-n]
}
