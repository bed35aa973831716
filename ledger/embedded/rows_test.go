package embedded_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// BenchmarkAppendRows stores rows by date, as event tables have them, ten years of
// them: few, of 300 actors with short addresses; wide, of 6,000 actors, with names,
// places and addresses as long as those of real tables. ENTENTE_ROWS sets how many;
// the sizes of the file and of its log at their largest, the memory, and the
// processor time of storing and of questions are reported. ENTENTE_LEDGER names a
// file to keep, with the name of the kind before it; where it is there, it is asked.
func BenchmarkAppendRows(b *testing.B) {
	n := 200_000
	if v, err := strconv.Atoi(os.Getenv("ENTENTE_ROWS")); err == nil {
		n = v
	}
	for _, kind := range []struct {
		name string
		row  func(k, n int) entente.Row
	}{{"few", dated}, {"wide", wide}} {
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				path := filepath.Join(b.TempDir(), "l.db")
				if kept := os.Getenv("ENTENTE_LEDGER"); kept != "" {
					path = filepath.Join(filepath.Dir(kept), kind.name+filepath.Base(kept))
				}
				benchmarkRows(b, path, n, kind.row)
			}
		})
	}
}

func benchmarkRows(b *testing.B, path string, n int, row func(k, n int) entente.Row) {
	const size = 100_000
	l, err := embedded.Open(b.Context(), path, embedded.DefaultOptions("r"))
	if err != nil {
		b.Fatal(err)
	}
	if s, err := l.Stats(b.Context()); err != nil {
		b.Fatal(err)
	} else if s.Rows > 0 {
		questions(b, l, row(n/2, n), rare(n, row))
		return
	}
	var log, held int64
	var spent time.Duration
	batch := make([]entente.Row, 0, size)
	for i := 0; i < n; i += size {
		batch = batch[:0]
		for k := i; k < min(n, i+size); k++ {
			batch = append(batch, row(k, n))
		}
		begin := cpu()
		if _, err := l.AppendRows(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		spent += cpu() - begin
		if info, err := os.Stat(path + "-wal"); err == nil {
			log = max(log, info.Size())
		}
		if i/size%20 == 19 {
			b.Logf("%d rows, %.0f a second of processor time, %d MB resident at most", i+size, float64(i+size)/spent.Seconds(), peak()>>20)
		}
	}
	held = peak()
	b.ReportMetric(float64(n)/spent.Seconds(), "rows/CPU-s")
	for i := 0; i < 2000; i += 100 {
		var documents []*entente.Records
		for k := range 100 {
			documents = append(documents, ledgertest.Numbered(i+k))
		}
		if _, err := l.Append(b.Context(), documents...); err != nil {
			b.Fatal(err)
		}
	}
	questions(b, l, row(n/2, n), rare(n, row))
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/float64(n), "bytes/row")
	b.ReportMetric(float64(log)/(1<<20), "log-MB")
	b.ReportMetric(float64(held)/(1<<20), "resident-MB")
	b.Logf("file %d MB", info.Size()>>20)
}

// rare is the first row of an actor that seldom acts.
func rare(n int, row func(k, n int) entente.Row) entente.Row {
	for k := 0; ; k++ {
		if r := row(k, n); strings.HasPrefix(string(r.Actor.Actor), "AL") {
			return r
		}
	}
}

// questions logs what people ask of a ledger and how long the answers take; they
// ask for some row, and for who acts in a rare one.
func questions(b *testing.B, l *embedded.Ledger, some, rare entente.Row) {
	ask := func(what string, f func() int) {
		f() // once more than counted, for what is read from the disk
		const times = 10
		begin, clock := cpu(), time.Now()
		got := 0
		for range times {
			got = f()
		}
		b.Logf("%s: %d in %v of processor time, %v by the clock", what, got, (cpu()-begin)/times, time.Since(clock)/times)
	}
	page := func(s ledger.Slice) func() int {
		s.Limit = 50
		return func() int { return count(b, l.Observations(b.Context(), s)) }
	}
	series := func(x, y entente.ActorID) func() int {
		return func() int { return count(b, l.Series(b.Context(), x, y, ledger.Window{})) }
	}
	middle, month := entente.NewDay(2015, 1, 1), ledger.MonthOf(entente.NewDay(2019, 6, 1))
	ask("series of a pair", series("AAA", "AAB.GOV"))
	ask("series of a rare pair", series(rare.Actor.Actor, rare.Recipient.Actor))
	ask("series of an actor with everybody", series("AAB.GOV", ""))
	ask("months of an actor", func() int { return count(b, l.Months(b.Context(), "AAB.GOV", ledger.Window{})) })
	ask("how much is told of each actor", func() int {
		told, err := l.Told(b.Context(), ledger.Window{})
		if err != nil {
			b.Fatal(err)
		}
		return len(told)
	})
	ask("first page of a pair's evidence", page(ledger.Slice{A: "AAA", B: "AAB"}))
	ask("a page of a pair's evidence from the middle", page(ledger.Slice{A: "AAA", B: "AAB", From: middle}))
	ask("a page of a rare pair's evidence", page(ledger.Slice{A: rare.Actor.Actor, B: rare.Recipient.Actor}))
	ask("a page of an actor's evidence", page(ledger.Slice{A: "AAA", From: middle}))
	ask("a page of a rare actor's evidence", page(ledger.Slice{A: rare.Actor.Actor, From: middle}))
	ask("a page of everybody's evidence", page(ledger.Slice{From: middle}))
	ask("top changes", func() int {
		c, err := l.Changes(b.Context(), ledger.Window{From: month, To: month}, ledger.Window{From: month - 12, To: month - 1}, 20)
		if err != nil {
			b.Fatal(err)
		}
		return len(c)
	})
	ask("busiest pairs of a year", func() int {
		w := ledger.Window{From: month - 11, To: month}
		c, err := l.Changes(b.Context(), w, w, 10)
		if err != nil {
			b.Fatal(err)
		}
		return len(c)
	})
	ask("tallies of all pairs in a month", func() int {
		return count(b, l.Tallies(b.Context(), ledger.Window{From: month, To: month}))
	})
	ask("a row by its id", func() int {
		if _, err := l.Row(b.Context(), some.ID); err != nil {
			b.Fatal(err)
		}
		return 1
	})
	ask("search of documents", func() int { return count(b, l.Search(b.Context(), "velk", 20)) })
	ask("how much there is", func() int {
		s, err := l.Stats(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		return s.Rows
	})
	ask("rows of data sets", func() int {
		s, err := l.Sets(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		return len(s)
	})
}

// count counts what a ledger yields.
func count[T any](b *testing.B, seq iter.Seq2[T, error]) int {
	n := 0
	for _, err := range seq {
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	return n
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

// wide is the k-th of n rows that say as much as those of real tables do, of many
// actors.
func wide(k, n int) entente.Row {
	r := dated(k, n)
	x := rand.New(rand.NewPCG(uint64(k), 11))
	if x.IntN(2) == 0 { // half of them tell of one who is seldom told of
		u := x.Float64()
		r.Recipient.Actor = entente.ActorID(fmt.Sprintf("x:group-%d", int(u*u*6000)))
	}
	r.Actor.Name = fmt.Sprintf("%s of %s", []string{"Government", "Police", "Citizen", "Business"}[x.IntN(4)], r.Actor.Actor)
	r.Actor.Code, r.Actor.Country, r.Recipient.Code = string(r.Actor.Actor), "ARN", string(r.Recipient.Actor)
	r.Code, r.Mode = []string{"042", "057", "112", "190", "193"}[x.IntN(5)], []string{"", "visit"}[x.IntN(2)]
	latitude, longitude := float64(x.IntN(1200))/20, float64(x.IntN(20))
	r.Place = entente.Place{Name: fmt.Sprintf("Town %d", int(latitude*20)), Country: "ARN", Latitude: &latitude, Longitude: &longitude, Precision: "place"}
	r.Outlet = fmt.Sprintf("courier-%d.example", x.IntN(2000))
	r.Address = fmt.Sprintf("https://www.%s/news/world/%s/ministers-of-both-countries-meet-again-%d.html", r.Outlet, r.Known, k/3)
	r.Mentions = x.IntN(20)
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

// peak is the memory in bytes that was resident in this process at most.
func peak() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return u.Maxrss << 10
}
