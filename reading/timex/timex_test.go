package timex

import (
	"strings"
	"testing"
	"unicode"

	"entente"
	"entente/document"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plain makes a text of one sentence with words and punctuation as tokens and
// no tags: the grammar must do without.
func plain(text, published string) *document.Text {
	day, _ := entente.ParseDay(published)
	t := &document.Text{Document: &entente.Document{Text: text, Published: day}}
	var s document.Sentence
	for i := 0; i < len(text); {
		c := rune(text[i])
		if unicode.IsSpace(c) {
			i++
			continue
		}
		j := i + 1
		if isWordByte(text[i]) {
			for j < len(text) && isWordByte(text[j]) {
				j++
			}
		}
		s.Tokens = append(s.Tokens, document.Token{Span: entente.Span{Start: i, End: j}, Form: text[i:j], Head: len(s.Tokens) - 1})
		i = j
	}
	s.Span = entente.Span{Start: 0, End: len(text)}
	t.Sentences = []document.Sentence{s}
	return t
}

func isWordByte(c byte) bool { return c >= 0x80 || isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

func TestAnnotate(t *testing.T) {
	// 2011-12-14 was a Wednesday.
	tests := []struct{ text, words, from, to, precision string }{
		{"The pact was signed on 5 May 2011.", "5 May 2011", "2011-05-05", "2011-05-05", "day"},
		{"The pact was signed on May 5, 2011.", "May 5, 2011", "2011-05-05", "2011-05-05", "day"},
		{"The pact was signed on Thursday, May 5, 2011.", "Thursday, May 5, 2011", "2011-05-05", "2011-05-05", "day"},
		{"The pact dates from May 2011.", "May 2011", "2011-05-01", "2011-05-31", "month"},
		{"The pact was signed in 2009.", "2009", "2009-01-01", "2009-12-31", "year"},
		{"A grant of the mid-2000s.", "the mid-2000s", "2004-01-01", "2006-12-31", "decade"},
		{"Oil prices fell in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31", "decade"},
		{"The dynasty ruled in the 19th century.", "the 19th century", "1800-01-01", "1899-12-31", "century"},
		{"The army withdrew last Tuesday.", "last Tuesday", "2011-12-13", "2011-12-13", "day"},
		{"The army withdrew on Friday.", "Friday", "2011-12-09", "2011-12-09", "day"},
		{"Two reports came this month.", "this month", "2011-12-01", "2011-12-31", "month"},
		{"Two reports came this December.", "this December", "2011-12-01", "2011-12-31", "month"},
		{"Exports fell last year.", "last year", "2010-01-01", "2010-12-31", "year"},
		{"Exports fell two years ago.", "two years ago", "2009-01-01", "2009-12-31", "year"},
		{"Envoys will meet next week.", "next week", "2011-12-19", "2011-12-25", "week"},
		{"Envoys met in recent years.", "recent years", "", "", "vague"},
		{"Recently envoys met.", "Recently", "", "", "vague"},
		{"It ruled from 1993 to 1996.", "from 1993 to 1996", "1993-01-01", "1996-12-31", "year"},
		{"It ruled between 1993 and 1996.", "between 1993 and 1996", "1993-01-01", "1996-12-31", "year"},
		{"The war of 1918-20 was short.", "1918-20", "1918-01-01", "1920-12-31", "year"},
		{"The ban has stood since 1993.", "since 1993", "1993-01-01", "", "year"},
		{"The ban stood until 1993.", "until 1993", "", "1993-12-31", "year"},
		{"Prior to 1828, it was one land.", "Prior to 1828", "", "1827-12-31", "year"},
		{"A pipeline is due by 2030.", "by 2030", "", "2030-12-31", "year"},
		{"The years 2010/2011 were cold.", "2010/2011", "2010-01-01", "2011-12-31", "year"},
		{"The envoy left yesterday evening.", "yesterday evening", "2011-12-13", "2011-12-13", "day"},
		{"It rose in the past five years.", "the past five years", "2006-12-14", "2011-12-14", "year"},
		{"It opened in the summer of 2012.", "In the summer of 2012", "2012-06-01", "2012-08-31", "season"},
	}
	for _, test := range tests {
		x := plain(test.text, "2011-12-14")
		Annotate(x)
		if len(x.Times) != 1 {
			t.Errorf("%q: %d times, want 1: %v", test.text, len(x.Times), x.Times)
			continue
		}
		got := x.Times[0].Interval
		from, _ := entente.ParseDay(test.from)
		to, _ := entente.ParseDay(test.to)
		want := entente.Interval{From: from, To: to, Precision: entente.Precision(test.precision), Text: test.words}
		if d := cmp.Diff(want, got, cmp.Comparer(func(a, b string) bool { return strings.EqualFold(a, b) })); d != "" {
			t.Errorf("%q: %s", test.text, d)
		}
	}
}

func TestAnnotateRelativeToWhatWasTold(t *testing.T) {
	x := plain("Trade began in 1990; two years later it doubled, and it fell the following year.", "2011-12-14")
	Annotate(x)
	var got []string
	for _, y := range x.Times {
		got = append(got, y.Text+" "+y.From.String())
	}
	want := []string{"1990 1990-01-01", "two years later 1992-01-01", "the following year 1993-01-01"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAnnotateWithoutDate(t *testing.T) {
	x := plain("Exports fell last year and on Tuesday; the ban of 1993 stands.", "")
	Annotate(x)
	var got []string
	for _, y := range x.Times {
		got = append(got, y.Text+"|"+y.From.String()+"|"+string(y.Precision))
	}
	want := []string{"last year||vague", "Tuesday||vague", "1993|1993-01-01|year"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAnnotateLeavesNumbersAlone(t *testing.T) {
	for _, text := range []string{
		"Section 107 and Title 17 apply.", "They bought 20 Falcon-450 drones.", "About 2,000 people fled.",
		"It cost $ 1990 a piece.", "The vote was 52-48.", "Resolution 2009 was vetoed.", "He may march.",
		"They last met for ten years.", "It rose 3.5 points.",
	} {
		x := plain(text, "2011-12-14")
		Annotate(x)
		if len(x.Times) != 0 {
			t.Errorf("%q: %v", text, x.Times)
		}
	}
}

func TestExamples(t *testing.T) {
	g := New()
	check := func(name, example string) {
		x := plain(example, "2011-12-14")
		g.Annotate(x)
		if len(x.Times) == 0 {
			t.Errorf("%s: nothing found in %q", name, example)
		}
	}
	for _, r := range g.rules {
		check(r.name, r.example)
	}
	for _, ps := range g.phrases {
		for _, p := range ps {
			check("phrase", p.example)
		}
	}
}

func TestSpansAreSound(t *testing.T) {
	words := append(strings.Fields("in on since from to until by the a last next this two 5 May March 2011 1993 - / , . 1990s 19th century year years ago later Tuesday between and mid week é 31 February 9999999999 0 00"), "")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 30).Draw(t, "words"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "sep"))
		x := plain(text, rapid.SampledFrom([]string{"", "2011-12-14", "2000-02-29"}).Draw(t, "date"))
		Annotate(x)
		last := 0
		for _, y := range x.Times {
			if y.First < last || y.Last <= y.First || y.Last > len(x.Sentences[0].Tokens) || !strings.Contains(text, y.Text) || y.Text == "" {
				t.Fatalf("%q: %+v", text, y)
			}
			if !y.From.IsZero() && !y.To.IsZero() && y.From > y.To {
				t.Fatalf("%q: from %v after to %v", text, y.From, y.To)
			}
			last = y.Last
		}
	})
}

func FuzzAnnotate(f *testing.F) {
	f.Add("It ruled from 1993 to 1996, the mid-2000s; 5/17/2011 and '90s.", "2011-12-14")
	f.Fuzz(func(t *testing.T, text, date string) {
		x := plain(strings.ToValidUTF8(text, "?"), date)
		Annotate(x)
		for _, y := range x.Times {
			_ = x.String(x.Span(y.Range))
		}
	})
}

func BenchmarkAnnotate(b *testing.B) {
	x := plain("Bilateral trade of the two lands in 2010 amounted to more than 2 billion, twice as much as in the same period two years earlier, the ministry said last Tuesday in the capital.", "2011-12-14")
	b.ReportAllocs()
	for b.Loop() {
		Annotate(x)
	}
}

func TestThisYearOfAnUndatedTextIsNotTheLastOneTold(t *testing.T) {
	x := plain("Kestria signed the pact in 2009 and will pay this year.", "")
	Annotate(x)
	var got []string
	for _, tm := range x.Times {
		got = append(got, tm.Text+" "+tm.From.String())
	}
	if d := cmp.Diff([]string{"2009 2009-01-01", "this year "}, got); d != "" {
		t.Error(d)
	}
}
