package event

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"entente"
	"entente/document"
	"entente/plover"

	"pgregory.net/rapid"
)

// names are the invented countries of the examples; coding/actor does this work
// for real texts.
var names = map[string]entente.ActorID{
	"Kestria": "KES", "Kestrian": "KES", "Voldania": "VOL", "Voldanian": "VOL", "Marisia": "MAR", "Marisian": "MAR",
	"Sundering": "x:sundering-sea", "Entmoot": "x:entmoot",
}

func mention(t *document.Text) {
	t.Mentions, t.Actors = nil, map[entente.ActorID]*entente.Actor{}
	for i, s := range t.Sentences {
		for k, tok := range s.Tokens {
			if a, ok := names[tok.Form]; ok {
				t.Actors[a] = &entente.Actor{Type: entente.ActorState, Country: string(a)}
				if a == "x:sundering-sea" {
					t.Actors[a] = &entente.Actor{Type: entente.ActorRegion, Label: "Sundering Sea"}
				}
				if a == "x:entmoot" {
					t.Actors[a] = &entente.Actor{Type: entente.ActorIGO, Label: "Entmoot"}
				}
				t.Mentions = append(t.Mentions, document.Mention{
					Range: document.Range{Sentence: i, First: k, Last: k + 1},
					Span:  tok.Span, Head: k, Actor: a, Kind: document.MentionName,
				})
			}
		}
	}
}

// trees are the reader's trees of the sentences of a file, by their text. The
// files are rebuilt by
//
//	grep -v '^#' coding/event/frames.tsv | cut -f 8 | go run ./internal/trees >coding/event/testdata/examples.conllu
//	cut -f 1 coding/event/testdata/cases.tsv | go run ./internal/trees >coding/event/testdata/cases.conllu
func trees(t testing.TB, file string) map[string]*document.Text {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		mention(x)
		m[x.Document.URI] = x
	}
	return m
}

func coder(t testing.TB) *Coder {
	t.Helper()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func show(c *Candidate) string {
	s := string(c.Type)
	if c.Mode != "" {
		s += ":" + c.Mode
	}
	s += fmt.Sprintf(" %v>%v %s", c.Actors, c.Recipients, c.Stance.Stance)
	if c.Stance.Negated {
		s += " negated"
	}
	return s
}

func shown(cs []Candidate) []string {
	var out []string
	for i := range cs {
		out = append(out, show(&cs[i]))
	}
	return out
}

// Every line of the table fires on its own example, on whose first country it is
// done by and, where its recipient is asked for, whose second it is done to. A
// noun that means something only within another frame shows in that frame.
func TestExamplesOfFrames(t *testing.T) {
	sentences := trees(t, "testdata/examples.conllu")
	c := coder(t)
	lines, missed := 0, 0
	err := rows("frames.tsv", frameTable, 8, func(line int, f []string) error {
		lines++
		x := sentences[f[7]]
		if x == nil {
			t.Errorf("line %d: no tree of %q: rebuild testdata", line, f[7])
			return nil
		}
		fd := finder{c: c, t: x}
		fd.run()
		if !holds(c, x, line, f) {
			missed++
			t.Errorf("line %d: %q gives %v", line, f[7], shown(c.Code(x)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d lines miss", missed, lines)
}

// holds reports whether the example of a line shows its meaning: of an operator,
// that it took up its complement; else a word of its type and mode with the
// parties of the example.
func holds(c *Coder, x *document.Text, line int, f []string) bool {
	fd := finder{c: c, t: x}
	fd.run()
	name := fmt.Sprintf("%d %s", line, strings.Split(f[0], "|")[0])
	if f[5] == "none" {
		return len(fd.out) == 0
	}
	for _, s := range fd.senses {
		if s == nil {
			continue
		}
		if operators[f[5]] || f[1] == "n" {
			if s.fr.name == name || f[1] == "n" && string(s.fr.typ) == f[5] {
				return true
			}
			continue
		}
		mode := strings.TrimPrefix(f[6], "-")
		if string(s.typ) != f[5] || mode != "" && s.mode != mode {
			continue
		}
		named := func(fs []filler, a entente.ActorID) bool {
			return slices.ContainsFunc(fs, func(x filler) bool { return x.actor == a })
		}
		if (f[3] == "-" || named(s.actors, "KES")) && (!strings.HasSuffix(f[4], "!") || named(s.recips, "VOL")) {
			return true
		}
	}
	return false
}

var update = flag.Bool("update", false, "rewrite testdata/cases.tsv")

// The sentences of the codebook's pages and others on its rules, with what they
// give. Read the difference like code when rewriting with -update.
func TestCases(t *testing.T) {
	sentences := trees(t, "testdata/cases.conllu")
	c := coder(t)
	b, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var rewritten strings.Builder
	for line := range strings.Lines(string(b)) {
		sentence, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		x := sentences[sentence]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", sentence)
			continue
		}
		got := strings.Join(shown(c.Code(x)), "; ")
		fmt.Fprintf(&rewritten, "%s\t%s\n", sentence, got)
		if got != want && !*update {
			t.Errorf("%q\n got %s\nwant %s", sentence, got, want)
		}
	}
	if *update {
		if err := os.WriteFile("testdata/cases.tsv", []byte(rewritten.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// What is said behind a comma is said by who complains, whichever of the two a parser hung it on.
func TestGerundBehindComma(t *testing.T) {
	x := trees(t, "testdata/cases.conllu")["Kestria complained about violations of the rights of Marisians, condemning Voldania."]
	s := &x.Sentences[0]
	for _, on := range []string{"complained", "violations"} {
		for i := range s.Tokens {
			if s.Tokens[i].Form == "condemning" {
				s.Tokens[i].Head = slices.IndexFunc(s.Tokens, func(t document.Token) bool { return t.Form == on })
				if s.Tokens[i].Rel = "advcl"; on == "violations" {
					s.Tokens[i].Rel = "acl"
				}
			}
		}
		s.Reindex()
		if got, want := shown(coder(t).Code(x)), "ACCUSE:disapprove [KES]>[VOL] asserted"; !slices.Contains(got, want) {
			t.Errorf("hung on %q: %v, want %s", on, got, want)
		}
	}
}

// What an organ of a state does to people who belong to nobody named is done to
// the state's own; soldiers act abroad too.
func TestPeopleAtHome(t *testing.T) {
	x := *trees(t, "testdata/cases.conllu")["Police in Kestria arrested ten students."]
	for _, tt := range []struct{ organ, people, want string }{
		{"COP", "EDU", "COERCE:arrest [KES.COP]>[KES] asserted"},
		{"MIL", "EDU", "COERCE:arrest [KES.MIL]>[] asserted"},
		{"COP", "", "COERCE:arrest [KES.COP]>[] asserted"},
	} {
		organ := entente.ActorID("KES." + tt.organ)
		x.Actors = map[entente.ActorID]*entente.Actor{organ: {Type: entente.ActorPolice, Country: "KES", Sector: tt.organ}, "KES": {Country: "KES"}}
		x.Mentions = nil
		for k, tok := range x.Sentences[0].Tokens {
			m := document.Mention{Range: document.Range{First: k, Last: k + 1}, Span: tok.Span, Head: k, Kind: document.MentionNominal}
			switch tok.Form {
			case "Police":
				m.Actor = organ
			case "students":
				m.Sector = tt.people
			default:
				continue
			}
			x.Mentions = append(x.Mentions, m)
		}
		if got := strings.Join(shown(coder(t).Code(&x)), "; "); got != tt.want {
			t.Errorf("%s arrests %q: got %s, want %s", tt.organ, tt.people, got, tt.want)
		}
	}
}

// One side is enough of a public body whose deed nobody mistakes, and too little of a
// person or party.
func TestOneSide(t *testing.T) {
	sentences := trees(t, "testdata/cases.conllu")
	for _, tt := range []struct {
		sentence string
		is       entente.ActorType
		want     string
	}{
		{"Kestria withdrew its troops.", entente.ActorState, "RETREAT:withdraw [KES]>[] asserted"},
		{"Kestria withdrew its troops.", entente.ActorPerson, ""},
		{"Kestria withdrew from the alliance.", entente.ActorParty, ""},
		{"Kestria refused to lift the curfew.", entente.ActorParty, "REJECT:yield [KES]>[] asserted"},
		{"Workers in Kestria went on strike.", entente.ActorPeople, "PROTEST:strike [KES]>[] asserted"},
		{"Soldiers of Kestria were killed in a fight with Voldania.", entente.ActorState, "ASSAULT []>[KES] asserted"},
		{"Soldiers of Kestria were killed in a fight with Voldania.", entente.ActorPerson, ""},
	} {
		x := *sentences[tt.sentence]
		x.Actors = map[entente.ActorID]*entente.Actor{"KES": {Type: tt.is, Country: "KES"}, "VOL": {Type: tt.is, Country: "VOL"}}
		if got := strings.Join(shown(coder(t).Code(&x)), "; "); got != tt.want {
			t.Errorf("%s of type %s: got %s, want %s", tt.sentence, tt.is, got, tt.want)
		}
	}
}

// The month is no demonstration.
func TestMonthIsNoMarch(t *testing.T) {
	x := *trees(t, "testdata/cases.conllu")["Kestria began March with money in hand."]
	x.Times = []document.Time{{Range: document.Range{First: 2, Last: 3}}}
	if got := shown(coder(t).Code(&x)); len(got) > 0 {
		t.Errorf("got %v, want nothing", got)
	}
}

// Whatever the tree, spans lie in their sentence, types are of the book and
// nobody does something to himself.
func TestCandidatesHold(t *testing.T) {
	var all []*document.Text
	for _, x := range trees(t, "testdata/examples.conllu") {
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b *document.Text) int { return strings.Compare(a.Document.URI, b.Document.URI) })
	c := coder(t)
	rapid.Check(t, func(r *rapid.T) {
		x := *all[rapid.IntRange(0, len(all)-1).Draw(r, "text")]
		x.Sentences = slices.Clone(x.Sentences)
		s := x.Sentences[0]
		s.Tokens = slices.Clone(s.Tokens)
		for range rapid.IntRange(0, 3).Draw(r, "changes") {
			i := rapid.IntRange(0, len(s.Tokens)-1).Draw(r, "word")
			h := rapid.IntRange(0, len(s.Tokens)-1).Draw(r, "head")
			if !s.Dominates(i, h) && s.Tokens[i].Head >= 0 {
				s.Tokens[i].Head = h
				s.Tokens[i].Rel = rapid.SampledFrom([]string{"obj", "nsubj", "obl", "conj", "acl", "xcomp", "advcl"}).Draw(r, "relation")
			}
		}
		s.Reindex()
		x.Sentences[0] = s
		for _, g := range c.Code(&x) {
			if !plover.Valid(g.Type, g.Mode) || !x.Sentences[g.Sentence].Contains(g.Trigger) || !x.Sentences[g.Sentence].Contains(g.Span) {
				r.Fatalf("%s at %v %v in %v", show(&g), g.Trigger, g.Span, x.Sentences[g.Sentence].Span)
			}
			for _, a := range g.Actors {
				if slices.Contains(g.Recipients, a) {
					r.Fatalf("%s: to himself", show(&g))
				}
			}
		}
	})
}

func BenchmarkCode(b *testing.B) {
	c := coder(b)
	xs := trees(b, "testdata/examples.conllu")
	b.ReportAllocs()
	for b.Loop() {
		for _, x := range xs {
			c.Code(x)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(xs)), "ns/sentence")
}
