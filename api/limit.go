package api

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"entente/engine"
)

// limits are buckets of requests by address, account or device: each may send burst at
// once and rate a second for long.
type limits struct {
	rate, burst float64
	mu          sync.Mutex
	buckets     map[string]*bucket
	swept       time.Time
}

type bucket struct {
	left float64
	at   time.Time
}

func newLimits(rate, burst float64) *limits {
	return &limits{rate: rate, burst: burst, buckets: map[string]*bucket{}}
}

// allow takes one request of an address, or reports that there is none left.
func (l *limits) allow(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) > time.Minute {
		l.swept = now
		for k, b := range l.buckets {
			if b.left+now.Sub(b.at).Seconds()*l.rate >= l.burst {
				delete(l.buckets, k)
			}
		}
	}
	b := l.buckets[address]
	if b == nil {
		b = &bucket{left: l.burst, at: now}
		l.buckets[address] = b
	}
	b.left = min(l.burst, b.left+now.Sub(b.at).Seconds()*l.rate)
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// addressOf is the address that a request came from, without its port; of IPv6 the
// network, for a household has all addresses of one. Where a server of this machine
// passes requests on, it is the address that this server names last.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if passed := r.Header.Values("X-Forwarded-For"); ip.IsLoopback() && len(passed) > 0 {
		list := strings.Split(passed[len(passed)-1], ",")
		if from, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			ip = from
		}
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() && !ip.IsLoopback() {
		return netip.PrefixFrom(ip, 64).Masked().String()
	}
	return ip.String()
}

// encrypted reports whether a request came, or came to the server before this one,
// over TLS.
func encrypted(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.limits.allow(addressOf(r), s.options.Now()) {
			writeProblem(w, engine.Errorf(engine.CodeBusy, "wait a little", "too many requests from one address"))
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, callerWith(r))))
	})
}

// caller is what is known of who asks a server with accounts.
type caller struct {
	address   string
	encrypted bool
	session   string // token, not looked at yet
	device    string // mark, likewise
}

func callerWith(r *http.Request) caller {
	value := func(name string) string {
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
		return ""
	}
	return caller{addressOf(r), encrypted(r), value(sessionCookie), value(deviceCookie)}
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}
