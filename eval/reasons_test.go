package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarked(t *testing.T) {
	text, cause, effect := marked("<ARG1>The talks failed</ARG1> <SIG0>because</SIG0> <ARG0>the envoy left</ARG0> .")
	if d := cmp.Diff("The talks failed because the envoy left .", text); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]map[int]bool{{4: true, 5: true, 6: true}, {0: true, 1: true, 2: true}}, []map[int]bool{tokensOf(text, cause), tokensOf(text, effect)}); d != "" {
		t.Error(d)
	}
}

func TestEnds(t *testing.T) {
	text, cause, _ := marked("<ARG1>It failed</ARG1> because <ARG0>the envoy left .</ARG0>")
	if d := cmp.Diff(map[int]bool{3<<16 | 5: true}, ends(text, cause)); d != "" {
		t.Error(d)
	}
}
