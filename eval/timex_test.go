package eval

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"entente"
	"entente/document"
	"entente/internal/golddata"
)

// treebankReader gives documents the sentences and trees of a gold treebank,
// laid onto the document's own text by its characters that are no space.
type treebankReader struct{ texts map[string]*document.Text }

func newTreebankReader(t *testing.T, data string, files ...string) treebankReader {
	t.Helper()
	r := treebankReader{map[string]*document.Text{}}
	for _, name := range files {
		f, err := Open(filepath.Join(data, "treebanks", name))
		if err != nil {
			t.Skipf("no treebank: %v", err)
		}
		for text, err := range document.ReadCoNLLU(f) {
			if err != nil {
				t.Fatal(err)
			}
			r.texts[text.Document.URI] = text
		}
		f.Close()
	}
	return r
}

func (r treebankReader) Read(doc *entente.Document) *document.Text {
	gold := r.texts[doc.URI]
	t := &document.Text{Document: doc}
	if gold == nil {
		return t
	}
	at := solid(doc.Text)
	from := solid(gold.Document.Text)
	index := make(map[int]int, len(from))
	for i, b := range from {
		index[b] = i
	}
	if len(at) != len(from) {
		return t
	}
	for _, s := range gold.Sentences {
		n := document.Sentence{Paragraph: s.Paragraph, Part: s.Part}
		for _, tok := range s.Tokens {
			a, b := index[tok.Start], index[tok.End-1]
			tok.Span = entente.Span{Start: at[a], End: at[b] + 1}
			n.Tokens = append(n.Tokens, tok)
		}
		n.Span = entente.Span{Start: n.Tokens[0].Start, End: n.Tokens[len(n.Tokens)-1].End}
		t.Sentences = append(t.Sentences, n)
	}
	return t
}

// solid returns the byte offsets of text that are not white space.
func solid(text string) []int {
	var at []int
	for i, c := range text {
		if unicode.IsSpace(c) {
			continue
		}
		for k := range len(string(c)) {
			at = append(at, i+k)
		}
	}
	return at
}

func TestTimexOnGoldTrees(t *testing.T) {
	data := golddata.Path(t)
	for _, set := range []string{"dev", "train"} {
		r := newTreebankReader(t, data, "gum-"+set+".conllu.gz")
		report, err := Timex(context.Background(), Env{Data: data, Set: set, Reader: r})
		if err != nil {
			t.Skip(err)
		}
		for _, row := range report.Rows {
			t.Logf("%-16s %-24s %.1f n=%d", row.Set, row.Measure, row.Value, row.N)
			if floor := map[string]float64{"date overlap F1": 70}[row.Measure]; row.Value < floor && !strings.Contains(row.Set, "news") {
				t.Errorf("%s %s = %.1f, want at least %.0f", row.Set, row.Measure, row.Value, floor)
			}
		}
	}
}
