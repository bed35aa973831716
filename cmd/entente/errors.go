package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"entente"
	"entente/engine"

	"github.com/mattn/go-isatty"
)

// report prints an error to standard error and returns the exit status.
func (a *app) report(ctx context.Context, err error) int {
	a.waiting.end()
	if err == nil || errors.Is(err, syscall.EPIPE) || errors.Is(a.lost, syscall.EPIPE) {
		return exitDone
	}
	if a.lost != nil {
		err = engine.Errorf(engine.CodeOutput, "is there room where the result goes?", "write the result: %v", a.lost)
	}
	if ctx.Err() != nil {
		err = engine.Errorf(engine.CodeInterrupted, "what was finished is kept; the same command goes on from there", "interrupted")
	}
	door := &entente.Error{}
	if !errors.As(err, &door) {
		door = &entente.Error{Code: engine.CodeInternal, Message: err.Error()}
	}
	message := door.Message
	if door.Err != nil {
		message += ": " + door.Err.Error()
	}
	fmt.Fprintf(a.err, "%s %s [%s]\n", a.paint("entente:", red), oneLine(message), door.Code)
	if door.Hint != "" {
		fmt.Fprintf(a.err, "  try: %s\n", oneLine(door.Hint))
	}
	if engine.Misuse(door.Code) {
		return exitMisuse
	}
	return exitFailed
}

// oneLine keeps what came from outside from breaking or colouring the line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, s)
}

// Colours of standard error.
const (
	red = "31"
	dim = "2"
)

// paint colours a word where standard error is a terminal and NO_COLOR is not
// set.
func (a *app) paint(s, colour string) string {
	if a.env("NO_COLOR") != "" || a.env("TERM") == "dumb" || !isTerminal(a.err) {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// isTerminal reports whether a stream is a terminal: the null device is none.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}
