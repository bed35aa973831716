package feed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"entente/source"
	"entente/source/web"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mostList is the most bytes that a list of feeds may have.
const mostList = 8 << 20

// Addresses makes addresses of feeds of what a user names: an address stands for
// itself, but one of a list of feeds (its path ends in ".opml") and a file, which
// is a list in OPML or lines of addresses, for the feeds in it. Each comes once,
// in the order given. What cannot be read is an error with its place.
func Addresses(ctx context.Context, names []string, fetch func(ctx context.Context, address string) (*web.Page, error)) ([]string, error) {
	var out []string
	seen := map[string]bool{}
	add := func(address string) {
		if !seen[address] {
			seen[address] = true
			out = append(out, address)
		}
	}
	for _, name := range names {
		u, err := url.Parse(name)
		isWeb := err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https"))
		var raw []byte
		switch {
		case isWeb && !strings.HasSuffix(strings.ToLower(u.Path), ".opml"):
			add(name)
			continue
		case isWeb:
			p, err := fetch(ctx, name)
			if err != nil {
				return nil, &source.Error{Name: name, Err: err, Hint: web.Hint(err)}
			}
			raw = p.Body
		default:
			if raw, err = readList(name); err != nil {
				return nil, err
			}
		}
		list, err := addressesIn(name, raw)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			add(a)
		}
	}
	return out, nil
}

func readList(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		hint := "name an address (https://...) or a file with addresses"
		if errors.Is(err, os.ErrNotExist) {
			err = os.ErrNotExist
		}
		return nil, &source.Error{Name: name, Err: err, Hint: hint}
	}
	if info.IsDir() || info.Size() > mostList {
		return nil, &source.Error{Name: name, Err: errors.New("it is no list of feeds"), Hint: "a list is OPML, or one address a line"}
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, &source.Error{Name: name, Err: err}
	}
	return raw, nil
}

// addressesIn are the feeds of a list in OPML or in lines, where # opens a remark.
func addressesIn(name string, raw []byte) ([]string, error) {
	if KindOf(raw) == List {
		feeds, err := ParseOPML(raw)
		if err != nil {
			return nil, &source.Error{Name: name, Err: err, Hint: "export the list again"}
		}
		var out []string
		for _, f := range feeds {
			out = append(out, f.Address)
		}
		return out, nil
	}
	var out []string
	for i, line := range strings.Split(string(raw), "\n") {
		if line, _, _ = strings.Cut(" "+line, " #"); strings.TrimSpace(line) == "" {
			continue
		}
		address := resolve(&url.URL{}, strings.TrimSpace(line))
		if address == "" {
			return nil, &source.Error{Name: name, Line: i + 1, Err: fmt.Errorf("%.80q is no address", strings.TrimSpace(line)), Hint: "one address (https://...) a line, or OPML"}
		}
		out = append(out, address)
	}
	if len(out) == 0 {
		return nil, &source.Error{Name: name, Err: errors.New("it lists no feed"), Hint: "one address (https://...) a line, or OPML"}
	}
	return out, nil
}

// Discover lists the feeds that a page says it has.
func Discover(page []byte, address string) []string {
	base, err := url.Parse(address)
	if err != nil {
		return nil
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	var out []string
	for n := range root.Descendants() {
		if n.DataAtom != atom.Link {
			continue
		}
		at := map[string]string{}
		for _, a := range n.Attr {
			at[a.Key] = a.Val
		}
		kind := strings.ToLower(at["type"])
		if !strings.EqualFold(at["rel"], "alternate") || !strings.Contains(kind, "rss") && !strings.Contains(kind, "atom") && !strings.Contains(kind, "feed+json") {
			continue
		}
		if a := resolve(base, at["href"]); a != "" {
			out = append(out, a)
		}
	}
	return out
}
