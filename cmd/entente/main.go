// Command entente reads reporting on international politics and answers from
// it with evidence. It holds flags and wiring; every use case is a method of
// package engine. Start with run.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr, os.Getenv}, defaultParts())
	stop()
	os.Exit(code)
}
