package eval

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"entente"
	"entente/coding/stance"
	"entente/document"
)

// factualitySets are the sets of predicates with how sure people were that they
// happened, from -3 (did not) to 3.
var factualitySets = []string{"uds-ih2", "megaveridicality2", "meantime-factuality"}

// sure is from where a mean judgement counts as happened or, below -sure, as not.
const sure = 1.0

type factual struct {
	Text    string
	Targets []struct {
		Span1 [2]int // white-space words [first, last)
		Label float64
	}
}

// outcome is what is told of a predicate.
type outcome int

const (
	happened outcome = iota
	didNot
	uncertain
)

var outcomeNames = []string{"happened", "did not", "uncertain"}

// Uncertainty scores how predicates are put: whether they are told as happened, as
// not, or as neither; and which words hedge (Szeged, weasel words of Wikipedia).
func Uncertainty(ctx context.Context, env Env) (Report, error) {
	var r Report
	found := false
	for _, name := range factualitySets {
		files, err := env.Files("uncertainty/" + name + "-SET.jsonl.gz")
		if err != nil {
			continue
		}
		found = true
		var c [3][3]int // told, gold
		all := counts{}
		err = eachLine(files[0], func(line []byte) error {
			var f factual
			if err := json.Unmarshal(line, &f); err != nil {
				return err
			}
			scoreFactual(env, &f, name == "uds-ih2", &c, &all)
			return ctx.Err()
		})
		if err != nil {
			return r, err
		}
		set := name + "-" + env.Set
		r.Add(set, "accuracy", ratio(all.hit, all.gold), all.gold)
		apart := 0 // told happened or not so, the latter for whatever reason
		for got := range outcomeNames {
			for gold := range outcomeNames {
				if (got == int(happened)) == (gold == int(happened)) {
					apart += c[got][gold]
				}
			}
		}
		r.Add(set, "happened or not accuracy", ratio(apart, all.gold), all.gold)
		for i, n := range outcomeNames {
			var k counts
			for j := range outcomeNames {
				k.predicted += c[i][j]
				k.gold += c[j][i]
			}
			k.hit = c[i][i]
			r.Add(set, n+" F1", k.f(), k.gold)
		}
	}
	if files, err := env.Files("uncertainty/szeged-wiki.jsonl.gz"); err == nil {
		found = true
		if err := scoreHedges(ctx, env, files[0], &r); err != nil {
			return r, err
		}
	}
	if !found {
		return r, &MissingError{"uncertainty/*-" + env.Set + ".jsonl.gz"}
	}
	return r, nil
}

// scoreFactual counts the predicates of one text. Where openIsNot, the set asked
// whether a thing has happened by now: what is planned, demanded or conditional has
// not.
func scoreFactual(env Env, f *factual, openIsNot bool, c *[3][3]int, all *counts) {
	t := env.Reader.Read(newDocument("", f.Text, 0))
	at := wordOffsets(f.Text)
	for _, x := range f.Targets {
		if x.Span1[0] >= len(at) {
			continue
		}
		gold := uncertain
		switch {
		case x.Label >= sure:
			gold = happened
		case x.Label <= -sure:
			gold = didNot
		}
		all.gold++
		i := t.SentenceAt(at[x.Span1[0]])
		if i < 0 {
			continue
		}
		k := t.Sentences[i].TokenAt(at[x.Span1[0]])
		if k == len(t.Sentences[i].Tokens) {
			continue
		}
		r := stance.At(t, i, k)
		got := told(r)
		if openIsNot && (r.Stance == entente.StancePlanned || r.Stance == entente.StanceDemanded || r.Stance == entente.StanceConditional) {
			got = didNot
		}
		c[got][gold]++
		if got == gold {
			all.hit++
		}
	}
}

// told maps a reading of a predicate to what it tells of it.
func told(r stance.Reading) outcome {
	switch {
	case r.Stance == entente.StanceDenied || r.Stance == entente.StanceAsserted && r.Negated:
		return didNot
	case r.Stance == entente.StanceAsserted:
		return happened
	}
	return uncertain
}

// wordOffsets returns where each word between white space starts.
func wordOffsets(text string) []int {
	var at []int
	end := 0
	for _, w := range strings.Fields(text) {
		i := end + strings.Index(text[end:], w)
		at = append(at, i)
		end = i + len(w)
	}
	return at
}

type hedged struct {
	Text string
	Cues []struct{ B, E int }
}

// scoreHedges scores the words that put a predicate as anything but plain against
// marked cues; a cue is met where the two overlap.
func scoreHedges(ctx context.Context, env Env, path string, r *Report) error {
	var c counts
	err := eachLine(path, func(line []byte) error {
		var h hedged
		if err := json.Unmarshal(line, &h); err != nil {
			return err
		}
		t := env.Reader.Read(newDocument("", h.Text, 0))
		got := hedges(t)
		at := runeOffsets(h.Text)
		c.predicted += len(got)
		c.gold += len(h.Cues)
		for _, x := range h.Cues {
			gold := entente.Span{Start: at[x.B], End: at[x.E]}
			if slices.ContainsFunc(got, gold.Overlaps) {
				c.hit++
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	r.Add("szeged-wiki", "cue P", c.precision(), c.predicted)
	r.Add("szeged-wiki", "cue R", c.recall(), c.gold)
	r.Add("szeged-wiki", "cue F1", c.f(), c.gold)
	return nil
}

// hedges returns the words that make some verb of a text hedged, believed or
// conditional.
func hedges(t *document.Text) []entente.Span {
	var out []entente.Span
	for i := range t.Sentences {
		for k := range t.Sentences[i].Tokens {
			if t.Sentences[i].Tokens[k].UPOS != "VERB" {
				continue
			}
			switch r := stance.At(t, i, k); r.Stance {
			case entente.StanceHedged, entente.StanceBelieved, entente.StanceConditional:
				if !slices.Contains(out, r.Cue) {
					out = append(out, r.Cue)
				}
			}
		}
	}
	return out
}
