package embedded_test

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"entente"
	"entente/ledger"
	"entente/ledger/ledgertest"
)

func TestRecordThatCannotBeWrittenIsNamed(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"), "r")
	defer l.Close()
	r := ledgertest.Numbered(1)
	r.Events[0].Intensity = math.NaN()
	_, err := l.Append(t.Context(), r)
	if err == nil || !strings.Contains(err.Error(), string(r.Events[0].ID)) || !strings.Contains(err.Error(), r.Document.URI) {
		t.Errorf("got %v, want the event's id and the document's place", err)
	}
}

func TestCopyIsOfTheFirstPublishedWhateverCameFirst(t *testing.T) {
	words := "Rohan and Arnor signed a pact about the river crossing on Monday."
	later, earlier := told(words), told("RIVER: "+words)
	later.Document.Published, earlier.Document.Published = entente.NewDay(2031, 5, 2), entente.NewDay(2031, 5, 1)
	earlier.Document.Parts[0].Start = len("RIVER: ")
	for _, r := range []*entente.Records{later, earlier} {
		r.Document.Seal("")
	}
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"), "r")
	defer l.Close()
	for i, r := range []*entente.Records{later, earlier} {
		receipt, err := l.Append(t.Context(), r)
		if err != nil || receipt.Copies != i {
			t.Fatalf("Append = %+v, %v", receipt, err)
		}
	}
	for _, tt := range []struct{ id, want entente.DocumentID }{{later.Document.ID, earlier.Document.ID}, {earlier.Document.ID, ""}} {
		if r, err := l.Document(t.Context(), tt.id); err != nil || r.Document.CopyOf != tt.want {
			t.Errorf("%s is a copy of %q, want %q (%v)", tt.id, r.Document.CopyOf, tt.want, err)
		}
	}
}

// heavy returns records of a document as long as an article, of n records.
func heavy(number, n int) *entente.Records {
	r := ledgertest.Numbered(number)
	d := &r.Document
	d.Text += strings.Repeat(fmt.Sprintf(" The envoy of %d told reporters that talks would go on.", number), 60)
	d.Parts[1].End = len(d.Text)
	d.Seal("")
	claim, event := r.Claims[0], r.Events[0]
	for i := range n / 2 {
		claim.ID, event.ID = entente.RecordID(fmt.Sprintf("c-%d-%d", number, i)), entente.RecordID(fmt.Sprintf("e-%d-%d", number, i))
		claim.Text = "The envoy told reporters that talks would go on."
		r.Claims, r.Events = append(r.Claims, claim), append(r.Events, event)
	}
	return r
}

// BenchmarkAppend measures documents of 3,500 bytes with 100 records.
func BenchmarkAppend(b *testing.B) {
	for _, size := range []int{1, 32} {
		b.Run(fmt.Sprint("batch=", size), func(b *testing.B) {
			l := open(b, filepath.Join(b.TempDir(), "ledger.db"), "r")
			defer l.Close()
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				var batch []*entente.Records
				for range size {
					batch = append(batch, heavy(n, 100))
					n++
				}
				if _, err := l.Append(b.Context(), batch...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "documents/s")
		})
	}
}

// BenchmarkMaterial measures reading all of a ledger.
func BenchmarkMaterial(b *testing.B) {
	l := open(b, filepath.Join(b.TempDir(), "ledger.db"), "r")
	defer l.Close()
	for i := range 200 {
		if _, err := l.Append(b.Context(), heavy(i, 100)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, err := range l.Material(b.Context(), ledger.Query{}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "documents/s")
}
