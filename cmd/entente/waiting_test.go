package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestWaitingIsShownFromTheSecondSecondUntilTheResult(t *testing.T) {
	var out bytes.Buffer
	begin, ticks := time.Unix(100, 0), make(chan time.Time)
	w := wait(&out, func(s string) string { return s }, "network balance", begin, ticks)
	ticks <- begin.Add(500 * time.Millisecond)
	ticks <- begin.Add(2100 * time.Millisecond)
	ticks <- begin.Add(3 * time.Second) // the one before was shown when this is taken
	a := &app{waiting: w}
	var result bytes.Buffer
	if _, err := (results{&result, a}).Write([]byte("camps\n")); err != nil {
		t.Fatal(err)
	}
	<-w.over
	w.end() // once more changes nothing
	const want = "\r\x1b[Knetwork balance, 2 s (Ctrl-C stops it)"
	if got := out.String(); len(got) < len(want) || got[:len(want)] != want || !bytes.HasSuffix(out.Bytes(), []byte("\r\x1b[K")) {
		t.Errorf("shown: %q", got)
	}
	if result.String() != "camps\n" {
		t.Errorf("written: %q", result.String())
	}
}

func TestWaitingForCopiesTellsTheSpeedAndWhatIsLeft(t *testing.T) {
	var out bytes.Buffer
	begin := time.Unix(100, 0)
	w := &waiting{out: &out, paint: func(s string) string { return s }, name: "brief", begin: begin, stop: make(chan struct{})}
	for i, tt := range []struct {
		done int
		want string
	}{
		{0, "brief, 1 s (Ctrl-C stops it)"},
		{1000, "brief, 2 s: looking for copies, 1000 of 9000 documents (Ctrl-C stops it)"},
		{3000, "brief, 3 s: looking for copies, 3000 of 9000 documents, 2000 documents/s, 3s left (Ctrl-C stops it)"},
		{9000, "brief, 4 s (Ctrl-C stops it)"},
	} {
		out.Reset()
		w.trace(tt.done, 9000)
		w.show(begin.Add(time.Duration(i+1) * time.Second))
		if got := strings.TrimPrefix(out.String(), "\r\x1b[K"); got != tt.want {
			t.Errorf("shown %q, want %q", got, tt.want)
		}
	}
	var nobody *waiting
	nobody.trace(1, 2)
}

// full is a disk without room, or what else takes nothing.
type full struct{ err error }

func (f full) Write([]byte) (int, error) { return 0, f.err }

func TestResultThatCannotBeWrittenIsSaidToBe(t *testing.T) {
	call := func(failure error) (int, string) {
		var messages bytes.Buffer
		status := run(context.Background(), []string{"version"}, stdio{strings.NewReader(""), full{failure}, &messages, func(string) string { return "" }}, fakeParts())
		return status, messages.String()
	}
	if status, got := call(errors.New("no space left")); status != exitFailed || !strings.Contains(got, "write the result: no space left [output]") {
		t.Errorf("status %d: %s", status, got)
	}
	if status, got := call(syscall.EPIPE); status != exitDone || got != "" { // the reader had enough
		t.Errorf("status %d: %s", status, got)
	}
}
