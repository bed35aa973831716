// Package ledger is the contract of a store of records: append-only, as of any
// time, with the evidence of every entry. It stores nothing itself; package
// ledger/embedded does, in one SQLite file. Start with Ledger.
package ledger

import (
	"context"
	"errors"
	"iter"

	"entente"
)

// Ledger is where entries live. Implementations are safe for concurrent use by
// several goroutines; other processes may read while one writes.
type Ledger interface {
	// Append stores whole documents with their records, all of the batch or,
	// on error, none of it. A document that is there already, read by the same
	// reading, is left as it is and counted as known. One read by another
	// reading (a newer program) gets the new records as its current ones; the
	// old entries stay and are no longer current. Where it had the ledger's
	// reading before, those entries become current again. CopyOf is the
	// ledger's to say (see Words); what the batch says of it is not stored.
	Append(ctx context.Context, batch ...*entente.Records) (Receipt, error)
	// Document returns a document with its current records, or ErrNotFound.
	Document(ctx context.Context, id entente.DocumentID) (*entente.Records, error)
	// Has reports whether a document is there and its current records are of the
	// ledger's reading.
	Has(ctx context.Context, id entente.DocumentID) (bool, error)
	// Documents yields the documents that match, without text, by date
	// published and then id, those of unknown date last. What is there when it
	// starts is yielded once; what is appended meanwhile may be.
	Documents(ctx context.Context, q Query) iter.Seq2[*entente.Document, error]
	// Texts yields the documents that match with their text, in the order of
	// Documents.
	Texts(ctx context.Context, q Query) iter.Seq2[*entente.Document, error]
	// DocumentsAfter yields the documents, with their text, whose current reading
	// became so after the first n times that a reading did (see State.Readings), in
	// the order in which they did. It costs no more than there is new. One that is
	// read anew meanwhile may come again, and what is appended meanwhile may come.
	DocumentsAfter(ctx context.Context, n int) iter.Seq2[*entente.Document, error]
	// Material yields documents that match, each with its current records (all
	// of them, also those that do not match), in the order of Documents.
	Material(ctx context.Context, q Query) iter.Seq2[*entente.Records, error]
	// Search finds paragraphs and claims that hold all words, best first, limit
	// at most; 0 or less is no limit. Without words nothing is found; no wording
	// is an error.
	Search(ctx context.Context, words string, limit int) iter.Seq2[Hit, error]
	// Actors yields every actor that current records name, with its number of
	// documents and mentions, by documents descending, then id. Label and type
	// are those that most documents give it, of equally many the first by alphabet.
	Actors(ctx context.Context) iter.Seq2[ActorCount, error]
	// Judge stores judgements, all of them or, on error, none. One that is there
	// already is stored once. Each is sealed; what is no judgement is an error.
	Judge(ctx context.Context, judgements ...entente.Judgement) error
	// Judgements yields every judgement in order of arrival, also those of
	// records that are no longer current.
	Judgements(ctx context.Context) iter.Seq2[entente.Judgement, error]
	// JudgementsAfter yields the judgements that arrived after the first n.
	JudgementsAfter(ctx context.Context, n int) iter.Seq2[entente.Judgement, error]
	// AppendRows stores rows of event tables, all of the batch or, on error, none
	// of it. A row whose id is there already is left as it is and counted as
	// known. A row that is not sealed is an error.
	AppendRows(ctx context.Context, batch []entente.Row) (RowReceipt, error)
	// Row returns a row, or ErrNotFound.
	Row(ctx context.Context, id entente.RecordID) (*entente.Row, error)
	// Observations yields what current records and rows say of pairs of actors,
	// in the order of cursors. What is there when it starts is yielded once; what
	// is appended meanwhile may be.
	Observations(ctx context.Context, s Slice) iter.Seq2[entente.Observation, error]
	// Series yields the tallies of a pair of actors in both directions, or of one
	// actor with everybody where b is empty, by month, then a, b and class. An
	// actor stands for what belongs to it too, as in a Slice; the tallies name who
	// it was.
	Series(ctx context.Context, a, b entente.ActorID, w Window) iter.Seq2[Tally, error]
	// Months yields what is told of an actor with everybody, by month, what it does
	// before what is done to it, and class. An actor stands for what belongs to it
	// too; what these do to each other they do, and do not receive.
	Months(ctx context.Context, a entente.ActorID, w Window) iter.Seq2[Sum, error]
	// Told counts for each actor what is told as done by it or to it in a window.
	Told(ctx context.Context, w Window) (map[entente.ActorID]int, error)
	// Tallies yields the tallies of all pairs in a window, by month, then a, b
	// and class.
	Tallies(ctx context.Context, w Window) iter.Seq2[Tally, error]
	// Changes returns the pairs whose strength changed most between a baseline
	// and a window, the largest change first, of equal ones those of which most is
	// told in the window, limit at most; 0 or less is no limit. Both windows must be
	// bounded. Where both are one, nothing changed: those told of most come first.
	Changes(ctx context.Context, window, baseline Window, limit int) ([]Change, error)
	// Sets counts the rows of each data set, by name.
	Sets(ctx context.Context) ([]SetCount, error)
	// State tells, at no cost, whether anything changed: as long as it is equal,
	// nothing was appended, judged or read anew.
	State(ctx context.Context) (State, error)
	// Derived returns what was last kept under a name, or ErrNotFound where
	// nothing was, or a document came or was read anew since.
	Derived(ctx context.Context, name string) ([]byte, error)
	// KeepDerived keeps under a name what was worked out from the documents of a
	// state, in the place of what was there, so that it need not be worked out
	// again as long as State.Readings stays the same. It is for convenience only:
	// what is kept may be lost at any time, and nothing is kept, which is no
	// error, where the state has passed, the ledger cannot be written, the data are
	// hundreds of megabytes, or somebody else writes just now, whom it does not wait for.
	KeepDerived(ctx context.Context, name string, at State, data []byte) error
	// Stats counts what is there.
	Stats(ctx context.Context) (Stats, error)
	// Close releases the ledger; everything acknowledged before is kept.
	Close() error
}

// Query selects documents. The zero Query selects all.
type Query struct {
	// Actors selects documents with an event, tie or voice of every actor
	// named, or of what belongs to it ("AZE" finds "AZE.GOV").
	Actors []entente.ActorID
	// From and To bound the date published, inclusive; zero is open. A document
	// of unknown date lies within no bound.
	From, To entente.Day
	// Outlets selects documents of these outlets.
	Outlets []string
}

// Receipt says what an Append did.
type Receipt struct {
	Added  int `json:"added"`  // documents new to the ledger
	Reread int `json:"reread"` // documents there before with another reading
	Known  int `json:"known"`  // documents left as they were
	Copies int `json:"copies"` // of Added, those whose words are wholly another document's
}

// Hit is a passage that a search found.
type Hit struct {
	Document entente.DocumentID `json:"document"`
	Title    string             `json:"title"`
	Kind     entente.Kind       `json:"kind"` // document or claim
	Record   entente.RecordID   `json:"record,omitempty"`
	Evidence entente.Span       `json:"evidence"`
	Snippet  string             `json:"snippet"`
}

// ActorCount is how often an actor is named.
type ActorCount struct {
	Actor     entente.ActorID   `json:"actor"`
	Label     string            `json:"label"`
	Type      entente.ActorType `json:"type"`
	Documents int               `json:"documents"`
	Mentions  int               `json:"mentions"`
}

// Stats counts what a ledger holds.
type Stats struct {
	Documents int                  `json:"documents"`
	Records   map[entente.Kind]int `json:"records"`        // current ones
	Entries   int                  `json:"entries"`        // readings and records ever appended
	Rows      int                  `json:"rows"`           // of event tables
	First     Month                `json:"first,omitzero"` // of what is tallied; 0 where nothing has a date
	Last      Month                `json:"last,omitzero"`
	Bytes     int64                `json:"bytes"`
	Version   int                  `json:"version"` // of the schema
}

// State counts what ever arrived in a ledger.
type State struct {
	Documents  int
	Readings   int // times that a reading became a document's current one
	Rows       int // of event tables
	Judgements int
}

// ErrNotFound is returned where a document or record is not in the ledger.
var ErrNotFound = errors.New("not in the ledger")
