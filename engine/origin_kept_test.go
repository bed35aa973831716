package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"entente"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/resolve"

	"github.com/google/go-cmp/cmp"
)

const copiesName = "copies/" + resolve.CopyVersion

// counting counts how often all texts of a ledger are read.
type counting struct {
	ledger.Ledger
	read atomic.Int32
}

func (c *counting) Texts(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	c.read.Add(1)
	return c.Ledger.Texts(ctx, q)
}

// Check passes on the store's own examination.
func (c *counting) Check(ctx context.Context) error { return c.Ledger.(*embedded.Ledger).Check(ctx) }

// visit opens an engine over a ledger, has it asked, and returns how often it read all
// texts.
func visit(t *testing.T, path string, ask func(e *engine.Engine, l ledger.Ledger)) int {
	t.Helper()
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("test"))
	if err != nil {
		t.Fatal(err)
	}
	c := &counting{Ledger: l}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return c, nil }})
	if _, err := e.Stats(t.Context()); err != nil { // opens the ledger
		t.Fatal(err)
	}
	ask(e, c)
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	return int(c.read.Load())
}

func add(t *testing.T, l ledger.Ledger, docs ...*entente.Records) {
	t.Helper()
	if _, err := l.Append(t.Context(), docs...); err != nil {
		t.Fatal(err)
	}
}

// copiesOf is who copied whom, as sources say.
func copiesOf(t *testing.T, e *engine.Engine) []resolve.Copy {
	t.Helper()
	s, err := e.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.Copies
}

func TestCopiesAreFoundOnceForALedger(t *testing.T) {
	path, docs := filepath.Join(t.TempDir(), "l.db"), story(40)
	last := len(docs) - 5
	var cold, warm, more []resolve.Copy
	asks := func(to *[]resolve.Copy) func(e *engine.Engine, l ledger.Ledger) {
		return func(e *engine.Engine, _ ledger.Ledger) { *to = copiesOf(t, e) }
	}
	steps := []struct {
		name string
		ask  func(e *engine.Engine, l ledger.Ledger)
		read int
	}{
		{"the first question", func(e *engine.Engine, l ledger.Ledger) {
			add(t, l, docs[:last]...)
			cold = copiesOf(t, e)
		}, 1},
		{"the second", asks(&warm), 0},
		{"by a desk", func(e *engine.Engine, _ ledger.Ledger) {
			d, err := e.Desk()
			if err == nil {
				_, err = d.Documents(t.Context(), engine.DocumentFilter{Limit: 1})
			}
			if err != nil {
				t.Error(err)
			}
		}, 0},
		{"a document that is there", func(e *engine.Engine, l ledger.Ledger) {
			add(t, l, docs[0])
			copiesOf(t, e)
		}, 0},
		{"new documents", func(e *engine.Engine, l ledger.Ledger) {
			add(t, l, docs[last:]...)
			copiesOf(t, e)
		}, 1},
		{"after new documents", asks(&more), 0},
	}
	for _, s := range steps {
		if n := visit(t, path, s.ask); n != s.read {
			t.Errorf("%s: all texts were read %d times, want %d", s.name, n, s.read)
		}
	}
	if diff := cmp.Diff(cold, warm); diff != "" || len(cold) == 0 {
		t.Errorf("copies as kept (-found +kept):\n%s", diff)
	}
	if len(more) != len(cold)+3 {
		t.Errorf("%d copies, then %d with three reprints more", len(cold), len(more))
	}
}

func TestOneDocumentReadAfterAnotherHasNothingTraced(t *testing.T) {
	path, docs := filepath.Join(t.TempDir(), "l.db"), story(20)
	n := visit(t, path, func(e *engine.Engine, l ledger.Ledger) {
		for i, r := range docs {
			add(t, l, r)
			b, err := e.ShortOf(t.Context(), []entente.DocumentID{r.Document.ID})
			if err != nil || len(b.Documents) != 1 || b.Origins != 1 || len(b.Pairs) != 1 {
				t.Errorf("document %d: %+v, %v", i, b, err)
			}
		}
	})
	if n != 0 {
		t.Errorf("all texts were read %d times", n)
	}
	visit(t, path, func(e *engine.Engine, _ ledger.Ledger) {
		b, err := e.ShortOf(t.Context(), []entente.DocumentID{docs[0].Document.ID, docs[1].Document.ID})
		if err != nil || b.Origins != 1 {
			t.Errorf("of two copies: %+v, %v", b, err)
		}
	})
}

// keptIn is the bytes that a ledger of documents keeps.
func keptIn(t *testing.T, docs []*entente.Records) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "l.db")
	visit(t, path, func(e *engine.Engine, l ledger.Ledger) {
		add(t, l, docs...)
		copiesOf(t, e)
	})
	var out string
	visit(t, path, func(_ *engine.Engine, l ledger.Ledger) {
		data, err := l.Derived(t.Context(), copiesName)
		if err != nil {
			t.Error(err)
		}
		out = string(data)
	})
	return out
}

func TestKeptCopiesDependOnTheDocumentsOnly(t *testing.T) {
	docs := story(60)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := keptIn(t, docs)
	runtime.GOMAXPROCS(4)
	slices.Reverse(docs)
	if four := keptIn(t, docs); one == "" || one != four {
		t.Errorf("on one core %s\non four, read in another order %s", one, four)
	}
}

func TestWrongKeptCopiesAreMended(t *testing.T) {
	docs := story(20)
	var want []resolve.Copy
	visit(t, filepath.Join(t.TempDir(), "l.db"), func(e *engine.Engine, l ledger.Ledger) {
		add(t, l, docs...)
		want = copiesOf(t, e)
	})
	for _, tt := range []struct {
		name, data string
		broken     bool // the check says so
	}{
		{"no JSON", "{", false},
		{"of another form", `{"a": 1}`, false},
		{"nothing", "", false},
		{"a circle", copyJSON(t, resolve.Copy{Document: "d-1", Of: "d-2", Kind: resolve.CopyNear}, resolve.Copy{Document: "d-2", Of: "d-1", Kind: resolve.CopyNear}), false},
		{"a copy of itself", copyJSON(t, resolve.Copy{Document: "d-1", Of: "d-1", Kind: resolve.CopyNear}), false},
		{"copies out of order", copyJSON(t, want[1], want[0]), false},
		{"a copy twice", copyJSON(t, want[0], want[0]), false},
		{"other copies", copyJSON(t, want[0]), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "l.db")
			spoil := func(l ledger.Ledger) {
				t.Helper()
				at, err := l.State(t.Context())
				if err == nil {
					err = l.KeepDerived(t.Context(), copiesName, at, []byte(tt.data))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			visit(t, path, func(e *engine.Engine, l ledger.Ledger) {
				add(t, l, docs...)
				spoil(l)
				use := want
				if tt.broken {
					use = want[:1]
				}
				if diff := cmp.Diff(use, copiesOf(t, e)); diff != "" {
					t.Errorf("before the check:\n%s", diff)
				}
			})
			visit(t, path, func(e *engine.Engine, l ledger.Ledger) {
				spoil(l)
				copiesOf(t, e)
				var found *entente.Error
				_, err := e.Check(t.Context())
				if errors.As(err, &found); tt.broken != (found != nil && found.Code == engine.CodeBrokenLedger && strings.Contains(found.Hint, "check again")) {
					t.Errorf("Check: %v", err)
				}
				if diff := cmp.Diff(want, copiesOf(t, e)); diff != "" {
					t.Errorf("after the check:\n%s", diff)
				}
				if _, err := e.Check(t.Context()); err != nil {
					t.Errorf("Check again: %v", err)
				}
			})
		})
	}
}

func copyJSON(t *testing.T, copies ...resolve.Copy) string {
	t.Helper()
	data, err := json.Marshal(copies)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// full keeps nothing, as a ledger may.
type full struct{ *counting }

func (full) KeepDerived(context.Context, string, ledger.State, []byte) error { return nil }

func TestCheckDoesNotSayThatItMendedWhatItCouldNot(t *testing.T) {
	path, docs := filepath.Join(t.TempDir(), "l.db"), story(20)
	visit(t, path, func(_ *engine.Engine, l ledger.Ledger) {
		add(t, l, docs...)
		at, err := l.State(t.Context())
		if err == nil {
			err = l.KeepDerived(t.Context(), copiesName, at, []byte("[]"))
		}
		if err != nil {
			t.Fatal(err)
		}
		e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return full{l.(*counting)}, nil }})
		var found *entente.Error
		if _, err := e.Check(t.Context()); !errors.As(err, &found) || found.Code != engine.CodeBrokenLedger || !strings.Contains(found.Hint, "could not be kept") {
			t.Errorf("Check: %+v", found)
		}
		if n := len(copiesOf(t, e)); n != 19 {
			t.Errorf("%d copies of 20 reprints after the check", n)
		}
	})
}

// ending yields all texts, and then whoever asked goes away.
type ending struct {
	*counting
	end    context.CancelFunc
	listed bool // documents were asked for afterwards
}

func (l *ending) Documents(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	l.listed = true
	return l.counting.Documents(ctx, q)
}

func (l *ending) Texts(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for d, err := range l.counting.Texts(ctx, q) {
			if !yield(d, err) {
				return
			}
		}
		l.end()
	}
}

func TestLookingForCopiesEndsWithTheQuestion(t *testing.T) {
	path, docs := filepath.Join(t.TempDir(), "l.db"), story(20)
	visit(t, path, func(_ *engine.Engine, l ledger.Ledger) {
		add(t, l, docs...)
		ctx, end := context.WithCancel(t.Context())
		defer end()
		ends := &ending{counting: l.(*counting), end: end}
		e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return ends, nil }})
		if _, err := e.Documents(ctx); !errors.Is(err, context.Canceled) || ends.listed {
			t.Errorf("Documents: %v, and went on: %v", err, ends.listed)
		}
	})
}

func TestLedgerThatCannotBeWrittenSaysWhoCopiedWhom(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("who may do everything may write every file")
	}
	path, docs := filepath.Join(t.TempDir(), "l.db"), story(20)
	visit(t, path, func(_ *engine.Engine, l ledger.Ledger) { add(t, l, docs...) })
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		n := visit(t, path, func(e *engine.Engine, _ ledger.Ledger) {
			if c := copiesOf(t, e); len(c) != 19 {
				t.Errorf("%d copies of 20 reprints", len(c))
			}
			if _, err := e.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
		if n != 1 {
			t.Errorf("all texts were read %d times, want once, as nothing can be kept", n)
		}
	}
}
