// Package feed reads feeds of news (RSS, Atom, JSON Feed), lists of feeds (OPML),
// and watches feeds over time: a Watch asks them in turn, keeps in a journal what
// it has seen, and loses nothing between being told of an item and having read
// it. Start with Parse and Watch.
package feed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"

	"entente"
	"entente/source/article"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"
)

// Feed is a feed at one time.
type Feed struct {
	Title    string
	Language string
	Items    []Item // in the order of the feed: the newest first, mostly
	// Next is the address of the page of older items (RFC 5005), "" for none.
	Next string
}

// Item is an entry of a feed.
type Item struct {
	Key       string      `json:"key"` // tells it from other items of its feed, for good
	Link      string      `json:"link,omitempty"`
	Title     string      `json:"title,omitempty"`
	Authors   []string    `json:"authors,omitempty"`
	Published entente.Day `json:"published,omitzero"`
	Content   string      `json:"content,omitempty"` // HTML, or text; what the feed holds of the article
	Outlet    string      `json:"outlet,omitempty"`  // the feed's title
	Language  string      `json:"language,omitempty"`
}

// Errors of feeds.
var (
	ErrNoFeed  = errors.New("it is no feed")
	ErrDamaged = errors.New("the feed is damaged")
	ErrTooDeep = errors.New("its elements stand too deep within each other")
	ErrTooMany = errors.New("it has too many elements")
)

// Bounds of a feed.
const (
	deepestXML   = 200
	mostItems    = 20_000
	mostElements = 500_000
)

// Kind is a format of this package.
type Kind string

// The kinds that KindOf tells.
const (
	News Kind = "feed"
	List Kind = "OPML"
)

var rootElement = regexp.MustCompile(`(?i)<(?:[a-z][\w.-]*:)?(rss|feed|rdf|opml|html|channel)[\s>]`)

// KindOf tells from its beginning whether a text is a feed or a list of feeds;
// "" is neither.
func KindOf(head []byte) Kind {
	s := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	s = s[:min(len(s), 8<<10)]
	switch {
	case bytes.HasPrefix(s, []byte("{")):
		if bytes.Contains(s, []byte("jsonfeed.org/version/")) {
			return News
		}
	case bytes.HasPrefix(s, []byte("<")):
		m := rootElement.FindSubmatch(s)
		if m == nil {
			return ""
		}
		switch strings.ToLower(string(m[1])) {
		case "rss", "rdf":
			return News
		case "feed":
			if bytes.Contains(s, []byte("http://www.w3.org/2005/Atom")) || bytes.Contains(s, []byte("purl.org/atom")) {
				return News
			}
		case "opml":
			return List
		}
	}
	return ""
}

// Parse reads a feed. Address is where it was got, to which its links are
// relative; "" where it was not got anywhere.
func Parse(raw []byte, address string) (*Feed, error) {
	base, _ := url.Parse(address)
	if base == nil {
		base = &url.URL{}
	}
	raw = printable(raw)
	out := &Feed{}
	if s := bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))); bytes.HasPrefix(s, []byte("{")) {
		raw = s
		var j struct {
			Next string `json:"next_url"`
		}
		if err := json.Unmarshal(s, &j); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		out.Next = j.Next
	} else {
		next, err := scan(raw)
		if err != nil {
			return nil, err
		}
		out.Next = next
	}
	f, err := parse(raw)
	switch {
	case errors.Is(err, gofeed.ErrFeedTypeNotDetected):
		return nil, ErrNoFeed
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	out.Title, out.Language = plain(f.Title), f.Language
	out.Next = resolve(base, out.Next)
	for _, i := range f.Items {
		if i == nil || len(out.Items) == mostItems {
			continue
		}
		out.Items = append(out.Items, newItem(i, out, base))
	}
	return out, nil
}

// parse is gofeed's, whose faults are the feed's.
func parse(raw []byte) (f *gofeed.Feed, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("its parser breaks: %v", cause)
		}
	}()
	return gofeed.NewParser().Parse(bytes.NewReader(raw))
}

func newItem(i *gofeed.Item, f *Feed, base *url.URL) Item {
	it := Item{Link: resolve(base, i.Link), Title: plain(i.Title), Content: i.Content, Outlet: f.Title, Language: f.Language}
	if len(it.Content) < len(i.Description) {
		it.Content = i.Description
	}
	for _, a := range i.Authors {
		if a != nil {
			it.Authors = append(it.Authors, article.SplitNames(plain(a.Name))...)
		}
	}
	// The day as it is written, where the outlet is; then the moment.
	for _, s := range []string{i.Published, i.Updated} {
		if it.Published.IsZero() {
			it.Published, _ = article.FindDay(s)
		}
	}
	for _, t := range []*time.Time{i.PublishedParsed, i.UpdatedParsed} {
		if t != nil && it.Published.IsZero() && t.Year() > 1900 && t.Year() < 2300 {
			it.Published = entente.DayOf(*t)
		}
	}
	key := i.GUID
	if key == "" {
		key = it.Link
	}
	if key == "" {
		key = it.Title + "\x00" + it.Content
	}
	sum := sha256.Sum256([]byte(key))
	it.Key = hex.EncodeToString(sum[:8])
	return it
}

// resolve is the web address that a link means, or "".
func resolve(base *url.URL, link string) string {
	if link = strings.TrimSpace(link); link == "" {
		return ""
	}
	u, err := base.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

var tag = regexp.MustCompile(`<[^<>]*>`)

// plain is a title without tags and escapes.
func plain(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(html.UnescapeString(s), " "))), " ")
}

// printable puts spaces for the control characters that XML does not allow and
// feeds hold all the same.
func printable(raw []byte) []byte {
	if bytes.HasPrefix(raw, []byte("\xFF\xFE")) || bytes.HasPrefix(raw, []byte("\xFE\xFF")) {
		return raw
	}
	var out []byte
	for i, c := range raw {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			if out == nil {
				out = bytes.Clone(raw)
			}
			out[i] = ' '
		}
	}
	if out == nil {
		return raw
	}
	return out
}

// scan reads a feed once before it is parsed: it finds the page of older items,
// and refuses what would take a parser down with it.
func scan(raw []byte) (next string, err error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict, d.CharsetReader, d.Entity = false, charset.NewReaderLabel, xml.HTMLEntity
	depth, inItem := 0, 0
	for elements := 0; ; {
		t, err := d.RawToken()
		switch {
		case err == io.EOF:
			return next, nil
		case err != nil:
			var s *xml.SyntaxError
			if errors.As(err, &s) {
				return "", fmt.Errorf("%w: line %d: %s", ErrDamaged, s.Line, s.Msg)
			}
			return "", fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > deepestXML {
				return "", ErrTooDeep
			}
			if elements++; elements > mostElements {
				return "", fmt.Errorf("%w (more than %d)", ErrTooMany, mostElements)
			}
			switch t.Name.Local {
			case "item", "entry":
				inItem++
			case "link":
				rel, href := attribute(&t, "rel"), attribute(&t, "href")
				if inItem == 0 && next == "" && (rel == "next" || rel == "prev-archive") {
					next = href
				}
			}
		case xml.EndElement:
			depth--
			if t.Name.Local == "item" || t.Name.Local == "entry" {
				inItem--
			}
		}
	}
}

func attribute(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
