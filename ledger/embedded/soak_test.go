package embedded_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"
)

// Of how many rows a batch of the soak is at least and at most. Batches overlap by
// a half, so that each row is appended twice.
const (
	leastSoaked = 4_000
	mostSoaked  = 20_000
)

// soak appends the rows that the parent names, batch by batch, telling the number
// of each that was acknowledged.
func soak(ctx context.Context, l *embedded.Ledger) error {
	lines := bufio.NewScanner(os.Stdin)
	if !lines.Scan() {
		return lines.Err()
	}
	var from, to, size int
	if _, err := fmt.Sscan(lines.Text(), &from, &to, &size); err != nil {
		return err
	}
	for i := from; i < to; i += size / 2 {
		rows := make([]entente.Row, 0, size)
		for k := i; k < min(to, i+size); k++ {
			rows = append(rows, ledgertest.NumberedRow(k, 3650, 120))
		}
		if _, err := l.AppendRows(ctx, rows); err != nil {
			return err
		}
		fmt.Println(min(to, i+size))
	}
	return nil
}

// TestSoak appends rows by a process that is killed at random moments after a few
// batches and started again, until all are acknowledged: none is lost, none
// doubled, and what is tallied is what is there. ENTENTE_SOAK sets how many rows.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a while")
	}
	n := 40_000
	if v, err := strconv.Atoi(os.Getenv("ENTENTE_SOAK")); err == nil {
		n = v
	}
	path := filepath.Join(t.TempDir(), "l.db")
	done, kills, size := 0, 0, min(max(n/100, leastSoaked), mostSoaked)
	for done < n {
		cmd, in, out := start(t, "rows", path)
		fmt.Fprintln(in, max(0, done-size/2), n, size)
		took := time.Now()
		for batches := rand.IntN(8); ; batches-- {
			if batches == 0 { // somewhere within the next one
				time.AfterFunc(rand.N(time.Since(took)+time.Millisecond), func() { _ = cmd.Process.Kill() })
			}
			took = time.Now()
			line, err := out.ReadString('\n')
			if err != nil {
				break
			}
			if v, err := strconv.Atoi(strings.TrimSpace(line)); err == nil {
				done = max(done, v)
			}
		}
		if err := cmd.Wait(); err != nil {
			kills++
		}
	}
	l, err := embedded.Open(t.Context(), path, embedded.DefaultOptions("r"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s, err := l.Stats(t.Context())
	if err != nil || s.Rows != n {
		t.Errorf("%d rows after %d kills, want %d (%v)", s.Rows, kills, n, err)
	}
	tallied := 0
	for x, err := range l.Tallies(t.Context(), ledger.Window{}) {
		if err != nil {
			t.Fatal(err)
		}
		tallied += x.Count
	}
	if tallied != n {
		t.Errorf("%d observations are tallied, want %d", tallied, n)
	}
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
	t.Logf("%d rows, %d kills", n, kills)
}
