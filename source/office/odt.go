package office

import (
	"encoding/xml"
	"strconv"
	"strings"

	"entente"
	"entente/source/archive"
)

// readODT reads a text of OpenDocument (ISO/IEC 26300).
func readODT(z *archive.Zip) (*Text, error) {
	if z.Has("META-INF/manifest.xml") {
		if b, err := z.Read("META-INF/manifest.xml", mostElement); err == nil && strings.Contains(string(b), "encryption-data") {
			return nil, ErrProtected
		}
	}
	o := &odt{styles: styles{}}
	if z.Has("styles.xml") {
		if err := part(z, "styles.xml", &odtStyles{styles: o.styles}); err != nil && archive.IsLimit(err) {
			return nil, err
		}
	}
	if err := part(z, "content.xml", o); err != nil {
		return nil, err
	}
	for len(o.open) > 0 {
		o.paragraphs.end()
	}
	if len(o.blocks) == 0 {
		return nil, ErrNoText
	}
	t := &Text{Blocks: o.blocks}
	if z.Has("meta.xml") {
		v := &values{}
		if err := part(z, "meta.xml", v); err == nil {
			author, made := v.first["initial-creator"], v.first["creation-date"]
			if author == "" {
				author = v.first["creator"]
			}
			if made == "" {
				made = v.first["date"]
			}
			t.Meta = madeBy(v.first["title"], author, made, v.first["language"])
		}
	}
	return t, nil
}

// odtStyles reads the styles of a text.
type odtStyles struct{ styles styles }

func (o *odtStyles) start(e *xml.StartElement) {
	if e.Name.Local == "style" {
		name := attribute(e, "name")
		s := style{name: name, parent: attribute(e, "parent-style-name")}
		if display := attribute(e, "display-name"); display != "" {
			s.name = display
		}
		o.styles.add(name, s)
	}
}
func (o *odtStyles) end(xml.Name) {}
func (o *odtStyles) text([]byte)  {}

// odt collects the paragraphs of a text's content.
type odt struct {
	paragraphs
	styles styles
	body   int // depth within office:text
	skip   int // depth within an element that is left out
}

// odtLeftOut are elements whose text is not the document's.
var odtLeftOut = map[string]bool{
	"tracked-changes": true, "note": true, "annotation": true, "annotation-end": true, "table-of-content": true, "bibliography": true,
	"alphabetical-index": true, "sequence-decls": true, "forms": true, "title": true, "desc": true, "script": true, "hidden-text": true,
}

func (o *odt) start(e *xml.StartElement) {
	name := e.Name.Local
	if name == "style" {
		(&odtStyles{o.styles}).start(e)
	}
	if o.body == 0 {
		if name == "text" && e.Name.Space == "office" {
			o.body = 1
		}
		return
	}
	o.body++
	if o.skip > 0 || odtLeftOut[name] && !(name == "title" && e.Name.Space == "text") {
		o.skip++
		return
	}
	switch name {
	case "h":
		o.begin(entente.PartHeading)
		if k := o.styles.kind(attribute(e, "style-name")); k == entente.PartTitle {
			o.mark(k)
		}
	case "p":
		o.begin(o.styles.kind(attribute(e, "style-name")))
	case "s":
		n, _ := strconv.Atoi(attribute(e, "c"))
		o.write(strings.Repeat(" ", min(max(n, 1), 16)))
	case "tab", "line-break":
		o.write(" ")
	}
}

func (o *odt) end(n xml.Name) {
	if o.body == 0 {
		return
	}
	o.body--
	switch {
	case o.skip > 0:
		o.skip--
	case n.Local == "p" && n.Space == "text", n.Local == "h" && n.Space == "text":
		o.paragraphs.end()
	}
}

func (o *odt) text(s []byte) {
	if o.body > 0 && o.skip == 0 {
		o.write(string(s))
	}
}
