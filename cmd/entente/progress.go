package main

import (
	"fmt"
	"time"

	"entente/engine"
)

// progress shows how far a reading is on a terminal, from the second second on,
// with its rate and, where the whole is known, the remaining time.
type progress struct {
	app     *app
	begin   time.Time
	last    time.Time
	visible bool
}

func (a *app) progress() *progress {
	return &progress{app: a, begin: time.Now()}
}

// show prints the state, at most five times a second.
func (p *progress) show(s engine.Progress) {
	now := time.Now()
	if p.app.quiet || !isTerminal(p.app.err) || now.Sub(p.begin) < time.Second || now.Sub(p.last) < 200*time.Millisecond {
		return
	}
	p.last, p.visible = now, true
	fmt.Fprintf(p.app.err, "\r\x1b[K%s", p.app.paint(line(s, now.Sub(p.begin)), dim))
}

// line words the state after a time.
func line(s engine.Progress, took time.Duration) string {
	rate := float64(s.Done) / took.Seconds()
	out := fmt.Sprintf("%d documents, %d sentences, %.0f documents/s", s.Done, s.Sentences, rate)
	if s.Total > 0 {
		out = fmt.Sprintf("%d of %d documents, %d sentences, %.0f documents/s", s.Done, s.Total, s.Sentences, rate)
		if rate > 0 {
			left := time.Duration(float64(s.Total-s.Done) / rate * float64(time.Second))
			out += ", " + left.Round(time.Second).String() + " left"
		}
	}
	return out
}

// done clears the line.
func (p *progress) done() {
	if p.visible {
		fmt.Fprint(p.app.err, "\r\x1b[K")
	}
}
