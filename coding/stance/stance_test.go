package stance

import (
	"strings"
	"testing"
)

func TestEveryOperatorHasAnExampleThatShowsIt(t *testing.T) {
	rs, err := rows()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if stances[r.effect] == "" && r.effect != "negated" && r.effect != "through" && r.effect != "factive" {
			t.Errorf("operators.tsv:%d: effect %q", r.line, r.effect)
		}
		if !strings.HasSuffix(r.example, ".") {
			t.Errorf("operators.tsv:%d: no example sentence", r.line)
		}
	}
}
