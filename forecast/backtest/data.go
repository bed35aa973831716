package backtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"entente"
	"entente/forecast"
)

// Data is a set of dated facts cut into three stretches of time.
type Data struct {
	Name                string
	Entities, Relations int
	Train, Valid, Test  []forecast.Fact // by day
	EntityNames         []string        // by number; empty where the set has none
	RelationNames       []string
	Quad                []int8 // quad class of a relation, 0 where it is not known
}

// Load reads a folder of the form that research shares: train.txt, valid.txt
// and test.txt hold "subject relation object time" separated by tabs, further
// columns are left aside; stat.txt holds the numbers of entities and relations.
// Times are divided by their greatest common divisor (24 where they are hours of
// days). entity2id.txt, relation2id.txt and
// relation2cameo.tsv are read where they are there.
func Load(dir string) (*Data, error) {
	d := &Data{Name: filepath.Base(dir)}
	stat, err := os.ReadFile(filepath.Join(dir, "stat.txt"))
	if err != nil {
		return nil, fmt.Errorf("read the numbers of entities and relations: %w", err)
	}
	if _, err := fmt.Sscan(string(stat), &d.Entities, &d.Relations); err != nil || d.Entities <= 0 || d.Relations <= 0 || d.Entities > 1<<24 || d.Relations > 1<<16 {
		return nil, &entente.SyntaxError{File: filepath.Join(dir, "stat.txt"), Line: 1, Msg: "two numbers were expected: of entities and of relations"}
	}
	for i, into := range []*[]forecast.Fact{&d.Train, &d.Valid, &d.Test} {
		path := filepath.Join(dir, []string{"train.txt", "valid.txt", "test.txt"}[i])
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read facts: %w", err)
		}
		*into, err = d.facts(f, path)
		f.Close()
		if err != nil {
			return nil, err
		}
		if len(*into) == 0 {
			return nil, &entente.SyntaxError{File: path, Msg: "there are no facts"}
		}
	}
	if d.EntityNames, err = names(filepath.Join(dir, "entity2id.txt"), d.Entities); err != nil {
		return nil, err
	}
	if d.RelationNames, err = names(filepath.Join(dir, "relation2id.txt"), d.Relations); err != nil {
		return nil, err
	}
	d.days()
	d.renumber()
	d.Quad, err = quads(filepath.Join(dir, "relation2cameo.tsv"), d.Relations)
	return d, err
}

// facts reads lines of facts and returns them by day, those of one day as they
// stand in the file.
func (d *Data) facts(r io.Reader, path string) ([]forecast.Fact, error) {
	var out []forecast.Fact
	sc := bufio.NewScanner(r)
	for line := 1; sc.Scan(); line++ {
		fields := strings.Split(sc.Text(), "\t")
		if len(fields) < 4 {
			return nil, &entente.SyntaxError{File: path, Line: line, Msg: "four columns were expected: subject, relation, object, time"}
		}
		var n [4]int
		for i := range n {
			var err error
			if n[i], err = strconv.Atoi(strings.TrimSpace(fields[i])); err != nil || n[i] < 0 {
				return nil, &entente.SyntaxError{File: path, Line: line, Column: i + 1, Msg: fmt.Sprintf("%q is no number from 0", fields[i])}
			}
		}
		if n[0] >= d.Entities || n[2] >= d.Entities || n[1] >= d.Relations || n[3] > 1<<30 {
			return nil, &entente.SyntaxError{File: path, Line: line, Msg: "a number lies outside what stat.txt says"}
		}
		out = append(out, forecast.Fact{Subject: int32(n[0]), Relation: int32(n[1]), Object: int32(n[2]), Day: int32(n[3]), Weight: 1})
	}
	slices.SortStableFunc(out, func(a, b forecast.Fact) int { return int(a.Day) - int(b.Day) })
	return out, sc.Err()
}

// days turns times into days: times over their greatest common divisor.
func (d *Data) days() {
	step := int32(0)
	parts := [][]forecast.Fact{d.Train, d.Valid, d.Test}
	for _, facts := range parts {
		for _, f := range facts {
			for a := f.Day; a != 0; {
				step, a = a, step%a
			}
		}
	}
	for _, facts := range parts {
		for i := range facts {
			facts[i].Day /= max(1, step)
		}
	}
}

// renumber numbers entities by where they are first seen, those never seen
// last. Published sets number them by how often they occur, the test included:
// a tie broken by such a number knows the future.
func (d *Data) renumber() {
	to := make([]int32, d.Entities)
	next := int32(0)
	see := func(e int32) int32 {
		if to[e] == 0 {
			next++
			to[e] = next
		}
		return to[e] - 1
	}
	for _, facts := range [][]forecast.Fact{d.Train, d.Valid, d.Test} {
		for i := range facts {
			facts[i].Subject = see(facts[i].Subject)
			facts[i].Object = see(facts[i].Object)
		}
	}
	for e := range to {
		see(int32(e))
	}
	if d.EntityNames != nil {
		names := make([]string, d.Entities)
		for e, name := range d.EntityNames {
			names[to[e]-1] = name
		}
		d.EntityNames = names
	}
}

// names reads "name<TAB>number" lines; nil where the file is not there.
func names(path string, n int) ([]string, error) {
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	out := make([]string, n)
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		fields := strings.Split(line, "\t")
		id := -1
		if len(fields) >= 2 {
			if v, err := strconv.Atoi(strings.TrimSpace(fields[1])); err == nil {
				id = v
			}
		}
		if id < 0 || id >= n {
			return nil, &entente.SyntaxError{File: path, Line: i + 1, Msg: "a name, a tab and its number were expected"}
		}
		out[id] = fields[0]
	}
	return out, nil
}

// quads reads the quad classes of relations, the fifth column of a table with a
// head; nil where the file is not there.
func quads(path string, n int) ([]int8, error) {
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	out := make([]int8, n)
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n")[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) < 5 {
			return nil, &entente.SyntaxError{File: path, Line: i + 2, Msg: "five columns were expected"}
		}
		id, err1 := strconv.Atoi(fields[0])
		quad, err2 := strconv.Atoi(fields[4])
		if err1 != nil || err2 != nil || id < 0 || id >= n || quad < 1 || quad > 4 {
			return nil, &entente.SyntaxError{File: path, Line: i + 2, Msg: "a relation's number and its quad class, 1 to 4, were expected"}
		}
		out[id] = int8(quad)
	}
	return out, nil
}
