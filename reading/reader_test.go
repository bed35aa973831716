package reading

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"entente"
	"entente/document"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var shared = sync.OnceValues(New)

func reader(t testing.TB) *Reader {
	t.Helper()
	r, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func doc(text string) *entente.Document {
	d := &entente.Document{Text: text, Language: "en", Published: entente.NewDay(2031, 3, 4)}
	if strings.TrimSpace(text) != "" {
		d.Parts = []entente.Part{{Kind: entente.PartBody, Span: entente.Span{Start: 0, End: len(text)}}}
	}
	return d
}

func words(t *document.Text) []string {
	var out []string
	for _, s := range t.Sentences {
		for _, tok := range s.Tokens {
			out = append(out, tok.Form)
		}
	}
	return out
}

func TestWords(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"clitics", "They don't say it's Kestria's.", "They do n't say it 's Kestria 's ."},
		{"curly", "Sorovo can’t and won’t.", "Sorovo ca n’t and wo n’t ."},
		{"fused", "It cannot.", "It can not ."},
		{"abbreviations", "Dr. Orr met Gen. Pell in the U.S.", "Dr. Orr met Gen. Pell in the U.S."},
		{"money", "It cost $2.4 billion, or €1,300.", "It cost $ 2.4 billion , or € 1,300 ."},
		{"percent", "38% of gas", "38 % of gas"},
		{"compound", "the Kestrian-Marisian pact", "the Kestrian - Marisian pact"},
		{"prefix", "a non-aggression pact", "a non-aggression pact"},
		{"range", "25-30 years", "25 - 30 years"},
		{"telephone", "call 555-010-9988", "call 555-010-9988"},
		{"quotes", "\"No,\" he said.", "\" No , \" he said ."},
		{"ellipsis", "Well... no", "Well ... no"},
		{"plural owner", "the countries' border", "the countries ' border"},
		{"decades", "the 1990s and mid-2000s", "the 1990s and mid-2000s"},
		{"address", "see https://example.org/a?b=c.", "see https://example.org/a?b=c ."},
		{"mail", "write to desk@courier.example now", "write to desk@courier.example now"},
		{"soft hyphen shows nothing", "a \u00adword", "a word"},
		{"letters of many kinds", "Gdańsk और São", "Gdańsk और São"},
	}
	r := reader(t)
	for _, tt := range tests {
		if got := strings.Join(words(r.Read(doc(tt.in))), " "); got != tt.want {
			t.Errorf("%s: %q\n got %q\nwant %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"two", "Kestria agreed. Marisia did not.", []string{"Kestria agreed.", "Marisia did not."}},
		{"title", "Dr. Orr spoke. Gen. Pell listened.", []string{"Dr. Orr spoke.", "Gen. Pell listened."}},
		{"initial", "J. R. Pell left.", []string{"J. R. Pell left."}},
		{"abbreviation before a starter", "They left the U.S. The envoy stayed.", []string{"They left the U.S.", "The envoy stayed."}},
		{"abbreviation before a name", "The U.S. Navy came.", []string{"The U.S. Navy came."}},
		{"quote ends", "“We agree.” The envoy left.", []string{"“We agree.”", "The envoy left."}},
		{"quote goes on", "\"Do you agree?\" he asked.", []string{"\"Do you agree?\" he asked."}},
		{"question", "Why now? Nobody knows.", []string{"Why now?", "Nobody knows."}},
		{"decimal", "It rose 3.5 percent. Prices fell.", []string{"It rose 3.5 percent.", "Prices fell."}},
		{"numbered", "1. Kestria agreed.", []string{"1. Kestria agreed."}},
		{"bracket", "They met (in Ezrin). It rained.", []string{"They met (in Ezrin).", "It rained."}},
	}
	r := reader(t)
	for _, tt := range tests {
		d := doc(tt.in)
		var got []string
		for _, s := range r.Read(d).Sentences {
			got = append(got, s.Of(d.Text))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestLemmas(t *testing.T) {
	l, err := newLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range [][3]string{
		{"tries", "VBZ", "try"},
		{"planned", "VBD", "plan"},
		{"agreed", "VBD", "agree"},
		{"attacked", "VBN", "attack"},
		{"armies", "NNS", "army"},
		{"children", "NNS", "child"},
		{"said", "VBD", "say"},
		{"urging", "VBG", "urge"},
		{"threatened", "VBD", "threaten"},
		{"soldiers", "NNS", "soldier"},
		{"signing", "VBG", "sign"},
		{"seized", "VBD", "seize"},
		{"boycotted", "VBD", "boycott"},
		{"expelled", "VBD", "expel"},
		{"accused", "VBD", "accuse"},
		{"fled", "VBD", "flee"},
		{"provoked", "VBD", "provoke"},
		{"fuelled", "VBN", "fuel"},
		{"pledged", "VBD", "pledge"},
		{"visited", "VBD", "visit"},
		{"compelled", "VBD", "compel"},
		{"ties", "NNS", "tie"},
		{"denied", "VBD", "deny"},
		{"vowed", "VBD", "vow"},
		{"disputed", "VBD", "dispute"},
		{"prosecuting", "VBG", "prosecute"},
		{"undermined", "VBN", "undermine"},
		{"limited", "VBD", "limit"},
		{"rebuilt", "VBD", "rebuild"},
	} {
		if got := l.lemma(tt[0], tt[1]); got != tt[2] {
			t.Errorf("lemma(%s, %s) = %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestForeignTextIsLeftUnread(t *testing.T) {
	d := doc("Der Minister sprach.")
	d.Language = "de"
	if got := reader(t).Read(d); len(got.Sentences) != 0 || d.Sentences != 0 {
		t.Errorf("%d sentences of a German text", len(got.Sentences))
	}
}

func TestOnlyReportingIsRead(t *testing.T) {
	text := "Kestria agreed.\nAll rights reserved."
	d := &entente.Document{Text: text, Parts: []entente.Part{
		{Kind: entente.PartBody, Span: entente.Span{Start: 0, End: 15}},
		{Kind: entente.PartRights, Span: entente.Span{Start: 16, End: len(text)}},
	}}
	if got := words(reader(t).Read(d)); strings.Join(got, " ") != "Kestria agreed ." {
		t.Errorf("read %q", got)
	}
}

// check fails where an annotated text breaks what a Text promises.
func check(t interface{ Fatalf(string, ...any) }, x *document.Text) {
	text, end := x.Document.Text, 0
	for i := range x.Sentences {
		s := &x.Sentences[i]
		if s.Start < end || len(s.Tokens) == 0 {
			t.Fatalf("sentence %d starts at %d inside the one before, or is empty", i, s.Start)
		}
		roots := 0
		at := s.Start
		for k, tok := range s.Tokens {
			if !tok.Valid(text) || tok.Start < at || tok.End > s.End || tok.Form != tok.Of(text) {
				t.Fatalf("sentence %d: word %d at %v is not of the sentence %v", i, k, tok.Span, s.Span)
			}
			at = tok.End
			if tok.Head < 0 {
				roots++
			}
			steps := 0
			for range s.Ancestors(k) {
				if steps++; steps > len(s.Tokens) {
					t.Fatalf("sentence %d: word %d is in a cycle", i, k)
				}
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %d has %d roots", i, roots)
		}
		end = s.End
	}
	for _, n := range x.Names {
		if n.First >= n.Last || n.Last > len(x.Sentences[n.Sentence].Tokens) {
			t.Fatalf("name %v outside its sentence", n)
		}
	}
}

func TestReadKeepsItsPromises(t *testing.T) {
	r := reader(t)
	word := rapid.SampledFrom([]string{
		"Kestria", "Marisia's", "don't", ".", ",", "\"", "“", "”", "(", ")", "said", "that", "U.S.", "?", "$3", "—", "and", "…", "\u200b",
		"\n", "é", "𝔄", "Dr.", "attack", "1.", "...", "'", "not", "25-30", "a/b", "\x00", "\xff",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 0, 60).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "  "}).Draw(t, "between"))
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "\uFFFD")
		}
		x := r.Read(doc(text))
		check(t, x)
		if strings.TrimFunc(text, isSpace) != "" && len(x.Sentences) == 0 {
			t.Fatalf("no sentence in %q", text)
		}
	})
}

func TestReadIsTheSameOnAnyNumberOfGoroutines(t *testing.T) {
	r := reader(t)
	text := strings.Repeat("Kestria said that Marisia had not attacked Voldania. Analysts fear otherwise. ", 12)
	want := fmt.Sprintf("%+v", r.Read(doc(text)).Sentences)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 5 {
				if got := fmt.Sprintf("%+v", r.Read(doc(text)).Sentences); got != want {
					t.Error("the same text was read in two ways")
				}
			}
		})
	}
	wait.Wait()
}

func TestLongRunsAreCut(t *testing.T) {
	text := strings.Repeat("word, ", 3000) + strings.Repeat("x", 100_000)
	x := reader(t).Read(doc(text))
	check(t, x)
	for i, s := range x.Sentences {
		if len(s.Tokens) > maxSentence {
			t.Errorf("sentence %d has %d words", i, len(s.Tokens))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"Kestria didn't sign.", "“No,” he said. ‘Yes.’", "\u202eabc\u200d 🇰🇪", "1.2.3-4-5/6'7", "a\u0301\u0301'' ...?!", "''''----"} {
		f.Add(s)
	}
	r := reader(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 5000 {
			return // sources make text valid before it is read
		}
		check(t, r.Read(doc(text)))
	})
}

func BenchmarkRead(b *testing.B) {
	r := reader(b)
	text := strings.Repeat("The foreign minister of Kestria said on Tuesday that his country had not attacked Voldania, and that the drones it bought last year from Marisia would stay at the border. ", 40)
	d := doc(text)
	n := len(words(r.Read(d)))
	b.ReportAllocs()
	for b.Loop() {
		r.Read(d)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// An acronym that looks like a small word in capitals is a name where the words around it
// are small, and a small word where all are in capitals.
func TestAcronymsThatLookLikeSmallWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		at   int
		want string
	}{
		{"Three fighters of IS attacked the town.", 3, "PROPN"},
		{"The doctors of WHO visited the town.", 3, "PROPN"},
		{"THE CITY IS UNDER ATTACK.", 2, "AUX"},
		{"The city is under attack.", 2, "AUX"},
	} {
		x := reader(t).Read(doc(tt.text))
		if tok := x.Sentences[0].Tokens[tt.at]; tok.UPOS != tt.want {
			t.Errorf("%s: %s is %s, want %s", tt.text, tok.Form, tok.UPOS, tt.want)
		}
	}
}

// A sentence has its main clause as its root though no comma parts it from a phrase before,
// and what somebody says beside denying something he does not deny.
func TestMendedTrees(t *testing.T) {
	for _, tt := range []struct{ text, word, head string }{
		{"In response to the raid the talks were stopped.", "stopped", ""},
		{"Despite the raid the talks went on.", "went", ""},
		{"First of all Kestria wants peace.", "Kestria", "wants"},
		{"The town on the hill that the army took.", "took", "town"},
		{"Kestria denies the nation has any need of aid and accuses Voldania of a raid.", "accuses", "denies"},
		{"Kestria says the army left the town and burned the bridge.", "burned", "left"},
		{"The raid that forced Kestria to recall its envoy, Aldo Brennan, from Sorova was the incident where a soldier died.", "Sorova", "recall"},
		{"Kestria summoned the Voldanian charge d'affaires.", "d'affaires", "charge"},
		{"He condemned Kestria for the arrest of Aldo Brennan, who was taken to Sorova in May, and threatened Voldania with war.", "threatened", "condemned"},
		{"Kestria said after the summit that the links with Voldania would last.", "summit", "said"},
		{"The chancellor said following the clash that Voldania was planning a war against his country.", "planning", "said"},
		{"Qatari Emir Aldo Brennan visited Sorova.", "Aldo", "visited"},
		{"Kestria accused both its rival, Voldania, and the army of backing the raid.", "backing", "accused"},
		{"Kestria said the tests by the army showed progress, expressing concern over the raid.", "expressing", "said"},
	} {
		s := &reader(t).Read(doc(tt.text)).Sentences[0]
		tok := s.Tokens[s.TokenAt(strings.Index(tt.text, tt.word))]
		head := ""
		if tok.Head >= 0 {
			head = s.Tokens[tok.Head].Form
		}
		if head != tt.head {
			t.Errorf("%s: %s hangs on %q, want %q", tt.text, tt.word, head, tt.head)
		}
	}
}
