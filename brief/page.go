package brief

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente"
)

// page is one document's records while they are read into the brief.
type page struct {
	*entente.Records
	number     int
	copies     bool // it repeats another document's words
	claims     map[entente.RecordID]*entente.Claim
	quantities map[entente.RecordID]*entente.Quantity
	told       map[entente.RecordID]string // events and ties by id: key of the statement
}

// open numbers a document and indexes its records.
func (b *builder) open(r *entente.Records) *page {
	d := &r.Document
	p := &page{
		Records: r, number: len(b.brief.Documents) + 1, copies: d.CopyOf != "",
		claims:     make(map[entente.RecordID]*entente.Claim, len(r.Claims)),
		quantities: make(map[entente.RecordID]*entente.Quantity, len(r.Quantities)),
		told:       map[entente.RecordID]string{},
	}
	for i := range r.Claims {
		p.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	for i := range r.Quantities {
		p.quantities[r.Quantities[i].ID] = &r.Quantities[i]
	}
	b.numbers[d.ID] = p.number
	doc := Document{
		Number: p.number, ID: d.ID, Title: clean(d.Title), Outlet: clean(d.Outlet), Published: d.Published,
		Genre: d.Genre, Why: clean(d.GenreEvidence), Disclaimer: clean(d.Disclaimer), URI: clean(d.URI), Foreign: clean(d.Foreign()),
	}
	for _, a := range d.Authors {
		doc.Authors = append(doc.Authors, clean(a))
	}
	b.brief.Documents = append(b.brief.Documents, doc)
	return p
}

// origin is the document whose words the page repeats, or its own.
func (p *page) origin() entente.DocumentID { return cmp.Or(p.Document.CopyOf, p.Document.ID) }

// cite makes the citation of a span, or reports false where the span does not
// resolve to reported words of the document: such a record is not shown.
func (p *page) cite(id entente.RecordID, at entente.Span) (Citation, bool) {
	n := p.Document.Paragraph(at.Start)
	if n == 0 || !at.Valid(p.Document.Text) {
		return Citation{}, false
	}
	return Citation{
		Number: p.number, Document: p.Document.ID, Record: id, Paragraph: n, Span: at,
		Quote: clean(p.sentence(at)), Copy: p.copies,
	}, true
}

// sentence returns the sentence or sentences around a span, cut at full stops
// inside the part that holds the span. It errs towards too much.
func (p *page) sentence(at entente.Span) string {
	text := p.Document.Text
	from, to := 0, len(text)
	for _, part := range p.Document.Parts {
		if part.Start <= at.Start && at.Start < part.End {
			from, to = part.Start, max(part.End, at.End)
			break
		}
	}
	start := from
	for i := from; i < at.Start; i++ {
		if end := stop(text[:to], i); end > 0 && end <= at.Start {
			start = end
		}
	}
	for i := max(at.End-1, start); i < to; i++ {
		if end := stop(text[:to], i); end > 0 {
			return strings.TrimSpace(text[start:end])
		}
	}
	return strings.TrimSpace(text[start:to])
}

// stop returns the end of a sentence whose last mark stands at byte i, with
// closing quotation marks, or 0 where none ends there.
func stop(text string, i int) int {
	if c := text[i]; c != '.' && c != '!' && c != '?' {
		return 0
	}
	end := i + 1
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !strings.ContainsRune(`"')]”’»`, r) {
			break
		}
		end += n
	}
	rest := strings.TrimLeftFunc(text[end:], unicode.IsSpace)
	if rest == "" {
		return end
	}
	if len(rest) == len(text)-end || abbreviates(text[:i]) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsLower(r) {
		return 0
	}
	return end
}

// abbreviates reports whether text ends in what a full stop makes an
// abbreviation: one letter ("U.S", "J") or a short title ("Dr", "Gen").
func abbreviates(text string) bool {
	i := strings.LastIndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	word := text[i+1:]
	switch word {
	case "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Sgt", "Capt", "Rep", "Sen", "Gov", "St", "No", "vs", "Jr", "Sr":
		return true
	}
	return utf8.RuneCountInString(word) == 1
}

// touched returns the actors with a mention that overlaps a span, in the order
// of the document's actors.
func (p *page) touched(at entente.Span) []entente.ActorID {
	var ids []entente.ActorID
	for i := range p.Actors {
		for _, m := range p.Actors[i].Mentions {
			if m.Overlaps(at) {
				ids = append(ids, p.Actors[i].Actor)
				break
			}
		}
	}
	return ids
}
