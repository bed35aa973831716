package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"entente"
	"entente/document"
	"entente/ingest"
	"entente/ledger"
	"entente/ledger/embedded"

	"github.com/google/go-cmp/cmp"
)

// uneven takes a random time for each document and breaks on some.
type uneven struct{ breaks string }

func (u uneven) Read(d *entente.Document) *document.Text {
	for range rand.IntN(200) {
		runtime.Gosched()
	}
	if d.URI == u.breaks {
		panic("no such tree")
	}
	return &document.Text{Document: d}
}

func (u uneven) Code(t *document.Text) *entente.Records {
	d := *t.Document
	at := entente.Span{End: len(d.Text)}
	claim := entente.Claim{Text: d.Text, Base: entente.Base{Kind: entente.KindClaim, ID: entente.NewRecordID(entente.KindClaim, d.ID, at), Document: d.ID, Evidence: at}}
	return &entente.Records{Document: d, Claims: []entente.Claim{claim}}
}

func shelve(t testing.TB) *embedded.Ledger {
	t.Helper()
	l, err := embedded.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"), embedded.DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestDocumentThatBreaksTheReaderIsNamedAndTheOthersAreRead(t *testing.T) {
	p := &ingest.Pipeline{Reader: uneven{breaks: "5"}, Coder: uneven{}, Workers: 3}
	r, err := p.Store(t.Context(), &shelf{}, numbered(10, nil), nil)
	if err != nil || r.Added != 9 || len(r.Failed) != 1 || !strings.HasPrefix(r.Failed[0].Error(), "5: ") {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestLedgerIsTheSameWithAnyNumberOfWorkers(t *testing.T) {
	var want []*entente.Records
	for _, workers := range []int{1, 2, 8} {
		l := shelve(t)
		p := &ingest.Pipeline{Reader: uneven{}, Coder: uneven{}, Workers: workers}
		if r, err := p.Store(t.Context(), l, numbered(150, nil), nil); err != nil || r.Added != 150 {
			t.Fatalf("%d workers: %+v, %v", workers, r, err)
		}
		var got []*entente.Records
		for r, err := range l.Material(t.Context(), ledger.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d workers (-1 worker +got):\n%s", workers, diff)
		}
	}
}

func TestCancelledWorkGoesOnWhereItStopped(t *testing.T) {
	l := shelve(t)
	p := &ingest.Pipeline{Reader: uneven{}, Coder: uneven{}, Workers: 4}
	const n = 200
	stored, rounds := 0, 0
	for ; stored < n && rounds < 50; rounds++ {
		ctx, cancel := context.WithCancel(t.Context())
		r, err := p.Store(ctx, l, numbered(n, nil), func(g ingest.Progress) {
			if g.Done >= stored+40 {
				cancel()
			}
		})
		cancel()
		if err == nil && len(r.Documents) != n {
			t.Fatalf("%d documents and %v", len(r.Documents), err)
		}
		for _, id := range r.Documents { // what the report names is there
			if has, err := l.Has(t.Context(), id); !has || err != nil {
				t.Fatalf("%s is not there: %v", id, err)
			}
		}
		if r.Known != stored {
			t.Errorf("round %d: %d known, %d were stored", rounds, r.Known, stored)
		}
		stored += r.Added
	}
	if stored != n || rounds < 3 {
		t.Errorf("%d of %d documents in %d rounds", stored, n, rounds)
	}
}

// BenchmarkStore measures documents through the pipeline into the ledger, where
// reading and coding cost nothing.
func BenchmarkStore(b *testing.B) {
	for _, workers := range []int{1, 4} {
		b.Run(fmt.Sprint("workers=", workers), func(b *testing.B) {
			b.ReportAllocs()
			const n = 1000
			for b.Loop() {
				p := &ingest.Pipeline{Reader: quick{}, Coder: uneven{}, Workers: workers}
				if _, err := p.Store(b.Context(), shelve(b), numbered(n, nil), nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "documents/s")
		})
	}
}

type quick struct{}

func (quick) Read(d *entente.Document) *document.Text { return &document.Text{Document: d} }
