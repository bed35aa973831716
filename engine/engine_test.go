package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"entente"
	"entente/document"
	"entente/engine"
	"entente/ledger"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// stub reads and codes nothing but the document itself.
type stub struct{ coded *atomic.Int32 }

func (stub) Read(d *entente.Document) *document.Text { return &document.Text{Document: d} }
func (stub) Annotate(*document.Text)                 {}
func (s stub) Code(t *document.Text) *entente.Records {
	s.coded.Add(1)
	return &entente.Records{Document: *t.Document}
}

// shelf is a ledger in memory with only what the tests ask of it.
type shelf struct {
	ledger.Ledger
	mu     sync.Mutex
	docs   []*entente.Records
	actors []ledger.ActorCount
}

func (s *shelf) Append(_ context.Context, batch ...*entente.Records) (ledger.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.docs = append(s.docs, batch...)
	return ledger.Receipt{Added: len(batch)}, nil
}

func (s *shelf) Has(_ context.Context, id entente.DocumentID) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.docs {
		if r.Document.ID == id {
			return true, nil
		}
	}
	return false, nil
}

func (s *shelf) Actors(context.Context) iter.Seq2[ledger.ActorCount, error] {
	return func(yield func(ledger.ActorCount, error) bool) {
		for _, a := range s.actors {
			if !yield(a, nil) {
				return
			}
		}
	}
}

func (s *shelf) Judgements(context.Context) iter.Seq2[entente.Judgement, error] {
	return func(func(entente.Judgement, error) bool) {}
}

func (s *shelf) Material(context.Context, ledger.Query) iter.Seq2[*entente.Records, error] {
	return func(yield func(*entente.Records, error) bool) {
		for _, r := range s.docs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (s *shelf) Texts(context.Context, ledger.Query) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for _, r := range s.docs {
			if !yield(&r.Document, nil) {
				return
			}
		}
	}
}

func (s *shelf) Derived(context.Context, string) ([]byte, error) {
	return nil, ledger.ErrNotFound
}

func (s *shelf) KeepDerived(context.Context, string, ledger.State, []byte) error { return nil }

func (s *shelf) State(context.Context) (ledger.State, error) {
	return ledger.State{Readings: len(s.docs)}, nil
}

func (s *shelf) Sets(context.Context) ([]ledger.SetCount, error) { return nil, nil }

func (s *shelf) Close() error { return nil }

// numbered yields n documents; those whose number bad holds are errors.
func numbered(n int, bad map[int]bool) func(context.Context, engine.Config, engine.Input) iter.Seq2[*entente.Document, error] {
	return func(context.Context, engine.Config, engine.Input) iter.Seq2[*entente.Document, error] {
		return func(yield func(*entente.Document, error) bool) {
			for i := range n {
				d := &entente.Document{URI: fmt.Sprint(i), Text: fmt.Sprintf("Text %d.", i)}
				d.Seal("")
				var err error
				if bad[i] {
					d, err = nil, fmt.Errorf("input %d", i)
				}
				if !yield(d, err) {
					return
				}
			}
		}
	}
}

func open(t interface{ TempDir() string }, s *shelf, workers, n int, bad map[int]bool) (*engine.Engine, *atomic.Int32) {
	coded := &atomic.Int32{}
	return engine.Open(engine.Config{Ledger: filepath.Join(t.TempDir(), "l.db"), Workers: workers}, engine.Parts{
		Reader: func() (engine.Reader, error) { return stub{coded}, nil },
		Coder:  func(engine.Config) (engine.Coder, error) { return stub{coded}, nil },
		Ledger: func(_ context.Context, c engine.Config) (ledger.Ledger, error) {
			return s, os.WriteFile(c.Ledger, nil, 0o644)
		},
		Documents: numbered(n, bad),
	}), coded
}

type tempDir string

func (d tempDir) TempDir() string { return string(d) }

func TestCodeKeepsTheOrderOfDocumentsOnAnyNumberOfCores(t *testing.T) {
	dir := tempDir(t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "documents")
		bad := map[int]bool{}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, 40), 0, 5).Draw(t, "bad") {
			bad[i] = true
		}
		e, _ := open(dir, &shelf{}, rapid.IntRange(1, 9).Draw(t, "workers"), n, bad)
		i := 0
		for r, err := range e.Code(context.Background(), engine.Input{}) {
			switch {
			case bad[i] && (err == nil || err.Error() != fmt.Sprintf("input %d", i)):
				t.Fatalf("input %d: got %v", i, err)
			case !bad[i] && (err != nil || r.Document.URI != fmt.Sprint(i)):
				t.Fatalf("document %d: got %v, %v", i, r, err)
			}
			i++
		}
		if i != n {
			t.Fatalf("%d results of %d documents", i, n)
		}
	})
}

func TestCodeCanBeStoppedEarly(t *testing.T) {
	e, _ := open(t, &shelf{}, 4, 1000, nil)
	n := 0
	for range e.Code(context.Background(), engine.Input{}) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d results, want 3", n)
	}
}

func TestReadingAgainCodesNothing(t *testing.T) {
	s := &shelf{}
	e, coded := open(t, s, 2, 50, map[int]bool{7: true})
	r, err := e.Read(context.Background(), engine.Input{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Added != 49 || len(r.Failed) != 1 || len(r.Documents) != 49 {
		t.Errorf("first reading: %d added, %d failed, %d documents; want 49, 1, 49", r.Added, len(r.Failed), len(r.Documents))
	}
	before := coded.Load()
	again, err := e.Read(context.Background(), engine.Input{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again.Known != 49 || again.Added != 0 || coded.Load() != before {
		t.Errorf("second reading: %d known, %d added, %d coded again; want 49, 0, 0", again.Known, again.Added, coded.Load()-before)
	}
}

func TestWhatWasCodedBeforeAnInterruptionIsKept(t *testing.T) {
	s := &shelf{}
	e, _ := open(t, s, 2, 10_000, nil)
	ctx, cancel := context.WithCancel(context.Background())
	r, err := e.Read(ctx, engine.Input{}, func(p engine.Progress) {
		if p.Done == 100 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want canceled", err)
	}
	if len(s.docs) < 100 || len(s.docs) != r.Added || len(s.docs) > 1000 {
		t.Errorf("%d documents stored, %d reported", len(s.docs), r.Added)
	}
}

func TestNothingToReadIsSaid(t *testing.T) {
	e, _ := open(t, &shelf{}, 1, 0, nil)
	_, err := e.Read(context.Background(), engine.Input{}, nil)
	wantCode(t, err, engine.CodeNoInput)
}

func wantCode(t *testing.T, err error, code entente.Code) {
	t.Helper()
	var e *entente.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Errorf("got %v, want an error with code %s", err, code)
	}
}

func TestActorsAreFoundByIDAndName(t *testing.T) {
	s := &shelf{actors: []ledger.ActorCount{
		{Actor: "GON", Label: "Gondor"},
		{Actor: "GON.GOV", Label: "government of Gondor"},
		{Actor: "x:reds-gon", Label: "The Reds"},
		{Actor: "x:reds-roh", Label: "The Reds"},
		{Actor: "ROH", Label: "Rohan March"},
	}}
	e, _ := open(t, s, 1, 1, nil)
	if _, err := e.Read(context.Background(), engine.Input{}, nil); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		want entente.ActorID
		code entente.Code
	}{
		{"GON", "GON", ""},
		{"gon.gov", "GON.GOV", ""},
		{"GONDOR", "GON", ""},
		{"rohan", "ROH", ""},
		{"the reds", "", engine.CodeAmbiguousActor},
		{"Gondar", "", engine.CodeUnknownActor},
		{"", "", engine.CodeUnknownActor},
	}
	for _, tt := range tests {
		b, err := e.Brief(context.Background(), tt.name)
		if tt.code != "" {
			wantCode(t, err, tt.code)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, b.About[0].ID); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestNothingIsLoadedBeforeItIsNeeded(t *testing.T) {
	e := engine.Open(engine.Config{Ledger: filepath.Join(t.TempDir(), "none.db")}, engine.Parts{
		Reader: func() (engine.Reader, error) { t.Error("the reader was loaded"); return nil, nil },
		Coder:  func(engine.Config) (engine.Coder, error) { t.Error("the coder was loaded"); return nil, nil },
	})
	_, err := e.Brief(context.Background())
	wantCode(t, err, engine.CodeNoLedger)
}

func TestPartThatIsMissingIsAnError(t *testing.T) {
	e := engine.Open(engine.Config{}, engine.Parts{})
	_, err := e.Explain(context.Background(), "Words.", 0)
	wantCode(t, err, engine.CodeInternal)
}

func TestNearestFindsTypingMistakes(t *testing.T) {
	words := func(yield func(string) bool) {
		for _, w := range []string{"brief", "read", "documents"} {
			if !yield(w) {
				return
			}
		}
	}
	for in, want := range map[string]string{"brif": "brief", "docments": "documents", "xyz": "", "": ""} {
		if got := engine.Nearest(in, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzConfigFile(f *testing.F) {
	for _, s := range []string{"ledger: x\n", "dictionaries: [a, b]\nworkers: 2\n", "a: &a [*a]\n", "- 1\n", "ledger: {}\n", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := engine.LoadConfig(engine.Sources{File: path, Environ: func(string) string { return "" }})
		if err != nil && !strings.Contains(err.Error(), "read the configuration") {
			var e *entente.Error
			if !errors.As(err, &e) || e.Code != engine.CodeBadConfig {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

func (s *shelf) Observations(context.Context, ledger.Slice) iter.Seq2[entente.Observation, error] {
	return func(func(entente.Observation, error) bool) {}
}
