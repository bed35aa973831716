package file

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"entente/source/article"

	"golang.org/x/net/html"
)

// mostNodes is the most nodes that the tree of a web page may have, and
// mostAttributes the most attributes of one
// element. Long reports have a tenth
// of them.
const (
	mostNodes      = 300_000
	mostAttributes = 1000
	longestElement = 8 << 20 // bytes of one tag or script: a picture may stand in one
)

// errHeavy says that a page is more than is read.
var errHeavy = errors.New("the page has too many elements")

// formatting are the elements that a parser opens again in every paragraph until
// they are closed (HTML, "list of active formatting elements").
var formatting = map[string]bool{
	"a": true, "b": true, "big": true, "code": true, "em": true, "font": true, "i": true, "nobr": true, "s": true, "small": true,
	"strike": true, "strong": true, "tt": true, "u": true,
}

// weigh returns errHeavy where the tree of a page would be too large, and
// article.ErrTooLong where its words are too many, before the tree is made.
func weigh(page string) error {
	t := html.NewTokenizer(strings.NewReader(page))
	t.SetMaxBuf(longestElement)
	nodes, open, words := 0, 0, 0
	for {
		switch t.Next() {
		case html.ErrorToken:
			if errors.Is(t.Err(), html.ErrBufferExceeded) {
				return fmt.Errorf("%w: one of more than %d MiB", errHeavy, longestElement>>20)
			}
			return nil // the end: a string has no other errors
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := t.TagName()
			if formatting[string(name)] {
				open++
			} else {
				nodes += open / 2 // each is opened again, at worst
			}
			nodes++
			for n := 0; more; n++ {
				if _, _, more = t.TagAttr(); n > mostAttributes {
					return fmt.Errorf("%w: one with more than %d attributes", errHeavy, mostAttributes)
				}
			}
		case html.EndTagToken:
			if name, _ := t.TagName(); open > 0 && formatting[string(name)] {
				open--
			}
		case html.TextToken:
			nodes++
			words += len(bytes.TrimSpace(t.Raw()))
		}
		if nodes > mostNodes {
			return fmt.Errorf("%w: more than %d", errHeavy, mostNodes)
		}
		if words > 4*article.MaxText { // scripts are words here
			return article.Size{Bytes: words}.Err()
		}
	}
}

// parsePage makes the tree of a page that is not too large for one.
func parsePage(page string) (*html.Node, error) {
	if err := weigh(page); err != nil {
		return nil, err
	}
	return html.Parse(strings.NewReader(page))
}

// inMemory is how much of a file within another is held in memory; what is
// longer lies in a file for as long as it is read.
const inMemory = 8 << 20

// place is content of which any place can be read.
type place struct {
	io.ReaderAt
	size int64
	file *os.File // nil where it lies in memory
}

// place makes the content of an item readable at any place, at most so many bytes
// of it. Who calls it closes the place.
func (it *item) place(most int64) (*place, error) {
	if it.at != nil {
		return &place{ReaderAt: it.at, size: it.size}, nil
	}
	var start bytes.Buffer
	if _, err := io.Copy(&start, io.LimitReader(it.r, inMemory)); err != nil {
		return nil, it.failure(err)
	}
	if start.Len() < inMemory {
		return &place{ReaderAt: bytes.NewReader(start.Bytes()), size: int64(start.Len())}, nil
	}
	f, err := os.CreateTemp("", "entente-*")
	if err != nil {
		return nil, it.failure(fmt.Errorf("keep it for a moment: %w", err))
	}
	p := &place{ReaderAt: f, file: f}
	p.size, err = io.Copy(f, io.LimitReader(io.MultiReader(&start, it.r), most+1))
	if err == nil && p.size > most {
		p.close()
		return nil, it.error(fmt.Errorf("larger than %d MiB", most>>20), "unpack the archive it lies in, and name it itself")
	}
	if err != nil {
		p.close()
		return nil, it.failure(err)
	}
	return p, nil
}

// close drops what was kept for a moment.
func (p *place) close() {
	if p.file != nil {
		_ = p.file.Close() // nothing of it is wanted any more
		_ = os.Remove(p.file.Name())
	}
}
