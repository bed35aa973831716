package eval

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"unicode"

	"entente"
	"entente/document"
)

// saying is an attribution as spans of code points (in files) or bytes.
type saying struct {
	Source, Cue, Content [][2]int
}

type attributed struct {
	ID, Date, Text string
	Attributions   []saying
}

// Attributed is a document with the attributions that people marked, as spans of bytes.
type Attributed struct {
	Document *entente.Document
	Gold     []document.Attribution
}

// ReadAttributed reads a file of attributed articles.
func ReadAttributed(path string) ([]Attributed, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []Attributed
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for n := 1; sc.Scan(); n++ {
		var d attributed
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		day, _ := entente.ParseDay(d.Date) // a day that is missing leaves times open
		a := Attributed{Document: newDocument(d.ID, d.Text, day)}
		at := runeOffsets(d.Text)
		for _, s := range d.Attributions {
			a.Gold = append(a.Gold, document.Attribution{Source: byteSpans(at, s.Source), Cue: byteSpans(at, s.Cue), Content: byteSpans(at, s.Content)})
		}
		out = append(out, a)
	}
	return out, sc.Err()
}

func byteSpans(at []int, spans [][2]int) []entente.Span {
	var out []entente.Span
	for _, s := range spans {
		out = append(out, entente.Span{Start: at[s[0]], End: at[s[1]]})
	}
	return out
}

// Attribution scores outermost attributions: the measure of PolNeAR's peers. Words
// are maximal runs of letters and digits; a role is the set of words its spans touch.
func Attribution(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("attribution/SET.jsonl.gz")
	if err != nil {
		return r, err
	}
	articles, err := ReadAttributed(files[0])
	if err != nil {
		return r, err
	}
	var s sayingScore
	for _, a := range articles {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		t := env.Reader.Read(a.Document)
		env.Coder.Annotate(t)
		words := wordsOf(a.Document.Text)
		quoted := quotedWords(a.Document.Text, words)
		var gold, got []roleSets
		for i := range a.Gold {
			gold = appendSets(gold, words, &a.Gold[i])
		}
		for i := range t.Attributions {
			if t.Attributions[i].Depth == 1 {
				got = appendSets(got, words, &t.Attributions[i])
			}
		}
		s.add(gold, got, quoted)
	}
	s.report(&r, "polnear-"+env.Set)
	return r, nil
}

// wordsOf cuts a text into maximal runs of letters and digits.
func wordsOf(text string) []entente.Span {
	var out []entente.Span
	start := -1
	for i, c := range text {
		if in := unicode.IsLetter(c) || unicode.IsDigit(c); in && start < 0 {
			start = i
		} else if !in && start >= 0 {
			out = append(out, entente.Span{Start: start, End: i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, entente.Span{Start: start, End: len(text)})
	}
	return out
}

// quotedWords tells which words stand inside double quotation marks, paragraph by
// paragraph.
func quotedWords(text string, words []entente.Span) []bool {
	in := make([]bool, len(words))
	open, w := false, 0
	for i, c := range text {
		for w < len(words) && words[w].End <= i {
			w++
		}
		switch c {
		case '“':
			open = true
		case '”':
			open = false
		case '"':
			open = !open
		case '\n':
			open = false
		}
		if w < len(words) && words[w].Start == i {
			in[w] = open
		}
	}
	return in
}

// roleSets are the words of each role, in order.
type roleSets struct{ source, cue, content []int }

// appendSets appends the roles of an attribution by words; one with neither words
// of a cue nor of content is left out.
func appendSets(all []roleSets, words []entente.Span, a *document.Attribution) []roleSets {
	s := roleSets{touched(words, a.Source), touched(words, a.Cue), touched(words, a.Content)}
	if len(s.cue)+len(s.content) == 0 {
		return all
	}
	return append(all, s)
}

func touched(words []entente.Span, spans []entente.Span) []int {
	var out []int
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(words, s.Start, func(w entente.Span, at int) int {
			if w.End <= at {
				return -1
			}
			return 1
		})
		for ; i < len(words) && words[i].Start < s.End; i++ {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// common counts what two ordered sets share.
func common(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// likeness is Dice's coefficient, 2|a and b|/(|a|+|b|), 1 for two empty sets.
func likeness(a, b []int) float64 {
	if len(a)+len(b) == 0 {
		return 1
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

// kinds of contents whose recall is told apart.
var sayingKinds = []string{"direct", "mixed", "indirect", "implicit source"}

// sayingScore adds up articles.
type sayingScore struct {
	role                  [3]counts // source, cue, content
	linked                [3]counts
	exact, usable, strict counts
	kind                  map[string]*counts
}

func (s *sayingScore) add(gold, got []roleSets, quoted []bool) {
	if s.kind == nil {
		s.kind = map[string]*counts{}
		for _, k := range sayingKinds {
			s.kind[k] = &counts{}
		}
	}
	roles := []func(*roleSets) []int{
		func(r *roleSets) []int { return r.source }, func(r *roleSets) []int { return r.cue }, func(r *roleSets) []int { return r.content },
	}
	for k, role := range roles {
		a, b := union(gold, role), union(got, role)
		s.role[k].hit += common(a, b)
		s.role[k].gold += len(a)
		s.role[k].predicted += len(b)
		for i := range gold {
			s.linked[k].gold += len(role(&gold[i]))
		}
		for i := range got {
			s.linked[k].predicted += len(role(&got[i]))
		}
	}
	for _, c := range []*counts{&s.exact, &s.usable, &s.strict} {
		c.gold += len(gold)
		c.predicted += len(got)
	}
	for i := range gold {
		for _, k := range kindsOf(&gold[i], quoted) {
			s.kind[k].gold++
		}
	}
	for _, m := range align(gold, got) {
		g, p := &gold[m[0]], &got[m[1]]
		for k, role := range roles {
			s.linked[k].hit += common(role(g), role(p))
		}
		content := likeness(g.content, p.content)
		if content == 1 && likeness(g.source, p.source) == 1 && likeness(g.cue, p.cue) == 1 {
			s.exact.hit++
		}
		if content >= 0.8 && likeness(g.source, p.source) >= 0.5 {
			s.strict.hit++
		}
		if content >= 0.5 && sourceOK(g.source, p.source) {
			s.usable.hit++
			for _, k := range kindsOf(g, quoted) {
				s.kind[k].hit++
			}
		}
	}
}

// sourceOK reports whether both are empty or share half of the smaller.
func sourceOK(a, b []int) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	return 2*common(a, b) >= min(len(a), len(b))
}

func union(sets []roleSets, role func(*roleSets) []int) []int {
	var all []int
	for i := range sets {
		all = append(all, role(&sets[i])...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// align pairs gold and found attributions that share a word of content or cue,
// greedily by half the likeness of contents and a quarter each of sources and cues.
func align(gold, got []roleSets) [][2]int {
	type pair struct {
		weight float64
		g, p   int
	}
	var pairs []pair
	for g := range gold {
		for p := range got {
			if common(gold[g].content, got[p].content)+common(gold[g].cue, got[p].cue) == 0 {
				continue
			}
			w := 0.5*likeness(gold[g].content, got[p].content) + 0.25*likeness(gold[g].source, got[p].source) + 0.25*likeness(gold[g].cue, got[p].cue)
			pairs = append(pairs, pair{w, g, p})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.g, b.g), cmp.Compare(a.p, b.p))
	})
	usedGold, usedGot := make([]bool, len(gold)), make([]bool, len(got))
	var out [][2]int
	for _, x := range pairs {
		if !usedGold[x.g] && !usedGot[x.p] {
			usedGold[x.g], usedGot[x.p] = true, true
			out = append(out, [2]int{x.g, x.p})
		}
	}
	return out
}

// kindsOf names the kinds of a gold attribution.
func kindsOf(g *roleSets, quoted []bool) []string {
	in := 0
	for _, w := range g.content {
		if quoted[w] {
			in++
		}
	}
	kinds := []string{"mixed"}
	switch in {
	case len(g.content):
		kinds[0] = "direct"
	case 0:
		kinds[0] = "indirect"
	}
	if len(g.source) == 0 {
		kinds = append(kinds, "implicit source")
	}
	return kinds
}

func (s *sayingScore) report(r *Report, set string) {
	for _, x := range []struct {
		name string
		c    counts
	}{{"usable", s.usable}, {"strict", s.strict}, {"exact", s.exact}} {
		r.Add(set, x.name+" P", x.c.precision(), x.c.predicted)
		r.Add(set, x.name+" R", x.c.recall(), x.c.gold)
		r.Add(set, x.name+" F1", x.c.f(), x.c.gold)
	}
	for i, role := range []string{"source", "cue", "content"} {
		r.Add(set, role+" words F1", s.role[i].f(), s.role[i].gold)
		r.Add(set, role+" words linked F1", s.linked[i].f(), s.linked[i].gold)
	}
	for _, k := range sayingKinds {
		r.Add(set, "usable R, "+k, s.kind[k].recall(), s.kind[k].gold)
	}
}
