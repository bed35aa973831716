package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"entente/engine"
	"entente/eval"

	"github.com/spf13/cobra"
)

func (a *app) evalCommand() *cobra.Command {
	var set, data string
	c := &cobra.Command{
		Use:     "eval [TASK...]",
		Short:   "Score the program against gold data",
		Long:    evalHelp(),
		Example: "  entente eval\n  entente eval events modality --data ../shared/data --set dev",
		RunE: func(c *cobra.Command, names []string) error {
			if set != "" && set != "dev" && set != "test" && set != "train" {
				return engine.Errorf(engine.CodeBadValue, "dev, test or train; leave it out for dev and test", "--set %q is no set", set)
			}
			tasks, err := findTasks(names)
			if err != nil {
				return err
			}
			e, err := a.open(c)
			if err != nil {
				return err
			}
			return a.eval(c, e, tasks, set)
		},
	}
	c.Flags().StringVar(&set, "set", "", "dev, test or train; dev and test where left out")
	c.Flags().StringVar(&data, "data", "", "folder of gold data (ENTENTE_DATA)")
	return c
}

func evalHelp() string {
	var b strings.Builder
	b.WriteString("Score tasks against gold data and print one table. Data that is not there is\nskipped by name. docs/measures.md says how each figure is made.\n\nTasks:\n")
	for _, t := range eval.Tasks() {
		fmt.Fprintf(&b, "  %-20s %s\n", t.Name, t.Brief)
	}
	return strings.TrimRight(b.String(), "\n")
}

func findTasks(names []string) ([]eval.Task, error) {
	if len(names) == 0 {
		return eval.Tasks(), nil
	}
	var tasks []eval.Task
	for _, name := range names {
		t, ok := eval.Find(name)
		if !ok {
			hint := `"entente eval --help" lists the tasks`
			if near := engine.Nearest(name, func(yield func(string) bool) {
				for _, t := range eval.Tasks() {
					if !yield(t.Name) {
						return
					}
				}
			}); near != "" {
				hint = fmt.Sprintf("did you mean %q? %s", near, hint)
			}
			return nil, engine.Errorf(engine.CodeUnknownTask, hint, "%q is no task", name)
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// evalRow is one figure as "entente eval --json" prints it.
type evalRow struct {
	Task    string  `json:"task"`
	Set     string  `json:"set"`
	Measure string  `json:"measure"`
	Value   float64 `json:"value"`
	N       int     `json:"n"`
}

func (a *app) eval(c *cobra.Command, e *engine.Engine, tasks []eval.Task, set string) error {
	dir := e.Config().Data
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return engine.Errorf(engine.CodeNoData, "name the folder with --data or ENTENTE_DATA", "%s: there is no such folder of gold data", dir)
	}
	reader, coder, err := e.Load()
	if err != nil {
		return err
	}
	rows, failed := []evalRow{}, 0
	err = eval.Run(c.Context(), eval.Env{Data: dir, Set: set, Reader: reader, Coder: coder}, tasks, func(o eval.Outcome) {
		if o.Err != nil && !errors.As(o.Err, new(*eval.MissingError)) {
			failed++
		}
		if !a.json {
			_ = eval.Write(a.out, []eval.Outcome{o}) // the writer keeps its error until the end
			_ = a.flush()
			return
		}
		for _, r := range o.Rows {
			rows = append(rows, evalRow{o.Task, r.Set, r.Measure, r.Value, r.N})
		}
		if o.Err != nil {
			fmt.Fprintf(a.err, "%s: %s\n", o.Task, oneLine(o.Err.Error()))
		}
	})
	if err != nil {
		return err
	}
	if failed > 0 {
		err = engine.Errorf(engine.CodeInternal, "the lines marked failed say why", "%d tasks failed", failed)
	}
	return errors.Join(a.print(rows, func() {}), err)
}
