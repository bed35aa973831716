package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"
)

// clock is a time that passes only where somebody waits.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2031, 3, 4, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

// site serves pages by path; robots.txt is not there unless it is given.
func site(t *testing.T, pages map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := pages[r.URL.Path]; h != nil {
			h(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprint(w, s)
	}
}

func redirect(to string, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, code) }
}

func local(o Options) *Client {
	c := newClock()
	o.Private = true
	if o.Wait == nil {
		o.Wait, o.Now = c.Wait, c.Now
	}
	return New(o)
}

func TestGet(t *testing.T) {
	var agent string
	s := site(t, map[string]http.HandlerFunc{
		"/a": func(w http.ResponseWriter, r *http.Request) {
			agent = r.UserAgent()
			text("page a")(w, r)
		},
		"/old": redirect("/older", 301), "/older": redirect("/a?x=1", 308), "/soon": redirect("/a", 302), "/round": redirect("/round", 302),
		"/out": redirect("file:///etc/passwd", 302), "/robots.txt": text("User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: other\nDisallow: /"),
		"/private/x": text("x"), "/private/open": text("open"), "/to-private": redirect("/private/x", 302), "/gone": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) },
		"/large": text(strings.Repeat("x", 2000)),
		"/bomb": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = z.Write(make([]byte, 1<<20))
			_ = z.Close()
		},
	})
	c := local(Options{MaxBytes: 1000, Agent: "Reader/2.0 (test)"})
	for _, x := range []struct{ path, want string }{
		{"/a#part", "page a at /a"},
		{"/old", "page a at /a?x=1 moved"},
		{"/soon", "page a at /a"},
		{"/round", "too many redirects (more than 8)"},
		{"/out", `it redirects to "file:///etc/passwd": it is no web address`},
		{"/private/x", "robots.txt does not allow it"},
		{"/private/open", "open at /private/open"},
		{"/to-private", "redirected to " + s.URL + "/private/x: robots.txt does not allow it"},
		{"/gone", "the server answers 410 (gone)"},
		{"/large", "the page is too large (more than 0 MiB)"},
		{"/bomb", "the page is too large (more than 0 MiB)"},
	} {
		p, err := c.Get(t.Context(), s.URL+x.path)
		got := ""
		if err != nil {
			got = err.Error()
			if Hint(err) == "" {
				t.Errorf("%s: no hint", x.path)
			}
		} else {
			got = string(p.Body) + " at " + strings.TrimPrefix(p.Address, s.URL)
			if p.Moved != "" {
				got += " moved"
			}
		}
		if got != x.want {
			t.Errorf("%s: got %q, want %q", x.path, got, x.want)
		}
	}
	if agent != "Reader/2.0 (test)" {
		t.Errorf("the agent is %q", agent)
	}
	for _, bad := range []string{"", "article", "ftp://x.example/a", "http://", "http:///a", "https://x.example:port/", "javascript:alert(1)"} {
		if _, err := c.Get(t.Context(), bad); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: got %v", bad, err)
		}
	}
}

func TestTurns(t *testing.T) {
	busy := 2
	s := site(t, map[string]http.HandlerFunc{
		"/robots.txt": text("User-agent: *\nCrawl-delay: 5"), "/a": text("a"), "/b": text("b"),
		"/busy": func(w http.ResponseWriter, r *http.Request) {
			if busy--; busy >= 0 {
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(429)
				return
			}
			text("late")(w, r)
		},
		"/closed": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(503)
		},
	})
	k := newClock()
	c := local(Options{Wait: k.Wait, Now: k.Now, Delay: 2 * time.Second})
	for _, path := range []string{"/a", "/b", "/busy"} {
		if _, err := c.Get(t.Context(), s.URL+path); err != nil {
			t.Fatal(err)
		}
	}
	// Before the first page its turn behind robots.txt; then five seconds each,
	// and seven where the server asks for them, which are behind its turn.
	if diff := cmp.Diff([]time.Duration{2e9, 5e9, 5e9, 7e9, 7e9}, k.waits); diff != "" {
		t.Errorf("waits: -want +got:\n%s", diff)
	}
	var e *StatusError
	if _, err := c.Get(t.Context(), s.URL+"/closed"); !errors.As(err, &e) || e.Retry != 24*time.Hour {
		t.Errorf("got %v, want that it is closed for a day", err)
	}
}

func TestOnlyWhatHasChangedIsSentAgain(t *testing.T) {
	sent, version := 0, `"v1"`
	s := site(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", version)
		if r.Header.Get("If-None-Match") == version {
			w.WriteHeader(304)
			return
		}
		sent++
		text("page "+version)(w, r)
	}})
	dir := filepath.Join(t.TempDir(), "cache")
	for i, want := range []string{`page "v1"`, `page "v1"`, `page "v2"`} {
		if i == 2 {
			version = `"v2"`
		}
		p, err := local(Options{Cache: dir}).Get(t.Context(), s.URL+"/a")
		if err != nil || string(p.Body) != want || p.Cached != (i == 1) || p.Type != "text/plain; charset=utf-8" {
			t.Errorf("time %d: got %+v, %v", i, p, err)
		}
	}
	if sent != 2 {
		t.Errorf("it was sent %d times, want 2", sent)
	}
	// A damaged page of the cache is got again.
	files, _ := filepath.Glob(filepath.Join(dir, "*.page"))
	for _, f := range files {
		if err := os.WriteFile(f, []byte("\x1f\x8bno gzip"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := local(Options{Cache: dir}).Get(t.Context(), s.URL+"/a"); err != nil || p.Cached || len(files) != 1 {
		t.Errorf("got %+v, %v with %d files", p, err, len(files))
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache(Options{Cache: t.TempDir(), CacheBytes: 4000, MaxBytes: 1 << 20})
	for i := range 40 {
		body := make([]byte, 600)
		for k := range body {
			body[k] = byte(i * k * 31 >> 3)
		}
		c.put(fmt.Sprint("https://x.example/", i), http.Header{"Etag": {"x"}}, &Page{Body: body})
	}
	files, _ := os.ReadDir(c.dir)
	var total int64
	for _, f := range files {
		info, _ := f.Info()
		total += info.Size()
	}
	if total > 5000 || len(files) < 3 {
		t.Errorf("%d bytes in %d files", total, len(files))
	}
	c.put("https://x.example/secret", http.Header{"Etag": {"x"}, "Cache-Control": {"private, no-store"}}, &Page{Body: []byte("x")})
	if c.get("https://x.example/secret") != nil {
		t.Error("a page that must not be stored was")
	}
}

func TestRobotsThatCannotBeHadForbid(t *testing.T) {
	s := site(t, map[string]http.HandlerFunc{"/robots.txt": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "/a": text("a")})
	if _, err := local(Options{}).Get(t.Context(), s.URL+"/a"); err == nil || !strings.Contains(err.Error(), "robots.txt cannot be had") {
		t.Errorf("got %v", err)
	}
}

// The guard: what is private stays so, whatever leads to it.

func TestPublic(t *testing.T) {
	for _, s := range []string{
		"127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "198.18.0.1", "224.0.0.1",
		"255.255.255.255", "240.0.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
		"64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "2001:db8::1", "fec0::1", "fe80::1%eth0",
	} {
		if public(netip.MustParseAddr(s)) == nil {
			t.Errorf("%s is taken for public", s)
		}
	}
	for _, s := range []string{"1.1.1.1", "93.184.216.34", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"} {
		if err := public(netip.MustParseAddr(s)); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	for _, s := range []string{"localhost", "LOCALHOST.", "a.local", "intranet", "x.internal", "127.0.0.1", "[::1]"} {
		if publicName(strings.Trim(s, "[]")) == nil && s != "intranet" {
			t.Errorf("%s is taken for public", s)
		}
	}
}

func TestPrivateAddressesAreNotReached(t *testing.T) {
	reached := false
	inside := site(t, map[string]http.HandlerFunc{"/secret": func(w http.ResponseWriter, r *http.Request) { reached = true; text("secret")(w, r) }})
	outside := site(t, map[string]http.HandlerFunc{"/a": text("a"), "/in": redirect(inside.URL+"/secret", 302)})
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	k := newClock()
	o := Options{Wait: k.Wait, Now: k.Now, Resolver: resolver(t, map[string]string{"trick.example.": "127.0.0.1", "meta.example.": "169.254.169.254"})}
	c := New(o)
	c.guard.except = netip.MustParseAddrPort(outside.Listener.Addr().String())
	for _, address := range []string{
		inside.URL + "/secret", outside.URL + "/in", "http://trick.example:" + port + "/secret", "http://meta.example/latest/meta-data/", "http://localhost:" + port + "/secret",
		"http://[::ffff:127.0.0.1]:" + port + "/secret", "http://0:" + port + "/secret", "http://2130706433:" + port + "/secret", "http://0x7f.1:" + port + "/secret",
	} {
		p, err := c.Get(t.Context(), address)
		if err == nil || reached {
			t.Fatalf("%s was reached: %+v", address, p)
		}
		if strings.Contains(address, "trick") && !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: got %v, want ErrPrivate", address, err)
		}
	}
	if p, err := c.Get(t.Context(), outside.URL+"/a"); err != nil || string(p.Body) != "a" {
		t.Errorf("the page outside: %+v, %v", p, err)
	}
}

// resolver answers names from a table, by a server of names of its own.
func resolver(t *testing.T, names map[string]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(b)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(b[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			q := m.Questions[0]
			m.Response, m.Additionals = true, nil
			a, ok := names[q.Name.String()]
			switch {
			case !ok:
				m.RCode = dnsmessage.RCodeNameError
			case q.Type == dnsmessage.TypeA:
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &dnsmessage.AResource{A: netip.MustParseAddr(a).As4()}}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func TestRobotsRules(t *testing.T) {
	const file = "\uFEFF# greeting\nUser-agent: Entente # us\nUser-agent: other/1.0\nDisallow: /a/\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow: /caf%c3%A9\nCrawl-delay: 2.5\n\n" +
		"User-agent: *\nDisallow: /\n\nUser-agent: entente\nDisallow: /more\nSitemap: https://x.example/s.xml\nnonsense\n"
	ours, theirs := ParseRobots([]byte(file), "Entente/1.0 (x)"), ParseRobots([]byte(file), "Someone/3")
	for path, want := range map[string]bool{
		"/": true, "/a/": false, "/a/b": true, "/a/bc": true, "/a/c": false, "/x.pdf": false, "/x.pdf?y": true, "/café": false, "/more/x": false, "/robots.txt": true, "/%61/c": false,
	} {
		if got := ours.Allows(path); got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
	if theirs.Allows("/x") || !theirs.Allows("/robots.txt") || ours.Delay != 2500*time.Millisecond {
		t.Errorf("theirs or the delay %v is wrong", ours.Delay)
	}
	if !ParseRobots(nil, "x").Allows("/") || !ParseRobots([]byte("Disallow: /"), "x").Allows("/") || !ParseRobots([]byte("User-agent: *\nDisallow:"), "x").Allows("/") {
		t.Error("nothing forbidden is forbidden")
	}
}

// FuzzParseRobots reads anything, in a bounded time.
func FuzzParseRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b*c$\nAllow: /%zz\n"), "/axbxc")
	f.Add([]byte("user-agent:x\r\rdisallow:"+strings.Repeat("*a", 500)), "/"+strings.Repeat("a", 999))
	f.Fuzz(func(t *testing.T, file []byte, path string) {
		r := ParseRobots(file, "Entente/1.0")
		first := r.Allows(path)
		if again := ParseRobots(bytes.Clone(file), "entente").Allows(path); again != first {
			t.Fatal("the same file says two things")
		}
	})
}

func FuzzParseAddress(f *testing.F) {
	f.Add("https://user:pw@x.example/a?b#c")
	f.Add("http://[::1%25eth0]:80/")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := parse(s)
		if err == nil && (u.User != nil || u.Fragment != "" || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Fatalf("%q gives %v", s, u)
		}
	})
}
