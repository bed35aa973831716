package network

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"entente"
)

// ReadTies reads a network from a table with tabs: two actors, a sign, and, where
// there is one, a weight whose size counts; a first line that names the columns
// (u, v, sign, weight) is skipped. Name is that of the file, for errors.
func ReadTies(r io.Reader, name string) (*Network, error) {
	var ties []Tie
	at := map[[2]string]int{}
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), 1<<20)
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimRight(sc.Text(), "\r")
		if strings.TrimSpace(text) == "" || text[0] == '#' {
			continue
		}
		f := strings.Split(text, "\t")
		fault := func(format string, args ...any) error {
			return &entente.SyntaxError{File: name, Line: line, Msg: fmt.Sprintf(format, args...)}
		}
		if len(f) < 3 {
			return nil, fault("%d columns, want two actors and a sign, with tabs between", len(f))
		}
		sign, err := strconv.ParseFloat(strings.TrimSpace(f[2]), 64)
		if err != nil && line == 1 {
			continue
		}
		if err != nil || math.IsNaN(sign) {
			return nil, fault("%q is no sign (try 1 or -1)", f[2])
		}
		weight := 1.0
		if len(f) > 3 && strings.TrimSpace(f[3]) != "" {
			if weight, err = strconv.ParseFloat(strings.TrimSpace(f[3]), 64); err != nil || math.IsNaN(weight) || math.Abs(weight) > 1e12 {
				return nil, fault("%q is no weight", f[3])
			}
		}
		a, b := strings.TrimSpace(f[0]), strings.TrimSpace(f[1])
		if a == "" || b == "" || a == b {
			return nil, fault("a tie needs two actors")
		}
		if b < a {
			a, b = b, a
		}
		i, ok := at[[2]string{a, b}]
		if !ok {
			i = len(ties)
			at[[2]string{a, b}] = i
			ties = append(ties, Tie{A: entente.ActorID(a), B: entente.ActorID(b)})
		}
		w := int64(math.Round(math.Abs(weight)))
		switch {
		case sign > 0:
			ties[i].Plus += w
		case sign < 0:
			ties[i].Minus += w
		}
		ties[i].Records++
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return New(ties), nil
}
