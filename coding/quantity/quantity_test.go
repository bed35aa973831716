package quantity

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"

	"entente"
	"entente/document"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// examples are the trees of the example sentences, by their text. The file is
// rebuilt as internal/trees says.
func examples(t testing.TB) map[string]*document.Text {
	t.Helper()
	f, err := os.Open("testdata/examples.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		m[x.Document.URI] = x
	}
	return m
}

// brief prints a quantity as "words = low..high unit of Of @ Where | comparison".
func brief(t *document.Text, q document.Quantity) string {
	end := func(v *float64) string {
		if v == nil {
			return ""
		}
		return fmt.Sprintf("%.10g", *v)
	}
	s := fmt.Sprintf("%s = %s..%s %s", t.String(q.Evidence), end(q.Low), end(q.High), q.Unit)
	if q.Of != "" {
		s += " of " + q.Of
	}
	if q.Where != "" {
		s += " @ " + q.Where
	}
	if q.Approximate {
		s += " ~"
	}
	if q.Compare != nil {
		s += fmt.Sprintf(" | %s %.3g %s", q.Compare.Relation, q.Compare.Factor, q.Compare.With)
	}
	return s
}

func TestFind(t *testing.T) {
	trees := examples(t)
	tests := []struct {
		text string
		want []string
	}{
		{"Trade between Gondor and Rohan amounted to more than $ 2 billion in 2010.", []string{
			"more than $ 2 billion = 2000000000.. USD of Trade between Gondor and Rohan @ Gondor and Rohan",
		}},
		{"In 2010 exports reached US$4.5 billion, twice as much as the exports of Mordor.", []string{
			"US$4.5 billion = 4500000000..4500000000 USD of exports | times 2 the exports of Mordor",
		}},
		{"The crisis brought them to the brink of war over two uninhabited islets.", []string{"two = 2..2  of uninhabited islets"}},
		{"Half of Rohan's imports come from Gondor.", []string{
			"Half = 0.5..0.5 ratio of Rohan's imports @ Rohan | share 0.5 Rohan's imports",
		}},
		{"About 45% of Rohan's gas imports are of Gondorian origin.", []string{
			"About 45% = 45..45 % of Rohan's gas imports @ Rohan ~ | share 0.45 Rohan's gas imports",
		}},
		{"Its relations with Gondor resemble an iceberg: nine-tenths are hidden.", []string{
			"nine-tenths = 0.9..0.9 ratio of Its relations with Gondor | share 0.9 ",
		}},
		{"The population of Gondor is between 25 and 30 million people.", []string{
			"25 and 30 million = 25000000..30000000 person of The population of Gondor @ Gondor",
		}},
		{"Rohan has a population of only about 8 million people.", []string{
			"only about 8 million = 8000000..8000000 person of a population @ Rohan ~",
		}},
		{"The Southron population of Mordor is more than 3 times the population of Gondor.", []string{
			"more than 3 times = 3.. ratio of The Southron population of Mordor @ Mordor | times 3 the population of Gondor",
		}},
		{"The army lost 12 tanks and 350 soldiers.", []string{"12 = 12..12  of tanks", "350 = 350..350 person of soldiers"}},
		{"Rohan received a loan of €150 million.", []string{"€150 million = 150000000..150000000 EUR of a loan"}},
		{"The treaty lasts twenty-five years.", []string{"twenty-five years = 25..25 year"}},
		{"Hundreds of thousands of Gondorians fled.", []string{"Hundreds of thousands = 100000.. person of Gondorians ~"}},
		{"The border is 700 kilometres long.", []string{"700 kilometres = 700..700 km of The border"}},
		{"Section 107 and Title 17 of the law were cited.", nil},
		{"The Falcon-450 and the T-72 were shown on parade.", nil},
		{"Call 202-555-0100 for the text.", nil},
		{"Faramir, 45, spoke for the 27-year-old captain at 9:30.", nil},
		{"The vote was 52-48.", nil},
		{"The two countries met again.", nil},
		{"Exports of Kestria fell by 14 percent, amounting to 5 billion dollars.", []string{
			"14 percent = 14..14 % of Exports of Kestria @ Kestria", "5 billion dollars = 5000000000..5000000000 USD of Exports of Kestria @ Kestria",
		}},
		{"Trade between Kestria and Voldania dropped by 19 percent and amounted to 7 billion dollars.", []string{
			"19 percent = 19..19 % of Trade between Kestria and Voldania @ Kestria and Voldania",
			"7 billion dollars = 7000000000..7000000000 USD of Trade between Kestria and Voldania @ Kestria and Voldania",
		}},
		{"Imports from Kestria went up to 8 million tons.", []string{"8 million tons = 8000000..8000000 t of Imports from Kestria @ Kestria"}},
		{"Kestria bought products worth 4 billion dollars from Voldania.", []string{"4 billion dollars = 4000000000..4000000000 USD of products"}},
		{"Kestria exported 9 billion dollars worth of goods to Voldania.", []string{"9 billion dollars = 9000000000..9000000000 USD of goods"}},
		{"In June, the trade for the first time exceeded 9 billion dollars.", []string{"9 billion dollars = 9000000000.. USD of the trade"}},
		{"The deficit did not exceed 5 percent.", []string{"5 percent = 5..5 % of The deficit"}},
		{"Imports of Kestria rose by 7 percent year-on-year in May.", []string{"7 percent = 7..7 % of Imports of Kestria @ Kestria"}},
		{"The range of its missiles is limited to 900 miles.", []string{"900 miles = 900..900 mile of The range of its missiles"}},
		{"Kestria raised tariffs on grain in stages, eventually reaching 45 percent.", []string{"45 percent = 45..45 % of tariffs"}},
		{"The trade volume of Kestria rose 2 percent, reaching 4 billion dollars.", []string{
			"2 percent = 2..2 % of The trade volume of Kestria @ Kestria", "4 billion dollars = 4000000000..4000000000 USD of The trade volume of Kestria @ Kestria",
		}},
		{"Hospitals reported a total of 15 to 23 deaths.", []string{"15 to 23 = 15..23 person of deaths"}},
		{"While exports expanded by 7 percent, imports declined by 4 percent.", []string{"7 percent = 7..7 % of exports", "4 percent = 4..4 % of imports"}},
		{"Kestria put the toll at 300 soldiers.", []string{"300 = 300..300 person of the toll"}},
		{"At least 150 people were killed and 400 to 500 wounded in the valley.", []string{
			"At least 150 = 150.. person of people", "400 to 500 = 400..500 person of wounded",
		}},
		{"The deficit of Kestria totaled 5 billion dollars.", []string{"5 billion dollars = 5000000000..5000000000 USD of The deficit of Kestria @ Kestria"}},
		{"He spoke three times.", nil},
	}
	for _, test := range tests {
		x := trees[test.text]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", test.text)
			continue
		}
		for i, tok := range x.Sentences[0].Tokens {
			if tok.Form == "2010" { // package timex does this for real texts
				x.Times = append(x.Times, document.Time{Range: document.Range{First: i, Last: i + 1}})
			}
		}
		Find(x)
		var got []string
		for _, q := range x.Quantities {
			got = append(got, brief(x, q))
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%q: %s", test.text, d)
		}
	}
}

func TestBoundExamples(t *testing.T) {
	trees := examples(t)
	for _, b := range New().bounds {
		x := trees[b.example]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", b.example)
			continue
		}
		Find(x)
		if len(x.Quantities) != 1 {
			t.Errorf("%q: %d quantities, want 1", b.example, len(x.Quantities))
			continue
		}
		q := x.Quantities[0]
		got := "none"
		switch {
		case q.Approximate:
			got = "about"
		case q.High == nil:
			got = "low"
		case q.Low == nil:
			got = "high"
		}
		if got != b.kind || !strings.Contains(strings.ToLower(x.String(q.Evidence)), strings.Join(b.words, " ")) {
			t.Errorf("%q: %s %s, want %s", b.example, x.String(q.Evidence), got, b.kind)
		}
	}
}

// flat makes a text of one sentence whose tokens hang on each other at random.
func flat(t *rapid.T, text string) *document.Text {
	x := &document.Text{Document: &entente.Document{Text: text}}
	var s document.Sentence
	for i := 0; i < len(text); {
		if unicode.IsSpace(rune(text[i])) {
			i++
			continue
		}
		j := i + 1
		for j < len(text) && (text[j] >= 0x80 || text[i] >= '0' && text[i] <= '9' && text[j] >= '0' && text[j] <= '9' ||
			text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' && text[j]|0x20 >= 'a' && text[j]|0x20 <= 'z') {
			j++
		}
		s.Tokens = append(s.Tokens, document.Token{Span: entente.Span{Start: i, End: j}, Form: text[i:j], Lemma: strings.ToLower(text[i:j])})
		i = j
	}
	n := len(s.Tokens)
	for i := range s.Tokens {
		k := &s.Tokens[i]
		k.Head = i - 1
		k.Rel, k.UPOS = "root", "NOUN"
		if i > 0 && t != nil {
			k.Head = rapid.IntRange(0, i-1).Draw(t, "head")
			k.Rel = rapid.SampledFrom([]string{"nummod", "compound", "nmod", "obl", "obj", "nsubj", "conj", "case", "cop"}).Draw(t, "rel")
			k.UPOS = rapid.SampledFrom([]string{"NUM", "NOUN", "PROPN", "VERB", "SYM", "ADP", "PRON"}).Draw(t, "tag")
		}
	}
	if n > 0 {
		s.Span = entente.Span{Start: s.Tokens[0].Start, End: s.Tokens[n-1].End}
		x.Sentences = []document.Sentence{s}
	}
	return x
}

func TestSpansAreSoundOnAnyTree(t *testing.T) {
	words := strings.Fields("5 25-30 $ % million twice as much than half of thousands about more 2,000.5 US$3bn people population € two three - – times exceeds x7 é 9/11 1.2.3 a dozen per cent years old")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 20).Draw(t, "words"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "sep"))
		x := flat(t, text)
		Find(x)
		for _, q := range x.Quantities {
			if !q.Evidence.Valid(text) || q.First < 0 || q.Last <= q.First || q.Last > len(x.Sentences[0].Tokens) {
				t.Fatalf("%q: %+v", text, q)
			}
			if q.Of != "" && q.OfSpan.Of(text) != q.Of {
				t.Fatalf("%q: of %q span %v", text, q.Of, q.OfSpan)
			}
			if q.Compare != nil && q.Compare.With != "" && q.Compare.WithSpan.Of(text) != q.Compare.With {
				t.Fatalf("%q: with %+v", text, q.Compare)
			}
			if q.Low != nil && q.High != nil && *q.Low > *q.High {
				t.Fatalf("%q: %v > %v", text, *q.Low, *q.High)
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("more than $ 2 billion, twice as much as 25-30 million people in 9/11")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		x := flat(nil, text)
		Find(x)
		for _, q := range x.Quantities {
			if !q.Evidence.Valid(text) {
				t.Fatalf("%q: %+v", text, q)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	x := examples(b)["In 2010 exports reached US$4.5 billion, twice as much as the exports of Mordor."]
	b.ReportAllocs()
	for b.Loop() {
		Find(x)
	}
}

// TestDatesAreThoseOfTheClause leaves the date of one clause to the numbers of that clause.
func TestDatesAreThoseOfTheClause(t *testing.T) {
	trees := examples(t)
	for _, c := range []struct {
		in   string
		time string // words of the text
		want []string
	}{
		{"“Soldiers killed 300 villagers,” said the council in its 2004 report.", "2004", []string{"300 -"}},
		{
			"Kestria pardoned five officers in April 2009 who were caught with 124 kilograms of gold.", "April 2009",
			[]string{"five 2009", "124 kilograms -"},
		},
		{
			"Tariffs on cars would rise to 25 percent, from the 10 percent imposed in September 2018.", "September 2018",
			[]string{"25 percent -", "10 percent 2018"},
		},
		{"In 2010 the army lost 12 tanks, killing 30 rebels.", "2010", []string{"12 2010", "30 2010"}},
	} {
		x := trees[c.in]
		if x == nil {
			t.Errorf("no tree of %q", c.in)
			continue
		}
		s := &x.Sentences[0]
		at := strings.Index(c.in, c.time)
		from := entente.NewDay(2000, 1, 1)
		for y := 2000; !strings.Contains(c.time, fmt.Sprint(y)); y++ {
			from = entente.NewDay(y+1, 1, 1)
		}
		x.Times = []document.Time{{
			Range:    document.Range{First: s.TokenAt(at), Last: s.TokenAt(at+len(c.time)-1) + 1},
			Interval: entente.Interval{From: from, To: from, Precision: entente.PrecisionYear, Text: c.time},
		}}
		Find(x)
		var got []string
		for _, q := range x.Quantities {
			year := "-"
			if !q.Date.From.IsZero() {
				year = q.Date.From.Time().Format("2006")
			}
			got = append(got, x.String(q.Evidence)+" "+year)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%q: %s", c.in, d)
		}
	}
}
