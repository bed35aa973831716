package api

import (
	"context"
	"sync"
	"time"
)

// ahead does something some time after it was last asked to, off the way of those who
// ask: what many changes in a row make stale is worked out once, when they are over.
type ahead struct {
	after time.Duration
	do    func(context.Context)

	mu      sync.Mutex
	timer   *time.Timer
	running sync.WaitGroup
	ctx     context.Context
	stop    context.CancelFunc
}

func newAhead(after time.Duration, do func(context.Context)) *ahead {
	a := &ahead{after: after, do: do}
	a.ctx, a.stop = context.WithCancel(context.Background())
	return a
}

// soon asks for it; asking again before it began puts it off.
func (a *ahead) soon() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ctx.Err() != nil {
		return
	}
	if a.timer != nil && a.timer.Stop() { // one that has begun goes on beside the next
		a.timer.Reset(a.after)
		return
	}
	a.running.Add(1)
	a.timer = time.AfterFunc(a.after, func() {
		defer a.running.Done()
		a.do(a.ctx)
	})
}

// close waits until nothing is done any more.
func (a *ahead) close() {
	a.mu.Lock()
	a.stop()
	if a.timer != nil && a.timer.Stop() {
		a.running.Done()
	}
	a.mu.Unlock()
	a.running.Wait()
}
