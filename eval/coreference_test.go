package eval

import (
	"os"
	"path/filepath"
	"testing"

	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// chained is a document of two sentences in which "He" is Faramir.
const chained = `# newdoc id = one
# text = Faramir of Gondor left.
1	Faramir	Faramir	PROPN	NNP	_	4	nsubj	_	Entity=(7
2	of	of	ADP	IN	_	3	case	_	_
3	Gondor	Gondor	PROPN	NNP	_	1	nmod	_	Entity=(2)7)
4	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

# text = He came.
1	He	he	PRON	PRP	_	2	nsubj	_	Entity=(7)
2	came	come	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

`

func TestReadChained(t *testing.T) {
	file := filepath.Join(t.TempDir(), "dev.conllu")
	if err := os.WriteFile(file, []byte(chained), 0o644); err != nil {
		t.Fatal(err)
	}
	docs, err := ReadChained(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []ChainedMention{
		{document.Range{Sentence: 0, First: 0, Last: 3}, 0, 7},
		{document.Range{Sentence: 0, First: 2, Last: 3}, 2, 2},
		{document.Range{Sentence: 1, First: 0, Last: 1}, 0, 7},
	}
	if d := cmp.Diff(want, docs[0].Mentions); d != "" {
		t.Error(d)
	}
}

// TestCoreferenceWholeAndWrong scores the gold's own answer 100, and a pronoun
// given another actor than its name 0.
func TestCoreferenceWholeAndWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "dev.conllu")
	if err := os.WriteFile(file, []byte(chained), 0o644); err != nil {
		t.Fatal(err)
	}
	docs, err := ReadChained(file)
	if err != nil {
		t.Fatal(err)
	}
	got := *docs[0].Text
	got.Mentions = []document.Mention{
		{Range: document.Range{Sentence: 0, First: 0, Last: 1}, Head: 0, Actor: "x:faramir", Kind: document.MentionName},
		{Range: document.Range{Sentence: 0, First: 2, Last: 3}, Head: 2, Actor: "x:gondor", Kind: document.MentionName},
		{Range: document.Range{Sentence: 1, First: 0, Last: 1}, Head: 0, Actor: "x:faramir", Kind: document.MentionPronoun},
	}
	s := docs[0].score(&got)
	for i, m := range s.measures {
		if m.f() != 100 {
			t.Errorf("measure %d of the right answer: %.1f, want 100", i, m.f())
		}
	}
	if want := (counts{1, 1, 1}); s.bound != want {
		t.Errorf("right answer: pronouns %v, want %v", s.bound, want)
	}
	got.Mentions[2].Actor = "x:gondor"
	s = docs[0].score(&got)
	if s.measures[1].f() != 25 || s.bound.hit != 0 {
		t.Errorf("wrong answer: B3 %.1f, pronouns %v", s.measures[1].f(), s.bound)
	}
}
