package eval

import (
	"bufio"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"entente"
	"entente/document"
)

// Coreference scores who is meant by names and pronouns on OntoGUM, from raw text:
// MUC, B-cubed and CEAF-e over all documents, and their mean, CoNLL F1. Mentions are
// those whose head is a proper noun or a pronoun, by the gold tags in the gold
// and by the reader's in what it found; a mention is its head word, and words
// are the same where their characters overlap. Chains of one such mention are left
// out on both sides. Beside it: of the pronouns that were given an actor, how
// many stand in one gold chain with a name of that actor (precision), and of
// the gold pronouns in a chain with a name that is a mention of an actor, how
// many were given that actor (recall).
func Coreference(ctx context.Context, env Env) (Report, error) {
	r := Report{Task: "coreference"}
	files, err := env.Files("coreference/SET.conllu*")
	if err != nil {
		return r, err
	}
	var all, news corefTotal
	for _, file := range files {
		docs, err := ReadChained(file)
		if err != nil {
			return r, err
		}
		for _, d := range docs {
			if ctx.Err() != nil {
				return r, ctx.Err()
			}
			doc := *d.Text.Document
			got := env.Reader.Read(&doc)
			env.Coder.Annotate(got)
			s := d.score(got)
			all.add(s)
			if doc.Genre == entente.GenreNews {
				news.add(s)
			}
		}
	}
	set := "gum-" + env.Set
	all.report(&r, set)
	if news.documents > 0 {
		news.report(&r, set+" news")
	}
	return r, nil
}

// Chained is a text with gold words, tags and trees and its gold chains.
type Chained struct {
	Text *document.Text
	// Mentions are in the order of their first words. Chain numbers are of one text.
	Mentions []ChainedMention
}

// ChainedMention is a gold mention: its words, the one that governs them, and
// the number of its chain.
type ChainedMention struct {
	document.Range
	Head  int
	Chain int
}

// ReadChained reads a CoNLL-U file whose MISC column marks mentions by
// "Entity=(12", "12)" and "(12)", as CorefUD does.
func ReadChained(path string) ([]Chained, error) {
	texts, err := readTreebank(path)
	if err != nil {
		return nil, err
	}
	marks, err := entityMarks(path)
	if err != nil {
		return nil, err
	}
	docs := make([]Chained, len(texts))
	for i, t := range texts {
		docs[i].Text = t
		for k := range t.Sentences {
			n := len(t.Sentences[k].Tokens)
			if n > len(marks) {
				return nil, fmt.Errorf("%s: fewer words than sentences have", filepath.Base(path))
			}
			if err := docs[i].mark(k, marks[:n]); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", filepath.Base(path), t.Document.URI, err)
			}
			marks = marks[n:]
		}
	}
	return docs, nil
}

// entityMarks returns the Entity value of every word of a file, "" where it has none.
func entityMarks(path string) ([]string, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var marks []string
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<24)
	for sc.Scan() {
		cells := strings.Split(sc.Text(), "\t")
		if len(cells) != 10 || strings.ContainsAny(cells[0], "-.") {
			continue
		}
		mark := ""
		for _, m := range strings.Split(cells[9], "|") {
			if v, ok := strings.CutPrefix(m, "Entity="); ok {
				mark = v
			}
		}
		marks = append(marks, mark)
	}
	return marks, sc.Err()
}

// mark reads the marks of sentence i's words.
func (d *Chained) mark(i int, marks []string) error {
	open := map[int][]int{} // of each chain the mentions still open, as places in d.Mentions
	for t, mark := range marks {
		for mark != "" {
			opens := mark[0] == '('
			mark = strings.TrimPrefix(mark, "(")
			n := 0
			for n < len(mark) && mark[n] >= '0' && mark[n] <= '9' {
				n++
			}
			var chain int
			if _, err := fmt.Sscan(mark[:n], &chain); err != nil {
				return fmt.Errorf("sentence %d, word %d: %q is no mark of a mention", i+1, t+1, mark)
			}
			mark = mark[n:]
			if opens {
				open[chain] = append(open[chain], len(d.Mentions))
				d.Mentions = append(d.Mentions, ChainedMention{Range: document.Range{Sentence: i, First: t}, Chain: chain})
			}
			if !opens || strings.HasPrefix(mark, ")") {
				k := len(open[chain])
				if k == 0 {
					return fmt.Errorf("sentence %d, word %d: chain %d closes without having opened", i+1, t+1, chain)
				}
				m := &d.Mentions[open[chain][k-1]]
				open[chain] = open[chain][:k-1]
				m.Last = t + 1
				m.Head = headWithin(&d.Text.Sentences[i], m.First, m.Last)
				mark = strings.TrimPrefix(mark, ")")
			}
		}
	}
	for chain, left := range open {
		if len(left) > 0 {
			return fmt.Errorf("sentence %d: chain %d stays open", i+1, chain)
		}
	}
	return nil
}

// headWithin returns the first of words [first, last) that hangs on none of them.
func headWithin(s *document.Sentence, first, last int) int {
	for t := first; t < last; t++ {
		if h := s.Tokens[t].Head; h < first || h >= last {
			return t
		}
	}
	return first
}

// isNamedOrPronoun reports whether a word of that tag heads a name or is a pronoun.
func isNamedOrPronoun(upos string) bool { return upos == "PROPN" || upos == "PRON" }

// corefTotal sums over documents.
type corefTotal struct {
	documents, mentions int
	measures            [3]coreferenceScore // MUC, B-cubed, CEAF-e
	found               counts              // mentions
	bound               counts              // pronouns with an actor: predicted, and gold that could have one
}

func (c *corefTotal) add(o corefTotal) {
	c.documents += o.documents
	c.mentions += o.mentions
	for i := range c.measures {
		c.measures[i].add(o.measures[i])
	}
	c.found.hit, c.found.predicted, c.found.gold = c.found.hit+o.found.hit, c.found.predicted+o.found.predicted, c.found.gold+o.found.gold
	c.bound.hit, c.bound.predicted, c.bound.gold = c.bound.hit+o.bound.hit, c.bound.predicted+o.bound.predicted, c.bound.gold+o.bound.gold
}

func (c *corefTotal) report(r *Report, set string) {
	sum := 0.0
	for i, name := range []string{"MUC F1", "B3 F1", "CEAF-e F1"} {
		f := c.measures[i].f()
		sum += f
		r.Add(set, name, f, c.mentions)
	}
	r.Add(set, "CoNLL F1", sum/3, c.mentions)
	r.Add(set, "mentions P", c.found.precision(), c.found.predicted)
	r.Add(set, "mentions R", c.found.recall(), c.found.gold)
	r.Add(set, "pronouns given an actor P", c.bound.precision(), c.bound.predicted)
	r.Add(set, "pronouns given an actor R", c.bound.recall(), c.bound.gold)
}

// score compares what was found in a text with the gold chains.
func (d *Chained) score(got *document.Text) corefTotal {
	words := newWordIndex(d.Text)
	gold := chains{}
	for _, m := range d.Mentions {
		tok := &d.Text.Sentences[m.Sentence].Tokens[m.Head]
		if isNamedOrPronoun(tok.UPOS) {
			gold[words.at(tok.Start)] = m.Chain
		}
	}
	gold = gold.withoutSingles()
	found := words.chains(got)
	s := corefTotal{documents: 1, mentions: len(gold)}
	told := found.withoutSingles()
	s.measures = [3]coreferenceScore{muc(gold, told), bCubed(gold, told), ceafE(gold, told)}
	for m := range told {
		if _, ok := gold[m]; ok {
			s.found.hit++
		}
	}
	s.found.gold, s.found.predicted = len(gold), len(told)
	s.bound = d.bindings(words, gold, got)
	return s
}

// bindings counts pronouns with an actor: right where the gold chain of the
// pronoun holds a name that was given the same actor.
func (d *Chained) bindings(words *wordIndex, gold chains, got *document.Text) counts {
	type named struct {
		chain int
		actor entente.ActorID
	}
	names, chainNamed := map[named]bool{}, map[int]bool{}
	for i := range got.Mentions {
		m := &got.Mentions[i]
		if m.Kind == document.MentionPronoun || m.Actor == "" {
			continue
		}
		if k, ok := gold[words.at(headOf(got, m).Start)]; ok {
			names[named{k, m.Actor}] = true
			chainNamed[k] = true
		}
	}
	var c counts
	seen := map[int]bool{}
	for i := range got.Mentions {
		m := &got.Mentions[i]
		if m.Kind != document.MentionPronoun || m.Actor == "" {
			continue
		}
		at := words.at(headOf(got, m).Start)
		if seen[at] {
			continue // both of two
		}
		seen[at] = true
		c.predicted++
		if k, ok := gold[at]; ok && names[named{k, m.Actor}] {
			c.hit++
		}
	}
	for at, k := range gold {
		if chainNamed[k] && words.upos[at] == "PRON" {
			c.gold++
		}
	}
	return c
}

func headOf(t *document.Text, m *document.Mention) *document.Token {
	return &t.Sentences[m.Sentence].Tokens[m.Head]
}

// wordIndex numbers the gold words of a text.
type wordIndex struct {
	starts, ends []int
	upos         []string
}

func newWordIndex(t *document.Text) *wordIndex {
	w := &wordIndex{}
	for i := range t.Sentences {
		for k := range t.Sentences[i].Tokens {
			tok := &t.Sentences[i].Tokens[k]
			w.starts, w.ends, w.upos = append(w.starts, tok.Start), append(w.ends, tok.End), append(w.upos, tok.UPOS)
		}
	}
	return w
}

// at returns the number of the word that holds a byte, or of the first after it.
func (w *wordIndex) at(offset int) int {
	lo, hi := 0, len(w.ends)
	for lo < hi {
		mid := (lo + hi) / 2
		if w.ends[mid] <= offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// chains returns the chains of names and pronouns that were found, by gold words.
// A word's chain is that of its actor or, where it has none, of the word that it
// refers to.
func (w *wordIndex) chains(t *document.Text) chains {
	number := map[entente.ActorID]int{}
	all := chains{}
	for i := range t.Mentions {
		m := &t.Mentions[i]
		if m.Actor == "" {
			continue
		}
		if _, ok := number[m.Actor]; !ok {
			number[m.Actor] = len(number)
		}
		at := w.at(headOf(t, m).Start)
		if _, ok := all[at]; !ok {
			all[at] = number[m.Actor]
		}
	}
	next := len(number)
	for i := range t.References {
		r := &t.References[i]
		from, to := w.at(t.Sentences[r.Sentence].Tokens[r.Token].Start), w.at(t.Sentences[r.ToSentence].Tokens[r.ToToken].Start)
		if _, ok := all[from]; ok {
			continue
		}
		if r.Joint {
			to = -1 - to // all that are coordinated are one thing of their own
		}
		if _, ok := all[to]; !ok {
			all[to] = next
			next++
		}
		all[from] = all[to]
	}
	out := chains{}
	for i := range t.Sentences {
		for k := range t.Sentences[i].Tokens {
			tok := &t.Sentences[i].Tokens[k]
			at := w.at(tok.Start)
			if c, ok := all[at]; ok && isNamedOrPronoun(tok.UPOS) {
				out[at] = c
			}
		}
	}
	return out
}
