package embedded_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// BenchmarkAppendRows stores rows by date, as event tables have them: ten years
// of events between 300 actors. ENTENTE_ROWS sets how many; the sizes of the
// file and of its log at their largest, the CPU time and the times of questions
// are reported.
func BenchmarkAppendRows(b *testing.B) {
	n := 200_000
	if v, err := strconv.Atoi(os.Getenv("ENTENTE_ROWS")); err == nil {
		n = v
	}
	const size = 100_000
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "l.db")
		l, err := embedded.Open(b.Context(), path, embedded.DefaultOptions("r"))
		if err != nil {
			b.Fatal(err)
		}
		var log int64
		var spent time.Duration
		batch := make([]entente.Row, 0, size)
		for i := 0; i < n; i += size {
			batch = batch[:0]
			for k := i; k < min(n, i+size); k++ {
				batch = append(batch, dated(k, n))
			}
			begin := cpu()
			if _, err := l.AppendRows(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
			spent += cpu() - begin
			if info, err := os.Stat(path + "-wal"); err == nil {
				log = max(log, info.Size())
			}
		}
		b.ReportMetric(float64(n)/spent.Seconds(), "rows/CPU-s")
		ask := func(what string, f func() int) {
			begin := time.Now()
			got := 0
			const times = 5
			for range times {
				got = f()
			}
			b.Logf("%s: %d in %v", what, got, time.Since(begin)/times)
		}
		ask("series of a pair", func() int {
			k := 0
			for range l.Series(b.Context(), "AAA", "AAB.GOV", ledger.Window{}) {
				k++
			}
			return k
		})
		ask("first page of a pair's evidence", func() int {
			k := 0
			for range l.Observations(b.Context(), ledger.Slice{A: "AAA", B: "AAB", Limit: 50}) {
				k++
			}
			return k
		})
		ask("a page of evidence from the middle", func() int {
			k := 0
			for range l.Observations(b.Context(), ledger.Slice{A: "AAA", B: "AAB", From: entente.NewDay(2015, 1, 1), Limit: 50}) {
				k++
			}
			return k
		})
		ask("a page of an actor's evidence", func() int {
			k := 0
			for range l.Observations(b.Context(), ledger.Slice{A: "AAA", From: entente.NewDay(2015, 1, 1), Limit: 50}) {
				k++
			}
			return k
		})
		ask("top changes", func() int {
			w := ledger.Window{From: ledger.MonthOf(entente.NewDay(2019, 6, 1)), To: ledger.MonthOf(entente.NewDay(2019, 6, 1))}
			c, err := l.Changes(b.Context(), w, ledger.Window{From: w.From - 12, To: w.From - 1}, 20)
			if err != nil {
				b.Fatal(err)
			}
			return len(c)
		})
		ask("a row by its id", func() int {
			r := dated(n/2, n)
			if _, err := l.Row(b.Context(), r.ID); err != nil {
				b.Fatal(err)
			}
			return 1
		})
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/float64(n), "bytes/row")
		b.ReportMetric(float64(log)/(1<<20), "log-MB")
		b.Logf("file %d MB", info.Size()>>20)
	}
}

// What has no day is filed behind the last month; the search for rows must end
// there, also where only documents tell of the actor.
func TestObservationsWithoutADayAreFoundOnce(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "l.db"), "r")
	document := ledgertest.Numbered(1)
	document.Document.Published = entente.Day(0)
	if _, err := l.Append(t.Context(), document); err != nil {
		t.Fatal(err)
	}
	row := ledgertest.NumberedRow(1, 1, 300)
	row.Date = entente.Interval{}
	row.Seal()
	if _, err := l.AppendRows(t.Context(), []entente.Row{row}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // without end otherwise
	defer cancel()
	for _, tt := range []struct {
		of   entente.ActorID
		want int
	}{{"ARN", 2}, {row.Actor.Actor, 1}, {"NIL", 0}} {
		found := 0
		for _, err := range l.Observations(ctx, ledger.Slice{A: tt.of}) {
			if err != nil {
				t.Fatal(err)
			}
			found++
		}
		if found != tt.want {
			t.Errorf("%d observations of %s, want %d", found, tt.of, tt.want)
		}
	}
}

// dated is the k-th of n rows that are spread over ten years.
func dated(k, n int) entente.Row {
	r := ledgertest.NumberedRow(k, 1, 300)
	on := entente.NewDay(2010, 1, 1).Add(int(int64(k) * 3650 / int64(n)))
	r.Date = entente.Interval{From: on, To: on, Precision: entente.PrecisionDay}
	r.Known = on
	r.Address = fmt.Sprintf("https://north.example/%d", k)
	r.Seal()
	return r
}

// cpu is the processor time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
