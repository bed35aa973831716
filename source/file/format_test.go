package file

import (
	"context"
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"entente"
	"entente/source/office/officetest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the pages in testdata are to give")

// TestFormats reads web pages, Markdown and JSON with compares them with what they are to give:
// testdata/*.txtar holds "page.html", "page.md" or "page.json" and "want".
func TestFormats(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil || len(a.Files) != 2 {
				t.Fatalf("%d files, %v", len(a.Files), err)
			}
			page, want := a.Files[0], string(a.Files[1].Data)
			doc := one(t, page.Name, page.Data)
			wantSound(t, doc)
			got := describe(doc)
			if *update {
				a.Files[1].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// one reads the single document of a file.
func one(t *testing.T, name string, data []byte) *entente.Document {
	t.Helper()
	var docs []*entente.Document
	for d, err := range Documents(context.Background(), Input{Files: fstest.MapFS{name: {Data: data}}}) {
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d)
	}
	if len(docs) != 1 {
		t.Fatalf("%d documents, want 1", len(docs))
	}
	return docs[0]
}

func describe(d *entente.Document) string {
	var b strings.Builder
	for _, f := range [][2]string{
		{"uri", d.URI},
		{"outlet", d.Outlet},
		{"authors", strings.Join(d.Authors, "; ")},
		{"published", d.Published.String()},
		{"language", d.Language},
		{"genre", string(d.Genre)},
		{"because", d.GenreEvidence},
	} {
		if f[1] != "" {
			b.WriteString("# " + f[0] + ": " + f[1] + "\n")
		}
	}
	for _, p := range d.Parts {
		b.WriteString(string(p.Kind) + " | " + p.Of(d.Text) + "\n")
	}
	return b.String()
}

// wantSound holds what is promised of every document: clean text that its parts
// cover.
func wantSound(t *testing.T, d *entente.Document) {
	t.Helper()
	if !utf8.ValidString(d.Text) || strings.ContainsRune(d.Text, 0) {
		t.Fatalf("text is not clean: %q", d.Text)
	}
	end := 0
	for _, p := range append(d.Parts, entente.Part{Span: entente.Span{Start: len(d.Text), End: len(d.Text)}}) {
		if p.Start < end || p.Kind != "" && !p.Valid(d.Text) {
			t.Fatalf("part %v is not valid or not behind %d", p, end)
		}
		if s := strings.TrimFunc(d.Text[end:p.Start], unicode.IsSpace); s != "" {
			t.Fatalf("%q lies in no part", s)
		}
		end = p.End
	}
}

func TestEncodings(t *testing.T) {
	const text = "Café in Søndre\n\nThe café’s owner said on Monday that Voldania’s “naïve” ministers had met in Søndre."
	latin := func(s string) []byte { // windows-1252
		var b []byte
		for _, r := range s {
			switch r {
			case '’':
				b = append(b, 0x92)
			case '“':
				b = append(b, 0x93)
			case '”':
				b = append(b, 0x94)
			default:
				b = append(b, byte(r))
			}
		}
		return b
	}
	wide := func(order binary.AppendByteOrder, mark bool) []byte {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xFEFF)
		}
		for _, u := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, u)
		}
		return b
	}
	for name, raw := range map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with mark": []byte("\uFEFF" + text), "windows-1252": latin(text), "line ends": []byte(strings.ReplaceAll(text, "\n", "\r\n")),
		"UTF-16LE": wide(binary.LittleEndian, true), "UTF-16BE": wide(binary.BigEndian, true),
		"UTF-16LE without mark": wide(binary.LittleEndian, false), "UTF-16BE without mark": wide(binary.BigEndian, false),
	} {
		if got := one(t, "a.txt", raw).Text; got != text {
			t.Errorf("%s: got %q", name, got)
		}
	}
	page := "<html><head><meta charset=\"iso-8859-2\"><title>T</title></head><body><p>Premi\xe9r Ko\xb9ta said on Monday that the talks would go on in May.</p></body></html>"
	if got := one(t, "a.html", []byte(page)).Text; !strings.Contains(got, "Premiér Košta") {
		t.Errorf("ISO 8859-2: got %q", got)
	}
	if got := one(t, "a.txt", []byte("The caf\xc3\xa9 was na\xc3\xafve\x00 and \xff shut on Monday.")).Text; got != "The café was naïve  and \uFFFD shut on Monday." {
		t.Errorf("damage: got %q", got)
	}
}

func TestSniff(t *testing.T) {
	for in, want := range map[string]format{
		"": plainText, "Plain words.": plainText, "[Lume] It snowed.": plainText, "{not json": plainText, "<3 Lume": plainText,
		"<!DOCTYPE html><p>x": webPage, "<div>x</div>": webPage, "---\ntitle: x\n---\ny": markdown, "--- \nx": plainText,
		`{"text": "x"}`: jsonText, "{\"a\":1}\n{\"a\":2}": jsonLines, `[{"text": "x"}]`: jsonText,
	} {
		if got := sniff([]byte(in)); got != want {
			t.Errorf("sniff(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range files {
		if a, err := txtar.ParseFile(path); err == nil {
			f.Add(filepath.Ext(a.Files[0].Name), a.Files[0].Data)
		}
	}
	f.Add(".html", []byte("<table><p><h1>a<title>b<svg><title>c</svg><br><br>d"))
	f.Add(".md", []byte("---\ntitle: [a\n---\n# *b* _c_ ![d](e) > f\n```\n"))
	f.Add(".json", []byte(`[{"text":"a","author":[{"name":null}]}, 3]`))
	f.Add(".jsonl", []byte("{\"html\":\"<p>a\"}\n\xff\xfe\n"))
	f.Add(".txt", []byte("\xff\xfea\x00b\x00"))
	f.Add("", []byte("\x00\x00"))
	for name, data := range map[string][]byte{
		".docx": officetest.DOCX("T", "A", "2031", paragraphs...), ".odt": officetest.ODT("T", "A", "2031", paragraphs...), ".epub": officetest.EPUB("T", "", "", "", true, "<p>a", "<h1>b"),
		".zip": officetest.Zip(officetest.File{Name: "a.zip", Data: string(officetest.Zip(officetest.File{Name: "b.txt", Data: "words"}))}), ".tgz": zipped1(tarred1(officetest.File{Name: "a.txt", Data: "words"})),
		".warc": []byte(record("response", "https://a.example/a", "application/http", chunked(pageText))), ".eml": []byte(letter), ".rss": []byte(rss),
		".opml": []byte("<opml><outline xmlUrl='https://a.example/'/></opml>"), ".gz": members("a", "b"),
	} {
		f.Add(name, data)
	}
	f.Fuzz(func(t *testing.T, ending string, data []byte) {
		if tell("", data[:min(len(data), headBytes)]) == pdfFile {
			t.Skip() // package pdf has its own
		}
		if strings.ContainsAny(ending, "/\\") || !utf8.ValidString(ending) {
			ending = ""
		}
		w := &walk{ctx: context.Background(), yield: func(d *entente.Document, err error) bool {
			if err == nil {
				wantSound(t, d)
			} else if d != nil {
				t.Fatalf("a document and the error %v", err)
			}
			return true
		}}
		w.content(w.item("a"+ending, strings.NewReader(string(data))))
	})
}

func BenchmarkParseHTML(b *testing.B) {
	paragraph := "<p>The aircraft will patrol the border with Voldania and the disputed Selm Valley, a ministry spokesman told reporters.</p>\n"
	page := []byte("<html><head><title>Kestria receives drones</title></head><body><article><h1>Kestria receives drones</h1>" +
		strings.Repeat(paragraph, 60) + "</article></body></html>")
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseHTML(&item{name: "a.html"}, page); err != nil {
			b.Fatal(err)
		}
	}
}
