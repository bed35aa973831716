package tension

import (
	"strings"

	"entente"
)

// shelf holds the records that are compared, of many documents, in little room:
// each once, without its text, and words that come again once.
type shelf struct {
	documents []entente.DocumentID
	records   []shelved
	words     []string
	at        map[string]int32           // places in words
	open      map[entente.RecordID]int32 // places in records, of the document added last
}

// shelved is a record: who it is and where its evidence stands.
type shelved struct {
	id                   entente.RecordID
	document, start, end int32
}

func newShelf() *shelf { return &shelf{at: map[string]int32{}, open: map[entente.RecordID]int32{}} }

// begin begins a document: the records that follow are of it.
func (s *shelf) begin(id entente.DocumentID) {
	s.documents = append(s.documents, id)
	clear(s.open)
}

// record is the place of a record of the document that was begun last.
func (s *shelf) record(b entente.Base) int32 {
	at, ok := s.open[b.ID]
	if !ok {
		at = int32(len(s.records))
		s.open[b.ID] = at
		s.records = append(s.records, shelved{b.ID, int32(len(s.documents) - 1), int32(b.Evidence.Start), int32(b.Evidence.End)})
	}
	return at
}

// word is the place of a word.
func (s *shelf) word(w string) int32 {
	at, ok := s.at[w]
	if !ok {
		w = strings.Clone(w) // not the text that it was cut from
		at = int32(len(s.words))
		s.words = append(s.words, w)
		s.at[w] = at
	}
	return at
}

// base is a record's base, without its kind.
func (s *shelf) base(record int32) entente.Base {
	r := &s.records[record]
	return entente.Base{ID: r.id, Document: s.documents[r.document], Evidence: entente.Span{Start: int(r.start), End: int(r.end)}}
}

// found is a tension of records, still without base and working.
func (s *shelf) found(typ string, about []entente.ActorID, records []int32) Found {
	f := Found{Tension: entente.Tension{Type: typ, About: about}}
	seen := map[int32]bool{}
	for _, i := range records {
		f.Items = append(f.Items, s.records[i].id)
		if d := s.records[i].document; !seen[d] {
			seen[d] = true
			f.Documents = append(f.Documents, s.documents[d])
		}
	}
	return f
}

// list is words, each once, in the order they came.
type list struct {
	words []string
	seen  map[string]bool
}

func (l *list) add(w string) {
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	if !l.seen[w] {
		l.seen[w] = true
		l.words = append(l.words, w)
	}
}

func (l *list) String() string { return strings.Join(l.words, ", ") }
