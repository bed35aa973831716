package network

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// ReadTies reads a network from a table: two actors, a sign, and, where there is
// one, a weight whose size counts; with three columns the third is both. Columns
// stand apart by tabs, else commas, semicolons or spaces, whichever the first line
// has. A first line of names (u, v, sign, weight) says which columns are which.
// Ties that stand twice add up, in either order; those of an actor with itself are
// left out and counted. Weights that are not whole are taken in thousandths or, where
// these are too coarse, millionths (Network.Unit). Name is that of the file, for errors.
func ReadTies(r io.Reader, name string) (*Network, error) {
	rows, loops, err := scanTies(r, name)
	if err != nil {
		return nil, err
	}
	n := tableOf(rows, unitOf(rows))
	n.Loops = loops
	return n, nil
}

// ReadWindows reads a table as ReadTies does and makes a network of the lines of each
// period, in the order of their names, where a column is called window, period, year,
// quarter, month, day or date; else of all lines. Ties of an actor with itself are not
// counted.
func ReadWindows(r io.Reader, name string) ([]Window, error) {
	rows, _, err := scanTies(r, name)
	if err != nil {
		return nil, err
	}
	unit, of := unitOf(rows), map[string][]tieRow{}
	for _, x := range rows {
		of[x.period] = append(of[x.period], x)
	}
	var out []Window
	for _, period := range inOrder(slices.Collect(maps.Keys(of))) {
		out = append(out, Window{Name: period, Net: tableOf(of[period], unit)})
	}
	return out, nil
}

// inOrder sorts periods as numbers where all are, else as text.
func inOrder(periods []string) []string {
	number := map[string]float64{}
	for _, p := range periods {
		if x, err := strconv.ParseFloat(p, 64); err == nil {
			number[p] = x
		}
	}
	slices.SortFunc(periods, func(a, b string) int {
		if len(number) == len(periods) {
			return cmp.Or(cmp.Compare(number[a], number[b]), strings.Compare(a, b))
		}
		return strings.Compare(a, b)
	})
	return periods
}

// tableOf makes a network of the lines of a table.
func tableOf(rows []tieRow, unit int64) *Network {
	periods := map[string]bool{}
	var ties []Tie
	at := map[[2]string]int{}
	for _, x := range rows {
		a, b := min(x.a, x.b), max(x.a, x.b)
		i, ok := at[[2]string{a, b}]
		if !ok {
			i = len(ties)
			at[[2]string{a, b}] = i
			ties = append(ties, Tie{A: entente.ActorID(a), B: entente.ActorID(b)})
		}
		w := int64(math.Round(x.weight * float64(unit)))
		ties[i].Plus += max(0, w)
		ties[i].Minus += max(0, -w)
		ties[i].Records++
		periods[x.period] = true
	}
	n := New(ties) // who has no tie that weighs anything stays an actor
	n.Ties = slices.DeleteFunc(n.Ties, func(t Tie) bool { return t.Plus+t.Minus == 0 })
	n.Unit, n.Periods = unit, len(periods)
	return n
}

// In returns a network of a table with its weights in another unit, a multiple of
// its own.
func (n *Network) In(unit int64) *Network {
	if n.Unit == unit || n.Unit == 0 {
		return n
	}
	out := &Network{Actors: n.Actors, Ties: slices.Clone(n.Ties), Unit: unit, Loops: n.Loops, Periods: n.Periods}
	for i := range out.Ties {
		t := &out.Ties[i]
		t.Plus, t.Minus = t.Plus*(unit/n.Unit), t.Minus*(unit/n.Unit)
	}
	return out
}

// ReadArcs reads a table as ReadTies does, the first actor acting on the second.
func ReadArcs(r io.Reader, name string) (Arcs, error) {
	rows, _, err := scanTies(r, name)
	if err != nil {
		return nil, err
	}
	unit := unitOf(rows)
	at := map[[2]entente.ActorID]int{}
	var out Arcs
	for _, x := range rows {
		if w := int64(math.Round(x.weight * float64(unit))); w != 0 {
			out = out.add(at, entente.ActorID(x.a), entente.ActorID(x.b), w)
		}
	}
	return out.sorted(), nil
}

// tieRow is a line of a table of ties; the weight has the tie's sign.
type tieRow struct {
	a, b   string
	weight float64
	period string // "" where the table has no column for it
}

// unitOf is the least of 1, a thousand and a million in whose parts all weights
// are whole, at most what keeps sums exact.
func unitOf(rows []tieRow) int64 {
	unit := 1.0
	for _, x := range rows {
		for unit < 1e6 && math.Abs(x.weight*unit-math.Round(x.weight*unit)) > 1e-9*math.Abs(x.weight*unit) {
			unit *= 1000
		}
	}
	for _, x := range rows {
		for unit > 1 && math.Abs(x.weight)*unit > 1e13 {
			unit /= 1000
		}
	}
	return int64(unit)
}

// tieColumns are the places of the columns, -1 for none.
type tieColumns struct{ a, b, sign, weight, period int }

// columnNames are what columns are called, by the place they are taken for.
var columnNames = [5][]string{
	{"u", "a", "source", "from", "actor1", "node1", "country1", "state1", "i"},
	{"v", "b", "target", "to", "actor2", "node2", "country2", "state2", "j"},
	{"sign", "relation", "polarity"},
	{"weight", "w", "value"},
	{"window", "period", "year", "quarter", "month", "day", "date"},
}

// named finds the columns by the names in a first line; those without a known name
// stand in the usual order.
func named(cells []string) tieColumns {
	at := [5]int{0, 1, 2, 3, -1}
	found := [5]bool{}
	for i, c := range cells {
		for k, names := range columnNames {
			if !found[k] && slices.Contains(names, strings.ToLower(c)) {
				at[k], found[k] = i, true
			}
		}
	}
	switch {
	case found[3] && !found[2]:
		at[2] = -1
	case found[2] && !found[3]:
		at[3] = -1
	}
	return tieColumns{at[0], at[1], at[2], at[3], at[4]}
}

// scanTies reads the lines of a table, and counts ties of an actor with itself.
func scanTies(r io.Reader, name string) (rows []tieRow, loops int, err error) {
	plain, err := unpacked(r)
	if err != nil {
		return nil, 0, fmt.Errorf("read %s: %w", name, err)
	}
	sc := bufio.NewScanner(plain)
	sc.Buffer(make([]byte, 1<<16), 1<<20)
	columns := tieColumns{0, 1, 2, 3, -1}
	cut := splitter("")
	first := true
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimPrefix(strings.TrimRight(sc.Text(), "\r"), "\ufeff")
		if strings.TrimSpace(text) == "" || text[0] == '#' || text[0] == '%' {
			continue
		}
		if first {
			cut = splitter(text)
		}
		cells := cut(text)
		if first && len(cells) >= 3 && (!isSign(cells[2]) || isHead(cells)) {
			columns, first = named(cells), false
			continue
		}
		first = false
		x, msg := columns.row(cells)
		switch {
		case msg != "":
			return nil, 0, &entente.SyntaxError{File: name, Line: line, Msg: msg}
		case x.a == x.b:
			loops++
		default:
			rows = append(rows, x)
		}
	}
	if err := sc.Err(); err != nil {
		return nil, 0, fmt.Errorf("read %s: %w", name, err)
	}
	return rows, loops, nil
}

// splitter cuts lines as the first line stands apart.
func splitter(first string) func(string) []string {
	for _, sep := range []string{"\t", ",", ";"} {
		if strings.Contains(first, sep) {
			return func(s string) []string { return cellsOf(s, sep[0]) }
		}
	}
	return strings.Fields
}

// cellsOf cuts a line at a separator that does not stand between quotation marks,
// which go.
func cellsOf(s string, sep byte) []string {
	var out []string
	quoted, from := false, 0
	for i := 0; i <= len(s); i++ {
		switch {
		case i < len(s) && s[i] == '"':
			quoted = !quoted
		case i == len(s), s[i] == sep && !quoted:
			out = append(out, strings.ReplaceAll(strings.Trim(strings.TrimSpace(s[from:i]), `"`), `""`, `"`))
			from = i + 1
		}
	}
	return out
}

// unpacked is what r holds, also where it is compressed (gzip).
func unpacked(r io.Reader) (io.Reader, error) {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		return gzip.NewReader(in)
	}
	return in, nil
}

// isHead reports a line of column names, of which the third is a word that could be a
// sign too: "country1, country2, conflict".
func isHead(cells []string) bool {
	_, err := strconv.ParseFloat(cells[2], 64)
	return err != nil && len(cells[2]) > 1 && slices.Contains(columnNames[0], strings.ToLower(cells[0])) && slices.Contains(columnNames[1], strings.ToLower(cells[1]))
}

func isSign(s string) bool {
	_, err := parseSign(s)
	return err == nil
}

// parseSign reads a sign or a weight with one: +, -, 1, -2.5, friendly, negative.
func parseSign(s string) (float64, error) {
	switch strings.ToLower(s) {
	case "+", "positive", "pos", "plus", "friend", "friendly", "ally", "alliance", "cooperation":
		return 1, nil
	case "-", "\u2212", "negative", "neg", "minus", "foe", "enemy", "rival", "hostile", "hostility", "conflict":
		return -1, nil
	case "neutral":
		return 0, nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err == nil && (math.IsNaN(x) || math.Abs(x) > 1e12) {
		err = strconv.ErrRange
	}
	return x, err
}

// row reads the cells of a line; msg says what is wrong.
func (c tieColumns) row(cells []string) (x tieRow, msg string) {
	cell := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[i])
	}
	if len(cells) < 3 {
		return x, fmt.Sprintf("%d columns, want two actors and a sign, with tabs, commas or spaces between", len(cells))
	}
	x.a, x.b, x.period = cell(c.a), cell(c.b), cell(c.period)
	if x.a == "" || x.b == "" {
		return x, "a tie needs two actors"
	}
	sign, size := cell(c.sign), cell(c.weight)
	if sign == "" {
		sign = size
	}
	s, err := parseSign(sign)
	if err != nil {
		return x, fmt.Sprintf("%q is no sign (try 1 or -1, friendly or hostile)", sign)
	}
	x.weight = s
	if size != "" {
		w, err := parseSign(size)
		if err != nil {
			return x, fmt.Sprintf("%q is no weight", size)
		}
		x.weight = math.Copysign(math.Abs(w), s)
		if s == 0 {
			x.weight = 0
		}
	}
	return x, ""
}
