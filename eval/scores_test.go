package eval_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"entente/coding"
	"entente/eval"
	"entente/internal/golddata"
	"entente/reading"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/scores.txt anew")

// TestScores holds every steady figure against testdata/scores.txt, so that a
// change that moves one is seen and explained. Tasks whose data is not there are
// left out of the comparison by name.
func TestScores(t *testing.T) {
	if testing.Short() {
		t.Skip("scoring takes a while")
	}
	data := golddata.Path(t)
	r, err := reading.New()
	if err != nil {
		t.Fatal(err)
	}
	c, err := coding.New(coding.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	var steady []eval.Task
	for _, task := range eval.Tasks() {
		if task.Steady {
			steady = append(steady, task)
		}
	}
	var outcomes []eval.Outcome
	env := eval.Env{Data: data, Set: "dev", Reader: r, Coder: c}
	if err := eval.Run(context.Background(), env, steady, func(o eval.Outcome) { outcomes = append(outcomes, o) }); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := eval.Write(&b, outcomes); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/scores.txt"
	if *update {
		kept := strings.Join(without(b.String(), nil), "\n") + "\n"
		if err := os.WriteFile(golden, []byte(kept), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for _, o := range outcomes {
		if len(o.Rows) == 0 {
			missing[o.Task] = true
			t.Logf("%s: %v", o.Task, o.Err)
		}
	}
	if diff := cmp.Diff(without(string(kept), missing), without(b.String(), missing)); diff != "" {
		t.Errorf("scores moved (run with -update to keep them, and say why):\n%s", diff)
	}
}

// without drops the lines of tasks.
func without(table string, tasks map[string]bool) []string {
	var lines []string
	for line := range strings.Lines(table) {
		task, _, _ := strings.Cut(line, " ")
		if !tasks[task] && !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	return lines
}
