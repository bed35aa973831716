package eval

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"entente"
	"entente/document"
)

// Tagger is a Reader that can also read words as they are cut.
type Tagger interface {
	Reader
	// Tag gives the words of t's sentences tags, lemmas and trees.
	Tag(t *document.Text)
}

// treebankNames are the sets that are scored; others in the folder are of a kind
// of text the program does not read.
var treebankNames = []string{"ewt", "gum", "pud"}

// Treebanks scores tags and trees with gold words, and sentences, words and trees from
// raw text, where a word counts only if its characters agree. LAS compares
// the universal part of the relation, strict LAS all of it.
func Treebanks(ctx context.Context, env Env) (Report, error) {
	var r Report
	tagger, ok := env.Reader.(Tagger)
	if !ok {
		return r, fmt.Errorf("the reader cannot read words as they are cut")
	}
	found := false
	for _, name := range treebankNames {
		files, err := env.Files("treebanks/" + name + "-SET.conllu.gz")
		if err != nil {
			continue
		}
		found = true
		texts, err := readTreebank(files[0])
		if err != nil {
			return r, err
		}
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		set := strings.TrimSuffix(filepath.Base(files[0]), ".conllu.gz")
		scoreGold(&r, set, tagger, texts)
		var news []*document.Text
		for _, t := range texts {
			if t.Document.Genre == entente.GenreNews {
				news = append(news, t)
			}
		}
		if len(news) > 0 {
			scoreGold(&r, set+" news", tagger, news)
		}
		scoreRaw(&r, set, tagger, texts)
	}
	if !found {
		return r, &MissingError{filepath.Join(env.Data, "treebanks", "*-"+env.Set+".conllu.gz")}
	}
	return r, nil
}

func readTreebank(path string) ([]*document.Text, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var texts []*document.Text
	for t, err := range document.ReadCoNLLU(f) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		texts = append(texts, t)
	}
	return texts, nil
}

// agreement counts words and what of them agrees with gold.
type agreement struct{ words, upos, xpos, lemma, uas, las, strict int }

func (a *agreement) add(gold, got *document.Token, sameHead bool) {
	count := func(n *int, ok bool) {
		if ok {
			*n++
		}
	}
	sameRel := universal(gold.Rel) == universal(got.Rel)
	count(&a.upos, gold.UPOS == got.UPOS)
	count(&a.xpos, gold.XPOS == got.XPOS)
	count(&a.lemma, gold.Lemma == got.Lemma)
	count(&a.uas, sameHead)
	count(&a.las, sameHead && sameRel)
	count(&a.strict, sameHead && gold.Rel == got.Rel)
}

// universal is the relation without its subtype.
func universal(rel string) string {
	rel, _, _ = strings.Cut(rel, ":")
	return rel
}

// scoreGold scores tags and trees over gold words.
func scoreGold(r *Report, set string, tagger Tagger, texts []*document.Text) {
	var a agreement
	for _, gold := range texts {
		got := &document.Text{Document: gold.Document, Sentences: make([]document.Sentence, len(gold.Sentences))}
		for i, s := range gold.Sentences {
			got.Sentences[i] = document.Sentence{Span: s.Span, Tokens: make([]document.Token, len(s.Tokens))}
			for k, tok := range s.Tokens {
				got.Sentences[i].Tokens[k] = document.Token{Span: tok.Span, Form: tok.Form}
			}
		}
		tagger.Tag(got)
		for i := range gold.Sentences {
			for k := range gold.Sentences[i].Tokens {
				g, p := &gold.Sentences[i].Tokens[k], &got.Sentences[i].Tokens[k]
				a.words++
				a.add(g, p, g.Head == p.Head)
			}
		}
	}
	r.Add(set, "UPOS", ratio(a.upos, a.words), a.words)
	r.Add(set, "XPOS", ratio(a.xpos, a.words), a.words)
	r.Add(set, "lemma", ratio(a.lemma, a.words), a.words)
	r.Add(set, "UAS", ratio(a.uas, a.words), a.words)
	r.Add(set, "LAS", ratio(a.las, a.words), a.words)
	r.Add(set, "LAS strict", ratio(a.strict, a.words), a.words)
}

// rawWord is a word with its sentence's head as a span, the zero Span for the root.
type rawWord struct {
	tok  *document.Token
	head entente.Span
}

// scoreRaw scores what the reader makes of the raw text: F1 over words and
// sentences with the same span, and over words whose tag or head agrees too.
func scoreRaw(r *Report, set string, reader Reader, texts []*document.Text) {
	var words, sentences counts
	var a agreement
	for _, gold := range texts {
		d := *gold.Document
		got := reader.Read(&d)
		g, p := wordsBySpan(gold), wordsBySpan(got)
		words.gold += len(g)
		words.predicted += len(p)
		for span, gw := range g {
			pw, ok := p[span]
			if !ok {
				continue
			}
			words.hit++
			a.add(gw.tok, pw.tok, gw.head == pw.head)
		}
		starts := map[entente.Span]bool{}
		for _, s := range gold.Sentences {
			starts[s.Span] = true
		}
		for _, s := range got.Sentences {
			if starts[s.Span] {
				sentences.hit++
			}
		}
		sentences.gold += len(gold.Sentences)
		sentences.predicted += len(got.Sentences)
	}
	f := func(hit int) float64 { return counts{hit, words.predicted, words.gold}.f() }
	r.Add(set+" raw", "words F1", words.f(), words.gold)
	r.Add(set+" raw", "sentences F1", sentences.f(), sentences.gold)
	r.Add(set+" raw", "UPOS F1", f(a.upos), words.gold)
	r.Add(set+" raw", "UAS F1", f(a.uas), words.gold)
	r.Add(set+" raw", "LAS F1", f(a.las), words.gold)
}

func wordsBySpan(t *document.Text) map[entente.Span]rawWord {
	words := map[entente.Span]rawWord{}
	for i := range t.Sentences {
		toks := t.Sentences[i].Tokens
		for k := range toks {
			w := rawWord{tok: &toks[k]}
			if h := toks[k].Head; h >= 0 {
				w.head = toks[h].Span
			}
			words[toks[k].Span] = w
		}
	}
	return words
}
