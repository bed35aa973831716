package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"
)

// Outline is a feed in a list of feeds.
type Outline struct {
	Title   string
	Address string
}

// ParseOPML reads a list of feeds: each feed once, in the order of the list,
// whatever folders it stands in.
func ParseOPML(raw []byte) ([]Outline, error) {
	d := xml.NewDecoder(bytes.NewReader(printable(raw)))
	d.Strict, d.CharsetReader, d.Entity = false, charset.NewReaderLabel, xml.HTMLEntity
	var out []Outline
	seen := map[string]bool{}
	depth := 0
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			var s *xml.SyntaxError
			if errors.As(err, &s) {
				return nil, fmt.Errorf("%w: line %d: %s", ErrDamaged, s.Line, s.Msg)
			}
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > deepestXML {
				return nil, ErrTooDeep
			}
			if !strings.EqualFold(t.Name.Local, "outline") {
				continue
			}
			o := Outline{Title: attribute(&t, "title"), Address: resolve(&url.URL{}, attribute(&t, "xmlUrl"))}
			if o.Title == "" {
				o.Title = attribute(&t, "text")
			}
			if o.Address != "" && !seen[o.Address] && len(out) < mostItems {
				seen[o.Address] = true
				out = append(out, o)
			}
		case xml.EndElement:
			depth--
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: it lists no feed", ErrNoFeed)
	}
	return out, nil
}
