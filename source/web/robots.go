package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds of a robots.txt (RFC 9309 asks to read at least 500 KiB).
const (
	mostRobots  = 512 << 10
	mostRules   = 10_000
	longestRule = 2_000
	robotsAge   = 24 * time.Hour
)

// Robots is what a robots.txt says to one reader, after RFC 9309.
type Robots struct {
	rules []rule
	// Delay is the time that it asks to leave between requests; 0 is none.
	Delay time.Duration
}

// rule allows or forbids the paths that begin like its pattern.
type rule struct {
	allow   bool
	pattern string
}

// ParseRobots reads a robots.txt for a reader, named by the first word of agent.
// It never fails: lines that say nothing are passed over. The groups that name
// the reader count, or those for everybody where none does.
func ParseRobots(text []byte, agent string) *Robots {
	name := strings.ToLower(agent)
	if i := strings.IndexFunc(name, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '-' || r == '_') }); i >= 0 {
		name = name[:i]
	}
	own, others := &Robots{}, &Robots{}
	named := false
	var into []*Robots // what the group that is being read counts for
	agents := false    // the line before named a reader
	body := strings.TrimPrefix(string(text[:min(len(text), mostRobots)]), "\uFEFF")
	for line := range strings.Lines(strings.ReplaceAll(body, "\r", "\n")) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		if key == "user-agent" {
			if !agents {
				into = nil
			}
			agents = true
			switch v := strings.ToLower(value); {
			case v == "*":
				into = append(into, others)
			case name != "" && product(v) == name:
				into, named = append(into, own), true
			}
			continue
		}
		switch key {
		case "allow", "disallow":
			agents = false
			for _, r := range into {
				if value != "" && len(value) <= longestRule && len(r.rules) < mostRules {
					r.rules = append(r.rules, rule{key == "allow", escaped(value)})
				}
			}
		case "crawl-delay":
			agents = false
			if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < 1e6 {
				for _, r := range into {
					r.Delay = time.Duration(s * float64(time.Second))
				}
			}
		}
	}
	if named {
		return own
	}
	return others
}

// product is the name in a line that names a reader, without its version.
func product(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r == '-' || r == '_') }); i >= 0 {
		return s[:i]
	}
	return s
}

// Allows reports whether a path with its query may be got: the longest pattern
// that fits decides, and of two as long the one that allows.
func (r *Robots) Allows(path string) bool {
	if path == "/robots.txt" {
		return true
	}
	path = escaped(path)
	longest, allow := -1, true
	for _, u := range r.rules {
		n := len(u.pattern)
		if (n > longest || n == longest && u.allow) && fits(u.pattern, path) {
			longest, allow = n, u.allow
		}
	}
	return allow
}

// escaped writes percent escapes in one way, so that patterns and paths compare.
func escaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s):
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			d := byte(n)
			if err == nil && (d >= 'a' && d <= 'z' || d >= 'A' && d <= 'Z' || d >= '0' && d <= '9' || strings.IndexByte("-._~", d) >= 0) {
				b.WriteByte(d)
				i += 2
			} else {
				b.WriteString(strings.ToUpper(s[i : i+3]))
				i += 2
			}
		case c >= 0x80:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// fits matches a pattern against the beginning of a path: * stands for anything,
// a $ at the end for the end. Its time is that of pattern times path at most.
func fits(pattern, path string) bool {
	whole := strings.HasSuffix(pattern, "$")
	pattern = strings.TrimSuffix(pattern, "$")
	pieces := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, pieces[0]) {
		return false
	}
	path = path[len(pieces[0]):]
	for i, p := range pieces[1:] {
		if last := i == len(pieces)-2; last && whole {
			return strings.HasSuffix(path, p)
		}
		at := strings.Index(path, p)
		if at < 0 {
			return false
		}
		path = path[at+len(p):]
	}
	return !whole || path == ""
}

// robotsOf asks hosts for their robots.txt, once a day.
type robotsOf struct {
	client *Client
	mu     sync.Mutex
	hosts  map[string]*robotsEntry
}

type robotsEntry struct {
	once  sync.Mutex
	until time.Time
	rules *Robots
	err   error
}

func (r *robotsOf) entry(u *url.URL) *robotsEntry {
	key := u.Scheme + "://" + u.Host
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.hosts[key]
	if e == nil {
		if len(r.hosts) >= mostHosts {
			clear(r.hosts)
		}
		e = &robotsEntry{}
		r.hosts[key] = e
	}
	return e
}

// delay is what a host asks to leave between requests.
func (r *robotsOf) delay(u *url.URL) time.Duration {
	e := r.entry(u)
	e.once.Lock()
	defer e.once.Unlock()
	if e.rules == nil {
		return 0
	}
	return e.rules.Delay
}

// allow returns an error where the host of an address does not allow it to be
// got, or cannot be asked.
func (r *robotsOf) allow(ctx context.Context, u *url.URL) error {
	e := r.entry(u)
	e.once.Lock()
	defer e.once.Unlock()
	if now := r.client.o.Now(); now.After(e.until) || e.until.IsZero() {
		e.rules, e.err = r.fetch(ctx, u)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		e.until = now.Add(robotsAge)
		if e.err != nil {
			e.until = now.Add(time.Minute)
		}
	}
	if e.err != nil {
		return e.err
	}
	if !e.rules.Allows(u.RequestURI()) {
		return ErrForbidden
	}
	return nil
}

// fetch gets a robots.txt. None is none forbidden; one that cannot be had
// forbids everything, as RFC 9309 asks.
func (r *robotsOf) fetch(ctx context.Context, u *url.URL) (*Robots, error) {
	next := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range 6 {
		a, err := r.client.patiently(ctx, next, 0)
		var s *StatusError
		switch {
		case errors.As(err, &s) && s.Code >= 400 && s.Code < 500 && s.Code != http.StatusTooManyRequests:
			return &Robots{}, nil
		case errors.Is(err, ErrTooLarge):
			return &Robots{}, nil
		case errors.As(err, &s):
			return nil, fmt.Errorf("its robots.txt cannot be had: %w", err)
		case err != nil:
			return nil, err
		case a.next != nil:
			next = a.next
		default:
			return ParseRobots(a.page.Body, r.client.o.Agent), nil
		}
	}
	return &Robots{}, nil // it leads around in circles
}
