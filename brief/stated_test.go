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
			entente.Quantity{Of: "voters", Unit: "percent", Compare: &entente.Comparison{Relation: "share", Factor: 0.38}},
			"38 percent", "“voters”: “38 percent”",
		},
		{
			entente.Quantity{Of: "voters", Unit: "percent", Compare: &entente.Comparison{Relation: "share", Factor: 0.38}},
			"38 %", "“voters”: “38 %”",
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

func TestReasonsWithoutASubjectAreToldByTheirSentence(t *testing.T) {
	for half, want := range map[string]bool{
		"was suspended": true, "Has said nothing": true, "suspended the talks": true, "must leave": true,
		"increased tensions": false, "Rohan was suspended": false, "the talks ended": false, "armed groups left": false, "to protect Gondor": false, "": false,
	} {
		if got := lacksSubject(half); got != want {
			t.Errorf("%q lacks a subject: %v, want %v", half, got, want)
		}
	}
	l := &Link{Relation: entente.LinkConsequence, From: "Gondor protested", To: "was suspended", Sentence: "Gondor protested and was suspended."}
	if before, first, between, second := l.words(100); before != "consequence:" || first != l.Sentence || between != "" || second != "" {
		t.Errorf("%q %q %q %q", before, first, between, second)
	}
	m := &markdown{}
	if got, want := m.linkWords(l), "**consequence:** “Gondor protested and was suspended.”"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
