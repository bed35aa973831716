package api

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"time"

	"entente/engine"
)

// gate lets some in at once, of one person one less, so that nobody fills it; others wait
// a while for their turn. Those who have no name are not told apart.
type gate struct {
	slots chan struct{}
	wait  time.Duration
	mu    sync.Mutex
	of    map[string]*queue // of those who are inside or wait
}

// queue is the room that one person may take, and how many requests of theirs know it.
type queue struct {
	slots chan struct{}
	known int
}

// newGate is as wide as there are cores: more at once would only be slower each.
func newGate() *gate {
	return &gate{slots: make(chan struct{}, runtime.GOMAXPROCS(0)), wait: 10 * time.Second}
}

// enter waits until there is room for a person; leave makes room again.
func (g *gate) enter(ctx context.Context, who string) (leave func(), err error) {
	t := time.NewTimer(g.wait)
	defer t.Stop()
	own := g.join(who)
	if err := take(ctx, own.slots, t); err != nil {
		g.part(who)
		return nil, err
	}
	if err := take(ctx, g.slots, t); err != nil {
		<-own.slots
		g.part(who)
		return nil, err
	}
	return func() {
		<-g.slots
		<-own.slots
		g.part(who)
	}, nil
}

// take takes a slot before the time is over.
func take(ctx context.Context, slots chan struct{}, t *time.Timer) error {
	select {
	case slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		p := problem(engine.Errorf(engine.CodeBusy, "wait a little", "the server is working out as much as it can"))
		p.Status, p.Title = http.StatusServiceUnavailable, http.StatusText(http.StatusServiceUnavailable)
		return p
	}
}

// join finds or makes a person's queue; part forgets it with the last that knows it.
func (g *gate) join(who string) *queue {
	g.mu.Lock()
	defer g.mu.Unlock()
	q := g.of[who]
	if q == nil {
		room := cap(g.slots)
		if who != "" {
			room = max(1, room-1)
		}
		if g.of == nil {
			g.of = map[string]*queue{}
		}
		q = &queue{slots: make(chan struct{}, room)}
		g.of[who] = q
	}
	q.known++
	return q
}

func (g *gate) part(who string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.of[who].known--; g.of[who].known == 0 {
		delete(g.of, who)
	}
}

// bounded answers questions that take work through a gate, so that however many are
// asked at once, the pages that only look things up stay quick.
func bounded[I, O any](g *gate, f func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		who, _ := ctx.Value(nameKey{}).(string)
		leave, err := g.enter(ctx, who)
		if err != nil {
			return nil, err
		}
		defer leave()
		return f(ctx, in)
	}
}
