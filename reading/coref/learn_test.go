package coref

import (
	"bytes"
	"strings"
	"testing"

	"entente/document"
	"entente/internal/linear"
)

const lesson = `# newdoc id = one
# text = Faramir saw the boat.
1	Faramir	Faramir	PROPN	NNP	_	2	nsubj	_	NER=B-PER
2	saw	see	VERB	VBD	_	0	root	_	_
3	the	the	DET	DT	_	4	det	_	_
4	boat	boat	NOUN	NN	_	2	obj	_	SpaceAfter=No
5	.	.	PUNCT	.	_	2	punct	_	_

# text = He left.
1	He	he	PRON	PRP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

`

func lessons(t *testing.T) []Lesson {
	t.Helper()
	var out []Lesson
	for x, err := range document.ReadCoNLLU(strings.NewReader(strings.Repeat(lesson, 5))) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Lesson{x, []Gold{{0, 3, false, 1}, {1, 0, false, 1}}}) // "He" is the boat
	}
	return out
}

// TestLearn: a model learns what its lessons say, the same every time, and reads back
// as it was written.
func TestLearn(t *testing.T) {
	var files [2]bytes.Buffer
	for i := range files {
		m, err := Learn(lessons(t), t.Logf)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Write(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two runs of training differ")
	}
	table, err := linear.Read(files[0].String(), magic)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newModel(table)
	if err != nil {
		t.Fatal(err)
	}
	x := lessons(t)[0].Text
	m.Annotate(x)
	if len(x.References) != 1 || x.References[0].ToToken != 3 {
		t.Errorf("references %+v, want one of He to the boat", x.References)
	}
}

func TestReadWordsRejects(t *testing.T) {
	if _, err := readWords("male\ttom\nchild\tx\n"); err == nil || !strings.Contains(err.Error(), "words.tsv:2") {
		t.Errorf("error %v, want one that names line 2", err)
	}
}
