package document_test

import (
	"strings"
	"testing"

	"entente/document"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const two = `# newdoc id = valley
# meta::dateCreated = 2031-03-04
# meta::genre = news
# newpar
# text = Kestria didn't sign it.
1	Kestria	Kestria	PROPN	NNP	_	4	nsubj	_	NER=B-LOC
2-3	didn't	_	_	_	_	_	_	_	_
2	did	do	AUX	VBD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	sign	sign	VERB	VB	_	0	root	_	_
5	it	it	PRON	PRP	_	4	obj	_	SpaceAfter=No
6	.	.	PUNCT	.	_	4	punct	_	_

# newpar
# text = Sorovo protested.
1	Sorovo	Sorovo	PROPN	NNP	_	2	nsubj	_	_
2	protested	protest	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = other
# text = Good.
1	Good	good	ADJ	JJ	_	0	root	_	SpaceAfter=No
2	.	.	PUNCT	.	_	1	punct	_	_
`

func read(t *testing.T, conllu string) []*document.Text {
	t.Helper()
	var texts []*document.Text
	for text, err := range document.ReadCoNLLU(strings.NewReader(conllu)) {
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}

func TestReadCoNLLULaysOutTheText(t *testing.T) {
	texts := read(t, two)
	if len(texts) != 2 {
		t.Fatalf("%d documents, want 2", len(texts))
	}
	d := texts[0].Document
	if want := "Kestria didn't sign it.\n\nSorovo protested."; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	if d.Published.String() != "2031-03-04" || d.Genre != "news" {
		t.Errorf("published %s, genre %s", d.Published, d.Genre)
	}
	var words []string
	for _, s := range texts[0].Sentences {
		for _, tok := range s.Tokens {
			words = append(words, texts[0].String(tok.Span))
		}
	}
	want := []string{"Kestria", "did", "n't", "sign", "it", ".", "Sorovo", "protested", "."}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Error(diff)
	}
	names := []document.Name{{Range: document.Range{Sentence: 0, First: 0, Last: 1}, Type: document.NamePlace}}
	if diff := cmp.Diff(names, texts[0].Names); diff != "" {
		t.Error(diff)
	}
	if got := texts[0].Sentences[1].Paragraph; got != 2 {
		t.Errorf("second sentence in paragraph %d, want 2", got)
	}
}

func TestReadCoNLLUReportsTheLine(t *testing.T) {
	for name, in := range map[string]string{
		"columns":      "1\tKestria\n\n",
		"head outside": "1\tKestria\tKestria\tPROPN\tNNP\t_\t7\tnsubj\t_\t_\n\n",
		"head no word": "1\tKestria\tKestria\tPROPN\tNNP\t_\tx\tnsubj\t_\t_\n\n",
	} {
		var got error
		for _, err := range document.ReadCoNLLU(strings.NewReader(in)) {
			got = err
		}
		if got == nil || !strings.Contains(got.Error(), "conllu line ") {
			t.Errorf("%s: error %v does not name the line", name, got)
		}
	}
}

func TestTreeQuestions(t *testing.T) {
	s := &read(t, two)[0].Sentences[0]
	if got := s.Root(); got != 3 {
		t.Errorf("Root() = %d, want 3", got)
	}
	if got := s.Child(3, "obj", "nsubj"); got != 0 {
		t.Errorf("Child() = %d, want the first in text order, 0", got)
	}
	if got := s.Child(3, "iobj"); got != -1 {
		t.Errorf("Child() of a relation that is not there = %d, want -1", got)
	}
	if f, l := s.Subtree(3); f != 0 || l != 6 {
		t.Errorf("Subtree(root) = [%d, %d), want [0, 6)", f, l)
	}
	if !s.Dominates(3, 4) || s.Dominates(4, 3) {
		t.Error("the verb governs its object and not the other way")
	}
	if diff := cmp.Diff([]int32{0, 1, 2, 4, 5}, s.Children(3)); diff != "" {
		t.Error(diff)
	}
}

func TestSentenceAndTokenAtAnyOffset(t *testing.T) {
	text := read(t, two)[0]
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(-1, len(text.Document.Text)+1).Draw(t, "offset")
		i := text.SentenceAt(at)
		inside := -1
		for k, s := range text.Sentences {
			if s.Start <= at && at < s.End {
				inside = k
			}
		}
		if i != inside {
			t.Fatalf("SentenceAt(%d) = %d, want %d", at, i, inside)
		}
	})
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(two)
	f.Add("1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tdo\tdo\tAUX\tVB\t_\t0\troot\t_\t_\n2\tnt\tnot\tPART\tRB\t_\t1\tadvmod\t_\t_\n")
	f.Fuzz(func(t *testing.T, in string) {
		for text, err := range document.ReadCoNLLU(strings.NewReader(in)) {
			if err != nil {
				return
			}
			for _, s := range text.Sentences {
				for _, tok := range s.Tokens {
					if tok.Start < s.Start || tok.End > s.End || tok.Start > tok.End {
						t.Fatalf("token %v outside its sentence %v", tok.Span, s.Span)
					}
				}
			}
		}
	})
}
