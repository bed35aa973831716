package entente

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// Verdict is what a judgement decides of a record.
type Verdict string

// The verdicts. The last judgement of a subject counts; VerdictWithdrawn takes
// back what was decided before, and VerdictSkipped decides nothing.
const (
	VerdictAccepted  Verdict = "accepted"  // the words say so
	VerdictRejected  Verdict = "rejected"  // the words do not say so
	VerdictCorrected Verdict = "corrected" // the words say what Correction says
	VerdictSkipped   Verdict = "skipped"
	VerdictWithdrawn Verdict = "withdrawn"
	VerdictRated     Verdict = "rated"  // of an outlet: Correction holds "reliability"
	VerdictJoined    Verdict = "joined" // of a pair of records: they tell of one event
	VerdictParted    Verdict = "parted" // of a pair of records: they tell of two events
)

// Judgement is a decision of a person about a record: a row, never an edit. It
// says whether the words say what was coded, not whether that is true.
// Document, Kind, Evidence and Words tell what was judged, so that the judgement
// finds its record again after the document was read anew.
type Judgement struct {
	ID         RecordID          `json:"id"`
	Subject    string            `json:"subject"` // id of an event, tie or claim; "outlet:" and a name; "same:" and the ids of two records (see PairSubject)
	Kind       Kind              `json:"kind,omitempty"`
	Document   DocumentID        `json:"document,omitempty"`
	Evidence   Span              `json:"evidence,omitzero"`
	Words      string            `json:"words,omitempty"` // of the evidence
	Verdict    Verdict           `json:"verdict"`
	Correction map[string]string `json:"correction,omitempty"` // field of the record: what it should be
	Record     json.RawMessage   `json:"record,omitempty"`     // as it was judged; of a pair a list of two Sides
	Who        string            `json:"who"`
	When       time.Time         `json:"when"` // UTC, milliseconds
	Note       string            `json:"note,omitempty"`
}

// Seal sets ID from everything else and cuts When to milliseconds, or says what
// is missing.
func (j *Judgement) Seal() error {
	switch j.Verdict {
	case VerdictAccepted, VerdictRejected, VerdictCorrected, VerdictSkipped, VerdictWithdrawn, VerdictRated, VerdictJoined, VerdictParted:
	default:
		return errors.New("a judgement's verdict is accepted, rejected, corrected, skipped, withdrawn, rated, joined or parted")
	}
	if j.Subject == "" || j.Who == "" || j.When.IsZero() {
		return errors.New("a judgement needs a subject, who judged, and when")
	}
	j.When = j.When.UTC().Truncate(time.Millisecond)
	j.ID = ""
	b, err := json.Marshal(j)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	j.ID = RecordID("j-" + hex.EncodeToString(sum[:8]))
	return nil
}

// Side is one of two records that a judgement of a pair is about, as it was then. A
// row of an event table, which keeps its id, has nothing but that.
type Side struct {
	ID       RecordID        `json:"id"`
	Kind     Kind            `json:"kind,omitempty"`
	Document DocumentID      `json:"document,omitempty"`
	Evidence Span            `json:"evidence,omitzero"`
	Record   json.RawMessage `json:"record,omitempty"`
}

// Sides are the two records of a pair as they were judged, each as a judgement of
// its own; without what an older program did not keep they have only their ids.
func (j *Judgement) Sides() (a, b Judgement, ok bool) {
	x, y, ok := j.Pair()
	if !ok {
		return a, b, false
	}
	a.Subject, b.Subject = string(x), string(y)
	var sides []Side
	_ = json.Unmarshal(j.Record, &sides) // none where none were kept
	for _, s := range sides {
		for _, of := range []*Judgement{&a, &b} {
			if of.Subject == string(s.ID) {
				of.Kind, of.Document, of.Evidence, of.Record = s.Kind, s.Document, s.Evidence, s.Record
			}
		}
	}
	return a, b, true
}

// PairSubject is the subject of a judgement of two records: "same:" and their
// ids, the lesser first.
func PairSubject(a, b RecordID) string {
	return "same:" + string(min(a, b)) + " " + string(max(a, b))
}

// Pair is the records that a judgement of two is about; ok is false for one of
// something else.
func (j *Judgement) Pair() (a, b RecordID, ok bool) {
	ids, ok := strings.CutPrefix(j.Subject, "same:")
	if !ok {
		return "", "", false
	}
	x, y, ok := strings.Cut(ids, " ")
	return RecordID(x), RecordID(y), ok
}
