// Package pdftest writes small PDF files for tests, so that none need lie in the
// repository.
package pdftest

import (
	"bytes"
	"fmt"
	"strings"
)

// Line is a line of text at a place, in points from the lower left corner.
type Line struct {
	X, Y, Size float64
	Bold       bool
	Text       string // of WinAnsi characters
}

// Width and Height of the pages, in points.
const (
	Width  = 420
	Height = 595
)

// Info is what a file states of its making.
type Info struct{ Title, Author, Created string }

// PDF makes a file of pages.
func PDF(info Info, pages ...[]Line) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) int {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(at))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
		return len(at)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 6+2*i))
	}
	object("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), strings.Join(kids, " "))
	object("<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>")
	object("<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>")
	object("<</Title(%s)/Author(%s)/CreationDate(%s)>>", escape(info.Title), escape(info.Author), info.Created)
	for i, lines := range pages {
		var s strings.Builder
		for _, l := range lines {
			font := "F1"
			if l.Bold {
				font = "F2"
			}
			fmt.Fprintf(&s, "BT /%s %.2f Tf %.2f %.2f Td (%s) Tj ET\n", font, l.Size, l.X, l.Y, escape(l.Text))
		}
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>", Width, Height, 7+2*i)
		object("<</Length %d>>stream\n%sendstream", s.Len(), s.String())
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// escape writes a string of a PDF; characters beyond Latin-1 become marks of
// WinAnsi where it has them.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune(`\()`, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '“':
			b.WriteString(`\223`)
		case r == '”':
			b.WriteString(`\224`)
		case r == '’':
			b.WriteString(`\222`)
		case r == '•':
			b.WriteString(`\225`)
		case r == '–':
			b.WriteString(`\226`)
		case r < 0x80:
			b.WriteRune(r)
		case r <= 0xFF:
			fmt.Fprintf(&b, `\%03o`, r)
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}
