package file

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/source/office/officetest"

	"github.com/google/go-cmp/cmp"
)

// Input made to do harm, or damaged, is an error with its place and what to try;
// what lies beside it is read.
func TestHostileInput(t *testing.T) {
	good := officetest.File{Name: "z.txt", Data: "Kestria and Voldania meet\n\n" + told + "\n"}
	deep := []byte(good.Data)
	for i := range 8 {
		deep = officetest.Zip(officetest.File{Name: fmt.Sprintf("%d.zip", i), Data: string(deep)})
	}
	for _, c := range []struct {
		name string
		data []byte
		want []string
	}{
		{"bomb.zip", officetest.Zip(officetest.File{Name: "a.txt", Data: strings.Repeat("words ", 7<<20)}, good), []string{
			"error: bomb.zip!/a.txt: it is packed too tightly to be text (more than 500 to 1) (unpack it yourself and name the folder, if you trust it)", "bomb.zip!/z.txt: Kestria and Voldania meet",
		}},
		{"bomb.docx", officetest.Zip(officetest.File{Name: "[Content_Types].xml"}, officetest.File{Name: "word/document.xml", Data: strings.Repeat("<w:b/>", 7<<20)}), []string{
			"error: bomb.docx: word/document.xml: it is packed too tightly to be text (more than 500 to 1) (unpack it yourself and name the folder, if you trust it)",
		}},
		{"tag.docx", officetest.Zip(officetest.File{Name: "[Content_Types].xml"}, officetest.File{Name: "word/document.xml", Data: strings.Repeat(" ", 40<<20)}), []string{
			"error: tag.docx: word/document.xml: it unfolds to too much (an element of more than 4 MiB) (unpack it yourself and name the folder, if you trust it)",
		}},
		{"bomb.gz", zipped1(bytes.Repeat([]byte{0x78}, 60<<20)), []string{"error: bomb: it is packed too tightly to be text (more than 500 to 1) (unpack it yourself and name the folder, if you trust it)"}},
		{"deep.zip", deep, []string{
			"error: deep.zip!/7.zip!/6.zip!/5.zip: it holds archives within archives within archives (4 levels) (unpack it yourself and name the folder, if you trust it)",
		}},
		{"cut.zip", officetest.Zip(good)[:80], []string{"error: cut.zip: it is damaged or breaks off: zip: not a valid zip file (get it again, or open and save it anew)"}},
		{"table.xlsx.zip", officetest.Zip(officetest.File{Name: "[Content_Types].xml"}, officetest.File{Name: "xl/workbook.xml"}), []string{
			"error: table.xlsx.zip: a spreadsheet is not read (save its text as DOCX, PDF or text; tables of events are imported)",
		}},
		{"bad.docx", officetest.Zip(officetest.File{Name: "[Content_Types].xml"}, officetest.File{Name: "word/document.xml", Data: "<w:p><w:r></x>"}), []string{
			"error: bad.docx: word/document.xml: it is damaged or breaks off: the XML breaks off (get it again, or open and save it anew)",
		}},
		{"empty.zip", officetest.Zip(), nil},
		{"loop.tar", append(tarred1(good)[:1024], bytes.Repeat([]byte{'x'}, 2048)...), []string{
			"loop.tar!/z.txt: Kestria and Voldania meet", "error: loop.tar: it is damaged or breaks off: archive/tar: invalid tar header (get it again, or open and save it anew)",
		}},
		{"feed.rss", []byte("<rss><channel><item>" + strings.Repeat("<a>", 1000)), []string{"error: feed.rss: its elements stand too deep within each other (get it again; its maker may have to mend it)"}},
		{"unicode.txt", []byte("Kestria \u202Emeets\u202C Voldania\n\n\u0007\ufeff\u200bThe governments met in Lume on Monday\u2028the League said. \ud7ff\U0010ffff\xed\xa0\x80\n"), []string{"unicode.txt: Kestria \u202Emeets\u202C Voldania"}},
		{"deep.html", []byte(strings.Repeat("<div>", 20_000) + told), []string{"error: deep.html: html: open stack of elements exceeds 512 nodes (save the page again, or its text)"}},
	} {
		if diff := cmp.Diff(c.want, readAll(t, c.name, c.data)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

// A progress is told of how many documents are to come.
func TestExpect(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"a.txt": told, "b/c.txt": told, "d.jsonl": "{\"text\": \"One went.\"}\n{\"text\": \"Two went.\"}\n{\"text\": \"\"}\n", "e.png": "\x89PNG", ".f.txt": "x", "g.txt": ""}
	for name, data := range files {
		write(t, dir, name, data)
	}
	total, first := 0, 0
	in := Input{Paths: []string{dir}, Expect: func(n int) {
		if total += n; first == 0 {
			first = n
		}
	}}
	done := 0
	for d, err := range Documents(t.Context(), in) {
		if err == nil && d != nil {
			done++
		}
	}
	if first != 4 || total != done || done != 4 {
		t.Errorf("first %d were expected, %d in the end, %d came", first, total, done)
	}
}

func write(t *testing.T, dir, name, data string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}
