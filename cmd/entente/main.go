// Command entente reads reporting on international politics and answers from
// it with evidence. It holds flags and wiring; every use case is a method of
// package engine. Start with run.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// grace is how long a command that was interrupted may take to end by itself:
// a server lets its clients go (see graceful), a long computation may not look.
const grace = 8 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go endAfter(ctx, grace, func() {
		fmt.Fprintln(os.Stderr, "entente: stopped in the middle of a computation; nothing that was acknowledged is lost")
		os.Exit(exitFailed)
	})
	code := run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr, os.Getenv}, defaultParts())
	stop()
	os.Exit(code)
}

// endAfter calls end once ctx has been done for the time given. The ledger takes
// that as it takes a loss of power.
func endAfter(ctx context.Context, wait time.Duration, end func()) {
	<-ctx.Done()
	time.Sleep(wait)
	end()
}
