// Package reading reads language: it cuts a document's reporting into sentences
// and words, gives each word a tag, a lemma and a place in a tree, and marks
// names and times. It knows nothing of politics. The network and its vector
// kernels are in reading/net, times in reading/timex. Start with New and
// Reader.Read.
package reading

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"sync"

	"entente"
	"entente/document"
	"entente/reading/coref"
	"entente/reading/net"
	"entente/reading/timex"
)

//go:embed weights/reader.bin
var weights []byte

// Reader annotates documents. It may be used by several goroutines at once.
type Reader struct {
	lexicon *lexicon
	model   *net.Model
	coref   *coref.Model
	scratch sync.Pool // of *scratch
}

// scratch is one goroutine's working memory.
type scratch struct {
	net   net.Scratch
	words []entente.Span
	ends  []int
	forms []string
	out   []net.Word
}

// New unpacks the embedded weights, which takes some tens of milliseconds and
// about 20 MB.
func New() (*Reader, error) {
	l, err := newLexicon()
	if err != nil {
		return nil, fmt.Errorf("read word lists: %w", err)
	}
	m, err := net.Load(weights)
	if err != nil {
		return nil, err
	}
	c, err := coref.New()
	if err != nil {
		return nil, err
	}
	r := &Reader{lexicon: l, model: m, coref: c}
	r.scratch.New = func() any { return new(scratch) }
	return r, nil
}

// rules counts changes of the code that reads, beside its weights and lists.
const rules = "3"

func fingerprint() string {
	h := sha256.New()
	h.Write(weights)
	io.WriteString(h, coref.Weights())
	io.WriteString(h, wordsTSV+lemmasTSV+rules)
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Version names what Read does: it changes when the weights, the word lists or
// the rules do. It loads nothing.
func Version() string { return fingerprint() }

// Read annotates the parts of a document that are reporting. A document in a
// language other than English is left without sentences. It sets doc.Sentences.
func (r *Reader) Read(doc *entente.Document) *document.Text {
	t := &document.Text{Document: doc}
	if doc.Foreign() == "" {
		s := r.scratch.Get().(*scratch)
		r.segment(t, s)
		r.predict(t, s)
		r.scratch.Put(s)
		timex.Annotate(t)
		r.coref.Annotate(t)
	}
	doc.Sentences = len(t.Sentences)
	return t
}

// segment cuts the reported parts into sentences of words without tags.
func (r *Reader) segment(t *document.Text, s *scratch) {
	text := t.Document.Text
	paragraph := 0
	for _, part := range t.Document.Parts {
		if !part.Kind.IsReporting() {
			continue
		}
		paragraph++
		s.words = r.lexicon.tokenise(text, part.Span, s.words[:0])
		s.ends = r.lexicon.split(text, s.words, s.ends[:0])
		first := 0
		for _, end := range s.ends {
			t.Sentences = append(t.Sentences, newSentence(text, s.words[first:end], paragraph, part.Kind))
			first = end
		}
	}
}

func newSentence(text string, words []entente.Span, paragraph int, part entente.PartKind) document.Sentence {
	s := document.Sentence{
		Span:      entente.Span{Start: words[0].Start, End: words[len(words)-1].End},
		Tokens:    make([]document.Token, len(words)),
		Paragraph: paragraph, Part: part,
	}
	for i, w := range words {
		s.Tokens[i] = document.Token{Span: w, Form: w.Of(text), Head: -1}
	}
	return s
}

// Tag gives the words of t's sentences tags, lemmas and trees and writes
// t.Names; whatever was there is replaced. It reads the words as they are cut.
func (r *Reader) Tag(t *document.Text) {
	s := r.scratch.Get().(*scratch)
	r.predict(t, s)
	r.scratch.Put(s)
}

// predict runs the network over the sentences of t and writes what it says.
func (r *Reader) predict(t *document.Text, s *scratch) {
	total := 0
	for i := range t.Sentences {
		total += len(t.Sentences[i].Tokens)
	}
	s.forms, s.out = s.forms[:0], append(s.out[:0], make([]net.Word, total)...)
	in, out := make([][]string, len(t.Sentences)), make([][]net.Word, len(t.Sentences))
	for i := range t.Sentences {
		from := len(s.forms)
		for _, tok := range t.Sentences[i].Tokens {
			s.forms = append(s.forms, tok.Form)
		}
		r.lexicon.spell(s.forms[from:])
	}
	at := 0
	for i := range t.Sentences {
		n := len(t.Sentences[i].Tokens)
		in[i], out[i] = s.forms[at:at+n], s.out[at:at+n]
		at += n
	}
	r.model.Predict(&s.net, in, out)
	t.Names = t.Names[:0]
	for i := range t.Sentences {
		r.write(&t.Sentences[i], out[i])
		t.Names = r.names(t.Names, i, out[i])
	}
}

// write puts the network's words on a sentence.
func (r *Reader) write(s *document.Sentence, words []net.Word) {
	for i, w := range words {
		tok := &s.Tokens[i]
		tok.UPOS, tok.XPOS, tok.Rel, tok.Head = r.model.UPOS[w.UPOS], r.model.XPOS[w.XPOS], r.model.Rel[w.Rel], int(w.Head)
		if tok.Head < 0 {
			tok.Rel = "root"
		}
		tok.Lemma = r.lexicon.lemma(tok.Form, tok.XPOS)
	}
	s.Reindex()
	r.lexicon.mend(s)
}

// nameTypes are the network's labels.
var nameTypes = map[string]document.NameType{
	"PER": document.NamePerson, "LOC": document.NamePlace, "ORG": document.NameOrganisation,
}

// names appends the names of a sentence. A label that continues another type, or
// nothing, starts a name.
func (r *Reader) names(names []document.Name, sentence int, words []net.Word) []document.Name {
	for i := 0; i < len(words); {
		typ, ok := nameTypes[labelType(r.model.NameLabels[words[i].Name])]
		last := i + 1
		if ok {
			inside := "I-" + labelType(r.model.NameLabels[words[i].Name])
			for last < len(words) && r.model.NameLabels[words[last].Name] == inside {
				last++
			}
			names = append(names, document.Name{Range: document.Range{Sentence: sentence, First: i, Last: last}, Type: typ})
		}
		i = last
	}
	return names
}

// labelType is "PER" of "B-PER", "" of "O".
func labelType(label string) string {
	_, typ, _ := strings.Cut(label, "-")
	return typ
}
