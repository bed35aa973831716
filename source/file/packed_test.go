package file

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"testing/fstest"

	"entente/source/office/officetest"

	"github.com/google/go-cmp/cmp"
)

const told = "The governments of Kestria and Voldania met in Lume on Monday, the Straits League said."

var paragraphs = []officetest.Paragraph{
	{Style: "Title", Text: "Kestria and Voldania meet"},
	{Text: "By Nadia Orr, Tharkand Monitor, 2 April 2031"},
	{Text: told},
	{Style: "heading 1", Text: "What comes next"},
	{Text: "Talks on the “Selm Valley” & its gas go on in May, a spokesman told reporters."},
}

const officeWant = `# uri: NAME
# outlet: Tharkand Monitor
# authors: Nadia Orr
# published: 2031-04-02
# genre: news
# because: it reports "Monday, the Straits League said"
title | Kestria and Voldania meet
byline | By Nadia Orr, Tharkand Monitor, 2 April 2031
body | The governments of Kestria and Voldania met in Lume on Monday, the Straits League said.
heading | What comes next
body | Talks on the “Selm Valley” & its gas go on in May, a spokesman told reporters.
`

func TestOfficeDocuments(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.docx": officetest.DOCX("Some other title", "admin", "2029-01-01T00:00:00Z", paragraphs...),
		"a.odt":  officetest.ODT("Some other title", "admin", "2029-01-01T00:00:00", paragraphs...),
	} {
		doc := one(t, name, data)
		wantSound(t, doc)
		if diff := cmp.Diff(strings.Replace(officeWant, "NAME", name, 1), describe(doc)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

func TestWhatTheFileSaysOfItselfCountsLast(t *testing.T) {
	data := officetest.DOCX("Kestria and Voldania meet in Lume", "Nadia Orr", "2031-04-02T10:00:00Z", officetest.Paragraph{Text: told}, officetest.Paragraph{Text: told})
	d := one(t, "a.docx", data)
	if d.Title != "Kestria and Voldania meet in Lume" || d.Published.String() != "2031-04-02" || cmp.Diff([]string{"Nadia Orr"}, d.Authors) != "" {
		t.Errorf("got %s", describe(d))
	}
}

func TestBook(t *testing.T) {
	chapters := []string{"<h1>The talks</h1><p>" + told + "</p>", "<h1>The valley</h1><p>Kestria attacked the valley in 2029.</p>"}
	d := one(t, "a.epub", officetest.EPUB("Straits at war", "Lev Orsan", "Aldan Press", "2031-02-01", false, chapters...))
	want := "# uri: a.epub\n# outlet: Aldan Press\n# authors: Lev Orsan\n# published: 2031-02-01\n# language: en\n# genre: news\n# because: it reports \"Monday, the Straits League said\"\ntitle | Straits at war\n" +
		"heading | The talks\nbody | " + told + "\nheading | The valley\nbody | Kestria attacked the valley in 2029.\n"
	if diff := cmp.Diff(want, describe(d)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	got := readAll(t, "week.epub", officetest.EPUB("The Aldan Courier", "", "", "2031-02-01", true, chapters...))
	if diff := cmp.Diff([]string{"week.epub!/OEBPS/chapter 1.xhtml: The talks", "week.epub!/OEBPS/chapter 2.xhtml: The valley"}, got); diff != "" {
		t.Errorf("periodical: -want +got:\n%s", diff)
	}
}

// readAll writes down the documents and errors of one file.
func readAll(t *testing.T, name string, data []byte) []string {
	t.Helper()
	return readInput(t, Input{Files: fstest.MapFS{name: {Data: data}}})
}

func tarred1(files ...officetest.File) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		_ = w.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o644, Size: int64(len(f.Data)), Typeflag: tar.TypeReg})
		_, _ = w.Write([]byte(f.Data))
	}
	_ = w.Close()
	return b.Bytes()
}

func zipped1(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func TestArchives(t *testing.T) {
	text := "Kestria and Voldania meet\n\n" + told + "\n"
	files := []officetest.File{
		{Name: "b/one.txt", Data: text},
		{Name: "../../two.docx", Data: string(officetest.DOCX("", "", "", paragraphs...))},
		{Name: "x.png", Data: "\x89PNG"},
		{Name: "__MACOSX/b/one.txt", Data: "x"},
		{Name: "in.zip", Data: string(officetest.Zip(officetest.File{Name: "three.txt", Data: text}))},
		{Name: "empty.txt"},
	}
	want := func(name string) []string {
		return []string{
			name + "!/b/one.txt: Kestria and Voldania meet", name + "!/two.docx: Kestria and Voldania meet", name + "!/in.zip!/three.txt: Kestria and Voldania meet",
			"error: " + name + "!/empty.txt: the file is empty", "left out: " + name + ": 1 of other kinds (.png 1), 1 hidden",
		}
	}
	for _, c := range []struct {
		name, shown string
		data        []byte
	}{
		{"a.zip", "a.zip", officetest.Zip(files...)},
		{"a.tar", "a.tar", tarred1(files...)},
		{"a.tar.gz", "a.tar", zipped1(tarred1(files...))},
		{"a.tgz", "a.tar", zipped1(tarred1(files...))},
	} {
		if diff := cmp.Diff(want(c.shown), readAll(t, c.name, c.data)); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
	if diff := cmp.Diff([]string{"a.txt: Kestria and Voldania meet"}, readAll(t, "a.txt.gz", zipped1([]byte(text)))); diff != "" {
		t.Errorf("gzip: -want +got:\n%s", diff)
	}
}
