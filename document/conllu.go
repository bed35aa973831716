package document

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"entente"
)

// ReadCoNLLU yields the documents of a CoNLL-U stream as annotated texts. A
// document starts at each "# newdoc" (or "# doc_id"); a stream without any is
// one document. The text is laid out from "# text" lines, joined by a space, by
// a blank line before "# newpar"; spans slice it. Multi-word token lines give
// the spans of their words by cutting the surface form; names are read from
// MISC "NER=B-PER" (PER, LOC, ORG). An error carries the line and ends the
// stream.
func ReadCoNLLU(r io.Reader) iter.Seq2[*Text, error] {
	return func(yield func(*Text, error) bool) {
		c := conllu{sc: bufio.NewScanner(r)}
		c.sc.Buffer(make([]byte, 1<<20), 1<<24)
		for c.sc.Scan() {
			c.line++
			text, err := c.take(c.sc.Text())
			if err != nil {
				yield(nil, fmt.Errorf("conllu line %d: %w", c.line, err))
				return
			}
			if text != nil && !yield(text, nil) {
				return
			}
		}
		if err := c.sc.Err(); err != nil {
			yield(nil, fmt.Errorf("conllu line %d: %w", c.line, err))
			return
		}
		if err := c.sentence(); err != nil {
			yield(nil, fmt.Errorf("conllu line %d: %w", c.line, err))
			return
		}
		if t := c.finish(); t != nil {
			yield(t, nil)
		}
	}
}

type conllu struct {
	sc        *bufio.Scanner
	line      int
	meta      map[string]string // of the document
	body      strings.Builder
	sentences []Sentence
	names     []Name
	paragraph int

	newpar bool
	text   string
	rows   [][]string
}

// take handles one line; it returns a finished document where line starts the next.
func (c *conllu) take(line string) (*Text, error) {
	switch {
	case line == "":
		return nil, c.sentence()
	case strings.HasPrefix(line, "#"):
		key, value, _ := strings.Cut(strings.TrimSpace(line[1:]), " = ")
		key = strings.TrimSpace(key)
		var done *Text
		switch {
		case strings.HasPrefix(key, "newdoc"), key == "doc_id":
			if len(c.sentences) > 0 {
				done = c.finish()
			}
			if c.meta == nil {
				c.meta = map[string]string{}
			}
			if value != "" {
				c.meta["id"] = value
			}
		case strings.HasPrefix(key, "newpar"):
			c.newpar = true
		case key == "text":
			c.text = value
		case strings.HasPrefix(key, "meta::"):
			if c.meta == nil {
				c.meta = map[string]string{}
			}
			c.meta[strings.TrimPrefix(key, "meta::")] = value
		}
		return done, nil
	}
	row := strings.Split(line, "\t")
	if len(row) != 10 {
		return nil, fmt.Errorf("%d columns, want 10", len(row))
	}
	c.rows = append(c.rows, row)
	return nil, nil
}

// sentence lays out the rows gathered so far and appends them to the document.
func (c *conllu) sentence() error {
	defer func() { c.rows, c.text, c.newpar = c.rows[:0], "", false }()
	if len(c.rows) == 0 {
		return nil
	}
	if c.body.Len() > 0 {
		if c.newpar {
			c.body.WriteString("\n\n")
		} else {
			c.body.WriteString(" ")
		}
	}
	if c.newpar || c.paragraph == 0 {
		c.paragraph++
	}
	base := c.body.Len()
	var s Sentence
	var text strings.Builder
	var ner []string
	// The multi-word token being read: its last word's id, the surface not yet
	// given to a word, and where in text that begins.
	end, at, surface := 0, 0, ""
	for _, f := range c.rows {
		if strings.Contains(f[0], ".") {
			continue
		}
		if _, last, ok := strings.Cut(f[0], "-"); ok {
			n, err := strconv.Atoi(last)
			if err != nil {
				return fmt.Errorf("word id %q", f[0])
			}
			surface, end, at = f[1], n, text.Len()
			text.WriteString(f[1])
			if !strings.Contains(f[9], "SpaceAfter=No") {
				text.WriteByte(' ')
			}
			continue
		}
		id, err := strconv.Atoi(f[0])
		if err != nil {
			return fmt.Errorf("word id %q", f[0])
		}
		head, err := strconv.Atoi(f[6])
		if err != nil {
			return fmt.Errorf("head %q of word %d", f[6], id)
		}
		tok := Token{Form: f[1], Lemma: f[2], UPOS: f[3], XPOS: f[4], Head: head - 1, Rel: f[7]}
		if id <= end { // within a multi-word token: cut the surface form
			n := min(len(f[1]), len(surface))
			if id == end {
				n = len(surface)
			}
			tok.Span = entente.Span{Start: base + at, End: base + at + n}
			surface, at = surface[n:], at+n
		} else {
			tok.Span = entente.Span{Start: base + text.Len(), End: base + text.Len() + len(f[1])}
			text.WriteString(f[1])
			if !strings.Contains(f[9], "SpaceAfter=No") {
				text.WriteByte(' ')
			}
		}
		if tok.Start == tok.End {
			return fmt.Errorf("word %d has no characters of its own in the text", id)
		}
		s.Tokens = append(s.Tokens, tok)
		ner = append(ner, miscValue(f[9], "NER"))
	}
	if err := checkTree(s.Tokens); err != nil {
		return err
	}
	line := strings.TrimSuffix(text.String(), " ")
	c.body.WriteString(line)
	s.Span = entente.Span{Start: base, End: base + len(line)}
	s.Paragraph, s.Part = c.paragraph, entente.PartBody
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		if tok.End-base > len(line) {
			return fmt.Errorf("word %d ends in a space", i+1)
		}
		tok.Form = line[tok.Start-base : tok.End-base]
	}
	c.names = append(c.names, namesOf(len(c.sentences), ner)...)
	c.sentences = append(c.sentences, s)
	return nil
}

// checkTree returns an error unless every head lies in the sentence and no
// chain of heads is a cycle.
func checkTree(tokens []Token) error {
	for i := range tokens {
		if h := tokens[i].Head; h < -1 || h >= len(tokens) {
			return fmt.Errorf("head %d of word %d is outside the sentence", h+1, i+1)
		}
	}
	for i := range tokens {
		steps := 0
		for h := i; h >= 0; h = tokens[h].Head {
			if steps++; steps > len(tokens) {
				return fmt.Errorf("word %d is its own ancestor", i+1)
			}
		}
	}
	return nil
}

func miscValue(misc, key string) string {
	for _, f := range strings.Split(misc, "|") {
		if v, ok := strings.CutPrefix(f, key+"="); ok {
			return v
		}
	}
	return ""
}

var nameTypes = map[string]NameType{"PER": NamePerson, "LOC": NamePlace, "ORG": NameOrganisation}

// namesOf turns BIO labels of a sentence into names.
func namesOf(sentence int, labels []string) []Name {
	var names []Name
	for i := 0; i < len(labels); i++ {
		typ, known := nameTypes[strings.TrimPrefix(labels[i], "B-")]
		if !known || !strings.HasPrefix(labels[i], "B-") {
			continue
		}
		last := i + 1
		for last < len(labels) && labels[last] == "I-"+labels[i][2:] {
			last++
		}
		names = append(names, Name{Range{sentence, i, last}, typ})
	}
	return names
}

// finish returns the document read so far, nil if it has no sentence.
func (c *conllu) finish() *Text {
	if len(c.sentences) == 0 {
		return nil
	}
	doc := &entente.Document{
		URI: c.meta["id"], Title: c.meta["title"], Language: "en",
		Text: c.body.String(), Sentences: len(c.sentences),
	}
	if d, err := entente.ParseDay(c.meta["dateCreated"]); err == nil {
		doc.Published = d
	}
	if g := entente.Genre(c.meta["genre"]); g == entente.GenreNews {
		doc.Genre = g
	}
	doc.Seal("")
	doc.Parts = parts(c.sentences)
	t := &Text{Document: doc, Sentences: c.sentences, Names: c.names}
	c.meta, c.sentences, c.names, c.paragraph = nil, nil, nil, 0
	c.body.Reset()
	return t
}

func parts(sentences []Sentence) []entente.Part {
	var ps []entente.Part
	for _, s := range sentences {
		if n := len(ps); n > 0 && s.Paragraph == n {
			ps[n-1].End = s.End
			continue
		}
		ps = append(ps, entente.Part{Kind: entente.PartBody, Span: s.Span})
	}
	return ps
}
