package embedded_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"entente"
	"entente/ledger"
	"entente/ledger/ledgertest"
)

// told returns records of a document with one paragraph.
func told(text string) *entente.Records {
	d := entente.Document{Text: text, Parts: []entente.Part{{Kind: entente.PartBody, Span: entente.Span{End: len(text)}}}}
	d.Seal("")
	return &entente.Records{Document: d}
}

func TestSearchFindsWordsAsTheyAreMeant(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"), "r")
	defer l.Close()
	long := strings.Repeat("The council met again without a result. ", 40)
	if _, err := l.Append(t.Context(), told("Rohan lifted the sanctions on Arnor."), told("Arnor's envoy Krzysztof Łęcki left."), told(long+"Then a fisherman saw the submarine surface. "+long)); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		words, want string
		hits        int
	}{
		{"sanction", "sanctions", 1},
		{"ROHAN", "Rohan", 1},
		{"arnor", "Arnor", 2},
		{`"sanctions on Arnor"`, "sanctions on Arnor", 1},
		{`"Arnor sanctions"`, "", 0},
		{"sanctions envoy", "", 0},
		{"subm*", "submarine", 1},
		{"submarines surfaced", "submarine surface", 1},
		{"AND", "", 0},
		{`NEAR(sanctions) "`, "", 0},
		{"sanctions OR envoy", "", 0},
	}
	for _, tt := range tests {
		n := 0
		for h, err := range l.Search(t.Context(), tt.words, 10) {
			if err != nil {
				t.Fatalf("%s: %v", tt.words, err)
			}
			n++
			if !strings.Contains(h.Snippet, tt.want) || len(h.Snippet) > 300 {
				t.Errorf("%s: the snippet %q does not show %q", tt.words, h.Snippet, tt.want)
			}
		}
		if n != tt.hits {
			t.Errorf("%s: %d hits, want %d", tt.words, n, tt.hits)
		}
	}
}

func FuzzSearch(f *testing.F) {
	l := open(f, filepath.Join(f.TempDir(), "ledger.db"), "r")
	f.Cleanup(func() { l.Close() })
	text := strings.Repeat("Ærø lies — as “they” say — in Øresund’s mouth; ", 12)
	if _, err := l.Append(f.Context(), told(text), ledgertest.Numbered(1)); err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"velk", `"velk brok`, "a* OR -b", "col:velk", "^velk", "\x00", "ﬁ*", `""""`, "{velk}", "ærø", "mouth\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, words string) {
		for h, err := range l.Search(t.Context(), words, 5) {
			if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
			if !utf8.ValidString(h.Snippet) {
				t.Errorf("%q: snippet %q", words, h.Snippet)
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	l := open(b, filepath.Join(b.TempDir(), "ledger.db"), "r")
	defer l.Close()
	for i := range 100 {
		var many []*entente.Records
		for k := range 50 {
			many = append(many, ledgertest.Numbered(50*i+k))
		}
		if _, err := l.Append(b.Context(), many...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range l.Search(b.Context(), "paragraph4711", 10) {
			if err != nil {
				b.Fatal(err)
			}
		}
		for range l.Documents(b.Context(), ledger.Query{Actors: []entente.ActorID{"ARN", "ROH"}}) {
			break
		}
	}
}
