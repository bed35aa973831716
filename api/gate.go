package api

import (
	"context"
	"net/http"
	"runtime"
	"time"

	"entente/engine"
)

// gate lets some in at once; others wait a while for their turn.
type gate struct {
	slots chan struct{}
	wait  time.Duration
}

// newGate is as wide as there are cores: more at once would only be slower each.
func newGate() *gate {
	return &gate{make(chan struct{}, runtime.GOMAXPROCS(0)), 10 * time.Second}
}

// enter waits until there is room; leave makes room again.
func (g *gate) enter(ctx context.Context) error {
	t := time.NewTimer(g.wait)
	defer t.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		p := problem(engine.Errorf(engine.CodeBusy, "wait a little", "the server is working out as much as it can"))
		p.Status, p.Title = http.StatusServiceUnavailable, http.StatusText(http.StatusServiceUnavailable)
		return p
	}
}

func (g *gate) leave() { <-g.slots }

// bounded answers questions that take work through a gate, so that however many are
// asked at once, the pages that only look things up stay quick.
func bounded[I, O any](g *gate, f func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		if err := g.enter(ctx); err != nil {
			return nil, err
		}
		defer g.leave()
		return f(ctx, in)
	}
}
