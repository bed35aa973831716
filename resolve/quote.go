package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"entente"
)

// QuoteWords is the fewest words a quotation must have to be told again.
const QuoteWords = 8

// Quote is a quotation that several documents hold word by word.
type Quote struct {
	Words string     `json:"words"`
	In    []QuotedIn `json:"in"` // first published first
}

// QuotedIn is where a quotation stands.
type QuotedIn struct {
	Document  entente.DocumentID `json:"document"`
	Published entente.Day        `json:"published,omitzero"`
	Evidence  entente.Span       `json:"evidence"`
	Speaker   entente.ActorID    `json:"speaker,omitempty"` // as the document attributes it
	Voice     string             `json:"voice,omitempty"`
}

// Quotes collects quotations of documents added one by one.
type Quotes struct {
	words map[string][]QuotedIn
	text  map[string]string
}

// NewQuotes returns an empty collection.
func NewQuotes() *Quotes { return &Quotes{map[string][]QuotedIn{}, map[string]string{}} }

// Add adds the quotations of a document: what stands within quotation marks and
// is somebody's claim.
func (q *Quotes) Add(r *entente.Records) {
	for i := range r.Claims {
		c := &r.Claims[i]
		if !c.Quoted || len(c.Chain) == 0 {
			continue
		}
		words := strings.Join(strings.FieldsFunc(strings.ToLower(c.Text), notWord), " ")
		if strings.Count(words, " ")+1 < QuoteWords {
			continue
		}
		v := c.Chain[len(c.Chain)-1]
		at := QuotedIn{r.Document.ID, r.Document.Published, c.Evidence, v.Speaker, v.Name}
		if n := len(q.words[words]); n > 0 && q.words[words][n-1].Document == at.Document {
			continue
		}
		q.words[words] = append(q.words[words], at)
		if q.text[words] == "" {
			q.text[words] = c.Text
		}
	}
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

// Reused returns the quotations that stand in several documents, those in most
// first.
func (q *Quotes) Reused() []Quote {
	var out []Quote
	for words, in := range q.words {
		if len(in) < 2 {
			continue
		}
		slices.SortStableFunc(in, func(a, b QuotedIn) int {
			return cmp.Or(dayOrder(a.Published, b.Published), cmp.Compare(a.Document, b.Document))
		})
		out = append(out, Quote{q.text[words], in})
	}
	slices.SortFunc(out, func(a, b Quote) int { return cmp.Or(cmp.Compare(len(b.In), len(a.In)), cmp.Compare(a.Words, b.Words)) })
	return out
}

// dayOrder orders days, unknown ones last.
func dayOrder(a, b entente.Day) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Compare(a, b)
}
