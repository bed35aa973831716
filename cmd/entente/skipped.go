package main

import (
	"fmt"
	"sync"

	"entente/source"
)

// skipped keeps what was left out of folders until a reading has ended, so that
// it is told after the progress line is gone.
type skipped struct {
	mu    sync.Mutex
	lines []string
}

func (s *skipped) add(folder string, n source.Skipped) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, fmt.Sprintf("%s: %s", folder, n))
}

// print tells it on standard error, unless the program is to be quiet.
func (s *skipped) print(a *app) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lines {
		if !a.quiet {
			fmt.Fprintf(a.err, "%s %s\n", a.paint("left out:", dim), oneLine(l))
		}
	}
	s.lines = nil
}
