package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// TestWatchAndReadAddresses goes through the doors with the real sources, and a
// server of this machine's.
func TestWatchAndReadAddresses(t *testing.T) {
	page := `<html><head><meta property="og:site_name" content="Northern Wire"><title>%s</title></head><body><article><h1>%s</h1><p>Arnor attacked Lindon on Monday, the ministry said.</p></article></body></html>`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/rss":
			fmt.Fprint(w, `<rss><channel><title>Wire</title><item><guid>1</guid><title>One</title><link>/one</link></item><item><guid>2</guid><title>Two</title><link>/gone</link></item></channel></rss>`)
		case "/one":
			fmt.Fprintf(w, page, "One", "One")
		default:
			http.NotFound(w, r)
		}
	}))
	defer s.Close()
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	call := func(private string, args ...string) (int, string) {
		var out, err bytes.Buffer
		env := map[string]string{"XDG_DATA_HOME": dir, "XDG_CONFIG_HOME": dir, "ENTENTE_PRIVATE": private}
		parts := fakeParts()
		parts.Documents, parts.Watch = documents, watch
		status := run(context.Background(), args, stdio{strings.NewReader(""), &out, &err, func(k string) string { return env[k] }}, parts)
		return status, strings.ReplaceAll(out.String()+err.String(), s.URL, "http://wire.example")
	}
	for _, c := range []struct {
		private string
		args    []string
		status  int
		want    []string
	}{
		{"yes", []string{"watch", "--once", s.URL + "/rss"}, 0, []string{"1 feed asked, 2 items new; 1 new, 1 not read\n", "skipped: given up: http://wire.example/gone: the server answers 404 (not found) (check the address) [unreadable]"}},
		{"yes", []string{"watch", "--once", s.URL + "/rss"}, 0, []string{"1 feed asked, 0 items new; 0 new"}},
		{"yes", []string{"watch", "--once", s.URL + "/one"}, 1, []string{"1 feed asked, 0 items new; 0 new, 1 not read\n", "it is no feed", "entente: 1 of 1 feed could not be asked [unreadable]"}},
		{"yes", []string{"watch", "--once", s.URL + "/one"}, 0, []string{"0 feeds asked, 0 items new; 0 new; next at "}},
		{"yes", []string{"read", s.URL + "/one"}, 0, []string{"0 new, 1 known before"}},
		{"no", []string{"read", s.URL + "/one"}, 1, []string{"the address is not public (127.0.0.1)", "save the page and read the file"}},
		{"yes", []string{"watch", s.URL + "/one", "--once", "--interval", "1s"}, 2, []string{"an interval of 1s is too short [bad-value]"}},
		{"yes", []string{"watch", "none.opml"}, 1, []string{"none.opml: file does not exist"}},
		{"perhaps", []string{"watch", "none.opml"}, 2, []string{`private "perhaps" is neither yes nor no [bad-config]`}},
	} {
		status, got := call(c.private, c.args...)
		for _, w := range c.want {
			if status != c.status || !strings.Contains(got, w) {
				t.Errorf("%v: status %d, want %d and %q in\n%s", c.args, status, c.status, w, got)
			}
		}
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "entente", "ledger.db.feeds")); len(files) != 1 {
		t.Errorf("the journal is not beside the ledger: %v", files)
	}
}
