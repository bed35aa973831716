package eval

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"entente"
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
	var asked questions
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
		asked.add(network.HideAndAsk(g, 10, 1))
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
	asked.report(&r, "cow")
	events, err := eventNetwork(filepath.Join(env.Data, "forecast", "ICEWS14"))
	if err != nil {
		return r, err
	}
	asked = questions{}
	asked.add(network.HideAndAsk(events, 5, 1))
	asked.report(&r, "icews14")
	return r, nil
}

// questions is the mean of back-tests of hidden ties.
type questions struct {
	sum network.Backtest
	n   int
}

func (q *questions) add(b network.Backtest) {
	q.n++
	q.sum.Hidden += b.Hidden
	q.sum.AUC += b.AUC
	q.sum.First20 += b.First20
	q.sum.CommonAUC += b.CommonAUC
	q.sum.CommonFirst20 += b.CommonFirst20
	q.sum.Sign += b.Sign
	q.sum.MostCommonSign += b.MostCommonSign
}

func (q *questions) report(r *Report, set string) {
	for _, x := range []struct {
		name  string
		value float64
	}{
		{"hidden, AUC", q.sum.AUC},
		{"hidden, AUC, common alone", q.sum.CommonAUC},
		{"hidden, right at 20", q.sum.First20},
		{"hidden, at 20, common alone", q.sum.CommonFirst20},
		{"hidden, sign right", q.sum.Sign},
		{"hidden, commonest sign", q.sum.MostCommonSign},
	} {
		r.Add(set, x.name, 100*x.value/float64(q.n), q.sum.Hidden)
	}
}

// eventNetwork makes a network of the training events of ICEWS 2014 in which
// each event with a sign counts once: material and verbal cooperation is friendly
// (quad classes 1 and 2), conflict hostile (3 and 4), of those with a class.
func eventNetwork(dir string) (*network.Network, error) {
	sign := map[string]int64{}
	err := eachLine(filepath.Join(dir, "relation2cameo.tsv"), func(line []byte) error {
		if f := strings.Split(string(line), "\t"); len(f) > 4 {
			switch f[4] {
			case "1", "2":
				sign[f[0]] = 1
			case "3", "4":
				sign[f[0]] = -1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	at := map[[2]string]int{}
	var ties []network.Tie
	err = eachLine(filepath.Join(dir, "train.txt"), func(line []byte) error {
		f := strings.Fields(string(line))
		if len(f) < 3 || f[0] == f[2] || sign[f[1]] == 0 {
			return nil
		}
		a, b := min(f[0], f[2]), max(f[0], f[2])
		i, ok := at[[2]string{a, b}]
		if !ok {
			i = len(ties)
			at[[2]string{a, b}] = i
			ties = append(ties, network.Tie{A: entente.ActorID(a), B: entente.ActorID(b)})
		}
		if sign[f[1]] > 0 {
			ties[i].Plus++
		} else {
			ties[i].Minus++
		}
		return nil
	})
	return network.New(ties), err
}
