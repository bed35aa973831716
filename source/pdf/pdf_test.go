package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"entente/source/article"
	"entente/source/pdf/pdftest"

	"github.com/google/go-cmp/cmp"
)

// reader shares the compiled PDFium among the tests of a machine.
func reader(t testing.TB) *Reader {
	r := New(Options{Cache: filepath.Join(os.TempDir(), "entente-test-pdfium")})
	t.Cleanup(func() { r.Close() })
	return r
}

func read(t *testing.T, b []byte) (*Text, error) {
	t.Helper()
	return reader(t).Read(t.Context(), bytes.NewReader(b), int64(len(b)))
}

// column sets lines under each other.
func column(x, y, size, leading float64, text string) []pdftest.Line {
	var out []pdftest.Line
	for i, s := range strings.Split(strings.TrimSpace(text), "\n") {
		out = append(out, pdftest.Line{X: x, Y: y - float64(i)*leading, Size: size, Text: s})
	}
	return out
}

func describe(blocks []article.Block) []string {
	var out []string
	for _, b := range blocks {
		out = append(out, string(b.Kind)+"| "+b.Text)
	}
	return out
}

// report is of three pages with running heads, numbers, hyphens, a heading, a
// note, and a paragraph that goes on over the page.
func report() []byte {
	var pages [][]pdftest.Line
	texts := []string{
		"The governments of Kestria and Voldania met in Lume on\nMonday, the Straits League said, to settle misunder-\nstandings over the long-\nterm use of the Selm Valley and its gas.\n",
		"The ministry of Voldania denied it. Its spokesman told\nreporters that no long-term misunderstandings re-\nmained between the neighbours, and that\n",
		"talks would go on in May.\nTharkand welcomed the statement of Voldania on Tues-\nday, and offered to send observers to the valley.",
	}
	for i, text := range texts {
		p := []pdftest.Line{{X: 40, Y: 570, Size: 8, Text: fmt.Sprintf("Straits Review %d", 11+i)}}
		if i == 0 {
			p = append(p, pdftest.Line{X: 40, Y: 520, Size: 20, Text: "Kestria and Voldania"}, pdftest.Line{X: 40, Y: 496, Size: 20, Text: "meet in Lume"})
		}
		p = append(p, column(40, 450, 11, 13, text)...)
		if i == 1 {
			p = append(p, pdftest.Line{X: 40, Y: 480, Size: 14, Text: "What was said"})
			p[len(p)-1], p[1], p[2], p[3] = p[3], p[len(p)-1], p[1], p[2] // in the order of reading
			p = append(p, column(40, 80, 8, 9, "3 See the communiqué of\nthe League of 2 April 2031.")...)
		}
		pages = append(pages, append(p, pdftest.Line{X: 200, Y: 25, Size: 8, Text: fmt.Sprintf("- %d -", 11+i)}))
	}
	return pdftest.PDF(pdftest.Info{Title: "Kestria and Voldania", Author: "Nadia Orr", Created: "D:20310402103000Z"}, pages...)
}

func TestReport(t *testing.T) {
	x, err := read(t, report())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"title| Kestria and Voldania meet in Lume",
		"| The governments of Kestria and Voldania met in Lume on Monday, the Straits League said, to settle misunderstandings over the long-term use of the Selm Valley and its gas.",
		"heading| What was said",
		"| The ministry of Voldania denied it. Its spokesman told reporters that no long-term misunderstandings remained between the neighbours, and that talks would go on in May.",
		"| Tharkand welcomed the statement of Voldania on Tuesday, and offered to send observers to the valley.",
		"related| 3 See the communiqué of the League of 2 April 2031.",
	}
	if diff := cmp.Diff(want, describe(x.Blocks)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if x.FileTitle != "Kestria and Voldania" || x.FileAuthor != "Nadia Orr" || x.FileMade.String() != "2031-04-02" || x.Pages != 3 {
		t.Errorf("got %+v of %d pages", x.Meta, x.Pages)
	}
}

func TestTwoColumns(t *testing.T) {
	left := column(30, 500, 10, 12, "Kestria bought drones\nfrom Marisia last year,\nofficials said. They\nadded that the drones\nare not armed, and will")
	right := column(220, 500, 10, 12, "watch the border with\nVoldania.\nVoldania protested and\nsummoned the envoy of\nKestria on Monday.")
	x, err := read(t, pdftest.PDF(pdftest.Info{}, append(left, right...)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"| Kestria bought drones from Marisia last year, officials said. They added that the drones are not armed, and will watch the border with Voldania.",
		"| Voldania protested and summoned the envoy of Kestria on Monday.",
	}
	if diff := cmp.Diff(want, describe(x.Blocks)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestHyphens(t *testing.T) {
	words := lexicon{"misunderstanding": true, "long-term": true, "gas": true, "rich": true, "land": true, "border": true}
	for _, c := range []struct{ left, right, want string }{
		{"a misunder-", "standing of", "a misunderstanding of"},
		{"the long-", "term use", "the long-term use"},
		{"the Kestria-", "Voldania talks", "the Kestria-Voldania talks"},
		{"the gov\u00ADern\u00AD", "ment", "the government"},
		{"some non-", "aligned states", "some non-aligned states"},
		{"a land-", "border", "a land-border"},
		{"between 20-", "30 tanks", "between 20- 30 tanks"},
		{"the docu-", "ment.", "the document."},
	} {
		p := paragraph{text: c.left, last: line{text: c.left}}
		p.add(&line{text: c.right}, words)
		if got := clean(p.text); got != c.want {
			t.Errorf("%q + %q = %q, want %q", c.left, c.right, got, c.want)
		}
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	good := report()
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no PDF":         {[]byte("%PDF-1.7\n\x00\x01"), ErrDamaged},
		"empty":          {nil, ErrDamaged},
		"no words":       {pdftest.PDF(pdftest.Info{}, nil), ErrBlank},
		"no pages":       {pdftest.PDF(pdftest.Info{}), ErrBlank},
		"a drawing":      {content("0 0 m 90 90 l S"), ErrNoText},
		"a damaged page": {content("<<<< 7 (("), ErrBlank},
		"a damaged page of a file that breaks off": {bytes.TrimSuffix(bytes.Replace(content("<<<< 7 (("), []byte("startxref"), []byte("         "), 1), []byte("%%EOF\n")), ErrDamaged},
	} {
		if _, err := read(t, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	for _, cut := range []int{100, len(good) / 2, len(good) - 40} { // some of it may be read
		if x, err := read(t, good[:cut]); err == nil && (len(x.Blocks) == 0 || len(x.Failed) == 0) {
			t.Errorf("cut at %d: no word of it", cut)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader(t).Read(ctx, bytes.NewReader(good), int64(len(good))); err == nil {
		t.Error("a cancelled reading went on")
	}
}

// content is a file of one page with this content.
func content(s string) []byte {
	const place = "BT /F1 11.00 Tf 40.00 450.00 Td (words) Tj ET"
	b := pdftest.PDF(pdftest.Info{}, []pdftest.Line{{X: 40, Y: 450, Size: 11, Text: "words"}})
	return bytes.Replace(b, []byte(place), []byte(s+strings.Repeat(" ", len(place)-len(s))), 1)
}

// FuzzLayOut puts any lines together: no letter is lost but in running heads.
func FuzzLayOut(f *testing.F) {
	f.Add("a b-\nc\n\x02", 3, 10.0, 700.0, 1.5)
	f.Add("1. x\n• y\nEnd.\nNext", 1, 0.0, -5.0, 0.0)
	f.Fuzz(func(t *testing.T, text string, pages int, size, top, step float64) {
		var ps []page
		for i := range min(max(pages, 0), 5) {
			p := page{width: 400, height: 600}
			for k, s := range strings.Split(text, "\n") {
				y := top - float64(k)*step
				p.lines = append(p.lines, line{text: strings.TrimSpace(s), left: float64(i * 7), right: 300, top: y + size, bottom: y, weight: k * 100})
			}
			ps = append(ps, p)
		}
		for _, b := range layOut(ps) {
			if strings.TrimSpace(b.Text) == "" {
				t.Fatal("an empty paragraph")
			}
		}
	})
}

// FuzzRead changes a file at one place.
func FuzzRead(f *testing.F) {
	good := report()
	f.Add(200, []byte("/Kids[2 0 R 2 0 R]"))
	f.Add(len(good)-200, []byte("9999999999"))
	r := New(Options{Cache: filepath.Join(os.TempDir(), "entente-test-pdfium")})
	f.Cleanup(func() { r.Close() })
	f.Fuzz(func(t *testing.T, at int, put []byte) {
		b := bytes.Clone(good)
		if at < 0 || at > len(b) {
			at = 0
		}
		copy(b[at:], put)
		if _, err := r.Read(t.Context(), bytes.NewReader(b), int64(len(b))); err != nil && strings.Contains(err.Error(), "stop PDFium") {
			t.Fatal(err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data := report()
	r := reader(b)
	if _, err := r.Read(b.Context(), bytes.NewReader(data), int64(len(data))); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read(b.Context(), bytes.NewReader(data), int64(len(data))); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(3*b.N)/b.Elapsed().Seconds(), "pages/s")
}
