package brief

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// DOCX writes the brief as an Office Open XML document (ECMA-376) for word
// processors: every line cited, the cited sentences in an appendix. It holds no
// macro, no link that loads anything, and the same brief gives the same bytes.
func DOCX(w io.Writer, f *Brief, v View) error {
	d := &docx{brief: f, view: v, quotes: map[mention]Citation{}}
	d.write()
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", docxTypes},
		{"_rels/.rels", docxRels},
		{"word/_rels/document.xml.rels", docxDocumentRels},
		{"word/styles.xml", docxStyles},
		{"word/document.xml", docxHead + d.body.String() + docxFoot},
	} {
		out, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = io.WriteString(out, part.text)
		}
		if err != nil {
			return fmt.Errorf("write %s of the report: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// docx gathers the body of a report.
type docx struct {
	brief  *Brief
	view   View
	body   bytes.Buffer
	quotes map[mention]Citation
}

// mention is a citation's document and paragraph with its sentence.
type mention struct {
	number, paragraph int
	quote             string
}

// run is a stretch of a paragraph in one style: "", "b", "i".
type run struct{ style, text string }

func (d *docx) par(style string, runs ...run) {
	d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	for _, r := range runs {
		if r.text == "" {
			continue
		}
		d.body.WriteString("<w:r>")
		if r.style != "" {
			d.body.WriteString("<w:rPr><w:" + r.style + "/></w:rPr>")
		}
		d.body.WriteString(`<w:t xml:space="preserve">`)
		_ = xml.EscapeText(&d.body, []byte(trimmed(r.text))) // a buffer takes everything
		d.body.WriteString("</w:t></w:r>")
	}
	d.body.WriteString("</w:p>")
}

// trimmed keeps the spaces at the ends that clean takes away.
func trimmed(s string) string {
	out := clean(s)
	if strings.HasPrefix(s, " ") {
		out = " " + out
	}
	if strings.HasSuffix(s, " ") && out != " " {
		out += " "
	}
	return out
}

// cite words citations and keeps them for the appendix.
func (d *docx) cite(list []Citation) run {
	for _, c := range list {
		d.quotes[mention{c.Number, c.Paragraph, c.Quote}] = c
	}
	var out []string
	for _, c := range distinct(list) {
		s := fmt.Sprintf("%d ¶%d", c.Number, c.Paragraph)
		if c.Copy {
			s += " copy"
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return run{}
	}
	return run{"", " [" + strings.Join(out, ", ") + "]"}
}

func (d *docx) more(n int) {
	if n > 0 {
		d.par("Line", run{"i", fmt.Sprintf("… and %d more", n)})
	}
}

func (d *docx) write() {
	f := d.brief
	d.par("Title", run{"", f.title()})
	if len(f.Documents) == 0 {
		d.par("Normal", run{"", "Nothing is told of this in the documents at hand."})
		return
	}
	d.par("Normal", run{"", f.basis() + "."})
	d.par("Small", run{"", strings.ReplaceAll(legend, "`", "")})
	d.inShort()
	d.misfits()
	d.between()
	d.rest()
	d.par("Heading1", run{"", "Documents"})
	for i := range f.Documents {
		d.par("Line", run{"", fmt.Sprintf("%d. %s", f.Documents[i].Number, f.Documents[i].describe())})
	}
	d.appendix()
}

func (d *docx) inShort() {
	pairs, left := cut(d.brief.Pairs, 2*d.view.Limit)
	if len(pairs) == 0 {
		return
	}
	d.par("Heading1", run{"", "In short"})
	for i := range pairs {
		p := &pairs[i]
		words := p.balance()
		if m := p.mixed(); m != "" {
			words += "; " + m
		}
		d.par("Line", run{"b", p.A.Label + " – " + p.B.Label}, run{"", ": " + words}, d.cite(p.lead()))
	}
	d.more(left)
}

func (d *docx) misfits() {
	shown, left := cut(d.brief.Tensions, d.view.Limit)
	if len(shown) == 0 {
		return
	}
	d.par("Heading1", run{"", "What does not fit"})
	for _, t := range shown {
		d.par("Line", run{"i", tensionWord(t.Type)}, run{"", ": " + t.Working}, d.cite(t.Citations))
	}
	d.more(left)
}

func (d *docx) between() {
	pairs, _ := cut(d.brief.Pairs, d.view.Limit)
	for i := range pairs {
		p := &pairs[i]
		d.par("Heading1", run{"", p.A.Label + " – " + p.B.Label})
		for j := range p.Layers {
			l := &p.Layers[j]
			d.par("Heading2", run{"", string(l.Layer) + " " + l.tally()})
			shown, left := cut(l.Statements, d.view.Limit)
			for k := range shown {
				d.statement(&shown[k])
			}
			d.more(left)
		}
	}
}

func (d *docx) statement(s *Statement) {
	head := []run{{"b", signMark(s.Sign) + " " + s.Wording}}
	if words := s.standing(); words != "" {
		head = append(head, run{"", " (" + words + ")"})
	}
	d.par("Line", head...)
	shown, left := cut(s.Tellings, d.view.Limit)
	for i := range shown {
		t := &shown[i]
		runs := []run{}
		if how := stanceWord(t.Stance, t.Negated, t.Historical); how != "" {
			runs = append(runs, run{"i", how}, run{"", " · "})
		}
		words := clip(unquote(t.Words), t.Focus, 2*clauseLength)
		runs = append(runs, run{"", voices(t.Voices) + ": “" + words + "”"})
		if more := t.details(words); more != "" {
			runs = append(runs, run{"", " (" + more + ")"})
		}
		d.par("Telling", append(runs, d.cite(t.Citations))...)
	}
	d.more(left)
}

func (d *docx) rest() {
	f := d.brief
	if shown, left := cut(f.Links, d.view.Limit); len(shown) > 0 {
		d.par("Heading1", run{"", "Stated reasons and consequences"})
		for i := range shown {
			l := &shown[i]
			before, first, between, second := l.words(220)
			runs := []run{{"i", strings.TrimLeft(before+" ", " ")}, {"", "“" + first + "”"}}
			if second != "" {
				runs = append(runs, run{"i", " " + between + " "}, run{"", "“" + second + "”"})
			}
			d.par("Line", append(runs, run{"", " — " + voices(l.Voices)}, d.cite(l.Citations))...)
		}
		d.more(left)
	}
	if shown, left := cut(f.Checks, d.view.Limit); len(shown) > 0 {
		d.par("Heading1", run{"", "Numbers held against each other"})
		for _, c := range shown {
			d.par("Line", run{"i", c.Result}, run{"", ": " + c.Working}, d.cite(c.Citations))
		}
		d.more(left)
	}
	if shown, left := cut(f.Third, d.view.Limit); len(shown) > 0 {
		d.par("Heading1", run{"", "Others named in the same passages"})
		for _, t := range shown {
			d.par("Line", run{"", t.Label + ", " + count(t.Passages, "passage", "passages")}, d.cite(t.Citations))
		}
		d.more(left)
	}
	if shown, left := cut(f.Speakers, d.view.Limit); len(shown) > 0 {
		d.par("Heading1", run{"", "Who says what"})
		for i := range shown {
			s := &shown[i]
			d.par("Line", run{"b", s.Name}, run{"", " (" + count(len(s.Claims), "claim", "claims") + ")"})
			claims, hidden := cut(s.Claims, max(d.view.Limit/2, 0))
			for j := range claims {
				c := &claims[j]
				how := stanceWord(c.Stance, c.Negated, c.Historical)
				if how != "" {
					how += " · "
				}
				d.par("Telling", run{"i", how}, run{"", "“" + clip(unquote(c.Words), "", 200) + "”"}, d.cite(c.Citations))
			}
			d.more(hidden)
		}
		d.more(left)
	}
}

// appendix prints every sentence that was cited, in the order of documents.
func (d *docx) appendix() {
	if len(d.quotes) == 0 {
		return
	}
	keys := make([]mention, 0, len(d.quotes))
	for k := range d.quotes {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b mention) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.paragraph, b.paragraph),
			cmp.Compare(d.quotes[a].Span.Start, d.quotes[b].Span.Start), strings.Compare(a.quote, b.quote))
	})
	d.par("Heading1", run{"", "Appendix: the cited sentences"})
	for _, k := range keys {
		d.par("Line", run{"b", fmt.Sprintf("[%d ¶%d] ", k.number, k.paragraph)}, run{"", "“" + k.quote + "”"})
	}
}

const (
	docxTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	docxRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	docxDocumentRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	docxHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	docxFoot   = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`
	docxStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
		`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/><w:sz w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:sz w:val="40"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:keepNext/><w:spacing w:before="320" w:after="100"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:sz w:val="28"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:sz w:val="23"/><w:i/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Line"><w:name w:val="Line"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Telling"><w:name w:val="Telling"/><w:pPr><w:ind w:left="425"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Small"/><w:rPr><w:sz w:val="17"/><w:color w:val="555555"/></w:rPr></w:style></w:styles>`
)
