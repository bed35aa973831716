package embedded_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ledger"
	"entente/ledger/embedded"
	"entente/ledger/ledgertest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// childTask names, in the environment, what a process started by a test does
// instead of running tests.
const childTask = "ENTENTE_LEDGER_TEST_CHILD"

// batchSize is how many documents a child appends at once.
const batchSize = 3

func TestMain(m *testing.M) {
	task, path, ok := strings.Cut(os.Getenv(childTask), ":")
	if !ok {
		os.Exit(m.Run())
	}
	if err := child(task, path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child appends batches, telling the number of each that was acknowledged, or
// answers each line with the number of documents that it sees.
func child(task, path string) error {
	ctx := context.Background()
	l, err := embedded.Open(ctx, path, embedded.DefaultOptions("r"))
	if err != nil {
		return err
	}
	defer l.Close()
	if task == "rows" {
		return soak(ctx, l)
	}
	if task == "append" {
		s, err := l.Stats(ctx)
		for i := s.Documents / batchSize; err == nil; i++ {
			if _, err = l.Append(ctx, batch(i)...); err == nil {
				_, err = fmt.Println(i)
			}
		}
		return err
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		n := 0
		for r, err := range l.Material(ctx, ledger.Query{}) {
			if err != nil || len(r.Events) != 1 {
				return fmt.Errorf("a document without its event, or %w", err)
			}
			n++
		}
		fmt.Println(n)
	}
	return nil
}

func batch(i int) []*entente.Records {
	var out []*entente.Records
	for k := range batchSize {
		out = append(out, ledgertest.Numbered(i*batchSize+k))
	}
	return out
}

// start starts this program as a child.
func start(t *testing.T, task, path string) (*exec.Cmd, io.WriteCloser, *bufio.Reader) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task+":"+path)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, in, bufio.NewReader(out)
}

func rounds(many int) int {
	if testing.Short() {
		return max(many/20, 3)
	}
	return many
}

func TestKilledProcessLosesNothingAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	stored := 0
	for round := range rounds(40) {
		cmd, _, out := start(t, "append", path)
		acknowledged := stored
		for range rand.IntN(4) {
			if _, err := out.ReadString('\n'); err != nil {
				t.Fatalf("round %d: the child ended by itself: %v", round, err)
			}
			acknowledged++
		}
		// The moment of the kill is what is tested, so that it is left to chance.
		time.Sleep(time.Duration(rand.Int64N(int64(4 * time.Millisecond))))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for {
			line, err := out.ReadString('\n')
			if err != nil {
				break
			}
			if strings.HasSuffix(line, "\n") {
				acknowledged++
			}
		}
		_ = cmd.Wait() // killed
		stored = survived(t, path, acknowledged)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d batches outlived the kills", stored)
}

// survived opens the ledger and returns the number of batches in it, which must
// be whole and at least those acknowledged.
func survived(t *testing.T, path string, acknowledged int) int {
	t.Helper()
	l := open(t, path, "r")
	defer l.Close()
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
	got := map[entente.DocumentID]*entente.Records{}
	for r, err := range l.Material(t.Context(), ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		got[r.Document.ID] = r
	}
	n := len(got) / batchSize
	if len(got)%batchSize != 0 || n < acknowledged || n > acknowledged+1 {
		t.Errorf("%d documents are there after %d acknowledged batches of %d", len(got), acknowledged, batchSize)
	}
	for i := range n {
		for _, want := range batch(i) {
			if diff := cmp.Diff(want, got[want.Document.ID], cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("batch %d (-want +got):\n%s", i, diff)
			}
		}
	}
	return n
}

func TestKilledWhileItIsMade(t *testing.T) {
	dir := t.TempDir()
	for round := range rounds(30) {
		path := filepath.Join(dir, fmt.Sprint(round, ".db"))
		cmd, _, _ := start(t, "append", path)
		deadline := time.After(30 * time.Second)
		for { // kill once the file is there, some steps later
			if _, err := os.Stat(path); err == nil {
				break
			}
			select {
			case <-deadline:
				t.Fatal("the child makes no file")
			default:
			}
		}
		time.Sleep(time.Duration(rand.Int64N(int64(6 * time.Millisecond))))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // killed
		l := open(t, path, "r")
		if _, err := l.Append(t.Context(), ledgertest.Numbered(1_000_000)); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if err := l.Check(t.Context()); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSecondProcessReadsWhileOneWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := open(t, path, "r")
	defer l.Close()
	cmd, in, out := start(t, "count", path)
	for i := range rounds(40) {
		if _, err := l.Append(t.Context(), batch(i)...); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintln(in); err != nil {
			t.Fatal(err)
		}
		// This batch is appended while the child reads.
		if _, err := l.Append(t.Context(), ledgertest.Numbered(2_000_000+i)); err != nil {
			t.Fatal(err)
		}
		line, err := out.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if _, err := fmt.Sscan(line, &n); err != nil {
			t.Fatal(err)
		}
		if least := (i+1)*batchSize + i; n < least || n > least+1 {
			t.Errorf("the second process sees %d documents, %d are acknowledged", n, least)
		}
	}
	if err := in.Close(); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestTwoProcessesWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := open(t, path, "r")
	defer l.Close()
	cmd, _, out := start(t, "append", path)
	for i := range rounds(40) {
		if _, err := l.Append(t.Context(), ledgertest.Numbered(3_000_000+i)); err != nil {
			t.Errorf("while another process writes: %v", err)
		}
		if _, err := out.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	if err := l.Check(t.Context()); err != nil {
		t.Error(err)
	}
}
