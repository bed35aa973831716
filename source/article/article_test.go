package article

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"entente"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden parts in testdata")

// TestArticles reads invented articles (testdata/*.txtar: "article.txt" is
// read, "want" is what it is to give) and compares the parts and what was found
// of the article.
func TestArticles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test articles: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var in, want string
			for _, f := range a.Files {
				switch f.Name {
				case "article.txt":
					in = string(f.Data)
				case "want":
					want = string(f.Data)
				}
			}
			doc := FromText(Meta{URI: file}, in)
			wantCovered(t, doc)
			got := describe(doc)
			if *update {
				a.Files = []txtar.File{{Name: "article.txt", Data: []byte(in)}, {Name: "want", Data: []byte(got)}}
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
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

// describe writes down what was found of an article: a line for each thing
// known of it and one for each part.
func describe(d *entente.Document) string {
	var b strings.Builder
	for _, f := range [][2]string{
		{"title", d.Title},
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
		b.WriteString(string(p.Kind) + " | " + fold(p.Of(d.Text)) + "\n")
	}
	return b.String()
}

// wantCovered holds the promise of Document.Parts.
func wantCovered(t interface {
	Helper()
	Fatalf(string, ...any)
}, d *entente.Document,
) {
	t.Helper()
	end := 0
	for i, p := range d.Parts {
		if !p.Valid(d.Text) || p.Start < end {
			t.Fatalf("part %d %v is not valid or not behind %d in %q", i, p, end, d.Text)
		}
		if p.Kind == "" {
			t.Fatalf("part %d has no kind", i)
		}
		if s := d.Text[end:p.Start]; strings.TrimFunc(s, unicode.IsSpace) != "" {
			t.Fatalf("%q lies in no part", s)
		}
		end = p.End
	}
	if s := d.Text[end:]; strings.TrimFunc(s, unicode.IsSpace) != "" {
		t.Fatalf("%q lies in no part", s)
	}
	if !utf8.ValidString(d.Text) || strings.ContainsRune(d.Text, 0) {
		t.Fatalf("text is not clean: %q", d.Text)
	}
}

// pieces are what articles are made of; the property puts them together in any
// order.
var pieces = []string{
	"Kestria and Voldania meet", "By Nadia Orr, Tharkand Monitor, 2 April 2031", "LUME (Northern Wire) - 11 March 2031",
	"SOROVO - Voldania condemned the delivery of drones on Monday and closed the border with Kestria.",
	"The ministry said that it had paid 84 million dollars.", "Related articles", "Snow in Lume", "Brothers divided",
	"The opinions expressed in this article are those of the author. All rights reserved.", "© 2031 Northern Wire",
	"Dr. Jorn Halvik, senior fellow at the Institute for Straits Studies", "Read also: Ten walks", "Photo: the harbour", "\u00a0", "“",
	"line one\nline two", "a\x00b\xff", "\r\n\r\n", "\t", "- ", "—", "\u2028", "é",
}

func TestPartsCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(pieces), rapid.String())
		gap := rapid.SampledFrom([]string{"\n\n", "\n", " ", "\n \n", ""})
		var b strings.Builder
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			b.WriteString(piece.Draw(t, "piece") + gap.Draw(t, "gap"))
		}
		m := Meta{Title: rapid.SampledFrom([]string{"", "Kestria and Voldania meet", "Snow"}).Draw(t, "title")}
		wantCovered(t, FromText(m, b.String()))
		var blocks []Block
		for _, s := range strings.Split(b.String(), "\n\n") {
			kind := rapid.SampledFrom([]entente.PartKind{"", "", entente.PartHeading, entente.PartCaption, entente.PartDisclaimer}).Draw(t, "kind")
			blocks = append(blocks, Block{kind, s})
		}
		wantCovered(t, FromBlocks(m, blocks))
	})
}

func TestCleanIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Clean(string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		if twice := Clean(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

// A document is the same whatever its file is called, and another one under
// another address.
func TestIDRestsOnContent(t *testing.T) {
	text := "Kestria and Voldania meet\n\nThe two governments met in Lume on Monday."
	a, b := FromText(Meta{URI: "a.txt"}, text), FromText(Meta{URI: "b/c.txt"}, text)
	if a.ID != b.ID {
		t.Errorf("ids differ: %s, %s", a.ID, b.ID)
	}
	if c := FromText(Meta{Address: "https://x.example/1"}, text); c.ID == a.ID {
		t.Error("a page with an address has the id of a file without")
	}
}

func FuzzFromText(f *testing.F) {
	for _, p := range pieces {
		f.Add("", p)
		f.Add("Kestria and Voldania meet", p+"\n\n"+p)
	}
	f.Fuzz(func(t *testing.T, title, text string) {
		wantCovered(t, FromText(Meta{Title: title}, text))
	})
}

func BenchmarkFromText(b *testing.B) {
	paragraph := "The aircraft will patrol the border with Voldania and the disputed Selm Valley, a ministry spokesman told reporters. "
	text := "Kestria receives drones\n\nBy Mira Tolvane\n\n" + strings.Repeat(strings.Repeat(paragraph, 4)+"\n\n", 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		FromText(Meta{}, text)
	}
}
