package engine_test

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/engine"
	"entente/ledger"
)

// papers is a ledger of documents and judgements.
type papers struct {
	ledger.Ledger
	docs   []*entente.Records
	judged []entente.Judgement
}

func (p *papers) Actors(context.Context) iter.Seq2[ledger.ActorCount, error] {
	return func(func(ledger.ActorCount, error) bool) {}
}

func (p *papers) Material(context.Context, ledger.Query) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		for _, r := range p.docs {
			fresh := *r
			if !yield(&fresh, nil) {
				return
			}
		}
	}
}

func (p *papers) Texts(context.Context, ledger.Query) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for _, r := range slices.SortedFunc(slices.Values(p.docs), func(a, b *entente.Records) int { return cmp.Compare(a.Document.Published, b.Document.Published) }) {
			if !yield(&r.Document, nil) {
				return
			}
		}
	}
}

func (p *papers) Derived(context.Context, string) ([]byte, error) {
	return nil, ledger.ErrNotFound
}

func (p *papers) KeepDerived(context.Context, string, ledger.State, []byte) error { return nil }

func (p *papers) State(context.Context) (ledger.State, error) {
	return ledger.State{Readings: len(p.docs)}, nil
}

func (p *papers) Document(_ context.Context, id entente.DocumentID) (*entente.Records, error) {
	for _, r := range p.docs {
		if r.Document.ID == id {
			return r, nil
		}
	}
	return nil, ledger.ErrNotFound
}

func (p *papers) Judgements(context.Context) iter.Seq2[entente.Judgement, error] {
	return func(yield func(entente.Judgement, error) bool) {
		for _, j := range p.judged {
			if !yield(j, nil) {
				return
			}
		}
	}
}

func (p *papers) Close() error { return nil }

// shelled is a document of an outlet that tells of one attack, on the word of a voice.
func shelled(id, outlet string, day int, body, voice string, stance entente.Stance) *entente.Records {
	r := &entente.Records{Document: entente.Document{ID: entente.DocumentID("d-" + id), Outlet: outlet, Published: entente.NewDay(2031, 3, day), Text: body}}
	c := entente.Claim{Base: entente.Base{ID: entente.RecordID("c-" + id)}, Stance: stance}
	if voice != "" {
		c.Chain = []entente.Voice{{Name: voice}}
	}
	r.Claims = []entente.Claim{c}
	r.Events = []entente.Event{{Base: entente.Base{ID: entente.RecordID("e-" + id), Evidence: entente.Span{End: 5}}, Claim: c.ID, Actor: []entente.ActorID{"XKE"}, Recipient: []entente.ActorID{"XVO"}, Type: "ASSAULT"}}
	return r
}

func TestSameEventsCountOriginsAndVoices(t *testing.T) {
	wire := strings.Repeat("Shells fell on the village of Dorm at dawn while the guards slept in the old mill by the river. ", 3)
	p := &papers{docs: []*entente.Records{
		shelled("wire", "Northern Wire", 19, wire+"One two three four five six seven.", "", entente.StanceAsserted),
		shelled("copy", "The Courier", 20, wire+"A few words more of the editor who had nothing to add here.", "", entente.StanceAsserted),
		shelled("one", "Lume Review", 20, "The general told this paper at length how his batteries had opened fire on Dorm.", "General Orr", entente.StanceAsserted),
		shelled("two", "The Monitor", 21, "In an interview on another matter the general spoke about what was done near Dorm.", "General Orr", entente.StanceDenied),
		shelled("fear", "The Monitor", 20, "Villagers by the river are afraid of what may come in spring when the roads are dry.", "", entente.StanceFeared),
	}}
	path := filepath.Join(t.TempDir(), "l.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func() []engine.Occurrence {
		t.Helper()
		e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return p, nil }})
		defer e.Close()
		got, err := e.SameEvents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := ask()
	if len(got) != 1 || got[0].Line() != "4 documents, 3 origins, 2 independent" || len(got[0].Tellings) != 4 {
		t.Fatalf("%+v", got)
	}
	rule := func(v entente.Verdict) {
		j := entente.Judgement{Subject: entente.PairSubject("e-two", "e-wire"), Verdict: v, Who: "me", When: time.Unix(1, 0)}
		if err := j.Seal(); err != nil {
			t.Fatal(err)
		}
		p.judged = append(p.judged, j)
	}
	rule(entente.VerdictParted)
	if got := ask(); len(got) != 1 || got[0].Documents != 3 {
		t.Errorf("parted: %+v", got)
	}
	// Read anew, the record has another id; the decision passes on with what was kept
	// of it.
	was := p.docs[3].Events[0]
	record, err := json.Marshal(was)
	if err != nil {
		t.Fatal(err)
	}
	sides, err := json.Marshal([]entente.Side{{ID: "e-wire"}, {ID: was.ID, Kind: entente.KindEvent, Document: p.docs[3].Document.ID, Evidence: was.Evidence, Record: record}})
	if err != nil {
		t.Fatal(err)
	}
	p.judged[0].Record = sides
	p.docs[3].Events[0].ID = "e-two-again"
	if got := ask(); len(got) != 1 || got[0].Documents != 3 {
		t.Errorf("parted, and read anew: %+v", got)
	}
	p.docs[3].Events[0] = was
	rule(entente.VerdictWithdrawn)
	if got := ask(); len(got) != 1 || got[0].Documents != 4 {
		t.Errorf("taken back: %+v", got)
	}
}

func TestSameEventsClaimNoDayThatIsNotTold(t *testing.T) {
	said := func(id, outlet, body string) *entente.Records {
		r := shelled(id, outlet, 19, body, "He", entente.StanceAsserted)
		r.Claims[0].Chain[0].Speaker = "x:orr"
		r.Actors = []entente.Actor{{Actor: "x:orr", Label: "General Orr"}}
		r.Events[0].Date = entente.Interval{From: entente.NewDay(2028, 1, 1), To: entente.NewDay(2028, 12, 31), Precision: entente.PrecisionYear, Text: "in 2028"}
		return r
	}
	p := &papers{docs: []*entente.Records{said("a", "Northern Wire", "The general spoke of the shelling."), said("b", "The Monitor", "Of an old war he said this.")}}
	path := filepath.Join(t.TempDir(), "l.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return p, nil }})
	defer e.Close()
	got, err := e.SameEvents(t.Context())
	if err != nil || len(got) != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	if got[0].When != "2028" || got[0].Tellings[0].When != "2028" || got[0].Tellings[0].Voice != "General Orr" {
		t.Errorf("not as told: %+v", got[0])
	}
}
