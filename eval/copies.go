package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"entente"
	"entente/resolve"
)

// Copies scores the finding of copies on pairs made of real articles: each fifth
// article is copied with one of the changes below, and every copy is set against
// all articles. Then pairs of different articles get one frame of 80 words, as two
// of one outlet have: a near copy found there is wrong. The changes follow a fixed
// seed.
func Copies(ctx context.Context, env Env) (Report, error) {
	var r Report
	files, err := env.Files("attribution/SET.jsonl.gz")
	if err != nil {
		return r, err
	}
	var texts []string
	for _, file := range files {
		err := eachLine(file, func(line []byte) error {
			var a struct{ Text string }
			if err := json.Unmarshal(line, &a); err != nil {
				return err
			}
			if len(strings.Fields(a.Text)) >= 120 {
				texts = append(texts, a.Text)
			}
			return ctx.Err()
		})
		if err != nil {
			return r, err
		}
	}
	if len(texts) < 10 {
		return r, nil
	}
	f := resolve.NewFinder()
	for i, t := range texts {
		f.Add(resolve.Source{ID: number(i), Text: resolve.NewText(t)})
	}
	// Articles of one set may be copies of each other by nature: those that share
	// much before anything was changed are left out.
	natural := resolve.NewFinder()
	skip := map[entente.DocumentID]bool{}
	for i, t := range texts {
		for _, m := range natural.Add(resolve.Source{ID: number(i), Text: resolve.NewText(t)}) {
			skip[m.A], skip[m.B] = true, true
		}
	}
	x := rand.New(rand.NewPCG(2009, 4))
	total := counts{}
	for _, c := range changes {
		var one counts
		for i := 0; i < len(texts); i += 2 {
			if skip[number(i)] {
				continue
			}
			other := texts[x.IntN(len(texts))]
			copied := c.change(x, texts[i], other)
			one.gold++
			for _, m := range f.Look(resolve.NewText(copied)) {
				if skip[m.A] || c.mixed && m.A != number(i) && within(texts, m.A, other) {
					continue
				}
				one.predicted++
				if m.A == number(i) {
					one.hit++
				}
			}
		}
		r.Add("copies", "R, "+c.name, one.recall(), one.gold)
		total.gold += one.gold
		total.predicted += one.predicted
		total.hit += one.hit
	}
	framed := frames(texts, skip)
	r.Add("copies", "articles of one frame held apart", 100*float64(framed.gold-framed.predicted)/float64(max(1, framed.gold)), framed.gold)
	total.predicted += framed.predicted
	r.Add("copies", "P", total.precision(), total.predicted)
	r.Add("copies", "R", total.recall(), total.gold)
	return r, nil
}

// frames puts 80 words of a third article around pairs of neighbours, which in
// these sets tell of the same weeks, and counts those held near copies.
func frames(texts []string, skip map[entente.DocumentID]bool) (c counts) {
	for i := 0; i+2 < len(texts); i++ {
		if skip[number(i)] || skip[number(i+1)] || skip[number(i+2)] {
			continue
		}
		frame := strings.Fields(texts[i+2])
		head, foot := strings.Join(frame[:40], " "), strings.Join(frame[len(frame)-40:], " ")
		f := resolve.NewFinder()
		f.Add(resolve.Source{ID: number(i), Text: resolve.NewText(head + " " + texts[i] + " " + foot)})
		c.gold++
		for _, m := range f.Look(resolve.NewText(head + " " + texts[i+1] + " " + foot)) {
			if m.Kind != resolve.CopyPart {
				c.predicted++
			}
		}
	}
	return c
}

func number(i int) entente.DocumentID { return entente.DocumentID(fmt.Sprintf("d-%05d", i)) }

// within reports whether a document is the other article of a mixed one.
func within(texts []string, id entente.DocumentID, other string) bool {
	for i, t := range texts {
		if number(i) == id {
			return t == other
		}
	}
	return false
}

// changes are how an article is copied.
var changes = []struct {
	name   string
	mixed  bool
	change func(x *rand.Rand, text, other string) string
}{
	{"cut to half", false, func(_ *rand.Rand, text, _ string) string {
		w := strings.Fields(text)
		return strings.Join(w[:len(w)/2], " ")
	}},
	{"a third cut out", false, func(x *rand.Rand, text, _ string) string {
		w := strings.Fields(text)
		at := x.IntN(len(w) * 2 / 3)
		return strings.Join(append(append([]string{}, w[:at]...), w[at+len(w)/3:]...), " ")
	}},
	{"cut to a fifth", false, func(_ *rand.Rand, text, _ string) string {
		w := strings.Fields(text)
		return strings.Join(w[:max(60, len(w)/5)], " ")
	}},
	{"every tenth word changed", false, func(x *rand.Rand, text, other string) string {
		w, o := strings.Fields(text), strings.Fields(other)
		for i := x.IntN(10); i < len(w); i += 10 {
			w[i] = o[x.IntN(len(o))]
		}
		return strings.Join(w, " ")
	}},
	{"cut, edited and lines added", false, func(x *rand.Rand, text, other string) string {
		w, o := strings.Fields(text), strings.Fields(other)
		at := x.IntN(len(w) * 2 / 3)
		w = append(append([]string{}, w[:at]...), w[at+len(w)/3:]...)
		for i := x.IntN(12); i < len(w); i += 12 {
			w[i] = o[x.IntN(len(o))]
		}
		return strings.Join(o[:min(30, len(o))], " ") + " " + strings.Join(w, " ")
	}},
	{"edited", false, func(x *rand.Rand, text, other string) string {
		w, o := strings.Fields(text), strings.Fields(other)
		for i := x.IntN(20); i < len(w); i += 20 {
			w[i] = o[x.IntN(len(o))]
		}
		return strings.Join(w, " ")
	}},
	{"lines added", false, func(x *rand.Rand, text, other string) string {
		o := strings.Fields(other)
		at := x.IntN(max(1, len(o)-40))
		return "By our staff and agencies. " + text + " Editing by the desk. Read also: " + strings.Join(o[at:min(len(o), at+12)], " ")
	}},
	{"sentences moved", false, func(x *rand.Rand, text, _ string) string {
		s := strings.SplitAfter(text, ". ")
		x.Shuffle(len(s), func(i, k int) { s[i], s[k] = s[k], s[i] })
		return strings.Join(s, "")
	}},
	{"a third within another", true, func(x *rand.Rand, text, other string) string {
		w, o := strings.Fields(text), strings.Fields(other)
		at := x.IntN(len(w) * 2 / 3)
		return strings.Join(o[:len(o)/2], " ") + " " + strings.Join(w[at:at+len(w)/3], " ") + " " + strings.Join(o[len(o)/2:], " ")
	}},
}
