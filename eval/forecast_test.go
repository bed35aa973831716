package eval_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente/eval"

	"github.com/google/go-cmp/cmp"
)

// TestForecastScoresAreSteady scores a small made-up set twice: parts that run
// side by side give the same rows in the same order.
func TestForecastScoresAreSteady(t *testing.T) {
	data := t.TempDir()
	dir := filepath.Join(data, "forecast", "Small")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	files := map[string]*strings.Builder{}
	for _, name := range []string{"train.txt", "valid.txt", "test.txt", "stat.txt", "entity2id.txt", "relation2cameo.tsv"} {
		files[name] = &strings.Builder{}
	}
	for day := range 200 {
		to := files["train.txt"]
		switch {
		case day >= 170:
			to = files["test.txt"]
		case day >= 140:
			to = files["valid.txt"]
		}
		for i := range 12 {
			s := (day*7 + i*5) % 24
			fmt.Fprintf(to, "%d\t%d\t%d\t%d\n", s, (s+day)%4, (s*3+i%2+1)%24, 24*day)
		}
	}
	fmt.Fprintln(files["stat.txt"], "24 4")
	fmt.Fprintln(files["relation2cameo.tsv"], "id\tquad\n0\t1\n1\t2\n2\t3\n3\t4")
	for e := range 24 {
		name := fmt.Sprintf("Police (Land%d)", e%3)
		if e < 3 {
			name = fmt.Sprintf("Land%d", e)
		}
		fmt.Fprintf(files["entity2id.txt"], "%s\t%d\n", name, e)
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	score := func(set string) []eval.Row {
		r, err := eval.Forecast(t.Context(), eval.Env{Data: data, Set: set})
		if err != nil {
			t.Fatal(err)
		}
		return r.Rows
	}
	for _, set := range []string{"dev", "test"} {
		a, b := score(set), score(set)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: two runs differ:\n%s", set, diff)
		}
		for _, want := range []string{"numbers only MRR", "multi-step MRR", "rank MRR", "DQ30 model BSS", "DQ7 rate BSS"} {
			if !slices.ContainsFunc(a, func(r eval.Row) bool { return r.Measure == want }) {
				t.Errorf("%s: no row %q", set, want)
			}
		}
	}
}
