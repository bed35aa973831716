// Package wordclass groups words by how they are used: 64 coarse and 400 fine
// classes of some 16,000 words of news text, as models see words they have
// not met in training. Start with Shipped.
package wordclass

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"entente"
)

//go:embed classes.tsv
var classesTSV string

// Class is where a word stands among words of like use, each number from 1.
// The zero Class is that of words not listed.
type Class struct{ Coarse, Fine uint32 }

// Table is classes by lower-case word. It is not changed once made.
type Table map[string]Class

// Shipped returns the shipped table, which is read once a process.
var Shipped = sync.OnceValues(func() (Table, error) { return read(classesTSV) })

// read reads lines "word TAB coarse TAB fine", numbers from 0.
func read(tsv string) (Table, error) {
	t := Table{}
	n := 0
	for line := range strings.Lines(tsv) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, &entente.SyntaxError{File: "classes.tsv", Line: n, Msg: fmt.Sprintf("%d columns, want 3", len(f))}
		}
		var v [2]uint32
		for i := range v {
			x, err := strconv.ParseUint(f[i+1], 10, 16)
			if err != nil {
				return nil, &entente.SyntaxError{File: "classes.tsv", Line: n, Msg: fmt.Sprintf("%q is no number", f[i+1])}
			}
			v[i] = uint32(x) + 1
		}
		t[f[0]] = Class{v[0], v[1]}
	}
	return t, nil
}
