package eval

import (
	"context"
	"testing"

	"entente/internal/golddata"
	"entente/reading"

	"github.com/google/go-cmp/cmp"
)

func TestMarked(t *testing.T) {
	text, cause, effect := marked("<ARG1>The talks failed</ARG1> <SIG0>because</SIG0> <ARG0>the envoy left</ARG0> .")
	if d := cmp.Diff("The talks failed because the envoy left .", text); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]map[int]bool{{4: true, 5: true, 6: true}, {0: true, 1: true, 2: true}}, []map[int]bool{cause, effect}); d != "" {
		t.Error(d)
	}
}

func TestReasonsOnTraining(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some thousand sentences")
	}
	data := golddata.Path(t)
	r, err := reading.New()
	if err != nil {
		t.Skip(err)
	}
	for _, set := range []string{"train", "dev"} {
		report, err := Reasons(context.Background(), Env{Data: data, Set: set, Reader: r})
		if err != nil {
			t.Skip(err)
		}
		for _, row := range report.Rows {
			t.Logf("%-20s %-44s %.1f n=%d", row.Set, row.Measure, row.Value, row.N)
		}
	}
}
