package ledgertest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"entente"
	"entente/ledger"
)

// Model is a ledger of slices and plain loops, to compare others with.
type Model struct {
	Reading string
	docs    []*held // in order of arrival
	turns   []*held // whose reading became current, each time
	rows    []entente.Row
}

// held is a document with its readings.
type held struct {
	readings map[string]*entente.Records
	current  string
	entries  int
}

// NewModel returns an empty model for a program of the given reading.
func NewModel(reading string) *Model { return &Model{Reading: reading} }

func (h *held) records() *entente.Records { return h.readings[h.current] }

func (m *Model) find(id entente.DocumentID) *held {
	for _, h := range m.docs {
		if h.records().Document.ID == id {
			return h
		}
	}
	return nil
}

// Append stores a batch as ledger.Ledger's Append does.
func (m *Model) Append(batch ...*entente.Records) ledger.Receipt {
	var receipt ledger.Receipt
	for _, r := range batch {
		h := m.find(r.Document.ID)
		switch {
		case h == nil:
			if words := bodyWords(&r.Document); words != "" && slices.ContainsFunc(m.docs, func(h *held) bool { return bodyWords(&h.records().Document) == words }) {
				receipt.Copies++
			}
			h = &held{readings: map[string]*entente.Records{}}
			m.docs = append(m.docs, h)
			receipt.Added++
		case h.current == m.Reading:
			receipt.Known++
			continue
		default:
			receipt.Reread++
		}
		if h.readings[m.Reading] == nil {
			h.readings[m.Reading] = r
			for range r.All() {
				h.entries++
			}
		}
		h.current = m.Reading
		m.turns = append(m.turns, h)
	}
	return receipt
}

// DocumentsAfter returns the documents whose current reading became so after the first n
// times that one did.
func (m *Model) DocumentsAfter(n int) []*entente.Document {
	var out []*entente.Document
	for i, h := range m.turns {
		if i < n || slices.Contains(m.turns[i+1:], h) {
			continue
		}
		d := h.records().Document
		d.CopyOf = m.original(&d)
		out = append(out, &d)
	}
	return out
}

// Has reports whether a document is there, read by the model's reading.
func (m *Model) Has(id entente.DocumentID) bool {
	h := m.find(id)
	return h != nil && h.current == m.Reading
}

// Material returns what matches, in order.
func (m *Model) Material(q ledger.Query) []*entente.Records {
	var out []*entente.Records
	for _, h := range m.docs {
		if r := *h.records(); matches(&r, q) {
			r.Document.CopyOf = m.original(&r.Document)
			out = append(out, &r)
		}
	}
	slices.SortFunc(out, func(a, b *entente.Records) int {
		return cmp.Or(byDay(&a.Document, &b.Document), cmp.Compare(a.Document.ID, b.Document.ID))
	})
	return out
}

// byDay puts documents of unknown date last.
func byDay(a, b *entente.Document) int {
	if a.Published.IsZero() != b.Published.IsZero() {
		if a.Published.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Compare(a.Published, b.Published)
}

// original is the first published, then first read, document with d's words.
func (m *Model) original(d *entente.Document) entente.DocumentID {
	words := bodyWords(d)
	if words == "" {
		return ""
	}
	var first *entente.Document
	for _, h := range m.docs {
		o := &h.records().Document
		if bodyWords(o) == words && (first == nil || byDay(o, first) < 0) {
			first = o
		}
	}
	if first.ID == d.ID {
		return ""
	}
	return first.ID
}

// bodyWords is ledger.Words without its care for rare letters.
func bodyWords(d *entente.Document) string {
	var words []string
	for _, p := range d.Parts {
		if p.Kind == entente.PartBody {
			words = append(words, wordsOf(p.Of(d.Text))...)
		}
	}
	if len(words) < ledger.CopyWords {
		return ""
	}
	return strings.Join(words, " ")
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func contains(text, word string) bool { return slices.Contains(wordsOf(text), word) }

func matches(r *entente.Records, q ledger.Query) bool {
	d := &r.Document
	if !q.From.IsZero() && (d.Published.IsZero() || d.Published < q.From) {
		return false
	}
	if !q.To.IsZero() && (d.Published.IsZero() || d.Published > q.To) {
		return false
	}
	if len(q.Outlets) > 0 && !slices.Contains(q.Outlets, d.Outlet) {
		return false
	}
	for _, want := range q.Actors {
		if !slices.ContainsFunc(takingPart(r), func(a entente.ActorID) bool {
			return a == want || strings.HasPrefix(string(a), string(want)+".")
		}) {
			return false
		}
	}
	return true
}

func takingPart(r *entente.Records) []entente.ActorID {
	var out []entente.ActorID
	for _, e := range r.Events {
		out = append(append(out, e.Actor...), e.Recipient...)
	}
	for _, t := range r.Ties {
		out = append(out, t.A, t.B)
	}
	for _, c := range r.Claims {
		for _, v := range c.Chain {
			out = append(out, v.Speaker)
		}
	}
	return out
}

// Search returns the passages that hold all words, in any order.
func (m *Model) Search(words string) []ledger.Hit {
	var out []ledger.Hit
	for _, h := range m.docs {
		r := h.records()
		d := &r.Document
		holds := func(text string) bool {
			has := wordsOf(text)
			return !slices.ContainsFunc(wordsOf(words), func(w string) bool { return !slices.Contains(has, w) })
		}
		for _, p := range d.Parts {
			if (p.Kind.IsReporting() || p.Kind == entente.PartByline) && holds(p.Of(d.Text)) {
				out = append(out, ledger.Hit{Document: d.ID, Title: d.Title, Kind: entente.KindDocument, Evidence: p.Span})
			}
		}
		for _, c := range r.Claims {
			if holds(c.Text) {
				out = append(out, ledger.Hit{Document: d.ID, Title: d.Title, Kind: entente.KindClaim, Record: c.ID, Evidence: c.Evidence})
			}
		}
	}
	return out
}

// Actors counts the actors of current records.
func (m *Model) Actors() []ledger.ActorCount {
	var out []ledger.ActorCount
	var ids []entente.ActorID
	for _, h := range m.docs {
		for _, a := range h.records().Actors {
			ids = append(ids, a.Actor)
		}
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		out = append(out, m.count(id))
	}
	slices.SortStableFunc(out, func(a, b ledger.ActorCount) int { return cmp.Compare(b.Documents, a.Documents) })
	return out
}

// count sums up one actor; its label and type are those of most documents.
func (m *Model) count(id entente.ActorID) ledger.ActorCount {
	type called struct {
		label string
		kind  entente.ActorType
	}
	c := ledger.ActorCount{Actor: id}
	votes := map[called]int{}
	for _, h := range m.docs {
		here := map[called]bool{}
		for _, a := range h.records().Actors {
			if a.Actor == id {
				here[called{a.Label, a.Type}] = true
				c.Mentions += len(a.Mentions)
			}
		}
		for k := range here {
			votes[k]++
		}
		if len(here) > 0 {
			c.Documents++
		}
	}
	best := 0
	for k, n := range votes {
		if n > best || n == best && cmp.Or(cmp.Compare(k.label, c.Label), cmp.Compare(k.kind, c.Type)) < 0 {
			best, c.Label, c.Type = n, k.label, k.kind
		}
	}
	return c
}

// Sets counts the rows of each data set, by name.
func (m *Model) Sets() []ledger.SetCount {
	of := map[string]*ledger.SetCount{}
	for i := range m.rows {
		name := m.rows[i].DataSet
		if of[name] == nil {
			of[name] = &ledger.SetCount{Name: name}
		}
		of[name].Count(&m.rows[i])
	}
	var out []ledger.SetCount
	for _, name := range slices.Sorted(maps.Keys(of)) {
		out = append(out, *of[name])
	}
	return out
}

// Stats counts what is there; Bytes and Version stay 0.
func (m *Model) Stats() ledger.Stats {
	s := ledger.Stats{Documents: len(m.docs), Rows: len(m.rows), Records: map[entente.Kind]int{}}
	for _, h := range m.docs {
		s.Entries += h.entries
		r := h.records()
		for kind, n := range map[entente.Kind]int{
			entente.KindDocument: 1, entente.KindActor: len(r.Actors), entente.KindClaim: len(r.Claims), entente.KindEvent: len(r.Events),
			entente.KindTie: len(r.Ties), entente.KindQuantity: len(r.Quantities), entente.KindLink: len(r.Links),
			entente.KindCheck: len(r.Checks), entente.KindTension: len(r.Tensions),
		} {
			if n > 0 {
				s.Records[kind] += n
			}
		}
	}
	for _, t := range m.Tallies(ledger.Window{}) {
		if t.Month == ledger.NoMonth {
			continue
		}
		if s.First == 0 || t.Month < s.First {
			s.First = t.Month
		}
		s.Last = max(s.Last, t.Month)
	}
	return s
}
