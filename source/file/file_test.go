package file_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"entente"
	"entente/source"
	"entente/source/file"

	"github.com/google/go-cmp/cmp"
)

const body = "Kestria and Voldania meet\n\nThe governments of Kestria and Voldania met in Lume on Monday, the Straits League said.\n"

// gather writes down each document as "uri: title" and each error.
func gather(in file.Input) []string {
	var out []string
	for d, err := range file.Documents(context.Background(), in) {
		if err != nil {
			out = append(out, "error: "+err.Error())
			continue
		}
		out = append(out, d.URI+": "+d.Title)
	}
	return out
}

func TestFolder(t *testing.T) {
	files := fstest.MapFS{
		"b.txt": {Data: []byte(body)}, "a/z.txt": {Data: []byte(body)}, "a.md": {Data: []byte("# Snow in Lume\n\nIt snowed.\n")},
		".hidden/x.txt": {Data: []byte(body)}, ".x.txt": {Data: []byte(body)}, "c.png": {Data: []byte("\x89PNG")}, "d": {Data: []byte("x")},
		"empty.txt": {}, "list.jsonl": {Data: []byte("{\"text\": \"It snowed.\", \"title\": \"One\"}\n\nno json\n{\"title\": \"Two\"}\n{\"text\": \"It rained.\", \"title\": \"Three\"}\n")},
	}
	var skipped []string
	in := file.Input{Files: files, Skipped: func(folder string, s source.Skipped) { skipped = append(skipped, folder+": "+s.String()) }}
	want := []string{
		"a/z.txt: Kestria and Voldania meet", "a.md: Snow in Lume", "b.txt: Kestria and Voldania meet", "error: empty.txt: the file is empty",
		"list.jsonl:1: One",
		`error: list.jsonl:3: invalid character 'o' in literal null (expecting 'u') (a line looks like {"text": "...", "title": "...", "date": "2031-03-04", "outlet": "..."})`,
		`error: list.jsonl:4: there is no "text" (an object needs "text" (or "body", "content", "html"); "title", "date", "outlet", "url" and "authors" help)`,
		"list.jsonl:5: Three",
	}
	if diff := cmp.Diff(want, gather(in)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{": 2 of other kinds (without ending 1, .png 1), 2 hidden"}, skipped); diff != "" {
		t.Errorf("skipped: -want +got:\n%s", diff)
	}
}

func TestPaths(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	odd := write("odd.article", body)
	write("n/1.txt", body)
	write("n/2.txt", body)
	brackets := write("draft[1].txt", body)
	png := write("x.png", "\x89PNG\r\n\x00\x01")
	old := write("x.doc", "\xd0\xcf\x11\xe0\xa1\xb1")
	slash := filepath.ToSlash
	for _, c := range []struct {
		name, path string
		want       []string
	}{
		{"one with an ending of its own", odd, []string{slash(odd) + ": Kestria and Voldania meet"}},
		{"folder", filepath.Join(dir, "n"), []string{slash(dir) + "/n/1.txt: Kestria and Voldania meet", slash(dir) + "/n/2.txt: Kestria and Voldania meet"}},
		{"pattern", filepath.Join(dir, "n", "[2-9].*"), []string{slash(dir) + "/n/2.txt: Kestria and Voldania meet"}},
		{"name that looks like a pattern", brackets, []string{slash(brackets) + ": Kestria and Voldania meet"}},
		{"pattern without a match", filepath.Join(dir, "*.rtf"), []string{"error: " + filepath.Join(dir, "*.rtf") + ": no file matches (put the pattern in quotation marks, and check the folder)"}},
		{"missing", filepath.Join(dir, "none.txt"), []string{"error: " + slash(dir) + "/none.txt: file does not exist (check the path)"}},
		{"picture", png, []string{"error: " + slash(png) + ": this is a picture (run text recognition (OCR) over it first)"}},
		{"old format", old, []string{"error: " + slash(old) + ": this is a document of an old word processor, or a protected one (save it as DOCX, ODT or PDF, without a password)"}},
		{"standard input that is not there", "-", []string{"error: -: there is no standard input (name a file)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, gather(file.Input{Paths: []string{c.path}})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	for _, err := range file.Documents(t.Context(), file.Input{Paths: []string{filepath.Join(dir, "none.txt")}}) {
		if e := new(source.Error); !errors.As(err, &e) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %T %v, want a *source.Error of fs.ErrNotExist", err, err)
		}
	}
}

// Standard input is read by what is in it.
func TestStandardInput(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"text", body, []string{"-: Kestria and Voldania meet"}},
		{"HTML", "<!doctype html><title>Snow in Lume</title><p>It snowed in Lume on Monday, and nobody was hurt.", []string{"-: Snow in Lume"}},
		{"JSON Lines", "{\"text\": \"It snowed.\", \"title\": \"A\"}\n{\"text\": \"It rained.\", \"title\": \"B\"}\n", []string{"-:1: A", "-:2: B"}},
		{"one object", "{\n \"text\": \"It snowed.\",\n \"title\": \"A\"\n}\n", []string{"-: A"}},
		{"a list", "[\n{\"text\": \"It snowed.\", \"title\": \"A\"},\n{\"text\": \"It rained.\", \"title\": \"B\"}]", []string{"-:2: A", "-:3: B"}},
		{"a list that breaks off", "[{\"text\": \"It snowed.\", \"title\": \"A\"},\n{\"tex", []string{
			"-:1: A",
			`error: -:2: the JSON breaks off (a line looks like {"text": "...", "title": "...", "date": "2031-03-04", "outlet": "..."})`,
		}},
		{"front matter", "---\ntitle: Snow in Lume\n---\nIt snowed.\n", []string{"-: Snow in Lume"}},
		{"nothing", " \n", []string{"error: -: the file is empty"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, gather(file.Input{Paths: []string{"-"}, Stdin: strings.NewReader(c.in)})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestReadErrorIsNamed(t *testing.T) {
	got := gather(file.Input{Paths: []string{"-"}, Stdin: iotest.ErrReader(errors.New("the disk is on fire"))})
	if diff := cmp.Diff([]string{"error: -: the disk is on fire"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTooLarge(t *testing.T) {
	huge := bytes.Repeat([]byte("It snowed. "), file.MaxBytes/10)
	got := gather(file.Input{Paths: []string{"-"}, Stdin: bytes.NewReader(huge)})
	if diff := cmp.Diff([]string{"error: -: larger than 32 MiB (split it into one file for each document, or write JSON Lines)"}, got); diff != "" {
		t.Error(diff)
	}
	lines := append(append([]byte(`{"text": "`), huge...), "\"}\n{\"text\": \"It snowed.\", \"title\": \"A\"}\n"...)
	got = gather(file.Input{Files: fstest.MapFS{"x.jsonl": {Data: lines}}})
	if diff := cmp.Diff([]string{"error: x.jsonl:1: the line is longer than 32 MiB (one document stands in a line)", "x.jsonl:2: A"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var got []error
	for _, err := range file.Documents(ctx, file.Input{Files: os.DirFS("../../sample/files")}) {
		got = append(got, err)
		cancel()
	}
	if len(got) != 2 || got[0] != nil || !errors.Is(got[1], context.Canceled) {
		t.Errorf("got %v, want one document and the context's error", got)
	}
}

// The sample that the program carries is read whole, twice alike.
func TestSample(t *testing.T) {
	var ids [2][]entente.DocumentID
	for i := range ids {
		for d, err := range file.Documents(t.Context(), file.Input{Files: os.DirFS("../../sample/files")}) {
			if err != nil {
				t.Fatal(err)
			}
			if d.Title == "" || d.Genre == entente.GenreUnknown || d.Language != "en" {
				t.Errorf("%s: title %q, genre %s, language %q", d.URI, d.Title, d.Genre, d.Language)
			}
			ids[i] = append(ids[i], d.ID)
		}
	}
	if len(ids[0]) != 11 {
		t.Errorf("%d documents, want 11", len(ids[0]))
	}
	if diff := cmp.Diff(ids[0], ids[1]); diff != "" {
		t.Errorf("two readings differ:\n%s", diff)
	}
}
