package file

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"entente/source"
)

// mostHeap is how many bytes of heap a folder of files made to take much of it may
// take: the largest file that is held whole has 32 MiB, as bytes and as text.
const mostHeap = 160 << 20

// What unfolds to a hundred times its size, or to a tree of a hundred times its
// size, is an error of that file before it takes the memory.
func TestHostileFilesStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("it makes and reads 200 MB")
	}
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 2))
	paragraph := func(w io.Writer, before, after string) {
		fmt.Fprint(w, before)
		for range 60 {
			fmt.Fprintf(w, "Kestria %x Voldania ", r.Uint32())
		}
		fmt.Fprintln(w, after)
	}
	text := func(most int, before, after string) func(io.Writer) {
		return func(w io.Writer) {
			for range most / 1300 {
				paragraph(w, before, after)
			}
		}
	}
	made := map[string]func(io.Writer){
		"text.docx":    inZip("word/document.xml", text(24<<20, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"), "[Content_Types].xml", "<Types/>"),
		"styles.docx":  inZip("word/styles.xml", numbered(1<<18, `<w:style w:styleId="s%d"><w:name w:val="n%[1]d"/></w:style>`), "[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document><w:p><w:r><w:t>Kestria met Voldania.</w:t></w:r></w:p></w:document>"),
		"text.odt":     inZip("content.xml", text(24<<20, "<text:p>", "</text:p>"), "mimetype", "application/vnd.oasis.opendocument.text"),
		"chapter.epub": inZip("c.xhtml", text(24<<20, "<p>", "</p>"), "mimetype", "application/epub+zip", "META-INF/container.xml", `<container><rootfile full-path="o.opf"/></container>`, "o.opf", `<package><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>`),
		"inner.zip":    inZip("inner.docx", inZip("word/document.xml", text(24<<20, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"), "[Content_Types].xml", "<Types/>")),
		"tags.html":    numbered(3<<20, "<b>%d</b>"),
		"again.html":   func(w io.Writer) { numbered(400, "<i a=%d>")(w); numbered(2<<20, "<p>%d")(w) },
		"list.html":    func(w io.Writer) { fmt.Fprint(w, "<p "); numbered(2<<20, "a%d=1 ")(w); fmt.Fprint(w, ">x") },
		"lines.txt":    func(w io.Writer) { fmt.Fprint(w, "Title\n\n", strings.Repeat("a\n\n", 10<<20)) },
		"long.txt":     text(30<<20, "", "\n"),
		"keys.jsonl": func(w io.Writer) {
			fmt.Fprint(w, "{")
			numbered(2<<20, `"k%d":1,`)(w)
			fmt.Fprint(w, `"text":"Kestria met Voldania."}`)
		},
		"numbers.json": func(w io.Writer) {
			fmt.Fprint(w, `{"text":"Kestria met Voldania.","n":[`, strings.Repeat("1,", 15<<20), `1]}`)
		},
		"items.rss": func(w io.Writer) {
			fmt.Fprint(w, "<rss><channel>")
			numbered(1<<20, "<item><title>%d</title></item>")(w)
		},
	}
	for name, write := range made {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(f)
		write(w)
		if err := errors.Join(w.Flush(), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read, failed := 0, map[string]int{}
	for d, err := range Documents(t.Context(), Input{Paths: []string{dir}}) {
		var e *source.Error
		switch {
		case errors.As(err, &e) && e.Hint != "":
			name, _, _ := strings.Cut(filepath.Base(strings.TrimPrefix(e.Name, filepath.ToSlash(dir))), "!")
			failed[name]++
		case err != nil:
			t.Errorf("an error without a place or what to try: %v", err)
		case d != nil:
			read++
		}
	}
	runtime.ReadMemStats(&after)
	// HeapSys never shrinks: it is the most that the heap ever was.
	if grown := after.HeapSys - before.HeapSys; grown > mostHeap {
		t.Errorf("the heap grew by %d MiB, want at most %d", grown>>20, mostHeap>>20)
	}
	if read != 3 || len(failed) != len(made)-3 { // those that hold too much beside a text
		t.Errorf("%d were read, %d failed: %v", read, len(failed), failed)
	}
}

// numbered writes a format so often, each with its number.
func numbered(times int, format string) func(io.Writer) {
	return func(w io.Writer) {
		for i := range times {
			fmt.Fprintf(w, format, i)
		}
	}
}

// inZip writes a zip of short files by name and content, and a long one.
func inZip(long string, write func(io.Writer), short ...string) func(io.Writer) {
	return func(w io.Writer) {
		z := zip.NewWriter(w)
		for i := 0; i < len(short); i += 2 {
			if f, err := z.Create(short[i]); err == nil {
				_, _ = io.WriteString(f, short[i+1])
			}
		}
		if f, err := z.Create(long); err == nil {
			b := bufio.NewWriterSize(f, 1<<16)
			write(b)
			_ = b.Flush()
		}
		_ = z.Close()
	}
}
