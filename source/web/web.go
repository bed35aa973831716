// Package web gets pages politely and safely. Politely: it asks robots.txt, waits
// between requests to one host, asks only for what has changed, and says who it
// is. Safely: it connects to public addresses alone, looked at when the
// connection is made, so that neither a redirect nor a name that resolves to
// something else leads it into the network that it runs in; and it bounds size,
// time and redirects. It understands no pages: package file does. Start with New
// and Client.Get.
package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// Options say how pages are got. The zero value of a field is its default.
type Options struct {
	// Agent is the name that the client gives itself, with an address to
	// complain to behind it; robots.txt is asked for its first word.
	Agent string
	// Timeout bounds one page, redirects and all.
	Timeout time.Duration
	// MaxBytes bounds a page, unpacked.
	MaxBytes int64
	// MaxRedirects bounds the redirects of one page.
	MaxRedirects int
	// Delay is the time between requests to one host, unless its robots.txt asks
	// for more; below zero is none.
	Delay time.Duration
	// Cache is a folder for pages and what their servers said of their age; ""
	// is none.
	Cache string
	// CacheBytes bounds the folder.
	CacheBytes int64
	// Private allows addresses that are not public: for networks of one's own, and
	// for tests.
	Private bool
	// Resolver resolves names; nil is the system's.
	Resolver *net.Resolver
	// Wait waits between requests; nil waits by the clock.
	Wait func(ctx context.Context, d time.Duration) error
	// Now is the clock; nil is the system's.
	Now func() time.Time

	own bool // pages of this machine are not waited for
}

// DefaultAgent is the name of the client where Options give none.
const DefaultAgent = "Entente/1.0 (reads articles for analysis)"

// Defaults of Options, and bounds of what a server may ask for.
const (
	defaultTimeout   = 60 * time.Second
	defaultBytes     = 32 << 20
	defaultRedirects = 8
	defaultDelay     = time.Second
	defaultCache     = 256 << 20
	longestDelay     = 60 * time.Second // of robots.txt
	longestRetry     = 2 * time.Minute  // of Retry-After, to wait for
	tries            = 3
)

// Errors that callers may tell apart.
var (
	ErrForbidden = errors.New("robots.txt does not allow it")
	ErrPrivate   = errors.New("the address is not public")
	ErrTooLarge  = errors.New("the page is too large")
	ErrRedirects = errors.New("too many redirects")
	ErrAddress   = errors.New("it is no web address")
)

// StatusError is an answer other than the page.
type StatusError struct {
	Code  int
	Retry time.Duration // that the server asks to wait; 0 where it says nothing
}

func (e *StatusError) Error() string {
	s := fmt.Sprintf("the server answers %d", e.Code)
	if t := http.StatusText(e.Code); t != "" {
		s += " (" + strings.ToLower(t) + ")"
	}
	return s
}

// Page is what was got.
type Page struct {
	Address string // after redirects
	Moved   string // where it has moved for good; "" where it has not
	Type    string // media type with its parameters, as the server states it
	Body    []byte
	Cached  bool // the server said that it is unchanged since it was got before
}

// Client gets pages. It is safe for concurrent use.
type Client struct {
	o      Options
	http   *http.Client
	pace   *pace
	robots *robotsOf
	cache  *cache
	guard  *guard
}

// New returns a client.
func New(o Options) *Client {
	o = o.complete()
	c := &Client{o: o, pace: newPace(o), cache: newCache(o)}
	c.robots = &robotsOf{client: c, hosts: map[string]*robotsEntry{}}
	proxy := http.ProxyFromEnvironment
	g := &guard{private: o.Private}
	c.guard = g
	dialer := &net.Dialer{Timeout: o.Timeout / 2, KeepAlive: 15 * time.Second, Resolver: o.Resolver, ControlContext: g.control}
	c.http = &http.Client{
		Timeout: o.Timeout,
		Transport: &http.Transport{
			Proxy: g.noting(proxy), DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
			MaxIdleConns: 32, MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second, TLSHandshakeTimeout: o.Timeout / 3,
			ResponseHeaderTimeout: o.Timeout / 2, MaxResponseHeaderBytes: 256 << 10,
		},
		// Each redirect is followed by hand: its host is asked for its robots.txt
		// and waited for like any other.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

func (o Options) complete() Options {
	if !httpguts.ValidHeaderFieldValue(o.Agent) || strings.TrimSpace(o.Agent) == "" {
		o.Agent = DefaultAgent
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultBytes
	}
	if o.MaxRedirects <= 0 {
		o.MaxRedirects = defaultRedirects
	}
	if o.Delay == 0 {
		o.Delay, o.own = defaultDelay, true
	}
	if o.CacheBytes <= 0 {
		o.CacheBytes = defaultCache
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Get gets a page. It follows redirects, asks again where a server is busy, and
// gives the page that it got before where the server says that it is unchanged.
// The error says what is wrong without naming the address that was asked for.
func (c *Client) Get(ctx context.Context, address string) (*Page, error) {
	u, err := parse(address)
	if err != nil {
		return nil, err
	}
	moved := true
	for hop := 0; ; hop++ {
		if hop > c.o.MaxRedirects {
			return nil, fmt.Errorf("%w (more than %d)", ErrRedirects, c.o.MaxRedirects)
		}
		if err := c.robots.allow(ctx, u); err != nil {
			return nil, at(hop, u, err)
		}
		r, err := c.patiently(ctx, u, c.robots.delay(u))
		if err != nil {
			return nil, at(hop, u, err)
		}
		if r.next == nil {
			p := r.page
			p.Address = u.String()
			if moved && hop > 0 {
				p.Moved = p.Address
			}
			return p, nil
		}
		moved = moved && r.forGood
		u = r.next
	}
}

// at says at which redirect an error came up.
func at(hop int, u *url.URL, err error) error {
	if hop == 0 {
		return err
	}
	return fmt.Errorf("redirected to %s: %w", u.Redacted(), err)
}

// parse checks an address.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Hostname() == "" {
		return nil, ErrAddress
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%w: %q is not read, http and https are", ErrAddress, u.Scheme)
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// answer is a page or where to go for it.
type answer struct {
	page    *Page
	next    *url.URL
	forGood bool
}

// patiently asks when it is the host's turn, which is delay after the one before
// at least, and again where a server is busy or breaks off.
func (c *Client) patiently(ctx context.Context, u *url.URL, delay time.Duration) (*answer, error) {
	for try := 1; ; try++ {
		if err := c.pace.wait(ctx, u.Host, delay); err != nil {
			return nil, err
		}
		r, err := c.once(ctx, u)
		if err == nil {
			return r, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		pause := time.Duration(try) * 2 * time.Second
		var s *StatusError
		switch {
		case errors.As(err, &s):
			busy := s.Code == http.StatusTooManyRequests || s.Code == http.StatusServiceUnavailable || s.Code == http.StatusBadGateway || s.Code == http.StatusGatewayTimeout
			if !busy || s.Retry > longestRetry {
				return nil, err
			}
			pause = max(pause, s.Retry)
		case !isPassing(err):
			return nil, err
		}
		if try == tries {
			return nil, err
		}
		if err := c.o.Wait(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// isPassing reports whether a request may do better when it is made again: its
// connection was cut.
func isPassing(err error) bool {
	if errors.Is(err, ErrPrivate) || errors.Is(err, ErrTooLarge) || errors.Is(err, ErrAddress) {
		return false
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return dns.IsTemporary && !dns.IsNotFound
	}
	var op *net.OpError
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &op) && op.Op == "read"
}

// once makes one request.
func (c *Client) once(ctx context.Context, u *url.URL) (*answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	req.Header.Set("User-Agent", c.o.Agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json,application/pdf;q=0.9,*/*;q=0.5")
	req.Header.Set("Accept-Language", "en,*;q=0.3")
	had := c.cache.get(u.String())
	if had != nil {
		if had.ETag != "" {
			req.Header.Set("If-None-Match", had.ETag)
		}
		if had.Modified != "" {
			req.Header.Set("If-Modified-Since", had.Modified)
		}
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, reason(err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusNotModified && had != nil:
		return &answer{page: &Page{Type: had.Type, Body: had.body, Cached: true}}, nil
	case res.StatusCode >= 300 && res.StatusCode < 400 && res.Header.Get("Location") != "":
		next, err := u.Parse(res.Header.Get("Location"))
		if err == nil {
			next, err = parse(next.String())
		}
		if err != nil {
			return nil, fmt.Errorf("it redirects to %.200q: %w", res.Header.Get("Location"), ErrAddress)
		}
		good := res.StatusCode == http.StatusMovedPermanently || res.StatusCode == http.StatusPermanentRedirect
		return &answer{next: next, forGood: good}, nil
	case res.StatusCode != http.StatusOK:
		return nil, &StatusError{Code: res.StatusCode, Retry: retryAfter(res.Header.Get("Retry-After"), c.o.Now())}
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, c.o.MaxBytes+1))
	if err != nil {
		return nil, reason(err)
	}
	if int64(len(body)) > c.o.MaxBytes {
		return nil, fmt.Errorf("%w (more than %d MiB)", ErrTooLarge, c.o.MaxBytes>>20)
	}
	p := &Page{Type: res.Header.Get("Content-Type"), Body: body}
	if _, _, err := mime.ParseMediaType(p.Type); err != nil {
		p.Type = ""
	}
	c.cache.put(u.String(), res.Header, p)
	return &answer{page: p}, nil
}

// retryAfter reads the header of that name: seconds, or a time.
func retryAfter(s string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= 0 && n < 1<<30 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil && t.After(now) {
		return t.Sub(now)
	}
	return 0
}

// reason is a request's error without its address and method, in plain words.
func reason(err error) error {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, ErrPrivate), errors.Is(err, context.Canceled):
		return unwrapURL(err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Errorf("there is no host %s: %w", dns.Name, err)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("it took too long: %w", context.DeadlineExceeded)
	}
	return unwrapURL(err)
}

func unwrapURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var op *net.OpError
	if errors.As(err, &op) && errors.Is(err, ErrPrivate) {
		return op.Err
	}
	return err
}

// Hint says what to try where a page could not be got; "" where nothing helps.
func Hint(err error) string {
	var s *StatusError
	switch {
	case errors.Is(err, ErrForbidden):
		return "its owner does not want programs to read it; save the page from a browser and read the file"
	case errors.Is(err, ErrPrivate):
		return "addresses of one's own network are not read; save the page and read the file"
	case errors.Is(err, ErrAddress):
		return "an address looks like https://example.org/article"
	case errors.Is(err, ErrTooLarge):
		return "save it and read the file"
	case errors.As(err, &s) && (s.Code == 401 || s.Code == 402 || s.Code == 403 || s.Code == 451):
		return "it is not open to everybody; save the page from a browser and read the file"
	case errors.As(err, &s) && (s.Code == 404 || s.Code == 410):
		return "check the address"
	case errors.As(err, &s) && s.Code >= 500, errors.Is(err, context.DeadlineExceeded):
		return "try again later"
	}
	return "check the address and the connection"
}

// publicName reports whether a host may be one on the public network, by its
// name alone: where a proxy makes the connection, nothing else can be looked at.
func publicName(host string) error {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if a, err := netip.ParseAddr(host); err == nil {
		return public(a)
	}
	for _, own := range []string{"localhost", ".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp"} {
		if host == strings.TrimPrefix(own, ".") || strings.HasPrefix(own, ".") && strings.HasSuffix(host, own) {
			return fmt.Errorf("%w (%s)", ErrPrivate, host)
		}
	}
	return nil
}
