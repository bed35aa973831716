package engine

import (
	"context"
	"strings"

	"entente"
	"entente/document"
)

// Explanation is what the program sees in some words: the annotated text, its
// records, and what was tried.
type Explanation struct {
	Text    *document.Text   `json:"text"`
	Records *entente.Records `json:"records"`
	// Tried lists the frames whose trigger stands in the text, with what came of
	// each; empty where the coder does not tell.
	Tried []Trial `json:"tried"`
}

// Trial is one frame that was tried on a word.
type Trial struct {
	Sentence int    `json:"sentence"`
	Token    int    `json:"token"`
	Word     string `json:"word"`
	Frame    string `json:"frame"`
	Result   string `json:"result"` // "coded", or why not
}

// explainer is a coder that tells what it tried.
type explainer interface {
	Explain(t *document.Text) []Trial
}

// Explain reads and codes some words as a document published on a day (zero for
// unknown) and tells what was found and tried.
func (e *Engine) Explain(ctx context.Context, words string, published entente.Day) (*Explanation, error) {
	words = strings.TrimSpace(words)
	if words == "" {
		return nil, Errorf(CodeUsage, `entente explain "Gondor denied that it had attacked Rohan."`, "there is no sentence to explain")
	}
	r, c, err := e.Load()
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	d := &entente.Document{
		URI: "argument", Text: words, Language: "en", Published: published,
		Parts: []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(words)}}},
	}
	d.Seal("")
	x := &Explanation{Text: r.Read(d), Tried: []Trial{}}
	x.Records = c.Code(x.Text)
	if k, ok := c.(explainer); ok {
		x.Tried = k.Explain(x.Text)
	}
	return x, nil
}
