package eval

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"entente"
	"entente/coding/reason"
)

// Reasons scores links against the Causal News Corpus and GDTB.
//
// Causal News Corpus: a sentence is causal if a link of cause, purpose,
// consequence or condition is found in it (the corpus counts all contingency);
// F1 of that, beside the F1 of calling every sentence causal. Spans: tokens
// (runs of letters and digits) of cause and effect, union over a sentence's
// relations, micro F1; and F1 of whole spans, causes and effects with the same
// first and last token.
//
// GDTB: explicit relations of contingency (and, apart, concession and contrast)
// whose two arguments lie in one sentence or two adjacent ones. A relation is
// found if a link of its kind has one passage on each argument (Dice of tokens
// at least 0.5); precision is over the links found in the same sentences.
func Reasons(ctx context.Context, env Env) (Report, error) {
	report := Report{Task: "reasons"}
	var missing *MissingError
	for _, part := range []func(context.Context, Env, *Report) error{causalSentences, causalSpans, gdtb} {
		err := part(ctx, env, &report)
		if errors.As(err, &missing) {
			report.Missing = append(report.Missing, missing)
			continue
		}
		if err != nil {
			return report, err
		}
	}
	if len(report.Rows) == 0 && missing != nil {
		return report, report.Missing[0]
	}
	return report, nil
}

// linksOf reads a text and returns its links.
func linksOf(env Env, id, text string) []reason.Candidate {
	t := env.Reader.Read(newDocument(id, text, 0))
	if env.Coder != nil {
		env.Coder.Annotate(t)
	}
	return reason.Find(t)
}

// isContingent reports whether a link is of a kind that the corpora call
// contingency.
func isContingent(relation string) bool { return relation != entente.LinkContrast }

// rowsOf calls f with each row of a CSV file as a map from column to value. The
// files start with a byte-order mark.
func rowsOf(file string, f func(map[string]string) error) error {
	in, err := Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	r := csv.NewReader(bufio.NewReader(in))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("read %s: %w", filepath.Base(file), err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", filepath.Base(file), err)
		}
		m := make(map[string]string, len(header))
		for i, h := range header {
			if i < len(row) {
				m[h] = row[i]
			}
		}
		if err := f(m); err != nil {
			return err
		}
	}
}

func causalSentences(ctx context.Context, env Env, report *Report) error {
	files, err := env.Files("reasons/SET_subtask1.csv*")
	if err != nil {
		return err
	}
	var c counts
	n := 0
	for _, file := range files {
		err := rowsOf(file, func(row map[string]string) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			n++
			found := false
			for _, l := range linksOf(env, row["index"], row["text"]) {
				found = found || isContingent(l.Relation)
			}
			if found {
				c.predicted++
			}
			if row["label"] == "1" {
				c.gold++
				if found {
					c.hit++
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	set := "causal-news-" + env.Set
	report.Add(set, "causal sentence F1", c.f(), n)
	report.Add(set, "causal sentence precision", c.precision(), c.predicted)
	report.Add(set, "all sentences causal F1", counts{c.gold, n, c.gold}.f(), n)
	return nil
}

var argument = regexp.MustCompile(`</?(ARG0|ARG1|SIG\d*)>`)

// causalSentence is a sentence with the causes and effects of all its relations,
// pairs at the same places.
type causalSentence struct {
	id, text      string
	cause, effect []entente.Span
}

// Causal is a sentence of the Causal News Corpus with its causes and their effects,
// pairs at the same places; none where it is not causal.
type Causal struct {
	Document      *entente.Document
	Cause, Effect []entente.Span
}

// ReadCausal reads the sentences of a set of the Causal News Corpus, each once.
func ReadCausal(data, set string) ([]Causal, error) {
	env := Env{Data: data, Set: set}
	marked, err := readCausal(env)
	if err != nil {
		return nil, err
	}
	files, err := env.Files("reasons/SET_subtask1.csv*")
	if err != nil {
		return nil, err
	}
	var out []Causal
	seen := map[string]bool{}
	for _, s := range marked {
		seen[s.text] = true
		out = append(out, Causal{newDocument(s.id, s.text, 0), s.cause, s.effect})
	}
	for _, file := range files {
		err := rowsOf(file, func(row map[string]string) error {
			if text := row["text"]; !seen[text] && row["label"] == "0" {
				seen[text] = true
				out = append(out, Causal{Document: newDocument(row["index"], text, 0)})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func causalSpans(ctx context.Context, env Env, report *Report) error {
	sentences, err := readCausal(env)
	if err != nil {
		return err
	}
	var cause, effect, whole counts
	for _, s := range sentences {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var from, to []entente.Span
		for _, l := range linksOf(env, s.id, s.text) {
			if !isContingent(l.Relation) {
				continue
			}
			a, b := l.From.Span, l.To.Span
			if l.Relation == entente.LinkPurpose { // the corpus counts the aim as the cause
				a, b = b, a
			}
			from, to = append(from, a), append(to, b)
		}
		for _, side := range []struct {
			c         *counts
			gold, got []entente.Span
		}{{&cause, s.cause, from}, {&effect, s.effect, to}} {
			overlapOf(side.c, tokensOf(s.text, side.gold), tokensOf(s.text, side.got))
			overlapOf(&whole, ends(s.text, side.gold), ends(s.text, side.got))
		}
	}
	set := "causal-news-" + env.Set
	report.Add(set, "cause token F1", cause.f(), cause.gold)
	report.Add(set, "effect token F1", effect.f(), effect.gold)
	report.Add(set, "span token F1", counts{cause.hit + effect.hit, cause.predicted + effect.predicted, cause.gold + effect.gold}.f(), len(sentences))
	report.Add(set, "whole span F1", whole.f(), whole.gold)
	return nil
}

// readCausal reads the sentences of the second task, each once, in file order.
func readCausal(env Env) ([]*causalSentence, error) {
	files, err := env.Files("reasons/SET_subtask2.csv*")
	if err != nil {
		return nil, err
	}
	var all []*causalSentence
	byText := map[string]*causalSentence{}
	for _, file := range files {
		err := rowsOf(file, func(row map[string]string) error {
			text, cause, effect := marked(row["text_w_pairs"])
			if len(cause) == 0 || len(effect) == 0 {
				return nil
			}
			s := byText[text]
			if s == nil {
				s = &causalSentence{id: row["eg_id"], text: text}
				byText[text] = s
				all = append(all, s)
			}
			s.cause, s.effect = append(s.cause, cause...), append(s.effect, effect...)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// marked cuts the marks out of a text and returns the spans of cause and effect.
func marked(pairs string) (text string, cause, effect []entente.Span) {
	var b strings.Builder
	open := map[string]int{}
	last := 0
	for _, m := range argument.FindAllStringSubmatchIndex(pairs, -1) {
		b.WriteString(pairs[last:m[0]])
		last = m[1]
		role := pairs[m[2]:m[3]]
		if pairs[m[0]+1] != '/' {
			open[role] = b.Len()
			continue
		}
		span := entente.Span{Start: open[role], End: b.Len()}
		switch role {
		case "ARG0":
			cause = append(cause, span)
		case "ARG1":
			effect = append(effect, span)
		}
	}
	b.WriteString(pairs[last:])
	return b.String(), cause, effect
}

// tokensOf returns the indices of the tokens that spans touch.
func tokensOf(text string, spans []entente.Span) map[int]bool {
	set := map[int]bool{}
	for _, s := range spans {
		covered(set, text, s)
	}
	return set
}

// ends returns the first and last token of each span, as one number.
func ends(text string, spans []entente.Span) map[int]bool {
	set := map[int]bool{}
	for _, s := range spans {
		one := slices.Sorted(maps.Keys(tokensOf(text, []entente.Span{s})))
		if len(one) > 0 {
			set[one[0]<<16|one[len(one)-1]] = true
		}
	}
	return set
}

// covered adds to set the indices of text's tokens that span touches. A token is a
// run of letters and digits.
func covered(set map[int]bool, text string, span entente.Span) {
	n, inside := 0, false
	touched := false
	for i, c := range text {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			inside = true
			if span.Start <= i && i < span.End {
				touched = true
			}
			continue
		}
		if inside {
			if touched {
				set[n] = true
			}
			n++
		}
		inside, touched = false, false
	}
	if inside && touched {
		set[n] = true
	}
}

func overlapOf(c *counts, gold, predicted map[int]bool) {
	c.gold += len(gold)
	c.predicted += len(predicted)
	for i := range predicted {
		if gold[i] {
			c.hit++
		}
	}
}

// gdtbKinds says which links a label of GDTB is found by.
var gdtbKinds = map[string][]string{
	"contingency.cause":              {entente.LinkCause, entente.LinkConsequence},
	"contingency.purpose":            {entente.LinkPurpose},
	"contingency.condition":          {entente.LinkCondition},
	"comparison.contrast":            {entente.LinkContrast},
	"comparison.concession":          {entente.LinkContrast},
	"contingency.negative-condition": {entente.LinkCondition},
}

// gdtbRow is one relation: its label and the words of its arguments.
type gdtbRow struct {
	label    string
	one, two map[string]int
}

func gdtb(ctx context.Context, env Env, report *Report) error {
	files, err := env.Files("reasons/gdtb-SET.rels.tsv*")
	if err != nil {
		return err
	}
	// Sentence pairs in file order, with the explicit relations that lie in them.
	byText := map[string][]gdtbRow{}
	var texts []string
	for _, file := range files {
		err := gdtbFile(file, func(text string, row gdtbRow) {
			if _, seen := byText[text]; !seen {
				texts = append(texts, text)
			}
			byText[text] = append(byText[text], row)
		})
		if err != nil {
			return err
		}
	}
	found := map[string]*counts{}
	for _, text := range texts {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		links := linksOf(env, "", text)
		for _, row := range byText[text] {
			kinds, ok := gdtbKinds[row.label]
			if !ok {
				continue
			}
			c := found[row.label]
			if c == nil {
				c = &counts{}
				found[row.label] = c
			}
			c.gold++
			for _, l := range links {
				a, b := bag(l.From.Of(text)), bag(l.To.Of(text))
				if contains(kinds, l.Relation) && (dice(a, row.one) >= 0.5 && dice(b, row.two) >= 0.5 || dice(a, row.two) >= 0.5 && dice(b, row.one) >= 0.5) {
					c.hit++
					break
				}
			}
		}
	}
	contingent := counts{}
	for _, label := range []string{"contingency.cause", "contingency.purpose", "contingency.condition", "comparison.concession", "comparison.contrast"} {
		if c := found[label]; c != nil {
			report.Add("gdtb-"+env.Set, "recall explicit "+label, c.recall(), c.gold)
			if strings.HasPrefix(label, "contingency") {
				contingent.hit += c.hit
				contingent.gold += c.gold
			}
		}
	}
	report.Add("gdtb-"+env.Set, "recall explicit contingency", contingent.recall(), contingent.gold)
	return nil
}

// ReadContingent reads the texts of a set of GDTB, each once, with the relations of
// cause and purpose between two passages of them, stated or not; an aim counts as
// the cause.
func ReadContingent(data, set string) ([]Causal, error) {
	env := Env{Data: data, Set: set}
	files, err := env.Files("reasons/gdtb-SET.rels.tsv*")
	if err != nil {
		return nil, err
	}
	var out []Causal
	at := map[string]int{}
	for _, file := range files {
		err := gdtbCells(file, func(cell func(string) string) {
			text := cell("unit1_sent")
			if two := cell("unit2_sent"); two != text {
				text += " " + two
			}
			i, ok := at[text]
			if !ok {
				i = len(out)
				at[text] = i
				out = append(out, Causal{Document: newDocument(cell("doc"), text, 0)})
			}
			if cause, effect, ok := gdtbPair(text, cell("unit1_txt"), cell("unit2_txt"), cell("orig_label")); ok {
				out[i].Cause, out[i].Effect = append(out[i].Cause, cause), append(out[i].Effect, effect)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// opening finds words that begin a clause of reason or aim.
var opening = regexp.MustCompile(`^(?i)(because|since|as|for|by|given|to|in order|so that|due|'cause|cause|cos) `)

// gdtbPair returns the passages of cause and effect of a relation. Of a reason or an aim
// the unit that its words open is the cause, else the second; of a result the
// second is the effect.
func gdtbPair(text, one, two, label string) (cause, effect entente.Span, ok bool) {
	a, b := strings.Index(text, one), strings.LastIndex(text, two)
	if a < 0 || b < 0 {
		return cause, effect, false
	}
	first, second := entente.Span{Start: a, End: a + len(one)}, entente.Span{Start: b, End: b + len(two)}
	switch {
	case strings.HasPrefix(label, "contingency.cause.result"):
		return first, second, true
	case strings.HasPrefix(label, "contingency.cause"), strings.HasPrefix(label, "contingency.purpose"):
		if opening.MatchString(one) && !opening.MatchString(two) {
			return first, second, true
		}
		return second, first, true
	}
	return cause, effect, false
}

func contains(xs []string, x string) bool {
	for _, y := range xs {
		if x == y {
			return true
		}
	}
	return false
}

// gdtbFile calls f with each explicit relation of a file and the text of the one
// or two sentences that it lies in.
func gdtbFile(file string, f func(string, gdtbRow)) error {
	return gdtbCells(file, func(cell func(string) string) {
		if cell("rel_type") != "explicit" {
			return
		}
		text := cell("unit1_sent")
		if two := cell("unit2_sent"); two != text {
			text += " " + two
		}
		f(text, gdtbRow{cell("label"), bag(cell("unit1_txt")), bag(cell("unit2_txt"))})
	})
}

// gdtbCells calls f with each relation of a file: what it has in a column.
func gdtbCells(file string, f func(cell func(column string) string)) error {
	in, err := Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 1<<20), 1<<24)
	column := map[string]int{}
	for line := 1; sc.Scan(); line++ {
		cells := strings.Split(sc.Text(), "\t")
		if line == 1 {
			for i, name := range cells {
				column[name] = i
			}
			continue
		}
		if len(cells) != len(column) {
			return &entente.SyntaxError{File: filepath.Base(file), Line: line, Msg: fmt.Sprintf("%d columns, want %d", len(cells), len(column))}
		}
		f(func(name string) string { return cells[column[name]] })
	}
	return sc.Err()
}

// bag counts the words of s.
func bag(s string) map[string]int {
	m := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		m[w]++
	}
	return m
}

// dice is twice what two bags share over what they hold.
func dice(a, b map[string]int) float64 {
	n, shared := 0, 0
	for w, k := range a {
		n += k
		shared += min(k, b[w])
	}
	for _, k := range b {
		n += k
	}
	if n == 0 {
		return 0
	}
	return 2 * float64(shared) / float64(n)
}
