package web

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

// mostHosts bounds the hosts whose last request is remembered.
const mostHosts = 10_000

// pace keeps requests to one host apart.
type pace struct {
	delay time.Duration
	own   bool // this machine is not waited for
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu   sync.Mutex
	next map[string]time.Time // when a host may be asked again
}

func newPace(o Options) *pace {
	return &pace{delay: max(o.Delay, 0), own: o.own, now: o.Now, sleep: o.Wait, next: map[string]time.Time{}}
}

// wait waits until a host may be asked, and takes the turn. Least is what its
// robots.txt asks for.
func (p *pace) wait(ctx context.Context, host string, least time.Duration) error {
	gap := max(p.delay, min(least, longestDelay))
	if a, err := netip.ParseAddrPort(host); p.own && err == nil && a.Addr().IsLoopback() {
		gap = least
	}
	p.mu.Lock()
	now := p.now()
	turn := p.next[host]
	if turn.Before(now) {
		turn = now
	}
	if len(p.next) >= mostHosts {
		for h, t := range p.next {
			if t.Before(now) {
				delete(p.next, h)
			}
		}
	}
	p.next[host] = turn.Add(gap)
	p.mu.Unlock()
	if d := turn.Sub(now); d > 0 {
		return p.sleep(ctx, d)
	}
	return ctx.Err()
}
