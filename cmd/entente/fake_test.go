package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"entente"
	"entente/document"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
)

// fakeParts are small stand-ins, so that the scripts test the doors alone: text
// files, a reader of one sentence a line, a coder that knows "X attacked Y", and
// a ledger that is a file of JSON lines. Event tables are read by the real part.
func fakeParts() engine.Parts {
	return engine.Parts{
		Reader: func() (engine.Reader, error) { return fakeReader{}, nil },
		Coder:  func(engine.Config) (engine.Coder, error) { return fakeCoder{}, nil },
		Ledger: func(ctx context.Context, c engine.Config) (ledger.Ledger, error) {
			path := c.Ledger
			if strings.HasPrefix(filepath.Base(path), "real") { // for what only a real one does
				return embedded.Open(ctx, path, embedded.DefaultOptions("fake"))
			}
			l := &fakeLedger{path: path}
			return l, l.load()
		},
		Documents: fakeDocuments,
		Rows:      tableRows,
	}
}

func fakeDocuments(_ context.Context, _ engine.Config, in engine.Input) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		if in.Files != nil {
			in.Paths = []string{"-"}
			in.Stdin = strings.NewReader("Kestria attacked Voldania.")
		}
		for _, p := range in.Paths {
			names, err := filepath.Glob(p)
			if err == nil && len(names) == 0 {
				names = []string{p}
			}
			for _, name := range names {
				if !yield(fakeDocument(name, in.Stdin)) {
					return
				}
			}
		}
	}
}

func fakeDocument(name string, stdin io.Reader) (*entente.Document, error) {
	var b []byte
	var err error
	if name == "-" {
		b, err = io.ReadAll(stdin)
	} else {
		b, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, &entente.Error{Code: engine.CodeUnreadable, Message: name, Err: errors.Unwrap(err)}
	}
	d := &entente.Document{URI: name, Title: name, Text: strings.TrimSpace(string(b)), Language: "en", Genre: entente.GenreNews}
	d.Parts = []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(d.Text)}}}
	d.Seal("")
	return d, nil
}

type fakeReader struct{}

func (fakeReader) Read(d *entente.Document) *document.Text {
	t := &document.Text{Document: d, Actors: map[entente.ActorID]*entente.Actor{}}
	s := document.Sentence{Span: entente.Span{End: len(d.Text)}, Paragraph: 1, Part: entente.PartBody}
	for _, at := range regexp.MustCompile(`\w+|[.,]`).FindAllStringIndex(d.Text, -1) {
		w := d.Text[at[0]:at[1]]
		s.Tokens = append(s.Tokens, document.Token{Span: entente.Span{Start: at[0], End: at[1]}, Form: w, Lemma: strings.ToLower(w), UPOS: "X", XPOS: "XX", Head: len(s.Tokens) - 1, Rel: "dep"})
	}
	t.Sentences = []document.Sentence{s}
	d.Sentences = 1
	return t
}

type fakeCoder struct{}

func (fakeCoder) Annotate(*document.Text) {}

var attack = regexp.MustCompile(`(\w+) (attacked|met) (\w+)`)

func (fakeCoder) Code(t *document.Text) *entente.Records {
	r := &entente.Records{Document: *t.Document}
	text := t.Document.Text
	for _, m := range attack.FindAllStringSubmatchIndex(text, -1) {
		at := entente.Span{Start: m[0], End: m[1]}
		base := func(k entente.Kind, s entente.Span) entente.Base {
			return entente.Base{Kind: k, ID: entente.NewRecordID(k, r.Document.ID, s), Document: r.Document.ID, Evidence: s}
		}
		id := func(i int) entente.ActorID {
			s := entente.Span{Start: m[i], End: m[i+1]}
			name := s.Of(text)
			code := strings.ToUpper(name[:3])
			r.Actors = append(r.Actors, entente.Actor{Base: base(entente.KindActor, s), Actor: entente.ActorID(code), Label: name, Type: entente.ActorState, Country: code, Mentions: []entente.Span{s}})
			return entente.ActorID(code)
		}
		c := entente.Claim{Base: base(entente.KindClaim, at), Text: at.Of(text), Stance: entente.StanceAsserted}
		e := entente.Event{Base: base(entente.KindEvent, at), Claim: c.ID, Type: "ASSAULT", Quad: 4, Intensity: -9, Layer: entente.LayerMilitary, Sign: -1, Trigger: entente.Span{Start: m[4], End: m[5]}, Confidence: 1}
		if text[m[4]:m[5]] == "met" {
			e.Type, e.Quad, e.Intensity, e.Layer, e.Sign = "CONSULT", 1, 2.5, entente.LayerDiplomatic, 1
		}
		e.Actor, e.Recipient = []entente.ActorID{id(2)}, []entente.ActorID{id(6)}
		r.Claims, r.Events = append(r.Claims, c), append(r.Events, e)
	}
	return r
}

// fakeLedger keeps records in memory and in a file of JSON lines.
type fakeLedger struct {
	path string
	docs []*entente.Records
}

func (l *fakeLedger) load() error {
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open %s: %w", l.path, err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		r := &entente.Records{}
		if err := json.Unmarshal(lines.Bytes(), r); err != nil {
			return fmt.Errorf("%s is no ledger", l.path)
		}
		l.docs = append(l.docs, r)
	}
	return nil
}

func (l *fakeLedger) Append(_ context.Context, batch ...*entente.Records) (ledger.Receipt, error) {
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return ledger.Receipt{}, fmt.Errorf("open %s: %w", l.path, err)
	}
	defer f.Close()
	var receipt ledger.Receipt
	for _, r := range batch {
		if has, _ := l.Has(context.Background(), r.Document.ID); has {
			receipt.Known++
			continue
		}
		l.docs = append(l.docs, r)
		receipt.Added++
		if err := json.NewEncoder(f).Encode(r); err != nil {
			return receipt, fmt.Errorf("write %s: %w", l.path, err)
		}
	}
	return receipt, nil
}

func (l *fakeLedger) Document(_ context.Context, id entente.DocumentID) (*entente.Records, error) {
	for _, r := range l.docs {
		if r.Document.ID == id {
			return r, nil
		}
	}
	return nil, ledger.ErrNotFound
}

func (l *fakeLedger) Has(ctx context.Context, id entente.DocumentID) (bool, error) {
	_, err := l.Document(ctx, id)
	return err == nil, nil
}

func (l *fakeLedger) Documents(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for r := range l.Material(ctx, q) {
			d := r.Document
			d.Text = ""
			if !yield(&d, nil) {
				return
			}
		}
	}
}

func (l *fakeLedger) Texts(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for r := range l.Material(ctx, q) {
			if !yield(&r.Document, nil) {
				return
			}
		}
	}
}

func (l *fakeLedger) DocumentsAfter(_ context.Context, n int) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for _, r := range l.docs[min(n, len(l.docs)):] {
			if !yield(&r.Document, nil) {
				return
			}
		}
	}
}

func (l *fakeLedger) Material(_ context.Context, q ledger.Query) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		for _, r := range l.docs {
			if matches(r, q.Actors) && !yield(r, nil) {
				return
			}
		}
	}
}

func matches(r *entente.Records, ids []entente.ActorID) bool {
	actors := actorsOf(r)
	for _, id := range ids {
		if actors[id] == nil {
			return false
		}
	}
	return true
}

func (l *fakeLedger) Search(_ context.Context, words string, limit int) iter.Seq2[ledger.Hit, error] {
	return func(yield func(ledger.Hit, error) bool) {
		for _, r := range l.docs {
			if limit--; limit < 0 {
				return
			}
			if strings.Contains(r.Document.Text, words) && !yield(ledger.Hit{Document: r.Document.ID, Title: r.Document.Title, Kind: entente.KindDocument, Snippet: r.Document.Text}, nil) {
				return
			}
		}
	}
}

func (l *fakeLedger) Judge(context.Context, ...entente.Judgement) error { return nil }

func (l *fakeLedger) Judgements(context.Context) iter.Seq2[entente.Judgement, error] {
	return func(func(entente.Judgement, error) bool) {}
}

func (l *fakeLedger) JudgementsAfter(ctx context.Context, _ int) iter.Seq2[entente.Judgement, error] {
	return l.Judgements(ctx)
}

func (l *fakeLedger) Derived(context.Context, string) ([]byte, error) {
	return nil, ledger.ErrNotFound
}

func (l *fakeLedger) KeepDerived(context.Context, string, ledger.State, []byte) error { return nil }

func (l *fakeLedger) State(context.Context) (ledger.State, error) {
	return ledger.State{Readings: len(l.docs)}, nil
}

func (l *fakeLedger) Actors(context.Context) iter.Seq2[ledger.ActorCount, error] {
	return func(yield func(ledger.ActorCount, error) bool) {
		seen := map[entente.ActorID]bool{}
		for _, r := range l.docs {
			for _, a := range r.Actors {
				if !seen[a.Actor] {
					seen[a.Actor] = true
					if !yield(ledger.ActorCount{Actor: a.Actor, Label: a.Label, Type: a.Type, Documents: 1, Mentions: 1}, nil) {
						return
					}
				}
			}
		}
	}
}

func (l *fakeLedger) Stats(context.Context) (ledger.Stats, error) {
	s := ledger.Stats{Documents: len(l.docs), Records: map[entente.Kind]int{}, Version: 1}
	for _, r := range l.docs {
		for rec := range r.All() {
			s.Records[rec.Header().Kind]++
			s.Entries++
		}
	}
	return s, nil
}

func (l *fakeLedger) Sets(context.Context) ([]ledger.SetCount, error) { return nil, nil }

func (l *fakeLedger) Close() error { return nil }

func (l *fakeLedger) AppendRows(context.Context, []entente.Row) (ledger.RowReceipt, error) {
	return ledger.RowReceipt{}, nil
}

func (l *fakeLedger) Row(context.Context, entente.RecordID) (*entente.Row, error) {
	return nil, ledger.ErrNotFound
}

func (l *fakeLedger) Observations(context.Context, ledger.Slice) iter.Seq2[entente.Observation, error] {
	return func(func(entente.Observation, error) bool) {}
}

func (l *fakeLedger) Series(context.Context, entente.ActorID, entente.ActorID, ledger.Window) iter.Seq2[ledger.Tally, error] {
	return func(func(ledger.Tally, error) bool) {}
}

func (l *fakeLedger) Months(context.Context, entente.ActorID, ledger.Window) iter.Seq2[ledger.Sum, error] {
	return func(func(ledger.Sum, error) bool) {}
}

func (l *fakeLedger) Told(context.Context, ledger.Window) (map[entente.ActorID]int, error) {
	return nil, nil
}

func (l *fakeLedger) Tallies(context.Context, ledger.Window) iter.Seq2[ledger.Tally, error] {
	return func(func(ledger.Tally, error) bool) {}
}

func (l *fakeLedger) Changes(context.Context, ledger.Window, ledger.Window, int) ([]ledger.Change, error) {
	return nil, nil
}
