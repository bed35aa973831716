package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"entente"
	"entente/document"
)

// nestedGenres are the genres of reporting whose nesting is scored.
var nestedGenres = []string{"news", "interview", "court", "speech"}

// voice is an attribution of the nested corpus: Clause is the words that attribute.
type voice struct {
	ID                      string
	Source, Clause, Content [][2]int
	Depth                   int
	Parent                  *string
}

type voices struct {
	ID, Genre, Date, Text string
	Attributions          []voice
}

// Nested scores voices inside voices on GUM: recall by depth of those whose clause
// holds a predicted cue (found), whose source also is met, whose content also is
// half right, and whose parent also is right (chain).
func Nested(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("attribution-nested/SET.jsonl.gz")
	if err != nil {
		return r, err
	}
	docs, err := readVoices(files[0])
	if err != nil {
		return r, err
	}
	var s [2]nestedScore
	predicted, words := 0, 0
	for i := range docs {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		d := &docs[i]
		if !slices.Contains(nestedGenres, d.Genre) {
			continue
		}
		day, _ := entente.ParseDay(d.Date) // a day that is missing leaves times open
		t := env.Reader.Read(newDocument(d.ID, d.Text, day))
		env.Coder.Annotate(t)
		w := wordsOf(d.Text)
		predicted += len(t.Attributions)
		words += len(w)
		scoreVoices(&s, d, t, w)
	}
	set := "gum-" + env.Set
	for k, name := range []string{"outer", "inner"} {
		x := s[k]
		r.Add(set, name+" found R", ratio(x.found, x.gold), x.gold)
		r.Add(set, name+" + source R", ratio(x.source, x.gold), x.gold)
		r.Add(set, name+" + content R", ratio(x.content, x.gold), x.gold)
		r.Add(set, name+" + chain R", ratio(x.chain, x.gold), x.gold)
	}
	r.Add(set, "attributions per 1000 words", 10*ratio(predicted, words), words)
	return r, nil
}

// nestedScore counts the voices of one depth: 1, or deeper.
type nestedScore struct{ gold, found, source, content, chain int }

func scoreVoices(s *[2]nestedScore, d *voices, t *document.Text, words []entente.Span) {
	at := runeOffsets(d.Text)
	got := make([]roleSets, len(t.Attributions))
	for i := range t.Attributions {
		a := &t.Attributions[i]
		got[i] = roleSets{touched(words, a.Source), touched(words, a.Cue), touched(words, a.Content)}
	}
	type answer struct {
		best  int // of got, -1
		level int // 1 found, 2 source, 3 content
	}
	answers := map[string]answer{}
	clauses := map[string][]int{}
	for i := range d.Attributions {
		g := &d.Attributions[i]
		clause := touched(words, byteSpans(at, g.Clause))
		source, content := touched(words, byteSpans(at, g.Source)), touched(words, byteSpans(at, g.Content))
		clauses[g.ID] = clause
		a := answer{best: -1}
		for k := range got {
			level := 0
			if common(got[k].cue, clause) > 0 {
				level = 1
				if common(got[k].source, source) > 0 || len(source)+len(got[k].source) == 0 {
					level = 2
					if likeness(got[k].content, content) >= 0.5 {
						level = 3
					}
				}
			}
			if level > a.level {
				a = answer{k, level}
			}
		}
		answers[g.ID] = a
	}
	for i := range d.Attributions {
		g := &d.Attributions[i]
		x, a := &s[min(g.Depth, 2)-1], answers[g.ID]
		x.gold++
		if a.level >= 1 {
			x.found++
		}
		if a.level >= 2 {
			x.source++
		}
		if a.level < 3 {
			continue
		}
		x.content++
		parent := t.Attributions[a.best].Parent
		if g.Parent == nil && parent < 0 || g.Parent != nil && parent >= 0 && common(got[parent].cue, clauses[*g.Parent]) > 0 {
			x.chain++
		}
	}
}

func readVoices(path string) ([]voices, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []voices
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for n := 1; sc.Scan(); n++ {
		var d voices
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		out = append(out, d)
	}
	return out, sc.Err()
}
