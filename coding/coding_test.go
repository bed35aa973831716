package coding_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"entente/coding"
	"entente/document"

	"pgregory.net/rapid"
)

// Whatever the trees of a text, it is coded, and always in the same way.
func TestAnyTreeIsCoded(t *testing.T) {
	files, err := filepath.Glob("*/testdata/*.conllu")
	if err != nil || len(files) == 0 {
		t.Fatalf("no trees: %v", err)
	}
	var all []*document.Text
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		for x, err := range document.ReadCoNLLU(f) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, x)
		}
		_ = f.Close()
	}
	var words []document.Token
	for _, x := range all {
		for i := range x.Sentences {
			words = append(words, x.Sentences[i].Tokens...)
		}
	}
	first, err := coding.New(coding.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	second, err := coding.New(coding.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		x := all[rapid.IntRange(0, len(all)-1).Draw(r, "text")]
		shape := func(draw func(s *document.Sentence)) *document.Text {
			d := *x.Document
			y := &document.Text{Document: &d, Sentences: slices.Clone(x.Sentences)}
			for i := range y.Sentences {
				s := &y.Sentences[i]
				s.Tokens = slices.Clone(s.Tokens)
				draw(s)
				s.Reindex()
			}
			return y
		}
		mutated := shape(func(s *document.Sentence) {
			for range rapid.IntRange(0, 8).Draw(r, "changes") {
				i := rapid.IntRange(0, len(s.Tokens)-1).Draw(r, "word")
				h := rapid.IntRange(0, len(s.Tokens)-1).Draw(r, "head")
				like := &words[rapid.IntRange(0, len(words)-1).Draw(r, "like")]
				tok := &s.Tokens[i]
				switch rapid.IntRange(0, 3).Draw(r, "what") {
				case 0:
					if tok.Head >= 0 && !s.Dominates(i, h) {
						tok.Head = h
					}
				case 1:
					if tok.Head >= 0 && like.Head >= 0 {
						tok.Rel = like.Rel
					}
				case 2:
					tok.UPOS, tok.XPOS = like.UPOS, like.XPOS
				case 3:
					tok.Lemma = like.Lemma
				}
			}
		})
		again := shape(func(*document.Sentence) {})
		for i := range again.Sentences {
			again.Sentences[i].Tokens = slices.Clone(mutated.Sentences[i].Tokens)
			again.Sentences[i].Reindex()
		}
		a, err := json.Marshal(first.Code(mutated))
		if err != nil {
			r.Fatal(err)
		}
		b, err := json.Marshal(second.Code(again))
		if err != nil {
			r.Fatal(err)
		}
		if string(a) != string(b) {
			r.Fatalf("coded as\n%s\nand as\n%s", a, b)
		}
	})
}
