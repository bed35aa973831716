// Package article makes documents of articles: it tells the title, headings,
// captions and paragraphs of reporting from bylines, lists of other articles,
// disclaimers and notices of rights, and finds outlet, authors, date, genre and
// language where the page does not state them. It reads no files and knows no
// format; package file gives it text. What it decides by are the tables
// parts.tsv and genres.tsv. Start with FromText and FromBlocks.
package article

import (
	"strings"

	"entente"
)

// Meta is what is stated of an article beside its text. Every field may be
// empty.
type Meta struct {
	URI       string // where it was read: a path or an address
	Address   string // its public address; "" for a local file
	Title     string
	Outlet    string
	Authors   []string
	Published entente.Day
	Language  string // "en", "en-GB"
	Type      string // what sort of page it calls itself: "NewsArticle"
	Section   string // where it stands: "World", "Opinion"

	// What the file says of its making, by whoever made it. It counts only where
	// neither the fields above nor the text say anything.
	FileTitle  string
	FileAuthor string
	FileMade   entente.Day
}

// Block is a paragraph whose kind is known or, where Kind is empty, to be told
// by the rules.
type Block struct {
	Kind entente.PartKind
	Text string
}

// draft is an article while its parts are being told.
type draft struct {
	Meta
	rules      *rules
	text       string
	blocks     []block
	dateline   string // the words before the reporting, "" for none
	authorLine string // what the text says of its author
	stated     bool   // the authors are stated, and not found in the text
}

// block is a paragraph of a draft's text.
type block struct {
	entente.Span
	kind  entente.PartKind // "" while not told
	words string           // its text with white space folded
}

// FromText makes a document of plain text. Its Text is the text given, but for
// invalid bytes and control characters, which become spaces or are dropped, for
// line ends, which become "\n", and for the title, which is put before it where
// it is stated and the text does not open with it.
func FromText(m Meta, text string) *entente.Document {
	d := &draft{Meta: m.clean(), rules: table(), text: Clean(text)}
	for _, s := range paragraphs(d.text) {
		d.blocks = append(d.blocks, block{Span: s, words: fold(s.Of(d.text))})
	}
	return d.document()
}

// FromBlocks makes a document of paragraphs. Its Text is the paragraphs with
// an empty line between them.
func FromBlocks(m Meta, blocks []Block) *entente.Document {
	d := &draft{Meta: m.clean(), rules: table()}
	var b strings.Builder
	for _, p := range blocks {
		text := fold(Clean(p.Text))
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		start := b.Len()
		b.WriteString(text)
		d.blocks = append(d.blocks, block{Span: entente.Span{Start: start, End: b.Len()}, kind: p.Kind, words: text})
	}
	d.text = b.String()
	return d.document()
}

// clean folds the white space of what is stated.
func (m Meta) clean() Meta {
	m.Title, m.Outlet = fold(Clean(m.Title)), fold(Clean(m.Outlet))
	m.FileTitle, m.FileAuthor = fold(Clean(m.FileTitle)), fold(Clean(m.FileAuthor))
	var authors []string
	for _, a := range m.Authors {
		authors = addName(authors, fold(Clean(a)))
	}
	m.Authors = authors
	return m
}

// Or fills what m does not state from o.
func (m Meta) Or(o Meta) Meta {
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&m.URI, o.URI},
		{&m.Address, o.Address},
		{&m.Title, o.Title},
		{&m.Outlet, o.Outlet},
		{&m.Language, o.Language},
		{&m.Type, o.Type},
		{&m.Section, o.Section},
		{&m.FileTitle, o.FileTitle},
		{&m.FileAuthor, o.FileAuthor},
	} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	if len(m.Authors) == 0 {
		m.Authors = o.Authors
	}
	if m.Published.IsZero() {
		m.Published = o.Published
	}
	if m.FileMade.IsZero() {
		m.FileMade = o.FileMade
	}
	return m
}

// document tells the parts of a draft and writes it down.
func (d *draft) document() *entente.Document {
	d.stated = len(d.Authors) > 0
	d.placeTitle()
	d.tellParts()
	genre, why := d.genre()
	d.takeIssuer(genre)
	d.takeFile()
	doc := &entente.Document{
		URI: d.URI, Title: d.Title, Outlet: d.Outlet, Authors: d.Authors, Published: d.Published, Language: d.language(),
		Genre: genre, GenreEvidence: why, Disclaimer: d.gather(entente.PartDisclaimer), Rights: d.gather(entente.PartRights), Text: d.text,
	}
	for _, b := range d.blocks {
		doc.Parts = append(doc.Parts, entente.Part{Kind: b.kind, Span: b.Span})
	}
	doc.Seal(d.Address)
	return doc
}

// gather joins the texts of a kind of part.
func (d *draft) gather(kind entente.PartKind) string {
	var texts []string
	for _, b := range d.blocks {
		if b.kind == kind {
			texts = append(texts, b.words)
		}
	}
	return strings.Join(texts, "\n")
}

// reporting joins the first limit bytes of the paragraphs that are reporting.
func (d *draft) reporting(limit int) string {
	var b strings.Builder
	for _, p := range d.blocks {
		if room := limit - b.Len(); p.kind == entente.PartBody && room > 0 {
			b.WriteString(strings.ToValidUTF8(p.words[:min(len(p.words), room)], ""))
			b.WriteByte('\n')
		}
	}
	return b.String()
}
