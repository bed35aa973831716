package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"

	"entente"
	"entente/document"
	"entente/ingest"
	"entente/ledger"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plain reads and codes nothing but the document itself, and counts how many
// documents it has at once.
type plain struct{ coded, now, most atomic.Int32 }

func (p *plain) Read(d *entente.Document) *document.Text {
	if n := p.now.Add(1); n > p.most.Load() {
		p.most.Store(n)
	}
	return &document.Text{Document: d}
}

func (p *plain) Code(t *document.Text) *entente.Records {
	p.coded.Add(1)
	p.now.Add(-1)
	t.Document.Sentences = 2
	return &entente.Records{Document: *t.Document}
}

// shelf is a ledger in memory with what the pipeline asks of it.
type shelf struct {
	ledger.Ledger
	mu      sync.Mutex
	ids     map[entente.DocumentID]bool
	batches []int
	fail    error // of Append
	blind   error // of Has
}

func (s *shelf) Has(_ context.Context, id entente.DocumentID) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ids[id], s.blind
}

func (s *shelf) Append(ctx context.Context, batch ...*entente.Records) (r ledger.Receipt, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil || ctx.Err() != nil {
		return r, errors.Join(s.fail, ctx.Err())
	}
	if s.ids == nil {
		s.ids = map[entente.DocumentID]bool{}
	}
	for _, b := range batch {
		if s.ids[b.Document.ID] {
			r.Known++
		} else {
			r.Added++
		}
		s.ids[b.Document.ID] = true
	}
	s.batches = append(s.batches, len(batch))
	return r, nil
}

func doc(i int) *entente.Document {
	d := &entente.Document{URI: fmt.Sprint(i), Text: fmt.Sprintf("Text %d.", i)}
	d.Seal("")
	return d
}

// numbered yields the documents 0 to n-1; those that bad holds are errors.
func numbered(n int, bad map[int]bool) iter.Seq2[*entente.Document, error] {
	return func(yield func(*entente.Document, error) bool) {
		for i := range n {
			if bad[i] {
				if !yield(nil, fmt.Errorf("input %d", i)) {
					return
				}
			} else if !yield(doc(i), nil) {
				return
			}
		}
	}
}

func pipeline(workers int) (*ingest.Pipeline, *plain) {
	p := &plain{}
	return &ingest.Pipeline{Reader: p, Coder: p, Workers: workers}, p
}

func TestOrderIsThatOfTheDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 50).Draw(t, "documents")
		bad := map[int]bool{}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, 50), 0, 6).Draw(t, "bad") {
			bad[i] = true
		}
		workers := rapid.IntRange(0, 9).Draw(t, "workers")
		p, seen := pipeline(workers)
		i := 0
		for r, err := range p.Records(context.Background(), numbered(n, bad)) {
			if bad[i] != (err != nil) || err == nil && r.Document.URI != fmt.Sprint(i) {
				t.Fatalf("place %d: got %v, %v", i, r, err)
			}
			i++
		}
		if i != n {
			t.Fatalf("%d results, want %d", i, n)
		}
		if most := int(seen.most.Load()); most > max(workers, 1) {
			t.Fatalf("%d documents were read at once, with %d workers", most, workers)
		}
	})
}

func TestStoreCountsAndGoesOn(t *testing.T) {
	l := &shelf{}
	p, seen := pipeline(3)
	bad := map[int]bool{3: true, 70: true}
	var shown []int
	r, err := p.Store(t.Context(), l, numbered(80, bad), func(g ingest.Progress) { shown = append(shown, g.Done) })
	if err != nil {
		t.Fatal(err)
	}
	if r.Added != 78 || len(r.Documents) != 78 || r.Sentences != 156 || len(r.Failed) != 2 || r.Failed[0].Error() != "input 3" || shown[77] != 78 {
		t.Errorf("got %+v", r)
	}
	if diff := cmp.Diff([]int{32, 32, 14}, l.batches); diff != "" {
		t.Errorf("batches: -want +got:\n%s", diff)
	}
	// Again, and ten more: what is there is not read again.
	before := seen.coded.Load()
	if r, err = p.Store(t.Context(), l, numbered(90, bad), nil); err != nil || r.Known != 78 || r.Added != 10 {
		t.Errorf("second time: %+v, %v", r, err)
	}
	if n := seen.coded.Load() - before; n != 10 {
		t.Errorf("%d documents were read again or anew, want 10", n)
	}
}

// A document met twice at once is stored once.
func TestStoreTwice(t *testing.T) {
	p, _ := pipeline(2)
	twice := func(yield func(*entente.Document, error) bool) {
		for range 2 {
			if !yield(doc(1), nil) {
				return
			}
		}
	}
	r, err := p.Store(t.Context(), &shelf{}, twice, nil)
	if err != nil || r.Added != 1 || r.Known != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestStoreCancelledKeepsWhatWasRead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	l := &shelf{}
	p, _ := pipeline(4)
	r, err := p.Store(ctx, l, numbered(1000, nil), func(g ingest.Progress) {
		if g.Done == 40 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if len(r.Documents) != 40 || r.Added != 40 || len(l.ids) != 40 {
		t.Errorf("%d documents reported, %d added, %d stored; want 40", len(r.Documents), r.Added, len(l.ids))
	}
}

func TestStoreEndsWithTheLedger(t *testing.T) {
	full := errors.New("no room")
	for name, l := range map[string]*shelf{"append": {fail: full}, "has": {blind: full}} {
		p, _ := pipeline(2)
		if r, err := p.Store(t.Context(), l, numbered(100, nil), nil); !errors.Is(err, full) || r == nil || r.Added != 0 {
			t.Errorf("%s: got %+v, %v", name, r, err)
		}
	}
}

func TestLeavingEarlyEndsTheWork(t *testing.T) {
	p, seen := pipeline(4)
	for range p.Records(t.Context(), numbered(1000, nil)) {
		break
	}
	if n := seen.coded.Load(); n > 20 {
		t.Errorf("%d documents were read for one", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for r, err := range p.Records(ctx, numbered(10, nil)) {
		if r != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, %v", r, err)
		}
	}
}
