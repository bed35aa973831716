package eval

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"entente/network"
)

// Networks scores the exact measures of signed networks on real ones with known
// answers: the windows of Correlates of War, with two camps and any number.
func Networks(ctx context.Context, env Env) (Report, error) {
	var r Report
	env.Set = "cow" // known answers are no development or test set
	path := filepath.Join(env.Data, "signed", "expected_cow.tsv")
	f, err := os.Open(path)
	if err != nil {
		return r, &MissingError{path}
	}
	f.Close()
	var two, free, provedTwo, provedFree, n int
	var column map[string]int
	err = eachLine(path, func(line []byte) error {
		cells := strings.Split(string(line), "\t")
		if column == nil {
			column = map[string]int{}
			for i, c := range cells {
				column[c] = i
			}
			return nil
		}
		in, err := os.Open(filepath.Join(env.Data, "signed", "cow", "cow_"+cells[column["window"]]+".tsv"))
		if err != nil {
			return &MissingError{path}
		}
		defer in.Close()
		g, err := network.ReadTies(in, in.Name())
		if err != nil {
			return err
		}
		n++
		b, c := network.Frustration(g, network.DefaultBudget()), network.Clusterability(g, network.DefaultBudget())
		for _, x := range []struct {
			column       string
			lower, upper int64
			right, proof *int
		}{{"L_frustration_k2", b.Lower, b.Upper, &two, &provedTwo}, {"clusterability_kfree", c.Lower, c.Upper, &free, &provedFree}} {
			want, err := strconv.ParseInt(cells[column[x.column]], 10, 64)
			if err != nil {
				return err
			}
			if x.upper == want {
				*x.right++
			}
			if x.lower == x.upper {
				*x.proof++
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return r, err
	}
	r.Add("cow", "two camps, best split found", float64(two), n)
	r.Add("cow", "two camps, proved", float64(provedTwo), n)
	r.Add("cow", "any number of camps, best split found", float64(free), n)
	r.Add("cow", "any number of camps, proved", float64(provedFree), n)
	return r, nil
}
