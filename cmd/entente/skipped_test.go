package main

import (
	"bytes"
	"testing"

	"entente/source"
)

func TestSkippedIsToldOnce(t *testing.T) {
	var out bytes.Buffer
	a := &app{stdio: stdio{err: &out, env: func(string) string { return "" }}}
	s := &skipped{}
	s.add("reports", source.Skipped{Hidden: 1, Unsupported: map[string]int{".pdf": 2, "": 1}})
	s.print(a)
	s.print(a)
	if want := "left out: reports: 3 of other kinds (without ending 1, .pdf 2), 1 hidden\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
