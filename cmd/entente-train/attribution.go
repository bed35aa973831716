package main

import (
	"context"
	"os"
	"path/filepath"

	"entente"
	"entente/coding/attribution"
	"entente/document"
	"entente/eval"
	"entente/reading"
)

// learnAttribution trains the tagger of attributions on the training articles of
// data/attribution as the program's own reader reads them, and scores it on the
// development articles.
func learnAttribution(data string) (*attribution.Tagger, error) {
	articles, err := eval.ReadAttributed(filepath.Join(data, "attribution", "train.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	reader, err := reading.New()
	if err != nil {
		return nil, err
	}
	progress := sinceNow()
	lessons := make([]attribution.Lesson, len(articles))
	for i, a := range articles {
		lessons[i].Text = reader.Read(a.Document)
		for _, g := range a.Gold {
			lessons[i].Gold = append(lessons[i].Gold, attribution.Gold{Source: g.Source, Cue: g.Cue, Content: g.Content})
		}
	}
	progress("read %d articles", len(lessons))
	tagger, err := attribution.Learn(lessons, progress)
	if err != nil {
		return nil, err
	}
	env := eval.Env{Data: data, Set: "dev", Reader: reader, Coder: voices{tagger}}
	var outcomes []eval.Outcome
	for _, task := range []func(context.Context, eval.Env) (eval.Report, error){eval.Attribution, eval.Nested} {
		r, err := task(context.Background(), env)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, eval.Outcome{Report: r})
	}
	return tagger, eval.Write(os.Stderr, outcomes)
}

// voices is a coder that finds attributions and nothing else.
type voices struct{ *attribution.Tagger }

// Code annotates t and returns no records but the document.
func (v voices) Code(t *document.Text) *entente.Records {
	v.Annotate(t)
	return &entente.Records{Document: *t.Document}
}
