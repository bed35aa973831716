package brief

import (
	"testing"

	"entente"
)

func TestStatedComparisons(t *testing.T) {
	high := 2e9
	for _, tt := range []struct {
		q     entente.Quantity
		words string
		want  string
	}{
		{
			entente.Quantity{Of: "trade of Gondor and Rohan", Unit: "USD", High: &high, Compare: &entente.Comparison{Relation: "times", Factor: 2, With: "trade with Mordor"}},
			"$ 2 billion", "“trade of Gondor and Rohan”: “$ 2 billion”, 2 times “trade with Mordor”",
		},
		{
			entente.Quantity{Of: "people in Gondor", Unit: "ratio", Compare: &entente.Comparison{Relation: "times", Factor: 3, With: "people in Rohan"}},
			"more than 3 times", "“people in Gondor”: “more than 3 times”, at least 3 times “people in Rohan”",
		},
		{
			entente.Quantity{Of: "their relations", Unit: "ratio", Compare: &entente.Comparison{Relation: "share", Factor: 0.9}},
			"nine-tenths", "“their relations”: “nine-tenths” (0.9)",
		},
		{
			entente.Quantity{Of: "exports", Compare: &entente.Comparison{Relation: "more", With: "imports"}},
			"5 tons", "“exports”: “5 tons”, more than “imports”",
		},
	} {
		if got := stated(&tt.q, tt.words); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
