package eval_test

import (
	"strings"
	"testing"

	"entente"

	"github.com/google/go-cmp/cmp"
)

// TestWhoIsMeant reads invented sentences about real countries and asks who their
// words mean: "words = actor", in text order; an actor left out was not to be told.
func TestWhoIsMeant(t *testing.T) {
	tests := []struct{ name, text, on, want string }{
		{"names and demonyms", "Russian troops left Georgia.", "2020-01-01", "Russian troops = RUS.MIL; Georgia = GEO"},
		{"capital for the government", "Moscow accused Tbilisi of lying.", "2020-01-01", "Moscow = RUS.GOV; Tbilisi = GEO.GOV"},
		{"leader by title and last name", "President Putin praised Iran.", "2010-06-01", "President Putin = x:vladimir-putin; Iran = IRN"},
		{"last name once named", "Angela Merkel arrived. Later Merkel spoke.", "2012-01-01", "Angela Merkel = x:angela-merkel; Merkel = x:angela-merkel"},
		{"pronoun for a state", "Turkey said it would help Iraq.", "2012-01-01", "Turkey = TUR; it = TUR; Iraq = IRQ"},
		{"organ by pattern", "The Iranian Foreign Ministry protested.", "2012-01-01", "The Iranian Foreign Ministry = IRN.GOV"},
		{"organisation of states", "The United Nations warned Sudan.", "2012-01-01", "United Nations = x:un; Sudan = SDN"},
		{"nobody is invented", "It criticised Poland.", "2012-01-01", "Poland = POL"},
	}
	env := wholePath(t)
	for _, tt := range tests {
		d := article(tt.text)
		on, err := entente.ParseDay(tt.on)
		if err != nil {
			t.Fatal(err)
		}
		d.Published = on
		x := env.Reader.Read(d)
		env.Coder.Annotate(x)
		var got []string
		for _, m := range x.Mentions {
			if m.Actor != "" && !m.Modifier {
				got = append(got, x.String(m.Span)+" = "+string(m.Actor))
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
