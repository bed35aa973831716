package file

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
	"entente/source"
	"entente/source/article"
)

// entry is one document of JSON. Keys are matched without regard to case; each
// may be missing but the text or the HTML.
type entry struct {
	text, title, outlet, date, address, language, genre, section string
	authors                                                      []string
	html                                                         bool
}

// keys lists, for each thing an entry states, the keys under which it is found,
// the first present first.
var keys = map[string][]string{
	"text":     {"text", "body", "content", "articlebody", "article", "maintext"},
	"html":     {"html"},
	"title":    {"title", "headline"},
	"outlet":   {"outlet", "publisher", "source", "site", "source_name", "newspaper"},
	"date":     {"date", "published", "date_published", "publish_date", "datepublished", "published_at", "pubdate", "publication_date"},
	"address":  {"url", "link", "uri", "address"},
	"language": {"language", "lang", "inlanguage"},
	"genre":    {"genre", "type", "@type"},
	"section":  {"section", "articlesection", "category"},
	"authors":  {"authors", "author", "byline", "creator"},
}

// lines reads JSON Lines, one document a line. A line that cannot be read
// yields an error with its number, and the next follows.
func (w *walk) lines(name string, r io.Reader) bool {
	in := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		if w.done() {
			return false
		}
		line, tooLong, err := readLine(in)
		if err != nil && err != io.EOF {
			return w.fail(name, n, cause(err), hintFor(err))
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF"))
			if err == nil && utf16Order(line) != none {
				return w.fail(name, n, errors.New("JSON Lines in UTF-16"), "write it in UTF-8")
			}
		}
		trimmed := bytes.TrimSpace(line)
		switch {
		case tooLong:
			if !w.fail(name, n, fmt.Errorf("the line is longer than %d MiB", MaxBytes>>20), "one document stands in a line") {
				return false
			}
		case len(trimmed) > 0:
			doc, docErr := parseEntry(name, n, trimmed)
			if !w.yield(doc, docErr) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
	}
}

// readLine reads up to the next line end; of a line above MaxBytes it keeps
// nothing and reports it as too long.
func readLine(in *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		if !tooLong {
			line = append(line, piece...)
		}
		if len(line) > MaxBytes {
			line, tooLong = nil, true
		}
		if err != bufio.ErrBufferFull {
			return line, tooLong, err
		}
	}
}

// json reads one object, or a list of objects; a file that turns out to be JSON
// Lines is read as that.
func (w *walk) json(name string, raw []byte) bool {
	raw = []byte(decode(raw, ""))
	trimmed := bytes.TrimSpace(raw)
	if len(trimmed) > 0 && trimmed[0] == '[' {
		return w.list(name, raw)
	}
	if !json.Valid(trimmed) && sniff(raw) == jsonLines {
		return w.lines(name, bytes.NewReader(raw))
	}
	doc, err := parseEntry(name, 0, trimmed)
	return w.yield(doc, err)
}

// list reads a list of objects one by one.
func (w *walk) list(name string, raw []byte) bool {
	in := json.NewDecoder(bytes.NewReader(raw))
	_, err := in.Token()
	line, from := 1, 0
	for err == nil && in.More() {
		if w.done() {
			return false
		}
		var item json.RawMessage
		if err = in.Decode(&item); err != nil {
			break
		}
		start := int(in.InputOffset()) - len(item)
		line, from = line+bytes.Count(raw[from:start], []byte("\n")), start
		doc, docErr := parseEntry(name, line, item)
		if !w.yield(doc, docErr) {
			return false
		}
	}
	if err == nil {
		_, err = in.Token()
	}
	if err != nil {
		return w.yield(nil, jsonError(name, max(line, lineOf(raw, err)), err))
	}
	return true
}

// parseEntry makes the document of one object. Line is where it stands, 0 for
// a file of its own.
func parseEntry(name string, line int, raw []byte) (*entente.Document, error) {
	object, err := knownOf(raw)
	if err != nil {
		return nil, jsonError(name, max(line, lineOf(raw, err)), err)
	}
	e := newEntry(object)
	if strings.TrimSpace(e.text) == "" {
		return nil, &source.Error{Name: name, Line: line, Err: errors.New(`there is no "text"`), Hint: `an object needs "text" (or "body", "content", "html"); "title", "date", "outlet", "url" and "authors" help`}
	}
	uri := name
	if line > 0 {
		uri = fmt.Sprintf("%s:%d", name, line)
	}
	m := article.Meta{
		URI: uri, Address: webAddress(e.address), Title: e.title, Outlet: e.outlet, Authors: e.authors,
		Language: e.language, Type: e.genre, Section: e.section,
	}
	m.Published, _ = article.FindDay(e.date)
	if m.Address != "" {
		m.URI = m.Address
	}
	var doc *entente.Document
	if e.html {
		page, err := readPage([]byte(e.text), "", m.Address)
		if err != nil {
			failed := (&item{name: name}).failure(err)
			failed.Line = line
			return nil, failed
		}
		page.Address = webAddress(page.Address)
		doc = article.FromBlocks(m.Or(page.Meta), page.Blocks)
	} else {
		if err := article.SizeOf(e.text).Err(); err != nil {
			failed := (&item{name: name}).failure(err)
			failed.Line = line
			return nil, failed
		}
		doc = article.FromText(m, e.text)
	}
	return worth(uri, doc)
}

// longestStated is the most bytes of JSON that anything but a text may have to
// be looked at.
const longestStated = 1 << 20

// knownOf is what an object holds under keys that are known.
func knownOf(raw []byte) (map[string]any, error) {
	if err := json.Unmarshal(raw, &struct{}{}); err != nil { // all of it is looked at
		return nil, err
	}
	known := map[string]any{}
	in := json.NewDecoder(bytes.NewReader(raw))
	_, err := in.Token()
	for err == nil && in.More() {
		var key json.Token
		if key, err = in.Token(); err != nil {
			break
		}
		var value json.RawMessage
		if err = in.Decode(&value); err != nil {
			break
		}
		name, _ := key.(string)
		if isKnown(strings.ToLower(name)) && (len(value) <= longestStated || value[0] == '"') {
			var v any
			err = json.Unmarshal(value, &v)
			known[name] = v
		}
	}
	return known, err
}

// isKnown reports whether a key, in small letters, states anything.
func isKnown(key string) bool {
	for _, list := range keys {
		if slices.Contains(list, key) {
			return true
		}
	}
	return false
}

// newEntry takes out of an object what its keys state.
func newEntry(object map[string]any) entry {
	lower := make(map[string]any, len(object))
	for k, v := range object {
		if _, known := lower[strings.ToLower(k)]; !known || k == strings.ToLower(k) {
			lower[strings.ToLower(k)] = v
		}
	}
	first := func(what string) any {
		for _, k := range keys[what] {
			if v, ok := lower[k]; ok && v != nil && v != "" {
				return v
			}
		}
		return nil
	}
	e := entry{
		text: words(first("text")), title: words(first("title")), outlet: words(first("outlet")), date: words(first("date")),
		address: words(first("address")), language: words(first("language")), genre: words(first("genre")), section: words(first("section")),
		authors: names(first("authors")),
	}
	if page := words(first("html")); page != "" && e.text == "" {
		e.text, e.html = page, true
	}
	return e
}

// words is a value as text: a string, a number, the name of an object, the
// first of a list, or "".
func words(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return fmt.Sprintf("%.0f", v)
	case map[string]any:
		return words(v["name"])
	case []any:
		if len(v) > 0 {
			return words(v[0])
		}
	}
	return ""
}

// names is a value as names: a list, or one text of several.
func names(v any) []string {
	switch v := v.(type) {
	case []any:
		var out []string
		for _, item := range v {
			out = append(out, words(item))
		}
		return out
	case nil:
		return nil
	}
	return article.SplitNames(words(v))
}

func webAddress(s string) string {
	if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
		return s
	}
	return ""
}

// lineOf is the line of raw at which a JSON error stands, from 1, or 0.
func lineOf(raw []byte, err error) int {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return 1 + bytes.Count(bytes.TrimSpace(raw), []byte("\n"))
	}
	var s *json.SyntaxError
	if !errors.As(err, &s) {
		return 0
	}
	return 1 + bytes.Count(raw[:min(int(max(s.Offset, 0)), len(raw))], []byte("\n"))
}

func jsonError(name string, line int, err error) error {
	msg := strings.TrimPrefix(err.Error(), "json: ")
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		msg = fmt.Sprintf("a JSON %s where an object is needed", t.Value)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(msg, "unexpected end of JSON") {
		msg = "the JSON breaks off"
	}
	return &source.Error{Name: name, Line: line, Err: errors.New(msg), Hint: `a line looks like {"text": "...", "title": "...", "date": "2031-03-04", "outlet": "..."}`}
}
