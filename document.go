package entente

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Genre is what sort of text a document is.
type Genre string

// The genres a document can have.
const (
	GenreNews      Genre = "news"
	GenreOpinion   Genre = "opinion"
	GenreAnalysis  Genre = "analysis"
	GenreStatement Genre = "statement"
	GenreUnknown   Genre = "unknown"
)

// PartKind says what a stretch of a document's text is. Only PartTitle,
// PartHeading, PartCaption and PartBody are read; the rest is kept apart.
type PartKind string

// The kinds of parts.
const (
	PartTitle      PartKind = "title"
	PartHeading    PartKind = "heading"
	PartCaption    PartKind = "caption"
	PartByline     PartKind = "byline"
	PartBody       PartKind = "body"
	PartRelated    PartKind = "related"    // "read also" lists, navigation
	PartDisclaimer PartKind = "disclaimer" // "the opinions expressed are the author's"
	PartRights     PartKind = "rights"     // copyright and reuse notices
)

// IsReporting reports whether a part of this kind is read and coded.
func (k PartKind) IsReporting() bool {
	switch k {
	case PartTitle, PartHeading, PartCaption, PartBody:
		return true
	}
	return false
}

// Part is one paragraph-like stretch of a document's text. Parts are sorted,
// do not overlap, and every character that is not white space lies in one.
type Part struct {
	Kind PartKind `json:"kind"`
	Span
}

// Document is one article, page or report with its text.
type Document struct {
	Kind          Kind       `json:"kind"`
	ID            DocumentID `json:"id"`
	URI           string     `json:"uri"`
	Title         string     `json:"title,omitempty"`
	Outlet        string     `json:"outlet,omitempty"`
	Authors       []string   `json:"authors,omitempty"`
	Published     Day        `json:"published,omitzero"`
	Language      string     `json:"language,omitempty"` // BCP 47 base code: "en"
	Genre         Genre      `json:"genre"`
	GenreEvidence string     `json:"genre_evidence,omitempty"` // why this genre, in words
	Disclaimer    string     `json:"disclaimer,omitempty"`
	Rights        string     `json:"rights,omitempty"`
	Sentences     int        `json:"sentences"`
	SHA256        string     `json:"sha256"` // of Text, hexadecimal
	CopyOf        DocumentID `json:"copy_of,omitempty"`
	Parts         []Part     `json:"parts,omitempty"`
	Text          string     `json:"text,omitempty"` // UTF-8; every span of the document's records slices it
}

// Foreign is the language of a document in one that is not read, "" of one in
// English or of which the language is not known.
func (d *Document) Foreign() string {
	if d.Language == "en" || strings.HasPrefix(d.Language, "en-") {
		return ""
	}
	return d.Language
}

// Seal sets Kind, SHA256 and ID from the document's text and provenance. The
// id rests on text, outlet, title and date, and not on where the file lay, so
// that reading a copy of a file again is reading the same document. Address is
// the document's public address where one is known ("" for a local file): two
// pages with the same words are two documents.
func (d *Document) Seal(address string) {
	sum := sha256.Sum256([]byte(d.Text))
	d.Kind = KindDocument
	d.SHA256 = hex.EncodeToString(sum[:])
	key := sha256.Sum256([]byte(d.SHA256 + "\x00" + d.Outlet + "\x00" + d.Title + "\x00" + d.Published.String() + "\x00" + address))
	d.ID = DocumentID("d-" + hex.EncodeToString(key[:8]))
	if d.Genre == "" {
		d.Genre = GenreUnknown
	}
}

// Paragraph returns the number, from 1, of the part that contains byte offset,
// counting only parts that are reported (see PartKind.IsReporting), or 0.
func (d *Document) Paragraph(offset int) int {
	n := 0
	for _, p := range d.Parts {
		if p.Kind.IsReporting() {
			n++
			if p.Start <= offset && offset < p.End {
				return n
			}
		}
		if p.Start > offset {
			break
		}
	}
	return 0
}
