package brief

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Link is a stated reason, purpose, consequence, condition or contrast.
type Link struct {
	Relation  string         `json:"relation"`
	From      string         `json:"from"`
	To        string         `json:"to"`
	Sentence  string         `json:"sentence,omitempty"` // that states it, where From or To has no subject of its own
	Voices    []Voice        `json:"voices"`
	Stance    entente.Stance `json:"stance"`
	Negated   bool           `json:"negated,omitempty"`
	Citations []Citation     `json:"citations"`
	weight    int            // how much it tells about actors
}

// Check is numbers of a text held against each other, or a comparison that the text
// states and nothing here checks.
type Check struct {
	Result    string     `json:"result"` // "consistent", "inconsistent" or "stated"
	Working   string     `json:"working"`
	Citations []Citation `json:"citations"`
}

// Tension is what does not fit.
type Tension struct {
	Type      string     `json:"type"`
	About     []Name     `json:"about"`
	Working   string     `json:"working"`
	Citations []Citation `json:"citations"`
}

// Speaker is somebody who is reported to say or think things, with them.
type Speaker struct {
	ID     entente.ActorID `json:"id,omitempty"`
	Name   string          `json:"name"`
	Claims []Said          `json:"claims"`
	at     [2]int
	told   map[string]int // claims by what makes them the same
	last   []Said         // of the document added last
}

// Said is one claim of a speaker.
type Said struct {
	Voices     []Voice        `json:"voices"`
	Words      string         `json:"words"`
	Stance     entente.Stance `json:"stance"`
	Negated    bool           `json:"negated,omitempty"`
	Historical bool           `json:"historical,omitempty"`
	Quoted     bool           `json:"quoted,omitempty"`
	Citations  []Citation     `json:"citations"`
}

// concerns reports whether a span of a document names every actor asked about.
func (b *builder) concerns(p *page, spans ...entente.Span) bool {
	for _, asked := range b.asked {
		found := false
		for _, at := range spans {
			found = found || slices.ContainsFunc(p.touched(at), func(id entente.ActorID) bool { return b.names.is(id, asked) })
		}
		if !found {
			return false
		}
	}
	return true
}

func (b *builder) addLinks(p *page) {
	for i := range p.Links {
		l := &p.Links[i]
		text := p.Document.Text
		if !l.From.Valid(text) || !l.To.Valid(text) || !b.concerns(p, l.From.Span, l.To.Span, l.Evidence) {
			continue
		}
		cite, ok := p.cite(l.ID, l.Evidence)
		weight := p.weigh(l)
		if !ok || weight < 0 {
			continue
		}
		out := Link{
			Relation: l.Relation, From: clean(l.From.Of(text)), To: clean(l.To.Of(text)),
			Voices: []Voice{{Document: p.number}}, Stance: entente.StanceAsserted, Citations: []Citation{cite}, weight: weight,
		}
		if lacksSubject(out.From) || lacksSubject(out.To) {
			out.Sentence = cite.Quote
		}
		if c := p.claims[l.Claim]; c != nil {
			out.Voices, out.Stance, out.Negated = b.voices(p, c), c.Stance, c.Negated
		}
		b.addLink(out)
	}
}

// Words that a clause begins with whose subject stands before it, and those behind a
// participle that make it such a clause: "suspended the talks", not "increased tensions".
var (
	finite  = strings.Fields("am is are was were has have had does did will would can could may might shall should must be been")
	objects = strings.Fields("a all an any by each her his in its on some that the their them these this those to with")
)

// lacksSubject reports whether half of a link is a clause whose subject is not in it.
func lacksSubject(half string) bool {
	first, rest, _ := strings.Cut(half, " ")
	second, _, _ := strings.Cut(rest, " ")
	return slices.Contains(finite, strings.ToLower(first)) ||
		strings.HasSuffix(first, "ed") && first == strings.ToLower(first) && slices.Contains(objects, second)
}

// weigh says how much a link tells about actors: most where events or ties stand on
// both sides, less where actors are only named, and negative where none is. A
// contrast tells less than a reason.
func (p *page) weigh(l *entente.Link) int {
	n := -1
	for _, side := range []*entente.Passage{&l.From, &l.To} {
		switch {
		case len(side.Items) > 0:
			n += 4
		case len(p.touched(side.Span)) > 0:
			n += 2
		}
	}
	if n > 0 && l.Relation == entente.LinkContrast {
		n--
	}
	return n
}

// sortedLinks puts what tells most first, in the order of the documents where they
// tell alike.
func sortedLinks(links []Link) []Link {
	slices.SortStableFunc(links, func(x, y Link) int { return cmp.Compare(y.weight, x.weight) })
	return links
}

// addLink joins a link to the same one from a document with the same words.
func (b *builder) addLink(l Link) {
	f, k := &b.brief, sameLink{l.Relation, l.From, l.To, l.Stance, l.Negated}
	if i, ok := b.links[k]; ok {
		f.Links[i].Citations = append(f.Links[i].Citations, l.Citations...)
		return
	}
	b.links[k] = len(f.Links)
	f.Links = append(f.Links, l)
}

// sameLink is what links of the same words have in common.
type sameLink struct {
	relation, from, to string
	stance             entente.Stance
	negated            bool
}

func (b *builder) addChecks(p *page) {
	for i := range p.Checks {
		c := &p.Checks[i]
		var spans []entente.Span // the numbers, not the pages that may lie between them
		for _, id := range c.Quantities {
			if q := p.quantities[id]; q != nil {
				spans = append(spans, q.Evidence)
			}
		}
		if len(spans) == 0 {
			spans = append(spans, c.Evidence)
		}
		cites := b.citeAll(p, c.ID, spans)
		if len(cites) == 0 || !b.concerns(p, p.paragraphs(cites)...) {
			continue
		}
		b.brief.addCheck(Check{Result: c.Result, Working: clean(c.Working), Citations: cites})
	}
}

// addCheck joins a check to the same one from a document with the same words.
func (f *Brief) addCheck(c Check) {
	j := slices.IndexFunc(f.Checks, func(h Check) bool { return h.Result == c.Result && h.Working == c.Working })
	if j >= 0 {
		f.Checks[j].Citations = append(f.Checks[j].Citations, c.Citations...)
		return
	}
	f.Checks = append(f.Checks, c)
}

// addStated adds the comparisons and shares that the text states of numbers which no
// check took up.
func (b *builder) addStated(p *page) {
	checked := map[entente.RecordID]bool{}
	for i := range p.Checks {
		for _, id := range p.Checks[i].Quantities {
			checked[id] = true
		}
	}
	for i := range p.Quantities {
		q := &p.Quantities[i]
		if q.Compare == nil || checked[q.ID] || q.Of == "" {
			continue
		}
		cite, ok := p.cite(q.ID, q.Evidence)
		if !ok || !b.concerns(p, p.paragraphs([]Citation{cite})...) {
			continue
		}
		b.brief.addCheck(Check{Result: "stated", Working: stated(q, q.Evidence.Of(p.Document.Text)), Citations: []Citation{cite}})
	}
}

// percentage is a share that its own words put as one.
var percentage = regexp.MustCompile(`(?i)%|per ?cent`)

// stated words a comparison: what is counted, the number as the text has it, and
// what it is measured by.
func stated(q *entente.Quantity, words string) string {
	of := "“" + clean(q.Of) + "”: “" + clean(words) + "”"
	factor := strconv.FormatFloat(q.Compare.Factor, 'g', 4, 64)
	switch with := "“" + clip(clean(q.Compare.With), "", 120) + "”"; {
	case q.Compare.Relation == "share" && percentage.MatchString(words):
		return of // which says what the factor does
	case q.Compare.Relation == "share":
		return of + " (" + factor + ")"
	case q.Compare.Relation == "times" && q.Unit == "ratio" && q.High == nil:
		return of + ", at least " + factor + " times " + with
	case q.Compare.Relation == "times":
		return of + ", " + factor + " times " + with
	case q.Compare.Relation == "equal":
		return of + ", as much as " + with
	default:
		return of + ", " + q.Compare.Relation + " than " + with
	}
}

// sortedChecks puts numbers held against each other first, then comparisons, then
// shares, each in the order of the documents.
func sortedChecks(checks []Check) []Check {
	rank := func(c Check) int {
		switch {
		case c.Result != "stated":
			return 0
		case strings.Contains(c.Working, " times “"):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(checks, func(x, y Check) int { return cmp.Compare(rank(x), rank(y)) })
	return checks
}

// paragraphs returns the parts of the document that citations lie in.
func (p *page) paragraphs(cites []Citation) []entente.Span {
	var out []entente.Span
	for _, c := range cites {
		for _, part := range p.Document.Parts {
			if part.Contains(c.Span) {
				out = append(out, part.Span)
			}
		}
	}
	return out
}

// citeAll cites spans, one citation a paragraph.
func (b *builder) citeAll(p *page, id entente.RecordID, spans []entente.Span) []Citation {
	var out []Citation
	for _, at := range spans {
		c, ok := p.cite(id, at)
		if ok && !slices.ContainsFunc(out, func(o Citation) bool { return o.Paragraph == c.Paragraph && o.Quote == c.Quote }) {
			out = append(out, c)
		}
	}
	return out
}

func (b *builder) isAbout(about []entente.ActorID) bool {
	for _, asked := range b.asked {
		if !slices.ContainsFunc(about, func(id entente.ActorID) bool { return b.names.is(id, asked) }) {
			return false
		}
	}
	return true
}

// addClaims files what is said by somebody under its innermost speaker.
func (b *builder) addClaims(p *page) {
	for i := range p.Claims {
		c := &p.Claims[i]
		if len(c.Chain) == 0 || !b.concerns(p, c.Evidence) {
			continue
		}
		cite, ok := p.cite(c.ID, c.Evidence)
		words := clean(c.Text)
		if !ok || words == "" {
			continue
		}
		voices := b.voices(p, c)
		v := voices[len(voices)-1]
		key := cmp.Or(string(v.ID), strings.ToLower(v.Name))
		s := b.speakers[key]
		if s == nil {
			s = &Speaker{ID: v.ID, Name: v.Name, at: [2]int{p.number, c.Evidence.Start}}
			if v.ID != "" {
				s.Name = b.names.name(v.ID).Label
			}
			b.speakers[key] = s
		}
		s.add(Said{
			Voices: voices, Words: words, Stance: c.Stance, Negated: c.Negated, Historical: c.Historical,
			Quoted: c.Quoted, Citations: []Citation{cite},
		})
	}
}

// add keeps the longest of claims of a document that lie in each other. Documents come in order.
func (s *Speaker) add(c Said) {
	at := c.Citations[0]
	if len(s.last) > 0 && s.last[0].Citations[0].Number != at.Number {
		s.settle()
	}
	for i := range s.last {
		switch o := s.last[i].Citations[0]; {
		case o.Span.Contains(at.Span):
			return
		case at.Span.Contains(o.Span):
			s.last[i] = c
			return
		}
	}
	s.last = append(s.last, c)
}

// settle joins the claims of the document added last with those of the same words, or appends them.
func (s *Speaker) settle() {
	if s.told == nil {
		s.told = map[string]int{}
	}
	for _, c := range s.last {
		key := c.key()
		if i, ok := s.told[key]; ok {
			s.Claims[i].Citations = append(s.Claims[i].Citations, c.Citations...)
			continue
		}
		s.told[key] = len(s.Claims)
		s.Claims = append(s.Claims, c)
	}
	s.last = s.last[:0]
}

// key is what two claims of a speaker that are the same have in common.
func (c *Said) key() string {
	return fmt.Sprintf("%s %t %s", c.Stance, c.Negated, strings.ToLower(c.Words))
}

func (b *builder) sortedSpeakers() []Speaker {
	out := make([]Speaker, 0, len(b.speakers))
	for _, s := range b.speakers {
		s.settle()
		out = append(out, *s)
	}
	slices.SortFunc(out, func(x, y Speaker) int {
		if (x.Name == unnamed) != (y.Name == unnamed) { // of many, none of whom is known, last
			if x.Name == unnamed {
				return 1
			}
			return -1
		}
		return cmp.Or(
			cmp.Compare(len(y.Claims), len(x.Claims)),
			cmp.Compare(x.at[0], y.at[0]), cmp.Compare(x.at[1], y.at[1]), strings.Compare(x.Name, y.Name),
		)
	})
	return out
}
