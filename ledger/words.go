package ledger

import (
	"strings"
	"unicode"

	"entente"

	"golang.org/x/text/unicode/norm"
)

// CopyWords is the fewest words a document's body must have to be held a copy
// of another: shorter ones ("Photo gallery") agree by chance.
const CopyWords = 8

// Words returns the words of a document's body as copies are told by: runs of
// letters, marks and digits, in compatibility form and lower case, with a space
// between them. It is empty where the body has fewer than CopyWords words. A
// document without parts is all body.
func Words(d *entente.Document) string {
	var b strings.Builder
	b.Grow(len(d.Text))
	n := 0
	add := func(text string) {
		apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
		for word := range strings.FieldsFuncSeq(norm.NFKC.String(text), apart) {
			if n++; n > 1 {
				b.WriteByte(' ')
			}
			b.WriteString(strings.ToLower(word))
		}
	}
	if len(d.Parts) == 0 {
		add(d.Text)
	}
	for _, p := range d.Parts {
		if p.Kind == entente.PartBody && p.Valid(d.Text) {
			add(p.Of(d.Text))
		}
	}
	if n < CopyWords {
		return ""
	}
	return b.String()
}
