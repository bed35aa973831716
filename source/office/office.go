// Package office reads the text of office documents and books: DOCX, ODT and
// EPUB, which are zips of XML. It keeps what tells the parts of a text (titles,
// headings, captions) and drops the looks, deleted words, notes and hidden text.
// It makes no documents: package file does. Start with Kind and Read.
package office

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"entente/source/archive"
	"entente/source/article"

	"golang.org/x/net/html/charset"
)

// Kind is a format of office documents.
type Kind string

// The formats that are read, and those that are only known by name.
const (
	DOCX  Kind = "DOCX"
	ODT   Kind = "ODT"
	EPUB  Kind = "EPUB"
	Sheet Kind = "spreadsheet"  // not read
	Slide Kind = "presentation" // not read
)

// Text is what an office document holds.
type Text struct {
	article.Meta
	Blocks []article.Block
	// Chapters are read and unpacked as they are asked for, of a book, which has no
	// Blocks; else nil. A chapter that cannot be read is an error and the next
	// follows.
	Chapters iter.Seq2[Chapter, error]
	// Periodical says that each chapter is an article of its own.
	Periodical bool
}

// Chapter is a file of a book, in the order of reading.
type Chapter struct {
	Name string // of its file in the book
	Page []byte // XHTML
}

// Errors of office documents.
var (
	ErrNotOffice = errors.New("it is no office document")
	ErrProtected = errors.New("it is protected by a password or a licence")
	ErrNoText    = errors.New("it holds no text")
)

// Bounds of one XML file of a document. It is read as it is unpacked, so that
// none of them is held in memory but the text and, for a moment, one element.
const (
	mostXML     = 64 << 20 // bytes
	mostElement = 4 << 20  // bytes of one tag, or of the text between two
	mostListed  = 10_000   // styles, relations, chapters
	deepestXML  = 1000     // elements within each other
)

// KindOf tells the format of a zip by what is in it: "" is none that is known.
func KindOf(z *archive.Zip) Kind {
	if z.Has("mimetype") {
		if b, err := z.Read("mimetype", 200); err == nil {
			switch m := strings.TrimSpace(string(b)); {
			case m == "application/epub+zip":
				return EPUB
			case strings.HasPrefix(m, "application/vnd.oasis.opendocument.text"):
				return ODT
			case strings.HasPrefix(m, "application/vnd.oasis.opendocument.spreadsheet"):
				return Sheet
			case strings.HasPrefix(m, "application/vnd.oasis.opendocument.presentation"):
				return Slide
			}
		}
	}
	switch {
	case z.Has("META-INF/container.xml"):
		return EPUB
	case !z.Has("[Content_Types].xml"):
		return ""
	case z.Has("xl/workbook.xml"):
		return Sheet
	case z.Has("ppt/presentation.xml"):
		return Slide
	case z.Has("word/document.xml"), mainPart(z) != "":
		return DOCX
	}
	return ""
}

// Read reads a document of a kind. The error says which part of it cannot be
// read.
func Read(z *archive.Zip, k Kind) (*Text, error) {
	switch k {
	case DOCX:
		return readDOCX(z)
	case ODT:
		return readODT(z)
	case EPUB:
		return readEPUB(z)
	}
	return nil, ErrNotOffice
}

// handler is told of the elements and the text of an XML file. It says when it
// has had enough.
type handler interface {
	start(e *xml.StartElement)
	end(name xml.Name)
	text(s []byte)
}

// full is a handler that takes no more than so much.
type full interface{ full() error }

// part reads an XML file of a document, as it is unpacked.
func part(z *archive.Zip, name string, h handler) error {
	r, err := z.Open(name)
	if err == nil {
		err = walk(r, h)
		r.Close()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// sluice lets the bytes of an XML file through: no more than mostXML of them, and
// no more than mostElement from one element to the next.
type sluice struct {
	r        io.Reader
	all, one int64
}

func (s *sluice) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.all, s.one = s.all+int64(n), s.one+int64(n)
	switch {
	case s.all > mostXML:
		return 0, fmt.Errorf("%w (more than %d MiB of XML)", archive.ErrTooLarge, mostXML>>20)
	case s.one > mostElement:
		return 0, fmt.Errorf("%w (an element of more than %d MiB)", archive.ErrTooLarge, mostElement>>20)
	}
	return n, err
}

// walk tells a handler of an XML text. Entities beside those of XML itself are
// an error: a document needs none, and they can be made to grow.
func walk(r io.Reader, h handler) error {
	in := &sluice{r: r}
	d := xml.NewDecoder(in)
	d.CharsetReader = charset.NewReaderLabel
	limit, bounded := h.(full)
	depth := 0
	for {
		in.one = 0
		t, err := d.RawToken()
		if bounded && err == nil {
			err = limit.full()
		}
		if err == io.EOF {
			if depth > 0 {
				return fmt.Errorf("%w: the XML breaks off", archive.ErrDamaged)
			}
			return nil
		}
		if archive.IsLimit(err) || errors.Is(err, article.ErrTooLong) {
			return err
		}
		if err != nil {
			var s *xml.SyntaxError
			if errors.As(err, &s) {
				return fmt.Errorf("%w: line %d: %s", archive.ErrDamaged, s.Line, s.Msg)
			}
			return fmt.Errorf("%w: %w", archive.ErrDamaged, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > deepestXML {
				return fmt.Errorf("%w: elements stand more than %d deep", archive.ErrDamaged, deepestXML)
			}
			h.start(&t)
		case xml.EndElement:
			depth--
			h.end(t.Name)
		case xml.CharData:
			h.text(t)
		}
	}
}

// attribute is the value of an attribute by its local name, whatever its prefix.
func attribute(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// values gathers the text of elements by their local names.
type values struct {
	first map[string]string
	all   map[string][]string
	name  string
	b     strings.Builder
}

func (v *values) start(e *xml.StartElement) {
	v.name = e.Name.Local
	v.b.Reset()
}

func (v *values) text(s []byte) {
	if v.b.Len() < 4096 {
		v.b.Write(s)
	}
}

func (v *values) end(n xml.Name) {
	s := strings.TrimSpace(v.b.String())
	if n.Local != v.name || s == "" {
		return
	}
	if v.first == nil {
		v.first, v.all = map[string]string{}, map[string][]string{}
	}
	if v.first[v.name] == "" && len(v.first) < mostListed {
		v.first[v.name] = s
	}
	if len(v.all[v.name]) < mostListed {
		v.all[v.name] = append(v.all[v.name], s)
	}
	v.name = ""
}
