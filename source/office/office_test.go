package office_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"entente/source/archive"
	"entente/source/office"
	"entente/source/office/officetest"

	"github.com/google/go-cmp/cmp"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func open(t testing.TB, raw []byte) *archive.Zip {
	t.Helper()
	z, err := archive.OpenZip(bytes.NewReader(raw), int64(len(raw)), archive.NewBudget(archive.DefaultLimits()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func read(t testing.TB, raw []byte) ([]string, error) {
	t.Helper()
	z := open(t, raw)
	x, err := office.Read(z, office.KindOf(z))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, b := range x.Blocks {
		out = append(out, string(b.Kind)+"|"+b.Text)
	}
	if x.Chapters != nil {
		for c, err := range x.Chapters {
			if err != nil {
				return nil, err
			}
			out = append(out, c.Name)
		}
	}
	return out, nil
}

func docx(body string, more ...officetest.File) []byte {
	return officetest.Zip(append([]officetest.File{{Name: "[Content_Types].xml", Data: "<Types/>"}, {Name: "word/document.xml", Data: `<w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`}}, more...)...)
}

func odt(body string, more ...officetest.File) []byte {
	return officetest.Zip(append([]officetest.File{
		{Name: "mimetype", Data: "application/vnd.oasis.opendocument.text"},
		{Name: "content.xml", Data: `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:draw="d" xmlns:svg="s"><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`},
	}, more...)...)
}

// What a document shows is read, and what it hides or has lost is not.
func TestWhatIsText(t *testing.T) {
	run := func(s string) string { return "<w:r><w:t>" + s + "</w:t></w:r>" }
	for _, c := range []struct {
		name string
		raw  []byte
		want []string
	}{
		{"changes that were tracked", docx("<w:p>" + run("Kestria ") + "<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins>" + run("now ") + "</w:ins>" + run("agrees") + "<w:moveFrom>" + run("gone") + "</w:moveFrom></w:p>"), []string{"|Kestria now agrees"}},
		{"fields, tabs and breaks", docx("<w:p><w:r><w:instrText> HYPERLINK x </w:instrText></w:r><w:hyperlink>" + run("a") + "</w:hyperlink><w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r></w:p>"), []string{"|a b c\u2011de"}},
		{"hidden words", docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + run("shown") + `<w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>!</w:t></w:r></w:p>`), []string{"|shown!"}},
		{"a box within a paragraph, drawn twice", docx("<w:p>" + run("before ") + "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p>" + run("box") + "</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>" + run("box") + "</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>" + run("after") + "</w:p>"), []string{"|before after", "|box"}},
		{"a table", docx("<w:tbl><w:tr><w:tc><w:p>" + run("a") + "</w:p></w:tc><w:tc><w:p>" + run("b") + "</w:p></w:tc></w:tr></w:tbl>"), []string{"|a", "|b"}},
		{"headings by their outline and by styles based on others", docx(`<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>`+run("One")+`</w:p><w:p><w:pPr><w:pStyle w:val="eigen"/></w:pPr>`+run("Two")+`</w:p>`,
			officetest.File{Name: "word/styles.xml", Data: `<w:styles ` + wordNS + `><w:style w:styleId="b1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="eigen"><w:name w:val="Eigene"/><w:basedOn w:val="b1"/></w:style></w:styles>`}), []string{"heading|One", "heading|Two"}},
		{"styles in a circle", docx(`<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>`+run("x")+`</w:p>`,
			officetest.File{Name: "word/styles.xml", Data: `<w:styles ` + wordNS + `><w:style w:styleId="a"><w:name w:val="A"/><w:basedOn w:val="a"/></w:style></w:styles>`}), []string{"|x"}},
		{"a text with notes, remarks and spaces", odt(`<text:tracked-changes><text:p>old</text:p></text:tracked-changes><text:p>Kestria<text:s text:c="2"/>and<text:tab/>Voldania<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note><office:annotation><text:p>a remark</text:p></office:annotation> met.</text:p>`), []string{"|Kestria  and Voldania met."}},
		{"a frame and a list", odt(`<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list><text:p>x<draw:frame><draw:text-box><text:p>in a frame</text:p></draw:text-box><svg:desc>drawn</svg:desc></draw:frame>y</text:p>`), []string{"|one", "|xy", "|in a frame"}},
	} {
		got, err := read(t, c.raw)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v -want +got:\n%s", c.name, err, diff)
		}
	}
}

func TestHostileDocuments(t *testing.T) {
	lol := `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "` + strings.Repeat("lol", 1000) + `"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	epub := func(opf, container string, more ...officetest.File) []byte {
		return officetest.Zip(append([]officetest.File{{Name: "mimetype", Data: "application/epub+zip"}, {Name: "META-INF/container.xml", Data: container}, {Name: "x.opf", Data: opf}}, more...)...)
	}
	const root = `<container><rootfile full-path="x.opf"/></container>`
	const opf = `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`
	for _, c := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"entities that grow", officetest.Zip(officetest.File{Name: "[Content_Types].xml", Data: "<x/>"}, officetest.File{Name: "word/document.xml", Data: lol + `<w:document ` + wordNS + `><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>`}), archive.ErrDamaged},
		{"an entity of a file", odt(`<text:p>&xxe;</text:p>`), archive.ErrDamaged},
		{"elements too deep", docx(strings.Repeat("<w:p>", 5000)), archive.ErrDamaged},
		{"XML that breaks off", docx("<w:p><w:r><w:t>x"), archive.ErrDamaged},
		{"no words", docx("<w:p/>"), office.ErrNoText},
		{"a password", odt("<text:p>x</text:p>", officetest.File{Name: "META-INF/manifest.xml", Data: "<manifest:encryption-data/>"}), office.ErrProtected},
		{"no content", officetest.Zip(officetest.File{Name: "mimetype", Data: "application/vnd.oasis.opendocument.text"}), archive.ErrDamaged},
		{"a book without its package", epub(opf, "<container/>"), archive.ErrDamaged},
		{"a book whose chapter is missing", epub(opf, root), archive.ErrDamaged},
		{"a book without chapters", epub("<package/>", root), office.ErrNoText},
		{"a protected book", epub(opf, root, officetest.File{Name: "a.xhtml", Data: "x"}, officetest.File{Name: "META-INF/encryption.xml", Data: `<e><CipherReference URI="a.xhtml"/></e>`}), office.ErrProtected},
		{"a book that points out of itself", epub(strings.Replace(opf, "a.xhtml", "../../etc/passwd", 1), root), archive.ErrDamaged},
	} {
		if got, err := read(t, c.raw); !errors.Is(err, c.want) {
			t.Errorf("%s: got %q, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestBooksOfOneManyTimes(t *testing.T) { // a spine that names one large chapter again and again
	var spine strings.Builder
	for range 5000 {
		spine.WriteString(`<itemref idref="a"/>`)
	}
	raw := officetest.Zip(officetest.File{Name: "mimetype", Data: "application/epub+zip"}, officetest.File{Name: "META-INF/container.xml", Data: `<c><rootfile full-path="x.opf"/></c>`},
		officetest.File{Name: "x.opf", Data: `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine>` + spine.String() + `</spine></package>`},
		officetest.File{Name: "a.xhtml", Data: strings.Repeat("<p>words</p>", 100_000)})
	got, err := read(t, raw)
	if err == nil && len(got) != 1 {
		t.Errorf("%d chapters", len(got))
	}
}

func TestKindOf(t *testing.T) {
	for name, want := range map[string]office.Kind{"xl/workbook.xml": office.Sheet, "ppt/presentation.xml": office.Slide, "word/document.xml": office.DOCX, "other": ""} {
		if got := office.KindOf(open(t, officetest.Zip(officetest.File{Name: "[Content_Types].xml"}, officetest.File{Name: name}))); got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>`, `<w:style w:styleId="a"><w:name w:val="Title"/></w:style>`)
	f.Add(`<w:p><w:del><w:p></w:del></w:p></w:p><w:r><w:t>`, "<")
	f.Fuzz(func(t *testing.T, body, styles string) {
		_, _ = read(t, docx(body, officetest.File{Name: "word/styles.xml", Data: styles}))
	})
}

func FuzzODT(f *testing.F) {
	f.Add(`<text:p>a<text:s text:c="99999999"/></text:p></text:p><text:h>`)
	f.Fuzz(func(t *testing.T, body string) { _, _ = read(t, odt(body)) })
}

func FuzzEPUB(f *testing.F) {
	f.Add(`<rootfile full-path="x.opf"/>`, `<item id="a" href="a.xhtml" media-type="html"/><itemref idref="a"/>`)
	f.Fuzz(func(t *testing.T, container, opf string) {
		raw := officetest.Zip(officetest.File{Name: "mimetype", Data: "application/epub+zip"}, officetest.File{Name: "META-INF/container.xml", Data: "<c>" + container + "</c>"},
			officetest.File{Name: "x.opf", Data: "<p>" + opf + "</p>"}, officetest.File{Name: "a.xhtml", Data: "<p>x</p>"})
		_, _ = read(t, raw)
	})
}

func BenchmarkDOCX(b *testing.B) {
	var p []officetest.Paragraph
	for i := range 60 {
		p = append(p, officetest.Paragraph{Text: fmt.Sprint(i, " The aircraft will patrol the border with Voldania and the disputed Selm Valley, a ministry spokesman told reporters.")})
	}
	raw := officetest.DOCX("t", "a", "2031-03-04", p...)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(b, raw); err != nil {
			b.Fatal(err)
		}
	}
}
