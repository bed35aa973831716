package eventtable

import (
	"bufio"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
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

// Fields are those of RFC 4180, wherever separators and quotation marks fall in the blocks
// that a line is gone through in.
func TestFieldsAreThoseOfRFC4180(t *testing.T) {
	random := rand.New(rand.NewPCG(4180, 1))
	pieces := []string{"a", "bc", `""`, ",", "\n", "é", "0123456789", " ", "\x00"}
	for range 2000 {
		var text strings.Builder
		var want [][]string
		for range 1 + random.IntN(4) {
			var row []string
			for i := range 1 + random.IntN(40) {
				if i > 0 {
					text.WriteByte(',')
				}
				quoted := random.IntN(3) == 0
				var raw strings.Builder
				for range random.IntN(6) {
					p := pieces[random.IntN(len(pieces))]
					if quoted || !strings.ContainsAny(p, "\",\n") {
						raw.WriteString(p)
					}
				}
				row = append(row, strings.ReplaceAll(raw.String(), `""`, `"`))
				if quoted {
					text.WriteString(`"` + raw.String() + `"`)
				} else {
					text.WriteString(raw.String())
				}
			}
			text.WriteString("\n")
			if len(row) > 1 || row[0] != "" { // an empty line is no row
				want = append(want, row)
			}
		}
		s := &scanner{in: bufio.NewReader(strings.NewReader(text.String())), sep: ',', quoted: true}
		var got [][]string
		for {
			f, err := s.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v", text.String(), err)
			}
			var row []string
			for i := range f.len() {
				row = append(row, string(f.at(i)))
			}
			if len(row) > 1 || row[0] != "" {
				got = append(got, row)
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q:\ngot  %q\nwant %q", text.String(), got, want)
		}
	}
}

// A row with words behind a closing quotation mark is left out, and a mark within an unquoted
// field is a character like others: the rows behind them are read.
func TestStrayQuotationMarksCostOneRow(t *testing.T) {
	s := &scanner{in: bufio.NewReader(strings.NewReader("\"a\"b,c\n5\" gun,d\ne,f\n")), sep: ',', quoted: true}
	if _, err := s.next(); !errors.Is(err, errLine) {
		t.Errorf("got %v, want a row that is left out", err)
	}
	for _, want := range []string{`5" gun`, "e"} {
		f, err := s.next()
		if err != nil || string(f.at(0)) != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	s = &scanner{in: bufio.NewReader(strings.NewReader("a,\"b\nc\",5\" gun\nd,e\n")), sep: ',', quoted: true}
	for _, want := range []string{"a|b\nc|5\" gun", "d|e"} { // also in a row of several lines
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
