package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRunScoresEverySetThatIsThere(t *testing.T) {
	task := Task{Name: "probe", Run: func(_ context.Context, env Env) (Report, error) {
		var r Report
		if env.Set == "dev" {
			return r, &MissingError{"probe-dev"}
		}
		r.Add(env.Set, "share right", 62.5, 8)
		return r, nil
	}}
	broken := Task{Name: "broken", Run: func(context.Context, Env) (Report, error) {
		return Report{}, errors.New("line 3 is no row")
	}}
	absent := Task{Name: "absent", Run: func(_ context.Context, env Env) (Report, error) {
		return Report{}, &MissingError{"absent-" + env.Set}
	}}
	var outcomes []Outcome
	err := Run(context.Background(), Env{}, []Task{task, broken, absent}, func(o Outcome) { outcomes = append(outcomes, o) })
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Write(&b, outcomes); err != nil {
		t.Fatal(err)
	}
	want := "probe                test                     share right                              62.50  n=8\n" +
		"# broken: failed: line 3 is no row\n" +
		"# absent: absent-dev is not there; skipped\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestFilesNamesWhatIsMissing(t *testing.T) {
	env := Env{Data: t.TempDir(), Set: "test"}
	_, err := env.Files("treebanks/*-SET.conllu.gz")
	var missing *MissingError
	if !errors.As(err, &missing) || !strings.HasSuffix(missing.Path, "*-test.conllu.gz") {
		t.Errorf("error %v does not name the pattern that is missing", err)
	}
}

func TestCountsOfNothing(t *testing.T) {
	var c counts
	if c.precision() != 0 || c.recall() != 0 || c.f() != 0 {
		t.Error("figures of nothing are not 0")
	}
	c = counts{hit: 3, predicted: 4, gold: 6}
	if c.precision() != 75 || c.recall() != 50 || c.f() != 60 {
		t.Errorf("P %v R %v F %v, want 75 50 60", c.precision(), c.recall(), c.f())
	}
}
