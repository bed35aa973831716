package engine_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entente"
	"entente/engine"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/resolve"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// following counts what a ledger is asked for.
type following struct {
	ledger.Ledger
	all, fresh, kept atomic.Int32 // readings of all texts, texts of new documents, what was kept
}

func (l *following) Texts(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	l.all.Add(1)
	return l.Ledger.Texts(ctx, q)
}

func (l *following) DocumentsAfter(ctx context.Context, n int) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for d, err := range l.Ledger.DocumentsAfter(ctx, n) {
			if l.fresh.Add(1); !yield(d, err) {
				return
			}
		}
	}
}

func (l *following) KeepDerived(ctx context.Context, name string, at ledger.State, data []byte) error {
	l.kept.Add(1)
	return l.Ledger.KeepDerived(ctx, name, at, data)
}

// follow opens an engine over a ledger, which ends with the test.
func follow(t *testing.T, path, reading string) (*engine.Engine, *following) {
	t.Helper()
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions(reading))
	if err != nil {
		t.Fatal(err)
	}
	f := &following{Ledger: l}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return f, nil }})
	t.Cleanup(func() { _ = e.Close() })
	return e, f
}

// afresh is who copied whom in a ledger, found among all documents at once.
func afresh(t *testing.T, l ledger.Ledger) []resolve.Copy {
	t.Helper()
	var sources []resolve.Source
	for d, err := range l.Texts(t.Context(), ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		body := d.Text
		if len(d.Parts) > 0 {
			body = d.Parts[0].Of(d.Text)
		}
		sources = append(sources, resolve.Source{ID: d.ID, Published: d.Published, Text: resolve.NewText(body)})
	}
	return resolve.Copies(sources)
}

// report is a document of a story: number says which of its sentences it has.
func report(story, number, day int) *entente.Records {
	x := rand.New(rand.NewPCG(uint64(story), uint64(number)))
	var b strings.Builder
	for k := range 14 {
		if number > 0 && x.IntN(4) == 0 {
			continue
		}
		fmt.Fprintf(&b, "In story %d the envoy number %d of valley %d met guard %d by the old mill. ", story, k, story*31+k, k*story)
	}
	d := entente.Document{Title: fmt.Sprint("Report ", number), Text: b.String(), Language: "en", Parts: []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: b.Len()}}}}
	if day > 0 {
		d.Published = entente.NewDay(2031, 3, day)
	}
	d.Seal("")
	return &entente.Records{Document: d}
}

// deskCopies asks a desk what each document copies.
func deskCopies(t *testing.T, d *engine.Desk) map[string]string {
	t.Helper()
	list, err := d.Documents(t.Context(), engine.DocumentFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range list.Documents {
		out[p.ID] = p.CopyOf
	}
	return out
}

func TestANewDocumentDoesNotHaveAllTracedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	_, first := follow(t, path, "test")
	for i := range 60 {
		add(t, first, report(i%7, i, 1+i%9))
	}
	visit(t, path, func(e *engine.Engine, _ ledger.Ledger) { copiesOf(t, e) }) // the ledger keeps them
	e, l := follow(t, path, "test")
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := l.all.Load(); n != 1 {
		t.Errorf("to prepare a desk all texts were read %d times, want once", n)
	}
	for i, day := range []int{9, 12, 9, 4, 0, 12, 1, 0} {
		l.all.Store(0)
		l.fresh.Store(0)
		r := report(i%7, 100+i, day)
		add(t, l, r)
		if err := d.Prepare(t.Context()); err != nil { // it looks again
			t.Fatal(err)
		}
		for want := map[string]string(nil); want == nil; {
			if got := deskCopies(t, d); len(got) == 61+i {
				want = map[string]string{}
				origins := resolve.Origins(afresh(t, l.Ledger))
				for id := range got {
					want[id] = string(origins[entente.DocumentID(id)])
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("day %d:\n%s", day, diff)
				}
			}
		}
		if all, fresh := l.all.Load(), l.fresh.Load(); all != 0 || fresh > 2 {
			t.Errorf("day %d: all texts were read %d times, and %d of new documents", day, all, fresh)
		}
	}
}

func TestCopiesFoundGoingOnAreThoseFoundAfresh(t *testing.T) {
	for seed := range uint64(5) {
		x := rand.New(rand.NewPCG(seed, 1))
		path := filepath.Join(t.TempDir(), "l.db")
		e, l := follow(t, path, "test")
		_, again := follow(t, path, "another reading")
		var docs []*entente.Records
		for i := range 80 {
			docs = append(docs, report(x.IntN(6), x.IntN(60), x.IntN(8)))
			if i%9 == 0 {
				docs = append(docs, docs[x.IntN(len(docs))])
			}
		}
		for at, n := 0, 0; at < len(docs); at += n {
			n = min(len(docs)-at, 1+x.IntN(20))
			add(t, l, docs[at:at+n]...)
			switch x.IntN(4) {
			case 0: // a document is read anew, and is the same
				add(t, again, docs[x.IntN(at+n)])
			case 1: // its body is another
				r := *docs[x.IntN(at+n)]
				r.Document.Parts = []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(r.Document.Text) / 2}}}
				add(t, again, &r)
			}
			if diff := cmp.Diff(afresh(t, l.Ledger), copiesOf(t, e), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d, after %d documents (-afresh +going on):\n%s", seed, at+n, diff)
			}
		}
		if all := l.all.Load(); all > 12 {
			t.Errorf("seed %d: all texts were read %d times", seed, all)
		}
	}
}

func TestCopiesAreFoundWhileDocumentsComeAndManyAsk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	e, l := follow(t, path, "test")
	add(t, l, report(1, 0, 3))
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := range 60 {
			if _, err := l.Append(t.Context(), report(i%5, i, (i*7)%9)); err != nil {
				t.Error(err)
			}
		}
	})
	for range 2 {
		wait.Go(func() {
			for range 8 {
				if _, err := e.Sources(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
		wait.Go(func() {
			for range 4 {
				if err := d.Prepare(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	want := afresh(t, l.Ledger)
	if diff := cmp.Diff(want, copiesOf(t, e)); diff != "" || len(want) == 0 {
		t.Errorf("copies (-afresh +found):\n%s", diff)
	}
	if n := l.kept.Load(); n > 3 {
		t.Errorf("copies were kept %d times", n)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if n := visit(t, path, func(e *engine.Engine, _ ledger.Ledger) {
		if diff := cmp.Diff(want, copiesOf(t, e)); diff != "" {
			t.Errorf("copies as kept (-afresh +kept):\n%s", diff)
		}
	}); n != 0 {
		t.Errorf("the last copies were not kept: all texts were read %d times", n)
	}
}

func TestADeskFollowsALedgerOverALink(t *testing.T) {
	path, link := filepath.Join(t.TempDir(), "l.db"), filepath.Join(t.TempDir(), "link.db")
	_, l := follow(t, path, "test")
	add(t, l, report(1, 0, 1))
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	e, _ := follow(t, link, "test")
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(deskCopies(t, d)); n != 1 {
		t.Errorf("%d documents, want one", n)
	}
	add(t, l, report(2, 0, 1))
	for until := time.Now().Add(5 * time.Second); len(deskCopies(t, d)) != 2; { // it looks now and then
		if time.Now().After(until) {
			t.Fatal("what another process appends is not there")
		}
	}
}

// waiting holds those up who read all texts until it is told to go on.
type waiting struct {
	*following
	reads, goOn chan struct{}
}

func (l *waiting) Texts(ctx context.Context, q ledger.Query) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		l.reads <- struct{}{}
		<-l.goOn
		l.following.Texts(ctx, q)(yield)
	}
}

func TestWhatIsMadeReadyHoldsNobodyUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.db")
	visit(t, path, func(e *engine.Engine, l ledger.Ledger) {
		for i := range 20 {
			add(t, l, report(i%3, i, 1+i%9))
		}
		copiesOf(t, e)
	})
	_, f := follow(t, path, "test")
	w := &waiting{f, make(chan struct{}), make(chan struct{})}
	e := engine.Open(engine.Config{Ledger: path}, engine.Parts{Ledger: func(context.Context, engine.Config) (ledger.Ledger, error) { return w, nil }})
	d, err := e.Desk()
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := d.Prepare(t.Context()); err != nil {
			t.Error(err)
		}
	})
	<-w.reads
	if n := len(deskCopies(t, d)); n != 20 || !slices.Equal(copiesOf(t, e), afresh(t, f.Ledger)) {
		t.Errorf("while all are traced, %d documents are shown", n)
	}
	add(t, w, report(1, 90, 20))
	wait.Go(func() { // it waits for what is in the making, rather than to trace all itself
		s, err := e.Sources(t.Context())
		if err != nil || !slices.Equal(s.Copies, afresh(t, f.Ledger)) {
			t.Errorf("when a document came: %v", err)
		}
	})
	close(w.goOn)
	wait.Wait()
	if n := f.all.Load(); n != 1 {
		t.Errorf("all texts were read %d times, want once", n)
	}
}
