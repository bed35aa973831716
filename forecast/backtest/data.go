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
// and test.txt hold "subject relation object time", one stretch of time after the
// other, further columns are left aside; stat.txt holds the numbers of entities
// and relations. Times are divided by their greatest common divisor (24 where they
// are hours of days). entity2id.txt and relation2id.txt (a name, a tab, its number)
// and relation2cameo.tsv (a head with the columns id and quad, or cameo) are read
// where they are there.
func Load(dir string) (*Data, error) {
	d := &Data{Name: filepath.Base(dir)}
	stat, err := os.ReadFile(filepath.Join(dir, "stat.txt"))
	if err != nil {
		return nil, fmt.Errorf("read the numbers of entities and relations: %w", err)
	}
	if _, err := fmt.Sscan(string(stat), &d.Entities, &d.Relations); err != nil || d.Entities <= 0 || d.Relations <= 0 || d.Entities > 1<<24 || d.Relations > maxRelations {
		return nil, &entente.SyntaxError{File: filepath.Join(dir, "stat.txt"), Line: 1, Msg: fmt.Sprintf("two numbers were expected: of entities, and of relations up to %d", maxRelations)}
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
	if err := d.inOrder(dir); err != nil {
		return nil, err
	}
	d.days()
	d.renumber()
	d.Quad, err = quads(filepath.Join(dir, "relation2cameo.tsv"), d.Relations)
	return d, err
}

// maxRelations bounds the relations of a set: rules are counted for each two.
const maxRelations = 1 << 11

// inOrder reports stretches that do not follow each other.
func (d *Data) inOrder(dir string) error {
	for i, part := range [][2][]forecast.Fact{{d.Train, d.Valid}, {d.Valid, d.Test}} {
		if part[1][0].Day <= part[0][len(part[0])-1].Day {
			path := filepath.Join(dir, []string{"valid.txt", "test.txt"}[i])
			return &entente.SyntaxError{File: path, Msg: "a stretch must start after the one before it ends"}
		}
	}
	return nil
}

// Political reports whether names say countries: whether a tenth of the entities
// at least is named "Police_(Australia)" with a country that is an entity too.
func (d *Data) Political() bool {
	known := map[string]bool{}
	for _, name := range d.EntityNames {
		known[name] = true
	}
	n := 0
	for _, name := range d.EntityNames {
		if open := strings.LastIndex(name, "_("); open > 0 && strings.HasSuffix(name, ")") && known[name[open+2:len(name)-1]] {
			n++
		}
	}
	return n > 0 && 10*n >= d.Entities
}

// facts reads lines of facts and returns them by day, those of one day as they
// stand in the file.
func (d *Data) facts(r io.Reader, path string) ([]forecast.Fact, error) {
	var out []forecast.Fact
	sc := bufio.NewScanner(r)
	for line := 1; sc.Scan(); line++ {
		fields := strings.Fields(sc.Text())
		if len(fields) == 0 {
			continue
		}
		if len(fields) < 4 {
			return nil, &entente.SyntaxError{File: path, Line: line, Msg: "four columns were expected: subject, relation, object, time"}
		}
		var n [4]int
		for i := range n {
			var err error
			if n[i], err = strconv.Atoi(fields[i]); err != nil || n[i] < 0 {
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

// names reads lines of a name, a tab and its number; nil where the file is not
// there. Spaces in names become underscores.
func names(path string, n int) ([]string, error) {
	lines, err := linesOf(path)
	if lines == nil {
		return nil, err
	}
	out := make([]string, n)
	for i, fields := range lines {
		id := -1
		if len(fields) >= 2 {
			if v, err := strconv.Atoi(strings.TrimSpace(fields[1])); err == nil {
				id = v
			}
		}
		if len(fields) > 0 && (id < 0 || id >= n) {
			return nil, &entente.SyntaxError{File: path, Line: i + 1, Msg: "a name, a tab and its number were expected"}
		}
		if len(fields) > 0 {
			out[id] = strings.ReplaceAll(fields[0], " ", "_")
		}
	}
	return out, nil
}

// linesOf reads the columns of a table, none for an empty line; nil where the file
// is not there.
func linesOf(path string) ([][]string, error) {
	b, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	out := [][]string{}
	for line := range strings.Lines(string(b)) {
		var fields []string
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			fields = strings.Split(line, "\t")
		}
		out = append(out, fields)
	}
	return out, nil
}

// quads reads the quad classes of relations, from a column "quad" or from the
// CAMEO codes of a column "root" or "cameo"; nil where there is no such file or
// column.
func quads(path string, n int) ([]int8, error) {
	lines, err := linesOf(path)
	if len(lines) == 0 {
		return nil, err
	}
	column := func(names ...string) int {
		for _, name := range names {
			if i := slices.Index(lines[0], name); i >= 0 {
				return i
			}
		}
		return -1
	}
	id, quad, code := max(0, column("id", "relation")), column("quad"), column("root", "cameo")
	if quad < 0 && code < 0 {
		return nil, nil
	}
	out := make([]int8, n)
	for i, fields := range lines[1:] {
		if fields == nil {
			continue
		}
		number, class := -1, 0
		if max(id, quad, code) < len(fields) {
			if v, err := strconv.Atoi(fields[id]); err == nil {
				number = v
			}
			if quad >= 0 {
				class, _ = strconv.Atoi(fields[quad])
			} else {
				class = quadOf(fields[code])
			}
		}
		if number < 0 || number >= n || class < 1 || class > 4 {
			return nil, &entente.SyntaxError{File: path, Line: i + 2, Msg: "a relation's number and its quad class, 1 to 4, or CAMEO code were expected"}
		}
		out[number] = int8(class)
	}
	return out, nil
}

// quadOf is the quad class of a CAMEO code, by its first two digits; 0 for none.
func quadOf(code string) int {
	root, err := strconv.Atoi(code[:min(2, len(code))])
	switch {
	case err != nil || root < 1 || root > 20:
		return 0
	case root <= 5:
		return 1
	case root <= 8:
		return 2
	case root <= 13:
		return 3
	}
	return 4
}
