package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"entente"
	"entente/document"
	"entente/reading/timex"
)

// goldTimes is a line of timex/SET.jsonl.gz: offsets are code points.
type goldTimes struct {
	ID    string     `json:"id"`
	Genre string     `json:"genre"`
	DCT   string     `json:"dct"`
	Text  string     `json:"text"`
	Timex []goldTime `json:"timex"`
}

type goldTime struct {
	B         int    `json:"b"`
	E         int    `json:"e"`
	Type      string `json:"type"`
	When      string `json:"when"`
	From      string `json:"from"`
	To        string `json:"to"`
	NotBefore string `json:"notBefore"`
	NotAfter  string `json:"notAfter"`
}

// timexScore counts one set of documents.
type timexScore struct {
	exact, overlap      counts
	valued, valuedRight int // exact spans whose gold value can be written as days
}

// Timex scores dates against GUM's TEI layer: expressions of type date, spans
// compared without a leading article or preposition; "overlap" pairs each gold
// expression with a prediction that shares a character. Value accuracy is over
// the pairs of equal span whose gold value names days: both ends must be equal,
// of an open or bounded value the end that is given. Where the gold has the two
// ends of a range as two expressions and the prediction is one that covers just
// them, it counts as two. Our "since 1993" is open where the gold values the
// year alone: then the stated end is compared.
func Timex(ctx context.Context, env Env) (Report, error) {
	report := Report{Task: "timex"}
	files, err := env.Files("timex/SET.jsonl.gz")
	if err != nil {
		return report, err
	}
	for _, file := range files {
		all, news := &timexScore{}, &timexScore{}
		if err := timexFile(ctx, env, file, all, news); err != nil {
			return report, fmt.Errorf("score %s: %w", filepath.Base(file), err)
		}
		all.rows(&report, "gum-"+env.Set)
		news.rows(&report, "gum-news-"+env.Set)
	}
	return report, nil
}

func (s *timexScore) rows(r *Report, set string) {
	r.Add(set, "date span F1", s.exact.f(), s.exact.gold)
	r.Add(set, "date overlap F1", s.overlap.f(), s.overlap.gold)
	r.Add(set, "date overlap precision", s.overlap.precision(), s.overlap.predicted)
	r.Add(set, "date value accuracy", ratio(s.valuedRight, s.valued), s.valued)
}

func timexFile(ctx context.Context, env Env, file string, all, news *timexScore) error {
	f, err := Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 1<<20), 1<<26)
	for line := 1; sc.Scan(); line++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var g goldTimes
		if err := json.Unmarshal(sc.Bytes(), &g); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		published, _ := entente.ParseDay(g.DCT)
		t := env.Reader.Read(newDocument(g.ID, g.Text, published))
		timex.Annotate(t)
		all.add(&g, t)
		if g.Genre == "news" || g.Genre == "interview" {
			news.add(&g, t)
		}
	}
	return sc.Err()
}

func (s *timexScore) add(g *goldTimes, t *document.Text) {
	gold := make([]entente.Span, 0, len(g.Timex))
	items := make([]goldTime, 0, len(g.Timex))
	at := runeOffsets(g.Text)
	for _, x := range g.Timex {
		if x.Type == "date" && x.E <= len(at)-1 {
			gold = append(gold, bareSpan(g.Text, entente.Span{Start: at[x.B], End: at[x.E]}))
			items = append(items, x)
		}
	}
	used := make([]bool, len(t.Times))
	s.exact.gold += len(gold)
	s.overlap.gold += len(gold)
	s.exact.predicted += len(t.Times)
	s.overlap.predicted += len(t.Times)
	spans := make([]entente.Span, len(t.Times))
	for i, x := range t.Times {
		spans[i] = bareSpan(g.Text, t.Span(x.Range))
	}
	k := 0
	for i := 0; i < len(gold); i++ {
		span := gold[i]
		for k < len(spans) && spans[k].End <= span.Start {
			k++
		}
		for j := k; j < len(spans) && spans[j].Start < span.End; j++ {
			if used[j] {
				continue
			}
			used[j] = true
			s.overlap.hit++
			if i+1 < len(gold) && spans[j] == span.Cover(gold[i+1]) { // one range for two
				s.overlap.hit++
				s.overlap.predicted++
				s.exact.predicted++
				s.exact.hit += 2
				from, _, ok1 := goldDays(items[i].When + items[i].From)
				_, to, ok2 := goldDays(items[i+1].When + items[i+1].To)
				if ok1 && ok2 {
					s.valued += 2
					if from == t.Times[j].From && to == t.Times[j].To {
						s.valuedRight += 2
					}
				}
				i++
				break
			}
			if spans[j] == span {
				s.exact.hit++
				if ok, known := sameTime(items[i], t.Times[j].Interval); known {
					s.valued++
					if ok {
						s.valuedRight++
					}
				}
			}
			break
		}
	}
}

// bareSpan drops punctuation at the ends and a leading article or preposition.
func bareSpan(text string, s entente.Span) entente.Span {
	for {
		words := s.Of(text)
		trimmed := strings.TrimLeft(words, " \n.,;:()[]'’‘\"“”-–")
		cut := len(words) - len(trimmed)
		lower := strings.ToLower(trimmed)
		for _, w := range []string{"the ", "a ", "in ", "by ", "since ", "from ", "for ", "at ", "during ", "on ", "early ", "these "} {
			if strings.HasPrefix(lower, w) {
				cut += len(w)
				break
			}
		}
		s.Start += cut
		s.End = s.Start + len(strings.TrimRight(s.Of(text), " \n.,;:()[]'’‘\"“”-–"))
		if cut == 0 || s.Start >= s.End {
			return s
		}
	}
}

// runeOffsets returns the byte offset of each code point of text, and its length.
func runeOffsets(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// sameTime compares an interval with a gold value; known is false where the
// gold value names no days ("--03", a time).
func sameTime(g goldTime, iv entente.Interval) (ok, known bool) {
	first, last := g.When, g.When
	if g.When == "" {
		first, last = g.From+g.NotBefore, g.To+g.NotAfter
	}
	from, _, ok1 := goldDays(first)
	_, to, ok2 := goldDays(last)
	if !ok1 && !ok2 {
		return false, false
	}
	switch {
	case iv.From.IsZero() && iv.To.IsZero():
		return false, true
	case iv.To.IsZero():
		return iv.From == from || iv.From == to+1, true
	case iv.From.IsZero():
		return iv.To == to || iv.To == from-1, true
	}
	return (!ok1 || from == iv.From) && (!ok2 || to == iv.To), true
}

// goldDays returns the first and last day of "2010", "2010-05" or "2010-05-06".
func goldDays(s string) (from, to entente.Day, ok bool) {
	var y, m, d int
	switch n, _ := fmt.Sscanf(s, "%4d-%2d-%2d", &y, &m, &d); {
	case strings.HasPrefix(s, "-"), n == 0:
		return 0, 0, false
	case n == 1:
		return entente.NewDay(y, 1, 1), entente.NewDay(y+1, 1, 1) - 1, true
	case n == 2:
		from = entente.NewDay(y, 1, 1)
		t := from.Time().AddDate(0, m-1, 0)
		return entente.DayOf(t), entente.DayOf(t.AddDate(0, 1, 0)) - 1, true
	default:
		t := entente.NewDay(y, 1, 1).Time().AddDate(0, m-1, d-1)
		return entente.DayOf(t), entente.DayOf(t), true
	}
}
