// Package coref tells which words of a text stand for what others name: pronouns,
// definite nouns ("the company"), names told again by a part. A linear model ranks
// for each such word what was named before it, and that it stands for nothing
// named (Durrett and Klein, EMNLP 2013: log-linear mention ranking), over trees,
// names, quotations and what is already known of the things named. It knows
// no politics: package coding/actor gives what it finds to actors. Start with New
// and Model.Annotate.
package coref

import (
	_ "embed"
	"fmt"
	"io"

	"entente/document"
	"entente/internal/linear"
	"entente/internal/wordclass"
)

//go:embed weights/coref.bin
var weights string

// magic begins the file of weights; the digit is the version of its layout.
const magic = "coref1\n"

// Weights returns the embedded weights, for a fingerprint of what reads.
func Weights() string { return weights }

// Model finds references. It is not changed once made and may be used by several
// goroutines on different texts.
type Model struct {
	words   map[string]wordKind
	classes wordclass.Table
	table   linear.Scorer
}

// New lays a model over the embedded weights.
func New() (*Model, error) {
	t, err := linear.Read(weights, magic)
	if err != nil {
		return nil, fmt.Errorf("read coreference weights: %w", err)
	}
	return newModel(t)
}

// Write writes the model's weights as New reads them.
func (m *Model) Write(w io.Writer) error {
	t, ok := m.table.(*linear.Table)
	if !ok {
		return fmt.Errorf("the model is still being trained")
	}
	return t.Write(w, magic)
}

func newModel(t linear.Scorer) (*Model, error) {
	words, err := readWords(wordsTSV)
	if err != nil {
		return nil, err
	}
	classes, err := wordclass.Shipped()
	if err != nil {
		return nil, err
	}
	return &Model{words, classes, t}, nil
}

// least is how likely a reference must be to be written. Readers that lose more by a
// wrong one than by none ask for more. Chosen on the development texts.
const least = 0.4

// Annotate replaces t.References by what it finds. It reads sentences and names.
func (m *Model) Annotate(t *document.Text) {
	t.References = t.References[:0]
	v := m.newView(t)
	for a := range v.nominals {
		to, sure := v.resolve(a)
		if to < 0 {
			continue
		}
		v.join(a, to)
		x, y := &v.nominals[a], &v.nominals[to]
		t.References = append(t.References, document.Reference{
			Sentence: x.sentence, Token: x.head, ToSentence: y.sentence, ToToken: y.head, Joint: y.joint, Sure: sure,
		})
	}
}
