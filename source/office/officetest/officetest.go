// Package officetest writes small office documents, books and archives for
// tests, so that none need lie in the repository.
package officetest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"
	"time"
)

// File is a file of an archive.
type File struct{ Name, Data string }

// Zip packs files in the order given.
func Zip(files ...File) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: time.Date(2031, 3, 4, 0, 0, 0, 0, time.UTC)}
		if f.Name == "mimetype" {
			h.Method = zip.Store
		}
		e, err := w.CreateHeader(h)
		if err == nil {
			_, err = e.Write([]byte(f.Data))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// Paragraph is a paragraph with the name of its style, "" for body text.
type Paragraph struct{ Style, Text string }

// DOCX makes a document. The ids of its styles are not their names, as in
// programs that speak another language than English.
func DOCX(title, author, created string, paragraphs ...Paragraph) []byte {
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	var body, styles strings.Builder
	seen := map[string]bool{}
	for _, p := range paragraphs {
		body.WriteString("<w:p>")
		if p.Style != "" {
			id := fmt.Sprintf("s%x", p.Style)
			fmt.Fprintf(&body, `<w:pPr><w:pStyle w:val="%s"/></w:pPr>`, id)
			if !seen[id] {
				fmt.Fprintf(&styles, `<w:style w:styleId="%s"><w:name w:val="%s"/></w:style>`, id, p.Style)
			}
			seen[id] = true
		}
		half := len(p.Text) / 2
		for half > 0 && p.Text[half]&0xC0 == 0x80 {
			half--
		}
		for _, run := range []string{p.Text[:half], p.Text[half:]} {
			fmt.Fprintf(&body, `<w:r><w:t xml:space="preserve">%s</w:t></w:r>`, html.EscapeString(run))
		}
		body.WriteString("</w:p>\n")
	}
	return Zip(
		File{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		File{"_rels/.rels", `<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		File{"word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document ` + ns + `><w:body>` + body.String() + `</w:body></w:document>`},
		File{"word/styles.xml", `<w:styles ` + ns + `>` + styles.String() + `</w:styles>`},
		File{"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>` + html.EscapeString(title) + `</dc:title><dc:creator>` +
			html.EscapeString(author) + `</dc:creator><dcterms:created>` + created + `</dcterms:created></cp:coreProperties>`},
	)
}

// ODT makes a text. Its paragraphs have styles of their own that are based on
// the named ones, as programs write them.
func ODT(title, author, created string, paragraphs ...Paragraph) []byte {
	var body, styles strings.Builder
	for i, p := range paragraphs {
		tag, style := "p", strings.ReplaceAll(p.Style, " ", "_20_")
		if strings.HasPrefix(p.Style, "heading") {
			tag = "h"
		}
		if style == "" {
			style = "Text_20_body"
		}
		fmt.Fprintf(&styles, `<style:style style:name="P%d" style:family="paragraph" style:parent-style-name="%s"/>`, i, style)
		fmt.Fprintf(&body, `<text:%s text:style-name="P%d">%s</text:%s>`, tag, i, html.EscapeString(p.Text), tag)
	}
	return Zip(
		File{"mimetype", "application/vnd.oasis.opendocument.text"},
		File{"content.xml", `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s"><office:automatic-styles>` + styles.String() +
			`</office:automatic-styles><office:body><office:text>` + body.String() + `</office:text></office:body></office:document-content>`},
		File{"styles.xml", `<office:document-styles xmlns:office="o" xmlns:style="s"><office:styles><style:style style:name="Title"/><style:style style:name="Text_20_body" style:display-name="Text body"/></office:styles></office:document-styles>`},
		File{"meta.xml", `<office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta><dc:title>` + html.EscapeString(title) + `</dc:title><meta:initial-creator>` +
			html.EscapeString(author) + `</meta:initial-creator><meta:creation-date>` + created + `</meta:creation-date></office:meta></office:document-meta>`},
	)
}

// EPUB makes a book with a cover page, a table of contents and the chapters
// given, each the inner HTML of its body.
func EPUB(title, author, publisher, date string, periodical bool, chapters ...string) []byte {
	files := []File{
		{"mimetype", "application/epub+zip"},
		{"META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`},
		{"OEBPS/nav.xhtml", `<html><body><nav><ol><li><a href="c1.xhtml">Chapter one</a></li></ol></nav></body></html>`},
	}
	var items, spine strings.Builder
	for i, c := range chapters {
		name := fmt.Sprintf("chapter %d.xhtml", i+1)
		files = append(files, File{"OEBPS/" + name, `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>c</title></head><body>` + c + `</body></html>`})
		fmt.Fprintf(&items, `<item id="c%d" href="%s" media-type="application/xhtml+xml"/>`, i, strings.ReplaceAll(name, " ", "%20"))
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
	}
	kind := ""
	if periodical {
		kind = `<meta name="calibre:publication_type" content="periodical:unknown"/>`
	}
	esc := html.EscapeString
	files = append(files, File{"OEBPS/content.opf", `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="d"><dc:title>` + esc(title) + `</dc:title><dc:creator>` +
		esc(author) + `</dc:creator><dc:publisher>` + esc(publisher) + `</dc:publisher><dc:date>` + date + `</dc:date><dc:language>en</dc:language>` + kind +
		`</metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>` + items.String() + `</manifest><spine><itemref idref="nav"/>` + spine.String() + `</spine></package>`})
	return Zip(files...)
}
