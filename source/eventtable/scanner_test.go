package eventtable

import (
	"bufio"
	"errors"
	"strings"
	"testing"
)

// A quotation mark that never closes is an error of its row, and costs no more than to
// read the lines behind it once.
func TestAnOpenQuotationMarkCostsNoMoreThanItsLines(t *testing.T) {
	const lines = 200_000
	in := strings.NewReader("")
	s := &scanner{in: bufio.NewReader(in), sep: ',', quoted: true}
	copied := testing.AllocsPerRun(1, func() {
		in.Reset("a,\"b\n" + strings.Repeat("x,y\n", lines))
		s.in.Reset(in)
		if _, err := s.next(); !errors.Is(err, errLine) {
			t.Errorf("got %v, want a row that is left out", err)
		}
	})
	if copied > 100 {
		t.Errorf("%.0f pieces of memory are taken for %d lines, want some tens", copied, lines)
	}
	s = &scanner{in: bufio.NewReader(strings.NewReader("c,\"d\ne\",f\ng,h\n")), sep: ',', quoted: true}
	for _, want := range []string{"c|d\ne|f", "g|h"} {
		f, err := s.next()
		var got []string
		for i := range f.len() {
			got = append(got, string(f.at(i)))
		}
		if err != nil || strings.Join(got, "|") != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}
