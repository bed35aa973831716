package main

import (
	"entente/coding/reason"
	"entente/eval"
	"entente/reading"
)

// learnReasons trains the model of stated causes on the training sentences of
// data/reasons as the program's own reader reads them.
func learnReasons(data string) (*reason.Model, error) {
	news, err := eval.ReadCausal(data, "train")
	if err != nil {
		return nil, err
	}
	clauses, err := eval.ReadContingent(data, "train")
	if err != nil {
		return nil, err
	}
	reader, err := reading.New()
	if err != nil {
		return nil, err
	}
	progress := sinceNow()
	var lessons []reason.Lesson
	add := func(c *eval.Causal, clauses bool) {
		l := reason.Lesson{Text: reader.Read(c.Document), Clauses: clauses}
		for k := range min(len(c.Cause), len(c.Effect)) {
			l.Gold = append(l.Gold, reason.Gold{Cause: c.Cause[k], Effect: c.Effect[k]})
		}
		lessons = append(lessons, l)
	}
	for i := range news {
		add(&news[i], false)
	}
	for i := range clauses {
		if !held(clauses[i].Document.URI) {
			add(&clauses[i], true)
		}
	}
	progress("read %d texts", len(lessons))
	return reason.Learn(lessons, progress)
}
