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
	err := scanTies(r, name, func(a, b string, sign float64, w int64) {
		if b < a {
			a, b = b, a
		}
		i, ok := at[[2]string{a, b}]
		if !ok {
			i = len(ties)
			at[[2]string{a, b}] = i
			ties = append(ties, Tie{A: entente.ActorID(a), B: entente.ActorID(b)})
		}
		switch {
		case sign > 0:
			ties[i].Plus += w
		case sign < 0:
			ties[i].Minus += w
		}
		ties[i].Records++
	})
	if err != nil {
		return nil, err
	}
	return New(ties), nil
}

// ReadArcs reads a table as ReadTies does, the first actor acting on the second.
func ReadArcs(r io.Reader, name string) (Arcs, error) {
	at := map[[2]entente.ActorID]int{}
	var out Arcs
	err := scanTies(r, name, func(a, b string, sign float64, w int64) {
		if sign < 0 {
			w = -w
		}
		if sign != 0 {
			out = out.add(at, entente.ActorID(a), entente.ActorID(b), w)
		}
	})
	if err != nil {
		return nil, err
	}
	return out.sorted(), nil
}

// scanTies calls put with the actors, sign and size of weight of every line.
func scanTies(r io.Reader, name string, put func(a, b string, sign float64, w int64)) error {
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
			return fault("%d columns, want two actors and a sign, with tabs between", len(f))
		}
		sign, err := strconv.ParseFloat(strings.TrimSpace(f[2]), 64)
		if err != nil && line == 1 {
			continue
		}
		if err != nil || math.IsNaN(sign) {
			return fault("%q is no sign (try 1 or -1)", f[2])
		}
		weight := 1.0
		if len(f) > 3 && strings.TrimSpace(f[3]) != "" {
			if weight, err = strconv.ParseFloat(strings.TrimSpace(f[3]), 64); err != nil || math.IsNaN(weight) || math.Abs(weight) > 1e12 {
				return fault("%q is no weight", f[3])
			}
		}
		a, b := strings.TrimSpace(f[0]), strings.TrimSpace(f[1])
		if a == "" || b == "" || a == b {
			return fault("a tie needs two actors")
		}
		put(a, b, sign, int64(math.Round(math.Abs(weight))))
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}
