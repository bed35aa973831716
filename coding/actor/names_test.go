package actor

import (
	"os"
	"strings"
	"testing"

	"entente"
	"entente/document"

	"github.com/google/go-cmp/cmp"
)

// A surname alone means whom the document named first by it, and a name that
// holds a country's or a capital's is the person's. The trees are rebuilt by go run
// ./internal/trees from the texts below; persons are what the reader would tag.
func TestWhoseNameItIs(t *testing.T) {
	d, err := Load("invented", strings.NewReader(inventedNations+"nation\tXKE\tcapital\tSorova\t\t\tinvented\nperson\tOrin Maltz\t\tm\tpresident\tXKE\tGOV\t2011-01-01\t\tinvented\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Dictionaries: []*Dictionary{d}})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		text    string
		persons []string
		word    string
		want    []string // who each mention that is this word alone stands for
	}{
		{
			"Aldo Brennan spoke to voters. Mira Brennan, his wife, met the elders. Brennan promised new roads.",
			[]string{"Aldo Brennan", "Mira Brennan", "Brennan"},
			"Brennan",
			[]string{"x:aldo-brennan"},
		},
		{
			"Brennan won the vote. Mira Brennan praised Aldo Brennan. Aldo Brennan thanked her.",
			[]string{"Aldo Brennan", "Mira Brennan", "Brennan"},
			"Brennan",
			[]string{"x:aldo-brennan"},
		},
		{
			"Sorova Kelm spoke in the hall. Aides of Sorova waited. Critics praised Sorova.",
			[]string{"Sorova Kelm", "Sorova"},
			"Sorova",
			[]string{"x:sorova-kelm", "x:sorova-kelm"},
		},
		{
			"Tilda Kestria met the elders. Kestria promised new roads.",
			[]string{"Tilda Kestria", "Kestria"},
			"Kestria",
			[]string{"x:tilda-kestria"},
		},
		{
			"Maltz won in Kestria. Mira Maltz thanked voters. Maltz promised new roads.",
			[]string{"Mira Maltz", "Maltz"},
			"Maltz",
			[]string{"x:mira-maltz", "x:mira-maltz"},
		},
		{"Maltz won in Kestria.", []string{"Maltz"}, "Maltz", []string{"x:orin-maltz"}},
		{
			"President Maltz left Kestria. Mira Maltz thanked voters.",
			[]string{"Mira Maltz", "Maltz"},
			"President Maltz",
			[]string{"x:orin-maltz"},
		},
		{"Kestria promised new roads.", []string{"Kestria"}, "Kestria", []string{"XKE"}},
	}
	f, err := os.Open("testdata/names.conllu")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	texts := map[string]*document.Text{}
	for x, err := range document.ReadCoNLLU(f) {
		if err != nil {
			t.Fatal(err)
		}
		texts[x.Document.URI] = x
	}
	for _, tt := range tests {
		x := texts[tt.text]
		if x == nil {
			t.Errorf("no tree of %q: rebuild testdata", tt.text)
			continue
		}
		x.Names = personsIn(x, tt.persons)
		r.Annotate(x)
		var got []string
		for _, m := range x.Mentions {
			if x.String(m.Span) == tt.word {
				got = append(got, string(m.Actor))
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
}

// personsIn finds names, the longest at each place, as the reader hands them over.
func personsIn(x *document.Text, persons []string) []document.Name {
	var out []document.Name
	for i := range x.Sentences {
		s := &x.Sentences[i]
		for t := 0; t < len(s.Tokens); t++ {
			for _, p := range persons {
				tl := t + len(strings.Fields(p))
				if tl > len(s.Tokens) || x.String(entente.Span{Start: s.Tokens[t].Start, End: s.Tokens[tl-1].End}) != p {
					continue
				}
				out = append(out, document.Name{Range: document.Range{Sentence: i, First: t, Last: tl}, Type: document.NamePerson})
				t = tl - 1
				break
			}
		}
	}
	return out
}

// Of two politicians of one surname the one who held office on the day is meant, and who
// leads a state before his brother, the governor.
func TestSurnamesByTheDay(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[entente.Day]string{
		entente.NewDay(1990, 5, 1): "George H. W. Bush",
		entente.NewDay(2004, 5, 1): "George W. Bush",
		entente.NewDay(2016, 5, 1): "",
	} {
		got := ""
		if n := r.bySurname("Bush", "", on, nil, false); n != nil {
			got = n.label
		}
		if got != want {
			t.Errorf("on %v: %q, want %q", on, got, want)
		}
	}
}
