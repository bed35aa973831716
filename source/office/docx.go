package office

import (
	"encoding/xml"
	"path"
	"strings"

	"entente"
	"entente/source/archive"
	"entente/source/article"
)

// readDOCX reads a document of Office Open XML (ISO/IEC 29500, word processing).
func readDOCX(z *archive.Zip) (*Text, error) {
	main := "word/document.xml"
	if !z.Has(main) {
		main = mainPart(z)
	}
	d := &docx{styles: styles{}}
	if name := path.Join(path.Dir(main), "styles.xml"); z.Has(name) {
		if err := part(z, name, &docxStyles{styles: d.styles}); err != nil && archive.IsLimit(err) {
			return nil, err
		}
	}
	if err := part(z, main, d); err != nil {
		return nil, err
	}
	for len(d.open) > 0 {
		d.paragraphs.end()
	}
	if len(d.blocks) == 0 {
		return nil, ErrNoText
	}
	t := &Text{Blocks: d.blocks}
	if z.Has("docProps/core.xml") {
		v := &values{}
		if err := part(z, "docProps/core.xml", v); err == nil {
			t.Meta = madeBy(v.first["title"], v.first["creator"], v.first["created"], v.first["language"])
		}
	}
	return t, nil
}

// madeBy is what a file states of its making. People seldom fill it in on
// purpose: it counts where the text says nothing.
func madeBy(title, author, made, language string) article.Meta {
	m := article.Meta{FileTitle: title, FileAuthor: author, Language: language}
	m.FileMade, _ = article.FindDay(made)
	return m
}

// mainPart is the name of the main document of an Office Open XML file, or "".
func mainPart(z *archive.Zip) string {
	r := &relations{}
	if !z.Has("_rels/.rels") || part(z, "_rels/.rels", r) != nil || !z.Has(r.main) || !strings.Contains(r.main, "word/") {
		return ""
	}
	return r.main
}

type relations struct{ main string }

func (r *relations) start(e *xml.StartElement) {
	if e.Name.Local == "Relationship" && strings.HasSuffix(attribute(e, "Type"), "/officeDocument") {
		r.main = strings.TrimPrefix(attribute(e, "Target"), "/")
	}
}
func (r *relations) end(xml.Name) {}
func (r *relations) text([]byte)  {}

// docxStyles reads the names of the styles, whose ids are in the language of
// whoever made them.
type docxStyles struct {
	styles styles
	id     string
}

func (d *docxStyles) start(e *xml.StartElement) {
	s := d.styles[d.id]
	switch e.Name.Local {
	case "style":
		d.id = attribute(e, "styleId")
		return
	case "name":
		s.name = attribute(e, "val")
	case "basedOn":
		s.parent = attribute(e, "val")
	default:
		return
	}
	if d.id != "" {
		d.styles.add(d.id, s)
	}
}

func (d *docxStyles) end(n xml.Name) {
	if n.Local == "style" {
		d.id = ""
	}
}
func (d *docxStyles) text([]byte) {}

// docx collects the paragraphs of a document's main part.
type docx struct {
	paragraphs
	styles styles
	skip   int  // depth within an element that is left out
	inText bool // within a run's text
	hidden bool // the run is hidden
}

// docxLeftOut are elements whose text is not the document's: deleted and moved
// away words, fields' codes, the second form of what a newer program draws.
var docxLeftOut = map[string]bool{
	"del": true, "moveFrom": true, "instrText": true, "delText": true, "Fallback": true, "sdtPr": true, "sdtEndPr": true, "annotationRef": true,
}

func (d *docx) start(e *xml.StartElement) {
	name := e.Name.Local
	if d.skip > 0 || docxLeftOut[name] && e.Name.Space != "m" {
		d.skip++
		return
	}
	switch name {
	case "p":
		if e.Name.Space == "w" {
			d.begin("")
		}
	case "pStyle":
		d.mark(d.styles.kind(attribute(e, "val")))
	case "outlineLvl":
		if n := len(d.open); n > 0 && d.open[n-1].kind == "" && attribute(e, "val") != "9" {
			d.mark(entente.PartHeading)
		}
	case "r":
		d.hidden = false
	case "vanish":
		d.hidden = attribute(e, "val") != "0" && attribute(e, "val") != "false"
	case "t":
		d.inText = e.Name.Space == "w" || e.Name.Space == "m"
	case "tab", "br", "cr", "ptab":
		d.write(" ")
	case "noBreakHyphen":
		d.write("\u2011")
	}
}

func (d *docx) end(n xml.Name) {
	switch {
	case d.skip > 0:
		d.skip--
	case n.Local == "p" && n.Space == "w":
		d.paragraphs.end()
	case n.Local == "t":
		d.inText = false
	}
}

func (d *docx) text(s []byte) {
	if d.skip == 0 && d.inText && !d.hidden {
		d.write(string(s))
	}
}
