package main

import (
	"path/filepath"
	"strings"

	"entente/document"
	"entente/eval"
	"entente/reading"
	"entente/reading/coref"
)

// heldGenres are the genres of GUM whose texts may not be used for gain.
var heldGenres = []string{"GUM_fiction_", "GUM_whow_"}

// learnCoreference trains the model of references on the training texts of
// data/coreference as the program's own reader reads them.
func learnCoreference(data string) (*coref.Model, error) {
	docs, err := eval.ReadChained(filepath.Join(data, "coreference", "train.conllu.gz"))
	if err != nil {
		return nil, err
	}
	reader, err := reading.New()
	if err != nil {
		return nil, err
	}
	progress := sinceNow()
	var lessons []coref.Lesson
	for i := range docs {
		if !held(docs[i].Text.Document.URI) {
			lessons = append(lessons, lessonOf(reader, &docs[i]))
		}
	}
	progress("read %d texts", len(lessons))
	return coref.Learn(lessons, progress)
}

func held(uri string) bool {
	for _, g := range heldGenres {
		if strings.HasPrefix(uri, g) {
			return true
		}
	}
	return false
}

// lessonOf reads a text anew and puts the gold chains on its words.
func lessonOf(reader *reading.Reader, d *eval.Chained) coref.Lesson {
	doc := *d.Text.Document
	l := coref.Lesson{Text: reader.Read(&doc)}
	for _, m := range d.Mentions {
		s := &d.Text.Sentences[m.Sentence]
		i := l.Text.SentenceAt(s.Tokens[m.Head].Start)
		if i < 0 {
			continue
		}
		k := l.Text.Sentences[i].TokenAt(s.Tokens[m.Head].Start)
		if k < len(l.Text.Sentences[i].Tokens) {
			l.Gold = append(l.Gold, coref.Gold{Sentence: i, Token: k, Joint: joins(s, &m), Chain: m.Chain + 1})
		}
	}
	return l
}

// joins reports whether a mention holds a word that is coordinated with its head.
func joins(s *document.Sentence, m *eval.ChainedMention) bool {
	for _, c := range s.Children(m.Head) {
		if s.Tokens[c].Rel == "conj" && int(c) < m.Last {
			return true
		}
	}
	return false
}
